import hashlib
import io
import json
import zipfile

from fastapi import FastAPI
from starlette.testclient import TestClient

from datasets import withdrawing
from tests.published import a_published, many_rows


def test_own_data_come_as_one_zip_until_one_of_them_changes(app: FastAPI, client: TestClient) -> None:
    assert client.get("/daten/alles.zip").status_code == 404
    a_published(app, slug="erste", origin="own")
    made = a_published(app, many_rows(7), slug="zweite", origin="own")
    a_published(app, slug="fremde", origin="harvested")
    answer = client.get("/daten/alles.zip")
    assert answer.headers["etag"] == f'"{hashlib.sha256(answer.content).hexdigest()}"'
    whole = zipfile.ZipFile(io.BytesIO(answer.content))
    names = set(whole.namelist())
    assert {name.split("/")[0] for name in names} == {"README.txt", "erste", "zweite"}
    assert {"erste/datapackage.json", "erste/erste.csv", "zweite/zweite.parquet"} <= names
    assert not [name for name in names if name.endswith(".zip")]
    package = json.loads(whole.read("zweite/datapackage.json"))
    assert hashlib.sha256(whole.read("zweite/zweite.csv")).hexdigest() in json.dumps(package)
    assert client.get("/daten/alles.zip", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    assert client.get("/daten/alles.zip", headers={"Range": "bytes=0-9"}).content == answer.content[:10]
    a_published(app, many_rows(8), slug="zweite", origin="own")
    later = client.get("/daten/alles.zip")
    assert later.headers["etag"] != answer.headers["etag"]
    newest = client.get("/daten/zweite/abfrage.json").json()["release"]
    withdrawing.withdraw(app.state.engine, app.state.settings, "zweite", newest, "Falsch.")
    assert list((app.state.settings.home / "everything").glob("*.zip")) == []
    assert client.get("/daten/alles.zip").headers["etag"] == answer.headers["etag"]
    assert made.name != newest
