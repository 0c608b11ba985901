"""The account's tokens: consent, renewal in time, one writer, and what happens when the pair is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.channels.base import Delivered, Parcel, RetryAt
from bot.channels.zalo_oa import ZaloOaChannel
from bot.channels.zalo_oa.oauth import challenge_of, new_verifier
from bot.channels.zalo_oa.tokens import NeedsConsentError
from bot.db.engine import Database
from bot.db.models import ZaloTokensRow
from tests.fakes.clock import FakeClock
from tests.fakes.waiting import until
from tests.fakes.zalo_oa import OA_ID, FakeZaloOa, Fault
from tests.integration.zalo_oa_channel import LAN, new_inbox, sending

HELLO = Parcel("text", LAN, "Dạ, chào anh/chị ạ")


@pytest.fixture
async def fake(clock: FakeClock) -> AsyncIterator[FakeZaloOa]:
    """A platform in which Lan has just written."""
    async with FakeZaloOa(clock) as platform:
        platform.people.add_user(LAN, "Lan").wrote_at = clock.now()
        yield platform


async def row(database: Database) -> ZaloTokensRow:
    async with database.read() as session:
        found = await session.get(ZaloTokensRow, OA_ID)
    assert found is not None
    return found


def test_the_challenge_is_that_of_the_standard() -> None:
    """The example of RFC 7636; a verifier is 43 letters and digits, never twice the same."""
    assert challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    first, second = new_verifier(), new_verifier()
    assert len(first) == 43
    assert first.isalnum()
    assert first != second


async def test_consent_gives_the_first_pair(fake: FakeZaloOa, database: Database, clock: FakeClock) -> None:
    """The code of the consent page and the verifier are traded for tokens; the code is good once."""
    async with sending(fake, database, clock, consented=False) as channel:
        verifier = new_verifier()
        address = channel.oauth.consent_address("https://hoidap.example/zalo_oa/consent", verifier, "s")
        code = fake.oauth.agree(address).split("code=")[1].split("&")[0]
        await channel.tokens.adopt(await channel.oauth.exchange(code, verifier))
        assert isinstance(await channel.send(HELLO), Delivered)
        assert (await row(database)).expires_at.timestamp() == clock.now().timestamp() + 90_000


@pytest.mark.parametrize(("hours", "renewed"), [(23.9, 0), (24.1, 1)])
async def test_the_pair_is_renewed_an_hour_early(
    fake: FakeZaloOa, database: Database, clock: FakeClock, hours: float, renewed: int
) -> None:
    """While nothing is sent, within the last of its 25 hours, and saved."""
    async with sending(fake, database, clock) as channel:
        clock.advance(hours * 3600)
        await channel.tokens.keep_fresh()
        assert fake.oauth.refreshes == renewed
        assert fake.oauth.pair is not None
        assert (await row(database)).refresh_token == fake.oauth.pair.refresh


async def test_the_renewal_runs_by_itself(fake: FakeZaloOa, database: Database, clock: FakeClock) -> None:
    """A channel that was started looks after its tokens."""
    async with sending(fake, database, clock) as channel:
        await channel.start(new_inbox().deliver)
        clock.advance(24.5 * 3600)
        await until(lambda: fake.oauth.refreshes == 1)


@pytest.mark.parametrize("how", ["expired", "revoked"])
async def test_a_refused_token_is_renewed_once_and_the_call_made_once_more(
    fake: FakeZaloOa, database: Database, clock: FakeClock, how: str
) -> None:
    """-216 and -220 cost one renewal, and the message arrives once."""
    async with sending(fake, database, clock) as channel:
        if how == "revoked":
            fake.oauth.revoke()
        else:
            assert fake.oauth.pair is not None
            fake.oauth.pair.until = clock.now()
        assert isinstance(await channel.send(HELLO), Delivered)
        assert fake.oauth.refreshes == 1
        assert len(fake.sent(LAN)) == 1


async def test_many_at_once_renew_once(fake: FakeZaloOa, database: Database, clock: FakeClock) -> None:
    """Ten sends in two processes after the token is over: one renewal, all arrive in the end."""
    async with sending(fake, database, clock) as one, sending(fake, database, clock, consented=False) as two:
        clock.advance(26 * 3600)
        fake.people.age(LAN, 0)
        fake.faults.add(Fault("slow", "/access_token", seconds=0.2))
        parcels = [Parcel("text", LAN, f"tin {number}") for number in range(10)]
        receipts = await asyncio.gather(
            *((one if number % 2 else two).send(parcel) for number, parcel in enumerate(parcels))
        )
        late = [parcel for parcel, receipt in zip(parcels, receipts, strict=True) if isinstance(receipt, RetryAt)]
        again = [await two.send(parcel) for parcel in late]
        assert all(isinstance(receipt, Delivered) for receipt in again)
        assert fake.oauth.refreshes == 1
        assert sorted(fake.texts(LAN)) == sorted(parcel.text for parcel in parcels)


async def test_a_refused_renewal_is_for_good_and_officers_are_told(
    fake: FakeZaloOa, database: Database, clock: FakeClock
) -> None:
    """The used-up refresh token is not tried again; one alert, every send waits; a new consent heals it."""
    alerts: list[bool] = []

    async def alert() -> None:
        alerts.append(True)

    async with sending(fake, database, clock, alert=alert) as channel:
        fake.oauth.grant()  # somebody else traded the pair
        for _ in range(3):
            receipt = await channel.send(HELLO)
            assert isinstance(receipt, RetryAt)
            assert receipt.whole_account
            assert "zalo-login" in receipt.alert
        with pytest.raises(NeedsConsentError):
            await channel.tokens.renew((await row(database)).access_token)
        assert (fake.oauth.refreshes, alerts) == (1, [True])
        assert (await row(database)).refused == "error -14020"
        await _agree(fake, channel)
        assert isinstance(await channel.send(HELLO), Delivered)


async def _agree(fake: FakeZaloOa, channel: ZaloOaChannel) -> None:
    verifier = new_verifier()
    landed = fake.oauth.agree(channel.oauth.consent_address("https://hoidap.example/x", verifier, "s"))
    await channel.tokens.adopt(await channel.oauth.exchange(landed.split("code=")[1].split("&")[0], verifier))


async def test_without_consent_everything_waits(fake: FakeZaloOa, database: Database, clock: FakeClock) -> None:
    """No pair: nothing is sent, nothing is lost, and officers read what to do."""
    async with sending(fake, database, clock, consented=False) as channel:
        receipt = await channel.send(HELLO)
    assert isinstance(receipt, RetryAt)
    assert "zalo-login" in receipt.alert
    assert fake.sent(LAN) == []


async def test_a_rate_limit_on_the_renewal_is_not_for_good(
    fake: FakeZaloOa, database: Database, clock: FakeClock
) -> None:
    """-32 is waited out with the same refresh token."""
    async with sending(fake, database, clock) as channel:
        fake.oauth.revoke()
        fake.oauth.refuse = -32
        assert isinstance(await channel.send(HELLO), RetryAt)
        fake.oauth.refuse = None
        assert isinstance(await channel.send(HELLO), Delivered)


@pytest.mark.parametrize(("kind", "healed"), [("reset", True), ("lose_reply", False)])
async def test_a_renewal_without_an_answer(
    fake: FakeZaloOa, database: Database, clock: FakeClock, kind: Any, healed: bool
) -> None:
    """Is tried again; where Zalo had carried it out the pair is lost, which is told and needs a new consent."""
    async with sending(fake, database, clock) as channel:
        fake.oauth.revoke()
        fake.faults.add(Fault(kind, "/access_token"))
        assert isinstance(await channel.send(HELLO), RetryAt)
        receipt = await channel.send(HELLO)
        assert isinstance(receipt, Delivered) is healed
        assert ((await row(database)).refused is None) is healed


async def test_a_send_that_is_cut_off_does_not_lose_the_pair(
    fake: FakeZaloOa, database: Database, clock: FakeClock
) -> None:
    """The renewal that it began goes on and is saved."""
    async with sending(fake, database, clock) as channel:
        fake.oauth.revoke()
        fake.faults.add(Fault("slow", "/access_token", seconds=0.3))
        send = asyncio.create_task(channel.send(HELLO))
        await asyncio.sleep(0.1)
        send.cancel()
        await asyncio.gather(send, return_exceptions=True)
        await channel.tokens.settled()
        assert fake.oauth.pair is not None
        assert (await row(database)).access_token == fake.oauth.pair.access


async def test_a_pair_that_cannot_be_saved_is_not_used_before_it_is(
    fake: FakeZaloOa, sqlite_url: str, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database is away during the renewal: the send waits for the save, then arrives."""
    from sqlalchemy.exc import OperationalError

    from bot.channels.zalo_oa import tokens
    from bot.db import zalo_tokens

    database = Database(sqlite_url)
    monkeypatch.setattr(tokens, "SAVE_AGAIN_SECONDS", 0.01)
    true_replace, failures = zalo_tokens.replace, [1, 2]

    async def replace(*arguments: Any) -> None:
        assert fake.sent(LAN) == []
        if failures:
            failures.pop()
            raise OperationalError("save", None, Exception("database is locked"))
        await true_replace(*arguments)

    monkeypatch.setattr(zalo_tokens, "replace", replace)
    async with sending(fake, database, clock) as channel:
        fake.oauth.revoke()
        assert isinstance(await channel.send(HELLO), Delivered)
        assert failures == []
        assert fake.oauth.pair is not None
        assert (await row(database)).refresh_token == fake.oauth.pair.refresh
    await database.close()
