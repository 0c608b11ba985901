"""What an error of the OpenAPI means for a parcel: the one place that knows Zalo's numbers."""

from __future__ import annotations

from bot.channels.base import PossiblySent, Receipt, Rejected, RetryAt, Undeliverable
from bot.channels.http import NoAnswerError
from bot.channels.zalo_oa.api import TOKEN_REFUSED, RefusedError
from bot.channels.zalo_oa.tokens import NeedsConsentError
from handlers import texts

RATE_SECONDS = 60.0
STUCK_SECONDS = 300.0

RATE_LIMITED = -32
SEND_FAILED = -200
NIGHT = -234
# Nobody there: blocked, unfollowed, banned, or silent for too long (-230, -232; -305, -311 in older numbers).
UNREACHABLE = frozenset({-213, -217, -218, -227, -230, -232, -237, -244, -305, -311, -403})
# Out of quota or money: what is free of charge still leaves.
UNPAID = frozenset({-211, -320, -321})
# The account itself may send nothing until somebody acts.
ACCOUNT = frozenset({-204, -205, -209, -212, -219, -221, -223, -224, -235})


def receipt_of(error: Exception, *, group: bool) -> Receipt:
    """The receipt for a call that ended in `error`; anything unknown on the wire is tried again."""
    match error:
        case NoAnswerError(maybe_done=True, reason=reason) if not group:
            return PossiblySent(reason)
        case NoAnswerError(reason=reason):  # officers had rather read a card twice than never
            return RetryAt(reason=reason)
        case NeedsConsentError():
            return RetryAt(RATE_SECONDS, "no consent", whole_account=True, alert=texts.ZALO_OA_CONSENT)
        case RefusedError(code=code):
            return _refused(code)
        case _:
            return RetryAt(reason=type(error).__name__)


def _refused(code: int) -> Receipt:
    reason = f"error {code}"
    if code == RATE_LIMITED:
        return RetryAt(RATE_SECONDS, "too many requests", whole_account=True)
    if code in (SEND_FAILED, NIGHT):
        return RetryAt(None if code == SEND_FAILED else STUCK_SECONDS, reason)
    if code in UNREACHABLE:
        return Undeliverable(reason, until_written=True)
    if code in UNPAID:
        return RetryAt(STUCK_SECONDS, reason, alert=texts.ZALO_OA_UNPAID.format(code=code))
    if code in TOKEN_REFUSED:
        return RetryAt(STUCK_SECONDS, reason, whole_account=True, alert=texts.ZALO_OA_CONSENT)
    if code in ACCOUNT:
        return RetryAt(STUCK_SECONDS, reason, whole_account=True, alert=texts.ZALO_OA_STUCK.format(code=code))
    return Rejected(reason)
