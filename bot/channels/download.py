"""Files fetched from a platform's own servers and from nowhere else."""

from __future__ import annotations

from collections.abc import Collection

from aiohttp import ClientSession, ClientTimeout
from yarl import URL

SECONDS = 60.0


def is_theirs(address: URL, domains: Collection[str], own: URL) -> bool:
    """Whether an address that came in a message is one of the platform's: https below one of its domains, or on `own`.

    People choose what stands in a message; nobody may send the bot to other machines by it.
    """
    if not address.host or address.scheme not in ("http", "https") or address.user or address.password:
        return False
    if address.origin() == own.origin():
        return True
    host = (address.host or "").lower()
    below = any(host == domain or host.endswith(f".{domain}") for domain in domains)
    return below and address.scheme == "https" and address.port == 443


async def download(session: ClientSession, address: URL, most: int) -> bytes | None:
    """The bytes, or None if they are not there or are more than `most`; raises what the wire raises."""
    # A redirect would lead away from the platform.
    async with session.get(address, timeout=ClientTimeout(SECONDS), allow_redirects=False) as answer:
        if answer.status != 200:
            return None
        content = bytearray()
        async for piece in answer.content.iter_any():
            content += piece
            if len(content) > most:
                return None
        return bytes(content)
