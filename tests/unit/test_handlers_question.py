"""From what the matcher understood to what the resident reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers import texts
from handlers.messages import Conversation, JoinTicket, Media, OpenTicket, TicketView
from tests.unit.handlers_world import NOW, desk, entry, procedure, say, verdict, words

OPEN = TicketView("K7Q2", "open", "hỏi", NOW, "web")


def test_the_second_need_is_offered_not_answered() -> None:
    """The first is answered, the second takes one word."""
    told = verdict("answer", "khai-sinh", second=entry("dang-ky-tam-tru"))
    where = desk(verdicts={"hai việc": told})
    first = say("hai việc", where)
    assert "Tờ khai đăng ký khai sinh" in words(first)
    assert "Đăng ký tạm trú" in words(first)
    assert "thay đổi thông tin cư trú" not in words(first)
    assert say("có", where, first.conversation).outcome.procedures == ("dang-ky-tam-tru",)


def test_a_sibling_is_not_offered_as_a_second_need() -> None:
    """It is but another reading of the first."""
    told = verdict("answer", "khai-sinh", second=entry("dang-ky-lai-khai-sinh"))
    assert texts.SECOND_NEED.split("“")[0] not in words(say("hỏi", desk(verdicts={"hỏi": told})))


def test_two_siblings_are_told_apart_in_their_own_words() -> None:
    """The distinguishing question of the knowledge base is asked."""
    told = verdict("choose", "dang-ky-tam-tru", "gia-han-tam-tru")
    asked = say("tạm trú", desk(verdicts={"tạm trú": told}))
    assert "Đăng ký tạm trú lần đầu, hay tạm trú sắp hết hạn và cần gia hạn ạ?" in words(asked)
    assert [choice.id for choice in asked.say[0].choices] == ["p:dang-ky-tam-tru", "p:gia-han-tam-tru", "n:other"]


def test_a_single_candidate_is_asked_for_with_yes_or_no() -> None:
    """One procedure that it may be is no list: yes answers, no asks to say more or offers an officer."""
    where = desk(verdicts={"tạm trú": verdict("choose", "dang-ky-tam-tru")})
    asked = say("tạm trú", where)
    assert "có phải anh/chị hỏi về “Đăng ký tạm trú” không" in words(asked)
    assert [choice.label for choice in asked.say[0].choices] == ["Vâng, đăng ký tạm trú", texts.OTHER]
    assert texts.PICK not in words(asked)
    assert say("đúng rồi", where, asked.conversation).outcome.procedures == ("dang-ky-tam-tru",)
    assert texts.NONE_OF_THESE in words(say("không phải", where, asked.conversation))


def test_the_part_that_was_asked_is_answered_after_the_choice() -> None:
    """ "Phí tạm trú?" "Đăng ký hay gia hạn?" "1": the fee."""
    told = verdict("choose", "dang-ky-tam-tru", "gia-han-tam-tru", aspect="fee")
    where = desk(verdicts={"phí tạm trú": told})
    picked = say("1", where, say("phí tạm trú", where).conversation)
    assert picked.outcome.aspect == "fee"
    assert "15.000 đồng" in words(picked)


def test_missing_twice_in_a_row_apologises() -> None:
    """The second time the officer is offered with an apology; an answer in between begins anew."""
    where = desk(verdicts={"rõ": verdict("answer", "khai-sinh")})
    first = say("xyz", where)
    second = say("zyx", where, replace(first.conversation, pending=None))
    assert texts.DO_NOT_KNOW in words(first)
    assert texts.MISSED_AGAIN in words(second)
    assert say("rõ", where, second.conversation).conversation.misses == 0


def test_a_question_in_english_without_an_english_answer_gets_the_vietnamese_one_under_a_line() -> None:
    """No machine's guess of law."""
    told = verdict("answer", "khai-sinh", language="en")
    unwritten = procedure(english=replace(procedure().english, answer=None))
    said = words(say("birth", desk(unwritten, verdicts={"birth": told})))
    assert texts.EN_DETAILS in said
    assert "Giấy chứng sinh" in said


