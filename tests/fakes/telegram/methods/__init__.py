"""The methods of the Bot API by name."""

from collections.abc import Callable
from typing import Any

from tests.fakes.telegram.methods import chats, editing, forums, receiving, sending
from tests.fakes.telegram.params import Params
from tests.fakes.telegram.world import World

Method = Callable[[World, Params], Any]  # the result, or an awaitable of it

METHODS: dict[str, Method] = {
    **receiving.METHODS,
    **sending.METHODS,
    **editing.METHODS,
    **forums.METHODS,
    **chats.METHODS,
}
SENDS = frozenset(sending.METHODS) - {"sendChatAction"}
