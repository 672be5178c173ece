"""What staff say of matches: it becomes a fact, is remembered, audited, and undone to the last cell."""

from typing import Any

import pytest
from sqlmodel import Session, SQLModel, select

from datasets.errors import BadQuestion, NotAllowed, Refused
from datasets.register import fundings, matches, organisations
from datasets.register.open_ends import Open, waiting
from datasets.tables.catalogue import SearchEntry
from datasets.tables.matches import Candidate, Match
from datasets.tables.money import Funding
from datasets.tables.projects import Identifier, Organisation, Participation, Project
from feedback.review import audit
from feedback.review.matches import Verdict, decide, decide_all, undo, undo_all
from feedback.tables.matches import MatchDecision
from feedback.tables.people import Staff
from tests import builders

PUBLIC: tuple[type[SQLModel], ...] = (Funding, Project, Organisation, Identifier, Participation, SearchEntry, Match, Candidate)


@pytest.fixture
def ada(session: Session) -> Staff:
    return builders.a_member_of_staff(session, "redaktion")


@pytest.fixture(autouse=True)
def _list(session: Session) -> None:
    """Two awards of one title, a third one that shares an identifier, a bare recipient, an organisation that the list brought."""
    builders.a_project(session, slug="turm", title="Musterturm")
    builders.an_organisation(session, slug="turmbau", name="Turmbau", source="register")
    brought = builders.an_organisation(session, slug="turmbau-ev", name="Turmbau e. V.", source="cordis")
    award = {"source": "liste", "dataset": "liste", "title": "Turm am Markt"}
    builders.a_funding(session, key="1", recipient_name="Turmbau", external_ids=[["fkz", "01A"]], **award)
    builders.a_funding(session, key="2", recipient_name="Turmbau e. V.", recipient_id=brought.id, **award)
    builders.a_funding(session, key="3", source="andere", dataset="andere", title="Turm", external_ids=[["fkz", "01A"]])
    matches.store(session, [(end, _guesses(end)) for end in waiting(session)])


def _guesses(end: Open) -> list[matches.Guess]:
    if end.dataset == "andere":
        return []
    return [matches.Guess("turm" if end.kind == "project" else "turmbau", "x", 0.9, ())]


def the(session: Session, kind: str) -> Match:
    return session.exec(select(Match).where(Match.kind == kind, Match.dataset != "andere")).one()


def everything(session: Session) -> dict[str, list[dict[str, Any]]]:
    """Every cell of every public table that a decision may touch."""
    session.flush()
    session.expire_all()
    rows = {table.__name__: [row.model_dump() for row in session.exec(select(table))] for table in PUBLIC}
    return {name: sorted(found, key=lambda row: row["id"]) for name, found in rows.items()}


def said(session: Session, person: Staff, kind: str, verdict: str, target: str = "") -> MatchDecision:
    match_id = builders.key_of(the(session, kind))
    return decide(session, person, Verdict(match_id=match_id, verdict=verdict, target=target, reason="Sieht man."))


def test_awards_join_a_project_and_so_does_what_carries_their_identifier(session: Session, ada: Staff) -> None:
    said(session, ada, "project", "link", "turm")
    project = session.exec(select(Project)).one()
    assert [row.project_id for row in session.exec(select(Funding).order_by(Funding.key))] == [project.id] * 3
    assert (the(session, "project").state, the(session, "project").target) == ("linked", "turm")


def test_awards_become_a_project(session: Session, ada: Staff) -> None:
    decision = said(session, ada, "project", "adopt")
    project = session.exec(select(Project).where(Project.slug == decision.target)).one()
    assert (project.title, project.origin, project.status) == ("Turm am Markt", "adopted", "running")
    assert len(session.exec(select(Participation)).all()) == 1


def test_a_bare_name_is_an_organisation(session: Session, ada: Staff) -> None:
    said(session, ada, "recipient", "link", "turmbau")
    [award] = fundings.awards(session, Funding.key == "1")
    assert (award.recipient, award.recipient_slug) == ("Turmbau", "turmbau")


def test_two_organisations_are_read_as_one(session: Session, ada: Staff) -> None:
    said(session, ada, "organisation", "link", "turmbau")
    [award] = fundings.awards(session, Funding.key == "2")
    assert award.recipient_slug == "turmbau"
    assert organisations.one(session, "turmbau-ev").row.slug == "turmbau"
    assert organisations.one(session, "turmbau").awards_total == 1


@pytest.mark.parametrize(
    ("kind", "verdict", "target"),
    [
        ("project", "link", "turm"),
        ("project", "adopt", ""),
        ("project", "reject", ""),
        ("project", "unsure", ""),
        ("recipient", "link", "turmbau"),
        ("organisation", "link", "turmbau"),
    ],
)
def test_undoing_puts_back_every_cell(session: Session, ada: Staff, kind: str, verdict: str, target: str) -> None:
    before = everything(session)
    decision = said(session, ada, kind, verdict, target)
    assert everything(session) != before
    undo(session, ada, builders.key_of(decision))
    assert everything(session) == before
    assert [event.action for event in audit.about(session, [f"match/{decision.match_id}"])] == ["match.undo", "match.decide"]
    assert audit.verify(session) is None


def test_what_was_refused_is_not_asked_again_but_something_new_is(session: Session, ada: Staff) -> None:
    said(session, ada, "project", "reject")
    end = Open("project", the(session, "project").key, "liste", "Turm am Markt")
    matches.store(session, [(end, [matches.Guess("turm", "x", 0.9, ())])])
    assert the(session, "project").state == "rejected"
    matches.store(session, [(end, [matches.Guess("turm", "x", 0.9, ()), matches.Guess("neu", "y", 0.8, ())])])
    assert the(session, "project").state == "open"
    assert [one.target for one in matches.one(session, builders.key_of(the(session, "project"))).candidates] == ["neu"]


def test_a_project_with_votes_cannot_be_taken_back(session: Session, ada: Staff) -> None:
    decision = said(session, ada, "project", "adopt")
    builders.a_rating(session, session.exec(select(Project).where(Project.slug == decision.target)).one())
    before = everything(session)
    with pytest.raises(Refused, match="votes"):
        undo(session, ada, builders.key_of(decision))
    assert everything(session) == before


def test_nobody_decides_twice_and_nobody_without_the_right(session: Session, ada: Staff) -> None:
    with pytest.raises(NotAllowed):
        said(session, builders.a_member_of_staff(session, "auditor"), "project", "reject")
    with pytest.raises(BadQuestion):
        said(session, ada, "project", "merge")
    said(session, ada, "project", "link", "turm")
    with pytest.raises(Refused):
        said(session, ada, "project", "reject")


def test_many_at_once_are_stored_each_by_itself_and_undone_together(session: Session, ada: Staff) -> None:
    before = everything(session)
    ids = {kind: builders.key_of(the(session, kind)) for kind in ("project", "recipient")}
    wrong = Verdict(match_id=ids["recipient"], verdict="link", target="nichts")
    batch, stored, refused = decide_all(session, ada, [Verdict(match_id=ids["project"], verdict="adopt"), wrong])
    assert (stored, list(refused)) == (1, [ids["recipient"]])
    assert undo_all(session, ada, batch) == (1, 0)
    assert everything(session) == before
