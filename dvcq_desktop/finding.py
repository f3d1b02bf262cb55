"""Quick search over everything the office holds: where a record is shown, what it is called, where the words stand in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from db.connection import Connection, Row
from db.search import Hit, search
from dvcq_desktop.evidence import Evidence, evidence_name
from dvcq_desktop.legal_documents import LegalDocument, full_citation
from dvcq_desktop.looking.names import shown_name
from dvcq_desktop.records import get
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import clean_line, fold

LOOKED_AT = 200  # hits of the index, of which the list shows the best
MOST = 30  # a list to look over, not a report
_STRETCH, _OVERLAP = 2_000, 200  # letters of a document looked at together
AROUND = 90  # letters of a long text that are shown around what was typed


@dataclass(frozen=True, kw_only=True)
class Found:
    """One record: the page and anchor that show it, the year it belongs to (None: every year), its words, its place."""

    page: str
    anchor: str
    title: str
    where: str
    year: int | None = None
    exact: bool = False  # the marks typed are there as typed


def find(db: Connection, typed: str, *, limit: int = MOST) -> list[Found]:
    """Records that hold every word typed: those with the same marks first, then what one works on before what stands by."""
    kinds = list(_TELL)
    hits = [hit for hit in search(db, typed, limit=LOOKED_AT) if hit.table in _TELL]
    hits.sort(key=lambda hit: (not hit.exact, kinds.index(hit.table)))
    told: list[Found] = []
    places: set[tuple[str, str]] = set()
    tasks: set[str] = set()
    for hit in hits:
        answer = _TELL[hit.table](db, hit, typed)
        if answer is None or ((answer.page, answer.anchor) in places and answer.page == "evidence"):
            continue  # gone, or a document that was found by its record already
        if answer.anchor.startswith("item:") and answer.title in tasks:
            continue
        if answer.anchor.startswith("task:"):
            tasks.add(answer.title)
        places.add((answer.page, answer.anchor))
        told.append(answer)
        if len(told) == limit:
            break
    return told


def excerpt(text: str, typed: str, *, around: int = AROUND) -> str:
    """The part of a text where the words typed stand, on one line."""
    line = clean_line(text)
    if len(line) <= around:
        return line
    words = line.split(" ")
    start = max(0, _place(words, fold(typed).split()) - 4)
    shown = " ".join(words[start:])
    cut = shown if len(shown) <= around else shown[:around].rsplit(" ", 1)[0] + " …"
    return ("… " if start else "") + cut


def _place(words: list[str], typed: list[str]) -> int:
    """Where the words typed follow each other, else where the first of them stands."""
    if not typed:
        return 0
    folded = [fold(word).lstrip("(“\"'") for word in words]
    first = [i for i, word in enumerate(folded) if word.startswith(typed[0])]
    together = (
        i
        for i in first
        if all(a.startswith(b) for a, b in zip(folded[i:], typed, strict=False)) and i + len(typed) <= len(folded)
    )
    return next(together, first[0] if first else 0)


def _row(db: Connection, hit: Hit, columns: str, joins: str = "") -> Row | None:
    row: Row | None = db.execute(f"SELECT {columns} FROM {hit.table} x {joins} WHERE x.id = ?", (hit.id,)).fetchone()
    return row


def _section(db: Connection, hit: Hit, typed: str) -> Found | None:
    joins = "JOIN plan p ON p.id = x.plan_id JOIN cycle c ON c.id = p.cycle_id"
    row = _row(db, hit, "x.heading, x.body, c.year", joins)
    if row is None:
        return None
    where = _("Kế hoạch năm {year}", year=row["year"])
    words = fold(typed).split()
    in_heading = bool(row["heading"]) and all(word in fold(row["heading"]) for word in words)
    if not in_heading and row["body"]:
        where = f"{where} · {row['heading']}" if row["heading"] else where
    return Found(
        page="plan",
        anchor=f"section:{hit.id}",
        title=row["heading"] if in_heading else excerpt(row["body"] or row["heading"], typed),
        where=where,
        year=row["year"],
        exact=hit.exact,
    )


def _plan(db: Connection, hit: Hit, typed: str) -> Found | None:
    row = _row(db, hit, "x.abstract, x.opening, x.closing, c.year", "JOIN cycle c ON c.id = x.cycle_id")
    if row is None:
        return None
    first = next(iter(fold(typed).split()), "")
    text = next((row[k] for k in ("abstract", "opening", "closing") if first in fold(row[k])), row["abstract"])
    where = _("Phần đầu, phần cuối kế hoạch năm {year}", year=row["year"])
    return Found(page="plan", anchor="", title=excerpt(text, typed), where=where, year=row["year"], exact=hit.exact)


def _task(db: Connection, hit: Hit, typed: str) -> Found | None:
    joins = "JOIN cycle c ON c.id = x.cycle_id LEFT JOIN criterion k ON k.id = x.criterion_id"
    row = _row(db, hit, "x.text, x.product, c.year, k.number", joins)
    if row is None:
        return None
    first = next(iter(fold(typed).split()), "")
    text = row["text"] if first in fold(row["text"]) else f"{row['text']} · {row['product']}"
    where = _("Nhiệm vụ năm {year}", year=row["year"])
    if row["number"]:
        where += _(", tiêu chí {n}", n=row["number"])
    return Found(
        page="assignments",
        anchor=f"task:{hit.id}",
        title=excerpt(text, typed),
        where=where,
        year=row["year"],
        exact=hit.exact,
    )


def _item(db: Connection, hit: Hit, typed: str) -> Found | None:
    joins = "JOIN criterion k ON k.id = x.criterion_id JOIN framework f ON f.id = k.framework_id"
    row = _row(
        db,
        hit,
        "x.text, x.number, k.number AS criterion, f.short_title, f.title,"
        " EXISTS (SELECT 1 FROM cycle WHERE framework_id = f.id) AS used",
        joins,
    )
    if row is None or not row["used"]:
        return None
    where = _(
        "Nội dung {n}, tiêu chí {k} · {f}", n=row["number"], k=row["criterion"], f=row["short_title"] or row["title"]
    )
    return Found(
        page="assignments", anchor=f"item:{hit.id}", title=excerpt(row["text"], typed), where=where, exact=hit.exact
    )


def _unit(db: Connection, hit: Hit, _typed: str) -> Found | None:
    row = _row(
        db,
        hit,
        "x.name, (SELECT count(DISTINCT task_id) FROM assignment WHERE unit_id = x.id AND valid_to = '') AS held",
    )
    if row is None:
        return None
    where = _("Bộ phận · có trong {n} nhiệm vụ", n=row["held"]) if row["held"] else _("Bộ phận · chưa có nhiệm vụ")
    return Found(page="assignments", anchor=f"unit:{hit.id}", title=row["name"], where=where, exact=hit.exact)


def _official(db: Connection, hit: Hit, _typed: str) -> Found | None:
    row = _row(db, hit, "x.name, x.title")
    if row is None:
        return None
    where = _("Cán bộ, công chức") + (f" · {row['title']}" if row["title"] else "")
    return Found(page="assignments", anchor=f"official:{hit.id}", title=row["name"], where=where, exact=hit.exact)


def _document(db: Connection, hit: Hit, typed: str) -> Found | None:
    if _row(db, hit, "x.id") is None:
        return None
    title = excerpt(full_citation(get(db, LegalDocument, hit.id)), typed)
    return Found(
        page="plan", anchor=f"legal_document:{hit.id}", title=title, where=_("Căn cứ pháp lý"), exact=hit.exact
    )


def _deduction(db: Connection, hit: Hit, typed: str) -> Found | None:
    row = _row(db, hit, "x.place, x.text, x.reason, x.remedy, c.year", "JOIN cycle c ON c.id = x.cycle_id")
    if row is None:
        return None
    first = next(iter(fold(typed).split()), "")
    text = next((row[k] for k in ("text", "reason", "remedy") if first in fold(row[k])), row["text"] or row["place"])
    where = _("Điểm trừ năm {year}", year=row["year"]) + (f" · {row['place']}" if row["place"] else "")
    # the deductions of a year stand in the plan of the year after
    return Found(
        page="plan",
        anchor=f"deduction:{hit.id}",
        title=excerpt(text, typed),
        where=where,
        year=int(row["year"]) + 1,
        exact=hit.exact,
    )


def _evidence(db: Connection, hit: Hit, typed: str) -> Found | None:
    row = _row(db, hit, "x.*, c.year", "JOIN cycle c ON c.id = x.cycle_id")
    if row is None:
        return None
    found = get(db, Evidence, hit.id)
    where = _("Minh chứng năm {year}", year=row["year"])
    return _document_found(found, row["year"], where, excerpt(evidence_name(found), typed), hit)


def _evidence_file(db: Connection, hit: Hit, _typed: str) -> Found | None:
    row = _row(
        db,
        hit,
        "x.evidence_id, x.original_name, c.year",
        "JOIN evidence e ON e.id = x.evidence_id JOIN cycle c ON c.id = e.cycle_id",
    )
    if row is None:
        return None
    where = _("Tệp {name} · minh chứng năm {year}", name=shown_name(row["original_name"]), year=row["year"])
    found = get(db, Evidence, row["evidence_id"])
    return _document_found(found, row["year"], where, evidence_name(found), hit)


def _inside(db: Connection, hit: Hit, typed: str) -> Found | None:
    """A document by the words in its file: the newest record that has it, in use before thrown away."""
    joins = "JOIN evidence_file f ON f.sha256 = x.sha256 JOIN evidence e ON e.id = f.evidence_id JOIN cycle c ON c.id = e.cycle_id"
    row = db.execute(
        f"SELECT x.body, f.evidence_id, c.year FROM _document_text x {joins} WHERE x.id = ? ORDER BY e.trashed_at, e.id DESC LIMIT 1",
        (hit.id,),
    ).fetchone()
    if row is None:
        return None
    found = get(db, Evidence, row["evidence_id"])
    where = _("Trong tệp của {name} · năm {year}", name=evidence_name(found), year=row["year"])
    return _document_found(found, row["year"], where, excerpt(_part(row["body"], typed), typed), hit)


def _part(body: str, typed: str) -> str:
    """The stretch of a long text in which most of the words typed stand: folding the whole of it would take too long."""
    words = fold(typed).split()
    best, most = body[:_STRETCH], 0
    for start in range(0, len(body), _STRETCH - _OVERLAP):
        stretch = body[start : start + _STRETCH]
        folded = fold(stretch)
        count = sum(word in folded for word in words)
        if count > most:
            best, most = stretch, count
        if count == len(words):
            break
    return best


def _document_found(found: Evidence, year: int, where: str, title: str, hit: Hit) -> Found:
    told = _("{where} · trong thùng rác", where=where) if found.trashed_at else where
    return Found(page="evidence", anchor=f"evidence:{found.id}", title=title, where=told, year=year, exact=hit.exact)


# In the order in which kinds are listed.
_TELL: dict[str, Callable[[Connection, Hit, str], Found | None]] = {
    "section": _section,
    "plan": _plan,
    "task": _task,
    "deduction": _deduction,
    "evidence": _evidence,
    "evidence_file": _evidence_file,
    "unit": _unit,
    "official": _official,
    "legal_document": _document,
    "item": _item,
    "_document_text": _inside,
}
