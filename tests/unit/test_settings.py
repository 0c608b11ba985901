"""Settings are read once; a wrong one is named, in Vietnamese, and a secret never shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.bootstrap import room_specs
from bot.errors import SettingError
from bot.settings import Settings, read_settings

TOKEN = "8100000001:AAFakeTokenOfTheHoiDapTestBot-0123"
SECRET = "mot-bi-mat_du-dai-0123"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"HOIDAP_{name.upper()}", raising=False)


def test_nothing_needs_to_be_set() -> None:
    """Without a single setting the bot has SQLite in ./data, the web page and the web staff room."""
    settings = read_settings(None)
    assert settings.database == "sqlite:///data/hoidap.db"
    assert settings.rooms == ("web",)
    assert settings.telegram_token is None


def test_the_file_is_read_and_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`.env` holds settings; a variable of the environment is stronger; an empty one is unset."""
    file = tmp_path / ".env"
    file.write_text("HOIDAP_PORT=9000\nHOIDAP_KEEP_DAYS=30\nHOIDAP_TELEGRAM_TOKEN=\n", encoding="utf-8")
    monkeypatch.setenv("HOIDAP_PORT", "9001")
    settings = read_settings(file)
    assert (settings.port, settings.keep_days, settings.telegram_token) == (9001, 30, None)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "mười"),
        ("PORT", "70000"),
        ("KEEP_DAYS", "0"),
        ("TELEGRAM_MODE", "push"),
        ("STAFF_ROOM", "facebook"),
        ("STAFF_ROOM", ""),
        ("LOG_LEVEL", "LOUD"),
        ("SIGN", "chức vụ"),
        ("FAQ_ACCEPT_LOSS", "có lẽ"),
        ("TELEGRAM_TOKEN", "mã-bí-mật-sai"),
        ("TELEGRAM_SECRET", "ngắn"),
        ("DATABASE_URL", "mysql://hoidap:mã-bí-mật-sai@máy/hoidap"),
        ("DATABASE_URL", "hoidap"),
        ("PUBLIC_URL", "hoidap.phuong.vn"),
        ("PUBLIC_URL", "https://phuong.vn/hoi-dap"),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """The complaint names the setting and what is expected, and does not repeat what may be a secret."""
    monkeypatch.setenv(f"HOIDAP_{name}", value)
    with pytest.raises(SettingError) as wrong:
        read_settings(None)
    assert f"HOIDAP_{name}" in str(wrong.value)
    assert "mã-bí-mật-sai" not in str(wrong.value)


def test_every_wrong_setting_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two mistakes are two lines."""
    monkeypatch.setenv("HOIDAP_PORT", "x")
    monkeypatch.setenv("HOIDAP_SIGN", "x")
    with pytest.raises(SettingError) as wrong:
        read_settings(None)
    assert len(str(wrong.value).splitlines()) == 2


@pytest.mark.parametrize(
    ("missing", "set_too"),
    [
        ("HOIDAP_TELEGRAM_SECRET", {"HOIDAP_PUBLIC_URL": "https://x.vn"}),
        ("HOIDAP_PUBLIC_URL", {"HOIDAP_TELEGRAM_SECRET": SECRET}),
    ],
)
def test_a_webhook_needs_secret_and_address(
    monkeypatch: pytest.MonkeyPatch, missing: str, set_too: dict[str, str]
) -> None:
    """Webhook mode without one of them does not start; with both it does."""
    monkeypatch.setenv("HOIDAP_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("HOIDAP_TELEGRAM_MODE", "webhook")
    for name, value in set_too.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingError, match=missing):
        read_settings(None)
    monkeypatch.setenv(missing, SECRET if "SECRET" in missing else "https://x.vn")
    assert read_settings(None).telegram_mode == "webhook"


def test_a_telegram_room_needs_a_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """A staff group without a bot to read it is a mistake."""
    monkeypatch.setenv("HOIDAP_STAFF_ROOM", "web, telegram:-1001")
    with pytest.raises(SettingError, match="HOIDAP_TELEGRAM_TOKEN"):
        read_settings(None)


def test_rooms_know_where_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each spec leads to a channel, an account and a chat."""
    monkeypatch.setenv("HOIDAP_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("HOIDAP_STAFF_ROOM", "web,telegram:-1001, telegram:-1002,web")
    assert room_specs(read_settings(None)) == {
        "web": ("web", "web", "staff"),
        "telegram:-1001": ("telegram", "8100000001", "-1001"),
        "telegram:-1002": ("telegram", "8100000001", "-1002"),
    }


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """Printing the settings prints no secret, and they cannot be changed."""
    monkeypatch.setenv("HOIDAP_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("HOIDAP_TELEGRAM_SECRET", SECRET)
    settings = read_settings(None)
    assert TOKEN not in repr(settings)
    assert SECRET not in repr(settings)
    with pytest.raises(ValueError, match="frozen"):
        settings.port = 1


OA = {
    "HOIDAP_ZALO_OA_APP_ID": "1234567890",
    "HOIDAP_ZALO_OA_APP_SECRET": "khoa-bi-mat-cua-ung-dung",
    "HOIDAP_ZALO_OA_ID": "4318657068771012646",
    "HOIDAP_ZALO_OA_SECRET": "khoa-bi-mat-cua-webhook",
    "HOIDAP_PUBLIC_URL": "https://x.vn",
}


@pytest.mark.parametrize("missing", [name for name in OA if not name.endswith("APP_ID")])
def test_an_official_account_needs_all_its_settings(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    """Each that is missing is named; with all of them the account is on, and no secret shows."""
    for name, value in OA.items():
        monkeypatch.setenv(name, value)
    settings = read_settings(None)
    assert settings.zalo_oa_id == OA["HOIDAP_ZALO_OA_ID"]
    assert "khoa-bi-mat" not in repr(settings)
    monkeypatch.delenv(missing)
    with pytest.raises(SettingError, match=missing):
        read_settings(None)


def test_log_only_needs_no_webhook_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is for the time before the secret is known."""
    for name, value in OA.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("HOIDAP_ZALO_OA_SECRET")
    monkeypatch.setenv("HOIDAP_ZALO_OA_SIGNATURE", "log")
    assert read_settings(None).zalo_oa_signature == "log"


@pytest.mark.parametrize(
    ("name", "value"), [("ID", "OA của phường"), ("APP_ID", "12a"), ("SIGNATURE", "no"), ("VERIFIER", "../x.html")]
)
def test_a_wrong_setting_of_the_account_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """Ids are digits, the domain's proof is a file's name."""
    for other, good in OA.items():
        monkeypatch.setenv(other, good)
    monkeypatch.setenv(f"HOIDAP_ZALO_OA_{name}", value)
    with pytest.raises(SettingError, match=f"HOIDAP_ZALO_OA_{name}"):
        read_settings(None)


def test_a_group_of_the_account_knows_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """And needs the account to be set."""
    monkeypatch.setenv("HOIDAP_STAFF_ROOM", "zalo_oa:f414c8f76fa586fbdfb4")
    with pytest.raises(SettingError, match="HOIDAP_ZALO_OA_APP_ID"):
        read_settings(None)
    for name, value in OA.items():
        monkeypatch.setenv(name, value)
    assert room_specs(read_settings(None)) == {
        "zalo_oa:f414c8f76fa586fbdfb4": ("zalo_oa", "4318657068771012646", "f414c8f76fa586fbdfb4")
    }
