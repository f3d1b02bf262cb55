"""What looks doubtful about a document of evidence, as sentences: dates, signer, twice there, pages, titles, gaps.

Nothing here forbids anything: a person decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from db.connection import Connection, Row
from dvcq_desktop.cycles import Cycle
from dvcq_desktop.dates import short_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.evidence import Evidence, number_and_symbol
from dvcq_desktop.evidence_gaps import item_proofs
from dvcq_desktop.evidence_links import page_ranges
from dvcq_desktop.looking.names import shown_name
from dvcq_desktop.records import fetch, get
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import fold

UNSIGNED_KINDS = frozenset(
    {"anh", "tin", "tin, bai", "tap tin, bai", "video", "phim", "ghi am", "anh chup"}
)  # nobody signs these
_MOST_NAMED = 3


@dataclass(frozen=True, kw_only=True)
class EvidenceWarning:
    """One doubt. key names the rule; evidence_ids are the other documents it speaks of, item_id the item (0: none).

    Keys: "no-date", "other-year", "unsigned", "same-number", "same-content", "beyond-last-page", "file-name-title",
    "returned", "entered-before", and (warnings() only) "item-gap".
    """

    key: str
    sentence: str
    evidence_ids: tuple[int, ...] = ()
    item_id: int = 0


@dataclass(kw_only=True)
class Facts:
    """What the rules must know of a document beside its record."""

    year: int
    file_names: list[str] = field(default_factory=list)  # as they were called when they came
    last_page: int = 0  # 0: nobody knows
    pages: list[str] = field(default_factory=list)  # of its links
    same_number: list[tuple[int, str]] = field(default_factory=list)  # id and title of the others
    same_content: list[tuple[int, str]] = field(default_factory=list)


def warnings(db: Connection, evidence_id: int) -> list[EvidenceWarning]:
    """Everything doubtful about one document, the papers still missing at its items last. KeyError where it is gone."""
    found = get(db, Evidence, evidence_id)
    cycle = get(db, Cycle, found.cycle_id)
    told = check(found, _facts(db, cycle, [found], only=found)[found.id])
    return told + (_gaps(db, cycle.year, evidence_id) if not found.trashed_at else [])


def warnings_of_year(db: Connection, year: int) -> dict[int, list[EvidenceWarning]]:
    """What is doubtful about each document of a year that is not in the trash, by evidence id; sound ones are left out.

    For the sign in a list: gaps of items are told by the tree (evidence_gaps.item_proofs) and are not among them.
    """
    cycles = fetch(db, Cycle, "WHERE year = ?", (year,))
    if not cycles:
        return {}
    records = fetch(db, Evidence, "WHERE cycle_id = ? AND trashed_at = ''", (cycles[0].id,))
    facts = _facts(db, cycles[0], records)
    told = {found.id: check(found, facts[found.id]) for found in records}
    return {evidence_id: doubts for evidence_id, doubts in told.items() if doubts}


def check(found: Evidence, facts: Facts) -> list[EvidenceWarning]:
    """The rules, over a record and what is known beside it."""
    if found.trashed_at:
        return []
    doubts = [*_state(found), *_dates(found, facts.year)]
    if not found.signer and fold(found.kind) not in UNSIGNED_KINDS:
        doubts.append(EvidenceWarning(key="unsigned", sentence=_("Chưa ghi người ký: văn bản có thể chưa được ký.")))
    doubts += _twice(facts)
    beyond = _beyond(facts)
    if beyond:
        doubts.append(
            EvidenceWarning(
                key="beyond-last-page",
                sentence=_(
                    "Trang {page} vượt quá trang cuối: tệp này có {last} trang.", page=beyond, last=facts.last_page
                ),
            )
        )
    if any(_is_file_name(found.title, name) for name in facts.file_names):
        doubts.append(
            EvidenceWarning(
                key="file-name-title", sentence=_("Tên, trích yếu mới chỉ là tên tệp. Hãy ghi trích yếu của văn bản.")
            )
        )
    return doubts


def _is_file_name(title: str, name: str) -> bool:
    """Whether a title says no more than the file's name; most are told apart by their first letters."""
    if name.isprintable():
        one, other = fold(name[:12])[:4], fold(title[:12])[:4]
        if one != other and len(one) == len(other) == 4:
            return False
    return fold(title) == fold(Path(shown_name(name)).stem)


