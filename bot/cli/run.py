"""Chạy bot và trang web tới khi bấm Ctrl-C hoặc nhận SIGTERM.

Trước khi mở cửa, bot tự nâng cấp cơ sở dữ liệu và kiểm tra faq.yaml.
"""

from __future__ import annotations

import asyncio
from argparse import Namespace

from bot.bootstrap import build
from bot.settings import Settings


def execute(_options: Namespace, settings: Settings) -> int:
    """Start everything, and leave when it has drained."""
    asyncio.run(build(settings).run())
    return 0
