"""The way out: one parcel, the calls it takes, one receipt."""

from __future__ import annotations

import contextlib
import logging
from collections import OrderedDict

from bot.channels.base import Delivered, Parcel, PossiblySent, Receipt, Rejected, RetryAt
from bot.channels.zalo_bot.api import Api, ApiError, UnheardError
from bot.channels.zalo_bot.classify import receipt_of
from bot.channels.zalo_bot.compose import Call, Offer, calls_for, without_photo

REMEMBERED = 1000
TYPING_SECONDS = 3.0

logger = logging.getLogger(__name__)


class Sender:
    """Sends parcels by one bot; a parcel that stopped halfway goes on where it stopped when it is sent again.

    A call whose answer was lost counts as made: Zalo offers no way to ask, and nobody wants to read things twice.
    """

    def __init__(self, api: Api, offer: Offer) -> None:
        self._api = api
        self._offer = offer
        self._begun: OrderedDict[Parcel, _Progress] = OrderedDict()

    async def send(self, parcel: Parcel) -> Receipt:
        """Put the parcel into the world; whatever goes wrong is told by the receipt."""
        progress = self._progress(parcel)
        while progress.left:
            receipt = await self._attempt(progress, parcel)
            if receipt is not None:
                if not isinstance(receipt, RetryAt):
                    self._begun.pop(parcel, None)
                return _told(parcel, receipt)
        self._begun.pop(parcel, None)
        return _told(parcel, progress.receipt())

    def _progress(self, parcel: Parcel) -> _Progress:
        """What an earlier attempt has left over; kept while the parcel is under way, even if the attempt is cut off."""
        if parcel not in self._begun:
            self._begun[parcel] = _Progress(calls_for(parcel, self._offer))
        self._begun.move_to_end(parcel)
        while len(self._begun) > REMEMBERED:
            self._begun.popitem(last=False)
        return self._begun[parcel]

    async def _attempt(self, progress: _Progress, parcel: Parcel) -> Receipt | None:
        """Make the next call; the receipt if the parcel cannot go on."""
        if progress.ids and not parcel.group:
            await self._type(parcel.chat_id)
        call = progress.begin()
        try:
            result = await self._api.call(call.method, {"chat_id": parcel.chat_id, **call.params})
        except (ApiError, UnheardError) as error:
            return self._failed(progress, parcel, call, receipt_of(error))
        progress.ids[-1] = _id_of(result)
        return None

    def _failed(self, progress: _Progress, parcel: Parcel, call: Call, receipt: Receipt) -> Receipt | None:
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
        with contextlib.suppress(ApiError, UnheardError):
            await self._api.call("sendChatAction", {"chat_id": chat_id, "action": "typing"}, seconds=TYPING_SECONDS)


class _Progress:
    """The calls of a parcel: those made, by the ids they gave (None while unknown), and those left."""

    def __init__(self, calls: list[Call]) -> None:
        self.left = calls
        self.ids: list[str | None] = []
        self.doubt = ""

    def begin(self) -> Call:
        """The next call, counted as made from now on: an attempt may be cut off at any moment."""
        self.ids.append(None)
        return self.left.pop(0)

    def take_back(self, call: Call) -> None:
        """The call is known not to have been made."""
        self.ids.pop()
        self.left.insert(0, call)

    def receipt(self) -> Receipt:
        """All calls are made. Named by the last message."""
        if self.doubt or None in self.ids:
            return PossiblySent(self.doubt or "cut off", parts=len(self.ids))
        ids = tuple(one for one in self.ids if one)
        return Delivered(ids[-1] if ids else None, ids, parts=len(self.ids))


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
