"""The fixed words of a document and how its small texts are put together, the same in every format."""

from __future__ import annotations

from dvcq_desktop.printed.blocks import AppendixTitle, GridColumn, GridRow, Head, Heading, Label
from dvcq_desktop.writers.words import NBSP

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"  # annex I, II.1
MOTTO = "Độc lập - Tự do - Hạnh phúc"
RECIPIENTS = "Nơi nhận:"
ADDRESSED = "Kính gửi:"
ADDRESSED_FROM = 0.25  # of the width: where "Kính gửi:" begins above several addressees
NUMBER_BLANK = NBSP * 8  # the registry writes the number in by hand (Điều 15)
CENTRED_HEADINGS = ("Phần ", "Chương ", "Mục ", "Tiểu mục ")  # on a line of their own (annex I, II.6)


def number_line(head: Head) -> str:
    """ "Số: 05/KH-UBND", or "Số:        /KH-UBND" with room for the registry; empty where there is neither."""
    number, symbol = head.number.strip(), head.symbol.strip()
    if not number and not symbol:
        return ""
    if number.isdecimal() and len(number) == 1:
        number = f"0{number}"  # a number below 10 takes a leading 0 (annex I, II.3.c)
    return f"Số:{NBSP}{number or NUMBER_BLANK}" + (f"/{symbol}" if symbol else "")


def heading_text(heading: Heading) -> str:
    """Number and text on one line; level 1 in capitals (annex I, II.6, layout b)."""
    text = heading.text.upper() if heading.level == 1 else heading.text
    return f"{heading.number} {text}".strip()


def appendix_name(title: AppendixTitle) -> str:
    return title.name.upper()


def recipient_lines(recipients: tuple[str, ...]) -> list[str]:
    """ "- …;" each, the last "- Lưu: VT, ….": dash and mark are set here, not typed (annex I, II.9.b)."""
    bare = [recipient.strip().lstrip("-–+• ").rstrip(";., ") for recipient in recipients]
    bare = [recipient for recipient in bare if recipient]
    return [f"-{NBSP}{recipient}{';' if i < len(bare) - 1 else '.'}" for i, recipient in enumerate(bare)]


def addressee_lines(names: tuple[str, ...]) -> list[str]:
    """The addressees below "Kính gửi:", or the one that stands beside it; dash and mark are set here."""
    bare = [name.strip().lstrip("-–+• ").rstrip(";., ") for name in names]
    bare = [name for name in bare if name]
    if len(bare) < 2:
        return bare
    return [f"-{NBSP}{name}{';' if i < len(bare) - 1 else '.'}" for i, name in enumerate(bare)]


def is_counter(column: GridColumn) -> bool:
    """The running number of rows, which is centred whatever the form says."""
    return column.title.strip().upper() in {"STT", "TT", "SỐ TT", "SỐ THỨ TỰ"}


def label_text(label: Label) -> str:
    """A label as lines of text."""
    return "\n".join(filter(None, (label.organ.upper(), label.title, label.number, *label.lines)))


def row_cells(row: GridRow, count: int) -> tuple[str, ...]:
    """As many cells as there are columns; what is over joins the last, so that nothing typed is lost."""
    cells = row.cells
    if len(cells) <= count:
        return cells + ("",) * (count - len(cells))
    return (*cells[: count - 1], " ".join(cell for cell in cells[count - 1 :] if cell))


def row_text(row: GridRow) -> str:
    """The text of a group row, which spans all columns."""
    return " ".join(cell for cell in row.cells if cell.strip())
