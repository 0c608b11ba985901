"""Calls of the Zalo Bot Platform: the answer's body decides, whatever HTTP status it comes with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiohttp import ClientSession
from pydantic import SecretStr
from yarl import URL

from bot.channels.http import Http, unreadable

SEND_SECONDS = 15.0


class ApiError(Exception):
    """Zalo answered that it did not do it."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description


class Api:
    """One bot's calls. The token stands in every address."""

    def __init__(self, token: SecretStr, api_url: str, seconds: float = SEND_SECONDS) -> None:
        self.url = URL(api_url.rstrip("/"))
        self._base = f"{api_url.rstrip('/')}/bot{token.get_secret_value()}"
        self._http = Http(seconds)

    async def call(self, method: str, params: Mapping[str, Any] | None = None, *, seconds: float | None = None) -> Any:
        """The result, None where there is none; ApiError or NoAnswerError."""
        address = URL(f"{self._base}/{method}", encoded=True)
        return _result(*await self._http.ask("POST", address, seconds=seconds, json=params or {}))

    def session(self) -> ClientSession:
        """The connections, opened at first use."""
        return self._http.session()

    async def close(self) -> None:
        """Let go of the connections."""
        await self._http.close()


def _result(status: int, envelope: Mapping[str, Any]) -> Any:
    if "ok" not in envelope:
        raise unreadable(status)
    if envelope["ok"] is True:
        return envelope.get("result")
    code = envelope.get("error_code", envelope.get("errorCode"))  # the manual spells it both ways
    raise ApiError(code if isinstance(code, int) else status, str(envelope.get("description") or ""))
