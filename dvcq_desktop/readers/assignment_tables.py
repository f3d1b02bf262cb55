"""Understands assignments that stand in a table, one row a content, by the words in the table's head row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dvcq_desktop.readers.actors import read_actors
from dvcq_desktop.readers.assignments import DUE, EXPECTED, LEAD, SUPPORT, TIMING, Assigned, label_kind, read_timing
from dvcq_desktop.readers.outline import criterion_heading
from dvcq_desktop.readers.understood import CriterionRead, ItemRead, PlanText, SectionRead, TaskRead
from dvcq_desktop.readers.words import key

_CONTENT, _NUMBER, _CRITERION = "content", "number", "criterion"


@dataclass(kw_only=True)
class _Table:
    rows: dict[int, dict[int, list[int]]] = field(default_factory=dict)  # row -> column -> line numbers


def read_tables(text: PlanText, sections: list[SectionRead], into: Assigned) -> None:
    """Read every table whose head names who leads; its section becomes one that prints tasks."""
    tables: dict[int, _Table] = {}
    for line, (number, row, column) in text.cells.items():
        tables.setdefault(number, _Table()).rows.setdefault(row, {}).setdefault(column, []).append(line)
    if not tables:
        return
    section_of = {line: section for section in sections for line in section.body_lines}
    for table in tables.values():
        head = _head(text, table)
        if head is not None:
            _read_table(text, table, *head, section_of, into)


def _head(text: PlanText, table: _Table) -> tuple[int, dict[int, str]] | None:
    """The row that names the columns, and what each holds; None where this is no table of assignments."""
    for row in sorted(table.rows)[:3]:
        columns: dict[int, str] = {}
        for column, lines in table.rows[row].items():
            kind = _column(" ".join(text.lines[n - 1] for n in lines))
            if kind:
                columns[column] = kind
        found = list(columns.values())
        if LEAD in found and _CONTENT in found:
            return row, columns
        if LEAD in found and _CRITERION in found:
            return row, {c: _CONTENT if kind == _CRITERION else kind for c, kind in columns.items()}
    return None


def _column(words: str) -> str:
    folded = key(words, 80)
    if folded.rstrip(".") in ("stt", "tt", "so tt", "so thu tu", "ma", "ma noi dung"):
        return _NUMBER
    kind = label_kind(words)
    if kind in (LEAD, SUPPORT, TIMING, DUE, EXPECTED):
        return kind
    for piece, meaning in (("phoi hop", SUPPORT), ("chu tri", LEAD), ("tham muu", LEAD), ("thoi gian", TIMING),
                           ("han ", DUE), ("minh chung", EXPECTED), ("san pham", EXPECTED), ("noi dung", _CONTENT),
                           ("nhiem vu", _CONTENT), ("cong viec", _CONTENT), ("tieu chi", _CRITERION)):
        if piece in folded:
            return meaning
    return ""


def _read_table(text: PlanText, table: _Table, head: int, columns: dict[int, str],
                section_of: Mapping[int, SectionRead], into: Assigned) -> None:
    criterion: CriterionRead | None = None
    for row in sorted(number for number in table.rows if number > head):
        lines = [n for cell in table.rows[row].values() for n in cell]
        words = {column: " ".join(text.lines[n - 1] for n in cell) for column, cell in table.rows[row].items()}
        heading = next((found for cell in words.values() if (found := criterion_heading(cell, 0))), None)
        if heading is not None:
            criterion = into.criterion(heading.number, heading.title, min(lines))
        if criterion is None or (heading is not None and len(words) < 3):
            _take(lines if heading else [], section_of)
            continue
        if _read_row(words, columns, criterion, into, lines):
            _take(lines, section_of)


def _read_row(words: dict[int, str], columns: dict[int, str], criterion: CriterionRead, into: Assigned,
              lines: list[int]) -> bool:
    """A content with its units; where units are missing (merged cells) it joins the group above."""
    content = " ".join(cell for column, cell in words.items() if columns.get(column) == _CONTENT).strip()
    if criterion_heading(content, 0):
        content = ""
    if not content or content.strip("().").isdigit():
        return False
    criterion.items.append(ItemRead(number=len(criterion.items) + 1, text=content.lstrip("-–+• "), line=min(lines)))
    named = any(columns.get(column) in (LEAD, SUPPORT, TIMING, DUE) for column in words)
    if named or not into.tasks or into.tasks[-1].criterion != criterion.number:
        into.tasks.append(TaskRead(criterion=criterion.number))
    task = into.tasks[-1]
    task.items.append(len(criterion.items))
    task.lines += lines
    for column, cell in words.items():
        kind = columns.get(column)
        if kind == LEAD:
            task.leads += read_actors(cell)
        elif kind == SUPPORT:
            task.supports += read_actors(cell)
        elif kind in (TIMING, DUE):
            read_timing(task, cell, only_due=kind == DUE)
        elif kind == EXPECTED:
            task.expected = cell
    return True


def _take(lines: list[int], section_of: Mapping[int, SectionRead]) -> None:
    for line in lines:
        section = section_of.get(line)
        if section is not None:
            section.taken.append(line)
            if section.kind == "text":
                section.kind = "tasks"
