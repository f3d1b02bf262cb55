"""Records of the office: frozen rows that say once what each field is called, how it is shown and how wide it is.

The table on screen, the editing form, the print and the export all read a field's column().
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, ClassVar, Literal, TypeVar

from db.connection import Connection

Kind = Literal["text", "lines", "date", "points", "number", "yes_no", "choice", "hidden"]


@dataclass(frozen=True, kw_only=True)
class Column:
    """How one field is called and shown; width in average letters."""

    title: str
    kind: Kind = "text"
    width: int = 20


def column(title: str, *, kind: Kind = "text", width: int = 20, default: Any = MISSING) -> Any:
    """A field of a record together with its Column."""
    return field(default=default, metadata={"column": Column(title=title, kind=kind, width=width)})


@dataclass(frozen=True, kw_only=True)
class Record:
    """Base of every row type; TABLE names its table. Neither slots nor __post_init__: fetch fills records by themselves."""

    TABLE: ClassVar[str] = ""
    id: int = 0
    uid: str = ""


R = TypeVar("R", bound=Record)


def columns(record: type[Any]) -> dict[str, Column]:
    """The shown fields of a record type (or of a row made for showing) in order."""
    return {f.name: f.metadata["column"] for f in fields(record) if "column" in f.metadata}


def _names(record: type[Record]) -> tuple[str, ...]:
    names = _NAMES.get(record)
    if names is None:
        names = _NAMES[record] = tuple(f.name for f in fields(record))
    return names


_NAMES: dict[type, tuple[str, ...]] = {}


def fetch(db: Connection, record: type[R], where: str = "", params: Sequence[object] = ()) -> list[R]:
    """Records of one table; where is the rest of the SELECT ("WHERE … ORDER BY …")."""
    return [_filled(record, row) for row in _rows(db, record, where, params)]


Kept = dict[object, tuple[tuple[object, ...], R]]  # rows and the records made of them, by id


def fetch_kept(
    db: Connection, record: type[R], kept: Kept[R], where: str = "", params: Sequence[object] = ()
) -> list[R]:
    """As fetch, for what is asked again and again: a row that is as it was is the very record it was; kept holds them."""
    found: Kept[R] = {}
    for row in _rows(db, record, where, params):
        known = kept.get(row[0])
        found[row[0]] = known if known is not None and known[0] == row else (row, _filled(record, row))
    kept.clear()
    kept.update(found)
    return [made for _row, made in found.values()]


def _rows(db: Connection, record: type[Record], where: str, params: Sequence[object]) -> Iterator[tuple[object, ...]]:
    cursor = db.cursor()
    cursor.row_factory = None  # plain tuples
    return cursor.execute(f"SELECT {', '.join(_names(record))} FROM {record.TABLE} {where}", tuple(params))


def _filled(record: type[R], row: tuple[object, ...]) -> R:
    """A record out of a whole row: filled in one go, where the __init__ of a frozen dataclass sets field by field."""
    made = record.__new__(record)
    made.__dict__.update(zip(_names(record), row, strict=True))
    return made


def one(db: Connection, record: type[R], where: str, params: Sequence[object] = ()) -> R | None:
    found = fetch(db, record, where + " LIMIT 1", params)
    return found[0] if found else None


def get(db: Connection, record: type[R], row_id: int) -> R:
    """The record of an id; KeyError where it is gone."""
    found = one(db, record, "WHERE id = ?", (row_id,))
    if found is None:
        raise KeyError(f"{record.TABLE} {row_id}")
    return found


def insert(db: Connection, record: Record) -> int:
    """Store a new record; gives it an id, and a uid where it has none."""
    names = [n for n in _names(type(record)) if n != "id"]
    values = [getattr(record, n) or os.urandom(8).hex() if n == "uid" else _stored(getattr(record, n)) for n in names]
    marks = ", ".join("?" * len(names))
    return int(db.execute(f"INSERT INTO {record.TABLE} ({', '.join(names)}) VALUES ({marks})", values).lastrowid or 0)


def update(db: Connection, record: type[Record], row_id: int, **values: object) -> None:
    """Change some fields of a stored record."""
    if not values:
        return
    unknown = set(values) - set(_names(record))
    if unknown:
        raise TypeError(f"{record.TABLE} has no {sorted(unknown)}")
    marks = ", ".join(f"{name} = ?" for name in values)
    db.execute(f"UPDATE {record.TABLE} SET {marks} WHERE id = ?", (*map(_stored, values.values()), row_id))


def delete(db: Connection, record: type[Record], row_ids: Iterable[int]) -> None:
    for row_id in row_ids:
        db.execute(f"DELETE FROM {record.TABLE} WHERE id = ?", (row_id,))


def _stored(value: object) -> object:
    return int(value) if isinstance(value, bool) else value
