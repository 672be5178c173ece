"""The form of a proposal: read, and what is wrong with it in words."""

import datetime as dt

from datasets.errors import BadQuestion
from feedback.review.decisions import Proposal
from feedback.review.outcomes import Promise
from portal.desk.case import MEASURES
from portal.language import gettext as _


def read(fields: dict[str, str]) -> Proposal:
    """Raises BadQuestion for what is no date or no number; what is missing is found by the act itself."""
    case, replaced = (fields.get(name, "").strip() for name in ("case_id", "replaces_id"))
    return Proposal(
        decision=fields.get("decision", ""),
        reasoning=fields.get("reasoning", ""),
        text=fields.get("text", ""),
        measures=tuple(_measure(fields, row) for row in MEASURES if any(_of_row(fields, row))),
        review_on=_day(fields, "review_on"),
        no_interest="no_interest" in fields,
        case_id=int(case) if case.isdigit() else None,
        replaces_id=int(replaced) if replaced.isdigit() else None,
    )


def _of_row(fields: dict[str, str], row: int) -> list[str]:
    return [fields.get(f"measure_{part}_{row}", "").strip() for part in ("text", "owner", "due")]


def _measure(fields: dict[str, str], row: int) -> Promise:
    text, owner, _due = _of_row(fields, row)
    return Promise(text=text, owner=owner, due=_day(fields, f"measure_due_{row}"))


def _day(fields: dict[str, str], name: str) -> dt.date | None:
    given = fields.get(name, "").strip()
    try:
        return dt.date.fromisoformat(given) if given else None
    except ValueError:
        raise BadQuestion(f"{name} must be a date as 2027-03-31.", name) from None


def complaint(field: str) -> dict[str, str]:
    """Where the error stands, and what to do."""
    known = {
        "decision": _("Bitte wählen Sie eine Entscheidung."),
        "reasoning": _("Bitte begründen Sie die Entscheidung mit mindestens 100 Zeichen."),
        "text": _("Bitte schreiben Sie den Text für die Öffentlichkeit."),
        "measures": _("Bitte beschreiben Sie jede Maßnahme mit einem Satz."),
        "no_interest": _("Bitte erklären Sie, dass Sie kein eigenes Interesse haben. Sonst muss jemand anderes entscheiden."),
        "replaces_id": _("Korrigieren lässt sich nur eine bestätigte Entscheidung zu diesem Projekt."),
        "answer": _("Bitte schreiben Sie, warum Sie nicht zustimmen."),
    }
    anchor = "measure_text_1" if field == "measures" else field
    return {anchor: known.get(field) or _("Bitte geben Sie ein Datum an, zum Beispiel 2027-03-31.")}
