"""Secrets are covered before anything is stored, shown or sent."""

from __future__ import annotations

import pytest

from handlers import privacy, texts
from handlers.messages import JoinTicket, TicketView
from tests.unit.handlers_world import NOW, desk, say, verdict, words


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("mã otp: 493021 là gì", "493021"),
        ("OTP 493021", "493021"),
        ("mật khẩu là Hoa12345 nhé", "Hoa12345"),
        ("mat khau vneid la abc123x", "abc123x"),
        ("password: qwe123", "qwe123"),
        ("mã xác thực 88231", "88231"),
        ("cccd 031090123456", "031090123456"),
        ("số 031 090 123 456 của tôi", "031 090 123 456"),
    ],
)
def test_secrets_are_covered(text: str, secret: str) -> None:
    """And the person is warned."""
    assert secret not in privacy.mask(text)
    assert privacy.COVER in privacy.mask(text)
    assert privacy.warning(text)


@pytest.mark.parametrize(
    "text",
    [
        "quên mật khẩu dịch vụ công thì làm sao",
        "phí 8000 đồng",
        "gọi 0912345678",
        "mã 1.001193",
        "sinh ngày 12/03/1990",
        "otp là gì",
    ],
)
def test_ordinary_text_is_left_alone(text: str) -> None:
    """A question about passwords holds no password."""
    assert privacy.mask(text) == text
    assert privacy.warning(text) is None


def test_what_was_meant_is_still_answered() -> None:
    """The number means nothing to the matcher, the rest does."""
    where = desk(
        verdicts={"tạm trú  ": verdict("answer", "dang-ky-tam-tru"), "tạm trú": verdict("answer", "dang-ky-tam-tru")}
    )
    said = words(say("tạm trú 031090123456", where))
    assert texts.KEEP_PRIVATE in said
    assert "ĐĂNG KÝ TẠM TRÚ" in said


def test_officers_do_not_see_it() -> None:
    """What joins a ticket is covered too."""
    ticket = TicketView("K7Q2", "open", "hỏi", NOW, "web")
    act = say("mật khẩu là Hoa12345", desk(), ticket=ticket).ticket
    assert isinstance(act, JoinTicket)
    assert "Hoa12345" not in act.text


def test_it_is_not_remembered_either() -> None:
    """What leads to a choice stays in the conversation's memory without the secret."""
    text = "mật khẩu là Hoa12345"
    told = verdict("choose", "dinh-danh-dien-tu-muc-2", "cap-lai-can-cuoc")
    where = desk(verdicts={privacy.without(text): told})
    assert "Hoa12345" not in str(say(text, where).conversation)