def test_an_english_answer_that_a_person_wrote_is_used() -> None:
    """Only that, with an officer one tap away."""
    written = procedure(english=replace(procedure().english, answer="Bring the birth notification."))
    told = verdict("answer", "khai-sinh", language="en")
    said = words(say("birth", desk(written, verdicts={"birth": told})))
    assert "Bring the birth notification." in said
    assert "Giấy chứng sinh" not in said


def test_condolence_once() -> None:
    """At the first answer, not at every one after it."""
    told = {"bố tôi vừa mất": verdict("answer", "khai-tu"), "mẹ tôi qua đời": verdict("answer", "khai-tu")}
    where = desk(verdicts=told)
    first = say("bố tôi vừa mất", where)
    assert words(first).startswith(texts.CONDOLENCE)
    assert texts.CONDOLENCE not in words(say("mẹ tôi qua đời", where, first.conversation))


@pytest.mark.parametrize(
    "text",
    ["tôi bị mất cccd", "mất bao nhiêu tiền", "mẹ em mất thẻ bhyt", "con tôi mất giấy khai sinh", "mất mấy ngày"],
)
def test_what_is_lost_or_costs_is_not_mourned(text: str) -> None:
    """ "Mất" has three meanings."""
    where = desk(verdicts={text: verdict("answer", "khai-sinh")})
    assert texts.CONDOLENCE not in words(say(text, where))


def test_the_first_message_is_answered_in_the_same_turn() -> None:
    """The notice comes before the answer, and only once."""
    where = desk(verdicts={"hỏi": verdict("answer", "khai-sinh")})
    first = say("hỏi", where, Conversation())
    assert "dịch vụ trả lời tự động" in words(first)
    assert "90 ngày" in words(first)
    assert "ĐĂNG KÝ KHAI SINH" in words(first)
    assert "dịch vụ trả lời tự động" not in words(say("hỏi", where, first.conversation))


def test_a_hand_off_carries_question_guesses_and_media() -> None:
    """What was shown is what is sent."""
    where = desk(verdicts={"giúp": verdict("handoff", "khai-sinh")})
    offered = say("giúp", where)
    added = say("", where, offered.conversation, media=(Media("photo", "ref"),))
    sent = say("gửi", where, added.conversation)
    assert sent.ticket == OpenTicket("K7Q2", "giúp", offered.conversation.pending.guesses, (Media("photo", "ref"),))  # type: ignore[union-attr] # asserted by equality
    assert "#K7Q2" in words(sent)


def test_the_pictures_of_an_album_are_acknowledged_once() -> None:
    """Each joins the question, the bot speaks at the first."""
    picture = (Media("photo", "ref"),)
    first = say("", desk(), media=picture, album="a")
    second = say("", desk(), first.conversation, media=picture, album="a")
    assert words(first)
    assert not second.say
    assert second.conversation.pending is not None
    assert len(second.conversation.pending.media) == 2
    other = say("", desk(), second.conversation, media=picture, album="b")
    assert words(other)


def test_an_album_under_a_question_brings_one_answer() -> None:
    """The words under the first picture are answered; the other pictures stay beside them and change nothing else."""
    picture = (Media("photo", "ref"),)
    where = desk(verdicts={"khai sinh": verdict("answer", "khai-sinh")})
    answered = say("khai sinh", where, media=picture, album="a")
    after = say("", where, answered.conversation, media=picture, album="a")
    assert words(answered)
    assert not after.say
    asked = answered.conversation.pending
    assert asked is not None
    assert after.conversation.pending == replace(asked, media=picture * 2)
    assert after.conversation.topic == answered.conversation.topic
    with_words = say("khai sinh", where, answered.conversation, media=picture, album="a")
    assert words(with_words)


def test_an_album_under_an_answered_question_goes_on_to_the_officers() -> None:
    """Whoever asks for an officer after the answer need not send the pictures again."""
    where = desk(verdicts={"khai sinh": verdict("answer", "khai-sinh")})
    told = say("khai sinh", where, media=(Media("photo", "1"),), album="a")
    told = say("", where, told.conversation, media=(Media("photo", "2"),), album="a")
    shown = say("gặp cán bộ", where, told.conversation)
    sent = say("gửi", where, shown.conversation)
    assert "2 ảnh" in words(shown)
    assert isinstance(sent.ticket, OpenTicket)
    assert (sent.ticket.question, [one.ref for one in sent.ticket.media]) == ("khai sinh", ["1", "2"])


