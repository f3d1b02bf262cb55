"""People are entered with a name and listed by given name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from db.connection import Connection
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.officials import add_official, all_officials


def test_people_by_given_name(db: Connection, operate: Callable[..., Any]) -> None:
    for name in ("Nguyễn Văn Đức", " Phạm  An ", "Lê Văn Ân", "Bùi Dung"):
        operate(add_official, name, title=" Công chức ")
    assert [(o.name, o.title) for o in all_officials(db)] == [
        ("Phạm An", "Công chức"),
        ("Lê Văn Ân", "Công chức"),
        ("Bùi Dung", "Công chức"),
        ("Nguyễn Văn Đức", "Công chức"),
    ]


def test_nobody_is_nameless(operate: Callable[..., Any]) -> None:
    with pytest.raises(RuleBroken, match="họ và tên"):
        operate(add_official, " \u200b ")
