"""The real program between fake platforms, in a folder of its own."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo_bot import FakeZaloBot
from tests.fakes.zalo_oa import APP_ID, APP_SECRET, OA_ID, WEBHOOK_SECRET, FakeZaloOa
from tests.integration.zalo_bot_channel import SECRET

ROOT = Path(__file__).parents[2]


def settings_for(
    folder: Path, telegram: FakeTelegram, zalo_bot: FakeZaloBot, zalo_oa: FakeZaloOa, rooms: str
) -> dict[str, str]:
    """The environment of the bot: nothing of the machine's own settings, a folder that is thrown away."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    own = {name: value for name, value in os.environ.items() if not name.startswith("HOIDAP_")}
    return own | {
        "PYTHONPATH": str(ROOT),
        "HOIDAP_DATA_DIR": str(folder),
        "HOIDAP_PORT": str(port),
        "HOIDAP_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "HOIDAP_LOG_LEVEL": "ERROR",
        "HOIDAP_STAFF_ROOM": rooms,
        "HOIDAP_TELEGRAM_TOKEN": telegram.token,
        "HOIDAP_TELEGRAM_API_URL": telegram.url,
        "HOIDAP_ZALO_BOT_TOKEN": zalo_bot.token,
        "HOIDAP_ZALO_BOT_MODE": "webhook",
        "HOIDAP_ZALO_BOT_SECRET": SECRET,
        "HOIDAP_ZALO_BOT_API_URL": zalo_bot.url,
        "HOIDAP_ZALO_OA_APP_ID": APP_ID,
        "HOIDAP_ZALO_OA_APP_SECRET": APP_SECRET,
        "HOIDAP_ZALO_OA_ID": OA_ID,
        "HOIDAP_ZALO_OA_SECRET": WEBHOOK_SECRET,
        "HOIDAP_ZALO_OA_API_URL": zalo_oa.url,
        "HOIDAP_ZALO_OA_OAUTH_URL": zalo_oa.url,
    }


@asynccontextmanager
async def running(settings: dict[str, str]) -> AsyncIterator[None]:
    """`hoidap run`, from its greeting on."""
    process = await _program("run", settings)
    try:
        if process.stdout is None:
            raise RuntimeError("no output to read")
        await process.stdout.readuntil(b"Ctrl-C")
        yield
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await process.communicate()


async def consent(zalo_oa: FakeZaloOa, settings: dict[str, str]) -> None:
    """The owner opens the address that the command prints, agrees, and pastes the one of the page that comes."""
    process = await _program("zalo-login", settings)
    if process.stdout is None or process.stdin is None:
        raise RuntimeError("no terminal to talk to")
    shown = (await process.stdout.readuntil(b"2. ")).decode()
    address = re.findall(r"http\S+/v4/oa/permission\S+", shown)[0]
    await process.communicate(f"{zalo_oa.oauth.agree(address)}\n".encode())
    if process.returncode != 0:
        raise RuntimeError("hoidap zalo-login has failed")


async def _program(command: str, settings: dict[str, str]) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    folder = settings["HOIDAP_DATA_DIR"]
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", command, stdin=pipe, stdout=pipe, env=settings, cwd=folder
    )
