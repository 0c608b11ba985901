"""Files of messages over HTTP: found here or in the channel that holds them, and never trusted by their names."""

from __future__ import annotations

from urllib.parse import quote

from aiohttp import web

from bot.channels.web import texts
from bot.channels.web.events import NAME
from bot.channels.web.media_store import LARGEST, foreign_ref, sniff
from bot.channels.web.site import Site
from bot.db.models import ConversationRow, MessageRow

_SHOWN = ("image/jpeg", "image/png", "image/gif", "image/webp", "application/pdf")
_LARGEST_FOREIGN = 2 * LARGEST


async def attachment(site: Site, message: MessageRow, conversation: ConversationRow, number: int) -> web.Response:
    """The file `number` of a message: images and PDF to look at, anything else to download; 404 if it cannot be had."""
    if number >= len(message.media):
        raise web.HTTPNotFound
    ref = message.media[number].get("ref")
    content = await _find(site, conversation.channel, ref) if ref else None
    if content is None:
        raise web.HTTPNotFound
    kind = sniff(content[:16])
    shown = kind if kind in _SHOWN else None
    name = quote(message.media[number].get("name") or f"tep-{message.id}-{number}")
    headers = {
        "Content-Type": shown or "application/octet-stream",
        "Content-Disposition": f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{name}",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        "Cache-Control": "private, max-age=86400, immutable",
    }
    return web.Response(body=content, headers=headers)


async def _find(site: Site, channel: str, ref: str) -> bytes | None:
    """The bytes: our own, kept from whichever channel brought them, or fetched from the conversation's now."""
    for name in (ref, *(foreign_ref(origin, ref) for origin in texts.CHANNELS)):
        content = await site.store.find(name, limit=_LARGEST_FOREIGN)
        if content is not None:
            return content
    if channel == NAME:
        return None
    content = await site.fetch_elsewhere(channel, ref, _LARGEST_FOREIGN)
    if content is not None:
        await site.store.keep_foreign(channel, ref, content)
    return content
