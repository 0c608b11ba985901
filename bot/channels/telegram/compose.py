"""A parcel put into calls of the Bot API: plain text, one button per row, no markup that could go wrong."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import (
    AnswerCallbackQuery,
    CloseForumTopic,
    CopyMessage,
    CreateForumTopic,
    EditMessageText,
    ReopenForumTopic,
    SendDocument,
    SendLocation,
    SendMessage,
    SendPhoto,
    SendSticker,
    SendVideo,
    SendVoice,
)
from aiogram.methods.base import TelegramMethod
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyParameters,
)

from bot.channels.base import Parcel
from bot.channels.clean import one_line
from bot.channels.split import clip, split
from bot.channels.telegram.classify import NO_PHOTO, NOT_COPYABLE, says
from bot.channels.telegram.names import CAPTION, MESSAGE, NAME
from bot.channels.wording import text_of, words_instead
from handlers.messages import Choice, Media

logger = logging.getLogger(__name__)

Call = TelegramMethod[Any]

LONGEST_LABEL = 60
LONGEST_TITLE = 128
LONGEST_TOAST = 200
LONGEST_BUTTON_ID = 64  # bytes of UTF-8

NO_CAPTION = " "  # Telegram takes it and shows nothing

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_GENERAL = "1"  # the topic that must be addressed by naming none


def calls_for(parcel: Parcel) -> list[Call]:
    """The calls that put the parcel into the world, in order. Raises ValueError if there is no way to say it."""
    return _COMPOSERS[parcel.kind](parcel)


def second_way(call: Call, parcel: Parcel, error: TelegramBadRequest) -> Call | None:
    """Another call to the same end, where Telegram refuses the first one for a reason that has one."""
    if isinstance(call, CopyMessage) and says(error, *NOT_COPYABLE):
        return _by_handle(parcel)
    if isinstance(call, SendPhoto) and says(error, *NO_PHOTO):
        return SendDocument(**_place(parcel), document=call.photo, caption=_caption(parcel))
    return None


def keyboard(choices: tuple[Choice, ...]) -> InlineKeyboardMarkup | None:
    """One button per row; None where there is none.

    A choice whose id Telegram would refuse stays without its button: its number in the text still works, while a
    refused keyboard would take the whole answer with it.
    """
    rows = [[_button(choice)] for choice in choices if _fits(choice)]
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def _text(parcel: Parcel) -> list[Call]:
    calls = _messages(parcel, split(text_of(parcel), MESSAGE))
    if not calls:
        raise ValueError("a message without words")
    return calls


def _messages(parcel: Parcel, parts: list[str], *, reply: bool = True) -> list[Call]:
    """A message for each part: the first one is the reply, the last one has the buttons."""
    last = len(parts) - 1
    return [
        SendMessage(
            chat_id=parcel.chat_id,
            message_thread_id=_thread(parcel),
            text=part,
            link_preview_options=_NO_PREVIEW,
            reply_parameters=_reply(parcel) if reply and number == 0 else None,
            reply_markup=keyboard(parcel.choices) if number == last else None,
        )
        for number, part in enumerate(parts)
    ]


def _edit(parcel: Parcel) -> list[Call]:
    return [
        EditMessageText(
            chat_id=parcel.chat_id,
            message_id=_number(parcel.message_id),
            text=clip(text_of(parcel), MESSAGE),
            link_preview_options=_NO_PREVIEW,
            reply_markup=keyboard(parcel.choices),
        )
    ]


def _media(parcel: Parcel) -> list[Call]:
    """The media with its caption; words that do not fit, or that this kind cannot carry, in messages of their own."""
    media = parcel.media
    if media is None:
        raise ValueError("media without media")
    call = _media_call(parcel, media)
    if call is None:
        return _messages(parcel, split(words_instead(parcel, media), MESSAGE))
    parts = split(text_of(parcel), MESSAGE, first=CAPTION)
    if not takes_caption(media):
        return [*_messages(parcel, parts), call]
    return [call, *_messages(parcel, parts[1:], reply=False)]


def takes_caption(media: Media) -> bool:
    """Whether words can stand under it; a round video message, known by having no MIME type, takes none."""
    return media.kind in ("photo", "voice", "file") or (media.kind == "video" and media.mime is not None)


def _media_call(parcel: Parcel, media: Media) -> Call | None:
    """An upload, a copy, or a place; None if all we have is words."""
    if parcel.content is not None:
        upload = BufferedInputFile(parcel.content, media.name or "tep")
        return _file_call(parcel, media, upload, uploaded=True)
    ours = parcel.origin in (None, NAME)
    if ours and parcel.source is not None:
        return _copy(parcel, *parcel.source)
    if media.latitude is not None and media.longitude is not None:
        return SendLocation(**_place(parcel), latitude=media.latitude, longitude=media.longitude)
    return _by_handle(parcel) if ours else None


def _by_handle(parcel: Parcel) -> Call | None:
    media = parcel.media
    return _file_call(parcel, media, media.ref) if media is not None and media.ref is not None else None


def _copy(parcel: Parcel, chat_id: str, message_id: str) -> Call:
    return CopyMessage(
        **_place(parcel),
        from_chat_id=chat_id,
        message_id=_number(message_id),
        caption=_caption(parcel),
    )


def _file_call(parcel: Parcel, media: Media, file: str | BufferedInputFile, *, uploaded: bool = False) -> Call | None:
    """Telegram tells kinds of files apart: a handle goes back by its own method, an upload as photo or as file."""
    kind = media.kind if not uploaded or media.kind == "photo" else "file"
    caption: dict[str, Any] = {"caption": _caption(parcel)} if takes_caption(media) else {}
    match kind:
        case "photo":
            return SendPhoto(**_place(parcel), photo=file, **caption)
        case "voice":
            return SendVoice(**_place(parcel), voice=file, **caption)
        case "video":
            return SendVideo(**_place(parcel), video=file, **caption)
        case "file":
            return SendDocument(**_place(parcel), document=file, **caption)
        case "sticker":
            return SendSticker(**_place(parcel), sticker=file)
        case _:
            return None


def _caption(parcel: Parcel) -> str | None:
    """The words under the media. Without any, a blank: to say nothing at all would keep the caption of a copy."""
    if parcel.media is None or not takes_caption(parcel.media):
        return None
    return next(iter(split(text_of(parcel), MESSAGE, first=CAPTION)), NO_CAPTION)


def _place(parcel: Parcel) -> dict[str, Any]:
    return {
        "chat_id": parcel.chat_id,
        "message_thread_id": _thread(parcel),
        "reply_parameters": _reply(parcel),
    }


def _topic(parcel: Parcel) -> list[Call]:
    return [CreateForumTopic(chat_id=parcel.chat_id, name=clip(one_line(parcel.text), LONGEST_TITLE))]


def _close_topic(parcel: Parcel) -> list[Call]:
    return [CloseForumTopic(chat_id=parcel.chat_id, message_thread_id=_number(parcel.thread))]


def _reopen_topic(parcel: Parcel) -> list[Call]:
    return [ReopenForumTopic(chat_id=parcel.chat_id, message_thread_id=_number(parcel.thread))]


def _ack(parcel: Parcel) -> list[Call]:
    toast = clip(one_line(parcel.text), LONGEST_TOAST) or None
    return [AnswerCallbackQuery(callback_query_id=parcel.message_id or "", text=toast)]


def _thread(parcel: Parcel) -> int | None:
    return None if parcel.thread in (None, _GENERAL) else _number(parcel.thread)


def _reply(parcel: Parcel) -> ReplyParameters | None:
    if parcel.reply_to is None:
        return None
    return ReplyParameters(message_id=_number(parcel.reply_to), allow_sending_without_reply=True)


def _number(identifier: str | None) -> int:
    if identifier is None:
        raise ValueError("an id is missing")
    return int(identifier)


def _button(choice: Choice) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=clip(one_line(choice.label), LONGEST_LABEL) or "…", callback_data=choice.id)


def _fits(choice: Choice) -> bool:
    fits = 1 <= len(choice.id.encode("utf-8", "replace")) <= LONGEST_BUTTON_ID
    if not fits:
        logger.error("a choice of kind %r has an id that is no button's", choice.id[:2])
    return fits


_COMPOSERS: dict[str, Callable[[Parcel], list[Call]]] = {
    "text": _text,
    "edit": _edit,
    "media": _media,
    "topic": _topic,
    "close_topic": _close_topic,
    "reopen_topic": _reopen_topic,
    "ack": _ack,
}
