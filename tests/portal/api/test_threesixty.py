"""The city's own awards as 360Giving, over HTTP."""

import pytest

from tests.catalogues import the_register
from tests.published import a_published

PATH = "/daten/foerderungen/360giving.json"


def test_every_award_of_the_register_is_a_grant_or_is_named_as_none(app, settings, client):
    shown = {one.slug: one for one in the_register(app.state.engine, settings)}["foerderungen"]
    package = client.get(PATH).json()
    assert len(package["grants"]) + len(package["leftOut"]) == shown.current.rows
    assert package["grants"]
    assert all(row["missing"] for row in package["leftOut"])


def test_a_table_of_somebody_else_under_that_name_has_a_page_and_no_grants(app, client):
    a_published(app, slug="foerderungen")
    assert client.get("/daten/foerderungen").status_code == 200
    answer = client.get(PATH)
    assert (answer.status_code, "amount_type" in answer.json()["detail"]) == (404, True)


@pytest.mark.parametrize("path", [PATH, "/daten/unbekannt/360giving.json"])
def test_without_awards_there_is_nothing(path, client):
    assert client.get(path).status_code == 404
