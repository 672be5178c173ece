"""The city's register in its frozen form: every row becomes a record, a bad one is rejected with file, line and field."""

import shutil
from pathlib import Path

import pytest

from datasets.errors import SourceChanged
from datasets.records import ClaimRecord, FundingRecord, OrganisationRecord, ParticipationRecord, ProjectRecord, RankRecord
from harvesters.source import Ask, Rejected, Row
from harvesters.sources.register import SOURCE

FILES = Path(__file__).parent.parent / "files" / "register"


@pytest.fixture
def folder(tmp_path):
    """A copy of the frozen register that a test may spoil."""
    return Path(shutil.copytree(FILES, tmp_path / "register"))


def parsed(folder, city):
    return list(SOURCE.parse(folder, Ask(city, "register")).rows)


def spoil(folder, name, old, new):
    file = folder / name
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")


def test_every_row_becomes_a_record_in_the_order_of_loading(folder, city):
    kinds = [type(row.records[0]) for row in parsed(folder, city)]
    assert kinds == [OrganisationRecord] * 2 + [ProjectRecord, ParticipationRecord, FundingRecord, ClaimRecord, RankRecord]


def test_every_cell_of_a_project_arrives(folder, city):
    project = next(row.records[0] for row in parsed(folder, city) if isinstance(row.records[0], ProjectRecord))
    assert (project.slug, project.title.de, project.title.en, project.status) == ("bruecke", "Neue Brücke", "New bridge", "running")
    assert (project.topics, project.goals, project.start, project.lead) == (("energie", "hafenumfeld"), ("klimaschutz",), "2020-09", "amt")
    assert [(one.scheme, one.value) for one in project.external_ids] == [("eu-grant", "123456")]


def test_a_bad_row_is_rejected_with_file_line_and_field(folder, city):
    spoil(folder, "projects.csv", "running", "läuft")
    [rejected] = [row for row in parsed(folder, city) if isinstance(row, Rejected)]
    assert (rejected.line, rejected.field) == (2, "projects.csv: status")


def test_a_sum_that_is_none_is_rejected(folder, city):
    spoil(folder, "fundings.csv", "1000000", "viel")
    assert [row.field for row in parsed(folder, city) if isinstance(row, Rejected)] == ["fundings.csv: amount"]


def test_a_missing_file_is_named(folder, city):
    (folder / "claims.csv").unlink()
    with pytest.raises(SourceChanged, match=r"claims\.csv is missing"):
        SOURCE.parse(folder, Ask(city, "register"))


def test_a_missing_column_is_named(folder, city):
    spoil(folder, "projects.csv", "summary,", "summry,")
    with pytest.raises(SourceChanged, match=r"projects\.csv has no column summary"):
        SOURCE.parse(folder, Ask(city, "register"))


def test_the_city_of_the_installation_is_read_whole(city):
    rows = list(SOURCE.parse(city.register, Ask(city, "register")).rows)
    assert all(isinstance(row, Row) for row in rows)
