"""Understands the rows of a table of points: criteria, items, levels of an item, the total; doubts stay with their row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.framework_tables.columns import Matching
from dvcq_desktop.framework_tables.words import CodeKind, read_points, split_code
from dvcq_desktop.framework_words import read_flags, read_params_text, rule_name, rule_named, typed_params
from dvcq_desktop.points import format_points
from dvcq_desktop.readers.table_cells import EMPTY, Cell, Table
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import clean_line, fold

RowKind = Literal["criterion", "item"]
_TOTAL = re.compile(r"^(tong(?: cong| diem| so diem| so)?|cong)\b[ :.]*(?:\d.*)?$")
_COUNTER = re.compile(r"^\(?\d{1,2}\)?$")
_SIGNED = re.compile(r"^(tm\.|kt\.|noi nhan|nguoi lap|chu tich|ghi chu)")


@dataclass(frozen=True, kw_only=True)
class TableRow:
    """A criterion or an item as a table tells it; None or empty where the table says nothing."""

    kind: RowKind
    criterion: int
    number: int = 0
    numbered: bool = False  # the number stands in the table; else it was counted
    text: str = ""
    max: int | None = None
    step: int | None = None
    rule: str = ""
    params: str = ""  # as typed, checked
    evidence: str = ""
    legal: str = ""
    flags: str | None = None
    doubts: tuple[str, ...] = ()
    line: int = 0  # row of the table, from 1

    @property
    def code(self) -> str:
        return _("Tiêu chí {n}", n=self.criterion) if self.kind == "criterion" else f"{self.criterion}.{self.number}"


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What was understood of a table."""

    rows: tuple[TableRow, ...]
    total: int | None = None
    doubts: tuple[str, ...] = ()

    @property
    def items(self) -> tuple[TableRow, ...]:
        return tuple(row for row in self.rows if row.kind == "item")

    @property
    def criteria(self) -> tuple[TableRow, ...]:
        return tuple(row for row in self.rows if row.kind == "criterion")


@dataclass(frozen=True, kw_only=True)
class _Raw:
    """A row before it is known whether it is a criterion or an item."""

    line: int
    kind: CodeKind
    numbers: tuple[int, ...]
    text: str
    title: str  # of its own column of criteria
    bold: bool
    across: int
    cells: dict[str, str] = field(default_factory=dict)


def understand_table(table: Table, matching: Matching) -> Reading:
    """The rows below the heading with what each column holds."""
    raws, total, doubts = [], None, []
    for line, row in enumerate(table.rows[matching.heading :], start=matching.heading + 1):
        raw = _raw(row, matching, line)
        if raw is None:
            continue
        words = fold(raw.text or raw.title)
        if _TOTAL.match(words):
            points, doubt = read_points(raw.cells.get("max", "") or words.rpartition(" ")[2])
            total = points if points is not None else total
            doubts += [doubt] if doubt else []
        elif not (_SIGNED.match(words) and not raw.cells.get("max")):
            raws.append(raw)
    rows = _sums_doubted(_Rows(raws, matching).all())
    return Reading(rows=tuple(rows), total=total, doubts=tuple(doubts))


def _raw(row: Sequence[Cell], matching: Matching, line: int) -> _Raw | None:
    filled = [cell for cell in row if cell.text]
    if not filled or (all(_COUNTER.match(cell.text) for cell in filled) and len(filled) > 3):
        return None  # "(1) (2) (3)" below the heading
    cells = {name: row[x].text for name, x in matching.columns.items() if x < len(row)}
    kind, numbers, rest = split_code(cells.get("code", ""))
    text, title = cells.get("text", ""), clean_line(cells.get("criterion", ""))
    if rest and not text and not title:  # a code and its words merged into the first column
        text = rest
    elif not kind:
        if not text and cells.get("code", "") and not title:
            text = cells["code"]
        inner, inner_numbers, words = split_code(text)
        if inner and words:
            kind, numbers, text = inner, inner_numbers, words
    place = matching.columns.get("text", 0)
    first = next((cell for cell in row if len(cell.text) > 6), EMPTY)
    bold = (row[place].bold if place < len(row) and row[place].text else first.bold) or first.bold
    return _Raw(
        line=line, kind=kind, numbers=numbers, text=text, title=title, bold=bold, across=first.across, cells=cells
    )


