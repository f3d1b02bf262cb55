"""Sao lưu: where copies of the office lie, whether they can be relied on, making one, and the way back."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from dvcq_desktop.backup import encryption, memory
from dvcq_desktop.backup.copies import Copy, Found
from dvcq_desktop.backup.places import Place
from ui import ask
from ui.backup import restoring
from ui.backup.rows import COPY_COLS, PLACE_COLS, Spot, copy_row, place_row, spots
from ui.backup.watch import stick_watch
from ui.backup.work import BackupWork
from ui.desk import Desk
from ui.page import Page
from ui.people.row_table import Row, RowTable, RowView
from ui.widgets.actions import add_actions
from ui.widgets.parts import button, page_head


class BackupPage(Page):
    """Places above, the copies of the place in hand below."""

    KEY = "backup"
    TITLE = "Sao lưu"
    SUMMARY = "Bản sao của dữ liệu và minh chứng trên USB, đã thử khôi phục; và đường trở lại khi máy hỏng."
    ICON = "page-backup"
    READS: ClassVar[frozenset[str]] = frozenset({"organisation"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.work = BackupWork(desk, self)
        self.watch = stick_watch(desk)
        self.spots: list[Spot] = []
        self.copies: tuple[Copy, ...] = ()
        self.chosen_folder: Path | None = None  # a folder or stick somebody chose to restore from
        self.places = RowView(RowTable(PLACE_COLS, _never, self), "Nơi sao lưu", "backup-places", _no_names)
        self.list = RowView(RowTable(COPY_COLS, _never, self), "Các bản sao lưu", "backup-copies", _no_names)
        self._build()
        self.watch.seen.connect(self._show_places)
        self.work.done.connect(self._show_state)
        self.work.busy.connect(self._show_buttons)
        self.places.selectionModel().currentRowChanged.connect(self._load_copies)
        self.list.doubleClicked.connect(self.restore)

    def _build(self) -> None:
        self.now = button("Sao lưu ngay", self.back_up, icon_name="page-backup", primary=True, tip="Ctrl+B")
        self.words = QLabel()
        self.words.setObjectName("cardTitle")
        self.words.setWordWrap(True)
        self.detail = QLabel()
        self.detail.setProperty("muted", True)
        self.detail.setWordWrap(True)
        self.adopt_button = button("Nhận làm nơi sao lưu…", self.adopt, icon_name="action-add")
        self.drill_button = button("Thử khôi phục", self.drill, tip="Đọc lại toàn bộ bản mới nhất và so từng tệp")
        self.forget_button = button("Quên nơi này", self.forget, tip="Không theo dõi nữa; các bản trong đó còn nguyên")
        self.restore_button = button("Khôi phục…", self.restore, tip="Xem sẽ đổi những gì rồi mới khôi phục")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 8)
        column.setSpacing(8)
        column.addWidget(page_head(self.TITLE, self.SUMMARY, [self.now]))
        column.addWidget(self.words)
        column.addWidget(self.detail)
        column.addWidget(self.places, 2)
        more = button("Chọn thư mục khác…", self.choose_folder)
        column.addLayout(_line(self.adopt_button, more, self.drill_button, self.forget_button))
        self.copies_title = QLabel()
        column.addWidget(self.copies_title)
        column.addWidget(self.list, 3)
        self.encrypt_button = button("Mã hóa bản sao lưu…", self.encrypt)
        self.sheet_button = button("In phiếu khôi phục…", self.print_sheet)
        self.open_button = button("Mở bằng mật khẩu…", self.open_encrypted)
        self.open_button.hide()
        column.addLayout(_line(self.open_button, self.restore_button, self.encrypt_button, self.sheet_button))
        self.actions_by_key = add_actions(
            self,
            (
                ("drill", "Thử khôi phục bản mới nhất", "", self.drill),
                ("restore", "Khôi phục…", "", self.restore),
                ("from", "Khôi phục từ thư mục hoặc USB khác…", "", self.restore_from),
                ("encrypt", "Mã hóa bản sao lưu…", "", self.encrypt),
                ("sheet", "In phiếu khôi phục…", "", self.print_sheet),
            ),
        )

    # What is shown

    def refresh(self) -> None:
        self._show_state()
        self.watch.look()

    def menu_actions(self) -> list[QAction]:
        return list(self.actions_by_key.values())

    def show_anchor(self, anchor: str) -> None:
        """ "now": back up at once (Ctrl+B)."""
        self.refresh()
        if anchor == "now":
            self.back_up()

    def focus_find(self) -> None:
        self.places.setFocus()

    @property
    def spot(self) -> Spot | None:
        row = self.places.current()
        return self.spots[row.id] if row is not None and row.id < len(self.spots) else None

    def _show_state(self) -> None:
        folder = self.desk.office.folder
        words = memory.last_words(folder, self.desk.today)
        self.words.setText(f"✓ {words}" if words else "▲ Chưa sao lưu ra USB lần nào")
        newest = next(iter(memory.all_remembered(folder)), None)
        told = newest.sentence if newest is not None and newest.sentence else ""
        self.detail.setText(told or "Cắm USB, chọn dòng của nó rồi bấm “Nhận làm nơi sao lưu…”, sau đó “Sao lưu ngay”.")
        self._show_places(self.watch.places)

    def _show_places(self, found: list[Place]) -> None:
        folder = self.desk.office.folder
        self.spots = spots(folder, found, memory.all_remembered(folder))
        if self.chosen_folder is not None and not any(spot.path == self.chosen_folder for spot in self.spots):
            from dvcq_desktop.backup.places import look_at

            self.spots.append(Spot(path=self.chosen_folder, place=look_at(self.chosen_folder)))
        self.places.load([place_row(n, spot, self.desk.today) for n, spot in enumerate(self.spots)])
        self._load_copies()

    def _load_copies(self) -> None:
        spot = self.spot
        self._show_buttons()
        self.open_button.setVisible(False)
        if spot is None or not spot.there:
            self._show_copies([])
            self.copies_title.setText("USB này không cắm ở máy. Cắm vào để xem các bản trong đó." if spot else "")
            return
        if not spot.here and not spot.ours and spot.path != self.chosen_folder:
            self._show_copies([])
            self.copies_title.setText("Nơi này chưa có bản sao lưu nào.")
            return
        self.work.copies(spot, self._on_copies, self._on_closed)

    def _on_copies(self, found: Found) -> None:
        spot = self.spot
        if spot is None or (spot.path != found.path and not spot.here):
            return
        self._show_copies(list(found.copies))
        if found.kind == "evidence":
            self.copies_title.setText(
                f"{spot.name} chỉ có tệp minh chứng, không có dữ liệu. Người hỗ trợ dựng lại danh mục từ đó bằng lệnh: "
                f'main.py rebuild --from "{spot.path}"'
            )
            return
        self.copies_title.setText("  ".join([f"Các bản ở {spot.name}: {len(found.copies)}", *found.damaged]))

    def _on_closed(self, spot: Spot) -> None:
        """Encrypted, and this PC has no key: the passphrase or the recovery sheet opens it."""
        self._show_copies([])
        self.copies_title.setText(f"{spot.name} đã mã hóa. Bấm “Mở bằng mật khẩu…” để xem các bản trong đó.")
        self.open_button.setVisible(True)

    def open_encrypted(self) -> None:
        spot = self.spot
        if spot is None or spot.place is None or spot.place.marker is None:
            return
        typed = ask.secret(self, "Mở bản sao lưu mã hóa", "Mật khẩu sao lưu, hoặc khóa trên phiếu khôi phục:")
        if typed:
            self.work.open_keys(spot.place, typed, self._load_copies)

    def _show_copies(self, copies: list[Copy]) -> None:
        self.copies = tuple(copies)
        self.list.load([copy_row(number, copy) for number, copy in enumerate(copies)])
        self._show_buttons()

    def _show_buttons(self) -> None:
        spot, free = self.spot, not self.work.running
        self.now.setEnabled(free)
        self.adopt_button.setEnabled(free and spot is not None and spot.place is not None and not spot.ours)
        self.drill_button.setEnabled(free and spot is not None and spot.ours)
        self.forget_button.setEnabled(spot is not None and spot.remembered is not None)
        self.restore_button.setEnabled(free and self.list.current() is not None)

    # What is done

    def back_up(self) -> None:
        """To the place in hand, else to the only one that is there; a stick that was never taken in is asked about."""
        spot = self.spot
        ready = [one for one in self.spots if one.ours]
        if spot is None or not spot.ours:
            spot = ready[0] if len(ready) == 1 else None
        if spot is None and len(ready) > 1:
            self.desk.refused.emit("Có nhiều nơi sao lưu. Hãy chọn một dòng trong bảng rồi bấm Sao lưu ngay.")
        elif spot is None:
            self.desk.refused.emit(
                "Chưa thấy USB sao lưu. Hãy cắm USB, chọn dòng của nó rồi bấm “Nhận làm nơi sao lưu…”; dữ liệu trên máy vẫn "
                "được giữ một bản mỗi lần đóng chương trình."
            )
        else:
            self.work.back_up(spot.path)

    def adopt(self) -> None:
        if self.spot is not None and self.work.adopt(self.spot.path):
            self.watch.look()

    def choose_folder(self) -> None:
        """A folder of another disk as a place of backups, or to look for copies in."""
        folder = ask.choose_folder(self, "Chọn thư mục hoặc USB", "")
        if folder is not None:
            self.chosen_folder = folder
            self._show_places(self.watch.places)
            self.places.choose(next(n for n, spot in enumerate(self.spots) if spot.path == folder))

    restore_from = choose_folder

    def drill(self) -> None:
        if self.spot is not None and self.spot.ours:
            self.work.drill(self.spot.path)

    def forget(self) -> None:
        if self.spot is not None:
            self.work.forget(self.spot)

    def restore(self) -> None:
        row = self.list.current()
        if row is not None and row.id < len(self.copies):
            restoring.restore(self.desk, self.work, self.copies[row.id], self)

    def encrypt(self) -> None:
        """A passphrase of the office; from then on places may be encrypted when they are taken in."""
        from ui.dialogs.passphrase import PassphraseDialog

        dialog = PassphraseDialog(self)
        if ask.show_dialog(dialog):
            self.work.set_up_encryption(dialog.passphrase, self._encrypted)

    def _encrypted(self, _keys: object) -> None:
        self.desk.told.emit(
            "Đã tạo khóa mã hóa. Nơi sao lưu nhận từ nay sẽ hỏi có mã hóa không. Hãy in phiếu khôi phục và cất vào két.",
            False,
        )

    def print_sheet(self) -> None:
        """The recovery sheet as PDF, to print and put into the safe."""
        keys = encryption.keys_of(self.desk.office.folder)
        if keys is None:
            self.desk.refused.emit("Chưa bật mã hóa nên chưa có phiếu khôi phục. Hãy bấm “Mã hóa bản sao lưu…” trước.")
            return
        path = ask.save_file(self, "Ghi phiếu khôi phục", "phieu-khoi-phuc.pdf", "PDF (*.pdf)")
        if path is not None:
            restoring.write_sheet(self.desk, keys, path)


def _line(*widgets: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row


def _never(_row: Row, _key: str, _typed: str) -> None:
    """Nothing is typed into these tables."""


def _no_names(_key: str) -> list[str]:
    return []
