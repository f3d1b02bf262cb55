"""Several years side by side: totals and class, gap to the superior, lost points by item, what was deducted again."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from dvcq_desktop import cycles, scores, statistics
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.printed.blocks import Chart, FormOptions
from dvcq_desktop.printed.statistics_charts import gap_chart, heat_chart, notes, totals_chart
from dvcq_desktop.printed.statistics_sheet import FORM, MOST_YEARS
from dvcq_desktop.statistics import YearFigures
from ui import ask
from ui.desk import Desk
from ui.page import Page
from ui.statistics.chart_view import ChartView, copy_chart
from ui.statistics.tables import REPEATED, YEARS, FiguresView, repeated_rows, year_rows
from ui.widgets.form_output import FormOutput
from ui.widgets.parts import button, empty_state, page_head

_EMPTY = "Cần ít nhất 2 năm — nhập nhanh tổng điểm năm trước"
_NARROW = 58  # letters: below this the two charts stand one below the other


class StatisticsPage(Page):
    """Charts drawn as on paper, tables one can copy, the years one chooses."""

    KEY = "statistics"
    TITLE = "Thống kê"
    SUMMARY = "Điểm và xếp loại qua các năm, chỗ mất điểm và những nội dung bị trừ nhiều lần."
    GROUP = "Đánh giá"
    ICON = "page-statistics"
    READS = frozenset(
        {"cycle", "score", "deduction", "framework", "criterion", "item", "classification", "gate", "gate_answer"}
        | {"predecessor"}
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._figures: list[YearFigures] = []
        self._left_out: set[int] = set()  # years the person does not want to see
        self._boxes: dict[int, QCheckBox] = {}
        self.totals, self.gaps, self.heat = ChartView(), ChartView(), ChartView()
        self.years = FiguresView(YEARS, "Số liệu từng năm", self._rows_copied)
        self.repeated = FiguresView(REPEATED, "Nội dung bị trừ điểm nhiều năm", self._rows_copied)
        self.output = FormOutput(desk)
        self._build_actions()
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._build_full())
        self._stack.addWidget(self._build_empty())

    # Building

    def _build_actions(self) -> None:
        self.actions_here: list[QAction] = []
        for text, slot in (
            ("Chép hình: tổng điểm và xếp loại", partial(self.copy_picture, "totals")),
            ("Chép hình: chênh lệch", partial(self.copy_picture, "gaps")),
            ("Chép hình: điểm bị mất theo nội dung", partial(self.copy_picture, "heat")),
            ("Nhập nhanh tổng điểm một năm…", self.enter_totals),
            ("Xuất Excel…", self.export_excel),
            ("In khổ A4…", self.preview_sheet),
        ):
            action = QAction(text, self)
            action.triggered.connect(lambda _checked=False, slot=slot: slot())
            self.actions_here.append(action)

    def _build_full(self) -> QWidget:
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addWidget(
            page_head(
                self.TITLE,
                self.SUMMARY,
                [
                    button("Nhập tổng điểm…", self.enter_totals, tip="Thêm năm chỉ còn biết tổng điểm"),
                    button("Xuất Excel…", self.export_excel, icon_name="action-export"),
                    button("In khổ A4…", self.preview_sheet, icon_name="action-print", primary=True),
                ],
            )
        )
        self._years_row = QGridLayout()
        self._years_row.setHorizontalSpacing(12)
        self._years_row.setColumnStretch(MOST_YEARS + 1, 1)
        column.addLayout(self._years_row)
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.told.setProperty("muted", True)
        column.addWidget(self.told)
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._pair.setSpacing(16)
        self._pair.addWidget(self._card(self.totals, "totals"), 1)
        self._pair.addWidget(self._card(self.gaps, "gaps"), 1)
        column.addLayout(self._pair)
        column.addWidget(self.years)
        self._heat_card = self._card(self.heat, "heat")
        column.addWidget(self._heat_card)
        self._again = _heading("Nội dung bị trừ điểm từ hai năm trở lên")
        column.addWidget(self._again)
        column.addWidget(self.repeated)
        column.addWidget(self.output)
        column.addStretch(1)
        return full

    def _card(self, view: ChartView, key: str) -> QFrame:
        """A chart with a line for the figure in hand and the way to take its picture along."""
        card = QFrame()
        card.setObjectName("card")
        card.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 12, 16, 8)
        column.setSpacing(4)
        column.addWidget(view)
        column.addStretch(1)
        row = QHBoxLayout()
        said = QLabel()
        said.setProperty("muted", True)
        said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        view.looked.connect(partial(_say, said))
        copy = button("Chép hình", partial(self.copy_picture, key), icon_name="action-copy", tip="Chép để dán vào Word")
        row.addWidget(said, 1)
        row.addWidget(copy)
        column.addLayout(row)
        return card

    def _build_empty(self) -> QWidget:
        cards = [
            ("Nhập tổng điểm năm trước", "Năm, điểm tự chấm,\nđiểm thẩm định, xếp loại", self.enter_totals),
            ("Tự chấm điểm năm nay", "Chấm từng nội dung\nở trang Tự chấm điểm", self._to_scores),
        ]
        return empty_state(_EMPTY, cards)

    # Filling

    def refresh(self) -> None:
        known = statistics.known_years(self.desk.db)
        if len(known) < 2:
            self._stack.setCurrentIndex(1)
            return
        self._stack.setCurrentIndex(0)
        self._show_boxes(known)
        self._fill(self.chosen_years())

    def chosen_years(self) -> tuple[int, ...]:
        """The years to be seen, oldest first."""
        return tuple(year for year in self._boxes if year not in self._left_out)

    def charts(self, *, alone: bool) -> dict[str, Chart]:
        """The three charts of the years chosen; alone: each says itself what holds for all of them."""
        figures = self._figures
        rows = statistics.heat_map(self.desk.db, [f.year for f in figures])
        return {
            "totals": totals_chart(figures, alone=alone),
            "gaps": gap_chart(figures, alone=alone),
            "heat": heat_chart(rows, figures, alone=alone),
        }

    def _fill(self, years: tuple[int, ...]) -> None:
        db = self.desk.db
        self._figures = statistics.year_figures(db, years)
        charts = self.charts(alone=False)
        self.totals.set_chart(charts["totals"])
        self.gaps.set_chart(charts["gaps"])
        self.heat.set_chart(charts["heat"])
        self._heat_card.setVisible(bool(charts["heat"].series))
        said = notes(self._figures)
        self.told.setText("\n".join(said))
        self.told.setVisible(bool(said))
        self.years.set_rows(year_rows(self._figures))
        found = statistics.repeated_deductions(db, years)
        self.repeated.set_rows(repeated_rows(found))
        self.repeated.setVisible(bool(found))
        none = "Không có nội dung nào bị trừ điểm từ hai năm trở lên."
        self._again.setText("Nội dung bị trừ điểm từ hai năm trở lên" if found else none)

    def _show_boxes(self, known: list[int]) -> None:
        """A box for each year; boxes stay while the years stay, so that the keyboard does not lose its place."""
        if list(self._boxes) == known:
            return
        while (item := self._years_row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._years_row.addWidget(QLabel("Các năm:"), 0, 0)
        self._boxes = {}
        seen = [year for year in known if year not in self._left_out]
        self._left_out |= set(seen[:-MOST_YEARS])  # older years than stand side by side wait to be chosen
        for place, year in enumerate(known):
            box = QCheckBox(str(year))
            box.setChecked(year not in self._left_out)
            box.toggled.connect(self._years_chosen)
            self._boxes[year] = box
            self._years_row.addWidget(box, place // MOST_YEARS, place % MOST_YEARS + 1)

    def _years_chosen(self, _checked: bool) -> None:
        wanted = {year for year, box in self._boxes.items() if box.isChecked()}
        if not 2 <= len(wanted) <= MOST_YEARS:
            box = self.sender()
            if isinstance(box, QCheckBox):
                box.blockSignals(True)
                box.setChecked(not box.isChecked())
                box.blockSignals(False)
            few = "Cần để lại ít nhất 2 năm để so sánh."
            many = f"Chỉ xem được {MOST_YEARS} năm cạnh nhau. Hãy bỏ bớt một năm trước."
            self.desk.refused.emit(few if len(wanted) < 2 else many)
            return
        self._left_out = set(self._boxes) - wanted
        self._fill(self.chosen_years())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = event.size().width() / max(self.fontMetrics().averageCharWidth(), 1) / 2
        side_by_side = room >= _NARROW
        way = QBoxLayout.Direction.LeftToRight if side_by_side else QBoxLayout.Direction.TopToBottom
        self._pair.setDirection(way)

    # What one can do

    def focus_find(self) -> None:
        """Ctrl+F: the boxes of the years are what narrows this page."""
        if self._boxes:
            next(iter(self._boxes.values())).setFocus()

    def menu_actions(self) -> list[QAction]:
        return self.actions_here if self._stack.currentIndex() == 0 else self.actions_here[3:4]

    def copy_picture(self, which: str) -> None:
        """Put one of the charts on the clipboard, with everything that must be said beside it."""
        copy_chart(self.charts(alone=True)[which])
        self.desk.told.emit("Đã chép hình; dán được vào Word, Excel hoặc Zalo.", False)

    def enter_totals(self) -> None:
        """Ask for the totals of a year known only by them."""
        from ui.statistics.quick_totals import QuickTotals

        db = self.desk.db
        known = set(statistics.known_years(db))
        year = (self.desk.year or max((c.year for c in cycles.all_cycles(db)), default=2025)) - 1
        while year in known and year > 2000:
            year -= 1
        current = cycles.find_cycle(db, self.desk.year) if self.desk.year else None
        framework = current.framework_id if current else None
        labels = [level.label for level in scores.class_levels(db, framework)] if framework else []
        dialog = QuickTotals(self.desk, year, labels, self)
        if ask.show_dialog(dialog):
            self.desk.told.emit(f"Đã lưu tổng điểm năm {dialog.year.value()}.", True)

    def options(self) -> FormOptions:
        """The sheet of the years chosen."""
        years = self.chosen_years()
        return FormOptions(year=self.desk.year or years[-1], years=years)

    def export_excel(self) -> None:
        self.output.export(FORM, self.options(), ".xlsx")

    def preview_sheet(self) -> None:
        """Show the sheet as it will be printed."""
        from ui.statistics.sheet_preview import SheetPreview

        try:
            dialog = SheetPreview(self.desk, self.options(), self)
        except RuleBroken as broken:
            self.desk.refused.emit(str(broken))
            return
        ask.show_dialog(dialog)

    def _to_scores(self) -> None:
        self.desk.go.emit("scores", "")

    def _rows_copied(self) -> None:
        self.desk.told.emit("Đã chép dòng; dán được vào Excel hoặc Word.", False)


def _say(label: QLabel, sentence: str) -> None:
    """The first line below the chart, the whole as its tip."""
    label.setText(sentence.split("\n", 1)[0])
    label.setToolTip(sentence)


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("cardTitle")
    return label
