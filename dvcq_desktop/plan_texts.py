"""Every text of a plan as one list to search, replace and compare in, and how a document is cited there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from db.connection import Connection
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.legal_documents import LegalDocument, full_citation
from dvcq_desktop.plans import LegalBaseLine, Plan, change_plan, legal_bases
from dvcq_desktop.records import get, one, update
from dvcq_desktop.replacing import Hit, PlacedText, replaced
from dvcq_desktop.sections import OutlineRow, Section, change_body, change_heading, outline
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import clean_line

HEAD_TITLES = {
    "organ": "Cơ quan ban hành",
    "parent_organ": "Cơ quan chủ quản",
    "symbol": "Ký hiệu",
    "place": "Địa danh",
    "kind": "Tên loại",
    "abstract": "Trích yếu",
}
TAIL_TITLES = {
    "closing": "Lời kết",
    "recipients": "Nơi nhận",
    "signer_lines": "Quyền hạn, chức vụ",
    "signer_name": "Họ tên người ký",
}


def section_name(row: OutlineRow) -> str:
    """What a section is called in a list: "II. ĐÁNH GIÁ KẾT QUẢ"; its first words where it has no heading."""
    words = row.section.heading or row.section.body.split("\n", 1)[0][:60] or _("(chưa có tiêu đề)")
    return f"{row.label} {words}".strip()


def plan_texts(db: Connection, plan_id: int) -> list[PlacedText]:
    """Every text of a plan that a person typed, in the order of the paper."""
    plan = get(db, Plan, plan_id)
    texts = [_of_plan(plan, name, title) for name, title in HEAD_TITLES.items()]
    texts += [
        PlacedText(place=f"legal_base:{base.id}:text", title="Căn cứ", text=base.text)
        for base in legal_bases(db, plan_id)
    ]
    texts.append(_of_plan(plan, "opening", "Lời mở đầu"))
    for row in outline(db, plan_id):
        name = section_name(row)
        texts.append(PlacedText(place=f"section:{row.section.id}:heading", title=name, text=row.section.heading))
        texts.append(PlacedText(place=f"section:{row.section.id}:body", title=name, text=row.section.body))
    texts += [_of_plan(plan, name, title) for name, title in TAIL_TITLES.items()]
    return texts


def _of_plan(plan: Plan, name: str, title: str) -> PlacedText:
    return PlacedText(place=f"plan:{plan.id}:{name}", title=title, text=getattr(plan, name))


def replace_hits(
    db: Connection, plan_id: int, hits: Sequence[Hit], replacement: str, *, keep_capitals: bool = False
) -> int:
    """Replace the hits ticked; answers how many. Raises RuleBroken where a text is no longer what was searched."""
    texts = {placed.place: placed.text for placed in plan_texts(db, plan_id)}
    by_place: dict[str, list[Hit]] = {}
    for hit in hits:
        by_place.setdefault(hit.place, []).append(hit)
    for place, found in by_place.items():
        text = texts.get(place, "")
        if any(text[hit.start : hit.end] != hit.found for hit in found):
            raise RuleBroken(_("Văn bản đã thay đổi sau khi tìm. Hãy bấm Tìm lại rồi thay."))
        _store(db, place, replaced(text, [(h.start, h.end) for h in found], replacement, keep_capitals=keep_capitals))
    return len(hits)


def _store(db: Connection, place: str, text: str) -> None:
    table, number, name = place.split(":")
    if table == "plan":
        change_plan(db, int(number), **{name: text})
    elif table == "legal_base":
        update(db, LegalBaseLine, int(number), text=clean_line(text).rstrip(" ;.,"))
    elif name == "heading":
        change_heading(db, int(number), text)
    else:
        change_body(db, int(number), text)


def is_cited(db: Connection, plan_id: int, document: LegalDocument) -> bool:
    """Whether the plan already names the document by its number and symbol (a law: by its title)."""
    wanted = _compact(document.reference or document.kind)
    return any(wanted in _compact(placed.text) for placed in plan_texts(db, plan_id))


def citation_for(db: Connection, plan_id: int, document: LegalDocument) -> str:
    """How to cite a document here: in full the first time, then only kind, number and symbol (annex I, II.6.b)."""
    if document.reference and is_cited(db, plan_id, document):
        return f"{document.kind} số {document.reference}"
    return full_citation(document)


def _compact(text: str) -> str:
    return re.sub(r"\s", "", text).replace("–", "-").casefold()


def section_of(db: Connection, section_id: int) -> Section | None:
    """The section of an id; None where it is gone."""
    return one(db, Section, "WHERE id = ?", (section_id,))
