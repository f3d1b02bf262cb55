"""The menu "Năm công tác": the wizard of the next year, closing and opening years with a reason."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from dvcq_desktop import cycles, deductions, tasks
from dvcq_desktop.years import preview_next
from tests.support import content
from ui import ask, years
from ui.dialogs.next_year import NextYearWizard


def test_the_wizard_keeps_drops_and_makes_remedies_in_one_operation(qtbot, window, desk, monkeypatch):
    cycle = cycles.cycle_of_year(desk.db, 2025)
    first = tasks.tasks(desk.db, 2025)[0]
    item = desk.db.execute("SELECT item_id FROM task_item WHERE task_id = ?", (first.id,)).fetchone()[0]
    for words in ("Tổ chức quán triệt theo quý", "Không làm việc này"):
        desk.run("Trừ", deductions.add_deduction, cycle.id, item_id=item, place="1.1", points=100, remedy=words)
    before = content(desk.db)
    shown = []

    def answer(wizard) -> bool:
        assert isinstance(wizard, NextYearWizard)
        qtbot.addWidget(wizard)
        wizard.show()
        QAbstractItemModelTester(wizard.tasks, QAbstractItemModelTester.FailureReportingMode.Fatal)
        wizard.tasks.setData(wizard.tasks.index(1, 0), Qt.CheckState.Unchecked, int(Qt.ItemDataRole.CheckStateRole))
        wizard.next()
        assert wizard.remedies.index(0, 4).data() == "↻ lặp lại 2 năm"
        wizard.remedies.setData(
            wizard.remedies.index(1, 0), Qt.CheckState.Unchecked, int(Qt.ItemDataRole.CheckStateRole)
        )
        wizard.next()
        shown.append(wizard.last_page.words.text())
        return True

    monkeypatch.setattr(ask, "show_dialog", answer)
    years.open_next(desk, window)
    assert "Giữ 2 nhiệm vụ, bỏ 1." in shown[0]
    assert desk.year == 2026
    made = tasks.tasks(desk.db, 2026)
    assert [(task.carried, task.due_on) for task in made] == [
        ("kept", "2026-10-24"),
        ("new", "2026-10-24"),
        ("kept", "2026-10-24"),
    ]
    assert made[1].text == "Tổ chức quán triệt theo quý"
    assert [d.task_id for d in deductions.deductions(desk.db, 2025)] == [made[1].id, None]
    desk.undo()
    assert content(desk.db) == before


def test_a_year_that_is_open_already_is_refused(window, desk):
    desk.set_year(2024)
    refused = []
    desk.refused.connect(refused.append)
    years.open_next(desk, window)
    assert refused == ["Năm 2025 đã mở và đã có nhiệm vụ."]


def test_changing_ones_mind_changes_nothing(window, desk, monkeypatch):
    before = content(desk.db)
    monkeypatch.setattr(ask, "show_dialog", lambda _dialog: False)
    years.open_next(desk, window)
    assert content(desk.db) == before
    assert desk.year == 2025


def test_all_and_none(qtbot, desk):
    wizard = NextYearWizard(preview_next(desk.db, 2025))
    qtbot.addWidget(wizard)
    wizard.tasks.set_all(on=False)
    assert set(wizard.carry.values()) == {"drop"}
    wizard.tasks.set_all(on=True)
    assert set(wizard.carry.values()) == {"keep"}
    assert wizard.without == set()


def test_closing_asks_for_a_reason_while_points_are_unexplained(window, desk, monkeypatch):
    desk.set_year(2024)
    asked = []

    def line(_parent, _title, label, _text="") -> str | None:
        asked.append(label)
        return None if len(asked) == 1 else "Quyết định đã có hiệu lực"

    monkeypatch.setattr(ask, "line", line)
    years.close(desk, window)
    assert not cycles.cycle_of_year(desk.db, 2024).closed
    assert "còn 15,00 chưa giải thích" in asked[0]
    years.close(desk, window)
    closed = cycles.cycle_of_year(desk.db, 2024)
    assert (closed.closed, closed.lock_note) == (1, "Quyết định đã có hiệu lực")
    assert years.is_closed(desk)
    years.reopen(desk, window)
    assert not cycles.cycle_of_year(desk.db, 2024).closed


def test_the_menu_offers_what_fits_the_year(window, desk):
    window.menus._fill_years()
    words = [action.text() for action in window.menus.year_menu.actions()]
    assert "&Mở năm sau…" in words
    assert "&Khóa năm…" in words


def test_without_a_year_nothing_breaks(empty_window, empty_desk):
    refused = []
    empty_desk.refused.connect(refused.append)
    years.open_next(empty_desk, empty_window)
    years.close(empty_desk, empty_window)
    years.reopen(empty_desk, empty_window)
    assert len(refused) == 1
