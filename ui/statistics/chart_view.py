"""Shows a chart as it stands on paper, in the colours of the window; says each figure to the pointer and the arrow keys."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QMimeData, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontDatabase,
    QFontInfo,
    QHelpEvent,
    QImage,
    QImageReader,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from dvcq_desktop.printed.blocks import Chart
from ui import clipboard

if TYPE_CHECKING:
    from dvcq_desktop.writers.chart_marks import Area, Ink
    from dvcq_desktop.writers.charts import Drawn

_FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
_LETTERS = 9.0  # points of the letters of a chart, shown as large as the letters of the window
_ROW, _ROUND_IT = 15, 80  # points: about what a row of a heat map takes, and all that stands round the rows
_NARROWEST = 240  # points: below this a chart is cut, never squeezed
_COPIED = 480.0  # points: the width of a copied picture, as it will lie in a document
_ELSEWHERE = "Liberation Serif, Times New Roman, serif"  # the same widths, where our letters are not known
_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class ChartView(QWidget):
    """One chart, as wide as its place and as high as it needs."""

    looked = Signal(str)  # the whole truth about the figure in hand

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart: Chart | None = None
        self._drawn: Drawn | None = None
        self._image: QImage | None = None
        self._hand: Area | None = None
        self._soon = QTimer(self)  # the width is known only after the page was laid out; a resized window asks often
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._draw)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(200)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def set_chart(self, chart: Chart) -> None:
        """Show this chart."""
        if chart == self.chart:
            return
        self.chart = chart
        self._hand = None
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription(chart.words())
        if self._image is None:  # nothing below it jumps far when it is drawn
            rows = len(chart.series) if chart.kind == "heat" else 10
            self.setFixedHeight(round((rows * _ROW + _ROUND_IT) * self.scale))
        self._soon.start()

    def tip(self, area: Area) -> str:
        """What there is to say about a figure."""
        if self.chart is None:
            return ""
        series = self.chart.series[area.series]
        if area.category < len(series.tips):
            return series.tips[area.category]
        return f"{self.chart.categories[area.category]}, {series.name}: {self.chart.value(area.series, area.category)}"

    def area_at(self, x: float, y: float) -> Area | None:
        """The figure at this place of the widget."""
        if self._drawn is None:
            return None
        x, y = x / self.scale, y / self.scale
        inside = (a for a in self._drawn.areas if a.left <= x <= a.left + a.width and a.top <= y <= a.top + a.height)
        return next(inside, None)

    @property
    def scale(self) -> float:
        """Pixels of the screen for a point of the chart."""
        return QFontInfo(self.font()).pixelSize() / _LETTERS

    def _draw(self) -> None:
        """Lay the chart out for the width there is."""
        if self.chart is None or self.width() < 50:
            return
        from dvcq_desktop.writers.charts import draw_chart, svg_of

        load_letters()
        self._drawn = draw_chart(self.chart, max(self.width() / self.scale, _NARROWEST), _ink(self.palette()))
        size = QSize(round(self._drawn.width * self.scale), round(self._drawn.height * self.scale))
        ratio = self.devicePixelRatioF()
        self._image = picture(svg_of(self._drawn), size * ratio)
        self._image.setDevicePixelRatio(ratio)
        if self.height() != size.height():
            self.setFixedHeight(size.height())
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._soon.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._soon.start()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._image is not None:
            painter.drawImage(0, 0, self._image)
        if self.hasFocus():
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Accent), 2))
            hand = self._hand
            if hand is not None:
                k = self.scale
                painter.drawRect(QRectF(hand.left * k, hand.top * k, hand.width * k, hand.height * k))
            else:
                painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            area = self.area_at(event.pos().x(), event.pos().y())
            if area is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), _folded(self.tip(area)), self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or not self._step(*step):
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.looked.emit("")

    def _step(self, down: int, across: int) -> bool:
        """Take the next figure in hand: whether there was one in that direction."""
        areas = self._drawn.areas if self._drawn else ()
        if not areas or self.chart is None:
            return False
        found = (
            areas[0] if self._hand is None else _next(areas, self._hand, down, across, rows=self.chart.kind == "heat")
        )
        if found is None:
            return False
        self._hand = found
        self.setAccessibleDescription(self.tip(found))
        self.looked.emit(self.tip(found))
        self.update()
        return True


def _next(areas: Sequence[Area], hand: Area, down: int, across: int, *, rows: bool) -> Area | None:
    """The figure beside this one: of a heat map in four directions, else bar by bar, year after year."""
    if rows:
        wanted = (hand.series + down, hand.category + across)
        return next((a for a in areas if (a.series, a.category) == wanted), None)
    order = sorted(areas, key=lambda area: (area.category, area.series))
    place = order.index(hand) + down + across
    return order[place] if 0 <= place < len(order) else None


def copy_chart(chart: Chart) -> None:
    """Put a chart on the clipboard for Word or Excel: a sharp picture, the same as SVG, and its figures in words."""
    from dvcq_desktop.writers.charts import draw_chart, svg_of

    load_letters()
    drawn = draw_chart(chart, _COPIED)
    svg = svg_of(drawn)
    double = 2 * 96 / 72
    image = picture(svg, QSize(round(drawn.width * double), round(drawn.height * double)))
    on_paper = QImage(image.size(), QImage.Format.Format_RGB32)
    on_paper.fill(Qt.GlobalColor.white)
    painter = QPainter(on_paper)
    painter.drawImage(0, 0, image)
    painter.end()
    dots = round(192 / 0.0254)  # two dots for a pixel of the screen: pasted at its true size
    on_paper.setDotsPerMeterX(dots)
    on_paper.setDotsPerMeterY(dots)
    mime = QMimeData()
    mime.setImageData(on_paper)
    mime.setData("image/svg+xml", QByteArray(svg_of(drawn, _ELSEWHERE)))
    mime.setText(chart.words())
    clipboard.put(mime)


def picture(svg: bytes, size: QSize) -> QImage:
    """An SVG through Qt's own image plugin, drawn for this size."""
    data = QByteArray(svg)
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"svg"))
    reader.setScaledSize(size)
    return reader.read()


@lru_cache(maxsize=1)
def load_letters() -> int:
    """Let Qt know the letters of our papers, whatever fonts the PC has; answers how many files."""
    return sum(1 for path in sorted(_FONTS.glob("*.ttf")) if QFontDatabase.addApplicationFont(str(path)) >= 0)


def _ink(palette: QPalette) -> Ink:
    from dvcq_desktop.writers.chart_marks import DARK, PAPER

    return DARK if palette.color(QPalette.ColorRole.Base).lightness() < 128 else PAPER


def _folded(text: str) -> str:
    """Rich text, so that Qt breaks the long text of an item into lines."""
    head, _mark, rest = text.partition("\n")
    escaped = [part.replace("&", "&amp;").replace("<", "&lt;") for part in (head, rest)]
    return f"<b>{escaped[0]}</b><br>{escaped[1]}" if rest else f"<span>{escaped[0]}</span>"
