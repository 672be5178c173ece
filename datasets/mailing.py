"""Through which server mail is sent, read from the settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from datasets.errors import SettingsWrong

OWN_MACHINE = ("localhost", "127.0.0.1", "::1")
PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class MailServer:
    """``tls`` is ``wrapped`` from the first byte, ``upgraded`` by STARTTLS, or ``none`` on the machine itself."""

    host: str
    port: int
    tls: str
    sender: str
    user: str = ""
    password_file: Path | None = None

    def password(self) -> str:
        """Read anew each time, so that it can be changed. Raises SettingsWrong."""
        if self.password_file is None:
            return ""
        try:
            return self.password_file.read_text().strip()
        except OSError as error:
            raise SettingsWrong(f"MEHRWERT_MAIL_PASSWORD_FILE cannot be read: {error}.") from None


def read_server(values: Mapping[str, str], base_url: str) -> MailServer | None:
    """The server of MAIL_*; None where none is named. Raises SettingsWrong."""
    given = values.get("MAIL_SERVER", "")
    if not given:
        return None
    parts = urlsplit(given)
    if parts.scheme not in PORTS or not parts.hostname:
        raise SettingsWrong(f"MEHRWERT_MAIL_SERVER must be smtp://HOST:PORT or smtps://HOST:PORT, not {given!r}.")
    sender = values.get("MAIL_FROM", "")
    if sender.count("@") != 1 or any(sign.isspace() for sign in sender):
        raise SettingsWrong("MEHRWERT_MAIL_FROM must be the address that mail comes from, as portal@example.org.")
    if not base_url:
        raise SettingsWrong("MEHRWERT_MAIL_SERVER needs MEHRWERT_BASE_URL: a mail must say where its links lead.")
    file = values.get("MAIL_PASSWORD_FILE", "")
    return MailServer(
        host=parts.hostname,
        port=_port(parts.netloc) or PORTS[parts.scheme],
        tls="wrapped" if parts.scheme == "smtps" else "none" if parts.hostname in OWN_MACHINE else "upgraded",
        sender=sender,
        user=values.get("MAIL_USER", ""),
        password_file=Path(file) if file else None,
    )


def _port(place: str) -> int | None:
    try:
        return urlsplit(f"//{place}").port
    except ValueError:
        raise SettingsWrong(f"MEHRWERT_MAIL_SERVER: {place!r} has no valid port.") from None
