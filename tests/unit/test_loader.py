"""The knowledge base on disk becomes typed values, whole or not at all."""

from __future__ import annotations

import re
import time as clock
from contextlib import nullcontext
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

import knowledge
from knowledge import draft, loader
from knowledge.lexicon_file import SHIPPED
from knowledge.model import (
    Confirmation,
    Doubt,
    FeeTier,
    KnowledgeBase,
    Shift,
)

CORPUS = Path(__file__).parents[1] / "fixtures" / "faq"
GOOD = (CORPUS / "good.yaml").read_text("utf-8")
LEXICONS = (draft.LEXICON, str(SHIPPED))
"""Where a lexicon is looked for when the ward has none of its own."""


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return knowledge.load(CORPUS / "good.yaml")


@pytest.fixture(scope="module")
def shipped() -> KnowledgeBase:
    return knowledge.load(knowledge.default_faq())


def write(folder: Path, text: str, name: str = "faq.yaml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_the_ward_is_typed(kb: KnowledgeBase) -> None:
    """7:30 is a time of day, 0225… keeps its zero, holidays are dates."""
    ward = kb.ward
    assert ward.hours == (Shift((0, 1), time(7, 30), time(11, 30)),)
    assert ward.hotline == "02253000000"
    assert ward.closed == {date(2026, 9, 2)}
    assert ward.open_extra == {date(2026, 9, 5)}
    assert ward.places[0].fields == ("all",)


def test_a_procedure_is_typed(kb: KnowledgeBase) -> None:
    """Money is whole đồng, dates are dates, codes stay text, and the conditions of papers are kept."""
    birth = kb.procedures["khai-sinh"]
    assert birth.code == "1.001193"
    assert birth.confirmed == Confirmation("Nguyễn Văn Thử", date(2026, 10, 1))
    assert [document.when_case for document in birth.documents] == [{}, {"nguoi-di": ("thay",)}]
    assert birth.fee_rules[0].amount == 8000
    assert birth.fee_rules[1].tiers == (FeeTier(1, 2, 2000), FeeTier(3, None, 1000))
    assert (birth.valid_from, birth.valid_until) == (date(2026, 1, 15), date(2027, 3, 1))
    assert birth.doubtful == (Doubt(("fee",), "hai nguồn ghi khác nhau"),)
    assert (birth.file, birth.line) == ("good.yaml", 30)


def test_what_is_absent_is_unknown(tmp_path: Path) -> None:
    """A procedure of three lines loads; nothing is made up for the rest, and nothing in it is certain."""
    head = GOOD[: GOOD.index("procedures:")]
    path = write(tmp_path, f"{head}procedures:\n  - id: a\n    name: Việc A\n    field: Hộ tịch\n")
    only = knowledge.load(path).procedures["a"]
    assert (only.code, only.fee, only.time_limit, only.how.online) == (None, None, None, None)
    assert (only.short, only.popularity, only.confidence) == ("Việc A", 3, "memory")
    assert not only.is_certain("name")


@pytest.mark.parametrize(
    ("shaky", "part", "certain"),
    [
        ("fee", "fee", False),
        ("fee", "time_limit", True),
        ("documents[1]", "documents[1]", False),
        ("documents[1]", "documents[0]", True),
        ("documents[1]", "documents", False),
        ("documents", "documents[4]", False),
        ("documents.form", "documents[2]", False),
        ("how.online", "how.post", True),
        ("how.online", "how", False),
        ("fee", "fee_rules", False),
        ("fee_rules", "fee", False),
    ],
)
def test_a_part_is_certain_unless_it_or_its_whole_is_shaky(
    kb: KnowledgeBase, shaky: str, part: str, certain: bool
) -> None:
    """Doubt about a whole covers its parts, doubt about a part covers the whole, and no other part."""
    base = replace(kb.procedures["khai-sinh"], unverified=(), doubtful=())
    assert replace(base, unverified=(shaky,)).is_certain(part) is certain
    assert replace(base, doubtful=(Doubt((shaky,), "?"),)).is_certain(part) is certain


def test_placeholders_are_nowhere_in_the_ward(tmp_path: Path) -> None:
    """A fact still to be filled in is None or empty, so no code path can show it."""
    text = GOOD
    for old in ("Phường Thử Nghiệm", "Cán bộ phường", "02253000000", "mot-cua@thunghiem.gov.vn", "1 phố Thử"):
        text = text.replace(old, '"[điền: chưa rõ]"', 1)
    start, end = text.index("  hours:"), text.index("  closed:")
    text = text[:start] + '  hours: "[điền: giờ]"\n' + text[end:]
    ward = knowledge.load(write(tmp_path, text)).ward
    assert (ward.name, ward.hotline, ward.email, ward.places[0].address, ward.hours) == (None,) * 4 + ((),)
    assert ward.signature == "Cán bộ phường"
    assert "điền" not in repr(ward)


def test_one_file_or_many_hold_the_same(kb: KnowledgeBase) -> None:
    """Splitting the procedures off into an included file changes nothing but where they stand."""
    split = knowledge.load(CORPUS / "include-good" / "faq.yaml")
    here = {"line": 0, "file": ""}
    for kind in ("procedures", "referrals", "general", "small_talk"):
        one, other = getattr(kb, kind), getattr(split, kind)
        assert [replace(item, **here) for item in one.values()] == [replace(i, **here) for i in other.values()]
    assert split.files == ("faq.yaml", "fields/ho-tich.yaml", *LEXICONS)


def test_any_change_of_any_file_changes_the_version(tmp_path: Path) -> None:
    """The version tells two knowledge bases apart even when only a comment of an included file differs."""
    faq = write(tmp_path, (CORPUS / "include-good" / "faq.yaml").read_text("utf-8"))
    part = (CORPUS / "include-good" / "fields" / "ho-tich.yaml").read_text("utf-8")
    write(tmp_path, part, "fields/ho-tich.yaml")
    first, again = knowledge.load(faq).version, knowledge.load(faq).version
    write(tmp_path, f"{part}# ghi chú\n", "fields/ho-tich.yaml")
    assert first == again != knowledge.load(faq).version


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    """Faults of form, of value and between entries come in one error, in the order of files and lines."""
    faq = (CORPUS / "include-good" / "faq.yaml").read_text("utf-8")
    part = (CORPUS / "include-good" / "fields" / "ho-tich.yaml").read_text("utf-8")
    faq = faq.replace("from: 7:30", "from: 25:00").replace("- khai-sinh", "- khai-xinh")
    part = part.replace("popularity: 5", "popularity: 6").replace("count: 1", "cuont: 1", 1)
    write(tmp_path, part, "fields/ho-tich.yaml")
    with pytest.raises(knowledge.FaqError) as caught:
        knowledge.load(write(tmp_path, faq))
    told = [(problem.file, problem.line) for problem in caught.value.problems]
    assert told == [("faq.yaml", 18), ("faq.yaml", 41), ("fields/ho-tich.yaml", 9), ("fields/ho-tich.yaml", 25)]
    assert caught.value.files == ("faq.yaml", "fields/ho-tich.yaml", *LEXICONS)
    assert str(caught.value).count("\n") == 3


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A missing faq.yaml, or a folder in its place, is an error with a line like any other."""
    for path in (tmp_path / "faq.yaml", tmp_path):
        with pytest.raises(knowledge.FaqError, match=r":1: không mở được file"):
            knowledge.load(path)


def test_an_included_link_may_not_lead_outside(tmp_path: Path) -> None:
    """A symbolic link inside the folder to a file outside of it is refused."""
    outside = write(tmp_path, "procedures: []\n", "outside.yaml")
    inside = write(tmp_path, f"{GOOD}include:\n  - link.yaml\n", "ward/faq.yaml")
    (inside.parent / "link.yaml").symlink_to(outside)
    with pytest.raises(knowledge.FaqError, match="nằm ngoài thư mục"):
        knowledge.load(inside)


@pytest.mark.parametrize("share", range(1, 40))
def test_a_half_written_file_never_raises_anything_else(tmp_path: Path, share: int) -> None:
    """Cut anywhere, the file either loads or is refused with lines: a reader of a file being written is safe."""
    data = GOOD.encode()
    path = tmp_path / "faq.yaml"
    path.write_bytes(data[: len(data) * share // 40])
    refused = knowledge.check(path, today=date(2026, 11, 22)).errors
    with pytest.raises(knowledge.FaqError) if refused else nullcontext():
        knowledge.load(path)


def test_an_installed_package_finds_its_own_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a wheel faq.yaml lies inside the package, and the same include lines hold as in a checkout."""
    package = tmp_path / "site-packages" / "knowledge"
    head, rest = GOOD.split("procedures:", 1)
    body, tail = rest.split("referrals:", 1)
    inside = f"{head}include:\n  - knowledge/procedures/ho-tich.yaml\nreferrals:{tail}"
    installed = write(package, inside)
    write(package, f"procedures:{body}", "procedures/ho-tich.yaml")
    monkeypatch.setattr(draft, "PACKAGE", package.resolve())
    monkeypatch.setattr(loader, "PACKAGE", package.resolve())
    assert knowledge.default_faq() == installed.resolve()
    assert set(knowledge.load(installed).procedures) == {"khai-sinh", "trich-luc"}


def test_what_ships_has_no_errors_and_loads_quickly(shipped: KnowledgeBase) -> None:
    """The knowledge base of this repository passes its own check, in under a second and a half."""
    started = clock.process_time()
    knowledge.load(knowledge.default_faq())
    assert clock.process_time() - started < 1.5
    assert knowledge.check(knowledge.default_faq(), today=date(2026, 11, 22)).errors == ()


def test_what_ships_covers_every_procedure(shipped: KnowledgeBase) -> None:
    """171 procedures in 23 fields: each has residents' words, a source unless it says it has none, no confirmation."""
    assert len(shipped.procedures) == 171
    assert len(shipped.fields) == 23
    for procedure in shipped.procedures.values():
        assert procedure.aliases, procedure.id
        assert procedure.questions, procedure.id
        assert procedure.english.name, procedure.id
        assert procedure.source or procedure.confidence == "memory", procedure.id
        assert procedure.confirmed == Confirmation(), procedure.id
        assert not procedure.name.startswith("Thủ tục "), procedure.id
        assert len(procedure.short) <= 40, procedure.id


def test_what_ships_names_what_replaced_a_repealed_procedure(shipped: KnowledgeBase) -> None:
    """Whoever asks for the repealed procedure can be led to the one that took its place."""
    repealed = [p for p in shipped.procedures.values() if p.status == "repealed"]
    assert [(p.id, p.replaced_by) for p in repealed] == [("khai-nhan-di-san", ("phan-chia-di-san",))]
    assert repealed[0].repealed
    assert repealed[0].repealed.note


def test_what_ships_says_nothing_of_the_ward_that_is_not_known(shipped: KnowledgeBase) -> None:
    """The ward block ships as a form to fill in: no name, number or hours of a real place."""
    ward = shipped.ward
    assert (ward.name, ward.hotline, ward.website, ward.email, ward.hours) == (None,) * 4 + ((),)
    assert all(place.address is None for place in ward.places)


def test_no_text_that_ships_holds_a_placeholder(shipped: KnowledgeBase) -> None:
    """ "[điền: …]" appears in no value."""
    assert "[điền" not in repr(shipped)


def test_everything_that_can_be_found_becomes_an_entry(shipped: KnowledgeBase) -> None:
    """Every id is one entry, with its words, its English, its twins."""
    found = {entry.id: entry for entry in knowledge.entries(shipped)}
    assert len(found) == shipped.size
    birth, source = found["khai-sinh"], shipped.procedures["khai-sinh"]
    heard = [sentence for said in shipped.heard if said.id == "khai-sinh" for sentence in said.questions]
    assert (birth.kind, birth.aliases, birth.questions) == ("procedure", source.aliases, (*source.questions, *heard))
    assert birth.siblings == {sibling.id for sibling in source.siblings}
    assert birth.english[0] == source.english.name
    kinds = {entry.kind for entry in found.values()}
    assert kinds == {"procedure", "referral", "general", "chat"}


def test_siblings_are_known_from_either_side(kb: KnowledgeBase) -> None:
    """A procedure is taken for a sibling of the one that names it, even if it does not name it back."""
    alone = replace(kb.procedures["trich-luc"], siblings=())
    one_sided = replace(kb, procedures={**kb.procedures, "trich-luc": alone})
    found = {entry.id: entry.siblings for entry in knowledge.entries(one_sided)}
    assert found["trich-luc"] == {"khai-sinh"}


def test_the_knowledge_base_cannot_be_changed(kb: KnowledgeBase) -> None:
    """What was loaded and checked stays as it was."""
    with pytest.raises(TypeError):
        kb.procedures["x"] = kb.procedures["khai-sinh"]  # type: ignore[index]  # the point of the test


def test_everything_that_ships_may_stand_in_one_file(shipped: KnowledgeBase, tmp_path: Path) -> None:
    """Without include: the same entries, the same facts, the same words."""
    top = knowledge.default_faq().read_text("utf-8")
    found = re.search(r"(?ms)^include:\n(.*?)(?=^[a-z])", top)
    assert found
    parts: dict[str, list[str]] = {}
    for name in re.findall(r"(?m)^ *- *(\S+\.yaml)$", found[1]):
        text = (knowledge.root_of(knowledge.default_faq()) / name).read_text("utf-8")
        for key, body in re.findall(r"(?ms)^([a-z_]+):\n(.*?)(?=^[a-z]|\Z)", text):
            parts.setdefault(key, []).append(body)
    joined = "".join(f"{key}:\n{''.join(bodies)}" for key, bodies in parts.items())
    one = knowledge.load(write(tmp_path, f"{top[: found.start()]}{top[found.end() :]}\n{joined}"))
    assert one.files == ("faq.yaml", *LEXICONS)
    for kind in ("procedures", "referrals", "general", "small_talk"):
        mine, theirs = getattr(one, kind), getattr(shipped, kind)
        assert list(mine) == list(theirs)
        for entry_id, entry in mine.items():
            assert replace(entry, line=0, file="") == replace(theirs[entry_id], line=0, file="")
