"""Bàn giao công việc: what one person or unit holds, ticked, printed as a sheet and moved to another in one operation."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from dvcq_desktop import handover, officials, units
from dvcq_desktop.assignments import ROLE_WORDS
from dvcq_desktop.dates import short_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.handover import Held, Holder
from ui import ask
from ui.desk import Desk
from ui.screens import room_for
from ui.widgets.choice_table import ChoiceTable
from ui.widgets.number_cells import plain_table

TITLES = ("Giao", "Nhiệm vụ", "Vai trò", "Năm", "Hạn")
_WIDTHS = (6, 60, 12, 7, 13)


class HandOverDialog(QDialog):
    """giver, taker, day and tasks are what was chosen, once it was accepted; to_print: the sheet is wanted."""

    def __init__(self, desk: Desk, giver: Holder | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._held: list[Held] = []
        self.moved = 0
        self.holders = _holders(desk)
        self.setWindowTitle("Bàn giao công việc")
        room = room_for(parent or self)
        self.resize(min(900, room.width() - 60), min(620, room.height() - 80))
        self.giver_box, self.taker_box = self._box("Người, bộ phận giao"), self._box("Người, bộ phận nhận")
        self.day_edit = QLineEdit(short_date(desk.today.isoformat()))
        self.day_edit.setAccessibleName("Bàn giao từ ngày")
        self.leaves = QCheckBox("Người giao thôi giữ chức vụ từ ngày ấy")
        self.view = QTableView()
        plain_table(self.view, "Nhiệm vụ đang giữ")
        self.view.horizontalHeader().setStretchLastSection(True)
        self.count = QLabel()
        self.count.setProperty("muted", True)
        self.complaint = QLabel()
        self.complaint.setWordWrap(True)
        self.table = ChoiceTable(TITLES, (), self)
        self._build()
        self.giver_box.currentIndexChanged.connect(self._show)
        if giver in self.holders:
            self.giver_box.setCurrentIndex(self.holders.index(giver))
        self.taker_box.setCurrentIndex(-1)
        self._show()

    def _box(self, title: str) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(title)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(30)
        made.setPlaceholderText("Chọn…")
        for holder in self.holders:
            made.addItem(handover.holder_name(self._desk.db, holder))
        return made

    def _build(self) -> None:
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow("Bên giao", self.giver_box)
        form.addRow("Bên nhận", self.taker_box)
        form.addRow("Từ ngày", self.day_edit)
        form.addRow("", self.leaves)
        buttons = QDialogButtonBox()
        self.do = buttons.addButton("Bàn giao", QDialogButtonBox.ButtonRole.AcceptRole)
        self.print_button = buttons.addButton("Xem bản bàn giao…", QDialogButtonBox.ButtonRole.ActionRole)
        self.print_button.setVisible(bool(sheet_form()))
        self.print_button.clicked.connect(self._print)
        buttons.addButton("Để sau", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(self.view, 1)
        for widget in (self.count, self.complaint, buttons):
            column.addWidget(widget)

    @property
    def giver(self) -> Holder | None:
        place = self.giver_box.currentIndex()
        return self.holders[place] if place >= 0 else None

    @property
    def taker(self) -> Holder | None:
        place = self.taker_box.currentIndex()
        return self.holders[place] if place >= 0 else None

    def _show(self) -> None:
        """The tasks of the giver, all ticked."""
        giver = self.giver
        self._held = handover.held_by(self._desk.db, giver) if giver else []
        self.leaves.setEnabled(giver is not None and giver.official_id is not None)
        before = self.table
        self.table = ChoiceTable(TITLES, [(held.assignment.id, _texts(held)) for held in self._held], self)
        self.table.dataChanged.connect(self._counted)
        self.view.setModel(self.table)
        before.deleteLater()
        letter = self.fontMetrics().averageCharWidth()
        for place, width in enumerate(_WIDTHS):
            self.view.setColumnWidth(place, width * letter + 16)
        self._counted()

    def _counted(self) -> None:
        kept = len(self.table.kept())
        self.count.setText(
            f"Bàn giao {kept} trong {len(self._held)} nhiệm vụ đang giữ." if self._held else "Không giữ nhiệm vụ nào."
        )

    def accept(self) -> None:
        """Carry it out; what breaks a rule stands below and everything typed stays."""
        kept = set(self.table.kept())
        try:
            if self.giver is None or self.taker is None:
                raise RuleBroken("Chưa chọn bên giao và bên nhận.")
            self.moved = self._desk.run(
                f"Bàn giao công việc của {self.giver_box.currentText()} cho {self.taker_box.currentText()}",
                handover.hand_over,
                self.giver,
                self.taker,
                self.day_edit.text(),
                task_ids={held.task.id for held in self._held if held.assignment.id in kept},
                leaves=self.leaves.isEnabled() and self.leaves.isChecked(),
            )
        except RuleBroken as broken:
            self.complaint.setText(f"▲ {broken}")
            return
        super().accept()

    def _print(self) -> None:
        """The sheet as it is now, before anything moves."""
        self._desk.go.emit("forms", sheet_form())
        self.reject()


def hand_over(desk: Desk, parent: QWidget, giver: Holder | None = None) -> None:
    """Ask who gives what to whom, and say what was moved."""
    desk.flush.emit()
    dialog = HandOverDialog(desk, giver, parent)
    if len(dialog.holders) < 2:
        desk.refused.emit("Cần ít nhất hai người hoặc bộ phận để bàn giao. Hãy thêm ở trang Bộ phận & cán bộ.")
    elif ask.show_dialog(dialog):
        taker = dialog.taker_box.currentText()
        desk.told.emit(f"Đã bàn giao {dialog.moved} phân công cho {taker} từ ngày {dialog.day_edit.text()}.", True)


def sheet_form() -> str:
    """The key of the handover sheet where it is on the shelf; empty where it is not."""
    from dvcq_desktop.printed import FORMS

    return next((form.key for form in FORMS if "ban-giao" in form.key), "")


def _holders(desk: Desk) -> list[Holder]:
    """People in office by given name, then units."""
    people = [Holder(official_id=one.id) for one in officials.all_officials(desk.db) if not one.valid_to]
    return [*people, *(Holder(unit_id=unit.id) for unit in units.all_units(desk.db) if not unit.valid_to)]


def _texts(held: Held) -> tuple[str, ...]:
    role = ROLE_WORDS["lead" if held.leads else "support"]
    text = held.task.text.split("\n", maxsplit=1)[0]
    return ("", text, role, str(held.year), short_date(held.task.due_on))
