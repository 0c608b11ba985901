"""Why an Official Account is deaf or mute: tokens, the account itself, webhook, staff groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.channels.base import Finding
from bot.channels.http import NoAnswerError
from bot.channels.zalo_oa.api import Api, RefusedError
from bot.channels.zalo_oa.tokens import NeedsConsentError, Tokens

MOST_GROUPS = 50
LOGIN = "chủ OA đăng nhập và đồng ý lại: hoidap zalo-login"
WRONG_SECRET = -14004
OTHER_SECRET = f"xem lại HOIDAP_ZALO_OA_APP_SECRET (khóa bí mật của ứng dụng), rồi {LOGIN}"
MEANINGS = {
    -204: "OA đang bị khóa",
    -205: "không có OA này",
    -209: "ứng dụng chưa được kích hoạt",
    -211: "đã hết hạn mức",
    -212: "OA chưa đăng ký dùng API",
    -219: "ứng dụng đã bị gỡ khỏi OA",
    -221: "OA chưa xác thực",
    -223: "ứng dụng chưa được cấp quyền dùng API",
    -224: "gói dịch vụ của OA chưa đủ, cần nâng gói",
    -32: "đang bị giới hạn tốc độ, thử lại sau một phút",
}
"""What Zalo's own numbers mean for the account."""


@dataclass(frozen=True, slots=True)
class Doctor:
    """Asks Zalo about everything that can keep the bot from hearing or speaking."""

    api: Api
    tokens: Tokens
    account: str
    webhook_url: str
    enforce: bool
    has_verifier: bool

    async def diagnose(self, rooms: Sequence[str], now: datetime) -> list[Finding]:
        """What is found, most basic first; where there is no token that Zalo takes, that is all about the account.

        Only Zalo knows whether a token is still good, so it is asked before anything is said of the token.
        """
        try:
            asked = [await self._account(), *[await self._room(room) for room in rooms]]
        except NeedsConsentError:
            asked = []
        return [await self._token(now), *asked, self._webhook(), self._domain()]

    async def _token(self, now: datetime) -> Finding:
        name = "Zalo OA: mã truy cập"
        try:
            row = await self.tokens.pair()
        except NeedsConsentError:
            return Finding(name, False, "chưa có", LOGIN)
        hours = max(0, int((row.expires_at - now).total_seconds() // 3600))
        if row.refused is not None:
            hint = OTHER_SECRET if row.refused == f"error {WRONG_SECRET}" else LOGIN
            return Finding(
                name, False, f"Zalo không nhận và không cho làm mới ({row.refused.replace('error', 'lỗi')})", hint
            )
        return Finding(name, True, f"còn {hours} giờ; hoidap run tự làm mới trước khi hết hạn một giờ")

    async def _account(self) -> Finding:
        name = "Zalo OA"
        try:
            data = await self.api.get("/v2.0/oa/getoa")
        except (RefusedError, NoAnswerError) as error:
            return _unanswered(name, error)
        given = str(data.get("oaid") or data.get("oa_id") or self.account)
        if given != self.account:
            advice = "sửa HOIDAP_ZALO_OA_ID, hoặc chạy hoidap zalo-login với đúng OA"
            return Finding(name, False, f"mã truy cập là của OA {given}, không phải {self.account}", advice)
        package = data.get("package_name") or "chưa rõ gói"
        return Finding(name, True, f"{data.get('name') or self.account} ({package})")

    async def _room(self, room: str) -> Finding:
        name = f"Phòng cán bộ zalo_oa:{room}"
        try:
            groups = await self._groups()
        except (RefusedError, NoAnswerError) as error:
            return _unanswered(name, error)
        if room in groups:
            return Finding(name, True, f"nhóm {groups[room] or room}; OA nghe mọi tin trong nhóm")
        return Finding(name, False, "OA không có nhóm này", "xem lại mã nhóm GMF trong HOIDAP_STAFF_ROOM")

    async def _groups(self) -> dict[str, str]:
        """The names of the account's groups."""
        data = await self.api.get("/v3.0/oa/group/getgroupsofoa", offset="0", count=str(MOST_GROUPS))
        found = data.get("groups")
        listed: list[Any] = found if isinstance(found, list) else []
        groups = [one for one in listed if isinstance(one, Mapping)]
        return {str(one.get("group_id")): str(one.get("name") or one.get("group_name") or "") for one in groups}

    def _webhook(self) -> Finding:
        name = "Zalo OA: webhook"
        if not self.enforce:
            advice = "khi nhật ký không còn dòng báo sai chữ ký thì bỏ HOIDAP_ZALO_OA_SIGNATURE=log"
            return Finding(name, None, "đang nhận cả tin không đúng chữ ký: ai cũng giả được tin", advice)
        return Finding(name, True, f"chỉ nhận tin có chữ ký; khai báo trong ứng dụng Zalo: {self.webhook_url}")

    def _domain(self) -> Finding:
        name = "Zalo OA: tên miền"
        if self.has_verifier:
            return Finding(name, True, "có tệp xác thực tên miền, bot trả ở địa chỉ gốc khi đang chạy")
        advice = "nếu Zalo chưa xác thực tên miền: đặt HOIDAP_ZALO_OA_VERIFIER là tên tệp Zalo cho tải về"
        return Finding(name, None, "không có tệp xác thực tên miền", advice)


def _unanswered(name: str, error: RefusedError | NoAnswerError) -> Finding:
    """Zalo said no, or nobody could be asked."""
    if isinstance(error, NoAnswerError):
        advice = "kiểm tra mạng của máy, tường lửa, và HOIDAP_ZALO_OA_API_URL"
        return Finding(name, None, f"không nối được tới Zalo ({error.reason})", advice)
    meaning = MEANINGS.get(error.code, "tra số lỗi trong tài liệu của Zalo")
    return Finding(name, False, f"Zalo từ chối, lỗi {error.code}: {meaning}", "xem phần Zalo OA trong docs/zalo.md")
