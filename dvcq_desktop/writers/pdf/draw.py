"""Draws laid out pages on the canvas: one text object and one path a page, each distinct letter encoded once."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from reportlab.lib.rl_accel import escapePDF
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from dvcq_desktop.writers.pdf.fonts import drawable, face
from dvcq_desktop.writers.pdf.layout import LaidPart
from dvcq_desktop.writers.pdf.paragraph import line_style
from dvcq_desktop.writers.pdf.strips import Page, Sheet
from dvcq_desktop.writers.profile import POINTS_PER_MM, Profile


class _OtherSubset(Exception):
    """The letter stands in a later subset of the font."""


class _Codes(dict[int, int]):
    """The code of each letter in the first subset of a font, learnt once for each document."""

    def __init__(self, font: Any, pdf: Any) -> None:
        super().__init__()
        self._font, self._pdf = font, pdf

    def __missing__(self, code: int) -> int:
        subset, encoded = self._font.splitString(chr(code), self._pdf)[0]
        if subset:
            raise _OtherSubset
        self[code] = found = encoded[0]
        return int(found)


class _Shown(dict[str, str]):
    """The operator that shows each distinct text of a face, made once: tables repeat names and dates."""

    def __init__(self, font: Any, pdf: Any) -> None:
        super().__init__()
        self._codes = _Codes(font, pdf)

    def __missing__(self, text: str) -> str:
        self[text] = made = f"({escapePDF(text.translate(self._codes).encode('latin-1'))}) Tj"
        return made


class Pen:
    """Writes the text of pages into one canvas."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._pdf = canvas._doc  # noqa: SLF001 - reportlab's fonts are asked by its document
        self._texts: dict[str, _Shown] = {}
        self._fonts: dict[str, Any] = {}

    def _texts_of(self, name: str) -> _Shown:
        """What was made for a face in this document; a face nobody used is not loaded."""
        if name not in self._texts:
            self._fonts[name] = pdfmetrics.getFont(name)
            self._texts[name] = _Shown(self._fonts[name], self._pdf)
        return self._texts[name]

    def shown(self, name: str, size: float, text: str) -> str:
        """The operators that show a text where it lies in more than one subset of its font."""
        font = self._fonts[name]
        return " ".join(
            f"{font.getSubsetInternalName(subset, self._pdf)} {size:g} Tf ({escapePDF(encoded)}) Tj"
            for subset, encoded in font.splitString(text, self._pdf)
        )

    def write(self, page: Page, sheet: Sheet) -> None:
        """All text of a page as one text object."""
        out = ["BT"]
        add = out.append
        left, top = sheet.left, sheet.page_height - sheet.top
        font, points, spaced = "", 0.0, 0.0
        texts: dict[str, str] = {}
        for down, strip in page.placed:
            origin = top - down
            for name, size, x, baseline, gap, text in strip.items:
                if name != font or size != points:
                    font, points, texts = name, size, self._texts_of(name)
                    add(f"{self._fonts[name].getSubsetInternalName(0, self._pdf)} {size:g} Tf")
                if gap != spaced:
                    add(f"{gap:.4f} Tw")
                    spaced = gap
                try:
                    add(f"1 0 0 1 {left + x:.2f} {origin - baseline:.2f} Tm {texts[text]}")
                except _OtherSubset:
                    add(f"1 0 0 1 {left + x:.2f} {origin - baseline:.2f} Tm {self.shown(name, size, text)}")
                    font = ""
        if spaced:
            add("0 Tw")
        add("ET")
        self._canvas.addLiteral("\n".join(out))


def draw(parts: list[LaidPart], profile: Profile, title: str, language: str) -> bytes:
    """The file: the pages of every part, page numbers from page 2 of each (annex I, I.7)."""
    out = BytesIO()
    canvas = Canvas(out, pageCompression=1, initialFontName=face().name, lang="vi-VN" if language == "vi" else language)
    canvas.setTitle(drawable(title))
    canvas.setAuthor("")
    canvas.setSubject("")
    canvas.setCreator("DVCQ Desktop")
    canvas.setProducer("DVCQ Desktop")
    pen = Pen(canvas)
    for part in parts:
        canvas.setPageSize((part.sheet.page_width, part.sheet.page_height))
        for number, page in enumerate(part.pages, 1):
            pen.write(page, part.sheet)
            _draw_pictures(canvas, page, part.sheet)
            _draw_rules(canvas, page, part.sheet, profile)
            borders = frame_lines(page, part.sheet)
            if borders:
                canvas.setLineWidth(profile.table.border)
                canvas.lines(borders)
            if number > 1:
                _draw_number(canvas, number, part.sheet, profile)
            canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw_number(canvas: Canvas, number: int, sheet: Sheet, profile: Profile) -> None:
    style = line_style(profile.sizes.page_number)
    canvas.setFont(face().name, style.size)
    y = sheet.page_height - profile.page.number_from_top * POINTS_PER_MM - style.baseline
    canvas.drawCentredString(sheet.left + sheet.width / 2, y, str(number))


def _draw_pictures(canvas: Canvas, page: Page, sheet: Sheet) -> None:
    for down, strip in page.placed:
        if strip.picture is not None:
            from dvcq_desktop.writers.charts import put_on_canvas

            put_on_canvas(canvas, strip.picture, sheet.left, sheet.page_height - sheet.top - down)


def _draw_rules(canvas: Canvas, page: Page, sheet: Sheet, profile: Profile) -> None:
    top = sheet.page_height - sheet.top
    lines = [
        (sheet.left + start, top - down - below, sheet.left + end, top - down - below)
        for down, strip in page.placed
        for start, end, below in strip.rules
    ]
    if lines:
        canvas.setLineWidth(profile.rules.width)
        canvas.lines(lines)


def frame_lines(page: Page, sheet: Sheet) -> list[tuple[float, float, float, float]]:
    """The borders of tables: a line between rows, the outer verticals once, the inner ones where cells are open."""
    top, left = sheet.page_height - sheet.top, sheet.left
    lines: list[tuple[float, float, float, float]] = []
    placed = page.placed
    start = 0
    while start < len(placed):
        frame = placed[start][1].frame
        end = start + 1
        if frame is None:
            start = end
            continue
        while end < len(placed) and placed[end][1].frame is frame:
            end += 1
        first, last = left + frame.edges[0], left + frame.edges[-1]
        upper = top - placed[start][0]
        lower = top - placed[end - 1][0] - placed[end - 1][1].height
        lines += [
            (first, y, last, y)
            for y in (upper, *(top - down for down, strip in placed[start + 1 : end] if strip.opens), lower)
        ]
        lines += [(first, upper, first, lower), (last, upper, last, lower)]
        for high, low in _open_stretches(placed[start:end]):
            lines += [(left + x, top - high, left + x, top - low) for x in frame.edges[1:-1]]
        start = end
    return lines


def _open_stretches(placed: list[tuple[float, Any]]) -> list[tuple[float, float]]:
    """From where to where the inner vertical lines of a table run: not through group rows."""
    stretches: list[tuple[float, float]] = []
    begun: float | None = None
    bottom = 0.0
    for down, strip in placed:
        if strip.open_cells:
            begun = down if begun is None else begun
            bottom = down + strip.height
        elif begun is not None:
            stretches.append((begun, bottom))
            begun = None
    if begun is not None:
        stretches.append((begun, bottom))
    return stretches
