"""What was written in English about procedures says nothing that their records do not."""

from __future__ import annotations

import re
from functools import cache

import pytest

from knowledge import default_faq, load
from knowledge.model import KnowledgeBase, Procedure

FORMS = {"07", "17"}
"""Numbers that belong to the name of a form: CT07, NA17."""


@cache
def shipped() -> KnowledgeBase:
    return load(default_faq())


def written() -> list[Procedure]:
    return [procedure for procedure in shipped().procedures.values() if procedure.english.answer]


def numbers(text: str) -> set[str]:
    """The numbers of a text, however thousands are set apart and small ones are padded."""
    joined = re.sub(r"(?<=\d)[.,](?=\d{3}\b)|:00\b", "", text)
    return {number.lstrip("0") or "0" for number in re.findall(r"\d+", joined)}


@pytest.mark.parametrize("procedure", written(), ids=lambda procedure: procedure.id)
def test_an_english_answer_is_short_and_says_where(procedure: Procedure) -> None:
    """Three to six lines that fit a phone, in plain letters."""
    told = procedure.english.answer or ""
    assert 3 <= len(told.splitlines()) <= 6
    assert len(told) <= 900
    assert "Where:" in told
    assert told.replace("“", "").replace("”", "").isascii()


@pytest.mark.parametrize("procedure", written(), ids=lambda procedure: procedure.id)
def test_its_numbers_stand_in_the_record(procedure: Procedure) -> None:
    """Every amount, deadline and age is one of the record's."""
    record = repr(procedure).replace(repr(procedure.english), "") + " 1 2 ngày trong ngày hai"
    assert numbers(procedure.english.answer or "") - FORMS <= numbers(record)


@pytest.mark.parametrize("procedure", written(), ids=lambda procedure: procedure.id)
def test_what_is_not_certain_is_not_stated(procedure: Procedure) -> None:
    """A fee or time that the record doubts is not named; where it doubts the papers, an officer is."""
    told = procedure.english.answer or ""
    if not procedure.is_certain("fee"):
        assert "Fee:" not in told
    if not procedure.is_certain("time_limit"):
        assert "Time:" not in told
    if not (procedure.is_certain("documents") and procedure.is_certain("how.in_person")):
        assert "officer" in told


def test_those_that_foreigners_need_most_have_one() -> None:
    """Marriage, birth, residence, copies, criminal record, business, vehicles, and what was registered abroad."""
    needed = """
        ket-hon-yeu-to-nuoc-ngoai khai-sinh-yeu-to-nuoc-ngoai khai-bao-tam-tru-nguoi-nuoc-ngoai chung-thuc-ban-sao
        chung-thuc-chu-ky chung-thuc-chu-ky-nguoi-dich-ctv phieu-ly-lich-tu-phap dang-ky-ho-kinh-doanh sang-ten-xe
        dang-ky-xe-lan-dau xac-nhan-thong-tin-cu-tru xac-nhan-tinh-trang-hon-nhan trich-luc-ho-tich ghi-chu-ket-hon
        ghi-chu-ly-hon"""
    assert set(needed.split()) <= {procedure.id for procedure in written()}
    assert len(written()) >= 35
    assert all(referral.english.answer for referral in shipped().referrals.values())
