"""Whatever the text, each of its words is found again in what was understood, and nothing raises."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path

import plan_samples
from hypothesis import given, settings
from hypothesis import strategies as st

from dvcq_desktop.errors import InputRefused
from dvcq_desktop.readers import as_json, read_plan
from dvcq_desktop.readers.plan import understand
from dvcq_desktop.readers.understood import PlanText

LINES = plan_samples.PLAN.split("\n")
ODD = [
    "Tiêu chí 1", "TIÊU CHÍ 2: ĐỔI MỚI LỀ LỐI LÀM VIỆC", "Tiêu chí số 3. Tiếp dân", "2.1 Tiêu chí số 1: Họp dân", "i. MỤC TIÊU",
    "PHẦN I", "Phần thứ nhất: Chung", "Chương II. Riêng", "Điều 1. Phạm vi", "A. Chung", "1.1.1. Một việc", "a) Một điểm;",
    "(1) Một nội dung", "PHỤ LỤC", "Phụ lục II", "Nơi nhận: TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "Trên đây là tất cả./.",
    "Trong quá trình thực hiện có vướng mắc thì báo cáo./.", "+ Chủ trì: UBND (", "Phối hợp: và, và; (quý I", "- ", "+", "(", ")",
    "Tiêu chí 2, nội dung 3: không rõ", "Bị trừ điểm Tiêu chí 9", "trừ 99,99 điểm", "Xếp loại: ", "tự chấm điểm", "----------",
    "Kính gửi: Thường trực Đảng ủy", "BÁO CÁO", "QUYẾT ĐỊNH VỀ VIỆC KHEN THƯỞNG", "Số: /", "12/QĐ-", "số 5/2020/NĐ-CP ngày 99/99/2020",
    "Thời gian thực hiện: trước ngày 31/02/2026", "của - UBND xã", "- - - ủy ban", "“", "IV", "V.", "1.", "1)", "Mục 3",
]
plans = st.lists(st.one_of(st.sampled_from(LINES), st.sampled_from(ODD), st.text(max_size=60)), max_size=60).map("\n".join)


def _words(values: object) -> set[str]:
    return set(re.findall(r"\w+", json.dumps(values, ensure_ascii=False).replace("\\n", " ")))


@settings(max_examples=250, deadline=None)
@given(plans)
def test_every_word_of_any_text_is_kept(written: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.txt"
        path.write_bytes(written.encode())
        try:
            plan = read_plan(path)
        except InputRefused:
            return
    text = plan.text
    values = as_json(plan)
    values["text"] = {"head_lines": list(text.head_lines)}
    del values["doubts"]
    lost = {word for line in text.lines for word in re.findall(r"\w+", line)} - _words(values)
    assert lost <= {word for word in lost if word.lower() in {"nơi", "nhận"}}


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(LINES), st.sampled_from(ODD)), min_size=1, max_size=40), st.data())
def test_tables_and_bold_in_any_place_raise_nothing(lines: list[str], data: st.DataObject) -> None:
    numbers = st.integers(min_value=1, max_value=len(lines))
    cells = data.draw(st.dictionaries(numbers, st.tuples(st.just(1), st.integers(1, 5), st.integers(1, 4)), max_size=20))
    bold = data.draw(st.frozensets(numbers))
    text = PlanText(lines=tuple(lines), head_lines=(), bold=bold, cells=cells)
    plan = understand("x", text)
    values = as_json(plan)
    del values["text"], values["doubts"]
    words = _words(values)
    assert all(_words(lines[number - 1]) <= words for number in cells if number > 20)
