"""Understands last year's totals and the deductions, also one that hides in the text of another."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.points import parse_points
from dvcq_desktop.readers.understood import DeductionRead, ResultsRead, SectionRead
from dvcq_desktop.readers.words import key

_START = r"\s*(?:\(?\d{1,2}(?:\.\d{1,2})*\s*[.)/:]?\)?\s*|[a-zđ]\)\s*|[-–—+*•]\s*){0,3}"
_LOSS = r"(?i:bị\s+)?(?i:trừ)\s*(?::|đi|mất)?\s*(?:(?P<points>\d{1,3}(?:[.,]\d{1,2})?)\s*)?(?i:điểm)"
_ITEM = r"(?i:nội dung|nd|tiểu mục)\s*(?:(?i:số|thứ)\s*)?(?P<item{0}>\d{{1,2}})"
_CRIT = r"(?i:tiêu chí|tc)\s*(?:(?i:số|thứ)\s*)?(?P<crit{0}>\d{{1,2}})"
_JOIN = r"\s*[,;.(–-]?\s*(?:(?i:thuộc|của|trong|tại|ở)\s+)?"
_BOTH = f"(?:{_ITEM.format(1)}{_JOIN}{_CRIT.format(1)}|{_CRIT.format(2)}{_JOIN}{_ITEM.format(2)})"
_REST = r"\s*\)?\s*[:.,;–-]?\s*(?P<text>.*)$"
_OPEN = re.compile(_START + _BOTH + _REST)
_OPEN_WEAK = re.compile(_START + _CRIT.format(2) + r"(?![\d,.]*\s*(?i:điểm))" + _REST)
_HIDDEN = re.compile(rf"\s*[-–+]?\s*{_LOSS}\s*(?::|-|(?i:ở|tại|đối với|của|thuộc))?\s*(?:{_BOTH}|{_CRIT.format(3)}){_REST}")
_POINTS = re.compile(r"(?i:trừ)\s*(?:(?i:điểm)\s*)?(?::|(?i:đi|mất))?\s*[-–−]?\s*(\d{1,3}(?:[.,]\d{1,2})?)\s*(?i:điểm|đ\b)")
_REASON = re.compile(r"(?i:lý do|lí do|nguyên nhân)(?:\s+(?i:bị trừ(?:\s+điểm)?|trừ(?:\s+điểm)?))?\s*[:–-]?\s*(.*)$")
_RESPONSIBLE = re.compile(r"(?:xac dinh )?trach nhiem|don vi chiu trach nhiem|bo phan chiu trach nhiem")
_REMEDY = re.compile(r"huong khac phuc|bien phap|giai phap|khac phuc|phuong huong khac phuc")
_BULLET = re.compile(r"^(?:[-–—+*•]\s*|[a-zđ]\)\s*)+")

_TOTAL = r"(\d{1,3}(?:[.,]\d{1,2})?)(?:\s*/\s*\d{2,3})?\s*diem"
_SELF = re.compile(rf"tu\s*(?:cham|danh gia)[^;,.()\d]{{0,60}}?{_TOTAL}")
_APPRAISED = re.compile(rf"(?<!tu )(?:cham|tham dinh)(?! diem cong tac)[^;()\d]{{0,60}}?{_TOTAL}")
_WHOLE = re.compile(rf"tong\s*(?:so|diem|cong)?[^;()\d]{{0,40}}?{_TOTAL}")
_CLASS = re.compile(
    r"(?i:xếp loại|phân loại|xếp hạng)\s*(?::|(?i:là|đạt|mức|loại)\b|(?=(?i:hoàn thành|không hoàn thành|xuất sắc|tốt|khá)\b))"
    r"\s*(?:(?i:là|đạt|mức|loại)\s+)*([^;.,()\d:]{3,60})")
_YEAR = re.compile(r"(?i:năm)\s+(\d{4})")


def opens_deduction(line: str, *, inside: bool) -> bool:
    """Whether a line names the criterion and the content of a deduction (inside such a section the criterion is enough)."""
    if "iêu chí" not in line[:60] and "iêu Chí" not in line[:60] and "TC" not in line[:20]:
        return False
    return bool(_OPEN.match(line) or (inside and _OPEN_WEAK.match(line)))


def read_deductions(sections: Iterable[SectionRead]) -> list[DeductionRead]:
    """All deductions of the sections of that kind, in order."""
    found: list[DeductionRead] = []
    for section in sections:
        if section.kind == "deductions":
            _read_section(section, found)
    return found


def _read_section(section: SectionRead, found: list[DeductionRead]) -> None:
    current: DeductionRead | None = None
    place = 0
    last = "text"
    for line, number in zip(section.body, section.body_lines, strict=True):
        hidden = _HIDDEN.match(line)
        if hidden:
            one = _deduction(hidden, number)
            one.points = _points(hidden["points"])
            if current is not None:
                one.hidden_in = place
            else:
                current, place, last = one, len(found), "text"
            found.append(one)
        elif match := _OPEN.match(line) or _OPEN_WEAK.match(line):
            current, place, last = _deduction(match, number), len(found), "text"
            found.append(current)
            _split_text(current)
        elif current is not None:
            last = _detail(current, line, last)
            current.lines.append(number)
        else:
            continue
        section.taken.append(number)


def _deduction(match: re.Match[str], number: int) -> DeductionRead:
    groups = match.groupdict()
    criterion = groups.get("crit1") or groups.get("crit2") or groups.get("crit3")
    item = groups.get("item1") or groups.get("item2")
    return DeductionRead(criterion=int(criterion) if criterion else None, item=int(item) if item else None,
                         text=match["text"].strip(), lines=[number])


def _points(written: str | None) -> int | None:
    try:
        return parse_points(written) if written else None
    except RuleBroken:
        return None


def _split_text(one: DeductionRead) -> None:
    """Points and reason that stand in the same paragraph as the content."""
    loss = _POINTS.search(one.text)
    if not loss:
        return
    one.points = _points(loss[1])
    reason = _REASON.search(one.text, loss.end())
    before = re.sub(r"[\s;,:(–-]*(?i:bị|đã bị)?\s*$", "", one.text[:loss.start()])
    after = one.text[loss.end():].strip(" ;,.:)")
    one.reason = reason[1].strip() if reason else after
    one.text = before


def _detail(one: DeductionRead, line: str, last: str) -> str:
    """Put a line into the field it names, or on to the one named last; that field's name."""
    bare = _BULLET.sub("", line)
    folded = key(bare)
    colon = bare.find(":")
    value = bare[colon + 1:].strip() if colon >= 0 else ""
    if _RESPONSIBLE.match(folded) and 0 <= colon < 70:
        if value:
            _extend(one, "responsible", value)
        return "responsible"
    if _REMEDY.match(folded) and 0 <= colon < 70:
        if value:
            _extend(one, "remedy", value)
        return "remedy"
    loss, reason = _POINTS.search(bare), _REASON.search(bare)
    if loss and loss.start() < 30 and one.points is None:
        one.points = _points(loss[1])
        rest = reason[1] if reason else bare[loss.end():].strip(" ;,.:")
        if rest:
            _extend(one, "reason", rest.strip())
        return "reason"
    if reason and reason.start() < 30:
        _extend(one, "reason", reason[1].strip())
        return "reason"
    _extend(one, last, bare)
    return last


