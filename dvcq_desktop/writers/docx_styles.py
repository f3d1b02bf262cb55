"""The named styles of a Word file, from the page profile: what an official sees in the list of styles."""

from __future__ import annotations

from dvcq_desktop.writers.profile import POINTS_PER_MM, Profile

FONT = "Times New Roman"
# Name: (id, component of the profile's sizes, bold, italic, alignment, keep with next, outline level or -1)
_STYLES: dict[str, tuple[str, str, bool, bool, str, bool, int]] = {
    "Quốc hiệu": ("DvQuocHieu", "nation", True, False, "center", False, -1),
    "Tiêu ngữ": ("DvTieuNgu", "motto", True, False, "center", False, -1),
    "Cơ quan chủ quản": ("DvChuQuan", "parent", False, False, "center", False, -1),
    "Tên cơ quan": ("DvCoQuan", "organ", True, False, "center", False, -1),
    "Số, ký hiệu": ("DvSoKyHieu", "number", False, False, "center", False, -1),
    "Trích yếu công văn": ("DvVeViec", "subject", False, False, "center", False, -1),
    "Địa danh": ("DvDiaDanh", "place_and_date", False, True, "center", False, -1),
    "Tên loại": ("DvTenLoai", "kind", True, False, "center", True, -1),
    "Trích yếu": ("DvTrichYeu", "abstract", True, False, "center", True, -1),
    "Căn cứ": ("DvCanCu", "body", False, True, "both", False, -1),
    "Phần": ("DvPhan", "body", True, False, "center", True, 0),
    "Mục 1": ("DvMuc1", "body", True, False, "both", True, 0),
    "Mục 2": ("DvMuc2", "body", True, False, "both", True, 1),
    "Mục 3": ("DvMuc3", "body", True, False, "both", True, 2),
    "Điểm": ("DvDiem", "body", False, False, "both", False, -1),
    "Phụ lục": ("DvPhuLuc", "appendix_label", True, False, "center", True, 0),
    "Tên phụ lục": ("DvTenPhuLuc", "appendix_name", True, False, "center", True, -1),
    "Kèm theo": ("DvKemTheo", "appendix_reference", False, True, "center", True, -1),
    "Đầu bảng": ("DvDauBang", "table_header", True, False, "center", True, -1),
    "Số cột": ("DvSoCot", "table", False, True, "center", True, -1),
    "Ô bảng": ("DvOBang", "table", False, False, "left", False, -1),
    "Nhóm trong bảng": ("DvNhom", "table", True, False, "left", True, -1),
    "Nhóm nhỏ trong bảng": ("DvNhomNho", "table", False, True, "left", True, -1),
    "Dòng tổng": ("DvTong", "table", True, False, "left", False, -1),
    "Nơi nhận: đầu": ("DvNoiNhanDau", "recipients_title", True, True, "left", True, -1),
    "Nơi nhận": ("DvNoiNhan", "recipients", False, False, "left", True, -1),
    "Quyền hạn": ("DvQuyenHan", "authority", True, False, "center", True, -1),
    "Ghi chú chữ ký": ("DvGhiChu", "signature_note", False, True, "center", True, -1),
    "Họ tên": ("DvHoTen", "signer", True, False, "center", False, -1),
    "Số trang": ("DvSoTrang", "page_number", False, False, "center", False, -1),
}
_LIKE_BODY = {"Căn cứ", "Phần", "Mục 1", "Mục 2", "Mục 3", "Điểm"}
STYLE_IDS = {name: values[0] for name, values in _STYLES.items()} | {"Đường kẻ": "DvDuongKe", "Khe": "DvKhe"}


def _twips(points: float) -> int:
    return round(points * 20)


def _spacing(name: str, profile: Profile) -> str:
    """Gap above and distance of lines, where they differ from the body's."""
    if name in _LIKE_BODY:
        return ""
    before = {
        "Số, ký hiệu": profile.body.gap_before,
        "Địa danh": profile.body.gap_before,
        "Trích yếu công văn": profile.body.gap_before,
        "Tên loại": profile.head.after,
        "Họ tên": profile.signatures.room * POINTS_PER_MM,
        "Quyền hạn": 0.0,
    }.get(name, 0.0)
    after = profile.body.gap_before if name == "Trích yếu công văn" else 0.0
    return f'<w:spacing w:before="{_twips(before)}" w:after="{_twips(after)}" w:line="240" w:lineRule="auto"/>'


def _indent(name: str, profile: Profile) -> str:
    if name in _LIKE_BODY and name != "Phần":
        return ""
    if name == "Nơi nhận":
        hanging = _twips(profile.sizes.recipients * 0.583)
        return f'<w:ind w:left="{hanging}" w:hanging="{hanging}"/>'
    return '<w:ind w:firstLine="0"/>'


def style_sheets(profile: Profile) -> list[str]:
    """The XML of every style of ours."""
    sheets = []
    for name, (style_id, size, bold, italic, align, keep, level) in _STYLES.items():
        points = getattr(profile.sizes, size)
        paragraph = (
            ("<w:keepNext/>" if keep else "")
            + _spacing(name, profile)
            + _indent(name, profile)
            + f'<w:jc w:val="{align}"/>'
            + (f'<w:outlineLvl w:val="{level}"/>' if level >= 0 else "")
        )
        letters = (
            ("<w:b/>" if bold else "")
            + ("<w:i/>" if italic else "")
            + f'<w:sz w:val="{points * 2:.0f}"/><w:szCs w:val="{points * 2:.0f}"/>'
        )
        sheets.append(_sheet(style_id, name, paragraph, letters))
    thin = '<w:ind w:firstLine="0"/><w:jc w:val="left"/>'
    gap = _twips(profile.rules.gap)
    sheets.append(
        _sheet(
            "DvDuongKe",
            "Đường kẻ",
            f'<w:spacing w:before="{gap}" w:after="{gap}" w:line="20" w:lineRule="exact"/>{thin}',
            '<w:sz w:val="2"/>',
        )
    )
    sheets.append(
        _sheet(
            "DvKhe",
            "Khe",
            f'<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>{thin}',
            '<w:sz w:val="2"/>',
        )
    )
    return sheets


def _sheet(style_id: str, name: str, paragraph: str, letters: str) -> str:
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style_id}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{letters}</w:rPr></w:style>'
    )


def normal_properties(profile: Profile) -> tuple[str, str]:
    """Paragraph and letters of the body: the style Normal (annex I, II.6)."""
    body = profile.body
    paragraph = (
        f'<w:widowControl/><w:spacing w:before="{_twips(body.gap_before)}" w:after="0" '
        f'w:line="{round(240 * body.line_spacing)}" w:lineRule="auto"/>'
        f'<w:ind w:firstLine="{_twips(body.first_line_indent * POINTS_PER_MM)}"/><w:jc w:val="both"/>'
    )
    size = f"{profile.sizes.body * 2:.0f}"
    fonts = " ".join(f'w:{kind}="{FONT}"' for kind in ("ascii", "hAnsi", "eastAsia", "cs"))
    letters = (
        f'<w:rFonts {fonts}/><w:color w:val="000000"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/>'
    )
    return paragraph, letters
