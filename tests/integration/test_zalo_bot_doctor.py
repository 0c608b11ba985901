"""What `hoidap doctor` finds out about the Zalo bot: each finding with one thing changed."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from bot.channels.base import Finding
from tests.fakes.telegram import Toxic
from tests.fakes.zalo_bot import FakeZaloBot
from tests.integration.zalo_bot_channel import SECRET, channel_for, mounted, sending

ROOM = "abcdef1234567890abcd"
NAME = f"Phòng cán bộ zalo_bot:{ROOM}"
INTAKE = "Nhận tin Zalo Bot"
WEBHOOK = {"mode": "webhook", "secret": SecretStr(SECRET)}


@pytest.fixture(params=["200", "mirror"])
async def fake(request: pytest.FixtureRequest) -> AsyncIterator[FakeZaloBot]:
    async with FakeZaloBot(status=request.param) as platform:
        yield platform


async def found(fake: FakeZaloBot, **options: object) -> dict[str, Finding]:
    """The findings by name."""
    async with sending(fake, **options) as channel:
        return {finding.name: finding for finding in await channel.diagnose([ROOM])}


async def test_polling_is_for_trying_out(fake: FakeZaloBot) -> None:
    """The token is fine, what cannot be asked is said to be unknown, and webhook is advised."""
    findings = await found(fake)
    assert {name: finding.ok for name, finding in findings.items()} == {"Mã bot Zalo": True, INTAKE: None, NAME: None}
    assert "HOIDAP_ZALO_BOT_MODE=webhook" in findings[INTAKE].advice


async def test_a_refused_token_is_all_there_is_to_say(fake: FakeZaloBot) -> None:
    """With what to do, and without the token."""
    fake.token = "1:another"
    [(name, finding)] = (await found(fake)).items()
    assert (name, finding.ok) == ("Mã bot Zalo", False)
    assert "Zalo Bot Creator" in finding.advice
    assert "FakeToken" not in str(finding)


async def test_a_network_that_is_not_there(fake: FakeZaloBot) -> None:
    """Told apart from a wrong token."""
    [finding] = (await found(fake, api_url="http://127.0.0.1:9")).values()
    assert finding.ok is False
    assert "HOIDAP_ZALO_BOT_API_URL" in finding.advice


async def test_a_webhook_left_over(fake: FakeZaloBot) -> None:
    """It keeps a polling bot deaf until it is removed."""
    fake.world.webhook_url = "https://old.example/zalo"
    assert "webhook" in (await found(fake))[INTAKE].detail


async def test_a_webhook_that_answers(fake: FakeZaloBot) -> None:
    """Zalo's own look at it decides."""
    async with mounted(fake, **WEBHOOK) as (channel, origin):
        fake.world.webhook_url = f"{origin}/zalo_bot/{channel.account}"
        findings = {finding.name: finding for finding in await channel.diagnose([])}
    assert findings[INTAKE].ok is True


@pytest.mark.parametrize(("url", "words"), [("", "chưa gửi tin về webhook"), ("http://127.0.0.1:9", "webhook.err")])
async def test_a_webhook_that_does_not(fake: FakeZaloBot, url: str, words: str) -> None:
    """Not registered, or registered and out of reach."""
    channel = channel_for(fake, **WEBHOOK, public_url="http://127.0.0.1:9")
    fake.world.webhook_url = url and f"{url}/zalo_bot/{channel.account}"
    finding = {one.name: one for one in await channel.diagnose([])}[INTAKE]
    await channel.stop()
    assert finding.ok is False
    assert words in finding.detail


async def test_no_more_looks_today(fake: FakeZaloBot) -> None:
    """The daily limit of testWebhook is no fault of the ward's."""
    fake.toxics.add(Toxic("error", method="testWebhook", status=426, description="Too many"))
    channel = channel_for(fake, **WEBHOOK, public_url="http://127.0.0.1:9")
    fake.world.webhook_url = f"http://127.0.0.1:9/zalo_bot/{channel.account}"
    finding = {one.name: one for one in await channel.diagnose([])}[INTAKE]
    await channel.stop()
    assert finding.ok is True


async def test_a_bot_that_may_not_be_in_groups(fake: FakeZaloBot) -> None:
    """A staff room on Zalo is then a mistake."""
    fake.switches.joins_groups = False
    finding = (await found(fake))[NAME]
    assert (finding.ok, "telegram" in finding.advice) == (False, True)
