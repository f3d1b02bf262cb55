"""What the tests of the framework page share: the page shown, its items, keys typed, what is on the clipboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dvcq_desktop import frameworks
from dvcq_desktop.frameworks import Item
from ui.desk import Desk
from ui.pages.framework import FrameworkPage

QN = "quang-ngai-1211-2022"


def shown(qtbot, desk: Desk) -> FrameworkPage:
    page = FrameworkPage(desk)
    qtbot.addWidget(page)
    page.resize(1140, 700)
    page.show()
    with qtbot.waitActive(page):
        page.activateWindow()
    return page


def items(page: FrameworkPage) -> list[Item]:
    assert page.steps.version is not None
    return frameworks.items(page.desk.db, page.steps.version.framework.id)


def maxima(page: FrameworkPage) -> list[int | None]:
    return [item.max_points for item in items(page)]


def cell(page: FrameworkPage, code: str, column: int):
    criterion, number = code.split(".")
    above = page.model.index(int(criterion) - 1, 0)
    return page.model.index(int(number) - 1, column, above)


def type_keys(text: str) -> None:
    """Keys to whatever has the focus, as a person types them."""
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClicks(target, text)


def enter(page: FrameworkPage) -> None:
    QTest.keyClick(QApplication.focusWidget() or page.view, Qt.Key.Key_Return)
    QApplication.processEvents()


def put_on_clipboard(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def table_text(page: FrameworkPage, maximum: str = "2,5") -> str:
    rows = ["STT\tNội dung\tĐiểm tối đa"]
    for criterion in frameworks.criteria(page.desk.db, page.steps.version.framework.id):
        rows.append(f"{criterion.number}\t{criterion.title}\t")
        rows += [
            f"{criterion.number}.{item.number}\t{item.text}\t{maximum}"
            for item in items(page)
            if item.criterion_id == criterion.id
        ]
    return "\n".join(rows)
