"""Parcels put into calls of the Bot API."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import (
    AnswerCallbackQuery,
    CloseForumTopic,
    CopyMessage,
    CreateForumTopic,
    EditMessageText,
    ReopenForumTopic,
    SendDocument,
    SendLocation,
    SendMessage,
    SendPhoto,
    SendSticker,
    SendVideo,
    SendVoice,
)
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Parcel
from bot.channels.split import utf16_length
from bot.channels.telegram.compose import NO_CAPTION, calls_for, second_way
from bot.channels.wording import NOT_CARRIED
from handlers.messages import Choice, Link, Media, MediaKind

TEXT = Parcel("text", "7", text="Dạ, anh/chị cần gì ạ?\n\n1. Khai sinh\n2. Khai tử")
PHOTO = Parcel("media", "7", text="Ảnh của người dân", media=Media("photo", "to"), source=("8", "41"))


def only_call(parcel: Parcel) -> Any:
    [call] = calls_for(parcel)
    return call


def test_text_is_sent_plain() -> None:
    """No markup is parsed, so nobody's words can break a message; links show no preview."""
    call = only_call(replace(TEXT, text="<b>Lan</b> _x_ [y](http://z) & co"))
    assert isinstance(call, SendMessage)
    assert (call.chat_id, call.text) == ("7", "<b>Lan</b> _x_ [y](http://z) & co")
    assert (call.entities, call.reply_markup, call.reply_parameters, call.message_thread_id) == (None,) * 4
    assert call.link_preview_options is not None
    assert call.link_preview_options.is_disabled


def test_each_choice_is_a_button_of_its_own_row_and_a_number_in_the_text() -> None:
    """Who cannot press can still write the number."""
    call = only_call(replace(TEXT, choices=(Choice("p:khai-sinh", "Khai sinh"), Choice("p:khai-tu", "Khai tử"))))
    rows = call.reply_markup.inline_keyboard
    assert [[(button.text, button.callback_data) for button in row] for row in rows] == [
        [("Khai sinh", "p:khai-sinh")],
        [("Khai tử", "p:khai-tu")],
    ]
    assert "1. Khai sinh\n2. Khai tử" in call.text


def test_a_long_label_is_cut_and_an_empty_one_is_filled() -> None:
    """Buttons have 1 to 60 characters."""
    call = only_call(replace(TEXT, choices=(Choice("p:a", "Đăng ký " * 20), Choice("p:b", " "))))
    labels = [row[0].text for row in call.reply_markup.inline_keyboard]
    assert utf16_length(labels[0]) <= 60
    assert labels[0].endswith("…")
    assert labels[1] == "…"


def test_a_choice_that_fits_into_no_button_keeps_its_number() -> None:
    """64 bytes of UTF-8 are a button, one more would take the whole answer with it."""
    fitting, too_long = Choice("đ" * 32, "vừa"), Choice("đ" * 32 + "a", "dài")
    call = only_call(replace(TEXT, choices=(fitting, too_long, Choice("", "trống"))))
    assert [row[0].text for row in call.reply_markup.inline_keyboard] == ["vừa"]
    assert only_call(replace(TEXT, choices=(too_long,))).reply_markup is None


def test_links_stand_below_with_their_addresses() -> None:
    """A resident sees where a link leads."""
    links = (Link("Cổng dịch vụ công", "https://dichvucong.gov.vn"), Link("Bản đồ", "https://x.vn/b"))
    assert only_call(replace(TEXT, text="Dạ đây ạ", links=links)).text == (
        "Dạ đây ạ\n\nCổng dịch vụ công: https://dichvucong.gov.vn\nBản đồ: https://x.vn/b"
    )


def test_a_long_text_answers_with_its_first_part_and_asks_with_its_last() -> None:
    """The reply mark is on the first part, the buttons are under the last one."""
    parcel = replace(TEXT, text="Dạ " * 3000, choices=(Choice("p:a", "A"),), reply_to="41", thread="12")
    first, middle, last = calls_for(parcel)
    assert [call.reply_parameters is None for call in (first, middle, last)] == [False, True, True]
    assert [call.reply_markup is None for call in (first, middle, last)] == [True, True, False]
    assert {call.message_thread_id for call in (first, middle, last)} == {12}
    assert first.reply_parameters.message_id == 41
    assert first.reply_parameters.allow_sending_without_reply


