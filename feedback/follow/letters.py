"""The mails as they are written: plain text in German or English, with a link to leave in each."""

import tomllib
from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from functools import lru_cache
from pathlib import Path
from string import Template

from datasets.records import Text
from datasets.settings import Settings
from datasets.tables.types import now
from feedback.follow.news import Piece
from feedback.tables.subscriptions import Subscription

FILE = Path(__file__).with_name("texts.toml")


def confirmation(settings: Settings, found: Subscription, title: Text | None, address: str) -> EmailMessage:
    """The first mail: it does nothing but ask."""
    said = words(found.language)
    named = _title(found.language, title)
    body = Template(said["confirm"]).substitute(title=named, link=page(settings, found, ""))
    return _mail(settings, found, address, Template(said["confirm_subject"]).substitute(title=named), body)


def news(settings: Settings, found: Subscription, title: Text | None, address: str, pieces: Sequence[Piece]) -> EmailMessage:
    """What is new, piece by piece."""
    said = words(found.language)
    told = "\n\n".join(_told(settings, found.language, piece) for piece in pieces)
    subject = Template(said["news_subject"]).substitute(title=_title(found.language, title))
    return _mail(settings, found, address, subject, Template(said["news"]).substitute(pieces=told))


def page(settings: Settings, found: Subscription, ending: str) -> str:
    """Address of the page that confirms, or with ``/ende`` leaves."""
    return f"{settings.base_url}{prefix(found.language)}/nachrichten/{found.key}{ending}"


def prefix(language: str) -> str:
    """What stands before a path of a page in this language; nothing in one that mails are not written in."""
    return f"/{language}" if language == "en" else ""


@lru_cache(maxsize=4)
def words(language: str) -> dict[str, str]:
    """Every text in this language."""
    texts: dict[str, dict[str, str]] = tomllib.loads(FILE.read_text("utf-8"))
    return texts.get(language, texts["de"])


def plain(settings: Settings, address: str, subject: str, body: str) -> EmailMessage:
    """A mail of ours to anybody."""
    mail = EmailMessage()
    sender = settings.mail.sender if settings.mail else ""
    mail["From"], mail["To"], mail["Subject"] = sender, address, " ".join(subject.split())
    mail["Date"] = format_datetime(now())
    mail["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(body.strip() + "\n", cte="quoted-printable")
    return mail


def _mail(settings: Settings, found: Subscription, address: str, subject: str, body: str) -> EmailMessage:
    leave = page(settings, found, "/ende")
    foot = Template(words(found.language)["foot"]).substitute(office=settings.city.office.name, leave=leave)
    mail = plain(settings, address, subject, body.strip() + "\n" + foot.rstrip())
    mail["List-Unsubscribe"] = f"<{leave}>"
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return mail


def _told(settings: Settings, language: str, piece: Piece) -> str:
    title = _title(language, piece.title)
    return f"{words(language)[piece.kind]}: {title}\n{piece.text}\n{settings.base_url}{prefix(language)}/projekte/{piece.slug}"


def _title(language: str, title: Text | None) -> str:
    if title is None:
        return words(language)["all"]
    return (title.en if language == "en" else "") or title.de
