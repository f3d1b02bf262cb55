"""Actions of a page: its menu and its keys from one list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QWidget


def add_actions(page: QWidget, rows: Sequence[tuple[str, str, str, Callable[[], object]]]) -> dict[str, QAction]:
    """An action for each key, text, shortcut ("" for none; several part at a blank) and what it calls."""
    made: dict[str, QAction] = {}
    for key, text, keys, slot in rows:
        action = QAction(text, page)
        if keys:
            action.setShortcuts([QKeySequence(one) for one in keys.split()])
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(slot)
        page.addAction(action)
        made[key] = action
    return made


def add_key(view: QAbstractItemView, keys: QKeySequence.StandardKey, slot: Callable[[], object]) -> None:
    """A key that acts on rows while the table has the focus; in a field it stays what it is there."""
    own = QAction(view)
    own.setShortcut(QKeySequence(keys))
    own.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    own.triggered.connect(slot)
    view.addAction(own)
