"""What an error of the Bot API means for a parcel: the one place that knows Telegram's words."""

from __future__ import annotations

import re

from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)

from bot.channels.base import Delivered, MovedTo, Receipt, Rejected, RetryAt, ThreadGone, Undeliverable

TOKEN_REFUSED_SECONDS = 300.0
TOPIC_CLOSED = "topic_closed"
NOT_COPYABLE = ("message to copy not found", "the message can't be copied", "message_id_invalid")
NO_PHOTO = ("photo_invalid_dimensions", "image_process_failed", "photo_ext_invalid", "photo_save_file_invalid")

_DONE_ALREADY = ("message is not modified", "topic_not_modified")
_THREAD_GONE = ("message thread not found", "topic_deleted", "topic_id_invalid", TOPIC_CLOSED)
_NOBODY_THERE = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "input_user_deactivated",
    "user_is_blocked",
    "group chat was deactivated",
    "group chat was upgraded",
    "chat_write_forbidden",
    "chat_restricted",
    "have no rights to send",
    "not enough rights to send",
)
_QUOTED_OR_NUMBER = re.compile(r"\"[^\"]*\"|'[^']*'|https?://\S+|\d{5,}")


def receipt_of(error: Exception) -> Receipt:
    """The receipt for a call that ended in `error`; anything unknown on the wire is tried again."""
    match error:
        case TelegramRetryAfter():
            return RetryAt(float(error.retry_after), "too many requests", whole_account=_is_account_wide(error))
        case TelegramMigrateToChat():
            return MovedTo(str(error.migrate_to_chat_id))
        case TelegramForbiddenError():
            return Undeliverable(words_of(error))
        case TelegramUnauthorizedError():
            return RetryAt(TOKEN_REFUSED_SECONDS, "the token is refused", whole_account=True)
        case TelegramNotFound():
            return _not_found(error)
        case TelegramBadRequest():
            return _bad_request(error)
        case TelegramEntityTooLarge():
            return Rejected("too large")
        case TelegramServerError() | TelegramNetworkError():
            return RetryAt(reason=type(error.__cause__ or error).__name__)
        case TelegramAPIError() if "too many requests" in words_of(error).lower():
            return RetryAt(1.0, "too many requests", whole_account=_is_account_wide(error))
        case _:
            return RetryAt(reason=type(error).__name__)


def words_of(error: TelegramAPIError) -> str:
    """What Telegram said, without anything quoted, any address or any id: fit for a log."""
    return _QUOTED_OR_NUMBER.sub("…", error.message or "")[:120]


def says(error: TelegramAPIError, *phrases: str) -> bool:
    """Whether Telegram said one of these, written in small letters."""
    said = (error.message or "").lower()
    return any(phrase in said for phrase in phrases)


def _bad_request(error: TelegramBadRequest) -> Receipt:
    if says(error, *_DONE_ALREADY):
        return Delivered()
    if says(error, *_THREAD_GONE):
        return ThreadGone()
    if says(error, *_NOBODY_THERE):
        return Undeliverable(words_of(error))
    return Rejected(words_of(error))


def _not_found(error: TelegramNotFound) -> Receipt:
    """404 is a malformed token, or a method that this Bot API server does not have."""
    if says(error, "method not found"):
        return Rejected(words_of(error))
    return RetryAt(TOKEN_REFUSED_SECONDS, "the token is refused", whole_account=True)


def _is_account_wide(error: TelegramAPIError) -> bool:
    return getattr(error.method, "chat_id", None) is None
