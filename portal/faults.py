"""Kinds of errors that programs meet: how each is called in an answer, and the page that says what to do."""

from dataclasses import dataclass

from datasets.records import Text

PAGES = "/entwickler/fehler"


@dataclass(frozen=True, slots=True)
class Fault:
    """``name`` is the last part of its page's address, ``kind`` the ``__type`` in CKAN's envelope, ``api_status`` the status there."""

    name: str
    status: int
    kind: str
    title: Text
    api_status: int

    @property
    def page(self) -> str:
        """The path of its page."""
        return f"{PAGES}/{self.name}"


def _fault(name: str, status: int, kind: str, de: str, en: str, api_status: int = 0) -> Fault:
    return Fault(name, status, kind, Text(de=de, en=en), api_status or status)


# CKAN's words, by which its clients choose their exception; a wrong parameter is 409 there.
FAULTS: dict[str, Fault] = {
    fault.name: fault
    for fault in (
        _fault("unlesbar", 400, "Bad Request Error", "Die Anfrage ist nicht lesbar", "The request cannot be read"),
        _fault("unbekannter-parameter", 400, "Search Query Error", "Einen Parameter gibt es nicht", "There is no such parameter"),
        _fault("nicht-erlaubt", 403, "Authorization Error", "Das ist hier nicht erlaubt", "This is not allowed here"),
        _fault("nicht-gefunden", 404, "Not Found Error", "Nicht gefunden", "Not found"),
        _fault("methode", 405, "Bad Request Error", "Diese Methode geht hier nicht", "This method does not work here"),
        _fault("suche-unlesbar", 409, "Search Error", "Die Suchanfrage ist nicht lesbar", "The search query cannot be read"),
        _fault("zurueckgezogen", 410, "Not Found Error", "Zurückgezogen", "Withdrawn"),
        _fault("zu-gross", 413, "Bad Request Error", "Die Anfrage ist zu groß", "The request is too large"),
        _fault("teil-fehlt", 416, "Bad Request Error", "Diesen Teil der Datei gibt es nicht", "There is no such part of the file"),
        _fault("falsche-angabe", 422, "Validation Error", "Eine Angabe stimmt nicht", "A parameter is wrong", 409),
        _fault("zu-lange", 422, "Validation Error", "Die Antwort dauert zu lange", "The answer takes too long", 409),
        _fault("zu-viele-anfragen", 429, "Too Many Requests Error", "Das waren zu viele Anfragen", "Too many requests"),
        _fault("fehler-bei-uns", 500, "Internal Server Error", "Der Fehler liegt bei uns", "The fault is ours"),
        _fault("andere-stelle", 502, "Internal Server Error", "Eine andere Stelle antwortet nicht", "Somebody else does not answer"),
    )
}
_BY_STATUS = {fault.status: fault for fault in reversed(FAULTS.values())} | {409: FAULTS["falsche-angabe"], 422: FAULTS["falsche-angabe"]}


def fault_of(status: int) -> Fault:
    """The kind of a status; one without a page of its own is unreadable below 500, else ours."""
    return _BY_STATUS.get(status) or FAULTS["unlesbar" if status < 500 else "fehler-bei-uns"]
