"""The language of a request: path prefixes /en and /ls, texts from the .po files, and links that keep the language."""

from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from starlette.datastructures import URL
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from datasets.records import Text

LOCALE = Path(__file__).parent / "locale"
TAGS = {"de": "de", "en": "en", "ls": "de-simple"}
"""BCP 47 tag of each language key; the key is the path prefix, German has none."""

KEYS = {tag: key for key, tag in TAGS.items()}

_spoken: ContextVar[str] = ContextVar("language", default="de")


def speak(language: str) -> None:
    """Sets the language of this request's context."""
    _spoken.set(language)


def spoken() -> str:
    """``de``, ``en`` or ``ls``."""
    return _spoken.get()


def has_simple_version(path: str) -> bool:
    """Whether a page exists in Leichte Sprache: start, help, a project with its rating."""
    parts = path.split("?", 1)[0].strip("/").split("/")
    return parts in ([""], ["hilfe"]) or (parts[0] == "projekte" and len(parts) > 1)


def link(path: str, language: str | None = None) -> str:
    """A path of ours in the language that is spoken; other addresses come back unchanged."""
    language = language or spoken()
    if not path.startswith("/") or path.startswith("//") or language == "de" or (language == "ls" and not has_simple_version(path)):
        return path
    return f"/{language}{path}" if path != "/" else f"/{language}/"


def localized(text: Text | str) -> str:
    """The text in the language that is spoken, German where there is none."""
    if isinstance(text, str):
        return text
    return {"en": text.en, "ls": text.simple}.get(spoken(), "") or text.de


def gettext(message: str) -> str:
    """The translation of a German text; the text itself where there is none."""
    return _texts(spoken()).get(message, (message,))[0]


def ngettext(one: str, many: str, number: int) -> str:
    """The translation in singular or plural; German and English differ at 1 only."""
    forms = _texts(spoken()).get(one, (one, many))
    return forms[0 if number == 1 else -1]


@lru_cache(maxsize=8)
def _texts(language: str) -> dict[str, tuple[str, ...]]:
    return {key: forms for message in translations(language) if (key := _key(message.id)) and all(forms := _forms(message.string))}


def translations(language: str) -> list[Message]:
    """Every entry of the language's .po files; none for German, which stands in the templates."""
    found: list[Message] = []
    for file in sorted((LOCALE / language / "LC_MESSAGES").glob("*.po")):
        with file.open("rb") as stream:
            found += read_po(stream, locale=language)
    return found


def _key(identity: object) -> str:
    return identity[0] if isinstance(identity, list | tuple) else str(identity)


def _forms(string: object) -> tuple[str, ...]:
    return tuple(string) if isinstance(string, list | tuple) else (str(string),)


def keys(tags: tuple[str, ...]) -> tuple[str, ...]:
    """The keys of a city's languages; tags that the portal does not speak are left out."""
    return tuple(KEYS[tag] for tag in tags if tag in KEYS)


def alternates(path: str, query: str, languages: tuple[str, ...]) -> list[tuple[str, str]]:
    """Pairs of language key and path for every language that has this page; ``languages`` are the city's tags."""
    whole = f"{path}?{query}" if query else path
    return [(key, link(whole, key)) for key in keys(languages) if key != "ls" or has_simple_version(path)]


class Language:
    """ASGI: takes /en or /ls off the path and says so in ``request.state.language``."""

    def __init__(self, app: ASGIApp, languages: tuple[str, ...]) -> None:
        self.app = app
        self.prefixes = tuple(key for key in keys(languages) if key != "de")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pages without a version in Leichte Sprache are sent on to the German one."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        language, path = self._split(scope["path"])
        if language == "ls" and not has_simple_version(path):
            target = URL(path=path, query=scope["query_string"].decode("latin-1"))
            await RedirectResponse(str(target), 307)(scope, receive, send)
            return
        speak(language)
        state = {**scope.get("state", {}), "language": language}
        await self.app({**scope, "path": path, "raw_path": path.encode(), "state": state}, receive, send)

    def _split(self, path: str) -> tuple[str, str]:
        for key in self.prefixes:
            if path == f"/{key}" or path.startswith(f"/{key}/"):
                # One slash: //host would lead a redirect to somebody else.
                return key, "/" + path[len(key) + 1 :].lstrip("/")
        return "de", path
