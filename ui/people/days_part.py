"""Days off of the year, corrected in place, and the cut-off days of the reporting periods with what they lead to."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from dvcq_desktop import deadlines, working_days
from dvcq_desktop.dates import short_date
from dvcq_desktop.deadlines import LAST_MONTH
from dvcq_desktop.working_days import KINDS, Holiday
from ui.desk import Desk
from ui.people.asking import ask_and_run
from ui.people.row_table import Col, Row, RowTable, RowView
from ui.widgets.actions import add_actions, add_key
from ui.widgets.parts import button

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
HOLIDAYS = (
    Col(key="day", title="Ngày", width=12, kind="date"),
    Col(key="weekday", title="Thứ", width=10, kind="read"),
    Col(key="name", title="Tên ngày", width=36),
    Col(key="kind", title="Loại", width=14, kind="pick"),
)
PERIODS = (
    Col(key="title", title="Kỳ", width=22, kind="read"),
    Col(key="start", title="Số liệu từ", width=12, kind="read"),
    Col(key="end", title="Chốt ngày", width=12, kind="date", hint="để trống: theo ngày chốt chung"),
    Col(key="due", title="Gửi báo cáo trước hết", width=20, kind="read"),
    Col(key="reported", title="Phải báo cáo", width=14, kind="pick"),
)
_YES, _NO = "có", "không"


class HolidaysPart(QWidget):
    """The days off of the year in hand; a year nobody corrected yet shows what the law says."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._year = 0  # shown; 0: that of the desk
        self.model = RowTable(HOLIDAYS, self._store, self)
        self.view = RowView(self.model, "Bảng ngày nghỉ", "holidays", _kinds)
        self.actions_by_key = add_actions(
            self,
            (("add", "Thêm ngày nghỉ…", "Ctrl+N", self.add), ("delete", "Bỏ ngày đang chọn", "", self.delete)),
        )
        add_key(self.view, QKeySequence.StandardKey.Delete, self.delete)
        self.year = QSpinBox()
        self.year.setRange(2000, 2100)
        self.year.setAccessibleName("Năm của bảng ngày nghỉ")
        self.year.setValue(desk.year or desk.today.year)
        self.year.valueChanged.connect(self.refresh)
        self.foot = QLabel()
        self.foot.setProperty("muted", True)
        self.foot.setWordWrap(True)
        bar = QHBoxLayout()
        bar.addWidget(QLabel("Năm"))
        bar.addWidget(self.year)
        bar.addStretch(1)
        bar.addWidget(button("Bỏ ngày", self.delete, tip="Bỏ các ngày đang chọn khỏi bảng (Del)"))
        bar.addWidget(button("Thêm ngày", self.add, icon_name="action-add", tip="Ctrl+N"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addLayout(bar)
        column.addWidget(self.view, 1)
        column.addWidget(self.foot)

    def refresh(self) -> None:
        year = self.year.value()
        stored = working_days.holidays_of(self._desk.db, year)
        found = stored or list(working_days.known_holidays(year))
        self.view.load([_holiday(one, place) for place, one in enumerate(found, start=1)])
        self.foot.setText(
            f"{len(found)} ngày. Sửa ngay trong ô khi có quyết định hoán đổi ngày nghỉ."
            if stored
            else f"Bảng năm {year} đang theo Bộ luật Lao động và các quyết định đã biết; sửa một ô là bảng được lưu lại."
        )

    def flush(self) -> None:
        self.view.editors.finish()

    def focus_find(self) -> None:
        self.view.setFocus()

    def menu_actions(self) -> list[QAction]:
        return list(self.actions_by_key.values())

    def _store(self, row: Row, key: str, typed: str) -> None:
        texts = dict(row.texts) | {key: typed}
        kind = next(
            (code for code, words in KINDS.items() if words.lower() == texts["kind"].strip().lower()), "holiday"
        )
        label = f"Sửa ngày nghỉ {texts['day']}"
        self._desk.run(label, working_days.correct_holiday, row.texts["day"], texts["day"], texts["name"], kind)

    def add(self) -> None:
        """ "02/09/2025 Quốc khánh": the day, then its name."""
        self.flush()
        question = "Ngày và tên, ví dụ: 02/09/2025 Quốc khánh\n(thứ Bảy, Chủ nhật đi làm bù: 26/04/2025 Làm bù)"
        if ask_and_run(self._desk, self, "Thêm ngày nghỉ", question, working_days.add_typed_holiday) is not None:
            self._desk.told.emit("Đã thêm ngày nghỉ.", True)

    def delete(self) -> None:
        days = [row.texts["day"] for row in self.view.chosen()]
        if days and self._desk.attempt(f"Bỏ {len(days)} ngày nghỉ", working_days.drop_holidays, days):
            self._desk.told.emit(f"Đã bỏ {len(days)} ngày khỏi bảng.", True)


class CutOffPart(QWidget):
    """How this office closes its periods, and what that means for each of them."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.day = _number(0, 28, "Ngày chốt số liệu hằng tháng")
        self.day.setSpecialValueText("cuối tháng")
        self.day.editingFinished.connect(self._store_day)
        self.report_days = _number(0, 30, "Số ngày làm việc để gửi báo cáo")
        self.report_days.editingFinished.connect(self._store_days)
        self.model = RowTable(PERIODS, self._store, self)
        self.view = RowView(self.model, "Bảng kỳ báo cáo", "periods", _yes_no)
        bar = QHBoxLayout()
        for words, field in (("Chốt số liệu ngày", self.day), ("Gửi báo cáo trong (ngày làm việc)", self.report_days)):
            label = QLabel(words)
            label.setBuddy(field)
            bar.addWidget(label)
            bar.addWidget(field)
            bar.addSpacing(16)
        bar.addStretch(1)
        self.foot = QLabel(
            "Ngày chốt chung áp dụng cho tháng, quý và năm; kỳ nào chốt ngày khác thì gõ vào cột “Chốt ngày”, ví dụ 24/10. "
            "Để trống ô ấy là trở lại ngày chung."
        )
        self.foot.setProperty("muted", True)
        self.foot.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addLayout(bar)
        column.addWidget(self.view, 1)
        column.addWidget(self.foot)

    def refresh(self) -> None:
        cut = deadlines.cut_off(self._desk.db)
        self.day.setValue(cut.day)
        self.report_days.setValue(cut.report_days)
        year = self._desk.year or self._desk.today.year
        days = working_days.calendar_around(self._desk.db, date(year, 7, 1))
        rows = []
        for place, code in enumerate(LAST_MONTH, start=1):
            window = deadlines.window(code, year, cut)
            due = deadlines.report_due(window, cut, days)
            texts = {
                "title": window.title[:1].upper() + window.title[1:],
                "start": f"{window.start:%d/%m/%Y}",
                "end": f"{window.end:%d/%m/%Y}",
                "due": f"{due:%d/%m/%Y}",
                "reported": _YES if code in cut.reported.split(",") else _NO,
            }
            rows.append(Row(id=place, texts=texts, sorts={"start": (window.start,), "end": (window.end,)}))
        self.view.load(rows)

    def flush(self) -> None:
        self.view.editors.finish()

    def focus_find(self) -> None:
        self.day.setFocus()

    def menu_actions(self) -> list[QAction]:
        return []

    def _store(self, row: Row, key: str, typed: str) -> None:
        code = tuple(LAST_MONTH)[row.id - 1]
        if key == "end":
            self._desk.run(f"Sửa ngày chốt {row.texts['title']}", deadlines.set_cut_off, ends={code: typed})
            return
        reported = [one for one in deadlines.cut_off(self._desk.db).reported.split(",") if one and one != code]
        if typed.strip().lower() == _YES:
            reported.append(code)
        self._desk.run("Sửa các kỳ phải báo cáo", deadlines.set_cut_off, reported=",".join(reported))

    def _store_day(self) -> None:
        if self.day.value() != deadlines.cut_off(self._desk.db).day:
            self._desk.attempt("Sửa ngày chốt số liệu", deadlines.set_cut_off, day=self.day.value())

    def _store_days(self) -> None:
        if self.report_days.value() != deadlines.cut_off(self._desk.db).report_days:
            self._desk.attempt("Sửa thời gian gửi báo cáo", deadlines.set_cut_off, report_days=self.report_days.value())


def _number(low: int, high: int, title: str) -> QSpinBox:
    made = QSpinBox()
    made.setRange(low, high)
    made.setAccessibleName(title)
    made.setAlignment(Qt.AlignmentFlag.AlignRight)
    return made


def _holiday(found: Holiday, place: int) -> Row:
    day = date.fromisoformat(found.day)
    texts = {
        "day": short_date(found.day),
        "weekday": WEEKDAYS[day.weekday()],
        "name": found.name,
        "kind": KINDS.get(found.kind, found.kind),
    }
    return Row(id=place, texts=texts, sorts={"day": (found.day,), "weekday": (day.weekday(),)})


def _kinds(_key: str) -> list[str]:
    return list(KINDS.values())


def _yes_no(_key: str) -> list[str]:
    return [_YES, _NO]
