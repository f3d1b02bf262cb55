"""The list of places found: each with its context and a tick, drawn with the found words marked."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from dvcq_desktop.replacing import Hit
from ui.style import muted

HitRole = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
_PAD = 6


class Hits(QAbstractListModel):
    """Places found, all ticked at first."""

    ticked_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.hits: list[Hit] = []
        self._off: set[int] = set()

    def fill(self, hits: list[Hit]) -> None:
        self.beginResetModel()
        self.hits, self._off = hits, set()
        self.endResetModel()
        self.ticked_changed.emit()

    def ticked(self) -> list[Hit]:
        return [hit for row, hit in enumerate(self.hits) if row not in self._off]

    def tick_all(self, ticked: bool) -> None:
        self._off = set() if ticked else set(range(len(self.hits)))
        if self.hits:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.hits) - 1, 0))
        self.ticked_changed.emit()

    def rowCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.hits)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        hit = self.hits[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{hit.title}: {hit.before}{hit.found}{hit.after}"
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Unchecked if index.row() in self._off else Qt.CheckState.Checked
        return hit if role == HitRole else None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self._off.discard(index.row())
        else:
            self._off.add(index.row())
        self.dataChanged.emit(index, index)
        self.ticked_changed.emit()
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable


class HitLook(QStyledItemDelegate):
    """Two lines: where, then the words before, the found ones in bold, the words after."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(120, 2 * option.fontMetrics.height() + 2 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        style = option.widget.style() if option.widget else QApplication.style()
        self.initStyleOption(option, index)
        option.text = ""
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        hit = index.data(HitRole)
        box = style.subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, option.widget)
        left = box.right() + 8
        rect = QRect(QPoint(left, option.rect.top() + _PAD), option.rect.bottomRight() - QPoint(_PAD, _PAD))
        painter.save()
        painter.setPen(muted(option.palette))
        line = option.fontMetrics.height()
        title = option.fontMetrics.elidedText(hit.title, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect.left(), rect.top() + option.fontMetrics.ascent(), title)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        painter.setPen(option.palette.color(role))
        self._draw_words(painter, option, hit, rect, rect.top() + line + option.fontMetrics.ascent())
        painter.restore()

    def _draw_words(
        self, painter: QPainter, option: QStyleOptionViewItem, hit: Hit, rect: QRect, baseline: int
    ) -> None:
        plain, bold = option.fontMetrics, QFont(option.font)
        bold.setBold(True)
        bold.setUnderline(True)
        heavy = QFontMetrics(bold)
        room = max(20, (rect.width() - heavy.horizontalAdvance(hit.found)) // 2)
        before = plain.elidedText(hit.before, Qt.TextElideMode.ElideLeft, room)
        x = rect.left()
        painter.setFont(option.font)
        painter.drawText(x, baseline, before)
        x += plain.horizontalAdvance(before)
        painter.setFont(bold)
        painter.drawText(x, baseline, hit.found)
        x += heavy.horizontalAdvance(hit.found)
        painter.setFont(option.font)
        left = rect.right() - x
        painter.drawText(x, baseline, plain.elidedText(hit.after, Qt.TextElideMode.ElideRight, max(0, left)))
