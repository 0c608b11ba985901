"""The ward's own web page: residents ask on `/`, officers answer in `/staff`."""

from __future__ import annotations

from bot.channels.web.channel import WebChannel
from bot.channels.web.signin import new_sign_in_link

__all__ = ["WebChannel", "new_sign_in_link"]
