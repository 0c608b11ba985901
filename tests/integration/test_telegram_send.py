"""Parcels against the fake Telegram, and what its receipts say."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.channels.base import Delivered, MovedTo, Parcel, Rejected, RetryAt, ThreadGone, Undeliverable
from bot.channels.telegram import TelegramChannel
from handlers.messages import Choice, Media
from tests.fakes.telegram import FakeTelegram, Toxic
from tests.integration.telegram_channel import HUNG, LAN, RIGHTS, sending

TO_LAN = str(LAN)
CHOICES = (Choice("p:khai-sinh", "Khai sinh"), Choice("p:khai-tu", "Khai tử"))


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    """A Telegram in which Lan has said one thing to the bot."""
    async with FakeTelegram(speed=20) as telegram:
        telegram.people.add_user(LAN, "Lan", "Nguyễn")
        telegram.people.add_user(HUNG, "Hùng", "Trần")
        telegram.people.say(LAN, "con em mới sinh")
        yield telegram


@pytest.fixture
async def channel(fake: FakeTelegram) -> AsyncIterator[TelegramChannel]:
    """The bot's channel, sending only."""
    async with sending(fake) as open_channel:
        yield open_channel


@pytest.fixture
def forum(fake: FakeTelegram) -> int:
    """A staff group with topics, in which the bot may make them."""
    group = fake.people.add_group("Cán bộ", [HUNG], is_forum=True, bot_status="administrator", bot_rights=RIGHTS)
    return int(group["id"])


def shown(fake: FakeTelegram, chat_id: int = LAN) -> list[dict[str, Any]]:
    """What the bot has put into a chat."""
    return [message for message in fake.people.messages(chat_id) if message["from"]["is_bot"]]


async def test_an_answer_reaches_the_resident(fake: FakeTelegram, channel: TelegramChannel) -> None:
    """As a reply to the question, with its buttons; the receipt names the message."""
    receipt = await channel.send(Parcel("text", TO_LAN, "Dạ về việc gì ạ?", CHOICES, reply_to="1"))
    [message] = shown(fake)
    assert receipt == Delivered(str(message["message_id"]), (str(message["message_id"]),))
    assert message["text"] == "Dạ về việc gì ạ?"
    assert message["reply_to_message"]["message_id"] == 1
    assert [row[0]["callback_data"] for row in message["reply_markup"]["inline_keyboard"]] == [
        "p:khai-sinh",
        "p:khai-tu",
    ]


async def test_nobodys_words_are_markup(fake: FakeTelegram, channel: TelegramChannel) -> None:
    """Names and questions arrive letter for letter."""
    words = "<b>Lan</b> & *co* _x [y](http://z.vn) `"
    assert isinstance(await channel.send(Parcel("text", TO_LAN, words)), Delivered)
    assert shown(fake)[0]["text"] == words
    assert "parse_mode" not in fake.sends(LAN)[0].params


async def test_an_answer_to_a_deleted_question_still_arrives(fake: FakeTelegram, channel: TelegramChannel) -> None:
    """It only hangs on nothing."""
    fake.people.delete(1, LAN)
    assert isinstance(await channel.send(Parcel("text", TO_LAN, "Dạ", reply_to="1")), Delivered)
    assert "reply_to_message" not in shown(fake)[0]


async def test_a_long_answer_arrives_in_parts(fake: FakeTelegram, channel: TelegramChannel) -> None:
    """In order, all named by the receipt, the buttons under the last one."""
    text = "\n\n".join(f"Đoạn {number}: " + "chữ 😀 " * 150 for number in range(12))
    receipt = await channel.send(Parcel("text", TO_LAN, text, CHOICES))
    parts = shown(fake)
    assert isinstance(receipt, Delivered)
    assert receipt.message_ids == tuple(str(part["message_id"]) for part in parts)
    assert receipt.message_id == receipt.message_ids[-1]
    assert len(parts) > 2
    assert "".join("".join(part["text"].split()) for part in parts) == "".join(text.split())
    assert ["reply_markup" in part for part in parts] == [False] * (len(parts) - 1) + [True]


