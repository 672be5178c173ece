import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.errors import BadQuestion
from datasets.records import Text
from datasets.shelf import Entry
from datasets.vocabularies import solr
from datasets.vocabularies.solr_match import FIELDS, free_words, matching, values


def an_entry(slug: str, **values: object) -> Entry:
    when = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
    given = {
        "slug": slug, "uid": f"uid-{slug}", "title": Text(de=f"Titel {slug}"), "description": Text(de="Was es ist."), "keywords": (),
        "theme": ("GOVE",), "licence": "dl-zero-de/2.0", "publisher": "Stadtamt", "contact_name": "", "contact_email": "",
        "origin": "own", "source": "", "created_at": when, "modified_at": when,
        "release": "2026-05-01", "released_at": when, "rows": 1, "files": ((f"{slug}.csv", "csv", 1),),
    }  # fmt: skip
    return Entry(**given | values)  # type: ignore[arg-type]


ENTRIES = {
    entry.slug: entry
    for entry in (
        an_entry("geld", keywords=("Förderung", "Smart City"), publisher="Land NRW", theme=("ECON", "GOVE")),
        an_entry("wege", keywords=("Radweg",), licence="cc-by/4.0"),
        an_entry("alt", modified_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC), files=()),
    )
}


def found(query: str) -> str:
    def search(words: str) -> list[str]:
        return [slug for slug in ENTRIES if words.casefold() in f"{slug} {ENTRIES[slug].keywords}".casefold()]

    return " ".join(sorted(matching(solr.parse(query), ENTRIES, search)))


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("*:*", "alt geld wege"),
        ("", "alt geld wege"),
        ("*", "alt geld wege"),
        ("name:geld", "geld"),
        ("name:ge*", "geld"),
        ("name:(geld OR wege)", "geld wege"),
        ("name:geld name:wege", ""),
        ("name:geld OR name:wege", "geld wege"),
        ("-name:geld", "alt wege"),
        ("NOT name:geld AND *:*", "alt wege"),
        ("!name:geld", "alt wege"),
        ("+res_format:CSV -organization:land-nrw", "wege"),
        ("organization:land-nrw OR organization:stadtamt", "alt geld wege"),
        ('tags:"Smart City"', "geld"),
        ('tags:"smart"', ""),
        ("groups:econ", "geld"),
        ('license_id:"cc-by/4.0"', "wege"),
        ("license_id:cc-by/4.0", "wege"),
        ("title:Titel", "alt geld wege"),
        ('title:"Titel wege"', "wege"),
        ("metadata_modified:[2026-01-01T00:00:00Z TO *]", "geld wege"),
        ("metadata_modified:[* TO 2026-01-01T00:00:00Z]", "alt"),
        ("metadata_modified:[2026-05-01T00:00:00Z TO NOW]", "geld wege"),
        ("metadata_modified:{2026-05-01T00:00:00Z TO *]", ""),
        ("(name:geld OR name:alt) AND -(res_format:csv)", "alt"),
        ("Radweg", "wege"),
        ("Radweg - name:wege", "wege"),
        ("state:active AND private:false AND dataset_type:dataset", "alt geld wege"),
    ],
)
def test_a_query_holds_for_these(query: str, slugs: str) -> None:
    assert found(query) == slugs


@pytest.mark.parametrize(
    "query",
    ["(", "a)", '"offen', "nirgends:x", "metadata_modified:[gestern TO *]", "{!lucene}x", "[a TO b]", "a OR", "OR a", "name:AND", "\\"],
)
def test_what_cannot_be_read_is_said(query: str) -> None:
    with pytest.raises(BadQuestion) as error:
        found(query)
    assert error.value.field == "q"


def test_parentheses_within_each_other_have_an_end() -> None:
    with pytest.raises(BadQuestion):
        solr.parse("(" * 5000 + "a" + ")" * 5000)


@given(st.text(alphabet=st.sampled_from('ab *:"()[]{}+-!&|^~\\ANDORTO.é ') | st.characters(), max_size=60))
def test_any_text_is_read_or_refused_in_words(query: str) -> None:
    with contextlib.suppress(BadQuestion):
        assert set(found(query).split()) <= set(ENTRIES)


@given(st.sampled_from(["name:geld", "tags:Radweg", "res_format:CSV"]), st.sampled_from(["name:alt", "groups:econ", "*:*"]))
def test_and_or_and_not_are_those_of_sets(left: str, right: str) -> None:
    one, other = set(found(left).split()), set(found(right).split())
    assert set(found(f"({left}) AND ({right})").split()) == one & other
    assert set(found(f"({left}) OR ({right})").split()) == one | other
    assert set(found(f"({left}) AND NOT ({right})").split()) == one - other


def test_relevance_is_judged_by_the_words_that_must_hold() -> None:
    assert free_words(solr.parse('Radweg "an der Ruhr" name:x -alt')) == "Radweg an der Ruhr"


def test_every_field_has_values() -> None:
    assert set(values(ENTRIES["geld"])) == FIELDS
