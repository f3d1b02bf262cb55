"""Everything about the item or criterion in hand, beside the tree: words, rule, evidence, legal base, what is unusual."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.frameworks import Criterion, Item
from ui.framework.rule_box import RuleBox

Node = Criterion | Item
_TEXTS = {
    "text": "Lời văn",
    "expected_evidence": "Minh chứng cần có (mỗi dòng một loại)",
    "legal_base": "Căn cứ (mỗi dòng một văn bản)",
}
_FLAGS = {  # field: words and what they mean; a ticked box stores "1"
    "self_scored": ("Xã tự chấm", "Bỏ dấu nếu chỉ cấp trên chấm nội dung này"),
    "needs_evidence": ("Cần minh chứng", "Có điểm mà thiếu minh chứng thì phải giải trình"),
    "bonus": ("Điểm thưởng", "Nằm ngoài tổng điểm của quyết định"),
}
_ABSENT = {"no": "không được tính điểm", "full": "tính đủ điểm", "rescale": "bỏ ra, quy đổi phần còn lại"}
_POLARITY = {"achievement": "việc làm được", "violation": "việc vi phạm"}
_LINES = {"text": 5, "expected_evidence": 4, "legal_base": 3}


class DetailPane(QScrollArea):
    """Stores a field when it is left; a broken rule is told below it."""

    def __init__(
        self,
        store: Callable[[Node, str, str], object],
        store_rule: Callable[[Item, str, Mapping[str, str]], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._node: Node | None = None
        self._storing = False  # storing may bring another version, whose item is shown before the store is over
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(200)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 0, 4, 0)
        column.setSpacing(4)
        self.head = QLabel()
        self.head.setObjectName("cardTitle")
        self.head.setWordWrap(True)
        column.addWidget(self.head)
        self.fields: dict[str, QPlainTextEdit] = {}
        self.boxes: dict[str, QCheckBox] = {}
        self.complaint = QLabel()
        self.complaint.setWordWrap(True)
        self.complaint.setProperty("complaint", True)
        self.complaint.hide()
        column.addWidget(self.complaint)
        self._own: list[QWidget] = []  # shown for items only
        self._add_text("text", column)
        self.rule = RuleBox(store_rule)
        self._add("Quy tắc chấm", self.rule, column)
        self._add_text("expected_evidence", column)
        self._add_text("legal_base", column)
        self._add_choices(column)
        column.addStretch(1)
        self.setWidget(inside)
        self._size()
        self.show_node(None, "")

    def _add(self, title: str, field: QWidget, column: QVBoxLayout) -> None:
        label = QLabel(title)
        label.setProperty("muted", True)
        label.setWordWrap(True)
        column.addSpacing(4)
        column.addWidget(label)
        column.addWidget(field)
        self._own += [label, field]

    def _add_text(self, name: str, column: QVBoxLayout) -> None:
        field = QPlainTextEdit()
        field.setTabChangesFocus(True)
        field.setAccessibleName(_TEXTS[name])
        field.installEventFilter(self)
        self.fields[name] = field
        self._add(_TEXTS[name], field, column)

    def _add_choices(self, column: QVBoxLayout) -> None:
        for name, (words, tip) in _FLAGS.items():
            box = self.boxes[name] = QCheckBox(words)
            box.setToolTip(tip)
            box.clicked.connect(self._ticked)
            column.addWidget(box)
            self._own.append(box)
        self.absent = self._choice(_ABSENT)
        self._add("Năm không phát sinh nhiệm vụ thì", self.absent, column)
        self.polarity = self._choice(_POLARITY)
        self._add("Lời văn nêu", self.polarity, column)

    def _choice(self, words: Mapping[str, str]) -> QComboBox:
        box = QComboBox()
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(8)
        for value, text in words.items():
            box.addItem(text, value)
        box.activated.connect(self._ticked)
        return box

    def show_node(self, node: Node | None, code: str, *, editable: bool = True) -> None:
        """Show an item or criterion; a field in which the person is typing keeps what it holds."""
        same = node is not None and self._node is not None and _key(node) == _key(self._node)
        if not same:
            self.flush()
        self._node = node
        item = node if isinstance(node, Item) else None
        if node is None:
            self.head.setText("Chọn một nội dung trong cây để xem và sửa.")
        else:
            self.head.setText(f"Nội dung {code}" if item else f"Tiêu chí {code}")
        for widget in self._own:
            widget.setVisible(item is not None)
            widget.setEnabled(editable)
        if isinstance(node, Criterion):
            self.fields["text"].setVisible(True)
            self._fill("text", node.title, same=same)
        self.rule.show_item(item)
        if item is None:
            return
        for name in self.fields:
            self._fill(name, getattr(item, name), same=same)
        for name, box in self.boxes.items():
            box.setChecked(bool(getattr(item, name)))
        self.absent.setCurrentIndex(self.absent.findData(item.not_applicable))
        self.polarity.setCurrentIndex(self.polarity.findData(item.polarity))

    def flush(self) -> None:
        """Store what is still being typed."""
        if self._storing or self.rule.storing:
            return
        for name in self.fields:
            self._leave(name)
        self.rule.keep_if_whole()

    def _fill(self, name: str, stored: str, *, same: bool) -> None:
        field = self.fields[name]
        if same and field.hasFocus() and field.document().isModified():
            return
        if field.toPlainText() != stored:
            field.setPlainText(stored)
        field.document().setModified(False)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "fields"):
            self._size()

    def _size(self) -> None:
        for name, field in self.fields.items():
            field.setFixedHeight(_LINES[name] * self.fontMetrics().lineSpacing() + 14)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            for name, field in self.fields.items():
                if field is watched:
                    self._leave(name)
        return False

    def _leave(self, name: str) -> None:
        field, node = self.fields[name], self._node
        if node is None or not field.document().isModified():
            return
        if isinstance(node, Criterion) and name != "text":
            return
        self._try(node, "title" if isinstance(node, Criterion) else name, field.toPlainText(), field)

    def _try(self, node: Node, name: str, typed: str, field: QPlainTextEdit | None = None) -> None:
        if field is not None:
            field.document().setModified(False)
        self._storing = True
        try:
            self._store(node, name, typed)
        except RuleBroken as broken:
            self.complaint.setText(f"▲ {broken}")
            self.complaint.show()
            if field is not None:
                field.document().setModified(True)
            return
        finally:
            self._storing = False
        self.complaint.hide()

    def _ticked(self) -> None:
        """Store the one box or choice that differs from what is stored."""
        node = self._node
        if not isinstance(node, Item):
            return
        for name, box in self.boxes.items():
            if box.isChecked() != bool(getattr(node, name)):
                self._try(node, name, str(int(box.isChecked())))
                return
        for name, choice in (("not_applicable", self.absent), ("polarity", self.polarity)):
            if choice.currentData() != getattr(node, name):
                self._try(node, name, str(choice.currentData()))
                return


def _key(node: Node) -> tuple[str, int]:
    return node.TABLE, node.id
