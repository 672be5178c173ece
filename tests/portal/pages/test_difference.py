from fastapi import FastAPI
from starlette.testclient import TestClient

from tests.published import a_published, many_rows


def test_two_releases_are_compared_on_a_page(app: FastAPI, client: TestClient) -> None:
    first = a_published(app, [(1, "Brücke", 1.5), (2, "Radweg", 2), (3, "Hafen", 3)]).name
    second = a_published(app, [(1, "Brücke", 1234.5), (2, "Radweg", 2), (4, "Schule <b>", 3)]).name
    page = client.get(f"/daten/liste/{first}..{second}").text
    assert "Geändert: 1" in page
    assert "1.234,5" in page
    assert "1 Zeile ist gleich geblieben." in page
    assert "Schule &lt;b&gt;" in client.get(f"/daten/liste/{first}..{second}?art=neu").text
    assert "Hafen" in client.get(f"/daten/liste/{first}..{second}?art=entfernt").text
    assert "1,234.5" in client.get(f"/en/daten/liste/{first}..{second}").text
    assert f'href="/daten/liste/{first}..{second}"' in client.get("/daten/liste").text


def test_the_form_leads_to_the_page(app: FastAPI, client: TestClient) -> None:
    first, second = a_published(app).name, a_published(app, many_rows(5)).name
    answer = client.get(f"/daten/liste/vergleich?von={first}&bis={second}")
    assert answer.headers["location"] == f"/daten/liste/{first}..{second}"
    for query in ("von=x&bis=//evil", f"von={first}&bis={first}", ""):
        assert client.get(f"/daten/liste/vergleich?{query}").headers["location"] == "/daten/liste#ausgaben"
    assert client.get(f"/daten/liste/{first}..2001-01-01").status_code == 404


def test_many_differences_come_by_pages(app: FastAPI, client: TestClient) -> None:
    first, second = a_published(app, many_rows(1)).name, a_published(app, many_rows(120)).name
    address = f"/daten/liste/{first}..{second}?art=neu"
    assert 'rel="next"' in client.get(address).text
    last = client.get(f"{address}&seite=3").text
    assert 'rel="next"' not in last
    assert '<td class="number">120</td>' in last
