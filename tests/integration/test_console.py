"""The terminal as a channel, in the real program."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

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
