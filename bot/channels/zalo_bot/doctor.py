"""Why a bot is deaf or mute on the Zalo Bot Platform: token, webhook, groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.channels.base import Finding
from bot.channels.http import NoAnswerError
from bot.channels.zalo_bot.api import Api, ApiError
from bot.channels.zalo_bot.classify import words_of
from bot.channels.zalo_bot.names import NAME

_NETWORK = "Kiểm tra mạng của máy, tường lửa, và HOIDAP_ZALO_BOT_API_URL"
_TOKEN = "Lấy lại mã trong Zalo Bot Creator rồi ghi vào HOIDAP_ZALO_BOT_TOKEN"  # noqa: S105 - a piece of advice
_UNCHECKED = "Nhắn “@tên bot /ds” trong nhóm; bot trả lời là được"


@dataclass(frozen=True, slots=True)
class Doctor:
    """Asks Zalo about everything that can keep the bot from hearing or speaking; no `webhook_url`: it polls."""

    api: Api
    webhook_url: str | None

    async def diagnose(self, rooms: Sequence[str]) -> list[Finding]:
        """What is found, most basic first; where the token fails, only that."""
        me = await self._ask("getMe")
        if isinstance(me, Exception):
            return [_no_token(me)]
        about = me if isinstance(me, Mapping) else {}
        name = about.get("display_name") or about.get("account_name") or "?"
        token = Finding("Mã bot Zalo", True, f"Zalo nhận ra bot {name}")
        return [token, await self._intake(), *(_room(room, about) for room in rooms)]

    async def _ask(self, method: str) -> Any:
        """The answer, or the error in its place."""
        try:
            return await self.api.call(method)
        except (ApiError, NoAnswerError) as error:
            return error

    async def _intake(self) -> Finding:
        info = await self._ask("getWebhookInfo")
        none_set = isinstance(info, ApiError) and info.code == 404
        if isinstance(info, Exception) and not none_set:
            return Finding("Nhận tin Zalo Bot", None, f"Chưa hỏi được Zalo: {words_of(info)}")
        url = info.get("url") if isinstance(info, Mapping) else None
        return await self._by_webhook(url or "") if self.webhook_url else _by_polling(url or "")

    async def _by_webhook(self, url: str) -> Finding:
        if url != self.webhook_url:
            advice = f"hoidap run sẽ tự đăng ký {self.webhook_url}; nếu vẫn vậy, một máy khác đang dùng mã bot này"
            return Finding("Nhận tin Zalo Bot", False, "Zalo chưa gửi tin về webhook của bot này", advice)
        test = await self._ask("testWebhook")
        if isinstance(test, Exception) or not isinstance(test, Mapping):
            return Finding("Nhận tin Zalo Bot", True, "Webhook đã đăng ký (Zalo chưa cho thử lại hôm nay)")
        if test.get("ok") is True:
            return Finding("Nhận tin Zalo Bot", True, "Webhook chạy")
        said = " ".join(str(test[key]) for key in ("outcome", "hint") if test.get(key))
        advice = f"Kiểm tra chứng chỉ https, cổng, proxy và bộ lọc bot trước {self.webhook_url}"
        return Finding("Nhận tin Zalo Bot", False, f"Zalo gọi thử webhook không được: {said[:200]}", advice)


def _by_polling(url: str) -> Finding:
    if url:
        advice = "hoidap run sẽ tự gỡ webhook; nếu một máy khác đang dùng mã bot này thì hãy tắt máy đó"
        return Finding("Nhận tin Zalo Bot", None, "Đang ở chế độ polling nhưng Zalo còn giữ một webhook", advice)
    advice = "Khi phục vụ người dân, đặt HOIDAP_ZALO_BOT_MODE=webhook: Zalo nói polling chỉ để chạy thử"
    return Finding("Nhận tin Zalo Bot", None, "Chế độ polling, chỉ để chạy thử", advice)


def _no_token(error: Exception) -> Finding:
    if isinstance(error, ApiError) and error.code in (401, 404):
        return Finding("Mã bot Zalo", False, "Zalo không nhận mã bot này", _TOKEN)
    return Finding("Mã bot Zalo", False, f"Không nối được tới Zalo: {words_of(error)}", _NETWORK)


def _room(room: str, me: Mapping[str, Any]) -> Finding:
    """Zalo tells nothing about a group, only whether the bot may be in any."""
    name = f"Phòng cán bộ {NAME}:{room}"
    if me.get("can_join_groups") is False:
        return Finding(name, False, "Zalo chưa cho bot này vào nhóm", "Dùng phòng web hoặc telegram, xem docs/zalo.md")
    return Finding(name, None, "Zalo không cho hỏi về nhóm", _UNCHECKED)
