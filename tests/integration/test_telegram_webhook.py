"""Intake by webhook: who may post, what is taken, and what the answer promises."""

from __future__ import annotations

import asyncio
import json
import random
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.channels.posts import LARGEST_BODY
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram.webhook import SECRET_HEADER
from tests.fakes.telegram import FakeTelegram
from tests.integration.telegram_channel import LAN, Inbox, channel_for

SECRET = "mot-bi-mat_du-dai-0123"
PAYLOADS = sorted((Path(__file__).parents[1] / "payloads" / "telegram").glob("*.json"))
UPDATE = {"update_id": 7, "message": {"message_id": 1, "date": 1, "chat": {"id": LAN, "type": "private"}, "text": "a"}}
BODY = json.dumps(UPDATE).encode()


@dataclass
class Ark:
    """Keeps what cannot be read; refuses while it is `closed`."""

    kept: list[tuple[str, str, str, bytes]] = field(default_factory=list)
    closed: bool = False

    async def quarantine(self, channel: str, account: str, reason: str, body: bytes) -> None:
        if self.closed:
            raise OSError("database is locked")
        self.kept.append((channel, account, reason, body))


@dataclass
class Ward:
    """The bot's own web server, with the webhook mounted, and what came of what was posted."""

    channel: TelegramChannel
    inbox: Inbox
    url: str
    session: aiohttp.ClientSession
    ark: Ark

    async def post(self, body: bytes, secrets: tuple[str, ...] = (SECRET,), **headers: str) -> int:
        """Post once; the HTTP status."""
        every = [(SECRET_HEADER, secret) for secret in secrets] + list(headers.items())
        async with self.session.post(self.url, data=body, headers=every) as answer:
            return answer.status


@asynccontextmanager
async def listening_ward(fake: FakeTelegram, *, start: bool = True, **options: Any) -> AsyncIterator[Ward]:
    """A ward whose webhook is mounted on loopback."""
    inbox = Inbox()
    with socket.create_server(("127.0.0.1", 0)) as door:
        origin = f"http://127.0.0.1:{door.getsockname()[1]}"
        ark = Ark()
        settings: dict[str, Any] = {"mode": "webhook", "secret": SecretStr(SECRET), "public_url": f"{origin}/"}
        channel = channel_for(fake, **settings | {"quarantine": ark.quarantine} | options)
        app = web.Application()
        app.add_routes(channel.routes())
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        await web.SockSite(runner, door).start()
        if start:
            await channel.start(inbox.deliver)
        async with aiohttp.ClientSession() as session:
            yield Ward(channel, inbox, f"{origin}/telegram/{channel.account}", session, ark)
        await channel.stop()
        await runner.cleanup()


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    """A Telegram in which Lan has begun to talk to the bot."""
    async with FakeTelegram(speed=20) as telegram:
        telegram.people.add_user(LAN, "Lan", "Nguyễn")
        yield telegram


@pytest.fixture
async def ward(fake: FakeTelegram) -> AsyncIterator[Ward]:
    """A ward whose intake is on."""
    async with listening_ward(fake) as listening:
        yield listening


async def test_telegram_is_told_where_to_post_and_does(fake: FakeTelegram, ward: Ward) -> None:
    """The start registers address, secret and kinds; what is said arrives by it."""
    registration = await fake.history.wait_for("setWebhook")
    assert registration.params["url"] == ward.url
    assert registration.params["secret_token"] == SECRET
    assert "drop_pending_updates" not in registration.params
    fake.people.say(LAN, "alo")
    await ward.inbox.changed.until(lambda: bool(ward.inbox.rows))
    await fake.world.updates.changed.until(lambda: not fake.world.updates.waiting())
    assert ward.inbox.texts == ["alo"]
    assert {lane for lane, _ in ward.inbox.rows.values()} == {f"telegram:{ward.channel.account}:{LAN}"}
    assert not fake.history.find("getUpdates")


@pytest.mark.parametrize(
    "secrets",
    [
        (),
        ("",),
        ("sai",),
        (SECRET[:-1],),
        (SECRET + "x",),
        (SECRET.upper(),),
        (SECRET, SECRET),
        (SECRET, "sai"),
        ("bí mật",),
    ],
    ids=["missing", "empty", "wrong", "shorter", "longer", "other case", "twice", "two", "not ASCII"],
)
async def test_nobody_else_may_post(ward: Ward, secrets: tuple[str, ...]) -> None:
    """Without exactly the one secret: 401, nothing stored, nothing quarantined; with it the same body is taken."""
    for body in (BODY, b"{", b"x" * (LARGEST_BODY + 1)):
        assert await ward.post(body, secrets) == 401
    assert (ward.inbox.calls, ward.ark.kept) == ([], [])
    assert await ward.post(BODY) == 200
    assert ward.inbox.calls == ["7"]


