"""What people read about each kind of data that is kept: its name, its period, its purpose."""

from portal.language import gettext as _


def kept() -> dict[str, str]:
    """What each rule of retention is about, by the rule's name."""
    return {
        "links_to_browsers": _("Prüfsumme von Cookie und Änderungscode an einer Bewertung"),
        "withdrawn_ratings": _("Zurückgezogene Bewertungen, dann ganz gelöscht"),
        "judged_ratings": _("Angehaltene und nicht gezählte Bewertungen, nach der Entscheidung"),
        "network_sketches": _("Verschlüsseltes Zeichen des Netzes, gegen Missbrauch"),
        "daily_secrets": _("Tagesschlüssel zu diesen Zeichen"),
        "hidden_comments": _("Nicht veröffentlichte Kommentare, nach der Entscheidung"),
        "comments_of_ended_projects": _("Kommentare, nach dem Ende des Projekts"),
        "ratings_of_ended_projects": _("Bewertungen ohne Verbindung zu Ihnen, nach dem Ende des Projekts"),
        "unconfirmed_addresses": _("E-Mail-Adressen für Nachrichten, die niemand bestätigt hat"),
        "closed_notices": _("Meldungen ohne Kontakt, nach dem Abschluss"),
        "hidden_ideas": _("Ideen, die nicht veröffentlicht wurden, nach der Entscheidung"),
        "attempts": _("Zähler gegen zu viele Versuche aus einem Netz"),
        "sign_in_links": _("Anmelde-Links von Mitarbeitenden, nach dem Ablauf"),
        "notice_contacts": _("Name und E-Mail-Adresse einer Meldung, nach dem Abschluss"),
        "idea_contacts": _("Name und E-Mail-Adresse zu einer Idee, nach der Entscheidung"),
        "idea_supports": _("Prüfsumme des Cookies an einer Unterstützung"),
        "sessions": _("Anmeldung von Mitarbeitenden ohne Tätigkeit"),
    }


def sealed() -> dict[str, str]:
    """What of each table nobody can read without the installation's secret."""
    return {
        "notice": _("Name und E-Mail-Adresse einer Meldung"),
        "idea_proposal": _("Name und E-Mail-Adresse zu einer Idee"),
        "subscription": _("E-Mail-Adressen für Nachrichten"),
    }


def comments(mode: str) -> str:
    """What happens with a comment, by the setting."""
    if mode == "open":
        found = _("Findet unser Programm in einem Kommentar einen Namen, Link, Kontakt oder ein Schimpfwort, liest ihn zuerst ein Mensch.")
        return f"{found} {_('Sonst ist er ohne Prüfung öffentlich.')}"
    return _("Ein Kommentar ist erst öffentlich, wenn ein Mensch ihn gelesen und freigegeben hat.")


def mail(sent: bool, within: str) -> str:
    """Whether and how there is mail."""
    if not sent:
        return _("Wir verschicken keine Nachrichten per E-Mail und speichern dafür keine Adressen.")
    kept_until = _("Wenn Sie Nachrichten bestellen, speichern wir Ihre E-Mail-Adresse verschlüsselt, bis Sie sich abmelden.")
    asked = _("Ohne Ihre Bestätigung löschen wir sie nach: %(span)s.") % {"span": within}
    basis = _("Rechtsgrundlage ist Ihre Einwilligung (Artikel 6 Absatz 1 Buchstabe a DSGVO).")
    return f"{kept_until} {asked} {basis}"


Entry = tuple[dict[str, str], tuple[str, ...]]
"""What is told of a purpose, and the rules of retention that its data are under."""


def activities() -> list[Entry]:
    """The purposes, those of most people first."""
    return [*_votes(), *_letters(), *_office()]


