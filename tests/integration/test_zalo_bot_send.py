"""What is sent to Zalo, and what each end of a send means."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import aiohttp
import pytest

from bot.channels.base import Delivered, Parcel, PossiblySent, Rejected, RetryAt, Undeliverable
from bot.channels.split import utf16_length
from bot.channels.wording import NOT_CARRIED
from handlers.messages import Choice, Link, Media
from tests.fakes.telegram import Toxic
from tests.fakes.zalo_bot import FakeZaloBot
from tests.integration.zalo_bot_channel import mounted, sending

JPEG = b"\xff\xd8\xff" + b"x" * 1000
LONG = "\n\n".join(f"Đoạn {number}: " + "giấy tờ 😀 " * 40 for number in range(15))


@pytest.fixture
async def fake() -> AsyncIterator[FakeZaloBot]:
    async with FakeZaloBot() as platform:
        yield platform


@pytest.fixture
def lan(fake: FakeZaloBot) -> str:
    """A resident who has written."""
    user = fake.people.add_user("Lan")
    fake.people.say(user, "alo")
    return user


async def test_a_text_arrives_plain_with_its_links(fake: FakeZaloBot, lan: str) -> None:
    """No markup is asked for, choices are the numbers in the text, and the receipt names the message."""
    parcel = Parcel("text", lan, "*Giá* {red}1_000{/red}", (Choice("p:x", "x"),), (Link("Nguồn", "https://x.vn"),))
    async with sending(fake) as channel:
        receipt = await channel.send(parcel)
    [sent] = fake.world.sent
    assert receipt == Delivered(sent.message_id, (sent.message_id,))
    assert sent.text == "*Giá* {red}1_000{/red}\n\nNguồn: https://x.vn"
    [call] = fake.history.find("sendMessage")
    assert set(call.params) == {"chat_id", "text"}


async def test_a_long_text_is_cut_at_paragraphs(fake: FakeZaloBot, lan: str) -> None:
    """Each part within 2,000 units, nothing lost, counted as so many messages; between them the bot is seen typing."""
    async with sending(fake) as channel:
        receipt = await channel.send(Parcel("text", lan, LONG))
    parts = fake.world.texts(lan)
    assert len(parts) > 2
    assert max(map(utf16_length, parts)) <= 2000
    assert "".join("".join(parts).split()) == "".join(LONG.split())
    assert all(part.startswith("Đoạn") for part in parts)
    assert isinstance(receipt, Delivered)
    assert (receipt.parts, len(receipt.message_ids)) == (len(parts), len(parts))
    assert len(fake.history.find("sendChatAction")) == len(parts) - 1


@pytest.mark.parametrize("kind", ["lose_reply", "truncate", "hang"])
async def test_a_lost_reply_is_not_repeated(fake: FakeZaloBot, lan: str, kind: str) -> None:
    """Whether Zalo has it or not: once tried, marked as possibly sent, never sent a second time."""
    fake.toxics.add(Toxic(kind, method="sendMessage", times=1))  # type: ignore[arg-type]  # parametrised
    async with sending(fake, send_seconds=0.3) as channel:
        receipt = await channel.send(Parcel("text", lan, "xin chào"))
        fake.toxics.clear()
    assert isinstance(receipt, PossiblySent)
    assert len(fake.history.find("sendMessage")) == 1


async def test_the_other_parts_follow_a_part_that_is_in_doubt(fake: FakeZaloBot, lan: str) -> None:
    """The reader gets all of it, each part once; the whole is possibly sent."""
    fake.toxics.add(Toxic("lose_reply", method="sendMessage", times=1))
    async with sending(fake) as channel:
        receipt = await channel.send(Parcel("text", lan, LONG))
    parts = fake.world.texts(lan)
    assert isinstance(receipt, PossiblySent)
    assert receipt.parts == len(parts) == len(set(parts))


async def test_a_parcel_goes_on_where_it_stopped(fake: FakeZaloBot, lan: str) -> None:
    """Refused halfway for a while: the second attempt sends only what is missing."""
    fake.toxics.add(Toxic("error", method="sendMessage", status=403, description="Internal", skip=1, times=1))
    async with sending(fake) as channel:
        first = await channel.send(Parcel("text", lan, LONG))
        second = await channel.send(Parcel("text", lan, LONG))
    assert isinstance(first, RetryAt)
    assert isinstance(second, Delivered)
    parts = fake.world.texts(lan)
    assert len(parts) == len(set(parts)) == second.parts


async def test_an_attempt_that_is_cut_off_is_in_doubt(fake: FakeZaloBot, lan: str) -> None:
    """The relay's own time limit ends a send: the call under way is not made again."""
    fake.toxics.add(Toxic("delay", method="sendMessage", seconds=0.3, times=1))
    parcel = Parcel("text", lan, "xin chào")
    async with sending(fake) as channel:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(channel.send(parcel), 0.1)
        assert isinstance(await channel.send(parcel), PossiblySent)
        await asyncio.sleep(0.3)
    assert fake.world.texts(lan) == ["xin chào"]


