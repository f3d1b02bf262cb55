"""The yearly plan: its head, legal bases, opening, closing, recipients and signer, and versions of the whole."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import ClassVar

from db.connection import Connection
from dvcq_desktop import organisation
from dvcq_desktop.cycles import Cycle
from dvcq_desktop.dates import parse_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.records import Record, column, delete, fetch, get, insert, one, update
from dvcq_desktop.sections import Section, add_section
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import clean, clean_line

AUTHORITIES = {  # cell 7a of Decree 30; which fits is the office's choice (domain.md §1.8)
    "TM. … CHỦ TỊCH": "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",
    "TM. … KT. CHỦ TỊCH – PHÓ CHỦ TỊCH": "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
    "CHỦ TỊCH": "CHỦ TỊCH",
    "KT. CHỦ TỊCH – PHÓ CHỦ TỊCH": "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
    "Q. CHỦ TỊCH": "TM. ỦY BAN NHÂN DÂN\nQ. CHỦ TỊCH",
    "TL. CHỦ TỊCH – CHÁNH VĂN PHÒNG": "TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG",
    "TUQ. CHỦ TỊCH – CHÁNH VĂN PHÒNG": "TUQ. CHỦ TỊCH\nCHÁNH VĂN PHÒNG",
}
STARTING_SECTIONS = (
    ("MỤC TIÊU, CHỈ TIÊU", 1, "text"),
    ("Mục tiêu", 2, "text"),
    ("Chỉ tiêu", 2, "text"),
    ("ĐÁNH GIÁ KẾT QUẢ NĂM {last}", 1, "text"),
    ("Kết quả", 2, "results"),
    ("Nội dung bị trừ điểm và hướng khắc phục", 2, "deductions"),
    ("NHIỆM VỤ, GIẢI PHÁP VÀ PHÂN CÔNG THỰC HIỆN", 1, "text"),
    ("Nhiệm vụ, giải pháp chung", 2, "text"),
    ("Nhiệm vụ cụ thể theo tiêu chí", 2, "tasks"),
    ("TỔ CHỨC THỰC HIỆN", 1, "text"),
)


@dataclass(frozen=True, kw_only=True)
class Plan(Record):
    """A plan of one year; number and day stay blank until the registry gives them (Decree 30, Điều 15)."""

    TABLE: ClassVar[str] = "plan"
    cycle_id: int
    organ: str = column("Cơ quan ban hành (mỗi dòng một dòng)", kind="lines", width=30, default="")
    parent_organ: str = column("Cơ quan chủ quản", width=30, default="")
    number: str = column("Số", width=8, default="")
    symbol: str = column("Ký hiệu", width=14, default="KH-UBND")
    place: str = column("Địa danh", width=20, default="")
    issued_on: str = column("Ngày ban hành", kind="date", width=12, default="")
    kind: str = column("Tên loại", width=16, default="KẾ HOẠCH")
    abstract: str = column("Trích yếu", kind="lines", width=60, default="")
    opening: str = column("Lời mở đầu", kind="lines", width=60, default="")
    closing: str = column("Lời kết", kind="lines", width=60, default="")
    recipients: str = column("Nơi nhận (mỗi dòng một nơi)", kind="lines", width=40, default="")
    signer_lines: str = column("Quyền hạn, chức vụ người ký", kind="lines", width=30, default="")
    signer_name: str = column("Họ tên người ký", width=24, default="")


@dataclass(frozen=True, kw_only=True)
class LegalBaseLine(Record):
    """One căn cứ of a plan, without its closing mark."""

    TABLE: ClassVar[str] = "legal_base"
    plan_id: int
    legal_document_id: int | None = None
    text: str = column("Căn cứ", kind="lines", width=80, default="")
    position: int = 0


@dataclass(frozen=True, kw_only=True)
class PlanVersion(Record):
    """The plan's text as it stood at one moment."""

    TABLE: ClassVar[str] = "plan_version"
    plan_id: int
    label: str = column("Phiên bản", width=30)
    made_at: str = column("Lúc", width=16)
    made_by: str = column("Người tạo", width=20, default="")
    content: str = ""


def find_plan(db: Connection, year: int) -> Plan | None:
    return one(db, Plan, "WHERE cycle_id = (SELECT id FROM cycle WHERE year = ?)", (year,))


def plan_of_year(db: Connection, year: int) -> Plan:
    """The plan of a year. Raises RuleBroken where there is none."""
    found = find_plan(db, year)
    if found is None:
        raise RuleBroken(
            _("Năm {year} chưa có kế hoạch. Hãy nạp tệp Word hoặc lập từ mẫu ở trang Kế hoạch.", year=year)
        )
    return found


def plan_year(db: Connection, plan: Plan) -> int:
    return get(db, Cycle, plan.cycle_id).year


