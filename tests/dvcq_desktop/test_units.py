"""A unit is one, however it is spelt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from db.connection import Connection
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.units import add_alias, add_unit, alias_key, all_units, find_unit, rename_unit, unit_named

Operate = Callable[..., Any]

# The actors of the sample plan (domain.md §7.4) as that plan itself spells them.
SPELLINGS = (
    ("Văn phòng – Thống kê", "Văn phòng - Thống kê", "Công chức Văn phòng-Thống kê", "văn phòng — thống kê xã"),
    ("Bộ phận Tiếp nhận và Trả kết quả", "Bộ phận Tiếp nhận và Trả kết quả của xã", "bộ phận tiếp nhận và trả kết quả xã."),
    ("Ủy ban Mặt trận Tổ quốc Việt Nam xã", "Uỷ ban Mặt trận Tổ quốc Việt Nam"),
    ("Khối vận Đảng ủy", "khối vận Đảng uỷ xã"),
    ("Các tổ chức chính trị - xã hội xã", "các tổ chức chính trị – xã hội"),
    ("Đoàn Thanh niên Cộng sản Hồ Chí Minh xã", "Đoàn Thanh niên Cộng sản Hồ Chí Minh"),
    ("Công an xã", "Công an", "cán bộ Công an xã"),
)  # fmt: skip


@pytest.mark.parametrize("spellings", SPELLINGS)
def test_spellings_of_one_unit_join(db: Connection, operate: Operate, spellings: tuple[str, ...]) -> None:
    assert len({operate(unit_named, spelling) for spelling in spellings}) == 1
    assert [unit.name for unit in all_units(db)] == [spellings[0]]


def test_different_units_stay_apart(operate: Operate) -> None:
    names = [spellings[0] for spellings in SPELLINGS]
    names += [
        "Hợp tác xã",
        "Hợp tác",
        "Trạm xá",
        "Trạm",
        "Thị xã Đức Phổ",
        "Công an thị xã",
        "Công chức xã",
        "Cán bộ",
        "Xã đội",
    ]
    assert len({operate(unit_named, name) for name in names}) == len(names)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Hợp tác xã", "hop tac xa"),
        ("Hợp tác xã của xã", "hop tac xa"),
        ("Công chức xã", "cong chuc xa"),
        ("Văn phòng  –  Thống kê.", "van phong-thong ke"),
        ("Ủy ban nhân dân thị xã", "uy ban nhan dan thi xa"),
    ],
)
def test_the_key_of_a_name(name: str, key: str) -> None:
    assert alias_key(name) == key


@pytest.mark.parametrize("name", ["", "  ", "-", " – ", ".;"])
def test_a_unit_needs_a_name(operate: Operate, name: str) -> None:
    with pytest.raises(RuleBroken, match="Chưa có tên"):
        operate(add_unit, name)


def test_a_unit_is_not_entered_twice(operate: Operate) -> None:
    operate(add_unit, "Văn phòng – Thống kê")
    with pytest.raises(RuleBroken, match="Văn phòng – Thống kê"):
        operate(add_unit, "công chức văn phòng - thống kê")


def test_an_alias_finds_its_unit_and_takes_nobody_elses(db: Connection, operate: Operate) -> None:
    office = operate(add_unit, "Văn phòng – Thống kê")
    police = operate(add_unit, "Công an")
    operate(add_alias, office, "VP-TK")
    operate(add_alias, police, "VP – TK")
    operate(add_alias, office, "VP-TK")
    found = find_unit(db, "vp – tk")
    assert found is not None
    assert found.id == office


def test_a_renamed_unit_is_found_by_both_names(db: Connection, operate: Operate) -> None:
    number = operate(add_unit, "Văn phòng – Thống kê", short_name="VP")
    other = operate(add_unit, "Công an")
    operate(rename_unit, number, "Văn phòng HĐND và UBND")
    for name in ("Văn phòng - Thống kê", "văn phòng HĐND và UBND xã"):
        found = find_unit(db, name)
        assert found is not None
        assert (found.id, found.name, found.short_name) == (number, "Văn phòng HĐND và UBND", "VP")
    with pytest.raises(RuleBroken, match="Công an"):
        operate(rename_unit, number, "Công an xã")
    operate(rename_unit, other, "Công an xã", "CA")  # its own name in another spelling


def test_units_named_in_common_come_last(db: Connection, operate: Operate) -> None:
    for name in ("Các ban, ngành có liên quan", "Văn phòng", "Đài truyền thanh", "Công an", "Các ngành phối hợp"):
        operate(unit_named, name)
    assert [unit.name for unit in all_units(db)] == [
        "Công an",
        "Đài truyền thanh",
        "Văn phòng",
        "Các ban, ngành có liên quan",
        "Các ngành phối hợp",
    ]
