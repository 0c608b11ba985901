"""What the knowledge base holds, as frozen values: the ward, procedures, referrals, general questions, small talk.

Dates are ISO strings turned into `date`; money is whole đồng. A value that is not known is None, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal

from knowledge.lexicon import Lexicon

DocumentKind = Literal[
    "original",
    "copy",
    "certified_copy",
    "present_original",
    "original_or_copy",
    "original_or_certified_copy",
]
FilingChannel = Literal["in_person", "online", "post"]
Status = Literal["current", "repealed"]
OnlineLevel = Literal["toàn trình", "một phần"]
Confidence = Literal["sourced", "memory"]

_PART = re.compile(r"(\w+)(?:\[(\d+)\])?(?:\.(\w+))?")
_PORTAL_PAGE = re.compile(r"https://dichvucong\.gov\.vn/\w.*")
"""A page of the National Public Service Portal, not its front."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read, and when."""

    title: str
    url: str | None = None
    repo: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The officer who read an entry and stands by it, and the day; both None until someone does."""

    by: str | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One paper of a dossier; `when` says in words on what condition, `when_case` by the answers to `cases`.

    `office_decides`: only the office finds out whether `when` holds, so that no resident is asked.
    `english` and `english_when` are what a person wrote for the name and the condition; `form_url` leads to its form.
    """

    name: str
    kind: DocumentKind
    count: int
    form: str | None = None
    when: str | None = None
    when_case: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    office_decides: bool = False
    english: str | None = None
    english_when: str | None = None
    form_url: str | None = None


@dataclass(frozen=True, slots=True)
class NotNeeded:
    """A paper that must not be asked for, the rule that says so, and what to do when the database has no record.

    `english`: what a person wrote for all of it but the rule.
    """

    what: str
    why: str
    basis: str
    fallback: str | None = None
    english: str | None = None


@dataclass(frozen=True, slots=True)
class FeeTier:
    """The amount per page from one page number to another; `to_page` None means no upper end."""

    from_page: int
    to_page: int | None
    amount: int


@dataclass(frozen=True, slots=True)
class FeeRule:
    """One line of the tariff: an amount or page tiers, for which channels, on what condition, from when until when."""

    unit: str
    channel: tuple[FilingChannel, ...]
    basis: str
    amount: int | None = None
    tiers: tuple[FeeTier, ...] = ()
    per: str | None = None
    cap: int | None = None
    condition: str | None = None
    exempt: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class CaseOption:
    """One answer to a question about the resident's own situation.

    `said`: how people say it, so that it need not be asked; `note`: what follows from it besides the papers.
    """

    id: str
    label: str
    said: tuple[str, ...] = ()
    note: str | None = None
    english: str | None = None
    english_note: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A question to ask when the papers depend on the situation."""

    id: str
    question: str
    options: tuple[CaseOption, ...]
    english: str | None = None


@dataclass(frozen=True, slots=True)
class Sibling:
    """A procedure easily taken for this one, and the question that tells them apart."""

    id: str
    question: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Parts of an entry on which the sources disagree, and why."""

    fields: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Repeal:
    """When and by what a procedure was repealed, and what to tell who asks for it."""

    on: date | None = None
    basis: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class How:
    """How a dossier is filed: at the counter, online, by post; None where that way is not known to exist."""

    in_person: str | None = None
    online: str | None = None
    post: str | None = None


@dataclass(frozen=True, slots=True)
class English:
    """What a person wrote in English for an entry; `answer` is None where nobody has."""

    name: str | None = None
    aliases: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Procedure:
    """One administrative procedure, as the law stands between `valid_from` and `valid_until`."""

    id: str
    code: str | None
    name: str
    short: str
    field: str
    level: str | None
    status: Status
    confirmed: Confirmation
    popularity: int
    aliases: tuple[str, ...]
    questions: tuple[str, ...]
    english: English
    who: str | None
    documents: tuple[Document, ...]
    not_needed: tuple[NotNeeded, ...]
    cases: tuple[Case, ...]
    steps: tuple[str, ...]
    how: How
    online_level: OnlineLevel | None
    counter: str | None
    fee: str | None
    fee_rules: tuple[FeeRule, ...]
    time_limit: str | None
    result: str | None
    legal_basis: tuple[str, ...]
    notes: tuple[str, ...]
    valid_from: date | None
    valid_until: date | None
    valid_basis: str | None
    siblings: tuple[Sibling, ...]
    unverified: tuple[str, ...]
    doubtful: tuple[Doubt, ...]
    confidence: Confidence
    source: tuple[Source, ...]
    replaced_by: tuple[str, ...]
    repealed: Repeal | None
    line: int
    file: str

    @property
    def portal_page(self) -> str | None:
        """Its own page on the National Public Service Portal, if one of its sources is that."""
        return next((one.url for one in self.source if one.url and _PORTAL_PAGE.match(one.url)), None)

    def is_repealed(self, day: date) -> bool:
        """Whether it is no longer in force on a day; a repeal whose day is not written has happened."""
        on = self.repealed.on if self.repealed else None
        return self.status == "repealed" and (on is None or on <= day)

    def is_certain(self, part: str) -> bool:
        """Whether `part` ("fee", "documents[2]", "how.online"…) may be stated without confirmation.

        A whole is uncertain as soon as one of its parts is, a part as soon as its whole is, and the
        tariff (`fee_rules`) as soon as the words about the fee are.
        """
        if self.confidence == "memory":
            return False
        shaky = [*self.unverified, *(name for doubt in self.doubtful for name in doubt.fields)]
        return not any(_overlap(name, part) for name in shaky)


