"""A file for the register: read dry, shown, applied in one transaction only as it was shown, never by being there."""

import csv
import io
import zipfile

import pytest
import xlsxwriter
from sqlmodel import select

from datasets import jobs, releases, uploads
from datasets.database import reading, transaction
from datasets.errors import BadQuestion, Refused
from datasets.register import changes
from datasets.register.forms import FORMS
from datasets.tables.money import Funding
from datasets.tables.projects import Change, Organisation, Project
from datasets.tables.runs import Job, Run
from datasets.tables.uploads import Upload
from harvesters import handed_in as worker
from harvesters.order import Order
from harvesters.run import harvest
from harvesters.sources.register import SOURCE

BASE = {
    "organisations": {"slug": "amt", "name": "Amt", "kind": "municipality", "partner": "yes", "source": "https://a.example/"},
    "projects": {"slug": "bruecke", "title": "Brücke", "summary": "Eine Brücke.", "status": "running", "sources": "https://a.example/"},
    "fundings": {"key": "f-1", "project": "bruecke", "funder": "Bund", "amount": "1000", "amount_type": "awarded", "approximate": "no"},
    "participations": {"project": "bruecke", "organisation": "amt", "role": "partner", "source": "https://a.example/"},
    "claims": {"key": "partners", "value": "65", "source": "https://a.example/"},
    "ranks": {"year": "2020", "city": "A", "category": "gesamt", "rank": "9", "sure": "yes", "source": "https://a.example/"},
}


def a_row(form, **more):
    return dict.fromkeys(FORMS[form], "") | BASE[form] | more


