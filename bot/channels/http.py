"""One request to a platform and its answer as JSON; whether it was carried out is known even where no answer came."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import (
    ClientConnectorError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    TCPConnector,
)
from yarl import URL

CONNECT_SECONDS = 5.0
LARGEST_ANSWER = 1 << 20

_NEVER_SENT = (ClientConnectorError, ConnectionTimeoutError)


class NoAnswerError(Exception):
    """No answer that can be read; `maybe_done` where the request may have been carried out all the same.

    Its reason names neither address nor content: a token may stand in either.
    """

    def __init__(self, reason: str, *, maybe_done: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.maybe_done = maybe_done


class Http:
    """Requests over connections of their own, each at most `seconds` long."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._session: ClientSession | None = None

    async def ask(
        self, method: str, url: str | URL, *, seconds: float | None = None, **more: Any
    ) -> tuple[int, Mapping[str, Any]]:
        """The status and the JSON object of the answer, whatever its status; NoAnswerError if there is none."""
        limit = ClientTimeout(seconds or self._seconds, sock_connect=CONNECT_SECONDS)
        try:
            async with self.session().request(method, url, allow_redirects=False, timeout=limit, **more) as answer:
                status, body = answer.status, await _read(answer)
        except _NEVER_SENT as error:
            raise NoAnswerError(type(error).__name__, maybe_done=False) from None
        except Exception as error:  # whatever the library calls it, the request may have arrived
            raise NoAnswerError(type(error).__name__, maybe_done=True) from None
        return status, _object(body, status)

    def session(self) -> ClientSession:
        """The connections, opened at first use.

        Each is used once: an idle one that the server just closed looks exactly like a reply that was lost.
        """
        if self._session is None or self._session.closed:
            self._session = ClientSession(connector=TCPConnector(force_close=True))
        return self._session

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session is not None:
            await self._session.close()


def unreadable(status: int) -> NoAnswerError:
    """An answer that is not the platform's own: something in front of it spoke, or it is broken."""
    return NoAnswerError(f"HTTP {status}", maybe_done=not (300 <= status < 500 or status == 503))


async def _read(answer: ClientResponse) -> bytes:
    """The body; no more of it than any honest answer has."""
    body = b""
    while not answer.content.at_eof() and len(body) < LARGEST_ANSWER:
        body += await answer.content.read(LARGEST_ANSWER)
    return body


def _object(body: bytes, status: int) -> Mapping[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise unreadable(status)
    return found
