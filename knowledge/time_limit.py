"""When a dossier that is filed now may be expected back, where the words of its time limit say so plainly."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from knowledge import dates
from knowledge.folding import comparable
from knowledge.model import Ward

CUT_OFF = time(15)
"""What is received later is done on the next working day, where the result is due on the same day."""

_SAME_DAY = re.compile(r"(?:ngay )?trong ngay (?:lam viec )?nhan sau 15 gio")
_WORKING_DAYS = re.compile(
    r"(?:khong qua )?(?P<days>\d{1,2}) ngay lam viec"
    r"(?: (?:ke )?tu (?:khi|ngay) nhan(?: du)? ho so(?: hop le)?)?(?: theo cong)?"
)


@dataclass(frozen=True, slots=True)
class Appointment:
    """Filed on one day, to be fetched on another; `late` is that day for what comes after the cut-off of the first."""

    filed: date
    due: date
    late: date | None = None


def appointment(time_limit: str, ward: Ward, now: datetime) -> Appointment | None:
    """The estimate for filing as soon as possible from an aware moment on; None where the words allow none."""
    filed = dates.filing_day(ward, now)
    if _SAME_DAY.match(comparable(time_limit)):
        return _same_day(ward, filed, now)
    found = _WORKING_DAYS.fullmatch(comparable(time_limit.split(";")[0]))
    days = int(found["days"]) if found else 0
    return Appointment(filed, dates.working_day_after(ward, filed, days)) if days else None


def _same_day(ward: Ward, filed: date, now: datetime) -> Appointment:
    following = dates.working_day_after(ward, filed, 1)
    here = dates.local(now)
    if here.date() == filed and here.time() >= CUT_OFF:
        return Appointment(filed, following)
    end = dates.closing(ward, filed)
    return Appointment(filed, filed, following if end and end > CUT_OFF else None)
