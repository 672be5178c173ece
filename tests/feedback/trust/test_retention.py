from sqlmodel import Session, func, select

from feedback.people import links, sessions
from feedback.review import audit
from feedback.tables.audit import AuditEvent
from feedback.tables.people import SignInLink, StaffSession
from feedback.tables.ratings import Rating
from feedback.tables.traces import Attempt, DailySecret, NetSketch
from feedback.trust import retention
from feedback.trust.limits import within_limit
from feedback.voices import ratings
from tests.builders import a_project
from tests.feedback.voters import DAY, NOON, TOKEN, a_person, all_ratings, rating, vote


def _count(session: Session, table: type) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


def test_after_90_days_nothing_leads_from_a_rating_to_a_browser(session: Session) -> None:
    cast = vote(session, a_project(session), token=TOKEN)
    assert retention.sweep(session, NOON + 90 * DAY)["links_to_browsers"] == 0
    assert retention.sweep(session, NOON + 91 * DAY)["links_to_browsers"] == 1
    row = rating(session, cast)
    assert (row.token_hash, row.code_hash, row.nonce, row.status) == (None, None, None, "counted")


def test_after_seven_days_sketches_and_their_secret_are_gone(session: Session) -> None:
    vote(session, a_project(session))
    retention.sweep(session, NOON + 7 * DAY)
    assert (_count(session, NetSketch), _count(session, DailySecret)) == (1, 1)
    retention.sweep(session, NOON + 8 * DAY)
    assert (_count(session, NetSketch), _count(session, DailySecret), len(all_ratings(session))) == (0, 0, 1)


def test_a_dry_run_counts_and_changes_nothing(session: Session) -> None:
    vote(session, a_project(session), token=TOKEN)
    told = retention.sweep(session, NOON + 91 * DAY, dry_run=True)
    assert (told["links_to_browsers"], told["network_sketches"], told["daily_secrets"]) == (1, 1, 1)
    assert all_ratings(session)[0].token_hash is not None
    assert _count(session, AuditEvent) == 0


def test_a_withdrawn_rating_is_erased_when_nobody_can_bring_it_back(session: Session) -> None:
    cast = vote(session, a_project(session))
    ratings.withdraw(session, cast.rating_id)
    assert retention.sweep(session, NOON + 90 * DAY)["withdrawn_ratings"] == 0
    assert retention.sweep(session, NOON + 91 * DAY)["withdrawn_ratings"] == 1
    assert all_ratings(session) == []


def test_a_held_rating_is_erased_a_year_after_it_was_judged(session: Session) -> None:
    cast = vote(session, a_project(session), trapped=True)
    session.get_one(Rating, cast.rating_id).judged_at = NOON + 30 * DAY
    session.flush()
    assert retention.sweep(session, NOON + 395 * DAY)["judged_ratings"] == 0
    assert retention.sweep(session, NOON + 396 * DAY)["judged_ratings"] == 1


def test_attempts_links_and_sessions_are_swept(session: Session) -> None:
    person = a_person(session)
    within_limit(session, "code", "", NOON, 1)
    links.make(session, int(person.id or 0), NOON)
    sessions.start(session, int(person.id or 0), NOON)
    retention.sweep(session, NOON + 38 * DAY)
    assert [_count(session, table) for table in (Attempt, SignInLink, StaffSession)] == [0, 0, 0]


def test_a_sweep_that_forgot_something_is_in_the_audit_log(session: Session) -> None:
    vote(session, a_project(session))
    retention.sweep(session, NOON + 8 * DAY)
    retention.sweep(session, NOON + 8 * DAY)
    event = session.exec(select(AuditEvent)).one()
    assert (event.staff_key, event.action, event.facts["network_sketches"]) == (audit.SYSTEM, "retention", 1)
