"""Measures the catalogue of evidence (F2) of 5,000 documents to PDF against bare drawing: python tests/bench/bench_catalogue.py."""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from bench_pdf import bare, sentence, timed

from db.connection import Connection
from db.opening import open_in_memory
from dvcq_desktop import cycles, evidence, frameworks, organisation
from dvcq_desktop.evidence_links import link_many
from dvcq_desktop.printed import evidence_list
from dvcq_desktop.printed.blocks import FormOptions
from dvcq_desktop.writers.pdf import write_pdf
from dvcq_desktop.writers.pdf.layout import lay_document
from dvcq_desktop.writers.pdf.layout_grid import forget_cells
from dvcq_desktop.writers.pdf.paragraph import forget
from dvcq_desktop.writers.profile import profile
from tests.support import operator

YEAR = 2025
_KINDS = ("Báo cáo", "Kế hoạch", "Biên bản", "Công văn", "Quyết định")


def office(count: int, seed: int) -> Connection:
    """An office with so many documents, shared out among the items of a framework."""
    db, dice = open_in_memory(), random.Random(seed)

    def fill(db: Connection) -> None:
        organisation.set_up(db, "Ủy ban nhân dân xã Ba Thành", "Ba Thành")
        framework = frameworks.load_framework(db, "minh-hoa-100-diem")
        cycles.open_year(db, YEAR, framework_id=framework)
        items = [item.id for item in frameworks.items(db, framework)]
        for number in range(count):
            made = evidence.add_evidence(
                db,
                YEAR,
                items[number % len(items)],
                sentence(dice, 10, 24),
                kind=dice.choice(_KINDS),
                reference=f"{dice.randint(1, 400)}/BC-UBND",
                issued_on=f"2025-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}",
                issuer="UBND xã Ba Thành",
            )
            if number % 5 == 0:
                link_many(db, (made,), dice.choice(items))

    operator(db)(fill)
    return db


def compare(count: int, seed: int) -> tuple[float, float, float, int]:
    """Milliseconds of building the blocks, of bare drawing, of the PDF never seen before; and how many rows."""
    db = office(count, seed)
    begun = time.perf_counter()
    document = evidence_list.build(db, FormOptions(year=YEAR))
    built = (time.perf_counter() - begun) * 1e3
    laid = lay_document(document, profile())
    limit = statistics.median(timed(lambda: bare(laid)) for _run in range(3))
    times = []
    for _run in range(3):
        forget()
        forget_cells()
        times.append(timed(lambda: write_pdf(document)))
    db.close()
    grid = next(block for block in document.parts[0].blocks if hasattr(block, "rows"))
    return built, limit, statistics.median(times), len(grid.rows)


def results() -> Iterator[tuple[str, float, str]]:
    """Rows of the table of run_all.py."""
    small, large = compare(1_000, 1), compare(5_000, 2)
    for built, limit, taken, rows in (small, large):
        print(f"{rows:6d} rows: blocks {built:7.1f} ms, bare drawing {limit:7.1f} ms, PDF {taken:7.1f} ms")
    yield "catalogue of 5,000 documents to PDF / bare drawing", large[2] / large[1], "<= 1.3"
    yield (
        "a row of 5,000 / a row of 1,000, data to PDF",
        (large[0] + large[2]) / large[3] / ((small[0] + small[2]) / small[3]),
        "<= 1.3",
    )


if __name__ == "__main__":
    for what, ratio, target in results():
        print(f"{what}: {ratio:.2f} (target {target})")
