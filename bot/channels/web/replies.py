"""The few shapes of JSON answers."""

from __future__ import annotations

import json
import math

from aiohttp import web


class RefusedError(Exception):
    """What was asked for cannot be done; carries the status, the sentence, and when to try again."""

    def __init__(self, status: int, text: str, *, retry_after: float | None = None) -> None:
        super().__init__(text)
        self.response = refusal(status, text, retry_after=retry_after)


def refusal(status: int, text: str, *, retry_after: float | None = None) -> web.Response:
    """A kind sentence for a person, and when to try again."""
    headers = {} if retry_after is None else {"Retry-After": str(math.ceil(retry_after))}
    return web.json_response({"error": text}, status=status, headers=headers)


def sentence(response: web.Response) -> str:
    """The sentence of a refusal."""
    return str(json.loads(response.text or "{}").get("error", ""))


def accepted(is_new: bool) -> web.Response:
    """The message is in the database; a repeat is told apart for the curious only."""
    return web.json_response({"stored": True, "repeat": not is_new}, status=202)
