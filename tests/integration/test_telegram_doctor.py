"""What `hoidap doctor` finds out about Telegram: each finding from a healthy bot with one thing changed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from bot.channels.base import Finding
from bot.channels.telegram import TelegramChannel
from tests.fakes.clock import FakeClock
from tests.fakes.telegram import FakeTelegram, Toxic
from tests.integration.telegram_channel import HUNG, RIGHTS, channel_for, sending

ROOM = -1_002_345_678_901
NAME = f"Phòng cán bộ telegram:{ROOM}"


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    """A Telegram with a forum in which the bot may do all it needs."""
    async with FakeTelegram() as telegram:
        telegram.people.add_user(HUNG, "Hùng")
        telegram.people.add_group(
            "Cán bộ", [HUNG], is_forum=True, bot_status="administrator", bot_rights=RIGHTS, chat_id=ROOM
        )
        yield telegram


async def found(channel: TelegramChannel, *rooms: int) -> dict[str, Finding]:
    """The findings by name."""
    findings = await channel.diagnose([str(room) for room in rooms or (ROOM,)])
    return {finding.name: finding for finding in findings}


async def test_a_healthy_bot_has_nothing_to_mend(fake: FakeTelegram) -> None:
    """Everything is looked at, everything is fine, nothing is advised."""
    async with sending(fake) as channel:
        findings = await found(channel)
    assert list(findings) == ["Mã bot", NAME, f"{NAME}: nghe", f"{NAME}: chủ đề", "Nhận tin", "Đồng hồ"]
    assert [finding for finding in findings.values() if finding.ok is not True or finding.advice] == []


@pytest.mark.parametrize(("status", "words"), [(401, "Unauthorized"), (404, "Not Found")])
async def test_a_refused_token_is_told_first(fake: FakeTelegram, status: int, words: str) -> None:
    """With what to do, and nothing is asked that could not be answered."""
    fake.toxics.add(Toxic("error", status=status, description=words))
    async with sending(fake) as channel:
        findings = await found(channel)
    assert list(findings) == ["Mã bot", "Đồng hồ"]
    assert findings["Mã bot"].ok is False
    assert "@BotFather" in findings["Mã bot"].advice


async def test_a_network_that_is_not_there_is_told_apart_from_a_wrong_token(fake: FakeTelegram) -> None:
    """And the complaint holds no token."""
    await fake.stop()
    async with sending(fake) as channel:
        findings = await found(channel)
    assert findings["Mã bot"].ok is False
    assert "HOIDAP_TELEGRAM_API_URL" in findings["Mã bot"].advice
    assert fake.token not in str(findings)
    assert findings["Đồng hồ"].ok is None


async def test_a_room_that_is_not_there(fake: FakeTelegram) -> None:
    """The id is wrong, or the group became a supergroup."""
    async with sending(fake) as channel:
        finding = (await found(channel, -404))["Phòng cán bộ telegram:-404"]
    assert finding.ok is False
    assert "chat not found" in finding.detail
    assert "HOIDAP_STAFF_ROOM" in finding.advice


async def test_a_room_that_is_a_private_chat(fake: FakeTelegram) -> None:
    """Somebody wrote a person's id into the setting."""
    fake.people.say(HUNG, "/start")
    async with sending(fake) as channel:
        finding = (await found(channel, HUNG))[f"Phòng cán bộ telegram:{HUNG}"]
    assert (finding.ok, finding.detail) == (False, "Đây không phải là nhóm")


@pytest.mark.parametrize("status", ["left", "kicked"])
async def test_a_room_without_the_bot(fake: FakeTelegram, status: str) -> None:
    """Nobody invited it."""
    fake.people.set_bot_member(ROOM, status)
    async with sending(fake) as channel:
        finding = (await found(channel))[NAME]
    assert (finding.ok, finding.advice) == (False, "Mời @hoidap_bot vào nhóm")


async def test_a_bot_that_may_not_write(fake: FakeTelegram) -> None:
    """It is in the room and muted."""
    fake.people.set_bot_member(ROOM, "restricted")
    async with sending(fake) as channel:
        assert (await found(channel))[NAME].ok is False


