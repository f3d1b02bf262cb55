"""Changing a framework: what may be typed, order and numbers, sums, versions after scoring began, years that keep theirs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from db import journal
from db.connection import Connection
from dvcq_desktop import cycles, deductions, evidence, frameworks, scores, tasks
from dvcq_desktop import framework_editing as editing
from dvcq_desktop import framework_versions as versions
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.framework_compare import compare
from dvcq_desktop.framework_heads import change_head, set_classes, set_gates
from dvcq_desktop.framework_sums import findings, look_over, sentence_of, sum_of
from dvcq_desktop.framework_words import params_text, read_flags, read_params_text, rule_name, rule_named
from dvcq_desktop.frameworks import Classification, Gate, criteria, get_framework, items
from dvcq_desktop.records import fetch
from tests.support import WHO, content, operator

Run = Callable[..., Any]


@pytest.fixture
def run(db: Connection) -> Run:
    return operator(db)


def shelf(run: Run, name: str, *years: int) -> int:
    """A framework of the shelf, used by these years."""

    def fill(db: Connection) -> int:
        framework = frameworks.load_framework(db, name)
        for year in years:
            cycles.open_year(db, year, framework_id=framework)
        return framework

    return int(run(fill))


def item(db: Connection, framework: int, code: str) -> frameworks.Item:
    criterion, number = code.split(".")
    found = frameworks.find_item(db, framework, int(criterion), int(number))
    assert found is not None
    return found


def codes(db: Connection, framework: int) -> list[str]:
    numbers = {c.id: c.number for c in criteria(db, framework)}
    return [f"{numbers[i.criterion_id]}.{i.number}" for i in items(db, framework)]


def refused(run: Run, use_case: Callable[..., Any], *arguments: Any) -> str:
    with pytest.raises(RuleBroken) as trouble:
        run(use_case, *arguments)
    return str(trouble.value)


# What may be typed


@pytest.mark.parametrize(
    ("typed", "points"), [("2,5", 250), ("2.5", 250), ("2", 200), ("2,50 điểm", 250), (" 3 đ", 300), ("", None)]
)
def test_maxima_as_typed(db: Connection, run: Run, typed: str, points: int | None) -> None:
    framework = shelf(run, "quang-ngai-1211-2022", 2025)
    first = item(db, framework, "1.1")
    run(editing.change_item, first.id, "max_points", "9")
    assert run(editing.change_item, first.id, "max_points", typed).framework_id == framework
    assert item(db, framework, "1.1").max_points == points


def test_what_cannot_be_is_refused_in_words(db: Connection, run: Run) -> None:
    framework = shelf(run, "quang-ngai-1211-2022")
    first = item(db, framework, "1.1").id
    assert "hai số khác nhau" in refused(run, editing.change_item, first, "max_points", "1.234")
    assert "lớn hơn 0" in refused(run, editing.change_item, first, "max_points", "0")
    assert "không phải là điểm" in refused(run, editing.change_item, first, "step", "nửa")
    assert "để trống" in refused(run, editing.change_item, first, "text", " \n ")
    assert "Số 2 đã có" in refused(run, editing.change_item, first, "number", "2")
    assert "không phải là số thứ tự" in refused(run, editing.change_item, first, "number", "1a")
    assert "Không có lựa chọn" in refused(run, editing.change_item, first, "not_applicable", "maybe")
    criterion = criteria(db, framework)[0].id
    assert "Số 2 đã có" in refused(run, editing.change_criterion, criterion, "number", "2")


def test_lines_and_flags(db: Connection, run: Run) -> None:
    framework = shelf(run, "quang-ngai-1211-2022")
    first = item(db, framework, "1.1").id
    run(editing.change_item, first, "expected_evidence", "Kế hoạch \n\n  Báo cáo")
    run(editing.change_item, first, "bonus", "1")
    run(editing.change_item, first, "not_applicable", "rescale")
    found = item(db, framework, "1.1")
    assert found.expected_evidence == "Kế hoạch\nBáo cáo"
    assert (found.bonus, found.not_applicable) == (1, "rescale")


def test_rules_take_their_parameters_as_typed(db: Connection, run: Run) -> None:
    framework = shelf(run, "quang-ngai-1211-2022")
    first = item(db, framework, "1.1").id
    run(editing.change_rule, first, "choice", {"levels": "Đủ, đúng hạn = 2,00\nCòn chậm: 1"})
    assert item(db, framework, "1.1").rule_params == (
        '{"levels": [{"label": "Đủ, đúng hạn", "points": 200}, {"label": "Còn chậm", "points": 100}]}'
    )
    run(
        editing.change_rule,
        first,
        "bands",
        {"done": "đạt", "of": "tổng", "bands": "từ 95% trở lên = 2\n80 % = 1,5 điểm"},
    )
    assert '"from_percent": 80, "points": 150' in item(db, framework, "1.1").rule_params
    run(editing.change_rule, first, "superior_only", {})
    assert not item(db, framework, "1.1").self_scored
    run(editing.change_rule, first, "manual", {})
    assert item(db, framework, "1.1").self_scored
    assert "còn thiếu: Điểm mỗi lần" in refused(run, editing.change_rule, first, "count_times", {"event": "lần"})
    assert "thiếu điểm" in refused(run, editing.change_rule, first, "choice", {"levels": "Đủ"})
    assert "xếp từ cao xuống thấp" in refused(
        run, editing.change_rule, first, "bands", {"done": "a", "of": "b", "bands": "50 = 1\n90 = 2"}
    )


def test_parameters_go_to_words_and_back_for_every_item_of_the_shelf(db: Connection, run: Run) -> None:
    import json

    for name in ("minh-hoa-100-diem", "minh-hoa-8-tieu-chi", "minh-hoa-90-70-50"):
        for each in items(db, shelf(run, name)):
            params = json.loads(each.rule_params)
            assert read_params_text(each.rule, params_text(each.rule, params)) == params
            assert rule_named(rule_name(each.rule)) == each.rule
    assert rule_named("Quy tắc lạ") is None
    assert read_flags("Điểm thưởng; việc lạ") == (
        {"bonus": 1, "self_scored": 1, "needs_evidence": 1, "not_applicable": "no", "polarity": "achievement"},
        ["việc lạ"],
    )


# Order and numbers


def test_add_move_and_delete_items(db: Connection, run: Run) -> None:
    framework = shelf(run, "minh-hoa-8-tieu-chi")
    first = criteria(db, framework)[0]
    made = run(editing.add_item, first.id, "Nội dung thêm", after_id=item(db, framework, "1.1").id)
    assert item(db, framework, "1.2").id == made.item_id
    assert codes(db, framework)[:4] == ["1.1", "1.2", "1.3", "2.1"]
    run(editing.move_item, made.item_id, 1)
    assert item(db, framework, "1.3").text == "Nội dung thêm"
    run(editing.move_item, made.item_id, 1)  # over the edge: into the next criterion, at its top
    assert item(db, framework, "2.1").text == "Nội dung thêm"
    assert codes(db, framework)[:5] == ["1.1", "1.2", "2.1", "2.2", "2.3"]
    run(editing.move_item, made.item_id, -1)
    assert item(db, framework, "1.3").text == "Nội dung thêm"
    run(editing.delete_items, [item(db, framework, "1.1").id])
    assert codes(db, framework)[:3] == ["1.2", "1.3", "2.1"]  # what remains keeps its number
    run(editing.add_item, first.id, "Cuối")
    assert codes(db, framework)[:3] == ["1.2", "1.3", "1.4"]
    assert "đầu hoặc cuối" in refused(run, editing.move_item, items(db, framework)[0].id, -1)
    assert "Chưa chọn" in refused(run, editing.delete_items, [])


def test_add_move_and_delete_criteria(db: Connection, run: Run) -> None:
    framework = int(run(editing.new_framework, "Khung của xã"))
    one, two = (run(editing.add_criterion, framework, title).criterion_id for title in ("Một", "Hai"))
    run(editing.move_criterion, two, -1)
    assert [(c.number, c.title) for c in criteria(db, framework)] == [(1, "Hai"), (2, "Một")]
    run(editing.change_criterion, one, "title", "Một, sửa")
    assert "đầu hoặc cuối" in refused(run, editing.move_criterion, two, -1)
    run(editing.delete_criterion, two)
    assert [(c.number, c.title) for c in criteria(db, framework)] == [(2, "Một, sửa")]
    run(editing.new_framework, "Khung khác")
    assert len({f.code for f in fetch(db, frameworks.Framework)}) == 2


def test_undo_brings_everything_back(db: Connection, run: Run) -> None:
    framework = shelf(run, "minh-hoa-100-diem", 2025)
    first = item(db, framework, "1.1").id
    run(scores.set_self, 2025, first, "2")
    run(evidence.add_evidence, 2025, first, "Kế hoạch")
    before = content(db)
    run(editing.delete_criterion, criteria(db, framework)[0].id)
    journal.undo(db, WHO)
    assert content(db) == before


# The head, classes, gates


def test_the_head_as_typed(db: Connection, run: Run) -> None:
    framework = shelf(run, "quang-ngai-1211-2022")
    run(change_head, framework, {"total": "100", "issued_on": "02/11/2022", "decimals": "1", "effective_to": "2025"})
    found = get_framework(db, framework)
    assert (found.total, found.issued_on, found.decimals, found.effective_to) == (100_00, "2022-11-02", 1, 2025)
    assert "đứng trước" in refused(run, change_head, framework, {"effective_to": "2020"})
    assert "phải có tên" in refused(run, change_head, framework, {"title": " "})
    assert "không dùng được" in refused(run, change_head, framework, {"decimals": "5"})


def test_classes_and_gates(db: Connection, run: Run) -> None:
    framework = shelf(run, "quang-ngai-1211-2022", 2025)
    run(set_classes, framework, [("Tốt", "80"), ("Khá", "65,5"), ("Yếu", "0")])
    assert [c.threshold for c in fetch(db, Classification, "ORDER BY position")] == [80_00, 65_50, 0]
    run(set_gates, framework, [("Không nộp hồ sơ?", ""), ("Có người bị kỷ luật?", "Yếu")])
    gate = fetch(db, Gate, "ORDER BY position")[1]
    run(scores.set_gate, 2025, gate.id, True)
    run(set_gates, framework, [("Có người bị kỷ luật?", "Khá"), ("Điều kiện mới?", "")])
    assert [g.text for g in fetch(db, Gate, "ORDER BY position")] == ["Có người bị kỷ luật?", "Điều kiện mới?"]
    assert scores.gates(db, 2025)[0][1].holds  # the answer stays with its question
    assert "từ cao xuống thấp" in refused(run, set_classes, framework, [("A", "50"), ("B", "90")])
    assert "Hãy ghi đủ" in refused(run, set_classes, framework, [("A", "50"), ("B", "")])
    assert "trùng tên" in refused(run, set_classes, framework, [("A", ""), ("a", "")])
    assert "nêu mức “Z” không có" in refused(run, set_gates, framework, [("x?", "Z")])


# Sums


def test_the_foot_says_what_the_sums_make(db: Connection, run: Run) -> None:
    unknown = items(db, shelf(run, "quang-ngai-1211-2022"))
    assert sentence_of(sum_of(unknown), None) == (
        "● Còn 32 trong 32 nội dung chưa có điểm tối đa · đã nhập 0,00",
        "warn",
    )
    whole = sum_of(items(db, shelf(run, "minh-hoa-100-diem")))
    assert sentence_of(whole, 100_00) == ("✓ Tổng 100,00, khớp với quyết định", "good")
    assert sentence_of(whole, 102_50)[0] == "▲ Tổng 100,00, thiếu 2,50 so với 102,50 của quyết định"
    assert "thừa 1,00 so với 99,00" in sentence_of(whole, 99_00)[0]
    assert "chưa nhập tổng điểm" in sentence_of(whole, None)[0]
    with_bonus = sum_of(items(db, shelf(run, "minh-hoa-90-70-50")))
    assert sentence_of(with_bonus, 100_00)[0].endswith("khớp với quyết định · điểm thưởng 5,00")


def test_findings_name_the_place(db: Connection, run: Run) -> None:
    framework = shelf(run, "minh-hoa-100-diem")
    assert findings(db, framework) == []
    run(editing.change_item, item(db, framework, "1.1").id, "max_points", "3,10")
    sentences = " ".join(f.sentence for f in findings(db, framework))
    assert "thiếu 0,90" in sentences
    assert "Nội dung 1.1: 3,10 không chia hết cho bước điểm 0,25" in sentences
    run(editing.change_item, item(db, framework, "1.1").id, "max_points", "3")
    assert "quy tắc cho nhiều nhất 4,00, nhưng điểm tối đa là 3,00" in findings(db, framework)[1].sentence
    empty = run(editing.add_criterion, framework, "Trống").criterion_id
    assert findings(db, framework)[-1].criterion_id in (empty, criteria(db, framework)[0].id)
    double = (
        frameworks.Item(criterion_id=1, number=1, text="x", id=1),
        frameworks.Item(criterion_id=1, number=1, text="y", id=2),
    )
    twice = look_over(
        get_framework(db, framework), [frameworks.Criterion(id=1, framework_id=1, number=1, title="t")], double
    )
    assert [f.item_id for f in twice if "hai lần" in f.sentence] == [1, 2]


# Versions


def _history(run: Run, db: Connection, framework: int) -> dict[str, int]:
    """2024 closed with scores, 2025 open with everything that can hang on an item."""
    first = item(db, framework, "1.1")
    run(scores.set_self, 2024, first.id, "4")
    closed = cycles.cycle_of_year(db, 2024).id
    old_deduction = run(deductions.add_deduction, closed, item_id=first.id, place="1.1", points=25)
    run(cycles.change, closed, closed=1)
    run(scores.set_self, 2025, first.id, "3")
    cycle = cycles.cycle_of_year(db, 2025).id
    return {
        "task": run(tasks.add_task, cycle, "Việc", criterion_id=first.criterion_id, item_ids=(first.id,)),
        "evidence": run(evidence.add_evidence, 2025, first.id, "Kế hoạch"),
        "deduction": run(deductions.add_deduction, cycle, item_id=first.id, place="1.1", points=50),
        "old_deduction": old_deduction,
    }


def test_before_scoring_a_change_stays_in_place(db: Connection, run: Run) -> None:
    framework = shelf(run, "minh-hoa-100-diem", 2024, 2025)
    assert run(editing.change_item, item(db, framework, "1.1").id, "max_points", "5").framework_id == framework
    assert len(versions.versions(db)) == 1


def test_after_scoring_began_a_change_makes_one_new_version(db: Connection, run: Run) -> None:
    framework = shelf(run, "minh-hoa-100-diem", 2024, 2025)
    made = _history(run, db, framework)
    edited = run(editing.change_item, item(db, framework, "1.1").id, "max_points", "5")
    new = edited.framework_id
    assert new != framework
    assert get_framework(db, new).version == 2
    assert cycles.cycle_of_year(db, 2024).framework_id == framework  # the closed year keeps its own
    assert cycles.cycle_of_year(db, 2025).framework_id == new
    assert (item(db, framework, "1.1").max_points, item(db, new, "1.1").max_points) == (4_00, 5_00)
    moved = item(db, new, "1.1")
    assert edited.item_id == moved.id
    for sql, wanted in (
        ("SELECT item_id FROM score WHERE cycle_id = (SELECT id FROM cycle WHERE year = 2025)", moved.id),
        (
            "SELECT item_id FROM score WHERE cycle_id = (SELECT id FROM cycle WHERE year = 2024)",
            item(db, framework, "1.1").id,
        ),
        (f"SELECT item_id FROM task_item WHERE task_id = {made['task']}", moved.id),
        (f"SELECT criterion_id FROM task WHERE id = {made['task']}", moved.criterion_id),
        (f"SELECT item_id FROM evidence_link WHERE evidence_id = {made['evidence']}", moved.id),
        (f"SELECT item_id FROM deduction WHERE id = {made['deduction']}", moved.id),
        (f"SELECT item_id FROM deduction WHERE id = {made['old_deduction']}", item(db, framework, "1.1").id),
    ):
        assert db.execute(sql).fetchone()[0] == wanted, sql
    for each in items(db, new)[:32]:  # 32 maxima typed in one go make no further version
        assert run(editing.change_item, each.id, "max_points", "3").framework_id == new
    run(editing.delete_items, [item(db, new, "1.1").id, item(db, new, "1.2").id])
    assert len(versions.versions(db)) == 2
    run(scores.set_self, 2025, item(db, new, "2.1").id, "1")  # scoring went on: the next change is a third version
    assert run(editing.change_item, item(db, new, "2.1").id, "max_points", "2").framework_id not in (framework, new)


def test_deleting_several_after_scoring_makes_one_version(db: Connection, run: Run) -> None:
    framework = shelf(run, "minh-hoa-100-diem", 2024, 2025)
    _history(run, db, framework)
    new = run(editing.delete_items, [item(db, framework, code).id for code in ("1.1", "1.2", "10.4")]).framework_id
    assert len(items(db, new)) == 29
    assert len(items(db, framework)) == 32
    assert len(versions.versions(db)) == 2


def test_locked_scores_keep_their_version_and_undo_takes_the_new_one_back(db: Connection, run: Run) -> None:
    framework = shelf(run, "minh-hoa-100-diem", 2025)
    run(cycles.change, cycles.cycle_of_year(db, 2025).id, scores_locked=1)
    before = content(db)
    new = run(editing.add_criterion, framework, "Tiêu chí thêm").framework_id
    assert new != framework
    assert cycles.cycle_of_year(db, 2025).framework_id == framework
    kept = {v.framework.id: v.kept for v in versions.versions(db)}
    assert kept == {framework: True, new: False}
    journal.undo(db, WHO)
    assert content(db) == before


def test_a_maximum_below_what_was_scored_is_found(db: Connection, run: Run) -> None:
    framework = shelf(run, "minh-hoa-100-diem", 2025)
    run(scores.set_self, 2025, item(db, framework, "1.2").id, "3")
    new = run(editing.change_item, item(db, framework, "1.2").id, "max_points", "2").framework_id
    assert any("năm 2025 đã chấm 3,00, vượt điểm tối đa 2,00" in f.sentence for f in findings(db, new))


def test_another_framework_for_a_year(db: Connection, run: Run) -> None:
    first = shelf(run, "quang-ngai-1211-2022", 2025)
    second = shelf(run, "minh-hoa-100-diem")
    cycle = cycles.cycle_of_year(db, 2025).id
    task = run(
        tasks.add_task,
        cycle,
        "Việc",
        criterion_id=criteria(db, first)[2].id,
        item_ids=(item(db, first, "3.2").id, item(db, first, "3.4").id),
    )
    assert run(versions.use_for_year, second, 2025) == 0
    assert cycles.cycle_of_year(db, 2025).framework_id == second
    row = db.execute("SELECT item_id FROM task_item WHERE task_id = ?", (task,)).fetchone()
    assert row[0] == item(db, second, "3.2").id
    other = shelf(run, "minh-hoa-8-tieu-chi")
    run(scores.set_self, 2025, item(db, second, "10.4").id, "1,5")
    assert "nội dung không có trong bộ tiêu chí này" in refused(run, versions.use_for_year, other, 2025)
    run(scores.set_self, 2025, item(db, second, "10.4").id, "")
    assert run(versions.use_for_year, other, 2025) == 1
    run(cycles.change, cycle, closed=1)
    assert "đã khóa nên giữ nguyên" in refused(run, versions.use_for_year, first, 2025)


def test_compare_names_what_differs(db: Connection, run: Run) -> None:
    old = shelf(run, "minh-hoa-100-diem", 2024)
    new = int(run(versions.new_version, old))
    run(editing.change_item, item(db, new, "1.1").id, "max_points", "5")
    run(editing.change_item, item(db, new, "1.2").id, "text", "Lời văn hoàn toàn khác")
    run(editing.move_item, item(db, new, "2.1").id, 1)
    run(editing.delete_items, [item(db, new, "10.4").id])
    run(editing.add_item, criteria(db, new)[2].id, "Nội dung mới toanh")
    run(change_head, new, {"total": "99"})
    found = [(d.kind, d.code, d.field, d.before, d.after) for d in compare(db, old, new)]
    assert ("changed", "1.1", "Điểm tối đa", "4,00", "5,00") in found
    assert ("changed", "", "Tổng điểm", "100,00", "99,00") in found
    assert ("moved", "2.2", "Số", "2.1", "2.2") in found
    assert ("moved", "2.1", "Số", "2.2", "2.1") in found
    assert ("removed", "10.4", "", "", "") in found
    assert ("added", "3.5", "", "", "") in found
    assert [kind for kind, code, field, *_rest in found if code == "1.2"] == ["changed"]
    assert compare(db, old, old) == []


def test_compare_two_frameworks_of_the_shelf_by_number_and_words(db: Connection, run: Run) -> None:
    old, new = shelf(run, "quang-ngai-1211-2022"), shelf(run, "minh-hoa-100-diem")
    found = compare(db, old, new)
    assert not [d for d in found if d.kind in ("added", "removed", "moved")]
    assert sum(d.field == "Điểm tối đa" for d in found) == 32
