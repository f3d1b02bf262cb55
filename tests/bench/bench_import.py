"""Times the import of a .docx plan against unpacking it and pulling its text out with one regular expression.

    python tests/bench/bench_import.py [FILE.docx]

Prints one line a document: kilobytes of XML, milliseconds of the floor, and what reading (guard, parser, cleaning) and the
whole import (reading and understanding) cost as multiples of it. Floor and import take turns in the same run, so other
work on the machine weighs on both. What is remembered between two calls is forgotten before each, as in a new process.
"""

from __future__ import annotations

import re
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "dvcq_desktop" / "readers")]

import plan_samples  # noqa: E402 (found through the path set above)

from dvcq_desktop.readers import actors, assignments, citations, read_plan  # noqa: E402
from dvcq_desktop.readers.docx import read_docx  # noqa: E402

SHARED = ROOT.parent / "shared" / "samples" / "ke-hoach-ba-thanh-2025.docx"
TEXT = re.compile(rb"<w:t[^>]*>([^<]*)")
TARGET = 7.0
ROUNDS = 25
WORDS_A_RUN, XML_OF_30_PAGES = 7, 307 << 10  # Word leaves a paragraph in pieces; the size is that of a measured document


def floor(path: Path) -> int:
    """Unpack and match, nothing else."""
    with zipfile.ZipFile(path) as archive:
        return len(TEXT.findall(archive.read("word/document.xml")))


def fresh(path: Path) -> None:
    """One whole import as the first of a process would do it."""
    for remembered in (actors.unit_name, actors._actors, assignments.label_kind, assignments._timing, citations._iso):
        remembered.cache_clear()
    read_plan(path)


def milliseconds(work: Callable[[Path], object], path: Path) -> float:
    began = time.perf_counter()
    work(path)
    return (time.perf_counter() - began) * 1000


def measure(name: str, path: Path) -> float:
    """Ratio of the whole import to the floor."""
    rounds = [[milliseconds(work, path) for work in (floor, read_docx, fresh)] for _ in range(ROUNDS + 2)][2:]
    base = statistics.median(one[0] for one in rounds)
    reading = statistics.median(one[1] / one[0] for one in rounds)
    whole = statistics.median(one[2] / one[0] for one in rounds)
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("word/document.xml").file_size >> 10
    print(f"{name}: {size} KiB XML, floor {base:.2f} ms, reading {reading:.1f} x, whole import {whole:.1f} x "
          f"({base * whole:.1f} ms; target {TARGET:g} x)")
    return whole


def in_runs(line: str) -> str:
    """A paragraph as Word writes it: indents, fonts, and a run every few words."""
    words = line.split(" ")
    look = '<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="28"/></w:rPr>'
    runs = (" ".join(words[at:at + WORDS_A_RUN]) + " " for at in range(0, len(words), WORDS_A_RUN))
    return ('<w:p><w:pPr><w:ind w:firstLine="567"/><w:jc w:val="both"/></w:pPr>'
            + "".join(f'<w:r>{look}<w:t xml:space="preserve">{plan_samples.escape(text)}</w:t></w:r>' for text in runs) + "</w:p>")


def thirty_pages() -> bytes:
    """The sample plan of the tests, its middle repeated until the XML is that of thirty pages."""
    middle = [in_runs(line) for part in (plan_samples.RESULTS, plan_samples.TASKS) for line in part.split("\n")]
    parts = [in_runs(line) for line in plan_samples.HEAD.split("\n")]
    while sum(map(len, parts)) < XML_OF_30_PAGES:
        parts += middle
    return plan_samples.docx("".join([*parts, *map(in_runs, plan_samples.END.split("\n"))]))


def main() -> None:
    """Measure the file named, or the office's plan where it is at hand, and the thirty pages."""
    with tempfile.TemporaryDirectory() as folder:
        own, long = Path(folder) / "own.docx", Path(folder) / "long.docx"
        own.write_bytes(plan_samples.plan_docx())
        long.write_bytes(thirty_pages())
        given = [Path(name) for name in sys.argv[1:]] or ([SHARED] if SHARED.is_file() else [])
        for path in given:
            measure(path.name, path)
        measure("test sample", own)
        measure("30 pages", long)


if __name__ == "__main__":
    main()