def same_number_key(reference: str, issuer: str) -> tuple[str, str, str] | None:
    """What two recordings of one paper share: number without leading zeros, symbol, issuer; None where it has no number."""
    number, symbol = number_and_symbol(reference)
    if not number:
        return None
    return fold(number).lstrip("0 "), fold(symbol).replace(" ", ""), fold(issuer)


def _state(found: Evidence) -> list[EvidenceWarning]:
    if found.state != "returned":
        return []
    said = _("Đã trả lại mà chưa trình lại: {reason}", reason=found.review_note)
    return [EvidenceWarning(key="returned", sentence=said)]


def _dates(found: Evidence, year: int) -> list[EvidenceWarning]:
    day = found.issued_on
    if not day:
        said = _("Chưa ghi ngày văn bản nên chưa biết có thuộc năm {year} không.", year=year)
        return [EvidenceWarning(key="no-date", sentence=said)]
    doubts = []
    if day[:4] != str(year):
        said = _("Ngày văn bản {day} không thuộc năm {year}.", day=short_date(day), year=year)
        doubts.append(EvidenceWarning(key="other-year", sentence=said))
    entered = found.entered_at[: len(day)]
    if entered and entered < day:
        said = _(
            "Được nhập ngày {entered}, trước ngày văn bản {day}. Hãy xem lại ngày văn bản.",
            entered=short_date(found.entered_at[:10]),
            day=short_date(day),
        )
        doubts.append(EvidenceWarning(key="entered-before", sentence=said))
    return doubts


def _twice(facts: Facts) -> list[EvidenceWarning]:
    doubts = []
    if facts.same_number:
        said = _("Số, ký hiệu và cơ quan ban hành trùng với: {names}.", names=_named(facts.same_number))
        ids = tuple(other for other, _title in facts.same_number)
        doubts.append(EvidenceWarning(key="same-number", sentence=said, evidence_ids=ids))
    if facts.same_content:
        said = _("Tệp có nội dung giống hệt tệp của: {names}.", names=_named(facts.same_content))
        ids = tuple(other for other, _title in facts.same_content)
        doubts.append(EvidenceWarning(key="same-content", sentence=said, evidence_ids=ids))
    return doubts


def _named(others: Sequence[tuple[int, str]]) -> str:
    names = "; ".join(f"“{title if len(title) <= 60 else title[:59] + '…'}”" for _id, title in others[:_MOST_NAMED])
    rest = len(others) - _MOST_NAMED
    return names + (_(" và {n} văn bản khác", n=rest) if rest > 0 else "")


def _beyond(facts: Facts) -> int:
    """The furthest page a link names where the file ends before it; 0 where all is well."""
    if not facts.last_page:
        return 0
    furthest = 0
    for pages in facts.pages:
        try:
            furthest = max([furthest, *(end for _first, end in page_ranges(pages))])
        except RuleBroken:
            continue  # told by the cell it is typed in
    return furthest if furthest > facts.last_page else 0


def _facts(db: Connection, cycle: Cycle, records: Sequence[Evidence], only: Evidence | None = None) -> dict[int, Facts]:
    """Facts by evidence id; only: of this one document, else of all of its year."""
    facts = {found.id: Facts(year=cycle.year) for found in records}
    whose, bound = ("evidence_id = ?", only.id) if only else ("evidence_id IN (SELECT id FROM evidence WHERE cycle_id = ?)", cycle.id)  # fmt: skip
    recorded = {found.id: found.page_count for found in records}
    for row in db.execute(
        f"SELECT evidence_id, original_name, pages FROM evidence_file WHERE {whose} ORDER BY version", (bound,)
    ):
        if row["evidence_id"] in facts:
            facts[row["evidence_id"]].file_names.append(row["original_name"])
            facts[row["evidence_id"]].last_page = row["pages"]  # the newest version comes last
    for evidence_id, known in facts.items():
        known.last_page = known.last_page or recorded[evidence_id]
    for row in db.execute(f"SELECT evidence_id, pages FROM evidence_link WHERE {whose} AND pages <> ''", (bound,)):
        if row["evidence_id"] in facts:
            facts[row["evidence_id"]].pages.append(row["pages"])
    _find_same_number(db, facts, only)
    _find_same_content(db, facts, only)
    return facts


