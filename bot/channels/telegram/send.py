"""The way out: one parcel, the calls it takes, one receipt."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramBadRequest
from aiogram.methods import ReopenForumTopic
from aiogram.types import ForumTopic, Message, MessageId

from bot.channels.base import Delivered, Parcel, Receipt, Rejected, RetryAt, ThreadGone
from bot.channels.telegram.classify import TOPIC_CLOSED, receipt_of, says
from bot.channels.telegram.compose import Call, calls_for, second_way

REMEMBERED = 1000

logger = logging.getLogger(__name__)


class Sender:
    """Sends parcels by one bot; a parcel that stopped halfway goes on where it stopped when it is sent again."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._sent: OrderedDict[Parcel, list[str]] = OrderedDict()

    async def send(self, parcel: Parcel) -> Receipt:
        """Put the parcel into the world; whatever goes wrong is told by the receipt."""
        try:
            calls = calls_for(parcel)
        except (ValueError, TypeError) as wrong:
            return _told(parcel, Rejected(f"cannot be put into a call: {type(wrong).__name__}"))
        sent = self._begun(parcel)
        for call in calls[len(sent) :]:
            receipt = await self._attempt(call, parcel, sent)
            if not isinstance(receipt, Delivered):
                if not isinstance(receipt, RetryAt):
                    del self._sent[parcel]
                return _told(parcel, receipt)
        del self._sent[parcel]
        return _delivered(parcel, sent)

    def _begun(self, parcel: Parcel) -> list[str]:
        """What an earlier attempt already sent; kept while the parcel is under way, even if the attempt is cut off."""
        sent = self._sent.setdefault(parcel, [])
        self._sent.move_to_end(parcel)
        while len(self._sent) > REMEMBERED:
            self._sent.popitem(last=False)
        return sent

    async def _attempt(self, call: Call, parcel: Parcel, sent: list[str]) -> Receipt:
        try:
            sent.append(await self._put(call, parcel))
        except Exception as error:  # every fault of the wire is a receipt, whatever the library calls it
            return receipt_of(error)
        return Delivered()

    async def _put(self, call: Call, parcel: Parcel) -> str:
        """Carry out one call, by a second way where the first one is known to fail; the id of what came of it."""
        try:
            return await self._call(call)
        except TelegramBadRequest as error:
            if says(error, TOPIC_CLOSED):
                return await self._put_after_reopening(call, parcel, error)
            other = second_way(call, parcel, error)
            if other is None:
                raise
            return await self._call(other)

    async def _put_after_reopening(self, call: Call, parcel: Parcel, closed: TelegramBadRequest) -> str:
        reopening = ReopenForumTopic(chat_id=parcel.chat_id, message_thread_id=int(parcel.thread or 0))
        try:
            await self._call(reopening)
        except TelegramBadRequest:
            raise closed from None
        return await self._call(call)

    async def _call(self, call: Call) -> str:
        try:
            return _id_of(await self._bot(call))
        except ClientDecodeError as unread:
            answer = unread.data
            if isinstance(answer, Mapping) and answer.get("ok") is True:
                return _raw_id_of(answer.get("result"))  # it is done, only its description is new to the library
            raise


def _delivered(parcel: Parcel, sent: list[str]) -> Delivered:
    """Named by the last message: it has the buttons."""
    ids = tuple(filter(None, sent))
    if parcel.kind == "edit":
        return Delivered(parcel.message_id)
    return Delivered(ids[-1] if ids else None, ids)


def _id_of(result: object) -> str:
    match result:
        case Message() | MessageId():
            return str(result.message_id)
        case ForumTopic():
            return str(result.message_thread_id)
        case _:
            return ""


def _raw_id_of(result: Any) -> str:
    if not isinstance(result, Mapping):
        return ""
    return str(result.get("message_id") or result.get("message_thread_id") or "")


def _told(parcel: Parcel, receipt: Receipt) -> Receipt:
    """Log what stopped a parcel: its kind and the reason, never its words or to whom."""
    quiet = isinstance(receipt, ThreadGone) or parcel.kind == "ack"
    logger.log(
        logging.INFO if quiet else logging.WARNING,
        "telegram: %s was not sent: %s%s",
        parcel.kind,
        type(receipt).__name__,
        f" ({receipt.reason})" if hasattr(receipt, "reason") else "",
    )
    return receipt
