"""The calls of the OpenAPI that the bot makes, with the platform's own refusals."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from tests.fakes.zalo_oa.errors import ApiError, Json
from tests.fakes.zalo_oa.world import World

LONGEST_TEXT = 2000
MOST_BUTTONS = 5
LONGEST_TITLE = 100
IMAGE_BYTES = 1 << 20
FILE_BYTES = 5 << 20

Handler = Callable[[World, web.Request], Awaitable[Json]]


async def consultation(world: World, request: web.Request) -> Json:
    body = await _body(request)
    user = world.users.get(str(_inside(body, "recipient").get("user_id")))
    if user is None:
        raise ApiError(-201)
    message = _checked(world, _inside(body, "message"))
    if user.blocked or not user.follows:
        raise ApiError(-213)
    sent = world.keep(user.id, message, world.window(user))
    return {"message_id": sent.id, "user_id": user.id, "sent_time": str(int(world.clock.now().timestamp() * 1000))}


async def group_message(world: World, request: web.Request) -> Json:
    body = await _body(request)
    group = world.groups.get(str(_inside(body, "recipient").get("group_id")))
    if group is None:
        raise ApiError(-403)
    if group.disabled:
        raise ApiError(-237)
    message = _checked(world, _inside(body, "message"))
    if "buttons" in _inside(_inside(message, "attachment"), "payload"):
        raise ApiError(-233)
    return {"message_id": world.keep(group.id, message, "group").id}


async def upload_image(world: World, request: web.Request) -> Json:
    return {"attachment_id": await _upload(world, request, IMAGE_BYTES, (b"\xff\xd8\xff", b"\x89PNG"))}


async def upload_gif(world: World, request: web.Request) -> Json:
    return {"attachment_id": await _upload(world, request, FILE_BYTES, (b"GIF8",))}


async def upload_file(world: World, request: web.Request) -> Json:
    return {"token": await _upload(world, request, FILE_BYTES, (b"%PDF", b"\xd0\xcf", b"PK"))}


async def account(world: World, request: web.Request) -> Json:
    return {"oaid": world.oa_id, "name": "UBND phường Thử", "oa_type": 4, "package_name": "Nâng cao"}


async def user_detail(world: World, request: web.Request) -> Json:
    try:
        user = world.users[json.loads(request.query["data"])["user_id"]]
    except (KeyError, ValueError, TypeError):
        raise ApiError(-201) from None
    return {"user_id": user.id, "display_name": user.name, "user_is_follower": user.follows}


async def groups(world: World, request: web.Request) -> Json:
    return {"groups": [{"group_id": one.id, "name": one.name} for one in world.groups.values()]}


CALLS: dict[tuple[str, str], Handler] = {
    ("POST", "/v3.0/oa/message/cs"): consultation,
    ("POST", "/v3.0/oa/group/message"): group_message,
    ("POST", "/v2.0/oa/upload/image"): upload_image,
    ("POST", "/v2.0/oa/upload/gif"): upload_gif,
    ("POST", "/v2.0/oa/upload/file"): upload_file,
    ("GET", "/v2.0/oa/getoa"): account,
    ("GET", "/v3.0/oa/user/detail"): user_detail,
    ("GET", "/v3.0/oa/group/getgroupsofoa"): groups,
}


async def _body(request: web.Request) -> Json:
    try:
        found = await request.json()
    except ValueError:
        raise ApiError(-201) from None
    return found if isinstance(found, dict) else {}


def _inside(value: Mapping[str, object], key: str) -> Json:
    found = value.get(key)
    return found if isinstance(found, dict) else {}


def _checked(world: World, message: Json) -> Json:
    """The message as the platform takes it."""
    text, attachment = message.get("text"), _inside(message, "attachment")
    if not text and not attachment:
        raise ApiError(-201)
    if len(str(text or "").encode("utf-16-le")) // 2 > LONGEST_TEXT:
        raise ApiError(-210)
    payload = _inside(attachment, "payload")
    buttons, elements = payload.get("buttons", []), payload.get("elements", [])
    if len(buttons) > MOST_BUTTONS or len(elements) > MOST_BUTTONS:
        raise ApiError(-210)
    if any(len(one["title"]) > LONGEST_TITLE or not one["payload"] for one in buttons):
        raise ApiError(-210)
    named = [one["attachment_id"] for one in elements if "attachment_id" in one]
    named += [payload["token"]] if attachment.get("type") == "file" else []
    if any(name not in world.uploads for name in named):
        raise ApiError(-201)
    return message


async def _upload(world: World, request: web.Request, most: int, marks: tuple[bytes, ...]) -> str:
    field = (await request.post()).get("file")
    if not isinstance(field, web.FileField):
        raise ApiError(-201)
    content = field.file.read()
    if len(content) > most:
        raise ApiError(-210)
    if not content.startswith(marks):
        raise ApiError(-201)
    name = "up-" + world.new_id()
    world.uploads[name] = content
    return name
