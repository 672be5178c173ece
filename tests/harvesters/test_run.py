"""A run is whole or leaves everything as it was, and there is a Run row whatever happened."""

import hashlib
import os
import socket

import pytest
from sqlmodel import select

from datasets import catalogue, releases, runs
from datasets.database import reading, transaction
from datasets.tables.money import Funding
from datasets.tables.runs import Run, RunRemark
from harvesters.order import Order
from harvesters.run import harvest
from tests.sources import a_source

GOOD = "id,title,sum\n" + "".join(f"{n},Vorhaben {n},{n}\n" for n in range(1, 21))


@pytest.fixture
def read(engine, settings, tmp_path):
    """``read(text)`` harvests a file with that text."""

    def once(text, source=None, **order):
        file = tmp_path / "liste.csv"
        file.write_text(text)
        return harvest(engine, settings, source or a_source(), Order(file=file, **order))

    return once


@pytest.fixture
def state(engine, settings):
    """What a citizen or developer could see, as one hash: the register, the catalogue, every file."""

    def now():
        digest = hashlib.sha256()
        with reading(engine) as session:
            for row in session.exec(select(Funding).order_by(Funding.key)):
                digest.update(row.model_dump_json(exclude={"retrieved_at"}).encode())
            digest.update(repr(catalogue.all_datasets(session)).encode())
        for file in sorted(path for path in settings.releases.rglob("*") if path.is_file() and path.name != ".lock"):
            digest.update(str(file).encode() + file.read_bytes())
        return digest.hexdigest()

    return now


def the_runs(engine):
    with reading(engine) as session:
        return [(run.state, run.message) for run in session.exec(select(Run).order_by(Run.id))]


def test_a_first_run_publishes_and_loads(engine, read):
    report = read(GOOD)
    assert (report.state, report.seen, report.accepted, report.added, report.fundings) == ("done", 20, 20, 20, 20)
    with reading(engine) as session:
        assert catalogue.dataset(session, "liste").current.rows == 20
        assert len(session.exec(select(Funding)).all()) == 20


def test_the_same_file_again_ends_early(engine, read, state):
    read(GOOD)
    before = state()
    report = read(GOOD)
    assert (report.state, report.seen, report.accepted, report.unchanged) == ("unchanged", 20, 20, 20)
    assert state() == before


def test_a_changed_row_a_new_one_and_a_gone_one_are_counted(read, engine):
    read(GOOD)
    report = read(GOOD.replace("7,Vorhaben 7,7", "7,Vorhaben 7,700").replace("20,Vorhaben 20,20", "21,Neu,21"))
    assert (report.added, report.changed, report.unchanged, report.gone) == (1, 1, 18, 1)
    with reading(engine) as session:
        assert session.exec(select(Funding).where(Funding.key == "20")).one().gone_at is not None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no column id or title"),
        ("<html><body>Wartung</body></html>", "no column id or title"),
        (GOOD.replace("title", "name", 1), "no column id or title"),
        (GOOD.replace("id,title,sum", "id,title"), "no longer has the column 'sum'"),
        (GOOD + "".join(f"{n},x,kaputt\n" for n in range(30, 40)), "10 of 30 data rows cannot be used"),
        (GOOD[:200], "Only"),
    ],
)
def test_what_breaks_a_rule_is_refused_and_changes_nothing(engine, read, state, text, said):
    read(GOOD)
    before = state()
    report = read(text)
    assert report.state == "refused"
    assert said in report.message
    assert state() == before
    assert the_runs(engine)[-1] == ("refused", report.message)


def test_a_few_bad_rows_are_kept_with_their_reasons_and_nothing_is_called_gone(engine, read):
    read(GOOD)
    report = read(GOOD.replace("5,Vorhaben 5,5", "5,Vorhaben 5,fünf"))
    assert (report.state, report.rejected, report.accepted) == ("done", 1, 19)
    with reading(engine) as session:
        [remark] = session.exec(select(RunRemark)).all()
        assert session.exec(select(Funding).where(Funding.key == "5")).one().gone_at is None
    assert (remark.level, remark.line, remark.field, remark.reason, remark.raw) == ("rejection", 6, "sum", "is no number", "fünf")


def test_a_key_that_stands_twice_rejects_the_second_row(read):
    report = read(GOOD + "1,Noch einmal,1\n")
    assert (report.accepted, report.rejected) == (20, 1)


def test_a_shrink_can_be_accepted(read):
    read(GOOD)
    assert read("id,title,sum\n1,Vorhaben 1,1\n", accept_shrink=True).gone == 19


def test_a_dry_run_changes_nothing_and_leaves_no_trace(engine, read, state):
    before = state()
    report = read(GOOD, dry_run=True)
    assert (report.state, report.accepted, report.release) == ("done", 20, "")
    assert state() == before
    assert the_runs(engine) == []


def test_an_error_that_no_rule_foresees_is_written_down_and_raised(engine, read, state):
    before = state()
    with pytest.raises(ZeroDivisionError):
        read(GOOD, source=a_source(parse=lambda path, ask: 1 / 0))
    assert the_runs(engine)[0][0] == "failed"
    assert state() == before


def test_two_runs_of_one_list_at_once_are_refused(engine, read):
    with transaction(engine) as session:
        runs.begin(session, "probe", "liste", socket.gethostname(), os.getppid())
    assert "being read already" in read(GOOD).message


def test_a_run_whose_process_died_is_found_interrupted(engine, read):
    with transaction(engine) as session:
        runs.begin(session, "probe", "liste", socket.gethostname(), 2**22 + 1)
    assert read(GOOD).state == "done"
    assert [state for state, _ in the_runs(engine)] == ["interrupted", "done"]


def test_the_same_list_under_another_name_is_another_dataset(read):
    read(GOOD)
    assert read(GOOD, dataset="andere").state == "done"


def test_own_datasets_are_due_after_a_run(engine, settings, read):
    with transaction(engine) as session:
        releases.enter_own(session, settings)
    releases.publish_due(engine, settings)
    read(GOOD)
    assert set(releases.publish_due(engine, settings)) == {
        "projekte",
        "foerderungen",
        "organisationen",
        "smart-city-index",
        "foerderprogramme",
        "laeufe",
    }


def test_a_list_without_a_flow_needs_a_file(engine, settings):
    assert "--file" in harvest(engine, settings, a_source()).message


def test_a_promise_that_is_not_kept_is_refused(read):
    def promising(path, ask):
        listing = a_source().parse(path, ask)
        return type(listing)(rows=listing.rows, dataset=listing.dataset, promised=21)

    assert "says 21 rows, the file holds 20" in read(GOOD, source=a_source(parse=promising)).message
