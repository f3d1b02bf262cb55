"""An office with as many tasks as a test asks for, every text as long and as wide as officials write them."""

from __future__ import annotations

from db.connection import Connection
from dvcq_desktop import assignments, cycles, organisation, tasks, units


def fill(
    db: Connection, count: int, *, year: int = 2025, unit_count: int = 30, due_on: str = "2025-10-24"
) -> list[int]:
    """Store an office, a year and so many tasks led in turn by so many units; answers the ids of the tasks."""
    organisation.set_up(db, "Ủy ban nhân dân xã Đặng Thùy Trâm Thượng Trung Hạ", "Đặng Thùy Trâm")
    cycle_id = cycles.open_year(db, year)
    named = [
        units.add_unit(db, f"Ủy ban Mặt trận Tổ quốc WWWWW và các tổ chức MMMMM xã số {n}") for n in range(unit_count)
    ]
    made = []
    for n in range(count):
        text = f"Nhiệm vụ {n} " + "WWWWW MMMMMM QQQQQQQQ tuyên truyền, vận động Nhân dân " * 6
        task_id = tasks.add_task(db, cycle_id, text, due_on=due_on, timing="Thường xuyên", product="Báo cáo " * 12)
        assignments.assign(db, task_id, named[n % unit_count], "lead")
        assignments.assign(db, task_id, named[(n + 1) % unit_count], "support")
        made.append(task_id)
    return made
