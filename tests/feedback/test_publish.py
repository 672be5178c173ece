import dataclasses
import datetime as dt

from sqlmodel import Session, col, func, select

from datasets import catalogue, releases
from datasets.own import buergernutzen
from datasets.settings import Settings
from datasets.tables.projects import Project
from datasets.tables.scores import Score, Snapshot
from feedback.publish import publish
from feedback.review import audit
from feedback.tables.cases import ReviewCase
from feedback.tables.gate import GateState
from feedback.tables.ratings import Rating
from feedback.voices import ratings
from tests.builders import a_project, key_of
from tests.feedback.voters import DAY, NOON, a_form, score, vote, votes

SIX = [5, 4, 4, 5, 3, 5]


def _shown(session: Session, settings: Settings, project: Project, moment: dt.datetime = NOON) -> tuple[int | None, float | None]:
    """Number and score after a snapshot."""
    publish(session, settings, moment)
    figures = score(session, project).figures
    return figures.get("n"), figures.get("score")


def test_six_ratings_are_a_score_of_3_80(session: Session, settings: Settings) -> None:
    project = a_project(session)
    votes(session, project, SIX)
    made = publish(session, settings, NOON)
    assert (made.shown, made.withheld) == (1, 6)
    published = score(session, project)
    assert (published.figures["score"], published.figures["n"], published.state) == (3.8, 6, "first")


def test_four_ratings_look_like_none(session: Session, settings: Settings) -> None:
    four, none = a_project(session), a_project(session)
    votes(session, four, [5, 5, 5, 5])
    votes(session, four, [5, 5, 5, 5], form={"familiarity": "no"})
    publish(session, settings, NOON)
    for dimension in ("overall", "trust", "expectation"):
        one, other = score(session, four, dimension), score(session, none, dimension)
        assert (one.state, one.figures) == (other.state, other.figures) == ("too_few", {})


def test_nothing_in_the_dataset_tells_four_ratings_from_none(session: Session, settings: Settings) -> None:
    four, none = a_project(session), a_project(session)
    votes(session, four, [1, 2, 3, 4])
    publish(session, settings, NOON)
    rows = {slug: [row[1:] for row in buergernutzen.rows(session) if row[0] == slug] for slug in (four.slug, none.slug)}
    assert rows[four.slug] == rows[none.slug]


def test_one_more_rating_does_not_move_a_score(session: Session, settings: Settings) -> None:
    project = a_project(session)
    votes(session, project, SIX)
    first = _shown(session, settings, project)
    for day in range(1, 5):
        vote(session, project, 1)
        assert _shown(session, settings, project, NOON + day * DAY) == first
    vote(session, project, 1)
    assert _shown(session, settings, project, NOON + 5 * DAY) == (11, 3.13)


def test_a_score_is_replaced_once_a_day_at_most(session: Session, settings: Settings) -> None:
    project = a_project(session)
    votes(session, project, SIX)
    publish(session, settings, NOON)
    votes(session, project, [1] * 5)
    assert _shown(session, settings, project, NOON + DAY - dt.timedelta(seconds=1))[0] == 6
    assert _shown(session, settings, project, NOON + DAY)[0] == 11


def test_with_no_hours_to_wait_only_the_votes_decide(session: Session, settings: Settings) -> None:
    at_once = dataclasses.replace(settings, snapshot_hours=0)
    project = a_project(session)
    votes(session, project, SIX)
    assert _shown(session, at_once, project)[0] == 6
    votes(session, project, [1] * 4)
    assert _shown(session, at_once, project)[0] == 6
    votes(session, project, [1])
    assert _shown(session, at_once, project)[0] == 11


def test_five_changed_minds_move_a_score_and_four_do_not(session: Session, settings: Settings) -> None:
    project = a_project(session)
    casts = votes(session, project, [5] * 6)
    first = _shown(session, settings, project)
    for cast in casts[:4]:
        ratings.change(session, cast.rating_id, a_form(1), NOON)
    assert _shown(session, settings, project, NOON + DAY) == first
    ratings.change(session, casts[4].rating_id, a_form(1), NOON)
    assert _shown(session, settings, project, NOON + 2 * DAY) == (6, 2.8)


