"""Corrects what was understood of a plan before it is written: a line gets another role, an entry goes, no text is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.readers import assignments as labels
from dvcq_desktop.readers.actors import read_actors
from dvcq_desktop.readers.deductions import read_deductions
from dvcq_desktop.readers.typed import numbers_typed
from dvcq_desktop.readers.understood import (
    BaseRead,
    ClauseRead,
    CriterionRead,
    DeductionRead,
    DocumentRead,
    ItemRead,
    PlanRead,
    SectionRead,
    TaskRead,
)
from dvcq_desktop.texts import _

ROLES = {  # what a person may say a line is
    "item": "nội dung",
    "lead": "chủ trì",
    "support": "phối hợp",
    "timing": "thời gian",
    "due": "hạn minh chứng",
    "expected": "sản phẩm, minh chứng",
    "deduction": "khoản trừ",
    "text": "chỉ là văn bản",
}
OTHER_ROLES = {  # what else a line can have become
    "head": "đầu văn bản",
    "base": "căn cứ",
    "opening": "lời mở đầu",
    "section": "đề mục",
    "criterion": "tiêu chí",
    "results": "kết quả năm trước",
    "clause": "tổ chức thực hiện",
    "closing": "lời kết",
    "tail": "nơi nhận, chữ ký",
    "": "",
}
Entry = CriterionRead | ItemRead | TaskRead | DeductionRead | BaseRead | DocumentRead | ClauseRead
_BULLET = re.compile(r"(?:[-–—−+*•·►▪◦]\s*)+")


def all_sections(plan: PlanRead) -> Iterator[SectionRead]:
    """Every section in the order of the document."""
    waiting = list(reversed(plan.sections))
    while waiting:
        section = waiting.pop()
        yield section
        waiting += reversed(section.children)


def line_roles(plan: PlanRead) -> dict[int, str]:
    """What each line of the document became; a line that became several things has the most telling one."""
    roles: dict[int, str] = {}
    lines = plan.text.lines
    sections = list(all_sections(plan))
    first = min((s.line or min(s.body_lines, default=0) for s in sections), default=0)
    bases = {base.line for base in plan.bases}
    for number in range(1, len(lines) + 1):
        if lines[number - 1]:
            roles[number] = "opening" if first and number < first else "tail"
    roles |= dict.fromkeys(plan.head.lines, "head") | dict.fromkeys(bases, "base")
    for section in sections:
        roles |= dict.fromkeys(section.body_lines, "text")
        if section.line:
            roles[section.line] = "section"
    roles |= _closing_lines(plan, roles)
    for clause in plan.clauses:
        roles |= {line: "clause" for line in clause.lines if roles.get(line) == "text"}
    roles |= dict.fromkeys(plan.results.lines, "results")
    for deduction in plan.deductions:
        roles |= dict.fromkeys(deduction.lines, "deduction")
    for task in plan.tasks:
        roles |= {line: _role_in(task, lines[line - 1]) for line in task.lines if 0 < line <= len(lines)}
    for criterion in plan.criteria:
        roles |= {item.line: "item" for item in criterion.items if item.line}
        if criterion.line:
            roles[criterion.line] = "criterion"
    return roles


def _closing_lines(plan: PlanRead, roles: dict[int, str]) -> dict[int, str]:
    closing = set(plan.closing.split("\n")) if plan.closing else set()
    return {n: "closing" for n, role in roles.items() if role == "tail" and plan.text.lines[n - 1] in closing}


def _role_in(task: TaskRead, text: str) -> str:
    """What a line says of its group: by the units it names, wherever they were put, else by its label."""
    kind, value = _said(text)
    if kind in ("", "lead", "support"):
        value = value.partition(":")[2] if not kind and ":" in value[:60] else value
        names = {actor.written for actor in read_actors(value)}
        for role, actors in (("lead", task.leads), ("support", task.supports)):
            if any(actor.written in names for actor in actors):
                return role
    return kind or ("due" if task.due_on and not task.timing else "item")


def _label_kind(line: str) -> str:
    bullet = _BULLET.match(line)
    found = labels.label_of(line[bullet.end() :] if bullet else line)
    return found[0] if found else ""


# A line becomes something else


def change_role(plan: PlanRead, line: int, role: str) -> None:
    """Let a line of the document be something else. Raises RuleBroken where there is nothing it could belong to."""
    before = line_roles(plan).get(line, "")
    if role == before:
        return
    if before not in ROLES:
        raise RuleBroken(
            _("Dòng {line} là {role}, không đổi ở đây được.", line=line, role=OTHER_ROLES.get(before, before))
        )
    if role not in ("text", "deduction"):
        _place(plan, line)  # raises before anything is changed
    _release(plan, line)
    if role == "text":
        return
    if role == "deduction":
        _become_deduction(plan, line)
    elif role == "item":
        _become_item(plan, line)
    else:
        _become_label(plan, line, role)
    _take(plan, line, "deductions" if role == "deduction" else "tasks")


@dataclass
class _Place:
    """Where a line stands among what was understood: its criterion, and the group before it."""

    criterion: CriterionRead
    task: TaskRead | None


def _place(plan: PlanRead, line: int) -> _Place:
    above = [c for c in plan.criteria if c.line and c.line < line]
    if not above:
        raise RuleBroken(_("Dòng {line} đứng trước mọi tiêu chí nên chưa thuộc tiêu chí nào.", line=line))
    criterion = max(above, key=lambda c: c.line)
    groups = [t for t in plan.tasks if t.criterion == criterion.number and t.lines and min(t.lines) < line]
    return _Place(criterion, max(groups, key=lambda t: min(t.lines)) if groups else None)


def _release(plan: PlanRead, line: int) -> None:
    """Take back whatever a line became; its text stays in its section."""
    for criterion in plan.criteria:
        for item in [item for item in criterion.items if item.line == line]:
            _drop_item(plan, criterion, item)
    for task in [task for task in plan.tasks if line in task.lines]:
        _forget_label(plan, task, line)
        task.lines.remove(line)
        if not task.items and not task.lines:
            plan.tasks.remove(task)
    for deduction in [d for d in plan.deductions if line in d.lines]:
        if line == deduction.lines[0]:
            remove(plan, deduction)
        else:
            _forget_detail(plan, deduction, line)
            deduction.lines.remove(line)
    _untake(plan, [line])


def _forget_label(plan: PlanRead, task: TaskRead, line: int) -> None:
    """What a label line said of its group is taken back, unless the person has written something else there."""
    kind, value = _said(plan.text.lines[line - 1])
    role = _role_in(task, plan.text.lines[line - 1])
    if role in ("lead", "support"):
        value = value.partition(":")[2] if not kind and ":" in value[:60] else value
        names = {actor.written for actor in read_actors(value)}
        if role == "lead":
            task.leads = [actor for actor in task.leads if actor.written not in names]
        else:
            task.supports = [actor for actor in task.supports if actor.written not in names]
    elif kind in ("timing", "due"):
        read = TaskRead(criterion=0)
        labels.read_timing(read, value)
        if read.timing == task.timing:
            task.timing = ""
        if read.due_on == task.due_on:
            task.due_on, task.due_inclusive = "", False
    elif kind == "expected" and task.expected == value:
        task.expected = ""


def _forget_detail(plan: PlanRead, deduction: DeductionRead, line: int) -> None:
    text = plan.text.lines[line - 1]
    for name in ("reason", "responsible", "remedy", "text"):
        said = getattr(deduction, name)
        if said and said in text:
            setattr(deduction, name, "")


def _said(text: str) -> tuple[str, str]:
    """Kind of label and what follows it; no kind and the whole text where it has no label."""
    bullet = _BULLET.match(text)
    bare = text[bullet.end() :] if bullet else text
    found = labels.label_of(bare)
    return (found[0], found[2]) if found else ("", bare)


def _become_item(plan: PlanRead, line: int) -> None:
    place = _place(plan, line)
    criterion, task = place.criterion, place.task
    at = sum(1 for item in criterion.items if item.line < line)
    for other in plan.tasks:
        if other.criterion == criterion.number:
            other.items = [n + 1 if n > at else n for n in other.items]
    item = ItemRead(number=at + 1, text=_said(plan.text.lines[line - 1])[1], line=line)
    criterion.items.insert(at, item)
    for number, each in enumerate(criterion.items, start=1):
        each.number = number
    labelled = task is not None and any(_label_kind(plan.text.lines[n - 1]) for n in task.lines if n < line)
    if task is None or labelled:
        task = TaskRead(criterion=criterion.number)
        after = [t for t in plan.tasks if t.lines and min(t.lines) < line]
        plan.tasks.insert(plan.tasks.index(after[-1]) + 1 if after else 0, task)
    task.items = sorted({*task.items, item.number})
    task.lines = sorted({*task.lines, line})


def _become_label(plan: PlanRead, line: int, role: str) -> None:
    place = _place(plan, line)
    task = place.task
    if task is None:
        task = TaskRead(criterion=place.criterion.number)
        plan.tasks.append(task)
    text = plan.text.lines[line - 1]
    kind, value = _said(text)
    if not kind and ":" in text[:60]:
        value = text.partition(":")[2].strip()  # a label nobody knew: what counts stands behind it
    if role == "lead":
        task.leads += read_actors(value)
    elif role == "support":
        task.supports += read_actors(value)
    elif role == "expected":
        task.expected = f"{task.expected}; {value}" if task.expected else value
    else:
        labels.read_timing(task, value, only_due=role == "due")
    task.lines = sorted({*task.lines, line})


def _become_deduction(plan: PlanRead, line: int) -> None:
    text = plan.text.lines[line - 1]
    found = read_deductions([SectionRead(heading="", kind="deductions", body=[text], body_lines=[line])])
    made = found[0] if found else DeductionRead(text=_BULLET.sub("", text, count=1), lines=[line])
    at = sum(1 for d in plan.deductions if d.lines and d.lines[0] < line)
    for deduction in plan.deductions:
        if deduction.hidden_in is not None and deduction.hidden_in >= at:
            deduction.hidden_in += 1
    plan.deductions.insert(at, made)


def _take(plan: PlanRead, line: int, kind: str) -> None:
    """Mark a line as printed from the data, where its section prints them; elsewhere its text stays as well."""
    for section in all_sections(plan):
        if line in section.body_lines and line not in section.taken:
            if section.kind == "text" and not any(other.kind == kind for other in all_sections(plan)):
                section.kind = kind
            if section.kind == kind:
                section.taken.append(line)
                section.taken.sort()


def _untake(plan: PlanRead, lines: list[int]) -> None:
    for section in all_sections(plan):
        section.taken = [line for line in section.taken if line not in lines]


# An entry goes


def remove(plan: PlanRead, entry: Entry) -> None:
    """Take an entry out; the text it came from stays in its section (that of a căn cứ in the opening)."""
    if isinstance(entry, ItemRead):
        criterion = next(c for c in plan.criteria if any(item is entry for item in c.items))
        _drop_item(plan, criterion, entry)
        _untake(plan, [entry.line])
    elif isinstance(entry, CriterionRead):
        for task in [t for t in plan.tasks if t.criterion == entry.number]:
            remove(plan, task)
        _untake(plan, [entry.line, *(item.line for item in entry.items)])
        _drop(plan.criteria, entry)
    elif isinstance(entry, TaskRead):
        _untake(plan, entry.lines)  # its contents stay contents of the framework, but print as text
        _drop(plan.tasks, entry)
    elif isinstance(entry, DeductionRead):
        _remove_deduction(plan, entry)
    elif isinstance(entry, BaseRead):
        plan.opening = f"{entry.text}\n{plan.opening}".strip()
        _drop(plan.bases, entry)
    elif isinstance(entry, DocumentRead):
        _drop(plan.documents, entry)
    else:
        _drop(plan.clauses, entry)


def _drop(entries: list, entry: object) -> None:  # type: ignore[type-arg]  # equal entries are not the same entry
    entries[:] = [other for other in entries if other is not entry]


def _drop_item(plan: PlanRead, criterion: CriterionRead, item: ItemRead) -> None:
    """The items after it move up by one, also where groups name them; a group left without any goes with it."""
    number = item.number
    _drop(criterion.items, item)
    for place, other in enumerate(criterion.items, start=1):
        other.number = place
    for task in [t for t in plan.tasks if t.criterion == criterion.number]:
        held = number in task.items
        task.items = [n - 1 if n > number else n for n in task.items if n != number]
        task.lines = [line for line in task.lines if line != item.line]
        if held and not task.items:
            remove(plan, task)


def _remove_deduction(plan: PlanRead, entry: DeductionRead) -> None:
    at = next(i for i, d in enumerate(plan.deductions) if d is entry)
    kept = {line for d in plan.deductions if d is not entry for line in d.lines}
    _untake(plan, [line for line in entry.lines if line not in kept])
    del plan.deductions[at]
    for deduction in plan.deductions:
        if deduction.hidden_in == at:
            deduction.hidden_in = None
        elif deduction.hidden_in is not None and deduction.hidden_in > at:
            deduction.hidden_in -= 1


# Values as typed


def set_task_items(plan: PlanRead, task: TaskRead, typed: str) -> None:
    """Let a group cover these contents of its criterion. Raises RuleBroken for a content the criterion has not."""
    wanted = numbers_typed(typed)
    known = {item.number for c in plan.criteria if c.number == task.criterion for item in c.items}
    if missing := [number for number in wanted if number not in known]:
        raise RuleBroken(
            _("Tiêu chí {criterion} không có nội dung {number}.", criterion=task.criterion, number=missing[0])
        )
    task.items = wanted


def renumber_criterion(plan: PlanRead, criterion: CriterionRead, number: int) -> None:
    """Give a criterion another number; groups and deductions that name it follow."""
    if any(other is not criterion and other.number == number for other in plan.criteria):
        raise RuleBroken(_("Đã có tiêu chí {number}.", number=number))
    for task in plan.tasks:
        if task.criterion == criterion.number:
            task.criterion = number
    criterion.number = number