async def test_a_long_answer_that_stops_halfway_goes_on_where_it_stopped(
    fake: FakeTelegram, channel: TelegramChannel
) -> None:
    """At one message a second the same parcel is sent again until it is done, and no part is seen twice."""
    fake.world.limits.set(chat_per_second=1)
    parcel = Parcel("text", TO_LAN, "\n\n".join(f"Phần {number} " + "x" * 4000 for number in range(3)))
    for _ in range(2):
        assert await channel.send(parcel) == RetryAt(1.0, "too many requests")
        fake.clock.advance(1)
    receipt = await channel.send(parcel)
    assert isinstance(receipt, Delivered)
    assert [message["text"][:6] for message in shown(fake)] == ["Phần 0", "Phần 1", "Phần 2"]
    assert len(receipt.message_ids) == 3
    fake.clock.advance(1)
    assert await channel.send(parcel) == RetryAt(1.0, "too many requests")
    assert len(shown(fake)) == 4


async def test_a_card_is_edited(fake: FakeTelegram, channel: TelegramChannel) -> None:
    """Text and buttons change where they stand; to say the same again is no fault."""
    sent = await channel.send(Parcel("text", TO_LAN, "Phiếu #K7Q2", CHOICES))
    assert isinstance(sent, Delivered)
    edit = Parcel("edit", TO_LAN, "Phiếu #K7Q2 · đã nhận", message_id=sent.message_id)
    assert await channel.send(edit) == Delivered(sent.message_id)
    assert await channel.send(edit) == Delivered(sent.message_id)
    [message] = shown(fake)
    assert message["text"] == "Phiếu #K7Q2 · đã nhận"
    assert "reply_markup" not in message


async def test_an_edit_of_what_is_gone_is_refused(fake: FakeTelegram, channel: TelegramChannel) -> None:
    """So that a new card can be posted."""
    receipt = await channel.send(Parcel("edit", TO_LAN, "Phiếu", message_id="999"))
    assert receipt == Rejected("Bad Request: message to edit not found")


async def test_a_topic_lives_and_dies(fake: FakeTelegram, channel: TelegramChannel, forum: int) -> None:
    """Made, written in, closed, opened, closed twice, deleted: each receipt says what is."""
    made = await channel.send(Parcel("topic", str(forum), "#K7Q2 · khai sinh"))
    assert isinstance(made, Delivered)
    thread = made.message_id
    card = Parcel("text", str(forum), "Phiếu #K7Q2", thread=thread, group=True)
    assert isinstance(await channel.send(card), Delivered)
    assert shown(fake, forum)[-1]["message_thread_id"] == int(thread or 0)
    for kind in ("close_topic", "close_topic", "reopen_topic", "reopen_topic"):
        assert isinstance(await channel.send(Parcel(kind, str(forum), thread=thread)), Delivered)
    fake.people.delete_topic(forum, int(thread or 0))
    assert await channel.send(card) == ThreadGone()
    again = await channel.send(Parcel("topic", str(forum), "#K7Q2 · khai sinh"))
    assert isinstance(again, Delivered)
    assert again.message_id != thread


async def test_a_closed_topic_is_opened_for_what_must_be_said(
    fake: FakeTelegram, channel: TelegramChannel, forum: int
) -> None:
    """If Telegram lets nobody write there, the topic is opened first."""
    made = await channel.send(Parcel("topic", str(forum), "#K7Q2"))
    assert isinstance(made, Delivered)
    await channel.send(Parcel("close_topic", str(forum), thread=made.message_id))
    fake.toxics.add(Toxic("error", method="sendMessage", status=400, description="Bad Request: TOPIC_CLOSED", times=1))
    line = Parcel("text", str(forum), "Người dân: còn gì nữa ạ?", thread=made.message_id, group=True)
    assert isinstance(await channel.send(line), Delivered)
    assert len(fake.history.find("reopenForumTopic")) == 1


async def test_a_topic_that_stays_closed_is_built_anew(
    fake: FakeTelegram, channel: TelegramChannel, forum: int
) -> None:
    """Without the right to open it, it is as good as gone."""
    topic = fake.people.create_topic(HUNG, forum, "#K7Q2")
    fake.people.close_topic(HUNG, forum, topic)
    fake.people.set_bot_member(forum, "member")
    line = Parcel("text", str(forum), "Người dân: còn gì nữa ạ?", thread=str(topic), group=True)
    assert await channel.send(line) == ThreadGone()


async def test_topics_need_a_forum_and_the_right(fake: FakeTelegram, channel: TelegramChannel, forum: int) -> None:
    """What is missing is told in Telegram's words."""
    fake.people.set_bot_member(forum, "member")
    assert await channel.send(Parcel("topic", str(forum), "#K7Q2")) == Rejected(
        "Bad Request: not enough rights to create a topic"
    )
    plain = fake.people.add_group("Tổ một cửa", [HUNG])["id"]
    assert await channel.send(Parcel("topic", str(plain), "#K7Q2")) == Rejected("Bad Request: the chat is not a forum")
    assert await channel.room_is_forum(str(forum)) is True
    assert await channel.room_is_forum(str(plain)) is False
    assert await channel.room_is_forum("-404") is None


