"""Qt's own buttons, menus and dialogs speak Vietnamese: nothing they ask for is left in English."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtGui import QFontDatabase, QKeySequence, QUndoStack
from PySide6.QtWidgets import (
    QColorDialog,
    QDialogButtonBox,
    QErrorMessage,
    QFileDialog,
    QFontDialog,
    QInputDialog,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QProgressDialog,
    QSpinBox,
    QWizard,
    QWizardPage,
)

TRANSLATIONS = Path(__file__).resolve().parents[2] / "resources" / "translations"
OURS = {"Alt", "Ctrl", "Shift", "Meta"}  # legends on the key itself


def messages() -> Iterator[tuple[str, str, str]]:
    """Context, source and translation of every message of the .ts file."""
    for context in ET.parse(TRANSLATIONS / "qtbase_vi.ts").getroot():  # noqa: S314 - our own file, not a foreign one
        for message in context.iter("message"):
            yield (
                context.findtext("name") or "",
                message.findtext("source") or "",
                message.findtext("translation") or "",
            )


CONTEXTS = {context for context, _source, _text in messages()} - {
    "QMimeType"
}  # of kinds of files only those an office has


class RecordingTranslator(QTranslator):
    """The Vietnamese texts, and a note of all that was asked for and not found."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[tuple[str, str]] = set()
        self.missing: set[tuple[str, str]] = set()

    def translate(self, context, source, disambiguation=None, n=-1):  # called by Qt
        found = super().translate(context, source, disambiguation, n)
        self.asked.add((context, source))
        if not found:
            self.missing.add((context, source))
        return found


@pytest.fixture
def vietnamese(qapp):
    translator = RecordingTranslator()
    assert translator.load(str(TRANSLATIONS / "qtbase_vi.qm"))
    assert qapp.installTranslator(translator)
    yield translator
    qapp.removeTranslator(translator)


def assert_all_translated(translator: RecordingTranslator, *contexts: str) -> None:
    asked = {context for context, _source in translator.asked}
    assert set(contexts) <= asked
    assert {(c, s) for c, s in translator.missing if c in CONTEXTS | set(contexts)} == set()


def mnemonics(texts: list[str]) -> Counter[str]:
    return Counter(t[t.index("&") + 1].lower() for t in (text.replace("&&", "") for text in texts) if "&" in t)


def assert_no_clash(texts: list[str]) -> None:
    assert [letter for letter, count in mnemonics(texts).items() if count > 1] == []
    assert all(letter.isascii() for letter in mnemonics(texts)), "an input method would swallow it"


def menu_texts(menu: QMenu) -> list[str]:
    return [action.text().split("\t")[0] for action in menu.actions() if action.text()]


def test_message_box_with_every_button(qtbot, vietnamese) -> None:
    buttons = QMessageBox.StandardButton
    every = [b for b in buttons if b not in (buttons.NoButton, buttons.ButtonMask, buttons.Default, buttons.Escape)]
    every = [b for b in every if b.name not in ("FirstButton", "LastButton", "YesAll", "NoAll", "FlagMask")]
    box = QMessageBox()
    qtbot.addWidget(box)
    for button in every:
        box.addButton(button)
    box.setText("x")
    box.setDetailedText("y")
    box.show()
    assert_all_translated(vietnamese, "QPlatformTheme", "QMessageBox")
    assert box.button(buttons.Cancel).text() == "Hủ&y"
    assert len(box.buttons()) >= 18
    assert_no_clash([button.text() for button in box.buttons()])


def test_button_box(qtbot, vietnamese) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Discard)
    qtbot.addWidget(box)
    assert [b.text() for b in box.buttons()] == ["&Lưu", "&Bỏ thay đổi"]
    assert_all_translated(vietnamese, "QPlatformTheme")


def test_input_and_progress_dialogs(qtbot, vietnamese) -> None:
    asking, waiting, telling = QInputDialog(), QProgressDialog(), QErrorMessage()
    for dialog in (asking, waiting, telling):
        qtbot.addWidget(dialog)
        dialog.show()
    telling.showMessage("x")
    assert asking.labelText() == "Nhập giá trị:"
    assert_all_translated(vietnamese, "QInputDialog", "QProgressDialog", "QErrorMessage")


