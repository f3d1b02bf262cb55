"""Find and replace over the whole plan: every place is shown with a tick before anything changes, one step of undo."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QToolButton,
)

from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.plan_texts import plan_texts, replace_hits
from dvcq_desktop.replacing import Hit, Matching, find_all
from ui.desk import Desk
from ui.plan.hits import HitLook, HitRole, Hits
from ui.plan.store import PlanStore
from ui.widgets import parts


class FindPanel(QFrame):
    """The bar over the text; wanted(hit) asks the page to show a place."""

    wanted = Signal(object)
    closed = Signal()

    def __init__(self, desk: Desk, store: PlanStore) -> None:
        super().__init__()
        self._desk = desk
        self._store = store
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.model = Hits()
        self.model.ticked_changed.connect(self._say)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(300)  # not at each key: UniKey and Telex rewrite the word while it is typed
        self._timer.timeout.connect(self.look)
        self._build()
        self._say()

    def _build(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 8, 8, 8)
        grid.setSpacing(8)
        self.needle = QLineEdit()
        self.needle.setPlaceholderText("Tìm trong cả kế hoạch")
        self.needle.setAccessibleName("Từ cần tìm")
        self.needle.setClearButtonEnabled(True)
        self.needle.textEdited.connect(self._timer.start)
        self.needle.returnPressed.connect(self.next_hit)
        close = QToolButton()
        close.setAutoRaise(True)
        close.setToolTip("Đóng (Esc)")
        close.setAccessibleName("Đóng tìm và thay")
        parts.set_icon(close, "action-close")
        close.clicked.connect(self.close_panel)
        self.replacement = QLineEdit()
        self.replacement.setPlaceholderText("Thay bằng")
        self.replacement.setAccessibleName("Thay bằng")
        self.replacement.returnPressed.connect(self._on_replace_entered)
        self.do = QPushButton("Thay")
        self.do.clicked.connect(self.replace)
        grid.addWidget(self.needle, 0, 0, 1, 2)
        grid.addWidget(close, 0, 2)
        grid.addWidget(self.replacement, 1, 0)
        grid.addWidget(self.do, 1, 1, 1, 2)
        grid.addLayout(self._build_options(), 2, 0, 1, 3)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(HitLook(self.list))
        self.list.setAccessibleName("Các chỗ tìm thấy")
        self.list.setUniformItemSizes(True)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        grid.addWidget(self.list, 3, 0, 1, 3)
        grid.setColumnStretch(0, 1)

    def _build_options(self) -> QGridLayout:
        box = QGridLayout()
        box.setSpacing(4)
        self.whole = QCheckBox("Nguyên từ")
        self.marks = QCheckBox("Phân biệt dấu")
        self.marks.setChecked(True)
        self.capitals = QCheckBox("Phân biệt hoa thường")
        self.keep = QCheckBox("Giữ kiểu chữ hoa")
        self.keep.setChecked(True)
        self.keep.setToolTip("“KẾ HOẠCH” được thay bằng chữ hoa, “Kế hoạch” được thay bằng chữ hoa đầu")
        for place, option in enumerate((self.whole, self.marks, self.capitals, self.keep)):
            box.addWidget(option, place // 2, place % 2)
            if option is not self.keep:
                option.toggled.connect(self.look)
        row = QHBoxLayout()
        self.count = QLabel()
        self.all = QCheckBox("Chọn hết")
        self.all.setChecked(True)
        self.all.clicked.connect(self.model.tick_all)
        row.addWidget(self.count, 1)
        row.addWidget(self.all)
        box.addLayout(row, 2, 0, 1, 2)
        box.setColumnStretch(1, 1)
        return box

    def open_panel(self, *, replacing: bool, words: str = "") -> None:
        """Show the bar; with the second line where one wants to replace."""
        self.replacement.setVisible(replacing)
        self.do.setVisible(replacing)
        self.keep.setVisible(replacing)
        self.all.setVisible(replacing)
        if words and "\n" not in words:
            self.needle.setText(words)
        self.show()
        self.needle.setFocus()
        self.needle.selectAll()
        self.look()

    def close_panel(self) -> None:
        self.hide()
        self.closed.emit()

    def look(self) -> None:
        """Search anew; what is being typed in the plan is stored first, so that it is found too."""
        self._timer.stop()
        if not self.isVisible() or not self._store.plan_id:
            return
        self._desk.flush.emit()
        matching = Matching(
            whole_words=self.whole.isChecked(), marks=self.marks.isChecked(), capitals=self.capitals.isChecked()
        )
        hits = find_all(plan_texts(self._desk.db, self._store.plan_id), self.needle.text(), matching)
        if hits != self.model.hits:
            self.model.fill(hits)
        self._say()

    def refresh(self) -> None:
        """The plan changed: search again in a moment."""
        if self.isVisible() and self.needle.text():
            self._timer.start()

    def next_hit(self) -> None:
        """Go to the next place found, after the last to the first again."""
        if self._timer.isActive():
            self.look()
        self._step(1)

    def previous_hit(self) -> None:
        self._step(-1)

    def _step(self, count: int) -> None:
        if self.model.hits:
            row = (self.list.currentIndex().row() + count) % len(self.model.hits)
            self.list.setCurrentIndex(self.model.index(row, 0))

    def replace(self) -> None:
        """Replace the ticked places as one operation that can be undone."""
        self.look()
        ticked = self.model.ticked()
        if not ticked:
            return
        needle, words = self.needle.text(), self.replacement.text()
        try:
            self._desk.run(
                f"Thay “{needle}” bằng “{words}”",
                replace_hits,
                self._store.plan_id,
                ticked,
                words,
                keep_capitals=self.keep.isChecked(),
            )
        except RuleBroken as broken:
            self._desk.refused.emit(str(broken))
            return
        self._desk.told.emit(f"Đã thay {len(ticked)} chỗ “{needle}” bằng “{words}”.", True)
        self.look()

    def _on_replace_entered(self) -> None:
        """Enter in the second line shows the places again; only the button replaces."""
        self.look()
        self.do.setFocus()

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        hit = current.data(HitRole)
        if isinstance(hit, Hit):
            self.wanted.emit(hit)

    def _say(self) -> None:
        found, ticked = len(self.model.hits), len(self.model.ticked())
        if not self.needle.text():
            self.count.setText("Gõ từ cần tìm.")
        else:
            self.count.setText(f"Thấy {found} chỗ" if found else "Không thấy chỗ nào")
        self.do.setText(f"Thay {ticked} chỗ đã chọn" if ticked else "Thay")
        self.do.setEnabled(ticked > 0)
        self.all.setChecked(bool(found) and ticked == found)
        self.list.setVisible(bool(found))
        self.list.setFixedHeight(min(found, 4) * (self.list.sizeHintForRow(0) if found else 0) + 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)