def as_csv(form, *rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, FORMS[form], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def as_xlsx(**sheets):
    body = io.BytesIO()
    book = xlsxwriter.Workbook(body)
    for form, rows in sheets.items():
        sheet = book.add_worksheet(form)
        for at, row in enumerate([FORMS[form], *(row.values() for row in rows)]):
            sheet.write_row(at, 0, list(row))
    book.close()
    return body.getvalue()


@pytest.fixture
def handed_in(engine, settings):
    """Takes a file in and lets the worker read it; returns the number."""
    harvest(engine, settings, SOURCE, Order(a_folder(settings.home)))

    def take(body, name="datei.csv", complete=False):
        kept = uploads.keep(settings, [body])
        with transaction(engine) as session:
            number = uploads.receive(session, kept, name, complete).id
        do_job(engine, settings)
        return number

    return take


def do_job(engine, settings):
    """What the worker does with the next job about an upload."""
    with transaction(engine) as session:
        job = session.exec(select(Job).where(Job.state == "open", Job.kind.like("upload-%")).order_by(Job.id)).first()
    message = {uploads.PARSE: worker.parse, uploads.APPLY: worker.apply}[job.kind](engine, settings, job)
    with transaction(engine) as session:
        row = session.get(Job, job.id)
        row.state, row.message = "done", message
        session.add(row)


def a_folder(home):
    folder = home / "folder"
    folder.mkdir(exist_ok=True)
    for form in FORMS:
        (folder / f"{form}.csv").write_bytes(as_csv(form, a_row(form)))
    return folder


def seen(engine, number):
    with reading(engine) as session:
        return uploads.one(session, number)


def confirm(engine, settings, number):
    with transaction(engine) as session:
        uploads.confirm(session, number, uploads.one(session, number).digest)
    do_job(engine, settings)


def told(upload):
    return [(one["kind"], one["key"], one["what"], one["field"], one["old"], one["new"]) for one in upload.changes]


def test_nothing_changes_until_somebody_confirms_and_then_just_what_was_shown(engine, settings, handed_in):
    number = handed_in(as_csv("projects", a_row("projects", status="finished", topics="energie"), a_row("projects", slug="tunnel")))
    upload = seen(engine, number)
    assert (upload.state, upload.forms[0]["accepted"]) == ("ready", 2)
    shown = [
        ("project", "bruecke", "changed", "status", "running", "finished"),
        ("project", "bruecke", "changed", "topic", [], ["energie"]),
        ("project", "tunnel", "added", "", None, "Brücke"),
    ]
    assert told(upload) == shown
    with reading(engine) as session:
        assert [row.status for row in session.exec(select(Project))] == ["running"]
        assert session.exec(select(Change).where(Change.key == "tunnel")).all() == []
    confirm(engine, settings, number)
    with reading(engine) as session:
        assert {row.slug: row.status for row in session.exec(select(Project))} == {"bruecke": "finished", "tunnel": "running"}
        run = session.exec(select(Run).where(Run.dataset == "register-upload")).one()
        assert (run.state, run.added, run.changed, run.accepted) == ("done", 1, 1, 2)
        assert [(one.key, one.field or one.what) for one in changes.of_run(session, run.id)] == [
            ("bruecke", "status"), ("bruecke", "topic"), ("tunnel", "added"),
        ]  # fmt: skip
        # Lists that are here already may mean the new project.
        assert list(jobs.waiting(session, "match")) == [""]
    assert seen(engine, number).state == "applied"
    with transaction(engine) as session:
        releases.enter_own(session, settings)
    assert releases.publish_due(engine, settings)["projekte"].rows == 2


def test_several_sheets_are_one_upload_whatever_their_order_and_references_hold_within_it(engine, settings, handed_in):
    body = as_xlsx(
        fundings=[a_row("fundings", key="f-2", project="tunnel", recipient="firma", amount="5")],
        projects=[a_row("projects", slug="tunnel", lead="firma")],
        organisations=[a_row("organisations", slug="firma", name="Firma", kind="company", partner="ja")],
    )
    number = handed_in(body, "alles.xlsx")
    assert [(one[0], one[1], one[2]) for one in told(seen(engine, number))] == [
        ("organisation", "firma", "added"), ("project", "tunnel", "added"), ("funding", "f-2", "added"),
    ]  # fmt: skip
    confirm(engine, settings, number)
    with reading(engine) as session:
        assert session.exec(select(Organisation).where(Organisation.slug == "firma")).one().partner
        assert session.exec(select(Funding).where(Funding.key == "f-2")).one().recipient_name == "Firma"


def test_bad_rows_are_named_with_line_and_reason_and_the_good_ones_stay(engine, handed_in):
    rows = [
        a_row("fundings", key="f-3", amount="viel"),
        a_row("fundings", key="f-4", project="nichts"),
        a_row("fundings", key="f-5", approximate="vielleicht"),
        a_row("fundings", key="f-6"),
        a_row("fundings", key="f-6", amount="2"),
    ]
    upload = seen(engine, handed_in(as_csv("fundings", *rows), complete=True))
    assert [(one["line"], one["field"]) for one in upload.remarks] == [(2, "amount"), (4, "approximate"), (6, "key"), (3, "project")]
    assert "does not exist" in upload.remarks[3]["reason"]
    # Where rows are rejected, nothing is taken for gone, although the file says it is complete.
    assert told(upload) == [("funding", "f-6", "added", "", None, "")]


def test_a_complete_file_says_what_is_gone_only_of_its_own_kinds(engine, handed_in):
    upload = seen(engine, handed_in(as_csv("fundings", a_row("fundings", key="f-9")), complete=True))
    assert [(one[0], one[1], one[2]) for one in told(upload)] == [("funding", "f-9", "added"), ("funding", "f-1", "gone")]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"slug;title\nbruecke;x\n", "No table has one of the register's forms"),
        (b"Das ist ein Brief und keine Tabelle.\n", "No table has one of the register's forms"),
        (b"PK\x03\x04 das ist kein Archiv", "workbook"),
        (b"<html><title>Wartung</title></html>", "Wartung"),
        (as_csv("projects", a_row("projects")).replace(b",note,", b",notiz,"), "lacks the columns note"),
        (as_csv("projects", a_row("projects", status="kaputt")), "no row that can be used"),
    ],
)
def test_what_is_no_register_is_refused_with_a_sentence_that_names_the_file(engine, handed_in, body, why):
    upload = seen(engine, handed_in(body, "liste.xlsx"))
    assert upload.state == "refused"
    assert why in upload.message
    assert upload.stored not in upload.message


def test_a_bomb_is_refused_before_it_is_unpacked(engine, handed_in):
    body = io.BytesIO()
    with (
        zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as sheet,
    ):
        for _ in range(600):
            sheet.write(bytes(1 << 20))
    upload = seen(engine, handed_in(body.getvalue(), "klein.xlsx"))
    assert upload.state == "refused"
    assert "would unpack to" in upload.message


