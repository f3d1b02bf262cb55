"""Undo, redo and history: what was changed comes back exactly, and nothing is changed without a trace."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from db import journal
from db.connection import Connection
from db.errors import UndoBlocked
from tests.support import WHO, content

Operate = Callable[..., Any]


def insert(db: Connection, name: str, value: str = "") -> int:
    return db.execute("INSERT INTO setting (uid, name, value) VALUES (?1, ?1, ?2)", (name, value)).lastrowid or 0


def change(db: Connection, name: str, value: str) -> None:
    db.execute("UPDATE setting SET value = ? WHERE name = ?", (value, name))


def remove(db: Connection, name: str) -> None:
    db.execute("DELETE FROM setting WHERE name = ?", (name,))


def value(db: Connection, name: str) -> str | None:
    row = db.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
    return None if row is None else str(row["value"])


def trace(db: Connection) -> tuple[int, int]:
    """How many operations and changes the journal holds."""
    return tuple(db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("journal_operation", "journal_change"))  # type: ignore[return-value]


def family(db: Connection) -> None:
    """A framework with two criteria and items, a unit with a child unit that refers to it, an alias."""
    db.execute("INSERT INTO framework (id, uid, code, title) VALUES (1, 'f', 'thử', 'Thử')")
    for number in (1, 2):
        db.execute(
            "INSERT INTO criterion (id, uid, framework_id, number, title, position) VALUES (?1, ?1, 1, ?1, 'TC', ?1)",
            (number,),
        )
        db.execute(
            "INSERT INTO item (uid, criterion_id, number, text, position) VALUES (?1, ?1, 1, 'Nội dung', 1)", (number,)
        )
    db.execute("INSERT INTO unit (id, uid, name) VALUES (1, 'u', 'Văn phòng')")
    db.execute("INSERT INTO unit (id, uid, name, parent_id) VALUES (2, 'v', 'Một cửa', 1)")
    db.execute("INSERT INTO unit_alias (uid, unit_id, alias, folded) VALUES ('a', 1, 'VP', 'vp')")


def test_insert_change_and_delete_are_undone_and_redone(db: Connection, operate: Operate) -> None:
    states = [content(db)]
    for use_case, arguments in ((insert, ("a", "1")), (change, ("a", "2")), (remove, ("a",))):
        operate(use_case, *arguments, label=use_case.__name__)
        states.append(content(db))
    for label, state in zip(("remove", "change", "insert"), reversed(states[:-1]), strict=True):
        assert journal.undo_label(db) == label
        done = journal.undo(db, WHO)
        assert done is not None
        assert (done.label, done.tables) == (label, {"setting"})
        assert content(db) == state
    assert journal.undo(db, WHO) is None
    for label, state in zip(("insert", "change", "remove"), states[1:], strict=True):
        assert journal.redo_label(db) == label
        assert journal.redo(db, WHO) is not None
        assert content(db) == state
    assert journal.redo(db, WHO) is None


@pytest.mark.parametrize(
    "deletion",
    [
        pytest.param("DELETE FROM framework", id="cascades two levels deep"),
        pytest.param("DELETE FROM unit WHERE id = 1", id="sets null, and cascades"),
        pytest.param("DELETE FROM unit", id="parent and child at once"),
    ],
)
def test_what_foreign_keys_do_is_undone_too(db: Connection, operate: Operate, deletion: str) -> None:
    operate(family)
    before = content(db)
    operate(lambda db: db.execute(deletion))
    after = content(db)
    assert before != after
    journal.undo(db, WHO)
    assert content(db) == before
    journal.redo(db, WHO)
    assert content(db) == after
    journal.undo(db, WHO)
    assert content(db) == before
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_unique_value_taken_over_in_one_operation(db: Connection, operate: Operate) -> None:
    operate(family)
    before = content(db)

    def hand_over(db: Connection) -> None:
        db.execute("DELETE FROM unit WHERE id = 1")  # its alias goes with it
        db.execute("INSERT INTO unit_alias (uid, unit_id, alias, folded) VALUES ('b', 2, 'VP', 'vp')")
        db.execute("INSERT INTO unit (id, uid, name) VALUES (1, 'u', 'Văn phòng mới')")

    operate(hand_over)
    after = content(db)
    journal.undo(db, WHO)
    assert content(db) == before
    journal.redo(db, WHO)
    assert content(db) == after


def test_a_new_operation_drops_what_could_be_redone(db: Connection, operate: Operate) -> None:
    operate(insert, "a", "1", label="một")
    operate(change, "a", "2", label="hai")
    journal.undo(db, WHO)
    operate(insert, "b", label="ba")
    assert journal.redo(db, WHO) is None
    assert journal.undo_label(db) == "ba"
    journal.undo(db, WHO)
    journal.undo(db, WHO)
    assert content(db)["setting"] == []
    states = [c.state for c in journal.history(db, "setting", 1)]
    assert states == ["dropped", "undone"]


def test_an_operation_that_changed_nothing_leaves_no_trace(db: Connection, operate: Operate) -> None:
    operate(insert, "a", "1")
    journal.undo(db, WHO)
    before = trace(db)
    operate(change, "a", "1")  # no such row
    operate(lambda db: None)
    assert trace(db) == before
    assert journal.redo_label(db) == "Thử"  # nothing was dropped for it
    journal.redo(db, WHO)
    operate(change, "a", "1")  # the same value again
    assert trace(db) == before


def test_a_write_outside_an_operation_fails(db: Connection, operate: Operate) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="journal_change"):
        insert(db, "a")
    operate(insert, "a")
    for use_case, arguments in ((change, ("a", "2")), (remove, ("a",))):
        with pytest.raises(sqlite3.IntegrityError, match="journal_change"):
            use_case(db, *arguments)
    assert value(db, "a") == ""


def test_an_exception_takes_everything_back(db: Connection, operate: Operate) -> None:
    operate(insert, "a", "1")
    before, traced = content(db), trace(db)

    def fails(db: Connection) -> None:
        insert(db, "b")
        change(db, "a", "2")
        raise KeyError("giữa chừng")

    with pytest.raises(KeyError):
        operate(fails)
    assert not db.in_transaction
    assert (content(db), trace(db)) == (before, traced)
    operate(change, "a", "3")  # and work goes on
    assert value(db, "a") == "3"


def test_an_undo_that_fails_takes_itself_back(db: Connection, operate: Operate) -> None:
    operate(insert, "a", "1")
    operate(insert, "b", "1")
    db.execute("UPDATE journal_change SET before = json_set(after, '$.name', 'a') WHERE row_id = 2")
    before = content(db)
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        journal.undo(db, WHO)
    assert not db.in_transaction
    assert content(db) == before
    with pytest.raises(sqlite3.IntegrityError):  # recording is on again
        insert(db, "c")


@pytest.mark.parametrize(
    "upgrade",
    [
        pytest.param("ALTER TABLE setting RENAME COLUMN value TO content", id="a column renamed"),
        pytest.param("ALTER TABLE setting DROP COLUMN value", id="a column dropped"),
        pytest.param("DROP TABLE setting", id="a table dropped"),
        pytest.param(
            "INSERT INTO journal_baseline VALUES ('setting', 1, (SELECT max(id) FROM journal_change), '{}')",
            id="the row got another value",
        ),
    ],
)
def test_what_an_upgrade_reshaped_is_not_undone(db: Connection, operate: Operate, upgrade: str) -> None:
    operate(insert, "a", "1", label="Thêm a")
    journal.remove(db)
    db.execute("DROP TABLE temp.journal_state")
    db.execute(upgrade)
    journal.install(db)
    before, traced = content(db), trace(db)
    with pytest.raises(UndoBlocked) as refusal:
        journal.undo(db, WHO)
    assert refusal.value.detail == "Thêm a"
    assert not db.in_transaction
    assert (content(db), trace(db)) == (before, traced)


def test_what_was_done_after_an_upgrade_is_undone_as_ever(db: Connection, operate: Operate) -> None:
    operate(insert, "a", "1")
    db.execute("INSERT INTO journal_baseline VALUES ('setting', 1, (SELECT max(id) FROM journal_change), '{}')")
    operate(change, "a", "2")
    journal.undo(db, WHO)
    assert value(db, "a") == "1"


def test_typing_in_one_field_is_one_step(db: Connection, operate: Operate) -> None:
    operate(insert, "a", "")
    for typed in ("X", "Xã", "Xã B"):
        operate(change, "a", typed, merge="setting:1:value", label="Sửa")
    journal.undo(db, WHO)
    assert value(db, "a") == ""
    journal.redo(db, WHO)
    assert value(db, "a") == "Xã B"


def test_typing_does_not_join_across_another_operation_or_an_undo(db: Connection, operate: Operate) -> None:
    operate(insert, "a", "0")
    operate(change, "a", "1", merge="k")
    operate(insert, "b")
    operate(change, "a", "2", merge="k")
    journal.undo(db, WHO)
    assert value(db, "a") == "1"
    operate(change, "a", "3", merge="k")  # the step undone must not swallow this one
    journal.undo(db, WHO)
    assert value(db, "a") == "1"
    journal.redo(db, WHO)
    operate(change, "a", "4", merge="k")  # nor one that was undone and redone
    journal.undo(db, WHO)
    assert value(db, "a") == "3"


def test_another_field_or_a_pause_begins_a_new_step(
    db: Connection, operate: Operate, monkeypatch: pytest.MonkeyPatch
) -> None:
    operate(insert, "a", "0")
    operate(change, "a", "1", merge="k")
    operate(change, "a", "2", merge="other")
    journal.undo(db, WHO)
    assert value(db, "a") == "1"
    journal.redo(db, WHO)

    class Later(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return datetime.now(tz) + timedelta(seconds=30)

    operate(change, "a", "3", merge="m")
    monkeypatch.setattr(journal, "datetime", Later)
    operate(change, "a", "4", merge="m")
    journal.undo(db, WHO)
    assert value(db, "a") == "3"


def test_a_clock_set_back_joins_nothing(db: Connection, operate: Operate, monkeypatch: pytest.MonkeyPatch) -> None:
    operate(insert, "a", "0")
    operate(change, "a", "1", merge="k")

    class Earlier(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return datetime.now(tz) - timedelta(days=1)

    monkeypatch.setattr(journal, "datetime", Earlier)
    operate(change, "a", "2", merge="k")
    journal.undo(db, WHO)
    assert value(db, "a") == "1"
    journal.undo(db, WHO)
    assert value(db, "a") == "0"


def test_the_history_of_a_record_says_who_when_and_what(db: Connection, operate: Operate) -> None:
    number = operate(insert, "a", "1", label="Thêm")
    operate(change, "a", "2", label="Sửa")
    operate(insert, "b", label="Khác")
    newest, oldest = journal.history(db, "setting", number)
    assert (newest.label, oldest.label, newest.who) == ("Sửa", "Thêm", WHO)
    assert newest.before is not None
    assert newest.after is not None
    assert (newest.before["value"], newest.after["value"], oldest.before) == ("1", "2", None)
    assert datetime.fromisoformat(newest.at).tzinfo is not None


@pytest.mark.parametrize(
    "text",
    [
        "Ủy ban nhân dân xã Ba Thành – “văn hoá” … đường Ơ ư ẫ",
        'nháy " và \\ gạch chéo, dòng\nmới, \ttab',
        "\N{MUSICAL SYMBOL G CLEF}\N{NO-BREAK SPACE}\N{LINE SEPARATOR}",
        "null",
        "{}",
        "9223372036854775807",
        "1e400",
        "\x01\x7f",
    ],
)
def test_every_text_survives_the_journal(db: Connection, operate: Operate, text: str) -> None:
    operate(insert, "a", text)
    operate(remove, "a")
    journal.undo(db, WHO)
    assert value(db, "a") == text


@pytest.mark.parametrize("number", [2**63 - 1, -(2**63), 2**53 + 1, 0, None])
def test_every_whole_number_survives_the_journal(db: Connection, operate: Operate, number: int | None) -> None:
    operate(
        lambda db: db.execute(
            "INSERT INTO framework (uid, code, title, total) VALUES ('f', 'thử', 'Thử', ?)", (number,)
        )
    )
    operate(lambda db: db.execute("DELETE FROM framework"))
    journal.undo(db, WHO)
    assert db.execute("SELECT total FROM framework").fetchone()["total"] == number


def test_hundreds_of_operations_go_all_the_way_back_and_forth(db: Connection, operate: Operate) -> None:
    for number in range(300):
        operate(insert, f"{number}", "x" * number)
        if number % 3 == 0:
            operate(change, f"{number // 2}", f"{number}")
        if number % 7 == 0:
            operate(remove, f"{number // 3}")
    after = content(db)
    while journal.undo(db, WHO):
        pass
    assert content(db)["setting"] == []
    while journal.redo(db, WHO):
        pass
    assert content(db) == after


def test_numbers_of_rows_are_never_given_again(db: Connection, operate: Operate) -> None:
    """Else the history of a deleted record would go on with a stranger's."""
    first = operate(insert, "a")
    operate(remove, "a")
    assert operate(insert, "b") > first


def test_an_edit_does_not_cost_more_in_a_long_journal(db: Connection, operate: Operate) -> None:
    """Counted in steps of SQLite's machine, so that a busy computer changes nothing."""

    def cost(use_case: Callable[..., Any], *arguments: Any) -> int:
        steps = [0]
        db.set_progress_handler(lambda: steps.__setitem__(0, steps[0] + 1), 1)
        use_case(*arguments)
        db.set_progress_handler(None, 0)
        return steps[0]

    def all_costs(word: str) -> list[int]:
        return [
            cost(operate, change, "a", word),
            cost(journal.undo, db, WHO),
            cost(journal.redo, db, WHO),
            cost(journal.undo_label, db),
            cost(journal.history, db, "setting", number) // len(journal.history(db, "setting", number)),
        ]

    number = operate(insert, "a", "0")
    young = all_costs("1")

    def many(db: Connection) -> None:
        for n in range(200):
            insert(db, f"{n}-{db.total_changes}")

    for _operation in range(20):
        operate(many)
    for short, long in zip(young, all_costs("2"), strict=True):
        assert long <= short * 1.5 + 20
