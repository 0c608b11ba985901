"""The way out: one parcel, the calls it takes, one receipt."""

from __future__ import annotations

import contextlib
import logging

from bot.channels.base import Delivered, Parcel, PossiblySent, Receipt, Rejected, RetryAt
from bot.channels.http import NoAnswerError
from bot.channels.progress import Begun, Progress
from bot.channels.zalo_bot.api import Api, ApiError
from bot.channels.zalo_bot.classify import receipt_of
from bot.channels.zalo_bot.compose import Call, Offer, calls_for, without_photo

TYPING_SECONDS = 3.0

logger = logging.getLogger(__name__)


class Sender:
    """Sends parcels by one bot; a parcel that stopped halfway goes on where it stopped when it is sent again.

    A call whose answer was lost counts as made: Zalo offers no way to ask, and nobody wants to read things twice.
    """

    def __init__(self, api: Api, offer: Offer) -> None:
        self._api = api
        self._begun = Begun(lambda parcel: calls_for(parcel, offer))

    async def send(self, parcel: Parcel) -> Receipt:
        """Put the parcel into the world; whatever goes wrong is told by the receipt."""
        progress = self._begun.of(parcel)
        while progress.left:
            receipt = await self._attempt(progress, parcel)
            if receipt is not None:
                if not isinstance(receipt, RetryAt):
                    self._begun.end(parcel)
                return _told(parcel, receipt)
        self._begun.end(parcel)
        return _told(parcel, progress.receipt())

    async def _attempt(self, progress: Progress[Call], parcel: Parcel) -> Receipt | None:
        """Make the next call; the receipt if the parcel cannot go on."""
        if progress.ids and not parcel.group:
            await self._type(parcel.chat_id)
        call = progress.begin()
        try:
            result = await self._api.call(call.method, {"chat_id": parcel.chat_id, **call.params})
        except (ApiError, NoAnswerError) as error:
            return self._failed(progress, parcel, call, receipt_of(error))
        progress.ids[-1] = _id_of(result)
        return None

    def _failed(self, progress: Progress[Call], parcel: Parcel, call: Call, receipt: Receipt) -> Receipt | None:
        if isinstance(receipt, PossiblySent):
            progress.doubt = receipt.reason
            return None
        progress.take_back(call)
        if isinstance(receipt, Rejected) and call.method == "sendPhoto":
            progress.left = without_photo(parcel)
            return None
        return receipt

    async def _type(self, chat_id: str) -> None:
        """Show that more is coming; a courtesy that may fail."""
        with contextlib.suppress(ApiError, NoAnswerError):
            await self._api.call("sendChatAction", {"chat_id": chat_id, "action": "typing"}, seconds=TYPING_SECONDS)


def _id_of(result: object) -> str:
    """The id of the message, empty where Zalo does not say."""
    found = result.get("message_id") if isinstance(result, dict) else None
    return found if isinstance(found, str) else ""


def _told(parcel: Parcel, receipt: Receipt) -> Receipt:
    """Log what stopped a parcel: its kind and the reason, never its words or to whom."""
    if not isinstance(receipt, Delivered):
        reason = getattr(receipt, "reason", "")
        logger.warning("zalo_bot: %s was not sent: %s (%s)", parcel.kind, type(receipt).__name__, reason)
    return receipt
