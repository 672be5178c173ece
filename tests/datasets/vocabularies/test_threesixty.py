"""Awards by 360Giving: what complies is valid against its schema, what does not is named and not filled in."""

import datetime as dt
import json

import jsonschema
import pytest

from datasets.catalogue import Edition, Shown
from datasets.own.foerderungen import COLUMNS
from datasets.vocabularies import threesixty
from datasets.vocabularies.dcat_dataset import Portal
from tests.builders import a_dataset_record

FORMATS = jsonschema.FormatChecker()
FORMATS.checks("date-time", ValueError)(lambda text: dt.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z"))
WHEN = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def _row(**values):
    given = {
        "list": "register",
        "key": "bruecke-2020",
        "title": "Brücke",
        "recipient": "Technische Universität",
        "recipient_slug": "tu",
        "funder": "Bund",
        "amount": 1000.5,
        "currency": "EUR",
        "amount_type": "awarded",
        "as_of": "2020-05-01",
        "source": "register",
    }
    return {column.name: None for column in COLUMNS} | given | values


@pytest.fixture
def package(settings):
    """The package of these rows."""

    def of(*rows):
        record = a_dataset_record(slug="foerderungen")
        edition = Edition("u", "2026-11-23", WHEN, len(rows), "", record, ())
        shown = Shown("00000000-0000-0000-0000-000000000001", "foerderungen", record, edition, WHEN, WHEN)
        return threesixty.package(Portal("https://daten.example.org", settings.city), shown, edition, rows)

    return of


def _complaints(shared, made):
    folder = shared / "samples" / "360giving"
    grant, whole = (json.loads((folder / f"360-giving-{name}schema.json").read_text("utf-8")) for name in ("", "package-"))
    whole["properties"]["grants"]["items"] = grant
    validator = jsonschema.Draft202012Validator(whole, format_checker=FORMATS)
    return [error.message for error in validator.iter_errors(json.loads(json.dumps(made)))]


FULL = {
    "programme": "Saubere Luft", "start": "2020-06-01", "end": "2022-05-31", "municipality_key": "05913000", "note": "Erster Abschnitt",
    "project": "bruecke", "source_url": "https://example.org/liste.csv",
}  # fmt: skip


def test_what_complies_is_valid(shared, package):
    made = package(_row(), _row(key="b", **FULL), _row(key="c", recipient="natürliche Person", recipient_slug=None))
    assert len(made["grants"]) == 3
    assert _complaints(shared, made) == []


def test_the_schema_sees_what_is_wrong(shared, package):
    made = package(_row())
    del made["grants"][0]["awardDate"]
    assert _complaints(shared, made)


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({"as_of": "2020"}, ["awardDate"]),
        ({"as_of": None}, ["awardDate"]),
        ({"recipient": None}, ["recipient"]),
        ({"amount": None}, ["amountAwarded"]),
        ({"amount_type": "total_cost"}, ["awarded"]),
        ({"gone": "2026-01-01"}, ["current"]),
        ({"title": None, "as_of": "2020-05"}, ["title", "awardDate"]),
    ],
)
def test_what_a_row_lacks_is_said_and_not_filled_in(values, missing, package):
    made = package(_row(**values))
    assert made["grants"] == []
    assert made["leftOut"] == [{"list": "register", "key": "bruecke-2020", "missing": missing}]


def test_an_award_of_nothing_is_one_too(package):
    assert package(_row(amount=0))["grants"][0]["amountAwarded"] == 0


def test_a_natural_person_is_no_organisation(package):
    (grant,) = package(_row(recipient="natürliche Person", recipient_slug=None))["grants"]
    assert grant["recipientIndividual"]["name"] == "natürliche Person"
    assert "recipientOrganization" not in grant
