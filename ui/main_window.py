"""The main window: side bar, top strip, the page in front, status bar; lets pages and desk speak, knows no page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QSize, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from ui.add_year import add_year
from ui.closing import close_office, may_close, may_lose
from ui.desk import Desk
from ui.field_undo import FieldUndo
from ui.jobs import stop_all
from ui.late_parts import LateParts
from ui.look import Look
from ui.menus import Menus
from ui.page import OnShelf, Page
from ui.pages import PAGES
from ui.screen_lock import ScreenLock
from ui.screens import room_for
from ui.side_bar import SideBar
from ui.status import Status
from ui.top_strip import TopStrip
from ui.user_settings import UserSettings
from ui.widgets.parts import retint

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent, QPaintEvent


class MainWindow(LateParts, QMainWindow):
    """One open office on the screen; closing it stores what is typed and gives the data folder back."""

    page_shown = Signal()
    first_painted = Signal()  # the person sees the window: what may wait can begin
    office_chosen = Signal(str)  # open the office of this folder instead
    first_run_wanted = Signal()  # set up an office of one's own
    demo_wanted = Signal()  # open the demonstration office

    def __init__(
        self,
        desk: Desk,
        settings: UserSettings,
        look: Look,
        *,
        shelf: Sequence[OnShelf | type[Page]] | None = None,
        page_later: bool = False,
    ) -> None:
        super().__init__()
        self.desk = desk
        self.settings = settings
        self.look = look
        self.shelf: tuple[OnShelf | type[Page], ...] = tuple(PAGES if shelf is None else shelf)
        self.pages: dict[str, Page] = {}
        self._areas: dict[str, QScrollArea] = {}
        self._painted = False
        self._maximized_first = False  # a small screen, nothing remembered
        self.setWindowTitle("DVCQ Desktop")
        self._build()
        self.lock = ScreenLock(self.desk, settings, self)
        self.menus = Menus(self)
        self._field_undo = FieldUndo(self)
        self._listen()
        self._restore()
        if self.shelf and not page_later:
            self.show_page(self.shelf[0].KEY)

    def _build(self) -> None:
        self.side_bar = SideBar(self.shelf)
        self.top = TopStrip(self.desk, self)
        self.quick_find = self.top.quick_find
        self.stack = QStackedWidget()
        right = QWidget()
        self.column = QVBoxLayout(right)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(self.top)
        self.column.addWidget(self.stack, 1)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side_bar)
        row.addWidget(right, 1)
        self.setCentralWidget(body)
        self.status = Status(self.desk)
        self.setStatusBar(self.status)

    def _listen(self) -> None:
        self.side_bar.picked.connect(self.show_page)
        self.top.add_year.connect(self.add_year)
        self.desk.go.connect(self.go)
        self.desk.refused.connect(self._on_refused)
        self.desk.told.connect(self._on_told)
        self.desk.changed.connect(self._on_changed)
        self.look.changed.connect(self._on_look)

    def _restore(self) -> None:
        geometry = self.settings.state("window")
        if geometry is None or not self.restoreGeometry(geometry):
            room = room_for(self)
            self.resize(min(1600, round(room.width() * 0.8)), min(1000, round(room.height() * 0.85)))
            if room.width() < 1500:
                self._maximized_first = True
        self.side_bar.set_narrow(self.settings.side_bar_narrow)
        self.menus.narrow.setChecked(self.side_bar.narrow)
        self.side_bar.measure(self.look.percent)
        self.show_demo()

    def show(self) -> None:
        (self.showMaximized if self._maximized_first else super().show)()
        self._maximized_first = False

    def minimumSizeHint(self) -> QSize:
        """Small enough for 1366 × 768 at 125 %, whatever the pages inside would like."""
        return QSize(640, 420)

    # Pages

    @property
    def page(self) -> Page | None:
        """The page in front."""
        area = self.stack.currentWidget()
        inside = area.widget() if isinstance(area, QScrollArea) else None
        return inside if isinstance(inside, Page) else None

    def show_page(self, key: str) -> None:
        self.go(key, "")

    def go(self, key: str, anchor: str) -> None:
        """Bring a page to the front, at an anchor; it is built on its first showing."""
        kind = next((page for page in self.shelf if key == page.KEY), None)
        if kind is None:
            self.desk.refused.emit("Trang này chưa có trong bản chương trình đang dùng.")
            return
        if key not in self.pages:
            self.pages[key] = kind(self.desk)
            self._areas[key] = _scrolled(self.pages[key])
            self.stack.addWidget(self._areas[key])
        self.stack.setCurrentWidget(self._areas[key])
        self.side_bar.show_page(key)
        self.quick_find.leave()
        self.setWindowTitle(f"{kind.TITLE} – DVCQ Desktop")
        if anchor:
            self.pages[key].show_anchor(anchor)
        self.page_shown.emit()

    def page_actions(self) -> list[QAction]:
        """What the page in front adds to the menu "Trang này"."""
        offered = getattr(self.page, "menu_actions", None)
        return list(offered()) if offered else []

    def filter_page(self) -> None:
        if self.page:
            self.page.focus_find()

    def refresh_page(self) -> None:
        """F5: fill the page in front anew."""
        self.desk.flush.emit()
        if self.page:
            self.page.refresh()
        self.top.refresh()

    def make_version(self) -> None:
        """Ctrl+S: the habit is rewarded where there are versions, and calmed where there are none."""
        self.desk.flush.emit()
        make = getattr(self.page, "make_version", None)
        if make:
            make()
        else:
            self.desk.told.emit("Mọi thay đổi đã được lưu. Phiên bản của văn bản được tạo ở trang Kế hoạch.", False)

    def import_plan(self) -> None:
        from ui.dialogs.import_plan import import_plan

        self.desk.flush.emit()
        import_plan(self.desk, self)

    def to_print(self) -> None:
        self.desk.flush.emit()
        self.go("forms", "")

    def to_settings(self) -> None:
        self.go("settings", "")

    def to_guide(self) -> None:
        """F1: the chapter of the page in front."""
        self.go("help", self.page.KEY if self.page else "")

    # Years, data, help

    def add_year(self) -> None:
        add_year(self.desk, self)

    def choose_office(self) -> None:
        from ui import ask

        folder = ask.choose_folder(self, "Chọn thư mục dữ liệu", str(self.desk.office.folder.parent))
        if folder is not None:
            self.office_chosen.emit(str(folder))

    def open_data_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.desk.office.folder)))

    def open_log(self) -> None:
        log = self.desk.office.folder / "nhat-ky"
        if log.is_dir():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(log)))
        else:
            self.desk.told.emit("Chưa có lỗi nào được ghi lại.", False)

    def show_keys(self) -> None:
        from ui.dialogs.keys import KeysDialog

        KeysDialog(self).open()

    def show_page_keys(self) -> None:
        from ui.dialogs.keys import KeysDialog

        KeysDialog(self, page=self.page).open()

    def show_about(self) -> None:
        from ui.dialogs.about import AboutDialog

        AboutDialog(self).open()

    def toggle_side_bar(self) -> None:
        self.side_bar.set_narrow(not self.side_bar.narrow)
        self.menus.narrow.setChecked(self.side_bar.narrow)
        self.settings.side_bar_narrow = self.side_bar.narrow

    # What the desk and Qt tell

    def _on_refused(self, sentence: str) -> None:
        self.refusal.say(sentence)

    def _on_told(self, sentence: str, with_undo: bool) -> None:
        self.refusal.hide()
        self.toast.say(sentence, with_undo=with_undo)

    def _on_changed(self, tables: frozenset[str]) -> None:
        if "setting" in tables:
            self.show_demo()

    def _on_look(self) -> None:
        retint(self)
        self.top.refresh()
        self.side_bar.measure(self.look.percent)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.first_painted.emit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == QtCore.Qt.Key.Key_Escape and self.refusal.isVisible():
            self.refusal.hide()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        stays = event.spontaneous() and not may_close(self, self.status.waiting)
        if stays or not may_lose(self.desk, self):
            event.ignore()
            return
        self.settings.keep_state("window", self.saveGeometry())
        self.settings.flush()
        self.desk.closing.emit()
        self.hide()  # a field that loses the focus still finds the office open
        stop_all(self.desk)  # work beside the window still reads the office
        self.desk.blockSignals(True)  # what was under way and arrives while the last copy is made finds nobody to tell
        close_office(self.desk.office)
        super().closeEvent(event)


def _scrolled(page: Page) -> QScrollArea:
    """A page in its place; only text too large for the screen ever shows the scroll bar."""
    area = QScrollArea()
    area.setObjectName("pageScroll")
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setWidget(page)
    page.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    # A press beside all fields keeps the focus in the page: outside of it the page's own keys are dead.
    page.setFocusPolicy(QtCore.Qt.FocusPolicy.ClickFocus)
    area.setFocusPolicy(QtCore.Qt.FocusPolicy.NoFocus)
    area.setFocusProxy(page)
    return area
