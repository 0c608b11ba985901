"""`hoidap ask --as-of`: what holds on a day is told as it stands on that day."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from bot.cli import main

FAQ = """\
ward: {name: Phường Thử, city: Thành phố Hải Phòng, signature: Cán bộ phường, allowed_hosts: [dichvucong.gov.vn]}
procedures:
- id: khai-nhan
  name: Chứng thực văn bản khai nhận di sản
  short: Khai nhận di sản
  field: Chứng thực
  aliases: [khai nhận di sản, khai nhận thừa kế]
  questions: [khai nhận di sản cần giấy tờ gì]
  documents: [{name: Giấy chứng tử của người để lại di sản, kind: original}]
  status: repealed
  repealed: {on: 2026-12-01}
  replaced_by: [phan-chia]
- id: phan-chia
  name: Chứng thực văn bản phân chia di sản
  short: Phân chia di sản
  field: Chứng thực
  aliases: [phân chia di sản, chia thừa kế]
  questions: [phân chia di sản cần giấy tờ gì]
  documents: [{name: Văn bản thỏa thuận, kind: original}]
"""


@pytest.mark.parametrize(
    ("day", "papers", "told"),
    [
        ("2026-10-01", True, False),
        ("2026-11-30", True, "sẽ bãi bỏ từ ngày 1/12/2026"),
        ("2026-12-01", False, "đã bãi bỏ từ ngày 1/12/2026"),
        ("2027-06-01", False, "đã bãi bỏ từ ngày 1/12/2026"),
    ],
)
def test_a_repeal_is_told_from_its_day_on(
    day: str,
    papers: bool,
    told: str | bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """On both sides of the day: the papers before it, what replaced the procedure from it on."""
    (tmp_path / "faq.yaml").write_text(FAQ, encoding="utf-8")
    monkeypatch.setenv("HOIDAP_FAQ", str(tmp_path / "faq.yaml"))
    monkeypatch.setattr("sys.stdin", io.StringIO("khai nhận di sản cần giấy tờ gì\n"))
    with pytest.raises(SystemExit) as ended:
        main(["ask", "--jsonl", "--as-of", day])
    said = capsys.readouterr()
    assert ended.value.code == 0, said.err
    record = json.loads(said.out)
    assert record["procedures"][0] == "khai-nhan"
    assert ("Giấy chứng tử" in record["reply"]) is papers
    assert ("Phân chia di sản" in record["reply"]) is not papers
    assert (told in record["reply"]) if told else ("bãi bỏ" not in record["reply"])


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["ask", "--as-of", "2026-13-01", "khai sinh"], 2, "'2026-13-01' không phải ngày, hãy viết như 2026-11-23"),
        (["check", "--as-of", "hôm nay"], 2, "'hôm nay' không phải ngày"),
        (["chat", "--as-of", "2026-11-23"], 1, "--as-of chỉ dùng cùng --jsonl"),
        (["check", "khong-co.yaml"], 1, "không có file này"),
        (["check", "."], 1, "đó là thư mục"),
    ],
)
def test_what_was_typed_wrongly_is_told_how_to_write(
    words: list[str], code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The words that cannot be used, and what to write instead; no traceback."""
    with pytest.raises(SystemExit) as ended:
        main(words)
    said = capsys.readouterr()
    assert ended.value.code == code
    assert told in said.out + said.err


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ("2026-11-27", "trước 15 giờ thì trả trong ngày; sau 15 giờ thì thứ Hai 30/11"),
        ("2026-11-27T09:30", "trước 15 giờ thì trả trong ngày; sau 15 giờ thì thứ Hai 30/11"),
        ("2026-11-27T15:30", "nộp hôm nay (thứ Sáu 27/11) thì hẹn khoảng thứ Hai 30/11"),
        ("2026-11-27T08:30+00:00", "nộp hôm nay (thứ Sáu 27/11) thì hẹn khoảng thứ Hai 30/11"),
    ],
)
def test_the_hour_counts_where_one_is_given(
    moment: str, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before and after the hour at which the counter stops returning results the same day, in local time."""
    monkeypatch.setattr("sys.stdin", io.StringIO("đăng ký khai sinh mấy ngày có\n"))
    with pytest.raises(SystemExit):
        main(["ask", "--jsonl", "--as-of", moment])
    assert told in json.loads(capsys.readouterr().out)["reply"]
