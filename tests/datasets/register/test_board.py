"""Bands in their order, and an empty board."""

import pytest
from sqlmodel import Session

from datasets.register import board, projects
from datasets.register.projects import ProjectQuestion


def test_two_bands_lie_between_their_neighbours() -> None:
    bands = [None, "", "low", "low-medium", "medium", "medium-high", "high", "high-very_high", "very_high"]
    assert [board.rank(band) for band in bands] == [0, 0, 2, 3, 4, 5, 6, 7, 8]


@pytest.mark.parametrize("sort", ["", *board.SORTS])
def test_an_empty_register_gives_an_empty_list(session: Session, sort: str) -> None:
    listing = projects.listing(session, ProjectQuestion(q="", topic="energie", sort=sort))
    assert (listing.items, listing.total, listing.page, listing.pages) == ((), 0, 1, 1)
    assert projects.to_rate(session, "2026-11-23", 3) == projects.newest(session, 3) == []
