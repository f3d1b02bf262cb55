"""Hints on numbers and dates: each rule has a hit with its proposal and a miss."""

from __future__ import annotations

import itertools

import pytest

from dvcq_desktop.spelling import apply_hint, hints


def corrected(text: str) -> str:
    for hint in reversed(hints(text)):
        text = apply_hint(text, hint)
    return text


@pytest.mark.parametrize(
    ("written", "proposed"),
    [
        ("Ba Thành, ngày 5 tháng 2 năm 2025", "Ba Thành, ngày 05 tháng 02 năm 2025"),
        ("ngày 24 tháng 03 năm 2025", "ngày 24 tháng 3 năm 2025"),
        ("trước ngày 5/2/2025.", "trước ngày 05/02/2025."),
        ("Kế hoạch số 5/KH-UBND", "Kế hoạch số 05/KH-UBND"),
        ("Nghị định số 9/2020/NĐ-CP", "Nghị định số 09/2020/NĐ-CP"),
        ("Quyết định số 114/QĐ- UBND ngày", "Quyết định số 114/QĐ-UBND ngày"),
        ("Quyết định số 114/QĐ –UBND", "Quyết định số 114/QĐ-UBND"),
        ("Quyết định số 114 /QĐ-UBND", "Quyết định số 114/QĐ-UBND"),
        ("Quyết định số: 1211/QĐ-UBND", "Quyết định số 1211/QĐ-UBND"),
        ("thực hiện  tốt", "thực hiện tốt"),
        ("thực hiện tốt , đúng hạn", "thực hiện tốt, đúng hạn"),
        ("đúng hạn,đủ hồ sơ", "đúng hạn, đủ hồ sơ"),
        ("đúng hạn.Các bộ phận", "đúng hạn. Các bộ phận"),
        ("báo cáo đúng hạn..", "báo cáo đúng hạn."),
        ("xây dựng 1 mô hình", "xây dựng 01 mô hình"),
        ("trách nhiệm của - UBND xã", "trách nhiệm của UBND xã"),
    ],
)
def test_each_rule_proposes(written: str, proposed: str) -> None:
    assert corrected(written) == proposed
    assert hints(proposed) == []


@pytest.mark.parametrize(
    "good",
    [
        "ngày 05 tháng 02 năm 2025",
        "ngày 15 tháng 10 năm 2025",
        "6 tháng đầu năm, 12 tháng",
        "Kế hoạch số 15/KH-UBND ngày 25/02/2025",
        "Quyết định số 1211/QĐ-UBND ngày 12/9/2022 của UBND tỉnh",
        "Luật số 72/2025/QH15",
        "khoản 1 Điều 5, nội dung 3 tiêu chí 2",
        "trang https://quangngai.gov.vn,thư a.b@quangngai.gov.vn",
        "nơi nhận: như trên./.",
        "còn nhiều việc...",
        "đạt 78,50 điểm; bị trừ 0,5 điểm",
        "- UBND xã báo cáo",
        "đạt 94.00 điểm theo mẫu TP.HCM",
        "Văn phòng – Thống kê",
        "2 lần/tháng 6 tháng 1 lần"[11:],
    ],
)
def test_good_writing_is_left_alone(good: str) -> None:
    assert hints(good) == []


def test_hints_say_where_and_why_and_never_overlap() -> None:
    found = hints("Ngày 5 tháng 3, số: 5/KH- UBND  và 1 cuộc họp")
    assert [h.start for h in found] == sorted(h.start for h in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(h.message and h.end > h.start for h in found)


def test_a_long_text_is_read_in_a_moment() -> None:
    text = "Ủy ban nhân dân xã tổ chức thực hiện, báo cáo trước ngày 24/10/2025. " * 2000
    assert hints(text) == []