async def test_a_press_is_acknowledged_in_time_or_not_at_all(fake: FakeTelegram, channel: TelegramChannel) -> None:
    """A press that is too old is refused and harmless."""
    sent = await channel.send(Parcel("text", TO_LAN, "Dạ về việc gì ạ?", CHOICES))
    assert isinstance(sent, Delivered)
    press = fake.people.press(LAN, int(sent.message_id or 0), "p:khai-sinh")
    assert await channel.send(Parcel("ack", TO_LAN, "Dạ có ngay", message_id=press["id"])) == Delivered()
    assert fake.people.callback_answer(press["id"]) == {"text": "Dạ có ngay", "show_alert": False}
    late = fake.people.press(LAN, int(sent.message_id or 0), "p:khai-tu")
    fake.clock.advance(3600)
    receipt = await channel.send(Parcel("ack", TO_LAN, message_id=late["id"]))
    assert isinstance(receipt, Rejected)
    assert "query is too old" in receipt.reason


async def test_a_photo_is_copied_from_the_resident_to_the_room(
    fake: FakeTelegram, channel: TelegramChannel, forum: int
) -> None:
    """With our words under it, and no forwarder's name."""
    photo = fake.people.send_media(LAN, "photo", caption="sổ đỏ của em")
    media = Media("photo", photo["photo"][-1]["file_id"])
    source = (TO_LAN, str(photo["message_id"]))
    parcel = Parcel("media", str(forum), "Người dân: sổ đỏ của em", media=media, source=source, group=True)
    assert isinstance(await channel.send(parcel), Delivered)
    copy = shown(fake, forum)[-1]
    assert (copy["caption"], copy["photo"][-1]["file_id"]) == ("Người dân: sổ đỏ của em", media.ref)
    assert "forward_origin" not in copy


async def test_a_photo_whose_message_is_gone_goes_by_its_handle(
    fake: FakeTelegram, channel: TelegramChannel, forum: int
) -> None:
    """The resident deleted the message before the officers got it."""
    photo = fake.people.send_media(LAN, "photo")
    fake.people.delete(photo["message_id"], LAN)
    media = Media("photo", photo["photo"][-1]["file_id"])
    source = (TO_LAN, str(photo["message_id"]))
    assert isinstance(await channel.send(Parcel("media", str(forum), "", media=media, source=source)), Delivered)
    assert shown(fake, forum)[-1]["photo"][-1]["file_id"] == media.ref


async def test_an_album_arrives_piece_by_piece(fake: FakeTelegram, channel: TelegramChannel, forum: int) -> None:
    """Its pieces are told by the album's id when they come in, and none is missing where they go."""
    album = fake.people.send_album(LAN, 3, caption="giấy tờ của em")
    read = [channel.parse("1", {"update_id": 1, "message": message}) for message in album]
    assert len({getattr(event, "album", None) for event in read}) == 1
    assert getattr(read[0], "album", None)
    for event, message in zip(read, album, strict=True):
        [media] = getattr(event, "media", ())
        source = (TO_LAN, str(message["message_id"]))
        assert isinstance(await channel.send(Parcel("media", str(forum), media=media, source=source)), Delivered)
    assert len([message for message in shown(fake, forum) if "photo" in message]) == 3


@pytest.mark.parametrize("kind", ["photo", "file"])
async def test_a_file_of_another_channel_is_uploaded(fake: FakeTelegram, channel: TelegramChannel, kind: str) -> None:
    """Byte for byte, and it comes down again as it went up."""
    media = Media(kind, "sha256", name="don xin.pdf")
    parcel = Parcel("media", TO_LAN, "Mẫu đơn đây ạ", media=media, origin="web", content=b"bytes of a form")
    assert isinstance(await channel.send(parcel), Delivered)
    message = shown(fake)[-1]
    handle = (message["photo"][-1] if kind == "photo" else message["document"])["file_id"]
    assert await channel.fetch(handle, limit=1000) == b"bytes of a form"
    assert message["caption"] == "Mẫu đơn đây ạ"


