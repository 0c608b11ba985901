"""Intake by webhook: who may post, what is taken, and that Zalo is answered in time."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.channels.posts import LARGEST_BODY
from bot.channels.zalo_oa import ZaloOaChannel
from bot.channels.zalo_oa.signature import is_genuine, mac_of
from bot.channels.zalo_oa.webhook import SIGNATURE, TIMESTAMP
from bot.db.engine import Database
from tests.fakes.clock import FakeClock
from tests.fakes.waiting import until
from tests.fakes.zalo_oa import APP_ID, OA_ID, WEBHOOK_SECRET, FakeZaloOa
from tests.integration.zalo_oa_channel import HUNG, LAN, ROOM, Inbox, account_at, listening, new_inbox
from tests.integration.zalo_oa_posts import event_at, flips, malformed, signed, tampered, untouched

Json = dict[str, Any]


@pytest.fixture
async def fake(clock: FakeClock) -> AsyncIterator[FakeZaloOa]:
    """A platform with Lan and a group of officers."""
    async with FakeZaloOa(clock) as platform:
        platform.people.add_user(LAN, "Lan")
        platform.people.add_user(HUNG, "Hùng")
        platform.people.add_group(ROOM, "Cán bộ", HUNG)
        yield platform


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[Database]:
    opened = Database(sqlite_url)
    yield opened
    await opened.close()


@pytest.fixture
def inbox() -> Inbox:
    return new_inbox()


@pytest.fixture
async def channel(fake: FakeZaloOa, database: Database, clock: FakeClock, inbox: Inbox) -> AsyncIterator[ZaloOaChannel]:
    async with listening(fake, database, clock, inbox) as opened:
        yield opened


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


async def test_what_people_say_arrives(fake: FakeZaloOa, channel: ZaloOaChannel, inbox: Inbox) -> None:
    """In a lane per chat, known by Zalo's number of the message."""
    assert await fake.people.say(LAN, "xin chào") == 200
    assert await fake.people.say_in_group(HUNG, ROOM, "alo") == 200
    assert inbox.texts == ["xin chào", "alo"]
    lanes = [lane for lane, _ in inbox.rows.values()]
    assert lanes == [f"zalo_oa:{OA_ID}:{LAN}", f"zalo_oa:{OA_ID}:{ROOM}"]


async def test_the_probe_of_the_console_is_answered(fake: FakeZaloOa, channel: ZaloOaChannel, inbox: Inbox) -> None:
    """`{}` without a signature: 200, and nothing happens."""
    assert await fake.webhook.probe() == 200
    assert inbox.calls == []


@pytest.mark.parametrize("prefix", ["mac=", ""])
@pytest.mark.parametrize("stamp", ["body", "header"])
async def test_every_way_of_signing_is_understood(
    fake: FakeZaloOa, channel: ZaloOaChannel, inbox: Inbox, prefix: str, stamp: Any
) -> None:
    """With and without `mac=`; the time in the body or in the header."""
    fake.webhook.mac_prefix, fake.webhook.stamp = prefix, stamp
    assert await fake.people.say(LAN, "xin chào") == 200
    assert inbox.texts == ["xin chào"]


