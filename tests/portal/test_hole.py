from types import SimpleNamespace
from typing import Any

from portal import hole


def _request(**state: bool) -> Any:
    made = SimpleNamespace(make_stamp=lambda subject: f"stamp of {subject}")
    return SimpleNamespace(scope={"state": state}, app=SimpleNamespace(state=made))


def test_a_page_that_is_kept_leaves_a_marker() -> None:
    assert hole.split(hole.stamp_field(_request(hole=True))("rating/a").encode()) == (b"", "rating/a", b"")


def test_a_page_that_is_not_kept_gets_its_stamp_at_once() -> None:
    assert hole.stamp_field(_request())("rating/a") == "stamp of rating/a"


def test_a_page_without_a_hole_is_one_piece() -> None:
    assert hole.split(b"whole [stamp 1 a 1]") == (b"whole [stamp 1 a 1]", "", b"")
