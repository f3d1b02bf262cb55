"""How much room a widget's screen has, asked in the one way that does not take the program down later."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget


def room_for(widget: QWidget) -> QRect:
    """The usable part of the screen a widget is on.

    Never QWidget.screen(): PySide 6.11 then takes the screen for a child of the widget and deletes it with the widget.
    """
    screen = QGuiApplication.screenAt(widget.mapToGlobal(widget.rect().center())) or QGuiApplication.primaryScreen()
    return screen.availableGeometry()
