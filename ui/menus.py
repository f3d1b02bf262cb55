"""The menu bar: what the frame can do, with an Alt letter each and the keys of ui/shortcuts.py."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from dvcq_desktop import cycles
from ui.closing import leave
from ui.look import STEPS
from ui.shortcuts import SHORTCUTS, page_keys
from ui.user_settings import THEMES
from ui.widgets.parts import set_icon

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.main_window import MainWindow

_THEME_LETTERS = {"system": "Theo &hệ thống", "light": "&Sáng", "dark": "&Tối"}

_MARKS = "1234567890ABDEGHKOPQRSUVXYZ"  # before each page in its menu, the letter Alt takes


class Menus(QObject):
    """Builds the bar of a window and keeps its words true."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._desk = window.desk
        self.actions: dict[str, QAction] = {}
        self._themes = QActionGroup(self)
        self._sizes = QActionGroup(self)
        self._years = QActionGroup(self)
        self._build_file()
        self._build_edit()
        self._build_view()
        self._build_year()
        self._build_page()
        self._build_tools()
        self._build_help()
        self._desk.changed.connect(self._on_changed)
        window.page_shown.connect(self.refresh_page)
        window.look.changed.connect(self._refresh_look)
        self.refresh()

    def _menu(self, title: str) -> QMenu:
        menu: QMenu = self._window.menuBar().addMenu(title)
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(self._draw_icons)
        return menu

    def _draw_icons(self) -> None:
        menu = self.sender()
        for action in menu.actions() if isinstance(menu, QMenu) else ():
            if action.icon().isNull() and action.property("iconName"):
                set_icon(action, str(action.property("iconName")))

    def _add(
        self, menu: QMenu, title: str, slot: Callable[[], object], *, key: str = "", icon: str = "", keys: str = ""
    ) -> QAction:
        action = QAction(title, self._window)
        action.triggered.connect(slot)
        sequences = list(SHORTCUTS[key].keys) if key else [keys] if keys else []
        action.setShortcuts([QKeySequence(one) for one in sequences])
        if icon:  # drawn when its menu is opened: thirty icons would delay the first paint
            action.setProperty("iconName", icon)
        menu.addAction(action)
        if key:
            self.actions[key] = action
        return action

    def _build_file(self) -> None:
        window, menu = self._window, self._menu("&Tệp")
        self._add(menu, "Nạp kế hoạch &Word…", window.import_plan, icon="action-import")
        self._add(menu, "Xem và &in biểu mẫu…", window.to_print, key="print", icon="action-print")
        self._add(menu, "&Xuất ra Word, Excel, PDF…", window.to_print, key="export", icon="action-export")
        self._add(menu, "Xuất &lịch (.ics)…", self._export_calendar, icon="action-calendar")
        self._add(menu, "Xuất &bộ minh chứng…", self._hand_in, icon="page-evidence")
        menu.addSeparator()
        self._add(menu, "&Mở dữ liệu ở thư mục khác…", window.choose_office, icon="action-open-folder")
        self._add(menu, "&Tạo dữ liệu mới…", window.first_run_wanted.emit, icon="action-add")
        self._add(menu, "Mở &văn phòng mẫu để dùng thử", window.demo_wanted.emit)
        menu.addSeparator()
        self._add(menu, "Đổi &người dùng…", self._change_user, icon="official")
        self._add(menu, "&Khóa chương trình", window.lock.lock, key="lock", icon="state-locked")
        self._add(menu, "Th&oát", partial(leave, window), key="quit")

    def _build_edit(self) -> None:
        window, menu = self._window, self._menu("&Sửa")
        self._add(menu, "&Hoàn tác", self._desk.undo, key="undo", icon="action-undo")
        self._add(menu, "&Làm lại", self._desk.redo, key="redo", icon="action-redo")
        menu.addSeparator()
        self._add(menu, "&Tìm, lọc trong trang này", window.filter_page, key="filter", icon="action-filter")
        self._add(menu, "Tìm nhanh trong toàn &bộ", window.quick_find.start, key="find", icon="action-search")
        menu.addSeparator()
        self._add(menu, "Tạo &phiên bản của văn bản", window.make_version, key="version", icon="action-history")
        menu.aboutToShow.connect(self.refresh)

    def _build_view(self) -> None:
        window, look, menu = self._window, self._window.look, self._menu("&Xem")
        for number, page in enumerate(window.shelf, start=1):
            title = f"&{_MARKS[number - 1]} " + page.TITLE.replace("&", "&&")
            action = self._add(menu, title, self._on_page, icon=page.ICON, keys=page_keys(number))
            action.setData(page.KEY)
        menu.addSeparator()
        self._add(menu, "Chữ &lớn hơn", look.larger, key="larger", icon="action-zoom-in")
        self._add(menu, "Chữ &nhỏ hơn", look.smaller, key="smaller", icon="action-zoom-out")
        sizes = menu.addMenu("&Cỡ chữ")
        for letter, step in zip("123456", STEPS, strict=True):
            action = self._add(sizes, f"&{letter}   {step} %", self._on_size, key="usual_size" if step == 100 else "")
            action.setData(step)
            action.setCheckable(True)
            self._sizes.addAction(action)
        colours = menu.addMenu("&Màu sắc")
        for theme in THEMES:
            action = self._add(colours, _THEME_LETTERS[theme], self._on_theme)
            action.setData(theme)
            action.setCheckable(True)
            self._themes.addAction(action)
        menu.addSeparator()
        self.narrow = self._add(menu, "&Thu gọn thanh bên", window.toggle_side_bar)
        self.narrow.setCheckable(True)
        self._add(menu, "Làm mớ&i trang", window.refresh_page, key="refresh", icon="action-refresh")

    def _build_year(self) -> None:
        self.year_menu = self._menu("&Năm công tác")
        self.year_menu.aboutToShow.connect(self._fill_years)
        self._fill_years()

    def _fill_years(self) -> None:
        for old in self.year_menu.actions():
            self.year_menu.removeAction(old)
            old.deleteLater()
        for place, cycle in enumerate(cycles.all_cycles(self._desk.db)):
            letter = f"&{place + 1}   " if place < 9 else ""
            action = self._add(self.year_menu, f"{letter}Năm {cycle.year}", self._on_year)
            if cycle.closed:
                action.setText(f"{action.text()} (đã khóa)")
                set_icon(action, "state-locked")
            action.setData(cycle.year)
            action.setCheckable(True)
            action.setChecked(cycle.year == self._desk.year)
            self._years.addAction(action)
        self.year_menu.addSeparator()
        self._add(self.year_menu, "&Thêm năm…", self._window.add_year, icon="action-add")
        cycle_in_hand = cycles.find_cycle(self._desk.db, self._desk.year) if self._desk.year is not None else None
        closed = bool(cycle_in_hand.closed) if cycle_in_hand else None
        lock = ("Mở &khóa năm…", "reopen", "state-locked") if closed else ("&Khóa năm…", "close", "state-locked")
        for words, step, picture in (("&Mở năm sau…", "next", ""), lock):
            action = self._add(self.year_menu, words, self._year_step, icon=picture)
            action.setData(step)
            action.setEnabled(closed is not None)

    def _build_page(self) -> None:
        self.page_menu = self._menu("T&rang này")

    def refresh_page(self) -> None:
        """Show what the page in front offers."""
        self.page_menu.clear()
        offered = self._window.page_actions()
        self.page_menu.addActions(offered)
        self.page_menu.menuAction().setVisible(bool(offered))

    def _build_tools(self) -> None:
        window, menu = self._window, self._menu("&Công cụ")
        self._add(menu, "&Sắp xếp lại bộ máy…", self._reorganise, icon="office")
        self._add(menu, "&Bàn giao công việc…", self._hand_over, icon="page-handover")
        self._add(menu, "&Quét thư mục…", self._choose_scan_folder, icon="page-evidence")
        check = partial(_check_evidence, self._desk, window)
        self._add(menu, "Kiểm tra tệp &minh chứng…", check, icon="page-checks")
        self._add(menu, "Sao &lưu ngay", self._back_up, key="backup", icon="page-backup")
        menu.addSeparator()
        self._add(menu, "&Cài đặt", window.to_settings, icon="page-settings")
        self._add(menu, "&Kiểm tra dữ liệu…", self._check_data)
        self._add(menu, "Mở &thư mục dữ liệu", window.open_data_folder, icon="action-open-folder")
        self._add(menu, "Mở &nhật ký lỗi", window.open_log)

    def _build_help(self) -> None:
        window, menu = self._window, self._menu("Trợ &giúp")
        self._add(menu, "&Hướng dẫn", window.to_guide, key="guide", icon="page-help")
        self._add(menu, "&Phím tắt", window.show_keys)
        self._add(menu, "Phím của &trang này", window.show_page_keys, key="page_keys")
        menu.addSeparator()
        self._add(menu, "&Lưu gói hỗ trợ…", self._save_support_bundle)
        self._add(menu, "&Giới thiệu", window.show_about, icon="state-info")

    def refresh(self) -> None:
        """Say what would be undone and redone, mark what is chosen."""
        for key, words, label in (
            ("undo", "&Hoàn tác", self._desk.office.undo_label()),
            ("redo", "&Làm lại", self._desk.office.redo_label()),
        ):
            action = self.actions[key]
            action.setText(f"{words}: {label.replace('&', '&&')}" if label else words)
            action.setEnabled(bool(label))
        self._refresh_look()

    def _refresh_look(self) -> None:
        look = self._window.look
        for action in self._sizes.actions():
            action.setChecked(action.data() == look.percent)
        for action in self._themes.actions():
            action.setChecked(action.data() == look.theme)

    def _on_changed(self, tables: frozenset[str]) -> None:
        self.refresh()
        if "cycle" in tables:
            self._fill_years()

    def _chosen(self) -> object:
        action = self.sender()
        return action.data() if isinstance(action, QAction) else None

    def _on_page(self) -> None:
        self._window.show_page(str(self._chosen()))

    def _on_size(self) -> None:
        self._window.look.set_percent(int(str(self._chosen())))

    def _on_theme(self) -> None:
        self._window.look.set_theme(str(self._chosen()))

    def _change_user(self) -> None:
        from ui.sign_in import change_user

        change_user(self._desk, self._window)

    def _export_calendar(self) -> None:
        from ui.calendar_export import export_calendar

        export_calendar(self._desk, self._window)

    def _check_data(self) -> None:
        from ui.dialogs.data_check import check_data

        check_data(self._desk, self._window)

    def _save_support_bundle(self) -> None:
        from ui.support_bundle import save_support_bundle

        save_support_bundle(self._desk, self._window)

    def _back_up(self) -> None:
        self._desk.go.emit("backup", "now")

    def _hand_in(self) -> None:
        from ui.dialogs.hand_in import hand_in

        hand_in(self._desk, self._window)

    def _reorganise(self) -> None:
        from ui.dialogs.reorganise import reorganise

        reorganise(self._desk, self._window)

    def _hand_over(self) -> None:
        from ui.dialogs.hand_over import hand_over

        hand_over(self._desk, self._window)

    def _choose_scan_folder(self) -> None:
        self._window.go("evidence", "scan")

    def _year_step(self) -> None:
        from ui import years  # what it needs is loaded when it is asked for

        steps = {"next": years.open_next, "close": years.close, "reopen": years.reopen}
        steps[str(self._chosen())](self._desk, self._window)

    def _on_year(self) -> None:
        self._desk.set_year(int(str(self._chosen())))


def _check_evidence(desk: Desk, window: MainWindow, _checked: bool = False) -> None:  # Qt tells it
    from ui.dialogs.evidence_check import check_evidence

    check_evidence(desk, window)
