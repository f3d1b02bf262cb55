"""Measures the PDF writer against bare drawing of the very same lines: python tests/bench/bench_pdf.py."""

from __future__ import annotations

import gc
import random
import re
import statistics
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from reportlab.pdfgen.canvas import Canvas

from dvcq_desktop.printed.blocks import (
    Block,
    Document,
    Grid,
    GridColumn,
    GridRow,
    Head,
    Heading,
    LegalBase,
    Part,
    SignatureCell,
    Signatures,
    Text,
    Title,
    plain,
)
from dvcq_desktop.writers.pdf import write_pdf
from dvcq_desktop.writers.pdf.draw import frame_lines
from dvcq_desktop.writers.pdf.fonts import face
from dvcq_desktop.writers.pdf.layout import LaidPart, lay_document
from dvcq_desktop.writers.pdf.layout_grid import forget_cells
from dvcq_desktop.writers.pdf.paragraph import forget
from dvcq_desktop.writers.profile import profile

_PROSE = (
    "Ủy ban nhân dân xã thực hiện tốt việc quán triệt, triển khai và cụ thể hóa kế hoạch dân vận chính quyền; "
    "phối hợp giữa các ban ngành đoàn thể nhằm nâng cao chỉ số cải cách hành chính, tiếp công dân, giải quyết khiếu "
    "tố cáo, xây dựng đời sống văn hóa ở cơ sở, bảo đảm kinh phí và cơ sở vật chất, thường xuyên kiểm tra giám sát, "
    "báo cáo đúng thời gian quy định, tuyên truyền nhân rộng các mô hình điển hình, quy chế dân chủ, niêm yết công khai"
)
_WORDS = re.split(" ", _PROSE)
_WHO = ("Văn phòng – Thống kê", "Tài chính – Kế toán", "Tư pháp – Hộ tịch", "Văn hóa – Xã hội", "Công an xã")


def sentence(dice: random.Random, low: int, high: int) -> str:
    """Made-up Vietnamese administrative prose, with the numbers and dates such prose has."""
    words = [dice.choice(_WORDS) for _ in range(dice.randint(low, high))]
    if high > 25:
        words.insert(
            len(words) // 2, f"theo Kế hoạch số {dice.randint(1, 99)}/KH-UBND ngày 25/02/2025 của Ủy ban nhân dân xã"
        )
    return " ".join(words)


def plan(seed: int) -> Document:
    """A plan of 11 or 12 pages: no paragraph is like another, as in a real one."""
    dice = random.Random(seed)
    blocks: list[Block] = [
        Head(
            organ=("ỦY BAN NHÂN DÂN", "XÃ BA THÀNH"),
            symbol="KH-UBND",
            place_and_date="Ba Thành, ngày 05 tháng 02 năm 2025",
        ),
        Title(kind="KẾ HOẠCH", abstract="Nâng cao chỉ số dân vận chính quyền của xã Ba Thành năm 2025"),
        *(LegalBase(text=f"Căn cứ {sentence(dice, 15, 25)};") for _ in range(4)),
    ]
    for section in range(1, 5):
        blocks.append(Heading(level=1, number=f"{section}.", text=sentence(dice, 4, 9)))
        for item in range(1, 8):
            blocks.append(Heading(level=2, number=f"{item}.", text=sentence(dice, 5, 14)))
            blocks.extend(Text(runs=plain(sentence(dice, 32, 72) + ".")) for _ in range(3))
    signer = SignatureCell(lines=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), name="Nguyễn Thị Hữu Đức")
    blocks.append(Signatures(right=signer, recipients=("Đảng ủy, HĐND xã", "Lưu: VT, VP")))
    return Document(title="Kế hoạch", parts=(Part(blocks=tuple(blocks)),))


