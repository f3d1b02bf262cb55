"""What the tests of the writers share: reading a PDF back line by line, and a plan of made-up sentences."""

from __future__ import annotations

import random
from dataclasses import dataclass

import pypdfium2 as pdfium
from pypdfium2 import raw

from dvcq_desktop.printed.blocks import (
    Block,
    Document,
    Grid,
    GridColumn,
    GridRow,
    Head,
    LegalBase,
    Part,
    SignatureCell,
    Signatures,
    Text,
    Title,
    plain,
)

MM = 72 / 25.4
LETTERS = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
    "AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬBCDĐEÈẺẼÉẸÊỀỂỄẾỆGHIÌỈĨÍỊKLMNOÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢPQRSTUÙỦŨÚỤƯỪỬỮỨỰVXYỲỶỸÝỴ"
)
_WORDS = [
    "ủy",
    "ban",
    "nhân",
    "dân",
    "xã",
    "quán",
    "triệt",
    "nghiêm",
    "túc",
    "chỉ",
    "số",
    "dân",
    "vận",
    "chính",
    "quyền",
    "khuyến",
    "nghị",
    "giải",
    "quyết",
    "đơn",
    "thư",
    "phản",
    "ánh",
    "tuyên",
    "truyền",
    "được",
    "ngưỡng",
    "ở",
    "và",
]


@dataclass(frozen=True)
class Line:
    """One text object of a page: its words and box, in points from the top left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    font: str
    embedded: bool


@dataclass(frozen=True)
class ReadPage:
    """A page read back: size, lines of text, ruled lines (left, top, right, bottom, width), and all its text."""

    width: float
    height: float
    lines: list[Line]
    rules: list[tuple[float, float, float, float, float]]
    text: str

    def one(self, part: str) -> Line:
        """The line that holds these words."""
        found = [line for line in self.lines if part in line.text]
        assert found, f"{part!r} is not on the page"
        return found[0]

    @property
    def number(self) -> str:
        """The page number in the top margin, or nothing."""
        return "".join(line.text for line in self.lines if line.bottom < 20 * MM)

    @property
    def body(self) -> list[Line]:
        return [line for line in self.lines if line.bottom >= 20 * MM]


def read(data: bytes) -> list[ReadPage]:
    """Every page of a PDF."""
    pdf = pdfium.PdfDocument(data)
    try:
        return [_read_page(page) for page in pdf]
    finally:
        pdf.close()


def _read_page(page: pdfium.PdfPage) -> ReadPage:
    width, height = page.get_size()
    textpage = page.get_textpage()
    lines, rules = [], []
    for item in page.get_objects(textpage=textpage):
        left, bottom, right, top = item.get_bounds()
        if isinstance(item, pdfium.PdfTextObj):
            text = item.extract().replace("\xa0", " ").strip()
            font = item.get_font()
            embedded = bool(raw.FPDFFont_GetIsEmbedded(font.raw))
            lines.append(
                Line(
                    text,
                    left,
                    height - top,
                    right,
                    height - bottom,
                    item.get_font_size(),
                    font.get_base_name(),
                    embedded,
                )
            )
        elif item.type == raw.FPDF_PAGEOBJ_PATH:
            rules.extend(_segments(item, height))
    text = textpage.get_text_range().replace("\r\n", "\n").replace("\xa0", " ")
    return ReadPage(width, height, lines, rules, text)


def _segments(item: pdfium.PdfObject, height: float) -> list[tuple[float, float, float, float, float]]:
    """The straight lines of a path, each with the width of the pen."""
    import ctypes

    pen = ctypes.c_float()
    raw.FPDFPageObj_GetStrokeWidth(item.raw, pen)
    out, at = [], (0.0, 0.0)
    for i in range(raw.FPDFPath_CountSegments(item.raw)):
        segment = raw.FPDFPath_GetPathSegment(item.raw, i)
        x, y = ctypes.c_float(), ctypes.c_float()
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        here = (x.value, height - y.value)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_LINETO:
            (x1, x2), (y1, y2) = sorted((at[0], here[0])), sorted((at[1], here[1]))
            out.append((x1, y1, x2, y2, pen.value))
        at = here
    return out


def joined(pages: list[ReadPage]) -> str:
    """The text of all pages as one line, as one searches it."""
    return " ".join(" ".join(page.text for page in pages).split())


def prose(dice: random.Random, low: int, high: int) -> str:
    """Made-up words with Vietnamese letters."""
    return " ".join(dice.choice(_WORDS) for _ in range(dice.randint(low, high))).capitalize() + "."


def text(words: str, **more: object) -> Text:
    return Text(runs=plain(words), **more)  # type: ignore[arg-type]  # the fields of Text


def document(*blocks: Block, landscape: bool = False) -> Document:
    return Document(title="Kế hoạch thử", parts=(Part(blocks=blocks, landscape=landscape),))


def opening() -> tuple[Block, ...]:
    return (
        Head(
            organ=("ỦY BAN NHÂN DÂN", "XÃ BA THÀNH"),
            symbol="KH-UBND",
            place_and_date="Ba Thành, ngày      tháng 02 năm 2025",
        ),
        Title(
            kind="KẾ HOẠCH",
            abstract="Khắc phục, cải thiện và nâng cao chỉ số dân vận chính quyền của xã Ba Thành năm 2025",
        ),
        LegalBase(text="Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025."),
    )


def closing() -> Signatures:
    signer = SignatureCell(lines=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), name="Nguyễn Thị Hữu Đức")
    return Signatures(
        right=signer, recipients=("Thường trực Đảng ủy, HĐND xã", "Các ban, ngành, đoàn thể xã", "Lưu: VT, VP")
    )


def table(rows: tuple[GridRow, ...], **more: object) -> Grid:
    columns = (
        GridColumn(title="STT", share=10, align="center"),
        GridColumn(title="Nội dung công việc", share=120),
        GridColumn(title="Đơn vị chủ trì", share=60),
        GridColumn(title="Điểm", share=20, align="right", kind="number"),
    )
    return Grid(columns=columns, rows=rows, **more)  # type: ignore[arg-type]  # the fields of Grid
