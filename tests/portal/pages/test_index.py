"""Quoted ranks of the Smart City Index."""

from fastapi import FastAPI
from starlette.testclient import TestClient

from datasets.database import transaction
from datasets.tables.places import Rank

SOURCE = "https://www.example.org/index"


def test_ranks_are_shown_with_source_and_chart(app: FastAPI, client: TestClient) -> None:
    with transaction(app.state.engine) as session:
        for year, city, rank, sure in ((2019, "Dortmund", 9, True), (2021, "Dortmund", 22, False), (2021, "Bochum", 7, True)):
            session.add(Rank(year=year, city=city, category="gesamt", rank=rank, sure=sure, cities_ranked=81, source_url=SOURCE))
    page = client.get("/smart-city-index").text
    assert "2019: Platz 9; 2021: Platz 22 (unsicher)" in " ".join(page.split())
    assert "Bochum" in page
    assert page.count(f'href="{SOURCE}"') == 5


def test_without_ranks_the_page_says_so(client: TestClient) -> None:
    assert "noch keine Quelle" in client.get("/smart-city-index").text
