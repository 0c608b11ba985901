"""The pages /p and /p/<id>: what they say without a script, to machines, to caches, and who links to them."""

from __future__ import annotations

import re
import struct
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.channels.web.welcome import common, fields
from bot.db.engine import Database
from handlers import Desk
from tests.e2e.living_ward import LivingWard, living
from tests.fakes.clock import FakeClock
from tests.fakes.ward import shipped_desk
from tests.integration.web_visitor import Visitor, visiting

PUBLIC = "http://hoi.example.vn"


class Shelf:
    """A knowledge base that a test may change."""

    def __init__(self) -> None:
        self.desk = shipped_desk()

    def __call__(self) -> Desk:
        return self.desk

    def change(self, procedure_id: str, **parts: object) -> None:
        """Other words in one record, and so another version of the whole."""
        kb = self.desk.kb
        record = replace(kb.procedures[procedure_id], **parts)  # type: ignore[arg-type]  # any part
        version = f"{kb.version}+"
        self.desk = replace(
            self.desk, kb=replace(kb, version=version, procedures={**kb.procedures, procedure_id: record})
        )


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
async def ward(database: Database, tmp_path: Path, shelf: Shelf, clock: FakeClock) -> AsyncIterator[LivingWard]:
    async with living(LivingWard(database, tmp_path, desk=shelf, clock=clock, public_url=PUBLIC)) as alive:
        yield alive


@pytest.fixture
async def visitor(ward: LivingWard) -> AsyncIterator[Visitor]:
    async with visiting(ward.web.url) as one:
        yield one


async def _text(visitor: Visitor, path: str) -> str:
    return await (await visitor.get(path)).text()


async def test_the_page_says_everything_without_a_script(visitor: Visitor) -> None:
    """Papers with boxes to tick, what not to bring by which rule, fee, time, place, steps, law and source."""
    page = await _text(visitor, "/p/khai-sinh")
    for words in ("Đăng ký khai sinh", "Giấy chứng sinh", "KHÔNG cần mang", "18/2026/NĐ-CP", "8.000 đồng", "15 giờ"):
        assert words in page
    for words in ("Các bước", "<details><summary>Căn cứ pháp luật", "1.001193", "Trẻ bị bỏ rơi"):
        assert words in page
    assert page.count('type="checkbox"') == len(shipped_desk().kb.procedures["khai-sinh"].documents)


async def test_the_address_and_the_preview_are_the_public_ones(visitor: Visitor) -> None:
    """Canonical link and share preview name the ward's own address, whatever name the page was asked by."""
    page = await _text(visitor, "/p/khai-sinh?c=la.gi&x=1")
    assert f'<link rel="canonical" href="{PUBLIC}/p/khai-sinh">' in page
    assert f'<meta property="og:url" content="{PUBLIC}/p/khai-sinh">' in page
    image = re.search(r'og:image" content="([^"]+)"', page)
    assert image
    async with visitor.session.get(visitor.site + image[1].removeprefix(PUBLIC)) as answer:
        picture = await answer.read()
    assert struct.unpack(">II", picture[16:24]) == (1200, 630)
    assert len(picture) < 100_000


async def test_every_page_describes_itself(visitor: Visitor) -> None:
    """No two pages are the same to a search engine, and none is long."""
    pages = [await _text(visitor, f"/p/{one}") for one in ("khai-sinh", "khai-tu", "chung-thuc-ban-sao")]
    told = [
        re.findall(r'<meta name="description" content="([^"]+)"', page) for page in [*pages, await _text(visitor, "/p")]
    ]
    assert all(len(one) == 1 and 40 < len(one[0]) < 260 for one in told)
    assert len({one[0] for one in told}) == len(told)
    assert "Giấy chứng sinh" in told[0][0]


async def test_a_form_is_linked(visitor: Visitor, shelf: Shelf) -> None:
    """To the form itself, else to the page that holds it; without either it is to be had at the counter."""
    record = shelf.desk.kb.procedures["khai-sinh"]
    page = await _text(visitor, "/p/khai-sinh")
    assert f'<a href="{record.portal_page}" rel="noopener noreferrer">Tờ khai theo mẫu hộ tịch</a>' in page
    assert "(tải ở trang thủ tục)" in page
    address = "https://dichvucong.gov.vn/mau/khai-sinh.docx"
    shelf.change("khai-sinh", documents=(replace(record.documents[0], form_url=address), *record.documents[1:]))
    assert f'href="{address}"' in await _text(visitor, "/p/khai-sinh")
    shelf.change("khai-sinh", documents=record.documents, source=())
    assert "(xin tại quầy)" in await _text(visitor, "/p/khai-sinh")


