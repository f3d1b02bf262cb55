"""Sends a finished PDF to a printer, page by page at 300 dots an inch: what is printed is what the preview shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRect
from PySide6.QtGui import QPageLayout, QPageSize, QPainter

from dvcq_desktop.errors import MediumTrouble
from ui.jobs import Progress
from ui.widgets.paper_render import pictures

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

DOTS_PER_INCH = 300


def print_pdf(data: bytes, printer: QPrinter, progress: Progress | None = None) -> int:
    """Print the pages chosen in the printer's dialog; answers how many. Raises MediumTrouble where it does not take them."""
    first, last = printer.fromPage() or 1, printer.toPage() or 10**6
    painter = QPainter()
    printed = 0
    for number, count, picture in pictures(data, DOTS_PER_INCH):
        if progress is not None:
            progress.report(number, count, "Đang in trang")
        if not first <= number + 1 <= last:
            continue
        landscape = picture.width() > picture.height()
        printer.setPageLayout(
            QPageLayout(
                QPageSize(QPageSize.PageSizeId.A4),
                QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait,
                QMarginsF(0, 0, 0, 0),
            )
        )
        printer.setFullPage(True)
        if not (painter.isActive() and printer.newPage()) and not painter.begin(printer):
            raise MediumTrouble(
                "Máy in không nhận trang. Chưa có gì thay đổi trong dữ liệu. Hãy kiểm tra máy in rồi in lại."
            )
        sheet = printer.paperRect(printer.Unit.DevicePixel).toRect()
        painter.drawImage(QRect(0, 0, sheet.width(), sheet.height()), picture)
        printed += 1
    if painter.isActive():
        painter.end()
    return printed
