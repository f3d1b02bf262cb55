"""Reads the sheets of a .xlsx as tables of words, behind the same guard as .docx; formulas give the value last shown."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
import zipfile
from datetime import date, timedelta
from pathlib import Path, PurePosixPath

from dvcq_desktop.errors import InputRefused
from dvcq_desktop.readers import guard
from dvcq_desktop.readers.table_cells import EMPTY, MAX_COLUMNS, MAX_ROWS, Cell, Table, table_of
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import clean

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_REF = re.compile(r"^([A-Z]{1,3})(\d{1,7})$")
_DATE_FORMATS = frozenset({*range(14, 23), *range(45, 48)})
_DATE_CODE = re.compile(r"[dmy]", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_EPOCH = date(1899, 12, 30)
_MAX_SHEETS = 40


def read_xlsx(path: Path) -> list[Table]:
    """The visible sheets that hold something, in their order. InputRefused where the file is hostile or no workbook."""
    archive, parts = guard.open_package(path)
    with archive:
        if "xl/workbook.xml" not in parts:
            raise InputRefused(
                _(
                    "Tệp “{name}” không phải là bảng tính Excel. Dữ liệu trong máy chưa thay đổi. Hãy chọn tệp .xlsx.",
                    name=path.name,
                )
            )
        book = _Book(path.name, archive, parts)
        return [table for table in book.tables() if table.rows]


class _Book:
    """One reading of a workbook: its strings and looks, then sheet by sheet."""

    def __init__(self, name: str, archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> None:
        self._name, self._archive, self._parts = name, archive, parts
        strings = self._part("xl/sharedStrings.xml")
        self._strings = [_words(entry) for entry in _children(strings, "si")] if strings is not None else []
        self._bold: list[bool] = []
        self._dates: list[bool] = []
        self._looks(self._part("xl/styles.xml"))

    def _part(self, name: str) -> ET.Element | None:
        info = self._parts.get(name)
        return guard.read_xml(self._name, self._archive, info) if info else None

    def tables(self) -> list[Table]:
        workbook, relations = self._part("xl/workbook.xml"), self._part("xl/_rels/workbook.xml.rels")
        targets = {r.get("Id", ""): r.get("Target", "") for r in relations} if relations is not None else {}
        sheets = _child(workbook, "sheets")
        found = []
        for sheet in list(sheets if sheets is not None else ())[:_MAX_SHEETS]:
            key = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
            target = targets.get(key, "")
            place = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
            root = self._part(place) if target and sheet.get("state", "visible") == "visible" else None
            if root is not None:
                found.append(table_of(clean(sheet.get("name", "")), self._rows(root)))
        return found

    def _looks(self, styles: ET.Element | None) -> None:
        """For each cell format: whether its font is bold, whether it shows a date."""
        bold_fonts = [_on(_child(font, "b")) for font in _children(_child(styles, "fonts"), "font")]
        codes = {
            entry.get("numFmtId", ""): _QUOTED.sub("", entry.get("formatCode", ""))
            for entry in _children(_child(styles, "numFmts"), "numFmt")
        }
        for entry in _children(_child(styles, "cellXfs"), "xf"):
            font, number = _whole(entry.get("fontId")), entry.get("numFmtId", "0")
            self._bold.append(font < len(bold_fonts) and bold_fonts[font])
            own = codes.get(number)
            self._dates.append(bool(_DATE_CODE.search(own)) if own is not None else _whole(number) in _DATE_FORMATS)

    def _rows(self, root: ET.Element) -> list[list[Cell]]:
        across = _merged(root)
        grid: dict[int, dict[int, Cell]] = {}
        data = _child(root, "sheetData")
        y = 0
        for row in data if data is not None else ():
            y = _whole(row.get("r")) or y + 1
            if len(grid) >= MAX_ROWS:
                break
            x = 0
            for cell in row:
                place = _REF.match(cell.get("r", ""))
                x = _column(place[1]) if place else x + 1
                text = self._text(cell)
                if text and x <= MAX_COLUMNS:
                    look = _whole(cell.get("s"))
                    bold = look < len(self._bold) and self._bold[look]
                    grid.setdefault(y, {})[x] = Cell(text=text, bold=bold, across=across.get((x, y), 1))
        return [[cells.get(x, EMPTY) for x in range(1, max(cells) + 1)] for _y, cells in sorted(grid.items())]

    def _text(self, cell: ET.Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = _child(cell, "is")
            return clean(_words(inline)).strip() if inline is not None else ""
        value = _child(cell, "v")
        raw = (value.text or "").strip() if value is not None else ""
        if kind == "s":
            index = int(raw) if raw.isdigit() else -1
            return clean(self._strings[index]).strip() if 0 <= index < len(self._strings) else ""
        if kind == "n" and raw:
            look = _whole(cell.get("s"))
            return _number(raw, shows_date=look < len(self._dates) and self._dates[look])
        return "" if kind in ("e", "b") else clean(raw).strip()


def _number(raw: str, *, shows_date: bool) -> str:
    """A number as one types it ("2.5", "10"); a date as dd/mm/yyyy."""
    value = float(raw)
    if shows_date and 1 <= value < 100_000:
        return (_EPOCH + timedelta(days=int(value))).strftime("%d/%m/%Y")
    text = f"{value:.6f}".rstrip("0").rstrip(".") if abs(value) < 1e12 else raw
    return "0" if text == "-0" else text


def _merged(root: ET.Element) -> dict[tuple[int, int], int]:
    """How many columns the cells span that are merged, by their first place."""
    found = {}
    for entry in _children(_child(root, "mergeCells"), "mergeCell"):
        first, _colon, last = entry.get("ref", "").partition(":")
        start, end = _REF.match(first), _REF.match(last)
        if start and end:
            found[_column(start[1]), int(start[2])] = _column(end[1]) - _column(start[1]) + 1
    return found


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _words(entry: ET.Element) -> str:
    """The text of a string, rich or plain, without the pronunciation beside it."""
    parts = []
    for element in entry:
        name = element.tag.rpartition("}")[2]
        if name == "t":
            parts.append(element.text or "")
        elif name == "r":
            text = _child(element, "t")
            parts.append((text.text or "") if text is not None else "")
    return "".join(parts)


def _child(element: ET.Element | None, name: str) -> ET.Element | None:
    if element is None:
        return None
    found = element.find(_MAIN + name)
    return element.find(_STRICT + name) if found is None else found


def _children(element: ET.Element | None, name: str) -> list[ET.Element]:
    return [] if element is None else [e for e in element if e.tag in (_MAIN + name, _STRICT + name)]


def _on(mark: ET.Element | None) -> bool:
    return mark is not None and mark.get("val", "1") not in ("0", "false")


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0
