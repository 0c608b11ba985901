"""The demo for those who have no account at Zalo runs by itself and tells the truth by its exit code."""

from __future__ import annotations

import asyncio
import sys

import pytest

from tests.demo import zalo
from tests.demo.bot import ROOT


async def test_both_residents_read_the_officers_answer() -> None:
    """Within half a minute; the transcript has what everybody said, with times."""
    demo = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.demo.zalo", stdout=asyncio.subprocess.PIPE, cwd=ROOT
    )
    out, _ = await asyncio.wait_for(demo.communicate(), 60)
    told = out.decode()
    assert demo.returncode == 0, told
    for words in ("KHAI SINH", "[bấm nút Gửi cán bộ]", "BOT → nhóm cán bộ (Telegram)", "— Cán bộ phường"):
        assert words in told
    assert told.count("— Cán bộ phường") == 2


async def test_an_answer_that_does_not_come_is_a_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody waits in vain: exit code 1, and it is said."""

    async def in_vain() -> None:
        raise TimeoutError

    monkeypatch.setattr(zalo, "play", in_vain)
    assert await zalo.main() == 1
    assert "KHÔNG XONG" in capsys.readouterr().out
