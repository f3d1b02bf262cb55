"""The copies of the place in hand, and the ways back from them: restore, open by passphrase, make again from evidence alone."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from dvcq_desktop.backup.copies import Copy, Found
from ui.backup import restoring
from ui.backup.keys import ask_typed
from ui.backup.rows import COPY_COLS, Spot, copy_row
from ui.backup.work import BackupWork
from ui.desk import Desk
from ui.people.row_table import RowTable, RowView, never, no_names
from ui.widgets.fold_row import FoldRow
from ui.widgets.parts import button


class CopiesPanel(QWidget):
    """show_spot() looks into a place beside the window."""

    def __init__(self, desk: Desk, work: BackupWork) -> None:
        super().__init__()
        self._desk, self._work = desk, work
        self._spot: Spot | None = None
        self.copies: tuple[Copy, ...] = ()
        self.list = RowView(RowTable(COPY_COLS, never, self), "Các bản sao lưu", "backup-copies", no_names)
        self.list.setSelectionMode(RowView.SelectionMode.SingleSelection)
        self.title = QLabel()
        self.title.setWordWrap(True)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Lọc bản sao lưu…")
        self.filter.setAccessibleName("Lọc bản sao lưu")
        self.filter.setClearButtonEnabled(True)
        self.restore_button = button("Khôi phục…", self.restore, tip="Xem sẽ đổi những gì rồi mới khôi phục")
        self.open_button = button("Mở bằng mật khẩu…", self.open_encrypted)
        self.rebuild_button = button("Dựng lại từ minh chứng…", self.rebuild)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(FoldRow(self.title, (self.filter, self.open_button, self.rebuild_button, self.restore_button)))
        column.addWidget(self.list, 1)
        self.filter.textChanged.connect(self.list.table.narrow)
        self.list.selectionModel().currentRowChanged.connect(self.show_buttons)
        self.list.table.modelReset.connect(self.show_buttons)
        self.list.doubleClicked.connect(self.restore)
        self._offer()

    def show_spot(self, spot: Spot | None, *, chosen: bool) -> None:
        """Show what a place holds. chosen: somebody pointed at it, so it is looked into whatever it is."""
        if spot is not None and (self._spot is None or self._spot.path != spot.path):
            self._show([], f"Đang xem {spot.name}…")  # nobody restores a copy of the place before
        self._spot = spot
        self._offer()
        if spot is None or not spot.there:
            self._show([], "Nơi này không cắm ở máy. Cắm USB vào để xem các bản trong đó." if spot else "")
        elif not spot.here and not spot.ours and not chosen:
            trouble = spot.place.trouble if spot.place else ""
            self._show([], trouble or "Nơi này chưa có bản sao lưu nào.")
        else:
            self._work.copies(spot, self._on_copies, self._on_closed, self._on_trouble)

    def _on_copies(self, found: Found) -> None:
        spot = self._spot
        if spot is None or (spot.path != found.path and not spot.here):
            return
        if found.kind == "evidence":
            self._offer(rebuild=True)
            self._show([], f"{spot.name} chỉ có tệp minh chứng, không có dữ liệu.")
        else:
            said = (
                f"Các bản ở {spot.name}: {len(found.copies)}"
                if found.copies
                else f"{spot.name} chưa có bản sao lưu nào."
            )
            self._show(list(found.copies), "  ".join([said, *(f"▲ {one}" for one in found.damaged)]))

    def _on_trouble(self, spot: Spot, sentence: str) -> None:
        """A place with nothing of ours, of a newer program, or one that cannot be read."""
        if spot == self._spot:
            self._show([], f"▲ {sentence}")

    def _on_closed(self, spot: Spot) -> None:
        """Encrypted, and this PC has no key: the passphrase or the recovery sheet opens it."""
        if spot == self._spot:
            self._offer(password=True)
            self._show([], f"{spot.name} đã mã hóa. Bấm “Mở bằng mật khẩu…” để xem các bản trong đó.")

    def _show(self, copies: list[Copy], sentence: str) -> None:
        self.copies = tuple(copies)
        self.title.setText(sentence)
        self.list.load([copy_row(number, copy) for number, copy in enumerate(copies)])
        self.filter.setVisible(len(copies) > 1)
        self.show_buttons()

    def _offer(self, *, password: bool = False, rebuild: bool = False) -> None:
        self.open_button.setVisible(password)
        self.rebuild_button.setVisible(rebuild)
        self.restore_button.setVisible(not password and not rebuild)

    def show_buttons(self) -> None:
        free = not self._work.running
        self.restore_button.setEnabled(free and self.list.current() is not None)
        self.rebuild_button.setEnabled(free)
        self.open_button.setEnabled(free)

    # What is done

    def restore(self) -> None:
        row = self.list.current()
        if row is not None and row.id < len(self.copies) and not self._work.running:
            restoring.restore(self._desk, self._work, self.copies[row.id], self)

    def rebuild(self) -> None:
        """Make the catalogue again from a folder that holds evidence alone."""
        if self._spot is not None:
            restoring.rebuild(self._desk, self._work, self._spot.path, self)

    def open_encrypted(self) -> None:
        spot = self._spot
        if spot is None or spot.place is None or spot.place.marker is None:
            return
        typed = ask_typed(self, spot.place)
        if typed:
            self._work.open_keys(spot.place, typed, self._look_again)

    def _look_again(self) -> None:
        self.show_spot(self._spot, chosen=True)
