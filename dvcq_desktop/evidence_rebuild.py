"""Makes the catalogue again from a folder of evidence alone: a store with its sidecars, or a folder that was handed in.

Documents that the data have already (by uid) are left as they are. A place that the framework of the year does not have, word
for word, is never guessed: the document waits in "Chờ xếp" with the old place in its note.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from db.connection import Connection
from db.journal import operation
from dvcq_desktop import cycles, frameworks, organisation
from dvcq_desktop.cycles import find_cycle
from dvcq_desktop.evidence import Evidence, now
from dvcq_desktop.evidence_files import EvidenceFile, known_contents
from dvcq_desktop.evidence_folder import Found, Loose
from dvcq_desktop.evidence_json import LINK_FIELDS, RECORD, VERSION_FIELDS
from dvcq_desktop.evidence_links import EvidenceLink, link_evidence
from dvcq_desktop.framework_files import FRAMEWORK_FILES
from dvcq_desktop.frameworks import Framework
from dvcq_desktop.looking.names import shown_name
from dvcq_desktop.records import insert, one, update
from dvcq_desktop.setting_up import place_of
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import clean_line, fold

_TEXTS = frozenset(
    {"kind", "reference", "issuer", "title", "signer", "note", "review_note", "reviewed_by", "entered_by", "trashed_by"}
)


@dataclass(kw_only=True)
class Rebuilt:
    """What came of it; the lists hold sentences."""

    documents: int = 0
    existing: int = 0  # documents that were there already, left as they are
    loose: int = 0  # contents of which nobody knows the name
    years: list[int] = field(default_factory=list)  # opened for it
    unplaced: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def sentences(self) -> list[str]:
        """The result in sentences, the counts first."""
        told = [
            _(
                "Đã lấy lại {documents} hồ sơ và {loose} tệp chưa rõ tên (để ở Chờ xếp); {existing} hồ sơ đã có sẵn, giữ nguyên.",
                documents=self.documents,
                loose=self.loose,
                existing=self.existing,
            )
        ]
        if self.years:
            told.append(_("Đã mở năm {years}.", years=", ".join(map(str, self.years))))
        if self.unplaced:
            told.append(_("{n} hồ sơ không xếp lại được đúng chỗ cũ (chỗ cũ ghi ở Ghi chú):", n=len(self.unplaced)))
        return [*told, *(f"  {line}" for line in self.unplaced), *self.left_out]


def bring_in(db: Connection, found: Found, missing: Collection[str], loose_year: int) -> Rebuilt:
    """Record what a folder holds. missing: contents that could not be copied; their documents are recorded all the same.

    loose_year: the year of contents without a name. A closed year is left as it is.
    """
    done = Rebuilt(left_out=list(found.troubles))
    if organisation.current(db) is None and clean_line(found.office):
        organisation.set_up(db, found.office, place_of(found.office) or found.office)
    _open_years(db, found, loose_year, done)
    for document in found.documents.values():
        if db.execute("SELECT 1 FROM evidence WHERE uid = ?", (document["uid"],)).fetchone():
            done.existing += 1
        elif _is_closed(db, document["year"]):
            said = _("Năm {year} đã khóa nên không thêm “{title}”.", year=document["year"], title=document["title"])
            done.left_out.append(said)
        else:
            _bring_document(db, document, done)
    known = known_contents(db)
    for loose in found.loose:
        if loose.sha256 not in known and loose.sha256 not in missing and not _is_closed(db, loose_year):
            _bring_loose(db, loose, loose_year)
            done.loose += 1
    return done


class _OnlyTried(Exception):
    """Ends a trial: everything it wrote is rolled back."""

    def __init__(self, done: Rebuilt) -> None:
        super().__init__()
        self.done = done


def tried(db: Connection, found: Found, missing: Collection[str], year: int) -> Rebuilt:
    """What bring_in() would do; nothing stays of it. db: open to be written, in no operation."""
    try:
        with operation(db, "rebuild --dry-run", ""):
            raise _OnlyTried(bring_in(db, found, missing, year))
    except _OnlyTried as trial:
        return trial.done


def loose_year(db: Connection, found: Found, wanted: int | None = None) -> int:
    """The year of contents without a name: as asked, else the newest of the folder, the office, the calendar."""
    newest = max((document["year"] for document in found.documents.values()), default=0)
    this = datetime.now().astimezone().year
    return int(wanted or newest or cycles.working_year(db) or this)


def _open_years(db: Connection, found: Found, loose_year: int, done: Rebuilt) -> None:
    """Every year that is missing, with the framework most of its documents were placed in, where there is such a one."""
    used: dict[int, Counter[str]] = {loose_year: Counter()} if found.loose else {}
    for document in found.documents.values():
        codes = used.setdefault(document["year"], Counter())
        codes.update(link["framework"] for link in document["links"] if link.get("framework"))
    for year, codes in sorted(used.items()):
        cycle = find_cycle(db, year)
        if cycle is None:
            done.years.append(year)
        if cycle is None or (cycle.framework_id is None and not cycle.closed):
            cycles.open_year(db, year, framework_id=_framework(db, [code for code, _n in codes.most_common()]))


def _framework(db: Connection, codes: Sequence[str]) -> int | None:
    """The newest version of the first of these frameworks that the office or the shelf has."""
    for code in codes:
        there = one(db, Framework, "WHERE code = ? ORDER BY version DESC", (code,))
        if there is not None:
            return there.id
        if code in FRAMEWORK_FILES:
            return frameworks.load_framework(db, code)
    return None


def _is_closed(db: Connection, year: int) -> bool:
    cycle = find_cycle(db, year)
    return cycle is not None and bool(cycle.closed)


def _bring_document(db: Connection, document: dict[str, Any], done: Rebuilt) -> None:
    cycle = cycles.cycle_of_year(db, document["year"])
    values: dict[str, Any] = {name: clean_line(document[name]) if name in _TEXTS else document[name] for name in RECORD}
    evidence_id = insert(db, Evidence(cycle_id=cycle.id, **{**values, "code_number": 0}))
    for version in document["versions"]:
        row = {name: version[name] for name in VERSION_FIELDS}
        insert(db, EvidenceFile(evidence_id=evidence_id, **{**row, "uid": _free(db, "evidence_file", row["uid"])}))
    _keep_code(db, evidence_id, cycle.framework_id, document)
    lost = [words for link in document["links"] if (words := _bring_link(db, evidence_id, cycle, link))]
    if lost:
        note = "; ".join(part for part in (document["note"], _("chỗ cũ: {places}", places=", ".join(lost))) if part)
        update(db, Evidence, evidence_id, note=note)
        done.unplaced.append(f"{shown_name(document['title'])}: {', '.join(lost)}")
    done.documents += 1


def _keep_code(db: Connection, evidence_id: int, framework_id: int | None, document: dict[str, Any]) -> None:
    """The code a document had, where its item is still there and nobody else has it now; else its first link gives a new one."""
    place, number = document["code_place"], document["code_number"]
    texts = {(link["criterion"], link["item"]): link["item_text"] for link in document["links"] if "item" in link}
    if not place or not number or framework_id is None:
        return
    item = frameworks.find_item(db, framework_id, *place)
    if item is None or fold(texts.get(tuple(place), item.text)) != fold(item.text):
        return
    taken = db.execute(
        "SELECT 1 FROM evidence WHERE cycle_id = (SELECT cycle_id FROM evidence WHERE id = ?) AND code_item_id = ?"
        " AND code_number = ?",
        (evidence_id, item.id, number),
    )
    if taken.fetchone() is None:
        update(db, Evidence, evidence_id, code_item_id=item.id, code_number=number)


def _bring_link(db: Connection, evidence_id: int, cycle: cycles.Cycle, link: dict[str, Any]) -> str:
    """Link a document as it was; the old place in words where it is not there any more."""
    values = {**{name: link[name] for name in LINK_FIELDS}, "uid": _free(db, "evidence_link", link["uid"])}
    if "item" in link:
        item = (
            frameworks.find_item(db, cycle.framework_id, link["criterion"], link["item"])
            if cycle.framework_id
            else None
        )
        if item is None or fold(item.text) != fold(link["item_text"]):
            return _("nội dung {criterion}.{item}", criterion=link["criterion"], item=link["item"])
        insert(db, EvidenceLink(evidence_id=evidence_id, item_id=item.id, **values))
        link_evidence(db, evidence_id, item.id)  # gives the code where there is none yet
        return ""
    task = _task(db, cycle.id, link)
    if task is None:
        return _("nhiệm vụ “{text}”", text=shown_name(link["task_text"], 60))
    insert(db, EvidenceLink(evidence_id=evidence_id, task_id=task, **values))
    return ""


def _task(db: Connection, cycle_id: int, link: dict[str, Any]) -> int | None:
    """The task of a link: by its uid, else the only one of the year with the same words."""
    rows = db.execute("SELECT id, uid, text FROM task WHERE cycle_id = ?", (cycle_id,)).fetchall()
    same = [row["id"] for row in rows if row["uid"] == link["task_uid"]]
    same = same or [row["id"] for row in rows if fold(row["text"]) == fold(link["task_text"])]
    return int(same[0]) if len(same) == 1 else None


def _bring_loose(db: Connection, loose: Loose, year: int) -> None:
    cycle = cycles.cycle_of_year(db, year)
    name = f"{loose.sha256[:12]}{loose.ending}"
    evidence_id = insert(
        db, Evidence(cycle_id=cycle.id, title=_("Tệp chưa rõ tên ({name})", name=name), entered_at=now())
    )
    insert(
        db,
        EvidenceFile(evidence_id=evidence_id, sha256=loose.sha256, size=loose.size, original_name=name, added_at=now()),
    )


def _free(db: Connection, table: str, uid: str) -> str:
    """The uid, or "" (a new one) where another row has it."""
    return "" if db.execute(f"SELECT 1 FROM {table} WHERE uid = ?", (uid,)).fetchone() else uid