@given(st.text())
def test_whatever_is_said_fits_and_is_clean(text: str) -> None:
    """No part is longer than Telegram takes or holds what cannot be sent."""
    try:
        calls = calls_for(replace(TEXT, text=text))
    except ValueError:
        assert not [letter for letter in text if letter.isprintable() and not letter.isspace()]
        return
    for call in calls:
        assert 0 < utf16_length(call.text) <= 4096
        assert call.text.encode()
        assert not {"\0", "\u202e", "\u2066"} & set(call.text)


@pytest.mark.parametrize(("thread", "number"), [(None, None), ("1", None), ("12", 12)])
def test_the_general_topic_is_addressed_by_naming_none(thread: str | None, number: int | None) -> None:
    """Telegram does not find topic 1."""
    assert only_call(replace(TEXT, thread=thread)).message_thread_id == number


def test_an_edit_replaces_text_and_buttons_and_is_never_split() -> None:
    """A text that is too long is cut with a sign."""
    call = only_call(Parcel("edit", "7", text="x" * 5000, message_id="41", choices=(Choice("t:K7Q2:claim", "Nhận"),)))
    assert isinstance(call, EditMessageText)
    assert (call.chat_id, call.message_id, len(call.text)) == ("7", 41, 4096)
    assert call.text.endswith("x…")
    assert call.reply_markup is not None


def test_topics_are_made_closed_and_opened() -> None:
    """A title has at most 128 characters on one line."""
    made = only_call(Parcel("topic", "-100", text="#K7Q2\n" + "chị Lan " * 30))
    assert isinstance(made, CreateForumTopic)
    assert made.name.startswith("#K7Q2 chị Lan")
    assert utf16_length(made.name) <= 128
    closed, reopened = (only_call(Parcel(kind, "-100", thread="12")) for kind in ("close_topic", "reopen_topic"))
    assert isinstance(closed, CloseForumTopic)
    assert isinstance(reopened, ReopenForumTopic)
    assert closed.message_thread_id == reopened.message_thread_id == 12


@pytest.mark.parametrize(("said", "toast"), [("", None), ("Đã nhận", "Đã nhận"), ("x" * 300, "x" * 199 + "…")])
def test_a_press_is_acknowledged(said: str, toast: str | None) -> None:
    """With a toast of at most 200 characters, or silently."""
    call = only_call(Parcel("ack", "7", text=said, message_id="328"))
    assert isinstance(call, AnswerCallbackQuery)
    assert (call.callback_query_id, call.text) == ("328", toast)


def test_media_of_telegram_is_copied() -> None:
    """A copy shows no forwarder and needs no download."""
    call = only_call(PHOTO)
    assert isinstance(call, CopyMessage)
    assert (call.from_chat_id, call.message_id, call.caption) == ("8", 41, "Ảnh của người dân")
    assert isinstance(only_call(replace(PHOTO, origin="telegram")), CopyMessage)


def test_a_copy_without_words_leaves_the_caption_behind() -> None:
    """What stood under the original is told elsewhere, signed or masked; it must not come along by itself."""
    assert only_call(replace(PHOTO, text="")).caption == NO_CAPTION


@pytest.mark.parametrize(
    ("kind", "method", "field"),
    [
        ("photo", SendPhoto, "photo"),
        ("voice", SendVoice, "voice"),
        ("video", SendVideo, "video"),
        ("file", SendDocument, "document"),
    ],
)
def test_media_without_a_source_goes_by_its_handle(kind: MediaKind, method: type, field: str) -> None:
    """A handle goes back by the method of its kind."""
    call = only_call(replace(PHOTO, source=None, media=Media(kind, "to", mime="x/y")))
    assert isinstance(call, method)
    assert (getattr(call, field), call.caption) == ("to", "Ảnh của người dân")


def test_a_sticker_comes_after_its_words() -> None:
    """It can carry no caption."""
    words, sticker = calls_for(replace(PHOTO, source=None, media=Media("sticker", "s"), reply_to="30"))
    assert (words.text, words.reply_parameters.message_id) == ("Ảnh của người dân", 30)
    assert isinstance(sticker, SendSticker)
    assert sticker.sticker == "s"


def test_a_round_video_comes_after_its_words() -> None:
    """Copied or not, it would swallow them."""
    words, copy = calls_for(replace(PHOTO, media=Media("video", "v")))
    assert (words.text, copy.caption) == ("Ảnh của người dân", None)


