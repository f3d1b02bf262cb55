"""Cài đặt: the office's own words, the year's due date and framework, how the program looks, who works here."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import QSignalBlocker, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QFocusEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from dvcq_desktop import cycles, organisation
from dvcq_desktop.dates import short_date
from dvcq_desktop.framework_files import FRAMEWORK_FILES, read_framework_file
from dvcq_desktop.frameworks import Framework
from dvcq_desktop.organisation import Organisation
from dvcq_desktop.records import columns, get
from dvcq_desktop.setting_up import choose_framework, place_of, set_due
from ui.desk import Desk
from ui.look import STEPS, Look
from ui.page import Page
from ui.user_settings import THEMES, UserSettings
from ui.widgets.parts import page_head
from ui.widgets.users_panel import UsersPanel

FIELDS = ("name", "short_name", "head_lines", "parent_head", "place_name", "symbol", "superior", "appraiser")
DUE_WORDS = ("trước ngày", "chậm nhất ngày")  # the place in the list is due_inclusive


class Lines(QPlainTextEdit):
    """A few lines of text that tell when the person left them."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * 3 + 16)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class SettingsPage(Page):
    """Every field is stored when it is left."""

    KEY = "settings"
    TITLE = "Cài đặt"
    SUMMARY = "Tên cơ quan trên văn bản, năm công tác, cỡ chữ, màu sắc và nơi chứa dữ liệu."
    ICON = "page-settings"
    READS: ClassVar[frozenset[str]] = frozenset({"organisation", "cycle", "framework", "user"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.fields: dict[str, QLineEdit | Lines] = {}
        self._office: Organisation | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(16)
        column.addWidget(page_head(self.TITLE, self.SUMMARY))
        for title, build in (
            ("Cơ quan", self._build_office),
            ("Năm công tác", self._build_year),
            ("Người làm việc trên máy này", self._build_who),
            ("Hiển thị", self._build_look),
            ("Dữ liệu", self._build_data),
        ):
            column.addWidget(_card(title, build))
        column.addStretch(1)
        desk.flush.connect(self.store_all)
        desk.signed.connect(self._mark_stale)

    def _build_office(self, form: QFormLayout) -> None:
        self.hint = QLabel("Chưa có tên cơ quan. Hãy nhập tên cơ quan và địa danh để bắt đầu.")
        self.hint.setWordWrap(True)
        form.addRow(self.hint)
        shown = columns(Organisation)
        for name in FIELDS:
            field: QLineEdit | Lines = Lines() if shown[name].kind == "lines" else QLineEdit()
            (field.left if isinstance(field, Lines) else field.editingFinished).connect(self._store_office)
            field.setAccessibleName(shown[name].title)
            self.fields[name] = field
            form.addRow(_label(shown[name].title), field)

    def _build_year(self, form: QFormLayout) -> None:
        self.framework = QComboBox()
        self.framework.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.framework.setMinimumContentsLength(24)
        self.framework.activated.connect(self._store_framework)
        self.due_words = QComboBox()
        self.due_words.addItems(DUE_WORDS)
        self.due_words.setAccessibleName("Cách tính hạn")
        self.due_words.activated.connect(self._store_due)
        self.due = QLineEdit()
        self.due.setPlaceholderText("ví dụ 24/10/2025")
        self.due.setAccessibleName("Hạn gửi minh chứng")
        self.due.editingFinished.connect(self._store_due)
        row = QHBoxLayout()
        row.addWidget(self.due_words)
        row.addWidget(self.due, 1)
        self.year_label = _label("Bộ tiêu chí")
        form.addRow(self.year_label, self.framework)
        form.addRow(_label("Hạn gửi minh chứng"), row)
        note = QLabel("“Trước ngày” là ngày đó đã trễ; “chậm nhất ngày” là ngày đó vẫn kịp.")
        note.setProperty("muted", True)
        note.setWordWrap(True)
        form.addRow(_label(""), note)

    def _build_who(self, form: QFormLayout) -> None:
        self.who = QLineEdit()
        self.who.setAccessibleName("Họ và tên người dùng máy")
        self.who.editingFinished.connect(self._store_who)
        form.addRow(_label("Họ và tên"), self.who)
        note = QLabel(
            "Tên này được ghi cạnh mỗi thay đổi trong nhật ký của dữ liệu. Nhiều người dùng chung máy thì lập danh sách "
            "dưới đây; khi ấy tên lấy theo danh sách."
        )
        note.setProperty("muted", True)
        note.setWordWrap(True)
        form.addRow(_label(""), note)
        self.users = UsersPanel(self.desk)
        form.addRow(_label("Người dùng chung máy"), self.users)

    def _build_look(self, form: QFormLayout) -> None:
        self.size_choice = QComboBox()
        for step in STEPS:
            self.size_choice.addItem(f"{step} %", step)
        self.size_choice.activated.connect(self._store_size)
        self.theme = QComboBox()
        for key, words in THEMES.items():
            self.theme.addItem(words, key)
        self.theme.activated.connect(self._store_theme)
        self.size_choice.setAccessibleName("Cỡ chữ")
        self.theme.setAccessibleName("Màu sắc")
        self.framework.setAccessibleName("Bộ tiêu chí")
        form.addRow(_label("Cỡ chữ"), self.size_choice)
        form.addRow(_label("Màu sắc"), self.theme)

    def _build_data(self, form: QFormLayout) -> None:
        self.folder = QLabel()
        self.folder.setWordWrap(True)
        self.folder.setTextInteractionFlags(self.folder.textInteractionFlags().TextSelectableByMouse)
        show = QPushButton("Mở thư mục dữ liệu")
        show.clicked.connect(self._open_folder)
        form.addRow(_label("Thư mục dữ liệu"), self.folder)
        row = QHBoxLayout()
        row.addWidget(show)
        row.addStretch(1)
        form.addRow(_label(""), row)

    # Showing

    def refresh(self) -> None:
        self._office = organisation.current(self.desk.db)
        self.hint.setVisible(self._office is None)
        if self._office is not None:
            for name, field in self.fields.items():
                _show(field, str(getattr(self._office, name)))
        self._show_year()
        window = self.window()
        settings, look = getattr(window, "settings", None), getattr(window, "look", None)
        if isinstance(settings, UserSettings):
            _show(self.who, settings.who)
        self.users.refresh()
        shared = self.users.model.total() > 0
        self.who.setEnabled(not shared)
        if shared:
            _show(self.who, self.desk.office.who)
        if isinstance(look, Look):
            self._show_look(look)
            look.changed.connect(self._on_look)
        self.folder.setText(str(self.desk.office.folder))

    def _show_year(self) -> None:
        year = self.desk.year
        cycle = cycles.find_cycle(self.desk.db, year) if year else None
        self.year_label.setText(f"Bộ tiêu chí năm {year}" if cycle else "Bộ tiêu chí")
        for widget in (self.framework, self.due, self.due_words):
            widget.setEnabled(cycle is not None and not cycle.closed)
        self.framework.clear()
        if cycle is not None and cycle.framework_id is not None:
            framework = get(self.desk.db, Framework, cycle.framework_id)
            self.framework.addItem(framework.short_title or framework.title, None)
            self.framework.setEnabled(False)
        else:
            self.framework.addItem("Chưa chọn", None)
            for name in FRAMEWORK_FILES:
                self.framework.addItem(read_framework_file(name).short, name)
        _show(self.due, short_date(cycle.evidence_due_on) if cycle else "")
        self.due_words.setCurrentIndex(cycle.evidence_due_inclusive if cycle else 0)

    def _show_look(self, look: Look) -> None:
        blockers = [QSignalBlocker(self.size_choice), QSignalBlocker(self.theme)]
        self.size_choice.setCurrentIndex(self.size_choice.findData(look.percent))
        self.theme.setCurrentIndex(self.theme.findData(look.theme))
        for blocker in blockers:
            blocker.unblock()

    def _on_look(self) -> None:
        look = getattr(self.window(), "look", None)
        if isinstance(look, Look):
            self._show_look(look)

    def focus_find(self) -> None:
        self.fields["name"].setFocus()

    # Storing

    def store_all(self) -> None:
        """What is still being typed, now."""
        self._store_office()
        self._store_due()
        self._store_who()
        self.users.flush()

    def _store_office(self) -> None:
        typed = {name: _typed(field) for name, field in self.fields.items() if _modified(field)}
        if not typed:
            return
        if self._office is None:
            name, place = _typed(self.fields["name"]), _typed(self.fields["place_name"])
            if not place and place_of(name):
                _show(self.fields["place_name"], place_of(name))
                place = place_of(name)
            if name and place:
                self.desk.attempt("Nhập tên cơ quan", organisation.set_up, name, place)
            return
        values = {name: text for name, text in typed.items() if text != getattr(self._office, name)}
        if "name" in values and self._office.head_lines == organisation.head_lines_of(self._office.name):
            values.setdefault("head_lines", organisation.head_lines_of(values["name"]))
        titles = columns(Organisation)
        label = f"Sửa {titles[next(iter(values))].title.lower()}" if values else ""
        if not values or not self.desk.attempt(label, organisation.change, self._office.id, **values):  # type: ignore[arg-type]  # fields of the record by name
            self.refresh()

    def _store_due(self) -> None:
        cycle = cycles.find_cycle(self.desk.db, self.desk.year) if self.desk.year else None
        if cycle is None:
            return
        typed, inclusive = self.due.text().strip(), self.due_words.currentIndex() == 1
        if typed == short_date(cycle.evidence_due_on) and inclusive == bool(cycle.evidence_due_inclusive):
            return
        if not self.desk.attempt("Sửa hạn minh chứng", set_due, cycle.id, typed, inclusive=inclusive):
            self._show_year()

    def _store_framework(self, place: int) -> None:
        name, year = self.framework.itemData(place), self.desk.year
        if name and year:
            self.desk.attempt(f"Chọn bộ tiêu chí năm {year}", choose_framework, year, str(name))

    def _store_who(self) -> None:
        settings = getattr(self.window(), "settings", None)
        if isinstance(settings, UserSettings) and self.who.isModified():
            settings.who = self.who.text()
            _show(self.who, settings.who)  # first: signing asks every field to store what is new in it
            self.desk.sign(settings.who)

    def _store_size(self, place: int) -> None:
        look = getattr(self.window(), "look", None)
        if isinstance(look, Look):
            look.set_percent(int(self.size_choice.itemData(place)))

    def _store_theme(self, place: int) -> None:
        look = getattr(self.window(), "look", None)
        if isinstance(look, Look):
            look.set_theme(str(self.theme.itemData(place)))

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.desk.office.folder)))


