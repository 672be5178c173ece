"""Ideas: what is asked for, what staff make public of them, who supports them, what is like them, what is forgotten."""

import datetime as dt
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as drawn
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from datasets import catalogue, search
from datasets.city import City
from datasets.errors import BadQuestion, NotAllowed, NotFound, Refused
from datasets.own import ideen
from datasets.register import ideas as published
from datasets.register.ideas import IdeaQuestion
from datasets.tables.ideas import Idea
from feedback.review import audit
from feedback.review import ideas as desk
from feedback.review.ideas import Settlement
from feedback.tables.ideas import IdeaProposal, IdeaSupport
from feedback.trust import retention
from feedback.voices import ideas, supporters
from feedback.voices.ideas import IdeaForm
from feedback.voices.letters import Sent
from tests.builders import a_project
from tests.feedback.voters import DAY, NOON, SECRET, TOKEN, a_person

FIELDS = {"title": "Mehr Bänke am Hafen", "what": "Zehn Bänke mit Lehne."}
NETWORK = "198.18.0.0/24"


def proposed(session: Session, nonce: str = "n", **values: Any) -> int:
    sent = Sent(nonce, values.pop("prefix", ""), values.pop("trapped", False))
    ideas.propose(session, SECRET, IdeaForm(**FIELDS | values), sent, NOON)
    return session.exec(select(IdeaProposal.id).where(IdeaProposal.nonce == nonce)).one() or 0


def settled(session: Session, proposal: int, state: str = "published", **values: Any) -> Idea | None:
    texts = values.pop("texts", FIELDS)
    return desk.settle(session, a_person(session), proposal, Settlement(state=state, texts=texts, **values), NOON)


def public(session: Session, **values: Any) -> int:
    shown = settled(session, proposed(session, **values))
    assert shown is not None
    return shown.id or 0


def voices(session: Session, idea: int, count: int) -> int | None:
    """So many browsers support it; what is public after the next snapshot."""
    for number in range(count):
        ideas.support(session, SECRET, idea, f"{number:032x}", "", NOON)
    return told(session, idea, NOON)


def told(session: Session, idea: int, moment: dt.datetime) -> int | None:
    """What is public after a snapshot."""
    supporters.renew(session, moment, DAY)
    return session.get_one(Idea, idea, populate_existing=True).supporters


@pytest.mark.parametrize("wrong", [{"title": " "}, {"what": ""}, {"title": "x" * 121}, {"district": "mond"}, {"email": "ada"}])
def test_a_wrong_field_is_named(city: City, wrong: dict[str, str]) -> None:
    with pytest.raises(BadQuestion) as raised:
        ideas.read_form(FIELDS | wrong, city)
    assert [raised.value.field] == list(wrong)


def test_a_district_of_the_city_is_taken(city: City) -> None:
    assert ideas.read_form(FIELDS | {"district": city.districts[0].slug}, city).district == city.districts[0].slug


def test_a_proposal_is_not_public_until_staff_publish_it(session: Session) -> None:
    proposal = proposed(session, name="Ada", email="ada@example.org")
    assert published.listing(session, IdeaQuestion()).total == 0
    settled(session, proposal)
    [row] = ideen.rows(session)
    assert row[:3] == (1, "Mehr Bänke am Hafen", "Zehn Bänke mit Lehne.")
    assert "ada" not in str(row).lower()


def test_the_same_form_sent_twice_is_one_proposal(session: Session) -> None:
    assert proposed(session) == proposed(session, what="Zwölf Bänke.")
    assert [one.what for one in desk.listing(session)] == ["Zwölf Bänke."]


def test_staff_publish_other_words_and_the_first_ones_stay_private(session: Session) -> None:
    proposal = proposed(session, what="Herr Müller soll Bänke bauen.")
    shown = settled(session, proposal, texts=FIELDS)
    assert shown is not None
    assert shown.what == "Zehn Bänke mit Lehne."
    assert desk.one(session, proposal)[0].what == "Herr Müller soll Bänke bauen."


