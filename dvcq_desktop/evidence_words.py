"""Words offered while a document is recorded: the kinds of Decree 30, and what the office has written before."""

from __future__ import annotations

from typing import Literal

from db.connection import Connection

# Điều 7 Nghị định 30/2020/NĐ-CP, the usual ones first; then what an office collects beside papers.
KINDS: tuple[str, ...] = (
    "Báo cáo", "Kế hoạch", "Quyết định", "Công văn", "Biên bản", "Thông báo", "Tờ trình", "Nghị quyết", "Chương trình",
    "Chỉ thị", "Quy chế", "Quy định", "Hướng dẫn", "Phương án", "Đề án", "Dự án", "Thông cáo", "Hợp đồng", "Công điện",
    "Bản ghi nhớ", "Bản thỏa thuận", "Giấy ủy quyền", "Giấy mời", "Giấy giới thiệu", "Giấy nghỉ phép", "Phiếu gửi",
    "Phiếu chuyển", "Phiếu báo", "Thư công", "Danh sách", "Bảng tổng hợp", "Đơn thư", "Ảnh", "Tin, bài", "Video",
)  # fmt: skip


def words_used(db: Connection, field: Literal["kind", "issuer", "signer"]) -> list[str]:
    """What stands in a field of other documents, the most frequent first."""
    return [
        str(row[field])
        for row in db.execute(
            f"SELECT {field} FROM evidence WHERE {field} <> '' GROUP BY {field} ORDER BY count(*) DESC, {field} LIMIT 200"
        )
    ]