async def test_what_cannot_be_fetched_is_none(fake: FakeTelegram, channel: TelegramChannel) -> None:
    """Too large, unknown, or with the server away: never an exception."""
    photo = fake.people.send_media(LAN, "document", data="eHh4eHh4eHh4eA==")
    handle = photo["document"]["file_id"]
    assert await channel.fetch(handle, limit=10) == b"xxxxxxxxxx"
    assert await channel.fetch(handle, limit=9) is None
    assert await channel.fetch("nothing", limit=10) is None
    fake.toxics.add(Toxic("reset", method="getFile"))
    assert await channel.fetch(handle, limit=10) is None


async def test_a_blocked_bot_tries_once(fake: FakeTelegram, channel: TelegramChannel) -> None:
    """The resident cannot be reached, and coming back is seen in the updates."""
    fake.people.block(LAN)
    assert await channel.send(Parcel("text", TO_LAN, "Dạ")) == Undeliverable("Forbidden: bot was blocked by the user")
    assert len(fake.history.find("sendMessage")) == 1


async def test_strangers_cannot_be_reached(channel: TelegramChannel) -> None:
    """A chat that Telegram does not know for this bot."""
    assert await channel.send(Parcel("text", "404", "Dạ")) == Undeliverable("Bad Request: chat not found")


async def test_a_group_that_moved_is_followed(fake: FakeTelegram, channel: TelegramChannel) -> None:
    """The receipt names the new id, under which the same parcel arrives."""
    old = fake.people.add_group("Tổ một cửa", [HUNG], kind="group")["id"]
    new = fake.people.upgrade(old)["id"]
    assert await channel.send(Parcel("text", str(old), "Phiếu", group=True)) == MovedTo(str(new))
    assert isinstance(await channel.send(Parcel("text", str(new), "Phiếu", group=True)), Delivered)


async def test_a_flood_is_waited_out_to_the_second(fake: FakeTelegram, channel: TelegramChannel) -> None:
    """Telegram says how long."""
    fake.toxics.add(Toxic("error", method="sendMessage", retry_after=17, times=1))
    assert await channel.send(Parcel("text", TO_LAN, "Dạ")) == RetryAt(17.0, "too many requests")


@pytest.mark.parametrize(
    "fault",
    [
        Toxic("reset"),
        Toxic("lose_reply"),
        Toxic("truncate"),
        Toxic("error", status=500),
        Toxic("error", status=502, html=True),
        Toxic("hang"),
    ],
    ids=lambda fault: f"{fault.kind}-{fault.status}",
)
async def test_every_fault_of_the_wire_is_tried_again(fake: FakeTelegram, fault: Toxic) -> None:
    """Never an exception, and never longer than the time-out."""
    fake.toxics.add(fault)
    async with sending(fake, send_seconds=0.3) as channel:
        receipt = await channel.send(Parcel("text", TO_LAN, "Dạ"))
    assert isinstance(receipt, RetryAt)
    assert (receipt.seconds, receipt.whole_account) == (None, False)


async def test_a_message_that_is_not_understood_on_its_way_back_was_sent(
    fake: FakeTelegram, channel: TelegramChannel
) -> None:
    """Telegram said ok: a field that the library cannot read must not send the message again."""
    await channel.send(Parcel("text", TO_LAN, "Dạ"))
    fake.world.bot.first_name = {"new": "shape"}
    receipt = await channel.send(Parcel("text", TO_LAN, "Dạ, lần hai"))
    assert isinstance(receipt, Delivered)
    assert receipt.message_id == str(fake.people.messages(LAN)[-1]["message_id"])


async def test_a_refused_token_rests_the_account(fake: FakeTelegram, channel: TelegramChannel) -> None:
    """Every lane waits, since none would fare better."""
    fake.toxics.add(Toxic("error", status=401, description="Unauthorized"))
    receipt = await channel.send(Parcel("text", TO_LAN, "Dạ"))
    assert isinstance(receipt, RetryAt)
    assert receipt.whole_account


async def test_the_log_names_no_person_and_no_words(
    fake: FakeTelegram, channel: TelegramChannel, caplog: pytest.LogCaptureFixture
) -> None:
    """Of what failed only the kind and Telegram's reason are told."""
    caplog.set_level(logging.DEBUG)
    fake.toxics.add(Toxic("error", method="sendMessage", retry_after=3, times=1))
    for chat in (TO_LAN, "404404"):
        await channel.send(Parcel("text", chat, "số căn cước 031099000001 của chị Lan"))
    fake.toxics.add(Toxic("reset"))
    await channel.send(Parcel("text", TO_LAN, "số căn cước 031099000001 của chị Lan"))
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("bot.")]
    assert len(ours) == 3
    said = "\n".join(ours)
    assert not [secret for secret in ("031099000001", "Lan", TO_LAN, "404404", fake.token) if secret in said]
