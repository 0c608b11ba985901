"""Calls of the OpenAPI with the account's token; a refused token is renewed once and the call made once more."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import FormData

from bot.channels.http import Http, NoAnswerError
from bot.channels.zalo_oa.tokens import Tokens

TOKEN_REFUSED = (-216, -220)


class RefusedError(Exception):
    """Zalo read the call and says no; `code` is its own number for why."""

    def __init__(self, code: int) -> None:
        super().__init__(f"error {code}")
        self.code = code


class Api:
    """The OpenAPI at `url`."""

    def __init__(self, http: Http, url: str, tokens: Tokens) -> None:
        self._http = http
        self._url = url.rstrip("/")
        self._tokens = tokens

    async def get(self, path: str, data: Mapping[str, Any] | None = None, **query: str) -> Mapping[str, Any]:
        """What the call gives back; Zalo takes `data` as JSON in the address."""
        told = {"data": json.dumps(data, ensure_ascii=False, separators=(",", ":"))} if data else {}
        return await self._call("GET", path, params={**told, **query})

    async def post(self, path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """What the call gives back."""
        return await self._call("POST", path, json=body)

    async def upload(self, path: str, name: str, content: bytes, mime: str) -> Mapping[str, Any]:
        """What a file is called from now on."""
        return await self._call("POST", path, file=(name, content, mime))

    async def _call(self, method: str, path: str, **more: Any) -> Mapping[str, Any]:
        """RefusedError, NoAnswerError or NeedsConsentError where there is nothing to give back."""
        token = await self._tokens.access()
        answer = await self._ask(method, path, token, **more)
        if answer.get("error") in TOKEN_REFUSED:
            answer = await self._ask(method, path, await self._tokens.renew(token), **more)
        return _data(answer)

    async def _ask(
        self, method: str, path: str, token: str, file: tuple[str, bytes, str] | None = None, **more: Any
    ) -> Mapping[str, Any]:
        if file is not None:
            name, content, mime = file
            more["data"] = FormData()
            more["data"].add_field("file", content, filename=name, content_type=mime)
        _, answer = await self._http.ask(method, self._url + path, headers={"access_token": token}, **more)
        return answer


def _data(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    code = answer.get("error")
    if not isinstance(code, int) or isinstance(code, bool):
        raise NoAnswerError("an answer of another shape", maybe_done=True)
    if code:
        raise RefusedError(code)
    data = answer.get("data")
    return data if isinstance(data, Mapping) else {}
