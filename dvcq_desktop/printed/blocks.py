"""The neutral blocks a printed form is made of: what stands on the paper, never how many millimetres from the edge.

A form is a pure function from data to a Document; the writers (PDF, DOCX, XLSX) turn every block into their format.
Sizes, fonts, margins and rules come from the page profile of Decree 30/2020/NĐ-CP (dvcq_desktop/writers/profile.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from dvcq_desktop.points import format_points

if TYPE_CHECKING:
    from db.connection import Connection

_SHORT = 150  # letters: two lines of text at most

Align = Literal["left", "center", "right", "justify"]


@dataclass(frozen=True, kw_only=True)
class Run:
    """A stretch of text in one style inside a paragraph."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, kw_only=True)
class Head:
    """Cells 1 to 4: the nation's name and motto, the organ, number and symbol, place and date."""

    organ: tuple[str, ...]  # the issuing organ, one or more lines as the office breaks them
    parent: str = ""  # the organ above it; a commune's UBND has none
    number: str = ""  # empty: left blank for the registry
    symbol: str = ""  # "KH-UBND"
    place_and_date: str = ""  # "Ba Thành, ngày 05 tháng 02 năm 2025"
    subject: str = ""  # cell 5b, "V/v …", of a công văn


@dataclass(frozen=True, kw_only=True)
class Title:
    """Cell 5a: the kind of document and its abstract (trích yếu), with the rule below."""

    kind: str
    abstract: str = ""


@dataclass(frozen=True, kw_only=True)
class AppendixTitle:
    """The head of an appendix: "Phụ lục I", its name, "(Kèm theo …)" with the rule below."""

    label: str
    name: str
    reference: str = ""


@dataclass(frozen=True, kw_only=True)
class LegalBase:
    """Cell 6, căn cứ: one italic paragraph; the form sets the ";" and the final "."."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Addressees:
    """Cell 9a, "Kính gửi:": one on the same line, several one a line with dashes aligned under the colon (annex I, II.9.a)."""

    names: tuple[str, ...]  # as typed, without "- " and ";"


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A numbered heading: level 1 "I. HOA ĐẬM", 2 "1. Đậm", 3 "1.1. Đậm", 4 "a)", 5 "-", 6 "+"."""

    text: str
    number: str = ""
    level: int = 1
    anchor: str = ""  # where it comes from ("section:12"), for the preview to scroll to


@dataclass(frozen=True, kw_only=True)
class Text:
    """A paragraph of the body; runs where parts of it are bold or italic."""

    runs: tuple[Run, ...]
    align: Align = "justify"
    indent: bool = True  # first line by 1 cm or 1,27 cm
    anchor: str = ""
    keep_with_next: bool = False


@dataclass(frozen=True, kw_only=True)
class GridColumn:
    """A column of a table: its title, its share of the width (any unit, only ratios count), how cells are set."""

    title: str
    share: float
    align: Align = "left"
    kind: Literal["text", "number", "date"] = "text"  # numbers and whole dates become real ones in XLSX


@dataclass(frozen=True, kw_only=True)
class GridRow:
    """A row of cells; a "group" row is bold over the whole width, a "subgroup" italic below it, a "total" row bold, a
    "subtotal" row bold and kept with the next."""

    cells: tuple[str, ...]
    kind: Literal["row", "group", "subgroup", "subtotal", "total"] = "row"

    @property
    def whole(self) -> bool:
        """Whether it is one text over the whole width, kept with the row below."""
        return self.kind in ("group", "subgroup")

    anchor: str = ""


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table: the heading repeats on each page, a row is never torn unless it is taller than a page."""

    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    numbered_columns: bool = False  # a second heading row (1) (2) (3)


@dataclass(frozen=True, kw_only=True)
class SignatureCell:
    """One who signs: authority and capacity lines in capitals, room for the signature, the name."""

    lines: tuple[str, ...]  # ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    name: str = ""
    note: str = ""  # "(Ký, ghi rõ họ tên)"


@dataclass(frozen=True, kw_only=True)
class Signatures:
    """Cells 7 and 9b: Nơi nhận at the left, who signs at the right; never parted from the last lines of the text."""

    right: SignatureCell
    recipients: tuple[str, ...] = ()  # as typed, without "- " and ";"
    left: SignatureCell | None = None  # a second signature instead of Nơi nhận (biên bản, bảng)


@dataclass(frozen=True, kw_only=True)
class ChartSeries:
    """The figures of one name, one for each category: whole hundredths, None where nothing is known."""

    name: str
    values: tuple[int | None, ...]
    limits: tuple[int | None, ...] = ()  # of a heat map: the most each may be, which gives its shade
    words: tuple[str, ...] = ()  # what stands instead of a figure, where not empty
    tips: tuple[str, ...] = ()  # the whole truth about each figure, told where there is room for it


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A picture of figures: bars side by side or stacked, lines, or a heat map with a row for each series."""

    kind: Literal["bars", "stacked", "lines", "heat"]
    title: str
    categories: tuple[str, ...]
    series: tuple[ChartSeries, ...]
    unit: str = ""
    under: tuple[str, ...] = ()  # a few words below each category: the class of a year
    breaks: tuple[int, ...] = ()  # categories not to be compared with those before: parted by a dashed line
    notes: tuple[str, ...] = ()  # sentences below the picture

    def value(self, series: int, category: int) -> str:
        """A figure as it is printed in the picture."""
        row = self.series[series]
        if category < len(row.words) and row.words[category]:
            return row.words[category]
        points = row.values[category]
        if self.kind == "heat":
            return "–" if points is None else format_points(-points) if points else "0"
        return format_points(points)

    def words(self) -> str:
        """The picture told in words, for who cannot see it; of a heat map what is not zero, by the code of its row."""
        heat = self.kind == "heat"
        parts = []
        for i, category in enumerate(self.categories):
            told = [k for k, row in enumerate(self.series) if (row.values[i] if heat else row.values[i] is not None)]
            names = [self.series[k].name.split("  ")[0] if heat else self.series[k].name for k in told]
            known = [f"{name}: {self.value(k, i)}" for name, k in zip(names, told, strict=True)]
            below = self.under[i] if i < len(self.under) else ""
            parts.append(f"{category}: " + "; ".join([*known, *filter(None, (below,))]) if known or below else "")
        return ". ".join(filter(None, (self.title, *parts, *(note.rstrip(".") for note in self.notes)))) + "."