class _Rows:
    """Turns raw rows into criteria and items, keeping count where numbers are missing."""

    def __init__(self, raws: Sequence[_Raw], matching: Matching) -> None:
        self._raws = raws
        self._own_column = "criterion" in matching.columns and "text" in matching.columns
        self._above, self._below = _levels(raws)
        self._rows: list[TableRow] = []
        self._levels: list[tuple[str, str]] = []
        self._criterion = self._item = self._offset = 0

    def all(self) -> list[TableRow]:
        for raw in self._raws:
            if self._own_column:
                self._by_column(raw)
            elif self._is_criterion(raw):
                self._start(raw, raw.text, raw.numbers[-1] if raw.numbers else 0)
            elif raw.kind == "letter" and not self._below and self._item:
                self._levels.append((raw.text, raw.cells.get("max", "")))
            else:
                self._add(raw)
        self._close_levels()
        return self._rows

    def _is_criterion(self, raw: _Raw) -> bool:
        if raw.kind in ("criterion", "roman"):
            return True
        if self._above == "int":
            return raw.kind == "int"
        if self._above == "bold":
            return raw.bold
        return False

    def _by_column(self, raw: _Raw) -> None:
        """Criteria in a column of their own, their cell merged over the rows of their items."""
        kind, numbers, title = split_code(raw.title)
        if raw.title and (not self._rows or fold(title or raw.title) != fold(self._title())):
            from_code = raw.numbers[0] if raw.numbers and raw.kind in ("criterion", "roman") else 0
            self._start(raw, title or raw.title, numbers[-1] if kind and numbers else from_code)
        if raw.text:
            self._add(raw)

    def _title(self) -> str:
        return next((row.text for row in reversed(self._rows) if row.kind == "criterion"), "")

    def _start(self, raw: _Raw, title: str, number: int) -> None:
        self._close_levels()
        doubts = []
        if number and number <= self._criterion:
            doubts.append(_("Số tiêu chí {n} không tăng so với dòng trên.", n=number))
        self._criterion = number or self._criterion + 1
        self._item = self._offset = 0
        alone = not self._own_column or not raw.text  # else the points of the row are those of its item
        points, doubt = read_points(raw.cells.get("max", "")) if alone else (None, "")
        doubts += [doubt] if doubt else []
        self._rows.append(
            TableRow(
                kind="criterion",
                criterion=self._criterion,
                text=clean_line(title),
                max=points,
                doubts=tuple(doubts),
                line=raw.line,
            )
        )

    def _add(self, raw: _Raw) -> None:
        self._close_levels()
        doubts: list[str] = []
        if raw.kind == "int" and self._above == "" and raw.numbers[0] <= self._item and raw.numbers[0] == 1:
            self._implied(raw)  # the count begins anew: the next criterion, whose title the table leaves out
        if not self._criterion:
            self._implied(raw)
        number = self._number(raw, doubts)
        self._item = number
        points, doubt = read_points(raw.cells.get("max", ""))
        step, step_doubt = read_points(raw.cells.get("step", ""))
        doubts += [d for d in (doubt, step_doubt) if d]
        rule, params = _rule(raw.cells, doubts)
        flags = raw.cells.get("flags")
        if flags is not None and (strange := read_flags(flags)[1]):
            doubts.append(_("Không hiểu đặc điểm: {words}.", words="; ".join(strange)))
        if not raw.text:
            doubts.append(_("Dòng này không có lời văn."))
        self._rows.append(
            TableRow(
                kind="item",
                criterion=self._criterion,
                number=number,
                numbered=bool(raw.numbers),
                text=raw.text,
                max=points,
                step=step,
                rule=rule,
                params=params,
                evidence=raw.cells.get("evidence", ""),
                legal=raw.cells.get("legal", ""),
                flags=flags,
                doubts=tuple(doubts),
                line=raw.line,
            )
        )

    def _implied(self, raw: _Raw) -> None:
        self._criterion = raw.numbers[0] if raw.kind == "dotted" else self._criterion + 1
        self._item = 0
        self._rows.append(TableRow(kind="criterion", criterion=self._criterion, line=raw.line))

    def _number(self, raw: _Raw, doubts: list[str]) -> int:
        """The number of an item: as written, or the next one."""
        if not raw.numbers:
            return self._item + 1
        if raw.kind == "dotted" and raw.numbers[0] != self._criterion:
            if not any(row.kind == "item" and row.criterion == raw.numbers[0] for row in self._rows) and (
                raw.numbers[0] == self._criterion + 1
            ):
                self._implied(raw)
            else:
                code = ".".join(map(str, raw.numbers))
                doubts.append(_("Mã {code} nằm dưới tiêu chí {n}.", code=code, n=self._criterion))
        number, following = raw.numbers[-1], self._item + 1
        if raw.kind == "int" and not self._item:
            self._offset = number - 1  # numbers that run on through the whole table
        number -= self._offset if raw.kind == "int" else 0
        if number <= self._item and following == number * 10:
            return following  # Excel made 1.1 of "1.10"
        if number <= self._item:
            doubts.append(_("Số {n} không tăng so với dòng trên; hiểu là {next}.", n=number, next=following))
            return following
        return number

    def _close_levels(self) -> None:
        """Lines a), b), c) with points below an item are the levels it is scored by; without points, part of its words."""
        if not self._levels:
            return
        levels, self._levels = self._levels, []
        item = self._rows[-1]
        typed = [(clean_line(text), points if points.strip() not in ("", "-", "–") else "0") for text, points in levels]
        lines = "\n".join(f"{text} = {re.sub(r'[^0-9.,]', '', points) or '?'}" for text, points in typed)
        try:
            best = max(row["points"] for row in typed_params("choice", {"levels": lines})["levels"])
        except RuleBroken:
            best = 0
        if best and item.max in (None, best):
            doubts = (*item.doubts, _("{n} dòng a), b)… bên dưới được hiểu là các mức để chọn.", n=len(levels)))
            self._rows[-1] = replace(item, rule="choice", params=lines, max=best, doubts=doubts)
        else:
            text = "\n".join([item.text, *(f"- {text}" for text, _points in typed)])
            doubts = (*item.doubts, _("{n} dòng a), b)… bên dưới được đưa vào lời văn.", n=len(levels)))
            self._rows[-1] = replace(item, text=text, doubts=doubts)


