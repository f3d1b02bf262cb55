"""Chooses what an office is brought back from, where none is open: a new PC, a lost folder, data that were refused."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from dvcq_desktop.backup.encryption import Keys, WrongKey
from dvcq_desktop.backup.finding import Way, Ways, ways_back
from dvcq_desktop.backup.places import Place
from dvcq_desktop.folders import trouble_with
from dvcq_desktop.office import has_data
from ui import ask
from ui.backup.keys import open_place
from ui.backup.restoring import Wish
from ui.backup.rows import copy_note, copy_size
from ui.jobs import Stopped
from ui.people.row_table import Col, Row, RowTable, RowView, never, no_names
from ui.screens import room_for
from ui.widgets.parts import button
from ui.without_office import carry_out

COLS = (
    Col(key="label", title="Bản sao lưu", width=50, kind="read"),
    Col(key="office", title="Của cơ quan", width=28, kind="read"),
    Col(key="place", title="Nằm ở", width=14, kind="read"),
    Col(key="evidence", title="Tài liệu", width=9, kind="read", right=True),
    Col(key="size", title="Dung lượng", width=9, kind="read", right=True),
    Col(key="note", title="Ghi chú", width=36, kind="read"),
)
_WORDS = "Chọn bản muốn lấy lại rồi bấm Khôi phục. Bản mới nhất của mỗi nơi đứng trước."
_NOTHING = (
    "Chưa thấy bản sao lưu nào. Hãy cắm USB sao lưu rồi bấm “Tìm lại”, hoặc bấm “Chọn thư mục hoặc USB…” để chỉ nơi đang giữ "
    "bản sao lưu, thư mục dữ liệu chép tay, hoặc thư mục minh chứng."
)


class BringBack(QDialog):
    """wish holds what was decided for, folder where it goes, once it was accepted. may_move: the folder can be chosen."""

    def __init__(self, folder: Path, *, may_move: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Khôi phục từ bản sao lưu")
        self.folder = folder
        self.wish: Wish | None = None
        self.found = Ways(ways=())
        self._chosen: list[Path] = []
        self._keys: dict[Path, Keys] = {}
        self._looked = False
        self.words = QLabel(_WORDS)
        self.words.setWordWrap(True)
        self.table = RowView(RowTable(COLS, never, self), "Những bản có thể khôi phục", "bring-back", no_names)
        self.table.setSelectionMode(RowView.SelectionMode.SingleSelection)
        self.table.doubleClicked.connect(self.accept)
        self.table.selectionModel().currentRowChanged.connect(self._show_choice)
        self.target = QLabel()
        self.target.setWordWrap(True)
        self.target.setProperty("muted", True)
        self.choose = button("Chọn thư mục hoặc &USB…", self._choose)
        self.again = button("&Tìm lại", self.load)
        self.move_to = button("Để dữ liệu ở &nơi khác…", self._move)
        self._may_move = may_move
        self.move_to.setVisible(may_move)
        self.do = button("&Khôi phục", self.accept, primary=True)
        self.do.setDefault(True)
        self._build()
        self._show_target()
        room, letter = room_for(self).size(), self.fontMetrics()
        self.resize(
            min(letter.averageCharWidth() * 176, room.width() - 60), min(letter.height() * 30, room.height() - 100)
        )

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(self.words)
        column.addWidget(self.table, 1)
        ways = QHBoxLayout()
        for one in (self.choose, self.again):
            one.setAutoDefault(False)
            ways.addWidget(one)
        ways.addStretch(1)
        column.addLayout(ways)
        last = QHBoxLayout()
        last.addWidget(self.target, 1)
        leave = button("Thôi", self.reject)
        for one in (self.move_to, leave):
            one.setAutoDefault(False)
        for one in (self.move_to, self.do, leave):
            last.addWidget(one)
        column.addLayout(last)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._looked:
            QTimer.singleShot(0, self, self.load)

    def load(self) -> None:
        """Look at everything that is plugged in, known or was chosen."""
        self._looked = True
        work = partial(ways_back, self.folder, tuple(self._chosen), dict(self._keys))
        try:
            self.found = carry_out(self, self.windowTitle(), "Đang tìm bản sao lưu…", work)
        except Stopped:
            return
        self.table.load([_row(number, way) for number, way in enumerate(self.found.ways)])
        self.words.setText("\n".join([_WORDS if self.found.ways else _NOTHING, *self.found.troubles]))
        self._show_choice()

    @property
    def way(self) -> Way | None:
        row = self.table.current()
        return self.found.ways[row.id] if row is not None and row.id < len(self.found.ways) else None

    def accept(self) -> None:
        """Take what is chosen; an encrypted place is opened first."""
        way = self.way
        if way is None or not self.do.isEnabled():
            return
        if way.locked is not None:
            self._open(way.path, way.locked)
            return
        self.wish = Wish(copy=way.copy, evidence=way.path if way.evidence else None, keys=way.keys)
        super().accept()

    def _open(self, path: Path, place: Place) -> None:
        try:
            keys = open_place(self, place)
        except WrongKey as trouble:
            self.words.setText(f"▲ {trouble}")
            return
        if keys is not None:
            self._keys[path] = keys
            self.load()

    def _choose(self) -> None:
        folder = ask.choose_folder(self, "Chọn USB hoặc thư mục đang giữ bản sao lưu", "")
        if folder is not None:
            self._chosen = [one for one in self._chosen if one != folder] + [folder]
            self.load()
            if self.table.table.rowCount():
                self.table.choose(self.table.table.row(0).id)

    def _move(self) -> None:
        folder = ask.choose_folder(self, "Chọn thư mục để chứa dữ liệu", str(self.folder.parent))
        if folder is not None:
            self.folder = folder
            self._show_target()
            self._show_choice()

    def _show_target(self) -> None:
        trouble = self._refusal()
        self.target.setText(f"▲ {trouble}" if trouble else f"Dữ liệu lấy lại sẽ nằm ở: {self.folder}")

    def _show_choice(self) -> None:
        way = self.way
        self.do.setText("&Mở bằng mật khẩu…" if way is not None and way.locked else "&Khôi phục")
        self.do.setEnabled(way is not None and not self._refusal())

    def _refusal(self) -> str:
        """Why no data can lie in the folder that was chosen for them."""
        if not self._may_move:
            return ""  # it is the folder one came from
        if has_data(self.folder):
            return f"{self.folder} đã có dữ liệu. Hãy chọn thư mục khác."
        return trouble_with(self.folder) or ""


def _row(number: int, way: Way) -> Row:
    note = "cần mật khẩu sao lưu" if way.locked else "chỉ dựng lại được danh mục minh chứng" if way.evidence else ""
    generation = way.copy.generation if way.copy else None
    return Row(
        id=number,
        texts={
            "label": way.label,
            "office": way.office,
            "place": way.path.name or str(way.path),
            "evidence": str(generation.counts.get("evidence", 0)) if generation else "",
            "size": copy_size(way.copy) if way.copy else "",
            "note": note or (copy_note(way.copy) if way.copy else ""),
        },
        sorts={"label": (number,)},
        tip=str(way.path),
    )