@dataclass(frozen=True, kw_only=True)
class Label:
    """What is cut out and glued on a box: whose it is, what is inside, its number to be read from afar, more lines."""

    organ: str
    title: str
    number: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Labels:
    """Labels of one size, several on a sheet."""

    labels: tuple[Label, ...]


Block = Head | Title | AppendixTitle | LegalBase | Addressees | Heading | Text | Grid | Signatures | Chart | Labels


@dataclass(frozen=True, kw_only=True)
class Part:
    """A run of pages of one orientation with page numbers of its own (the plan, then each appendix)."""

    blocks: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True, kw_only=True)
class Document:
    """What a form builds and a writer writes."""

    title: str  # of the file, not printed
    parts: tuple[Part, ...]
    language: str = "vi"


@dataclass(frozen=True, kw_only=True)
class FormOptions:
    """What the person chose before printing."""

    year: int
    period: str = "nam"
    unit: str = ""
    place: str = ""  # "2" one criterion, "2.3" one item; empty: the whole year
    with_appendix: bool = True
    numbered_columns: bool = False
    appraised: bool = False  # with the superior's points beside our own
    signatures: bool = False  # a column for each official's signature
    day: str = ""  # ISO: the paper is made on that day; empty: today
    years: tuple[int, ...] = ()  # of several years side by side; empty: all that are known up to year


@dataclass(frozen=True, kw_only=True)
class PrintedForm:
    """A form on the shelf: its key on the command line, its title in the menu, how it is built."""

    key: str
    title: str
    code: str  # "F12" of domain.md §4
    build: Callable[[Connection, FormOptions], Document]
    landscape: bool = False
    options: tuple[str, ...] = field(default=("year",))  # which FormOptions it asks for


def plain(text: str, *, bold: bool = False, italic: bool = False) -> tuple[Run, ...]:
    """One run of one style."""
    return (Run(text=text, bold=bold, italic=italic),)


def paragraphs(text: str, *, anchor: str = "") -> tuple[Text, ...]:
    """Each non-empty line of a typed text as a paragraph of the body."""
    return tuple(Text(runs=plain(line.strip()), anchor=anchor) for line in text.split("\n") if line.strip())


def text_of(block: Text) -> str:
    return "".join(run.text for run in block.runs)


def kept_with_signature(blocks: tuple[Block, ...]) -> set[int]:
    """The places of blocks whose end stays on the page of a signature: what stands before it, and where that is short words
    which close a table, the table too, so that nobody signs a page without a row of it."""
    kept: set[int] = set()
    for i, block in enumerate(blocks):
        if isinstance(block, Signatures) and i:
            first = i - 1
            while first and _closing_words(blocks[first]):
                first -= 1
            kept |= set(range(first if isinstance(blocks[first], Grid) else i - 1, i))
    return kept


def _closing_words(block: Block) -> bool:
    return isinstance(block, Text) and len(text_of(block)) <= _SHORT


def end_mark(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The same blocks with "./." after the last paragraph of text (annex III, forms 1.1-1.10, 2.1)."""
    for i in range(len(blocks) - 1, -1, -1):
        block = blocks[i]
        if isinstance(block, Text):
            body = text_of(block).rstrip()
            kept = (
                *block.runs[:-1],
                Run(text=block.runs[-1].text.rstrip(), bold=block.runs[-1].bold, italic=block.runs[-1].italic),
            )
            ending = "" if body.endswith("./.") else "/." if body.endswith(".") else "./."
            return (
                *blocks[:i],
                Text(runs=(*kept, Run(text=ending)), align=block.align, indent=block.indent, anchor=block.anchor),
                *blocks[i + 1 :],
            )
        if isinstance(block, (Grid, Heading)):
            break
    return blocks
