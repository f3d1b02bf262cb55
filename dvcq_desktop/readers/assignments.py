"""Understands criteria, their contents and who leads, supports and by when, from paragraphs with labels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from dvcq_desktop.dates import parse_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.readers.actors import read_actors
from dvcq_desktop.readers.outline import Criterion
from dvcq_desktop.readers.understood import CriterionRead, DoubtRead, ItemRead, SectionRead, TaskRead
from dvcq_desktop.readers.words import key
from dvcq_desktop.texts import _

LEAD, SUPPORT, TIMING, DUE, EXPECTED = "lead", "support", "timing", "due", "expected"

# Labels are compared without marks, blanks and commas: "Bộ phận  phối hợpthực hiện" is bophanphoihopthuchien.
_WHO = r"(?:(?:cac|nhung)?(?:congchuc|canbo|vienchuc|bophan|coquan|donvi|phong|bannganh|ban|nganh|doanthe|tochuc|lanhdao|canhan|nguoi|tapthe)+(?:cua)?(?:xa|phuong)?)*"
_LABELS = (
    (LEAD, re.compile(rf"{_WHO}(?:duoc)?(?:giao)?(?:(?:chutri|thammuu|phutrach|daumoi|chiutrachnhiem|thuchienchinh)(?:va)?)+"
                      rf"(?:chinh)?(?:thuchien|giupviec)?(?:ubnd)?(?:xa|phuong)?$|{_WHO[:-1]}+(?:thuchien)$|phancong(?:thuchien)?$"
                      r"|trachnhiem(?:thuchien|thammuu|chinh)$")),
    (SUPPORT, re.compile(rf"{_WHO}(?:cung)?(?:cotrachnhiem)?(?:cung)?(?:phoihop)+(?:thuchien|thammuu)*(?:xa|phuong)?$")),
    (DUE, re.compile(r"(?:thoi)?han(?:cuoi)?(?:cungcap|nop|gui|bosung)?(?:cac)?(?:tailieu)?(?:minhchung|kiemchung)$"
                     r"|cungcaptailieuminhchung$|hanminhchung$|han$|hannop$")),
    (TIMING, re.compile(r"(?:thoi)?(?:gian|han|diem)(?:thuchien|hoanthanh|trienkhai|thammuu|baocao)*$|tiendo(?:thuchien)?$|hoanthanh$")),
    (EXPECTED, re.compile(r"(?:cac)?(?:sanpham|ketqua|tailieu)?(?:dukien|candat)?(?:minhchung|kiemchung|dauradukien|daura)?$")),
)
_BULLET = re.compile(r"(?:[-–—−+*•·►▪◦]\s*|o\s(?=[A-ZĐÀ-Ỹ]))+")
_SIGN = re.compile(r"\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}\s*[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\s|[a-zđ]\s*[.)])\)?\s*(?=\S)|\((?:\d{1,2}|[a-zđ])\)\s*")
_CONTENT = re.compile(r"(?i:nội dung|nd)\s*\d{1,2}\s*[:.)–-]\s*")
_DUE_DATE = re.compile(
    r"(?i:\b(trước|chậm nhất(?:\s+là)?|muộn nhất|đến hết|hết|đến|vào)\b)\s*(?:(?i:ngày)\s*)?"
    r"(\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|\d{1,2}\s+(?i:tháng)\s+\d{1,2}\s+(?i:năm)\s+\d{4}|(?i:tháng)\s+\d{1,2}\s*(?:[/.-]|(?i:năm))\s*\d{4})")
_ONLY_DATE = re.compile(r"(?:(?i:ngày)\s*)?(\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|\d{1,2}\s+(?i:tháng)\s+\d{1,2}\s+(?i:năm)\s+\d{4})$")
_LABEL_LENGTH = 60


@dataclass(kw_only=True)
class Assigned:
    """What the sections of tasks gave."""

    criteria: list[CriterionRead] = field(default_factory=list)
    tasks: list[TaskRead] = field(default_factory=list)
    doubts: list[DoubtRead] = field(default_factory=list)

    def criterion(self, number: int, title: str, line: int) -> CriterionRead:
        """The criterion of that number, made where it is new."""
        for known in self.criteria:
            if known.number == number:
                known.title = known.title or title
                return known
        self.criteria.append(CriterionRead(number=number, title=title, line=line))
        return self.criteria[-1]


def read_section(section: SectionRead, headings: Mapping[int, Criterion], skip: Mapping[int, object], into: Assigned) -> None:
    """Read one section of kind tasks; lines in `skip` (table cells) are left to another reader."""
    reading = _Reading(section, into)
    for line, number in zip(section.body, section.body_lines, strict=True):
        if number in skip:
            continue
        heading = headings.get(number)
        if heading is not None:
            reading.begin(heading, number)
        elif reading.criterion is not None:
            reading.line(line, number)


class _Reading:
    """Goes down one section: the open criterion, the group being filled, how its contents are marked."""

    def __init__(self, section: SectionRead, into: Assigned) -> None:
        self._taken, self._into = section.taken, into
        self.criterion: CriterionRead | None = None
        self._task: TaskRead | None = None
        self._labelled = False  # the group has met a label: the next content opens a new one
        self._last = ""  # the label a line without one goes on with
        self._sign: str | None = None  # how contents of this criterion begin: "-", "+", "1" or "" for nothing

    def begin(self, heading: Criterion, number: int) -> None:
        """A heading of a criterion."""
        known = {c.number for c in self._into.criteria}
        if heading.number in known:
            self._into.doubts.append(DoubtRead(sentence=_(
                "Tiêu chí {number} có hai lần trong văn bản; các nội dung đã được gộp lại.", number=heading.number),
                line=number))
        self.criterion = self._into.criterion(heading.number, heading.title, number)
        self._task, self._labelled, self._last, self._sign = None, False, "", None
        self._taken.append(number)

    def line(self, line: str, number: int) -> None:
        """A line below a criterion: a label, a content, or the continuation of one."""
        bullet = _BULLET.match(line)
        bare = line[bullet.end():] if bullet else line
        label = label_of(bare)
        if label:
            self._label(*label, number)
            return
        if not bullet and line[0] == "(" and line[-1] in ").":
            return  # a remark in brackets is no content; it stays in the section's text
        self._content(line, bare, bullet[0].strip()[:1] if bullet else "", number)

    def _label(self, kind: str, written: str, value: str, number: int) -> None:
        task = self._open_task(number)
        self._labelled, self._last = True, kind
        if written not in task.labels:
            task.labels.append(written)
        self._fill(task, kind, value)
        task.lines.append(number)
        self._taken.append(number)

    def _open_task(self, number: int) -> TaskRead:
        if self._task is None:
            assert self.criterion is not None  # noqa: S101 (lines come here only below a criterion)
            self._task = TaskRead(criterion=self.criterion.number)
            self._into.tasks.append(self._task)
            if self._labelled:
                self._into.doubts.append(DoubtRead(sentence=_("Phân công không đi theo nội dung nào."), line=number))
        return self._task

    def _fill(self, task: TaskRead, kind: str, value: str) -> None:
        if kind == LEAD:
            task.leads += read_actors(value)
        elif kind == SUPPORT:
            task.supports += read_actors(value)
        elif kind == EXPECTED:
            task.expected = f"{task.expected}; {value}" if task.expected else value
        else:
            read_timing(task, value, only_due=kind == DUE)

    def _content(self, line: str, bare: str, sign: str, number: int) -> None:
        criterion = self.criterion
        assert criterion is not None  # noqa: S101 (lines come here only below a criterion)
        numbered = None if sign else _SIGN.match(bare)
        if numbered:
            sign, bare = "1", bare[numbered.end():]
        bare = _CONTENT.sub("", bare, count=1)
        if not criterion.title and not criterion.items and not sign:
            criterion.title = line  # the title stands below "Tiêu chí 1"
            self._taken.append(number)
            return
        if self._sign is None:
            self._sign = sign
        goes_on = not sign and (not bare[:1].isupper() or self._sign != "")
        deeper = sign in ("+", "*", "•", "◦") and self._sign != sign
        if (goes_on or deeper) and criterion.items and not self._labelled:
            criterion.items[-1].text += " " + line
            self._taken.append(number)
            if self._task:
                self._task.lines.append(number)
        elif self._labelled and (goes_on or deeper):
            self._unknown(line, bare, number)
        elif bare:
            self._item(criterion, bare, number)

    def _item(self, criterion: CriterionRead, bare: str, number: int) -> None:
        if self._labelled or self._task is None:
            self._task = TaskRead(criterion=criterion.number)
            self._into.tasks.append(self._task)
            self._labelled, self._last = False, ""
        criterion.items.append(ItemRead(number=len(criterion.items) + 1, text=bare, line=number))
        self._task.items.append(len(criterion.items))
        self._task.lines.append(number)
        self._taken.append(number)

    def _unknown(self, line: str, bare: str, number: int) -> None:
        """A line after the labels that is none: it stays in the section's text and a person is asked."""
        colon = bare.find(":", 0, _LABEL_LENGTH)
        if colon > 0:
            sentence = _("Chưa rõ nhãn “{label}”; dòng này được giữ trong phần chữ.", label=bare[:colon].strip())
        else:
            sentence = _("Chưa rõ dòng này thuộc nội dung nào, được giữ trong phần chữ: “{line}”.", line=line[:80])
        self._into.doubts.append(DoubtRead(sentence=sentence, line=number))


