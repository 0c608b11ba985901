"""Chủ Zalo Official Account đồng ý cho bot gửi tin: mở một địa chỉ, đồng ý, dán lại địa chỉ của trang hiện ra."""

from __future__ import annotations

import asyncio
import secrets
import sys
from argparse import Namespace

from bot.bootstrap import zalo_oa_channel
from bot.channels.http import NoAnswerError
from bot.channels.zalo_oa import ZaloOaChannel
from bot.channels.zalo_oa.consent import Consented, read_address
from bot.channels.zalo_oa.names import CONSENT_PATH
from bot.channels.zalo_oa.oauth import Granted, OauthRefusedError, new_verifier
from bot.cli.migrate import migrated
from bot.errors import HoidapError, SettingError
from bot.settings import Settings

ASK = """\
1. Mở địa chỉ này bằng trình duyệt đã đăng nhập tài khoản Zalo quản trị OA, chọn OA rồi bấm đồng ý:

{address}

2. Trang hiện ra sau đó có địa chỉ bắt đầu bằng {redirect} (trang trống hay báo lỗi cũng không sao).
   Chép toàn bộ địa chỉ đó, dán vào đây rồi bấm Enter (trong vòng 10 phút):
"""
DONE = "Xong. Bot đang chạy sẽ tự dùng mã mới; kiểm tra bằng lệnh hoidap doctor.\n"


class ConsentError(HoidapError):
    """The consent did not come about; its text says what to do."""


def execute(_options: Namespace, settings: Settings) -> int:
    """Lead the account's owner through the consent and keep the tokens."""
    asyncio.run(_log_in(settings))
    sys.stdout.write(DONE)
    return 0


async def _log_in(settings: Settings) -> None:
    database = await migrated(settings)
    channel = zalo_oa_channel(settings, database)
    try:
        if channel is None:
            raise SettingError("Chưa đặt HOIDAP_ZALO_OA_APP_ID: xem docs/zalo.md.")
        await channel.tokens.adopt(await _granted(settings, channel))
    finally:
        if channel is not None:
            await channel.stop()
        await database.close()


async def _granted(settings: Settings, channel: ZaloOaChannel) -> Granted:
    verifier, state = new_verifier(), secrets.token_urlsafe(16)
    redirect = settings.public_url.rstrip("/") + CONSENT_PATH
    sys.stdout.write(ASK.format(address=channel.oauth.consent_address(redirect, verifier, state), redirect=redirect))
    sys.stdout.flush()
    pasted = await asyncio.to_thread(sys.stdin.readline)
    consented = _checked(read_address(pasted), state, channel.account)
    try:
        return await channel.oauth.exchange(consented.code, verifier)
    except OauthRefusedError as refused:
        raise ConsentError(_refusal(refused.code)) from None
    except NoAnswerError as silence:
        raise ConsentError(
            f"Không nối được tới Zalo ({silence.reason}). Kiểm tra mạng rồi chạy lại lệnh này."
        ) from None


def _checked(consented: Consented | None, state: str, account: str) -> Consented:
    if consented is None:
        raise ConsentError("Địa chỉ vừa dán không có mã đồng ý (code=…). Chạy lại lệnh này và chép cả địa chỉ.")
    if not secrets.compare_digest(consented.state.encode(), state.encode()):
        raise ConsentError("Địa chỉ vừa dán là của một lần đồng ý khác. Chạy lại lệnh này và làm lại từ bước 1.")
    if consented.oa_id and consented.oa_id != account:
        raise ConsentError(f"Anh/chị vừa chọn OA {consented.oa_id}, nhưng HOIDAP_ZALO_OA_ID là {account}. Chọn lại OA.")
    return consented


def _refusal(code: int) -> str:
    hints = {
        -14003: "địa chỉ trả về chưa được khai báo: thêm nó vào mục Official Account Callback Url của ứng dụng",
        -14004: "sai khóa bí mật của ứng dụng: xem lại HOIDAP_ZALO_OA_APP_SECRET",
    }
    hint = hints.get(code, "mã đồng ý đã dùng rồi hoặc quá 10 phút")
    return f"Zalo không cấp mã truy cập (lỗi {code}): {hint}. Sửa rồi chạy lại lệnh này."
