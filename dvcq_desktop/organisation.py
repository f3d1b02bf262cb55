"""The office itself by date: its name, what stands in the head of its papers, who scores it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import ClassVar

from db.connection import Connection
from dvcq_desktop.dates import parse_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.records import Record, column, delete, fetch, get, insert, update
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import clean, clean_line, fold


@dataclass(frozen=True, kw_only=True)
class Organisation(Record):
    """The office as it was named from one day to another."""

    TABLE: ClassVar[str] = "organisation"
    name: str = column("Tên cơ quan", width=40)
    short_name: str = column("Tên viết tắt", width=24, default="")
    head_lines: str = column("Tên trên đầu văn bản (mỗi dòng một dòng)", kind="lines", width=30)
    parent_head: str = column("Cơ quan chủ quản trên đầu văn bản", width=30, default="")
    superior: str = column("Cấp trên", width=30, default="")
    appraiser: str = column("Cơ quan thẩm định", width=30, default="")
    place_name: str = column("Địa danh", width=20)
    symbol: str = column("Chữ viết tắt trong ký hiệu", width=12, default="UBND")
    valid_from: str = column("Từ ngày", kind="date", width=10, default="")
    valid_to: str = column("Đến hết ngày", kind="date", width=10, default="")


def current(db: Connection, day: str = "") -> Organisation | None:
    """The office on a day (ISO; empty: the newest entry); None before the first set-up.

    In a gap between entries the one before it still holds; before the first, the first.
    """
    entries = fetch(db, Organisation, "ORDER BY valid_from, id")
    begun = [entry for entry in entries if not day or entry.valid_from <= day]
    valid = [entry for entry in begun if not day or not entry.valid_to or entry.valid_to >= day]
    candidates = valid or begun or entries[:1]
    return candidates[-1] if candidates else None


def head_lines_of(name: str) -> str:
    """How the name breaks in the head: "ỦY BAN NHÂN DÂN" / "XÃ BA THÀNH"; another organ stays on one line."""
    upper = clean_line(name).upper()
    for start in ("ỦY BAN NHÂN DÂN ", "HỘI ĐỒNG NHÂN DÂN "):
        if fold(upper).startswith(fold(start) + " "):  # Uỷ as well as Ủy
            return f"{start.strip()}\n{upper[len(start) :]}"
    return upper


def set_up(db: Connection, name: str, place_name: str, *, superior: str = "", appraiser: str = "") -> int:
    """Enter the office on first use. Raises RuleBroken without a name or a place."""
    name, place_name = clean_line(name), clean_line(place_name)
    if not name:
        raise RuleBroken(_("Chưa có tên cơ quan. Ví dụ: Ủy ban nhân dân xã Ba Thành."))
    if not place_name:
        raise RuleBroken(_("Chưa có địa danh. Ví dụ: Ba Thành."))
    return insert(
        db,
        Organisation(
            name=name,
            short_name=short_name_of(name),
            head_lines=head_lines_of(name),
            place_name=place_name,
            superior=clean_line(superior),
            appraiser=clean_line(appraiser),
        ),
    )


def change(db: Connection, organisation_id: int, **values: str) -> None:
    """Correct fields of the office's entry; dates as typed. Raises RuleBroken where a name or a date is none."""
    stored = {k: clean(v).strip() if k == "head_lines" else clean_line(v) for k, v in values.items()}
    for name in {"valid_from", "valid_to"} & stored.keys():
        stored[name] = parse_date(stored[name])
    if stored.get("name") == "":
        raise RuleBroken(_("Chưa có tên cơ quan. Ví dụ: Ủy ban nhân dân xã Ba Thành."))
    if stored.get("place_name") == "":
        raise RuleBroken(_("Chưa có địa danh. Ví dụ: Ba Thành."))
    update(db, Organisation, organisation_id, **stored)


def entries(db: Connection) -> list[Organisation]:
    """The office under each of its names, the earliest first."""
    return fetch(db, Organisation, "ORDER BY valid_from, id")


def add_entry(db: Connection, from_day: str, **values: str) -> int:
    """The office as it is from a day on: a copy of the entry before with these fields changed, which ends the day before.

    Raises RuleBroken without a whole day, before the first set-up, or where another entry begins on or after it.
    """
    day = parse_date(from_day)
    if len(day) != 10:
        raise RuleBroken(_("Hãy nhập đủ ngày, tháng, năm mà tên mới có hiệu lực, ví dụ 01/07/2025."))
    known = entries(db)
    if not known:
        raise RuleBroken(_("Chưa có tên cơ quan. Hãy nhập tên hiện nay trước."))
    last = known[-1]
    if last.valid_from and last.valid_from >= day:
        raise RuleBroken(_("Đã có tên cơ quan có hiệu lực từ ngày đó hoặc sau đó. Hãy sửa tên ấy."))
    before = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
    if not last.valid_to or last.valid_to >= day:
        update(db, Organisation, last.id, valid_to=before)
    entry_id = insert(db, replace(last, id=0, uid="", valid_from=day, valid_to=""))
    if values.get("name") and "head_lines" not in values:
        values["head_lines"] = head_lines_of(values["name"])
    if values.get("name") and "short_name" not in values:
        values["short_name"] = short_name_of(clean_line(values["name"]))
    if values:
        change(db, entry_id, **values)
    return entry_id


def short_name_of(name: str) -> str:
    """ "UBND xã Ba Thành" of "Ủy ban nhân dân xã Ba Thành"."""
    return "UBND" + name[len("Ủy ban nhân dân") :] if fold(name).startswith("uy ban nhan dan") else name


def delete_entry(db: Connection, organisation_id: int) -> None:
    """Take one name of the office away; the entry before it holds on. RuleBroken for the only one."""
    if len(entries(db)) == 1:
        raise RuleBroken(_("Cơ quan phải có ít nhất một tên."))
    gone = get(db, Organisation, organisation_id)
    delete(db, Organisation, [organisation_id])
    before = [entry for entry in entries(db) if entry.valid_from < gone.valid_from]
    if before and gone.valid_to == "":
        update(db, Organisation, before[-1].id, valid_to="")
