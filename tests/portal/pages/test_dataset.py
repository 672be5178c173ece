import re

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from datasets.records import Text
from datasets.releases import Made
from tests.published import a_published, all_types, many_rows


@pytest.fixture
def made(app: FastAPI) -> Made:
    """A dataset of 50 rows."""
    return a_published(app, many_rows(50), attribution="© Stadtamt")


def rows(text: str) -> list[list[str]]:
    body = text.split("<tbody>")[1].split("</tbody>", maxsplit=1)[0]
    return [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)]


def ids(client: TestClient, query: str) -> list[str]:
    answer = client.get(f"/daten/liste?{query}")
    assert answer.status_code == 200
    return [row[0] for row in rows(answer.text)]


def test_the_page_says_what_it_is_and_under_which_terms(client: TestClient, made: Made) -> None:
    text = client.get("/daten/liste").text
    for said in ("Ein Datensatz", "Drei Spalten.", "Datenlizenz Deutschland – Zero", "© Stadtamt", "Stadtamt", 'rel="license noopener"'):
        assert said in text


def test_where_the_source_states_no_open_licence_the_page_says_so(client: TestClient, app: FastAPI) -> None:
    a_published(app, licence="other-closed")
    text = client.get("/daten/liste").text
    assert "Die Quelle nennt keine offene Lizenz" in text
    assert "Offene Lizenz</span>" not in text


def test_twenty_rows_are_shown_as_people_read_them(client: TestClient, made: Made) -> None:
    shown = rows(client.get("/daten/liste").text)
    assert len(shown) == 20
    assert shown[0] == ["1", "Zeile 1", "0,25"]
    assert shown[2] == ["3", "Zeile 3", ""]


@pytest.mark.parametrize(("query", "found"), [
    ("name__contains=eile 7", ["7", "17", "27", "37", "47"]),
    ("betrag=0,5", ["2"]),
    ("q=zeile 7&sort=id desc&id__lt=30", ["27", "17", "7"]),
    ("sort=betrag&id__in=1,2,3", ["1", "2", "3"]),
    ("seite=3", [str(number) for number in range(41, 51)]),
    ("utm_source=x&id=4", ["4"]),
    ("name__contains=&id=4", ["4"]),
])  # fmt: skip
def test_rows_are_filtered_ordered_and_turned_by_the_address(client: TestClient, made: Made, query: str, found: list[str]) -> None:
    assert ids(client, query) == found


def test_a_filter_that_no_row_fits_says_so(client: TestClient, made: Made) -> None:
    assert "Keine Zeile passt" in client.get("/daten/liste?name__contains=nirgends").text


def test_a_filter_that_cannot_be_read_is_answered_kindly(client: TestClient, made: Made) -> None:
    answer = client.get("/daten/liste?id=abc")
    assert answer.status_code == 422
    assert "Das versteht die Tabelle nicht" in answer.text
    assert 'value="abc"' in answer.text


def test_every_head_sorts_up_then_down_then_not(client: TestClient, made: Made) -> None:
    address, seen = "/daten/liste", []
    for _ in range(3):
        text = client.get(address).text
        address = re.findall(r'<th scope="col"[^>]*><a href="([^"]+)"', text)[1].replace("&amp;", "&")
        seen.append(address)
    assert seen == ["/daten/liste?sort=name", "/daten/liste?sort=name+desc", "/daten/liste"]


def test_a_selection_can_be_had_as_a_file(client: TestClient, made: Made) -> None:
    text = client.get("/daten/liste?betrag=0,5").text
    address = re.search(r'href="(/daten/liste/abfrage\.csv[^"]+)"', text)
    assert address is not None
    assert client.get(address[1].replace("&amp;", "&")).text == "id,name,betrag\n2,Zeile 2,0.5\n"


def test_htmx_gets_the_rows_alone_under_a_short_address(client: TestClient, made: Made) -> None:
    answer = client.get("/daten/liste?q=&name__contains=7&id=", headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert "Spalten" not in answer.text
    assert answer.headers["hx-push-url"] == "/daten/liste?name__contains=7"


def test_every_column_is_explained(client: TestClient, made: Made) -> None:
    german, english = client.get("/daten/liste").text, client.get("/en/daten/liste").text
    assert re.search(r"Betrag</th><td><code>betrag</code></td><td>Zahl, EUR", german)
    assert re.search(r"Amount</th><td><code>betrag</code></td>", english)


def test_files_stand_with_size_and_sum(client: TestClient, made: Made) -> None:
    text = client.get("/daten/liste").text
    for file in made.files:
        if file.name.startswith("liste.") and "metadata" not in file.name:
            assert f'href="/daten/liste/{made.name}/{file.name}"' in text
            assert file.sha256 in text


def test_releases_lead_to_what_changed(client: TestClient, app: FastAPI, made: Made) -> None:
    newer = a_published(app, many_rows(60))
    text = client.get("/daten/liste").text
    assert f'href="/daten/liste/{made.name}..{newer.name}"' in text
    assert f'href="/daten/liste/{made.name}"' in text
    assert "Erste Ausgabe" in text


def test_an_older_release_keeps_its_page(client: TestClient, app: FastAPI, made: Made) -> None:
    a_published(app, many_rows(60), title=Text(de="Neuer Titel"))
    text = client.get(f"/daten/liste/{made.name}").text
    assert "Ältere Ausgabe" in text
    assert "Ein Datensatz" in text
    assert "50 Zeilen" in text
    assert "60 Zeilen" in client.get("/daten/liste").text


def test_cells_are_never_markup(client: TestClient, app: FastAPI) -> None:
    a_published(app, [(1, "<script>x</script>", None), (2, 'https://x.example/"onload=', None)])
    text = client.get("/daten/liste").text
    assert "<script>x" not in text
    assert '"onload=' not in text


def test_every_type_of_column_can_be_filtered(client: TestClient, app: FastAPI) -> None:
    a_published(app, [("x", 1, 1.5, True, None, None, 2020)], columns=all_types(), key=())
    for name in re.findall(r'<(?:input|select)[^>]* name="([^"]+)"', client.get("/daten/liste").text.split("<tbody>")[0]):
        value = {"boolean": "true", "date__contains": "2026", "datetime__contains": "2026"}.get(name, "1")
        assert client.get("/daten/liste", params={name: value}).status_code == 200


def test_a_column_called_like_a_parameter_can_be_filtered(client: TestClient, app: FastAPI) -> None:
    columns = [column.model_copy(update={"name": name}) for column, name in zip(all_types()[1:3], ("limit", "sort"), strict=True)]
    a_published(app, [(1, 1.0), (2, 2.0)], columns=tuple(columns), key=())
    assert [row[0] for row in rows(client.get("/daten/liste?limit__eq=2").text)] == ["2"]


def test_an_empty_table_says_so(client: TestClient, app: FastAPI) -> None:
    a_published(app, [])
    assert "Diese Ausgabe hat keine Zeilen." in client.get("/daten/liste").text


def test_the_address_of_ckan_leads_to_the_page(client: TestClient, made: Made) -> None:
    uid = client.get("/api/action/package_show?id=liste").json()["result"]["id"]
    assert [client.get(f"/dataset/{name}").headers["location"] for name in ("liste", uid)] == ["/daten/liste"] * 2
    assert client.get("/dataset/nichts").status_code == 404


def test_an_unknown_dataset_or_release_is_not_found(client: TestClient, made: Made) -> None:
    assert [client.get(path).status_code for path in ("/daten/nichts", "/daten/liste/1999-01-01", "/daten/liste/egal")] == [404] * 3
