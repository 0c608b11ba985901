"""faq.yaml changes under the running bot: a good file serves at once, a bad one never, and staff hear of it once."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.db import rooms
from bot.db.engine import Database
from bot.db.models import OutboxRow
from bot.kb_watch import KnowledgeWatch
from bot.metrics import Metrics
from knowledge import FaqError
from knowledge.draft import LEXICON
from knowledge.lexicon_file import SHIPPED
from tests.fakes.clock import FakeClock

FRONT = """\
ward:
  name: Phường Thử
  city: Thành phố Hải Phòng
  signature: Cán bộ phường
  allowed_hosts:
  - dichvucong.gov.vn
general:
{general}
"""
ENTRY = """\
- id: viec-{number}
  name: Việc số {number}
  aliases:
  - việc số {number}
  questions:
  - làm việc số {number} thế nào
  answer: Trả lời {word} {number}
"""


def front(count: int, word: str = "cũ") -> str:
    entries = "".join(ENTRY.format(number=number, word=word) for number in range(1, count + 1))
    return FRONT.format(general=entries)


@pytest.fixture
async def faq(tmp_path: Path) -> Path:
    path = tmp_path / "faq" / "faq.yaml"
    path.parent.mkdir()
    path.write_text(front(10), encoding="utf-8")
    return path


@pytest.fixture
async def watch(faq: Path, database: Database, clock: FakeClock) -> KnowledgeWatch:
    async with database.write() as session:
        await rooms.settle(session, {"a": ("memory", "1", "-100")})
    made = KnowledgeWatch(faq, database, clock, Metrics(), keep_days=90, accept_loss=False)
    made.open()
    return made


def write(path: Path, text: str) -> None:
    """Write a file, and make sure that its time differs from all before."""
    path.write_text(text, encoding="utf-8")
    stamp = time.time_ns() + next(_later)
    os.utime(path, ns=(stamp, stamp))


_later = iter(range(10**9, 10**12, 10**9))


def answer(watch: KnowledgeWatch) -> str:
    return watch.desk().kb.general["viec-1"].answer


async def told(database: Database) -> list[str]:
    async with database.read() as session:
        parcels = await session.scalars(select(OutboxRow.parcel).order_by(OutboxRow.id))
        return [parcel["text"] for parcel in parcels]


async def test_a_good_change_serves(watch: KnowledgeWatch, faq: Path, database: Database) -> None:
    """Two looks after the change the new answers serve, as one whole."""
    old = watch.desk()
    write(faq, front(10, "mới"))
    await watch.look()
    assert watch.desk() is old
    await watch.look()
    assert answer(watch) == "Trả lời mới 1"
    assert old.kb.general["viec-1"].answer == "Trả lời cũ 1"
    assert await told(database) == []


@pytest.mark.parametrize("broken", ["", "ward: [", "ward:\n  name: x\nlạ: 1\n", "\x00", "- 1"])
async def test_a_broken_file_is_told_once(watch: KnowledgeWatch, faq: Path, database: Database, broken: str) -> None:
    """The old answers go on, staff are told once with file and line, and the mended file serves."""
    write(faq, broken)
    for _ in range(5):
        await watch.look()
    assert answer(watch) == "Trả lời cũ 1"
    (notice,) = await told(database)
    assert "faq.yaml:" in notice
    assert not watch.healthy
    write(faq, front(10, "mới"))
    for _ in range(2):
        await watch.look()
    assert answer(watch) == "Trả lời mới 1"
    assert watch.healthy


async def test_the_same_mistake_made_again_is_news(watch: KnowledgeWatch, faq: Path, database: Database) -> None:
    """Once mended, the same fault is told again; untouched or merely touched it is not."""
    for text in ("ward: [", "ward: [", front(10, "mới"), "ward: ["):
        write(faq, text)
        for _ in range(3):
            await watch.look()
    assert len(await told(database)) == 2


async def test_a_deleted_file_leaves_the_old_one_serving(watch: KnowledgeWatch, faq: Path, database: Database) -> None:
    """Deleting faq.yaml costs no answer."""
    os.unlink(faq)
    for _ in range(3):
        await watch.look()
    assert answer(watch) == "Trả lời cũ 1"
    assert len(await told(database)) == 1


async def test_a_file_in_the_making_is_waited_for(watch: KnowledgeWatch, faq: Path, database: Database) -> None:
    """A file that is still being written is not judged before it rests."""
    whole = front(10, "mới")
    for end in range(0, len(whole), 100):
        write(faq, whole[:end])
        await watch.look()
        assert answer(watch) == "Trả lời cũ 1"
    write(faq, whole)
    await watch.look()
    await watch.look()
    assert answer(watch) == "Trả lời mới 1"
    assert await told(database) == []


async def test_losing_half_of_the_entries_needs_consent(watch: KnowledgeWatch, faq: Path, database: Database) -> None:
    """A file with less than half of the entries is taken for a mistake; the setting allows it."""
    write(faq, front(4, "mới"))
    for _ in range(3):
        await watch.look()
    assert answer(watch) == "Trả lời cũ 1"
    (notice,) = await told(database)
    assert "4/10" in notice
    assert "HOIDAP_FAQ_ACCEPT_LOSS" in notice
    write(faq, front(5, "mới"))
    for _ in range(3):
        await watch.look()
    assert answer(watch) == "Trả lời mới 1"


async def test_an_included_file_is_followed(watch: KnowledgeWatch, faq: Path) -> None:
    """A change in an included file serves like one in faq.yaml."""
    part = faq.parent / "part.yaml"
    part.write_text("general:\n" + ENTRY.format(number=99, word="cũ"), encoding="utf-8")
    write(faq, front(10, "mới") + "include:\n- part.yaml\n")
    for _ in range(3):
        await watch.look()
    assert watch.desk().kb.general["viec-99"].answer == "Trả lời cũ 99"
    write(part, "general:\n" + ENTRY.format(number=99, word="mới"))
    for _ in range(3):
        await watch.look()
    assert watch.desk().kb.general["viec-99"].answer == "Trả lời mới 99"


async def test_the_wards_lexicon_is_followed(watch: KnowledgeWatch, faq: Path, database: Database) -> None:
    """A ward lays its own beside faq.yaml, edits it, breaks it: read, read again, and the one before goes on."""
    lexicon = faq.parent / LEXICON
    lexicon.parent.mkdir()
    for word in ("xyz", "zyx"):
        write(lexicon, SHIPPED.read_text("utf-8").replace("short_forms:\n", f"short_forms:\n  {word}: việc\n"))
        for _ in range(2):
            await watch.look()
        read = watch.desk().matcher.explain(f"{word} số 1").message
        assert str(read).startswith("viêc5")
    write(lexicon, "short_forms:\n\tzyx: việc\n")
    for _ in range(2):
        await watch.look()
    assert watch.desk().kb.lexicon.knows("zyx")
    (notice,) = await told(database)
    assert f"{LEXICON}:2" in notice


async def test_a_bad_file_at_the_start_stops_the_start(faq: Path, database: Database, clock: FakeClock) -> None:
    """There is no old one to serve: every error is listed instead."""
    write(faq, "ward: [")
    with pytest.raises(FaqError, match=r"faq\.yaml:"):
        KnowledgeWatch(faq, database, clock, Metrics(), keep_days=90, accept_loss=False).open()
