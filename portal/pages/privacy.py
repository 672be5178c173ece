"""What the privacy page and the record of processing say, taken from the settings and from the table of periods that is applied."""

import datetime as dt
from dataclasses import dataclass

from datasets.settings import Settings
from datasets.tables.types import now
from feedback.follow.subscriptions import CONFIRMED_WITHIN
from feedback.tables.subscriptions import Subscription
from feedback.trust import network, retention, token
from feedback.voices.contacts import TABLES
from portal.language import gettext as _
from portal.language import ngettext
from portal.pages import privacy_words


@dataclass(frozen=True, slots=True)
class Activity:
    """One entry of the record of processing (Article 30 GDPR)."""

    name: str
    purpose: str
    basis: str
    persons: str
    data: str
    recipients: str
    periods: tuple[str, ...]


def words(settings: Settings) -> dict[str, str]:
    """What fills the places of the text, as ``$periods``."""
    return {
        "cookie_days": str(token.DAYS),
        "sketch_days": str(network.DAYS),
        "snapshots": _snapshots(settings),
        "comments": privacy_words.comments(settings.comments),
        "mail": privacy_words.mail(settings.mail is not None, _span(CONFIRMED_WITHIN)),
        "periods": "\n".join(f"- {line}" for line in periods(settings)),
    }


def periods(settings: Settings) -> list[str]:
    """Each period in words, in the order of the table; what this installation does not store is left out."""
    return [_line(rule.name, rule.after) for rule in retention.rules(now()) if _applies(rule.name, settings)]


def activities(settings: Settings) -> list[Activity]:
    """The record: one entry per purpose, with the periods that its data have."""
    spans = {rule.name: rule.after for rule in retention.rules(now())}
    return [
        Activity(**told, periods=tuple(_line(name, spans[name]) for name in names))
        for told, names in privacy_words.activities()
        if any(_applies(name, settings) for name in names)
    ]


def sealed(settings: Settings) -> list[str]:
    """What lies sealed in the database, in words: the tables that the code seals, and addresses for mail where there is mail."""
    tables = [table.__tablename__ for table in TABLES] + ([Subscription.__tablename__] if settings.mail is not None else [])
    return [privacy_words.sealed()[str(name)] for name in tables]


def _applies(name: str, settings: Settings) -> bool:
    return name != "unconfirmed_addresses" or settings.mail is not None


def _line(name: str, after: dt.timedelta) -> str:
    return f"{privacy_words.kept()[name]}: {_span(after)}"


def _span(span: dt.timedelta) -> str:
    if span < dt.timedelta(days=1):
        hours = round(span / dt.timedelta(hours=1))
        return ngettext("%(num)s Stunde", "%(num)s Stunden", hours) % {"num": hours}
    if span.days >= 365 and span.days % 365 == 0:
        years = span.days // 365
        return ngettext("%(num)s Jahr", "%(num)s Jahre", years) % {"num": years}
    return ngettext("%(num)s Tag", "%(num)s Tage", span.days) % {"num": span.days}


def _snapshots(settings: Settings) -> str:
    hours = settings.snapshot_hours
    if hours <= 0:
        return _("Ein veröffentlichtes Ergebnis ändert sich erst, wenn sich mindestens 5 Stimmen geändert haben.")
    told = _span(dt.timedelta(hours=hours))
    return _(
        "Ein veröffentlichtes Ergebnis ändert sich erst, wenn sich mindestens 5 Stimmen geändert haben, und frühestens nach: %(span)s."
    ) % {"span": told}
