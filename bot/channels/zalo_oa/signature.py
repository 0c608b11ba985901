"""Whether a webhook post comes from Zalo: a plain SHA-256 over app id, raw body, time and the webhook's own secret."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable


def mac_of(app_id: str, body: bytes, timestamp: str, secret: str) -> str:
    """The digest that Zalo sends, in small hex letters."""
    return hashlib.sha256(app_id.encode() + body + _bytes(timestamp) + secret.encode()).hexdigest()


def is_genuine(given: str, app_id: str, body: bytes, timestamps: Iterable[str], secret: str) -> bool:
    """Whether the header, with or without `mac=`, is the digest for one of the times; compared in constant time.

    Capital letters are refused: Zalo sends small ones, and a header that was tampered with must never pass.
    """
    mac = _bytes(given.removeprefix("mac="))
    matches = [secrets.compare_digest(mac, mac_of(app_id, body, time, secret).encode()) for time in timestamps]
    return bool(secret) and any(matches)


def _bytes(header: str) -> bytes:
    return header.encode("utf-8", "replace")
