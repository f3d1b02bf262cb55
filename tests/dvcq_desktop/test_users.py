"""Users: names once, PINs of four to six digits that lock but do not encrypt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from db.connection import Connection
from dvcq_desktop import users
from dvcq_desktop.errors import RuleBroken

Operate = Callable[..., Any]


def test_a_pin_is_salted_hashed_and_checked(db: Connection, operate: Operate) -> None:
    first = operate(users.add_user, "Nguyễn Thị Thu Trang", pin="1234")
    second = operate(users.add_user, "Trần Minh Tâm", pin="1234")
    stored = [user.pin_hash for user in users.users(db)]
    assert len(set(stored)) == 2, "the same PIN looks different"
    assert not any("1234" in pin_hash for pin_hash in stored)
    assert users.check_pin(db, first, "1234")
    assert not users.check_pin(db, first, "12345")
    assert users.signed_in(db, second, "1234") == "Trần Minh Tâm"
    with pytest.raises(RuleBroken, match="không đúng"):
        users.signed_in(db, second, "4321")
    operate(users.set_pin, second, "")
    assert users.check_pin(db, second, "")
    assert not next(user for user in users.users(db) if user.id == second).has_pin
    assert "không mã hóa" in users.pin_note()


@pytest.mark.parametrize("pin", ["123", "1234567", "12a4", "１２３４", "1 34", "-123"])
def test_what_is_no_pin(operate: Operate, pin: str) -> None:
    with pytest.raises(RuleBroken, match="4 đến 6 chữ số"):
        operate(users.add_user, "Nguyễn Thị Thu Trang", pin=pin)


def test_names_are_there_once_and_sorted_by_given_name(db: Connection, operate: Operate) -> None:
    for name in ("Trần Minh Tâm", "Nguyễn Thị Ánh", "Lê Văn Đức", "Phạm Dung"):
        operate(users.add_user, name)
    assert [user.name.split()[-1] for user in users.users(db)] == ["Ánh", "Dung", "Đức", "Tâm"]
    with pytest.raises(RuleBroken, match="Đã có"):
        operate(users.add_user, "tran minh tam")
    with pytest.raises(RuleBroken, match="Chưa có họ"):
        operate(users.add_user, " ")
    found = users.find_user(db, "Pham Dung")
    assert found is not None
    operate(users.change_user, found.id, name="Phạm Thị Dung")
    with pytest.raises(RuleBroken, match="Đã có"):
        operate(users.change_user, found.id, name="Lê Văn Đức")
    assert users.find_user(db, "Phạm Thị Dung") is not None


def test_somebody_stays_on_the_list(db: Connection, operate: Operate) -> None:
    first = operate(users.add_user, "Trần Minh Tâm")
    with pytest.raises(RuleBroken, match="ít nhất một"):
        operate(users.set_active, first, False)
    second = operate(users.add_user, "Phạm Dung")
    operate(users.set_active, first, False)
    assert [user.id for user in users.users(db, active_only=True)] == [second]
    with pytest.raises(RuleBroken, match="không còn trong danh sách"):
        users.signed_in(db, first, "")
    operate(users.delete_user, first)
    assert len(users.users(db)) == 1