async def test_a_secret_in_raw_bytes_is_only_a_wrong_secret(ward: Ward) -> None:
    """Bytes that are not even text are compared like any others."""
    assert await raw_post(ward, SECRET.encode() + b"\xff\xfe", BODY) == 401
    assert await raw_post(ward, SECRET.encode(), BODY) == 200


async def raw_post(ward: Ward, secret: bytes, body: bytes) -> int:
    """Post by hand, for what no client would send; the HTTP status."""
    host, port = ward.url.split("/")[2].split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    path = ward.url.removeprefix(f"http://{host}:{port}").encode()
    head = b"POST " + path + b" HTTP/1.1\r\nHost: x\r\nContent-Length: " + str(len(body)).encode()
    writer.write(head + b"\r\n" + SECRET_HEADER.encode() + b": " + secret + b"\r\n\r\n" + body)
    status = int((await reader.readline()).split()[1])
    writer.close()
    return status


async def test_the_wrong_secret_is_refused_before_the_body_is_read(ward: Ward) -> None:
    """The answer does not wait for a body that never comes."""
    host, port = ward.url.split("/")[2].split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    path = ward.url.removeprefix(f"http://{host}:{port}").encode()
    writer.write(b"POST " + path + b" HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n")
    async with asyncio.timeout(2):
        assert b"401" in await reader.readline()
    writer.close()


@pytest.mark.parametrize(("length", "status"), [(LARGEST_BODY, 200), (LARGEST_BODY + 1, 413)])
@pytest.mark.parametrize("chunked", [False, True])
async def test_a_mebibyte_is_the_limit(ward: Ward, length: int, status: int, chunked: bool) -> None:
    """A true update may be that large; anything larger is refused, whether or not it says so beforehand."""
    body = BODY[:-1] + b" " * (length - len(BODY)) + b"}"

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, length, 65536):
            yield body[start : start + 65536]

    data: Any = pieces() if chunked else body
    async with ward.session.post(ward.url, data=data, headers={SECRET_HEADER: SECRET}) as answer:
        assert answer.status == status
    assert len(ward.inbox.calls) == (status == 200)


