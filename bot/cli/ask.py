"""Hỏi một câu và in câu trả lời; với --jsonl thì đọc mỗi dòng một câu hỏi, viết mỗi dòng một JSON theo đúng thứ tự."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from datetime import datetime

from bot.cli.desk import moment, open_desk
from bot.cli.session import Session, as_record, greeted, reply_text
from bot.errors import HoidapError
from bot.settings import Settings
from handlers import Desk
from handlers.explaining import explained


def execute(options: Namespace, settings: Settings) -> int:
    """Answer one question, or every line of stdin."""
    if not options.jsonl and not options.question:
        raise HoidapError('Chưa có câu hỏi. Ví dụ: hoidap ask "làm giấy khai sinh cần gì"')
    desk, now = open_desk(settings), moment(options.as_of)
    if options.jsonl:
        _every_line(desk, now)
        return 0
    decision = Session("ask", greeted()).say(options.question, desk, now)
    reply = reply_text(decision)
    _write(explained(options.question, decision, reply, desk) if options.explain else reply)
    return 0


def _every_line(desk: Desk, now: datetime) -> None:
    for line in sys.stdin:
        question = line.rstrip("\r\n")
        decision = Session("ask", greeted()).say(question, desk, now)
        sys.stdout.write(json.dumps(as_record(question, decision), ensure_ascii=False) + "\n")
        sys.stdout.flush()


def _write(text: str) -> None:
    sys.stdout.write(text + "\n")
