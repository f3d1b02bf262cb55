"""The health of the data folder in sentences: what a whole check found, what to know at a start, what to do first about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from db import ballast, journal, search
from db.connection import Connection
from dvcq_desktop import organisation
from dvcq_desktop.dates import short_date
from dvcq_desktop.office import Office
from dvcq_desktop.records import Record, columns
from dvcq_desktop.settings import DEMO, setting
from dvcq_desktop.texts import _
from dvcq_desktop.today import Action
from dvcq_desktop.working_days import calendar_around

if TYPE_CHECKING:
    from db.check import Report
    from db.row_check import Difference

CHECK = "data-check"  # page of the action below: the window opens the check instead
_CLOCK = timedelta(minutes=10)  # two clocks of one office differ by that much
_SHOWN = 200

Told = Callable[[int, int, str], None]  # done, of how many, what


def check_data(db: Connection, told: Told | None = None) -> Report:
    """Check the whole data file (its form, references, rows against the journal, search index); changes nothing.

    told hears of progress and may raise to stop. Raises sqlite3.OperationalError where the medium fails.
    """
    from db.check import whole_check

    def tell(done: int, of: int, table: str) -> None:
        if told is not None:
            told(
                done,
                of,
                _("Đang kiểm tra {what}…", what=table_title(table)) if table else _("Đang kiểm tra tệp dữ liệu…"),
            )

    return whole_check(db, tell)


def make_search_anew(db: Connection) -> None:
    """Make the search index from the rows again."""
    search.rebuild_index(db)


def summary(report: Report) -> str:
    """One sentence: whole, or how many places are not."""
    rows = sum(report.counts.values())
    if report.whole and not report.search:
        return _("Dữ liệu toàn vẹn: {n} dòng khớp với nhật ký, không có chỗ hỏng.", n=rows)
    if report.whole:
        return _("Dữ liệu toàn vẹn. Riêng chỉ mục tìm kiếm lệch {n} dòng; dựng lại là xong.", n=len(report.search))
    n = len(report.form) + len(report.orphans) + len(report.rows) + len(report.marks)
    return _(
        "Dữ liệu có {n} chỗ hỏng hoặc bị sửa ngoài chương trình. Hãy khôi phục từ bản sao lưu gần nhất; bản đang dùng vẫn giữ nguyên.",
        n=n,
    )


def findings(report: Report) -> list[str]:
    """A sentence for each place that is not as it should be, the first two hundred."""
    told = [_("Cấu trúc tệp: {said}", said=said) for said in report.form]
    told += [_("Dấu của tệp: {said}", said=said) for said in report.marks]
    told += [
        _(
            "{table}, dòng {row}: trỏ tới {parent} không còn nữa",
            table=_head(table),
            row=row,
            parent=table_title(parent),
        )
        for table, row, parent in report.orphans
    ]
    told += map(difference_words, report.rows)
    if report.search:
        told.append(_("Chỉ mục tìm kiếm lệch {n} dòng", n=len(report.search)))
    more = len(told) - _SHOWN
    return [*told[:_SHOWN], _("… và {n} chỗ nữa", n=more)] if more > 0 else told


def difference_words(found: Difference) -> str:
    """Which row is not as the journal left it, and how."""
    where = _("{table}, dòng {row}", table=_head(found.table), row=found.row_id)
    return f"{where}: {_words(found.kind, column_title(found.table, found.column))}"


def _words(kind: str, column: str) -> str:
    if kind == "changed":
        return _("“{column}” khác với nhật ký", column=column)
    if kind == "missing":
        return _("nhật ký có ghi nhưng dòng đã mất")
    if kind == "unknown":
        return _("không ai nhập dòng này trong chương trình")
    return _("lịch sử của dòng này bị sửa")


def first_actions(office: Office) -> tuple[Action, ...]:
    """What stands before everything else on the page Hôm nay: a check that found damage."""
    if office.report is None or office.report.whole:
        return ()
    return (
        Action(
            key="office:damage",
            sentence=_("Dữ liệu có chỗ hỏng: xem kết quả kiểm tra và khôi phục từ bản sao lưu."),
            why=(findings(office.report) or [""])[0],
            page=CHECK,
        ),
    )


def other_actions(office: Office, day: date) -> tuple[Action, ...]:
    """What stands among the work of the year and does not come from the data: backing up; nothing in the demonstration office
    or where nothing was set up yet."""
    from dvcq_desktop.backup.reminding import backup_action

    if setting(office.db, DEMO) == "1" or organisation.current(office.db) is None:
        return ()
    return backup_action(office.folder, day, calendar_around(office.db, day))


def notices(office: Office, now: datetime) -> list[str]:
    """What to know at a start: a clock that runs behind the last entry, a disk that is nearly full."""
    return [said for said in (clock_notice(office.db, now), room_notice(office.folder)) if said]


def clock_notice(db: Connection, now: datetime) -> str:
    """A sentence where the clock (with zone) stands before the last entry of the journal; else empty."""
    last = journal.newest(db)
    if not last or datetime.fromisoformat(last) <= now + _CLOCK:
        return ""
    at = datetime.fromisoformat(last)
    return _(
        "Đồng hồ máy đang chỉ {now}, sớm hơn lần ghi cuối ({last}). Dữ liệu còn nguyên và vẫn đúng thứ tự, nhưng ngày giờ "
        "ghi kèm và số ngày còn lại sẽ sai. Hãy chỉnh lại đồng hồ của máy.",
        now=f"{now:%H:%M} {short_date(now.date().isoformat())}",
        last=f"{at:%H:%M} {short_date(at.date().isoformat())}",
    )


def room_notice(folder: Path) -> str:
    """A sentence where the disk of the data is nearly full; else empty."""
    try:
        free = ballast.free_room(folder)
    except OSError:
        return ""
    if free >= ballast.LOW:
        return ""
    return _(
        "Ổ đĩa chứa dữ liệu chỉ còn trống {n} MB. Những gì đã lưu còn nguyên. Hãy xóa bớt tệp trên ổ đĩa để việc lưu, "
        "sao lưu và in không bị dừng giữa chừng.",
        n=free >> 20,
    )


def take_reserve(folder: Path) -> bool:
    """Take 20 MB beside the data for the day the disk is full; whether they are there. Raises OSError."""
    return ballast.make(folder)


def table_title(table: str) -> str:
    """What the office calls a table; its own name where the office never sees it."""
    return TITLES.get(table, table)


def column_title(table: str, column: str) -> str:
    """What the screen calls a column; its own name where it is not shown, or its page was not opened yet."""
    waiting = list(Record.__subclasses__())
    while waiting:
        record = waiting.pop()
        waiting += record.__subclasses__()
        shown = columns(record).get(column) if getattr(record, "TABLE", "") == table else None
        if shown is not None:
            return shown.title
    return column


def _head(table: str) -> str:
    title = table_title(table)
    return title[:1].upper() + title[1:]


TITLES = {
    "assignment": "phân công",
    "citation": "viện dẫn",
    "classification": "mức xếp loại",
    "criterion": "tiêu chí",
    "cycle": "năm công tác",
    "deduction": "điểm trừ",
    "deduction_unit": "đơn vị của điểm trừ",
    "evidence": "minh chứng",
    "evidence_file": "tệp minh chứng",
    "evidence_link": "liên kết minh chứng",
    "extension": "gia hạn",
    "framework": "bộ tiêu chí",
    "gate": "điều kiện xếp loại",
    "gate_answer": "trả lời điều kiện",
    "hand_in_profile": "cách nộp hồ sơ",
    "holiday": "ngày nghỉ",
    "item": "nội dung",
    "item_mapping": "nội dung tương ứng",
    "journal_baseline": "nhật ký: dòng sau nâng cấp",
    "journal_change": "nhật ký: nội dung đã đổi",
    "journal_operation": "nhật ký: tên việc đã làm",
    "journal_step": "nhật ký: lần nâng cấp",
    "journal_visit": "nhật ký: lượt làm việc",
    "_document_text": "chữ trong tệp minh chứng",
    "legal_base": "căn cứ",
    "legal_document": "văn bản",
    "official": "cán bộ, công chức",
    "organisation": "cơ quan",
    "plan": "kế hoạch",
    "plan_version": "phiên bản kế hoạch",
    "postponed_action": "việc để sau",
    "predecessor": "đơn vị trước sắp xếp",
    "progress": "tiến độ",
    "progress_snapshot": "số liệu đã chốt",
    "saved_view": "kiểu xem đã lưu",
    "score": "điểm",
    "section": "mục kế hoạch",
    "setting": "cài đặt",
    "task": "nhiệm vụ",
    "task_item": "nội dung của nhiệm vụ",
    "unit": "bộ phận, đơn vị",
    "unit_alias": "tên gọi khác",
    "user": "người dùng",
}
