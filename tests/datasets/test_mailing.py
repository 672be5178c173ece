"""Through which server mail is sent: TLS is demanded of every machine but the own one."""

import pytest

from datasets.errors import SettingsWrong
from datasets.mailing import read_server

GIVEN = {"MAIL_SERVER": "smtp://mail.example.org", "MAIL_FROM": "portal@example.org"}
SITE = "https://mehrwert.example.org"


@pytest.mark.parametrize(
    ("server", "port", "tls"),
    [
        ("smtp://mail.example.org", 587, "upgraded"),
        ("smtp://mail.example.org:25", 25, "upgraded"),
        ("smtps://mail.example.org", 465, "wrapped"),
        ("smtp://127.0.0.1:2525", 2525, "none"),
    ],
)
def test_a_server_says_how_it_is_spoken_to(server: str, port: int, tls: str) -> None:
    found = read_server(GIVEN | {"MAIL_SERVER": server}, SITE)
    assert found is not None
    assert (found.port, found.tls) == (port, tls)


def test_without_a_server_there_is_none() -> None:
    assert read_server({"MAIL_FROM": "portal@example.org"}, "") is None


@pytest.mark.parametrize(
    ("values", "site", "said"),
    [
        ({"MAIL_FROM": "portal"}, SITE, "MAIL_FROM"),
        ({"MAIL_SERVER": "smtp://host:99999"}, SITE, "no valid port"),
        ({}, "", "needs MEHRWERT_BASE_URL"),
    ],
)
def test_what_is_wrong_is_named(values: dict[str, str], site: str, said: str) -> None:
    with pytest.raises(SettingsWrong, match=said):
        read_server(GIVEN | values, site)


def test_a_password_is_read_from_its_file(tmp_path) -> None:
    found = read_server(GIVEN | {"MAIL_PASSWORD_FILE": str(tmp_path / "password")}, SITE)
    assert found is not None
    with pytest.raises(SettingsWrong, match="cannot be read"):
        found.password()
    (tmp_path / "password").write_text("geheim\n")
    assert found.password() == "geheim"
