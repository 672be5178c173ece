import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from tests.published import a_published


@pytest.mark.parametrize(("kind", "media_type"), [
    ("bib", "application/x-bibtex"), ("json", "application/vnd.citationstyles.csl+json"), ("txt", "text/plain"),
])  # fmt: skip
def test_a_citation_is_a_file_of_the_release(app: FastAPI, client: TestClient, kind: str, media_type: str) -> None:
    name = a_published(app).name
    leads = client.get(f"/daten/liste/zitat.{kind}")
    assert leads.headers["location"] == f"/daten/liste/{name}/zitat.{kind}"
    answer = client.get(leads.headers["location"])
    assert answer.headers["content-type"].startswith(media_type)
    assert f"/daten/liste/{name}" in answer.text
    assert "Datensatz" in answer.text or kind == "json"
    assert "Data set" in client.get(f"/en/daten/liste/{name}/zitat.txt").text


def test_other_forms_do_not_exist(app: FastAPI, client: TestClient) -> None:
    name = a_published(app).name
    assert client.get(f"/daten/liste/{name}/zitat.ris").status_code in {404, 422}
    assert client.get("/daten/liste/2001-01-01/zitat.bib").status_code == 404
