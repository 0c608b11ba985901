"""What docs/write-faq.md tells officers is what the check and the bot do."""

from __future__ import annotations

import dataclasses
import re
from datetime import date
from pathlib import Path

import pytest

import knowledge
from handlers import fees
from knowledge import model
from knowledge.draft import LEXICON
from knowledge.lexicon_file import SHIPPED
from knowledge.matcher import Matcher

GUIDE = (Path(__file__).parents[2] / "docs" / "write-faq.md").read_text("utf-8")
SNIPPETS = re.findall(r"^```yaml\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
TODAY = date(2026, 11, 23)

MINIMAL = """\
ward:
  name: Phường Thử
  hotline: "0225 000 0000"
  places:
    - id: trung-tam
      name: Trung tâm
      address: 1 phố Thử
      fields:
        - all
  hours:
    - days:
        - thứ hai
      from: "07:30"
      to: "11:30"
  allowed_hosts:
    - gov.vn
procedures:
  - id: khai-sinh
    name: Đăng ký khai sinh
    short: Khai sinh
    field: Hộ tịch
    confirmed:
      by: Nguyễn Văn Thử
      on: "2026-10-01"
    aliases:
      - làm giấy khai sinh
    questions:
      - con mới sinh cần giấy gì
    who: Cha hoặc mẹ
    documents:
      - name: Tờ khai
        kind: original
    source:
      - title: Cổng Dịch vụ công Quốc gia
        url: https://dichvucong.gov.vn
    fee: 8.000 đồng
    fee_rules:
      - amount: 8000
        unit: lần
        basis: số văn bản
referrals:
  - id: ho-chieu
    name: Hộ chiếu
    aliases:
      - làm hộ chiếu
    answer: Dạ, việc này làm ở nơi khác.
    see:
      - khai-sinh
"""

MISTAKES = {
    "a tab": ("    short: Khai sinh", "\tshort: Khai sinh"),
    "no space after the colon": ("short: Khai sinh", "short:Khai sinh"),
    "a colon in a sentence": ("who: Cha hoặc mẹ", "who: Lưu ý: cha hoặc mẹ"),
    "one space too few": ("    short: Khai sinh", "   short: Khai sinh"),
    "a quote left open": ("answer: Dạ,", 'answer: "Dạ,'),
    "a key that does not exist": ("    aliases:\n      - làm giấy", "    alias:\n      - làm giấy"),
    "a key written twice": ("    fee: 8.000 đồng\n", "    fee: 8.000 đồng\n    fee: 5.000 đồng\n"),
    "dots in money": ("amount: 8000", "amount: 8.000"),
    "a date written the other way round": ('by: Nguyễn Văn Thử\n      on: "2026-10-01"', 'on: "1/10/2026"'),
    "half a confirmation": ('      on: "2026-10-01"\n', ""),
    "an alias of two entries": ("- làm hộ chiếu", "- lam giay khai sinh"),
    "an id that does not exist": ("      - khai-sinh\n", "      - khai-sin\n"),
    "a link to a stranger": ("https://dichvucong.gov.vn", "https://trangla.com/x"),
    "a slip in a kind": ("kind: original", "kind: orginal"),
    "a placeholder": ('hotline: "0225 000 0000"', 'hotline: "[điền: số điện thoại trực]"'),
}

WRITTEN_BY_OFFICERS = (
    *(model.Ward, model.Place, model.Shift, model.Link),
    *(model.Procedure, model.Confirmation, model.English, model.Document, model.NotNeeded, model.Case),
    *(model.CaseOption, model.How, model.FeeRule, model.FeeTier, model.Sibling, model.Doubt, model.Repeal),
    *(model.Source, model.Referral, model.General, model.SmallTalk, model.Heard),
)
TOP = {"ward", "include", "procedures", "general", "referrals", "heard", "small_talk"}
OTHERWISE_NAMED = {"start": "from", "end": "to"}
KNOWN_TO_THE_LOADER = {"line", "file"}


def parts(text: str, indent: str) -> dict[str, str]:
    """The text cut at each key that stands at this indent."""
    found = re.split(rf"^{indent}(?=[a-z_]+:)", text, flags=re.MULTILINE)[1:]
    return {part.partition(":")[0]: f"{indent}{part}" for part in found}


def completed(snippet: str) -> str:
    """The minimal file with the snippet in the place of what it had there."""
    file = parts(MINIMAL, "")
    if snippet.startswith("    "):
        head, first, rest = file["procedures"].partition("  - id: khai-sinh\n")
        own = parts(snippet, " " * 4)
        assert own
        file["procedures"] = head + first + "".join((parts(rest, " " * 4) | own).values())
    else:
        file |= parts(snippet, "")
    if "id: khai-sinh" not in file["procedures"]:
        file.pop("referrals")
    return "".join(file.values())


def written(folder: Path, text: str) -> Path:
    path = folder / "faq.yaml"
    path.write_text(text, "utf-8")
    return path


def test_the_minimal_file_is_faultless(tmp_path: Path) -> None:
    """Whatever the other tests find was brought by the snippet or the mistake."""
    report = knowledge.check(written(tmp_path, MINIMAL), today=TODAY)
    assert (report.errors, report.warnings) == ((), ())


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda snippet: snippet.split(":")[0].strip())
def test_every_snippet_loads(snippet: str, tmp_path: Path) -> None:
    """Copied to where it belongs, a snippet brings neither an error nor a hint."""
    report = knowledge.check(written(tmp_path, completed(snippet)), today=TODAY)
    assert (report.errors, report.warnings) == ((), ())


