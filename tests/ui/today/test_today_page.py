"""The page Hôm nay through its real widgets: the path, cards in order, later with a date, not at all with a reason, news."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt

from dvcq_desktop import data_care, tasks, today
from dvcq_desktop.office import Office
from dvcq_desktop.today_actions import candidates
from dvcq_desktop.working_days import calendar_around
from ui import ask
from ui.app import Session
from ui.desk import Desk
from ui.pages.today import TodayPage
from ui.today.cards import when_words
from ui.today.reminder import Reminder
from ui.user_settings import UserSettings

DAY = date(2025, 10, 20)  # a Monday, four working days before the evidence is due


class Clock:
    """A day that a test moves on."""

    def __init__(self) -> None:
        self.day = DAY

    def __call__(self) -> date:
        return self.day


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def page(qtbot, window, clock) -> TodayPage:
    window.desk.clock = clock
    window.show_page("today")
    qtbot.waitUntil(lambda: window.page.found is not None)
    window.page.refresh()
    return window.page


def keys(page: TodayPage) -> list[str]:
    return [card.action.key for card in page.cards]


def answers(monkeypatch, *said: str | None) -> list[str]:
    """Answer the questions for a line in this order; what was asked is in the list returned."""
    left, asked = list(said), []

    def line(_parent, _title, label, _text="") -> str | None:
        asked.append(label)
        return left.pop(0)

    monkeypatch.setattr(ask, "line", line)
    return asked


def test_the_page_comes_first_and_shows_what_the_office_says(page, window):
    assert window.shelf[0].KEY == "today"
    assert window.menus.actions is not None
    also = data_care.other_actions(window.desk.office, DAY)
    assert [action.page for action in also] == ["backup"]
    assert page.found == today.today(window.desk.db, 2025, DAY, also=also)
    assert 0 < len(page.cards) <= today.MOST
    assert [card.action for card in page.cards] == list(page.found.actions)
    assert page.heading.text().startswith("Thứ Hai, ngày 20/10/2025.")
    assert page.news.count.text() == "Còn 4 ngày làm việc đến hạn minh chứng (trước ngày 24/10/2025)."


def test_an_empty_office_is_told_what_to_begin_with(qtbot, empty_window):
    empty_window.show_page("today")
    qtbot.waitUntil(lambda: empty_window.page.found is not None)
    page = empty_window.page
    assert [card.action.page for card in page.cards] == ["settings"]
    assert [step.property("step") for step in page.path.steps] == ["todo"] * 7
    qtbot.keyClick(page.cards[0].button, Qt.Key.Key_Return)
    assert empty_window.page.KEY == "settings"


def test_the_path_has_seven_steps_with_signs_that_lead_to_their_pages(page, window, qtbot):
    words = [step.accessibleName() for step in page.path.steps]
    assert len(words) == 7
    assert all(f"Bước {n}:" in word for n, word in enumerate(words, start=1))
    qtbot.mouseClick(page.path.steps[1], Qt.MouseButton.LeftButton)
    assert window.page.KEY == "plan"


def test_a_step_leads_to_its_page(page, window, qtbot):
    qtbot.mouseClick(page.path.steps[3], Qt.MouseButton.LeftButton)
    assert window.page.KEY == "evidence"


def test_every_action_leads_to_a_page_of_this_window(page, window):
    shelf = {kind.KEY for kind in window.shelf}
    for month in range(1, 13):
        for action in today.today(window.desk.db, 2025, date(2025, month, 20)).actions:
            assert action.page in shelf, action


def test_enter_goes_to_the_place_and_arrows_from_card_to_card(page, window, qtbot):
    went = []
    window.desk.go.connect(lambda key, anchor: went.append((key, anchor)))
    page.focus_find()
    assert page.cards[0].button.hasFocus()
    qtbot.keyClick(page.cards[0].button, Qt.Key.Key_Down)
    assert page.cards[1].button.hasFocus()
    wanted = page.cards[1].action
    qtbot.keyClick(page.cards[1].button, Qt.Key.Key_Return)
    assert went == [(wanted.page, wanted.anchor)]
    assert wanted.page == window.page.KEY


def test_a_task_of_the_cards_is_chosen_where_enter_leads(page, window, qtbot):
    card = next(card for card in page.cards if card.action.anchor.startswith("task:"))
    qtbot.keyClick(card.button, Qt.Key.Key_Return)
    assert window.page.KEY == "assignments"
    assert f"task:{window.page.view.current().id}" == card.action.anchor


def test_another_years_action_is_shown_in_that_year(page, window):
    found = candidates(window.desk.db, 2025, DAY, calendar_around(window.desk.db, DAY))
    page.open_action(next(action for action in found if action.anchor == "year:2024"))
    assert window.desk.year == 2024
    assert window.page.KEY == "reconciliation"


def test_why_is_hidden_until_asked(page):
    card = page.cards[0]
    assert not card.why.isVisible()
    card.ask_why.click()
    assert card.why.isVisible()
    assert card.action.why in card.why.text()


def test_words_say_what_the_colour_says(page):
    words = [when_words(card.action) for card in page.cards]
    for card, said in zip(page.cards, words, strict=True):
        assert ("▲" in said) == (card.action.days_left < 0)
    assert any("điểm" in said for said in words)


def test_left_for_later_it_comes_back_on_its_day(page, window, clock, monkeypatch):
    first = page.cards[0].action
    asked = answers(monkeypatch, "hôm qua", "24/10/2025")
    page.cards[0].put_off.click()
    assert len(asked) == 2  # what is no day was asked again, with the reason
    assert asked[1].startswith("▲")
    assert first.key not in keys(page)
    assert page.again.isVisible()
    clock.day = date(2025, 10, 23)
    page.refresh()
    assert first.key not in keys(page)
    clock.day = date(2025, 10, 24)
    page.refresh()
    assert first.key in keys(page)


def test_left_for_later_can_be_undone(page, window, monkeypatch):
    before = keys(page)
    answers(monkeypatch, "31/12/2025")
    page.postpone_current()
    assert keys(page) != before
    window.desk.undo()
    assert keys(page) == before


def test_not_applicable_needs_a_reason_and_stays_away(page, window, clock, monkeypatch):
    first = page.cards[0].action
    answers(monkeypatch, "", "Xã không có nội dung này")
    page.cards[0].drop.click()
    clock.day = date(2026, 1, 20)
    page.refresh()
    assert first.key not in keys(page)
    put = today.put_off(window.desk.db, clock.day)
    assert [(p.kind, p.reason) for p in put] == [("not_applicable", "Xã không có nội dung này")]


def test_what_was_put_off_can_be_taken_up_again(page, monkeypatch):
    first = page.cards[0].action
    answers(monkeypatch, "31/12/2025")
    page.cards[0].put_off.click()

    def chosen(dialog) -> bool:
        assert first.sentence in dialog._names[0][0]
        dialog.accept()
        return True

    monkeypatch.setattr(ask, "show_dialog", chosen)
    page.take_up()
    assert first.key in keys(page)


def test_cards_follow_the_data_and_keep_an_open_reason(page, window):
    card = page.cards[-1]
    card.ask_why.click()
    window.desk.run("Sửa", tasks.change_task, 1, product="Báo cáo")
    assert page.cards[-1] is card
    assert card.why.isVisible()


def test_what_others_did_since_the_last_visit(page, window):
    desk = window.desk
    desk.sign("Lê Thị Hoa")
    assert not page.news.head.isVisible()  # the first visit knows of nothing before
    desk.sign("Trần Văn Bình")
    desk.run("Sửa sản phẩm", tasks.change_task, 1, product="Báo cáo")
    desk.sign("Lê Thị Hoa")
    assert "Sửa sản phẩm" in page.news.news.text()
    assert "Trần Văn Bình" in page.news.news.text()


def test_the_chairmans_page_is_offered_where_it_is_on_the_shelf(page, window):
    from dvcq_desktop.printed import FORMS

    there = [form.key for form in FORMS if "chu-tich" in form.key]
    assert page.chairman.isVisible() == bool(there)
    if there:
        page.chairman.click()
        assert window.page.KEY == "forms"
        assert window.page.form().key == there[0]


def test_the_reminder_speaks_once_a_day(qtbot, desk, clock):
    desk.clock = clock
    told = []
    desk.told.connect(lambda sentence, _undo: told.append(sentence))

    def start() -> int:
        reminder = Reminder(desk, UserSettings(), desk)
        with qtbot.waitSignal(reminder.counted) as counted:
            reminder.start()
        return counted.args[0]

    count = start()
    assert count > 0
    assert told == [f"Hôm nay có {count} việc cần làm. Xem ở trang Hôm nay (Ctrl+1)."]
    start()  # the program started again on the same day
    assert len(told) == 1
    clock.day = date(2025, 10, 21)
    start()
    assert len(told) == 2


def test_the_strip_counts_and_leads_to_the_page(qtbot, window, clock):
    window.desk.clock = clock
    reminder = Reminder(window.desk, UserSettings(), window)
    reminder.counted.connect(window.top.show_count)
    with qtbot.waitSignal(reminder.counted) as counted:
        reminder.start()
    assert window.top.today.text() == f"Việc hôm nay ({counted.args[0]})"
    window.show_page("plan")
    window.top.today.click()
    assert window.page.KEY == "today"


def test_a_start_counts_after_the_window_was_seen(qtbot, data_folder):
    session = Session()
    session.open(data_folder)
    window = session.window
    try:
        qtbot.waitUntil(lambda: "(" in window.top.today.text())
        assert UserSettings().reminded_on == date.today().isoformat()  # noqa: DTZ011  # the day on the person's PC
        assert today.last_visit(window.desk.db, window.desk.office.who) == ""
    finally:
        window.close()
        window.deleteLater()


def test_nothing_urgent_is_said_in_a_sentence(qtbot, office: Office):
    desk = Desk(office)
    desk.clock = lambda: DAY
    page = TodayPage(desk)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.found is not None)
    for _n in range(20):
        for card in page.cards:
            desk.run("Bỏ", today.not_applicable, card.action.key, "không áp dụng")
            break
        page.refresh()
    assert page.cards == []
    assert "không còn việc gấp" in page.heading.text()
