"""The example of /methode is what the functions compute, and can be followed by hand."""

from starlette.testclient import TestClient

from portal.language import speak
from portal.pages import example


def test_the_example_can_be_followed_by_hand() -> None:
    speak("en")
    found = example.steps()
    assert found["products"] == "1 × 3 + 2 × 4.2 + 3 × 8.3 + 4 × 13 + 5 × 11.5"
    assert (found["sum"], found["together"]) == ("145.8", "40")
    # 145.8 / 40 = 3.645; half a hundredth goes up. Its interval is a reference value: 3.275 to 4.015.
    assert (found["score"], found["low"], found["high"], found["plain"]) == ("3.65", "3.27", "4.02", "3.70")


def test_the_page_shows_it_in_both_languages_with_no_place_left_open(client: TestClient) -> None:
    german, english = client.get("/methode").text, client.get("/en/methode").text
    assert "145,8" in german
    assert "3,65" in german
    assert "145.8" in english
    assert "$" not in german
    assert "$" not in english
