"""What every page of the window is: a widget that says what it reads and fills itself when that changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

from ui.desk import Desk

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent


class Page(QWidget):
    """Base of all pages. A page builds itself once, fills itself in refresh(), and never knows another page.

    refresh() runs on first showing, when a table in READS changed while the page is visible (else on its next showing)
    and when the year in hand changed.
    """

    KEY: ClassVar[str] = ""  # "plan": in shortcuts, settings, Desk.go
    TITLE: ClassVar[str] = ""  # in the side bar and on top of the page
    SUMMARY: ClassVar[str] = ""  # one line under the title: what the page is for
    GROUP: ClassVar[str] = ""  # "Công việc", "Đánh giá", "Văn bản", "" (bottom)
    ICON: ClassVar[str] = ""  # resources/icons/ICON.svg
    READS: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._stale = True
        desk.changed.connect(self._on_changed)
        desk.year_changed.connect(self._on_year_changed)

    def refresh(self) -> None:
        """Fill the page from the data; must not emit changes of its own."""
        raise NotImplementedError

    def show_anchor(self, anchor: str) -> None:
        """Bring a place of the page into view ("section:12"); pages without places leave it."""

    def focus_find(self) -> None:
        """Ctrl+F: put the cursor where one searches or filters on this page."""

    def _on_changed(self, tables: frozenset[str]) -> None:
        if self.READS & tables:
            self._mark_stale()

    def _on_year_changed(self, _year: int) -> None:
        self._mark_stale()

    def _mark_stale(self) -> None:
        self._stale = True
        if self.isVisible():
            self._refresh_now()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._refresh_now()

    def _refresh_now(self) -> None:
        self._stale = False
        self.refresh()


@dataclass(frozen=True, kw_only=True)
class OnShelf:
    """A page on the shelf before anybody opened it: what the side bar shows, and how to load it when it is wanted.

    Calling it makes the page, as calling the class would; a test holds that both say the same.
    """

    KEY: str
    TITLE: str
    GROUP: str = ""
    ICON: str
    load: Callable[[], type[Page]]

    def __call__(self, desk: Desk) -> Page:
        return self.load()(desk)
