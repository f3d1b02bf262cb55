"""Real papers for the tests of the evidence panel, and what the store does to them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from dvcq_desktop import evidence_files
from dvcq_desktop.evidence_files import EvidenceFile
from ui.desk import Desk

Attach = Callable[..., int]
FONT = Path(__file__).resolve().parents[3] / "resources" / "fonts" / "LiberationSerif-Regular.ttf"
REPORT = (  # x, y from the bottom, words: the head of a report by Decree 30
    (60, 790, "ỦY BAN NHÂN DÂN"),
    (60, 775, "XÃ BA THÀNH"),
    (290, 790, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (340, 775, "Độc lập - Tự do - Hạnh phúc"),
    (60, 745, "Số: 15/BC-UBND"),
    (320, 745, "Ba Thành, ngày 05 tháng 3 năm 2025"),
    (270, 705, "BÁO CÁO"),
    (120, 688, "Kết quả thực hiện quy chế dân chủ ở cơ sở quý I năm 2025"),
    (60, 640, "Ủy ban nhân dân xã báo cáo kết quả thực hiện như sau:"),
)
SIGNED = ((330, 600, "TM. ỦY BAN NHÂN DÂN"), (370, 585, "CHỦ TỊCH"), (360, 520, "Phạm Văn Bình"))


def report_pdf(path: Path, *, pages: int = 3, landscape: int = 0) -> Path:
    """A report of so many pages; landscape: the number of the page that lies on its side (0: none)."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont("Thu", str(FONT)))
    canvas = Canvas(str(path), pagesize=(595, 842))
    for number in range(1, pages + 1):
        lying = number == landscape
        canvas.setPageSize((842, 595) if lying else (595, 842))
        canvas.setFont("Thu", 13)
        lines = REPORT if number == 1 else [(60, 500, f"Trang {number}")]
        for x, y, words in [*lines, *(SIGNED if number == pages and not lying else ())]:
            canvas.drawString(x, y, words)
        canvas.showPage()
    canvas.save()
    return path


def newest(desk: Desk, evidence_id: int) -> EvidenceFile:
    found = evidence_files.newest_file(desk.db, evidence_id)
    assert found is not None
    return found


def spoil(desk: Desk, evidence_id: int) -> Path:
    """Flip one bit in the store."""
    path = evidence_files.file_path(desk.office.folder, newest(desk, evidence_id))
    path.chmod(0o600)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    return path