@pytest.mark.parametrize(
    ("is_forum", "privacy", "status", "ok"),
    [
        (True, True, "administrator", True),
        (True, True, "member", False),
        (True, False, "member", True),
        (False, True, "member", None),
        (False, False, "member", True),
    ],
)
async def test_what_the_bot_hears(
    fake: FakeTelegram, is_forum: bool, privacy: bool, status: str, ok: bool | None
) -> None:
    """Privacy mode makes a plain member deaf to topics, and hard of hearing in a plain group."""
    fake.world.chat(ROOM).is_forum = is_forum
    fake.people.set_privacy(privacy)
    fake.people.set_bot_member(ROOM, status, RIGHTS)
    async with sending(fake) as channel:
        finding = (await found(channel))[f"{NAME}: nghe"]
    assert finding.ok is ok
    assert bool(finding.advice) is (ok is not True)


@pytest.mark.parametrize(("is_forum", "rights", "ok"), [(True, RIGHTS, True), (True, [], False), (False, [], True)])
async def test_whether_topics_can_be_made(fake: FakeTelegram, is_forum: bool, rights: list[str], ok: bool) -> None:
    """A forum needs an administrator with that right; a plain group needs nothing."""
    fake.world.chat(ROOM).is_forum = is_forum
    fake.people.set_bot_member(ROOM, "administrator", rights)
    async with sending(fake) as channel:
        finding = (await found(channel))[f"{NAME}: chủ đề"]
    assert finding.ok is ok
    assert ("Quản lý chủ đề" in finding.advice) is not ok


async def test_a_webhook_in_the_way_of_polling(fake: FakeTelegram) -> None:
    """It will be removed, unless somebody else set it."""
    fake.world.webhook.set("http://127.0.0.1:9/other", "", 1)
    async with sending(fake) as channel:
        finding = (await found(channel))["Nhận tin"]
    assert finding.ok is None
    assert finding.advice


async def test_the_webhook_is_ours_or_not_or_failing(fake: FakeTelegram) -> None:
    """Address, last error and backlog are looked at; an old error is forgiven."""
    clock = FakeClock(datetime.now(UTC))
    channel = channel_for(
        fake, mode="webhook", secret=SecretStr("s" * 16), public_url="http://127.0.0.1:9", clock=clock
    )
    assert (await found(channel))["Nhận tin"].ok is False
    fake.world.webhook.url = f"http://127.0.0.1:9/telegram/{channel.account}"
    assert (await found(channel))["Nhận tin"].ok is True
    fake.world.webhook._note_error(0)
    finding = (await found(channel))["Nhận tin"]
    assert finding.ok is False
    assert "Connection refused" in finding.detail
    clock.advance(7200)
    assert (await found(channel))["Nhận tin"].ok is True
    await channel.stop()


async def test_a_slow_webhook_is_noticed(fake: FakeTelegram) -> None:
    """More than a hundred messages wait."""
    channel = channel_for(fake, mode="webhook", secret=SecretStr("s" * 16), public_url="http://127.0.0.1:9")
    fake.world.webhook.url = f"http://127.0.0.1:9/telegram/{channel.account}"
    for number in range(101):
        fake.people.say(HUNG, f"câu {number}")
    finding = (await found(channel))["Nhận tin"]
    assert finding.ok is None
    await channel.stop()


@pytest.mark.parametrize(("seconds", "ok"), [(0, True), (25, True), (-25, True), (40, False), (-3600, False)])
async def test_a_clock_that_is_wrong(fake: FakeTelegram, seconds: int, ok: bool) -> None:
    """Half a minute is the limit, either way."""
    clock = FakeClock(datetime.now(UTC) + timedelta(seconds=seconds))
    async with sending(fake, clock=clock) as channel:
        assert (await found(channel))["Đồng hồ"].ok is ok


async def test_a_question_that_is_not_answered_leaves_the_rest(fake: FakeTelegram) -> None:
    """Unknown is told as unknown."""
    fake.toxics.add(Toxic("error", method="getWebhookInfo", status=500))
    fake.toxics.add(Toxic("error", method="getChatMember", status=500))
    async with sending(fake) as channel:
        findings = await found(channel)
    assert findings["Nhận tin"].ok is None
    assert findings[NAME].ok is None
    assert findings["Mã bot"].ok is True
