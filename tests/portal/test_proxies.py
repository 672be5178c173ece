import ipaddress
from dataclasses import replace

import pytest
from fastapi import FastAPI, Request
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from datasets.settings import Settings
from portal.app import create_app
from portal.proxies import client_of, parsed

TRUSTED = (ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("2001:db8::/32"))


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("192.0.2.1", "", "192.0.2.1"),
        ("192.0.2.1", "198.51.100.7", "192.0.2.1"),
        ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "6.6.6.6, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("10.0.0.1", "junk, 10.0.0.2", "10.0.0.2"),
        ("2001:db8::1", "[2001:dead::7]:443", "2001:dead::7"),
        ("::ffff:10.0.0.1", "198.51.100.7:55", "198.51.100.7"),
        ("", "198.51.100.7", ""),
    ],
)
def test_the_client_is_the_last_address_that_no_trusted_proxy_has(peer: str, forwarded: str, client: str) -> None:
    assert client_of(parsed(peer), forwarded, TRUSTED) == client


@given(st.text(), st.text())
def test_whatever_is_sent_the_client_is_an_address_or_nothing(peer: str, forwarded: str) -> None:
    assert (found := client_of(parsed(peer), forwarded, TRUSTED)) == "" or parsed(found) is not None


@given(st.ip_addresses().map(str), st.text())
def test_a_stranger_cannot_choose_the_own_address(peer: str, forwarded: str) -> None:
    assert client_of(parsed(peer), forwarded, ()) == str(parsed(peer))


def test_scheme_and_client_come_from_a_trusted_proxy(settings: Settings) -> None:
    app = create_app(replace(settings, trusted_proxies=TRUSTED), fresh=0)
    app.add_api_route("/readyz/who", _who)
    headers = {"X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "https"}
    assert TestClient(app, client=("10.0.0.1", 1)).get("/readyz/who", headers=headers).json() == ["198.51.100.7", "https"]


def test_a_stranger_with_such_headers_is_noticed_and_not_believed(app: FastAPI) -> None:
    app.add_api_route("/readyz/who", _who)
    client = TestClient(app, client=("192.0.2.1", 1))
    assert client.get("/readyz/who", headers={"X-Forwarded-Proto": "https"}).json() == ["192.0.2.1", "http"]
    assert app.state.forwarded_by_strangers


def _who(request: Request) -> list[str]:
    return [request.state.client, request.url.scheme]
