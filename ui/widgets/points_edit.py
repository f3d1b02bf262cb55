"""A line for points and counts: the input method stays out of it, and nothing typed is dropped or rewritten on the way."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget


class PointsEdit(QLineEdit):
    """Digits with a comma or a dot.

    Letters are taken as they come and refused with a sentence when the field is left: a program that turns "a1" into "á"
    takes letters back by backspaces, and a field that had swallowed the letter would lose a digit instead.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhPreferNumbers
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setMaxLength(40)
