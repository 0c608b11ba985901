"""A receipt as officers read it: what was asked, what the bot said, on which facts."""

from __future__ import annotations

from bot.db.models import ReceiptRow
from handlers import texts
from handlers.desk import Desk
from knowledge.dates import local


def told(row: ReceiptRow, desk: Desk) -> str:
    """The answer word for word, under what it was about; whether the facts have changed since."""
    procedure = desk.kb.procedures.get(row.procedure_id)
    about = [
        procedure.short if procedure else row.procedure_id,
        *([texts.ASPECTS[row.aspect].lower()] if row.aspect in texts.ASPECTS else []),
        *([row.answers] if row.answers else []),
    ]
    same = row.version == desk.kb.version
    return texts.RECEIPT_TOLD.format(
        code=row.code,
        at=texts.moment(local(row.at)),
        question=row.question,
        about=" · ".join(about),
        version=row.version[:12],
        state=texts.RECEIPT_SAME if same else texts.RECEIPT_CHANGED,
        said=row.said,
    )