def _extend(one: DeductionRead, name: str, words: str) -> None:
    before = getattr(one, name)
    setattr(one, name, f"{before} {words}" if before else words)


def read_results(sections: Iterable[SectionRead], plan_year: int | None) -> ResultsRead:
    """Totals of last year, from the first lines that give them; a section of text with them becomes one of results."""
    results = ResultsRead()
    for section in sections:
        if section.kind == "tasks":
            continue
        taken = set(section.taken)  # a deduction's own points are no total
        for line, number in zip(section.body, section.body_lines, strict=True):
            if number not in taken and ("điểm" in line or "xếp loại" in line) and len(line) < 2_000 and _totals(results, line):
                section.kind = "results" if section.kind == "text" else section.kind
                section.taken.append(number)
                results.lines.append(number)
    if results.lines and results.year is None and plan_year:
        results.year = plan_year - 1  # a plan looks back on the year before it
    return results


def _totals(results: ResultsRead, line: str) -> bool:
    """Read what is still missing; True where the line gave a total, or the class once a total is known."""
    folded = key(line, len(line))
    own, other, whole = _SELF.search(folded), _APPRAISED.search(folded), _WHOLE.search(folded)
    if not (own or other or whole) and results.self_total is None and results.appraised_total is None:
        return False
    gave = False
    if own and results.self_total is None:
        results.self_total, gave = _points(own[1]), True
    appraised = other or (whole if not own or (whole and whole.start() < own.start()) else None)
    if appraised and results.appraised_total is None:
        results.appraised_total, gave = _points(appraised[1]), True
    label = _CLASS.search(line)
    if label and not results.class_label and (gave or results.lines):
        results.class_label, gave = label[1].strip(), True
    year = _YEAR.search(line)
    if gave and year and results.year is None:
        results.year = int(year[1])
    return gave
