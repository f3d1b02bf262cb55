"""Times a keystroke of the quick search (Ctrl+K) over 100,000 documents beside bare FTS5 and LIKE in the same data file.

    python tests/bench/bench_search.py [records]

Every phrase is typed letter by letter, with its marks and without. Ratios weigh the machine on both sides.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from db import journal, search  # noqa: E402 (found through the path set above)
from db.connection import Connection  # noqa: E402
from db.opening import open_data  # noqa: E402
from dvcq_desktop import cycles, frameworks  # noqa: E402
from dvcq_desktop.finding import find  # noqa: E402
from dvcq_desktop.vietnamese import fold  # noqa: E402

PHRASES = (
    "Kết quả thực hiện quy chế dân chủ ở cơ sở", "Tiếp công dân định kỳ tháng 3", "15/BC-UBND", "Đường liên thôn Suối Tía",
    "Giải quyết khiếu nại, tố cáo", "Biên bản đối thoại với nhân dân", "Đất đai và môi trường", "Nguyễn Thị Hồng Hạnh",
)  # fmt: skip
SYLLABLES = (  # noqa: SIM905  # a list of words reads badly, and the sentence well
    "kết quả thực hiện quy chế dân chủ ở cơ sở tiếp công dân định kỳ giải quyết khiếu nại tố cáo phản ánh kiến nghị đường liên "
    "thôn suối tía đất đai môi trường biên bản đối thoại với nhân dân nguyễn thị hồng hạnh văn phòng thống kê tài chính kế toán "
    "tư pháp hộ tịch nông thôn mới hộ nghèo cận nghèo chuyển đổi số cải cách hành chính một cửa thủ tục lãnh đạo ủy ban xã ba "
    "thành huyện ba tơ tỉnh quảng ngãi mặt trận tổ quốc hội phụ nữ đoàn thanh niên cựu chiến binh nông dân bê tông kênh mương "
    "trường mầm non trạm y tế tiêm chủng phòng chống thiên tai dịch bệnh gia súc gia cầm rừng keo lúa nước vay vốn ngân hàng"
).split()
TARGETS = {"p50": 0.02, "p99": 0.15}  # of the slowest LIKE (performance.md, "Targets")


def main() -> int:
    records = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        data = open_data(Path(folder), "Đo", create=True)
        started = time.perf_counter()
        fill(data.connection, records)
        print(f"{records:,} documents in {time.perf_counter() - started:.0f} s, {data.path.stat().st_size >> 20} MiB")
        ways: dict[str, Callable[[Connection, str], object]] = {
            "find (what Ctrl+K runs)": find,
            "search (index only)": lambda db, typed: search.search(db, typed, limit=200),
            "bare FTS5": bare,
            "LIKE on a folded column": like,
        }
        figures = {name: timed(data.connection, way) for name, way in ways.items()}
        data.close()
    slowest_like = figures["LIKE on a folded column"][1]
    for name, (p50, p99) in figures.items():
        told = f"p50 {p50:7.2f} ms, p99 {p99:7.2f} ms"
        print(f"{name:26} {told} = {p50 / slowest_like:.3f} / {p99 / slowest_like:.3f} of LIKE's p99, "
              f"{p50 / figures['bare FTS5'][0]:.1f} / {p99 / figures['bare FTS5'][1]:.1f} x bare FTS5")  # fmt: skip
    print(f"target for find: {TARGETS['p50']} / {TARGETS['p99']} of LIKE's p99")
    return 0


def fill(db: Connection, records: int) -> None:
    chance = random.Random(7)
    weights = [1 / (place + 2) for place in range(len(SYLLABLES))]
    with journal.operation(db, "Nạp", "Đo"):
        framework = frameworks.load_framework(db, "minh-hoa-100-diem")
        cycle = cycles.open_year(db, 2025, framework_id=framework)
        rows = []
        for number in range(records):
            title = " ".join(chance.choices(SYLLABLES, weights, k=14)).capitalize()
            rows.append(
                (f"{number:x}", cycle, "Báo cáo", f"{number % 900}/BC-UBND", "2025-03-05", "UBND xã Ba Thành", title)
            )
        db.executemany(
            "INSERT INTO evidence (uid, cycle_id, kind, reference, issued_on, issuer, title) VALUES (?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
    db.execute("BEGIN")
    db.execute(
        "CREATE VIRTUAL TABLE bare USING fts5(body, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3')"
    )
    db.execute("CREATE TABLE folded (id INTEGER PRIMARY KEY, body TEXT NOT NULL)")
    for row in db.execute(
        "SELECT id, kind || ' ' || reference || ' ' || title || ' ' || issuer AS body FROM evidence"
    ).fetchall():
        db.execute(
            "INSERT INTO bare (rowid, body) VALUES (?, ?)", (row["id"], row["body"].replace("đ", "d").replace("Đ", "D"))
        )
        db.execute("INSERT INTO folded (id, body) VALUES (?, ?)", (row["id"], fold(row["body"])))
    db.execute("COMMIT")


def bare(db: Connection, typed: str) -> object:
    words = search._WORD.findall(search._plain_d(typed))
    query = " AND ".join(f'"{word}"' for word in words) + "*"
    return (
        db.execute("SELECT rowid FROM bare WHERE bare MATCH ? ORDER BY rowid DESC LIMIT 50", (query,)).fetchall()
        if words
        else []
    )


def like(db: Connection, typed: str) -> object:
    return db.execute(
        "SELECT id, body FROM folded WHERE body LIKE ? ORDER BY id DESC LIMIT 50", (f"%{fold(typed)}%",)
    ).fetchall()


def keystrokes() -> Iterator[str]:
    for phrase in PHRASES:
        for typed in (phrase, fold(phrase)):
            for length in range(1, len(typed) + 1):
                yield typed[:length]


def timed(db: Connection, way: Callable[[Connection, str], object]) -> tuple[float, float]:
    """p50 and p99 of a keystroke in ms."""
    taken = []
    for typed in keystrokes():
        started = time.perf_counter()
        way(db, typed)
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken), statistics.quantiles(taken, n=100)[98]


if __name__ == "__main__":
    sys.exit(main())
