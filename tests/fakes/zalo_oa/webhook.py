"""The platform's posts to the bot: signed, and repeated where they fail."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Literal

from aiohttp import ClientSession

from bot.channels.zalo_oa.signature import mac_of
from tests.fakes.zalo_oa.errors import Json

RETRIES = 5


@dataclass
class Posted:
    """One post as it left, and the HTTP status of its answer."""

    body: bytes
    headers: dict[str, str]
    status: int


@dataclass
class Webhook:
    """Where and how events are posted; `mac_prefix`, `stamp` and `wrong_secret` are switches."""

    app_id: str
    secret: str
    url: str = ""
    mac_prefix: str = "mac="
    stamp: Literal["body", "header"] = "body"
    wrong_secret: bool = False
    posted: list[Posted] = field(default_factory=list)

    async def post(self, event: Json) -> int:
        """Post an event once; the status of the answer."""
        timestamp = str(event["timestamp"])
        if self.stamp == "header":
            event = {name: value for name, value in event.items() if name != "timestamp"} | {"timestamp": "0"}
        body = json.dumps(event, ensure_ascii=False).encode()
        secret = "another" if self.wrong_secret else self.secret
        headers = {"X-ZEvent-Signature": self.mac_prefix + mac_of(self.app_id, body, timestamp, secret)}
        if self.stamp == "header":
            headers["X-ZEvent-Timestamp"] = timestamp
        return await self._send(body, headers)

    async def repeat(self, number: int = 1) -> int:
        """Post the newest event again, as after a lost answer."""
        last = self.posted[-1]
        return await self._send(last.body, {**last.headers, "num_retry": str(number)})

    async def probe(self) -> int:
        """What saving the address in the console sends: no signature, an empty object."""
        return await self._send(b"{}", {})

    async def _send(self, body: bytes, headers: dict[str, str]) -> int:
        headers = {"Content-Type": "application/json", **headers}
        async with ClientSession() as session, session.post(self.url, data=body, headers=headers) as answer:
            self.posted.append(Posted(body, headers, answer.status))
            return answer.status
