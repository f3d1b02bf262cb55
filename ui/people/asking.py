"""Asks for one line until it can be stored; what breaks a rule is asked again with the reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.office import Connection
from ui import ask
from ui.desk import Desk

T = TypeVar("T")


def ask_and_run(
    desk: Desk, parent: QWidget, title: str, question: str, use_case: Callable[[Connection, str], T], typed: str = ""
) -> T | None:
    """What the use case answered for the line typed, as an operation called title; None where the person left it."""
    why = ""
    while True:
        answer = ask.line(parent, title, f"▲ {why}\n\n{question}" if why else question, typed)
        if answer is None:
            return None
        typed = answer
        try:
            return desk.run(title, use_case, typed)
        except RuleBroken as broken:
            why = str(broken)
