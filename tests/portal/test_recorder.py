from typing import Any

from portal.recorder import LARGEST, Recorder
from tests import loops


def _recorded(start: dict[str, Any], *bodies: dict[str, Any]) -> tuple[Recorder, list[Any]]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def speak() -> Recorder:
        recorder = Recorder(send)
        await recorder({"type": "http.response.start", "status": 200, "headers": []} | start)
        for body in bodies:
            await recorder({"type": "http.response.body"} | body)
        return recorder

    return loops.run(speak()), sent


def test_a_small_answer_is_held_back_whole() -> None:
    recorder, sent = _recorded({}, {"body": b"a", "more_body": True}, {"body": b"b"})
    assert (sent, recorder.keepable, recorder.kept("").body.head) == ([], True, b"ab")


def test_an_answer_that_grows_too_large_is_let_go_without_loss() -> None:
    part = b"x" * (LARGEST // 2)
    recorder, sent = _recorded({}, *[{"body": part, "more_body": True}] * 3, {"body": b"end"})
    assert not recorder.keepable
    assert b"".join(message.get("body", b"") for message in sent) == part * 3 + b"end"


def test_a_file_with_its_own_tag_passes() -> None:
    _, sent = _recorded({"headers": [(b"etag", b'"sum"')]}, {"body": b"a"})
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]


def test_an_error_page_is_taken_apart_but_not_kept() -> None:
    recorder, _ = _recorded({"status": 404, "headers": [(b"content-type", b"text/html")]}, {"body": b"a"})
    assert (recorder.keepable, recorder.kept("").mark) == (False, b"")
