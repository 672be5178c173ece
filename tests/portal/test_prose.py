from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.errors import NotFound
from portal import language, prose


def test_the_first_heading_is_the_title() -> None:
    made = prose.made("# Hilfe\n\nText")
    assert (made.title, "<h1>Hilfe</h1>" in made.html) == ("Hilfe", True)


@given(st.text(alphabet="<>&\"'abc/=:script on[](){}!#*_-`\n"))
def test_no_tag_and_no_script_comes_through(text: str) -> None:
    html = prose.made(text).html
    assert "<script" not in html
    assert "<img src=x" not in html
    assert "javascript:" not in html


def test_tags_stay_text() -> None:
    assert "&lt;b onclick=x&gt;" in prose.made("Ein <b onclick=x>Wort</b>").html


def test_links_keep_the_language_but_files_do_not() -> None:
    language.speak("en")
    html = prose.made("[a](/daten) [b](/catalog.ttl) [c](https://example.org)").html
    assert ['href="/en/daten"' in html, 'href="/catalog.ttl"' in html, 'href="https://example.org"' in html] == [True] * 3


def test_what_can_scroll_can_be_reached_by_keyboard() -> None:
    language.speak("de")
    html = prose.made("```sh\ncurl <x>\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |").html
    assert '<pre tabindex="0" role="group" aria-label="sh' in html
    assert "curl &lt;x&gt;" in html
    assert '<div class="table-scroll" tabindex="0" role="group" aria-label="Tabelle"><table>' in html


def test_the_first_folder_goes_before_the_second_and_the_language_before_german(tmp_path: Path) -> None:
    for folder, name, text in (("a", "x.de.md", "# A $city"), ("b", "x.de.md", "# B"), ("b", "x.en.md", "# B en")):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / name).write_text(text)
    folders = (tmp_path / "a", tmp_path / "b")
    assert prose.read(folders, "x", {"city": "Hier"}).title == "A Hier"
    language.speak("en")
    assert prose.read(folders, "x", {}).language == "en"


def test_an_unknown_text_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        prose.read((tmp_path,), "x", {})
