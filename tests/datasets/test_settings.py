"""Settings are read once; a wrong one stops the start with one sentence."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from datasets.errors import SettingsWrong
from datasets.settings import ROOT, Settings


def test_everything_has_a_default():
    settings = Settings.from_environment({})
    assert settings.home == ROOT / "var"
    assert settings.database_url == f"sqlite:///{ROOT / 'var' / 'mehrwert.sqlite'}"
    assert settings.snapshot_hours == 24


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("HOMME", "x", "MEHRWERT_HOMME is not a setting"),
        ("DATABASE_URL", "mysql://x", "MEHRWERT_DATABASE_URL must begin"),
        ("BASE_URL", "mehrwert.example", "must begin with http"),
        ("TRUSTED_PROXIES", "10.0.0.300", "MEHRWERT_TRUSTED_PROXIES"),
        ("SNAPSHOT_HOURS", "-1", "number of hours"),
        ("SNAPSHOT_HOURS", "nan", "number of hours"),
        ("CITY", "/nowhere", "city.toml does not exist"),
        ("COMMENTS", "closed", "MEHRWERT_COMMENTS must be held or open"),
        ("MAIL_SERVER", "mail.example.org", "MEHRWERT_MAIL_SERVER must be smtp://"),
        ("MAIL_SERVER", "smtp://mail.example.org", "MEHRWERT_MAIL_FROM must be"),
    ],
)
def test_a_wrong_setting_is_named(name, value, said):
    with pytest.raises(SettingsWrong, match=said):
        Settings.from_environment({f"MEHRWERT_{name}": value})


def test_networks_and_addresses_are_proxies():
    settings = Settings.from_environment({"MEHRWERT_TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/8,::1"})
    assert [str(network) for network in settings.trusted_proxies] == ["127.0.0.1/32", "10.0.0.0/8", "::1/128"]


def test_the_secret_is_made_once_by_however_many(tmp_path):
    settings = Settings.from_environment({"MEHRWERT_HOME": str(tmp_path / "new")})
    with ThreadPoolExecutor(16) as pool:
        found = set(pool.map(lambda _: settings.secret(), range(64)))
    assert len(found) == 1
    assert stat.S_IMODE(settings.secret_file.stat().st_mode) == 0o600


def test_a_broken_secret_is_never_used(tmp_path):
    (tmp_path / "secret").write_text("short")
    with pytest.raises(SettingsWrong, match="64 characters"):
        Settings.from_environment({"MEHRWERT_HOME": str(tmp_path)}).secret()
