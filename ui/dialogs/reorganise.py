"""Sắp xếp lại bộ máy: the day, old → new in tables one edits, everything that changes beforehand, one operation."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QTabWidget,
    QVBoxLayout,
    QWidget,
    QWizard,
    QWizardPage,
)

from dvcq_desktop import reorganisation, reorganisation_files
from dvcq_desktop.dates import short_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.reorganisation import Reorganisation
from dvcq_desktop.reorganisation_words import KINDS, summary
from ui import ask
from ui.desk import Desk
from ui.dialogs.reorganise_draft import Draft
from ui.people.row_table import Col, Row, RowTable, RowView
from ui.screens import room_for

OWN = "Tự lập bảng thay đổi"
UNITS = (
    Col(key="old", title="Bộ phận hiện nay", width=34, kind="read"),
    Col(key="new", title="Từ ngày ấy là", width=60, kind="picks", hint="để trống nếu giữ nguyên"),
)
PEOPLE = (
    Col(key="name", title="Họ và tên", width=24, kind="read"),
    Col(key="old", title="Chức vụ hiện nay", width=34, kind="read"),
    Col(key="title", title="Chức vụ mới", width=30),
    Col(key="unit", title="Bộ phận mới", width=30, kind="pick"),
)
EFFECTS = (
    Col(key="kind", title="Loại", width=12, kind="read"),
    Col(key="what", title="Thay đổi ở", width=48, kind="read"),
    Col(key="old", title="Trước", width=30, kind="read"),
    Col(key="new", title="Sau (sửa được ở dòng nhiệm vụ)", width=34, kind="pick"),
)
OFFICE = {
    "name": "Tên cơ quan",
    "place_name": "Địa danh",
    "superior": "Cấp trên",
    "appraiser": "Cơ quan thẩm định",
    "parent_head": "Cơ quan chủ quản trên đầu văn bản",
}


class ReorganiseWizard(QWizard):
    """change holds what was agreed to, once it was accepted."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.draft = Draft(desk.db)
        self.setWindowTitle("Sắp xếp lại bộ máy")
        self.setWizardStyle(QWizard.WizardStyle.ClassicStyle)
        self.setOption(QWizard.WizardOption.NoBackButtonOnStartPage)
        room = room_for(parent or self)
        self.resize(min(1100, room.width() - 60), min(680, room.height() - 80))
        for which, words in (
            (QWizard.WizardButton.NextButton, "Tiếp"),
            (QWizard.WizardButton.BackButton, "Quay lại"),
            (QWizard.WizardButton.FinishButton, "Sắp xếp lại"),
            (QWizard.WizardButton.CancelButton, "Để sau"),
        ):
            self.setButtonText(which, words)
        self.day_page, self.table_page, self.preview_page = _DayPage(self), _TablesPage(self), _PreviewPage(self)
        for page in (self.day_page, self.table_page, self.preview_page):
            self.addPage(page)

    @property
    def change(self) -> Reorganisation:
        return self.draft.change()


class _Step(QWizardPage):
    """A page with a place for the sentence of a broken rule."""

    def __init__(self, title: str, words: str) -> None:
        super().__init__()
        self.setTitle(title)
        self.told = QLabel(words)
        self.told.setWordWrap(True)
        self.complaint = QLabel()
        self.complaint.setWordWrap(True)
        self.column = QVBoxLayout(self)
        self.column.addWidget(self.told)

    def complain(self, broken: RuleBroken | None) -> bool:
        self.complaint.setText(f"▲ {broken}" if broken else "")
        return broken is None


class _DayPage(_Step):
    """From when on, and by which mapping."""

    def __init__(self, wizard: ReorganiseWizard) -> None:
        super().__init__(
            "Từ ngày nào",
            "Văn bản ghi ngày trước đó vẫn in với tên cơ quan, bộ phận cũ. Từ ngày đó trở đi dùng tên mới.",
        )
        self._draft = wizard.draft
        self.ready = reorganisation_files.ready_list()
        self.choice = QComboBox()
        self.choice.setAccessibleName("Bảng thay đổi")
        for one in self.ready:
            self.choice.addItem(f"{one.title} (có sẵn)", one.name)
        self.choice.addItem(OWN, "")
        self.choice.currentIndexChanged.connect(self._chosen)
        self.day = QLineEdit()
        self.day.setPlaceholderText("ví dụ 01/07/2025")
        self.day.setAccessibleName("Ngày bắt đầu")
        self.rename = QCheckBox("Đổi cả tên xã theo nghị quyết sắp xếp đơn vị hành chính")
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow("Bảng thay đổi", self.choice)
        form.addRow("Từ ngày", self.day)
        form.addRow("", self.rename)
        self.column.addLayout(form)
        self.column.addWidget(self.complaint)
        self.column.addStretch(1)
        self._chosen()

    def _chosen(self) -> None:
        found = next((one for one in self.ready if one.name == self.choice.currentData()), None)
        self.day.setText(short_date(found.day) if found else "")
        commune = dict(found.communes).get(self._draft.place, "") if found else ""
        self.rename.setText(f"Đổi cả tên xã: {commune}" if commune else "Đổi cả tên xã")
        self.rename.setVisible(bool(commune))

    def validatePage(self) -> bool:
        try:
            self._draft.begin(self.day.text(), str(self.choice.currentData() or ""), rename=self.rename.isChecked())
        except RuleBroken as broken:
            return self.complain(broken)
        return self.complain(None)