def start_plan(db: Connection, cycle_id: int) -> int:
    """A new plan with the usual headings and the office's own head, ready to be written."""
    year = get(db, Cycle, cycle_id).year
    if find_plan(db, year) is not None:
        raise RuleBroken(_("Năm {year} đã có kế hoạch.", year=year))
    office = organisation.current(db, f"{year}-12-31")
    recipients = [office.superior, office.appraiser, "Các bộ phận có liên quan", "Lưu: VT"] if office else ["Lưu: VT"]
    abstract = f"Khắc phục, cải thiện và nâng cao chỉ số dân vận chính quyền năm {year}"
    plan_id = insert(
        db,
        Plan(
            cycle_id=cycle_id,
            organ=office.head_lines if office else "",
            parent_organ=office.parent_head if office else "",
            symbol=f"KH-{office.symbol}" if office else "KH-UBND",
            place=office.place_name if office else "",
            issued_on=str(year),
            abstract=abstract,
            recipients="\n".join(line for line in recipients if line),
            signer_lines=AUTHORITIES["TM. … CHỦ TỊCH"],
        ),
    )
    above: dict[int, int | None] = {0: None}
    for heading, depth, kind in STARTING_SECTIONS:
        above[depth] = add_section(
            db, plan_id, inside_id=above[depth - 1], heading=heading.format(last=year - 1), kind=kind
        )
    return plan_id


def change_plan(db: Connection, plan_id: int, **values: str) -> None:
    """Change fields of the plan as typed: texts are cleaned, a date is understood in every usual form."""
    many_lines = {"organ", "opening", "closing", "recipients", "signer_lines"}
    stored = {k: clean(v).strip() if k in many_lines else clean_line(v) for k, v in values.items()}
    if "issued_on" in stored:
        stored["issued_on"] = parse_date(stored["issued_on"])
    if "number" in stored and stored["number"] and not stored["number"].isdecimal():
        raise RuleBroken(_("Số văn bản chỉ gồm chữ số, ví dụ 05. Ký hiệu được nhập ở ô bên cạnh."))
    update(db, Plan, plan_id, **stored)


def legal_bases(db: Connection, plan_id: int) -> list[LegalBaseLine]:
    return fetch(db, LegalBaseLine, "WHERE plan_id = ? ORDER BY position, id", (plan_id,))


def set_legal_bases(db: Connection, plan_id: int, lines: list[str]) -> None:
    """Make the căn cứ of a plan exactly these lines; a line that stays keeps its record and its document."""
    wanted = [text for text in (clean_line(line).rstrip(" ;.,") for line in lines) if text]
    known: dict[str, list[int]] = {}  # one line may stand there twice
    for base in legal_bases(db, plan_id):
        known.setdefault(base.text, []).append(base.id)
    for position, text in enumerate(wanted, start=1):
        if known.get(text):
            update(db, LegalBaseLine, known[text].pop(0), position=position)
        else:
            insert(db, LegalBaseLine(plan_id=plan_id, text=text, position=position))
    delete(db, LegalBaseLine, [base_id for left in known.values() for base_id in left])


def versions(db: Connection, plan_id: int) -> list[PlanVersion]:
    """Versions of a plan, newest first."""
    return fetch(db, PlanVersion, "WHERE plan_id = ? ORDER BY id DESC", (plan_id,))


def make_version(db: Connection, plan_id: int, who: str, label: str = "") -> int:
    """Keep the plan's text as it stands now (Ctrl+S)."""
    count = db.execute("SELECT count(*) FROM plan_version WHERE plan_id = ?", (plan_id,)).fetchone()[0]
    content = {
        "plan": asdict(get(db, Plan, plan_id)),
        "sections": [asdict(s) for s in fetch(db, Section, "WHERE plan_id = ? ORDER BY id", (plan_id,))],
        "bases": [base.text for base in legal_bases(db, plan_id)],
        "base_documents": [base.legal_document_id for base in legal_bases(db, plan_id)],
    }
    return insert(
        db,
        PlanVersion(
            plan_id=plan_id,
            label=clean_line(label) or _("Bản {n}", n=count + 1),
            made_at=datetime.now().astimezone().isoformat(timespec="seconds"),
            made_by=who,
            content=json.dumps(content, ensure_ascii=False),
        ),
    )


def restore_version(db: Connection, version_id: int) -> None:
    """Make the plan's text what it was in a version; undo brings today's text back."""
    version = get(db, PlanVersion, version_id)
    content = json.loads(version.content)
    head = {k: v for k, v in content["plan"].items() if k not in {"id", "uid", "cycle_id"}}
    update(db, Plan, version.plan_id, **head)
    db.execute("DELETE FROM section WHERE plan_id = ? AND parent_id IS NULL", (version.plan_id,))
    new_ids: dict[int | None, int | None] = {None: None}
    waiting = list(content["sections"])
    while waiting:
        ready = [s for s in waiting if s["parent_id"] in new_ids]
        if not ready:
            break
        for s in ready:
            values = {k: v for k, v in s.items() if k not in {"id", "parent_id"}}
            new_ids[s["id"]] = insert(db, Section(**values, parent_id=new_ids[s["parent_id"]]))
        waiting = [s for s in waiting if s["id"] not in new_ids]
    set_legal_bases(db, version.plan_id, content["bases"])
    documents = {row["id"] for row in db.execute("SELECT id FROM legal_document")}
    was = dict(zip(content["bases"], content.get("base_documents", ()), strict=False))
    for base in legal_bases(db, version.plan_id):
        if base.legal_document_id is None and was.get(base.text) in documents:
            update(db, LegalBaseLine, base.id, legal_document_id=was[base.text])
