"""The desk with sheets of paper: lays the pages of a PDF in a column and draws only those in sight."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QCoreApplication, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QMenu, QWidget

from ui.widgets.paper_render import Draws, Renderer

Places = dict[str, tuple[int, float]]
GAP = 12  # between sheets and at the edges of the desk
ZOOMS = (50, 75, 100, 125, 150, 200, 300)
FIT_WIDTH, FIT_PAGE = "width", "page"
_PIXELS = 96 / 72  # of a point at 100 %
_KEPT = 6  # pictures of pages kept outside of sight


@dataclass(kw_only=True)
class Paper:
    """One PDF: the size of its pages in points and the pictures drawn so far, each with its scale."""

    number: int
    sizes: list[tuple[float, float]] = field(default_factory=list)
    places: Places = field(default_factory=dict)
    pictures: dict[int, tuple[float, QImage]] = field(default_factory=dict)
    asked: set[tuple[int, float]] = field(default_factory=set)

    def scale(self, page: int, zoom: float | str, room: QSize) -> float:
        """Pixels of the screen for a point of a page; where it is to fit, each page fits by itself."""
        if not isinstance(zoom, str):
            return zoom * _PIXELS
        wide, high = self.sizes[page] if page < len(self.sizes) else (595.0, 842.0)
        across = (room.width() - 2 * GAP) / wide
        return max(min(across, (room.height() - 2 * GAP) / high) if zoom == FIT_PAGE else across, 0.1)

    def rects(self, zoom: float | str, room: QSize) -> list[QRect]:
        """Where each sheet lies on a desk of this size, in pixels from the top left of the whole."""
        sizes = []
        for page, (wide, high) in enumerate(self.sizes):
            scale = self.scale(page, zoom, room)
            sizes.append(QSize(round(wide * scale), round(high * scale)))
        across = max([room.width(), *(size.width() + 2 * GAP for size in sizes)])
        rects, top = [], GAP
        for size in sizes:
            rects.append(QRect(QPoint((across - size.width()) // 2, top), size))
            top += size.height() + GAP
        return rects

    def take(self, page: int, scale: float, picture: QImage) -> bool:
        """Keep a drawn page; whether it is of another shape than was thought (a foreign file tells it page by page)."""
        self.asked.discard((page, scale))
        wide, high = self.sizes[page]
        true = wide * picture.height() / max(1, picture.width())
        other = abs(true - high) > 0.02 * high
        if other:
            across = 595.0 if picture.height() >= picture.width() else 842.0
            self.sizes[page] = (across, true * across / wide)
            scale *= wide / across  # as many pixels across as before
        self.pictures[page] = (scale, picture)
        return other

    def forget_far(self, near: list[int]) -> None:
        """Drop the picture that is farthest from the pages in sight where there are many."""
        if near and len(self.pictures) > len(near) + _KEPT:
            del self.pictures[max(self.pictures, key=lambda page: min(abs(page - n) for n in near))]


def _draw_sheet(painter: QPainter, rect: QRect) -> None:
    """An empty sheet with a soft border; paper is white in the dark too."""
    for step, strength in ((3, 10), (2, 18), (1, 40)):
        painter.setPen(QColor(0, 0, 0, strength))
        painter.drawRect(rect.adjusted(-step, -step, step - 1, step - 1))
    painter.fillRect(rect, Qt.GlobalColor.white)


def _desk_colour(palette: QPalette) -> QColor:
    window = palette.color(QPalette.ColorRole.Window)
    return window.darker(108) if window.lightness() > 127 else window.darker(140)


class Sheets(QAbstractScrollArea):
    """The desk with the sheets; PaperView adds the bar above it."""

    looked = Signal()  # the page in sight or the zoom changed
    shown = Signal()  # a new paper is in sight
    failed = Signal(str)

    def __init__(self, parent: QWidget | None = None, renderer: Draws | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Bản in")
        self.zoom: float | str = FIT_WIDTH
        self._paper = Paper(number=0)
        self._next: Paper | None = None
        self._number = 0
        self._renderer = renderer or Renderer()
        self._renderer.post.opened.connect(self._on_opened)
        self._renderer.post.drawn.connect(self._on_drawn)
        self._renderer.post.failed.connect(self._on_failed)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.horizontalScrollBar().valueChanged.connect(self.viewport().update)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.close_papers)

    # what is shown
    def show_paper(self, source: Any, places: Places) -> int:
        """Show what the renderer opens (a PDF, a file); answers the number under which it is opened."""
        self._number += 1
        self._next = Paper(number=self._number, places=places)
        self._renderer.open(self._number, source)
        return self._number

    def clear(self) -> None:
        self._number += 1
        self._paper, self._next = Paper(number=self._number), None
        self._lay()
        self.shown.emit()

    def close_papers(self) -> None:
        """End the drawing thread (the program is about to end)."""
        self._renderer.stop()

    def page_count(self) -> int:
        return len(self._paper.sizes)

    def page_in_sight(self) -> int:
        """The page (from 0) that the upper third of the view shows."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 3
        page = 0
        for index, rect in enumerate(self._rects(self._paper)):
            if rect.top() <= middle:
                page = index
        return page

    def scroll_to(self, anchor: str) -> bool:
        """Bring the place of an anchor into view, moving only where it is out of sight; whether it is known."""
        place = self._paper.places.get(anchor)
        if place is None or place[0] >= self.page_count():
            return False
        rect = self._rects(self._paper)[place[0]]
        y = rect.top() + round(place[1] * self._scale(self._paper, place[0]))
        bar, height = self.verticalScrollBar(), self.viewport().height()
        if not bar.value() + 8 <= y <= bar.value() + height * 2 // 3:
            bar.setValue(y - height // 6)
        return True

    def picture_of(self, page: int) -> QImage | None:
        """The page as drawn now; None before it was in sight."""
        found = self._paper.pictures.get(page)
        return found[1] if found else None

    # zoom
    def set_zoom(self, zoom: float | str) -> None:
        """A factor (1.0 is the size of the paper), FIT_WIDTH or FIT_PAGE; the place in sight stays."""
        page, part = self._place_in_sight()
        self.zoom = zoom if isinstance(zoom, str) else min(max(zoom, 0.25), 4.0)
        self._lay()
        self.look_at(page, part)
        self.looked.emit()

    def zoom_factor(self) -> float:
        return self._scale(self._paper, self.page_in_sight()) / _PIXELS

    def zoom_by(self, steps: int) -> None:
        self.set_zoom(round(self.zoom_factor() * 1.1**steps, 3))

    def _room(self) -> QSize:
        """The view as if the vertical bar were there: the paper must not jump when it comes or goes."""
        across = self.maximumViewportSize().width() - self.verticalScrollBar().sizeHint().width()
        return QSize(across, self.viewport().height())

    def _scale(self, paper: Paper, page: int) -> float:
        return paper.scale(page, self.zoom, self._room())

    def _rects(self, paper: Paper) -> list[QRect]:
        return paper.rects(self.zoom, self._room())

    def _lay(self) -> None:
        rects = self._rects(self._paper)
        bottom = rects[-1].bottom() + GAP if rects else 0
        widest = max((rect.right() + GAP for rect in rects), default=0)
        view = self.viewport()
        self.verticalScrollBar().setPageStep(view.height())
        self.verticalScrollBar().setSingleStep(48)
        self.verticalScrollBar().setRange(0, max(0, bottom - view.height()))
        self.horizontalScrollBar().setPageStep(view.width())
        self.horizontalScrollBar().setRange(0, max(0, widest - view.width()))
        if self.isVisible():  # before that nobody knows how large the view will be
            self._ask_in_sight(self._paper)
        view.update()

    def _place_in_sight(self) -> tuple[int, float]:
        rects = self._rects(self._paper)
        if not rects:
            return 0, 0.0
        top = self.verticalScrollBar().value()
        page = max((i for i, r in enumerate(rects) if r.top() <= top + GAP), default=0)
        return page, (top - rects[page].top()) / max(1, rects[page].height())

    def look_at(self, page: int, part: float = 0.0) -> None:
        """Bring a page (from 0) to the top of the view, or a part of its height above it."""
        rects = self._rects(self._paper)
        if page < len(rects):
            self.verticalScrollBar().setValue(rects[page].top() + round(part * rects[page].height()))

    def _in_sight(self, paper: Paper) -> list[int]:
        rects = self._rects(paper)
        bottom = rects[-1].bottom() + GAP if rects else 0
        height = self.viewport().height()
        top = max(0, min(self.verticalScrollBar().value(), bottom - height))
        return [i for i, r in enumerate(rects) if r.bottom() >= top and r.top() <= top + height]

    # drawing
    def _ask_in_sight(self, paper: Paper) -> bool:
        """Ask for the pages in sight that are not drawn at today's scale; whether any is missing."""
        missing = False
        for page in self._in_sight(paper):
            scale = self._scale(paper, page) * self.devicePixelRatioF()
            drawn = paper.pictures.get(page)
            if drawn is None or drawn[0] != scale:
                missing = True
                if (page, scale) not in paper.asked:
                    paper.asked.add((page, scale))
                    self._renderer.draw(paper.number, page, scale)
        return missing

    def _on_opened(self, number: int, sizes: list[tuple[float, float]]) -> None:
        if self._next is not None and self._next.number == number:
            self._next.sizes = sizes
            self._swap_when_ready()

    def _on_drawn(self, number: int, page: int, scale: float, picture: QImage) -> None:
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        if self._next is not None and self._next.number == number:
            self._next.take(page, scale, picture)
            self._swap_when_ready()
        elif self._paper.number == number:
            if self._paper.take(page, scale, picture):
                self.set_zoom(self.zoom)
            self._paper.forget_far(self._in_sight(self._paper))
            self.viewport().update()

    def _on_failed(self, number: int, trouble: str) -> None:
        if self._next is not None and self._next.number == number:
            self._next = None
        self.failed.emit(trouble)

    def _swap_when_ready(self) -> None:
        """The old sheets stay until every page in sight of the new ones is drawn."""
        paper = self._next
        if paper is None or (self.isVisible() and self._ask_in_sight(paper)):
            return
        self._paper, self._next = paper, None
        self._lay()
        self.looked.emit()
        self.shown.emit()

    def _on_scrolled(self, _value: int) -> None:
        self._ask_in_sight(self._paper)
        self.viewport().update()
        self.looked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(event.rect(), _desk_colour(self.palette()))
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        rects = self._rects(self._paper)
        for page in self._in_sight(self._paper):
            rect = rects[page].translated(-across, -down)
            _draw_sheet(painter, rect)
            drawn = self._paper.pictures.get(page)
            if drawn is not None:
                painter.drawImage(QRectF(rect), drawn[1])

    # the person
    def resizeEvent(self, event: QResizeEvent) -> None:
        page, part = self._place_in_sight()
        super().resizeEvent(event)
        self._lay()
        if isinstance(self.zoom, str):
            self.look_at(page, part)
            self.looked.emit()
        if self._next is not None and self._next.sizes:
            self._swap_when_ready()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._lay()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(1)
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom_by(-1)
        elif event.key() == Qt.Key.Key_Home:
            bar.setValue(0)
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        copy = QAction("Sao chép trang này thành ảnh", menu)
        copy.setEnabled(self.picture_of(self.page_in_sight()) is not None)
        copy.triggered.connect(self.copy_page)
        menu.addAction(copy)
        menu.popup(event.globalPos())

    def copy_page(self) -> None:
        """Put the page in sight on the clipboard as a picture."""
        picture = self.picture_of(self.page_in_sight())
        if picture is not None:
            QGuiApplication.clipboard().setImage(picture)
