"""Where things stand on the page Kế hoạch, for its tests."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from dvcq_desktop import sections
from ui.pages.plan import PlanPage


def keys_of(page: PlanPage) -> list[str]:
    """The sections of the plan in order, as places of the outline."""
    return [f"section:{row.section.id}" for row in sections.outline(page.desk.db, page.plan.id)]


def titles_of(page: PlanPage) -> list[str]:
    """What the outline shows of the sections."""
    return [page.outline.model.node_of(key).title for key in page.outline.model.keys()[3:-2]]


def body_of(page: PlanPage, key: str) -> str:
    rows = {f"section:{row.section.id}": row.section for row in sections.outline(page.desk.db, page.plan.id)}
    return rows[key].body


def press(widget: QWidget, text: str) -> None:
    """A letter as UniKey sends it: a key without a code, only its text."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, text))


def write(widget: QWidget, text: str) -> None:
    """Type a text letter by letter; QTest.keyClicks takes plain Latin letters only."""
    for letter in text:
        press(widget, letter)
