"""The terminal as a channel, in the real program."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import socket
import sys
from pathlib import Path

import pytest

from bot.channels.console import ConsoleChannel
from bot.db.engine import Database
from tests.fakes.clock import FakeClock
from tests.fakes.ward import Ward
from tests.faults.running import FAQ


async def program(folder: Path, command: str, **more: str) -> asyncio.subprocess.Process:
    """The program in a process of its own, with its data in a folder."""
    (folder / "faq.yaml").write_text(FAQ, encoding="utf-8")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("HOIDAP_")}
    settings = {"HOIDAP_DATA_DIR": str(folder), "HOIDAP_FAQ": str(folder / "faq.yaml"), "HOIDAP_PORT": "0"}
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", command, stdin=pipe, stdout=pipe, stderr=pipe, env={**clean, **settings, **more}
    )


async def test_a_piped_question_is_answered_before_the_end(tmp_path: Path) -> None:
    """Lines from a pipe are all answered, then the program ends by itself."""
    chat = await program(tmp_path, "chat")
    out, _ = await asyncio.wait_for(chat.communicate("phường làm việc mấy giờ\ngặp cán bộ\n".encode()), 60)
    assert chat.returncode == 0
    assert "từ thứ Hai đến thứ Sáu" in out.decode()
    assert "chuyển anh/chị sang cán bộ" in out.decode()


async def test_run_says_where_and_stops_in_time(tmp_path: Path) -> None:
    """The start prints both pages, a sign-in link and what would turn Telegram on; SIGTERM ends it well."""
    run = await program(tmp_path, "run")
    assert run.stdout is not None
    greeting = (await asyncio.wait_for(run.stdout.readuntil(b"Ctrl-C"), 60)).decode()
    run.send_signal(signal.SIGTERM)
    _, errors = await asyncio.wait_for(run.communicate(), 10)
    assert run.returncode == 0, errors.decode()
    for words in ("/staff\n", "/staff/sign-in?k=", "HOIDAP_TELEGRAM_TOKEN"):
        assert words in greeting


async def test_a_broken_faq_stops_the_start(tmp_path: Path) -> None:
    """Every error with its line, exit code 1, no traceback."""
    broken = tmp_path / "broken.yaml"
    broken.write_text("ward: [", encoding="utf-8")
    run = await program(tmp_path, "run", HOIDAP_FAQ=str(broken))
    _, errors = await asyncio.wait_for(run.communicate(), 60)
    assert run.returncode == 1
    assert "broken.yaml:" in errors.decode()
    assert "Traceback" not in errors.decode()


async def test_a_taken_port_is_named_and_nothing_else_is_said(tmp_path: Path) -> None:
    """A second start on the same port ends with one line that says what to set."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        run = await program(tmp_path, "run", HOIDAP_PORT=port)
        _, errors = await asyncio.wait_for(run.communicate(), 60)
    assert run.returncode == 1
    (line,) = errors.decode().splitlines()
    assert port in line
    assert "HOIDAP_PORT" in line


@pytest.mark.parametrize(
    ("command", "setting", "value"),
    [
        ("tickets", "HOIDAP_DATABASE_URL", "postgresql://hoidap:mat-khau@127.0.0.1:9/hoidap"),
        ("migrate", "HOIDAP_DATABASE_URL", "postgresql://hoidap:mat-khau@127.0.0.1:9/hoidap"),
        ("doctor", "HOIDAP_DATABASE_URL", "postgresql://hoidap:mat-khau@127.0.0.1:9/hoidap"),
        ("run", "HOIDAP_DATA_DIR", "faq.yaml/du-lieu"),
        ("tickets", "HOIDAP_DATA_DIR", "faq.yaml/du-lieu"),
        ("doctor", "HOIDAP_DATA_DIR", "faq.yaml/du-lieu"),
    ],
)
async def test_what_the_machine_refuses_is_told_without_a_traceback(
    tmp_path: Path, command: str, setting: str, value: str
) -> None:
    """An unreachable database and a folder that cannot be made name their setting; no password is repeated."""
    value = value if "://" in value else str(tmp_path / value)
    ended = await program(tmp_path, command, **{setting: value})
    said = b"".join(await asyncio.wait_for(ended.communicate(), 60)).decode()
    assert ended.returncode == 1
    assert setting in said
    assert "Traceback" not in said
    assert "mat-khau" not in said


async def test_nobody_reads_what_another_was_told(database: Database, clock: FakeClock) -> None:
    """Two people at terminals on one database: each sees the answers to their own questions only."""
    screens = {user: io.StringIO() for user in ("lan", "minh")}
    lines = {"lan": "đăng ký khai sinh cần giấy tờ gì\n", "minh": "đăng ký kết hôn cần giấy tờ gì\n"}
    for user, screen in screens.items():
        console = ConsoleChannel(clock, user=user, reader=io.StringIO(lines[user]), writer=screen)
        ward = await Ward(database, clock, console).open()  # type: ignore[arg-type]  # any channel will do
        await console.ended()
        await ward.work()
    for user, screen in screens.items():
        console = ConsoleChannel(clock, user=user, reader=io.StringIO(), writer=screen)
        await (await Ward(database, clock, console).open()).send()  # type: ignore[arg-type]  # any channel will do
    assert "KHAI SINH" in screens["lan"].getvalue()
    assert "KẾT HÔN" not in screens["lan"].getvalue()
    assert "KẾT HÔN" in screens["minh"].getvalue()
