"""Versions of the plan: what each differs in from the plan as it stands, and the way back to one."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QPalette, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListView,
    QSplitter,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from dvcq_desktop import plans
from dvcq_desktop.plan_versions import Difference, difference, paragraphs_now, paragraphs_then
from dvcq_desktop.plans import PlanVersion
from ui import ask
from ui.desk import Desk
from ui.widgets import parts

_TOP = QModelIndex()


class Versions(QAbstractListModel):
    """Versions, newest first."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[PlanVersion] = []

    def fill(self, rows: list[PlanVersion]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _TOP) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role != Qt.ItemDataRole.DisplayRole:
            return None
        version = self.rows[index.row()]
        at = datetime.fromisoformat(version.made_at)
        return f"{version.label}\n{at:%d/%m/%Y %H:%M} · {version.made_by}"


class VersionsDialog(QDialog):
    """List at the left, difference to the plan of now at the right."""

    def __init__(self, desk: Desk, plan_id: int, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._plan_id = plan_id
        self.setWindowTitle("Các phiên bản của kế hoạch")
        self.resize(960, 600)
        self.model = Versions()
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setAccessibleName("Các phiên bản")
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.words = QTextEdit()
        self.words.setReadOnly(True)
        self.words.setAccessibleName("Khác biệt")
        self.only = QCheckBox("Chỉ hiện chỗ thay đổi")
        self.only.setChecked(True)
        self.only.toggled.connect(self._show)
        self.says = QLabel()
        self.says.setWordWrap(True)
        self._build()
        self.refresh()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        top = QHBoxLayout()
        top.addWidget(self.says, 1)
        top.addWidget(self.only)
        beside.addLayout(top)
        beside.addWidget(self.words, 1)
        split.addWidget(right)
        split.setSizes([260, 700])
        column.addWidget(split, 1)
        row = QHBoxLayout()
        row.addWidget(parts.button("Tạo phiên bản có tên…", self.make_named, icon_name="action-add"))
        row.addStretch(1)
        self.back = parts.button("Trở về bản này", self.restore, icon_name="action-undo")
        row.addWidget(self.back)
        row.addWidget(parts.button("Đóng", self.accept))
        column.addLayout(row)

    def refresh(self) -> None:
        """List the versions of now; the newest is in hand."""
        self.model.fill(plans.versions(self._desk.db, self._plan_id))
        self.list.setCurrentIndex(self.model.index(0, 0))
        self._show()

    def current(self) -> PlanVersion | None:
        row = self.list.currentIndex().row()
        return self.model.rows[row] if 0 <= row < len(self.model.rows) else None

    def differences(self) -> list[Difference]:
        """From the version in hand to the plan as it stands."""
        version = self.current()
        if version is None:
            return []
        return difference(paragraphs_then(version), paragraphs_now(self._desk.db, self._plan_id))

    def make_named(self) -> None:
        label = ask.line(self, "Tạo phiên bản", "Tên phiên bản:", "")
        if label is not None and self._desk.attempt(
            "Tạo phiên bản", plans.make_version, self._plan_id, self._desk.office.who, label
        ):
            self.refresh()

    def restore(self) -> None:
        """Make the plan what it was; undo brings today's text back, so nothing is asked."""
        version = self.current()
        if version is not None and self._desk.attempt(f"Trở về {version.label}", plans.restore_version, version.id):
            self._desk.told.emit(f"Kế hoạch đã trở về {version.label}.", True)
            self.accept()

    def _on_current(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._show()

    def _show(self) -> None:
        version = self.current()
        self.back.setEnabled(version is not None)
        found = self.differences()
        added, gone = (sum(1 for d in found if d.sign == sign) for sign in "+-")
        if version is None:
            self.says.setText("Chưa có phiên bản nào. Bấm Ctrl+S ở trang Kế hoạch để tạo.")
        elif not added and not gone:
            self.says.setText(f"Kế hoạch hiện nay giống hệt {version.label}.")
        else:
            self.says.setText(f"Từ {version.label} đến nay: thêm {added} đoạn (+), bỏ {gone} đoạn (−).")
        self._write([d for d in found if d.sign != "=" or not self.only.isChecked()])

    def _write(self, found: list[Difference]) -> None:
        self.words.clear()
        cursor = QTextCursor(self.words.document())
        dark = self.palette().color(QPalette.ColorRole.Base).lightness() < 128
        for place, one in enumerate(found):
            block = QTextBlockFormat()
            block.setBottomMargin(4)
            words = QTextCharFormat()
            if one.sign == "+":
                block.setBackground(QColor("#1f3a26" if dark else "#e3f3e4"))
            elif one.sign == "-":
                block.setBackground(QColor("#45231f" if dark else "#fbe5e1"))
                words.setFontStrikeOut(True)
            if place:
                cursor.insertBlock()
            cursor.setBlockFormat(block)
            sign = {"+": "+  ", "-": "−  ", "=": "    "}[one.sign]
            cursor.insertText(sign, QTextCharFormat())
            cursor.insertText(one.text, words)
        self.words.moveCursor(QTextCursor.MoveOperation.Start)
