"""The ids of choices, at most 64 bytes: what they mean is in the id itself, so an old button still works.

p:<procedure>  this procedure            a:<aspect>:<procedure>  this part of it
f:<field>:<page>  browse a field         m:<page>  the list of fields
e:<entry>  a referral or general entry   n:other  none of these      h:send, h:drop, h:officer  the hand-off
c:<case>:<option>  answer about one's own case   k:start:<procedure>, k:go, k:back, k:restart  around it
u:<verdict>:<CODE>  how useful an answer was
w:wait  leave it to the officers         t:<CODE>:<what>[:<which>]  on a ticket's card in the staff room
"""

from __future__ import annotations

from typing import NamedTuple

from handlers.messages import Choice
from knowledge.folding import comparable

OTHER = "n:other"
SEND = "h:send"
DROP = "h:drop"
OFFICER = "h:officer"
WAIT = "w:wait"
CASE_GO = "k:go"
CASE_BACK = "k:back"
CASE_RESTART = "k:restart"
HOME = "m:0"


class Press(NamedTuple):
    """A button id taken apart."""

    kind: str
    what: str = ""
    which: str = ""


def read(button: str) -> Press:
    """The parts of a button id; kind is empty for one that is none of ours."""
    kind, *rest = button.split(":", 2)
    return Press(kind, *rest) if kind in set("pafmenhwtcku") and rest else Press("")


def procedure(entry_id: str, label: str) -> Choice:
    """Pick a procedure."""
    return Choice(f"p:{entry_id}", label)


def entry(entry_id: str, label: str) -> Choice:
    """Pick a referral or a general question."""
    return Choice(f"e:{entry_id}", label)


def aspect(name: str, procedure_id: str, label: str) -> Choice:
    """Ask for one part of a procedure."""
    return Choice(f"a:{name}:{procedure_id}", label)


def field(name: str, page: int, label: str) -> Choice:
    """Browse a field from a page on."""
    return Choice(f"f:{slug(name)}:{page}", label)


def fields(page: int, label: str) -> Choice:
    """Browse the fields from a page on."""
    return Choice(f"m:{page}", label)


def own_case(procedure_id: str, label: str) -> Choice:
    """Ask for the papers of one's own case."""
    return Choice(f"k:start:{procedure_id}", label)


def case_option(case: str, option: str, label: str) -> Choice:
    """Answer a question about one's own case."""
    return Choice(f"c:{case}:{option}", label)


def rating(verdict: str, code: str, label: str) -> Choice:
    """Say how useful the answer with this code was."""
    return Choice(f"u:{verdict}:{code}", label)


def staff(code: str, what: str, label: str) -> Choice:
    """Act on a ticket from its card."""
    return Choice(f"t:{code}:{what}", label)


def slug(name: str) -> str:
    """A field's name as part of an id."""
    return comparable(name).replace(" ", "-")[:48]
