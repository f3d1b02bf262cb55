"""Opening the year after this one: which tasks are kept, which deductions become remedies, then one operation."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
    QWizard,
    QWizardPage,
)

from dvcq_desktop.points import format_points
from dvcq_desktop.years import Carry, NextYear
from ui.widgets.choice_table import ChoiceTable
from ui.widgets.number_cells import plain_table
from ui.widgets.parts import button


class NextYearWizard(QWizard):
    """carry and without say what was chosen, once it was accepted."""

    def __init__(self, preview: NextYear, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preview = preview
        self.setWindowTitle(f"Mở năm {preview.year}")
        self.setWizardStyle(QWizard.WizardStyle.ClassicStyle)
        self.setOption(QWizard.WizardOption.NoBackButtonOnStartPage)
        self.resize(820, 520)
        for which, words in (
            (QWizard.WizardButton.NextButton, "Tiếp"),
            (QWizard.WizardButton.BackButton, "Quay lại"),
            (QWizard.WizardButton.FinishButton, f"Mở năm {preview.year}"),
            (QWizard.WizardButton.CancelButton, "Để sau"),
        ):
            self.setButtonText(which, words)
        self.tasks, self.remedies = _tasks(preview, self), _remedies(preview, self)
        last = preview.year - 1
        self.addPage(
            _choice_page(
                f"Nhiệm vụ của năm {last}",
                f"Nhiệm vụ được giữ sang năm {preview.year} với cùng chủ trì, phối hợp; hạn dời đúng một năm, tiến độ bắt đầu"
                " lại. Bỏ dấu những nhiệm vụ không còn. Sau khi mở, sửa tùy ý.",
                self.tasks,
                (54, 430, 120, 90),
            )
        )
        self.addPage(
            _choice_page(
                f"Điểm bị trừ năm {last} thành việc khắc phục năm {preview.year}",
                "Mỗi khoản trừ được đánh dấu thành một nhiệm vụ mới, do bộ phận chịu trách nhiệm chủ trì.",
                self.remedies,
                (54, 150, 60, 330, 130),
            )
        )
        self.last_page = _SumPage(self)
        self.addPage(self.last_page)

    @property
    def carry(self) -> dict[int, Carry]:
        """What becomes of each task."""
        dropped = self.tasks.dropped()
        return {task.id: "drop" if task.id in dropped else "keep" for task in self._preview.tasks}

    @property
    def without(self) -> set[int]:
        """Deductions that become no remedy."""
        return self.remedies.dropped()

    def summary(self) -> str:
        """What will be done, in a sentence a line."""
        kept, dropped = len(self.tasks.kept()), len(self.tasks.dropped())
        lines = [f"Giữ {kept} nhiệm vụ, bỏ {dropped}.", f"Thêm {len(self.remedies.kept())} việc khắc phục điểm bị trừ."]
        year = self._preview.year
        if self._preview.has_plan:
            lines.append(
                f"Chép kế hoạch năm {year - 1} thành bản nháp của năm {year} (nếu năm {year} chưa có kế hoạch)."
            )
        return "\n".join([*lines, "Tất cả là một bước: Ctrl+Z lấy lại được toàn bộ."])


def _tasks(preview: NextYear, parent: QWidget) -> ChoiceTable:
    rows = [(task.id, ("", task.text, task.timing, _day(task.due_on))) for task in preview.tasks]
    return ChoiceTable(("Giữ", "Nhiệm vụ", "Thời gian", "Hạn cũ"), rows, parent)


def _remedies(preview: NextYear, parent: QWidget) -> ChoiceTable:
    rows = []
    for found in preview.deductions:
        again = "↻ lặp lại 2 năm" if found.id in preview.repeated else ""
        rows.append((found.id, ("", found.place, format_points(found.points), found.remedy or found.text, again)))
    return ChoiceTable(("Làm", "Nơi bị trừ", "Điểm", "Hướng khắc phục, nội dung", "Lặp lại"), rows, parent)


class _SumPage(QWizardPage):
    """The last look before the year is opened."""

    def __init__(self, wizard: NextYearWizard) -> None:
        super().__init__(wizard)
        self._wizard = wizard
        self.setTitle("Sẽ làm như sau")
        self.words = QLabel()
        self.words.setWordWrap(True)
        column = QVBoxLayout(self)
        column.addWidget(self.words)
        column.addStretch(1)

    def initializePage(self) -> None:
        self.words.setText(self._wizard.summary())


class _ChoicePage(QWizardPage):
    """A list with ticks and the two buttons that tick all or none."""

    def __init__(self, title: str, words: str, table: ChoiceTable, widths: tuple[int, ...]) -> None:
        super().__init__()
        self._table = table
        self.setTitle(title)
        told = QLabel(words)
        told.setWordWrap(True)
        self.view = QTableView()
        plain_table(self.view, title)
        self.view.setModel(table)
        self.view.horizontalHeader().setStretchLastSection(True)
        for column, width in enumerate(widths):
            self.view.setColumnWidth(column, width)
        row = QHBoxLayout()
        row.addWidget(button("Chọn hết", self._all))
        row.addWidget(button("Bỏ hết", self._none))
        row.addStretch(1)
        whole = QVBoxLayout(self)
        whole.addWidget(told)
        whole.addWidget(self.view, 1)
        whole.addLayout(row)
        if not table.rowCount():
            told.setText("Năm trước không có gì ở mục này.")

    def _all(self) -> None:
        self._table.set_all(on=True)

    def _none(self) -> None:
        self._table.set_all(on=False)


def _choice_page(title: str, words: str, table: ChoiceTable, widths: tuple[int, ...]) -> QWizardPage:
    return _ChoicePage(title, words, table, widths)


def _day(iso: str) -> str:
    return "/".join(reversed(iso.split("-")))