@pytest.mark.parametrize("status", ["200", "mirror"])
async def test_every_refusal_has_its_meaning(fake: FakeZaloBot, lan: str, status: str) -> None:
    """By the code in the body, whatever the HTTP status says."""
    fake.switches.status = status  # type: ignore[assignment]  # parametrised
    async with sending(fake) as channel:
        for code, words, kind in (
            (400, "chat not found", Undeliverable),
            (400, "text is wrong", Rejected),
            (401, "Unauthorized", RetryAt),
            (403, "Internal server error", RetryAt),
            (404, "Not Found", Undeliverable),
            (426, "Too many calls", RetryAt),
            (429, "Quota exceeded", RetryAt),
            (500, "Oops", RetryAt),
        ):
            fake.toxics.add(Toxic("error", status=code, description=words, times=1))
            assert isinstance(await channel.send(Parcel("text", lan, "a")), kind), (code, words)
    assert fake.world.sent == []


async def test_the_quota_holds_everything_back_and_is_told(fake: FakeZaloBot, lan: str) -> None:
    """A long pause for the whole account, and a sentence for officers."""
    fake.switches.quota = 1
    async with sending(fake) as channel:
        assert isinstance(await channel.send(Parcel("text", lan, "a")), Delivered)
        receipt = await channel.send(Parcel("text", lan, "b"))
    assert isinstance(receipt, RetryAt)
    assert receipt.whole_account
    assert receipt.seconds is not None
    assert receipt.seconds >= 600
    assert "hạn mức" in receipt.alert


async def test_a_server_that_is_not_there_was_not_reached(fake: FakeZaloBot, lan: str) -> None:
    """Where no connection came about nothing can have been sent: try again."""
    async with sending(fake, api_url="http://127.0.0.1:9") as channel:
        assert isinstance(await channel.send(Parcel("text", lan, "a")), RetryAt)


@pytest.mark.parametrize(("status", "doubt"), [(502, True), (504, True), (500, True), (503, False), (403, False)])
async def test_a_page_of_a_proxy_is_no_answer(fake: FakeZaloBot, lan: str, status: int, doubt: bool) -> None:
    """A gateway that gave up waiting may have passed the message on; one that never began has not."""
    fake.toxics.add(Toxic("error", status=status, html=True, times=1))
    fake.switches.status = "mirror"
    async with sending(fake) as channel:
        receipt = await channel.send(Parcel("text", lan, "a"))
    assert isinstance(receipt, PossiblySent if doubt else RetryAt)


async def test_a_photo_of_zalo_goes_by_its_address(fake: FakeZaloBot, lan: str) -> None:
    """With as many words as its caption holds, the rest behind it."""
    media = Media("photo", fake.people.put_file(JPEG))
    async with sending(fake) as channel:
        receipt = await channel.send(Parcel("media", lan, LONG, media=media, origin="zalo_bot"))
    photo, *rest = fake.world.sent
    assert photo.photo == JPEG
    assert all(one.photo is None for one in rest)
    assert "".join("".join(fake.world.texts(lan)).split()) == "".join(LONG.split())
    assert isinstance(receipt, Delivered)


