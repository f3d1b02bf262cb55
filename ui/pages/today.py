"""Hôm nay: where the year stands, what to do now and why, what changed since one sat here last."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from dvcq_desktop import data_care, today
from dvcq_desktop.backup.reminding import state_words
from dvcq_desktop.record_history import moment
from dvcq_desktop.today import Action, Today
from dvcq_desktop.year_path import YearFacts, path_of
from ui.desk import Desk
from ui.page import Page
from ui.today import postponing
from ui.today.cards import ActionCard
from ui.today.news import NewsPanel
from ui.today.path_bar import PathBar
from ui.widgets.actions import add_actions
from ui.widgets.parts import button, page_head

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
_BESIDE = 105  # letters of width from which the news stand beside the cards
_NEWS = 6


class TodayPage(Page):
    """The first page: it is filled after the window was seen, so that it never delays the start."""

    KEY = "today"
    TITLE = "Hôm nay"
    SUMMARY = "Việc phải làm bây giờ, theo ngày còn lại và số điểm có thể mất."
    GROUP = "Công việc"
    ICON = "page-today"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.found: Today | None = None
        self.cards: list[ActionCard] = []
        self._seen = False
        self.path = PathBar()
        self.path.picked.connect(self._open_page)
        self.path.show_path(path_of(YearFacts(year=0)))
        self.news = NewsPanel()
        self._build_layout()
        self.actions_by_key = add_actions(
            self,
            (
                ("first", "Mở việc đầu tiên", "", self.open_first),
                ("later", "Để sau việc đang chọn…", "", self.postpone_current),
                ("again", "Đưa lại việc đang để sau…", "", self.take_up),
            ),
        )
        desk.signed.connect(self._on_signed)

    def _build_layout(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        self.chairman = button("Một trang báo cáo Chủ tịch", self.open_chairman, icon_name="action-print")
        self.chairman.hide()
        column.addWidget(page_head(self.TITLE, self.SUMMARY, [self.chairman]))
        column.addWidget(self.path)
        self.heading = QLabel()
        self.heading.setObjectName("cardTitle")
        self.heading.setWordWrap(True)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.heading)
        left.addLayout(self._list)
        self.more = QLabel()
        self.more.setProperty("muted", True)
        self.again = QPushButton()
        self.again.setFlat(True)
        self.again.setAutoDefault(True)
        self.again.clicked.connect(self.take_up)
        foot = QHBoxLayout()
        foot.addWidget(self.more)
        foot.addWidget(self.again)
        foot.addStretch(1)
        left.addLayout(foot)
        left.addStretch(1)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(16)
        self._body.addLayout(left, 5)
        self._body.addWidget(self.news, 2)
        column.addLayout(self._body, 1)
        self.more.hide()
        self.again.hide()
        self.heading.setText("Đang xem lại việc của năm…")

    # Filling

    def refresh(self) -> None:
        """Fill the page from the data; before the window was ever seen, wait for that."""
        if not self._seen:
            self._stale = True
            return
        day = self.desk.today
        first = data_care.first_actions(self.desk.office)
        also = data_care.other_actions(self.desk.office, day)
        found = self.found = today.today(self.desk.db, self.desk.year, day, first=first, also=also)
        self.path.show_path(found.path)
        self._show_cards(found)
        words = f"{WEEKDAYS[day.weekday()]}, ngày {day:%d/%m/%Y}"
        self.heading.setText(f"{words}. {heading(found)}")
        self.more.setText(f"Còn {found.more} việc khác, hiện ra khi xong các việc trên.")
        self.more.setVisible(found.more > 0)
        self.again.setText(f"{found.postponed} việc đang để sau…")
        self.again.setVisible(found.postponed > 0)
        self.chairman.setVisible(bool(chairman_form()))
        self._show_news(found)

    def _show_cards(self, found: Today) -> None:
        """Cards that say the same stay, so that neither focus nor an open reason is lost."""
        if [card.action for card in self.cards] == list(found.actions):
            return
        place = self._current()
        for card in self.cards:
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = [ActionCard(action, number) for number, action in enumerate(found.actions, start=1)]
        for card in self.cards:
            card.go.connect(self.open_action)
            card.later.connect(self._later)
            card.never.connect(self._never)
            card.step.connect(self._step)
            card.narrow(self.width())
            self._list.addWidget(card)
        if self.cards and (place is not None or not self._typing()):
            self.cards[min(place or 0, len(self.cards) - 1)].button.setFocus()

    def _show_news(self, found: Today) -> None:
        who = self.desk.office.who
        since = today.last_visit(self.desk.db, who)
        saved = self.desk.office.saved_at
        self.news.say(
            countdown=found.countdown,
            saved=f"✓ Đã lưu lúc {saved:%H:%M}." if saved else "✓ Mọi thay đổi đã được lưu.",
            backup=state_words(self.desk.office.folder, self.desk.today) + ".",
            since=moment(since) if since else "",
            news=today.changed_since_visit(self.desk.db, who, limit=_NEWS),
        )

    def _typing(self) -> bool:
        """Whether somebody is writing somewhere: then the cards do not take the keyboard."""
        return not self.isVisible() or isinstance(self.window().focusWidget(), QLineEdit | QPlainTextEdit)

    # Doing

    def open_action(self, action: Action) -> None:
        """Show where an action is done; another year's is shown in that year."""
        if action.page == data_care.CHECK:
            from ui.dialogs.data_check import check_data

            check_data(self.desk, self.window())
            return
        kind, _colon, number = action.anchor.partition(":")
        if kind == "year" and number.isdigit():
            self.desk.set_year(int(number))
        self.desk.go.emit(action.page, action.anchor)

    def open_first(self) -> None:
        if self.cards:
            self.open_action(self.cards[0].action)

    def open_chairman(self) -> None:
        self.desk.go.emit("forms", chairman_form())

    def postpone_current(self) -> None:
        if self.cards:
            self._later(self.cards[self._current() or 0].action)

    def take_up(self) -> None:
        postponing.take_up(self.desk, self)

    def menu_actions(self) -> list[QAction]:
        return list(self.actions_by_key.values())

    def focus_find(self) -> None:
        if self.cards:
            self.cards[0].button.setFocus()

    def _open_page(self, key: str) -> None:
        self.desk.go.emit(key, "")

    def _later(self, action: Action) -> None:
        postponing.leave_for_later(self.desk, action, self)

    def _never(self, action: Action) -> None:
        postponing.set_aside(self.desk, action, self)

    def _current(self) -> int | None:
        """The card that has the keyboard."""
        focus = self.window().focusWidget()
        return next((n for n, card in enumerate(self.cards) if focus is not None and card.isAncestorOf(focus)), None)

    def _step(self, step: int) -> None:
        here = self._current()
        if here is not None:
            self.cards[max(0, min(len(self.cards) - 1, here + step))].button.setFocus()

    # What Qt and the desk tell

    def _on_changed(self, _tables: frozenset[str]) -> None:
        self._mark_stale()  # whatever changed may be something that was to be done

    def _on_signed(self, _name: str) -> None:
        self._mark_stale()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._seen:
            self._seen = True
            QTimer.singleShot(0, self, self._after_first_paint)

    def _after_first_paint(self) -> None:
        if self._stale and self.isVisible():
            self._refresh_now()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = event.size().width() >= _BESIDE * self.fontMetrics().averageCharWidth()
        self._body.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        for card in self.cards:
            card.narrow(event.size().width())


def heading(found: Today) -> str:
    """What stands above the cards."""
    if found.actions:
        return f"{len(found.actions)} việc cần làm, việc gấp trước:" if len(found.actions) > 1 else "Một việc cần làm:"
    return found.next_words


def chairman_form() -> str:
    """The key of the chairman's page where it is on the shelf; empty where it is not."""
    from dvcq_desktop.printed import FORMS

    return next((form.key for form in FORMS if "chu-tich" in form.key), "")