def _levels(raws: Sequence[_Raw]) -> tuple[str, bool]:
    """What marks the criteria ("criterion", "roman", "int", "bold", "" for none), and whether letters mark the items."""
    kinds = [raw.kind for raw in raws]
    if "criterion" in kinds or "roman" in kinds:
        deeper = "int" in kinds or "dotted" in kinds or "item" in kinds
        return "criterion", "letter" in kinds and not deeper
    if "int" in kinds and ("dotted" in kinds or "letter" in kinds or "item" in kinds):
        return "int", "dotted" not in kinds and "item" not in kinds
    bold = [raw.bold for raw in raws]
    plain = [raw for raw in raws if not raw.bold]
    return ("bold", False) if any(bold) and plain else ("", False)


def _rule(cells: dict[str, str], doubts: list[str]) -> tuple[str, str]:
    """The rule a row names and its parameters as typed lines; empty where it names none that can be read."""
    words = clean_line(cells.get("rule", ""))
    if not words:
        return "", ""
    rule = rule_named(words)
    if rule is None:
        doubts.append(_("Không có quy tắc chấm tên “{words}”; giữ quy tắc đang có.", words=words[:60]))
        return "", ""
    text = cells.get("params", "")
    try:
        read_params_text(rule, text)
    except RuleBroken as broken:
        doubts.append(_("Quy tắc “{rule}”: {why} Giữ quy tắc đang có.", rule=rule_name(rule), why=str(broken)))
        return "", ""
    return rule, text


def _sums_doubted(rows: list[TableRow]) -> list[TableRow]:
    """A criterion whose points are not the sum of its items gets a doubt."""
    sums: dict[int, int] = {}
    open_ones = set()
    for row in rows:
        if row.kind == "item":
            bonus = row.flags is not None and bool(read_flags(row.flags)[0]["bonus"])
            sums[row.criterion] = sums.get(row.criterion, 0) + (0 if bonus else row.max or 0)
            if row.max is None:
                open_ones.add(row.criterion)
    found = []
    for row in rows:
        told = sums.get(row.criterion)
        if row.kind == "criterion" and row.max is not None and told != row.max and row.criterion not in open_ones:
            words = _(
                "Tiêu chí ghi {told} nhưng các nội dung cộng lại {sum}.",
                told=format_points(row.max),
                sum=format_points(told or 0),
            )
            found.append(replace(row, doubts=(*row.doubts, words)))
        else:
            found.append(row)
    return found
