"""What people do with the account, and the events that come of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.fakes.zalo_oa.errors import Json
from tests.fakes.zalo_oa.webhook import Webhook
from tests.fakes.zalo_oa.world import Group, User, World


class People:
    """Residents and officers; each deed is posted to the bot's webhook, its status is given back."""

    def __init__(self, world: World, webhook: Webhook) -> None:
        self._world = world
        self._webhook = webhook

    def add_user(self, user_id: str, name: str) -> User:
        self._world.users[user_id] = User(user_id, name)
        return self._world.users[user_id]

    def add_group(self, group_id: str, name: str, *members: str) -> Group:
        self._world.groups[group_id] = Group(group_id, name, list(members))
        return self._world.groups[group_id]

    def age(self, user_id: str, hours: float) -> None:
        """The person last wrote so long ago."""
        self._world.users[user_id].wrote_at = self._world.clock.now() - timedelta(hours=hours)

    async def say(self, user_id: str, text: str, **message: Any) -> int:
        return await self._send(user_id, "user_send_text", {"text": text, **message})

    async def tap(self, user_id: str, title: str) -> int:
        """Press the newest button with this title: its payload comes as a text."""
        for sent in reversed(self._world.sent):
            for button in sent.buttons if sent.to == user_id else []:
                if button["title"] == title:
                    return await self.say(user_id, button["payload"])
        raise AssertionError(f"{user_id} has no button {title!r}")

    async def send_media(self, user_id: str, kind: str, payload: Json, text: str = "") -> int:
        said = {"text": text} if text else {}
        attachments = [{"type": kind, "payload": payload}]
        return await self._send(user_id, f"user_send_{kind}", {**said, "attachments": attachments})

    async def say_in_group(self, user_id: str, group_id: str, text: str, *, quote: str | None = None) -> int:
        message = {"text": text, **({"quote_msg_id": quote} if quote else {})}
        return await self._post("user_send_group_text", user_id, group_id, self._numbered(message))

    async def show_in_group(self, user_id: str, group_id: str, address: str, *, quote: str | None = None) -> int:
        """Send a photo, kept at an address of the platform's, into a group."""
        message = {"attachments": [{"type": "image", "payload": {"url": address}}]}
        numbered = self._numbered({**message, **({"quote_msg_id": quote} if quote else {})})
        return await self._post("user_send_group_image", user_id, group_id, numbered)

    async def follow(self, user_id: str, *, follows: bool = True) -> int:
        self._world.users[user_id].follows = follows
        event = {"oa_id": self._world.oa_id, "follower": {"id": user_id}, "source": "oa_profile"}
        return await self._webhook.post(
            {**event, "event_name": "follow" if follows else "unfollow", "timestamp": self._now()}
        )

    async def other(self, event_name: str, user_id: str, **more: Any) -> int:
        """Anything else that the platform tells of: receipts, echoes, reactions."""
        return await self._post(event_name, self._world.oa_id, user_id, self._numbered({}), **more)

    async def _send(self, user_id: str, event_name: str, message: Json) -> int:
        self._world.users[user_id].wrote_at = self._world.clock.now()
        return await self._post(event_name, user_id, self._world.oa_id, self._numbered(message))

    def _numbered(self, message: Json) -> Json:
        return {"msg_id": self._world.new_id(), **message}

    async def _post(self, event_name: str, sender: str, recipient: str, message: Json, **more: Any) -> int:
        event: Json = {
            "app_id": self._webhook.app_id,
            "sender": {"id": sender},
            "recipient": {"id": recipient},
            "user_id_by_app": f"by-app-{sender}",
            "event_name": event_name,
            "message": message,
            "timestamp": self._now(),
        }
        return await self._webhook.post({**event, **more})

    def _now(self) -> str:
        return str(int(self._world.clock.now().timestamp() * 1000))
