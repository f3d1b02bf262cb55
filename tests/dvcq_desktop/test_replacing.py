"""Find and replace in Vietnamese: whole words, marks, capitals, both houses of tones; hits never shift."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.connection import Connection
from dvcq_desktop import cycles, legal_documents, plan_texts, plans, sections
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.replacing import Matching, PlacedText, as_found, find_all, replaced

TEXT = "Kế hoạch dân vận; KẾ HOẠCH năm; kế hoạch hoá, ke hoach, Hòa bình, hoà giải."


def found(needle: str, text: str = TEXT, **options: bool) -> list[str]:
    return [hit.found for hit in find_all([PlacedText(place="p", title="t", text=text)], needle, Matching(**options))]


def test_marks_count_and_capitals_do_not_unless_asked() -> None:
    assert found("kế hoạch") == ["Kế hoạch", "KẾ HOẠCH", "kế hoạch"]
    assert found("kế hoạch", capitals=True) == ["kế hoạch"]
    assert found("ke hoach") == ["ke hoach"]
    assert found("ke hoach", marks=False) == ["Kế hoạch", "KẾ HOẠCH", "kế hoạch", "ke hoach"]


def test_both_houses_of_tones_are_one() -> None:
    assert found("hòa") == ["Hòa", "hoà"]
    assert found("hoà") == ["Hòa", "hoà"]
    assert found("uỷ ban", "Ủy ban, Uỷ ban, UỶ BAN, ỦY BAN") == ["Ủy ban", "Uỷ ban", "UỶ BAN", "ỦY BAN"]
    assert found("Uỷ", "Ủy Uỷ UỶ ỦY", capitals=True) == ["Ủy", "Uỷ"]


def test_whole_words_know_vietnamese_letters() -> None:
    assert found("vận", "dân vận, vậng, đvận, vận") == ["vận"] * 4
    assert found("vận", "dân vận, vậng, đvận, vận", whole_words=True) == ["vận", "vận"]
    assert found("ho", "hoà ho", whole_words=True) == ["ho"]
    assert found("d", "đ d", marks=False) == ["đ", "d"]


def test_a_needle_typed_decomposed_finds_composed_text_and_the_other_way() -> None:
    assert found(unicodedata.normalize("NFD", "kế hoạch"))[0] == "Kế hoạch"
    text = unicodedata.normalize("NFD", "một kế hoạch hay")
    (hit,) = find_all([PlacedText(place="p", title="t", text=text)], "kế hoạch", Matching())
    assert text[hit.start : hit.end] == unicodedata.normalize("NFD", "kế hoạch")


def test_nothing_is_found_by_nothing() -> None:
    assert found("") == []


def test_hits_show_what_stands_around_them() -> None:
    (hit,) = find_all([PlacedText(place="p", title="t", text="a" * 60 + " đây\n" + "b" * 60)], "đây", Matching())
    assert hit.before.startswith("…aaa")
    assert hit.after.startswith(" ¶ bbb")
    assert hit.after.endswith("…")


def test_capitals_of_what_was_found_are_kept() -> None:
    assert as_found("KẾ HOẠCH", "chương trình") == "CHƯƠNG TRÌNH"
    assert as_found("Kế hoạch", "chương trình") == "Chương trình"
    assert as_found("kế hoạch", "chương trình") == "chương trình"
    assert as_found("Ủ", "đ") == "Đ"


letters = st.text(alphabet="aăâeêioôơuưyđhkKHoàóủỷ ạ,.\n\u0301\u0323", max_size=40)


@given(text=letters, needle=letters, whole=st.booleans(), marks=st.booleans(), capitals=st.booleans())
def test_hits_are_in_order_apart_and_inside(text: str, needle: str, whole: bool, marks: bool, capitals: bool) -> None:
    hits = find_all(
        [PlacedText(place="p", title="t", text=text)],
        needle,
        Matching(whole_words=whole, marks=marks, capitals=capitals),
    )
    assert all(0 <= h.start < h.end <= len(text) and text[h.start : h.end] == h.found for h in hits)
    assert all(a.end <= b.start for a, b in itertools.pairwise(hits))
    assert replaced(text, [(h.start, h.end) for h in hits], "").count("\x00") == 0


@given(text=letters)
def test_replacing_a_text_by_itself_changes_nothing(text: str) -> None:
    hits = find_all([PlacedText(place="p", title="t", text=text)], "a", Matching(capitals=True))
    if all(hit.found == "a" for hit in hits):
        assert replaced(text, [(h.start, h.end) for h in hits], "a") == text


@pytest.fixture
def plan_id(db: Connection, operate: Callable[..., Any]) -> int:
    def fill(db: Connection) -> int:
        made = plans.start_plan(db, cycles.open_year(db, 2025))
        first = sections.outline(db, made)[0].section.id
        sections.change_body(db, first, "Thực hiện Kế hoạch này.\nKế hoạch số 15/KH-UBND.")
        plans.set_legal_bases(db, made, ["Căn cứ Kế hoạch số 15/KH-UBND"])
        plans.change_plan(db, made, opening="Ban hành kế hoạch")
        return made

    return int(operate(fill))


def test_replacing_over_the_whole_plan_is_one_operation(
    db: Connection, operate: Callable[..., Any], plan_id: int
) -> None:
    hits = find_all(plan_texts.plan_texts(db, plan_id), "kế hoạch", Matching(whole_words=True))
    assert [hit.title for hit in hits][:3] == ["Tên loại", "Căn cứ", "Lời mở đầu"]
    count = operate(plan_texts.replace_hits, plan_id, hits[1:4], "chương trình", keep_capitals=True)
    assert count == 3
    plan = plans.plan_of_year(db, 2025)
    assert plan.kind == "KẾ HOẠCH"
    assert plan.opening == "Ban hành chương trình"
    assert plans.legal_bases(db, plan_id)[0].text == "Căn cứ Chương trình số 15/KH-UBND"
    body = sections.outline(db, plan_id)[0].section.body
    assert body == "Thực hiện Chương trình này.\nKế hoạch số 15/KH-UBND."


def test_a_text_that_changed_since_is_not_touched(db: Connection, operate: Callable[..., Any], plan_id: int) -> None:
    hits = find_all(plan_texts.plan_texts(db, plan_id), "Thực hiện", Matching())
    operate(sections.change_body, sections.outline(db, plan_id)[0].section.id, "Khác hẳn")
    with pytest.raises(RuleBroken, match="Tìm lại"):
        operate(plan_texts.replace_hits, plan_id, hits, "x")


def test_a_document_is_cited_in_full_the_first_time_only(
    db: Connection, operate: Callable[..., Any], plan_id: int
) -> None:
    def known(db: Connection) -> None:
        legal_documents.document_known(
            db, "Quyết định", "114/QĐ-UBND", issued_on="2024-12-30", issuer="UBND tỉnh", subject="về xếp loại"
        )

    operate(known)
    (document,) = legal_documents.all_documents(db)
    full = plan_texts.citation_for(db, plan_id, document)
    assert full == "Quyết định số 114/QĐ-UBND ngày 30/12/2024 của UBND tỉnh về xếp loại"
    operate(sections.change_body, sections.outline(db, plan_id)[1].section.id, f"Theo {full}")
    assert plan_texts.citation_for(db, plan_id, document) == "Quyết định số 114/QĐ-UBND"
