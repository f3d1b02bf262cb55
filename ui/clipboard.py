"""Puts things on the clipboard, and takes back at the end what only Python can free."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication


def put(mime: QMimeData) -> None:
    """Offer something in several forms (text and table, picture and SVG)."""
    QGuiApplication.clipboard().setMimeData(mime)


def let_go() -> None:
    """Leave only the text: Qt frees the clipboard after Python has ended, and an object of Python's would crash there."""
    clipboard = QGuiApplication.clipboard()
    if clipboard.ownsClipboard():
        clipboard.setText(clipboard.text())
