"""The way out: one parcel, the calls it takes, one receipt."""

from __future__ import annotations

import copy
import logging
from collections.abc import Mapping
from typing import Any

from bot.channels.base import Delivered, Parcel, PossiblySent, Receipt, Rejected, RetryAt
from bot.channels.http import NoAnswerError
from bot.channels.progress import Begun, Progress
from bot.channels.zalo_oa.api import Api, RefusedError
from bot.channels.zalo_oa.classify import SEND_FAILED, receipt_of
from bot.channels.zalo_oa.compose import Call, Upload, calls_for, place, without_media

MOST_FAILURES = 5

logger = logging.getLogger(__name__)


class Sender:
    """Sends parcels by one account; a parcel that stopped halfway goes on where it stopped when it is sent again.

    A call whose answer was lost counts as made: Zalo offers no way to ask, and nobody wants to read things twice.
    """

    def __init__(self, api: Api) -> None:
        self._api = api
        self._begun = Begun(calls_for)

    async def send(self, parcel: Parcel) -> Receipt:
        """Put the parcel into the world; whatever goes wrong is told by the receipt."""
        progress = self._begun.of(parcel)
        if not progress.left and not progress.ids:
            return _told(parcel, self._end(parcel, Rejected("nothing to send")))
        while progress.left:
            receipt = await self._attempt(progress, parcel)
            if isinstance(receipt, RetryAt):
                return _told(parcel, receipt)
            if receipt is not None:
                return _told(parcel, self._end(parcel, receipt))
        return _told(parcel, self._end(parcel, progress.receipt()))

    def _end(self, parcel: Parcel, receipt: Receipt) -> Receipt:
        self._begun.end(parcel)
        return receipt

    async def _attempt(self, progress: Progress[Call], parcel: Parcel) -> Receipt | None:
        """Make the next call; the receipt if the parcel cannot go on."""
        try:
            message = await self._ready(progress.left[0])
        except Exception as error:  # nothing has been sent yet, whatever went wrong
            return self._without(progress, parcel, error)
        call = progress.begin()
        path, recipient = place(parcel)
        try:
            data = await self._api.post(path, {"recipient": recipient, "message": message})
        except Exception as error:  # every fault of the wire is a receipt, whatever the library calls it
            return self._failed(progress, parcel, call, error)
        progress.ids[-1] = str(data.get("message_id") or "")
        return None

    async def _ready(self, call: Call) -> Mapping[str, Any]:
        """The message with its file uploaded."""
        if call.upload is None:
            return call.message
        upload = call.upload
        data = await self._api.upload(upload.path, upload.name, upload.content, upload.mime)
        return _with_upload(call.message, upload, str(data.get(upload.gives) or ""))

    def _without(self, progress: Progress[Call], parcel: Parcel, error: Exception) -> Receipt | None:
        """The file could not be uploaded: later, or never, and then its words must do."""
        lost = isinstance(error, NoAnswerError)
        receipt = RetryAt(reason=error.reason) if lost else receipt_of(error, group=parcel.group)  # type: ignore[attr-defined]  # `lost`
        progress.failures += 1
        if isinstance(receipt, Rejected) or progress.failures >= MOST_FAILURES:
            progress.left = without_media(parcel)
            return None
        return receipt

    def _failed(self, progress: Progress[Call], parcel: Parcel, call: Call, error: Exception) -> Receipt | None:
        receipt = receipt_of(error, group=parcel.group)
        if isinstance(receipt, PossiblySent):
            progress.doubt = receipt.reason
            return None
        if call.optional:
            progress.ids.pop()
            return None
        progress.take_back(call)
        if isinstance(receipt, Rejected) and parcel.kind == "media" and "attachment" in call.message:
            progress.left = without_media(parcel)
            return None
        if _is_poison(error) and progress.failures >= MOST_FAILURES:
            return Rejected(f"failed {progress.failures} times")
        return receipt


def _is_poison(error: Exception) -> bool:
    """Whether Zalo merely says that sending failed: tried for ever, that would hold back all that follows."""
    return isinstance(error, RefusedError) and error.code == SEND_FAILED


def _with_upload(message: Mapping[str, Any], upload: Upload, name: str) -> Mapping[str, Any]:
    ready: dict[str, Any] = copy.deepcopy(dict(message))
    payload = ready["attachment"]["payload"]
    if upload.gives == "token":
        payload["token"] = name
    else:
        payload["elements"][0]["attachment_id"] = name
    return ready


def _told(parcel: Parcel, receipt: Receipt) -> Receipt:
    """Log what stopped a parcel: its kind and the reason, never its words or to whom."""
    if not isinstance(receipt, Delivered):
        reason = getattr(receipt, "reason", "")
        logger.warning("zalo_oa: %s was not sent: %s (%s)", parcel.kind, type(receipt).__name__, reason)
    return receipt
