"""Plans written for these tests, and a small builder that packs lines into a .docx."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = ('<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
         '<Default Extension="xml" ContentType="application/xml"/></Types>')

HEAD = """ỦY BAN NHÂN DÂN
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ SUỐI MƠ
Độc lập - Tự do - Hạnh phúc
Số: 07/KH - UBND
Suối Mơ, ngày 05 tháng 3 năm 2026
KẾ HOẠCH
Nâng cao chỉ số công tác dân vận chính quyền
của xã Suối Mơ năm 2026
Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15 ngày 16 tháng 6 năm 2025;
Căn cứ Quyết định số 88/QĐ- UBND ngày 12/01/2026 của - UBND tỉnh về việc công nhận kết quả dân vận năm 2025;
Ủy ban nhân dân xã ban hành Kế hoạch như sau:"""

RESULTS = """I. MỤC ĐÍCH
1. Mục đích
Giữ vững kết quả đã đạt và sửa những chỗ còn yếu.
2. Yêu cầu
Mỗi việc có người chịu trách nhiệm, có hạn và có minh chứng.
II. KẾT QUẢ NĂM 2025
2.1. Kết quả
Năm 2025 xã tự chấm 91,25 điểm, tỉnh chấm đạt 88,75 điểm; xếp loại: Hoàn thành tốt nhiệm vụ.
2.2. Các nội dung bị trừ điểm
(1) Nội dung 2, tiêu chí 1: Lịch họp giao ban về dân vận.
Bị trừ 0,5 điểm; Lý do: Họp chưa đều các tháng.
- Trách nhiệm và hướng khắc phục:
+ Trách nhiệm tham mưu: Văn phòng – Thống kê.
+ Hướng khắc phục: Lập lịch họp cho cả năm.
Bị trừ điểm Tiêu chí 02, nội dung 01: Hồ sơ trả kết quả trễ hẹn.
(2) Tiêu chí 3, nội dung 1: Báo cáo quý gửi muộn.
Bị trừ 1.5 điểm; Lý do: Thiếu người tổng hợp.
+ Trách nhiệm: Công chức Văn hóa - Xã hội.
+ Biện pháp khắc phục: Phân công người thay khi vắng."""

TASKS = """III. NHIỆM VỤ VÀ PHÂN CÔNG
1. Nhiệm vụ chung
Thực hiện theo Quyết định số 88/QĐ-UBND ngày 21/01/2026 của UBND tỉnh.
2. Nhiệm vụ cụ thể
2.1. Tiêu chí 1: Công tác triển khai, quán triệt các văn bản
- Ban hành kế hoạch dân vận trong quý đầu.
- Họp giao ban mỗi tháng một lần.
+ Công chức  tham mưu: Văn phòng – Thống kê xã (hàng tháng), Công chức Tài chính - Kế toán (quý I, 6 tháng, 9 tháng, 1 năm).
+ Bộ phận  phối hợpthực hiện: Khối vận Đảng uỷ và các ngành có liên quan.
+ Thời gian thực hiện: Thường xuyên, cung cấp tài liệu minh chứng trước ngày 24/10/2026.
2.2. Tiêu chí 2: Thực hiện công tác cải cách hành chính
- Niêm yết đủ thủ tục tại nơi tiếp dân.
+ CHỦ TRÌ THAM MƯU: Văn phòng – Thống kê (Bộ phận Tiếp nhận và Trả kết quả của xã).
+ Các ban, ngành phối hợp thực hiện: Các ban, ngành có liên quan.
+ Thời gian thực hiện: Quý II, chậm nhất ngày 30 tháng 6 năm 2026.
- Khảo sát ý kiến người dân
và công khai kết quả khảo sát.
+ Bộ phận tham mưu xã: Phòng Tiếp công dân.
+ Cơ quan phối hợp: Khối vận Đảng ủy, Công đoàn, Đoàn thanh niên Cộng Sản Hồ Chí Minh xã, các ban, ngành có liên quan.
+ Sản phẩm: Báo cáo khảo sát.
+ Ghi nhớ: Làm gọn trong một tuần.
+ Thời gian thực hiện: đến hết ngày 15.11.2026
2.3. Tiêu chí 3: Thực hiện chế độ thông tin, báo cáo
- Gửi báo cáo đúng kỳ.
+ Công chức tham mưu: Văn hoá – Xã hội.
+ Các ngành phối hợp: các cơ quan, đơn vị; Tư pháp – Hộ tịch và các ngành có liên quan.
+ Thời gian thực hiện: Thường xuyên, cung cấp tài liệu minh chứng trước ngày 24/10/2026.
(có phụ lục phân công kèm theo)"""

END = """V. TỔ CHỨC THỰC HIỆN
1. Giao Văn phòng
- Theo dõi, đôn đốc việc thực hiện.
- Tổng hợp báo cáo hằng quý.
2. Các ban, ngành có liên quan
Phối hợp theo nhiệm vụ được giao.
Trên đây là kế hoạch của Ủy ban nhân dân xã, các đơn vị thực hiện nghiêm túc./.
Nơi nhận:
- UBND tỉnh;
- Đảng ủy xã;
- Lưu: VT, VHXH.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trần Thị Minh Hà"""

PLAN = f"{HEAD}\n{RESULTS}\n{TASKS}\n{END}"


def paragraph(text: str, *, bold: bool = False, before: str = "") -> str:
    """One w:p."""
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:p>{before}<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def table(rows: Iterable[Iterable[str]]) -> str:
    """A w:tbl; a line break in a cell begins a new paragraph."""
    def cell(text: str) -> str:
        return "<w:tc>" + "".join(paragraph(part) for part in text.split("\n")) + "</w:tc>"
    return "<w:tbl>" + "".join("<w:tr>" + "".join(map(cell, row)) + "</w:tr>" for row in rows) + "</w:tbl>"


def docx(body: str, **parts: str) -> bytes:
    """A .docx with that body; further parts by name, as styles="…" for word/styles.xml."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("word/document.xml", f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}" '
                         'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
                         'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
                         f"<w:body>{body}</w:body></w:document>")
        for name, xml in parts.items():
            archive.writestr(f"word/{name}.xml", f'<?xml version="1.0"?><w:{name} xmlns:w="{W}">{xml}</w:{name}>')
    return out.getvalue()


def plan_docx(plan: str = PLAN) -> bytes:
    """The sample plan with its head in a two-column table, as offices write it."""
    lines = plan.split("\n")
    head = table([[lines[0] + "\n" + lines[2], lines[1] + "\n" + lines[3]], [lines[4], lines[5]]])
    return docx(head + "".join(paragraph(line) for line in lines[6:]))
