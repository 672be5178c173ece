import csv
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from datasets import releases
from datasets.database import transaction
from datasets.errors import BadQuestion, NotFound
from datasets.settings import Settings
from feedback.publish import DATASET, publish
from feedback.scores.checksum import checksum
from feedback.scores.recompute import recompute
from tests.builders import a_project
from tests.feedback.voters import DAY, NOON, vote, votes


@pytest.fixture
def files(engine: Engine, settings: Settings) -> Path:
    """Folder of a release with three figures, one of them replaced once."""
    with transaction(engine) as session:
        releases.enter_own(session, settings)
        project = a_project(session)
        votes(session, project, [5, 4, 4, 5, 3, 5])
        publish(session, settings, NOON)
        votes(session, project, [1, 2] * 20, form={"answers": {"trust": 5}})
        votes(session, a_project(session), [3] * 5)
        vote(session, a_project(session), 1)
        publish(session, settings, NOON + DAY)
    made = releases.publish_due(engine, settings, [DATASET])[DATASET]
    return settings.releases / DATASET / made.name


def _rows(files: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((files / f"{DATASET}.json").read_text("utf-8"))
    return rows


@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_every_published_figure_follows_from_what_stands_beside_it(files: Path, suffix: str) -> None:
    found = recompute(files / f"{DATASET}.{suffix}")
    assert (found.figures, found.differences) == (3, ())


def test_a_figure_that_was_tampered_with_is_named_and_the_checksum_too(files: Path, tmp_path: Path) -> None:
    rows = _rows(files)
    wrong = next(row for row in rows if row["n"] == 5)
    wrong["score"] = 4.99
    file = tmp_path / "x.json"
    file.write_text(json.dumps(rows))
    found = recompute(file).differences
    assert [(one.project, one.column) for one in found] == [(wrong["project"], "score"), ("", "snapshot_sha256")]


def test_a_file_of_the_first_method_is_still_worked_out(files: Path, tmp_path: Path) -> None:
    later = {"share_low", "share_high", "participation_sha256"}
    rows = [{name: value for name, value in row.items() if name not in later} | {"method_version": "1"} for row in _rows(files)]
    sums = checksum(rows)
    file = tmp_path / "x.json"
    file.write_text(json.dumps([row | {"snapshot_sha256": sums} for row in rows]))
    found = recompute(file)
    assert (found.figures, found.differences) == (3, ())


def test_a_missing_row_breaks_the_checksum(files: Path, tmp_path: Path) -> None:
    rows = [row for row in _rows(files) if row["n"] != 5]
    file = tmp_path / "x.csv"
    with file.open("w", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert [one.column for one in recompute(file).differences] == ["snapshot_sha256"]


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "[]", "[1", '[{"project": "a"}]', "\x00"])
def test_another_file_is_refused_in_one_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.csv"
    file.write_text(text)
    with pytest.raises(BadQuestion):
        recompute(file)


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        recompute(tmp_path / "x.csv")


def test_a_row_that_cannot_be_read_is_a_difference_and_no_crash(files: Path, tmp_path: Path) -> None:
    rows = _rows(files)
    next(row for row in rows if row["n"] == 5)["n_1"] = "many"
    file = tmp_path / "x.json"
    file.write_text(json.dumps(rows))
    assert [one.column for one in recompute(file).differences] == ["n_1 … n_5, prior_1 … prior_5", "snapshot_sha256"]