def _card(title: str, build: Callable[[QFormLayout], None]) -> QFrame:
    card = QFrame()
    card.setObjectName("card")
    column = QVBoxLayout(card)
    column.setContentsMargins(16, 12, 16, 16)
    column.setSpacing(8)
    head = QLabel(title)
    head.setObjectName("cardTitle")
    column.addWidget(head)
    form = QFormLayout()
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    form.setHorizontalSpacing(16)
    form.setVerticalSpacing(8)
    build(form)
    column.addLayout(form)
    return card


def _label(words: str) -> QLabel:
    """Labels of all cards share one width, so that the fields stand in one line."""
    label = QLabel(words)
    label.setWordWrap(True)
    label.setFixedWidth(min(label.fontMetrics().averageCharWidth() * 26, 260))
    return label


def _show(field: QLineEdit | Lines, text: str) -> None:
    if isinstance(field, Lines):
        if field.toPlainText() != text:
            field.setPlainText(text)
        field.document().setModified(False)
    else:
        if field.text() != text:
            field.setText(text)
        field.setModified(False)


def _typed(field: QLineEdit | Lines) -> str:
    return (field.toPlainText() if isinstance(field, Lines) else field.text()).strip()


def _modified(field: QLineEdit | Lines) -> bool:
    return field.document().isModified() if isinstance(field, Lines) else field.isModified()
