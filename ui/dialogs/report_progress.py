"""Asks how far the chosen tasks are in a period: state, percent, result, documents that came of it, difficulties."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from dvcq_desktop import progress
from dvcq_desktop.assignments import AssignmentRow
from dvcq_desktop.dates import short_date
from dvcq_desktop.deadlines import period_words_of
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.progress import Progress
from dvcq_desktop.standing import periods_to_choose
from ui.desk import Desk
from ui.dialogs.task_dialog import TaskDialog

_STATES = {
    "not_started": "○ Chưa làm",
    "doing": "◐ Đang làm",
    "done": "✓ Đã xong",
    "not_applicable": "∅ Không phát sinh",
}
_TEXTS = {
    "result": "Kết quả",
    "result_documents": "Văn bản kết quả\n(số, ký hiệu)",
    "difficulties": "Khó khăn, vướng mắc",
}


class ReportProgressDialog(TaskDialog):
    """One task shows what is known of the period; of many tasks only what was filled in is stored."""

    def __init__(self, desk: Desk, rows: list[AssignmentRow], period: str, parent: QWidget | None = None) -> None:
        super().__init__("Ghi tiến độ", rows, "Ghi tiến độ", parent)
        self._desk = desk
        self._shown: dict[str, str] = {}
        self.period_box = QComboBox()
        for code in periods_to_choose():
            words = period_words_of(code)
            self.period_box.addItem(words[:1].upper() + words[1:], code)
        self.period_box.setCurrentIndex(self.period_box.findData(period))
        self.state_box = QComboBox()
        if len(rows) > 1:
            self.state_box.addItem("Giữ như từng nhiệm vụ đang có", "")
        for key, words in _STATES.items():
            self.state_box.addItem(words, key)
        self.percent = QLineEdit()
        self.percent.setPlaceholderText("ví dụ 40")
        self.on_day = QLineEdit()
        self.texts = {name: QPlainTextEdit() for name in _TEXTS}
        for title, field in (
            ("Kỳ", self.period_box),
            ("Tiến độ", self.state_box),
            ("Tỷ lệ (%)", self.percent),
            *((_TEXTS[name], field) for name, field in self.texts.items()),
            ("Ngày báo cáo", self.on_day),
        ):
            field.setAccessibleName(title.replace("\n", " "))
            self.form.addRow(title, field)
        for text in self.texts.values():
            text.setTabChangesFocus(True)
            text.setMinimumHeight(2 * self.fontMetrics().lineSpacing() + 12)
            if len(rows) > 1:
                text.setPlaceholderText("để trống thì giữ như từng nhiệm vụ đang có")
        self.finish_layout()
        self.period_box.activated.connect(self.show_known)
        self.state_box.currentIndexChanged.connect(self._state_chosen)
        self.show_known()

    @property
    def period(self) -> str:
        return str(self.period_box.currentData())

    def show_known(self) -> None:
        """What is stored of the period; nothing where many tasks are meant or nobody reported yet."""
        known: Progress | None = None
        if len(self.rows) == 1:
            reported = progress.progress_of_task(self._desk.db, self.rows[0].id)
            known = next((one for one in reported if one.period == self.period), None)
        state = "done" if known and known.state == "late_done" else known.state if known else "not_started"
        self.state_box.setCurrentIndex(self.state_box.findData(state) if len(self.rows) == 1 else 0)
        percent = "" if known is None or known.percent is None else str(known.percent)
        self.percent.setText(percent if state == "doing" else "")
        for name, field in self.texts.items():
            field.setPlainText(getattr(known, name) if known else "")
        day = known.reported_on if known and known.reported_on else self._desk.today.isoformat()
        self.on_day.setText(short_date(day))
        self._shown = self.typed() if known else {}
        self._state_chosen()

    def typed(self) -> dict[str, str]:
        """The fields as they stand; of many tasks only those that were filled in."""
        found = {"state": str(self.state_box.currentData()), "reported_on": self.on_day.text()}
        if found["state"] == "doing":
            found["percent"] = self.percent.text()
        found.update({name: field.toPlainText() for name, field in self.texts.items()})
        return found if len(self.rows) == 1 else {name: text for name, text in found.items() if text.strip()}

    def accept(self) -> None:
        """Store in one operation; a broken rule is told here and nothing is lost."""
        self.complain("")
        values = {name: text for name, text in self.typed().items() if self._shown.get(name) != text}
        if "percent" in values:
            values["state"] = "doing"
        if not values or (set(values) == {"reported_on"} and len(self.rows) > 1):
            self.complain("Chưa có gì mới để ghi.")
            return
        words = period_words_of(self.period)
        what = f"“{self.rows[0].text[:40]}”" if len(self.rows) == 1 else f"{len(self.rows)} nhiệm vụ"
        ids, who = [row.id for row in self.rows], self._desk.office.who
        try:
            self._desk.run(
                f"Ghi tiến độ {words}: {what}", progress.record_many, ids, self.period, reported_by=who, **values
            )
        except RuleBroken as broken:
            self.complain(str(broken))
            return
        super().accept()

    def _state_chosen(self) -> None:
        self.percent.setEnabled(self.state_box.currentData() == "doing")