def _overlap(one: str, other: str) -> bool:
    """Whether two names of parts speak of one thing: "documents.form" and "documents[2]", "fee" and "fee_rules"."""
    names = (name.replace("fee_rules", "fee") for name in (one, other))
    pieces = [match.groups() for name in names if (match := _PART.fullmatch(name))]
    if len(pieces) < 2:
        return one == other
    return all(a is None or b is None or a == b for a, b in zip(*pieces, strict=True))


@dataclass(frozen=True, slots=True)
class Referral:
    """Something people ask that a ward does not do, and where to go instead."""

    id: str
    name: str
    aliases: tuple[str, ...]
    questions: tuple[str, ...]
    answer: str
    link: str | None
    see: tuple[str, ...]
    english: English
    source: tuple[Source, ...]
    unverified: bool
    line: int
    file: str


@dataclass(frozen=True, slots=True)
class General:
    """A question about the ward or about filing at large; `answer` may name ward facts in braces, such as {hours}."""

    id: str
    name: str
    aliases: tuple[str, ...]
    questions: tuple[str, ...]
    answer: str
    english: English
    line: int
    file: str


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """A greeting, thanks or chat, and the friendly reply."""

    id: str
    aliases: tuple[str, ...]
    questions: tuple[str, ...]
    answer: str
    english: str | None
    line: int
    file: str


@dataclass(frozen=True, slots=True)
class Heard:
    """How residents asked about the entry of this id, in their own words, kept apart from the facts of the entry."""

    id: str
    questions: tuple[str, ...]
    english: tuple[str, ...]
    line: int
    file: str


@dataclass(frozen=True, slots=True)
class FollowUp:
    """How residents ask for one part of a procedure that is talked of already."""

    part: str
    questions: tuple[str, ...]
    english: tuple[str, ...]
    line: int
    file: str


@dataclass(frozen=True, slots=True)
class Shift:
    """One stretch of opening hours on the given weekdays (0 = Monday), local time."""

    days: tuple[int, ...]
    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Place:
    """A counter: what it is called, where it stands, which fields it takes ("all" for every field).

    `hours` are its own where they are not the ward's.
    """

    id: str
    name: str
    address: str | None
    fields: tuple[str, ...]
    hours: tuple[Shift, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A link shown to residents."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Ward:
    """The ward itself; a fact that is still a placeholder in faq.yaml is None or empty here, so it cannot be shown."""

    name: str | None
    city: str | None
    signature: str
    hotline: str | None
    website: str | None
    email: str | None
    places: tuple[Place, ...]
    hours: tuple[Shift, ...]
    closed: frozenset[date]
    open_extra: frozenset[date]
    links: tuple[Link, ...]
    allowed_hosts: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class KnowledgeBase:
    """Everything the bot knows, checked; two are the same only if they are one.

    `version` is a digest of the files it was read from, `files` the names of those that a change may come from,
    faq.yaml first. `lexicon` is how residents write.
    """

    ward: Ward
    procedures: Mapping[str, Procedure]
    referrals: Mapping[str, Referral]
    general: Mapping[str, General]
    small_talk: Mapping[str, SmallTalk]
    lexicon: Lexicon
    version: str
    files: tuple[str, ...] = ()
    heard: tuple[Heard, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()

    @property
    def size(self) -> int:
        """How many entries can be found."""
        return sum(map(len, (self.procedures, self.referrals, self.general, self.small_talk)))

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of procedures that are or were in force on some known day, in faq.yaml's order."""
        current = (p.field for p in self.procedures.values() if not p.is_repealed(date.min))
        return tuple(dict.fromkeys(current))
