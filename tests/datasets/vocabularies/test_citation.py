import datetime as dt
import json

from datasets.vocabularies import citation
from datasets.vocabularies.citation import Cited

CITED = Cited(
    "liste", "Kosten & Nutzen: 100 % {neu}\n_x_", "Stadt Ä", "2026-11-28", dt.date(2026, 11, 28), "Zero (https://example.org/z)",
    "https://daten.example.org/daten/liste/2026-11-28", dt.date(2027, 1, 2),
)  # fmt: skip


def test_bibtex_means_what_it_says() -> None:
    made = citation.bibtex(CITED)
    assert made.startswith("@misc{liste-2026-11-28,\n")
    assert r"title = {{Kosten \& Nutzen: 100 \% \{neu\} \_x\_}}," in made
    assert "url = {https://daten.example.org/daten/liste/2026-11-28}," in made
    assert "urldate = {2027-01-02}," in made
    bare = made.replace(r"\{", "").replace(r"\}", "")
    assert bare.count("{") == bare.count("}")


def test_apa_in_both_languages() -> None:
    assert citation.apa(CITED) == (
        "Stadt Ä. (2026, 28. November). Kosten & Nutzen: 100 % {neu} _x_ (Version 2026-11-28) [Datensatz]. "
        "Lizenz: Zero (https://example.org/z). Abgerufen am 2. Januar 2027 von https://daten.example.org/daten/liste/2026-11-28\n"
    )
    english = citation.apa(Cited(**{name: getattr(CITED, name) for name in CITED.__slots__} | {"language": "en"}))
    assert "(2026, November 28)" in english
    assert "Retrieved January 2, 2027, from https://" in english


def test_csl_is_one_dataset() -> None:
    (item,) = json.loads(citation.csl(CITED))
    assert (item["type"], item["version"], item["URL"]) == ("dataset", "2026-11-28", CITED.url)
    assert item["accessed"] == {"date-parts": [[2027, 1, 2]]}
    assert item["author"] == [{"literal": "Stadt Ä"}]
