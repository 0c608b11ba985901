"""A form is named together with where it is to be had; an address is one of the record's own, or there is none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import knowledge
from handlers import forms, texts
from handlers.answer import answer
from knowledge.errors import FaqError
from knowledge.model import Procedure, Source
from tests.unit.handlers_world import NOW, desk, procedure, shipped

GOOD = (Path(__file__).parents[1] / "fixtures" / "faq" / "good.yaml").read_text("utf-8")
FILE = "https://dichvucong.gov.vn/mau/ct01.docx"


def _with_file(one: Procedure) -> Procedure:
    first, *rest = one.documents
    return replace(one, documents=(replace(first, form="Mẫu thử", form_url=FILE), *rest))


def _links(one: Procedure) -> dict[str, str]:
    said = answer(one.id, "form", desk(one), now=NOW)
    return {link.url: link.title for link in said.links}


def test_every_address_of_a_form_stands_in_its_record() -> None:
    """Over all procedures: a form leads to its own address, to the portal's page among the sources, or nowhere."""
    ways = set()
    for one in shipped().procedures.values():
        written = {source.url for source in one.source} | {paper.form_url for paper in one.documents}
        known = forms.of(one)
        assert {form.url for form in known if form.url} <= written
        ways |= {form.where for form in known}
    assert {texts.FORM_PAGE, texts.FORM_COUNTER} <= ways


def test_a_form_s_own_address_comes_first() -> None:
    """With `form_url` the answer links to the form itself, under the paper's name."""
    one = _with_file(procedure("khai-sinh"))
    assert one.documents[0].name in _links(one)[FILE]
    assert texts.FORM_HAD[texts.FORM_FILE] in answer(one.id, "form", desk(one), now=NOW).text


def test_without_it_the_portal_s_page_is_named() -> None:
    """The page among the sources, with the words that the form is downloaded there."""
    one = procedure("khai-sinh")
    assert _links(one)[str(one.portal_page)] == texts.FORM_OPEN_PAGE
    assert texts.FORM_HAD[texts.FORM_PAGE] in answer(one.id, "form", desk(one), now=NOW).text


@pytest.mark.parametrize("url", [None, "https://dichvucong.gov.vn", "https://dantri.com.vn/bai-viet"])
def test_no_other_page_is_taken_for_it(url: str | None) -> None:
    """The portal's front and a newspaper hold no form: it is to be had at the counter."""
    one = procedure("khai-sinh", source=(Source("Nguồn", url),))
    assert [form.url for form in forms.of(one)] == [None]
    assert texts.FORM_HAD[texts.FORM_COUNTER] in answer(one.id, "form", desk(one), now=NOW).text


@pytest.mark.parametrize("address", ["http://dichvucong.gov.vn/mau.pdf", "mau.pdf", "https://dichvucong.gov.vn"])
def test_an_address_that_is_none_is_refused_with_its_line(tmp_path: Path, address: str) -> None:
    """Only a whole https address of a form is taken."""
    old = "        count: 1\n"
    text = GOOD.replace(old, f"{old}        form_url: {address}\n", 1)
    path = tmp_path / "faq.yaml"
    path.write_text(text, "utf-8")
    line = text[: text.index("form_url")].count("\n") + 1
    with pytest.raises(FaqError) as refused:
        knowledge.load(path)
    assert f"faq.yaml:{line}: “{address}” không phải địa chỉ để tải mẫu" in str(refused.value)
