"""`hoidap zalo-login` and `hoidap doctor` for the Official Account, over the fake platform."""

from __future__ import annotations

import asyncio
import io
import re
import sys
from argparse import Namespace
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.channels.base import Delivered, Finding, Parcel
from bot.channels.zalo_oa import ZaloOaChannel
from bot.channels.zalo_oa.consent import read_address
from bot.cli import zalo_login
from bot.clock import SystemClock
from bot.db.engine import Database
from bot.errors import HoidapError
from bot.settings import Settings
from tests.fakes.clock import FakeClock
from tests.fakes.zalo_oa import APP_ID, APP_SECRET, OA_ID, WEBHOOK_SECRET, FakeZaloOa, Fault
from tests.integration.zalo_oa_channel import HUNG, LAN, ROOM, account_at, sending


@pytest.fixture
async def fake() -> AsyncIterator[FakeZaloOa]:
    async with FakeZaloOa() as platform:
        platform.people.add_user(LAN, "Lan").wrote_at = SystemClock().now()
        platform.people.add_group(ROOM, "Cán bộ", HUNG)
        yield platform


@pytest.fixture
def settings(fake: FakeZaloOa, sqlite_url: str, tmp_path: Path) -> Settings:
    return Settings(
        _env_file=None,
        database_url=sqlite_url,
        data_dir=tmp_path,
        public_url="https://hoidap.example/",
        zalo_oa_app_id=APP_ID,
        zalo_oa_app_secret=APP_SECRET,
        zalo_oa_id=OA_ID,
        zalo_oa_secret=WEBHOOK_SECRET,
        zalo_oa_api_url=fake.url,
        zalo_oa_oauth_url=fake.url,
    )


class Owner:
    """The owner at the keyboard: reads the address on the screen, agrees, and pastes where they landed."""

    def __init__(self, screen: io.StringIO, answer: Callable[[str], str]) -> None:
        self._screen = screen
        self._answer = answer

    def readline(self) -> str:
        address = re.search(r"http://127\S+/v4/oa/permission\S+", self._screen.getvalue())
        assert address is not None
        return self._answer(address[0])


async def log_in(settings: Settings, monkeypatch: pytest.MonkeyPatch, answer: Callable[[str], str]) -> str:
    """Run the command; what stood on the screen."""
    screen = io.StringIO()
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setattr(sys, "stdin", Owner(screen, answer))
    await asyncio.to_thread(zalo_login.execute, Namespace(), settings)
    return screen.getvalue()


