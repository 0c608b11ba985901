"""Who may do what over HTTP: cookies, the page a request comes from, and the headers on every answer."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.channels.web import texts
from bot.channels.web.replies import RefusedError, refusal

CHAT_COOKIE = "hoidap_chat"
STAFF_COOKIE = "hoidap_staff"
CHAT_DAYS = 365

_TOKEN = re.compile(r"[0-9a-f]{32}")
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # Not "no-referrer": browsers would then send `Origin: null` with forms, and we check the origin.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def digest(token: str) -> str:
    """What is kept of a secret token."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """A random token of 128 bits."""
    return secrets.token_hex(16)


def chat_token(request: web.Request) -> str | None:
    """The resident's token, if the browser has a well-formed one."""
    token = request.cookies.get(CHAT_COOKIE, "")
    return token if _TOKEN.fullmatch(token) else None


def require_chat(request: web.Request) -> str:
    """The chat of this browser; RefusedError without a token."""
    token = chat_token(request)
    if token is None:
        raise RefusedError(401, texts.NO_COOKIE)
    return chat_id_of(token)


def chat_id_of(token: str) -> str:
    """The chat's id: it names the conversation everywhere, and does not open it."""
    return digest(token)[:32]


def set_cookie(response: web.StreamResponse, name: str, value: str, *, days: int, secure: bool) -> None:
    """Remember a token in this browser, out of reach of scripts and of other sites' forms."""
    response.set_cookie(name, value, max_age=days * 86400, path="/", httponly=True, samesite="Lax", secure=secure)


def same_origin_only(public_url: str) -> Middleware:
    """A middleware that refuses POSTs from other sites' pages."""
    public = urlsplit(public_url).netloc.lower()

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.method == "POST" and not _from_our_page(request, public):
            return refusal(403, texts.FOREIGN_PAGE)
        return await handler(request)

    return check


def _from_our_page(request: web.Request, public: str) -> bool:
    """Whether the page named by the browser is ours; a caller that names none must hold none of our cookies."""
    source = request.headers.get("Origin") or request.headers.get("Referer")
    if source is None:
        return not {CHAT_COOKIE, STAFF_COOKIE} & request.cookies.keys()
    try:
        host = urlsplit(source).netloc.lower()
    except ValueError:
        return False
    return bool(host) and host in (request.host.lower(), public)


async def protect(request: web.Request, response: web.StreamResponse) -> None:
    """The protective headers, unless the handler chose stricter ones; nothing is cached unless it said so."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["Server"] = "hoidap"