def test_a_register_that_changed_meanwhile_must_be_confirmed_again(engine, settings, handed_in):
    number = handed_in(as_csv("projects", a_row("projects", status="finished")))
    other = handed_in(as_csv("projects", a_row("projects", title="Brücke am Hafen")))
    with transaction(engine) as session:
        uploads.confirm(session, number, uploads.one(session, number).digest)
    confirm_first = seen(engine, number).digest
    do_job(engine, settings)
    assert seen(engine, number).state == "applied"
    confirm(engine, settings, other)
    again = seen(engine, other)
    assert (again.state, "confirm it again" in again.message) == ("ready", True)
    # Now the second file would set the status back: that is shown before it happens.
    assert ("project", "bruecke", "changed", "status", "finished", "running") in told(again)
    with reading(engine) as session:
        assert session.exec(select(Project)).one().title == "Brücke"
    assert confirm_first != again.digest
    confirm(engine, settings, other)
    assert seen(engine, other).state == "applied"


def test_a_file_that_changed_in_the_inbox_must_be_confirmed_again(engine, settings, handed_in):
    number = handed_in(as_csv("projects", a_row("projects", status="finished")))
    (settings.inbox / seen(engine, number).stored).write_bytes(as_csv("projects", a_row("projects", status="stopped")))
    confirm(engine, settings, number)
    again = seen(engine, number)
    assert again.state == "ready"
    assert told(again) == [("project", "bruecke", "changed", "status", "running", "stopped")]


def test_only_the_newest_list_of_changes_can_be_confirmed_and_nothing_twice(engine, settings, handed_in):
    number = handed_in(as_csv("projects", a_row("projects", status="finished")))
    with pytest.raises(Refused), transaction(engine) as session:
        uploads.confirm(session, number, "0" * 64)
    confirm(engine, settings, number)
    with pytest.raises(Refused), transaction(engine) as session:
        uploads.confirm(session, number, uploads.one(session, number).digest)
    with pytest.raises(Refused), transaction(engine) as session:
        uploads.discard(session, number)


def test_discarding_changes_nothing_and_forgets_the_file(engine, settings, handed_in):
    number = handed_in(as_csv("projects", a_row("projects", status="finished")))
    with transaction(engine) as session:
        uploads.discard(session, number)
        assert uploads.sweep(session, settings) == 1
    assert list(settings.inbox.iterdir()) == []
    with reading(engine) as session:
        assert session.exec(select(Project)).one().status == "running"


def test_reading_the_citys_folder_anew_takes_no_upload_back(engine, settings, handed_in):
    confirm(engine, settings, handed_in(as_csv("projects", a_row("projects", status="finished"), a_row("projects", slug="tunnel"))))
    folder = a_folder(settings.home)
    (folder / "claims.csv").write_bytes(as_csv("claims", a_row("claims"), a_row("claims", value="70")))
    report = harvest(engine, settings, SOURCE, Order(folder))
    assert (report.state, report.added, report.changed, report.gone) == ("done", 1, 0, 0)
    with reading(engine) as session:
        assert {row.slug: (row.status, row.gone_at) for row in session.exec(select(Project))} == {
            "bruecke": ("finished", None),
            "tunnel": ("running", None),
        }


def test_a_worker_that_dies_while_it_applies_leaves_nothing_and_the_next_one_ends_the_work(engine, settings, handed_in, monkeypatch):
    number = handed_in(as_csv("projects", a_row("projects", status="finished")))
    with transaction(engine) as session:
        uploads.confirm(session, number, uploads.one(session, number).digest)
        job = session.exec(select(Job).where(Job.kind == uploads.APPLY)).one()
    with monkeypatch.context() as patch:
        # The last write before the commit is where it dies.
        patch.setattr("harvesters.handed_in.catalogue.raise_version", _die)
        with pytest.raises(KeyboardInterrupt):
            worker.apply(engine, settings, job)
    with reading(engine) as session:
        assert session.exec(select(Project)).one().status == "running"
        assert uploads.one(session, number).state == "confirmed"
        assert session.exec(select(Run).where(Run.dataset == "register-upload")).one().state == "failed"
    assert worker.apply(engine, settings, job).startswith("applied")
    assert worker.apply(engine, settings, job) == f"upload {number} is applied"


def _die(_session):
    raise KeyboardInterrupt


def test_an_empty_or_too_large_file_is_not_kept(settings, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", 10)
    for body in (b"", b"x" * 11):
        with pytest.raises(BadQuestion):
            uploads.keep(settings, [body])
    assert list(settings.inbox.iterdir()) == []


def test_a_name_with_a_path_or_markup_is_made_harmless(engine, settings):
    with transaction(engine) as session:
        upload = uploads.receive(session, uploads.keep(settings, [b"a"]), "..\\..\\<b>liste</b>.csv", False)
        assert upload.name == "b_.csv" or "<" not in upload.name
        assert "/" not in upload.name
        assert isinstance(session.get(Upload, upload.id), Upload)
