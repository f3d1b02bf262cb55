"""The two lines around the tree: above it which version is shown and what can be done to rows, below it what the sums make."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from dvcq_desktop.framework_sums import Finding
from dvcq_desktop.framework_versions import Version
from ui.framework.names import version_name
from ui.widgets.parts import button
from ui.widgets.tables import mark_colour

_MOST = 20  # findings in the menu


class VersionBar(QWidget):
    """The version in hand, its decision, its use for the year."""

    picked = Signal(int)

    def __init__(self, use: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.box = QComboBox()
        self.box.setAccessibleName("Bộ tiêu chí và phiên bản")
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(20)
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.box.activated.connect(self._picked)
        self.use_button = button("Dùng cho năm", use)
        row.addWidget(self.box, 1)
        row.addWidget(self.use_button)

    def load(self, found: Sequence[Version], chosen: int, year: int | None) -> None:
        self.box.clear()
        for version in found:
            self.box.addItem(version_name(version), version.framework.id)
            if version.framework.id == chosen and year is not None:
                used = year in (*version.open_years, *version.settled_years)
                self.use_button.setVisible(not used)
                self.use_button.setText(f"Dùng cho năm {year}")
        self.box.setCurrentIndex(self.box.findData(chosen))
        self.box.setToolTip(self.box.currentText())
        if year is None:
            self.use_button.hide()

    def _picked(self) -> None:
        self.picked.emit(int(self.box.currentData()))


def action_bar(actions: Sequence[QAction | None]) -> QToolBar:
    """Actions with words, parted at None; those for which there is no room stand behind "»"."""
    bar = QToolBar()
    bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    bar.setMovable(False)
    bar.setIconSize(QSize(18, 18))
    for action in actions:
        if action is None:
            bar.addSeparator()
        else:
            bar.addAction(action)
    return bar


class SumBar(QWidget):
    """The sum against the decision's total, and what is to look at."""

    wanted = Signal(object)  # the finding to go to

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.sum = QLabel()
        self.sum.setWordWrap(True)
        self.findings = QToolButton()
        self.findings.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self)
        self.menu.triggered.connect(self._picked)
        self.findings.setMenu(self.menu)
        row.addWidget(self.sum, 1)
        row.addWidget(self.findings)

    def load(self, sentence: str, mark: str, found: Sequence[Finding]) -> None:
        self.sum.setText(sentence)
        palette = QPalette(self.palette())
        if mark:
            palette.setColor(QPalette.ColorRole.WindowText, mark_colour(mark, palette))
        self.sum.setPalette(palette)
        wrong = [finding for finding in found if finding.level == "wrong" and (finding.item_id or finding.criterion_id)]
        self.menu.clear()
        for finding in wrong[:_MOST]:
            self.menu.addAction(finding.sentence).setData(finding)
        self.findings.setText(f"▲ {len(wrong)} điểm cần xem")
        self.findings.setVisible(bool(wrong))

    def open_menu(self) -> None:
        self.menu.popup(self.findings.mapToGlobal(QPoint(0, 0)))

    def _picked(self, action: QAction) -> None:
        self.wanted.emit(action.data())
