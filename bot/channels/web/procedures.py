"""The page of every procedure, to tick off and to print, and the catalogue of them all; plain pages for everyone."""

from __future__ import annotations

import hashlib
from datetime import datetime, time
from itertools import groupby
from typing import Any

import segno
from aiohttp import web

from bot.channels.web import texts
from bot.channels.web.formatting import href_of
from bot.channels.web.pages import Pages
from bot.channels.web.print_size import print_size
from bot.channels.web.procedure_search import find_procedures
from bot.channels.web.replies import refusal
from bot.channels.web.site import Site
from bot.channels.web.throttle import is_shared
from handlers import browse, case_link
from handlers.sheet import sheet
from handlers.texts import day
from knowledge import dates
from knowledge.dates import LOCAL

MAX_WORDS = 200


class ProcedurePages:
    """/p and /p/<id>."""

    def __init__(self, site: Site, pages: Pages) -> None:
        self._site = site
        self._pages = pages
        self._served: tuple[str, datetime] = ("", site.now())

    def routes(self) -> list[web.RouteDef]:
        """Where they are."""
        return [web.get("/p", self.catalogue), web.get(r"/p/{id:[a-z0-9-]{1,128}}", self.show)]

    async def catalogue(self, request: web.Request) -> web.Response:
        """All procedures by field, or those that `q` means."""
        words = " ".join(request.query.get("q", "").split())[:MAX_WORDS]
        pace = self._site.limits.shared_address if is_shared(request.remote) else self._site.limits.address
        if words and (wait := pace.wait(f"search {request.remote}")):
            return refusal(429, texts.TOO_FAST, retry_after=wait)
        desk, today = self._site.desk(), dates.today(self._site.now())
        fields = [(field, browse.within(desk.kb, field, today)) for field in browse.most_asked(desk.kb, today)]
        return self._answer(
            request,
            "catalogue.html",
            words=words,
            found=find_procedures(desk, words, today),
            fields=[(field, procedures) for field, procedures in fields if procedures],
            count=sum(len(procedures) for _, procedures in fields),
            canonical=f"{self._base(request)}/p",
        )

    async def show(self, request: web.Request) -> web.Response:
        """One procedure."""
        desk = self._site.desk()
        procedure_id = request.match_info["id"]
        if procedure_id not in desk.kb.procedures:
            return self._pages.render("sorry.html", status=404, sorry=texts.NO_PROCEDURE, back="/p")
        procedure, now = desk.kb.procedures[procedure_id], self._site.now()
        answers = case_link.decode(request.query.get("c", ""), procedure)
        canonical = f"{self._base(request)}/p/{procedure_id}"
        return self._answer(
            request,
            "procedure.html",
            sheet=sheet(procedure_id, desk, now=now, answers=answers),
            today=day(now.astimezone(LOCAL).date()),
            canonical=canonical,
            print_size=print_size,
            qr=_qr(self._base(request) + case_link.path(procedure, answers)),
            link=lambda url: href_of(url, desk.kb.ward.allowed_hosts) if url else None,
        )

    def _base(self, request: web.Request) -> str:
        """Where the site stands: as the ward says, else as the browser asked for it."""
        return self._site.public_url.rstrip("/") or f"{request.scheme}://{request.host}"

    def _answer(self, request: web.Request, template: str, **values: Any) -> web.Response:
        """The page, or 304 where the browser has it already; the letters' size is the browser's own."""
        ward = self._site.desk().kb.ward
        large = request.cookies.get("hoidap_large") == "1"
        response = self._pages.render(template, app_name=texts.APP_NAME, ward=ward, large=large, **values)
        body = response.body if isinstance(response.body, bytes) else b""
        response.etag = hashlib.sha256(body).hexdigest()[:32]
        response.last_modified = self._changed()
        response.headers["Cache-Control"] = "private, no-cache"
        response.headers["Vary"] = "Cookie"
        if _has_it(request, response):
            kept = {name: response.headers[name] for name in ("ETag", "Last-Modified", "Cache-Control", "Vary")}
            return web.Response(status=304, headers=kept)
        response.enable_compression()
        return response

    def _changed(self) -> datetime:
        """Since when the pages read as they do: facts change with their file, and with the day."""
        version, now = self._site.desk().kb.version, self._site.now()
        if self._served[0] != version:
            self._served = (version, now)
        midnight = datetime.combine(now.astimezone(LOCAL).date(), time(), LOCAL)
        return max(self._served[1], midnight).replace(microsecond=0)


def _has_it(request: web.Request, response: web.Response) -> bool:
    """Whether the browser's copy is this one; the tag has the last word where both are asked."""
    tags = request.if_none_match
    if tags is not None:
        return any(tag.value in ("*", response.etag and response.etag.value) for tag in tags)
    since = request.if_modified_since
    return since is not None and response.last_modified is not None and response.last_modified <= since


def _qr(address: str) -> dict[str, Any]:
    """The address as a QR code: its width in modules with the quiet zone, and the dark runs as a path."""
    matrix = segno.make(address, micro=False, error="m").matrix
    runs = [f"M{x + 4} {y + 4.5}h{length}" for y, row in enumerate(matrix) for x, length in _dark(row)]
    return {"size": len(matrix) + 8, "path": "".join(runs)}


def _dark(row: bytes | bytearray) -> list[tuple[int, int]]:
    """Where the dark runs of a row begin, and how long they are."""
    found, at = [], 0
    for dark, group in groupby(row):
        length = len(list(group))
        if dark:
            found.append((at, length))
        at += length
    return found
