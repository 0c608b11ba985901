"""The general answers while a ward has not filled in all of its facts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from handlers import places, texts
from handlers.messages import Conversation, Topic
from knowledge.model import Place, Shift, Ward
from tests.unit.handlers_world import NOW, desk, entry, say, shipped, verdict, words

WEEK = (0, 1, 2, 3, 4)

GENERAL = sorted(shipped().general)
VIETNAMESE = re.compile(r"[ăâđêôơưàáạảãèéẹẻẽìíịỉĩòóọỏõùúụủũỳýỵỷỹ]")


@pytest.mark.parametrize("entry_id", GENERAL)
def test_a_general_answer_never_shows_an_empty_place(entry_id: str) -> None:
    """Whatever is not filled in takes its sentence along, no brace is left."""
    told = words(say("hỏi", desk(verdicts={"hỏi": verdict("refer", entry=entry(entry_id))})))
    assert told
    assert not re.search(r"[{}\[\]]", told)


def test_an_english_answer_goes_without_the_number_that_is_not_known() -> None:
    """What can be said without the telephone is said, in English."""
    asked = "are you closed on public holidays"
    told = words(say(asked, desk(verdicts={asked: verdict("refer", entry=entry("nghi-le"), language="en")})))
    assert "We are closed on Vietnamese public holidays." in told
    assert "call" not in told
    assert not VIETNAMESE.search(told.lower())


def with_police_hours() -> Ward:
    """A ward open from Monday to Friday whose police also work on Saturday mornings."""
    week = (Shift(WEEK, time(7, 30), time(11, 30)), Shift(WEEK, time(13, 30), time(17)))
    own = (*week, Shift((5,), time(7, 30), time(11, 30)))
    counters = (
        Place("trung-tam", "Trung tâm", "số 1", ("all",)),
        Place("cong-an", "Công an phường", "số 2", ("Cư trú",), own),
    )
    return replace(shipped().ward, places=counters, hours=week, hotline=None)


SATURDAY = datetime(2026, 11, 28, 2, 0, tzinfo=UTC)
"""Nine in the morning, local time."""


def asked(text: str, ward: Ward | None = None, now: datetime = NOW) -> str:
    """What is said to a text that means nothing to the matcher."""
    kb = replace(shipped(), ward=ward or shipped().ward)
    return words(say(text, replace(desk(), kb=kb), now=now))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("mai có làm không", "thứ Ba 24/11 (Ngày Văn hóa Việt Nam) là ngày nghỉ chung"),
        ("24/11 có làm không", "thứ Ba 24/11 (Ngày Văn hóa Việt Nam) là ngày nghỉ chung"),
        ("hôm nay phường có làm không", "hôm nay (thứ Hai 23/11) là ngày làm việc chung"),
        ("phường có mở cửa không", "hôm nay (thứ Hai 23/11) là ngày làm việc chung"),
        ("thứ bảy có làm không", "thứ Bảy 28/11 là ngày nghỉ chung"),
        ("ngày 2 tháng 9 có làm việc không", "thứ Năm 2/9/2027 (Quốc khánh) là ngày nghỉ chung"),
        ("tết âm lịch nghỉ từ ngày nào", "nghỉ từ thứ Năm 4/2 đến hết thứ Tư 10/2, thứ Năm 11/2 làm việc lại"),
    ],
)
def test_the_day_asked_is_looked_up_even_without_the_wards_hours(text: str, told: str) -> None:
    """The country's calendar is known; what the ward itself does is not, and is not guessed."""
    assert told in asked(text)
    assert ":30" not in asked(text)


def test_each_counter_has_its_own_hours() -> None:
    """On a Saturday morning the police are open while the rest of the ward is not."""
    told = asked("thứ bảy có làm không", with_police_hours(), SATURDAY)
    assert "phường hôm nay (thứ Bảy 28/11) nghỉ, mở lại 07:30 thứ Hai 30/11" in told
    assert "Công an phường hôm nay (thứ Bảy 28/11) làm việc 07:30–11:30. Hiện đang mở cửa." in told
    assert "nghỉ" not in asked("công an thứ bảy có làm không", with_police_hours(), SATURDAY)


def test_the_hours_of_a_counter_are_those_of_the_field() -> None:
    """And nobody is told that it is closed where only the law speaks of its Saturday."""
    ward, law = with_police_hours(), "Công an cấp xã (giờ hành chính thứ 2–6 và sáng thứ 7)"
    alone = replace(ward, places=tuple(replace(place, hours=()) for place in ward.places))
    assert places.open_line(places.at_counter(ward, "Cư trú", law), SATURDAY) == texts.OPEN_NOW
    assert places.open_line(places.at_counter(alone, "Cư trú", law), SATURDAY) is None
    assert "đang nghỉ" in str(places.open_line(places.at_counter(ward, "Hộ tịch"), SATURDAY))


@pytest.mark.parametrize("text", ["phường ở đâu", "phuong o cho nao vay", "công an phường ở đâu ạ", "ubnd nằm ở đâu"])
def test_the_ward_itself_is_no_procedure(text: str) -> None:
    """Its bare name with "where" asks for its address."""
    assert "số 1" in asked(text, with_police_hours())


def test_the_counter_of_what_is_talked_of_is_meant() -> None:
    """Within a talk on residence "thứ bảy có làm không" asks for the police, within one on births for the centre."""
    where = replace(desk(), kb=replace(shipped(), ward=with_police_hours()))
    for topic, told in (("dang-ky-tam-tru", "Công an phường"), ("khai-sinh", "Trung tâm")):
        memory = Conversation(greeted=True, topic=Topic(topic, None, SATURDAY))
        said = words(say("hôm nay có làm không", where, memory, now=SATURDAY))
        assert told in said
        assert ("đang mở cửa" in said) is (topic == "dang-ky-tam-tru")
