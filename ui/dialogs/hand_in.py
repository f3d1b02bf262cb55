"""Xuất bộ minh chứng: where to, by which profile, what will be in it and what is lacking; then the work with its end."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from dvcq_desktop import troubles
from dvcq_desktop.catalogue import RETENTION
from dvcq_desktop.errors import MediumTrouble
from dvcq_desktop.hand_in import writing
from dvcq_desktop.hand_in.contents import planned, prepare
from dvcq_desktop.hand_in.plan import Plan, notes
from dvcq_desktop.hand_in.profiles import HandInProfile, profiles, remove_profile
from dvcq_desktop.hand_in.target import check_room, look, place_notes, proposed
from dvcq_desktop.hand_in.words import outcome_words
from dvcq_desktop.office import Connection
from dvcq_desktop.pace import size_words
from dvcq_desktop.settings import keep_setting, setting
from ui import ask, jobs
from ui.desk import Desk
from ui.dialogs.hand_in_profile import edit_profile
from ui.jobs import Progress, Stopped
from ui.screens import room_for
from ui.user_settings import UserSettings
from ui.widgets.parts import button
from ui.widgets.text_table import TextRow, TextTable, TextView
from ui.widgets.waiting import WaitingLine

_INDENT = "      "


class HandInDialog(QDialog):
    """Not modal: gigabytes take long. The preview follows every choice; closing while the work runs asks it to stop."""

    def __init__(self, desk: Desk, year: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._year = desk, year
        self._settings = UserSettings()
        self._looking: jobs.Job[tuple[Plan, list[str]]] | None = None
        self._again = False
        self._seen = ""  # the place that was looked at last
        self._working: jobs.Job[writing.Outcome] | None = None
        self.setWindowTitle(f"Xuất bộ minh chứng năm {year}")
        room = room_for(parent or self)
        letter, line = self.fontMetrics().averageCharWidth(), self.fontMetrics().lineSpacing()
        self.resize(min(118 * letter, room.width() - 60), min(40 * line, room.height() - 80))
        self.place = QLineEdit(str(self._settings.hand_in_folder or ""))
        self.place.setPlaceholderText("chọn USB hoặc thư mục; bộ minh chứng nằm trong một thư mục riêng ở đó")
        self.place.setAccessibleName("Nơi ghi")
        self.profile_box = QComboBox()
        self.profile_box.setAccessibleName("Mẫu nộp")
        self.profile_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.profile_box.setMinimumContentsLength(24)
        self.retention = QLineEdit(setting(desk.db, RETENTION))
        self.retention.setPlaceholderText("ghi lên nhãn hộp và mục lục hồ sơ, ví dụ: 10 năm; để trống: ghi tay")
        self.retention.setAccessibleName("Thời hạn bảo quản")
        self.table = TextTable(("Thư mục", "Số tệp", "Dung lượng"), self)
        self.view = TextView("Những gì sẽ có trong bộ", self.table, (60, 10, 14), lines=1)
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.waiting = WaitingLine()
        self._build()
        self._load_profiles()
        self.place.editingFinished.connect(self._place_typed)
        self.profile_box.activated.connect(self.look_again)
        self.look_again()

    def _build(self) -> None:
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.choose_button = button("Chọn…", self.choose_place, icon_name="action-open-folder")
        self.edit_buttons = [
            button("Sửa…", self.edit_profile),
            button("Thêm…", self.add_profile),
            button("Xóa", self.remove_profile),
        ]
        form.addRow("Nơi ghi", _row(self.place, self.choose_button))
        form.addRow("Mẫu nộp", _row(self.profile_box, *self.edit_buttons))
        form.addRow("Thời hạn bảo quản", self.retention)
        words = QScrollArea()
        words.setWidget(self.told)
        words.setWidgetResizable(True)
        words.setFrameShape(QScrollArea.Shape.NoFrame)
        words.setMinimumHeight(6 * self.fontMetrics().lineSpacing())  # the usual sentences without a scroll bar
        words.setMaximumHeight(8 * self.fontMetrics().lineSpacing())
        buttons = QDialogButtonBox()
        self.do = buttons.addButton("Xuất bộ minh chứng", QDialogButtonBox.ButtonRole.AcceptRole)
        self.do.setProperty("primary", True)
        self.folder_button = buttons.addButton("Mở thư mục", QDialogButtonBox.ButtonRole.ActionRole)
        self.folder_button.clicked.connect(self.open_folder)
        self.folder_button.hide()
        self.close_button = buttons.addButton("Đóng", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(self.view, 1)
        column.addWidget(words)
        column.addWidget(self.waiting)
        column.addWidget(buttons)

    # What is chosen

    @property
    def target(self) -> Path | None:
        """The folder of the set; None where no place is chosen yet."""
        typed = self.place.text().strip()
        return proposed(Path(typed).expanduser().absolute(), self._year) if typed else None

    @property
    def profile(self) -> HandInProfile:
        return self._profiles[max(0, self.profile_box.currentIndex())]

    def choose_place(self) -> None:
        found = ask.choose_folder(self, "Ghi bộ minh chứng vào", self.place.text())
        if found is not None:
            self.place.setText(str(found))
            self.look_again()

    def _place_typed(self) -> None:
        """Leaving the field by a click on "Xuất" must not take that click away, so nothing is done twice."""
        if self.place.text() != self._seen:
            self.look_again()

    def _load_profiles(self, name: str = "") -> None:
        self._profiles = profiles(self._desk.db)
        self.profile_box.clear()
        for one in self._profiles:
            self.profile_box.addItem(f"{one.name} – {one.superior}" if one.superior else one.name)
        names = [one.name for one in self._profiles]
        self.profile_box.setCurrentIndex(names.index(name) if name in names else 0)
        self.edit_buttons[2].setEnabled(bool(self.profile.id))

    def edit_profile(self) -> None:
        self._profile_changed(edit_profile(self._desk, self.profile, self))

    def add_profile(self) -> None:
        self._profile_changed(edit_profile(self._desk, HandInProfile(name=""), self))

    def remove_profile(self) -> None:
        """Taken back with "Hoàn tác", so nothing is asked."""
        name = self.profile.name
        if self._desk.attempt(f"Xóa mẫu nộp {name}", remove_profile, self.profile.id):
            self._desk.told.emit(f"Đã xóa mẫu nộp {name}.", True)
            self._load_profiles()
            self.look_again()

    def _profile_changed(self, name: str) -> None:
        if name:
            self._load_profiles(name)
            self.look_again()

    # What will be in it

    def look_again(self) -> None:
        """Work the set out beside the window; a choice meanwhile asks once more."""
        self.edit_buttons[2].setEnabled(bool(self.profile.id))
        if self._looking is not None:
            self._again = True
            return
        self._again = False
        self._seen = self.place.text()
        self.folder_button.hide()  # of the set that was written before this choice
        work = partial(
            _plan_of, year=self._year, profile=self.profile, target=self.target, data_folder=self._desk.office.folder
        )
        self.do.setEnabled(self.target is not None)  # the work looks again for itself
        self._looking = jobs.run_in_background(self._desk, work, self._show_plan, self._plan_failed)

    def _show_plan(self, found: tuple[Plan, list[str]]) -> None:
        if self._looked_late():
            return
        plan, said = found
        rows = [TextRow(id=0, texts=(f"{plan.target.name}/", str(len(plan.files)), size_words(plan.size)))]
        rows += [
            TextRow(id=0, texts=(_INDENT + folder, str(count), size_words(size)))
            for folder, (count, size) in plan.folders.items()
        ]
        self.table.load(rows)
        self._say(said if self.target else ["Hãy chọn nơi ghi.", *said])
        self.do.setEnabled(self.target is not None)

    def _plan_failed(self, trouble: BaseException) -> None:
        if self._looked_late() or isinstance(trouble, Stopped):
            return
        self.table.load([])
        self._say([f"▲ {_sentence(trouble)}"])
        self.do.setEnabled(False)

    def _looked_late(self) -> bool:
        """Whether what was found is out of date, or the work is under way and has the word."""
        self._looking = None
        if self._working is not None:
            return True
        if self._again:
            self.look_again()
        return self._again or self._looking is not None

    def _say(self, sentences: list[str]) -> None:
        self.told.setText("\n".join(sentences))

    # The work

    def accept(self) -> None:
        """Write the set beside the window; the dialog stays to tell how it ended."""
        target, profile, year = self.target, self.profile, self._year
        if target is None or self._working is not None:
            return
        self._desk.flush.emit()
        typed = self.retention.text().strip()
        if typed != setting(self._desk.db, RETENTION):
            self._desk.attempt("Ghi thời hạn bảo quản", keep_setting, RETENTION, typed)
        self._settings.hand_in_folder = Path(self.place.text().strip())
        folder = self._desk.office.folder

        def work(db: Connection, progress: Progress) -> writing.Outcome:
            return writing.hand_in(prepare(db, year, profile, target), folder, progress.report)

        self._working = jobs.run_in_background(self._desk, work, self._done, self._failed)
        self._lock(True)
        self._say(["Có thể bấm Hủy bất cứ lúc nào: bộ đã có ở đó, nếu có, vẫn còn nguyên."])
        self.waiting.watch(self._working, "Đang xuất bộ minh chứng…", bare=True)

    def _done(self, outcome: writing.Outcome) -> None:
        self._lock(False)
        first, *others = outcome_words(outcome)
        self._say([f"{'▲' if outcome.lost else '✓'} {first}", *others])
        self.folder_button.show()

    def _failed(self, trouble: BaseException) -> None:
        self._lock(False)
        if isinstance(trouble, Stopped):
            self._say(["Đã dừng theo yêu cầu. Không có tệp dở dang nào; bộ đã có ở đó, nếu có, vẫn còn nguyên."])
        else:
            self._say([f"▲ {_sentence(trouble)}"])

    def _lock(self, working: bool) -> None:
        if not working:
            self._working = None
        for widget in (self.place, self.choose_button, self.profile_box, *self.edit_buttons, self.retention, self.do):
            widget.setEnabled(not working)
        self.edit_buttons[2].setEnabled(not working and bool(self.profile.id))
        self.folder_button.setVisible(False)
        self.close_button.setEnabled(not working)

    def open_folder(self) -> None:
        if self.target is not None:
            ask.open_folder(self.target)

    def reject(self) -> None:
        """While the work runs Esc asks it to stop; the dialog closes when nobody needs it any more."""
        if self._working is not None:
            self._working.stop()
            return
        super().reject()


def hand_in(desk: Desk, parent: QWidget) -> HandInDialog | None:
    """Show the dialog for the year in hand, beside the window, which stays alive; None in an office without a year."""
    if desk.year is None:
        desk.refused.emit("Chưa có năm nào nên chưa có minh chứng để xuất.")
        return None
    desk.flush.emit()
    dialog = HandInDialog(desk, desk.year, parent)
    dialog.show()
    return dialog


def _plan_of(
    db: Connection, _progress: Progress, year: int, profile: HandInProfile, target: Path | None, data_folder: Path
) -> tuple[Plan, list[str]]:
    """The plan and what to know about it; a place that cannot be used raises as the work itself would."""
    found = planned(db, year, profile, target or Path(f"Minh chung {year}").absolute())
    said = notes(found)
    if target is not None:
        there = look(target, data_folder)
        if there.listed:
            said.insert(0, "Ở đó đã có bộ của lần trước: chỉ những gì mới được chép thêm.")
        else:
            said = _too_small(found) + said
        said += place_notes(target)
    return found, said


def _too_small(found: Plan) -> list[str]:
    """What the medium cannot take, known before anybody presses; the work looks again."""
    try:
        check_room(found, list(found.files))
    except MediumTrouble as trouble:
        return [f"▲ {trouble}"]
    return []


def _sentence(trouble: BaseException) -> str:
    said = troubles.sentence(trouble)
    if said is None:
        raise trouble
    return said


def _row(*widgets: QWidget) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    for place, widget in enumerate(widgets):
        row.addWidget(widget, 0 if place else 1)
    return made