async def test_a_photo_of_another_channel_is_laid_out_for_zalo(fake: FakeZaloBot, lan: str) -> None:
    """Zalo takes only addresses: it fetches the bytes from the ward's own page, where nobody else finds them."""
    async with mounted(fake) as (channel, _):
        parcel = Parcel("media", lan, "Mẫu đơn đây ạ", media=Media("photo", "t1"), origin="telegram", content=JPEG)
        assert isinstance(await channel.send(parcel), Delivered)
        [sent] = fake.world.sent
        assert (sent.photo, sent.text) == (JPEG, "Mẫu đơn đây ạ")
        [call] = fake.history.find("sendPhoto")
        address = call.params["photo"]
        assert len(address.rsplit("/", 1)[1]) >= 32
        async with aiohttp.ClientSession() as session:
            for near in (address + "x", address[:-1], address.rsplit("/", 1)[0] + "/"):
                async with session.get(near) as answer:
                    assert answer.status == 404


@pytest.mark.parametrize(
    "parcel",
    [
        Parcel("media", "", "Xem ạ", media=Media("photo", "t1"), origin="telegram", content=JPEG),
        Parcel("media", "", "Xem ạ", media=Media("photo", "t1"), origin="telegram"),
        Parcel("media", "", "Xem ạ", media=Media("file", "t1", name="don.pdf"), origin="telegram", content=b"%PDF-"),
        Parcel("media", "", "Xem ạ", media=Media("voice", "t1"), origin="telegram", content=b"x"),
    ],
    ids=["no address of ours", "gone", "file", "voice"],
)
async def test_what_cannot_be_carried_is_said(fake: FakeZaloBot, lan: str, parcel: Parcel) -> None:
    """The words arrive, and with them that there was more."""
    async with sending(fake) as channel:
        assert isinstance(await channel.send(replace(parcel, chat_id=lan)), Delivered)
    [text] = fake.world.texts(lan)
    assert text.startswith("Xem ạ")
    assert NOT_CARRIED in text


async def test_a_photo_that_zalo_cannot_fetch_becomes_words(fake: FakeZaloBot, lan: str) -> None:
    """An address that has expired does not take the answer with it."""
    media = Media("photo", f"{fake.url}/photo/gone")
    async with sending(fake) as channel:
        assert isinstance(await channel.send(Parcel("media", lan, "Xem ạ", media=media)), Delivered)
    assert fake.world.texts(lan) == [f"Xem ạ\n\n{NOT_CARRIED}"]


async def test_a_place_and_a_voice_are_told_in_words(fake: FakeZaloBot, lan: str) -> None:
    """A place by its coordinates, a voice of Zalo's own by its address."""
    async with sending(fake) as channel:
        place = Media("location", latitude=20.8, longitude=106.6)
        await channel.send(Parcel("media", lan, media=place, origin="telegram"))
        await channel.send(Parcel("media", lan, media=Media("voice", "https://v.zdn.vn/a.aac"), origin="zalo_bot"))
    assert fake.world.texts(lan) == ["Vị trí: 20.8, 106.6", "Tin thoại: https://v.zdn.vn/a.aac"]


@pytest.mark.parametrize("kind", ["edit", "topic", "close_topic", "reopen_topic", "ack"])
async def test_what_zalo_does_not_have_costs_nothing(fake: FakeZaloBot, lan: str, kind: str) -> None:
    """No call, no count."""
    async with sending(fake) as channel:
        receipt = await channel.send(Parcel(kind, lan, "x", message_id="1", thread="1"))  # type: ignore[arg-type]
    assert receipt == Delivered(parts=0)
    assert fake.history.calls == []
