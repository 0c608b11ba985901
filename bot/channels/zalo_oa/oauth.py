"""Consent of the Official Account's owner (OAuth 2 with PKCE), and the renewal of its tokens."""

from __future__ import annotations

import base64
import hashlib
import secrets
import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from pydantic import SecretStr

from bot.channels.http import Http, NoAnswerError

_LETTERS = string.ascii_letters + string.digits
_VERIFIER_LENGTH = 43
_USUAL_SECONDS = 90_000  # 25 hours


@dataclass(frozen=True, slots=True)
class Granted:
    """A fresh pair of tokens; the access token lasts `seconds`."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    seconds: int


class OauthRefusedError(Exception):
    """Zalo grants nothing; `code` is its own number for why."""

    def __init__(self, code: int) -> None:
        super().__init__(f"error {code}")
        self.code = code


def new_verifier() -> str:
    """A secret of 43 letters and digits, known only to who asks for consent."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_VERIFIER_LENGTH))


def challenge_of(verifier: str) -> str:
    """What the consent page is shown of the verifier: its SHA-256 in base64url without padding."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


class OAuth:
    """One Zalo app at the consent server `url`."""

    def __init__(self, http: Http, url: str, app_id: str, app_secret: SecretStr) -> None:
        self._http = http
        self._url = url.rstrip("/")
        self._app_id = app_id
        self._app_secret = app_secret

    def consent_address(self, redirect_uri: str, verifier: str, state: str) -> str:
        """Where the owner of the account agrees."""
        query = {
            "app_id": self._app_id,
            "redirect_uri": redirect_uri,
            "code_challenge": challenge_of(verifier),
            "state": state,
        }
        return f"{self._url}/v4/oa/permission?{urlencode(query)}"

    async def exchange(self, code: str, verifier: str) -> Granted:
        """The first pair, for the code that the consent gave."""
        return await self._ask({"grant_type": "authorization_code", "code": code, "code_verifier": verifier})

    async def refresh(self, refresh_token: str) -> Granted:
        """The next pair; the refresh token is used up as soon as Zalo reads this."""
        return await self._ask({"grant_type": "refresh_token", "refresh_token": refresh_token})

    async def _ask(self, form: dict[str, str]) -> Granted:
        """OauthRefusedError if Zalo says no, NoAnswerError if it says nothing that can be read."""
        _, answer = await self._http.ask(
            "POST",
            f"{self._url}/v4/oa/access_token",
            data={"app_id": self._app_id, **form},
            headers={"secret_key": self._app_secret.get_secret_value()},
        )
        return _granted(answer)


def _granted(answer: Mapping[str, Any]) -> Granted:
    access, refresh = answer.get("access_token"), answer.get("refresh_token")
    if isinstance(access, str) and isinstance(refresh, str) and access and refresh:
        return Granted(access, refresh, _seconds(answer.get("expires_in")))
    code = answer.get("error")
    if isinstance(code, int) and code:
        raise OauthRefusedError(code)
    raise NoAnswerError("neither tokens nor an error", maybe_done=True)


def _seconds(told: object) -> int:
    """Zalo writes the number as a text; told nothing that is a number, believe the usual."""
    text = str(told)
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 10 else _USUAL_SECONDS
