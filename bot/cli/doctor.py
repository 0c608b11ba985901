"""Khám bệnh cho bot: vì sao nó không nghe hoặc không nói. Có chỗ hỏng thì mã thoát 1."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from argparse import Namespace
from collections.abc import AsyncIterator, Sequence

from aiohttp import ClientError, ClientSession, ClientTimeout
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot import quota, silence
from bot.bootstrap import telegram_channel, zalo_bot_channel, zalo_oa_channel
from bot.channels.base import Channel, Finding
from bot.cli.desk import faq_path, moment
from bot.db import inbox, sends
from bot.db.engine import Database
from bot.db.migrations import config
from bot.settings import Settings
from handlers import texts
from knowledge import check, dates
from knowledge.dates import today

ENOUGH_DISK = 200 << 20
_SIGNS = {True: "✓", False: "✗", None: "?"}


def execute(_options: Namespace, settings: Settings) -> int:
    """Look at everything that can keep the bot from hearing or speaking, and say what to do."""
    return asyncio.run(_examine(settings))


async def _examine(settings: Settings) -> int:
    healthy = True
    async for finding in _findings(settings):
        healthy &= finding.ok is not False
        sys.stdout.write(_line(finding))
    sys.stdout.write("Mọi thứ ổn.\n" if healthy else "Có chỗ cần sửa: xem các dòng ✗.\n")
    return 0 if healthy else 1


def _line(finding: Finding) -> str:
    advice = f"\n    → {finding.advice}" if finding.advice and finding.ok is not True else ""
    return f"{_SIGNS[finding.ok]} {finding.name}: {finding.detail}{advice}\n"


async def _findings(settings: Settings) -> AsyncIterator[Finding]:
    yield Finding("Cài đặt", True, f"đọc được; phòng cán bộ: {settings.staff_room}")
    yield _knowledge(settings)
    yield _disk(settings)
    yield await _database(settings)
    yield await _process(settings)
    for finding in (*await _telegram(settings), *await _zalo_bot(settings), *await _zalo_oa(settings)):
        yield finding


def _knowledge(settings: Settings) -> Finding:
    path = faq_path(settings)
    report = check(path, today=today(moment(None)))
    if report.errors:
        detail = f"{path} có {len(report.errors)} lỗi, lỗi đầu: {report.errors[0]}"
        return Finding("faq.yaml", False, detail, "chạy hoidap check để xem hết các lỗi")
    return Finding("faq.yaml", True, f"{path}: không có lỗi, {len(report.warnings)} điều nên xem (hoidap check)")


def _disk(settings: Settings) -> Finding:
    folder = settings.data_dir.resolve()
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    if not existing.is_dir() or not os.access(existing, os.W_OK):
        return Finding("Ổ đĩa", False, f"không ghi được vào {existing}", "xem lại quyền ghi, hoặc đặt HOIDAP_DATA_DIR")
    free = shutil.disk_usage(existing).free
    detail = f"còn {free >> 20:,} MiB cho {settings.data_dir}".replace(",", ".")
    return Finding("Ổ đĩa", free > ENOUGH_DISK, detail, "dọn bớt ổ đĩa; đầy ổ thì bot không ghi được tin mới")


async def _database(settings: Settings) -> Finding:
    name = "Cơ sở dữ liệu"
    if not settings.database_url and not (settings.data_dir / "hoidap.db").exists():
        return Finding(name, None, "chưa có, sẽ được tạo khi chạy lần đầu")
    database = Database(settings.database)
    try:
        async with database.engine.connect() as connection:
            behind = await connection.run_sync(_missing_migrations)
    except (SQLAlchemyError, OSError) as error:
        return Finding(name, False, f"không vào được ({type(error).__name__})", "xem lại HOIDAP_DATABASE_URL")
    finally:
        await database.close()
    if behind:
        return Finding(name, False, f"còn thiếu {behind} bước nâng cấp", "chạy hoidap migrate")
    return Finding(name, True, f"{database.url.get_backend_name()}, đúng phiên bản")


def _missing_migrations(connection: Connection) -> int:
    have = MigrationContext.configure(connection).get_current_heads()
    script = ScriptDirectory.from_config(config())
    return sum(1 for step in script.iterate_revisions("head", have[0] if have else "base") if step.revision not in have)


async def _process(settings: Settings) -> Finding:
    address = f"http://{settings.host}:{settings.port}/health/ready"
    name = "Tiến trình"
    try:
        async with ClientSession(timeout=ClientTimeout(3)) as session, session.get(address) as answer:
            if answer.status == 200:
                return Finding(name, True, f"đang chạy ở cổng {settings.port}, sẵn sàng")
            detail = f"đang chạy nhưng chưa sẵn sàng: {(await answer.text())[:300]}"
            return Finding(name, False, detail, "xem nhật ký của hoidap run")
    except (ClientError, TimeoutError, OSError):
        return Finding(name, None, f"không thấy bot ở cổng {settings.port}", "chạy make run (hoặc hoidap run)")


async def _telegram(settings: Settings) -> Sequence[Finding]:
    channel = telegram_channel(settings)
    if channel is None:
        return [Finding("Telegram", None, "đang tắt", "đặt HOIDAP_TELEGRAM_TOKEN để bật")]
    try:
        return await channel.diagnose(settings.telegram_rooms)
    finally:
        await channel.stop()


async def _zalo_bot(settings: Settings) -> Sequence[Finding]:
    channel = zalo_bot_channel(settings)
    if channel is None:
        return [Finding("Zalo Bot", None, "đang tắt", "đặt HOIDAP_ZALO_BOT_TOKEN để bật, xem docs/zalo.md")]
    try:
        return [*await channel.diagnose(settings.zalo_bot_rooms), await _allowance(settings, channel)]
    finally:
        await channel.stop()


async def _zalo_oa(settings: Settings) -> Sequence[Finding]:
    off = [Finding("Zalo OA", None, "đang tắt", "đặt HOIDAP_ZALO_OA_APP_ID để bật, xem docs/zalo.md")]
    if not settings.zalo_oa_app_id:
        return off
    database = Database(settings.database)
    channel = zalo_oa_channel(settings, database)
    if channel is None:
        return off
    try:
        return [*await channel.diagnose(settings.zalo_oa_rooms), await _heard(database, channel)]
    except SQLAlchemyError as error:
        return [Finding("Zalo OA", None, f"chưa xem được mã truy cập ({type(error).__name__})", "chạy hoidap migrate")]
    finally:
        await channel.stop()
        await database.close()


async def _heard(database: Database, channel: Channel) -> Finding:
    """When somebody last wrote, and whether the silence since then is unusual."""
    name, now = "Zalo OA: tin đến", moment(None)
    advice = "nhắn thử cho OA; không trả lời thì xem mục Webhook của ứng dụng Zalo: đang bật, địa chỉ, OA Secret Key"
    async with database.read() as session:
        heard = await inbox.heard(session, channel.name, channel.account, now - silence.WEEK)
    if not heard:
        return Finding(name, None, "7 ngày qua chưa có tin nào của người dân", advice)
    detail = f"tin gần nhất lúc {texts.moment(dates.local(heard[-1]))}"
    if (found := silence.unusual(heard, now)) is not None:
        usual = texts.roughly(found.usual)
        return Finding(name, False, f"{detail}; bình thường không im quá {usual} (không tính đêm)", advice)
    return Finding(name, True, detail)


async def _allowance(settings: Settings, channel: Channel) -> Finding:
    """What is left of the month's messages, by our own count."""
    name = "Hạn mức Zalo Bot"
    database = Database(settings.database)
    try:
        async with database.read() as session:
            sent = await sends.of_month(session, channel.name, channel.account, quota.month_of(moment(None)))
    except (SQLAlchemyError, OSError):
        return Finding(name, None, "chưa đếm được: cơ sở dữ liệu chưa sẵn sàng")
    finally:
        await database.close()
    share = sent * 100 // settings.zalo_bot_quota
    detail = f"tháng này đã gửi {sent}/{settings.zalo_bot_quota} tin ({share}%)"
    low, gone = quota.WARNED_AT
    verdict = share < low or (None if share < gone else False)
    return Finding(name, verdict, detail, "hết hạn mức thì Zalo không gửi nữa đến tháng sau, xem docs/zalo.md")