def test_pictures_go_on_where_none_of_the_choices_was_meant() -> None:
    """The question is offered to the officers with what was sent beside it."""
    where = desk(verdicts={"giấy này": verdict("choose", "khai-sinh", "ket-hon")})
    asked = say("giấy này", where, media=(Media("photo", "1"),))
    offered = say("3", where, asked.conversation)
    assert offered.conversation.pending is not None
    assert [one.ref for one in offered.conversation.pending.media] == ["1"]


def test_all_pictures_of_an_album_go_to_the_officers() -> None:
    """Each of three is in what is sent, however slowly they came in."""
    told = say("", desk(), media=(Media("photo", "1"),), album="a")
    for ref in "23":
        told = say("", desk(), told.conversation, media=(Media("photo", ref),), album="a")
    sent = say("gửi", desk(), told.conversation)
    assert isinstance(sent.ticket, OpenTicket)
    assert [one.ref for one in sent.ticket.media] == ["1", "2", "3"]


def test_officers_see_what_the_question_handed_over_is_about() -> None:
    """Another matter than the answer before: its own guesses; a detail of that answer: the procedure first."""
    where = desk(
        verdicts={
            "khai sinh": verdict("answer", "khai-sinh"),
            "ngõ nhà tôi ngập": verdict("handoff", "thong-tin-quy-hoach"),
            "cái này có được hoãn không": verdict("choose", "tach-ho", "ket-hon", confidence=0.4),
        }
    )
    answered = say("khai sinh", where)
    other = say("gửi", where, say("ngõ nhà tôi ngập", where, answered.conversation).conversation)
    detail = say("gửi", where, say("cái này có được hoãn không", where, answered.conversation).conversation)
    assert isinstance(other.ticket, OpenTicket)
    assert isinstance(detail.ticket, OpenTicket)
    assert [guess.id for guess in other.ticket.guesses] == ["thong-tin-quy-hoach"]
    assert detail.ticket.guesses[0].id == "khai-sinh"


def test_a_joined_message_is_acknowledged_once_in_half_an_hour() -> None:
    """Quiet, so that the officer is heard."""
    first = say("thêm", desk(), ticket=OPEN)
    second = say("nữa", desk(), first.conversation, ticket=OPEN, now=NOW + timedelta(minutes=29))
    third = say("nữa", desk(), first.conversation, ticket=OPEN, now=NOW + timedelta(minutes=31))
    assert [bool(d.say) for d in (first, second, third)] == [True, False, True]
    assert second.ticket == JoinTicket("nữa")


def test_an_old_question_of_the_bot_is_not_answered_by_a_number() -> None:
    """A day later "1" means nothing."""
    where = desk(verdicts={"giấy": verdict("choose", "khai-sinh", "khai-tu")})
    asked = say("giấy", where)
    late = say("1", where, asked.conversation, now=NOW + timedelta(hours=25))
    assert texts.NUMBER_OF_WHAT in words(late)


def test_a_message_without_words_gets_a_kind_word() -> None:
    """And nothing is forgotten over it."""
    before = Conversation(greeted=True, misses=1)
    after = say("  ", desk(), before)
    assert words(after) == texts.EMPTY
    assert after.conversation == before


def test_a_correction_keeps_the_part_that_was_asked() -> None:
    """ "Không, ý tôi là …" drops the first procedure, not the question."""
    where = desk(
        verdicts={
            "phí tạm trú": verdict("answer", "dang-ky-tam-tru", aspect="fee"),
            "kết hôn": verdict("answer", "ket-hon"),
        }
    )
    corrected = say("không, ý tôi là kết hôn", where, say("phí tạm trú", where).conversation)
    assert (corrected.outcome.procedures, corrected.outcome.aspect) == (("ket-hon",), "fee")


def test_not_having_something_is_no_correction() -> None:
    """ "Không có giấy chứng sinh" must not become "có giấy chứng sinh"."""
    where = desk(
        verdicts={
            "khai sinh": verdict("answer", "khai-sinh"),
            "có giấy chứng sinh thì sao": verdict("answer", "ket-hon"),
        }
    )
    after = say("không có giấy chứng sinh thì sao", where, say("khai sinh", where).conversation)
    assert "Trường hợp của anh/chị: Không có giấy chứng sinh" in words(after)
