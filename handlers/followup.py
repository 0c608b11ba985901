"""Messages that only make sense after what was said before: "còn phí?", "ý tôi là…", "thế nếu …"."""

from __future__ import annotations

from handlers import (
    asides,
    bare_age,
    bare_part,
    circumstance,
    condition,
    correction,
    detail,
    elsewhere,
    not_yet,
    other_party,
    other_procedure,
    own_words,
    paper_to_get,
    part_of_topic,
    plainly,
    pointing_back,
    remarks,
    routing,
    sibling_named,
    told,
    unknown_detail,
    variant,
    what_if,
    which_part,
)
from handlers.messages import Decision
from handlers.turn import Route, Turn

LONGEST = 200
"""A message of more letters tells a story, and leans on nothing said before."""
ROUTES: tuple[Route, ...] = (
    plainly.route,  # "tôi không hiểu": before what tells of one's own case, which "không …" sounds like
    correction.route,  # "không, ý tôi là khai tử": a denial tells nothing of the case of what it denies
    bare_part.route,  # "thế còn phí?": a clear part, before the guesses at parts and the names behind "thế còn"
    asides.route,  # "có VNeID rồi, nộp ở đâu": the same behind words that lead to it, before those are heard as a need
    elsewhere.route,  # "làm ở đây được không": where, before the place is heard as a need
    other_party.route,  # "bên bán làm mất cà vẹt thì lâu không": before their loss is heard as one's own
    unknown_detail.of_other_party,  # and what the record does not say of them, for the same reason
    not_yet.route,  # "em chưa ly hôn, cưới luôn được không": before what is not done is heard as a need
    paper_to_get.route,  # "hợp đồng đó chứng thực ở đâu": of that paper, before the part is told of the topic
    circumstance.of_people,  # "ông cụ 80 tuổi thì sao": the topic's own record, before its siblings and a bare age
    what_if.route,  # "thế nếu mất hẳn thì sao": a sure sibling, before "thế …" makes a name or a detail of it
    what_if.next_need,  # "chuyển xong muốn xây nhà": what is done is no answer about one's own case
    bare_age.route,  # "cháu 5 tuổi": who it is for, before that is heard as an answer about the case
    remarks.route,  # "câu này không hữu ích": asks and tells nothing, before what tells
    told.own_case,  # "không có kết quả ADN": an answer, before the record is searched for its words
    sibling_named.route,  # sure by its whole words, before what is left of them is looked at
    own_words.route,  # "mấy ngày có đăng ký mới": by the record's words, before the part is guessed
    variant.route,  # "thế nếu là người nước ngoài": a sibling for just that, before any name behind "thế …"
    circumstance.of_case,  # "con 10 tuổi thì sao": a case that the record asks for, before another procedure
    unknown_detail.of_people,  # people the record says nothing of are no other procedure
    other_procedure.route,  # "thế còn trích lục thì sao": a name, before a line of the record that has it
    condition.route,  # "thế nếu đúng hạn?": a part that says so, before a single line and what only points back
    detail.sure,  # two things of the question in one line: surer than a part learnt from others' words
    which_part.told,  # "lấy liền hay hẹn": the likeliest part, before a line that shares one thing
    detail.route,  # one thing is enough where no part is asked
    told.nothing_new,  # tells, answers and asks nothing: before what is for questions without a clear part
    pointing_back.route,  # "cái này bố mẹ có phải đi không": an officer, as far as no part or line was found
    part_of_topic.route,  # a part heard among words that name nothing
    which_part.offered,  # the parts it may be: a choice is the last that can be made of it
)
"""What a message may be that leans on the last one: the first route that decides wins, so the surer stands earlier."""


def in_context(turn: Turn) -> Decision | None:
    """A text that leans on the last procedure or the last aspect."""
    if not turn.text or len(turn.text) > LONGEST:
        return None
    return next(routing.decisions(ROUTES, turn), None)
