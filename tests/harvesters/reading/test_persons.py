import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvesters.reading.persons import MASK, is_person, masked, taken_out

PERSONS = [
    "Mustermann, Erika",
    "MUSTERMANN, ERIKA",
    "MUSTERMANN, Erika",
    "von der Heide, Karl-Heinz",
    "Muster-Beispiel, Silke",
    "Oppenheim, Anna Maria",
    "Baumgarten, Peter",
    "Handwerk, Julia",
    "Dr. Muster, Hans",
    "Muster, Dr. Hans",
    "Muster, H.-J.",
    "O’Muster, Sean",
    "Özmuster, Ayşe",
    "Muster,\nEva",
    "Muster, Daniela Heilpraktikerin",
    "Muster, Anna und Peter",
    "García Muster, María",
    "natürliche Person",
    "Privatperson",
    "anonym",
]
ORGANISATIONS = [
    "Muster GmbH",
    "Stadt Köln, Amt für Weiterbildung",
    "Köln, Stadt",
    "Musterland, Land",
    "Fachhochschule Nord, Forschungs-GmbH",
    "Muster, Bäckerei",
    "Universität Musterstadt, ZFUW",
    "Bochum, Ruhr-Universität",
    "Muster & Partner, Rechtsanwälte",
    "Campus, die Friseurschule",
    "Muster Center, Köln",
    "Muster-Apotheke, Inh. Eva Muster e. K.",
    "Muster AG, Agentur Köln",
    "VHS Nord, Süd, West",
    "Muster, Beispiel und Partner GbR",
    "Kreis Muster, Der Landrat",
    "Muster e.V., Regionalstelle",
    "RuhrBildungsNetz, Ursula",
    "Muster Consulting, Hans Muster",
    "Erika Mustermann",
    "Oberbürgermeister der Stadt,",
    "",
]


@pytest.mark.parametrize("name", PERSONS)
def test_a_person_is_known_by_the_form_of_the_name_or_because_the_source_says_so(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_an_organisation_is_no_person(name: str) -> None:
    assert not is_person(name)


def test_a_name_is_taken_out_in_either_order_and_as_surname_alone() -> None:
    text = "Praxis Erika Mustermann, Mustermannstraße; Mustermann, Erika; Fa. Mustermann"
    assert taken_out("Mustermann, Erika", text) == f"Praxis {MASK}, Mustermannstraße; {MASK}; Fa. {MASK}"


def test_a_masked_row_keeps_every_other_cell() -> None:
    assert masked(["Muster, Eva", 5, "Umbau Muster", None], ["Muster, Eva"]) == [MASK, 5, f"Umbau {MASK}", None]


@given(st.from_regex(r"[A-Z][a-z]{3,9}, [A-Z][a-z]{3,9}", fullmatch=True), st.text(), st.text())
def test_no_text_holds_a_name_that_was_taken_out(name: str, before: str, after: str) -> None:
    surname, first = name.split(", ")
    found = taken_out(name, f"{before} {first} {surname} {after}")
    assert f"{first} {surname}" not in found.replace(before, "").replace(after, "")
