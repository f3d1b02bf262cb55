"""The status bar: what is going on, when was saved, where the data lie, which year is in hand."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QStatusBar, QToolButton, QWidget

from ui.desk import Desk
from ui.jobs import Job
from ui.widgets.waiting import WaitingLine


class Status(QStatusBar):
    """Follows the desk by itself."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setSizeGripEnabled(False)
        self.waiting = WaitingLine()
        self.addWidget(self.waiting, 1)
        self.saved = QLabel()
        self.saved.setAccessibleName("Lần lưu cuối")
        self.folder = QToolButton()
        self.folder.setAutoRaise(True)
        self.folder.clicked.connect(self._open_folder)
        self.who = QToolButton()
        self.who.setAutoRaise(True)
        self.who.clicked.connect(self._change_user)
        self.year = QLabel()
        self.year.setAccessibleName("Năm công tác")
        for widget in (self.saved, self.who, self.folder, self.year):
            self.addPermanentWidget(widget)
        desk.changed.connect(self._on_changed)
        desk.year_changed.connect(self._on_year)
        desk.signed.connect(self._show_who)
        desk.working.connect(self._show_work)
        self._show_folder(desk.office.folder)
        self._show_who(desk.office.who)
        self.refresh()

    def refresh(self) -> None:
        at = self._desk.office.saved_at
        self.saved.setText(f"✓ Đã lưu {at:%H:%M}" if at else "✓ Đã lưu")
        year = self._desk.year
        self.year.setText(f"Năm {year}  " if year else "Chưa có năm nào  ")

    def _show_work(self, job: Job[object], sentence: str) -> None:
        self.waiting.watch(job, sentence, bare=True)

    def _show_folder(self, folder: Path) -> None:
        name = str(folder)
        self.folder.setText(name if len(name) <= 40 else f"{folder.anchor}…/{folder.name}"[-40:])
        self.folder.setToolTip(f"Dữ liệu nằm trong thư mục {name}. Bấm để mở thư mục.")
        self.folder.setAccessibleName(f"Mở thư mục dữ liệu {name}")

    def _show_who(self, name: str) -> None:
        self.who.setText(name)
        self.who.setToolTip(f"Mọi việc đang được ghi tên {name}. Bấm để đổi người dùng.")
        self.who.setAccessibleName(f"Người dùng: {name}")

    def _change_user(self) -> None:
        from ui.sign_in import change_user

        change_user(self._desk, self.window())

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._desk.office.folder)))

    def _on_changed(self, _tables: frozenset[str]) -> None:
        self.refresh()

    def _on_year(self, _year: int) -> None:
        self.refresh()
