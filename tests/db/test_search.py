"""Search reads Vietnamese with or without marks, follows every change and undo, and never stumbles over what is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import journal
from db.connection import Connection
from db.search import Hit, search
from dvcq_desktop.vietnamese import fold
from tests.support import WHO, operator

Operate = Callable[..., Any]


def unit(db: Connection, name: str) -> int:
    uid = str(db.execute("SELECT count(*) FROM journal_change").fetchone()[0])
    return db.execute("INSERT INTO unit (uid, name) VALUES (?, ?)", (uid, name)).lastrowid or 0


def rename(db: Connection, number: int, name: str) -> None:
    db.execute("UPDATE unit SET name = ? WHERE id = ?", (name, number))


def found(db: Connection, typed: str) -> list[int]:
    return [hit.id for hit in search(db, typed)]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("danh gia", "Đánh giá kết quả"),
        ("ĐÁNH GIÁ", "đánh giá"),
        ("đánh", "Đánh giá"),
        ("duong", "Đường liên thôn"),
        ("đường", "Đường liên thôn"),
        ("hoa", "Hòa giải ở cơ sở"),
        ("hoa", "văn hoá"),
        ("hoà", "Hòa giải"),
        ("hòa", "văn hoà"),
        ("luat van hoi", "Hội Luật và Vận động"),
        ("uy", "Đảng ủy"),
        ("thống ke", "Văn phòng – Thống kê"),
        ("114/qd", "Quyết định số 114/QĐ-UBND"),
        ("gia\u0301", "đánh giá"),  # typed as on a Mac, letter and mark apart
        ("kết qu", "Đánh giá kết quả"),  # the last word is not finished
        ("quả kết", "Đánh giá kết quả"),  # words in any order
    ],
)
def test_marks_and_capitals_do_not_matter(db: Connection, operate: Operate, typed: str, name: str) -> None:
    number = operate(unit, name)
    operate(unit, "Công an")
    assert found(db, typed) == [number]


@pytest.mark.parametrize("typed", ["danh xa", "ánh", "", "  ", "…", "_"])
def test_what_is_not_there_is_not_found(db: Connection, operate: Operate, typed: str) -> None:
    operate(unit, "Đánh giá")
    assert found(db, typed) == []


def test_the_marks_as_typed_come_first_then_the_newest(db: Connection, operate: Operate) -> None:
    names = ("Hòa giải", "Hoa kiểng", "Hoá đơn", "Hòa bình")
    first, second, third, fourth = (operate(unit, name) for name in names)
    assert found(db, "hòa") == [fourth, first, third, second]
    assert search(db, "hoa kiểng") == [Hit(table="unit", id=second, exact=True)]
    assert [hit.exact for hit in search(db, "hoà")] == [False] * 4


def test_hits_of_several_tables_name_their_table(db: Connection, operate: Operate) -> None:
    number = operate(unit, "Dân vận")
    operate(lambda db: db.execute("INSERT INTO official (uid, name, title) VALUES ('o', 'An', 'Khối dân vận')"))
    assert {(hit.table, hit.id) for hit in search(db, "dan van")} == {("unit", number), ("official", 1)}


def test_the_index_follows_change_delete_undo_and_redo(db: Connection, operate: Operate) -> None:
    number = operate(unit, "Văn phòng")
    operate(rename, number, "Thống kê")
    assert (found(db, "van phong"), found(db, "thong ke")) == ([], [number])
    journal.undo(db, WHO)
    assert (found(db, "van phong"), found(db, "thong ke")) == ([number], [])
    journal.redo(db, WHO)
    assert (found(db, "van phong"), found(db, "thong ke")) == ([], [number])
    operate(lambda db: db.execute("DELETE FROM unit"))
    assert found(db, "thong ke") == []
    journal.undo(db, WHO)
    assert found(db, "thong ke") == [number]


def test_the_index_follows_a_cascade(db: Connection, operate: Operate) -> None:
    def plan_with_sections(db: Connection) -> None:
        db.execute("INSERT INTO cycle (id, uid, year) VALUES (1, 'c', 2025)")
        db.execute("INSERT INTO plan (id, uid, cycle_id) VALUES (1, 'p', 1)")
        db.execute("INSERT INTO section (id, uid, plan_id, position, heading) VALUES (1, '1', 1, 1, 'Mục tiêu')")
        db.execute(
            "INSERT INTO section (id, uid, plan_id, parent_id, position, body) VALUES (2, '2', 1, 1, 1, 'cụ thể mục tiêu')"
        )

    operate(plan_with_sections)
    operate(lambda db: db.execute("DELETE FROM section WHERE id = 1"))
    assert found(db, "muc tieu") == []
    journal.undo(db, WHO)
    assert found(db, "muc tieu") == [2, 1]


def test_a_failed_operation_leaves_the_index_alone(db: Connection, operate: Operate) -> None:
    number = operate(unit, "Văn phòng")

    def fails(db: Connection) -> None:
        rename(db, number, "Thống kê")
        raise KeyError

    with pytest.raises(KeyError):
        operate(fails)
    assert (found(db, "van phong"), found(db, "thong ke")) == ([number], [])


@pytest.mark.parametrize(
    "typed",
    ['"', '""', "*", "a*", "NEAR", "NEAR(a b)", "a AND", "OR NOT", "%", "_", "body:a", "^a", "-a", "(", "a\0b", "\0",
     "\ud800", "'; DROP TABLE unit; --", "{a b}:c", "+", "a " * 5000, "ế" * 100_000, "²", "١٢", "\u0301", "\U0001f600"],
)  # fmt: skip
def test_hostile_words_never_stumble(db: Connection, operate: Operate, typed: str) -> None:
    operate(unit, "a b c body near")
    search(db, typed)


@pytest.fixture(scope="module")
def shared(fresh: Callable[[], Connection]) -> Iterator[Connection]:
    """A database for tests that only look."""
    made = fresh()
    operator(made)(unit, "a b c body near 0 1")
    yield made
    made.close()


@given(st.text(max_size=60))
def test_nothing_that_can_be_typed_stumbles(shared: Connection, typed: str) -> None:
    search(shared, typed)


@given(st.text(alphabet="aăâeêoôơuưydđhntgáàảãạ ", min_size=1, max_size=30))
def test_a_name_is_found_by_itself_and_without_its_marks(fresh: Callable[[], Connection], name: str) -> None:
    db = fresh()
    number = operator(db)(unit, name)
    expected = [number] if name.split() else []
    assert found(db, name) == expected
    assert found(db, fold(name)) == expected
    db.close()