def _find_same_number(db: Connection, facts: dict[int, Facts], only: Evidence | None) -> None:
    """Papers of one number, symbol and issuer; of different years only where both say so: numbers begin anew each year."""
    where, bound = "", list[str | int]()
    if only is not None:
        wanted = same_number_key(only.reference, only.issuer)
        if wanted is None:
            return
        where, bound = " AND ltrim(reference, '0 ') LIKE ?", [f"{wanted[0][:1]}%"]
        if wanted[0].isdigit():  # the number ends there
            where, bound = " AND substr(ltrim(reference, '0 ') || '/', 1, ?) IN (?, ?)", [len(wanted[0]) + 1, f"{wanted[0]}/", f"{wanted[0]} "]  # fmt: skip
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for row in db.execute(
        "SELECT id, title, reference, issuer, issued_on FROM evidence"
        f" WHERE trashed_at = '' AND reference <> ''{where} ORDER BY id",
        bound,
    ):
        key = same_number_key(row["reference"], row["issuer"])
        if key is not None:
            groups.setdefault(key, []).append(row)
    for group in groups.values():
        for row in group if len(group) > 1 else ():
            if row["id"] in facts:
                facts[row["id"]].same_number = [
                    (other["id"], other["title"])
                    for other in group
                    if other["id"] != row["id"] and _one_year(row["issued_on"], other["issued_on"])
                ]


def _one_year(one: str, other: str) -> bool:
    return not one or not other or one[:4] == other[:4]


def _find_same_content(db: Connection, facts: dict[int, Facts], only: Evidence | None) -> None:
    """Documents, of any year, one of whose versions has the content of a version of this one."""
    if only is not None:
        shared, bound = "SELECT sha256 FROM evidence_file WHERE evidence_id = ?", [only.id]
    else:
        shared, bound = "SELECT sha256 FROM evidence_file GROUP BY sha256 HAVING count(*) > 1", []
    groups: dict[str, dict[int, str]] = {}
    for row in db.execute(
        "SELECT f.sha256, e.id, e.title FROM evidence_file f JOIN evidence e ON e.id = f.evidence_id"
        f" WHERE e.trashed_at = '' AND f.sha256 IN ({shared}) ORDER BY e.id",
        bound,
    ):
        groups.setdefault(row["sha256"], {})[row["id"]] = row["title"]
    for group in groups.values():
        for evidence_id in group:
            if evidence_id in facts:
                others = dict(facts[evidence_id].same_content) | group
                facts[evidence_id].same_content = sorted((i, t) for i, t in others.items() if i != evidence_id)


def _gaps(db: Connection, year: int, evidence_id: int) -> list[EvidenceWarning]:
    linked = {
        row["item_id"]
        for row in db.execute("SELECT item_id FROM evidence_link WHERE evidence_id = ? AND item_id > 0", (evidence_id,))
    }
    return [
        EvidenceWarning(
            key="item-gap",
            sentence=_(
                "Nội dung {code} còn thiếu minh chứng ({told}): {lines}.",
                code=f"{proof.criterion.number}.{proof.item.number}",
                told=proof.told,
                lines="; ".join(proof.missing) or _("chưa có văn bản dùng được"),
            ),
            item_id=proof.item.id,
        )
        for proof in (item_proofs(db, year, linked) if linked else [])
        if proof.gap
    ]
