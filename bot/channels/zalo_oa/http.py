"""One request to Zalo and its answer as JSON; whether it was carried out is known even where no answer came."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    TCPConnector,
)

_NEVER_SENT = (ClientConnectorError, ConnectionTimeoutError)
_NOT_DONE = (408, 425, 429, 503)


class NoAnswerError(Exception):
    """No answer that can be read; `maybe_done` where the request may have been carried out all the same."""

    def __init__(self, reason: str, *, maybe_done: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.maybe_done = maybe_done


class Http:
    """Requests over connections of their own, each at most `seconds` long."""

    def __init__(self, seconds: float) -> None:
        self._timeout = ClientTimeout(seconds)
        self._session: ClientSession | None = None

    async def ask(self, method: str, url: str, **more: Any) -> Mapping[str, Any]:
        """The JSON object of the answer, whatever its status; NoAnswerError if there is none."""
        try:
            async with self.session().request(
                method, url, allow_redirects=False, timeout=self._timeout, **more
            ) as answer:
                return _object(await answer.read(), answer.status)
        except _NEVER_SENT as error:
            raise NoAnswerError(type(error).__name__, maybe_done=False) from None
        except (TimeoutError, ClientError, OSError) as error:
            raise NoAnswerError(type(error).__name__, maybe_done=True) from None

    def session(self) -> ClientSession:
        """The one client of this channel, made when it is first needed."""
        if self._session is None:
            # A connection kept open and closed meanwhile by the other side looks like a lost answer.
            self._session = ClientSession(connector=TCPConnector(force_close=True))
        return self._session

    async def close(self) -> None:
        """Let go of all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None


def _object(body: bytes, status: int) -> Mapping[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if isinstance(found, dict):
        return found
    refused = 400 <= status < 500 or status in _NOT_DONE
    raise NoAnswerError(f"HTTP {status} without JSON", maybe_done=not refused)
