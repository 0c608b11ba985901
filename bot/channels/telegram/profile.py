"""How the bot presents itself in Telegram: its commands, and the words in an empty chat."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram.methods import SetMyCommands, SetMyDescription, SetMyShortDescription
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat

from bot.channels.telegram.compose import Call

RESIDENT_COMMANDS = {
    "start": "Bắt đầu, xem em giúp được những gì",
    "help": "Cách hỏi và các lĩnh vực",
    "can_bo": "Nhờ cán bộ trả lời",
    "huy": "Thôi, bỏ việc đang hỏi",
}
STAFF_COMMANDS = {
    "nhan": "Nhận phiếu",
    "gui": "Gửi người dân hướng dẫn của một thủ tục",
    "dong": "Đóng phiếu",
    "molai": "Mở lại phiếu",
    "ds": "Các phiếu đang chờ",
    "help": "Cách làm việc với phiếu",
}
DESCRIPTION = (
    "Dạ, đây là trợ lý tự động về thủ tục hành chính của phường, xã: cần mang giấy tờ gì, lệ phí bao nhiêu, "
    "mấy ngày có, nộp ở đâu.\n\nCâu nào máy chưa trả lời được, anh/chị có thể gửi đến cán bộ. "
    "Mời anh/chị bấm Bắt đầu rồi nhắn câu hỏi ạ."
)
SHORT_DESCRIPTION = "Trợ lý tự động về thủ tục hành chính của phường, xã; có cán bộ trả lời khi cần."


def introductions(rooms: Sequence[str]) -> list[Call]:
    """The calls that tell residents and each staff room what they can do."""
    residents = SetMyCommands(commands=_commands(RESIDENT_COMMANDS), scope=BotCommandScopeAllPrivateChats())
    staff = [
        SetMyCommands(commands=_commands(STAFF_COMMANDS), scope=BotCommandScopeChat(chat_id=room)) for room in rooms
    ]
    words = [SetMyDescription(description=DESCRIPTION), SetMyShortDescription(short_description=SHORT_DESCRIPTION)]
    return [residents, *staff, *words]


def _commands(described: dict[str, str]) -> list[BotCommand]:
    return [BotCommand(command=name, description=text) for name, text in described.items()]
