"""What the papers about evidence share: where a document stands in a file, its words, boxes and files of papers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from db.connection import Connection
from dvcq_desktop import organisation
from dvcq_desktop.catalogue import RETENTION, Catalogue, ItemLines, Line, catalogue, dates_of
from dvcq_desktop.dates import short_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.looking.kinds import ending_of
from dvcq_desktop.looking.names import os_name
from dvcq_desktop.organisation import Organisation
from dvcq_desktop.settings import setting
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import fold


@dataclass(frozen=True, kw_only=True)
class PaperFile:
    """A file of papers (hồ sơ): the documents of one criterion in one box."""

    box: int
    number: int  # of the criterion
    title: str
    lines: tuple[Line, ...]

    @property
    def symbol(self) -> str:
        """ "H1.2", the beginning of the codes of its documents."""
        return f"H{self.box}.{self.number}"


def filed(db: Connection, year: int) -> Catalogue:
    """The year's evidence. RuleBroken where there is none to be filed."""
    found = catalogue(db, year)
    if not found.documents:
        raise RuleBroken(_("Năm {year} chưa có minh chứng nào được xếp vào nội dung.", year=year))
    return found


def paper_files(found: Catalogue) -> list[PaperFile]:
    """The files of papers of a year by box and criterion; each document is in one of them."""
    grouped: dict[tuple[int, int], list[Line]] = {}
    titles: dict[int, str] = {}
    for item in found.items:
        titles[item.proof.criterion.number] = item.proof.criterion.title
        for line in item.lines:
            if not line.guest:
                grouped.setdefault((line.found.box, item.proof.criterion.number), []).append(line)
    return [
        PaperFile(box=box, number=number, title=titles[number], lines=tuple(grouped[box, number]))
        for box, number in sorted(grouped)
    ]


def kind_and_title(line: Line) -> str:
    """Tên loại và trích yếu: "Kế hoạch: Cải cách hành chính"; a title that begins with its kind says it once."""
    kind, title = line.found.kind, line.found.title
    if not kind or fold(title).startswith(fold(kind)):
        return title
    return f"{kind}: {title}"


def where_in_it(line: Line) -> str:
    """Tờ số/trang số hoặc tên tệp: the pages that prove, else how many there are, else what file it is; and the section."""
    pages = line.link.pages
    told = _("tr. {pages}", pages=pages) if pages else _("{n} trang", n=line.pages) if line.pages else ""
    if not told and line.file is not None:
        told = _("tệp {ending}", ending=ending_of(os_name(line.file.original_name))).strip()
    return "; ".join(part for part in (told, line.link.section) if part)


def span(lines: Iterable[Line]) -> str:
    """Thời gian tài liệu: "07/01/2025 - 20/10/2025"; one date where there is only one."""
    first, last = dates_of(lines)
    return short_date(first) if first == last else f"{short_date(first)} - {short_date(last)}"


def retention(db: Connection) -> str:
    """How long the file is kept, as the office said it; empty: it is filled in by hand."""
    return setting(db, RETENTION)


def office_at_end(db: Connection, year: int) -> Organisation:
    """The office as it was called at the end of a year. RuleBroken before the first set-up."""
    office = organisation.current(db, f"{year}-12-31")
    if office is None:
        raise RuleBroken(_("Chưa có tên cơ quan. Hãy nhập ở trang Cài đặt trước khi in."))
    return office


def place_words(found: Catalogue, place: str) -> str:
    """ "Tiêu chí 2", "Nội dung 2.3"; empty for the whole year."""
    if not place:
        return ""
    return _("Nội dung {number}", number=place) if "." in place else _("Tiêu chí {number}", number=place)


def by_criterion(items: Iterable[ItemLines]) -> Iterator[tuple[str, list[ItemLines]]]:
    """Items under the heading of their criterion: "Tiêu chí 2: …"."""
    heading, inside = "", list[ItemLines]()
    for item in items:
        criterion = item.proof.criterion
        told = _("Tiêu chí {number}: {title}", number=criterion.number, title=criterion.title)
        if told != heading and inside:
            yield heading, inside
            inside = []
        heading = told
        inside.append(item)
    if inside:
        yield heading, inside
