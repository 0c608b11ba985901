"""Which questions ask whether a procedure must be done at all, and what is told of it."""

from __future__ import annotations

import pytest

from handlers import duty, texts, validity
from tests.fakes.ward import shipped_desk

PROCEDURES = shipped_desk().kb.procedures


@pytest.mark.parametrize(
    "question",
    [
        "xây nhà cấp 4 có cần xin phép không",
        "sua mai nha co can xin phep ko",
        "mở quán nước có cần đăng ký kinh doanh không",
        "bán hàng online có phải đăng ký hộ kinh doanh không ạ",
        "tôi 60 tuổi có phải đổi căn cước không",
        "về quê nửa năm có phải khai báo tạm vắng không, tôi ở trọ",
        "đăng ký tạm trú có bắt buộc không",
        "xây hàng rào có phải xin giấy phép không vậy em",
    ],
)
def test_a_question_about_the_duty_itself(question: str) -> None:
    """The verb of a procedure stands where a paper would."""
    assert duty.asked(question)


@pytest.mark.parametrize(
    "question",
    [
        "khai sinh có cần giấy chứng sinh không",
        "có phải mang sổ hộ khẩu không",
        "đăng ký kết hôn có phải nộp phí không",
        "có phải làm giấy tờ gì không",
        "đăng ký kết hôn có phải làm ở quê không",
        "tôi phải đăng ký tạm trú ở đâu",
        "tôi cần đăng ký tạm trú, không có sổ hộ khẩu",
        "hợp đồng thuê nhà có bắt buộc không",
        "cần đăng ký gì không",
        "không đăng ký tạm trú có bị phạt không",
    ],
)
def test_papers_places_and_fees_are_no_duty(question: str) -> None:
    """What is brought, paid or where is told by its own part."""
    assert not duty.asked(question)


@pytest.mark.parametrize("procedure_id", sorted(PROCEDURES))
def test_no_duty_is_laid_on_anybody(procedure_id: str) -> None:
    """For whom it is stands there as the record says it; whether that is one's own case an officer confirms."""
    told = duty.told(PROCEDURES[procedure_id])
    assert told[-1] == texts.DUTY_CONFIRM
    assert not any(line.startswith("Dạ, có") for line in told)
    who = PROCEDURES[procedure_id].who
    assert who is None or who[1:].rstrip(". ") in told[0]


def test_validity_is_told_only_where_the_record_says_it() -> None:
    """Of a stay two years, of the single-status paper six months; no law's own end, no day of the office."""
    assert validity.told(PROCEDURES["dang-ky-tam-tru"]) == ["Thông báo đăng ký tạm trú, thời hạn tối đa 2 năm."]
    assert "6 tháng" in validity.told(PROCEDURES["xac-nhan-tinh-trang-hon-nhan"])[0]
    assert not validity.told(PROCEDURES["khai-sinh"])
    lines = [line for one in PROCEDURES.values() for line in validity.told(one)]
    assert not any("hết hiệu lực" in line or "ngày làm việc" in line for line in lines)
