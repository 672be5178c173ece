"""The one HTTP client: no byte to a private address, no answer without limits."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.errors import AddressForbidden, MehrwertError, Unreachable
from datasets.web import Limits, Web, guard
from tests.sites import Answer


@pytest.fixture
def web():
    made = Web("test@example.org", Limits(bytes=1_000_000, seconds=5, silence=2))
    yield made
    made.close()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://10.1.2.3/", "http://192.168.0.1/", "http://169.254.169.254/latest/", "http://[::1]/",
        "http://[fe80::1]/", "http://0.0.0.0/", "http://2130706433/", "http://[::ffff:127.0.0.1]/", "http://100.64.0.1/",
    ],
)  # fmt: skip
def test_private_addresses_are_forbidden(url):
    with pytest.raises(MehrwertError) as error:
        guard(url)
    assert isinstance(error.value, AddressForbidden | Unreachable)


@pytest.mark.parametrize("url", ["ftp://example.org/", "file:///etc/passwd", "http://", "http://user@127.0.0.1/", "//x", "javascript:1"])
def test_what_is_no_plain_address_is_forbidden(url):
    with pytest.raises(AddressForbidden):
        guard(url)


@given(st.text())
def test_any_text_is_answered_by_our_own_errors(text):
    with pytest.raises(MehrwertError):
        guard(f"http://[{text}")


def test_an_address_of_the_installation_itself_is_allowed():
    guard("http://127.0.0.1:8080/x", frozenset({"127.0.0.1:8080"}))


def test_another_port_of_the_same_host_is_not():
    with pytest.raises(AddressForbidden):
        guard("http://127.0.0.1:5432/", frozenset({"127.0.0.1:8080"}))


def fetch(web, site, tmp_path, **more):
    return web.fetch(f"{site}/x", tmp_path / "x", named=frozenset({site.removeprefix("http://")}), **more)


def test_a_form_is_sent_in_the_encoding_of_the_source(fake_site, web, tmp_path):
    site = fake_site(lambda asked: Answer(asked.body))
    assert fetch(web, site, tmp_path, method="POST", form={"ort": "Köln €"}, encoding="iso-8859-15").path.read_bytes() == b"ort=K%F6ln+%A4"


def test_cookies_of_a_flow_are_kept(fake_site, web, tmp_path):
    site = fake_site(lambda asked: Answer(asked.headers.get("cookie", "").encode(), headers={"Set-Cookie": "a=1"}))
    fetch(web, site, tmp_path)
    assert fetch(web, site, tmp_path).path.read_bytes() == b"a=1"


def test_a_compression_bomb_is_cut(fake_site, web, tmp_path):
    site = fake_site(lambda _: Answer(gzip.compress(b"0" * 50_000_000), headers={"Content-Encoding": "gzip"}))
    with pytest.raises(Unreachable, match="more than 1,000,000 bytes"):
        fetch(web, site, tmp_path)


def test_a_truncated_answer_is_an_error(fake_site, web, tmp_path):
    site = fake_site(lambda _: Answer(b"half", headers={"Content-Length": "8"}))
    with pytest.raises(Unreachable, match="did not answer"):
        fetch(web, site, tmp_path)
