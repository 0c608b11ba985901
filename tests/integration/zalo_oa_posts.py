"""Posts to the webhook of an Official Account: signed, tampered with, broken."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

from bot.channels.zalo_oa.signature import mac_of
from bot.channels.zalo_oa.webhook import SIGNATURE, TIMESTAMP
from bot.clock import Clock
from tests.fakes.zalo_oa import APP_ID, OA_ID, WEBHOOK_SECRET
from tests.integration.zalo_oa_channel import LAN

Json = dict[str, Any]


def event_at(clock: Clock, **more: Any) -> Json:
    """A message of Lan's."""
    return {
        "app_id": APP_ID,
        "sender": {"id": LAN},
        "recipient": {"id": OA_ID},
        "event_name": "user_send_text",
        "message": {"text": "xin chào", "msg_id": "m1"},
        "timestamp": str(int(clock.now().timestamp() * 1000)),
        **more,
    }


def signed(body: bytes, timestamp: str, **more: str) -> dict[str, str]:
    return {SIGNATURE: f"mac={mac_of(APP_ID, body, timestamp, WEBHOOK_SECRET)}", **more}


def flips(value: bytes) -> list[bytes]:
    """The value with each of its bits turned."""
    return [
        value[:at] + bytes([value[at] ^ (1 << bit)]) + value[at + 1 :] for at in range(len(value)) for bit in range(8)
    ]


def untouched(event: Json) -> tuple[bytes, dict[str, str]]:
    """The body and headers as Zalo would post the event; the time stands in both."""
    body, stamp = json.dumps(event, ensure_ascii=False).encode(), str(event["timestamp"])
    return body, signed(body, stamp, **{TIMESTAMP: stamp})


def tampered(event: Json) -> list[tuple[bytes, dict[str, str]]]:
    """The same with each single bit of the body, the time and the mac turned, as far as a header can carry it."""
    body, headers = untouched(event)
    posts = [(wrong, headers) for wrong in flips(body)]
    for name in (SIGNATURE, TIMESTAMP):
        sendable = [wrong for wrong in flips(headers[name].encode()) if all(33 <= byte < 127 for byte in wrong)]
        # A wrong time in the header alone changes nothing, as the one in the body is what was signed.
        other = body if name == SIGNATURE else body.replace(headers[TIMESTAMP].encode(), b"0")
        base = headers if name == SIGNATURE else signed(other, headers[TIMESTAMP], **{TIMESTAMP: headers[TIMESTAMP]})
        posts += [(other, {**base, name: wrong.decode()}) for wrong in sendable]
    return posts


def malformed(chance: random.Random, clock: Clock) -> bytes:
    """A body that is broken in one of many ways."""
    event = event_at(clock, message={"text": "xin chào", "msg_id": f"m{chance.random()}"})
    junk: list[Any] = [None, True, 0, -1, 1e308, "", "\ud800", "x" * 300, [], {}, [[]], {"id": {}}, 10**30]
    for _ in range(chance.randint(1, 4)):
        place = chance.choice([event, event["message"] if isinstance(event["message"], dict) else event])
        place[chance.choice([*place, "attachments", "timestamp", "event_name", "follower"])] = copy.deepcopy(
            chance.choice(junk)
        )
    event["event_name"] = chance.choice(
        [event["event_name"], "user_send_image", "user_send_location", "follow", "user_send_group_text"]
    )
    if chance.random() < 0.5 and isinstance(event["message"], dict):
        event["message"]["attachments"] = chance.choice([[{"payload": chance.choice(junk)}], chance.choice(junk)])
    body = json.dumps(event).encode()
    if chance.random() < 0.3:
        cut = chance.randrange(len(body))
        body = body[:cut] + bytes(chance.randrange(256) for _ in range(4)) + body[cut + chance.randrange(3) :]
    return body
