"""A browser reduced to its requests: it keeps cookies and names the page it comes from, as browsers do."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar
from uuid import uuid4

import aiohttp

T = TypeVar("T")
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


class Visitor:
    """Requests to one site under one set of cookies."""

    def __init__(self, site: str, session: aiohttp.ClientSession) -> None:
        self.site = site
        self.session = session

    async def get(self, path: str, **more: Any) -> aiohttp.ClientResponse:
        """The answer, read to its end."""
        return await self._read("GET", path, **more)

    async def post(self, path: str, **more: Any) -> aiohttp.ClientResponse:
        """A POST as our own page makes it."""
        headers = {"Origin": self.site, **more.pop("headers", {})}
        return await self._read("POST", path, headers=headers, **more)

    async def _read(self, method: str, path: str, **more: Any) -> aiohttp.ClientResponse:
        async with self.session.request(method, self.site + path, allow_redirects=False, **more) as response:
            await response.read()
            return response

    async def download(self, path: str) -> tuple[bytes, str]:
        """The bytes behind an address, and their type."""
        async with self.session.get(self.site + path) as response:
            return await response.read(), response.content_type

    async def json(self, path: str) -> Any:
        """The JSON behind an address."""
        return json.loads(await (await self.get(path)).text())

    async def arrive(self) -> Visitor:
        """Open the resident's page, which gives the browser its conversation."""
        assert (await self.get("/")).status == 200
        return self

    async def say(self, text: str = "", *, client_id: str | None = None, **more: Any) -> aiohttp.ClientResponse:
        """Send a message as the page's script does."""
        return await self.post("/api/messages", json={"client_id": client_id or str(uuid4()), "text": text, **more})

    async def send_file(self, content: bytes, name: str = "anh.png", text: str = "") -> aiohttp.ClientResponse:
        """Send a file as the page's script does."""
        form = aiohttp.FormData()
        form.add_field("client_id", str(uuid4()))
        form.add_field("text", text)
        form.add_field("file", content, filename=name, content_type="image/png")
        return await self.post("/api/messages", data=form)

    async def talk(self) -> list[dict[str, Any]]:
        """The conversation as the page would show it."""
        found: list[dict[str, Any]] = (await self.json("/api/messages"))["messages"]
        return found

    async def heard(self, *words: str, author: str = "bot") -> dict[str, Any]:
        """The first message of `author` with all these words, waited for."""
        async with asyncio.timeout(10):
            while True:
                for message in await self.talk():
                    if message["author"] == author and all(word in words_of(message) for word in words):
                        return message
                await asyncio.sleep(0.05)

    async def ticket(self, question: str) -> str:
        """Hand a question to the officers; the code of the ticket."""
        await self.say(choice="h:officer", shown_message_id=None)
        await self.say(question)
        shown = await self.heard("Cán bộ sẽ nhận được")
        await self.say(choice="h:send", shown_message_id=shown["id"])
        await self.heard("Mã phiếu")
        code: str = (await self.json("/api/messages"))["ticket"]["code"]
        return code

    async def sign_in(self, path: str, name: str) -> Visitor:
        """Use a one-time link up."""
        response = await self.post("/staff/sign-in", data={"k": path.partition("k=")[2], "name": name})
        assert response.status == 303, await response.text()
        return self

    async def act(self, code: str, what: str, **more: Any) -> aiohttp.ClientResponse:
        """Do something with a ticket."""
        return await self.post(f"/staff/api/tickets/{code}/{what}", json={"client_id": str(uuid4()), **more})

    async def sees(self, code: str, state: str) -> dict[str, Any]:
        """The ticket as the staff room shows it, once it is in this state."""
        async with asyncio.timeout(10):
            while True:
                found: dict[str, Any] = await self.json(f"/staff/api/tickets/{code}")
                if found["ticket"]["state"] == state:
                    return found
                await asyncio.sleep(0.05)


@asynccontextmanager
async def visiting(site: str) -> AsyncIterator[Visitor]:
    """A browser with an empty jar of cookies."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        yield Visitor(site, session)


async def until(look: Callable[[], Awaitable[T]]) -> T:
    """What `look` finds, as soon as it finds something."""
    async with asyncio.timeout(10):
        while not (found := await look()):  # noqa: ASYNC110 - what is waited for is behind HTTP or a database
            await asyncio.sleep(0.05)
    return found


def words_of(message: dict[str, Any]) -> str:
    """All the text of a message, whatever block it stands in."""
    found: list[str] = []

    def collect(value: Any) -> None:
        if isinstance(value, dict):
            found.extend(str(value[key]) for key in ("label", "text") if key in value)
            for one in value.values():
                collect(one)
        elif isinstance(value, list):
            for one in value:
                collect(one)

    collect(message["blocks"])
    return " ".join(found)


async def events(response: aiohttp.ClientResponse) -> AsyncIterator[tuple[str, str, Any]]:
    """(id, event, data) of a stream, as they come."""
    fields: dict[str, str] = {}
    async for raw in response.content:
        line = raw.decode().rstrip("\n")
        if line:
            name, _, value = line.partition(": ")
            fields[name] = value
        elif "event" in fields:
            yield fields.get("id", ""), fields["event"], json.loads(fields["data"])
            fields = {}
