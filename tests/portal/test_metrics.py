import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from datasets.settings import Settings
from portal.metrics import group_of, token


@pytest.mark.parametrize(
    ("path", "group"),
    [("/", "start"), ("/projekte/a", "projekte"), ("/wp-login.php", "other"), ("/static/x.css", "static"), ("*", "start")],
)
def test_what_strangers_ask_for_makes_no_new_groups(path: str, group: str) -> None:
    assert group_of(path) == group


def test_answers_are_counted_by_group_and_status(app: FastAPI) -> None:
    client = TestClient(app)
    for path in ("/en/hilfe", "/projekte/none/x", "/projekte/none/y"):
        client.get(path)
    assert app.state.registry.get_sample_value("portal_answers_total", {"group": "projekte", "status": "404"}) == 2
    assert app.state.registry.get_sample_value("portal_answers_total", {"group": "other", "status": "200"}) == 1


def test_only_the_token_opens_them(client: TestClient, settings: Settings) -> None:
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers=[(b"Authorization", b"Bearer \xe4")]).status_code == 404
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {token(settings.secret())}"})
    assert "portal_answers_total" in answer.text
