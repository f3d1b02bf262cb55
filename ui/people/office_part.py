"""The office under each of its names: from when to when, what stands in the head of its papers, who is above it."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from dvcq_desktop import organisation
from dvcq_desktop.dates import short_date
from dvcq_desktop.organisation import Organisation
from dvcq_desktop.records import columns
from ui.desk import Desk
from ui.people.asking import ask_and_run
from ui.people.lines_edit import LinesEdit
from ui.widgets.parts import button

FIELDS = tuple(columns(Organisation))
_DATES = ("valid_from", "valid_to")


class OfficePart(QWidget):
    """The names at the left, the chosen one's fields beside them; a field is stored when it is left."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._entries: list[Organisation] = []
        self._shown: Organisation | None = None
        self.fields: dict[str, QLineEdit | LinesEdit] = {}
        self.list = QListView()
        self.names = QStringListModel(self.list)
        self.list.setModel(self.names)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setWordWrap(True)
        self.list.setAccessibleName("Tên cơ quan theo thời gian")
        self.list.selectionModel().currentChanged.connect(self._chosen)
        left = QVBoxLayout()
        left.addWidget(self.list, 1)
        self.add_button = button("Tên mới từ ngày…", self.add, icon_name="action-add")
        self.delete_button = button("Xóa tên này", self.delete)
        for made in (self.add_button, self.delete_button):
            left.addWidget(made)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(16)
        row.addLayout(left, 2)
        row.addWidget(self._build_form(), 5)

    def _build_form(self) -> QWidget:
        inside = QWidget()
        form = QFormLayout(inside)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, shown in columns(Organisation).items():
            field: QLineEdit | LinesEdit = LinesEdit() if shown.kind == "lines" else QLineEdit()
            (field.left if isinstance(field, LinesEdit) else field.editingFinished).connect(self.store)
            field.setAccessibleName(shown.title)
            label = QLabel(shown.title)
            label.setWordWrap(True)
            label.setFixedWidth(22 * label.fontMetrics().averageCharWidth())
            label.setBuddy(field)
            self.fields[name] = field
            form.addRow(label, field)
        note = QLabel(
            "Văn bản mang tên cơ quan của ngày ký. Để trống “Cơ quan chủ quản trên đầu văn bản” thì đầu văn bản chỉ có "
            "tên cơ quan."
        )
        note.setProperty("muted", True)
        note.setWordWrap(True)
        form.addRow(note)
        area = QScrollArea()
        area.setObjectName("pageScroll")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        inside.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        return area

    def refresh(self) -> None:
        self._entries = organisation.entries(self._desk.db)
        kept = self._shown.id if self._shown else 0
        words = [_words(entry) for entry in self._entries]
        if words != self.names.stringList():
            self.names.setStringList(words)
        places = {entry.id: place for place, entry in enumerate(self._entries)}
        if self._entries:
            self.list.setCurrentIndex(self.names.index(places.get(kept, len(self._entries) - 1)))
        self._show_entry()
        self.add_button.setEnabled(bool(self._entries))
        self.delete_button.setEnabled(len(self._entries) > 1)

    def flush(self) -> None:
        self.store()

    def focus_find(self) -> None:
        self.fields["name"].setFocus()

    def menu_actions(self) -> list[QAction]:
        return []

    def _chosen(self) -> None:
        self.store()
        self._show_entry()

    def _show_entry(self) -> None:
        place = self.list.currentIndex().row()
        self._shown = self._entries[place] if 0 <= place < len(self._entries) else None
        for name, field in self.fields.items():
            text = str(getattr(self._shown, name)) if self._shown else ""
            _fill(field, short_date(text) if name in _DATES else text)

    def store(self) -> None:
        """What was changed in the fields, in one operation; without any name yet the office is set up."""
        typed = {name: _text(field) for name, field in self.fields.items() if _changed(field)}
        if not typed:
            return
        if self._shown is None:
            name, place = _text(self.fields["name"]), _text(self.fields["place_name"])
            if name and place:
                self._desk.attempt("Nhập tên cơ quan", organisation.set_up, name, place)
            return
        label = f"Sửa {columns(Organisation)[next(iter(typed))].title.lower()} của cơ quan"
        if not self._desk.attempt(label, organisation.change, self._shown.id, **typed):  # type: ignore[arg-type]  # fields of the record by name
            self._show_entry()

    def add(self) -> None:
        """The office under a new name from a day on; the fields start as they were."""
        self.store()
        question = "Tên mới có hiệu lực từ ngày (ví dụ 01/07/2025):"
        made = ask_and_run(self._desk, self, "Thêm tên cơ quan", question, organisation.add_entry)
        if made is not None:
            self.list.setCurrentIndex(self.names.index(len(self._entries) - 1))
            self.fields["name"].setFocus()
            self._desk.told.emit("Đã thêm. Hãy sửa các ô cho đúng tên mới.", True)

    def delete(self) -> None:
        if self._shown is not None:
            name = self._shown.name
            if self._desk.attempt(f"Xóa tên cơ quan {name}", organisation.delete_entry, self._shown.id):
                self._desk.told.emit(f"Đã xóa tên “{name}”.", True)


def _words(entry: Organisation) -> str:
    begin = f"từ {short_date(entry.valid_from)} " if entry.valid_from else ""
    end = f"đến hết {short_date(entry.valid_to)}" if entry.valid_to else "đến nay"
    return f"{entry.name}\n{begin}{end}"


def _fill(field: QLineEdit | LinesEdit, text: str) -> None:
    if isinstance(field, LinesEdit):
        if field.toPlainText() != text:
            field.setPlainText(text)
        field.document().setModified(False)
    else:
        if field.text() != text:
            field.setText(text)
        field.setModified(False)


def _text(field: QLineEdit | LinesEdit) -> str:
    return (field.toPlainText() if isinstance(field, LinesEdit) else field.text()).strip()


def _changed(field: QLineEdit | LinesEdit) -> bool:
    return field.document().isModified() if isinstance(field, LinesEdit) else field.isModified()
