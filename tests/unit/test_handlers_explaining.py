"""`hoidap ask --explain` tells what the bot really does, not only what its matcher makes of the words."""

from __future__ import annotations

import re

import pytest

from bot.cli import main
from bot.cli.session import Session, greeted, reply_text
from handlers import ROUTES, Desk, explaining, followup
from handlers.messages import Decision
from handlers.routing import route_name
from knowledge import entries
from knowledge.decision import Calibration
from knowledge.matcher import Matcher
from tests.unit.handlers_world import NOW, shipped


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk(shipped(), Matcher(entries(shipped()), shipped().lexicon))


def decided(question: str, desk: Desk) -> Decision:
    return Session("ask", greeted()).say(question, desk, NOW)


def told(question: str, desk: Desk) -> str:
    decision = decided(question, desk)
    return explaining.explained(question, decision, reply_text(decision), desk)


def test_every_route_has_a_name_for_officers() -> None:
    """And no name is left over: a new route is named in handlers/explaining.py, in the same order."""
    at = ROUTES.index(followup.in_context)
    routes = (*ROUTES[:at], *followup.ROUTES, *ROUTES[at + 1 :])
    assert [route_name(route) for route in routes] == list(explaining.ROUTES)


@pytest.mark.parametrize(
    ("question", "decision", "part", "said"),
    [
        ("5 trang 3 bản hết bao nhiêu", "trả lời ngay", "tính tiền theo số trang, số bản", "21.000 đồng"),
        ("làm khai sinh có cần mang sổ hộ khẩu không", "trả lời ngay", "hỏi riêng một giấy", "KHÔNG cần mang"),
        ("cuối tuần phường có làm không", "chỉ dẫn", "ngày giờ phường làm việc", "Dạ"),
        ("thế còn phí?", "hỏi lại để người dân chọn", "hỏi tiếp: một phần của việc", "thủ tục nào"),
        ("gặp cán bộ", "mời chuyển cán bộ", "xin gặp người thật", "cán bộ"),
        ("chứng thực bản sao cần gì", "trả lời ngay", "so câu hỏi với các câu mẫu", "CHỨNG THỰC"),
    ],
)
def test_what_the_bot_does_is_told_first(question: str, decision: str, part: str, said: str, desk: Desk) -> None:
    """The decision, the part of the bot that took it and the reply come before the matcher's view."""
    does, _, rest = told(question, desk).partition("\n\nBOT ĐỌC CÂU NÀY THẾ NÀO\n")
    reading, _, compared = rest.partition("\n\nSO VỚI CÂU MẪU")
    assert f"Quyết định:    {decision}\n" in does
    assert f"Do phần:       {part}\n" in does
    assert said in does.partition("Sẽ nói:")[2]
    assert reading.startswith("Đọc là:")
    aside = part != "so câu hỏi với các câu mẫu"
    assert ("Không thì:" in does, "chỉ để tham khảo" in compared) == (aside, aside)


def test_what_is_offered_is_named_with_its_place(desk: Desk) -> None:
    """Where the bot asks back, each procedure of the list stands there with its file and line."""
    decision = decided("xin cấp lại giấy", desk)
    offered = [choice.id.removeprefix("p:") for choice in decision.say[0].choices if choice.id.startswith("p:")]
    named = re.findall(r"\(([a-z0-9-]+), (knowledge/procedures/\S+):\d+\)", told("xin cấp lại giấy", desk))
    assert [entry for entry, _ in named] == offered
    assert offered


def test_what_the_conversation_made_of_the_score_is_told() -> None:
    """Where the reply is another than the phrases alone would give, that is said."""
    never_sure = Matcher(entries(shipped()), shipped().lexicon, Calibration(answer_from=1.1))
    desk = Desk(shipped(), never_sure)
    question = "thủ tục khai sinh cần gì"
    assert (decided(question, desk).outcome.decision, never_sure.read(question).decision) == ("answer", "choose")
    does, _, compared = told(question, desk).partition("SO VỚI CÂU MẪU")
    assert "Khác điểm số:  riêng câu mẫu thì hỏi lại" in does
    assert "Quyết định:    hỏi lại" in compared


def test_a_reply_that_goes_by_the_score_says_nothing_else(desk: Desk) -> None:
    """Where the phrases decide, there is no difference to tell."""
    assert "Khác điểm số" not in told("chứng thực bản sao cần gì", desk)


def test_a_personal_number_is_covered(desk: Desk) -> None:
    """What is covered everywhere is covered here too."""
    assert "0912345678" not in told("gọi cho tôi số 0912345678 về khai sinh", desk)


@pytest.mark.parametrize("question", ["", "?", "zzz qqq", "1", "/start", "how much is a certified copy"])
def test_whatever_is_asked_can_be_explained(question: str, desk: Desk) -> None:
    """Nothing makes the explanation fall over."""
    assert "Sẽ nói:" in told(question, desk)


def test_the_command_explains_what_it_would_say(capsys: pytest.CaptureFixture[str]) -> None:
    """Explained or not, the reply is the same to the letter."""
    question, day = "đăng ký tạm trú mất bao lâu", ("--as-of", "2026-11-23")
    for flags in ([], ["--explain"]):
        with pytest.raises(SystemExit, match="0"):
            main(["ask", question, *flags, *day])
    plain, _, explained = capsys.readouterr().out.partition("\nCâu hỏi:")
    said = explained.partition("Sẽ nói:\n")[2].partition("\n\nBOT ĐỌC")[0]
    assert [line.removeprefix("  | ") for line in said.splitlines()] == plain.splitlines()
