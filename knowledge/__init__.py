"""What the bot knows and how it reads a question: text in, verdict out, and no effects.

The names below are the public surface; everything else is inner working.
"""

from knowledge.check import check
from knowledge.draft import root_of
from knowledge.entries import entries
from knowledge.errors import FaqError, Problem, Report
from knowledge.loader import default_faq, load
from knowledge.model import KnowledgeBase
from knowledge.todo import Reason, Todo, todo

__all__ = [
    "FaqError",
    "KnowledgeBase",
    "Problem",
    "Reason",
    "Report",
    "Todo",
    "check",
    "default_faq",
    "entries",
    "load",
    "root_of",
    "todo",
]
