"""Trò chuyện với bot trong cửa sổ dòng lệnh; câu bot không biết vẫn tới phòng cán bộ như mọi kênh khác.

Với --jsonl: đọc mỗi dòng {"session": "a", "text": "…"}, viết mỗi dòng một JSON, mỗi session là một cuộc trò chuyện.
"""

from __future__ import annotations

import asyncio
import json
import sys
from argparse import Namespace
from datetime import datetime
from typing import Any

from bot.bootstrap import build_console
from bot.cli.desk import moment, open_desk
from bot.cli.session import Session, as_record
from bot.errors import HoidapError
from bot.settings import Settings
from handlers import Desk
from handlers.messages import Conversation


def execute(options: Namespace, settings: Settings) -> int:
    """Talk on this terminal, or line by line in JSON."""
    if options.as_of and not options.jsonl:
        raise HoidapError('--as-of chỉ dùng cùng --jsonl. Hỏi thử một câu như vào ngày khác: hoidap ask --as-of … "…"')
    if options.jsonl:
        _every_line(open_desk(settings), moment(options.as_of))
    else:
        asyncio.run(build_console(settings).run())
    return 0


def _every_line(desk: Desk, now: datetime) -> None:
    sessions: dict[str, Session] = {}
    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        name, text = _read(line, number)
        session = sessions.setdefault(name, Session(name, Conversation(), rehearses=True))
        record = {"session": name, **as_record(text, session.say(text, desk, now))}
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
        sys.stdout.flush()


def _read(line: str, number: int) -> tuple[str, str]:
    """The session and text of one line; a wrong line is named and stops the command."""
    try:
        record: Any = json.loads(line)
        return str(record["session"]), str(record["text"])
    except (ValueError, KeyError, TypeError):
        raise HoidapError(
            f'Dòng {number} không đọc được. Cần mỗi dòng một JSON như {{"session": "a", "text": "câu hỏi"}}.'
        ) from None