class _TablesPage(_Step):
    """Old → new, each row to be changed."""

    def __init__(self, wizard: ReorganiseWizard) -> None:
        super().__init__(
            "Cái gì đổi thành cái gì",
            "Một bộ phận thành nhiều: ghi các tên cách nhau bằng dấu “;”, nơi nhận tiêu chí nào thì ghi “(tiêu chí 3, 4)”. "
            "Nhiều bộ phận thành một: ghi cùng một tên. Để trống là giữ nguyên.",
        )
        self._draft = draft = wizard.draft
        self.units = RowView(
            RowTable(UNITS, self._store_unit, self), "Bộ phận cũ và mới", "reorganise-units", draft.names
        )
        self.people = RowView(
            RowTable(PEOPLE, self._store_person, self), "Chức vụ cũ và mới", "reorganise-people", draft.names
        )
        self.office: dict[str, QLineEdit] = {}
        office = QWidget()
        form = QFormLayout(office)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for key, title in OFFICE.items():
            self.office[key] = QLineEdit()
            self.office[key].setAccessibleName(title)
            form.addRow(title, self.office[key])
        tabs = QTabWidget()
        for widget, title in ((self.units, "Bộ phận"), (self.people, "Cán bộ"), (office, "Cơ quan")):
            tabs.addTab(widget, title)
        self.column.addWidget(tabs, 1)
        self.column.addWidget(self.complaint)

    def initializePage(self) -> None:
        self._show()
        for key, field in self.office.items():
            field.setText(getattr(self._draft.office, key))
            field.setPlaceholderText(f"giữ nguyên: {self._draft.current_office(key)}".rstrip(": "))

    def _show(self) -> None:
        self.units.load(self._draft.unit_rows())
        self.people.load(self._draft.people_rows())

    def _store_unit(self, row: Row, _key: str, typed: str) -> None:
        self._draft.set_unit(row.id, typed)
        self._show()

    def _store_person(self, row: Row, key: str, typed: str) -> None:
        self._draft.set_person(row.id, key, typed)
        self._show()

    def validatePage(self) -> bool:
        if not (self.units.editors.finish() and self.people.editors.finish()):
            return False
        self._draft.set_office({key: field.text() for key, field in self.office.items()})
        try:
            reorganisation.check(self._draft.db, self._draft.change())
        except RuleBroken as broken:
            return self.complain(broken)
        return self.complain(None)


class _PreviewPage(_Step):
    """Everything that will change, each task's new unit to be corrected."""

    def __init__(self, wizard: ReorganiseWizard) -> None:
        super().__init__("Sẽ thay đổi như sau", "")
        self._draft = wizard.draft
        table = RowTable(EFFECTS, self._store, self)
        self.view = RowView(table, "Những thay đổi", "reorganise-effects", self._draft.names)
        self.column.addWidget(self.view, 1)
        self.column.addWidget(self.complaint)

    def initializePage(self) -> None:
        effects = reorganisation.preview(self._draft.db, self._draft.change())
        self.told.setText(f"{summary(effects)} Tất cả là một bước: Ctrl+Z lấy lại được toàn bộ.")
        self.effects = effects
        rows = []
        for place, effect in enumerate(effects):
            year = f" (năm {effect.year})" if effect.year and effect.kind == "assignment" else ""
            texts = {"kind": KINDS[effect.kind], "what": f"{effect.what}{year}", "old": effect.old, "new": effect.new}
            rows.append(Row(id=place, texts=texts))
        self.view.load(rows)

    def _store(self, row: Row, _key: str, typed: str) -> None:
        effect = self.effects[row.id]
        if effect.kind != "assignment":
            raise RuleBroken("Dòng này sửa ở bước trước (bấm “Quay lại”). Ở đây chỉ sửa nơi nhận nhiệm vụ.")
        self._draft.choose(effect.row_id, typed)
        self.initializePage()

    def validatePage(self) -> bool:
        if not self.view.editors.finish():
            return False
        if not self.effects:
            return self.complain(RuleBroken("Chưa có gì thay đổi. Hãy quay lại và ghi bộ phận mới."))
        return self.complain(None)


def reorganise(desk: Desk, parent: QWidget) -> None:
    """Ask, carry out in one operation, say what was done with "Hoàn tác" beside it."""
    desk.flush.emit()
    wizard = ReorganiseWizard(desk, parent)
    if not ask.show_dialog(wizard):
        return
    change = wizard.change
    try:
        done = desk.run(f"Sắp xếp lại bộ máy từ {short_date(change.day)}", reorganisation.apply, change)
    except RuleBroken as broken:
        desk.refused.emit(str(broken))
        return
    bare = reorganisation.without_valid_lead(desk.db, change.day)
    words = (
        f"Đã sắp xếp lại từ ngày {short_date(change.day)}: {done.units} bộ phận, {done.officials} cán bộ, "
        f"{done.assignments} lượt phân công."
    )
    if bare:
        words += f" ▲ {len(bare)} nhiệm vụ chưa có chủ trì đang hoạt động."
    desk.told.emit(words, True)
