"""Gives some documents of the demonstration office a file of one page, drawn by the program's own writers."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from db import store
from db.connection import Connection
from dvcq_desktop import evidence, evidence_files, officials, organisation
from dvcq_desktop.dates import decree_date
from dvcq_desktop.evidence import Evidence, number_and_symbol
from dvcq_desktop.looking.names import safe_name
from dvcq_desktop.printed.blocks import Document, Head, Part, SignatureCell, Signatures, Text, Title, plain
from dvcq_desktop.texts import _
from dvcq_desktop.writers import write

_PDFS = 12  # drawing a page takes some 10 ms, and the first start of the program waits for all of them
_KINDS = ("Kế hoạch", "Báo cáo", "Quyết định", "Thông báo")


def fill_files(db: Connection, year: int, data_folder: Path) -> int:
    """Draw, keep and attach; answers how many documents have a file now. Raises OSError."""
    office = organisation.current(db)
    folder = evidence_files.store_folder(data_folder)
    found = [one for one in reversed(evidence.evidence_of_year(db, year)) if one.reference]
    chosen = [one for one in found if one.kind in _KINDS][:_PDFS]
    deputies = {one.name for one in officials.all_officials(db) if one.title.startswith("Phó")}
    for one in chosen:
        kept = store.keep_bytes(folder, write(_paper(one, office, deputies), ".pdf"))
        name = safe_name(f"{one.reference.replace('/', '-')} {one.title}", ".pdf", most=70)
        evidence_files.replace(db, one.id, kept, name, kind="pdf", who=_("Văn phòng mẫu"))
        evidence_files.set_pages(db, kept.sha256, 1)
    return len(chosen)


def _paper(found: Evidence, office: organisation.Organisation | None, deputies: Collection[str]) -> Document:
    """The document as Decree 30 lays it out, its text only said to be a sample."""
    number, symbol = number_and_symbol(found.reference)
    organ = tuple(line for line in (office.head_lines if office else "").split("\n") if line.strip())
    place = office.place_name if office else ""
    rank = (_("KT. CHỦ TỊCH"), _("PHÓ CHỦ TỊCH")) if found.signer in deputies else (_("CHỦ TỊCH"),)
    lines = (_("TM. ỦY BAN NHÂN DÂN"), *rank)
    body = _(
        "(Văn bản mẫu để dùng thử chương trình.) Nội dung nêu kết quả, số liệu và tài liệu kèm theo về {title}, làm minh "
        "chứng cho việc tự chấm điểm công tác dân vận chính quyền.",
        title=found.title[:1].lower() + found.title[1:],
    )
    blocks = (
        Head(organ=organ, number=number, symbol=symbol, place_and_date=f"{place}, {decree_date(found.issued_on)}"),
        Title(kind=found.kind.upper(), abstract=found.title),
        Text(runs=plain(body)),
        Signatures(
            right=SignatureCell(lines=lines, name=found.signer),
            recipients=(_("Như trên"), _("Lưu: VT")),
        ),
    )
    return Document(title=evidence.evidence_name(found), parts=(Part(blocks=blocks),))
