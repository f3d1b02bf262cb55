"""Saved views of the assignment table: filter, order and columns under a name, chosen from a button's menu."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from dvcq_desktop import saved_views
from ui import ask
from ui.desk import Desk
from ui.widgets.assignment_filter import AssignmentFilter
from ui.widgets.assignment_table import FIELDS
from ui.widgets.assignment_view import AssignmentView
from ui.widgets.tables import shown_columns

PAGE = "assignments"


class ViewsButton(QPushButton):
    """Its menu lists the views, keeps the present one under a name, and deletes."""

    def __init__(self, desk: Desk, bar: AssignmentFilter, view: AssignmentView, parent: QWidget | None = None) -> None:
        super().__init__("Khung nhìn", parent)
        self._desk, self._bar, self._view = desk, bar, view
        self.setToolTip("Cách lọc, sắp xếp và các cột đã đặt tên")
        self._views = QMenu(self)
        self._views.setToolTipsVisible(True)
        self._views.aboutToShow.connect(self.fill)
        self.setMenu(self._views)

    def fill(self) -> QMenu:
        """The menu as it is now."""
        self._views.clear()
        found = saved_views.saved_views(self._desk.db, PAGE)
        for one in found:
            self._add(self._views, one.name, one.id, self._choose)
        if found:
            self._views.addSeparator()
        self._views.addAction("Lưu khung nhìn đang xem…", self.keep)
        if found:
            gone = self._views.addMenu("Xóa khung nhìn")
            for one in found:
                self._add(gone, one.name, one.id, self._delete)
        self._views.addAction("Xem tất cả, như ban đầu", self.reset)
        return self._views

    def keep(self) -> None:
        """Ask for a name and keep the present view under it; a view of that name is replaced."""
        name = ask.line(self, "Lưu khung nhìn", "Tên của khung nhìn (ví dụ: Quá hạn của Văn phòng):")
        if name is None:
            return
        label = f"Lưu khung nhìn “{name.strip()}”"
        if self._desk.attempt(label, saved_views.save_view, PAGE, name, self.present()):
            self._desk.told.emit(f"Đã lưu khung nhìn “{name.strip()}”.", True)

    def reset(self) -> None:
        self._bar.clear()
        self._view.columns.reset()

    def present(self) -> dict[str, Any]:
        """Filter, order and columns as they are now."""
        header = self._view.horizontalHeader()
        return {
            "words": self._bar.words.text(),
            "unit": self._bar.unit_box.currentText() if self._bar.unit is not None else "",
            "state": self._bar.state,
            "sort": FIELDS[header.sortIndicatorSection()],
            "descending": header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder,
            "columns": [FIELDS[column] for column in shown_columns(self._view)],
        }

    def apply(self, values: dict[str, Any]) -> None:
        """Show the table as a view says; columns it names that there are no more are left out."""
        header = self._view.horizontalHeader()
        wanted = [FIELDS.index(name) for name in values.get("columns", FIELDS) if name in FIELDS]
        for place, column in enumerate(wanted):
            header.moveSection(header.visualIndex(column), place)
        for column in range(len(FIELDS)):
            header.setSectionHidden(column, column not in wanted)
        sort = values.get("sort", "")
        order = Qt.SortOrder.DescendingOrder if values.get("descending") else Qt.SortOrder.AscendingOrder
        self._view.sortByColumn(FIELDS.index(sort) if sort in FIELDS else 0, order)
        self._bar.set_to(values.get("words", ""), values.get("unit", ""), values.get("state", ""))

    def _add(self, menu: QMenu, name: str, view_id: int, slot: Any) -> None:
        action = menu.addAction(name.replace("&", "&&"))
        action.setData(view_id)
        action.triggered.connect(slot)

    def _chosen(self) -> saved_views.SavedView | None:
        action = self.sender()
        view_id = action.data() if isinstance(action, QAction) else 0
        return next((one for one in saved_views.saved_views(self._desk.db, PAGE) if one.id == view_id), None)

    def _choose(self) -> None:
        if (one := self._chosen()) is not None:
            self.apply(one.values)

    def _delete(self) -> None:
        if (one := self._chosen()) is None:
            return
        if self._desk.attempt(f"Xóa khung nhìn “{one.name}”", saved_views.delete_view, one.id):
            self._desk.told.emit(f"Đã xóa khung nhìn “{one.name}”.", True)
