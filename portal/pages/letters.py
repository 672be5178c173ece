"""What the forms for notices and ideas share: how one was sent, what is wrong in it, and saying that it was too many."""

from collections.abc import Mapping

from fastapi import Request

from datasets.settings import Settings
from datasets.tables.types import now
from feedback.trust import network, stamp, token
from feedback.voices.letters import Sent
from portal.language import gettext as _

SPENT = 429


def sent(request: Request, settings: Settings, subject: str, fields: Mapping[str, str]) -> Sent:
    """How the form came. Raises BadQuestion (field ``stempel``) where its stamp is not believed."""
    believed = stamp.read(settings.secret(), subject, fields.get(stamp.FIELD, ""), now())
    return Sent(believed.nonce, network.prefix_of(request.state.client), bool(fields.get(token.TRAP, "").strip()))


def complaints(field: str, fields: Mapping[str, str], first: str, known: Mapping[str, str]) -> dict[str, str]:
    """What is wrong, at the field that it is wrong in; a wrong stamp is shown at the ``first`` field. ``known`` says what is missing."""
    if field == stamp.FIELD:
        return {first: _("Das Formular war zu lange offen. Ihre Angaben sind noch da: Bitte schicken Sie es noch einmal ab.")}
    if fields.get(field, "").strip() and field != "email":
        return {field: _("Ihr Text ist zu lang. Bitte kürzen Sie ihn.")}
    return {field: known.get(field) or _("Bitte wählen Sie eine der Antworten.")}


def too_many(first: str) -> dict[str, str]:
    """The complaint beside the status ``SPENT``."""
    return {
        first: _("Aus Ihrem Netz kam in der letzten Stunde zu viel. Ihre Angaben sind noch da: Bitte versuchen Sie es in einer Stunde.")
    }
