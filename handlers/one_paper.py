"""Whether one paper must be brought ("có cần mang sổ hộ khẩu không"), and which ones need not be."""

from __future__ import annotations

import re

from handlers import asking, buttons, detail, documents, duty, question, texts
from handlers.messages import Choice, Decision, Outcome, Say
from handlers.numbered import inline
from handlers.turn import Turn
from handlers.words import plain
from knowledge.model import NotNeeded, Procedure

_NO = r"(?:khong|ko|k|kg|hong|hok|hk|hem|hg|hon)"
_NOT_FOUND = re.compile(
    rf"\b(?:tra(?: cuu)?|tim|kiem tra|khai thac|lay du lieu)(?: \w+){{0,2}} (?:{_NO}|chua) (?:ra|duoc|thay|co)\b"
    rf"|\b(?:he thong|du lieu|may|csdl|tren mang)(?: \w+){{0,3}} (?:{_NO}|chua)(?: \w+)?"
    r" (?:co|ra|thay|cap nhat|hien|duoc)\b"
    rf"|\b(?:{_NO}|chua) (?:tra cuu|tra|khai thac|tim)(?: duoc| ra| thay)\b"
    rf"|\b(?:{_NO}|chua) (?:co )?(?:trong|tren) (?:he thong|du lieu|may|csdl)\b"
)
"""What if the State's data does not have it: then some papers must be brought after all."""
_SENTENCE = re.compile(r"[.?!;]+(?=\s|$)")
_AND = "va"
_EITHER = re.compile(r" (?:va|voi|hoac|cung|hay) ")
FEW_WORDS = 3
"""Fewer words before the question name no need of their own."""
_BRING = (
    r"(?:mang|nop|dem|xuat trinh|dinh kem|kem|tai len|photo|pho to|co|cam|dua|phai|theo|them|ca|ban|giay|xin|lay|lai"
    r"|(?:ve|ra|len|den) (?:que|phuong|xa)|di)"
)
_ASKED = r"(?:co )?(?:can(?! cuoc| bo| ho (?!khau)| ngheo)|phai|bat buoc)"
_ONE = re.compile(
    rf"(?P<need>.*?)\b{_ASKED}(?: {_BRING})* (?P<paper>(?:\w+ ){{1,12}}?)(?:nua |di |truoc |kem )*"
    rf"{_NO}(?: a| ah| nhi| vay| em| chau| ban| ad| ha)*$"
)
_NO_NAME = re.compile(rf"{_BRING}(?: {_BRING})*")
"""Stands where the paper was named before: "giấy kết hôn có phải mang đi không"."""
_ONE_OPEN = re.compile(
    rf"(?P<need>.*?)\bco (?:can(?! cuoc| bo| ho| ngheo)|phai|bat buoc)(?: {_BRING})+ (?P<paper>\w+(?: \w+){{0,11}}?)"
    r"(?: (?:a|ah|nhi|vay|em|ha|hay sao))*$"
)
"""The same where the "không" at its end was left out."""
_PAPER = re.compile(
    r"\b(?:mang|dem theo|cam theo|xuat trinh|photo|giay(?! phep)|so (?:ho khau|do|hong)|hop dong|to khai|don|anh"
    r"|ban (?:sao|chinh|goc|dich)|cccd|cmnd|can cuoc|ho khau)\b"
)
"""What says that a paper is meant, though the record has none of that name."""
_NO_PAPER = re.compile(
    rf"{_ASKED}(?: (?:phai|nop|dong|mang|dem|lam|them|di|co))* "
    r"(?:tien|phi|le phi|thue|phep|dung|o|tai|ve|ra|len|den|bo|me|cha|vo|chong|ca|hai|ong|ba|con|nguoi|ai|cac con)\b"
)
"""How money, places and people begin, which are not brought."""
_WHICH = re.compile(
    r"(?:nhung |cac )?(?:giay to|giay|loai|cai) (?:gi|nao|j)(?: thi)?(?: \w+){0,3}? (?:khong|ko|k|khoi)(?: can| phai)*"
    r"(?: phai| can)? (?:mang|nop)(?: nua| theo)?"
    r"|(?:khong|ko|k|khoi) (?:can|phai)(?: phai)? (?:mang|nop)(?: theo| nhung)* (?:giay to |giay )?(?:gi|nao|j)"
)
_OWNER = re.compile(
    r" (?:cua|hai|ca hai|goc|ban goc|photo|cong chung|chung thuc|nguoi) .*$| (?:cu|goc|photo|bo me|cha me)$"
    r"| (?:o|tai|ngoai|duoi) (?:que|noi|phuong|xa|cho|day|do|kia)\b.*$"
)
_FORM = re.compile(
    r"\b(?:giay|to(?! khai)|ban(?! an)|sao|chinh|goc|photo|cong chung|chung thuc|chung nhan|dang ky|the|so"
    r"|cuon|quyen|them|mang|nop|theo|ca|cai)\b"
)
_FILLED_IN = re.compile(r"(?:to khai|ban khai|don|phieu|mau|de nghi|van ban|thong bao)\b")
"""How a form is called; by other words what it applies for is meant, not the form."""
_ALONE = frozenset({"anh", "hinh", "don", "mau", "phieu", "visa", "bang"})
"""Papers of one word; any other single word stands in too many names."""
_CODE = re.compile(r"[a-z]{1,3}\d{1,2}[a-z]?")
"""What forms are called by: "CT01"."""
_ANY = frozenset({"gi", "nao", "j", ""})
"""No paper in particular."""
_POINTED_AT = frozenset({"do", "nay", "kia", "ay", "tren"})
"""The paper that was just talked of."""
_ALSO_CALLED = dict.fromkeys(
    ("hop dong thue nha", "hop dong thue", "hop dong muon nha", "hop dong thue tro", "hop dong nha tro", "hop dong"),
    "cho o hop phap",
)
"""What a record calls by its purpose."""
_ALSO_CALLED |= dict.fromkeys(("xac nhan cu tru", "xac nhan noi cu tru", "cu tru", "ct07", "ho khau"), "noi cu tru")
_ALSO_CALLED |= dict.fromkeys(("nha", "nha o", "nha tro", "nha cho thue"), "cho o hop phap")
_SAME = {
    **{"cccd": "can cuoc", "cmnd": "chung minh", "cmt": "chung minh"},
    **{"docthan": "tinh trang hon nhan"},
    **{"gks": "khai sinh", "shk": "ho khau", "dkkh": "ket hon"},
}
_LAND = re.compile(r"\b(?:so|bia) (?:do|hong)\b")


