"""The table of units: names, other spellings, who they belong to, how long they are there, what replaced them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QMenu, QVBoxLayout, QWidget

from dvcq_desktop import people, units
from dvcq_desktop.dates import short_date
from dvcq_desktop.people import UnitRow
from ui import ask
from ui.desk import Desk
from ui.dialogs.pick import PickDialog
from ui.people.asking import ask_and_run
from ui.people.row_table import Col, Row, RowTable, RowView
from ui.widgets.actions import add_actions, add_key
from ui.widgets.parts import button

COLS = (
    Col(key="name", title="Bộ phận, đơn vị", width=34),
    Col(key="short_name", title="Tên ngắn", width=14),
    Col(key="parent", title="Thuộc", width=20, kind="pick", hint="để trống nếu không thuộc bộ phận nào"),
    Col(key="aliases", title="Cách viết khác", width=28, hint="tên khác; tên khác nữa"),
    Col(key="valid_from", title="Từ ngày", width=12, kind="date"),
    Col(key="valid_to", title="Đến hết ngày", width=13, kind="date"),
    Col(key="replaced_by", title="Nay là", width=22, kind="pick"),
    Col(key="held", title="Đang giữ", width=20, kind="read"),
)
_TITLES = {col.key: col.title.lower() for col in COLS}


class UnitsPart(QWidget):
    """Fills one tab; every edit is one operation."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rows: list[UnitRow] = []
        self.model = RowTable(COLS, self._store, self)
        self.view = RowView(self.model, "Bảng bộ phận, đơn vị", "units", self._names)
        self.actions_by_key = add_actions(
            self,
            (
                ("add", "Thêm bộ phận…", "Ctrl+N", self.add),
                ("merge", "Gộp vào bộ phận khác…", "", self.merge),
                ("delete", "Xóa bộ phận", "", self.delete),
            ),
        )
        add_key(self.view, QKeySequence.StandardKey.Delete, self.delete)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._menu)
        self.filter_box = QLineEdit()
        self.filter_box.setPlaceholderText("Lọc theo tên, cách viết…")
        self.filter_box.setAccessibleName("Lọc bộ phận")
        self.filter_box.setClearButtonEnabled(True)
        self.filter_box.textChanged.connect(self.model.narrow)
        self.ended = QCheckBox("Cả bộ phận đã hết hiệu lực")
        self.ended.toggled.connect(self.refresh)
        self.foot = QLabel()
        self.foot.setProperty("muted", True)
        bar = QHBoxLayout()
        bar.addWidget(self.filter_box, 1)
        bar.addWidget(self.ended)
        bar.addWidget(
            button("Gộp…", self.merge, tip="Gộp bộ phận đang chọn vào bộ phận khác, khi một nơi bị ghi hai tên")
        )
        bar.addWidget(button("Thêm bộ phận", self.add, icon_name="action-add", tip="Ctrl+N"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addLayout(bar)
        column.addWidget(self.view, 1)
        column.addWidget(self.foot)

    def refresh(self) -> None:
        self._rows = people.unit_rows(self._desk.db)
        day = self._desk.today.isoformat()
        shown = [r for r in self._rows if self.ended.isChecked() or not r.unit.valid_to or r.unit.valid_to >= day]
        self.view.load([_row(found) for found in shown])
        hidden = len(self._rows) - len(shown)
        words = f"{len(shown)} bộ phận, đơn vị"
        self.foot.setText(f"{words} · {hidden} đã hết hiệu lực không hiện" if hidden else words)

    def flush(self) -> None:
        self.view.editors.finish()

    def focus_find(self) -> None:
        self.filter_box.setFocus()

    def _names(self, _key: str) -> list[str]:
        return [found.unit.name for found in self._rows]

    def _store(self, row: Row, key: str, typed: str) -> None:
        self._desk.run(f"Sửa {_TITLES[key]}: {row.texts['name']}", people.set_unit_field, row.id, key, typed)

    def add(self) -> None:
        """A new unit by its name; the rest is typed in its row."""
        self.flush()
        made = ask_and_run(self._desk, self, "Thêm bộ phận", "Tên bộ phận, đơn vị:", units.add_unit)
        if made is not None:
            self.filter_box.clear()
            self.view.choose(made)
            self.view.setFocus()

    def merge(self) -> None:
        """Two spellings that were taken for two units become one."""
        row = self.view.current()
        if row is None:
            return
        others = [found.unit for found in self._rows if found.unit.id != row.id]
        names = [unit.name for unit in others]
        dialog = PickDialog(f"Gộp “{row.texts['name']}” vào", names, do="Gộp", parent=self)
        if not ask.show_dialog(dialog) or not dialog.places:
            return
        into = others[dialog.places[0]]
        label = f"Gộp {row.texts['name']} vào {into.name}"
        if self._desk.attempt(label, units.merge_units, row.id, into.id):
            self.view.choose(into.id)
            self._desk.told.emit(f"Đã gộp; “{row.texts['name']}” nay là một cách viết của “{into.name}”.", True)

    def delete(self) -> None:
        rows = self.view.chosen()
        if rows and self._desk.attempt(_label(rows), people.delete_units, [row.id for row in rows]):
            self._desk.told.emit(f"Đã xóa {len(rows)} bộ phận.", True)

    def _menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.addActions(list(self.actions_by_key.values()))
        menu.popup(self.view.viewport().mapToGlobal(at))

    def menu_actions(self) -> list[QAction]:
        return list(self.actions_by_key.values())


def _label(rows: list[Row]) -> str:
    return f"Xóa {rows[0].texts['name']}" if len(rows) == 1 else f"Xóa {len(rows)} bộ phận"


def _row(found: UnitRow) -> Row:
    unit = found.unit
    held = [f"{found.tasks} nhiệm vụ" if found.tasks else "", f"{found.people} người" if found.people else ""]
    return Row(
        id=unit.id,
        texts={
            "name": unit.name,
            "short_name": unit.short_name,
            "parent": found.parent,
            "aliases": found.aliases,
            "valid_from": short_date(unit.valid_from),
            "valid_to": short_date(unit.valid_to),
            "replaced_by": found.replaced_by,
            "held": ", ".join(part for part in held if part),
        },
        sorts={
            "valid_from": (unit.valid_from,),
            "valid_to": (unit.valid_to or "9999",),
            "held": (found.tasks, found.people),
        },
    )