def test_a_place_is_sent_as_a_place() -> None:
    """From another channel there is nothing to copy, but two numbers are enough."""
    place = Media("location", latitude=20.8, longitude=106.7)
    words, call = calls_for(replace(PHOTO, origin="web", source=None, media=place))
    assert isinstance(words, SendMessage)
    assert isinstance(call, SendLocation)
    assert (call.latitude, call.longitude) == (20.8, 106.7)


@pytest.mark.parametrize(("kind", "method"), [("photo", SendPhoto), ("file", SendDocument), ("voice", SendDocument)])
def test_media_of_another_channel_is_uploaded(kind: MediaKind, method: type) -> None:
    """As a photo if it is one, else as a file under its name."""
    media = Media(kind, "sha256", name="don.pdf")
    call = only_call(replace(PHOTO, origin="web", source=("c", "m"), media=media, content=b"%PDF"))
    assert isinstance(call, method)
    upload = call.photo if isinstance(call, SendPhoto) else call.document
    assert (upload.data, upload.filename, call.caption) == (b"%PDF", "don.pdf", "Ảnh của người dân")


def test_media_that_cannot_be_had_is_told_of() -> None:
    """The words arrive, and that something is missing is not kept secret."""
    call = only_call(replace(PHOTO, origin="web", media=Media("file", "gone", name="don.pdf")))
    assert call.text == f"Ảnh của người dân\n\ndon.pdf\n\n{NOT_CARRIED}"


def test_a_contact_of_another_channel_is_told_in_words() -> None:
    """Its name says all there is."""
    contact = Media("contact", name="Lan: +84912000000")
    assert only_call(replace(PHOTO, text="", origin="web", media=contact)).text == "Lan: +84912000000"


def test_a_long_caption_goes_on_in_messages() -> None:
    """A caption ends at 1024 units, the rest follows."""
    copy, rest = calls_for(replace(PHOTO, text="x" * 1500, reply_to="30", choices=(Choice("p:a", "A"),)))
    assert (len(copy.caption), len(rest.text)) == (1024, 476)
    assert (copy.reply_parameters.message_id, rest.reply_parameters) == (30, None)
    assert rest.reply_markup is not None


@pytest.mark.parametrize("words", ["message to copy not found", "the message can't be copied", "MESSAGE_ID_INVALID"])
def test_a_message_that_cannot_be_copied_leaves_its_handle(words: str) -> None:
    """The resident deleted it, or it is protected: the file itself is still there."""
    [copy] = calls_for(PHOTO)
    other = second_way(copy, PHOTO, TelegramBadRequest(copy, f"Bad Request: {words}"))
    assert isinstance(other, SendPhoto)
    assert (other.photo, other.caption) == ("to", "Ảnh của người dân")


def test_a_photo_that_is_none_to_telegram_goes_as_a_file() -> None:
    """Too tall or too large a picture is still worth sending."""
    parcel = replace(PHOTO, origin="web", content=b"jpeg")
    [photo] = calls_for(parcel)
    other = second_way(photo, parcel, TelegramBadRequest(photo, "Bad Request: PHOTO_INVALID_DIMENSIONS"))
    assert isinstance(other, SendDocument)
    assert other.caption == "Ảnh của người dân"


def test_other_refusals_have_no_second_way() -> None:
    """What is refused for any other reason stays refused."""
    [copy], [text] = calls_for(PHOTO), calls_for(TEXT)
    assert second_way(copy, PHOTO, TelegramBadRequest(copy, "Bad Request: chat not found")) is None
    assert second_way(text, TEXT, TelegramBadRequest(text, "Bad Request: message to copy not found")) is None


@pytest.mark.parametrize(
    "parcel",
    [
        Parcel("text", "7"),
        Parcel("text", "7", text=" \n\u202e "),
        Parcel("text", "7", text="a", reply_to="không phải số"),
        Parcel("edit", "7", text="a"),
        Parcel("media", "7", text="a"),
        Parcel("close_topic", "7"),
    ],
    ids=["empty", "nothing to see", "reply to nothing", "edit of nothing", "media without media", "topic without id"],
)
def test_what_cannot_be_said_is_a_value_error(parcel: Parcel) -> None:
    """There is no call for it."""
    with pytest.raises(ValueError):  # noqa: PT011 - only the kind is promised
        calls_for(parcel)