async def test_a_body_that_drips_is_given_up(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow sender holds a connection only so long."""
    monkeypatch.setattr("bot.channels.posts.READ_SECONDS", 0.2)

    async def drips() -> AsyncIterator[bytes]:
        for byte in BODY:
            yield bytes([byte])
            await asyncio.sleep(0.05)

    async with ward.session.post(ward.url, data=drips(), headers={SECRET_HEADER: SECRET}) as answer:
        assert answer.status == 408
    assert ward.inbox.calls == []


async def test_what_cannot_be_stored_is_not_acknowledged(fake: FakeTelegram, ward: Ward) -> None:
    """503 until the commit succeeds; Telegram posts again and nothing is lost."""
    ward.inbox.failures = 1
    assert await ward.post(BODY) == 503
    assert await ward.post(BODY) == 200
    await fake.history.wait_for("setWebhook")
    ward.inbox.failures = 2
    fake.people.say(LAN, "alo")
    await fake.world.updates.changed.until(lambda: not fake.world.updates.waiting())
    assert [status for _, status in fake.world.webhook.attempts] == [503, 503, 200]
    assert ward.inbox.texts == ["a", "alo"]


async def test_before_the_start_nothing_is_acknowledged(fake: FakeTelegram) -> None:
    """The page may be up before the inbox is."""
    async with listening_ward(fake, start=False) as ward:
        assert await ward.post(BODY) == 503


async def test_a_hundred_repeats_at_once_are_one_row(ward: Ward) -> None:
    """All are acknowledged, one is stored."""
    statuses = await asyncio.gather(*(ward.post(BODY) for _ in range(100)))
    assert statuses == [200] * 100
    assert list(ward.inbox.rows) == ["7"]


BAD_BODIES = {
    "nothing": b"",
    "not JSON": b"{",
    "not UTF-8": b'{"update_id": 1, "message": {"text": "\xff"}}',
    "UTF-16": json.dumps(UPDATE).encode("utf-16-be")[:-1],
    "a list": b"[]",
    "null": b"null",
    "a number": b"7",
    "a text": b'"alo"',
    "no id": b"{}",
    "an id in words": b'{"update_id": "7"}',
    "a true id": b'{"update_id": true}',
    "a broken id": b'{"update_id": 7.5}',
    "a negative id": b'{"update_id": -1}',
    "an id beyond tables": b'{"update_id": 1%s}' % (b"0" * 40),
    "an id beyond numbers": b'{"update_id": 1%s}' % (b"0" * 5000),
    "NaN": b'{"update_id": 1, "message": NaN}',
    "deep": b"[" * 200_000,
    "deep and closed": b'{"update_id": 1, "message": ' + b"[" * 200_000 + b"]" * 200_000 + b"}",
}


@pytest.mark.parametrize("name", BAD_BODIES)
async def test_nonsense_from_telegram_is_put_aside(ward: Ward, name: str) -> None:
    """200, since any other answer would bring it back for a day; kept for a person to look at."""
    assert await ward.post(BAD_BODIES[name]) == 200
    [(channel, account, reason, body)] = ward.ark.kept
    assert (channel, account, body) == ("telegram", ward.channel.account, BAD_BODIES[name])
    assert reason
    assert ward.inbox.calls == []


async def test_nonsense_that_cannot_be_put_aside_may_come_again(ward: Ward) -> None:
    """While the database is away even nonsense is not acknowledged."""
    ward.ark.closed = True
    assert await ward.post(b"{") == 503
    ward.ark.closed = False
    assert await ward.post(b"{") == 200
    assert [body for *_, body in ward.ark.kept] == [b"{"]


def mutations(count: int) -> list[bytes]:
    """True updates with bytes changed, cut, doubled or moved, or with a value replaced by another kind of value."""
    chance = random.Random(20261123)
    updates = [json.loads(path.read_text("utf-8"))["update"] for path in PAYLOADS]
    return [_broken(json.dumps(chance.choice(updates)).encode(), chance) for _ in range(count)]


def _broken(body: bytes, chance: random.Random) -> bytes:
    ways: list[Callable[[bytes, int], bytes]] = [
        lambda text, at: text[:at],
        lambda text, at: text[at:],
        lambda text, at: text[:at] + bytes([chance.randrange(256)]) + text[at + 1 :],
        lambda text, at: text[:at] + text[at:] * 2,
        lambda text, at: (
            text[:at] + chance.choice([b"\x00", b"\xff\xfe", b'\\ud83d"', b"[[[[", b"1e999", b"{}"]) + text[at:]
        ),
        lambda text, at: text.replace(b'"id": ', b'"id": "x', 1),
        lambda text, at: text.replace(b'"chat": {', b'"chat": [], "was": {'),
        lambda text, at: text.replace(
            b'"date": 1795399200', b'"date": ' + chance.choice([b"1e400", b"-1", b"null", b"{}"])
        ),
    ]
    for _ in range(chance.randint(1, 3)):
        body = chance.choice(ways)(body, chance.randrange(len(body) + 1))
    return body


async def test_two_thousand_broken_bodies_break_nothing(ward: Ward) -> None:
    """Every one is acknowledged; each is stored, put aside, or an update whose reading ends in ValueError at worst."""
    bodies = mutations(2000)
    for start in range(0, len(bodies), 50):
        statuses = await asyncio.gather(*(ward.post(body) for body in bodies[start : start + 50]))
        assert set(statuses) == {200}
    assert len(ward.ark.kept) > 500
    assert len(ward.inbox.rows) > 20
    for event_id, (_, raw) in ward.inbox.rows.items():
        try:
            ward.channel.parse(event_id, raw)
        except ValueError:
            continue


async def test_without_a_place_for_nonsense_it_is_dropped(fake: FakeTelegram) -> None:
    """Nobody asked to keep it: it is still acknowledged."""
    async with listening_ward(fake, quarantine=None) as ward:
        assert await ward.post(b"{") == 200


def test_a_webhook_without_a_secret_is_refused(fake: FakeTelegram) -> None:
    """It would believe anybody."""
    with pytest.raises(ValueError, match="secret"):
        channel_for(fake, mode="webhook", public_url="https://x.vn")


def test_polling_opens_no_page(fake: FakeTelegram) -> None:
    """There is nothing to post to."""
    assert channel_for(fake).routes() == []
