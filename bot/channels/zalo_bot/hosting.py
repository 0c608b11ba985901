"""Photos laid out for Zalo, which takes only addresses: each gets one that nobody can guess, for a while."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass

from aiohttp import web

from bot.channels.web.media_store import sniff
from bot.channels.zalo_bot.names import NAME
from bot.clock import Clock

KEPT_SECONDS = 3600.0
LARGEST_TOTAL = 64 << 20
_PHOTOS = ("image/jpeg", "image/png", "image/gif", "image/webp")


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo on offer until a moment of the monotonic clock."""

    content: bytes
    mime: str
    until: float


class Hosting:
    """Serves photos below the ward's own address; without one there is nothing to offer."""

    def __init__(self, account: str, public_url: str, clock: Clock) -> None:
        self.path = f"/{NAME}/{account}/photo/{{name}}"
        self._base = f"{public_url.rstrip('/')}/{NAME}/{account}/photo/" if public_url else ""
        self._clock = clock
        self._photos: OrderedDict[str, Photo] = OrderedDict()

    def offer(self, content: bytes) -> str | None:
        """An address for these bytes; None where Zalo could not fetch them or they are no photo."""
        mime = sniff(content[:16])
        if not self._base or mime not in _PHOTOS or len(content) > LARGEST_TOTAL:
            return None
        self._clear(len(content))
        name = secrets.token_urlsafe(24)
        self._photos[name] = Photo(content, mime, self._clock.monotonic() + KEPT_SECONDS)
        return self._base + name

    async def handle(self, request: web.Request) -> web.Response:
        """The photo, while it is on offer."""
        self._clear(0)
        photo = self._photos.get(request.match_info["name"])
        if photo is None:
            return web.Response(status=404)
        headers = {"Content-Type": photo.mime, "Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
        return web.Response(body=photo.content, headers=headers)

    def _clear(self, needed: int) -> None:
        """Drop what is over, and the oldest until there is room."""
        now = self._clock.monotonic()
        total = sum(len(photo.content) for photo in self._photos.values())
        while self._photos:
            oldest = next(iter(self._photos.values()))
            if oldest.until > now and total + needed <= LARGEST_TOTAL:
                return
            total -= len(oldest.content)
            self._photos.popitem(last=False)
