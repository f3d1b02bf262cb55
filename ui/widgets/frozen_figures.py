"""Whether the figures of a period's report are frozen as it was sent, and the button that freezes or frees them."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from dvcq_desktop import progress_report
from dvcq_desktop.deadlines import period_title
from ui.desk import Desk
from ui.widgets.parts import button


class FrozenFigures(QWidget):
    """One line above the paper of the periodical report; hidden for every other form."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._year, self._period = 0, ""
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.freeze_button = button("Chốt số liệu kỳ này", self.freeze, tip="Giữ nguyên số liệu như lúc gửi báo cáo")
        self.thaw_button = button("Bỏ chốt", self.thaw, tip="Tính lại theo tiến độ hiện nay")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.words, 1)
        row.addWidget(self.freeze_button)
        row.addWidget(self.thaw_button)
        self.hide()

    def show_for(self, form_key: str, year: int | None, period: str) -> None:
        """Say how it stands for this report; nothing for another form."""
        self.setVisible(form_key == progress_report.FORM and year is not None)
        if self.isHidden() or year is None:
            return
        self._year, self._period = year, period
        kept = progress_report.snapshot_of(self._desk.db, year, period)
        self.freeze_button.setVisible(kept is None)
        self.thaw_button.setVisible(kept is not None)
        if kept is None:
            self.words.setText(
                "Số liệu đang tính theo tiến độ hiện nay. Gửi báo cáo xong thì chốt để lần in sau vẫn như cũ."
            )
        else:
            at = datetime.fromisoformat(kept.made_at)
            self.words.setText(f"✓ Số liệu đã chốt lúc {at:%H:%M ngày %d/%m/%Y}, {kept.made_by}.")

    def freeze(self) -> None:
        desk = self._desk
        label = f"Chốt số liệu báo cáo {period_title(self._period, self._year)}"
        if desk.attempt(label, progress_report.freeze, self._year, self._period, desk.today, desk.office.who):
            desk.told.emit("Đã chốt số liệu của kỳ này.", True)

    def thaw(self) -> None:
        label = f"Bỏ chốt số liệu báo cáo {period_title(self._period, self._year)}"
        if self._desk.attempt(label, progress_report.thaw, self._year, self._period):
            self._desk.told.emit("Đã bỏ chốt; số liệu được tính lại.", True)
