"""Gives the chosen tasks more time: the new day, why and by whom; the extensions given before stand below."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from dvcq_desktop import deadlines
from dvcq_desktop.assignments import AssignmentRow
from dvcq_desktop.dates import due_phrase, short_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.standing import YearStanding, off_day_words
from dvcq_desktop.tasks import parse_due
from ui.desk import Desk
from ui.dialogs.task_dialog import TaskDialog
from ui.widgets.text_table import TextRow, TextTable, TextView


class ExtendDueDialog(TaskDialog):
    """A day off is only pointed at: the office may want it."""

    def __init__(
        self, desk: Desk, rows: list[AssignmentRow], standing: YearStanding, parent: QWidget | None = None
    ) -> None:
        super().__init__("Gia hạn", rows, "Gia hạn", parent)
        self._desk, self._standing = desk, standing
        self.new_due, self.reason, self.granted_by, self.granted_on = (QLineEdit() for _n in range(4))
        now = {row.due or "chưa có hạn" for row in rows}
        self.form.addRow("Hạn hiện nay", QLabel(now.pop() if len(now) == 1 else "khác nhau"))
        first = rows[0].task
        self.new_due.setText("chậm nhất ngày " if first.due_inclusive else "trước ngày ")
        self.new_due.setPlaceholderText("trước ngày 31/10/2025")
        self.granted_by.setPlaceholderText("ví dụ: Chủ tịch Ủy ban nhân dân xã")
        self.granted_on.setText(short_date(desk.today.isoformat()))
        self.hint = QLabel()
        self.hint.setProperty("muted", True)
        self.hint.setWordWrap(True)
        for title, field in (
            ("Hạn mới", self.new_due),
            ("", self.hint),
            ("Lý do gia hạn", self.reason),
            ("Người cho gia hạn", self.granted_by),
            ("Ngày cho gia hạn", self.granted_on),
        ):
            field.setAccessibleName(title)
            self.form.addRow(title, field)
        self.new_due.textChanged.connect(self._look_at_day)
        self._show_earlier()
        self.finish_layout()
        self.new_due.setFocus()

    def _show_earlier(self) -> None:
        earlier = deadlines.extensions(self._desk.db, self.rows[0].id) if len(self.rows) == 1 else []
        self.earlier = TextTable(("Hạn cũ", "Hạn mới", "Lý do", "Người cho", "Ngày"), self)
        self.earlier.load(
            [
                TextRow(
                    id=one.id,
                    texts=(
                        due_phrase(one.old_due, bool(one.old_inclusive)),
                        due_phrase(one.new_due, bool(one.new_inclusive)),
                        one.reason,
                        one.granted_by,
                        short_date(one.granted_on),
                    ),
                )
                for one in earlier
            ]
        )
        if earlier:
            self.column.addWidget(QLabel(f"Đã gia hạn {len(earlier)} lần:"))
            view = TextView("Các lần gia hạn", self.earlier, (14, 14, 24, 16, 11))
            view.setMinimumHeight(6 * self.fontMetrics().lineSpacing())
            self.column.addWidget(view, 1)

    def _look_at_day(self) -> None:
        """Point at a day off while it is typed; what cannot be read yet is no fault."""
        try:
            due = str(parse_due(self.new_due.text())["due_on"])
        except RuleBroken:
            due = ""
        words = off_day_words(due, self._standing.days, self._standing.names)
        self.hint.setText(f"● {short_date(due)} là ngày nghỉ: {words}" if words else "")

    def accept(self) -> None:
        """Store in one operation; a broken rule is told here and nothing is lost."""
        self.complain("")
        what = f"“{self.rows[0].text[:40]}”" if len(self.rows) == 1 else f"{len(self.rows)} nhiệm vụ"
        try:
            self._desk.run(
                f"Gia hạn {what}",
                deadlines.extend,
                [row.id for row in self.rows],
                self.new_due.text(),
                self.reason.text(),
                granted_by=self.granted_by.text(),
                granted_on=self.granted_on.text(),
            )
        except RuleBroken as broken:
            self.complain(str(broken))
            return
        super().accept()
