"""Every error of the Bot API, in its own words, and what it means for a parcel."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import ClientDecodeError, TelegramNetworkError
from aiogram.methods import AnswerCallbackQuery, GetMe, SendMessage
from aiogram.methods.base import TelegramMethod

from bot.channels.base import Delivered, MovedTo, Receipt, Rejected, RetryAt, ThreadGone, Undeliverable
from bot.channels.telegram.classify import TOKEN_REFUSED_SECONDS, receipt_of

SEND = SendMessage(chat_id=7, text="bí mật của chị Lan")
ACK = AnswerCallbackQuery(callback_query_id="1")
TOKEN_REFUSED = RetryAt(TOKEN_REFUSED_SECONDS, "the token is refused", whole_account=True)


def error_for(status: int, description: str | None, method: TelegramMethod[Any] = SEND, **parameters: int) -> Exception:
    """The exception that aiogram makes of such an answer."""
    answer = {"ok": False, "error_code": status, "description": description, "parameters": parameters or None}
    try:
        AiohttpSession().check_response(Bot("42:abcdefghijkl"), method, status, json.dumps(answer))
    except Exception as error:
        return error
    raise AssertionError("the answer was taken for a good one")


FORBIDDEN = [
    "Forbidden: bot was blocked by the user",
    "Forbidden: user is deactivated",
    "Forbidden: bot can't initiate conversation with a user",
    "Forbidden: bot can't send messages to bots",
    "Forbidden: bot was kicked from the group chat",
    "Forbidden: bot was kicked from the supergroup chat",
    "Forbidden: bot is not a member of the supergroup chat",
    "Forbidden: the group chat was deleted",
]
NOBODY_THERE = [
    "Bad Request: chat not found",
    "Bad Request: user not found",
    "Bad Request: PEER_ID_INVALID",
    "Bad Request: group chat was deactivated",
    "Bad Request: group chat was upgraded to a supergroup chat",
    "Bad Request: CHAT_WRITE_FORBIDDEN",
    "Bad Request: have no rights to send a message",
    "Bad Request: not enough rights to send text messages to the chat",
    "Bad Request: CHAT_RESTRICTED",
    "Bad Request: USER_IS_BLOCKED",
    "Bad Request: INPUT_USER_DEACTIVATED",
]
THREAD_GONE = [
    "Bad Request: message thread not found",
    "Bad Request: TOPIC_DELETED",
    "Bad Request: TOPIC_CLOSED",
    "Bad Request: TOPIC_ID_INVALID",
]
DONE_ALREADY = [
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message",
    "Bad Request: TOPIC_NOT_MODIFIED",
]
REJECTED = [
    "Bad Request: message text is empty",
    "Bad Request: message is too long",
    "Bad Request: message caption is too long",
    "Bad Request: BUTTON_DATA_INVALID",
    "Bad Request: message to edit not found",
    "Bad Request: message can't be edited",
    "Bad Request: message to be replied not found",
    "Bad Request: query is too old and response timeout expired or query ID is invalid",
    "Bad Request: not enough rights to create a topic",
    "Bad Request: the chat is not a forum",
    "Bad Request: wrong file identifier/HTTP URL specified",
    "Bad Request: can't parse entities: byte offset",
]


@pytest.mark.parametrize("words", FORBIDDEN)
def test_forbidden_is_final_for_the_chat(words: str) -> None:
    """403: this chat cannot be reached."""
    assert receipt_of(error_for(403, words)) == Undeliverable(words)


@pytest.mark.parametrize("words", NOBODY_THERE)
def test_a_chat_that_is_not_there_cannot_be_reached(words: str) -> None:
    """Some 400 mean the chat and not the message."""
    assert receipt_of(error_for(400, words)) == Undeliverable(words)


@pytest.mark.parametrize("words", THREAD_GONE)
def test_a_topic_that_is_gone_is_built_again(words: str) -> None:
    """Some 400 mean the topic."""
    assert receipt_of(error_for(400, words)) == ThreadGone()


@pytest.mark.parametrize("words", DONE_ALREADY)
def test_what_is_so_already_is_done(words: str) -> None:
    """An edit or a closing that changes nothing is as good as carried out."""
    assert receipt_of(error_for(400, words)) == Delivered()


@pytest.mark.parametrize("words", REJECTED)
def test_any_other_bad_request_is_our_fault(words: str) -> None:
    """Repeating it would not help."""
    assert receipt_of(error_for(400, words)) == Rejected(words)


@pytest.mark.parametrize("seconds", [1, 17, 3600, 10_072])
def test_a_flood_is_waited_out_to_the_second(seconds: int) -> None:
    """429 says how long, and that is kept exactly."""
    error = error_for(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
    assert receipt_of(error) == RetryAt(float(seconds), "too many requests")


def test_a_flood_of_calls_without_a_chat_concerns_the_whole_account() -> None:
    """Which chat is meant can be told only where there is one."""
    error = error_for(429, "Too Many Requests: retry after 3", ACK, retry_after=3)
    assert receipt_of(error) == RetryAt(3.0, "too many requests", whole_account=True)


@pytest.mark.parametrize("parameters", [{}, {"retry_after": 0}])
def test_a_flood_without_seconds_waits_one(parameters: dict[str, int]) -> None:
    """The library does not know this one as a flood; we do."""
    assert receipt_of(error_for(429, "Too Many Requests: retry after 0", **parameters)) == RetryAt(
        1.0, "too many requests"
    )


def test_a_move_is_followed() -> None:
    """The new id comes with the error."""
    words = "Bad Request: group chat was upgraded to a supergroup chat"
    assert receipt_of(error_for(400, words, migrate_to_chat_id=-1002345678901)) == MovedTo("-1002345678901")


@pytest.mark.parametrize(("status", "words"), [(401, "Unauthorized"), (404, "Not Found")])
def test_a_refused_token_stops_the_account_for_long(status: int, words: str) -> None:
    """Nothing can be sent until somebody mends the token, and nothing is lost till then."""
    assert receipt_of(error_for(status, words)) == TOKEN_REFUSED


def test_a_method_that_the_server_lacks_is_no_matter_of_the_token() -> None:
    """An older Bot API server must not silence the bot."""
    words = "Not Found: method not found"
    assert receipt_of(error_for(404, words)) == Rejected(words)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize("words", ["Internal Server Error", "Bad Gateway", "restart", None])
def test_a_fault_of_the_server_is_tried_again(status: int, words: str | None) -> None:
    """5xx, with whatever words or none."""
    receipt = receipt_of(error_for(status, words))
    assert isinstance(receipt, RetryAt)
    assert (receipt.seconds, receipt.whole_account) == (None, False)


@pytest.mark.parametrize(
    "error",
    [
        TelegramNetworkError(SEND, "Request timeout error"),
        TelegramNetworkError(SEND, "ClientOSError: [Errno 104]"),
        ClientDecodeError("Failed to decode object", ValueError("x"), "<html>502</html>"),
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "x"),
        ConnectionResetError(),
        TimeoutError(),
        RuntimeError("Session is closed"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_whatever_the_wire_does_is_tried_again(error: Exception) -> None:
    """It is not known whether the message arrived: at worst it is seen twice, never not at all."""
    receipt = receipt_of(error)
    assert isinstance(receipt, RetryAt)
    assert receipt.seconds is None


def test_too_large_an_upload_is_not_repeated() -> None:
    """413 is no fault of the network, though the library thinks so."""
    assert receipt_of(error_for(413, "Request Entity Too Large")) == Rejected("too large")


def test_reasons_hold_no_words_and_no_ids() -> None:
    """Reasons go to the log and to a table: what is quoted in them, addresses and ids are left out."""
    errors = [
        error_for(400, "Bad Request: inline keyboard button URL 'https://x.vn/lan' is invalid: chat 7654321001"),
        error_for(400, 'Bad Request: can\'t parse "bí mật của chị Lan" in https://x.vn/lan?t=1'),
        error_for(500, "bí mật của chị Lan"),
    ]
    reasons = [getattr(receipt_of(error), "reason", "") for error in errors]
    assert not [reason for reason in reasons if "Lan" in reason or "lan" in reason or "7654321001" in reason]
    assert all(reasons)


def test_reasons_are_short() -> None:
    """They fit into the table."""
    receipt: Receipt = receipt_of(error_for(400, "Bad Request: " + "x " * 500))
    assert isinstance(receipt, Rejected)
    assert len(receipt.reason) <= 200


def test_account_wide_is_told_by_the_method_not_by_the_error() -> None:
    """getMe has no chat."""
    receipt = receipt_of(error_for(429, "Too Many Requests: retry after 3", GetMe(), retry_after=3))
    assert isinstance(receipt, RetryAt)
    assert receipt.whole_account