def route(turn: Turn) -> Decision | None:
    """A question about one paper of the procedure that is named, or else talked of."""
    if len(turn.text) > asking.LONGEST:
        return None
    if turn.topic and _NOT_FOUND.search(plain(turn.text)) and set(asking.parts(turn, turn.text)) <= {"documents"}:
        return _without_data(turn, turn.desk.kb.procedures[turn.topic.procedure_id])
    if asking.parts(turn, turn.text) == ("who",):
        return None
    text = _asking(turn.text)
    words = plain(text.replace(",", f" {_AND} "))
    which = _WHICH.search(words)
    found = None if which else _ONE.match(words) or _ONE_OPEN.match(words)
    if which is None and found is None:
        return None
    first, last = which.span() if which else (len(found["need"]) if found else 0, len(words))
    names = _names(found["paper"]) if found else []
    if turn.topic and found and _NO_NAME.fullmatch(found["paper"].strip()) and any(_names(found["need"])):
        first, names = 0, _names(found["need"])
    if turn.topic and names and _POINTED_AT.issuperset(names):
        return question.about(turn, turn.topic.procedure_id, "documents")
    procedure = _meant(turn, _around(text, len(words[:first].split()), len(words[:last].split())), names)
    if procedure is None or (found and _ANY.issuperset(names)):
        return None
    if not _listed(procedure, names):
        names = [_called_by_purpose(name) for name in names]
    if found and not _listed(procedure, names):
        if quoted := detail.of(turn, procedure):
            return quoted
        if not _is_a_paper(words[first:]):
            return None
    told = _about(procedure, names) if found else _need_not(procedure)
    return _said(turn, procedure, told) if told else None


