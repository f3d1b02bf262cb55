"""Correcting what was understood: lines change roles, entries go, and every line of the file stays somewhere."""

from __future__ import annotations

import pytest

from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.readers.correcting import (
    all_sections,
    change_role,
    line_roles,
    remove,
    renumber_criterion,
    set_task_items,
)
from dvcq_desktop.readers.plan import understand
from dvcq_desktop.readers.typed import actors_typed, actors_words, numbers_typed
from dvcq_desktop.readers.understood import PlanRead, PlanText

LINES = (
    "KẾ HOẠCH",
    "Nâng cao chỉ số dân vận chính quyền năm 2026",
    "Thực hiện Quyết định số 15/QĐ-UBND ngày 20/01/2026 của UBND huyện;",
    "Ủy ban nhân dân xã Thử Nghiệm ban hành Kế hoạch, như sau:",
    "I. MỤC TIÊU",
    "Giữ vững kết quả đã đạt.",
    "II. NHIỆM VỤ",
    "Tiêu chí 1: Quán triệt, triển khai",
    "- Tổ chức hội nghị quán triệt.",
    "- Ban hành kế hoạch năm.",
    "Công chức tham mưu: Văn phòng – Thống kê (hàng tháng)",
    "Bộ phận phối hợp: Tài chính – Kế toán",
    "Thời gian thực hiện: Thường xuyên, cung cấp tài liệu minh chứng trước ngày 24/10/2026",
    "- Sơ kết việc thực hiện.",
    "Công chức tham mưu: Tư pháp – Hộ tịch",
    "III. TỔ CHỨC THỰC HIỆN",
    "1. Giao Văn phòng theo dõi, đôn đốc.",
    "Trên đây là kế hoạch của xã.",
)
FIRST, SECOND, LEAD, SUPPORT, THIRD = 9, 10, 11, 12, 14


@pytest.fixture
def plan() -> PlanRead:
    return understand("thu.txt", PlanText(lines=LINES, head_lines=()))


def tasks_section(plan: PlanRead):
    return next(s for s in all_sections(plan) if s.kind == "tasks")


def printed_somewhere(plan: PlanRead) -> set[int]:
    """Lines that stand in a section's own text, not only in records."""
    return {line for s in all_sections(plan) for line in s.body_lines if line not in s.taken}


def test_roles_say_what_each_line_became(plan):
    roles = line_roles(plan)
    assert (roles[3], roles[7], roles[8]) == ("base", "section", "criterion")
    assert (roles[FIRST], roles[LEAD], roles[SUPPORT], roles[13]) == ("item", "lead", "support", "timing")
    assert roles[6] == "text"
    assert roles[18] == "closing"


def test_a_lead_line_that_is_a_support(plan):
    change_role(plan, LEAD, "support")
    task = plan.tasks[0]
    assert task.leads == []
    assert [actor.name for actor in task.supports] == ["Tài chính – Kế toán", "Văn phòng – Thống kê"]
    assert task.supports[1].periods == ["hang-thang"]
    assert line_roles(plan)[LEAD] == "support"
    change_role(plan, LEAD, "lead")
    assert [actor.name for actor in plan.tasks[0].leads] == ["Văn phòng – Thống kê"]
    assert [actor.name for actor in plan.tasks[0].supports] == ["Tài chính – Kế toán"]


def test_a_line_that_is_only_text_stays_in_its_section(plan):
    change_role(plan, LEAD, "text")
    assert plan.tasks[0].leads == []
    assert LEAD in printed_somewhere(plan)
    assert line_roles(plan)[LEAD] == "text"


def test_a_content_that_is_only_text_moves_the_numbers_after_it(plan):
    change_role(plan, FIRST, "text")
    assert [item.text for item in plan.criteria[0].items] == ["Ban hành kế hoạch năm.", "Sơ kết việc thực hiện."]
    assert [task.items for task in plan.tasks] == [[1], [2]]
    assert FIRST in printed_somewhere(plan)


def test_text_becomes_a_content_of_the_group_it_stands_in(plan):
    change_role(plan, SECOND, "text")
    assert [task.items for task in plan.tasks] == [[1], [2]]
    change_role(plan, SECOND, "item")
    assert [task.items for task in plan.tasks] == [[1, 2], [3]]
    assert SECOND not in printed_somewhere(plan)


def test_a_group_without_contents_goes_and_its_lines_stay(plan):
    change_role(plan, THIRD, "text")
    assert len(plan.tasks) == 1
    assert {THIRD, 15} <= printed_somewhere(plan)


def test_text_becomes_a_deduction_and_prints_as_text_too_where_no_section_prints_deductions(plan):
    change_role(plan, THIRD, "deduction")
    assert [d.text for d in plan.deductions] == ["Sơ kết việc thực hiện."]
    assert THIRD in printed_somewhere(plan)
    remove(plan, plan.deductions[0])
    assert plan.deductions == []


def test_a_line_before_every_criterion_is_refused_and_nothing_changes(plan):
    with pytest.raises(RuleBroken, match="đứng trước mọi tiêu chí"):
        change_role(plan, 6, "lead")
    with pytest.raises(RuleBroken, match="đề mục"):
        change_role(plan, 7, "item")
    assert line_roles(plan)[6] == "text"


@pytest.mark.parametrize("kind", ["tasks", "criteria", "clauses", "documents"])
def test_removing_an_entry_loses_no_line(plan, kind):
    before = printed_somewhere(plan)
    entry = getattr(plan, kind)[0]
    lines = {line for line in getattr(entry, "lines", []) if line in tasks_section(plan).body_lines}
    remove(plan, entry)
    assert entry not in getattr(plan, kind)
    assert before | lines <= printed_somewhere(plan)


def test_a_base_that_goes_stands_in_the_opening(plan):
    base = plan.bases[0]
    remove(plan, base)
    assert plan.bases == []
    assert base.text in plan.opening


def test_hidden_deductions_keep_pointing_at_their_own(plan):
    for line in (FIRST, SECOND, THIRD):
        change_role(plan, line, "deduction")
    plan.deductions[2].hidden_in = 1
    remove(plan, plan.deductions[0])
    assert plan.deductions[1].hidden_in == 0
    remove(plan, plan.deductions[0])
    assert plan.deductions[0].hidden_in is None


def test_actors_are_read_as_they_are_shown():
    typed = "Văn phòng – Thống kê (hàng tháng); Văn phòng – Thống kê (Phòng Tiếp công dân); Địa chính (quý I, năm)"
    assert actors_words(actors_typed(typed)) == typed
    assert actors_typed(" ; ") == []


def test_numbers_of_contents_as_typed(plan):
    assert numbers_typed("1, 3-5") == [1, 3, 4, 5]
    with pytest.raises(RuleBroken):
        numbers_typed("một")
    set_task_items(plan, plan.tasks[1], "2 3")
    assert plan.tasks[1].items == [2, 3]
    with pytest.raises(RuleBroken, match="không có nội dung 9"):
        set_task_items(plan, plan.tasks[1], "9")


def test_a_criterion_takes_its_groups_along_to_another_number(plan):
    renumber_criterion(plan, plan.criteria[0], 4)
    assert {task.criterion for task in plan.tasks} == {4}
