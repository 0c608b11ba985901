"""The conversation: pure functions from a message and what is remembered to a decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from handlers import (
    album,
    another_day,
    another_office,
    both_needs,
    by_when,
    by_words,
    cases,
    circumstance,
    commands,
    counts,
    detail_asked,
    earlier,
    edits,
    english,
    english_topic,
    fee_ways,
    followup,
    groups,
    handoff,
    joining,
    media,
    newborn,
    one_form,
    one_paper,
    opening_days,
    pages,
    paper_from,
    picking,
    press,
    privacy,
    question,
    receipt,
    routing,
    sibling_told,
    silence,
    texts,
    told,
    useful,
    whereabouts,
)
from handlers.desk import Desk
from handlers.english import first_notice
from handlers.messages import Conversation, Decision, Incoming, Say, TicketView
from handlers.staff import StaffRole, decide_staff
from handlers.turn import Route, Turn
from handlers.words import besides_thanks

__all__ = ["ROUTES", "Desk", "StaffRole", "decide", "decide_staff"]

ROUTES: tuple[Route, ...] = (
    silence.route,  # nothing that could be answered
    groups.route,  # a group of other people
    edits.route,  # a message changed afterwards
    album.route,  # one more picture of several
    press.route,  # a button
    useful.route,  # a thumb up or down
    cases.route,  # an answer about one's own case
    commands.route,  # /huy, "danh mục", "hỏi bot …"
    joining.route,  # an officer has the conversation
    earlier.route,  # "quay lại cái đầu", "còn cái kia?"
    told.beside_draft,  # "tôi tự đi" while a question to the officers waits
    handoff.route,  # "shall I send this?" waits for an answer
    media.route,  # a photo without words
    pages.route,  # "5 trang 3 bản"
    counts.route,  # "35 người thì sao"
    fee_ways.route,  # "nộp online thì sao", "nhà có cả đất thì sao"
    by_words.with_part,  # "cái thứ hai cần gì"
    picking.route,  # a number, or words of a choice
    both_needs.route,  # "vâng" after two needs were told at once
    picking.stray_number,  # a number that answers nothing
    picking.yes_or_no,  # "vâng ạ" after everything was said
    commands.person,  # "cho gặp người thật"
    english_topic.route,  # "how many days", after an answer in English
    another_day.route,  # "thứ 4 em nộp thì bao giờ lấy"
    by_when.route,  # "bé sinh 20/9 có quá hạn không"
    newborn.route,  # "con tôi mất lúc mới sinh, có làm khai sinh không"
    one_form.route,  # "tờ khai CT01 tải ở đâu"
    another_office.route,  # "rồi kiện ra tòa thì nộp ở đâu"
    detail_asked.route,  # "mấy người làm chứng", "ký sẵn ở nhà được không"
    one_paper.route,  # "có cần mang sổ hộ khẩu không"
    paper_from.route,  # "giấy chứng sinh lấy ở đâu"
    opening_days.route,  # "cuối tuần phường có làm không"
    whereabouts.route,  # "phường ở đâu"
    told.at_length,  # "cháu người trong nước, không phải Việt kiều, vào nhà thuê"
    followup.in_context,  # "còn phí?", "ý tôi là khai tử"
    cases.unclear,  # no clear answer about one's own case
    by_words.unclear,  # no choice of the list, no need of its own
    circumstance.of_the_likeliest,  # "cháu không có tên bố thì sao"
    sibling_told.of_the_former,  # "trước em lấy chồng Đài Loan, giờ cưới người Việt"
    question.route,  # anything else
)
"""Which message goes where: the first route that decides wins, the last one always does."""

_WARNED = timedelta(days=1)
"""How long nobody is told again that a personal number was covered."""


def decide(
    incoming: Incoming,
    conversation: Conversation,
    desk: Desk,
    *,
    now: datetime,
    ticket: TicketView | None,
    spare_code: str,
    receipt_code: str = "",
) -> Decision:
    """All that follows from one message of a resident; `ticket` is their open one, `spare_code` is for a new one.

    `receipt_code` is for the answer, which has no receipt without one.
    Personal numbers are covered before anything looks at the words.
    """
    turn = Turn(privacy.covered(incoming), conversation, desk, now, ticket, spare_code)
    turn = replace(turn, english=english.spoken(turn))
    turn = turn if turn.ticket else turn.with_text(besides_thanks(turn.incoming.text))
    decided = next(routing.decisions(ROUTES, turn))
    # The order counts. The way back to a case half done joins the choices first: beside it nobody is asked whether the
    # answer was useful. What was offered is remembered before a draft to the officers takes its place, since the draft
    # is what the next message answers. Whether it was useful is asked of a receipt, so that is given before. The
    # warning stands above the whole reply, the first notice above the warning.
    decided = english.with_english_links(turn, cases.with_offer(turn, decided))
    kept = replace(decided.conversation, english=turn.english, album=incoming.album)
    decided = earlier.remembered(turn, replace(decided, conversation=kept))
    decided = handoff.with_draft(turn, useful.offered(turn, receipt.given(turn, decided, receipt_code)))
    return _first_words(turn, _warned(turn, decided, incoming.text))


def _warned(turn: Turn, decision: Decision, text: str) -> Decision:
    """With the kind word to somebody who sent a password, or a personal number for the first time in a day."""
    if turn.incoming.chat_kind != "private" or turn.incoming.text == text:
        return decision
    warning = privacy.warning(text, in_english=turn.english)
    secret = warning in (texts.GIVE_NOBODY, texts.EN_GIVE_NOBODY)
    told = turn.conversation.warned_at
    if warning is None or (told and not secret and turn.now - told < _WARNED):
        return decision
    return _led_by(warning, replace(decision, conversation=replace(decision.conversation, warned_at=turn.now)))


def _first_words(turn: Turn, decision: Decision) -> Decision:
    """With the notice before the first reply of all."""
    if turn.conversation.greeted or not decision.say:
        return decision
    known = replace(decision, conversation=replace(decision.conversation, greeted=True))
    notice = first_notice(turn)
    said = any(notice in say.text for say in decision.say)
    return known if said or turn.incoming.chat_kind == "group" else _led_by(notice, known)


def _led_by(line: str, decision: Decision) -> Decision:
    """The decision with a line before its first reply."""
    if not decision.say:
        return replace(decision, say=(Say(line),))
    first, *rest = decision.say
    return replace(decision, say=(replace(first, text=f"{line}\n\n{first.text}"), *rest))
