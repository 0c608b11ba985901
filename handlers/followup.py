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
    sibling_named,
    told,
    unknown_detail,
    variant,
    what_if,
    which_part,
)
from handlers.messages import Decision
from handlers.turn import Turn

LONGEST = 200
"""A message of more letters tells a story, and leans on nothing said before."""


def in_context(turn: Turn) -> Decision | None:
    """A text that leans on the last procedure or the last aspect."""
    if not turn.text or len(turn.text) > LONGEST:
        return None
    return (
        plainly.route(turn)
        or correction.route(turn)
        or bare_part.route(turn)
        or asides.route(turn)
        or elsewhere.route(turn)
        or other_party.route(turn)
        or unknown_detail.of_other_party(turn)
        or not_yet.route(turn)
        or paper_to_get.route(turn)
        or circumstance.of_people(turn)
        or what_if.route(turn)
        or what_if.next_need(turn)
        or bare_age.route(turn)
        or remarks.route(turn)
        or told.own_case(turn)
        or sibling_named.route(turn)
        or own_words.route(turn)
        or variant.route(turn)
        or circumstance.of_case(turn)
        or unknown_detail.of_people(turn)
        or other_procedure.route(turn)
        or condition.route(turn)
        or detail.sure(turn)
        or which_part.told(turn)
        or detail.route(turn)
        or told.nothing_new(turn)
        or pointing_back.route(turn)
        or part_of_topic.route(turn)
        or which_part.offered(turn)
    )
