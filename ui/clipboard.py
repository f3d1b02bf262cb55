"""Puts things on the clipboard, and takes back at the end what only Python can free."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QImage


def put(mime: QMimeData) -> None:
    """Offer something in several forms (text and table, picture and SVG)."""
    QGuiApplication.clipboard().setMimeData(mime)


def offered() -> QMimeData:
    """What the clipboard offers now; to be read at once, it may be gone later."""
    return QGuiApplication.clipboard().mimeData()


def picture() -> QImage:
    """The picture on the clipboard; a null one where there is none."""
    return QGuiApplication.clipboard().image()


def let_go() -> None:
    """Leave only the text: Qt frees the clipboard after Python has ended, and an object of Python's would crash there."""
    clipboard = QGuiApplication.clipboard()
    if clipboard.ownsClipboard():
        clipboard.setText(clipboard.text())
