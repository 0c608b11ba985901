"""What a resident sends: words, a press of a button, a picture or PDF; with JavaScript or without."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from aiohttp import BodyPartReader, web

from bot.channels.web import bodies, events, media_store, queries, security, texts
from bot.channels.web.pages import Pages
from bot.channels.web.replies import RefusedError, accepted, refusal, sentence
from bot.channels.web.site import Site
from bot.channels.web.stream import rung_within
from bot.channels.web.throttle import is_shared
from bot.channels.web.welcome import offered
from handlers.messages import Choice, Media, MediaKind
from knowledge import dates

MAX_TEXT = 4000
_WAITERS = 20
_ANSWER_PATIENCE = 2.0
_UPLOAD_PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Posted:
    """What the page sent: words or a button, and under which message the button stood."""

    client_id: str
    text: str
    choice: str | None
    shown: int | None


class Writing:
    """Takes residents' messages."""

    def __init__(self, site: Site, pages: Pages) -> None:
        self._site = site
        self._pages = pages

    def routes(self) -> list[web.RouteDef]:
        """Where they are sent to."""
        return [web.post("/messages", self.post_form), web.post("/api/messages", self.post_message)]

    async def post_message(self, request: web.Request) -> web.Response:
        """Take one message from the page's script: JSON, or a form when there is a file; 202 after the commit."""
        try:
            chat_id = security.require_chat(request)
            self._keep_pace(request, chat_id)
            if request.content_type == "application/json":
                posted = _from_json(await bodies.read_json(request))
                return accepted(await self._take(chat_id, posted, ()))
            return accepted(await self._take_form(request, chat_id))
        except RefusedError as refused:
            return refused.response
        except bodies.BadBodyError:
            return refusal(400, texts.MALFORMED)
        except bodies.BodyTooBigError:
            return refusal(413, texts.TOO_LONG)

    async def post_form(self, request: web.Request) -> web.StreamResponse:
        """The same without JavaScript: take the form, give the answer a moment, show the page again."""
        with self._site.hub.listen(security.require_chat(request), most=_WAITERS) as bell:
            response = await self.post_message(request)
            if response.status == 202:
                await rung_within(bell, _ANSWER_PATIENCE)
                raise web.HTTPSeeOther("/#cuoi")
        return self._pages.render("sorry.html", status=response.status, sorry=sentence(response), back="/")

    async def _take_form(self, request: web.Request, chat_id: str) -> bool:
        fields, part = await bodies.read_form(request)
        posted = _from_form(fields, has_file=part is not None)
        media = () if part is None else (await self._save(chat_id, part),)
        return await self._take(chat_id, posted, media)

    async def _take(self, chat_id: str, posted: Posted, media: Sequence[Media]) -> bool:
        """Commit the message; whether it is new."""
        text = posted.text
        if posted.choice is not None:
            text = await self._label(chat_id, posted)
        raw = events.from_resident(
            chat_id,
            posted.client_id,
            self._site.now(),
            text=text,
            button=posted.choice,
            shown=posted.shown,
            media=media,
        )
        return await self._site.store_event(chat_id, posted.client_id, raw)

    async def _label(self, chat_id: str, posted: Posted) -> str:
        """The words on the button that was pressed; refused if there is no such button."""
        choices = offered(self._site.desk(), dates.today(self._site.now()))
        if posted.shown is not None:
            async with self._site.database.read() as session:
                conversation = await queries.conversation_of(session, chat_id)
                stored = await queries.choices_of(session, conversation.id, posted.shown) if conversation else []
            choices = [Choice(one["id"], one["label"]) for one in stored]
        for choice in choices:
            if choice.id == posted.choice:
                return choice.label
        raise RefusedError(422, texts.OLD_CHOICE)

    async def _save(self, chat_id: str, part: BodyPartReader) -> Media:
        """Keep the file; refused in words if it is too big, too many or of another kind."""
        wait = self._site.limits.files.wait(chat_id)
        if wait:
            raise RefusedError(429, texts.TOO_FAST, retry_after=wait)
        try:
            async with asyncio.timeout(_UPLOAD_PATIENCE):
                stored = await self._site.store.save(bodies.chunks(part))
        except media_store.FileTooBigError:
            raise RefusedError(413, texts.FILE_TOO_BIG) from None
        except media_store.WrongKindError:
            raise RefusedError(415, texts.FILE_KIND) from None
        except media_store.DiskFullError:
            raise RefusedError(507, texts.DISK_FULL) from None
        except TimeoutError as slow:
            raise bodies.BadBodyError from slow
        kind: MediaKind = "file" if stored.mime == "application/pdf" else "photo"
        name = PurePath(part.filename or "").name[:120] or None
        return Media(kind, ref=stored.ref, name=name, mime=stored.mime, size=stored.size)

    def _keep_pace(self, request: web.Request, chat_id: str) -> None:
        """Refuse, kindly, what comes faster than people type."""
        limits = self._site.limits
        remote = request.remote
        by_address = limits.shared_address if is_shared(remote) else limits.address
        wait = limits.chat.wait(chat_id) or by_address.wait(remote or "")
        if wait:
            raise RefusedError(429, texts.TOO_FAST, retry_after=wait)


def _from_json(found: Mapping[str, Any]) -> Posted:
    """The message in a JSON body; BadBodyError if it is not one."""
    text, choice, shown = found.get("text", ""), found.get("choice"), found.get("shown_message_id")
    well_formed = isinstance(text, str) and isinstance(choice, str | None) and isinstance(shown, int | None)
    if not well_formed:
        raise bodies.BadBodyError
    return _checked(Posted(found.get("client_id", ""), text.strip(), choice, shown), has_file=False)


def _from_form(found: Mapping[str, str], *, has_file: bool) -> Posted:
    """The message in a form; a pressed button is `choice` = "<message>/<id>", or "/<id>" on the empty page."""
    shown, _, choice = found.get("choice", "").partition("/")
    number = bodies.whole_number(shown)
    posted = Posted(found.get("client_id", ""), found.get("text", "").strip(), choice or None, number)
    return _checked(posted, has_file=has_file)


def _checked(posted: Posted, *, has_file: bool) -> Posted:
    """The same message; refused if it is empty or too long, BadBodyError if our page cannot have sent it."""
    if not events.is_client_id(posted.client_id) or abs(posted.shown or 0) >= 1 << 53:
        raise bodies.BadBodyError
    if len(posted.text) > MAX_TEXT:
        raise RefusedError(413, texts.TOO_LONG)
    if not (posted.text or posted.choice or has_file):
        raise RefusedError(422, texts.EMPTY)
    return posted
