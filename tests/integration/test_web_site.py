"""What holds for the whole site: headers, files, health, figures, and errors that are sentences."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot.channels.web import WebChannel
from bot.channels.web.channel import PortTakenError
from bot.channels.web.media_store import MediaStore
from bot.db.engine import Database
from handlers.messages import Incoming
from tests.e2e.living_ward import LivingWard, living
from tests.integration.web_visitor import PNG, Visitor, visiting


async def _broken(request: web.Request) -> web.Response:
    raise RuntimeError("a secret of somebody's")


async def _hook(request: web.Request) -> web.Response:
    return web.json_response({"bytes": len(await request.read())})


@pytest.fixture
async def ward(database: Database, tmp_path: Path) -> AsyncIterator[LivingWard]:
    routes = (web.get("/broken", _broken), web.post("/telegram/7", _hook))
    async with living(LivingWard(database, tmp_path, extra_routes=routes)) as alive:
        yield alive


@pytest.fixture
async def visitor(ward: LivingWard) -> AsyncIterator[Visitor]:
    async with visiting(ward.web.url) as one:
        yield one


async def test_every_answer_is_protected(visitor: Visitor) -> None:
    """Pages, files, errors and refusals all carry the strict headers; nothing inline is allowed."""
    for path in ("/", "/staff", "/staff/sign-in?k=x", "/health", "/nowhere", "/broken", "/api/messages", "/robots.txt"):
        headers = (await visitor.get(path)).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, path
        assert "unsafe" not in policy, path
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store", path


async def test_pages_hold_nothing_inline_and_nothing_foreign(visitor: Visitor) -> None:
    """No inline script, style or handler, and no address outside the site, so the strict policy breaks nothing."""
    for path in ("/", "/staff", "/staff/sign-in?k=x"):
        page = await (await visitor.get(path)).text()
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page), path
        assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", page), path


async def test_static_files_are_kept_for_good_under_their_version(visitor: Visitor) -> None:
    """Every file that a page names is there, with its type, cacheable; other names are not found."""
    page = await (await visitor.get("/")).text()
    addresses = re.findall(r"/static/[^\"]+", page)
    assert len(addresses) >= 6
    for address in addresses:
        response = await visitor.get(address)
        assert response.status == 200, address
        assert "immutable" in response.headers["Cache-Control"]
    folder = addresses[0].rsplit("/", 1)[0]
    for name in ("../channel.py", "..%2fchannel.py", "nothing.css", "fonts"):
        assert (await visitor.get(f"{folder}/{name}")).status == 404


async def test_the_font_is_our_own_with_its_licence(visitor: Visitor) -> None:
    """Be Vietnam Pro is served by the site itself, and the licence lies beside it."""
    page = await (await visitor.get("/")).text()
    fonts = re.findall(r"/static/\w+/fonts/[\w-]+\.woff2", page)
    content, kind = await visitor.download(fonts[0])
    assert (content[:4], kind) == (b"wOF2", "font/woff2")
    licence, _ = await visitor.download(fonts[0].rsplit("/", 1)[0] + "/OFL.txt")
    assert b"SIL OPEN FONT LICENSE" in licence


async def test_health(ward: LivingWard, visitor: Visitor) -> None:
    """Liveness is always 200; readiness follows the parts."""
    assert (await visitor.get("/health")).status == 200
    assert (await visitor.get("/health/ready")).status == 200
    ward.ready = False
    assert (await visitor.get("/health/ready")).status == 503
    assert (await visitor.get("/health")).status == 200


async def test_figures_are_for_this_machine(visitor: Visitor) -> None:
    """Prometheus on this machine reads them; whoever comes through a proxy does not."""
    assert b"hoidap_events" in (await visitor.download("/metrics"))[0]
    for header in ("X-Forwarded-For", "Forwarded", "X-Real-IP"):
        assert (await visitor.get("/metrics", headers={header: "203.0.113.9"})).status == 404


async def test_a_fault_is_a_sentence_and_says_nothing_of_itself(
    visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever breaks, the visitor reads a kind sentence; the log has the kind of the fault, not its words."""
    response = await visitor.get("/broken")
    assert response.status == 500
    assert json.loads(await response.text())["error"]
    assert "RuntimeError" in caplog.text
    assert "a secret of somebody's" not in caplog.text
    assert (await visitor.get("/nowhere")).status == 404


async def test_webhooks_pass_where_browsers_are_checked(ward: LivingWard, visitor: Visitor) -> None:
    """A platform posts without an Origin and up to 1 MiB; a browser of another site does not get through."""
    async with visitor.session.post(f"{ward.web.url}/telegram/7", data=b"a" * 900_000) as response:
        assert (response.status, await response.json()) == (200, {"bytes": 900_000})
    async with visitor.session.post(
        f"{ward.web.url}/telegram/7", headers={"Origin": "https://evil.example"}
    ) as response:
        assert response.status == 403


async def test_a_taken_port_is_explained(ward: LivingWard, database: Database, tmp_path: Path) -> None:
    """The error names the setting to change."""
    second = LivingWard(database, tmp_path)
    second.web._address = ("127.0.0.1", int(ward.web.url.rpartition(":")[2]))
    with pytest.raises(PortTakenError, match="HOIDAP_PORT"):
        await second.web.start(second.door.of(second.web))


async def test_files_are_forgotten_with_the_messages(tmp_path: Path, ward: LivingWard) -> None:
    """What nobody has sent since is deleted; what was sent again lives on."""
    store = MediaStore(tmp_path / "files")

    async def chunks(content: bytes) -> AsyncIterator[bytes]:
        yield content

    old, young = [await store.save(chunks(PNG + bytes([number]))) for number in range(2)]
    now = ward.clock.now()
    for stored in (old, young):
        path = tmp_path / "files" / stored.ref[:2] / stored.ref
        os.utime(path, (time.time() - 100 * 86400,) * 2)
    await store.save(chunks(PNG + bytes([1])))
    assert await store.forget(now - timedelta(days=90)) == 1
    assert await store.find(old.ref, limit=1000) is None
    assert await store.find(young.ref, limit=1000) == PNG + bytes([1])


@pytest.mark.parametrize("raw", [{}, {"at": "x"}, {"at": 1}, {"at": "2026-11-23T00:00:00+00:00", "who": "resident"}])
def test_nonsense_in_the_inbox_is_named_so(raw: dict[str, object]) -> None:
    """A stored event that is none of ours is a ValueError, which quarantines it."""
    with pytest.raises(ValueError):  # noqa: PT011 - the contract of Channel.parse names no text
        WebChannel.parse(object.__new__(WebChannel), "e1", raw)


async def test_a_residents_event_can_never_be_an_officers(visitor: Visitor, ward: LivingWard) -> None:
    """Whatever a resident posts, the event's chat is their own and its ticket unnamed."""
    seen: list[Incoming] = []
    real = ward.web.parse

    def watch(event_id: str, raw: dict[str, object]) -> Incoming:
        seen.append(real(event_id, raw))
        return seen[-1]

    ward.web.parse = watch  # type: ignore[method-assign]  # a spy on the one door into the pipeline
    await visitor.arrive()
    await visitor.say("//x", who="officer", officer=1, ticket="K7Q2", chat="staff", name="Chị Lan")
    await visitor.heard()
    assert [(one.chat_kind, one.ticket, one.user_name) for one in seen] == [("private", None, "")]
    assert seen[0].chat_id != "staff"
