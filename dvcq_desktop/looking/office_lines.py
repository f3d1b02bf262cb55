"""Lines of Word, PowerPoint and text files for a preview and for the search; only the looking process imports this."""

from __future__ import annotations

import codecs
import csv
import re
import unicodedata
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from dvcq_desktop.errors import InputRefused
from dvcq_desktop.looking.answers import CannotLook, Line
from dvcq_desktop.readers import guard
from dvcq_desktop.readers.docx import read_raw
from dvcq_desktop.readers.xlsx import read_xlsx
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import clean, clean_line

MOST_BYTES = 8 << 20  # of a text file that are read
_LONG = 20_000  # letters of one line
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SLIDE = re.compile(r"ppt/slides/slide(\d{1,5})\.xml")


def office_lines(path: Path) -> Iterator[Line]:
    """The lines of a .docx, .xlsx or .pptx, told apart by the parts inside."""
    if path.stat().st_size > guard.MAX_FILE:
        raise CannotLook("too-large")
    try:
        yield from _lines_inside(path)
    except guard.Hostile:
        raise CannotLook("unsafe") from None
    except guard.Locked:
        raise CannotLook("password") from None
    except guard.Damaged:
        raise CannotLook("damaged") from None
    except InputRefused:
        raise CannotLook("too-large") from None
    except (CannotLook, MemoryError, GeneratorExit):
        raise
    except Exception as trouble:  # the parser's boundary: damaged files make zipfile and expat raise almost anything
        raise CannotLook("damaged") from trouble


def _lines_inside(path: Path) -> Iterator[Line]:
    archive, parts = guard.open_package(path)
    with archive:
        if any(part.startswith("word/") for part in parts):
            yield from _word(path)
        elif "xl/workbook.xml" in parts:
            yield from _sheets(path)
        elif "ppt/presentation.xml" in parts:
            yield from _slides(path.name, archive, parts)
        else:
            raise CannotLook("not-shown")


def _word(path: Path) -> Iterator[Line]:
    raw = read_raw(path)
    places = ((raw.cells.get(number), number, line) for number, line in enumerate(raw.lines, start=1))
    for row, lines in groupby(places, key=lambda place: place[0] and place[0][:2]):
        if row is None:
            for _cell, number, line in lines:
                words = clean_line(line)[:_LONG]
                heading = number in raw.bold and len(words) < 200
                yield Line(kind="heading" if heading else "text", cells=(words,))
        else:
            cells: dict[int, list[str]] = {}
            for cell, _number, line in lines:
                cells.setdefault(cell[2] if cell else 1, []).append(clean_line(line))
            yield Line(
                kind="row", cells=tuple("\n".join(cells.get(x, ()))[:_LONG] for x in range(1, min(max(cells), 60) + 1))
            )


def _sheets(path: Path) -> Iterator[Line]:
    for table in read_xlsx(path):
        yield Line(kind="part", cells=(table.name,))
        for row in table.rows:
            yield Line(kind="row", cells=tuple(clean_line(cell.text)[:_LONG] for cell in row))


def _slides(name: str, archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> Iterator[Line]:
    numbers = sorted(int(found[1]) for part in parts if (found := _SLIDE.fullmatch(part)))
    for number in numbers:
        yield Line(kind="part", cells=(_("Trang chiếu {number}", number=number),))
        root: ET.Element = guard.read_xml(name, archive, parts[f"ppt/slides/slide{number}.xml"])
        for paragraph in root.iter(_DRAWING + "p"):
            words = clean_line("".join(piece.text or "" for piece in paragraph.iter(_DRAWING + "t")))
            if words:
                yield Line(kind="text", cells=(words[:_LONG],))


def text_lines(path: Path) -> Iterator[Line]:
    """A text file line by line; where every line has the same number of cells, as the rows of a table."""
    with path.open("rb") as handle:
        data = handle.read(MOST_BYTES)
    lines = clean(_decoded(data)).split("\n")
    mark = _delimiter(lines)
    if mark:
        for cells in csv.reader((line[:_LONG] for line in lines if line), delimiter=mark):
            yield Line(kind="row", cells=tuple(cells[:60]))
        return
    for line in lines:
        yield Line(kind="text", cells=(line[:_LONG],))


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        if trouble.start > len(data) - 4:
            return data.decode("utf-8-sig", "replace")  # only the last letter was cut in two
    return unicodedata.normalize("NFC", data.decode("cp1258", "replace"))


def _delimiter(lines: list[str]) -> str:
    """What parts the cells of a table kept as text, "" where it is no table."""
    sample = [line for line in lines if line][:20]
    for mark in ("\t", ";", ","):
        try:
            widths = {len(cells) for cells in csv.reader(sample, delimiter=mark)}
        except csv.Error:
            continue
        if len(sample) > 1 and len(widths) == 1 and min(widths) > 1:
            return mark
    return ""
