"""Names taken apart, and titles: what tells, what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvesters.matching import projects
from harvesters.matching.names import read
from harvesters.matching.organisations import Party, compare


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Stadt Musterstadt", "Musterstadt, Stadt"),
        ("Stadt Musterstadt, Jugendamt", "Stadt Musterstadt"),
        ("Stadt Musterstadt z. Hd. Amt für Umwelt", "Stadt Musterstadt"),
        ("TU Musterstadt", "Technische Universität Musterstadt - Fakultät für Physik"),
        ("TECHNISCHE UNIVERSITAT MUSTERSTADT", "Technische Universitaet Musterstadt"),
        ("Bäckerei Süß gGmbH", "BAECKEREI SUESS GMBH"),
        ("Ev. Bildungswerk", "evangelische Bildungswerk e. V."),
        ("IHK zu Musterstadt", "Industrie- und Handelskammer Musterstadt"),
        ("Stadtwerke KdöR", "Stadtwerke, Körperschaft des öffentlichen Rechts"),
    ],
)
def test_two_spellings_leave_the_same_words(one: str, other: str) -> None:
    assert read(one).joined == read(other).joined


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Muster GmbH", "gmbh"),
        ("Muster gGmbH", "gmbh"),
        ("Muster mbH & Co. KG", "gmbh & co kg"),
        ("KG Muster GmbH & Co.", "gmbh & co kg"),
        ("Muster AG", "ag"),
        ("Muster e. V.", "e.v."),
        ("Muster AöR", "aör"),
        ("Muster B. V.", "b.v."),
        ("Muster", ""),
        ("Ev. Muster", ""),
    ],
)
def test_the_legal_form_is_read(name: str, form: str) -> None:
    assert read(name).form == form


@given(st.text(max_size=60))
def test_any_text_is_a_name(text: str) -> None:
    assert 0 < compare(Party(text), Party("Muster GmbH"), frozenset()).probability < 1


def test_another_legal_form_speaks_against_it_and_says_so() -> None:
    same = compare(Party("Muster GmbH"), Party("Muster GmbH"), frozenset())
    other = compare(Party("Muster GmbH"), Party("Muster AG"), frozenset())
    assert same.probability > other.probability
    assert ("other_form" in same.reasons, "other_form" in other.reasons) == (False, True)


def test_a_programme_and_a_share_do_not_tell_a_title() -> None:
    assert projects.telling("IKT.NRW: Musterwerk - Teilvorhaben: Bau eines Turms") == ("musterwerk",)


def test_a_made_name_is_known_by_its_capitals() -> None:
    assert projects.acronyms("Projekt ClouDAT und TIE – IN in der Stadt") == {"cloudat", "tiein"}
