"""A document of evidence as JSON, from which its record can be made again: in sidecars beside contents and in handed-in folders.

A sealed JSON file is UTF-8 with sorted keys; its last line holds the SHA-256 of all that stands before, so that a flipped
byte is noticed. Sidecars (evidence_sidecars.py) and the muc-luc.json of an exported folder have this form:

    {"documents": [document_as_json(…), …], "format": 1, "office": "…", "program": "…", …
     "self": "ab12…"}

In a muc-luc.json each document also has "file": the path of its file in that folder, with "/", and "" where it has none.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from db.connection import Connection
from dvcq_desktop import VERSION, organisation
from dvcq_desktop.errors import InputRefused
from dvcq_desktop.evidence import Evidence
from dvcq_desktop.evidence_codes import Place, code
from dvcq_desktop.evidence_files import EvidenceFile
from dvcq_desktop.records import fetch, get
from dvcq_desktop.texts import _

FORMAT = 1
LARGEST = 64 << 20  # bytes of a sealed file that is read; a catalogue of 10,000 documents has 15 MB
RECORD = (
    "uid", "kind", "reference", "issued_on", "issuer", "title", "signer", "page_count", "note", "box", "code_number", "state",
    "review_note", "reviewed_at", "reviewed_by", "entered_at", "entered_by", "trashed_at", "trashed_by",
)  # fmt: skip
VERSION_FIELDS = ("uid", "version", "sha256", "size", "original_name", "kind", "pages", "added_at", "added_by", "note")
LINK_FIELDS = ("uid", "pages", "section", "expected", "note")
_SEAL = re.compile(rb',\n "self": "([0-9a-f]{64})"\n}\n\Z')


def document_as_json(db: Connection, evidence_id: int) -> dict[str, Any]:
    """All of one document: RECORD, "year", "code", "code_place" ([criterion, item] or None), "versions", "links".

    A version has VERSION_FIELDS, the first version first. A link has LINK_FIELDS and either "criterion", "item", "item_text"
    and "framework" (its code), or "task_uid" and "task_text". Raises KeyError where the document is gone.
    """
    found = get(db, Evidence, evidence_id)
    year = db.execute("SELECT year FROM cycle WHERE id = ?", (found.cycle_id,)).fetchone()["year"]
    place = _place(db, found.code_item_id)
    versions = fetch(db, EvidenceFile, "WHERE evidence_id = ? ORDER BY version", (evidence_id,))
    return {
        **{name: getattr(found, name) for name in RECORD},
        "year": year,
        "code": code(found, place),
        "code_place": [place.criterion, place.item] if place else None,
        "versions": [{name: getattr(version, name) for name in VERSION_FIELDS} for version in versions],
        "links": _links(db, evidence_id),
    }


def catalogue(db: Connection, documents: list[dict[str, Any]], **more: object) -> dict[str, Any]:
    """What a sealed file holds: documents, who wrote them, and more."""
    office = organisation.current(db)
    return {
        "documents": documents,
        "format": FORMAT,
        "office": office.name if office else "",
        "program": VERSION,
        **more,
    }


def sealed(body: dict[str, Any]) -> bytes:
    """A sealed JSON file of a catalogue."""
    written = json.dumps(body, ensure_ascii=False, sort_keys=True, indent=1).encode()
    seal = hashlib.sha256(written).hexdigest()
    return written.removesuffix(b"\n}") + f',\n "self": "{seal}"\n}}\n'.encode()


def unsealed(data: bytes, name: str = "") -> dict[str, Any]:
    """What a sealed file holds. Raises InputRefused, naming the file, where a byte of it is not as it was written."""
    found = _SEAL.search(data) if len(data) <= LARGEST else None
    written = data[: found.start()] + b"\n}" if found else b""
    if found is None or hashlib.sha256(written).hexdigest().encode() != found[1]:
        raise InputRefused(_("Tệp mô tả {name} bị hỏng: nội dung không khớp mã kiểm tra ở cuối tệp.", name=name))
    body = json.loads(written)
    if not isinstance(body, dict) or body.get("format") != FORMAT or not isinstance(body.get("documents"), list):
        raise InputRefused(_("Tệp mô tả {name} do bản chương trình khác ghi nên không đọc được.", name=name))
    return body


def _place(db: Connection, item_id: int | None) -> Place | None:
    row = db.execute(
        "SELECT k.number AS criterion, i.number AS item FROM item i JOIN criterion k ON k.id = i.criterion_id WHERE i.id = ?",
        (item_id or 0,),
    ).fetchone()
    return Place(criterion=row["criterion"], item=row["item"]) if row else None


def _links(db: Connection, evidence_id: int) -> list[dict[str, Any]]:
    rows = db.execute(
        "SELECT l.uid, l.pages, l.section, l.expected, l.note, l.item_id, k.number AS criterion, i.number AS item,"
        " i.text AS item_text, f.code AS framework, t.uid AS task_uid, t.text AS task_text FROM evidence_link l"
        " LEFT JOIN item i ON i.id = l.item_id LEFT JOIN criterion k ON k.id = i.criterion_id"
        " LEFT JOIN framework f ON f.id = k.framework_id LEFT JOIN task t ON t.id = l.task_id"
        " WHERE l.evidence_id = ? ORDER BY l.id",
        (evidence_id,),
    )
    links = []
    for row in rows:
        named = ("criterion", "item", "item_text", "framework") if row["item_id"] else ("task_uid", "task_text")
        links.append({name: row[name] for name in (*LINK_FIELDS, *named)})
    return links