async def test_one_s_own_case_is_shown_and_kept_in_the_code(visitor: Visitor) -> None:
    """The link of a case leaves out what that case does not need; nonsense in it is passed over."""
    own = await _text(visitor, "/p/khai-sinh?c=tre.bo-roi,nonsense,x.y")
    assert "Trường hợp của anh/chị: Trẻ bị bỏ rơi" in own
    assert 'data-paper="Giấy chứng sinh"' not in own
    assert 'data-paper="Biên bản về việc trẻ bị bỏ rơi"' in own
    codes = {re.findall(r'<path d="[^"]+"', text)[0] for text in (own, await _text(visitor, "/p/khai-sinh"))}
    assert len(codes) == 2


async def test_words_of_the_record_are_words_on_the_page(visitor: Visitor, shelf: Shelf) -> None:
    """Markup in the facts stays text."""
    shelf.change("khai-sinh", short="<script>alert(1)</script>", notes=("<img src=x>",))
    page = await _text(visitor, "/p/khai-sinh")
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;img src=x&gt;" in page


async def test_an_unchanged_page_is_not_sent_twice(visitor: Visitor, shelf: Shelf, clock: FakeClock) -> None:
    """The same tag gives 304 with the policy; changed facts or another day give the page anew."""
    first = await visitor.get("/p/khai-sinh")
    known = {"If-None-Match": first.headers["ETag"]}
    again = await visitor.get("/p/khai-sinh", headers=known)
    assert (again.status, await again.text()) == (304, "")
    assert "Content-Security-Policy" in again.headers
    since = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert (await visitor.get("/p/khai-sinh", headers=since)).status == 304
    clock.advance(60)
    shelf.change("khai-sinh", time_limit="3 ngày")
    assert (await visitor.get("/p/khai-sinh", headers=known)).status == 200
    assert (await visitor.get("/p/khai-sinh", headers=since)).status == 200
    changed = await visitor.get("/p/khai-sinh")
    clock.advance(86400)
    since = {"If-Modified-Since": changed.headers["Last-Modified"]}
    assert (await visitor.get("/p/khai-sinh", headers=since)).status == 200


async def test_what_is_gone_is_said_plainly(visitor: Visitor) -> None:
    """A repealed procedure leads to the one instead, an unknown one to the catalogue."""
    page = await _text(visitor, "/p/khai-nhan-di-san")
    assert "đã bãi bỏ" in page
    assert 'href="/p/phan-chia-di-san"' in page
    assert "checkbox" not in page
    unknown = await visitor.get("/p/khong-co-that")
    assert unknown.status == 404
    assert 'href="/p"' in await unknown.text()


async def test_the_catalogue_finds_as_the_bot_does(visitor: Visitor) -> None:
    """Every current procedure by field; words without marks find the right one, nonsense a way on."""
    page = await _text(visitor, "/p")
    current = [one for one in shipped_desk().kb.procedures.values() if one.status == "current"]
    assert all(f'href="/p/{one.id}"' in page for one in current)
    found = (await _text(visitor, "/p?q=vo+moi+sinh+lam+giay+cho+con")).split('id="found"')[1].split("</section>")[0]
    assert found.index('href="/p/khai-sinh"') < 200
    nothing = (await _text(visitor, "/p?q=<b>qwrtp</b>")).split('id="found"')[1].split("</section>")[0]
    assert "Chưa thấy" in nothing
    assert "<b>" not in nothing
    for words in ("o+nhiem", "karaoke"):
        assert "Chưa thấy" in await _text(visitor, f"/p?q={words}"), "a guess in the dark is worse than none"


def test_one_begins_with_what_is_asked_most() -> None:
    """The start offers one procedure of each of the fields asked most, and these fields first, as the bot does."""
    desk, today = shipped_desk(), date(2026, 11, 23)
    begun = [desk.kb.procedures[one.id.removeprefix("p:")] for one in common(desk, today)]
    assert "khai-sinh" in [one.id for one in begun]
    assert {one.popularity for one in begun} == {5}
    assert [one.field for one in begun] == [one.label for one in fields(desk, today)][: len(begun)]


async def test_the_bot_links_to_the_page_of_its_answer(visitor: Visitor) -> None:
    """On the web the link stays on the site, though the ward has a public address."""
    await visitor.arrive()
    button = next(one for one in common(shipped_desk(), date(2026, 11, 23)))
    await visitor.say(choice=button.id)
    said = await visitor.heard("Nguồn:")
    assert said["links"][0] == {"title": "Danh mục để đánh dấu, in ra", "url": f"/p/{button.id.removeprefix('p:')}"}
