"""Buttons under a message."""

from typing import Any

from tests.fakes.telegram.errors import bad_request
from tests.fakes.telegram.shapes import Json

CALLBACK_DATA_BYTES = 64
_OTHER_MARKUP = {"keyboard", "remove_keyboard", "force_reply"}


def inline_keyboard(markup: Json | None) -> Json | None:
    """The inline keyboard to show under the message, checked; None where there is none."""
    if not markup:
        return None
    rows = markup.get("inline_keyboard")
    if rows is None:
        if not _OTHER_MARKUP & markup.keys():
            raise bad_request("object expected as reply markup")
        return None
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse inline keyboard: array of button rows expected")
    checked = [[_button(button) for button in row] for row in rows if row]
    return {"inline_keyboard": checked} if checked else None


def has_button(message: Json, data: str) -> bool:
    """Whether a message shows a button with this callback data."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return any(button.get("callback_data") == data for row in rows for button in row)


def _button(button: Any) -> Json:
    if not isinstance(button, dict) or not button.get("text"):
        raise bad_request('can\'t parse inline keyboard button: field "text" must be non-empty')
    kinds = button.keys() - {"text", "style", "icon_custom_emoji_id"}
    if not any(button[kind] is not None for kind in kinds):
        raise bad_request("can't parse inline keyboard button: text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= CALLBACK_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    return {name: value for name, value in button.items() if value is not None}