def test_a_new_state_keeps_number_and_date_and_raises_the_version(session: Session) -> None:
    proposal = proposed(session)
    settled(session, proposal)
    before = catalogue.version(session)
    again = settled(session, proposal, "in_review", answer="Wir fragen nach.")
    assert again is not None
    assert (again.id, again.state, again.published_on) == (1, "in_review", NOON.date())
    assert catalogue.version(session) > before


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"state": "new"}, "state"),
        ({"state": "declined"}, "answer"),
        ({"state": "adopted"}, "answer"),
        ({"state": "published", "answer": "x" * 2001}, "answer"),
        ({"state": "published", "hidden": True}, "hidden"),
        ({"state": "published", "project": "nichts"}, "project"),
    ],
)
def test_a_decision_that_lacks_something_changes_nothing(session: Session, values: dict[str, Any], field: str) -> None:
    proposal = proposed(session)
    with pytest.raises(BadQuestion) as raised:
        settled(session, proposal, **values)
    assert raised.value.field == field
    assert published.listing(session, IdeaQuestion()).total == 0


def test_an_adopted_idea_names_its_project(session: Session) -> None:
    a_project(session, slug="hafen")
    shown = settled(session, proposed(session), "adopted", answer="Wird gebaut.", project="hafen")
    assert shown is not None
    assert published.counts(session) == {"published": 0, "in_review": 0, "adopted": 1, "declined": 0}
    assert shown.project == "hafen"


def test_a_hidden_idea_leaves_nothing_public_and_its_number_is_not_given_again(session: Session) -> None:
    first = proposed(session)
    voices(session, settled(session, first).id or 0, 5)  # type: ignore[union-attr]
    assert settled(session, first, "declined", hidden=True) is None
    assert (list(ideen.rows(session)), published.like(session, "Bänke"), session.exec(select(IdeaSupport)).all()) == ([], (), [])
    assert public(session, nonce="second") == 2


def test_every_decision_is_in_the_audit_log_without_words(session: Session) -> None:
    proposal = proposed(session)
    settled(session, proposal, "declined", answer="Geht nicht.")
    [event] = audit.about(session, [f"idea/{proposal}"])
    assert (event.action, event.facts) == ("idea.settle", {"state": "declined", "hidden": False})


def test_who_only_reads_decides_nothing(session: Session) -> None:
    proposal = proposed(session)
    with pytest.raises(NotAllowed):
        desk.settle(session, a_person(session, "auditor"), proposal, Settlement(state="published", texts=FIELDS))


def test_one_browser_is_one_voice_and_can_take_it_back(session: Session) -> None:
    idea = public(session)
    for _ in range(2):
        ideas.support(session, SECRET, idea, TOKEN, "", NOON)
    assert len(session.exec(select(IdeaSupport)).all()) == 1
    ideas.take_back(session, SECRET, idea, TOKEN)
    assert session.exec(select(IdeaSupport)).all() == []


def test_four_voices_look_like_none_and_change_no_version(session: Session) -> None:
    idea = public(session)
    before = catalogue.version(session)
    assert voices(session, idea, 4) is None
    assert catalogue.version(session) == before
    assert voices(session, idea, 5) == 5
    assert catalogue.version(session) > before


def test_below_five_again_the_number_is_taken_off(session: Session) -> None:
    idea = public(session)
    voices(session, idea, 5)
    ideas.take_back(session, SECRET, idea, f"{0:032x}")
    assert told(session, idea, NOON) is None


def test_nobody_is_seen_coming_or_going_at_a_click(session: Session) -> None:
    idea = public(session)
    for number in range(9):
        assert ideas.support(session, SECRET, idea, f"{number:032x}", "", NOON).supporters is None
    assert told(session, idea, NOON) == 9
    assert ideas.take_back(session, SECRET, idea, f"{0:032x}").supporters == 9
    assert [told(session, idea, NOON + days * DAY) for days in (1, 2)] == [9, 9]


def test_a_number_is_replaced_once_a_day_and_five_from_every_one_that_was_told(session: Session) -> None:
    idea = public(session)
    assert voices(session, idea, 5) == 5
    assert voices(session, idea, 10) == 5
    assert told(session, idea, NOON + DAY) == 10
    for number in range(3):
        ideas.take_back(session, SECRET, idea, f"{number:032x}")
    assert told(session, idea, NOON + 2 * DAY) == 10
    for number in range(20, 28):
        ideas.support(session, SECRET, idea, f"{number:032x}", "", NOON)
    assert told(session, idea, NOON + 3 * DAY) == 15


