"""The staff room: open tickets, one ticket, and what an officer does with it; live for several officers at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

from aiohttp import web

from bot.channels.web import bodies, events, queries, security, signin, texts, views
from bot.channels.web.attachments import attachment
from bot.channels.web.pages import Pages
from bot.channels.web.procedure_search import find_procedures
from bot.channels.web.replies import RefusedError, accepted, refusal
from bot.channels.web.site import Site
from bot.channels.web.stream import EventStream, TooManyStreamsError
from bot.channels.web.writing import MAX_TEXT
from bot.db.models import ConversationRow, OfficerRow, TicketRow
from handlers import buttons
from knowledge import dates

_MESSAGES = 60
_STREAMS = 200
_LOOK = 3.0
"""Seconds between looks at the database: tickets may be changed by other processes, which ring no bell here."""
_NOTICES_STAND = timedelta(days=3)
_ACTS = ("claim", "close", "reopen")

OfficerHandler = Callable[[web.Request, OfficerRow], Awaitable[web.StreamResponse]]


class StaffRoom:
    """The handlers of `/staff`; all of them but signing in want a signed-in officer."""

    def __init__(self, site: Site, pages: Pages) -> None:
        self._site = site
        self._pages = pages

    def routes(self) -> list[web.RouteDef]:
        """All addresses of the staff room."""
        ticket = "/staff/api/tickets/{code:[A-Za-z0-9]{1,8}}"
        return [
            web.get("/staff", self.show),
            web.get("/staff/", self.show),
            web.get("/staff/api/tickets", self._signed_in(self.tickets)),
            web.get(ticket, self._signed_in(self.ticket)),
            web.post(f"{ticket}/say", self._signed_in(self.say)),
            web.post(f"{ticket}/correct", self._signed_in(self.correct)),
            web.post(f"{ticket}/act", self._signed_in(self.act)),
            web.post(f"{ticket}/send", self._signed_in(self.send_procedure)),
            web.get("/staff/api/procedures", self._signed_in(self.procedures)),
            web.post("/staff/api/invites", self._signed_in(self.invite)),
            web.get("/staff/stream", self._signed_in(self.stream)),
            web.get(r"/staff/media/{message:[0-9]{1,15}}/{number:[0-9]}", self._signed_in(self.media)),
        ]

    def _signed_in(self, handler: OfficerHandler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """The handler, told which officer asks; 401 for anybody else."""

        async def check(request: web.Request) -> web.StreamResponse:
            officer = await self._officer(request)
            if officer is None:
                return refusal(401, texts.SIGN_IN_FIRST)
            try:
                return await handler(request, officer)
            except bodies.BadBodyError:
                return refusal(400, texts.MALFORMED)
            except bodies.BodyTooBigError:
                return refusal(413, texts.TOO_LONG)

        return check

    async def _officer(self, request: web.Request) -> OfficerRow | None:
        secret = request.cookies.get(security.STAFF_COOKIE)
        if not secret:
            return None
        async with self._site.database.read() as session:
            return await queries.officer_of(session, security.digest(secret), self._site.now())

    # Reading

    async def show(self, request: web.Request) -> web.Response:
        """The room's page, or how to get in."""
        officer = await self._officer(request)
        ward = self._site.desk().kb.ward
        if officer is None:
            return self._pages.render("staff_closed.html", status=401, app_name=texts.APP_NAME, ward=ward)
        return self._pages.render("staff.html", app_name=texts.APP_NAME, ward=ward, officer=officer, max_text=MAX_TEXT)

    async def tickets(self, request: web.Request, officer: OfficerRow) -> web.Response:
        """The tickets of a tab, how many every tab has, and what the bot told the room lately."""
        tab = request.query.get("tab", "waiting")
        if tab not in queries.TABS:
            raise bodies.BadBodyError
        async with self._site.database.read() as session:
            listed = await queries.tickets_in(session, tab)
            counts = await queries.ticket_counts(session)
            notices = await queries.standing_notices(session, self._site.now() - _NOTICES_STAND)
        return web.json_response(
            {
                "counts": counts,
                "tickets": [self._listed(one, tab) for one in listed],
                "notices": [views.notice_view(one) for one in notices],
                "now": self._site.now().isoformat(),
            }
        )

    def _listed(self, one: queries.Listed, tab: str) -> views.View:
        waits = one.waiting_since if tab == "waiting" else None
        return views.listed_view(one, self._site.desk().due(waits) if waits else None)

    async def ticket(self, request: web.Request, officer: OfficerRow) -> web.Response:
        """One ticket with its conversation and the officers' notes."""
        before = bodies.whole_number(request.query.get("before"))
        ticket, conversation = await self._find(request)
        ward = self._site.desk().kb.ward
        async with self._site.database.read() as session:
            rows = await queries.last_messages(session, conversation.id, _MESSAGES + 1, before=before)
            notes = await queries.notes_of(session, ticket.id)
        messages = [views.line_view(row, ward) for row in rows[-_MESSAGES:]]
        return web.json_response(
            {
                "ticket": views.ticket_view(ticket, conversation, officer.id),
                "timeline": views.timeline(messages, [views.note_view(note, ward) for note in notes]),
                "more": len(rows) > len(messages),
            }
        )

    async def _find(self, request: web.Request) -> tuple[TicketRow, ConversationRow]:
        """The ticket named in the address; RefusedError if there is none."""
        async with self._site.database.read() as session:
            found = await queries.ticket_by_code(session, request.match_info["code"])
        if found is None:
            raise RefusedError(404, texts.NO_TICKET)
        return found

    async def procedures(self, request: web.Request, officer: OfficerRow) -> web.Response:
        """Procedures that fit some words."""
        words, today = request.query.get("q", "")[:200], dates.today(self._site.now())
        return web.json_response({"procedures": find_procedures(self._site.desk(), words, today)})

    async def media(self, request: web.Request, officer: OfficerRow) -> web.Response:
        """A file of any conversation that officers have a part in."""
        async with self._site.database.read() as session:
            found = await queries.message_with_chat(session, int(request.match_info["message"]))
        if found is None:
            raise web.HTTPNotFound
        return await attachment(self._site, *found, int(request.match_info["number"]))

    async def stream(self, request: web.Request, officer: OfficerRow) -> web.StreamResponse:
        """Tell the page that tickets changed, and what the bot says into the room."""
        try:
            with self._site.hub.listen(events.STAFF_CHAT, most=_STREAMS) as bell:
                stream = await EventStream.open(request)
                heard = bodies.whole_number(request.headers.get("Last-Event-ID"))
                await self._push(request, stream, bell, await self._last_word() if heard is None else heard)
                return stream.response
        except TooManyStreamsError:
            return refusal(429, texts.TOO_FAST, retry_after=30)

    async def _push(self, request: web.Request, stream: EventStream, bell: asyncio.Event, heard: int) -> None:
        """Write the news until the page goes away or the officer is signed out; other processes' changes count too."""
        mark: Any = None
        try:
            async for rung in self._site.hub.rings(bell, _LOOK):
                if await self._officer(request) is None:
                    return
                new_mark, words = await self._news(heard)
                for row, code in words:
                    heard = row.id
                    await stream.send("word", views.room_word(row.parcel, code), last_id=heard)
                await stream.send("changed" if rung or new_mark != mark else "beat", None)
                mark = new_mark
        except ConnectionResetError:
            return

    async def _last_word(self) -> int:
        async with self._site.database.read() as session:
            return await queries.last_word(session)

    async def _news(self, word: int) -> tuple[Any, list[Any]]:
        async with self._site.database.read() as session:
            return await queries.room_mark(session), await queries.room_words(session, word)

    # Doing: everything goes in by the door, as an event of the staff room

    async def say(self, request: web.Request, officer: OfficerRow) -> web.Response:
        """Words to the resident, or a note among officers (`mode` = "note")."""
        posted = await bodies.read_json(request)
        text = _words(posted)
        is_note = posted.get("mode") == "note" and not text.startswith("//")
        return await self._take(request, officer, posted, text=f"// {text}" if is_note else text)

    async def correct(self, request: web.Request, officer: OfficerRow) -> web.Response:
        """Other words for an answer that was sent."""
        posted = await bodies.read_json(request)
        message = posted.get("message")
        if not isinstance(message, int) or isinstance(message, bool) or not 0 < message < 1 << 53:
            raise bodies.BadBodyError
        return await self._take(request, officer, posted, text=_words(posted), corrects=message)

    async def act(self, request: web.Request, officer: OfficerRow) -> web.Response:
        """Claim, close or reopen; the same as the buttons of the ticket's card in a group."""
        posted = await bodies.read_json(request)
        act = posted.get("act")
        if act not in _ACTS:
            raise bodies.BadBodyError
        code = request.match_info["code"].upper()
        return await self._take(request, officer, posted, button=buttons.staff(code, act, "").id)

    async def send_procedure(self, request: web.Request, officer: OfficerRow) -> web.Response:
        """Send the resident the checklist of a procedure."""
        posted = await bodies.read_json(request)
        procedure = posted.get("procedure")
        if procedure not in self._site.desk().kb.procedures:
            raise bodies.BadBodyError
        code = request.match_info["code"].upper()
        return await self._take(request, officer, posted, button=buttons.staff(code, f"guide:{procedure}", "").id)

    async def _take(
        self,
        request: web.Request,
        officer: OfficerRow,
        posted: Mapping[str, Any],
        *,
        text: str = "",
        **more: Any,
    ) -> web.Response:
        """Commit the officer's event; 202, or 404 if there is no such ticket. `more` as in `events.from_officer`."""
        client_id = posted.get("client_id")
        if not isinstance(client_id, str) or not events.is_client_id(client_id):
            raise bodies.BadBodyError
        ticket, _ = await self._find(request)
        raw = events.from_officer(
            officer.id, officer.name, client_id, self._site.now(), ticket=ticket.code, text=text, **more
        )
        return accepted(await self._site.store_event(events.STAFF_CHAT, client_id, raw))

    async def invite(self, request: web.Request, officer: OfficerRow) -> web.Response:
        """A one-time link to pass on to a colleague."""
        path = await signin.new_sign_in_link(self._site.database, self._site.clock)
        base = self._site.public_url.rstrip("/") or f"{request.scheme}://{request.host}"
        return web.json_response({"url": base + path})


def _words(posted: Mapping[str, Any]) -> str:
    """What the officer typed; refused if there is nothing or too much of it."""
    text = posted.get("text")
    if not isinstance(text, str) or not text.strip():
        raise RefusedError(422, texts.EMPTY)
    if len(text) > MAX_TEXT:
        raise RefusedError(413, texts.TOO_LONG)
    return text.strip()
