"""What gets into the log: one line per record, no token, no word of an exception."""

from __future__ import annotations

import logging
import sys

from bot.logs import OneLine, hashed


def line(message: str, *, secrets: tuple[str, ...] = (), error: BaseException | None = None) -> str:
    info = (type(error), error, error.__traceback__) if error else None
    return OneLine(secrets).format(logging.LogRecord("bot.x", logging.INFO, "f", 1, message, (), info))


def test_a_record_is_one_line() -> None:
    """Line breaks in whatever was logged do not make a second line."""
    assert "\n" not in line("tên\nINFO giả: mạo\r\nxong")


def test_tokens_are_struck_out() -> None:
    """Known secrets and whatever looks like a bot's token never appear."""
    logged = line(
        "https://api.telegram.org/bot8100000001:AAFakeTokenOfTheBot/getMe rất-bí-mật", secrets=("rất-bí-mật",)
    )
    assert "AAFake" not in logged
    assert "rất-bí-mật" not in logged


def test_a_traceback_says_where_and_not_what() -> None:
    """The frames and the kind of the error are there, its text, which may quote a person, is not."""
    try:
        raise ValueError("số điện thoại 0912345678")
    except ValueError as error:
        logged = line("lỗi", error=error)
    assert "0912345678" not in logged
    assert "ValueError" in logged
    assert "test_logs.py" in logged
    assert "\n" not in logged


def test_ids_are_hashed() -> None:
    """The same id is recognised, and cannot be read."""
    assert hashed("123456789") == hashed("123456789") != hashed("123456780")
    assert "123456789" not in hashed("123456789")
    assert sys.getsizeof(hashed("1")) < 100
