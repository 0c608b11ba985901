"""The way out to the Official Account: what people see, and what each refusal of Zalo's means."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.channels import zalo_files
from bot.channels.base import Delivered, Parcel, PossiblySent, Receipt, Rejected, RetryAt, Undeliverable
from bot.channels.split import utf16_length
from bot.channels.wording import NOT_CARRIED
from bot.channels.zalo_oa import ZaloOaChannel
from bot.db.engine import Database
from handlers.messages import Choice, Link, Media
from tests.fakes.clock import FakeClock
from tests.fakes.zalo_oa import FakeZaloOa, Fault
from tests.integration.zalo_oa_channel import HUNG, LAN, ROOM, sending

JPEG = b"\xff\xd8\xff\xe0" + b"x" * 1000
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 1000


@pytest.fixture
async def fake(clock: FakeClock) -> AsyncIterator[FakeZaloOa]:
    """A platform in which Lan has just written, with a group of officers."""
    async with FakeZaloOa(clock) as platform:
        platform.people.add_user(LAN, "Lan").wrote_at = clock.now()
        platform.people.add_group(ROOM, "Cán bộ", HUNG)
        yield platform


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[Database]:
    """Nothing here depends on the kind of database."""
    opened = Database(sqlite_url)
    yield opened
    await opened.close()


@pytest.fixture
async def channel(fake: FakeZaloOa, database: Database, clock: FakeClock) -> AsyncIterator[ZaloOaChannel]:
    async with sending(fake, database, clock) as opened:
        yield opened


def menu(number: int) -> Parcel:
    """A numbered menu as every reply with choices is."""
    choices = tuple(Choice(f"p:viec-{n}", f"Việc số {n}") for n in range(1, number + 1))
    lines = "\n".join(f"{n}. {choice.label}" for n, choice in enumerate(choices, start=1))
    return Parcel("text", LAN, f"Anh/chị chọn:\n{lines}", choices)


async def test_words_and_links_arrive(fake: FakeZaloOa, channel: ZaloOaChannel) -> None:
    """The receipt names the message; a link stands below with its address."""
    parcel = Parcel("text", LAN, "Lệ phí 8.000 đồng", links=(Link("Nộp trực tuyến", "https://dichvucong.gov.vn"),))
    receipt = await channel.send(parcel)
    (sent,) = fake.sent(LAN)
    assert sent.text == "Lệ phí 8.000 đồng\n\nNộp trực tuyến: https://dichvucong.gov.vn"
    assert receipt == Delivered(sent.id, (sent.id,))


async def test_a_few_choices_are_buttons_under_the_numbered_menu(fake: FakeZaloOa, channel: ZaloOaChannel) -> None:
    """Five at most, hidden payloads; the numbers are in the words for whom taps do not work."""
    await channel.send(menu(5))
    (sent,) = fake.sent(LAN)
    assert "5. Việc số 5" in sent.text
    assert [button["title"] for button in sent.buttons] == [f"Việc số {n}" for n in range(1, 6)]
    assert {button["type"] for button in sent.buttons} == {"oa.query.hide"}


async def test_more_choices_are_a_list_after_the_menu(fake: FakeZaloOa, channel: ZaloOaChannel) -> None:
    """All of them can be tapped; the receipt stands although the list is only a help."""
    receipt = await channel.send(menu(8))
    words, shown = fake.sent(LAN)
    assert words.buttons == []
    assert {button["payload"] for button in shown.buttons} == {f"hoidap:p:viec-{n}" for n in range(1, 9)}
    assert shown.message["attachment"]["payload"]["template_type"] == "list"
    assert isinstance(receipt, Delivered)


@pytest.mark.parametrize("code", [-201, -233, -210, -32])
async def test_a_refused_list_costs_nothing(fake: FakeZaloOa, channel: ZaloOaChannel, code: int) -> None:
    """How much a list may hold is not sure: the numbered menu has arrived and is not sent twice."""
    fake.faults.add(Fault("error", "/message/cs", code=code, skip=1))
    assert isinstance(await channel.send(menu(8)), Delivered)
    assert len(fake.sent(LAN)) == 1


async def test_a_very_long_menu_is_words_alone(fake: FakeZaloOa, channel: ZaloOaChannel) -> None:
    """Eleven choices fit no list."""
    await channel.send(menu(11))
    assert [sent.buttons for sent in fake.sent(LAN)] == [[]]


async def test_long_words_are_split_and_the_last_part_has_the_buttons(fake: FakeZaloOa, channel: ZaloOaChannel) -> None:
    """No part is over 2,000 units, nothing is lost, order is kept."""
    paragraphs = [f"Đoạn {number}: " + "giấy khai sinh 👶🏽 " * 20 for number in range(20)]
    parcel = Parcel("text", LAN, "\n\n".join(paragraphs), (Choice("n:0", "Việc khác"),))
    receipt = await channel.send(parcel)
    parts = fake.sent(LAN)
    assert isinstance(receipt, Delivered)
    assert receipt.message_ids == tuple(part.id for part in parts)
    assert max(utf16_length(part.text) for part in parts) <= 2000
    assert "".join("".join(part.text for part in parts).split()) == "".join(parcel.text.split())
    assert [bool(part.buttons) for part in parts] == [False] * (len(parts) - 1) + [True]


async def test_a_group_gets_words_without_buttons(fake: FakeZaloOa, channel: ZaloOaChannel) -> None:
    """GMF groups refuse templates; the card arrives all the same."""
    parcel = Parcel("text", ROOM, "Phiếu #K7Q2", (Choice("t:K7Q2:claim", "Nhận"),), group=True)
    assert isinstance(await channel.send(parcel), Delivered)
    assert fake.texts(ROOM) == ["Phiếu #K7Q2"]


@pytest.mark.parametrize(
    ("content", "name", "shown"),
    [(JPEG, "anh.jpg", "media"), (PNG, "anh.png", "media"), (b"GIF89a" + b"x" * 99, "a.gif", "media")],
)
async def test_photos_of_other_channels_are_uploaded(
    fake: FakeZaloOa, channel: ZaloOaChannel, content: bytes, name: str, shown: str
) -> None:
    """The bytes arrive under the caption."""
    parcel = Parcel("media", LAN, "Mẫu đơn", media=Media("photo", "r", name), origin="telegram", content=content)
    assert isinstance(await channel.send(parcel), Delivered)
    (sent,) = fake.sent(LAN)
    payload = sent.message["attachment"]["payload"]
    assert (sent.text, payload["template_type"]) == ("Mẫu đơn", shown)
    assert fake.world.uploads[payload["elements"][0]["attachment_id"]] == content


async def test_documents_are_uploaded_after_their_words(fake: FakeZaloOa, channel: ZaloOaChannel) -> None:
    """A PDF has no caption: the words come first."""
    media = Media("file", "r", "don.pdf", "application/pdf")
    parcel = Parcel("media", LAN, "Mẫu đơn", media=media, origin="web", content=b"%PDF-1.7" + b"x" * 99)
    await channel.send(parcel)
    words, file = fake.sent(LAN)
    assert words.text == "Mẫu đơn"
    assert file.message["attachment"]["payload"]["token"] in fake.world.uploads


@pytest.mark.parametrize(
    ("media", "content"),
    [
        (Media("photo", "r"), JPEG + b"x" * (1 << 20)),
        (Media("photo", "r"), b"RIFF0000WEBPxxxx"),
        (Media("voice", "r"), b"OggS" + b"x" * 99),
        (Media("photo", "r"), None),
    ],
    ids=["too large", "webp", "voice", "gone"],
)
async def test_what_zalo_does_not_take_is_told_in_words(
    fake: FakeZaloOa, channel: ZaloOaChannel, media: Media, content: bytes | None
) -> None:
    """Never silence: the person learns that something was attached."""
    parcel = Parcel("media", LAN, "Xem ảnh", media=media, origin="telegram", content=content)
    assert isinstance(await channel.send(parcel), Delivered)
    assert fake.texts(LAN) == [f"Xem ảnh\n\n{NOT_CARRIED}"]


async def test_a_place_is_told_in_words(fake: FakeZaloOa, channel: ZaloOaChannel) -> None:
    """Its degrees can be tapped or copied."""
    await channel.send(Parcel("media", LAN, media=Media("location", latitude=20.83, longitude=106.64), origin="web"))
    assert fake.texts(LAN) == ["Vị trí: 20.83, 106.64"]


async def test_a_refused_upload_leaves_the_words(fake: FakeZaloOa, channel: ZaloOaChannel) -> None:
    """The file is dropped, the words and the notice arrive."""
    fake.faults.add(Fault("error", "/upload", code=-201))
    parcel = Parcel("media", LAN, "Xem ảnh", media=Media("photo", "r"), origin="web", content=JPEG)
    assert isinstance(await channel.send(parcel), Delivered)
    assert fake.texts(LAN) == [f"Xem ảnh\n\n{NOT_CARRIED}"]


async def test_an_own_photo_goes_by_its_address(fake: FakeZaloOa, channel: ZaloOaChannel) -> None:
    """What a resident sent reaches the account's own group without an upload."""
    address = fake.file("a.jpg", JPEG)
    parcel = Parcel("media", ROOM, media=Media("photo", address), origin="zalo_oa", group=True)
    await channel.send(parcel)
    (sent,) = fake.sent(ROOM)
    assert sent.message["attachment"]["payload"]["elements"][0]["url"] == address