@pytest.mark.parametrize("mode", [QFileDialog.AcceptMode.AcceptOpen, QFileDialog.AcceptMode.AcceptSave])
def test_file_dialog(qtbot, vietnamese, tmp_path, mode) -> None:
    (tmp_path / "kế hoạch.pdf").write_bytes(b"%PDF-")
    dialog = QFileDialog(None, "x", str(tmp_path))
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setViewMode(QFileDialog.ViewMode.Detail)
    dialog.setAcceptMode(mode)
    dialog.show()
    assert_all_translated(vietnamese, "QFileDialog", "QFileSystemModel")
    labels = [dialog.labelText(label) for label in QFileDialog.DialogLabel]
    assert_no_clash(labels)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    assert_all_translated(vietnamese)


def test_colour_and_font_dialogs(qtbot, vietnamese) -> None:
    for dialog in (QColorDialog(), QFontDialog()):
        qtbot.addWidget(dialog)
        dialog.setOption(
            type(dialog).ColorDialogOption.DontUseNativeDialog
            if isinstance(dialog, QColorDialog)
            else QFontDialog.FontDialogOption.DontUseNativeDialog
        )
        dialog.show()
    QFontDatabase.writingSystemName(QFontDatabase.WritingSystem.Vietnamese)
    assert_all_translated(vietnamese, "QColorDialog", "QFontDialog", "QFontDatabase")


@pytest.mark.parametrize("style", [QWizard.WizardStyle.ClassicStyle, QWizard.WizardStyle.ModernStyle])
def test_wizard(qtbot, vietnamese, style) -> None:
    wizard = QWizard()
    qtbot.addWidget(wizard)
    wizard.setWizardStyle(style)
    wizard.setOption(QWizard.WizardOption.HaveHelpButton)
    for _number in range(2):
        wizard.addPage(QWizardPage())
    wizard.show()
    wizard.next()
    texts = [wizard.buttonText(b) for b in QWizard.WizardButton if b.value < QWizard.WizardButton.CustomButton1.value]
    assert_all_translated(vietnamese, "QWizard")
    assert "&Hoàn thành" in texts
    assert_no_clash(
        [
            wizard.buttonText(getattr(QWizard.WizardButton, name))
            for name in ("BackButton", "NextButton", "FinishButton", "CancelButton", "HelpButton")
        ]
    )


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit, QSpinBox])
def test_menus_of_text_fields(qtbot, vietnamese, kind) -> None:
    field = kind()
    qtbot.addWidget(field)
    text = field.lineEdit() if isinstance(field, QSpinBox) else field
    menu = text.createStandardContextMenu()
    qtbot.addWidget(menu)
    assert "&Sao chép" in menu_texts(menu)
    assert_no_clash(menu_texts(menu))
    assert_all_translated(vietnamese, "QWidgetTextControl" if kind is QPlainTextEdit else "QLineEdit")


def test_undo_and_key_names(qtbot, vietnamese) -> None:
    stack = QUndoStack()
    assert stack.createUndoAction(stack).text() == "Hoàn tác"
    keys = QKeySequence("Ctrl+Shift+Del")
    assert keys.toString(QKeySequence.SequenceFormat.NativeText) == "Ctrl+Shift+Del"
    for portable in ("Alt+Up", "Ctrl+Space", "Shift+F10", "Ctrl+Return", "Alt+Left"):
        shown = QKeySequence(portable).toString(QKeySequence.SequenceFormat.NativeText)
        assert QKeySequence(shown, QKeySequence.SequenceFormat.NativeText) == QKeySequence(portable), shown
    assert_all_translated(vietnamese, "QUndoStack", "QShortcut")


def test_every_context_is_whole_in_the_compiled_file(vietnamese) -> None:
    """The .qm file is the .ts file: whoever changes one must compile the other."""
    rows = list(messages())
    assert len(rows) == len({(context, source) for context, source, _text in rows}) >= 1000
    assert [(c, s) for c, s, text in rows if QCoreApplication.translate(c, s) != text] == []


def test_texts_are_well_formed() -> None:
    for _context, source, text in messages():
        assert text.strip(), source
        assert unicodedata.is_normalized("NFC", text)
        assert sorted(source.count(f"%{n}") for n in range(1, 4)) == sorted(text.count(f"%{n}") for n in range(1, 4))
        assert not any(old in text.lower() for old in ("huỷ", "xoá", "hoà ", "uỷ", "khoá")), text
        if "&" in text and "<" not in text:
            assert text[text.index("&") + 1].isascii(), text
        if source in OURS:
            assert text == source
