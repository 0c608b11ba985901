"""Why a bot is deaf or mute in Telegram: token, hearing, staff rooms, webhook, clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramUnauthorizedError,
)
from aiogram.methods import GetMe, GetWebhookInfo
from aiogram.methods.base import TelegramMethod
from aiogram.types import User, WebhookInfo
from aiohttp import ClientTimeout

from bot.channels.base import Finding
from bot.channels.telegram.chats import GetRawChat, GetRawMember
from bot.channels.telegram.classify import words_of

LARGEST_SKEW = timedelta(seconds=30)
RECENT = timedelta(hours=1)
MANY_PENDING = 100

_ADMINS = ("creator", "administrator")
_PRESENT = (*_ADMINS, "member", "restricted")
_SHORT = ClientTimeout(10)

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Doctor:
    """Asks Telegram about everything that can keep the bot from hearing or speaking; no `webhook_url`: it polls."""

    bot: Bot
    session: AiohttpSession
    api_url: str
    webhook_url: str | None

    async def diagnose(self, rooms: Sequence[str], now: datetime) -> list[Finding]:
        """What is found, most basic first; where the token fails, only that and the clock."""
        clock = await self._clock(now)
        me = await self._ask(GetMe())
        if isinstance(me, Exception):
            return [_no_token(me), clock]
        findings = [Finding("Mã bot", True, f"Telegram nhận ra bot @{me.username}")]
        for room in rooms:
            findings += await self._room(room, me)
        return [*findings, await self._intake(now), clock]

    async def _ask(self, question: TelegramMethod[Answer]) -> Answer | Exception:
        """The answer, or the error in its place."""
        try:
            return await self.bot(question)
        except Exception as error:
            return error

    async def _room(self, room: str, me: User) -> list[Finding]:
        name = f"Phòng cán bộ telegram:{room}"
        chat = await self._ask(GetRawChat(chat_id=room))
        if isinstance(chat, Exception):
            return [_no_room(name, chat)]
        if chat.get("type") not in ("group", "supergroup"):
            return [Finding(name, False, "Đây không phải là nhóm", "Ghi mã của nhóm cán bộ vào HOIDAP_STAFF_ROOM")]
        member = await self._ask(GetRawMember(chat_id=room, user_id=me.id))
        if isinstance(member, Exception):
            return [_no_room(name, member)]
        if member.get("status") not in _PRESENT:
            return [Finding(name, False, "Bot không ở trong nhóm", f"Mời @{me.username} vào nhóm")]
        return [
            _speaking(name, member),
            _hearing(name, forum=_is_forum(chat), hears_all=_is_admin(member) or bool(me.can_read_all_group_messages)),
            _topics(name, chat, member),
        ]

    async def _intake(self, now: datetime) -> Finding:
        info = await self._ask(GetWebhookInfo())
        if isinstance(info, Exception):
            return Finding("Nhận tin", None, f"Chưa hỏi được Telegram: {_said(info)}")
        return _by_webhook(info, self.webhook_url, now) if self.webhook_url else _by_polling(info)

    async def _clock(self, now: datetime) -> Finding:
        try:
            client = await self.session.create_session()
            async with client.head(self.api_url, allow_redirects=False, timeout=_SHORT) as answer:
                skew = abs(now - parsedate_to_datetime(answer.headers["Date"]))
        except Exception:
            return Finding("Đồng hồ", None, "Chưa so được với giờ của máy chủ Telegram")
        detail = f"Lệch {round(skew.total_seconds())} giây so với máy chủ Telegram"
        if skew <= LARGEST_SKEW:
            return Finding("Đồng hồ", True, detail)
        return Finding("Đồng hồ", False, detail, "Bật tự chỉnh giờ trên máy: timedatectl set-ntp true")


def _no_token(error: Exception) -> Finding:
    if isinstance(error, TelegramUnauthorizedError | TelegramNotFound):
        advice = "Lấy lại mã ở @BotFather (/mybots → API Token) rồi ghi vào HOIDAP_TELEGRAM_TOKEN"
        return Finding("Mã bot", False, "Telegram không nhận mã bot này", advice)
    advice = "Kiểm tra mạng của máy, tường lửa, và HOIDAP_TELEGRAM_API_URL"
    return Finding("Mã bot", False, f"Không nối được tới Telegram: {_said(error)}", advice)


def _no_room(name: str, error: Exception) -> Finding:
    if not isinstance(error, TelegramBadRequest | TelegramForbiddenError | TelegramMigrateToChat):
        return Finding(name, None, f"Chưa hỏi được Telegram: {_said(error)}")
    advice = (
        "Mời bot vào nhóm, rồi xem lại mã nhóm trong HOIDAP_STAFF_ROOM "
        "(nhóm được nâng cấp thì mã đổi, mã mới bắt đầu bằng -100)"
    )
    return Finding(name, False, f"Không vào được nhóm: {_said(error)}", advice)


def _speaking(name: str, member: dict[str, Any]) -> Finding:
    if member["status"] == "restricted" and member.get("can_send_messages") is not True:
        return Finding(
            name, False, "Bot ở trong nhóm nhưng bị cấm gửi tin", "Bỏ hạn chế của bot trong phần quản lý nhóm"
        )
    return Finding(name, True, "Bot là quản trị viên" if _is_admin(member) else "Bot là thành viên")


def _hearing(name: str, *, forum: bool, hears_all: bool) -> Finding:
    if hears_all:
        return Finding(f"{name}: nghe", True, "Bot nghe được mọi tin trong nhóm")
    advice = "Cho bot làm quản trị viên của nhóm (hoặc tắt Group Privacy ở @BotFather rồi mời bot vào lại)"
    if forum:
        return Finding(f"{name}: nghe", False, "Bot không nghe được tin viết thẳng trong chủ đề", advice)
    return Finding(f"{name}: nghe", None, "Bot chỉ nghe được lệnh và tin trả lời (Reply) vào tin của bot", advice)


def _topics(name: str, chat: dict[str, Any], member: dict[str, Any]) -> Finding:
    if not _is_forum(chat):
        return Finding(f"{name}: chủ đề", True, "Nhóm thường: cán bộ trả lời (Reply) vào thẻ của phiếu")
    if member["status"] == "creator" or member.get("can_manage_topics") is True:
        return Finding(f"{name}: chủ đề", True, "Nhóm có chủ đề: mỗi phiếu một chủ đề")
    advice = "Cho bot làm quản trị viên với quyền Quản lý chủ đề (Manage topics)"
    return Finding(f"{name}: chủ đề", False, "Nhóm có chủ đề nhưng bot không được tạo chủ đề", advice)


def _by_polling(info: WebhookInfo) -> Finding:
    if info.url:
        advice = "hoidap run sẽ tự gỡ webhook; nếu một máy khác đang dùng mã bot này thì hãy tắt máy đó"
        return Finding("Nhận tin", None, "Đang ở chế độ polling nhưng Telegram còn giữ một webhook", advice)
    return Finding("Nhận tin", True, f"Chế độ polling, {info.pending_update_count} tin đang chờ")


def _by_webhook(info: WebhookInfo, ours: str, now: datetime) -> Finding:
    waiting = f"{info.pending_update_count} tin đang chờ"
    if info.url != ours:
        advice = f"hoidap run sẽ tự đăng ký {ours}; nếu vẫn vậy, một máy khác đang dùng mã bot này"
        return Finding("Nhận tin", False, f"Telegram chưa gửi tin về webhook của bot này, {waiting}", advice)
    if info.last_error_date is not None and now - info.last_error_date <= RECENT:
        advice = f"Kiểm tra chứng chỉ https, cổng và proxy trước {ours}; mã bí mật hai bên phải giống nhau"
        return Finding("Nhận tin", False, f"Webhook vừa lỗi ({info.last_error_message}), {waiting}", advice)
    if info.pending_update_count > MANY_PENDING:
        return Finding("Nhận tin", None, f"Webhook chạy nhưng chậm, {waiting}", "Xem nhật ký và cơ sở dữ liệu")
    return Finding("Nhận tin", True, f"Webhook chạy, {waiting}")


def _is_admin(member: dict[str, Any]) -> bool:
    return member.get("status") in _ADMINS


def _is_forum(chat: dict[str, Any]) -> bool:
    return chat.get("is_forum") is True


def _said(error: Exception) -> str:
    """Telegram's own words; of a fault of the network only its kind, as its words may hold the token."""
    if isinstance(error, TelegramAPIError) and not isinstance(error, TelegramNetworkError):
        return words_of(error)
    return type(error.__cause__ or error).__name__
