"""Calls of the Zalo Bot Platform: the answer's body decides, whatever HTTP status it comes with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import ClientConnectorError, ClientSession, ClientTimeout, ConnectionTimeoutError, TCPConnector
from pydantic import SecretStr
from yarl import URL

SEND_SECONDS = 15.0
CONNECT_SECONDS = 5.0
LARGEST_ANSWER = 1 << 20


class ApiError(Exception):
    """Zalo answered that it did not do it."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description


class UnheardError(Exception):
    """No answer of the API came; `maybe_done` unless it is sure that the call never reached it."""

    def __init__(self, reason: str, *, maybe_done: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.maybe_done = maybe_done


class Api:
    """One bot's calls. The token stands in every address, so no error of the wire leaves here as it is."""

    def __init__(self, token: SecretStr, api_url: str, seconds: float = SEND_SECONDS) -> None:
        self.url = URL(api_url.rstrip("/"))
        self._base = f"{api_url.rstrip('/')}/bot{token.get_secret_value()}"
        self._seconds = seconds
        self._session: ClientSession | None = None

    async def call(self, method: str, params: Mapping[str, Any] | None = None, *, seconds: float | None = None) -> Any:
        """The result, None where there is none; ApiError or UnheardError."""
        address = URL(f"{self._base}/{method}", encoded=True)
        limit = ClientTimeout(seconds or self._seconds, sock_connect=CONNECT_SECONDS)
        try:
            async with self.session().post(address, json=params or {}, timeout=limit, allow_redirects=False) as answer:
                status, body = answer.status, await answer.content.read(LARGEST_ANSWER)
                while not answer.content.at_eof() and len(body) < LARGEST_ANSWER:
                    body += await answer.content.read(LARGEST_ANSWER)
        except (ClientConnectorError, ConnectionTimeoutError) as error:
            raise UnheardError(type(error).__name__, maybe_done=False) from None
        except Exception as error:  # whatever the library calls it, the call may have arrived
            raise UnheardError(type(error).__name__, maybe_done=True) from None
        return _result(status, body)

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


def _result(status: int, body: bytes) -> Any:
    try:
        envelope = json.loads(body)
    except (ValueError, RecursionError):
        envelope = None
    if not isinstance(envelope, dict) or "ok" not in envelope:
        raise UnheardError(f"HTTP {status}", maybe_done=_may_have_arrived(status))
    if envelope["ok"] is True:
        return envelope.get("result")
    code = envelope.get("error_code", envelope.get("errorCode"))  # the manual spells it both ways
    raise ApiError(code if isinstance(code, int) else status, str(envelope.get("description") or ""))


def _may_have_arrived(status: int) -> bool:
    """Whether the API may have done it although something in front of it answered."""
    return not (300 <= status < 500 or status == 503)
