"""Handing mail to the mail server, and what it says to that: taken, refused for good, or not now."""

import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from typing import Literal

from datasets.mailing import MailServer

Answer = Literal["taken", "refused", "later"]
PATIENCE = 20.0
"""Seconds for each step of the conversation."""


def send(server: MailServer, mail: EmailMessage, before_handing_over: Callable[[], None]) -> Answer:
    """Speaks to the server up to the point where it would take the mail, then calls back, then hands it over.

    Whoever dies before the call-back has sent nothing; who dies after it may have, and must not send again.
    """
    try:
        with _connected(server) as line:
            refused = _envelope(line, server, mail)
            if refused:
                return refused
            before_handing_over()
            code, _said = line.data(mail.as_bytes(policy=SMTP))
            return "taken" if code == 250 else _meaning(code)
    except smtplib.SMTPResponseException as error:
        # What the server says of us, as to a wrong password, is no word on the address.
        return "later" if isinstance(error, smtplib.SMTPAuthenticationError) else _meaning(error.smtp_code)
    except (OSError, smtplib.SMTPException):
        return "later"


def _envelope(line: smtplib.SMTP, server: MailServer, mail: EmailMessage) -> Answer | None:
    code, _said = line.mail(server.sender)
    if code != 250:
        return "later"
    code, _said = line.rcpt(str(mail["To"]))
    return None if code in {250, 251} else _meaning(code)


def _meaning(code: int) -> Answer:
    return "refused" if 500 <= code < 600 else "later"


def _connected(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.tls == "wrapped":
        line: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=context)
    else:
        line = smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
    line.ehlo_or_helo_if_needed()
    if server.tls == "upgraded":
        line.starttls(context=context)
        line.ehlo()
    if server.user:
        line.login(server.user, server.password())
    return line
