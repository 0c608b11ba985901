"""Consent and tokens: codes are good once, refresh tokens are good once, access tokens end with their time."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from aiohttp import web
from yarl import URL

from bot.channels.zalo_oa.oauth import challenge_of
from bot.clock import Clock
from tests.fakes.zalo_oa.errors import Json

USED_UP = -14020
WRONG_SECRET = -14004
BAD_CODE = -14014


@dataclass
class Pair:
    """Tokens as they were granted."""

    access: str
    refresh: str
    until: datetime


class OAuth:
    """The consent server of one app and one account."""

    def __init__(self, app_id: str, app_secret: str, oa_id: str, clock: Clock) -> None:
        self._app = (app_id, app_secret)
        self._oa_id = oa_id
        self._clock = clock
        self._codes: dict[str, str] = {}
        self.pair: Pair | None = None
        self.seconds = 90_000
        self.refreshes = 0
        self.refuse: int | None = None
        self.revoked: set[str] = set()

    def agree(self, address: str) -> str:
        """The owner agrees on the consent page `address`; the address to which the browser is sent."""
        query = URL(address).query
        code = secrets.token_urlsafe(24)
        self._codes[code] = query["code_challenge"]
        answer = {"code": code, "oa_id": self._oa_id, "state": query["state"]}
        return f"{query['redirect_uri']}?{urlencode(answer)}"

    def grant(self) -> Pair:
        """A fresh pair; the one before is worth nothing any more."""
        until = self._clock.now() + timedelta(seconds=self.seconds)
        self.pair = Pair(secrets.token_urlsafe(32), secrets.token_urlsafe(32), until)
        return self.pair

    def revoke(self) -> None:
        """The access token is refused from now on."""
        if self.pair is not None:
            self.revoked.add(self.pair.access)

    def refusal(self, token: str) -> int | None:
        """Why an access token is refused; None if it is good."""
        if self.pair is None or token != self.pair.access or token in self.revoked:
            return -216
        return -220 if self.pair.until <= self._clock.now() else None

    async def handle(self, request: web.Request) -> web.Response:
        """The token endpoint; errors come with HTTP 200."""
        form = {name: str(value) for name, value in (await request.post()).items()}
        return web.json_response(self._answer(request.headers.get("secret_key", ""), form))

    def _answer(self, secret: str, form: dict[str, str]) -> Json:
        if (form.get("app_id"), secret) != self._app:
            return _no(WRONG_SECRET)
        if form.get("grant_type") == "authorization_code":
            expected = self._codes.pop(form.get("code", ""), None)
            if expected is None or challenge_of(form.get("code_verifier", "")) != expected:
                return _no(BAD_CODE)
            return self._granted()
        self.refreshes += 1
        if self.refuse is not None:
            return _no(self.refuse)
        if self.pair is None or form.get("refresh_token") != self.pair.refresh:
            return _no(USED_UP)
        return self._granted()

    def _granted(self) -> Json:
        pair = self.grant()
        return {"access_token": pair.access, "refresh_token": pair.refresh, "expires_in": str(self.seconds)}


def _no(code: int) -> Json:
    return {"error": code, "error_name": "Invalid", "error_description": "refused"}
