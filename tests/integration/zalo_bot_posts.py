"""Posts to the webhook of a Zalo bot: true ones, broken ones, and secrets that are not quite right."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any


def event(number: int, text: str = "alo", **message: Any) -> dict[str, Any]:
    person = {"id": "5" * 20, "display_name": "Lan", "is_bot": False}
    chat = {"id": "5" * 20, "chat_type": "PRIVATE"}
    said = {"message_id": f"{number:020x}", "date": 1_790_000_000_000, "from": person, "chat": chat, "text": text}
    return {"event_name": "message.text.received", "message": said | message}


def flipped(secret: str) -> Iterator[str]:
    """The secret with each single bit turned round."""
    for at, byte in enumerate(secret.encode()):
        for bit in range(8):
            changed = bytes([*secret.encode()[:at], byte ^ (1 << bit), *secret.encode()[at + 1 :]])
            yield changed.decode("utf-8", "surrogateescape")


def malformed() -> Iterator[bytes]:
    """True events broken in every way, and things that never were events."""
    chance = random.Random(5)
    values: list[Any] = [None, 1, -1.5, True, "", "x", "\0", "\ud800", [], {}, [{}], {"a": 1}, 10**400, "9" * 5000]
    while True:
        broken = event(chance.randrange(10**6))
        for _ in range(chance.randrange(1, 4)):
            where: Any = chance.choice([broken, broken.get("message"), broken])
            inner = broken.get("message")
            if isinstance(inner, dict) and chance.random() < 0.5:
                where = inner.get(chance.choice(["from", "chat"]), inner)
            if isinstance(where, dict) and where:
                where[chance.choice(list(where))] = copy.deepcopy(chance.choice(values))
        body = json.dumps(chance.choice([broken, [broken], {"result": broken}])).encode()
        yield body
        at = chance.randrange(len(body))
        yield body[:at]
        yield body[:at] + bytes([chance.randrange(256)]) + body[at + 1 :]
        yield chance.randbytes(chance.randrange(1, 80))
        yield b"[" * chance.randrange(1, 100_000) if chance.random() < 0.01 else b'{"event_name":' + body