@pytest.mark.parametrize("mistake", MISTAKES)
def test_every_mistake_is_told_as_the_guide_says(mistake: str, tmp_path: Path) -> None:
    """The message and the advice stand in the guide word for word."""
    old, new = MISTAKES[mistake]
    assert old in MINIMAL
    report = knowledge.check(written(tmp_path, MINIMAL.replace(old, new)), today=TODAY)
    found = report.errors or report.warnings
    assert found
    for problem in found:
        assert f"{problem.message} → {problem.advice}" in GUIDE


def of_the_lexicon() -> str:
    """The section of the guide about the lexicon."""
    return GUIDE[GUIDE.index("## Dạy bot chữ") : GUIDE.index("## Xác nhận một mục")]


def test_the_lines_for_the_lexicon_do_as_told(tmp_path: Path) -> None:
    """Copied under the part that they name, the guide's lines load without a fault and are read so."""
    lexicon = SHIPPED.read_text("utf-8")
    for snippet in re.findall(r"^```\n(.*?)^```$", of_the_lexicon(), re.MULTILINE | re.DOTALL):
        for part, lines in parts(snippet, "").items():
            lexicon = lexicon.replace(f"\n{part}:\n", f"\n{lines}", 1)
    (tmp_path / LEXICON).parent.mkdir()
    (tmp_path / LEXICON).write_text(lexicon, "utf-8")
    kb = knowledge.load(written(tmp_path, MINIMAL))
    read = Matcher(knowledge.entries(kb), kb.lexicon).explain
    assert str(read("xin giấy pccc").message).endswith("phong2 chay1 chưa4 chay1")
    assert str(read("I want to pay the land tax").message).endswith("đât1")


def test_every_part_of_the_lexicon_is_in_the_guide() -> None:
    """And no other is."""
    told = {key for cell in re.findall(r"^\| (`.*?) \|", of_the_lexicon(), re.MULTILINE) for key in cell.split(", ")}
    assert {key.strip("`") for key in told} == set(re.findall(r"^(\w+):", SHIPPED.read_text("utf-8"), re.MULTILINE))


def test_the_table_has_every_key_and_no_other() -> None:
    """A key that the schema gains or loses is missed in the guide at once."""
    names = {field.name for kind in WRITTEN_BY_OFFICERS for field in dataclasses.fields(kind)}
    keys = {OTHERWISE_NAMED.get(name, name) for name in names - KNOWN_TO_THE_LOADER} | TOP
    table = GUIDE[GUIDE.index("## Mọi từ khóa") :]
    told = {key for cell in re.findall(r"^\| (.*?) \|", table, re.MULTILINE) for key in re.findall(r"`(.*?)`", cell)}
    assert told == keys


def test_a_fee_written_ahead_takes_over_on_its_day(tmp_path: Path) -> None:
    """With the old and the new line in the tariff the bot tells each in its time."""
    [snippet] = [text for text in SNIPPETS if "valid_from" in text]
    birth = knowledge.load(written(tmp_path, completed(snippet))).procedures["khai-sinh"]
    last, first = fees.lines(birth, date(2026, 12, 31)), fees.lines(birth, date(2027, 1, 1))
    assert "1.000 đồng" in last[0]
    assert "2.000 đồng" in first[0]
    assert (len(last), len(first)) == (1, 1)