def _names(papers: str) -> list[str]:
    """What tells each of the papers from others."""
    return [short_name(paper) for paper in _EITHER.split(papers.strip())]


def _called_by_purpose(name: str) -> str:
    """As the record calls the paper, even where more words follow its name ("hợp đồng thuê nhà chứng minh chỗ ở")."""
    heads = (name.rsplit(" ", count)[0] for count in range(name.count(" ") + 1))
    return next((_ALSO_CALLED[head] for head in heads if head in _ALSO_CALLED), name)


def _asking(text: str) -> str:
    """The sentence that asks, without what is told behind it ("…có phải nộp … không, tôi làm mất rồi")."""
    sentences = [one for one in _SENTENCE.split(text) if any(_ONE.match(plain(part)) for part in one.split(","))]
    text = sentences[0] if sentences else text
    clauses = text.split(",")
    last = next((at for at, clause in enumerate(clauses) if _ONE.match(plain(clause))), len(clauses))
    return ",".join(clauses[: last + 1])


def _is_a_paper(asked: str) -> bool:
    """Whether a paper is asked for that the record does not have: no duty, money, place or person."""
    return bool(_PAPER.search(asked)) and not _NO_PAPER.search(asked) and not duty.asked(asked)


def _around(text: str, first: int, last: int) -> str:
    """The words of the text, accents and all, without those that ask for the paper."""
    spoken = re.findall(r"[^\W_]+", text.replace(",", f" {_AND} "))
    return " ".join([*spoken[:first], *spoken[last:]])


def _meant(turn: Turn, need: str, names: list[str]) -> Procedure | None:
    """The procedure that the words beside the question name, or the one under discussion if they name none.

    A likely one is meant if its record speaks of the paper.
    """
    bare = asking.need(turn, need)
    verdict = turn.read(bare) if bare else None
    known = turn.desk.kb.procedures
    if verdict and verdict.decision == "answer" and verdict.entry and verdict.entry.id in known:
        return known[verdict.entry.id]
    candidates = [candidate.entry.id for candidate in verdict.candidates] if verdict else []
    called = next((one for one in candidates if asking.is_called(turn, one, bare)), None)
    called = called or _named_first(turn, candidates, bare, names)
    near = called or asking.likely(turn, bare)
    if near and (called or _listed(known[near], names)):
        return known[near]
    if turn.topic and (verdict is None or verdict.decision == "handoff" or len(bare.split()) < FEW_WORDS):
        return known[turn.topic.procedure_id]
    return None


def _named_first(turn: Turn, candidates: list[str], need: str, names: list[str]) -> str | None:
    """The only likely procedure that speaks of the paper, and with a name of which the need begins."""
    known = turn.desk.kb.procedures
    words = need.split()
    heads = [" ".join(words[:count]) for count in range(2, len(words))]
    named = [one for one in candidates if any(asking.is_called(turn, one, head) for head in heads)]
    return named[0] if len(named) == 1 and _listed(known[named[0]], names) else None


def short_name(paper: str) -> str:
    """The words that tell a paper from others."""
    called = _LAND.sub("quyen su dung dat", paper.replace("doc than", "docthan"))
    words = " ".join(_SAME.get(word, word) for word in called.split())
    return " ".join(_FORM.sub(" ", _OWNER.sub("", words)).split())


