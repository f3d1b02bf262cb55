"""A table as any source gives it: rows of cells with their words, whether bold, how many columns they span."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MAX_ROWS = 5_000
MAX_COLUMNS = 60


@dataclass(frozen=True, kw_only=True)
class Cell:
    """Words of one cell; a cell over several columns is followed by empty ones."""

    text: str = ""
    bold: bool = False
    across: int = 1


EMPTY = Cell()


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table with rows of one length; name: the sheet, or which table of the document."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0


def table_of(name: str, rows: Iterable[Sequence[Cell]]) -> Table:
    """A table of rows of unlike length: filled up to one width, empty rows and columns at the end left out."""
    kept = [list(row)[:MAX_COLUMNS] for row, _n in zip(rows, range(MAX_ROWS), strict=False)]
    kept = [row for row in kept if any(cell.text for cell in row)]
    width = max((n for row in kept for n, cell in enumerate(row, start=1) if cell.text), default=0)
    filled = (tuple(row[:width]) + (EMPTY,) * (width - len(row)) for row in kept)
    return Table(name=name, rows=tuple(filled))


def spread(cell: Cell) -> list[Cell]:
    """The cell and the empty ones it covers."""
    return [cell, *[EMPTY] * (min(cell.across, MAX_COLUMNS) - 1)]
