"""The outline stays a well-formed tree, whatever is done to it in whatever order."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.connection import Connection
from dvcq_desktop import cycles, plans, sections
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.numbering import DEEPEST
from dvcq_desktop.records import fetch, get, insert
from dvcq_desktop.sections import Section, add_section, outline
from tests.support import operator

Operate = Callable[..., Any]


@pytest.fixture
def plan(operate: Operate) -> int:
    """A plan without any section."""
    return int(operate(empty_plan))


def empty_plan(db: Connection) -> int:
    return insert(db, plans.Plan(cycle_id=cycles.open_year(db, 2025)))


def shape(db: Connection, plan: int) -> list[str]:
    """ "I. A", "  1. B": the outline as one would print it."""
    return ["  " * (row.depth - 1) + f"{row.label} {row.section.heading}".strip() for row in outline(db, plan)]


@pytest.fixture
def ids(operate: Operate, plan: int) -> dict[str, int]:
    """I. A (1. B, 2. C (2.1. D)), II. E."""
    made: dict[str, int] = {}
    for heading, inside in (("A", None), ("B", "A"), ("C", "A"), ("D", "C"), ("E", None)):
        made[heading] = operate(add_section, plan, inside_id=made[inside] if inside else None, heading=heading)
    return made


def test_sections_number_themselves(db: Connection, plan: int, ids: dict[str, int]) -> None:
    assert shape(db, plan) == ["I. A", "  1. B", "  2. C", "    2.1. D", "II. E"]


def test_a_section_is_added_behind_another(db: Connection, operate: Operate, plan: int, ids: dict[str, int]) -> None:
    operate(add_section, plan, after_id=ids["B"], heading=" Mới\n")
    assert shape(db, plan)[1:4] == ["  1. B", "  2. Mới", "  3. C"]


def test_a_section_without_a_number_leaves_the_numbers_to_the_others(
    db: Connection, operate: Operate, plan: int, ids: dict[str, int]
) -> None:
    operate(sections.change_numbered, ids["C"], False)
    operate(add_section, plan, inside_id=ids["A"], heading="F")
    assert shape(db, plan) == ["I. A", "  1. B", "  C", "    1. D", "  2. F", "II. E"]


def test_moving_stops_at_the_ends(db: Connection, operate: Operate, plan: int, ids: dict[str, int]) -> None:
    operate(sections.move_section, ids["C"], -1)
    assert shape(db, plan)[1:4] == ["  1. C", "    1.1. D", "  2. B"]
    operate(sections.move_section, ids["C"], -1)
    operate(sections.move_section, ids["E"], 1)
    assert shape(db, plan)[1] == "  1. C"
    operate(sections.move_section, ids["E"], -1)
    assert shape(db, plan)[0] == "I. E"


def test_indent_and_outdent_take_along_what_is_inside(
    db: Connection, operate: Operate, plan: int, ids: dict[str, int]
) -> None:
    operate(sections.indent_section, ids["C"])
    assert shape(db, plan) == ["I. A", "  1. B", "    1.1. C", "      a) D", "II. E"]
    operate(sections.outdent_section, ids["C"])
    operate(sections.outdent_section, ids["C"])
    assert shape(db, plan) == ["I. A", "  1. B", "II. C", "  1. D", "III. E"]
    with pytest.raises(RuleBroken, match="cấp cao nhất"):
        operate(sections.outdent_section, ids["C"])
    with pytest.raises(RuleBroken, match="đầu tiên"):
        operate(sections.indent_section, ids["A"])


@pytest.mark.parametrize(
    ("heading", "parent", "position", "expected"),
    [
        ("E", "A", 1, ["I. A", "  1. E", "  2. B", "  3. C", "    3.1. D"]),
        ("B", None, 1, ["I. B", "II. A", "  1. C", "    1.1. D", "III. E"]),
        ("B", None, None, ["I. A", "  1. C", "    1.1. D", "II. E", "III. B"]),
        ("B", "A", 3, ["I. A", "  1. C", "    1.1. D", "  2. B", "II. E"]),  # before the third, as it stood: last
        ("B", "A", 1, ["I. A", "  1. B", "  2. C", "    2.1. D", "II. E"]),
        ("B", "A", 2, ["I. A", "  1. B", "  2. C", "    2.1. D", "II. E"]),  # where it stands already
        ("C", "A", 99, ["I. A", "  1. B", "  2. C", "    2.1. D", "II. E"]),
        ("E", "A", -5, ["I. A", "  1. E", "  2. B", "  3. C", "    3.1. D"]),
    ],
)
def test_a_section_is_dropped_elsewhere(
    db: Connection,
    operate: Operate,
    plan: int,
    ids: dict[str, int],
    heading: str,
    parent: str | None,
    position: int | None,
    expected: list[str],
) -> None:
    operate(sections.place_section, ids[heading], ids[parent] if parent else None, position)
    assert shape(db, plan) == expected


@pytest.mark.parametrize("inside", ["A", "C", "D"])
def test_a_section_is_not_dropped_into_itself(operate: Operate, ids: dict[str, int], inside: str) -> None:
    with pytest.raises(RuleBroken, match="bên trong chính nó"):
        operate(sections.place_section, ids["A"], ids[inside], 1)


def test_no_section_goes_deeper_than_numbers_do(
    db: Connection, operate: Operate, plan: int, ids: dict[str, int]
) -> None:
    above = ids["D"]  # the third level
    for _level in range(DEEPEST - 3):
        above = operate(add_section, plan, inside_id=above)
    with pytest.raises(RuleBroken, match=str(DEEPEST)):
        operate(add_section, plan, inside_id=above)
    operate(add_section, plan, after_id=above)
    with pytest.raises(RuleBroken, match=str(DEEPEST)):
        operate(sections.place_section, ids["C"], ids["B"], None)
    with pytest.raises(RuleBroken, match=str(DEEPEST)):
        operate(sections.indent_section, ids["C"])


def test_deleting_takes_what_is_inside_and_closes_the_gap(
    db: Connection, operate: Operate, plan: int, ids: dict[str, int]
) -> None:
    operate(sections.delete_section, ids["A"])
    assert shape(db, plan) == ["I. E"]
    well_formed(db, plan)


def test_texts_are_cleaned(db: Connection, operate: Operate, ids: dict[str, int]) -> None:
    operate(sections.change_heading, ids["A"], " Mục  tiêu\n")
    operate(sections.change_body, ids["A"], "một \r\nhai\u200b")
    operate(sections.change_kind, ids["A"], "tasks")
    section = get(db, Section, ids["A"])
    assert (section.heading, section.body, section.kind) == ("Mục tiêu", "một\nhai", "tasks")
    with pytest.raises(RuleBroken, match="nothing"):
        operate(sections.change_kind, ids["A"], "nothing")


def well_formed(db: Connection, plan: int) -> None:
    """Positions 1, 2, 3 … among siblings; every section is reached from the top; none too deep."""
    rows = fetch(db, Section, "WHERE plan_id = ?", (plan,))
    places: dict[int | None, list[int]] = {}
    for row in rows:
        places.setdefault(row.parent_id, []).append(row.position)
    for parent, positions in places.items():
        assert sorted(positions) == list(range(1, len(positions) + 1)), parent
    reached = outline(db, plan)
    assert len(reached) == len(rows)
    assert max((row.depth for row in reached), default=0) <= DEEPEST
    labels = [row.label for row in reached if row.depth == 1 and row.label]
    assert len(set(labels)) == len(labels)


def planted(db: Connection) -> int:
    """A plan with nine sections on three levels."""
    run = operator(db)
    plan = int(run(empty_plan))
    for number in range(9):
        ids = [row.section.id for row in outline(db, plan)]
        run(add_section, plan, inside_id=[None, *ids][number // 2] if number % 3 else None)
    return plan


STEP = st.tuples(
    st.sampled_from(["add", "inside", "up", "down", "in", "out", "place", "delete", "numbered"]),
    st.integers(0, 50),
    st.integers(0, 50),
    st.integers(-1, 6),
)


@settings(max_examples=40)
@given(st.lists(STEP, min_size=20, max_size=40))
def test_the_outline_survives_any_walk(fresh: Callable[[], Connection], steps: list[tuple[str, int, int, int]]) -> None:
    db = fresh()
    run = operator(db)
    plan = planted(db)
    other = run(insert, plans.Plan(cycle_id=run(cycles.open_year, 2024)))
    run(add_section, other, heading="Kế hoạch khác")
    for name, first, second, position in steps:
        ids = [row.section.id for row in outline(db, plan)]
        if not ids:
            run(add_section, plan)
            continue
        here, there = ids[first % len(ids)], [None, *ids][second % (len(ids) + 1)]
        with contextlib.suppress(RuleBroken):
            match name:
                case "add":
                    run(add_section, plan, after_id=here)
                case "inside":
                    run(add_section, plan, inside_id=there)
                case "up" | "down":
                    run(sections.move_section, here, -1 if name == "up" else 1)
                case "in":
                    run(sections.indent_section, here)
                case "out":
                    run(sections.outdent_section, here)
                case "place":
                    run(sections.place_section, here, there, position if position >= 0 else None)
                case "delete":
                    run(sections.delete_section, here)
                case _:
                    run(sections.change_numbered, here, bool(position % 2))
        well_formed(db, plan)
    assert shape(db, other) == ["I. Kế hoạch khác"]
    db.close()