def _votes() -> list[Entry]:
    """Ratings, and what protects them."""
    task = _("Aufgabe im öffentlichen Interesse, Artikel 6 Absatz 1 Buchstabe e DSGVO")
    staff = _("Mitarbeitende der Geschäftsstelle")
    everybody = _("Öffentlichkeit, nur als Zahlen ab 5 Stimmen und freigegebene Texte")
    return [
        (
            _told(
                _("Bewertungen und Kommentare"),
                _("Nutzen von Projekten aus Sicht der Menschen ermitteln"),
                task,
                _("Menschen, die bewerten"),
                _("Antworten, freiwillig Stadtbezirk, Altersgruppe und Kommentar; Prüfsummen von Cookie und Code"),
                f"{staff}; {everybody}",
            ),
            (
                "links_to_browsers",
                "withdrawn_ratings",
                "judged_ratings",
                "hidden_comments",
                "comments_of_ended_projects",
                "ratings_of_ended_projects",
            ),
        ),
        (
            _told(
                _("Schutz vor Missbrauch"),
                _("Mehrfache und automatische Abgaben erkennen"),
                task,
                _("Menschen, die ein Formular absenden"),
                _("Schlüsselwert eines gekürzten Teils der IP-Adresse, nie die Adresse selbst"),
                _("niemand; nur das Programm vergleicht"),
            ),
            ("network_sketches", "daily_secrets", "attempts"),
        ),
    ]


def _letters() -> list[Entry]:
    """What people write to the office."""
    task = _("Aufgabe im öffentlichen Interesse, Artikel 6 Absatz 1 Buchstabe e DSGVO")
    duty = _("rechtliche Pflicht, Artikel 6 Absatz 1 Buchstabe c DSGVO mit Artikel 16 bis 18 DSA")
    staff = _("Mitarbeitende der Geschäftsstelle")
    everybody = _("Öffentlichkeit, nur als Zahlen ab 5 Stimmen und freigegebene Texte")
    return [
        (
            _told(
                _("Ideen"),
                _("Vorschläge für Projekte entgegennehmen und beantworten"),
                task,
                _("Menschen, die etwas vorschlagen oder unterstützen"),
                _("Text der Idee, freiwillig Name und E-Mail-Adresse; Prüfsumme des Cookies einer Unterstützung"),
                f"{staff}; {everybody}",
            ),
            ("idea_contacts", "hidden_ideas", "idea_supports"),
        ),
        (
            _told(
                _("Meldungen"),
                _("Fehler und rechtswidrige Inhalte prüfen"),
                duty,
                _("Menschen, die etwas melden"),
                _("Text, Adresse der Seite, Name und E-Mail-Adresse"),
                _("Mitarbeitende der Geschäftsstelle; bei Gefahr für Leben die Polizei"),
            ),
            ("notice_contacts", "closed_notices"),
        ),
    ]


def _office() -> list[Entry]:
    """Mail, and the desk."""
    task = _("Aufgabe im öffentlichen Interesse, Artikel 6 Absatz 1 Buchstabe e DSGVO")
    consent = _("Einwilligung, Artikel 6 Absatz 1 Buchstabe a DSGVO")
    staff = _("Mitarbeitende der Geschäftsstelle")
    return [
        (
            _told(
                _("Nachrichten per E-Mail"),
                _("Neues zu Projekten und Entscheidungen zuschicken"),
                consent,
                _("Menschen, die Nachrichten bestellen"),
                _("E-Mail-Adresse, verschlüsselt"),
                _("der Mailserver des Betreibers"),
            ),
            ("unconfirmed_addresses",),
        ),
        (
            _told(
                _("Prüftisch"),
                _("Entscheidungen nachvollziehbar treffen"),
                task,
                staff,
                _("Name, E-Mail-Adresse, Rolle, Einrichtung, Anmeldungen; im Protokoll nur ein Schlüssel statt des Namens"),
                staff,
            ),
            ("sign_in_links", "sessions"),
        ),
    ]


def _told(name: str, purpose: str, basis: str, persons: str, data: str, recipients: str) -> dict[str, str]:
    return {"name": name, "purpose": purpose, "basis": basis, "persons": persons, "data": data, "recipients": recipients}
