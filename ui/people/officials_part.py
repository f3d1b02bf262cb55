"""The table of people by given name: title, unit, how long they hold the post, who took it over."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QMenu, QVBoxLayout, QWidget

from dvcq_desktop import officials, people
from dvcq_desktop.dates import short_date
from dvcq_desktop.handover import Holder
from dvcq_desktop.people import OfficialRow
from dvcq_desktop.vietnamese import name_key
from ui.desk import Desk
from ui.people.asking import ask_and_run
from ui.people.row_table import Col, Row, RowTable, RowView
from ui.widgets.actions import add_actions, add_key
from ui.widgets.parts import button

COLS = (
    Col(key="name", title="Họ và tên", width=26),
    Col(key="title", title="Chức vụ", width=34),
    Col(key="unit", title="Bộ phận", width=28, kind="pick", hint="chọn, hoặc gõ tên bộ phận mới"),
    Col(key="valid_from", title="Từ ngày", width=12, kind="date"),
    Col(key="valid_to", title="Đến hết ngày", width=13, kind="date"),
    Col(key="replaced_by", title="Người thay", width=22, kind="pick"),
    Col(key="held", title="Đang giữ", width=14, kind="read"),
)
_TITLES = {col.key: col.title.lower() for col in COLS}


class OfficialsPart(QWidget):
    """Fills one tab; every edit is one operation."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rows: list[OfficialRow] = []
        self._units: list[str] = []
        self.model = RowTable(COLS, self._store, self)
        self.view = RowView(self.model, "Bảng cán bộ, công chức", "officials", self._names)
        self.actions_by_key = add_actions(
            self,
            (
                ("add", "Thêm người…", "Ctrl+N", self.add),
                ("hand_over", "Bàn giao công việc…", "", self.hand_over),
                ("delete", "Xóa người", "", self.delete),
            ),
        )
        add_key(self.view, QKeySequence.StandardKey.Delete, self.delete)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._menu)
        self.filter_box = QLineEdit()
        self.filter_box.setPlaceholderText("Lọc theo tên, chức vụ, bộ phận…")
        self.filter_box.setAccessibleName("Lọc cán bộ")
        self.filter_box.setClearButtonEnabled(True)
        self.filter_box.textChanged.connect(self.model.narrow)
        self.ended = QCheckBox("Cả người đã thôi giữ việc")
        self.ended.toggled.connect(self.refresh)
        self.foot = QLabel()
        self.foot.setProperty("muted", True)
        bar = QHBoxLayout()
        bar.addWidget(self.filter_box, 1)
        bar.addWidget(self.ended)
        bar.addWidget(
            button("Bàn giao công việc…", self.hand_over, tip="Chuyển việc của người đang chọn sang người khác")
        )
        bar.addWidget(button("Thêm người", self.add, icon_name="action-add", tip="Ctrl+N"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addLayout(bar)
        column.addWidget(self.view, 1)
        column.addWidget(self.foot)

    def refresh(self) -> None:
        self._rows = people.official_rows(self._desk.db)
        self._units = [found.unit.name for found in people.unit_rows(self._desk.db) if not found.unit.valid_to]
        day = self._desk.today.isoformat()
        shown = [
            r for r in self._rows if self.ended.isChecked() or not r.official.valid_to or r.official.valid_to >= day
        ]
        self.view.load([_row(found) for found in shown])
        hidden = len(self._rows) - len(shown)
        words = f"{len(shown)} người, xếp theo tên" if shown else "Chưa có ai. Bấm “Thêm người” để bắt đầu."
        self.foot.setText(f"{words} · {hidden} người đã thôi giữ việc không hiện" if hidden else words)

    def flush(self) -> None:
        self.view.editors.finish()

    def focus_find(self) -> None:
        self.filter_box.setFocus()

    def _names(self, key: str) -> list[str]:
        return self._units if key == "unit" else [found.official.name for found in self._rows]

    def _store(self, row: Row, key: str, typed: str) -> None:
        label = f"Sửa {_TITLES[key]}: {row.texts['name']}"
        before = set(self._units)
        self._desk.run(label, people.set_official_field, row.id, key, typed)
        if new := [name for name in self._units if name not in before]:
            self._desk.told.emit(f"Đã lưu, thêm bộ phận mới: {', '.join(new)}.", True)

    def add(self) -> None:
        """A new person by name; title and unit are typed in the row."""
        self.flush()
        made = ask_and_run(self._desk, self, "Thêm người", "Họ và tên:", officials.add_official)
        if made is not None:
            self.filter_box.clear()
            self.view.choose(made)
            self.view.setFocus()

    def delete(self) -> None:
        rows = self.view.chosen()
        if not rows:
            return
        label = f"Xóa {rows[0].texts['name']}" if len(rows) == 1 else f"Xóa {len(rows)} người"
        if self._desk.attempt(label, people.delete_officials, [row.id for row in rows]):
            self._desk.told.emit(f"Đã xóa {len(rows)} người.", True)

    def hand_over(self) -> None:
        from ui.dialogs.hand_over import hand_over

        row = self.view.current()
        hand_over(self._desk, self, Holder(official_id=row.id) if row else None)

    def _menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.addActions(self.menu_actions())
        menu.popup(self.view.viewport().mapToGlobal(at))

    def menu_actions(self) -> list[QAction]:
        return list(self.actions_by_key.values())


def _row(found: OfficialRow) -> Row:
    person = found.official
    return Row(
        id=person.id,
        texts={
            "name": person.name,
            "title": person.title,
            "unit": found.unit,
            "valid_from": short_date(person.valid_from),
            "valid_to": short_date(person.valid_to),
            "replaced_by": found.replaced_by,
            "held": f"{found.tasks} nhiệm vụ" if found.tasks else "",
        },
        sorts={
            "name": name_key(person.name),
            "valid_from": (person.valid_from,),
            "valid_to": (person.valid_to or "9999",),
            "held": (found.tasks,),
        },
    )
