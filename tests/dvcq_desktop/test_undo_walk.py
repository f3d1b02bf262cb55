"""Whatever an office does in whatever order: undoing all gives exactly what was before, redoing all what was after."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import journal
from db.connection import Connection
from db.search import search
from dvcq_desktop import (
    assignments,
    cycles,
    deductions,
    demo,
    frameworks,
    legal_documents,
    officials,
    organisation,
    plans,
    sections,
    tasks,
    units,
)
from dvcq_desktop.errors import RuleBroken
from tests.support import WHO, content, operator

WORDS = ["Đánh giá kết quả", "hòa giải", "Ủy ban", "đường – thôn", "(quý I)", "a\nb", "", "“x”", "24/10/2025", "0,5"]


def _ids(db: Connection, table: str) -> list[int]:
    return [row["id"] for row in db.execute(f"SELECT id FROM {table} ORDER BY id")] or [-1]


def act(db: Connection, dice: random.Random) -> None:
    """One use case on something that is there, with some words."""

    def one(table: str) -> int:
        return dice.choice(_ids(db, table))

    def maybe(table: str) -> int | None:
        return dice.choice([None, *(i for i in _ids(db, table) if i > 0)])

    word = dice.choice(WORDS)
    plan = one("plan")
    use_cases: list[Callable[[], Any]] = [
        lambda: sections.add_section(db, plan, inside_id=maybe("section"), heading=word, body=word),
        lambda: sections.change_body(db, one("section"), word),
        lambda: sections.move_section(db, one("section"), dice.choice([-1, 1])),
        lambda: sections.indent_section(db, one("section")),
        lambda: sections.outdent_section(db, one("section")),
        lambda: sections.place_section(db, one("section"), maybe("section"), dice.choice([None, 1, 2, 9])),
        lambda: sections.delete_section(db, one("section")),
        lambda: plans.change_plan(db, plan, abstract=word, closing=word),
        lambda: plans.set_legal_bases(db, plan, dice.choices(WORDS, k=3)),
        lambda: plans.make_version(db, plan, WHO),
        lambda: plans.restore_version(db, one("plan_version")),
        lambda: tasks.add_task(db, one("cycle"), word, criterion_id=maybe("criterion")),
        lambda: tasks.add_tasks_from_framework(db, 2025),
        lambda: tasks.change_task(db, one("task"), text=word, due_on="chậm nhất 24/10/2025"),
        lambda: tasks.delete_tasks(db, [one("task"), one("task")]),
        lambda: assignments.set_actors(
            db, one("task"), dice.choice(["lead", "support"]), f"{word}; Văn phòng (Một cửa)"
        ),
        lambda: assignments.duplicate_tasks(db, [one("task")]),
        lambda: assignments.assign_many(db, _ids(db, "task")[:4], "Công an", "lead", instead=dice.random() < 0.5),
        lambda: deductions.add_deduction(db, one("cycle"), text=word, item_id=maybe("item")),
        lambda: deductions.change_deduction(db, one("deduction"), reason=word, points=dice.choice(["0,5", ""])),
        lambda: deductions.delete_deductions(db, [one("deduction")]),
        lambda: units.unit_named(db, f"{word} {dice.randint(1, 5)}"),
        lambda: units.rename_unit(db, one("unit"), f"{word} {dice.randint(1, 9)}"),
        lambda: officials.add_official(db, f"Nguyễn {word}"),
        lambda: organisation.change(db, one("organisation"), superior=word),
        lambda: legal_documents.document_known(db, "Luật", "", subject=word),
        lambda: cycles.open_year(db, dice.randint(2020, 2030)),
        lambda: frameworks.load_framework(db, "minh-hoa-100-diem"),
        lambda: db.execute("DELETE FROM item WHERE id = ?", (one("item"),)),  # sets null and cascades
        lambda: db.execute("DELETE FROM criterion WHERE id = ?", (one("criterion"),)),
    ]
    dice.choice(use_cases)()


def indexed(db: Connection) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in db.execute("SELECT rowid, body FROM search ORDER BY rowid")]


@pytest.fixture(scope="module")
def filled(fresh: Callable[[], Connection]) -> Connection:
    """The demonstration office, to be copied."""
    db = fresh()
    operator(db)(demo.fill_demo)
    yield db  # type: ignore[misc]
    db.close()


@settings(max_examples=25)
@given(st.integers(0, 2**32), st.integers(1, 30))
def test_all_of_it_undone_and_redone(
    fresh: Callable[[], Connection], filled: Connection, seed: int, length: int
) -> None:
    db = fresh()
    filled.backup(db)
    dice = random.Random(seed)
    start = journal.undo_label(db)
    before, index_before = content(db), indexed(db)
    done = 0
    for _step in range(length):
        state = content(db)
        try:
            with journal.operation(db, "Bước", WHO, merge=dice.choice(["", "", "m"])):
                act(db, dice)
        except (RuleBroken, KeyError):
            assert content(db) == state  # refused, and nothing half done
        if dice.random() < 0.15:
            journal.undo(db, WHO)
            if dice.random() < 0.5:
                journal.redo(db, WHO)
    after, index_after = content(db), indexed(db)
    while journal.undo_label(db) != start:
        journal.undo(db, WHO)
        done += 1
    assert content(db) == before
    assert indexed(db) == index_before
    for _step in range(done):
        journal.redo(db, WHO)
    assert content(db) == after
    assert indexed(db) == index_after
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    with contextlib.suppress(StopIteration):
        search(db, "đánh giá")
    db.close()