def appendix(count: int, seed: int) -> Document:
    """The assignment table: six columns, landscape."""
    dice = random.Random(seed)
    titles = (("STT", 10), ("Nội dung", 92), ("Chủ trì", 40), ("Phối hợp", 50), ("Thời hạn", 26), ("Minh chứng", 34))
    columns = tuple(GridColumn(title=title, share=share) for title, share in titles)
    rows = tuple(
        GridRow(
            cells=(
                str(i),
                sentence(dice, 10, 25),
                dice.choice(_WHO),
                ", ".join(dice.sample(_WHO, dice.randint(1, 3))),
                f"{dice.randint(1, 28):02d}/{dice.randint(1, 12):02d}/2025",
                sentence(dice, 4, 10),
            )
        )
        for i in range(1, count + 1)
    )
    return Document(title="Phụ lục", parts=(Part(landscape=True, blocks=(Grid(columns=columns, rows=rows),)),))


def bare(parts: list[LaidPart]) -> bytes:
    """The same lines by reportlab's own text objects: laid out before the clock starts, nothing left but drawing."""
    out = BytesIO()
    canvas = Canvas(out, pageCompression=1, initialFontName=face().name)
    for part in parts:
        sheet = part.sheet
        canvas.setPageSize((sheet.page_width, sheet.page_height))
        top = sheet.page_height - sheet.top
        for number, page in enumerate(part.pages, 1):
            text = canvas.beginText()
            used, spaced = None, 0.0
            for down, strip in page.placed:
                for name, size, x, baseline, gap, words in strip.items:
                    if used != (name, size):
                        used = (name, size)
                        text.setFont(name, size)
                    text.setTextOrigin(sheet.left + x, top - down - baseline)
                    if gap != spaced:
                        text.setWordSpace(gap)
                        spaced = gap
                    text.textLine(words)
            canvas.drawText(text)
            lines = frame_lines(page, sheet)
            if lines:
                canvas.setLineWidth(0.5)
                canvas.lines(lines)
            if number > 1:
                canvas.setFont(face().name, 13)
                canvas.drawCentredString(sheet.left + sheet.width / 2, sheet.page_height - 40, str(number))
            canvas.showPage()
    canvas.save()
    return out.getvalue()


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of one run; the collector rests for both sides, as the writer lets it rest."""
    gc.collect()
    gc.disable()
    begun = time.perf_counter()
    work()
    taken = (time.perf_counter() - begun) * 1e3
    gc.enable()
    return taken


def compare(name: str, make: Callable[[int], Document], runs: int) -> float:
    """Rounds of bare drawing, a document never seen (cold) and the same once more (warm); medians and their ratios."""
    limits, colds, warms, pages = [], [], [], 0
    page = profile()
    write_pdf(make(0))
    for seed in range(1, runs + 1):
        document = make(seed)
        laid = lay_document(document, page)
        pages = sum(len(part.pages) for part in laid)
        limits.append(timed(lambda laid=laid: bare(laid)))
        forget()
        forget_cells()
        colds.append(timed(lambda document=document: write_pdf(document)))
        warms.append(timed(lambda document=document: write_pdf(document)))
    limit, cold, warm = (statistics.median(times) for times in (limits, colds, warms))
    cold_ratio = statistics.median(c / a for c, a in zip(colds, limits, strict=True))
    warm_ratio = statistics.median(w / a for w, a in zip(warms, limits, strict=True))
    print(
        f"{name:14s} {pages:4d} pages  bare {limit:7.1f} ms  first time {cold:7.1f} ms = {cold_ratio:4.2f} x"
        f"  again {warm:7.1f} ms = {warm_ratio:4.2f} x"
    )
    return cold


def main() -> None:
    """Prints each figure as a multiple of bare drawing in the same run; targets 1.3 (plan), 1.2 (tables), linear."""
    compare("plan", plan, 15)
    small = compare("1,000 rows", lambda seed: appendix(1_000, seed), 7)
    large = compare("5,000 rows", lambda seed: appendix(5_000, seed), 3)
    print(f"a row of 5,000 costs {large / 5 / small:.2f} x a row of 1,000")


if __name__ == "__main__":
    main()