async def test_a_wrong_secret_is_refused(
    fake: FakeZaloOa, channel: ZaloOaChannel, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    """The app's secret in place of the webhook's own, or anybody's guess; the log says so, once an hour."""
    fake.webhook.wrong_secret = True
    assert [await fake.people.say(LAN, "xin chào") for _ in range(3)] == [401, 401, 401]
    assert inbox.calls == []
    assert caplog.text.count("HOIDAP_ZALO_OA_SECRET") == 1


async def test_log_only_lets_wrong_signatures_in(
    fake: FakeZaloOa, database: Database, clock: FakeClock, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    """And says so each time; for finding out how Zalo signs."""
    fake.webhook.wrong_secret = True
    async with listening(fake, database, clock, inbox, account=account_at(fake, enforce=False)):
        assert await fake.people.say(LAN, "xin chào") == 200
    assert inbox.texts == ["xin chào"]
    assert "without a good signature" in caplog.text


def test_no_secret_never_believes() -> None:
    """An empty secret is no secret: what it would sign is refused."""
    assert not is_genuine(mac_of(APP_ID, b"{}", "1", ""), APP_ID, b"{}", ["1"], "")


def test_no_single_bit_can_be_turned(clock: FakeClock) -> None:
    """Body, time and mac: thousands of flips, each refused; the untouched post is believed."""
    event = event_at(clock)
    body, stamp = json.dumps(event, ensure_ascii=False).encode(), str(event["timestamp"])
    mac = "mac=" + mac_of(APP_ID, body, stamp, WEBHOOK_SECRET)
    assert is_genuine(mac, APP_ID, body, [stamp], WEBHOOK_SECRET)
    tampered = [(mac, wrong, stamp) for wrong in flips(body)]
    tampered += [(mac, body, wrong.decode("utf-8", "surrogateescape")) for wrong in flips(stamp.encode())]
    tampered += [(wrong.decode("utf-8", "surrogateescape"), body, stamp) for wrong in flips(mac.encode())]
    assert len(tampered) > 2000
    assert not [one for one in tampered if is_genuine(one[0], APP_ID, one[1], [one[2]], WEBHOOK_SECRET)]


async def test_flipped_posts_are_refused_at_the_door(
    channel: ZaloOaChannel, fake: FakeZaloOa, clock: FakeClock, inbox: Inbox, session: aiohttp.ClientSession
) -> None:
    """1,200 single-bit flips over the wire: every answer is 401, nothing is stored."""
    event = event_at(clock)
    posts = random.Random(5).sample(tampered(event), 1200)
    assert len(posts) >= 1000
    for wrong_body, wrong_headers in posts:
        async with session.post(fake.webhook.url, data=wrong_body, headers=wrong_headers) as answer:
            assert answer.status == 401
    assert inbox.calls == []
    body, headers = untouched(event)
    async with session.post(fake.webhook.url, data=body, headers=headers) as answer:
        assert answer.status == 200
    assert len(inbox.calls) == 1


async def test_two_signatures_are_none(
    channel: ZaloOaChannel, fake: FakeZaloOa, clock: FakeClock, session: aiohttp.ClientSession
) -> None:
    """A header that stands twice is believed by nobody."""
    event = event_at(clock)
    body = json.dumps(event).encode()
    good = signed(body, str(event["timestamp"]))[SIGNATURE]
    async with session.post(fake.webhook.url, data=body, headers=[(SIGNATURE, good), (SIGNATURE, good)]) as answer:
        assert answer.status == 401


async def test_a_repeat_has_no_second_effect(fake: FakeZaloOa, channel: ZaloOaChannel, inbox: Inbox) -> None:
    """Zalo's own retries and a recorded post: answered with 200, stored once."""
    await fake.people.say(LAN, "xin chào")
    await fake.people.follow(LAN)
    assert [await fake.webhook.repeat(number) for number in (1, 2)] == [200, 200]
    assert len(inbox.rows) == 2


async def test_an_old_recording_is_refused(
    fake: FakeZaloOa, channel: ZaloOaChannel, inbox: Inbox, clock: FakeClock
) -> None:
    """When we no longer remember the event, its signature is too old."""
    await fake.people.say(LAN, "xin chào")
    clock.advance(7 * 86_400)
    assert await fake.webhook.repeat() == 401
    assert len(inbox.calls) == 1


@pytest.mark.parametrize(
    "name",
    [
        "oa_send_text", "oa_send_image", "user_received_message", "user_seen_message", "user_reacted_message",
        "user_submit_info", "user_click_chatnow", "anonymous_send_text", "add_user_to_tag", "create_group",
        "user_join_group", "user_feedback", "user_click_button", "something_new",
    ],
)  # fmt: skip
async def test_what_means_nothing_to_us_is_not_kept(
    fake: FakeZaloOa, channel: ZaloOaChannel, inbox: Inbox, name: str
) -> None:
    """Echoes, receipts, reactions, personal data from forms: 200, and not even the raw event is stored."""
    assert await fake.people.other(name, LAN) == 200
    assert inbox.calls == []


async def test_another_accounts_event_is_dropped(
    channel: ZaloOaChannel, fake: FakeZaloOa, clock: FakeClock, inbox: Inbox
) -> None:
    """One app may speak for several accounts; each bot answers for its own."""
    assert await fake.webhook.post(event_at(clock, recipient={"id": "999"})) == 200
    assert inbox.calls == []


async def test_nonsense_with_a_good_signature_is_set_aside(
    fake: FakeZaloOa, database: Database, clock: FakeClock, inbox: Inbox, session: aiohttp.ClientSession
) -> None:
    """200, so that Zalo does not switch the webhook off, and the body is kept for a look."""
    kept: list[bytes] = []

    async def quarantine(_channel: str, _account: str, _reason: str, body: bytes) -> None:
        kept.append(body)

    stamp = str(int(clock.now().timestamp() * 1000))
    bodies = [b"{", b"[]", b"null", b'{"event_name":3}', b'{"event_name":"user_send_group_text"}', b"\xff\xfe"]
    async with listening(fake, database, clock, inbox, quarantine=quarantine):
        for body in bodies:
            headers = signed(body, stamp, **{TIMESTAMP: stamp})
            async with session.post(fake.webhook.url, data=body, headers=headers) as answer:
                assert answer.status == 200
    assert kept == bodies
    assert inbox.calls == []


async def test_a_slow_database_keeps_nobody_waiting(
    fake: FakeZaloOa, database: Database, clock: FakeClock, inbox: Inbox
) -> None:
    """200 within two seconds although the storing takes longer; what was taken is stored, in order."""
    deliver, slow = inbox.deliver, [2.5, 0.0]

    async def slowly(event_id: str, lane: str, raw: Any) -> bool:
        await asyncio.sleep(slow.pop(0))
        return await deliver(event_id, lane, raw)

    inbox.deliver = slowly  # type: ignore[method-assign]  # this inbox is slow
    async with listening(fake, database, clock, inbox):
        begun = time.monotonic()
        first, second = await asyncio.gather(fake.people.say(LAN, "một"), fake.people.say(LAN, "hai"))
        assert (first, second) == (200, 200)
        assert time.monotonic() - begun < 2
        await until(lambda: len(inbox.rows) == 2, 5)
    assert inbox.texts == ["một", "hai"]


async def test_a_failing_database_loses_nothing(fake: FakeZaloOa, channel: ZaloOaChannel, inbox: Inbox) -> None:
    """What could not be stored is tried until it is; Zalo need not repeat it."""
    inbox.failures = 3
    assert await fake.people.say(LAN, "xin chào") == 200
    await until(lambda: len(inbox.rows) == 1)
    assert len(inbox.calls) == 4


async def test_before_the_start_nothing_is_taken(fake: FakeZaloOa, channel: ZaloOaChannel, inbox: Inbox) -> None:
    """503 once intake has ended, so that Zalo keeps the event."""
    await channel.stop()
    assert await fake.people.say(LAN, "xin chào") == 503
    assert inbox.calls == []


@pytest.mark.parametrize(("length", "status"), [(LARGEST_BODY, 200), (LARGEST_BODY + 1, 413)])
async def test_a_mebibyte_is_the_limit(
    channel: ZaloOaChannel, fake: FakeZaloOa, clock: FakeClock, session: aiohttp.ClientSession, length: int, status: int
) -> None:
    """Anything larger is refused unread."""
    event = event_at(clock)
    body = json.dumps(event).encode()
    body = body[:-1] + b" " * (length - len(body)) + b"}"
    headers = signed(body, str(event["timestamp"]))
    async with session.post(fake.webhook.url, data=body, headers=headers) as answer:
        assert answer.status == status


async def test_malformed_bodies_break_nothing(
    fake: FakeZaloOa, database: Database, clock: FakeClock, inbox: Inbox, session: aiohttp.ClientSession
) -> None:
    """5,000 broken bodies, every second one well signed: no answer is 500 or more, and each stored one can be read."""
    chance = random.Random(7)
    stamp = str(int(clock.now().timestamp() * 1000))
    statuses: set[int] = set()

    async def post_some(number: int) -> None:
        for _ in range(number):
            body = malformed(chance, clock)
            headers = signed(body, stamp, **{TIMESTAMP: stamp}) if chance.random() < 0.5 else {SIGNATURE: "mac=00"}
            async with session.post(fake.webhook.url, data=body, headers=headers) as answer:
                statuses.add(answer.status)

    async with listening(fake, database, clock, inbox) as channel:
        await asyncio.gather(*(post_some(500) for _ in range(10)))
        assert statuses == {200, 401}
        assert len(inbox.rows) > 500
        for event_id, (_, raw) in inbox.rows.items():
            try:
                channel.parse(event_id, raw)
            except ValueError:
                continue
