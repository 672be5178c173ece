"""Longer texts: Markdown files of the portal and of the city become safe HTML, with links in the language that is spoken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

from markupsafe import Markup, escape

from datasets.errors import NotFound
from portal.language import gettext, link, spoken


@dataclass(frozen=True, slots=True)
class Prose:
    """A text with the title that its first heading gives, and the key of its language."""

    title: str
    html: Markup
    language: str


def read(folders: Sequence[Path], name: str, words: Mapping[str, str]) -> Prose:
    """The text ``NAME.LANGUAGE.md`` of the first folder that has it, else the German one. Raises NotFound.

    ``words`` fill places as ``$city``.
    """
    for language in (spoken(), "de"):
        for folder in folders:
            file = folder / f"{name}.{language}.md"
            if file.exists():
                return made(Template(file.read_text("utf-8")).safe_substitute(words), language)
    raise NotFound(f"There is no text {name}.")


def made(markdown: str, language: str = "de") -> Prose:
    """HTML of Markdown. Tags in the text stay text; only headings, lists, tables, links, code and emphasis become markup."""
    parser = _parser()
    tokens = parser.parse(markdown)
    for token in tokens:
        _localise(token)
    title = next((str(tokens[place + 1].content) for place, token in enumerate(tokens) if token.tag == "h1"), "")
    # The parser escapes what it did not make itself.
    return Prose(title, Markup(parser.renderer.render(tokens, parser.options, {})), language)  # noqa: S704


def _parser() -> Any:
    from markdown_it import MarkdownIt  # noqa: PLC0415 sixty modules, for long texts alone

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.add_render_rule("fence", _fence)
    parser.add_render_rule("table_open", _table)
    parser.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return parser


def _table(*_: Any) -> str:
    """What scrolls sideways on a phone must be reached by keyboard, and so have a name."""
    return f'<div class="table-scroll" tabindex="0" role="group" aria-label="{escape(gettext("Tabelle"))}"><table>\n'


def _localise(token: Any) -> None:
    for child in token.children or ():
        href = str(child.attrs.get("href", ""))
        # An address with a dot is a file or another site; one that names its language keeps it.
        if child.type == "link_open" and "." not in href and not href.startswith(("/ls/", "/en/")):
            child.attrSet("href", link(href))


def _fence(_renderer: object, tokens: Sequence[Any], place: int, *_more: Any) -> str:
    # What may scroll must be reachable by keyboard, and needs a name then.
    name = escape(tokens[place].info or "Code")
    return f'<pre tabindex="0" role="group" aria-label="{name} {place}"><code>{escape(tokens[place].content)}</code></pre>\n'
