"""Chooses the rule of an item and takes its parameters; stored when they are whole, told in place while they are not."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.framework_rules import RULES
from dvcq_desktop.framework_words import (
    LISTS,
    PARAM_HINTS,
    PARAM_NAMES,
    RULE_NAMES,
    param_kinds,
    param_text,
    rule_name,
    typed_params,
)
from dvcq_desktop.frameworks import Item
from ui.widgets.parts import button

_Field = QLineEdit | QPlainTextEdit


class RuleBox(QWidget):
    """store(item, rule, typed parameters) carries the change out; it may raise RuleBroken."""

    def __init__(self, store: Callable[[Item, str, Mapping[str, str]], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._item: Item | None = None
        self.storing = False  # storing may bring another version, whose item is shown before the store is over
        self._asked = ""  # the rule whose fields are shown
        self.fields: dict[str, _Field] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.box = QComboBox()
        self.box.setAccessibleName("Quy tắc chấm")
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(8)
        for rule in RULE_NAMES:
            self.box.addItem(rule_name(rule), rule)
        self.box.activated.connect(self._picked)
        self._form_place = QVBoxLayout()
        self._form: QWidget | None = None
        self.complaint = QLabel()
        self.complaint.setWordWrap(True)
        self.complaint.setProperty("complaint", True)
        self.keep_button = button("Lưu quy tắc", self.keep)
        column.addWidget(self.box)
        column.addLayout(self._form_place)
        column.addWidget(self.complaint)
        column.addWidget(self.keep_button)
        self.complaint.hide()

    def show_item(self, item: Item | None) -> None:
        """Show the rule of an item; what is being filled in for the same item stays."""
        filling = (
            not self.storing
            and self._item is not None
            and item is not None
            and item.id == self._item.id
            and self._changed()
        )
        before, self._item = self._item, item
        if item is None or filling:
            return
        same = before is not None and (before.id, before.rule, before.rule_params) == (
            item.id,
            item.rule,
            item.rule_params,
        )
        if same and self._asked == item.rule:
            return
        self.box.setCurrentIndex(self.box.findData(item.rule))
        self._ask(item.rule, json.loads(item.rule_params))

    def typed(self) -> dict[str, str]:
        return {
            name: field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()
            for name, field in self.fields.items()
        }

    def keep(self) -> bool:
        """Store the rule with its parameters; a broken rule is told below."""
        if self._item is None or not self._changed():
            return True
        self.storing = True
        try:
            self._store(self._item, self._asked, self.typed())
        except RuleBroken as broken:
            self._complain(str(broken))
            return False
        finally:
            self.storing = False
        self._complain("")
        self.keep_button.setVisible(False)
        return True

    def keep_if_whole(self) -> None:
        """Store what is filled in where it is whole (the page is left); half a rule is forgotten without a word."""
        try:
            typed_params(self._asked or "manual", self.typed())
        except RuleBroken:
            return
        self.keep()

    def _picked(self) -> None:
        rule = str(self.box.currentData())
        if self._item is None or rule == self._asked:
            return
        known = json.loads(self._item.rule_params) if rule == self._item.rule else {}
        self._ask(rule, known)
        if not RULES[rule]:
            self.keep()

    def _ask(self, rule: str, params: Mapping[str, object]) -> None:
        self._asked = rule
        self._complain("")
        if self._form is not None:
            self._form.hide()
            self._form_place.removeWidget(self._form)
            self._form.deleteLater()
        self.fields = {}
        self._form = QWidget()
        form = QFormLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        for name, kind in param_kinds(rule).items():
            field: _Field = QPlainTextEdit() if kind in LISTS else QLineEdit()
            text = param_text(kind, params.get(name))
            if isinstance(field, QPlainTextEdit):
                field.setPlainText(text)
                field.setPlaceholderText(PARAM_HINTS[kind])
                field.setTabChangesFocus(True)
                field.setFixedHeight(5 * field.fontMetrics().lineSpacing())
            else:
                field.setText(text)
            field.setAccessibleName(PARAM_NAMES[name])
            field.textChanged.connect(self._typing)
            optional = f"{name}?" in RULES[rule]
            label = QLabel(PARAM_NAMES[name] + (" (có thể trống)" if optional else ""))
            label.setWordWrap(True)
            label.setBuddy(field)
            form.addRow(label, field)
            self.fields[name] = field
        self._form_place.addWidget(self._form)
        self.keep_button.setVisible(self._changed())

    def _typing(self) -> None:
        self.keep_button.setVisible(self._changed())

    def _changed(self) -> bool:
        if self._item is None:
            return False
        if self._asked != self._item.rule:
            return True
        stored = json.loads(self._item.rule_params)
        kinds = param_kinds(self._asked)
        return any(text.strip() != param_text(kinds[name], stored.get(name)) for name, text in self.typed().items())

    def _complain(self, why: str) -> None:
        self.complaint.setText(f"▲ {why}" if why else "")
        self.complaint.setVisible(bool(why))