def test_a_mind_that_was_changed_and_changed_back_is_no_change(session: Session, settings: Settings) -> None:
    project = a_project(session)
    casts = votes(session, project, [5] * 6)
    first = _shown(session, settings, project)
    for step in (1, 5):
        for cast in casts:
            ratings.change(session, cast.rating_id, a_form(step), NOON)
    assert _shown(session, settings, project, NOON + DAY) == first


def test_withdrawn_excluded_erased_new_and_aged_ratings_are_changes(session: Session, settings: Settings) -> None:
    project = a_project(session)
    aged = vote(session, project, 5, NOON - 729 * DAY)
    casts = votes(session, project, [5] * 8)
    assert _shown(session, settings, project)[0] == 9
    ratings.withdraw(session, casts[0].rating_id)
    ratings.erase(session, casts[1].rating_id)
    session.get_one(Rating, casts[2].rating_id).status = "excluded"
    vote(session, project, 1)
    session.flush()
    assert _shown(session, settings, project, NOON)[0] == 9
    assert _shown(session, settings, project, NOON + 2 * DAY)[0] == 9
    ratings.withdraw(session, casts[3].rating_id)
    assert _shown(session, settings, project, NOON + 3 * DAY)[0] == 5
    assert session.get_one(Rating, aged.rating_id).status == "counted"


def test_a_figure_keeps_its_distance_from_every_figure_that_was_public(session: Session, settings: Settings) -> None:
    project = a_project(session)
    votes(session, project, SIX)
    _shown(session, settings, project)
    casts = votes(session, project, [1] * 6)
    assert _shown(session, settings, project, NOON + DAY)[0] == 12
    for cast in casts[:5]:
        ratings.withdraw(session, cast.rating_id)
    assert _shown(session, settings, project, NOON + 2 * DAY)[0] == 12
    ratings.withdraw(session, casts[5].rating_id)
    assert _shown(session, settings, project, NOON + 3 * DAY)[0] == 6


def test_distance_is_kept_from_what_a_planned_project_showed(session: Session, settings: Settings) -> None:
    project = a_project(session, status="planned")
    casts = votes(session, project, SIX)
    publish(session, settings, NOON)
    project.status = "running"
    for cast in casts:
        ratings.withdraw(session, cast.rating_id)
    publish(session, settings, NOON + DAY)
    votes(session, project, [*SIX, 5], form={"familiarity": "no"})
    publish(session, settings, NOON + 2 * DAY)
    assert score(session, project, "expectation").figures == {}


def test_counts_beside_a_figure_keep_their_distance_too(session: Session, settings: Settings) -> None:
    project = a_project(session)
    votes(session, project, [*SIX, *[None] * 6])
    told = []
    for day, unknowing in enumerate((0, 1, 3, 1, 0)):
        votes(session, project, [1] * 5 + [None] * unknowing)
        publish(session, settings, NOON + day * DAY)
        told.append(score(session, project).figures["n_dont_know"])
    assert told == ["6", "6", "6", "11", "11"]


def test_a_score_is_taken_off_when_fewer_than_five_are_left(session: Session, settings: Settings) -> None:
    project = a_project(session)
    casts = votes(session, project, [5, 4, 3, 2, 1])
    publish(session, settings, NOON)
    ratings.withdraw(session, casts[0].rating_id)
    assert _shown(session, settings, project, NOON) == (None, None)
    assert score(session, project).state == "too_few"


def test_a_score_that_was_taken_off_does_not_come_back_with_one_other_vote(session: Session, settings: Settings) -> None:
    project = a_project(session)
    casts = votes(session, project, [5, 4, 3, 2, 1])
    publish(session, settings, NOON)
    ratings.erase(session, casts[0].rating_id)
    publish(session, settings, NOON + DAY)
    vote(session, project, 1)
    assert _shown(session, settings, project, NOON + 9 * DAY) == (None, None)
    votes(session, project, [1, 1, 1])
    assert _shown(session, settings, project, NOON + 10 * DAY) == (None, None)
    vote(session, project, 1)
    assert _shown(session, settings, project, NOON + 11 * DAY)[0] == 9


