"""Records store, read and change rows without a word of SQL in the nouns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from db.connection import Connection, column_names
from dvcq_desktop import (
    assignments,
    cycles,
    deductions,
    frameworks,
    legal_documents,
    officials,
    organisation,
    plans,
    records,
    sections,
    tasks,
    units,
)
from dvcq_desktop.records import Record
from dvcq_desktop.units import Unit

Operate = Callable[..., Any]
NOUNS = (
    assignments,
    cycles,
    deductions,
    frameworks,
    legal_documents,
    officials,
    organisation,
    plans,
    sections,
    tasks,
    units,
)
RECORDS = sorted(
    {
        found
        for noun in NOUNS
        for found in vars(noun).values()
        if isinstance(found, type) and issubclass(found, Record) and found is not Record
    },
    key=lambda record: record.__name__,
)


@pytest.mark.parametrize("record", RECORDS)
def test_every_record_has_the_columns_of_its_table(db: Connection, record: type[Record]) -> None:
    assert set(records._names(record)) == set(column_names(db, record.TABLE))


def test_a_record_comes_back_as_it_was_stored(db: Connection, operate: Operate) -> None:
    first = operate(records.insert, Unit(name="Văn phòng", position=3))
    second = operate(records.insert, Unit(name="Một cửa", parent_id=first, uid="của tôi"))
    stored = records.get(db, Unit, first)
    assert (stored.name, stored.position, stored.parent_id) == ("Văn phòng", 3, None)
    assert len(stored.uid) == 16
    assert records.get(db, Unit, second).uid == "của tôi"
    assert [u.id for u in records.fetch(db, Unit, "ORDER BY id DESC")] == [second, first]


def test_only_what_is_named_changes(db: Connection, operate: Operate) -> None:
    number = operate(records.insert, Unit(name="Văn phòng", short_name="VP"))
    operate(records.update, Unit, number, name="Văn phòng – Thống kê", collective=True)
    stored = records.get(db, Unit, number)
    assert (stored.name, stored.short_name, stored.collective) == ("Văn phòng – Thống kê", "VP", 1)
    operate(records.update, Unit, number)  # nothing named, nothing done
    assert records.get(db, Unit, number) == stored


def test_a_misspelt_field_is_an_error_and_not_a_new_column(operate: Operate) -> None:
    number = operate(records.insert, Unit(name="Văn phòng"))
    with pytest.raises(TypeError, match="nmae"):
        operate(records.update, Unit, number, nmae="x")


def test_a_record_that_is_gone(db: Connection, operate: Operate) -> None:
    number = operate(records.insert, Unit(name="Văn phòng"))
    operate(records.delete, Unit, [number])
    with pytest.raises(KeyError):
        records.get(db, Unit, number)
    assert records.one(db, Unit, "WHERE id = ?", (number,)) is None


def test_shown_fields_are_said_once() -> None:
    shown = records.columns(Unit)
    assert shown["valid_from"].kind == "date"
    assert "parent_id" not in shown
