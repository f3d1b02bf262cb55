"""Says what a person should look at before accepting an import: gaps, contradictions, sums that do not come out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dvcq_desktop.dates import short_date
from dvcq_desktop.points import format_points
from dvcq_desktop.readers.actors import ALL_OF_THEM
from dvcq_desktop.readers.docx_numbering import roman
from dvcq_desktop.readers.understood import DeductionRead, DoubtRead, PlanRead, SectionRead
from dvcq_desktop.readers.words import key, roman_value
from dvcq_desktop.texts import _

_STRAY = re.compile(r"[-–—]\s?(UBND|Ủy ban nhân dân|HĐND|THỐNG KÊ|Thống kê)\b")
_RIGHT = ("Văn phòng", "văn phòng", "QĐ", "KH", "BC", "NQ", "TB", "CT", "TTr")  # a dash belongs after these
_APPENDIX = re.compile(r"(?i:phụ lục)[^.;]{0,60}(?i:kèm theo|đính kèm)|(?i:kèm theo|đính kèm)[^.;]{0,40}(?i:phụ lục)")
_LAST = re.compile(r"(\d+|[IVX]+)$")
_MOST = 12


def find_doubts(plan: PlanRead, flat: Sequence[SectionRead]) -> list[DoubtRead]:
    """All doubts in the order of the document."""
    doubts = [*_numbers(plan.sections), *_criteria(plan), *_tasks(plan), *_documents(plan), *_deductions(plan), *_sums(plan),
              *_dashes(plan), *_appendix(plan, flat), *_head(plan)]
    return sorted(doubts, key=lambda doubt: doubt.line)


def _numbers(sections: Sequence[SectionRead]) -> Iterator[DoubtRead]:
    """Gaps and repetitions among headings side by side."""
    before: tuple[str, int, str] | None = None
    for section in sections:
        match = _LAST.search(section.number)
        if match:
            prefix = section.number[:match.start()]
            value = int(match[1]) if match[1].isdigit() else roman_value(match[1])
            style = "number" if match[1].isdigit() else "roman"
            if before and before[0] == style + prefix:
                yield from _step(before, section, value)
            before = (style + prefix, value, section.number)
        yield from _numbers(section.children)


def _step(before: tuple[str, int, str], section: SectionRead, value: int) -> Iterator[DoubtRead]:
    if value == before[1]:
        yield DoubtRead(sentence=_("Hai mục cùng mang số “{number}”: xem lại mục “{heading}”.", number=section.number,
                                   heading=section.heading[:80]), line=section.line)
    elif value > before[1] + 1:
        missing = str(before[1] + 1) if section.number[-1].isdigit() else roman(before[1] + 1)
        yield DoubtRead(sentence=_("Sau mục {before} là mục {number}: thiếu mục {missing} hoặc đánh số sai.",
                                   before=before[2], number=section.number, missing=missing), line=section.line)
    elif value < before[1]:
        yield DoubtRead(sentence=_("Sau mục {before} lại là mục {number}: xem lại cách đánh số.", before=before[2],
                                   number=section.number), line=section.line)


def _criteria(plan: PlanRead) -> Iterator[DoubtRead]:
    expected = 1
    for criterion in plan.criteria:
        if criterion.number != expected:
            yield DoubtRead(sentence=_("Tiêu chí {number} đứng ở chỗ lẽ ra là tiêu chí {expected}.", number=criterion.number,
                                       expected=expected), line=criterion.line)
        if not criterion.items:
            yield DoubtRead(sentence=_("Tiêu chí {number} không có nội dung nào.", number=criterion.number),
                            line=criterion.line)
        expected = criterion.number + 1


def _tasks(plan: PlanRead) -> Iterator[DoubtRead]:
    """What an assignment lacks; a plan without any due date is told so once."""
    dated = any(task.due_on for task in plan.tasks)
    for task in plan.tasks:
        missing = [name for name, there in ((_("đơn vị chủ trì"), task.leads), (_("đơn vị phối hợp"), task.supports),
                                            (_("hạn nộp minh chứng"), task.due_on or not dated)) if not there]
        line = task.lines[0] if task.lines else 0
        if missing:
            yield DoubtRead(sentence=_("Tiêu chí {number}, nội dung {items}: không thấy {missing}.", number=task.criterion,
                                       items=", ".join(map(str, task.items)) or "?", missing=", ".join(missing)), line=line)
        for actor in task.leads:
            if actor.name == ALL_OF_THEM:
                yield DoubtRead(sentence=_("Tiêu chí {number}: giao chủ trì cho “{name}” thì không rõ ai chịu trách nhiệm.",
                                           number=task.criterion, name=actor.written), line=line)
    if plan.tasks and not dated:
        yield DoubtRead(sentence=_("Không thấy hạn cung cấp tài liệu minh chứng trong kế hoạch."),
                        line=plan.tasks[0].lines[0] if plan.tasks[0].lines else 0)


def _documents(plan: PlanRead) -> Iterator[DoubtRead]:
    for document in plan.documents:
        if document.other_dates:
            dates = _(" và ").join(
                _("{day} (dòng {lines})", day=short_date(iso), lines=", ".join(map(str, document.date_lines[iso])))
                for iso in (document.issued_on, *document.other_dates))
            yield DoubtRead(sentence=_("{kind} {reference}: cùng số, khác ngày: {dates}.", kind=document.kind,
                                       reference=document.reference, dates=dates),
                            line=document.date_lines[document.other_dates[0]][0])
        elif not document.issued_on and document.number and document.is_base:
            yield DoubtRead(sentence=_("Căn cứ {kind} {reference} không ghi ngày ban hành.", kind=document.kind,
                                       reference=document.reference), line=document.lines[0])


def _deductions(plan: PlanRead) -> Iterator[DoubtRead]:
    for one in plan.deductions:
        line = one.lines[0] if one.lines else 0
        missing = [name for name, there in (
            (_("số điểm bị trừ"), one.points is not None), (_("lý do"), one.reason), (_("trách nhiệm"), one.responsible),
            (_("hướng khắc phục"), one.remedy)) if not there]
        name = _place(one)
        if one.hidden_in is not None:
            yield DoubtRead(sentence=_("{name}: khoản trừ này nằm lẫn trong khoản trừ khác, không có số thứ tự riêng.",
                                       name=name), line=line)
        if missing:
            yield DoubtRead(sentence=_("{name}: khoản trừ không ghi {missing}.", name=name, missing=", ".join(missing)),
                            line=line)


def _place(one: DeductionRead) -> str:
    if one.criterion is None:
        return _("Khoản trừ chưa rõ tiêu chí")
    if one.item is None:
        return _("Tiêu chí {criterion}", criterion=one.criterion)
    return _("Tiêu chí {criterion}, nội dung {item}", criterion=one.criterion, item=one.item)


def _sums(plan: PlanRead) -> Iterator[DoubtRead]:
    results = plan.results
    if results.self_total is None or results.appraised_total is None:
        return
    gap = results.self_total - results.appraised_total
    explained = sum(one.points or 0 for one in plan.deductions)
    line = results.lines[0] if results.lines else 0
    if gap != explained:
        yield DoubtRead(sentence=_(
            "Tự chấm {own}, cấp trên chấm {other}, chênh lệch {gap} điểm, nhưng các khoản trừ chỉ giải thích được {sum} điểm; "
            "còn {rest} điểm chưa rõ.", own=format_points(results.self_total), other=format_points(results.appraised_total),
            gap=format_points(gap), sum=format_points(explained), rest=format_points(gap - explained)), line=line)


def _dashes(plan: PlanRead) -> Iterator[DoubtRead]:
    """A dash before the organ's name, as find-and-replace leaves it: it may be a wrong name, so nothing is altered."""
    places: dict[str, list[int]] = {}
    whole = "\n".join(plan.text.lines)
    number, reached = 1, 0
    for match in _STRAY.finditer(whole):
        at = match.start()
        number, reached = number + whole.count("\n", reached, at), at
        before = whole[max(0, at - 12):at].rpartition("\n")[2]
        if before.endswith(" ") and before.strip() and not before.rstrip().endswith(_RIGHT):
            places.setdefault(match[1], []).append(number)
    for organ, lines in places.items():
        listed = ", ".join(map(str, dict.fromkeys(lines[:_MOST]))) + (", …" if len(lines) > _MOST else "")
        yield DoubtRead(sentence=_("Có {count} chỗ viết gạch ngang trước “{organ}” (dòng {lines}): thừa dấu gạch hoặc tên cơ "
                                   "quan bị thay nhầm; chữ được giữ nguyên.", count=len(lines), organ=organ, lines=listed),
                        line=lines[0])


def _appendix(plan: PlanRead, flat: Sequence[SectionRead]) -> Iterator[DoubtRead]:
    if any(key(section.number).startswith("phu luc") or key(section.heading).startswith("phu luc") for section in flat):
        return
    for number, line in enumerate(plan.text.lines, start=1):
        if ("hụ lục" in line or "HỤ LỤC" in line) and _APPENDIX.search(line):
            yield DoubtRead(sentence=_("Văn bản nhắc đến phụ lục kèm theo nhưng trong tệp không có phụ lục nào."), line=number)
            return


def _head(plan: PlanRead) -> Iterator[DoubtRead]:
    if not plan.head.kind:
        yield DoubtRead(sentence=_("Không thấy tên loại văn bản (KẾ HOẠCH): phần đầu chưa được đọc."), line=1)
    elif not plan.head.organ:
        yield DoubtRead(sentence=_("Không thấy tên cơ quan ban hành ở phần đầu văn bản."), line=1)
    if not plan.criteria:
        yield DoubtRead(sentence=_("Không thấy tiêu chí nào: văn bản chỉ được đọc thành các mục chữ."), line=1)
