"""Words offered while a document is recorded: the kinds of Decree 30, and what the office has written before."""

from __future__ import annotations

from typing import Literal

from db.connection import Connection
from dvcq_desktop.looking.proposals import KINDS as PAPERS
from dvcq_desktop.vietnamese import sort_key

# What comes most often first, then the rest of Điều 7 Nghị định 30/2020/NĐ-CP, then what an office collects beside papers.
_USUAL = (
    "Báo cáo",
    "Kế hoạch",
    "Quyết định",
    "Công văn",
    "Biên bản",
    "Thông báo",
    "Tờ trình",
    "Nghị quyết",
    "Chương trình",
)
_BESIDE = ("Bảng tổng hợp", "Đơn thư", "Ảnh", "Tin, bài", "Video")
KINDS: tuple[str, ...] = (
    *_USUAL,
    *sorted((kind for kind in PAPERS if kind not in _USUAL), key=sort_key),
    *_BESIDE,
)


def words_used(db: Connection, field: Literal["kind", "issuer", "signer"]) -> list[str]:
    """What stands in a field of other documents, the most frequent first."""
    return [
        str(row[field])
        for row in db.execute(
            f"SELECT {field} FROM evidence WHERE {field} <> '' GROUP BY {field} ORDER BY count(*) DESC, {field} LIMIT 200"
        )
    ]
