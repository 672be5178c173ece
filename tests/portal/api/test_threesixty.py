"""The city's own awards as 360Giving, over HTTP."""

import pytest

from tests.catalogues import the_register

PATH = "/daten/foerderungen/360giving.json"


def test_every_award_of_the_register_is_a_grant_or_is_named_as_none(app, settings, client):
    shown = {one.slug: one for one in the_register(app.state.engine, settings)}["foerderungen"]
    package = client.get(PATH).json()
    assert len(package["grants"]) + len(package["leftOut"]) == shown.current.rows
    assert package["grants"]
    assert all(row["missing"] for row in package["leftOut"])


@pytest.mark.parametrize("path", [PATH, "/daten/unbekannt/360giving.json"])
def test_without_awards_there_is_nothing(path, client):
    assert client.get(path).status_code == 404
