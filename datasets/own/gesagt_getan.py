"""The dataset ``gesagt-getan``: decisions on projects and what was promised with them."""

from collections.abc import Iterator

from sqlmodel import Session, col, select

from datasets.city import City
from datasets.own import Own, column, described, first
from datasets.records import Cell, Text
from datasets.tables.outcomes import Measure, Outcome
from datasets.tables.projects import Project

COLUMNS = (
    column("outcome", "Nummer", "Number", "integer"),
    column("project", "Projekt", "Project"),
    column("decision", "Entscheidung", "Decision"),
    column("text", "Begründung", "Reasons"),
    column("decided_on", "Entschieden am", "Decided on", "date"),
    column("review_on", "Nächste Prüfung", "Next review", "date"),
    column("measure", "Maßnahme", "Measure"),
    column("measure_owner", "Zuständig", "Responsible"),
    column("measure_due", "Zugesagt bis", "Promised until", "date"),
    column("measure_state", "Stand der Maßnahme", "State of the measure"),
)


def own(city: City) -> Own:
    """The dataset for a city."""
    record = described(
        city,
        slug="gesagt-getan",
        title=Text(de="Gesagt, getan: Entscheidungen und Maßnahmen", en="Said and done: decisions and measures"),
        description=Text(
            de="Was aus Bewertungen wurde: Entscheidungen, auf die sich zwei Personen geeinigt haben, und die zugesagten Maßnahmen.",
            en="What came of ratings: decisions that two people agreed on, and the measures promised.",
        ),
        keywords=("Entscheidungen", "Maßnahmen", "Beteiligung"),
        theme=("GOVE",),
        columns=COLUMNS,
        key=(),
    )
    return Own(record, rows, begins=lambda session: first(session, col(Outcome.decided_on)))


def rows(session: Session) -> Iterator[tuple[Cell, ...]]:
    """One row per measure, or one per decision without any; oldest first."""
    question = (
        select(Outcome, Project.slug, Measure)
        .join(Project, col(Project.id) == Outcome.project_id)
        .outerjoin(Measure, col(Measure.outcome_id) == Outcome.id)
        .where(col(Outcome.replaced_at).is_(None))
        .order_by(col(Outcome.id), col(Measure.id))
    )
    for outcome, project, measure in session.exec(question):
        promised = (None,) * 4 if measure is None else (measure.text, measure.owner or None, measure.due, measure.state)
        yield (outcome.id, project, outcome.decision, outcome.text, outcome.decided_on, outcome.review_on, *promised)
