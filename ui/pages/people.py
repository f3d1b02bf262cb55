"""Bộ phận & cán bộ: who there is, from when to when, under which names; the office by date; days off and cut-off days."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.page import Page
from ui.people.days_part import CutOffPart, HolidaysPart
from ui.people.office_part import OfficePart
from ui.people.officials_part import OfficialsPart
from ui.people.units_part import UnitsPart
from ui.widgets.parts import button, page_head

Part = UnitsPart | OfficialsPart | OfficePart | HolidaysPart | CutOffPart
TABS = {
    "units": "Bộ phận, đơn vị",
    "officials": "Cán bộ, công chức",
    "office": "Tên cơ quan theo thời gian",
    "holidays": "Ngày nghỉ",
    "periods": "Kỳ báo cáo",
}


class PeoplePage(Page):
    """One tab for each table; only the tab in front is filled."""

    KEY = "people"
    TITLE = "Bộ phận & cán bộ"
    SUMMARY = "Ai ở đâu, từ ngày nào; tên cơ quan, ngày nghỉ và ngày chốt báo cáo. Sửa ngay trong ô."
    ICON = "official"
    READS = frozenset(
        {"unit", "unit_alias", "official", "organisation", "holiday", "setting", "assignment", "task", "cycle"}
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.units, self.officials = UnitsPart(desk), OfficialsPart(desk)
        self.office, self.holidays, self.periods = OfficePart(desk), HolidaysPart(desk), CutOffPart(desk)
        self.parts: dict[str, Part] = {
            "units": self.units,
            "officials": self.officials,
            "office": self.office,
            "holidays": self.holidays,
            "periods": self.periods,
        }
        self.tabs = QTabWidget()
        for key, title in TABS.items():
            self.tabs.addTab(self.parts[key], title)
        self.tabs.currentChanged.connect(self._tab_changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 8)
        column.setSpacing(8)
        self.reorganise_button = button("Sắp xếp lại bộ máy…", self.reorganise, icon_name="office", primary=True)
        column.addWidget(page_head(self.TITLE, self.SUMMARY, [self.reorganise_button]))
        column.addWidget(self.tabs, 1)
        self.reorganise_action = QAction("Sắp xếp lại bộ máy…", self)
        self.reorganise_action.triggered.connect(self.reorganise)
        desk.flush.connect(self._flush)

    @property
    def part(self) -> Part:
        """The tab in front."""
        return self.parts[tuple(TABS)[max(0, self.tabs.currentIndex())]]

    def refresh(self) -> None:
        self.part.refresh()

    def show_anchor(self, anchor: str) -> None:
        """ "officials", "holidays" and so on show that tab; "unit:3" that unit; "reorganisation" asks for one."""
        kind, _colon, number = anchor.partition(":")
        kind = {"unit": "units", "official": "officials"}.get(kind, kind)
        if kind in TABS:
            self.tabs.setCurrentIndex(tuple(TABS).index(kind))
        self.refresh()
        if number.isdigit() and kind == "units":
            self.units.view.choose(int(number))
        elif number.isdigit() and kind == "officials":
            self.officials.view.choose(int(number))
        elif kind == "reorganisation":
            self.reorganise_button.setFocus()

    def focus_find(self) -> None:
        self.part.focus_find()

    def menu_actions(self) -> list[QAction]:
        return [*self.part.menu_actions(), self.reorganise_action]

    def reorganise(self) -> None:
        from ui.dialogs.reorganise import reorganise

        reorganise(self.desk, self)

    def _tab_changed(self) -> None:
        if self.isVisible():
            self.refresh()
        window = self.window()
        if hasattr(window, "page_shown"):
            window.page_shown.emit()  # the menu "Trang này" follows the tab

    def _flush(self) -> None:
        for part in self.parts.values():
            part.flush()
