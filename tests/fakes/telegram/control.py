"""The control endpoint: the same actions as in the process, over HTTP, for another process."""

import contextlib
import json
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.fakes.telegram.errors import ApiError
from tests.fakes.telegram.shapes import Json
from tests.fakes.telegram.toxics import Toxic

if TYPE_CHECKING:
    from tests.fakes.telegram.server import FakeTelegram

_PEOPLE = (
    "add_user", "add_group", "set_bot_member", "set_member", "set_privacy", "say", "send_media",
    "send_album", "send_location", "send_contact", "edit", "delete", "press", "callback_answer",
    "block", "unblock", "deactivate", "create_topic", "rename_topic", "close_topic",
    "reopen_topic", "delete_topic", "upgrade", "enable_topics", "messages",
)  # fmt: skip


def control_routes(fake: "FakeTelegram") -> list[web.RouteDef]:
    """POST /control/<action> with its arguments as a JSON object; GET for the history and state."""
    actions = _actions(fake)

    async def act(request: web.Request) -> web.Response:
        action = actions.get(request.match_info["action"])
        if action is None:
            return web.json_response({"error": "no such action", "known": sorted(actions)}, status=404)
        try:
            result = action(**json.loads(await request.read() or b"{}"))
        except (ApiError, KeyError, TypeError, ValueError, StopIteration) as error:
            return web.json_response({"error": f"{type(error).__name__}: {error}"}, status=400)
        return web.json_response(result)

    async def history(request: web.Request) -> web.Response:
        return web.json_response(await _history(fake, request))

    async def state(request: web.Request) -> web.Response:
        return web.json_response(_state(fake))

    return [
        web.get("/control/history", history),
        web.get("/control/state", state),
        web.post("/control/{action}", act),
    ]


def _actions(fake: "FakeTelegram") -> dict[str, Callable[..., Any]]:
    def add_toxic(**fields: Any) -> Json:
        return asdict(fake.toxics.add(Toxic(**fields)))

    def webhook_duplicates(extra: int) -> None:
        fake.world.webhook.duplicates = extra

    def inject(kind: str, payload: Any, chat_id: int = 0) -> int | None:
        update = fake.world.updates.add(kind, payload, chat_id)
        return update.id if update else None

    def redeliver(update_id: int, new_id: bool = False) -> int:
        return fake.world.updates.again(update_id, new_id=new_id).id

    return {name: getattr(fake.people, name) for name in _PEOPLE} | {
        "add_toxic": add_toxic,
        "clear_toxics": fake.toxics.clear,
        "set_limits": fake.world.limits.set,
        "webhook_duplicates": webhook_duplicates,
        "advance_clock": fake.clock.advance,
        "skip_update_ids": fake.world.updates.skip_ids,
        "inject": inject,
        "redeliver": redeliver,
    }


async def _history(fake: "FakeTelegram", request: web.Request) -> list[Json]:
    """The calls after number `since`; with `wait`, after so many seconds or `count` of them."""
    method = request.query.get("method")
    chat_id = int(request.query["chat_id"]) if "chat_id" in request.query else None
    since, count = int(request.query.get("since", 0)), int(request.query.get("count", 1))

    def found() -> list[Json]:
        return [call.json() for call in fake.history.find(method, chat_id, since)]

    with contextlib.suppress(TimeoutError):
        seconds = float(request.query.get("wait", 0))
        await fake.history.changed.until(lambda: len(found()) >= count, seconds)
    return found()


def _state(fake: "FakeTelegram") -> Json:
    return {
        "token": fake.token,
        "webhook": fake.world.webhook.info(),
        "webhook_attempts": fake.world.webhook.attempts,
        "pending_updates": [update.json() for update in fake.world.updates.waiting()],
        "allowed_updates": fake.world.updates.allowed,
        "chats": [fake.world.chat_json(chat) for chat in fake.world.chats.values()],
    }
