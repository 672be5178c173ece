"""The list of projects with its filters, and one project whole."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event
from sqlmodel import Session

from datasets import catalogue, search
from datasets.database import reading
from datasets.errors import NotFound
from datasets.register import projects
from datasets.register.board import FILTERS
from datasets.register.projects import Listing, ProjectQuestion
from datasets.tables.projects import Identifier, Project
from datasets.tables.scores import Score, Snapshot
from datasets.tables.types import now
from tests.builders import a_funding, a_participation, a_project, an_organisation, key_of

TOPICS, STATUSES, DISTRICTS, FUNDERS = ("energie", "verkehr"), ("running", "planned", "finished"), ("nord", "west"), ("Bund", "Land")


def slugs(listing: Listing) -> list[str]:
    return [card.slug for card in listing.items]


def a_score(session: Session, project: Project, state: str = "solid", **figures: object) -> None:
    snapshot = Snapshot()
    session.add(snapshot)
    session.flush()
    session.add(Score(snapshot_id=key_of(snapshot), project_id=key_of(project), dimension="overall", state=state, figures=figures))
    session.flush()


@pytest.fixture
def many(session: Session) -> Session:
    """24 projects, every mixture of the facets above."""
    mixtures = [(t, s, d, f) for t in TOPICS for s in STATUSES for d in DISTRICTS for f in FUNDERS]
    for number, (topic, status, district, funder) in enumerate(mixtures):
        project = a_project(
            session, slug=f"p{number:02}", title=f"{topic} {number:02}", status=status, topics=(topic,), districts=(district,)
        )
        a_funding(session, project, funder=funder)
        search.put(session, "project", project.slug, project.title, f"{district} {funder}")
    return session


def test_umlauts_sort_like_their_letters(session: Session) -> None:
    for title in ("Zebra", "Öl", "Ähre", "Apfel", "oben"):
        a_project(session, title=title)
    assert [card.title.de for card in projects.listing(session, ProjectQuestion()).items] == ["Ähre", "Apfel", "oben", "Öl", "Zebra"]


def test_a_card_names_what_a_list_shows(session: Session) -> None:
    lead = an_organisation(session, name="Stadtamt")
    project = a_project(session, topics=("energie", "verkehr"), districts=("nord",), lead_id=lead.id)
    a_funding(session, project, "500.00", as_of="2019")
    a_funding(session, project, "400.00", as_of="2021-05")
    (card,) = projects.listing(session, ProjectQuestion()).items
    assert (card.lead, card.topics, card.districts, card.band) == ("Stadtamt", ("energie", "verkehr"), ("nord",), "")
    assert card.award is not None
    assert (str(card.award.amount), card.award.as_of) == ("400.00", "2021-05")


def test_what_its_source_no_longer_names_is_not_listed_but_readable(session: Session) -> None:
    a_project(session, slug="weg", gone_at=now())
    assert projects.listing(session, ProjectQuestion()).total == 0
    assert projects.one(session, "weg").row.gone_at is not None


@given(
    filters=st.fixed_dictionaries(
        {"topic": st.sampled_from(["", *TOPICS]), "status": st.sampled_from(["", *STATUSES, "stopped"]),
         "district": st.sampled_from(["", *DISTRICTS]), "funder": st.sampled_from(["", *FUNDERS])}
    )
)  # fmt: skip
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_count_says_what_its_filter_would_give(many: Session, filters: dict[str, str]) -> None:
    asked = ProjectQuestion(topic=filters["topic"], status=filters["status"], district=filters["district"], funder=filters["funder"])
    facets = projects.listing(many, asked).facets
    assert set(facets) == set(FILTERS)
    for name in filters:
        for code, count in facets[name]:
            one: dict[str, Any] = {name: code}
            assert projects.listing(many, replace(asked, **one)).total == count


@given(q=st.sampled_from(["", "energie", "nord bund", "land", "???"]), sort=st.sampled_from(["", "title", "newest", "end", "benefit", "?"]))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pages_hold_every_hit_once(many: Session, q: str, sort: str) -> None:
    whole = projects.listing(many, ProjectQuestion(q=q, sort=sort, size=100))
    pages = [
        projects.listing(many, ProjectQuestion(q=q, sort=sort, size=5, page=page)) for page in range(1, max(1, -(-whole.total // 5)) + 1)
    ]
    assert [slug for page in pages for slug in slugs(page)] == slugs(whole)
    assert {page.pages for page in pages} == {len(pages)}


def test_a_page_beyond_the_last_is_the_last(many: Session) -> None:
    listing = projects.listing(many, ProjectQuestion(page=99, size=20))
    assert (listing.page, listing.pages, len(listing.items), listing.total) == (2, 2, 4, 24)


def test_hits_in_the_title_stand_first(session: Session) -> None:
    for slug, title, body in (("a", "Anders", "Parken"), ("b", "Parken", "")):
        a_project(session, slug=slug, title=title)
        search.put(session, "project", slug, title, body)
    assert slugs(projects.listing(session, ProjectQuestion(q="parken"))) == ["b", "a"]
    assert slugs(projects.listing(session, ProjectQuestion(q="parken", sort="title"))) == ["a", "b"]


def test_what_ends_next_stands_first_and_what_has_ended_last(session: Session) -> None:
    for slug, status, end in (
        ("alt", "finished", "2020"),
        ("offen", "running", ""),
        ("bald", "running", "2027-01"),
        ("neu", "finished", "2025"),
    ):
        a_project(session, slug=slug, title=slug, status=status, end=end)
    assert slugs(projects.listing(session, ProjectQuestion(sort="end"))) == ["bald", "offen", "neu", "alt"]


def test_benefit_sorts_by_published_bands_and_within_them_by_title(session: Session) -> None:
    for slug, band in (("d", "very_high"), ("c", "medium-high"), ("b", "medium"), ("a", "medium")):
        a_score(session, a_project(session, slug=slug, title=slug), band=band, score=4.9 if slug == "b" else 3.0)
    for slug, state in (("e", "first"), ("f", "too_few")):
        a_score(session, a_project(session, slug=slug, title=slug), state, score=5.0)
    assert slugs(projects.listing(session, ProjectQuestion(sort="benefit"))) == ["d", "c", "a", "b", "e", "f"]


def test_the_newest_were_entered_last(session: Session) -> None:
    for slug, start in (("a", "2019"), ("b", "2024-05"), ("c", "")):
        a_project(session, slug=slug, title=slug, start=start)
    assert [card.slug for card in projects.newest(session, 2)] == ["b", "a"]


def test_the_draw_of_a_day_is_the_same_all_day_and_leaves_out_what_has_stopped(session: Session) -> None:
    for number in range(20):
        a_project(session, slug=f"p{number}", status="stopped" if number < 5 else "running")
    first, again, other = (projects.to_rate(session, day, 6) for day in ("2026-11-23", "2026-11-23", "2026-11-24"))
    assert first == again != other
    assert not {card.slug for card in first} & {f"p{number}" for number in range(5)}


def test_one_project_has_all_that_is_public(session: Session) -> None:
    lead, partner = an_organisation(session, slug="amt", name="Amt"), an_organisation(session, name="Verein", partner=True)
    project = a_project(session, slug="licht", title="Licht", title_en="Light", topics=("energie",), goals=("klima",), lead_id=lead.id)
    a_participation(session, project, partner)
    a_funding(session, project, "900.00", as_of="2022", recipient_id=lead.id, recipient_name="Amt")
    a_funding(session, project, "100.00", as_of="2024", amount_type="own_share")
    session.add(Identifier(owner="project", owner_id=key_of(project), scheme="fkz", value="16X"))
    a_score(session, project, score=4.2, ci_low=3.9, ci_high=4.5, n=40, n_1=1, n_2=2, n_3=7, n_4=10, n_5=20, band="very_high")
    whole = projects.one(session, "licht")
    assert whole.lead is not None
    assert (whole.title.en, whole.lead.name, [member.name for member in whole.members]) == ("Light", "Amt", ["Verein"])
    assert (whole.topics, whole.goals, whole.districts, whole.identifiers) == (("energie",), ("klima",), (), (("fkz", "16X"),))
    assert whole.award is not None
    assert (whole.award.recipient_slug, len(whole.awards)) == ("amt", 2)
    assert whole.scores["overall"].counts == (1, 2, 7, 10, 20)


def test_what_is_too_few_has_no_figure_whatever_the_row_holds(session: Session) -> None:
    project = a_project(session, slug="leise")
    a_score(session, project, "too_few", score=5.0, n=4, n_5=4, band="very_high")
    score = projects.one(session, "leise").scores["overall"]
    assert (score.score, score.votes, score.counts, score.band) == (None, None, (), "")


def test_an_unknown_project_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound, match="nirgends"):
        projects.one(session, "nirgends")


@pytest.fixture
def asked(engine: Engine) -> Iterator[list[str]]:
    """Statements that the engine was asked."""
    statements: list[str] = []

    def note(connection: object, cursor: object, statement: str, *more: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


def test_a_page_asks_the_same_few_questions_however_many_projects_there_are(engine: Engine, many: Session, asked: list[str]) -> None:
    catalogue.raise_version(many)
    many.commit()
    counts = []
    for size in (1, 20):
        for _ in ("build", "measure"):
            asked.clear()
            with reading(engine) as session:
                projects.listing(session, ProjectQuestion(q="energie", size=size))
        counts.append(len([statement for statement in asked if statement.startswith("SELECT")]))
    assert counts[0] == counts[1] <= 6


def test_a_reader_sees_a_change_with_the_next_version(engine: Engine, many: Session) -> None:
    catalogue.raise_version(many)
    many.commit()
    with reading(engine) as session:
        assert projects.listing(session, ProjectQuestion()).total == 24
    a_project(many, slug="neu")
    assert projects.listing(many, ProjectQuestion()).total == 25
    catalogue.raise_version(many)
    many.commit()
    with reading(engine) as session:
        assert projects.listing(session, ProjectQuestion()).total == 25