REFUSALS: list[tuple[int, type[Receipt], dict[str, Any]]] = [
    (-32, RetryAt, {"whole_account": True, "alert": ""}),
    (-200, RetryAt, {"whole_account": False, "seconds": None}),
    (-211, RetryAt, {"whole_account": False}),
    (-321, RetryAt, {"whole_account": False}),
    (-221, RetryAt, {"whole_account": True}),
    (-224, RetryAt, {"whole_account": True}),
    (-240, Rejected, {}),
    (-201, Rejected, {}),
    (-210, Rejected, {}),
    (-99999, Rejected, {}),
    *((code, Undeliverable, {"until_written": True}) for code in (-213, -217, -218, -227, -230, -232, -244)),
]


@pytest.mark.parametrize(("code", "kind", "fields"), REFUSALS, ids=[str(one[0]) for one in REFUSALS])
async def test_what_each_number_means(
    fake: FakeZaloOa, channel: ZaloOaChannel, code: int, kind: type[Receipt], fields: dict[str, Any]
) -> None:
    """Later, never, when they write, or when somebody acts."""
    fake.faults.add(Fault("error", code=code))
    receipt = await channel.send(Parcel("text", LAN, "chào"))
    assert type(receipt) is kind
    assert {name: getattr(receipt, name) for name in fields} == fields


