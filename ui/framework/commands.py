"""What the page Bộ tiêu chí does to a framework, each as one undoable operation with a label a person can read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from dvcq_desktop import framework_editing, framework_versions, troubles
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.exporting import write_document
from dvcq_desktop.framework_editing import Edited
from dvcq_desktop.framework_tables import Applied, Reading, apply_table, blank_template, make_framework, template
from dvcq_desktop.framework_words import rule_name
from dvcq_desktop.frameworks import Criterion, Item
from ui import ask
from ui.desk import Desk

Node = Criterion | Item
_LABELS = {
    "number": "Sửa số",
    "text": "Sửa lời văn",
    "title": "Sửa tên",
    "max_points": "Sửa điểm tối đa",
    "step": "Sửa bước điểm",
    "expected_evidence": "Sửa minh chứng cần có",
    "legal_base": "Sửa căn cứ",
}


def change(desk: Desk, node: Node, code: str, field: str, typed: str) -> Edited:
    """Store one field as typed; RuleBroken is told in the cell or below the field."""
    if isinstance(node, Criterion):
        label = f"{_LABELS[field]} tiêu chí {code}"
        return desk.run(label, framework_editing.change_criterion, node.id, field, typed)
    label = f"{_LABELS.get(field, 'Sửa đặc điểm')} nội dung {code}"
    return desk.run(label, framework_editing.change_item, node.id, field, typed)


def change_rule(desk: Desk, item: Item, code: str, rule: str, typed: Mapping[str, str]) -> Edited:
    label = f"Đổi quy tắc nội dung {code}: {rule_name(rule)}"
    return desk.run(label, framework_editing.change_rule, item.id, rule, typed)


def fill(desk: Desk, items: Sequence[Item], typed: Sequence[str]) -> Edited:
    """A pasted column of numbers into the maxima of items one below the other."""
    count = sum(bool(text.strip()) for text in typed[: len(items)])
    done = desk.run("Dán cột điểm", framework_editing.fill_maxima, [item.id for item in items], typed)
    desk.told.emit(f"Đã dán {count} điểm tối đa.", True)
    return done


def move(desk: Desk, node: Node, code: str, by: int) -> Edited:
    way = "lên" if by < 0 else "xuống"
    if isinstance(node, Criterion):
        return desk.run(f"Chuyển tiêu chí {code} {way}", framework_editing.move_criterion, node.id, by)
    return desk.run(f"Chuyển nội dung {code} {way}", framework_editing.move_item, node.id, by)


def delete(desk: Desk, nodes: Sequence[Node]) -> Edited:
    """Take out a criterion, or all the items chosen; undone by one step."""
    first = nodes[0]
    if isinstance(first, Criterion):
        label = f"Xóa tiêu chí {first.number}"
        done = desk.run(label, framework_editing.delete_criterion, first.id)
    else:
        chosen = [node.id for node in nodes if isinstance(node, Item)]
        label = f"Xóa {len(chosen)} nội dung"
        done = desk.run(label, framework_editing.delete_items, chosen)
    desk.told.emit(f"{label.replace('Xóa', 'Đã xóa', 1)}.", True)
    return done


def put_table(desk: Desk, framework_id: int, reading: Reading, *, replace_text: bool) -> Applied:
    done = desk.run("Nhập bảng điểm", apply_table, framework_id, reading, replace_text=replace_text)
    parts = [f"{done.changed} nội dung đã điền"] if done.changed else []
    parts += [f"{done.added} dòng thêm mới"] if done.added else []
    parts += [f"{done.same} giữ nguyên"] if done.same else []
    desk.told.emit(f"Đã nhập bảng: {', '.join(parts) or 'không có gì thay đổi'}.", bool(done.changed or done.added))
    return done


def new_from_table(desk: Desk, title: str, reading: Reading) -> int:
    made = desk.run("Lập bộ tiêu chí từ bảng", make_framework, title, reading, desk.year)
    desk.told.emit(f"Đã lập “{title}” từ bảng: {len(reading.items)} nội dung.", True)
    return made


def use(desk: Desk, framework_id: int) -> None:
    """Let the year in hand use a framework; why not is shown by the window."""
    year = desk.year
    if year is not None and desk.attempt(
        f"Dùng bộ tiêu chí cho năm {year}", framework_versions.use_for_year, framework_id, year
    ):
        desk.told.emit(f"Năm {year} dùng bộ tiêu chí này.", True)


def export(desk: Desk, framework_id: int | None, parent: QWidget) -> Path | None:
    """Write the framework (None: an empty one) as a table to fill in with Excel."""
    path = ask.save_file(
        parent,
        "Xuất bộ tiêu chí",
        "bo-tieu-chi.xlsx" if framework_id else "mau-bo-tieu-chi.xlsx",
        "Excel (*.xlsx);;Word (*.docx)",
    )
    if path is None:
        return None
    where = path if path.suffix.lower() in (".xlsx", ".docx") else path.with_name(path.name + ".xlsx")
    try:
        write_document(template(desk.db, framework_id) if framework_id else blank_template(), where)
    except (RuleBroken, OSError) as trouble:
        sentence = str(trouble) if isinstance(trouble, RuleBroken) else troubles.sentence(trouble)
        desk.refused.emit(sentence or str(trouble))
        return None
    desk.told.emit(f"Đã ghi {where.name}.", False)
    return where