def test_a_number_that_was_taken_off_does_not_come_back_with_one_person(session: Session) -> None:
    idea = public(session)
    voices(session, idea, 5)
    ideas.take_back(session, SECRET, idea, f"{0:032x}")
    told(session, idea, NOON)
    ideas.support(session, SECRET, idea, f"{0:032x}", "", NOON)
    assert told(session, idea, NOON + 9 * DAY) is None


@drawn(max_examples=60, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 30), st.booleans()), max_size=60))
def test_whatever_happens_two_public_numbers_of_supporters_differ_by_five_or_not_at_all(
    session: Session, steps: list[tuple[bool, int, bool]]
) -> None:
    idea, seen = public(session), set[int]()
    for day, (comes, number, looked_at) in enumerate(steps):
        (ideas.support if comes else ideas.take_back)(session, SECRET, idea, f"{number:032x}", *(("", NOON) if comes else ()))
        shown = told(session, idea, NOON + day * DAY) if looked_at else session.get_one(Idea, idea).supporters
        seen |= {shown} if shown is not None else set()
    assert all(number >= 5 for number in seen)
    assert [pair for pair in combinations(sorted(seen), 2) if 0 < pair[1] - pair[0] < 5] == []
    session.rollback()


def test_one_network_gives_twenty_voices_a_day(session: Session) -> None:
    idea = public(session)
    for number in range(20):
        ideas.support(session, SECRET, idea, f"{number:032x}", NETWORK, NOON)
    with pytest.raises(Refused):
        ideas.support(session, SECRET, idea, TOKEN, NETWORK, NOON)


def test_an_unknown_idea_cannot_be_supported(session: Session) -> None:
    with pytest.raises(NotFound):
        ideas.support(session, SECRET, 7, TOKEN, "", NOON)


def test_an_idea_that_is_decided_on_is_supported_no_more(session: Session) -> None:
    proposal = proposed(session)
    settled(session, proposal, "declined", answer="Geht nicht.")
    with pytest.raises(BadQuestion):
        voices(session, 1, 1)


def test_what_shares_most_words_with_a_title_comes_first(session: Session) -> None:
    a_project_found(session, "radweg", "Radweg am Hafen")
    public(session)
    found = published.like(session, "Neue Bänke für den Hafen")
    assert [one.path for one in found] == ["/ideen/1", "/projekte/radweg"]
    assert published.like(session, "Neue Bänke für den Hafen", 1) == found[1:]
    assert published.like(session, "ab zu") == ()


def a_project_found(session: Session, slug: str, title: str) -> None:
    a_project(session, slug=slug, title=title)
    search.put(session, "project", slug, title, "")


def test_ideas_are_listed_by_words_and_state(session: Session) -> None:
    public(session)
    settled(session, proposed(session, "m"), "in_review", texts=FIELDS | {"title": "Ein Spielplatz"})
    assert [one.title for one in published.listing(session, IdeaQuestion()).items] == ["Ein Spielplatz", "Mehr Bänke am Hafen"]
    assert published.listing(session, IdeaQuestion(q="Spielplatz")).total == 1
    found = published.listing(session, IdeaQuestion(state="published", page=9))
    assert ([one.id for one in found.items], found.page, dict(found.states)) == ([1], 1, {"published": 1, "in_review": 1})


def test_four_unread_proposals_look_like_none(session: Session) -> None:
    for number in range(5):
        assert ideas.waiting(session) is None
        proposed(session, f"n{number}")
    proposed(session, "machine", trapped=True)
    assert ideas.waiting(session) == 5


def test_contact_and_links_to_browsers_are_erased_after_90_days(session: Session) -> None:
    proposal = proposed(session, name="Ada", email="ada@example.org")
    settled(session, proposal)
    voices(session, 1, 1)
    settled(session, proposal, "adopted", answer="Ja.")
    told = retention.sweep(session, NOON + 90 * DAY)
    assert (told["idea_contacts"], told["idea_supports"]) == (0, 0)
    told = retention.sweep(session, NOON + 91 * DAY)
    assert (told["idea_contacts"], told["idea_supports"]) == (1, 1)
    row = session.exec(select(IdeaProposal).order_by(col(IdeaProposal.id)).execution_options(populate_existing=True)).one()
    assert (row.name, row.email, row.title) == ("", "", "Mehr Bänke am Hafen")