@pytest.mark.parametrize("code", [-211, -320, -204, -221, -224])
async def test_what_a_person_must_mend_is_told_to_officers(fake: FakeZaloOa, channel: ZaloOaChannel, code: int) -> None:
    """With the number, by which the administrator finds it."""
    fake.faults.add(Fault("error", code=code))
    receipt = await channel.send(Parcel("text", LAN, "chào"))
    assert isinstance(receipt, RetryAt)
    assert str(code) in receipt.alert


async def test_a_message_that_always_fails_does_not_hold_back_the_rest(
    fake: FakeZaloOa, channel: ZaloOaChannel
) -> None:
    """-200 is tried again a few times, then given up."""
    fake.faults.add(Fault("error", code=-200, times=100))
    receipts = [await channel.send(Parcel("text", LAN, "chào")) for _ in range(5)]
    assert [type(one) for one in receipts] == [RetryAt] * 4 + [Rejected]


@pytest.mark.parametrize(
    ("hours", "kind", "paid"), [(47, Delivered, "free"), (49, Delivered, "charged"), (7 * 24 + 1, Undeliverable, "")]
)
async def test_the_windows_of_the_platform(
    fake: FakeZaloOa, channel: ZaloOaChannel, hours: float, kind: type[Receipt], paid: str
) -> None:
    """Free for 48 hours, charged for seven days, then nothing."""
    fake.people.age(LAN, hours)
    assert type(await channel.send(Parcel("text", LAN, "chào"))) is kind
    assert [sent.paid for sent in fake.sent(LAN)] == [paid] * (kind is Delivered)


@pytest.mark.parametrize("fault", [Fault("lose_reply"), Fault("html", status=502), Fault("slow", seconds=3)])
async def test_a_lost_answer_is_possibly_sent(fake: FakeZaloOa, channel: ZaloOaChannel, fault: Fault) -> None:
    """It is not sent again by itself."""
    fake.faults.add(fault)
    assert isinstance(await channel.send(Parcel("text", LAN, "chào")), PossiblySent)
    assert len(fake.sent(LAN)) == (fault.kind == "lose_reply")


