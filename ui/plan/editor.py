"""The middle of the page: heading, text, hints, and for live sections the list of what prints from the data."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListView,
    QVBoxLayout,
    QWidget,
)

from dvcq_desktop.plans import Plan
from dvcq_desktop.sections import KINDS, OutlineRow
from ui.desk import Desk
from ui.plan.fields import StoredLine
from ui.plan.hints import HintsPane
from ui.plan.live_rows import LIVE, live_rows
from ui.plan.store import PlanStore
from ui.plan.text_edit import StoredText
from ui.widgets import parts

_TOP = QModelIndex()
_GLANCE = 110


class LiveRows(QAbstractListModel):
    """What a live section prints, a line each, to read only."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[str] = []

    def fill(self, rows: list[str]) -> None:
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _TOP) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        words = self._rows[index.row()]
        return _short(words) if role == Qt.ItemDataRole.DisplayRole else words


def _short(words: str) -> str:
    """The first line no longer than a glance takes; the whole is in the tool tip."""
    first, line, rest = words.partition("\n")
    return (f"{first[:_GLANCE].rstrip()}…" if len(first) > _GLANCE else first) + line + rest


class LivePart(QWidget):
    """The list of what prints from the data, and the way to where it is changed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._page = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._title = QLabel()
        self._title.setWordWrap(True)
        self.link = parts.button("", self._on_link, icon_name="action-link")
        column.addWidget(self._title)
        self.model = LiveRows()
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setWordWrap(True)
        self.list.setAlternatingRowColors(True)
        self.list.setSpacing(3)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setAccessibleName("Nội dung in ra từ dữ liệu")
        column.addWidget(self.list, 1)
        column.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeft)

    def show_kind(self, kind: str, year: int) -> None:
        """Fill for a kind of section; hidden for plain text."""
        self.setVisible(kind in LIVE)
        if kind not in LIVE:
            return
        live = LIVE[kind]
        rows = live_rows(self._desk.db, kind, year)
        self.model.fill(rows)
        self._page = live.page
        self._title.setText(f"{live.title} ({len(rows)})" if rows else live.empty)
        self.link.setText(live.link)

    def _on_link(self) -> None:
        self._desk.go.emit(self._page, "")


class TextPane(QWidget):
    """A text of the plan with its name, an explanation and its hints: Lời mở đầu, Lời kết."""

    def __init__(self, desk: Desk, store: PlanStore) -> None:
        super().__init__()
        self.text = StoredText(desk, store.keep)
        self.text.setAccessibleName("Nội dung")
        self.hints = HintsPane(self.text)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        self._name = QLabel()
        self._name.setObjectName("cardTitle")
        self._note = QLabel()
        self._note.setWordWrap(True)
        self._note.setProperty("muted", True)
        self.column.addWidget(self._name)
        self.column.addWidget(self._note)
        self.column.addWidget(self.text, 1)
        self.column.addWidget(self.hints)

    def show_plan_text(self, plan: Plan, name: str, title: str, note: str) -> None:
        """Show Plan.opening or Plan.closing."""
        self._name.setText(title)
        self._note.setText(note)
        self.text.show_text(f"plan:{plan.id}:{name}", getattr(plan, name))


class SectionPane(TextPane):
    """A section: number, heading, what it prints, its text."""

    kind_wanted = Signal(int, str)
    numbered_wanted = Signal(int, bool)

    def __init__(self, desk: Desk, store: PlanStore) -> None:
        super().__init__(desk, store)
        self._section_id = 0
        self._name.hide()
        self._note.hide()
        self.text.setPlaceholderText("Gõ nội dung của mục ở đây, mỗi đoạn một dòng.")
        self.heading = StoredLine(desk, store.keep)
        self.heading.setAccessibleName("Tiêu đề mục")
        self.heading.setPlaceholderText("Tiêu đề mục")
        font = self.heading.font()
        font.setBold(True)
        self.heading.setFont(font)
        self._number = QLabel()
        self._number.setObjectName("cardTitle")
        line = QHBoxLayout()
        line.addWidget(self._number)
        line.addWidget(self.heading, 1)
        self.column.insertLayout(0, line)
        self.column.insertLayout(1, self._build_choices())
        self.live = LivePart(desk)
        self.column.insertWidget(self.column.indexOf(self.text) + 1, self.live, 2)
        self.heading.returnPressed.connect(self.text.setFocus)
        QWidget.setTabOrder(self.heading, self.text)

    def _build_choices(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.kind = QComboBox()
        self.kind.setAccessibleName("Loại mục")
        self.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for kind, title in KINDS.items():
            self.kind.addItem(title.partition(" (")[0], kind)
            self.kind.setItemData(self.kind.count() - 1, title, Qt.ItemDataRole.ToolTipRole)
        self.kind.activated.connect(self._on_kind)
        self.numbered = QCheckBox("Đánh số")
        self.numbered.clicked.connect(self._on_numbered)
        row.addWidget(self.kind, 1)
        row.addWidget(self.numbered)
        return row

    def show_section(self, row: OutlineRow, year: int) -> None:
        """Fill with a section; what is being typed in it stays."""
        section = row.section
        self._section_id = section.id
        self._number.setText(row.label)
        self._number.setVisible(bool(row.label))
        self.heading.show_text(f"section:{section.id}:heading", section.heading)
        self.text.show_text(f"section:{section.id}:body", section.body)
        self.kind.setCurrentIndex(self.kind.findData(section.kind))
        self.numbered.setChecked(bool(section.numbered))
        self.live.show_kind(section.kind, year)

    def _on_kind(self, index: int) -> None:
        self.kind_wanted.emit(self._section_id, self.kind.itemData(index))

    def _on_numbered(self, checked: bool) -> None:
        self.numbered_wanted.emit(self._section_id, checked)
