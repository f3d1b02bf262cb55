"""What came from last year's tasks is said in the assignment table, and only in a year that took some over."""

from __future__ import annotations

from dvcq_desktop import tasks, years
from dvcq_desktop.tasks import change_task
from ui.pages.assignments import AssignmentsPage
from ui.widgets.assignment_table import FIELDS

CARRIED = FIELDS.index("carried")


def test_new_kept_and_changed_tasks_are_named(qtbot, desk):
    page = AssignmentsPage(desk)
    qtbot.addWidget(page)
    page.show()
    assert page.view.isColumnHidden(CARRIED)
    desk.run("Mở năm", years.open_next_year, 2025)
    desk.set_year(2026)
    found = tasks.tasks(desk.db, 2026)
    assert not page.view.isColumnHidden(CARRIED)
    desk.run("Sửa", change_task, found[0].id, text="Việc đã sửa")
    assert [page.model.index(row, CARRIED).data() for row in range(page.model.rowCount())] == ["Sửa", "Giữ", "Giữ"]
    desk.set_year(2025)
    assert page.view.isColumnHidden(CARRIED)
