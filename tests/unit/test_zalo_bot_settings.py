"""The settings of the Zalo bot, and the channel that comes of them."""

from __future__ import annotations

import pytest

from bot.bootstrap import room_specs, zalo_bot_channel
from bot.errors import SettingError
from bot.settings import Settings, read_settings

TOKEN = "4200000001:FakeTokenOfTheHoiDapZaloBot"
SECRET = "mot-bi-mat_du-dai-0123"
GROUP = "abcdef1234567890abcd"


@pytest.fixture(autouse=True)
def only_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"HOIDAP_{name.upper()}", raising=False)
    monkeypatch.setenv("HOIDAP_ZALO_BOT_TOKEN", TOKEN)


async def test_the_token_is_all_it_takes() -> None:
    """Polling, no page for events, the allowance of the free plan; without the token there is no channel."""
    channel = zalo_bot_channel(read_settings(None))
    assert channel is not None
    assert (channel.account, channel.limits.account_per_month) == ("4200000001", 3000)
    assert {route.method for route in channel.routes()} == {"GET"}
    assert zalo_bot_channel(Settings(zalo_bot_token=None)) is None


async def test_a_webhook_has_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Under the bot's number, which is no secret."""
    for name, value in (("MODE", "webhook"), ("SECRET", SECRET)):
        monkeypatch.setenv(f"HOIDAP_ZALO_BOT_{name}", value)
    monkeypatch.setenv("HOIDAP_PUBLIC_URL", "https://x.vn")
    channel = zalo_bot_channel(read_settings(None))
    assert channel is not None
    assert ("POST", "/zalo_bot/4200000001") in {(route.method, route.path) for route in channel.routes()}


@pytest.mark.parametrize(
    ("missing", "others"),
    [
        ("HOIDAP_ZALO_BOT_SECRET", {"HOIDAP_PUBLIC_URL": "https://x.vn"}),
        ("HOIDAP_PUBLIC_URL", {"HOIDAP_ZALO_BOT_SECRET": SECRET}),
    ],
)
def test_a_webhook_needs_secret_and_address(
    monkeypatch: pytest.MonkeyPatch, missing: str, others: dict[str, str]
) -> None:
    """Without one of them the bot does not start, and says which."""
    monkeypatch.setenv("HOIDAP_ZALO_BOT_MODE", "webhook")
    for name, value in others.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingError, match=missing):
        read_settings(None)


@pytest.mark.parametrize(
    ("name", "value"),
    [("TOKEN", "không phải mã"), ("TOKEN", "123:a/b?c=ddddddd"), ("SECRET", "ngắn"), ("MODE", "push"), ("QUOTA", "0")],
)
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """And a value that may be a secret is not repeated."""
    monkeypatch.setenv(f"HOIDAP_ZALO_BOT_{name}", value)
    with pytest.raises(SettingError, match=f"HOIDAP_ZALO_BOT_{name}") as wrong:
        read_settings(None)
    assert "SECRET" not in name or value not in str(wrong.value)


def test_a_group_needs_the_bot(monkeypatch: pytest.MonkeyPatch) -> None:
    """A room leads to the channel, its account and the group; without a bot nobody would hear it."""
    monkeypatch.setenv("HOIDAP_STAFF_ROOM", f"web,zalo_bot:{GROUP}")
    assert room_specs(read_settings(None))[f"zalo_bot:{GROUP}"] == ("zalo_bot", "4200000001", GROUP)
    monkeypatch.delenv("HOIDAP_ZALO_BOT_TOKEN")
    with pytest.raises(SettingError, match="HOIDAP_ZALO_BOT_TOKEN"):
        read_settings(None)


def test_the_token_does_not_show() -> None:
    """Not even by printing the settings."""
    assert TOKEN not in repr(read_settings(None))