def _about(procedure: Procedure, names: list[str]) -> list[str]:
    """Whether these papers are needed; nothing where no word of them tells which they are."""
    if not any(names):
        return []
    exempt = [one for one in procedure.not_needed if any(called_so(name, one.what) for name in names if name)]
    asked = [at for at, paper in enumerate(procedure.documents) if any(called_so(n, paper.name) for n in names if n)]
    always = [at for at in asked if not documents.is_conditional(procedure, procedure.documents[at])]
    if exempt:
        still = [documents.for_this_case(procedure, at, said=None) for at in always]
        lines = [line for one in exempt for line in _need_not_be(one)]
        head = texts.PAPER_ELSE if any(map(documents.stays_home_if, exempt)) else texts.PAPER_STILL
        return [*lines, *([head, *still] if still else [])]
    if always:
        return [texts.PAPER_YES, *(documents.for_this_case(procedure, at, said=None) for at in always)]
    if asked:
        return [texts.PAPER_SOMETIMES, *documents.under_conditions(procedure, asked)]
    return [texts.PAPER_NOT_LISTED, *documents.to_bring(procedure, short=True)] if procedure.documents else []


def _listed(procedure: Procedure, names: list[str]) -> bool:
    """Whether the record speaks of one of these papers."""
    known = [one.what for one in procedure.not_needed] + [one.name for one in procedure.documents]
    return any(called_so(name, paper) for name in names if name for paper in known)


def called_so(name: str, paper: str) -> bool:
    """Whether a paper is called so, a form by its own word."""
    called = plain(paper)
    if documents.is_filled_in(paper) and not _FILLED_IN.match(name):
        return False
    telling = " " in name or name in _ALONE or _CODE.fullmatch(name) is not None
    return telling and re.search(rf"\b{re.escape(name)}\b", called) is not None


def _need_not_be(exempt: NotNeeded) -> list[str]:
    """That a paper need not be brought, on what condition, why, and what to do otherwise."""
    on, why = documents.stays_home_if(exempt), documents.why_not_needed(exempt)
    told = texts.PAPER_NOT_IF.format(on=on, what=exempt.what) if on else texts.PAPER_NOT.format(what=exempt.what)
    reason = (texts.PAPER_WHY if why else texts.PAPER_BASIS).format(why=why, basis=exempt.basis)
    return [told, reason, *([f"{exempt.fallback}."] if exempt.fallback else [])]


def _need_not(procedure: Procedure) -> list[str]:
    """All that need not be brought, by which rule, and what to do where the data is missing."""
    lines = documents.not_to_bring(procedure, short=False)
    return [texts.DO_NOT_BRING, *lines] if lines else []


def _without_data(turn: Turn, procedure: Procedure) -> Decision | None:
    """What is done for each paper that need not be brought if the data about it is missing."""
    lines = [f"• {one.what}: {_inside(one.fallback)}." for one in procedure.not_needed if one.fallback]
    return _said(turn, procedure, [texts.PAPER_WITHOUT_DATA, *lines]) if lines else None


def _inside(text: str) -> str:
    return text[:1].lower() + text[1:].rstrip(".")


def _said(turn: Turn, procedure: Procedure, told: list[str]) -> Decision:
    choices = (
        buttons.aspect("documents", procedure.id, turn.words(texts.ASPECTS["documents"])),
        Choice(buttons.OFFICER, turn.words(texts.OFFICER)),
    )
    lead = [texts.EN_DETAILS] if turn.english else []
    sure = [] if procedure.is_certain("documents") else [texts.CONFIRMS_THIS]
    head = texts.PAPER_OF.format(name=procedure.short)
    body = "\n\n".join([*lead, "\n".join([head, *told]), *sure, inline(choices, english=turn.english)])
    outcome = Outcome("answer", (procedure.id,), "documents", 1.0, "", procedure.id)
    pending = turn.ask("after_answer", choices, turn.text)
    return turn.decide(
        outcome, Say(body, choices), pending=pending, topic=question.topic(turn, procedure.id, "documents", turn.text)
    )
