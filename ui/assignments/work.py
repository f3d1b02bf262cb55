"""What is done with the tasks chosen on the page, whichever tab they were chosen in: progress, due days, papers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from dvcq_desktop.assignments import AssignmentRow
from dvcq_desktop.deadlines import LAST_MONTH
from dvcq_desktop.standing import move_to_working_days, off_days_among
from ui import ask
from ui.desk import Desk
from ui.widgets import assignment_commands as commands
from ui.widgets.actions import add_actions
from ui.widgets.assignment_filter import AssignmentFilter
from ui.widgets.assignment_table import FIELDS

if TYPE_CHECKING:
    from ui.pages.assignments import AssignmentsPage

_BUTTONS = {  # of the row above the table: an action's key, its short words, what it does
    "report": ("Ghi tiến độ…", "Ghi tiến độ các dòng đang chọn (F8)"),
    "extend": ("Gia hạn…", "Gia hạn các dòng đang chọn, có ghi lý do"),
    "due": ("Đặt hạn…", "Đặt hạn minh chứng cho các dòng đang chọn"),
    "assign": ("Giao bộ phận…", "Giao các dòng đang chọn cho một bộ phận"),
}


def row_buttons(actions: Mapping[str, QAction]) -> list[QWidget]:
    """The buttons of what is done most with chosen rows."""
    made: list[QWidget] = []
    for key, (words, tip) in _BUTTONS.items():
        one = QPushButton(words)
        one.setToolTip(tip)
        one.clicked.connect(actions[key].trigger)
        made.append(one)
    return made


class TaskWork(QObject):
    """Its actions stand in the page's menu."""

    def __init__(self, desk: Desk, page: AssignmentsPage, bar: AssignmentFilter) -> None:
        super().__init__(page)
        self._desk, self._bar = desk, bar
        self._page = page
        self.actions_by_key: dict[str, QAction] = add_actions(
            page,
            (
                ("report", "Ghi tiến độ…", "F8", self.report),
                ("extend", "Gia hạn…", "", self.extend),
                ("shift", "Dời hạn nhiều nhiệm vụ…", "", self.shift),
                ("workday", "Đưa hạn về ngày làm việc", "", self.leave_days_off),
                ("history", "Lịch sử của nhiệm vụ…", "", self.history),
                ("slip", "Phiếu giao việc", "", self.slip),
                ("reminder", "Công văn đôn đốc", "", self.reminder),
                ("period_report", "Báo cáo kỳ", "", self.period_report),
                ("register", "Sổ theo dõi nhiệm vụ", "", self.register),
                ("calendar", "Xuất lịch (.ics)…", "", self.calendar),
            ),
        )

    def papers_button(self) -> QPushButton:
        """A button whose menu leads to the papers about tasks."""
        made = QPushButton("Văn bản")
        made.setToolTip("Phiếu giao việc, công văn đôn đốc, báo cáo kỳ, lịch")
        menu = QMenu(made)
        for key in ("slip", "reminder", "period_report", "register", "calendar"):
            menu.addAction(self.actions_by_key[key])
        made.setMenu(menu)
        return made

    # Progress and due days

    def report(self) -> None:
        """F8: how far the chosen tasks are in the period in hand."""
        from ui.dialogs.report_progress import ReportProgressDialog

        if (rows := self._rows()) and ask.show_dialog(
            ReportProgressDialog(self._desk, rows, self._bar.period, self._page)
        ):
            self._desk.told.emit(f"Đã ghi tiến độ {len(rows)} nhiệm vụ.", True)

    def extend(self) -> None:
        from ui.dialogs.extend_due import ExtendDueDialog

        if (rows := self._rows()) and ask.show_dialog(
            ExtendDueDialog(self._desk, rows, self._page.standing, self._page)
        ):
            self._desk.told.emit(f"Đã gia hạn {len(rows)} nhiệm vụ.", True)

    def shift(self) -> None:
        from ui.dialogs.shift_due import ShiftDueDialog

        if (rows := self._rows()) and ask.show_dialog(ShiftDueDialog(self._desk, rows, self._page)):
            self._desk.told.emit(f"Đã dời hạn {len(rows)} nhiệm vụ.", True)

    def leave_days_off(self) -> None:
        """Due days among the chosen tasks that nobody works on become the working day before."""
        if not (rows := self._rows()):
            return
        better = off_days_among(rows, self._page.standing.days)
        if not better:
            self._desk.told.emit("Không nhiệm vụ nào đang chọn có hạn rơi vào ngày nghỉ.", False)
        elif self._desk.attempt(f"Đưa hạn {len(better)} nhiệm vụ về ngày làm việc", move_to_working_days, better):
            self._desk.told.emit(f"Đã đưa hạn của {len(better)} nhiệm vụ về ngày làm việc.", True)

    def double_clicked(self, index: QModelIndex) -> None:
        """A state is not typed in its cell: it is reported for a period."""
        if FIELDS[index.column()] == "state":
            self.report()

    def history(self) -> None:
        if rows := self._rows():
            commands.show_history(self._desk, rows[0], self._page)

    def import_file(self) -> None:
        from ui.dialogs.import_plan import import_plan

        import_plan(self._desk, self._page)

    # Papers

    def slip(self) -> None:
        self._paper("phieu-giao-viec")

    def reminder(self) -> None:
        self._paper("don-doc")

    def period_report(self) -> None:
        self._paper("bao-cao-ky")

    def register(self) -> None:
        self._paper("so-theo-doi")

    def calendar(self) -> None:
        from ui.calendar_export import export_calendar

        export_calendar(self._desk, self._page)

    def _paper(self, form: str) -> None:
        """Show a paper with the unit filtered by and the period in hand (a month has no paper of its own)."""
        self._desk.flush.emit()
        unit = self._bar.unit_box.currentText() if self._bar.unit is not None else ""
        period = self._bar.period if self._bar.period in LAST_MONTH else ""
        self._desk.go.emit("forms", f"{form}:{period}:{unit}")

    def _rows(self) -> list[AssignmentRow]:
        self._desk.flush.emit()
        rows = self._page.chosen()
        if not rows:
            self._desk.refused.emit("Hãy chọn ít nhất một nhiệm vụ trước.")
        return rows
