"""Sao lưu: where copies of the office lie, whether they can be relied on, making one, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from dvcq_desktop.backup import encryption, memory, reminding
from dvcq_desktop.backup.places import Place
from ui import ask
from ui.backup import restoring
from ui.backup.copies_panel import CopiesPanel
from ui.backup.rows import PLACE_COLS, Spot, place_row, spots
from ui.backup.watch import stick_watch
from ui.backup.work import BackupWork, Renewed
from ui.desk import Desk
from ui.page import Page
from ui.people.row_table import RowTable, RowView, never, no_names
from ui.widgets.actions import add_actions
from ui.widgets.fold_row import FoldRow
from ui.widgets.parts import button, page_head


class BackupPage(Page):
    """Places above, the copies of the place in hand below."""

    KEY = "backup"
    TITLE = "Sao lưu"
    SUMMARY = "Bản sao của dữ liệu và minh chứng trên USB, đã thử khôi phục; và đường trở lại khi máy hỏng."
    ICON = "page-backup"
    READS: ClassVar[frozenset[str]] = frozenset({"organisation", memory.BACKUP})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.work = BackupWork(desk, self)
        self.watch = stick_watch(desk)
        self.spots: list[Spot] = []
        self._stick_seen = False
        self.chosen_folder: Path | None = None  # a folder or stick somebody chose to restore from
        self.places = RowView(RowTable(PLACE_COLS, never, self), "Nơi sao lưu", "backup-places", no_names)
        self.panel = CopiesPanel(desk, self.work)
        self._build()
        self.watch.seen.connect(self._show_places)
        self.work.busy.connect(self._show_buttons)
        self.places.selectionModel().currentRowChanged.connect(self._load_copies)

    def _build(self) -> None:
        self._make_parts()
        more = button("Chọn thư mục khác…", self.choose_folder)
        above = (self.adopt_button, more, self.drill_button, self.forget_button)
        keys = (self.encrypt_button, self.sheet_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(8)
        for widget in (
            page_head(self.TITLE, self.SUMMARY, [self.check, self.now]),
            self.words,
            self.detail,
            FoldRow(_buttons(above), keys),
        ):
            column.addWidget(widget)
        column.addWidget(self.places, 2)
        column.addWidget(self.panel, 3)
        self.actions_by_key = add_actions(
            self,
            (
                ("drill", "Thử khôi phục bản mới nhất", "", self.drill),
                ("restore", "Khôi phục…", "", self.panel.restore),
                ("from", "Khôi phục từ thư mục hoặc USB khác…", "", self.restore_from),
                ("evidence", "Kiểm tra tệp minh chứng…", "", self.check_evidence),
                ("encrypt", "Mã hóa bản sao lưu…", "", self.encrypt),
                ("sheet", "In phiếu khôi phục…", "", self.print_sheet),
            ),
        )

    def _make_parts(self) -> None:
        self.now = button("Sao lưu ngay", self.back_up, icon_name="page-backup", primary=True, tip="Ctrl+B")
        self.check = button(
            "Kiểm tra tệp minh chứng…", self.check_evidence, tip="Tìm tệp mất, hỏng và lấy lại từ bản sao lưu"
        )
        self.words = _words("cardTitle")
        self.detail = _words()
        self.adopt_button = button("Nhận làm nơi sao lưu…", self.adopt, icon_name="action-add")
        self.drill_button = button("Thử khôi phục", self.drill, tip="Đọc lại toàn bộ bản mới nhất và so từng tệp")
        self.forget_button = button("Quên nơi này", self.forget, tip="Không theo dõi nữa; các bản trong đó còn nguyên")
        self.encrypt_button = button("Mã hóa bản sao lưu…", self.encrypt)
        self.sheet_button = button("In phiếu khôi phục…", self.print_sheet)
        self.places.setSelectionMode(RowView.SelectionMode.SingleSelection)

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
        self.panel.filter.setFocus()

    @property
    def spot(self) -> Spot | None:
        row = self.places.current()
        return self.spots[row.id] if row is not None and row.id < len(self.spots) else None

    def _show_state(self) -> None:
        folder = self.desk.office.folder
        self.words.setText(reminding.state_words(folder, self.desk.today))
        newest = next(iter(memory.all_remembered(folder)), None)
        told = newest.sentence if newest is not None and newest.sentence else ""
        self.detail.setText(
            told
            or "Cắm USB rồi bấm “Sao lưu ngay” (Ctrl+B). Lần đầu, chương trình hỏi có nhận USB ấy làm nơi sao lưu không."
        )
        sealed = (folder / memory.HERE / encryption.KEY_FILE).exists()
        self.encrypt_button.setText("Đổi mật khẩu sao lưu…" if sealed else "Mã hóa bản sao lưu…")
        self.sheet_button.setEnabled(sealed)
        self._show_places(self.watch.places)

    def _show_places(self, found: list[Place]) -> None:
        folder = self.desk.office.folder
        before = self.spot.path if self.spot is not None else None
        self.spots = spots(folder, found, memory.all_remembered(folder))
        if self.chosen_folder is not None and not any(spot.path == self.chosen_folder for spot in self.spots):
            from dvcq_desktop.backup.places import look_at

            self.spots.append(Spot(path=self.chosen_folder, place=look_at(self.chosen_folder)))
        self.places.load([place_row(n, spot, self.desk.today) for n, spot in enumerate(self.spots)])
        here = next((n for n, spot in enumerate(self.spots) if spot.path == before), None)
        ready = next((n for n, spot in enumerate(self.spots) if spot.ours), None)
        if ready is not None and not self._stick_seen:  # what one comes here for first
            self._stick_seen = True
            self.places.choose(ready)
        elif here is not None:  # a place that was taken in stands elsewhere now
            self.places.choose(here)
        self._load_copies()

    def _load_copies(self) -> None:
        self._show_buttons()
        self.panel.show_spot(self.spot, chosen=self.spot is not None and self.spot.path == self.chosen_folder)

    def _show_buttons(self) -> None:
        spot, free = self.spot, not self.work.running
        self.now.setEnabled(free)
        self.adopt_button.setEnabled(free and spot is not None and spot.new)
        self.drill_button.setEnabled(free and spot is not None and spot.ours)
        self.forget_button.setEnabled(spot is not None and spot.remembered is not None)
        self.panel.show_buttons()

    # What is done

    def back_up(self) -> None:
        """To the place in hand, else to the only one that is there; a stick that was never taken in is asked about."""
        if not self.watch.looked:  # Ctrl+B while the window opens: nobody has looked for sticks yet
            self.watch.first.connect(self.back_up, Qt.ConnectionType.SingleShotConnection)
            self.watch.look()
            return
        ready, new = [one for one in self.spots if one.ours], [one for one in self.spots if one.new]
        spot = self.spot if self.spot in ready + new else None
        spot = spot or next((only[0] for only in (ready, new) if len(only) == 1), None)
        if spot is None and ready + new:
            self.desk.refused.emit("Có nhiều nơi sao lưu. Hãy chọn một dòng trong bảng rồi bấm Sao lưu ngay.")
        elif spot is None:
            self.desk.refused.emit(
                "Chưa thấy USB sao lưu. Hãy cắm USB rồi bấm Ctrl+B; dữ liệu trên máy vẫn được giữ một bản mỗi lần đóng chương trình."
            )
        else:
            self.places.choose(self.spots.index(spot))
            if spot.ours or (self._wanted(spot) and self._adopt(spot)):
                self.work.back_up(spot.path)

    def _wanted(self, spot: Spot) -> bool:
        """Whether a stick that was never taken in is to hold the office's copies from now on."""
        sentence = f"{spot.name} chưa phải nơi sao lưu. Nhận {spot.name} làm nơi sao lưu rồi sao lưu ngay?"
        detail = "Chương trình ghi bản sao vào thư mục DVCQ-SAO-LUU trên đó; các tệp khác không bị đụng đến."
        return ask.choose(self, "Sao lưu ngay", sentence, ("Nhận và sao lưu",), detail=detail) == 0

    def _adopt(self, spot: Spot) -> bool:
        taken = self.work.adopt(spot.path)
        self.watch.look()
        return taken

    def adopt(self) -> None:
        if self.spot is not None:
            self._adopt(self.spot)

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

    def check_evidence(self) -> None:
        from ui.dialogs.evidence_check import check_evidence

        check_evidence(self.desk, self)

    def encrypt(self) -> None:
        """A passphrase of the office, or another one; from then on places may be encrypted when they are taken in."""
        from ui.dialogs.passphrase import PassphraseDialog

        another = (self.desk.office.folder / memory.HERE / encryption.KEY_FILE).exists()
        dialog = PassphraseDialog(self, another=another)
        if ask.show_dialog(dialog):
            self.work.set_up_encryption(dialog.passphrase, self._encrypted)

    def _encrypted(self, done: Renewed) -> None:
        self.desk.told.emit(restoring.renewed_words(done.places, another=done.known), False)

    def print_sheet(self) -> None:
        """The recovery sheet as PDF, to print and put into the safe."""
        keys = encryption.keys_of(self.desk.office.folder)
        if keys is None:
            self.desk.refused.emit("Chưa bật mã hóa nên chưa có phiếu khôi phục. Hãy bấm “Mã hóa bản sao lưu…” trước.")
            return
        path = ask.save_file(self, "Ghi phiếu khôi phục", "phieu-khoi-phuc.pdf", "PDF (*.pdf)")
        if path is not None:
            restoring.write_sheet(self.desk, keys, path)


def _words(name: str = "") -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    if name:
        label.setObjectName(name)
    else:
        label.setProperty("muted", True)
    return label


def _buttons(widgets: Sequence[QPushButton]) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return box
