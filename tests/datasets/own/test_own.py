"""Every own dataset is documented in both languages and its rows fit its columns."""

import pytest
from sqlmodel import select

from datasets import catalogue, releases, runs
from datasets.city import read_city
from datasets.database import reading, transaction
from datasets.own import all_own
from datasets.settings import ROOT
from datasets.tables.projects import Project
from datasets.tables.runs import Run
from datasets.tables.scores import Score, Snapshot
from datasets.tables.work import Schedule
from harvesters.run import harvest
from harvesters.sources.register import SOURCE
from tests.builders import a_project
from tests.catalogues import the_register

OWN = all_own(read_city(ROOT / "datasets/cities/dortmund"))


def test_the_own_datasets_are_those_of_the_contract():
    wanted = {
        "projekte",
        "foerderungen",
        "organisationen",
        "buergernutzen",
        "gesagt-getan",
        "smart-city-index",
        "laeufe",
        "foerderprogramme",
    }
    assert wanted <= set(OWN)


@pytest.mark.parametrize("slug", OWN)
def test_everything_is_said_in_german_and_english(slug):
    record = OWN[slug].record
    texts = [record.title, record.description, *(column.title for column in record.columns)]
    assert all(text.de and text.en for text in texts)
    assert len(record.description.de) > 80
    assert record.keywords


def test_the_register_fills_every_dataset(engine, settings):
    harvest(engine, settings, SOURCE)
    with transaction(engine) as session:
        releases.enter_own(session, settings)
    rows = {slug: made.rows for slug, made in releases.publish_due(engine, settings, OWN).items()}
    assert (rows["projekte"], rows["smart-city-index"], rows["laeufe"], rows["buergernutzen"]) == (29, 43, 1, 29 * 7)


def _rows(engine, slug):
    with reading(engine) as session:
        names = [column.name for column in OWN[slug].record.columns]
        return [dict(zip(names, row, strict=True)) for row in OWN[slug].rows(session)]


def test_a_run_says_who_publishes_what_it_read(engine):
    with transaction(engine) as session:
        session.add(Schedule(source="katalog", title="Katalog", publisher="Amt", licence="dl-de/by-2-0", frequency="MONTHLY"))
        for source in ("katalog", "unbekannt"):
            runs.close(session, runs.begin(session, source, source, "here", 1), {"state": "done"})
    told = [(row["publisher"], row["licence"], row["frequency"]) for row in _rows(engine, "laeufe")]
    assert told == [("Amt", "dl-de/by-2-0", "MONTHLY"), (None, None, None)]


def test_a_project_without_a_score_has_no_figure(engine):
    with transaction(engine) as session:
        a_project(session, slug="bruecke")
    filled = [{name for name, value in row.items() if value is not None} for row in _rows(engine, "buergernutzen")]
    assert filled == [{"project", "dimension", "state", "n_class"}] * 7


def test_figures_of_a_score_that_was_taken_off_never_show(engine):
    with transaction(engine) as session:
        project = a_project(session, slug="bruecke")
        snapshot = Snapshot()
        session.add(snapshot)
        session.flush()
        session.add(
            Score(snapshot_id=snapshot.id, project_id=project.id, dimension="overall", state="too_few", figures={"n": 4, "score": 4.5})
        )
    [overall] = [row for row in _rows(engine, "buergernutzen") if row["dimension"] == "overall"]
    assert (overall["n"], overall["score"], overall["n_class"]) == (None, None, "<5")


def test_own_datasets_say_from_which_day_on_their_rows_speak(engine, settings):
    with transaction(engine) as session:
        assert {one.begins(session) for one in all_own(settings.city).values()} == {None}
    shown = {one.slug: one.record.temporal_start for one in the_register(engine, settings)}
    with reading(engine) as session:
        starts = [row for row in session.exec(select(Project.start)) if row]
        assert shown["projekte"].isoformat().startswith(min(starts))
        assert shown["laeufe"] == min(session.exec(select(Run.started_at))).date()
        assert shown["smart-city-index"] is None or shown["smart-city-index"].day == 1
        assert shown["organisationen"] is None


def test_a_second_set_up_changes_no_start_and_releases_nothing(engine, settings):
    before = {one.slug: (one.record, one.modified_at) for one in the_register(engine, settings)}
    with transaction(engine) as session:
        releases.enter_own(session, settings)
    assert not any(made.is_new for made in releases.publish_due(engine, settings, ["projekte", "foerderungen"]).values())
    with reading(engine) as session:
        after = {one.slug: (one.record, one.modified_at) for one in catalogue.all_datasets(session)}
    assert {slug: after[slug] for slug in ("projekte", "foerderungen")} == {slug: before[slug] for slug in ("projekte", "foerderungen")}
