"""The strip above the pages: whose office, which year, and the quick search."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from dvcq_desktop import cycles, organisation
from ui.desk import Desk
from ui.quick_find import QuickFind
from ui.widgets.elided import ElidedLabel
from ui.widgets.parts import icon

ADD = "Thêm năm…"


class TopStrip(QFrame):
    """Follows the desk; add_year is asked for at the end of the list of years."""

    add_year = Signal()

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("topStrip")
        self._desk = desk
        self.organisation = ElidedLabel()
        self.organisation.setObjectName("cardTitle")
        self.years = QComboBox()
        self.years.setAccessibleName("Năm công tác")
        self.years.setToolTip("Năm đang làm việc; mọi trang theo năm này")
        self.years.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.years.activated.connect(self._on_activated)
        self.today = QPushButton("Việc hôm nay")
        self.today.setToolTip("Mở trang Hôm nay (Ctrl+1)")
        self.today.clicked.connect(self._to_today)
        self.backup = QPushButton("Sao lưu")
        self.backup.setToolTip("Mở trang Sao lưu")
        self.backup.clicked.connect(self._to_backup)
        self.quick_find = QuickFind(desk, window)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(self.organisation, 3)
        label = QLabel("Năm")
        label.setBuddy(self.years)
        row.addWidget(label)
        row.addWidget(self.years)
        row.addWidget(self.today)
        row.addWidget(self.backup)
        row.addSpacing(8)
        row.addWidget(self.quick_find, 2)
        desk.changed.connect(self._on_changed)
        desk.year_changed.connect(self._on_year)
        self.refresh()

    def refresh(self) -> None:
        """Show the office and its years as they are now."""
        office = organisation.current(self._desk.db)
        self.organisation.say(office.name if office else "Chưa có tên cơ quan")
        blocker = QSignalBlocker(self.years)
        self.years.clear()
        for cycle in cycles.all_cycles(self._desk.db):
            if cycle.closed:
                self.years.addItem(icon("state-locked"), f"{cycle.year} (khóa)", cycle.year)
            else:
                self.years.addItem(str(cycle.year), cycle.year)
        if not self.years.count():
            self.years.addItem("Chưa có", None)
        self.years.addItem(ADD, None)
        self.years.setCurrentIndex(max(0, self.years.findData(self._desk.year)) if self._desk.year else 0)
        blocker.unblock()

    def show_count(self, count: int) -> None:
        """How much is to be done today."""
        self.today.setText(f"Việc hôm nay ({count})" if count else "Việc hôm nay")

    def show_backup(self, words: str) -> None:
        """How old the last backup is; what is not as it should be has a sign."""
        good = words.endswith("đã thử khôi phục")
        short = words.split(",", maxsplit=1)[0].removeprefix("Bản gần nhất ")
        self.backup.setText(f"{'✓' if good else '▲'} Sao lưu {short}" if words else "▲ Chưa sao lưu")
        self.backup.setToolTip(f"{words or 'Chưa sao lưu ra USB lần nào'}. Bấm để mở trang Sao lưu.")

    def _to_backup(self) -> None:
        self._desk.go.emit("backup", "")

    def _to_today(self) -> None:
        self._desk.go.emit("today", "")

    def _on_activated(self, place: int) -> None:
        year = self.years.itemData(place)
        if year is not None:
            self._desk.set_year(int(year))
        elif self.years.itemText(place) == ADD:
            self.refresh()
            self.add_year.emit()

    def _on_changed(self, tables: frozenset[str]) -> None:
        if tables & {"organisation", "cycle"}:
            self.refresh()

    def _on_year(self, _year: int) -> None:
        self.refresh()
