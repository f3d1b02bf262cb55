"""Guesses what the columns of a table of points are, by its heading and by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dvcq_desktop.framework_tables.words import is_points, split_code
from dvcq_desktop.readers.table_cells import Cell, Table
from dvcq_desktop.vietnamese import fold

FIELDS = {
    "code": "STT, mã",
    "criterion": "Tiêu chí",
    "text": "Nội dung",
    "max": "Điểm tối đa",
    "step": "Bước điểm",
    "rule": "Quy tắc chấm",
    "params": "Tham số",
    "evidence": "Minh chứng",
    "legal": "Căn cứ",
    "flags": "Đặc điểm",
}
_HEADS: tuple[tuple[str, int, str], ...] = (  # field, how sure, pattern on the folded heading
    ("code", 9, r"^(stt|tt|so tt|so thu tu|ma|ma so|muc|so)$"),
    ("text", 8, r"noi dung|tieu chi(?=.*noi dung)"),
    ("text", 5, r"tieu chuan|nhiem vu|cong viec"),
    ("criterion", 6, r"^(cac )?tieu chi\b(?!.*(noi dung|diem))"),
    ("max", 9, r"toi da|diem chuan|thang diem|khung diem"),
    ("max", 6, r"^(so )?diem$|diem quy dinh|muc diem|^diem so$"),
    ("step", 8, r"^buoc"),
    ("params", 9, r"tham so"),
    ("rule", 7, r"quy tac|cach (cham|tinh)|phuong phap"),
    ("evidence", 7, r"minh chung|kiem chung|tai lieu|ho so"),
    ("legal", 7, r"can cu|co so phap ly"),
    ("flags", 9, r"^dac diem$"),
)
_NOT_MAX = re.compile(r"tu cham|tu danh gia|tham dinh|cap tren|huyen|tinh cham|dat duoc|bi tru|diem tru|thuong")
_LOOKED_AT = 15  # rows: a heading stands at the top


@dataclass(frozen=True, kw_only=True)
class Matching:
    """Which column holds what, and how many rows at the top are heading."""

    columns: Mapping[str, int]
    heading: int = 0

    def column(self, field: str) -> int | None:
        return self.columns.get(field)


def guess_columns(table: Table) -> Matching:
    """By the heading where one is found, else by what the cells look like."""
    best: dict[str, int] = {}
    heading = 0
    for start in range(min(_LOOKED_AT, len(table.rows))):
        for count in (1, 2, 3):
            if start + count > len(table.rows) or (count > 1 and not _goes_on(table.rows[start + count - 1])):
                break
            columns = _by_heading(table.rows[start : start + count])
            if len(columns) > len(best) or (len(columns) == len(best) and columns and start + count == heading + 1):
                best, heading = columns, start + count
    if "text" in best or "max" in best:
        found = dict(best)
        if "text" not in found and "criterion" in found:
            found["text"] = found.pop("criterion")
        return Matching(columns=_completed(found, table, heading), heading=heading)
    return Matching(columns=_completed({}, table, 0), heading=0)


def _goes_on(row: Sequence[Cell]) -> bool:
    """Whether a row can be the second or third of a heading: short words, no figures in it."""
    return all(len(cell.text) < 40 and not is_points(cell.text) and not split_code(cell.text)[0] for cell in row)


def _by_heading(rows: Sequence[Sequence[Cell]]) -> dict[str, int]:
    heads = [fold(" ".join(row[x].text for row in rows if row[x].text)) for x in range(len(rows[0]))]
    claims: list[tuple[int, int, str]] = []
    for x, head in enumerate(heads):
        for field, sure, pattern in _HEADS:
            if head and len(head) < 60 and re.search(pattern, head) and not (field == "max" and _NOT_MAX.search(head)):
                claims.append((-sure, x, field))
    found: dict[str, int] = {}
    for _sure, x, field in sorted(claims):
        if field not in found and x not in found.values():
            found[field] = x
    return found


def _completed(found: dict[str, int], table: Table, heading: int) -> dict[str, int]:
    """What the heading did not say, by the cells: points, codes, the longest words."""
    rows = table.rows[heading:]
    free = [x for x in range(table.width) if x not in found.values()]
    cells = {x: [row[x].text for row in rows if row[x].text] for x in free}
    if "text" not in found and (long := [x for x in free if _length(cells[x]) >= 12]):
        found["text"] = max(long, key=lambda x: _length(cells[x]))
        free.remove(found["text"])
    if "code" not in found and free and free[0] < found.get("text", table.width):
        codes = cells[free[0]]
        if codes and sum(bool(split_code(c)[0]) for c in codes) >= len(codes) * 0.6 and len(free) + len(found) > 1:
            found["code"] = free.pop(0)
    if "max" not in found:
        pointed = [x for x in free if cells[x] and sum(is_points(c) for c in cells[x]) >= len(cells[x]) * 0.6]
        if pointed:
            found["max"] = pointed[0]
    return found


def _length(cells: Sequence[str]) -> float:
    return sum(map(len, cells)) / len(cells) if cells else 0.0
