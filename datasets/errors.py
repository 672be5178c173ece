"""The error tree: what can go wrong, said in one sentence that a person can act on.

MehrwertError
  x SettingsWrong     the installation is set up wrongly; nothing starts
  x NotFound          the thing asked for does not exist
  x Gone              it existed and was withdrawn, with a reason
  x BadQuestion       the asker's words are off: names the field
      x TooLong       answering would take longer than a question may
  x Refused           the rules forbid it: a harvest that lost a column, a decision without a second person
      x SourceChanged a source no longer has the shape that it promised
  x Unreachable       a remote server did not answer as it should
  x AddressForbidden  the address guard does not let us fetch that
  x NotAllowed        this person may not do that
  x Interrupted       long work was told to end, or its worker no longer leads
"""


class MehrwertError(Exception):
    """Base of every error that is meant to be read by a person; ``str(error)`` is the sentence."""


class SettingsWrong(MehrwertError):
    """Raised at start by ``Settings`` and ``City``; the process ends."""


class NotFound(MehrwertError):
    """Raised by reads of one thing; 404 in the portal."""


class Gone(MehrwertError):
    """Raised for a withdrawn release; 410 in the portal, with the reason."""


class BadQuestion(MehrwertError):
    """Raised by queries and forms; 409 or 422 in the portal. ``field`` names what is wrong, ``column`` whose filter it is."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field
        self.column = ""


class TooLong(BadQuestion):
    """Raised by the datastore when a question's time is over."""


class Refused(MehrwertError):
    """Raised where a rule of trust forbids the act; what was there stays."""


class SourceChanged(Refused):
    """Raised by a source's ``parse`` or by the checks; the last good release stays."""


class Unreachable(MehrwertError):
    """Raised by ``datasets.web`` when a remote server fails for good."""


class AddressForbidden(MehrwertError):
    """Raised by ``datasets.web`` before any byte is sent to a private or local address."""


class NotAllowed(MehrwertError):
    """Raised when a signed-in person lacks the role; 403 in the portal. ``roles`` are those that may."""

    def __init__(self, message: str, roles: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.roles = roles


class Interrupted(MehrwertError):
    """Raised at a safe point of long work: nothing of it is lost, the next worker goes on."""
