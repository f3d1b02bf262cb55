"""Scoring frameworks (thang điểm) as the office holds them: versions with criteria, items and classes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import ClassVar

from db.connection import Connection
from dvcq_desktop.framework_files import FileItem, FrameworkFile, read_framework_file
from dvcq_desktop.records import Record, column, fetch, get, insert, one


@dataclass(frozen=True, kw_only=True)
class Framework(Record):
    """One version of a framework; total in hundredths, None where the decision's annex is not at hand."""

    TABLE: ClassVar[str] = "framework"
    code: str
    version: int = 1
    title: str = column("Bộ tiêu chí", width=50)
    short_title: str = column("Tên ngắn", width=30, default="")
    decision: str = column("Quyết định", width=24, default="")
    issued_on: str = column("Ngày ban hành", kind="date", width=10, default="")
    issuer: str = column("Cơ quan ban hành", width=24, default="")
    effective_from: int | None = column("Áp dụng từ năm", kind="number", width=6, default=None)
    effective_to: int | None = column("Đến năm", kind="number", width=6, default=None)
    step: int | None = column("Bước điểm", kind="points", width=6, default=None)
    total: int | None = column("Tổng điểm", kind="points", width=8, default=None)
    decimals: int = column("Số chữ số lẻ", kind="number", width=6, default=2)
    rounding: str = "half_up"
    bonus_cap: int | None = column("Điểm thưởng nhiều nhất", kind="points", width=8, default=None)
    bonus_lifts: int = column("Điểm thưởng được vượt tổng", kind="yes_no", width=6, default=1)
    illustrative: int = column("Số liệu minh họa", kind="yes_no", width=6, default=0)
    note: str = column("Ghi chú", width=40, default="")


@dataclass(frozen=True, kw_only=True)
class Criterion(Record):
    """A criterion (tiêu chí)."""

    TABLE: ClassVar[str] = "criterion"
    framework_id: int
    number: int = column("Số", kind="number", width=4)
    title: str = column("Tiêu chí", width=60)
    position: int = 0


@dataclass(frozen=True, kw_only=True)
class Item(Record):
    """A content (nội dung) of a criterion; points and step in hundredths."""

    TABLE: ClassVar[str] = "item"
    criterion_id: int
    number: int = column("Số", kind="number", width=4)
    text: str = column("Nội dung", kind="lines", width=60)
    max_points: int | None = column("Điểm tối đa", kind="points", width=8, default=None)
    step: int | None = column("Bước", kind="points", width=6, default=None)
    rule: str = "manual"
    rule_params: str = "{}"
    expected_evidence: str = column("Minh chứng cần có", kind="lines", width=40, default="")
    legal_base: str = column("Căn cứ", kind="lines", width=30, default="")
    bonus: int = column("Điểm thưởng", kind="yes_no", width=6, default=0)
    self_scored: int = column("Được tự chấm", kind="yes_no", width=6, default=1)
    needs_evidence: int = column("Cần minh chứng", kind="yes_no", width=6, default=1)
    not_applicable: str = "no"
    polarity: str = "achievement"
    position: int = 0


@dataclass(frozen=True, kw_only=True)
class Classification(Record):
    """A class (xếp loại) with the points from which it holds; None where they are not known."""

    TABLE: ClassVar[str] = "classification"
    framework_id: int
    label: str
    threshold: int | None = None
    position: int = 0


@dataclass(frozen=True, kw_only=True)
class Gate(Record):
    """A condition that forces a class whatever the points (discipline, no dossier)."""

    TABLE: ClassVar[str] = "gate"
    framework_id: int
    name: str
    text: str
    class_label: str = ""
    position: int = 0


def criteria(db: Connection, framework_id: int) -> list[Criterion]:
    return fetch(db, Criterion, "WHERE framework_id = ? ORDER BY position", (framework_id,))


def items(db: Connection, framework_id: int) -> list[Item]:
    """Every item of a framework in order of criterion and item."""
    return fetch(
        db,
        Item,
        "WHERE criterion_id IN (SELECT id FROM criterion WHERE framework_id = ?)"
        " ORDER BY (SELECT position FROM criterion WHERE id = criterion_id), position",
        (framework_id,),
    )


def find_item(db: Connection, framework_id: int, criterion_number: int, item_number: int) -> Item | None:
    return one(
        db,
        Item,
        "WHERE number = ? AND criterion_id IN (SELECT id FROM criterion WHERE framework_id = ? AND number = ?)",
        (item_number, framework_id, criterion_number),
    )


def load_framework(db: Connection, name: str) -> int:
    """The id of the framework of a file on the shelf, stored now where it is not yet there."""
    found = one(db, Framework, "WHERE code = ? ORDER BY version DESC", (name,))
    return found.id if found else store_framework(db, read_framework_file(name))


def store_framework(db: Connection, file: FrameworkFile) -> int:
    """Store a framework with its criteria, items, classes and gates as a new version of its code."""
    version = db.execute("SELECT coalesce(max(version), 0) + 1 FROM framework WHERE code = ?", (file.name,)).fetchone()[
        0
    ]
    framework_id = insert(
        db,
        Framework(
            code=file.name,
            version=version,
            title=file.title,
            short_title=file.short,
            decision=f"{file.decision} số {file.number}" if file.number else file.decision,
            issued_on=file.date,
            issuer=file.issuer,
            effective_from=file.effective_from,
            effective_to=file.effective_to,
            step=file.step,
            total=file.total,
            decimals=file.decimals,
            rounding=file.rounding,
            bonus_cap=file.bonus_cap,
            bonus_lifts=int(file.bonus_lifts),
            illustrative=int(file.illustrative),
            note=file.note,
        ),
    )
    for position, criterion in enumerate(file.criteria, start=1):
        criterion_id = insert(
            db, Criterion(framework_id=framework_id, number=criterion.number, title=criterion.title, position=position)
        )
        for place, item in enumerate(criterion.items, start=1):
            insert(db, _item_of(item, criterion_id, place))
    for position, level in enumerate(file.classes, start=1):
        insert(
            db, Classification(framework_id=framework_id, label=level.label, threshold=level.lowest, position=position)
        )
    for position, gate in enumerate(file.gates, start=1):
        insert(
            db,
            Gate(
                framework_id=framework_id,
                name=gate.key,
                text=gate.text,
                class_label=gate.class_label,
                position=position,
            ),
        )
    return framework_id


def _item_of(item: FileItem, criterion_id: int, position: int) -> Item:
    return Item(
        criterion_id=criterion_id,
        number=item.number,
        text=item.text,
        max_points=item.max,
        step=item.step,
        rule=item.rule,
        rule_params=json.dumps(dict(item.params), ensure_ascii=False, sort_keys=True),
        expected_evidence="\n".join(item.expected_evidence),
        legal_base="\n".join(item.legal_base),
        bonus=int(item.bonus),
        self_scored=int(item.self_scored),
        needs_evidence=int(item.needs_evidence),
        not_applicable=item.not_applicable,
        polarity=item.polarity,
        position=position,
    )


def get_framework(db: Connection, framework_id: int) -> Framework:
    return get(db, Framework, framework_id)
