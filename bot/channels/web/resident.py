"""The resident's page: the conversation so far, and being told of what comes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

from aiohttp import web

from bot.channels.web import bodies, events, queries, security, texts, views
from bot.channels.web.attachments import attachment
from bot.channels.web.pages import Pages
from bot.channels.web.replies import refusal
from bot.channels.web.site import Site
from bot.channels.web.stream import EventStream, TooManyStreamsError
from bot.channels.web.welcome import QUICK, common, fields
from bot.channels.web.writing import MAX_TEXT
from bot.db.models import MessageRow
from knowledge import dates

_SHOWN = 100
_LOOKED_BACK = 50
_SETTLED = timedelta(minutes=1)


class ResidentPage:
    """What a resident reads."""

    def __init__(self, site: Site, pages: Pages) -> None:
        self._site = site
        self._pages = pages

    def routes(self) -> list[web.RouteDef]:
        """Where it is read."""
        return [
            web.get("/", self.show),
            web.get("/api/messages", self.list_messages),
            web.get("/stream", self.stream),
            web.get(r"/media/{message:[0-9]{1,15}}/{number:[0-9]}", self.media),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """The page with the conversation so far; a first visit gets its token."""
        token = security.chat_token(request) or security.new_token()
        state = await self._state(security.chat_id_of(token))
        desk, today = self._site.desk(), dates.today(self._site.now())
        ward = desk.kb.ward
        response = self._pages.render(
            "resident.html",
            app_name=texts.APP_NAME,
            ward=ward,
            fields=fields(desk, today),
            quick=QUICK,
            common=common(desk, today),
            client_id=str(uuid4()),
            large=request.cookies.get("hoidap_large") == "1",
            max_text=MAX_TEXT,
            **state,
        )
        days = security.CHAT_DAYS
        security.set_cookie(response, security.CHAT_COOKIE, token, days=days, secure=self._site.secure)
        return response

    async def list_messages(self, request: web.Request) -> web.Response:
        """The newest messages, or those older than `before`; what pages without a stream ask for."""
        before = bodies.whole_number(request.query.get("before"))
        return web.json_response(await self._state(security.require_chat(request), before=before))

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Push new and edited messages and the state of the ticket as they come."""
        chat_id = security.require_chat(request)
        after = bodies.whole_number(request.headers.get("Last-Event-ID") or request.query.get("after")) or 0
        try:
            with self._site.hub.listen(chat_id) as bell:
                stream = await EventStream.open(request)
                await self._push(stream, chat_id, after, bell)
                return stream.response
        except TooManyStreamsError:
            return refusal(429, texts.TOO_FAST, retry_after=30)

    async def _push(self, stream: EventStream, chat_id: str, after: int, bell: asyncio.Event) -> None:
        """Write what the page has not seen, until it goes away."""
        seen: dict[int, Any] | None = None
        strip: Any = False
        try:
            async for _ in self._site.hub.rings(bell):
                rows, now_strip = await self._recent(chat_id)
                if seen is None:
                    # Rows may be committed out of order: the youngest are sent again, the page knows them by id.
                    settled = self._site.now() - _SETTLED
                    seen = {row.id: None for row in rows if row.id <= after and row.at < settled}
                for row in rows:
                    if seen.get(row.id, False) != row.edited_at:
                        await stream.send("message", self._view(row), last_id=row.id)
                        seen[row.id] = row.edited_at
                if now_strip != strip:
                    await stream.send("ticket", now_strip)
                    strip = now_strip
                await stream.send("beat", None)
        except ConnectionResetError:
            return

    async def media(self, request: web.Request) -> web.Response:
        """A file of the resident's own conversation."""
        chat_id = security.require_chat(request)
        async with self._site.database.read() as session:
            found = await queries.message_with_chat(session, int(request.match_info["message"]))
        if found is None or (found[1].channel, found[1].chat_id) != (events.NAME, chat_id):
            raise web.HTTPNotFound
        return await attachment(self._site, *found, int(request.match_info["number"]))

    async def _state(self, chat_id: str, *, before: int | None = None) -> dict[str, Any]:
        """Messages and the open ticket, as the page shows them."""
        async with self._site.database.read() as session:
            conversation = await queries.conversation_of(session, chat_id)
            if conversation is None:
                return {"messages": [], "ticket": None, "more": False}
            rows = await queries.last_messages(session, conversation.id, _SHOWN + 1, before=before)
            ticket = await queries.open_ticket_of(session, conversation.id)
        shown = rows[-_SHOWN:]
        return {
            "messages": [self._view(row) for row in shown],
            "ticket": views.ticket_strip(ticket),
            "more": len(rows) > len(shown),
        }

    async def _recent(self, chat_id: str) -> tuple[Sequence[MessageRow], views.View | None]:
        async with self._site.database.read() as session:
            rows, ticket = await queries.recent(session, chat_id, _LOOKED_BACK)
        return rows, views.ticket_strip(ticket)

    def _view(self, row: MessageRow) -> views.View:
        return views.message_view(row, self._site.desk().kb.ward, "/media")
