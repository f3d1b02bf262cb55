"""A year without a plan: the three ways to begin one."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dvcq_desktop import plan_copy
from ui.desk import Desk
from ui.widgets import parts


class Beginnings(QWidget):
    """Cards of an empty page; begun(year) once there is a plan."""

    begun = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._cards: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def refresh(self) -> None:
        """Offer what there is for the year in hand."""
        year = self._year()
        earlier = plan_copy.earlier_year(self._desk.db, year)
        cards = [
            ("Nạp tệp Word", "Đọc kế hoạch đã soạn (.docx)\nthành mục, nhiệm vụ, phân công.", self.import_word),
            ("Bắt đầu từ mẫu", "Các mục thường có,\nviết nội dung vào từng mục.", self.begin),
        ]
        if earlier is not None:
            words = f"Lấy các mục, căn cứ, nơi nhận\ncủa kế hoạch năm {earlier}."
            cards.insert(0, ("Lập từ năm trước", words, self.copy_earlier))
        if self._cards is not None:
            self._column.removeWidget(self._cards)
            self._cards.deleteLater()
        self._cards = parts.empty_state(f"Năm {year} chưa có kế hoạch. Bắt đầu bằng cách nào?", cards)
        self._column.addWidget(self._cards)

    def begin(self) -> None:
        """Start from the usual headings."""
        year = self._year()
        self._start(f"Lập kế hoạch năm {year}", plan_copy.begin_plan, year)

    def copy_earlier(self) -> None:
        """Start from the nearest earlier plan."""
        year = self._year()
        earlier = plan_copy.earlier_year(self._desk.db, year)
        if earlier is not None:
            self._start(f"Lập kế hoạch năm {year} từ năm {earlier}", plan_copy.copy_plan, earlier, year)

    def import_word(self) -> None:
        """Read a plan written in Word, through the guided steps."""
        from ui.dialogs.import_plan import import_plan

        self._desk.flush.emit()
        import_plan(self._desk, self.window())

    def _start(self, label: str, use_case: object, *args: int) -> None:
        if self._desk.attempt(label, use_case, *args):  # type: ignore[arg-type]  # one of two use cases
            year = args[-1]
            self._desk.set_year(year)
            self.begun.emit(year)
            self._desk.told.emit(f"Đã lập kế hoạch năm {year}.", True)

    def _year(self) -> int:
        return self._desk.year or datetime.now().astimezone().year
