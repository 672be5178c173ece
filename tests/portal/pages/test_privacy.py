"""The privacy page and the record of processing say what this installation does: other settings, other words."""

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from datasets.mailing import MailServer
from datasets.settings import Settings
from datasets.tables.types import now
from feedback.trust import retention
from portal.app import create_app
from portal.pages import privacy, privacy_words

MAIL = MailServer("127.0.0.1", 25, "none", "portal@example.org")


def text(settings: Settings, path: str = "/datenschutz") -> str:
    app = create_app(settings, fresh=0)
    with TestClient(app) as client:
        found = client.get(path).text
    app.state.engine.dispose()
    return found


def test_every_period_that_is_applied_has_a_name(settings: Settings) -> None:
    assert {rule.name for rule in retention.rules(now())} == set(privacy_words.kept())
    assert {name for _told, names in privacy_words.activities() for name in names} == set(privacy_words.kept())


def test_the_page_lists_the_periods_of_the_sweep(settings: Settings) -> None:
    page = text(settings)
    assert "Verschlüsseltes Zeichen des Netzes, gegen Missbrauch: 7 Tage" in page
    assert "Bewertungen ohne Verbindung zu Ihnen, nach dem Ende des Projekts: 5 Jahre" in page
    assert "$" not in page.split("<main")[1].split("</main")[0]


@pytest.mark.parametrize(
    ("changed", "before", "after"),
    [
        ({"comments": "open"}, "gelesen und freigegeben hat", "ohne Prüfung öffentlich"),
        ({"mail": MAIL}, "verschicken keine Nachrichten", "verschlüsselt, bis Sie sich abmelden"),
        ({"snapshot_hours": 0.0}, "frühestens nach: 1 Tag", "geändert haben."),
    ],
)
def test_another_setting_is_another_text(settings: Settings, changed: dict[str, object], before: str, after: str) -> None:
    assert before in text(settings)
    page = text(replace(settings, base_url="http://testserver", **changed))  # type: ignore[arg-type]
    assert before not in page
    assert after in page


@pytest.mark.parametrize("path", ["/datenschutz/verzeichnis", "/en/datenschutz/verzeichnis", "/en/datenschutz"])
def test_the_record_is_there_in_both_languages(settings: Settings, path: str) -> None:
    assert text(settings, path)


def test_without_mail_the_record_has_no_entry_on_it(settings: Settings) -> None:
    assert len(privacy.activities(replace(settings, mail=MAIL))) == len(privacy.activities(settings)) + 1


def test_the_record_names_whatever_the_code_seals(settings: Settings) -> None:
    there = replace(settings, mail=MAIL, base_url="https://mehrwert.example.org")
    assert set(privacy.sealed(there)) == set(privacy_words.sealed().values())
    assert "E-Mail-Adressen für Nachrichten" not in privacy.sealed(settings)
    page = text(settings, "/datenschutz/verzeichnis")
    assert all(words in page for words in privacy.sealed(settings))
    assert "Die Verbindung zu diesem Portal ist verschlüsselt" not in page
    assert "Die Verbindung zu diesem Portal ist verschlüsselt" in text(there, "/datenschutz/verzeichnis")
