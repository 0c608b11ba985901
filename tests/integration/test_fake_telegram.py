"""One scripted conversation, driven through aiogram and through python-telegram-bot."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.fakes.telegram import FakeTelegram, Toxic
from tests.integration.telegram_drivers import AiogramDriver, Driver, PtbDriver, Refusal
from tests.integration.webhook_receiver import WebhookReceiver

LAN = 7_654_321_001  # a resident, beyond 32 bits
HUNG = 7_654_321_002  # an officer
RIGHTS = ["can_manage_topics", "can_delete_messages"]


@dataclass
class Story:
    """The fake, the driver, and what earlier steps left for later ones."""

    fake: FakeTelegram
    driver: Driver
    left: dict[str, Any] = field(default_factory=dict)

    @property
    def bot(self) -> Any:
        return self.driver.bot

    async def next(self, kind: str) -> Any:
        """The next update, which must be of this kind."""
        update = await self.driver.next_update()
        content = getattr(update, kind)
        assert content is not None, f"expected {kind}, got {update}"
        return content

    async def refused(self, call: Awaitable[Any]) -> Refusal:
        """The typed error that a call must end with."""
        with pytest.raises(Exception, match=r".") as caught:
            await call
        return self.driver.refusal(caught.value)


async def the_bot_knows_itself(story: Story) -> None:
    me = await story.bot.get_me()
    assert (me.username, me.is_bot) == ("hoidap_bot", True)
    assert me.can_read_all_group_messages is False
    refusal = await story.refused(story.driver.ask_as_stranger())
    assert refusal.kind is story.driver.unauthorized


async def the_bot_presents_itself(story: Story) -> None:
    help_command = story.driver.command("help", "Cách dùng")
    await story.bot.set_my_commands([help_command], language_code="vi")
    assert [known.command for known in await story.bot.get_my_commands(language_code="vi")] == ["help"]
    assert not await story.bot.get_my_commands()
    assert await story.bot.set_my_description(description="Dạ, tôi là trợ lý tự động")
    assert await story.bot.set_my_short_description(short_description="Hỏi đáp thủ tục")


async def a_resident_starts_and_gets_buttons(story: Story) -> None:
    story.fake.people.say(LAN, "/start")
    message = await story.next("message")
    assert (message.text, message.chat.id, message.from_user.id) == ("/start", LAN, LAN)
    assert message.entities[0].type == "bot_command"
    buttons = story.driver.keyboard([[("Giấy khai sinh", "p:khai-sinh"), ("Khác", "p:khac")]])
    sent = await story.bot.send_message(LAN, "Dạ, anh/chị cần giấy tờ gì ạ?", reply_markup=buttons)
    assert sent.reply_markup.inline_keyboard[0][0].callback_data == "p:khai-sinh"
    story.left["menu"] = sent.message_id


async def a_pressed_button_is_answered_once_and_in_time(story: Story) -> None:
    pressed = story.fake.people.press(LAN, story.left["menu"], "p:khai-sinh")
    query = await story.next("callback_query")
    assert (query.data, query.message.message_id) == ("p:khai-sinh", story.left["menu"])
    assert story.fake.people.callback_answer(pressed["id"]) is None
    await story.bot.answer_callback_query(query.id, text="Dạ có ngay ạ")
    shown = story.fake.people.callback_answer(pressed["id"])
    assert shown == {"text": "Dạ có ngay ạ", "show_alert": False}
    late = story.fake.people.press(LAN, story.left["menu"], "p:khac")
    query = await story.next("callback_query")
    story.fake.clock.advance(3600)
    refusal = await story.refused(story.bot.answer_callback_query(query.id))
    assert refusal.kind is story.driver.bad_request
    assert "query is too old and response timeout expired" in refusal.text.lower()
    assert story.fake.people.callback_answer(late["id"]) is None


async def a_message_is_edited_but_not_twice_the_same(story: Story) -> None:
    edit = {"chat_id": LAN, "message_id": story.left["menu"], "text": "Giấy khai sinh: …"}
    edited = await story.bot.edit_message_text(**edit)
    assert (edited.text, edited.reply_markup) == ("Giấy khai sinh: …", None)
    assert edited.edit_date is not None
    refusal = await story.refused(story.bot.edit_message_text(**edit))
    assert refusal.kind is story.driver.bad_request
    assert "message is not modified" in refusal.text.lower()


async def a_resident_edits_the_question(story: Story) -> None:
    said = story.fake.people.say(LAN, "lam giay khai sinh")
    await story.next("message")
    story.fake.people.edit(LAN, said["message_id"], "làm lại giấy khai sinh")
    edited = await story.next("edited_message")
    assert (edited.message_id, edited.text) == (said["message_id"], "làm lại giấy khai sinh")


async def wrong_messages_are_refused_in_telegrams_words(story: Story) -> None:
    send = story.bot.send_message
    too_long = story.driver.keyboard([[("Chọn", "đ" * 33)]])  # 66 bytes
    expected = {
        "message is too long": send(LAN, "😀" * 2049),
        "message text is empty": send(LAN, "  \n "),
        "button_data_invalid": send(LAN, "Chọn", reply_markup=too_long),
        "chat not found": send(404_404, "Có ai không?"),
        "message thread not found": send(LAN, "Có ai không?", message_thread_id=1),
        "message to edit not found": story.bot.edit_message_text(chat_id=LAN, message_id=999_999, text="…"),
    }
    for words, call in expected.items():
        refusal = await story.refused(call)
        assert refusal.kind is story.driver.bad_request, words
        assert words in refusal.text.lower()
    assert (await send(LAN, "😀" * 2048)).text == "😀" * 2048


async def officers_reply_to_the_card_in_a_plain_group(story: Story) -> None:
    group = story.fake.people.add_group("Tổ một cửa", [HUNG], kind="group")["id"]
    story.left["group"] = group
    assert (await story.next("my_chat_member")).new_chat_member.status == "member"
    assert (await story.next("message")).new_chat_members[0].id == story.bot.id
    card = await story.bot.send_message(group, "Phiếu T-0001: …")
    story.fake.people.say(HUNG, "chỉ là chuyện riêng", group)
    story.fake.people.say(HUNG, "Chị mang CCCD nhé", group, reply_to=card.message_id)
    message = await story.next("message")  # the first one is hidden by privacy mode
    assert message.text == "Chị mang CCCD nhé"
    assert message.reply_to_message.message_id == card.message_id
    assert message.reply_to_message.from_user.id == story.bot.id


async def the_group_becomes_a_supergroup(story: Story) -> None:
    old = story.left["group"]
    new = story.fake.people.upgrade(old)["id"]
    assert (await story.next("message")).migrate_to_chat_id == new
    assert (await story.next("message")).migrate_from_chat_id == old
    refusal = await story.refused(story.bot.send_message(old, "Phiếu T-0002: …"))
    assert (refusal.kind, refusal.number) == (story.driver.migrated, new)
    sent = await story.bot.send_message(new, "Phiếu T-0002: …")
    assert sent.chat.type == "supergroup"
    story.left["supergroup"] = new


async def topics_are_created_lost_and_created_again(story: Story) -> None:
    forum = story.fake.people.add_group("Cán bộ", [HUNG], is_forum=True, bot_status="administrator", bot_rights=RIGHTS)[
        "id"
    ]
    story.left["forum"] = forum
    await story.next("my_chat_member")
    await story.next("message")
    topic = await story.bot.create_forum_topic(forum, "T-0003 · chị Lan")
    created = await story.next("message")  # bots are told of topics that they make themselves
    assert created.forum_topic_created.name == "T-0003 · chị Lan"
    thread = {"chat_id": forum, "message_thread_id": topic.message_thread_id}
    await story.bot.send_message(text="Chị Lan hỏi …", **thread)
    story.fake.people.say(HUNG, "Dạ, để tôi xem", forum, thread_id=topic.message_thread_id)
    message = await story.next("message")
    assert (message.is_topic_message, message.message_thread_id) == (True, topic.message_thread_id)
    await story.bot.close_forum_topic(**thread)
    assert (await story.next("message")).forum_topic_closed is not None
    story.fake.people.delete_topic(forum, topic.message_thread_id)
    refusal = await story.refused(story.bot.send_message(text="Còn đó không?", **thread))
    assert refusal.kind is story.driver.bad_request
    assert "message thread not found" in refusal.text.lower()
    again = await story.bot.create_forum_topic(forum, "T-0003 · chị Lan")
    assert again.message_thread_id != topic.message_thread_id
    await story.next("message")


async def the_bot_looks_around_in_the_forum(story: Story) -> None:
    forum = story.left["forum"]
    assert (await story.bot.get_chat(forum)).is_forum
    me = await story.bot.get_chat_member(forum, story.bot.id)
    assert (me.status, me.can_manage_topics, me.can_pin_messages) == ("administrator", True, False)
    assert (await story.bot.get_chat_member(forum, HUNG)).status == "member"
    admins = await story.bot.get_chat_administrators(forum)
    assert [admin.user.id for admin in admins] == [story.bot.id]


async def an_administrator_tidies_up(story: Story) -> None:
    forum = story.left["forum"]
    thread_id = story.fake.people.create_topic(HUNG, forum, "T-0007")
    await story.next("message")
    thread = {"chat_id": forum, "message_thread_id": thread_id}
    assert await story.bot.edit_forum_topic(name="T-0007 · xong", **thread)
    assert (await story.next("message")).forum_topic_edited.name == "T-0007 · xong"
    story.fake.people.close_topic(HUNG, forum, thread_id)
    await story.next("message")
    assert await story.bot.reopen_forum_topic(**thread)
    assert (await story.next("message")).forum_topic_reopened is not None
    said = story.fake.people.say(HUNG, "xong rồi", forum, thread_id=thread_id)
    message = await story.next("message")
    forwarded = await story.bot.forward_message(chat_id=LAN, from_chat_id=forum, message_id=message.message_id)
    assert forwarded.forward_origin.sender_user.id == HUNG
    assert await story.bot.send_chat_action(action="typing", **thread)
    assert await story.bot.delete_message(forum, said["message_id"])
    refusal = await story.refused(story.bot.delete_message(forum, said["message_id"]))
    assert "message to delete not found" in refusal.text.lower()
    assert await story.bot.delete_forum_topic(**thread)
    assert all(shown.get("message_thread_id") != thread_id for shown in story.fake.people.messages(forum))


async def buttons_are_taken_away(story: Story) -> None:
    buttons = story.driver.keyboard([[("Nhận", "nhan")]])
    card = await story.bot.send_message(story.left["forum"], "Phiếu T-0008", reply_markup=buttons)
    edit = {"chat_id": card.chat.id, "message_id": card.message_id}
    assert (await story.bot.edit_message_reply_markup(**edit)).reply_markup is None
    refusal = await story.refused(story.bot.edit_message_reply_markup(**edit))
    assert "message is not modified" in refusal.text.lower()


async def a_flood_is_told_how_long_to_wait(story: Story) -> None:
    story.fake.toxics.add(Toxic("error", method="sendMessage", retry_after=17, times=1))
    refusal = await story.refused(story.bot.send_message(LAN, "Dạ"))
    assert (refusal.kind, refusal.number) == (story.driver.retry_after, 17)
    story.fake.world.limits.set(group_per_minute=2)
    group = story.left["supergroup"]
    await story.bot.send_message(group, "Phiếu T-0004: …")
    await story.bot.send_message(group, "Phiếu T-0005: …")
    refusal = await story.refused(story.bot.send_message(group, "Phiếu T-0006: …"))
    assert refusal.kind is story.driver.retry_after
    assert refusal.number is not None
    assert 1 <= refusal.number <= 60
    await story.bot.send_message(LAN, "Dạ, các cuộc trò chuyện khác không phải chờ")
    story.fake.clock.advance(refusal.number)
    await story.bot.send_message(group, "Phiếu T-0006: …")
    story.fake.world.limits.set()


async def a_blocked_bot_is_told_so(story: Story) -> None:
    story.fake.people.block(LAN)
    assert (await story.next("my_chat_member")).new_chat_member.status == "kicked"
    refusal = await story.refused(story.bot.send_message(LAN, "Dạ"))
    assert refusal.kind is story.driver.forbidden
    assert "bot was blocked by the user" in refusal.text
    story.fake.people.unblock(LAN)
    assert (await story.next("my_chat_member")).new_chat_member.status == "member"
    await story.bot.send_message(LAN, "Dạ, mừng anh/chị trở lại")


async def a_photo_goes_up_and_comes_down(story: Story) -> None:
    sent = await story.bot.send_photo(LAN, story.driver.photo(b"jpeg bytes"), caption="Sơ đồ trụ sở")
    file = await story.bot.get_file(sent.photo[-1].file_id)
    assert file.file_size == len(b"jpeg bytes")
    assert await story.driver.download(file) == b"jpeg bytes"
    copied = await story.bot.copy_message(chat_id=LAN, from_chat_id=LAN, message_id=sent.message_id)
    assert copied.message_id != sent.message_id
    again = await story.bot.send_photo(LAN, sent.photo[-1].file_id)
    assert again.photo[-1].file_id == sent.photo[-1].file_id


async def an_album_arrives_in_pieces_and_is_copied_together(story: Story) -> None:
    album = story.fake.people.send_album(LAN, 3, caption="Giấy tờ của tôi")
    pieces = [await story.next("message") for _ in album]
    assert len({piece.media_group_id for piece in pieces}) == 1
    assert [piece.caption for piece in pieces] == ["Giấy tờ của tôi", None, None]
    ids = [piece.message_id for piece in pieces]
    copies = await story.bot.copy_messages(chat_id=LAN, from_chat_id=LAN, message_ids=ids)
    shown = {message["message_id"]: message for message in story.fake.people.messages(LAN)}
    albums = {shown[copy.message_id]["media_group_id"] for copy in copies}
    assert len(albums) == 1
    assert albums != {pieces[0].media_group_id}


async def a_lost_reply_leaves_the_message_in_the_chat(story: Story) -> None:
    story.fake.toxics.add(Toxic("lose_reply", method="sendMessage", times=1))
    refusal = await story.refused(story.bot.send_message(LAN, "gửi rồi mà không biết"))
    assert issubclass(refusal.kind, story.driver.network)
    assert story.fake.people.messages(LAN)[-1]["text"] == "gửi rồi mà không biết"
    assert story.fake.sends(LAN)[-1].toxic == "lose_reply"


async def a_long_poll_wakes_when_someone_speaks(story: Story) -> None:
    waiting = asyncio.create_task(story.next("message"))
    await asyncio.sleep(0.2)
    assert not waiting.done()
    began = time.monotonic()
    story.fake.people.say(LAN, "alo")
    assert (await waiting).text == "alo"
    assert time.monotonic() - began < 1


async def two_pollers_exclude_each_other(story: Story) -> None:
    await story.driver.stop_polling()
    first = asyncio.create_task(story.refused(story.bot.get_updates(timeout=50)))
    await asyncio.sleep(0.1)
    await story.bot.get_updates(timeout=0)
    refusal = await first
    assert refusal.kind is story.driver.conflict
    assert "terminated by other getUpdates request" in refusal.text


async def a_webhook_repeats_until_it_is_accepted(story: Story) -> None:
    async with WebhookReceiver() as receiver:
        receiver.statuses = [500, 503]
        assert await story.bot.set_webhook(receiver.url, secret_token="bi-mat_1")
        refusal = await story.refused(story.bot.get_updates())
        assert refusal.kind is story.driver.conflict
        assert "can't use getUpdates method while webhook is active" in refusal.text
        story.fake.people.say(LAN, "có ai không")
        await receiver.received.until(lambda: len(receiver.bodies) == 3)
        assert receiver.secrets == ["bi-mat_1"] * 3
        assert len({body["update_id"] for body in receiver.bodies}) == 1
        assert story.driver.parsed(receiver.bodies[0]).message.text == "có ai không"
        await story.fake.world.updates.changed.until(lambda: not story.fake.world.updates.waiting())
        info = await story.bot.get_webhook_info()
        assert (info.url, info.pending_update_count) == (receiver.url, 0)
        assert "503" in info.last_error_message
        story.fake.world.webhook.duplicates = 9
        story.fake.people.say(LAN, "mười lần")
        await receiver.received.until(lambda: len(receiver.bodies) == 13)
        assert len({body["update_id"] for body in receiver.bodies[3:]}) == 1
        assert await story.bot.delete_webhook()


SCRIPT: list[Callable[[Story], Awaitable[None]]] = [
    the_bot_knows_itself,
    the_bot_presents_itself,
    a_resident_starts_and_gets_buttons,
    a_pressed_button_is_answered_once_and_in_time,
    a_message_is_edited_but_not_twice_the_same,
    a_resident_edits_the_question,
    wrong_messages_are_refused_in_telegrams_words,
    officers_reply_to_the_card_in_a_plain_group,
    the_group_becomes_a_supergroup,
    topics_are_created_lost_and_created_again,
    the_bot_looks_around_in_the_forum,
    an_administrator_tidies_up,
    buttons_are_taken_away,
    a_flood_is_told_how_long_to_wait,
    a_blocked_bot_is_told_so,
    a_photo_goes_up_and_comes_down,
    an_album_arrives_in_pieces_and_is_copied_together,
    a_lost_reply_leaves_the_message_in_the_chat,
    a_long_poll_wakes_when_someone_speaks,
    two_pollers_exclude_each_other,
    a_webhook_repeats_until_it_is_accepted,
]


@pytest.mark.parametrize("library", [AiogramDriver, PtbDriver])
async def test_both_libraries_play_the_same_script(library: Callable[[FakeTelegram], Driver]) -> None:
    """aiogram and python-telegram-bot both take the fake for Telegram, step by step."""
    async with FakeTelegram(speed=20) as fake:
        fake.people.add_user(LAN, "Lan", "Nguyễn")
        fake.people.add_user(HUNG, "Hùng", "Trần")
        driver = library(fake)
        await driver.start()
        try:
            story = Story(fake, driver)
            for step in SCRIPT:
                await step(story)
        finally:
            await driver.close()