def test_held_and_excluded_ratings_are_in_no_figure_and_counted_from_five(session: Session, settings: Settings) -> None:
    project = a_project(session)
    votes(session, project, SIX)
    votes(session, project, [1] * 5, trapped=True)
    votes(session, project, [None] * 4)
    publish(session, settings, NOON)
    figures = score(session, project).figures
    assert (figures["n"], figures["score"]) == (6, 3.8)
    assert (figures["n_held"], figures["n_excluded"], figures["n_dont_know"]) == ("5", "<5", "<5")


def test_each_question_passes_the_gate_by_itself(session: Session, settings: Settings) -> None:
    project = a_project(session)
    votes(session, project, [5] * 4, form={"answers": {"climate": 5, "trust": 2}})
    vote(session, project, 5, form={"answers": {"climate": 5}})
    publish(session, settings, NOON)
    states = [score(session, project, dimension).state for dimension in ("overall", "climate", "trust", "life")]
    assert states == ["first", "first", "too_few", "too_few"]


def test_who_does_not_know_a_project_is_shown_apart(session: Session, settings: Settings) -> None:
    project = a_project(session)
    votes(session, project, [5] * 5)
    votes(session, project, [1] * 6, form={"familiarity": "no"})
    publish(session, settings, NOON)
    found = [score(session, project, dimension).figures for dimension in ("overall", "expectation")]
    assert [(one["n"], one["basis"]) for one in found] == [(5, "experience"), (6, "expectation")]


def test_the_headline_of_a_planned_project_is_expectation_and_stays_apart_when_it_runs(session: Session, settings: Settings) -> None:
    project = a_project(session, status="planned")
    votes(session, project, SIX)
    publish(session, settings, NOON)
    planned = score(session, project).figures
    assert (planned["basis"], planned["n"]) == ("expectation", 6)
    project.status = "running"
    vote(session, project, 1, form={"familiarity": "no"})
    publish(session, settings, NOON + DAY)
    assert score(session, project).state == "too_few"
    assert score(session, project, "expectation").figures == planned | {
        "snapshot_sha256": score(session, project, "expectation").figures["snapshot_sha256"]
    }


def test_an_answer_that_moves_between_two_figures_is_a_change_in_both(session: Session, settings: Settings) -> None:
    project = a_project(session)
    known = votes(session, project, [5] * 10)
    votes(session, project, [1] * 5, form={"familiarity": "no"})
    publish(session, settings, NOON)
    for cast in known[:5]:
        ratings.change(session, cast.rating_id, a_form(5, familiarity="no"), NOON)
    publish(session, settings, NOON + DAY)
    assert [score(session, project, name).figures["n"] for name in ("overall", "expectation")] == [5, 10]
    assert set(session.exec(select(GateState.unmarked))) == {0}


def test_while_a_burst_is_checked_the_last_clean_figure_stays(session: Session, settings: Settings) -> None:
    project = a_project(session)
    votes(session, project, SIX)
    publish(session, settings, NOON)
    votes(session, project, [1] * 20)
    case = ReviewCase(project_id=key_of(project), trigger="burst", alarms=2)
    session.add(case)
    assert _shown(session, settings, project, NOON + DAY) == (6, 3.8)
    assert score(session, project).state == "review"
    case.state = "closed"
    session.add(case)
    assert _shown(session, settings, project, NOON + 2 * DAY)[0] == 26


def test_one_alarm_changes_nothing_public(session: Session, settings: Settings) -> None:
    project = a_project(session)
    votes(session, project, SIX)
    session.add(ReviewCase(project_id=key_of(project), trigger="burst", alarms=1))
    publish(session, settings, NOON)
    assert score(session, project).state == "first"


def test_a_project_with_no_figure_yet_looks_the_same_while_a_burst_is_checked(session: Session, settings: Settings) -> None:
    project = a_project(session)
    votes(session, project, SIX)
    session.add(ReviewCase(project_id=key_of(project), trigger="burst", alarms=2))
    publish(session, settings, NOON)
    assert (score(session, project).state, score(session, project).figures) == ("too_few", {})