async def test_the_owner_agrees_once_and_the_bot_can_send(
    fake: FakeZaloOa, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address asks for consent with PKCE; the pasted answer becomes tokens in the database, none on the screen."""
    said = await log_in(settings, monkeypatch, lambda address: fake.oauth.agree(address) + "\n")
    assert "https://hoidap.example/zalo_oa/consent" in said
    assert "Xong" in said
    assert fake.oauth.pair is not None
    assert fake.oauth.pair.access not in said
    database = Database(settings.database)
    async with sending(fake, database, SystemClock(), consented=False) as channel:
        assert isinstance(await channel.send(Parcel("text", LAN, "chào")), Delivered)
    await database.close()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda landed: "", "không có mã đồng ý"),
        (lambda landed: "https://hoidap.example/zalo_oa/consent?error=1", "không có mã đồng ý"),
        (lambda landed: re.sub(r"state=[^&]+", "state=khac", landed), "lần đồng ý khác"),
        (lambda landed: landed.replace(OA_ID, "999"), "HOIDAP_ZALO_OA_ID"),
        (lambda landed: re.sub(r"code=[^&]+", "code=sai", landed), "10 phút"),
    ],
    ids=["empty", "refused", "another state", "another account", "wrong code"],
)
async def test_what_goes_wrong_is_told(
    fake: FakeZaloOa, settings: Settings, monkeypatch: pytest.MonkeyPatch, change: Callable[[str], str], words: str
) -> None:
    """In Vietnamese, with what to do; nothing is kept."""
    with pytest.raises(HoidapError, match=re.escape(words)):
        await log_in(settings, monkeypatch, lambda address: change(fake.oauth.agree(address)))
    assert fake.oauth.pair is None


async def test_a_wrong_app_secret_is_told(
    fake: FakeZaloOa, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The setting is named, its value is not."""
    wrong = settings.model_copy(update={"zalo_oa_app_secret": type(settings.zalo_oa_app_secret)("khoa-sai")})  # type: ignore[misc]  # a SecretStr
    with pytest.raises(HoidapError, match="HOIDAP_ZALO_OA_APP_SECRET") as told:
        await log_in(wrong, monkeypatch, fake.oauth.agree)
    assert "khoa-sai" not in str(told.value)


async def test_without_settings_nothing_is_asked(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The missing setting is named."""
    bare = settings.model_copy(update={"zalo_oa_app_id": ""})
    with pytest.raises(HoidapError, match="HOIDAP_ZALO_OA_APP_ID"):
        await log_in(bare, monkeypatch, str)


def test_a_code_does_not_show() -> None:
    """Printing what was read prints no code."""
    read = read_address("https://x.vn/zalo_oa/consent?code=bi-mat&oa_id=1&state=s")
    assert read is not None
    assert (read.code, read.oa_id, read.state) == ("bi-mat", "1", "s")
    assert "bi-mat" not in repr(read)


async def found(channel: ZaloOaChannel, *rooms: str) -> dict[str, Finding]:
    """The findings by name."""
    return {finding.name: finding for finding in await channel.diagnose(rooms)}


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[Database]:
    opened = Database(sqlite_url)
    yield opened
    await opened.close()


async def test_a_healthy_account_has_nothing_to_mend(fake: FakeZaloOa, database: Database) -> None:
    """Everything is looked at, everything is fine."""
    account = account_at(fake, verifier="AbC")
    async with sending(fake, database, SystemClock(), account=account) as channel:
        findings = await found(channel, ROOM)
    assert [name for name, finding in findings.items() if finding.ok is not True] == []
    assert "UBND phường Thử" in findings["Zalo OA"].detail
    assert f"/zalo_oa/{OA_ID}" in findings["Zalo OA: webhook"].detail


async def test_what_is_wrong_is_found(fake: FakeZaloOa, database: Database) -> None:
    """An unknown group, log-only signatures, no domain file: each named with what to do."""
    account = account_at(fake, enforce=False)
    async with sending(fake, database, SystemClock(), account=account) as channel:
        findings = await found(channel, "khac")
    assert findings["Phòng cán bộ zalo_oa:khac"].ok is False
    assert findings["Zalo OA: webhook"].ok is None
    assert "HOIDAP_ZALO_OA_VERIFIER" in findings["Zalo OA: tên miền"].advice


async def test_a_missing_or_lost_consent_is_found(fake: FakeZaloOa, database: Database, clock: FakeClock) -> None:
    """Nothing is asked of Zalo without a token; of one that Zalo refuses only that is said."""
    async with sending(fake, database, clock, consented=False) as channel:
        missing = (await found(channel))["Zalo OA: mã truy cập"]
        assert (missing.ok, "zalo-login" in missing.advice) == (False, True)
        assert fake.calls == []
    async with sending(fake, database, clock) as channel:
        fake.oauth.grant()
        for _ in range(2):
            lost = await found(channel, ROOM)
            assert [name for name, finding in lost.items() if finding.ok is False] == ["Zalo OA: mã truy cập"]
            assert "-14020" in lost["Zalo OA: mã truy cập"].detail


async def test_a_wrong_key_of_the_app_is_found(fake: FakeZaloOa, database: Database, clock: FakeClock) -> None:
    """It shows when the token has to be renewed: the setting is named."""
    account = account_at(fake, app_secret=SecretStr("khoa-sai"))
    async with sending(fake, database, clock, account=account) as channel:
        fake.oauth.revoke()
        wrong = (await found(channel))["Zalo OA: mã truy cập"]
    assert (wrong.ok, "HOIDAP_ZALO_OA_APP_SECRET" in wrong.advice) == (False, True)
    assert "khoa-sai" not in str(wrong)


@pytest.mark.parametrize(
    ("fault", "ok"), [(Fault("error", "/getoa", code=-224), False), (Fault("reset", "/getoa", times=9), None)]
)
async def test_no_and_no_answer_are_told_apart(
    fake: FakeZaloOa, database: Database, fault: Fault, ok: bool | None
) -> None:
    """Zalo's number where it says no; the network where it says nothing."""
    fake.faults.add(replace(fault))
    async with sending(fake, database, SystemClock()) as channel:
        finding = (await found(channel))["Zalo OA"]
    assert finding.ok is ok
    assert ("-224: gói dịch vụ" in finding.detail) is (ok is False)
