"""The methods of the platform."""

import ipaddress
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from tests.fakes.zalo_bot import errors
from tests.fakes.zalo_bot.errors import ApiError, bad_request
from tests.fakes.zalo_bot.world import Json, Sent, World

LONGEST = 2000

Method = Callable[[World, Json], Awaitable[Any]]


async def get_me(world: World, _: Json) -> Json:
    return {
        "id": world.bot_id,
        "account_name": "bot.AnPhong",
        "account_type": "BASIC",
        "can_join_groups": world.switches.joins_groups,
        "display_name": world.bot_name,
    }


async def get_updates(world: World, params: Json) -> Any:
    if world.webhook_url:
        raise bad_request(errors.WEBHOOK_SET)
    deadline = world.clock.elapsed() + float(params.get("timeout", 30))
    world.pollers += 1
    world.most_pollers = max(world.most_pollers, world.pollers)
    try:
        while (event := world.next_event()) is None:
            left = deadline - world.clock.elapsed()
            if left <= 0:
                raise errors.idle()
            await world.changed.wait(left / world.clock.speed)
    finally:
        world.pollers -= 1
    return [event] if world.switches.as_list else event


async def set_webhook(world: World, params: Json) -> Json:
    url, secret = str(params.get("url", "")), str(params.get("secret_token", ""))
    if not url or not _is_public(url, loopback=world.switches.loopback):
        raise bad_request("Invalid webhook url")
    if not 8 <= len(secret) <= 256:
        raise bad_request("Invalid secret_token")
    world.webhook_url, world.webhook_secret = url, secret
    look = {"verification": await _look(url)} if world.switches.probe else {}
    world.changed.ring()
    return {"url": url, "updated_at": world.millis(), **look}


async def probe_webhook(world: World, _: Json) -> Json:
    if not world.webhook_url:
        raise errors.not_found()
    return await _look(world.webhook_url)


async def delete_webhook(world: World, _: Json) -> Json:
    world.webhook_url = ""
    return {"url": "", "updated_at": world.millis()}


async def get_webhook_info(world: World, _: Json) -> Json:
    if not world.webhook_url:
        raise errors.not_found()
    return {"url": world.webhook_url, "updated_at": world.millis()}


async def send_message(world: World, params: Json) -> Json:
    text = _words(params, "text")
    if not text:
        raise bad_request("text is required")
    return _put(world, _chat(world, params), text)


async def send_photo(world: World, params: Json) -> Json:
    chat_id, caption = _chat(world, params), _words(params, "caption")
    content = b""
    if world.switches.fetches_photos:
        content = await _fetch(str(params.get("photo", "")))
    return _put(world, chat_id, caption, content)


async def send_chat_action(world: World, params: Json) -> None:
    _chat(world, params)
    if params.get("action") != "typing":
        raise bad_request("Invalid action")


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "testWebhook": probe_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendChatAction": send_chat_action,
}


def _chat(world: World, params: Json) -> str:
    chat_id = params.get("chat_id")
    if not chat_id or not isinstance(chat_id, str):
        raise bad_request("chat_id is required")
    if chat_id not in world.known:
        raise bad_request("chat not found")
    return chat_id


def _words(params: Json, name: str) -> str:
    text = str(params.get(name, ""))
    if len(text.encode("utf-16-le")) // 2 > LONGEST:
        raise bad_request(f"{name} is too long")
    return text


def _put(world: World, chat_id: str, text: str, photo: bytes | None = None) -> Json:
    quota = world.switches.quota
    if quota is not None and len(world.sent) >= quota:
        raise errors.quota_exceeded()
    sent = Sent(chat_id, text, world.new_id(), photo)
    world.sent.append(sent)
    return {"message_id": sent.message_id, "date": world.millis()}


async def _fetch(address: str) -> bytes:
    try:
        async with aiohttp.ClientSession() as session, session.get(address) as answer:
            if answer.status == 200:
                return await answer.read()
    except (aiohttp.ClientError, ValueError):
        pass
    raise ApiError(400, "photo cannot be fetched")


async def _look(url: str) -> Json:
    """An empty post without any header, as the platform checks a page."""
    try:
        async with aiohttp.ClientSession() as session, session.post(url) as answer:
            ok = answer.status == 200
            outcome = "webhook.ok" if ok else f"webhook.http.{answer.status}"
            return {"ok": ok, "url": url, "outcome": outcome, "hint": "", "status_code": answer.status}
    except aiohttp.ClientError:
        return {"ok": False, "url": url, "outcome": "webhook.err.conn", "hint": "Check that the port is open"}


def _is_public(url: str, *, loopback: bool) -> bool:
    parts = urlsplit(url)
    try:
        address = ipaddress.ip_address(parts.hostname or "")
    except ValueError:
        return parts.scheme == "https" and parts.hostname not in (None, "", "localhost")
    return address.is_loopback and loopback
