"""What was understood of a plan file before anything is written: the wizard shows it, the command line prints it.

Every list keeps the order of the document; `lines` are 1-based numbers into PlanText.lines, so that the window can show
the text beside what was understood. Nothing of the file is lost: what no rule took stands in a Section's body.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Artefact:
    """Something of Word that was cleaned away: its kind (nbsp, nfd, bookmark, field, head-table …), how often, where."""

    kind: str
    sentence: str  # for the person, Vietnamese
    count: int
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlanText:
    """The cleaned paragraphs of a .docx or .txt file, tables flattened in reading order."""

    lines: tuple[str, ...]
    head_lines: tuple[str, ...]  # cells of the two-column head, in reading order, before the title
    artefacts: tuple[Artefact, ...] = ()
    bold: frozenset[int] = frozenset()  # 1-based numbers of lines set in bold throughout (empty for .txt)
    # line number -> (table, row, column), all from 1, for lines out of a table of two columns or more (empty for .txt)
    cells: dict[int, tuple[int, int, int]] = field(default_factory=dict)


@dataclass(kw_only=True)
class HeadRead:
    organ: list[str] = field(default_factory=list)  # ["ỦY BAN NHÂN DÂN", "XÃ BA THÀNH"]
    parent: str = ""
    number: str = ""  # empty: not yet given
    symbol: str = ""  # "KH-UBND"
    place: str = ""
    issued_on: str = ""  # partial ISO date: "2025-02" when the day is blank
    kind: str = ""  # "KẾ HOẠCH"
    abstract: str = ""
    year: int | None = None
    lines: list[int] = field(default_factory=list)


@dataclass(kw_only=True)
class DocumentRead:
    """A cited document (văn bản), once per kind + number + symbol."""

    kind: str  # "Quyết định"
    number: str  # "114"
    symbol: str  # "QĐ-UBND", "KL/TW" …
    reference: str  # "114/QĐ-UBND", "114-KL/TW"
    issued_on: str = ""  # ISO; the date met most often
    other_dates: list[str] = field(default_factory=list)  # contradicting dates, with their lines in date_lines
    date_lines: dict[str, list[int]] = field(default_factory=dict)
    issuer: str = ""
    subject: str = ""
    is_base: bool = False  # named in a căn cứ / "Thực hiện …" before the first section
    lines: list[int] = field(default_factory=list)


@dataclass(kw_only=True)
class BaseRead:
    """One căn cứ line, as written without its closing mark."""

    text: str
    references: list[str] = field(default_factory=list)  # DocumentRead.reference
    line: int = 0


@dataclass(kw_only=True)
class SectionRead:
    """A heading with the text below it; children nested. kind: text, results, deductions, tasks."""

    heading: str
    number: str = ""  # as written: "I", "2.1", "(1)", "a"
    kind: str = "text"
    body: list[str] = field(default_factory=list)  # paragraphs, as cleaned
    children: list[SectionRead] = field(default_factory=list)
    line: int = 0
    body_lines: list[int] = field(default_factory=list)  # as many as body
    taken: list[int] = field(default_factory=list)  # those of body_lines that became tasks, deductions or totals


@dataclass(kw_only=True)
class ItemRead:
    number: int  # within its criterion, 1-based
    text: str
    line: int = 0


@dataclass(kw_only=True)
class ActorRead:
    """A unit named in an assignment: as written, in brackets after another or not, with the periods in its brackets."""

    name: str  # cleaned of "Công chức", a closing "xã" and periods: "Văn phòng – Thống kê"
    written: str
    within: str = ""  # name of the unit in whose brackets it stood
    periods: list[str] = field(default_factory=list)  # codes: hang-thang, quy-1 … quy-4, 6-thang, 9-thang, nam


@dataclass(kw_only=True)
class TaskRead:
    """One assignment group: contents (items) with leads, supports, timing and due date."""

    criterion: int
    items: list[int] = field(default_factory=list)  # numbers within the criterion
    leads: list[ActorRead] = field(default_factory=list)
    supports: list[ActorRead] = field(default_factory=list)
    timing: str = ""  # "Thường xuyên"
    due_on: str = ""  # ISO
    due_inclusive: bool = False  # False for "trước ngày"
    expected: str = ""  # product or evidence named there ("Sản phẩm: …"), where a plan names one
    labels: list[str] = field(default_factory=list)  # the label spellings met, as written
    lines: list[int] = field(default_factory=list)


@dataclass(kw_only=True)
class CriterionRead:
    number: int
    title: str
    items: list[ItemRead] = field(default_factory=list)
    line: int = 0


@dataclass(kw_only=True)
class DeductionRead:
    """A deduction of last year. points in hundredths, None where the text gives none."""

    criterion: int | None = None
    item: int | None = None
    text: str = ""  # the content as written there
    points: int | None = None
    reason: str = ""
    responsible: str = ""
    remedy: str = ""
    hidden_in: int | None = None  # index in PlanRead.deductions of the deduction whose text hides this one
    lines: list[int] = field(default_factory=list)


@dataclass(kw_only=True)
class ResultsRead:
    """Last year's totals, hundredths."""

    year: int | None = None
    self_total: int | None = None
    appraised_total: int | None = None
    class_label: str = ""
    lines: list[int] = field(default_factory=list)


@dataclass(kw_only=True)
class ClauseRead:
    """A clause of "Tổ chức thực hiện": who, and what is asked of them."""

    actor: str
    duties: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


@dataclass(kw_only=True)
class DoubtRead:
    """Something a person should look at before accepting: two dates, an unknown label, a number that does not add up."""

    sentence: str
    line: int = 0


@dataclass(kw_only=True)
class PlanRead:
    """Everything understood of one plan."""

    source: str  # file name
    text: PlanText
    head: HeadRead = field(default_factory=HeadRead)
    bases: list[BaseRead] = field(default_factory=list)
    opening: str = ""  # "Ủy ban nhân dân xã … ban hành Kế hoạch …, như sau:"
    sections: list[SectionRead] = field(default_factory=list)
    closing: str = ""  # the last paragraph, "Trên đây là kế hoạch …"
    criteria: list[CriterionRead] = field(default_factory=list)
    tasks: list[TaskRead] = field(default_factory=list)
    results: ResultsRead = field(default_factory=ResultsRead)
    deductions: list[DeductionRead] = field(default_factory=list)
    documents: list[DocumentRead] = field(default_factory=list)
    clauses: list[ClauseRead] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    signer_lines: list[str] = field(default_factory=list)
    signer_name: str = ""
    doubts: list[DoubtRead] = field(default_factory=list)
