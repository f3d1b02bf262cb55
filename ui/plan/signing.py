"""Who gets the plan and who signs it (cells 7 and 9 of Decree 30): authority, name, Nơi nhận with "Lưu: VT" last."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from dvcq_desktop.officials import all_officials
from dvcq_desktop.plans import AUTHORITIES, Plan
from dvcq_desktop.vietnamese import fold
from ui.desk import Desk
from ui.plan.head import Form
from ui.plan.store import PlanStore
from ui.widgets import parts

_OTHER = "Khác (sửa ở ô dưới)"


class SigningForm(Form):
    """Nơi nhận, authority and capacity, the name."""

    def __init__(self, desk: Desk, store: PlanStore) -> None:
        super().__init__(desk, store, "Nơi nhận, ký")
        self.propose = parts.button("Điền nơi nhận từ thông tin cơ quan", self.fill_recipients, icon_name="office")
        self.column.addWidget(self.propose)
        self.column.addWidget(
            self.lines(
                "recipients", "Nơi nhận (mỗi dòng một nơi)", "Dấu “-” đầu dòng và “;” cuối dòng được thêm khi in."
            )
        )
        self.authority = QComboBox()
        self.authority.setMinimumWidth(80)
        self.authority.addItems([*AUTHORITIES, _OTHER])
        self.authority.activated.connect(self._on_authority)
        self.column.addWidget(_captioned("Người ký", self.authority))
        self.column.addWidget(
            self.lines(
                "signer_lines",
                "Quyền hạn, chức vụ (in đúng như đã gõ)",
                "TM.: thay mặt · KT.: ký thay · Q.: quyền · TL.: thừa lệnh",
            )
        )
        self.column.addWidget(self.line("signer_name", "Họ và tên người ký", "Không ghi học hàm, học vị."))
        self.official = QComboBox()
        self.official.setMinimumWidth(80)
        self.official.setPlaceholderText("Chọn trong danh sách cán bộ, công chức")
        self.official.activated.connect(self._on_official)
        self.column.addWidget(self.official)
        self.column.addStretch(1)

    def show_plan(self, plan: Plan) -> None:
        super().show_plan(plan)
        self.propose.setVisible(not plan.recipients and self.office() is not None)
        known = list(AUTHORITIES.values())
        self.authority.setCurrentIndex(known.index(plan.signer_lines) if plan.signer_lines in known else len(known))
        last = plan.recipients.split("\n")[-1]
        self.fields["recipients"].explain(
            "Dấu “-” đầu dòng và “;” cuối dòng được thêm khi in."
            if fold(last).startswith("luu")
            else "● Dòng cuối thường là “Lưu: VT” (kèm bộ phận soạn thảo nếu có)."
        )
        names = [official.name for official in all_officials(self.desk.db)]
        if names != [self.official.itemText(i) for i in range(self.official.count())]:
            self.official.clear()
            self.official.addItems(names)
        self.official.setCurrentIndex(-1)
        self.official.setVisible(bool(names))

    def fill_recipients(self) -> None:
        """Propose who usually gets the plan."""
        office = self.office()
        if office is not None:
            lines = (office.superior, office.appraiser, "Các bộ phận có liên quan", "Lưu: VT")
            self.store.keep_fields("Điền nơi nhận", recipients="\n".join(line for line in lines if line))

    def _on_authority(self, index: int) -> None:
        lines = list(AUTHORITIES.values())
        if index < len(lines):
            self.desk.flush.emit()
            self.store.keep_fields("Sửa quyền hạn, chức vụ người ký", signer_lines=lines[index])

    def _on_official(self, index: int) -> None:
        self.desk.flush.emit()
        self.store.keep_fields("Sửa họ tên người ký", signer_name=self.official.itemText(index))


def _captioned(caption: str, widget: QWidget) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    name = QLabel(caption)
    name.setBuddy(widget)
    widget.setAccessibleName(caption)
    column.addWidget(name)
    row = QHBoxLayout()
    row.addWidget(widget)
    column.addLayout(row)
    return box
