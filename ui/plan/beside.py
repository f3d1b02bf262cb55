"""The paper beside the text: kept up to date while it is seen, at the place in hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer

from dvcq_desktop.unsaved import Place
from ui.desk import Desk
from ui.live_paper import LivePaper
from ui.widgets.paper import PaperView

_AFTER_PAINT = 50  # milliseconds: the page is on the screen before the builder loads its libraries
_ANCHORS = {"opening": "plan:opening", "closing": "plan:closing", "signing": "plan:closing"}


class Beside(QObject):
    """Paper and builder; nothing is built while nobody looks."""

    def __init__(self, desk: Desk, typed: Callable[[], Mapping[Place, str]], parent: QObject) -> None:
        super().__init__(parent)
        self.paper = PaperView()
        self.live = LivePaper(desk, parent=self)
        self.live.watch_typing(typed)
        self._key = ""
        self._late = True  # the place in hand is not on the paper yet
        self._seen = False
        self.live.ready.connect(self.paper.show_pdf)
        self.live.failed.connect(self.paper.tell)
        self.paper.shown.connect(self._on_shown)

    def look(self, seen: bool) -> None:
        """Somebody looks at the paper, or not any more."""
        if seen == self._seen:
            return
        self._seen = seen
        if seen:
            QTimer.singleShot(_AFTER_PAINT, self, self._begin)
        else:
            self.live.rest()

    def _begin(self) -> None:
        if self._seen:
            self.live.request_now()

    def changed(self) -> None:
        """Something that prints was changed or is being typed."""
        if self._seen:
            self.live.request()

    def clear(self) -> None:
        """There is no plan."""
        self.look(False)
        self.paper.clear()
        self._late = True

    def follow(self, key: str) -> None:
        """Bring a place of the outline into view; one that is new, as soon as the paper knows it."""
        self._key = key
        if key in ("head", "bases"):
            self.paper.sheets.verticalScrollBar().setValue(0)
            self._late = False
        else:
            self._late = not self.paper.scroll_to(_ANCHORS.get(key, key))

    def _on_shown(self) -> None:
        if self._late:
            self.follow(self._key)
