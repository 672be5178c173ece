"""The newest file of an overview page is told by the day in its name or words, or the page is refused."""

import pytest

from datasets.errors import SourceChanged
from harvesters.lists.newest import day_of, newest

PAGE = "https://amt.example/foerderung/listen/"


def page(*links):
    return "".join(f'<p><a href="{href}">{words}</a></p>' for href, words in links).encode()


@pytest.mark.parametrize(
    ("links", "pick", "found"),
    [
        ([("a_Stand_31.01.2025.xlsx", ""), ("/b_Stand_31.01.2026.xlsx", "")], "", "https://amt.example/b_Stand_31.01.2026.xlsx"),
        ([("160630_liste.csv", ""), ("161231_liste.csv", "")], "", PAGE + "161231_liste.csv"),
        ([("liste-1.xlsx", "Stand: März 2026"), ("liste-2.xlsx", "Stand: 30. September 2025")], "", PAGE + "liste-1.xlsx"),
        ([("efre_2026-01-31.xlsx", ""), ("esf_2026-06-30.xlsx", "")], "efre", PAGE + "efre_2026-01-31.xlsx"),
        ([("l_2026-01-31.csv", ""), ("l_2026-01-31.xlsx", "")], "", PAGE + "l_2026-01-31.xlsx"),
        ([("einzige.xlsx?x=1", "Liste"), ("anleitung.pdf", "31.12.2026")], "", PAGE + "einzige.xlsx?x=1"),
    ],
)
def test_the_newest_file_is_taken(links, pick, found):
    assert newest(PAGE, page(*links), pick) == found


@pytest.mark.parametrize(
    ("body", "pick", "said"),
    [
        (page(("a.pdf", "Liste")), "", "links no file"),
        (page(("a.xlsx", "Liste")), "esf", "that fits 'esf'"),
        (page(("a.xlsx", ""), ("b.xlsx", "")), "", "of which none is the newest"),
        (b"", "", "is no web page"),
        (b"<html><title>Wartungsarbeiten</title></html>", "", "links no file"),
    ],
)
def test_a_page_that_does_not_tell_is_refused(body, pick, said):
    with pytest.raises(SourceChanged, match=said):
        newest(PAGE, body, pick)


@pytest.mark.parametrize("text", ["Liste", "2026", "Version 12.3", "31.02.2026", "99999999"])
def test_no_day_is_made_up(text):
    assert day_of(text) is None