def test_the_prior_comes_from_what_was_published_before_this_month(session: Session, settings: Settings) -> None:
    others, same_month, next_month = (a_project(session) for _ in range(3))
    votes(session, others, [5] * 30)
    publish(session, settings, NOON)
    votes(session, same_month, SIX)
    publish(session, settings, NOON + DAY)
    votes(session, next_month, SIX)
    publish(session, settings, NOON + 10 * DAY)
    shown = [score(session, project).figures for project in (others, same_month, next_month)]
    assert [figures["prior_5"] for figures in shown] == [0.25, 0.25, 1.0]
    assert shown[2]["score"] > shown[1]["score"] == 3.8


def test_a_new_prior_moves_no_figure_by_itself(session: Session, settings: Settings) -> None:
    project = a_project(session)
    votes(session, project, SIX)
    first = _shown(session, settings, project)
    votes(session, a_project(session), [1] * 40)
    publish(session, settings, NOON + DAY)
    assert _shown(session, settings, project, NOON + 40 * DAY) == first


def test_a_snapshot_without_a_difference_changes_nothing_public(session: Session, settings: Settings) -> None:
    votes(session, a_project(session), SIX)
    first = publish(session, settings, NOON)
    version = catalogue.version(session)
    second = publish(session, settings, NOON + DAY / 2)
    assert (second.snapshot, second.changed, catalogue.version(session)) == (first.snapshot, 0, version)


def test_a_snapshot_is_never_older_than_a_day_where_the_gate_works(session: Session, settings: Settings) -> None:
    votes(session, a_project(session), SIX)
    first = publish(session, settings, NOON)
    second = publish(session, settings, NOON + DAY)
    assert second.snapshot != first.snapshot
    assert len(set(session.exec(select(Snapshot.sha256)))) == 1


def test_a_change_raises_the_version_and_makes_the_dataset_due(session: Session, settings: Settings) -> None:
    releases.enter_own(session, settings)
    catalogue.mark_published(session, "buergernutzen", dict(catalogue.due(session))["buergernutzen"])
    votes(session, a_project(session), SIX)
    publish(session, settings, NOON)
    assert catalogue.version(session) == 1
    assert "buergernutzen" in dict(catalogue.due(session))


def test_the_snapshot_holds_the_head_of_the_audit_log(session: Session, settings: Settings) -> None:
    audit.append(session, "k", "a", "s", {}, NOON)
    made = publish(session, settings, NOON)
    assert session.get_one(Snapshot, made.snapshot).audit_head == audit.head(session) != ""


def test_the_history_of_scores_is_kept(session: Session, settings: Settings) -> None:
    project = a_project(session)
    votes(session, project, SIX)
    publish(session, settings, NOON)
    votes(session, project, [1] * 5)
    publish(session, settings, NOON + DAY)
    question = select(Score).where(Score.project_id == key_of(project), Score.dimension == "overall").order_by(col(Score.id))
    assert [(one.figures["n"], one.replaced_at) for one in session.exec(question)] == [(6, NOON + DAY), (11, None)]


def test_a_project_that_is_gone_has_no_score_in_force(session: Session, settings: Settings) -> None:
    project = a_project(session)
    publish(session, settings, NOON)
    project.gone_at = NOON
    session.add(project)
    publish(session, settings, NOON + DAY)
    assert session.exec(select(func.count()).where(Score.project_id == key_of(project), col(Score.replaced_at).is_(None))).one() == 0


def test_a_figure_of_an_older_method_gets_the_new_columns_and_no_new_vote(session: Session, settings: Settings) -> None:
    project = a_project(session)
    votes(session, project, SIX)
    publish(session, settings, NOON)
    whole = dict(score(session, project).figures)
    memory = session.exec(select(GateState)).one()
    later = {"share_low", "share_high"}
    memory.figures = {name: value for name, value in memory.figures.items() if name not in later} | {"method_version": "1"}
    session.add(memory)
    votes(session, project, [1] * 4)
    publish(session, settings, NOON + DAY)
    renewed = score(session, project).figures
    assert renewed == whole | {"snapshot_sha256": renewed["snapshot_sha256"]}
    assert (renewed["n"], renewed["share_low"], renewed["share_high"]) == (6, 0.44, 0.97)
