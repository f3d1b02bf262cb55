"""Reads the paragraphs of a .docx in the order a person reads them, with what Word shows: numbers, fields, text boxes."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

from dvcq_desktop.errors import InputRefused
from dvcq_desktop.readers import guard
from dvcq_desktop.readers.cleaning import MAX_CHARACTERS, RawText, plan_text, too_long
from dvcq_desktop.readers.docx_numbering import Numbering, Styles
from dvcq_desktop.readers.docx_tags import (
    ALTERNATE,
    BLOCKS,
    BOOKMARK,
    BREAK,
    COMMENT,
    DELETED,
    DESCEND,
    DRAWING,
    FIELD,
    FIELD_SIMPLE,
    FOOTNOTE,
    HYPHEN,
    INSERTED,
    KINDS,
    MATH_TEXT,
    OFF,
    PARAGRAPH,
    PARAGRAPH_FORMAT,
    RUN,
    RUN_FORMAT,
    SYMBOL,
    TAB,
    TABLE,
    TEXT,
    child,
    value,
)
from dvcq_desktop.readers.understood import PlanText
from dvcq_desktop.texts import _

_MAIN = re.compile(rb'Target="/?([^"]+)"[^>]*?Type="[^"]+/officeDocument"|Type="[^"]+/officeDocument"[^>]*?Target="/?([^"]+)"')


def read_docx(path: Path) -> PlanText:
    """The cleaned lines of a .docx. InputRefused where it is hostile or not a Word text."""
    return plan_text(read_raw(path))


def read_raw(path: Path) -> RawText:
    """The lines as they stand, of a plan or any other paper. InputRefused as read_docx."""
    archive, parts = guard.open_package(path)
    with archive:
        main = main_part(path.name, archive, parts)
        folder = main.rpartition("/")[0]
        root = guard.read_xml(path.name, archive, parts[main], looks=False)
        walk = _Walk(path.name, archive, parts, folder)
        body = child(root, "body")
        walk.blocks(root if body is None else body)
        walk.note_footnotes()
    return walk.raw


def main_part(name: str, archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> str:
    """Name of the part that holds the text."""
    if "word/document.xml" in parts:
        return "word/document.xml"
    if "_rels/.rels" in parts:
        found = _MAIN.search(archive.read(parts["_rels/.rels"]))
        target = (found[1] or found[2]).decode("utf-8", "replace") if found else ""
        if target in parts and target.startswith("word/"):
            return target
    raise InputRefused(_(
        "Tệp “{name}” không phải là văn bản Word (có thể là Excel, PowerPoint hoặc một tệp nén). "
        "Dữ liệu trong máy chưa thay đổi. Hãy chọn tệp kế hoạch dạng .docx.", name=name))


_NOTED = {DELETED: "deleted", FOOTNOTE: "footnote", COMMENT: "comment", FIELD_SIMPLE: "field", INSERTED: "inserted"}


class _Walk:
    """One reading of a document: what was found so far, and which field code is open."""

    def __init__(self, name: str, archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo], folder: str) -> None:
        self.raw = RawText(name=name)
        self._name, self._archive, self._parts, self._folder = name, archive, parts, folder
        self._fields: list[bool] = []  # one entry an open field: True while its code (not its result) is passing
        self._hidden = False
        self._styles: Styles | None = None
        self._numbering: Numbering | None = None
        self._tables = 0
        self._characters = 0
        self._boxes: list[ET.Element] = []
        self._text: list[str] = []
        self._bold_seen = self._plain_seen = False
        self._style_bold = False

    def blocks(self, parent: ET.Element, cell: tuple[int, int, int] | None = None) -> None:
        """Paragraphs and tables below an element, in order."""
        for element in parent:
            kind = KINDS.get(element.tag)
            if kind == PARAGRAPH:
                self._paragraph(element, cell)
            elif kind == TABLE:
                self._table(element, cell)
            elif kind == BOOKMARK:
                self._bookmark(element)
            elif kind == DELETED:
                self._note("deleted")
            elif kind == ALTERNATE:
                for chosen in list(element)[:1]:
                    self.blocks(chosen, cell)
            elif kind in BLOCKS:
                self.blocks(element, cell)

    def _table(self, table: ET.Element, outer: tuple[int, int, int] | None) -> None:
        """Cell by cell, row by row; where the table has two columns or more its lines keep their place in it."""
        rows = [descend(row, "tc") for row in descend(table, "tr")]
        wide = any(len(row) > 1 for row in rows)
        if wide and outer is None:
            self._tables += 1
        number = self._tables
        for y, row in enumerate(rows, start=1):
            for x, cell in enumerate(row, start=1):
                self.blocks(cell, outer or ((number, y, x) if wide else None))

    def _paragraph(self, paragraph: ET.Element, cell: tuple[int, int, int] | None) -> None:
        self._text = []
        self._bold_seen = self._plain_seen = self._style_bold = False
        label = ""
        for element in paragraph:
            kind = KINDS.get(element.tag)
            if kind == RUN:
                self._run(element)
            elif kind == PARAGRAPH_FORMAT:
                label = self._format(element)
            elif kind:
                self._inline(element, kind)
        # A code left open would swallow the rest of the document: better some stray words than a lost page.
        if True in self._fields:
            self._fields = [code for code in self._fields if not code]
        whole = "".join(self._text)
        if label and whole.strip():
            whole = label + " " + whole
        self._add(whole, cell)
        if self._boxes:
            boxes, self._boxes = self._boxes, []
            for box in boxes:
                self._note("text-box")
                self.blocks(box, cell)

    def _add(self, whole: str, cell: tuple[int, int, int] | None) -> None:
        self._characters += len(whole)
        if self._characters > MAX_CHARACTERS:
            raise too_long(self._name)
        bold = self._bold_seen and not self._plain_seen
        for line in whole.split("\n") if "\n" in whole else (whole,):
            if not line or line.isspace():
                continue  # an empty paragraph is only spacing in Word
            self.raw.lines.append(line)
            number = len(self.raw.lines)
            if bold:
                self.raw.bold.add(number)
            if cell:
                self.raw.cells[number] = cell

    def _run(self, run: ET.Element) -> None:
        """One run; its words count as bold or not for the paragraph."""
        bold = self._style_bold
        for element in run:
            kind = KINDS.get(element.tag)
            if kind == TEXT:
                words = element.text
                if words and True not in self._fields:
                    self._text.append(words)
                    if not words.isspace():
                        if bold:
                            self._bold_seen = True
                        else:
                            self._plain_seen = True
            elif kind == RUN_FORMAT:
                mark = child(element, "b")
                if mark is not None:
                    bold = value(mark) not in OFF
                if (gone := child(element, "vanish")) is not None and value(gone) not in OFF:
                    self._note("hidden")
            elif kind:
                self._inline(element, kind)

    def _inline(self, element: ET.Element, kind: int) -> None:
        """Everything inside a paragraph that is neither plain text nor a run."""
        if kind == RUN:
            self._run(element)
        elif kind in (TAB, BREAK, HYPHEN, SYMBOL, MATH_TEXT):
            self._character(element, kind)
        elif kind == FIELD:
            self._field(value(element, "fldCharType"))
        elif kind == BOOKMARK:
            self._bookmark(element)
        elif kind in (DRAWING, ALTERNATE):
            self._drawing(element)
        elif kind in _NOTED:
            self._note(_NOTED[kind])
        if kind in DESCEND:
            for below in element:
                if inner := KINDS.get(below.tag):
                    self._inline(below, inner)

    def _character(self, element: ET.Element, kind: int) -> None:
        if True in self._fields:
            return
        if kind == SYMBOL:
            self._note("symbol")
            self._text.append("•")
        elif kind == MATH_TEXT:
            self._text.append(element.text or "")
        else:
            self._text.append({TAB: "\t", BREAK: "\n", HYPHEN: "-"}[kind])

    def _field(self, step: str) -> None:
        if step == "begin":
            self._fields.append(True)
            self._note("field")
        elif step == "separate" and self._fields:
            self._fields[-1] = False
        elif step == "end" and self._fields:
            self._fields.pop()

    def _drawing(self, element: ET.Element) -> None:
        """Text boxes wait until their paragraph is written; of two renderings of one drawing only the first counts."""
        alternative = KINDS.get(element.tag) == ALTERNATE
        if alternative:
            element = next((choice for choice in element if len(choice)), element)
        boxes = [box for box in element.iter() if box.tag.endswith("}txbxContent")]
        # A box inside a box is reached through the outer one.
        inner = {id(below) for box in boxes for below in box.iter() if below is not box}
        self._boxes += [box for box in boxes if id(box) not in inner]
        if not boxes and alternative:
            self._run(element)
        elif not boxes:
            self._note("picture")

    def _bookmark(self, element: ET.Element) -> None:
        if value(element, "name") != "_GoBack":  # Word sets this one by itself
            self._note("bookmark")

    def _note(self, kind: str) -> None:
        self.raw.notes.append((kind, len(self.raw.lines) + 1))

    def _format(self, element: ET.Element) -> str:
        """The number Word would print before the paragraph."""
        style = child(element, "pStyle")
        numbered = child(element, "numPr")
        if style is None and numbered is None:
            return ""
        styles = self._load_styles()
        name = value(style) if style is not None else ""
        self._style_bold = styles.bold(name)
        number, level = styles.numbering(name)
        if numbered is not None:
            own_number, own_level = child(numbered, "numId"), child(numbered, "ilvl")
            number = value(own_number) if own_number is not None else number
            level = value(own_level) if own_level is not None else level
        if not number or number == "0" or True in self._fields:
            return ""
        label = self._load_numbering().label(number, level, name)
        if label:
            self._note("number")
        return label

    def _load_styles(self) -> Styles:
        if self._styles is None:
            self._styles = Styles(self._part("styles.xml"))
        return self._styles

    def _load_numbering(self) -> Numbering:
        if self._numbering is None:
            self._numbering = Numbering(self._part("numbering.xml"))
        return self._numbering

    def _part(self, name: str) -> ET.Element | None:
        info = self._parts.get(f"{self._folder}/{name}")
        return guard.read_xml(self._name, self._archive, info) if info else None

    def note_footnotes(self) -> None:
        """Footnotes stand outside the text; their words are kept in what is reported about them."""
        if not any(kind == "footnote" for kind, _line in self.raw.notes):
            return
        for file in ("footnotes.xml", "endnotes.xml"):
            tree = self._part(file)
            for note in tree if tree is not None else ():
                if value(note, "type") in ("separator", "continuationSeparator"):
                    continue
                words = "".join(t.text or "" for t in note.iter() if KINDS.get(t.tag) == TEXT).strip()
                if words:
                    self.raw.beside.append(words)


def descend(parent: ET.Element, name: str) -> list[ET.Element]:
    """Rows of a table or cells of a row, also where a content control or tracked insertion stands between."""
    found: list[ET.Element] = []
    for element in parent:
        if element.tag.endswith("}" + name):
            found.append(element)
        elif KINDS.get(element.tag) in BLOCKS:
            found += descend(element, name)
    return found
