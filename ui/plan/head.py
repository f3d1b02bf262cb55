"""Details of the head of the plan (cells 1 to 5 of Decree 30): each stored on leaving, the date shown as it will be spelled."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from dvcq_desktop import organisation
from dvcq_desktop.dates import decree_date, parse_date, short_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.organisation import Organisation
from dvcq_desktop.plans import Plan
from ui.desk import Desk
from ui.plan.fields import Field, StoredLine
from ui.plan.store import PlanStore
from ui.plan.text_edit import StoredText
from ui.widgets import parts

_LINE_HEIGHTS = {"organ": 2, "abstract": 3, "recipients": 5, "signer_lines": 3}


class Form(QScrollArea):
    """Fields below each other; a scroll bar only where the text is too large for the screen."""

    def __init__(self, desk: Desk, store: PlanStore, title: str) -> None:
        super().__init__()
        self.desk = desk
        self.store = store
        self.plan: Plan | None = None
        self.fields: dict[str, Field] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        inside = QWidget()
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(0, 0, 8, 0)
        self.column.setSpacing(12)
        name = QLabel(title)
        name.setObjectName("cardTitle")
        name.setWordWrap(True)
        self.column.addWidget(name)
        self._inside = inside
        self.setWidget(inside)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def minimumSizeHint(self) -> QSize:
        """As wide as the fields need: a form is never scrolled sideways."""
        return QSize(
            self._inside.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width(),
            super().minimumSizeHint().height(),
        )

    def line(self, name: str, caption: str, note: str = "") -> Field:
        """A field of one line for a column of the plan."""
        self.fields[name] = Field(caption, StoredLine(self.desk, self.store.keep), note)
        return self.fields[name]

    def lines(self, name: str, caption: str, note: str = "") -> Field:
        """A field of several lines."""
        text = StoredText(self.desk, self.store.keep)
        text.setMinimumHeight(text.fontMetrics().lineSpacing() * _LINE_HEIGHTS[name] + 24)
        text.setMaximumHeight(text.fontMetrics().lineSpacing() * (_LINE_HEIGHTS[name] + 1) + 24)
        self.fields[name] = Field(caption, text, note)
        return self.fields[name]

    def side_by_side(self, *fields: Field) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        for field in fields:
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(row)

    def show_plan(self, plan: Plan) -> None:
        """Fill with the plan; what is being typed stays."""
        self.plan = plan
        for name, field in self.fields.items():
            value = getattr(plan, name)
            typed = field.typed
            if isinstance(typed, (StoredLine, StoredText)):
                typed.show_text(f"plan:{plan.id}:{name}", short_date(value) if name == "issued_on" else value)

    def focus_first(self) -> None:
        """Put the cursor into the first field."""
        next(iter(self.fields.values())).typed.setFocus()

    def office(self) -> Organisation | None:
        """The office as it stands in the year in hand."""
        return organisation.current(self.desk.db, f"{self.desk.year}-12-31" if self.desk.year else "")


class HeadForm(Form):
    """Organ, number and symbol, place and date, kind and abstract."""

    def __init__(self, desk: Desk, store: PlanStore) -> None:
        super().__init__(desk, store, "Phần đầu văn bản")
        self.propose = parts.button("Điền từ thông tin cơ quan", self.fill_from_office, icon_name="office")
        self.column.addWidget(self.propose)
        self.column.addWidget(
            self.line("parent_organ", "Cơ quan chủ quản", "Để trống với UBND xã. Bộ phận có con dấu riêng ghi UBND xã.")
        )
        self.column.addWidget(self.lines("organ", "Cơ quan ban hành (mỗi dòng in một dòng)"))
        self.side_by_side(self.line("number", "Số", "Để trống đến khi văn thư cấp số."), self.line("symbol", "Ký hiệu"))
        self.side_by_side(self.line("place", "Địa danh"), self.line("issued_on", "Ngày ban hành"))
        self._date_line = QLabel()
        self._date_line.setWordWrap(True)
        self._date_line.setProperty("muted", True)
        self.column.addWidget(self._date_line)
        self.column.addWidget(self.line("kind", "Tên loại văn bản"))
        self.column.addWidget(self.lines("abstract", "Trích yếu nội dung"))
        self.column.addStretch(1)
        self._spell = QTimer(self)
        self._spell.setSingleShot(True)
        self._spell.setInterval(300)
        self._spell.timeout.connect(self.spell_date)
        for name in ("issued_on", "place"):
            typed = self.fields[name].typed
            if isinstance(typed, StoredLine):
                typed.textChanged.connect(self._spell.start)

    def show_plan(self, plan: Plan) -> None:
        super().show_plan(plan)
        self.propose.setVisible(not (plan.organ and plan.place) and self.office() is not None)
        self.spell_date()

    def spell_date(self) -> None:
        """Say how place and date will stand on the paper (Decree 30, annex I, II.4)."""
        place, day = self._words("place"), self._words("issued_on")
        try:
            iso = parse_date(day)
        except RuleBroken:
            self._date_line.setText("Ngày gõ được như 05/02/2025, tháng 02/2025 hoặc 2025.")
            return
        self._date_line.setText(f"In ra: {place or '……'}, {decree_date(iso, blank='……')}")

    def spelled(self) -> str:
        """What is said about the date now."""
        return self._date_line.text()

    def fill_from_office(self) -> None:
        """Take organ, place and symbol from what is known of the office, where they are empty."""
        office = self.office()
        if office is None or self.plan is None:
            return
        proposed = {
            "organ": office.head_lines,
            "parent_organ": office.parent_head,
            "place": office.place_name,
            "symbol": f"KH-{office.symbol}",
        }
        values = {name: value for name, value in proposed.items() if value and not getattr(self.plan, name)}
        self.store.keep_fields("Điền phần đầu văn bản", **values)

    def _words(self, name: str) -> str:
        typed = self.fields[name].typed
        return typed.text().strip() if isinstance(typed, StoredLine) else ""