def label_of(bare: str) -> tuple[str, str, str] | None:
    """Kind of label, the label as written and what it says; None where the line begins with no known label."""
    colon = bare.find(":", 0, _LABEL_LENGTH)
    if colon < 3:
        return None
    written = bare[:colon].strip()
    kind = label_kind(written)
    return (kind, written, bare[colon + 1:].strip()) if kind else None


@lru_cache(maxsize=512)
def label_kind(written: str) -> str:
    """LEAD, SUPPORT, TIMING, DUE or EXPECTED for any spelling of a label; empty for other words."""
    folded = _squeeze(written)
    if len(folded) < 3:
        return ""
    return next((kind for kind, pattern in _LABELS if pattern.match(folded)), "")


_NO_BLANKS = str.maketrans("", "", " ,;/-.&()")


def _squeeze(written: str) -> str:
    return key(written, _LABEL_LENGTH).translate(_NO_BLANKS)


def read_timing(task: TaskRead, value: str, *, only_due: bool = False) -> None:
    """"Thường xuyên, cung cấp tài liệu minh chứng trước ngày 24/10/2025": when, and until when with or without that day."""
    timing, due_on, inclusive = _timing(value.strip().rstrip(" .;"))
    if due_on:
        task.due_on, task.due_inclusive = due_on, inclusive
    if timing and not only_due:
        task.timing = f"{task.timing}; {timing}" if task.timing else timing


@lru_cache(maxsize=512)
def _timing(value: str) -> tuple[str, str, bool]:
    match = _DUE_DATE.search(value)
    single = None if match else _ONLY_DATE.match(value)
    written = match[2] if match else single[1] if single else ""
    try:
        due_on = parse_date(re.sub(r"\s*([/.-])\s*", r"\1", written))
    except RuleBroken:
        due_on = ""  # no day of the calendar: the words stay as they are
    if not due_on:
        return value, "", False
    if match is None:
        return "", due_on, True
    before = value[:match.start()].rstrip(" ,;")
    last = re.split(r"[,;]", before)[-1]
    timing = before[:len(before) - len(last)].rstrip(" ,;") if _about_due(last.strip()) else before
    # "Trước ngày" leaves the day itself out, every other wording counts it in.
    return timing, due_on, match[1].lower() != "trước"


def _about_due(words: str) -> bool:
    folded = key(words)
    return not folded or "cung cap" in folded or "minh chung" in folded or folded in ("hoan thanh", "nop", "gui")