async def test_a_lost_answer_amid_a_long_text_loses_no_part(fake: FakeZaloOa, channel: ZaloOaChannel) -> None:
    """The parts after it still leave, each once."""
    fake.faults.add(Fault("lose_reply"))
    receipt = await channel.send(Parcel("text", LAN, "từ " * 1500))
    assert receipt == PossiblySent("ServerDisconnectedError", parts=3)
    assert len(fake.sent(LAN)) == 3


async def test_a_card_whose_answer_was_lost_is_posted_again(fake: FakeZaloOa, channel: ZaloOaChannel) -> None:
    """Officers had rather read a card twice than never."""
    fake.faults.add(Fault("lose_reply"))
    assert isinstance(await channel.send(Parcel("text", ROOM, "Phiếu", group=True)), RetryAt)


@pytest.mark.parametrize("status", [503, 429, 403])
async def test_what_never_reached_zalo_is_sent_again(fake: FakeZaloOa, channel: ZaloOaChannel, status: int) -> None:
    """A proxy's refusal is no doubt."""
    fake.faults.add(Fault("html", status=status))
    assert isinstance(await channel.send(Parcel("text", LAN, "chào")), RetryAt)
    assert isinstance(await channel.send(Parcel("text", LAN, "chào")), Delivered)
    assert len(fake.sent(LAN)) == 1


async def test_a_platform_that_is_not_there_is_waited_for(
    fake: FakeZaloOa, database: Database, clock: FakeClock
) -> None:
    """Nobody listens: nothing was sent, and that is sure."""
    async with sending(fake, database, clock) as channel:
        await fake.__aexit__(None, None, None)
        assert isinstance(await channel.send(Parcel("text", LAN, "chào")), RetryAt)


async def test_a_parcel_goes_on_where_it_stopped(fake: FakeZaloOa, channel: ZaloOaChannel) -> None:
    """The second part is refused for now: the next attempt does not repeat the first."""
    fake.faults.add(Fault("error", code=-32, skip=1))
    parcel = Parcel("text", LAN, "từ " * 1000)
    assert isinstance(await channel.send(parcel), RetryAt)
    assert isinstance(await channel.send(parcel), Delivered)
    assert len(fake.sent(LAN)) == 2


@pytest.mark.parametrize("kind", ["topic", "close_topic", "ack"])
async def test_what_zalo_has_no_notion_of_is_refused(channel: ZaloOaChannel, kind: Any) -> None:
    """No topics, no toasts: the relay is told, and goes on."""
    assert isinstance(await channel.send(Parcel(kind, LAN, "x")), Rejected)


async def test_logs_name_nobody(fake: FakeZaloOa, channel: ZaloOaChannel, caplog: pytest.LogCaptureFixture) -> None:
    """Neither words, nor people, nor tokens stand in a record of ours."""
    caplog.set_level(logging.DEBUG)
    for fault in (Fault("error", code=-201), Fault("error", code=-230), Fault("lose_reply")):
        fake.faults.add(fault)
        await channel.send(Parcel("text", LAN, "số căn cước 031099000001"))
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("bot.")]
    assert len(ours) == 3
    assert fake.oauth.pair is not None
    secret = ("031099000001", LAN, fake.oauth.pair.access, fake.oauth.pair.refresh)
    assert not [one for one in secret if one in "\n".join(ours)]


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/a.jpg",
        "http://photo.zdn.vn/a.jpg",
        "https://zdn.vn.evil.example/a.jpg",
        "https://zdn.vn@evil.example/a.jpg",
        "https://photo.zdn.vn:8443/a.jpg",
        "http://169.254.169.254/latest/meta-data",
        "http://localhost:1/a.jpg",
        "file:///etc/passwd",
        "khong phai dia chi",
    ],
)
async def test_files_are_fetched_from_zalo_alone(
    fake: FakeZaloOa, channel: ZaloOaChannel, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """What stands in a message never sends the bot to another machine."""

    async def download(*_: object) -> bytes:
        return JPEG

    monkeypatch.setattr(zalo_files, "download", download)
    assert await channel.fetch("https://photo-stal-1.zdn.vn/a.jpg", limit=1 << 20) == JPEG
    assert await channel.fetch(address, limit=1 << 20) is None


async def test_a_file_is_fetched_up_to_its_limit(fake: FakeZaloOa, channel: ZaloOaChannel) -> None:
    """One byte more, and it is left alone."""
    address = fake.file("a.jpg", JPEG)
    assert await channel.fetch(address, limit=len(JPEG)) == JPEG
    assert await channel.fetch(address, limit=len(JPEG) - 1) is None
