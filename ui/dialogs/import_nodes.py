"""What was understood of a file as a tree to look through: groups, entries, and under each entry its fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from dvcq_desktop.dates import due_phrase, parse_date, short_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.points import format_points, parse_points
from dvcq_desktop.readers.correcting import Entry, all_sections, renumber_criterion, set_task_items
from dvcq_desktop.readers.typed import actors_typed, actors_words
from dvcq_desktop.readers.understood import (
    CriterionRead,
    DeductionRead,
    DocumentRead,
    PlanRead,
    SectionRead,
    TaskRead,
)
from dvcq_desktop.sections import KINDS
from dvcq_desktop.tasks import parse_due
from dvcq_desktop.vietnamese import clean, clean_line

Show = Callable[[], str]
Store = Callable[[str], None]
FIELD_OF_ROLE = {  # which field of a group a line of that role fills
    "lead": "Chủ trì",
    "support": "Phối hợp",
    "timing": "Thời gian",
    "due": "Hạn minh chứng",
    "expected": "Sản phẩm",
}


@dataclass(kw_only=True, eq=False)
class Node:
    """A row of the tree; store raises RuleBroken, entry is what "Bỏ mục này" takes out."""

    title: str
    show: Show = str
    store: Store | None = None
    kind: str = "line"  # how it is edited: line, lines, units
    lines: tuple[int, ...] = ()
    entry: Entry | None = None
    sentence: bool = False  # words alone, over the whole width
    key: str = ""  # the same for the same thing after the tree was made anew
    children: list[Node] = field(default_factory=list)
    parent: Node | None = None
    place: int = 0


def build(plan: PlanRead) -> Node:
    """The whole tree; groups in the order one looks through them: doubts first."""
    root = Node(title="", key="root")
    root.children = [
        _doubts(plan),
        _head(plan),
        _bases(plan),
        _sections(plan),
        _criteria(plan),
        _tasks(plan),
        _results(plan),
        _deductions(plan),
        _documents(plan),
        _clauses(plan),
        _artefacts(plan),
    ]
    _tie(root)
    return root


def counts(plan: PlanRead) -> str:
    """ "10 tiêu chí · 32 nội dung · 18 nhóm phân công · 7 khoản trừ · 8 văn bản · 3 điều cần xem"."""
    items = sum(len(criterion.items) for criterion in plan.criteria)
    parts = [
        f"{len(list(all_sections(plan)))} mục",
        f"{len(plan.criteria)} tiêu chí",
        f"{items} nội dung",
        f"{len(plan.tasks)} nhóm phân công",
        f"{len(plan.deductions)} khoản trừ",
        f"{len(plan.documents)} văn bản",
    ]
    if plan.doubts:
        parts.append(f"▲ {len(plan.doubts)} điều cần xem")
    return " · ".join(parts)


def _tie(node: Node) -> None:
    for place, child in enumerate(node.children):
        child.parent, child.place = node, place
        child.key = child.key or f"{node.key}/{place}"
        _tie(child)


# Fields


def _always(words: str) -> Show:
    """A value that is only read."""
    return lambda: words


def _text(of: object, name: str, title: str, *, many: bool = False, lines: tuple[int, ...] = ()) -> Node:
    """A field of text of one of the *Read objects."""

    def store(typed: str) -> None:
        setattr(of, name, clean(typed).strip() if many else clean_line(typed))

    return Node(
        title=title, show=lambda: str(getattr(of, name)), store=store, kind="lines" if many else "line", lines=lines
    )


def _list(of: object, name: str, title: str) -> Node:
    """A field that is a list of texts, a line each."""

    def store(typed: str) -> None:
        setattr(of, name, [line for line in clean(typed).split("\n") if line])

    return Node(title=title, show=lambda: "\n".join(getattr(of, name)), store=store, kind="lines")


def _number(of: object, name: str, title: str, lines: tuple[int, ...] = ()) -> Node:
    """A whole number, empty where it is not known."""

    def store(typed: str) -> None:
        typed = typed.strip()
        if typed and not typed.isdecimal():
            raise RuleBroken(f"“{typed}” không phải là số. Hãy gõ bằng chữ số, ví dụ 3.")
        setattr(of, name, int(typed) if typed else None)

    return Node(title=title, show=lambda: str(getattr(of, name) or ""), store=store, lines=lines)


def _points(of: object, name: str, title: str, lines: tuple[int, ...] = ()) -> Node:
    def store(typed: str) -> None:
        setattr(of, name, parse_points(typed) if typed.strip() else None)

    return Node(title=title, show=lambda: format_points(getattr(of, name)), store=store, lines=lines)


def _date(of: object, name: str, title: str, lines: tuple[int, ...] = ()) -> Node:
    def store(typed: str) -> None:
        setattr(of, name, parse_date(typed))

    return Node(title=title, show=lambda: short_date(getattr(of, name)), store=store, lines=lines)


def _actors(task: TaskRead, name: str, title: str, lines: tuple[int, ...]) -> Node:
    def store(typed: str) -> None:
        setattr(task, name, actors_typed(typed))

    return Node(title=title, show=lambda: actors_words(getattr(task, name)), store=store, kind="units", lines=lines)


# Groups


def _doubts(plan: PlanRead) -> Node:
    children = [
        Node(title=f"▲ {d.sentence}", show=_always(d.sentence), sentence=True, lines=(d.line,) if d.line else ())
        for d in plan.doubts
    ]
    return Node(title=f"Điều cần xem ({len(children)})", children=children, key="doubts")


def _head(plan: PlanRead) -> Node:
    head = plan.head
    lines = tuple(head.lines)
    children = [
        _list(head, "organ", "Cơ quan ban hành"),
        _text(head, "number", "Số"),
        _text(head, "symbol", "Ký hiệu"),
        _text(head, "place", "Địa danh"),
        _date(head, "issued_on", "Ngày ban hành"),
        _text(head, "kind", "Tên loại"),
        _text(head, "abstract", "Trích yếu", many=True),
        _text(plan, "opening", "Lời mở đầu", many=True),
        _text(plan, "closing", "Lời kết", many=True),
        _list(plan, "recipients", "Nơi nhận"),
        _list(plan, "signer_lines", "Quyền hạn, chức vụ"),
        _text(plan, "signer_name", "Người ký"),
    ]
    for child in children[:7]:
        child.lines = lines
    return Node(title="Đầu và cuối văn bản", children=children, key="head", lines=lines)


def _bases(plan: PlanRead) -> Node:
    children = []
    for place, base in enumerate(plan.bases, start=1):
        node = _text(base, "text", f"Căn cứ {place}", many=True, lines=(base.line,))
        node.entry = base
        children.append(node)
    return Node(title=f"Căn cứ ({len(children)})", children=children, key="bases")


def _sections(plan: PlanRead) -> Node:
    return Node(
        title=f"Mục ({len(list(all_sections(plan)))})", children=[_section(s) for s in plan.sections], key="sections"
    )


def _section(section: SectionRead) -> Node:
    node = _text(section, "heading", f"{section.number}." if section.number else "Mục", lines=(section.line,))
    if section.kind != "text":
        node.title += f" [{KINDS[section.kind].split(' (')[0]}]"
    for place, line in enumerate(section.body_lines):
        if line not in section.taken:
            node.children.append(_paragraph(section, place, line))
    node.children += [_section(child) for child in section.children]
    return node


def _paragraph(section: SectionRead, place: int, line: int) -> Node:
    def store(typed: str) -> None:
        section.body[place] = clean_line(typed)

    return Node(title="đoạn", show=lambda: section.body[place], store=store, kind="lines", lines=(line,))


def _criteria(plan: PlanRead) -> Node:
    items = sum(len(criterion.items) for criterion in plan.criteria)
    return Node(
        title=f"Tiêu chí ({len(plan.criteria)}) và nội dung ({items})",
        children=[_criterion(plan, criterion) for criterion in plan.criteria],
        key="criteria",
    )


def _criterion(plan: PlanRead, criterion: CriterionRead) -> Node:
    node = _text(criterion, "title", f"Tiêu chí {criterion.number}", lines=(criterion.line,))
    node.entry = criterion
    number = _number(criterion, "number", "Số tiêu chí", (criterion.line,))

    def store(typed: str) -> None:
        if not typed.strip().isdecimal():
            raise RuleBroken("Số tiêu chí gồm một hoặc hai chữ số.")
        renumber_criterion(plan, criterion, int(typed))

    number.store = store
    node.children.append(number)
    for item in criterion.items:
        child = _text(item, "text", f"Nội dung {item.number}", many=True, lines=(item.line,))
        child.entry = item
        node.children.append(child)
    return node


def _tasks(plan: PlanRead) -> Node:
    children = [_task(plan, task) for task in plan.tasks]
    return Node(title=f"Phân công ({len(children)})", children=children, key="tasks")


def _task(plan: PlanRead, task: TaskRead) -> Node:
    lines = tuple(task.lines)

    def summary() -> str:
        return actors_words(task.leads) or "▲ chưa có chủ trì"

    def store_items(typed: str) -> None:
        set_task_items(plan, task, typed)

    def store_due(typed: str) -> None:
        due = parse_due(typed)
        task.due_on = str(due["due_on"])
        task.due_inclusive = bool(due.get("due_inclusive", task.due_inclusive))

    def numbers() -> str:
        return ", ".join(map(str, task.items))

    node = Node(title=f"TC {task.criterion}, nội dung {numbers()}", show=summary, lines=lines, entry=task)
    node.children = [
        _number(task, "criterion", "Tiêu chí", lines),
        Node(title="Nội dung", show=numbers, store=store_items, lines=lines),
        _actors(task, "leads", "Chủ trì", lines),
        _actors(task, "supports", "Phối hợp", lines),
        _text(task, "timing", "Thời gian", lines=lines),
        Node(
            title="Hạn minh chứng",
            show=lambda: due_phrase(task.due_on, task.due_inclusive),
            store=store_due,
            lines=lines,
        ),
        _text(task, "expected", "Sản phẩm", many=True, lines=lines),
    ]
    return node


def _results(plan: PlanRead) -> Node:
    results = plan.results
    lines = tuple(results.lines)
    children = [
        _number(results, "year", "Năm", lines),
        _points(results, "self_total", "Điểm tự chấm", lines),
        _points(results, "appraised_total", "Điểm cấp trên chấm", lines),
        _text(results, "class_label", "Xếp loại", lines=lines),
    ]
    return Node(title="Kết quả năm trước", children=children, key="results", lines=lines)


def _deductions(plan: PlanRead) -> Node:
    children = [_deduction(deduction) for deduction in plan.deductions]
    return Node(title=f"Nội dung bị trừ điểm ({len(children)})", children=children, key="deductions")


def _deduction(deduction: DeductionRead) -> Node:
    lines = tuple(deduction.lines)

    def summary() -> str:
        points = format_points(deduction.points)
        return f"trừ {points} điểm" if points else "▲ chưa rõ điểm trừ"

    title = f"Tiêu chí {deduction.criterion or '?'}, nội dung {deduction.item or '?'}"
    node = Node(title=title, show=summary, lines=lines, entry=deduction)
    if deduction.hidden_in is not None:
        node.title += " (nằm trong khoản khác)"
    node.children = [
        _number(deduction, "criterion", "Tiêu chí", lines),
        _number(deduction, "item", "Nội dung số", lines),
        _text(deduction, "text", "Nội dung", many=True, lines=lines),
        _points(deduction, "points", "Điểm trừ", lines),
        _text(deduction, "reason", "Lý do", many=True, lines=lines),
        _text(deduction, "responsible", "Trách nhiệm", many=True, lines=lines),
        _text(deduction, "remedy", "Hướng khắc phục", many=True, lines=lines),
    ]
    return node


def _documents(plan: PlanRead) -> Node:
    children = [_document(document) for document in plan.documents]
    return Node(title=f"Văn bản viện dẫn ({len(children)})", children=children, key="documents")


def _document(document: DocumentRead) -> Node:
    lines = tuple(document.lines)
    node = Node(
        title=f"{document.kind} {document.reference}".strip(),
        show=lambda: document.subject or short_date(document.issued_on),
        lines=lines,
        entry=document,
    )
    node.children = [
        _text(document, "kind", "Loại", lines=lines),
        _date(document, "issued_on", "Ngày", lines),
        _text(document, "issuer", "Cơ quan ban hành", lines=lines),
        _text(document, "subject", "Trích yếu", many=True, lines=lines),
    ]
    if document.other_dates:
        other = ", ".join(short_date(day) for day in document.other_dates)
        node.children.append(Node(title="▲ Ngày khác", show=_always(other), lines=lines))
    return node


def _clauses(plan: PlanRead) -> Node:
    children = []
    for clause in plan.clauses:
        node = _text(clause, "actor", "Giao", lines=tuple(clause.lines))
        node.entry = clause
        node.children = [_list(clause, "duties", "Việc")]
        children.append(node)
    return Node(title=f"Tổ chức thực hiện ({len(children)})", children=children, key="clauses")


def _artefacts(plan: PlanRead) -> Node:
    children = [
        Node(title=f"✓ {a.sentence}", show=_always(a.sentence), sentence=True, lines=a.lines)
        for a in plan.text.artefacts
    ]
    return Node(title=f"Những gì đã làm sạch ({len(children)})", children=children, key="artefacts")
