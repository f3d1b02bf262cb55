"""Every question and file chooser of the program, so that tests can answer them; nothing else calls exec()."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from dvcq_desktop.vietnamese import fold

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


def tell(parent: QWidget | None, title: str, sentence: str, *, detail: str = "") -> None:
    """Something the person must read before going on."""
    box = QMessageBox(QMessageBox.Icon.Information, title, sentence, QMessageBox.StandardButton.Close, parent)
    box.setInformativeText(detail)
    box.exec()


def open_file(parent: QWidget | None, title: str, filters: str, folder: str = "") -> Path | None:
    """One existing file to read; None where the person changed their mind."""
    name, _chosen = QFileDialog.getOpenFileName(parent, title, folder, filters)
    return Path(name) if name else None


def save_file(parent: QWidget | None, title: str, proposal: str, filters: str) -> Path | None:
    """Where to write a file."""
    name, _chosen = QFileDialog.getSaveFileName(parent, title, proposal, filters)
    return Path(name) if name else None


def choose_folder(parent: QWidget | None, title: str, folder: str = "") -> Path | None:
    name = QFileDialog.getExistingDirectory(parent, title, folder)
    return Path(name) if name else None


def line(parent: QWidget | None, title: str, label: str, text: str = "") -> str | None:
    """One line of text."""
    typed, ok = QInputDialog.getText(parent, title, label, QLineEdit.EchoMode.Normal, text)
    return typed if ok else None


def secret(parent: QWidget | None, title: str, label: str) -> str | None:
    """One line behind dots."""
    given, ok = QInputDialog.getText(parent, title, label, QLineEdit.EchoMode.Password, "")
    return given if ok else None


def typed(parent: QWidget | None, title: str, sentence: str, word: str, verb: str) -> bool:
    """Whether the person typed the word that lets something go for good; with or without its marks, never by Enter alone."""
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    column = QVBoxLayout(dialog)
    words = QLabel(f"{sentence}\n\nNếu chắc chắn, hãy gõ {word}:")
    words.setWordWrap(True)
    words.setMinimumWidth(60 * words.fontMetrics().averageCharWidth())
    field = QLineEdit()
    words.setBuddy(field)
    buttons = QDialogButtonBox()
    buttons.addButton(verb, QDialogButtonBox.ButtonRole.AcceptRole)
    buttons.addButton("Thôi", QDialogButtonBox.ButtonRole.RejectRole).setDefault(True)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    for part in (words, field, buttons):
        column.addWidget(part)
    return show_dialog(dialog) and fold(field.text()) == fold(word)


def show_dialog(dialog: QDialog) -> bool:
    """Run a dialog or wizard of ours to its end; whether it was accepted."""
    return dialog.exec() == QDialog.DialogCode.Accepted


def printer(parent: QWidget | None, title: str, *, pages: int) -> QPrinter | None:
    """The printer, pages and copies the person chose; None where they changed their mind."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    chosen = QPrinter(QPrinter.PrinterMode.HighResolution)
    chosen.setDocName(title)
    dialog = QPrintDialog(chosen, parent)
    dialog.setWindowTitle(title)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, pages > 1)
    if pages > 1:
        dialog.setMinMax(1, pages)
    return chosen if show_dialog(dialog) else None


def open_folder(path: Path) -> None:
    """Show a folder in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def choose(
    parent: QWidget | None, title: str, sentence: str, ways: Sequence[str], *, detail: str = "", stay: str = ""
) -> int | None:
    """Which of a few ways to go, each a button with a verb; Enter takes the last (give the safe one), Esc answers None.

    stay: where no way is safe, the words of the button that goes none; Enter takes it.
    """
    box = QMessageBox(QMessageBox.Icon.Question, title, sentence, QMessageBox.StandardButton.NoButton, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)  # a file's name is never read as HTML
    box.setInformativeText(detail)
    buttons = [box.addButton(way, QMessageBox.ButtonRole.ActionRole) for way in ways]
    leave = box.addButton(stay or "Thôi", QMessageBox.ButtonRole.RejectRole)
    box.setEscapeButton(leave)
    box.setDefaultButton(leave if stay else buttons[-1])
    box.exec()
    clicked = box.clickedButton()
    return next((place for place, button in enumerate(buttons) if button is clicked), None)


def open_files(parent: QWidget | None, title: str, filters: str, folder: str = "") -> list[Path]:
    """Existing files to read; none where the person changed their mind."""
    names, _chosen = QFileDialog.getOpenFileNames(parent, title, folder, filters)
    return [Path(name) for name in names]


def open_copy(path: Path) -> bool:
    """Let the system open a file of the program's own view folder (reliability.md, rule 23); whether it found a program."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
