"""Files that people send by Zalo: fetched from Zalo and from nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from yarl import URL

from bot.channels.download import is_theirs
from bot.channels.web.media_store import MediaStore
from tests.fakes.zalo_bot import FakeZaloBot
from tests.integration.zalo_bot_channel import sending

DOMAINS = ("zdn.vn",)
OWN = URL("https://bot-api.zaloplatforms.com")
PHOTO = b"\xff\xd8\xff" + b"x" * 1000


@pytest.mark.parametrize(
    "address", ["https://f12.photo.zdn.vn/a/b.jpg?x=1", "https://ZDN.vn/a", "https://bot-api.zaloplatforms.com/f"]
)
def test_what_is_zalos(address: str) -> None:
    """Its own domains by https, and the API server itself."""
    assert is_theirs(URL(address), DOMAINS, OWN)


@pytest.mark.parametrize(
    "address",
    [
        "http://f12.zdn.vn/a",
        "https://zdn.vn.evil.example/a",
        "https://evilzdn.vn/a",
        "https://zdn.vn@evil.example/a",
        "https://user@f12.zdn.vn/a",
        "https://f12.zdn.vn:8443/a",
        "https://127.0.0.1/a",
        "https://[::1]/a",
        "http://169.254.169.254/latest/meta-data",
        "https://evil.example/?zdn.vn",
        "file:///etc/passwd",
        "ftp://f12.zdn.vn/a",
        "//f12.zdn.vn/a",
        "/etc/passwd",
        "http:///a",
        "https:a",
        "",
    ],
)
def test_what_is_not(address: str) -> None:
    """Anything that a person could write into a message to send the bot elsewhere."""
    assert not is_theirs(URL(address), DOMAINS, OWN)


async def test_a_photo_is_fetched_once_and_kept(tmp_path: Path) -> None:
    """What Zalo drops later is still there; more than the limit is not given out."""
    async with FakeZaloBot() as fake, sending(fake, store=MediaStore(tmp_path)) as channel:
        address = fake.people.put_file(PHOTO)
        assert await channel.fetch(address, limit=len(PHOTO)) == PHOTO
        fake.world.files.clear()
        assert await channel.fetch(address, limit=len(PHOTO)) == PHOTO
        assert await channel.fetch(address, limit=len(PHOTO) - 1) is None


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/x", "không phải địa chỉ", "http://[", "\ud800"])
async def test_what_cannot_be_had_is_none(address: str) -> None:
    """No error, whatever stands in the event."""
    async with FakeZaloBot() as fake, sending(fake) as channel:
        assert await channel.fetch(address, limit=1000) is None
        assert await channel.fetch(fake.people.put_file(PHOTO), limit=10) is None
        assert await channel.fetch(f"{fake.url}/photo/gone", limit=10) is None


async def test_a_redirect_is_not_followed() -> None:
    """It would lead away from Zalo."""
    reached: list[str] = []

    async def answer(request: web.Request) -> web.StreamResponse:
        reached.append(request.path)
        if request.path == "/away":
            raise web.HTTPFound("/inside")
        return web.Response(body=PHOTO)

    app = web.Application()
    app.router.add_get("/{tail:.*}", answer)
    async with (
        TestServer(app) as server,
        FakeZaloBot() as fake,
        sending(fake, api_url=str(server.make_url("/"))) as channel,
    ):
        assert await channel.fetch(str(server.make_url("/away")), limit=1 << 20) is None
    assert reached == ["/away"]
