"""What the bot may know of chats and members, and how it presents itself."""

import json
from typing import Any

from tests.fakes.telegram import errors
from tests.fakes.telegram.params import Params
from tests.fakes.telegram.shapes import Json
from tests.fakes.telegram.world import ADMINS, World

_MOST_COMMANDS = 100


def get_chat(world: World, params: Params) -> Json:
    """The ChatFullInfo object."""
    chat = world.chat(params.values.get("chat_id"))
    full: Json = world.chat_json(chat) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }
    if not chat.is_private:
        full["permissions"] = {"can_send_messages": True}
    return full


def get_chat_member(world: World, params: Params) -> Json:
    """The place of one user in a chat; `left` for someone who never was there."""
    chat = world.chat(params.values.get("chat_id"))
    user_id = params.integer("user_id")
    if user_id not in world.people:
        raise errors.bad_request("PARTICIPANT_ID_INVALID" if user_id else "invalid user_id specified")
    return world.member_json(chat, user_id)


def get_chat_administrators(world: World, params: Params) -> list[Json]:
    """The owner and the administrators of a group."""
    chat = world.chat(params.values.get("chat_id"))
    if chat.is_private:
        raise errors.bad_request("there are no administrators in the private chat")
    admins = [user_id for user_id, member in chat.members.items() if member.status in ADMINS]
    # Other bots are left out by the real server, the bot itself is not.
    return [world.member_json(chat, user_id) for user_id in admins]


def set_my_commands(world: World, params: Params) -> bool:
    """Store the command list of one scope and language."""
    commands = params.structure("commands", list) or []
    if len(commands) > _MOST_COMMANDS:
        raise errors.bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        _check_command(command)
    world.settings.commands[_scope(params)] = commands
    return True


def get_my_commands(world: World, params: Params) -> list[Json]:
    """The command list of one scope and language."""
    return world.settings.commands.get(_scope(params), [])


def set_my_description(world: World, params: Params) -> bool:
    """Store the text of the empty chat."""
    return _set_text(world, params, "description", 512)


def set_my_short_description(world: World, params: Params) -> bool:
    """Store the text of the profile."""
    return _set_text(world, params, "short_description", 120)


def _check_command(command: Json) -> None:
    name, description = str(command.get("command", "")), str(command.get("description", ""))
    letters = set("abcdefghijklmnopqrstuvwxyz0123456789_")
    if not 1 <= len(name) <= 32 or not set(name) <= letters:
        raise errors.bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise errors.bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


def _scope(params: Params) -> tuple[str, str]:
    scope = params.structure("scope", dict) or {"type": "default"}
    return json.dumps(scope, sort_keys=True), params.text("language_code")


def _set_text(world: World, params: Params, name: str, longest: int) -> bool:
    text = params.text(name)
    if len(text) > longest:
        raise errors.bad_request(f"{name} is too long")
    world.settings.texts[name, params.text("language_code")] = text
    return True


METHODS: dict[str, Any] = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "setMyDescription": set_my_description,
    "setMyShortDescription": set_my_short_description,
}
