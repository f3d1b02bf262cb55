"""Asks which of many: a list with a filter above it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QListView, QVBoxLayout, QWidget

from dvcq_desktop.vietnamese import fold
from ui.widgets.lines_list import LinesList


class PickDialog(QDialog):
    """places holds what was chosen, as places in the list given, once it was accepted."""

    def __init__(
        self, title: str, names: Sequence[str], *, do: str, several: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(620, 400)
        self._names = [(name.replace("\n", " "), fold(name)) for name in names]
        self._shown: list[int] = []
        self.places: list[int] = []
        column = QVBoxLayout(self)
        self.words = QLineEdit()
        self.words.setPlaceholderText("Gõ vài chữ để lọc…")
        self.words.setAccessibleName("Lọc")
        self.words.setClearButtonEnabled(True)
        self.words.textChanged.connect(self._narrow)
        column.addWidget(self.words)
        self.list = LinesList(title)
        if several:
            self.list.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.list.doubleClicked.connect(self.accept)
        column.addWidget(self.list, 1)
        buttons = QDialogButtonBox()
        self.do = buttons.addButton(do, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("Thôi", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self._narrow("")

    def _narrow(self, text: str) -> None:
        words = fold(text).split()
        self._shown = [n for n, (_name, folded) in enumerate(self._names) if all(word in folded for word in words)]
        self.list.show_rows([self._names[n][0] for n in self._shown])
        self.do.setEnabled(bool(self._shown))

    def accept(self) -> None:
        self.places = [self._shown[row] for row in sorted(index.row() for index in self.list.selectedIndexes())]
        super().accept()
