"""What goes along with the files of evidence: catalogues, index, labels, the readable inventory and a word to the reader."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db.connection import Connection, one_look
from dvcq_desktop import VERSION, organisation
from dvcq_desktop.catalogue import catalogue
from dvcq_desktop.evidence_codes import template
from dvcq_desktop.evidence_json import FORMAT, document_as_json, sealed
from dvcq_desktop.hand_in.index import index_page
from dvcq_desktop.hand_in.plan import Plan, plan
from dvcq_desktop.hand_in.profiles import HandInProfile
from dvcq_desktop.hand_in.target import INVENTORY
from dvcq_desktop.printed import box_labels, evidence_list
from dvcq_desktop.printed.blocks import Document, FormOptions
from dvcq_desktop.texts import _

CATALOGUE, LABELS = "danh-muc-minh-chung", "nhan-hop.pdf"
INDEX, README = "index.html", "DOC-TRUOC.txt"


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """Everything about a set that comes from the data, as of one moment; what is left is to write it."""

    plan: Plan
    office: str
    records: tuple[dict[str, Any], ...]  # each document as evidence_json has it, in the order of the catalogue
    papers: Mapping[str, Document]  # by file name


def planned(db: Connection, year: int, profile: HandInProfile, target: Path) -> Plan:
    """The plan alone, to be seen before anything is written. Raises RuleBroken as plan()."""
    with one_look(db):
        found = catalogue(db, year, only_approved=bool(profile.only_approved))
        return plan(found, profile, template(db), target)


def prepare(db: Connection, year: int, profile: HandInProfile, target: Path) -> Prepared:
    """Read all that the set of a year needs. Raises RuleBroken where there is nothing to hand in or no room for names."""
    with one_look(db):
        whole = planned(db, year, profile, target)
        found, options = whole.catalogue, FormOptions(year=year)
        listed = evidence_list.build_of(db, found, options)
        papers = {f"{CATALOGUE}.{kind}": listed for kind in profile.kinds if kind != "html"}
        if profile.with_labels and found.documents:
            papers[LABELS] = box_labels.build_of(db, found, options)
        office = organisation.current(db, f"{year}-12-31")
        records = tuple(document_as_json(db, line.found.id) for line in found.documents)
    return Prepared(plan=whole, office=office.name if office else "", records=records, papers=papers)


def paper_keys(prepared: Prepared) -> dict[str, str]:
    """What each paper was made from, in short: where it is the same, the paper that is there is right."""
    told: dict[int, str] = {}
    for document in prepared.papers.values():
        if id(document) not in told:
            told[id(document)] = hashlib.sha256(f"{VERSION}\n{document!r}".encode()).hexdigest()
    return {name: told[id(document)] for name, document in prepared.papers.items()}


def texts(prepared: Prepared, lost: Mapping[int, str]) -> dict[str, bytes]:
    """The index, the inventory and the word to the reader; lost: why a document's file is not in the set, by evidence id."""
    made = {INVENTORY: _inventory(prepared, lost), README: _readme(prepared, lost)}
    if "html" in prepared.plan.profile.kinds:
        made[INDEX] = index_page(prepared.plan, prepared.office, lost)
    return made


def _inventory(prepared: Prepared, lost: Mapping[int, str]) -> bytes:
    whole = prepared.plan
    paths = {line.found.uid: whole.paths.get(line.found.id, "") for line in whole.catalogue.documents}
    without = {line.found.uid for line in whole.catalogue.documents if line.found.id in lost}
    gaps = [
        {
            "code": item.number,
            "text": item.proof.item.text,
            "have": item.proof.have,
            "wanted": item.proof.wanted,
            "missing": list(item.proof.missing),
            "explanation": item.proof.explanation,
        }
        for item in whole.catalogue.gaps
    ]
    return sealed(
        {
            "documents": [
                {**record, "file": "" if record["uid"] in without else paths[record["uid"]]}
                for record in prepared.records
            ],
            "format": FORMAT,
            "office": prepared.office,
            "program": VERSION,
            "year": whole.catalogue.year,
            "profile": whole.profile.name,
            "gaps": gaps,
            "papers": paper_keys(prepared),
        }
    )


def _readme(prepared: Prepared, lost: Mapping[int, str]) -> bytes:
    whole = prepared.plan
    shown = {
        INDEX: _("mở bằng trình duyệt bất kỳ: toàn bộ minh chứng theo tiêu chí, nội dung, bấm vào là xem"),
        f"{CATALOGUE}.pdf": _("danh mục tài liệu minh chứng để in, kèm các nội dung còn thiếu và giải trình"),
        f"{CATALOGUE}.docx": _("danh mục bằng Word"),
        f"{CATALOGUE}.xlsx": _("danh mục bằng Excel"),
        LABELS: _("nhãn dán hộp hồ sơ"),
        INVENTORY: _("mục lục cho máy đọc"),
        "SHA256SUMS": _("mã kiểm tra từng tệp; trên Linux chạy: sha256sum -c SHA256SUMS"),
    }
    inside = {*prepared.papers, INVENTORY, "SHA256SUMS", *((INDEX,) if "html" in whole.profile.kinds else ())}
    lines = [
        _("BỘ TÀI LIỆU MINH CHỨNG CÔNG TÁC DÂN VẬN CHÍNH QUYỀN NĂM {year}", year=whole.catalogue.year),
        prepared.office,
        "",
        _(
            "{files} tệp minh chứng cho {documents} văn bản, tài liệu; mỗi tệp nằm ở nội dung mang mã của nó.",
            files=len(whole.files) - len(lost),
            documents=len(whole.catalogue.documents),
        ),
        _("Văn bản chứng minh cho nhiều nội dung chỉ có một tệp; các nội dung khác dẫn về tệp ấy trong danh mục."),
        "",
        *(f"{name}: {words}" for name, words in shown.items() if name in inside),
    ]
    if lost:
        lines += ["", _("Chưa có tệp trong bộ này:")]
        lines += [
            f"- {line.code} {line.found.title}: {lost[line.found.id]}"
            for line in whole.catalogue.documents
            if line.found.id in lost
        ]
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")  # Notepad of old Windows knows UTF-8 by its mark only
