"""How the bot learns what happened: getMe, polling, webhook, files."""

from typing import Any

from tests.fakes.telegram import errors
from tests.fakes.telegram.params import Params
from tests.fakes.telegram.shapes import Json
from tests.fakes.telegram.world import World

_SECRET_LETTERS = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")
_LONGEST_POLL = 50


def get_me(world: World, params: Params) -> Json:
    """The bot itself, with its privacy mode."""
    return world.bot.json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": world.settings.can_read_all_group_messages,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def get_updates(world: World, params: Params) -> list[Json]:
    """Confirm what is below `offset`, then wait up to `timeout` seconds for more."""
    if world.webhook.url:
        raise errors.conflict(errors.WEBHOOK_ACTIVE)
    world.updates.allow(params.structure("allowed_updates", list))
    if offset := params.integer("offset"):
        world.updates.confirm(offset)
    limit = min(max(params.integer("limit") or 100, 1), 100)
    seconds = min(max(params.integer("timeout") or 0, 0), _LONGEST_POLL)
    return await world.updates.poll(limit, seconds)


def set_webhook(world: World, params: Params) -> bool:
    """Deliver by webhook; unlike the real server, plain HTTP and any port are accepted."""
    url, secret = params.text("url"), params.text("secret_token")
    if not url:
        return delete_webhook(world, params)
    if not url.startswith(("http://", "https://")):
        raise errors.bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if len(secret) > 256 or not set(secret) <= _SECRET_LETTERS:
        raise errors.bad_request("secret token contains illegal characters")
    world.updates.allow(params.structure("allowed_updates", list))
    _drop_if_asked(world, params)
    world.updates.interrupt_poll(errors.WEBHOOK_SET)
    world.webhook.set(url, secret, params.integer("max_connections") or 40)
    return True


def delete_webhook(world: World, params: Params) -> bool:
    """Back to polling."""
    world.webhook.remove()
    _drop_if_asked(world, params)
    return True


def get_webhook_info(world: World, params: Params) -> Json:
    """Where updates go, how many wait, and the last failure."""
    return world.webhook.info()


def get_file(world: World, params: Params) -> Json:
    """A file's path for the download."""
    file = world.files.get(params.text("file_id"))
    if file is None:
        raise errors.bad_request("invalid file_id")
    return {
        "file_id": file.id,
        "file_unique_id": f"u-{file.id}",
        "file_size": len(file.content),
        "file_path": file.path,
    }


def _drop_if_asked(world: World, params: Params) -> None:
    if params.flag("drop_pending_updates"):
        world.updates.forget(update.id for update in world.updates.waiting())


METHODS: dict[str, Any] = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "getFile": get_file,
}
