"""What an error of the Zalo Bot Platform means for a parcel: the one place that knows Zalo's codes."""

from __future__ import annotations

import re

from bot.channels.base import PossiblySent, Receipt, Rejected, RetryAt, Undeliverable
from bot.channels.http import NoAnswerError
from bot.channels.zalo_bot.api import ApiError

TOKEN_REFUSED_SECONDS = 300.0
QUOTA_SECONDS = 900.0
TOMORROW_SECONDS = 6 * 3600.0

RESET = (
    "Zalo không nhận mã bot nữa, nên mọi tin qua Zalo Bot đang chờ. Lấy mã mới trong Zalo Bot Creator, "
    "ghi vào HOIDAP_ZALO_BOT_TOKEN rồi khởi động lại bot."
)
EXCEEDED = (
    "Zalo không cho gửi thêm tin (hết hạn mức tháng, hoặc gửi quá nhanh). Tin qua Zalo Bot đang chờ; "
    "bot thử lại sau mỗi 15 phút."
)

_WEBHOOK_SET = "webhook is set"
_NOBODY_THERE = ("chat not found", "user not found", "recipient not found", "blocked", "not a member", "not in group")
_QUOTED_OR_ID = re.compile(r"\"[^\"]*\"|'[^']*'|https?://\S+|\b[0-9a-f]{12,}\b|\d{5,}")


def receipt_of(error: Exception) -> Receipt:
    """The receipt for a send that ended in `error`."""
    match error:
        case NoAnswerError(maybe_done=True):
            return PossiblySent(error.reason)
        case NoAnswerError():
            return RetryAt(reason=error.reason)
        case ApiError():
            return _refusal(error)
        case _:
            return PossiblySent(type(error).__name__)


def words_of(error: Exception) -> str:
    """What was said, without anything quoted, any address or any id: fit for a log."""
    if isinstance(error, ApiError):
        return f"{error.code} {_QUOTED_OR_ID.sub('…', error.description)}"[:120]
    return error.reason if isinstance(error, NoAnswerError) else type(error).__name__


def is_idle(error: Exception) -> bool:
    """Whether a poll merely found nothing."""
    return isinstance(error, ApiError) and error.code == 408


def is_webhook_set(error: Exception) -> bool:
    """Whether a poll is refused because a webhook is set."""
    return isinstance(error, ApiError) and error.code == 400 and _WEBHOOK_SET in error.description.lower()


def _refusal(error: ApiError) -> Receipt:
    match error.code:
        case 401:
            return RetryAt(TOKEN_REFUSED_SECONDS, "the token is refused", whole_account=True, alert=RESET)
        case 429:
            return RetryAt(QUOTA_SECONDS, "quota exceeded", whole_account=True, alert=EXCEEDED)
        case 426:
            return RetryAt(TOMORROW_SECONDS, "no more calls of this kind today")
        case 404:
            return Undeliverable(words_of(error))
        case 408:
            return PossiblySent(words_of(error))
        case 400 if any(phrase in error.description.lower() for phrase in _NOBODY_THERE):
            return Undeliverable(words_of(error))
        case code if code == 403 or code >= 500:  # Zalo's manual calls 403 an internal error
            return RetryAt(reason=words_of(error))
        case _:
            return Rejected(words_of(error))
