"""Secrets are covered before anything is stored, shown or sent."""

from __future__ import annotations

import re
import time

import pytest

from handlers import privacy, texts
from handlers.messages import JoinTicket, Media, TicketView
from tests.unit.handlers_world import NOW, desk, incoming, say, verdict, words


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


NUMBERS = {
    "identity": """cccd 031090123456|số 031 090 123 456 của tôi|031.090.123.456|0310 9012 3456|031 - 090 - 123 - 456
        |cccd031090123456|cmnd 142345678|cmnd 142 345 678|142.345.678 là cmt|căn cước: 0 3 1 0 9 0 1 2 3 4 5 6
        |tôi sinh 1990 cccd 031090123456 hỏi phí 8000|id card 031090123456""",
    "phone": """gọi 0912345678|0912 345 678|0912.345.678|+84 912 345 678|84912345678|sđt0912345678|09 12 34 56 78
        |0225 3822 456|so dien thoai e la 0987654321 k|gọi e 0912345678 hoặc 0987654321""",
    "tax": "mst 0201234567|mst 0201234567-001|mã số thuế 8.123.456.789",
    "bank": "stk 1234567 vcb|số tài khoản 19036712345011|tk 0123 4567 8910|4221 5678 1234 9012|stk 150000000",
    "passport": "hộ chiếu C1234567 hết hạn|ho chieu so B 1234567",
    "secret": """mật khẩu: hoalan|123456 là mã otp|mã otp của tôi là 4930|pin 1234|ma otp em nhan duoc la 483920
        |mã OTP vừa gửi về máy là 483920|OTP: 12 34 56|otp la 123 456|483920 là mã xác nhận|opt 483920|cvv 123
        |mã kích hoạt là 483920|mã kích hoạt vneid là 483920|em đọc cho anh số 483920 otp|OTP 4 8 3 9 2 0
        |mã xác thực gửi về là 2024|mã vneid gửi về là 483920|mật khẩu là hoalan|mật khẩu vneid là hoalan
        |mat khau la hoalan|pass la matkhau|mật khẩu của con em là hoa lan|mk là hoa123|mk: hoalan|my password is hoalan
        |mật khẩu dịch vụ công quốc gia của em là hoalan nhé|mật khẩu em đặt là Hoalan1990
        |ma\u0323\u0302t kha\u0302\u0309u la\u0300 hoalan|m\u200bật khẩu là hoalan""",
}
GROUPED = """sđt 0912345678/0987654321|gọi 0912 345 678/0987 654 321|sđt 0912/345/678|sdt 0912_345_678
    |0912345678,0987654321|12 03 1990 0912345678|cccd 031,090,123,456|cccd 031_090_123456|031/090/123/456
    |số tài khoản 123/456/789|1234567 là stk của em"""
ORDINARY = """phí 8.000 đồng|mã 1.001193|thủ tục 2.000815|1.001193.000.00.00.H24|năm 2019 2020 2021|12.03.1990
    |sinh ngày 12/03/1990|12-03-1990|ngày 20 11 2024|nghị định 18/2026/NĐ-CP|66.7/2025/NQ-CP|155/2025/TT-BTC
    |mua nhà 1.500.000.000 đồng|bán đất 2 500 000 000|1.500.000.000đ|150000000đ|giá 150000000|lương 12.000.000
    |mã hồ sơ H32.12.3-260115-0001|000.00.16.H32-240115-0001|mã hồ sơ của tôi là 000123456789|hotline 1900 1234|113
    |quyết định 3582/QĐ-UBND|5 trang 3 bản|1 2 3 4 5 6 7 8 9|từ 01/01/2016 đến 31/12/2020|biển số 15A-123.45
    |quên mật khẩu dịch vụ công thì làm sao|otp là gì|mật khẩu là gì|tài khoản vneid 2024 2025|350 000 000 đ
    |111 113 114 115|tiền 123456789|mua nhà 1,500,000,000 đồng|số nhà 12/345/678|101,102,103|luật 31/2024/QH15
    |tháng 11/2026|mật khẩu là số hay chữ|quên mật khẩu năm 2024 thì làm sao|mã otp không về 3 ngày nay
    |quên mật khẩu em là công nhân|quên mật khẩu, nộp tờ khai CT01 ở đâu|mk là sinh viên thì làm thế nào
    |quên mật khẩu: làm lại thế nào|mật khẩu vneid 2.000815|my password is not working|otp hết hạn sau 5 phút"""


def said(lines: str) -> list[str]:
    return [line.strip() for line in lines.split("|")]


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, lines in NUMBERS.items() for text in said(lines)])
def test_personal_numbers_are_known_in_any_grouping(kind: str, text: str) -> None:
    """Each is covered, whatever stands between its digits; covering twice changes nothing; it means nothing."""
    masked = privacy.mask(text)
    assert privacy.kinds(text) == (kind,)
    assert privacy.COVER in masked
    assert privacy.mask(masked) == masked
    assert privacy.COVER not in privacy.without(masked)
    assert not re.search(r"\d[\d .-]{7,}\d", masked)


@pytest.mark.parametrize("text", said(GROUPED))
def test_no_more_than_the_last_three_digits_stay(text: str) -> None:
    """Whatever stands between the groups, and between two numbers."""
    assert not re.search(r"\d{4}|\d{3}\D\d{3}", privacy.mask(text))


@pytest.mark.parametrize(
    "text",
    ["\u0301", "a\u0301", "otp:", "otp" + " " * 9, "mật khẩu là ", "1/2", "1 ", "mk cua ", "1", "ma xac "],
)
def test_it_takes_time_in_proportion_to_the_length(text: str) -> None:
    """However a hundred thousand letters are made up, they are read at once; the slow way takes a minute."""
    began = time.process_time()
    privacy.mask(text * (100_000 // len(text)))
    assert time.process_time() - began < 3


@pytest.mark.parametrize("text", said(ORDINARY))
def test_ordinary_numbers_are_left_alone(text: str) -> None:
    """Prices, years, dates, decrees, codes of procedures and dossiers belong to nobody."""
    assert privacy.mask(text) == text
    assert privacy.warning(text) is None


def test_the_warning_comes_once_a_day_but_always_for_a_secret() -> None:
    """Whoever writes a telephone number again is not told again; whoever sends a password is."""
    where = desk()
    first = say("gọi 0912345678", where)
    again = say("gọi 0987654321", where, first.conversation)
    assert "số điện thoại" in words(first)
    assert "Tôi đã che" not in words(again)
    assert texts.GIVE_NOBODY in words(say("mật khẩu là Hoa12345", where, again.conversation))


def test_a_file_name_is_covered_too() -> None:
    """A scan is often named after the number on it."""
    sent = incoming("", media=(Media("file", "f1", "CCCD_031090123456.pdf"),))
    assert "031090123456" not in str(privacy.covered(sent))


def test_what_was_meant_is_still_answered() -> None:
    """The number means nothing to the matcher, the rest does."""
    where = desk(
        verdicts={"tạm trú  ": verdict("answer", "dang-ky-tam-tru"), "tạm trú": verdict("answer", "dang-ky-tam-tru")}
    )
    said = words(say("tạm trú 031090123456", where))
    assert texts.KEEP_PRIVATE.format(what=texts.PERSONAL["identity"]) in said
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
