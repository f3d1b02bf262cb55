"""Finds entries of the journal on pages of a damaged file that nothing leads to any more; the entries hold a copy of every row.

Reads the file's form as sqlite.org/fileformat2.html tells it: leaf pages of tables (13), their cells, pages of overflow.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TypeAlias

_PAGE = 4096
_LEAF = 13
_LOCAL, _LEAST = _PAGE - 35, (_PAGE - 12) * 32 // 255 - 23  # bytes of a row that stay on the leaf at most, at least
_STATES = ("done", "undone", "dropped")

Value: TypeAlias = "int | float | str | bytes | None"
Entry: TypeAlias = "tuple[str, int, tuple[Value, ...]]"  # table of the journal, row number, values but for the number


def entries(content: bytes, tables: Collection[str]) -> Iterator[Entry]:
    """Every row on any leaf page that can only be one of journal_operation, journal_change, journal_baseline."""
    for start in range(0, len(content) - _PAGE + 1, _PAGE):
        if content[start] == _LEAF:
            for number, values in _cells(content, start):
                if table := _journal_table(values, tables):
                    yield table, number, values if table == "journal_baseline" else values[1:]


def _journal_table(values: tuple[Value, ...], tables: Collection[str]) -> str:
    kinds = tuple(type(value) for value in values)
    text = (str, type(None))
    if kinds[:3] == (type(None), int, str) and len(kinds) == 6:
        sound = values[2] in tables and kinds[3] is int and kinds[4] in text and kinds[5] in text
        return "journal_change" if sound else ""
    if kinds[:3] == (str, int, int) and len(kinds) == 4:
        return "journal_baseline" if values[0] in tables and kinds[3] in text else ""
    if kinds[:6] == (type(None), *(str,) * 5) and len(kinds) == 8:
        return "journal_operation" if values[5] in _STATES else ""
    return ""


def _cells(content: bytes, start: int) -> Iterator[tuple[int, tuple[Value, ...]]]:
    page = content[start : start + _PAGE]
    count = int.from_bytes(page[3:5], "big")
    for at in range(8, min(8 + 2 * count, _PAGE - 1), 2):
        cell = int.from_bytes(page[at : at + 2], "big")
        if not 8 + 2 * count <= cell < _PAGE:
            continue
        try:
            size, after = _number(page, cell)
            row, after = _number(page, after)
            yield row, _values(_payload(content, page, after, size))
        except (IndexError, ValueError):
            continue


def _payload(content: bytes, page: bytes, at: int, size: int) -> bytes:
    """A row's bytes, those on overflow pages too. Raises ValueError where they end too soon."""
    if size <= _LOCAL:
        local = size
    else:
        local = _LEAST + (size - _LEAST) % (_PAGE - 4)
        local = _LEAST if local > _LOCAL else local
    found = page[at : at + local]
    following = int.from_bytes(page[at + local : at + local + 4], "big")
    while len(found) < size:
        start = (following - 1) * _PAGE
        if following < 2 or start + _PAGE > len(content) or size > len(content):
            raise ValueError(following)
        found += content[start + 4 : start + _PAGE][: size - len(found)]
        following = int.from_bytes(content[start : start + 4], "big")
    return found


def _values(payload: bytes) -> tuple[Value, ...]:
    length, at = _number(payload, 0)
    kinds, end = [], length
    while at < length:
        kind, at = _number(payload, at)
        kinds.append(kind)
    found: list[Value] = []
    for kind in kinds:
        size = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0)[kind] if kind < 12 else (kind - 12) // 2
        raw = payload[end : end + size]
        if len(raw) < size or kind in (7, 10, 11):  # the journal holds no real number
            raise ValueError(kind)
        end += size
        if kind >= 12:
            found.append(raw.decode("utf-8", "replace") if kind % 2 else raw)
        else:
            found.append(None if kind == 0 else kind - 8 if kind > 7 else int.from_bytes(raw, "big", signed=True))
    return tuple(found)


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where it ends. Raises IndexError."""
    value = 0
    for place in range(8):
        byte = data[at + place]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + place + 1
    return value << 8 | data[at + 8], at + 9
