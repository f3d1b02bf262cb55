"""Codes of evidence, H(box).(criterion).(item).(running number), and file names made from a template."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from db.connection import Connection
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.evidence import Evidence, number_and_symbol
from dvcq_desktop.looking.names import safe_name
from dvcq_desktop.settings import keep_setting, setting
from dvcq_desktop.texts import _

TEMPLATE = "{ma} {loai} {so} {ngay} {ten}"
SETTING = "evidence.file_name"
LONGEST_PATH = (
    200  # letters of the whole path, so that Windows and the superior's disk take it wherever it is copied to
)

_PART = re.compile(r"\{(\w*)\}")
# What may stand in a template, in the office's words.
PARTS: dict[str, str] = {
    "ma": "Mã minh chứng (H1.2.3.01)",
    "hop": "Số hộp",
    "tieuchi": "Số tiêu chí",
    "noidung": "Số nội dung",
    "stt": "Số thứ tự",
    "loai": "Loại văn bản",
    "so": "Số, ký hiệu",
    "ngay": "Ngày văn bản (năm-tháng-ngày)",
    "nam": "Năm của văn bản",
    "coquan": "Cơ quan ban hành",
    "ten": "Tên, trích yếu",
}


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a document has its code from: the numbers of criterion and item; 0 where it waits to be sorted."""

    criterion: int = 0
    item: int = 0


def places(db: Connection, year: int) -> dict[int, Place]:
    """The place of every document of a year that has one, by evidence id."""
    of_item = item_places(db)
    coded = db.execute(
        "SELECT id, code_item_id FROM evidence WHERE cycle_id = (SELECT id FROM cycle WHERE year = ?)", (year,)
    )
    return {evidence_id: of_item[item_id] for evidence_id, item_id in coded if item_id in of_item}


def item_places(db: Connection) -> dict[int, Place]:
    """The place that each item of any framework gives to a document, by item id."""
    rows = db.execute("SELECT i.id, k.number, i.number FROM item i JOIN criterion k ON k.id = i.criterion_id")
    return {item_id: Place(criterion=criterion, item=item) for item_id, criterion, item in rows}


def place_of(db: Connection, found: Evidence) -> Place | None:
    """The place of one document; None where it has none."""
    row = db.execute(
        "SELECT k.number AS criterion, i.number AS item FROM item i JOIN criterion k ON k.id = i.criterion_id WHERE i.id = ?",
        (found.code_item_id,),
    ).fetchone()
    return Place(criterion=row["criterion"], item=row["item"]) if row else None


def code(found: Evidence, place: Place | None) -> str:
    """ "H1.2.3.04": box 1, criterion 2, item 3, fourth document there; "" where the document proves nothing yet."""
    if place is None or not found.code_number:
        return ""
    return f"H{found.box}.{place.criterion}.{place.item}.{found.code_number:02d}"


def template(db: Connection) -> str:
    """The office's template of file names."""
    return setting(db, SETTING) or TEMPLATE


def keep_template(db: Connection, typed: str) -> None:
    """Change the template. Raises RuleBroken for a part that does not exist or a template without any part."""
    check_template(typed)
    keep_setting(db, SETTING, typed.strip())


def check_template(typed: str) -> None:
    """Raises RuleBroken, naming what may stand in a template."""
    used = _PART.findall(typed)
    unknown = [name for name in used if name not in PARTS]
    if unknown or not used or "{" in _PART.sub("", typed) or "}" in _PART.sub("", typed):
        raise RuleBroken(
            _(
                "Mẫu tên tệp “{typed}” chưa đúng. Mẫu phải có ít nhất một phần, và chỉ dùng được các phần: {parts}.",
                typed=typed,
                parts=parts_named(),
            )
        )


def parts_named() -> str:
    """ "{ma}, {hop}, …"."""
    return ", ".join("{" + name + "}" for name in PARTS)


def file_name(found: Evidence, place: Place | None, ending: str, typed: str, *, longest: int = 120) -> str:
    """A file name by a template: without accents, without signs that a disk refuses, at most longest letters with its ending.

    ending: ".pdf". longest: what LONGEST_PATH leaves after the folders.
    """
    _number, symbol = number_and_symbol(found.reference)
    here = place or Place()
    values = {
        "ma": code(found, place),
        "hop": found.box,
        "tieuchi": here.criterion or "",
        "noidung": here.item or "",
        "stt": f"{found.code_number:02d}" if found.code_number else "",
        "loai": found.kind,
        "so": found.reference.replace("/", "-") if symbol else found.reference,
        "ngay": found.issued_on,
        "nam": found.issued_on[:4],
        "coquan": found.issuer,
        "ten": found.title,
    }
    filled = _PART.sub(lambda part: str(values.get(part[1], "")), typed)
    return safe_name(" ".join(filled.split()), ending, most=longest)


def apart(names: Iterable[str]) -> list[str]:
    """The same names in the same order, made different where two would be one file on a disk that ignores case: "a (2).pdf"."""
    taken: set[str] = set()
    answers = []
    for name in names:
        stem, dot, ending = name.rpartition(".")
        stem, ending = (stem, dot + ending) if stem else (name, "")
        told, number = name, 1
        while told.casefold() in taken:
            number += 1
            told = f"{stem} ({number}){ending}"
        taken.add(told.casefold())
        answers.append(told)
    return answers
