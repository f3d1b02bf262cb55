"""Frameworks as the office holds them: what a file tells, in versions."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from db.connection import Connection
from dvcq_desktop.framework_files import FRAMEWORK_FILES, read_framework_file
from dvcq_desktop.frameworks import (
    Classification,
    Framework,
    Gate,
    criteria,
    find_item,
    items,
    load_framework,
    store_framework,
)
from dvcq_desktop.records import fetch, get

Operate = Callable[..., Any]


@pytest.mark.parametrize("name", FRAMEWORK_FILES)
def test_a_stored_framework_says_what_its_file_says(db: Connection, operate: Operate, name: str) -> None:
    file = read_framework_file(name)
    number = operate(load_framework, name)
    stored = get(db, Framework, number)
    assert (stored.title, stored.total, stored.illustrative, stored.version) == (
        file.title,
        file.total,
        file.illustrative,
        1,
    )
    assert [(c.number, c.title) for c in criteria(db, number)] == [(c.number, c.title) for c in file.criteria]
    expected = [
        (i.number, i.text, i.max, i.step, i.rule, i.bonus, i.polarity, "\n".join(i.expected_evidence))
        for c in file.criteria
        for i in c.items
    ]
    found = items(db, number)
    assert [
        (i.number, i.text, i.max_points, i.step, i.rule, bool(i.bonus), i.polarity, i.expected_evidence) for i in found
    ] == expected
    assert [json.loads(i.rule_params) for i in found] == [
        json.loads(json.dumps(i.params)) for c in file.criteria for i in c.items
    ]
    classes = fetch(db, Classification, "WHERE framework_id = ? ORDER BY position", (number,))
    assert [(c.label, c.threshold) for c in classes] == [(c.label, c.lowest) for c in file.classes]
    gates = fetch(db, Gate, "WHERE framework_id = ? ORDER BY position", (number,))
    assert [(g.name, g.class_label) for g in gates] == [(g.key, g.class_label) for g in file.gates]


def test_a_framework_is_loaded_once(operate: Operate) -> None:
    first = operate(load_framework, "minh-hoa-100-diem")
    assert operate(load_framework, "minh-hoa-100-diem") == first


def test_storing_again_makes_a_version_and_loading_takes_the_newest(db: Connection, operate: Operate) -> None:
    file = read_framework_file("minh-hoa-100-diem")
    first = operate(store_framework, file)
    second = operate(store_framework, file)
    assert [get(db, Framework, n).version for n in (first, second)] == [1, 2]
    assert operate(load_framework, "minh-hoa-100-diem") == second


def test_an_item_is_found_by_its_numbers(db: Connection, operate: Operate) -> None:
    number = operate(load_framework, "quang-ngai-1211-2022")
    file = read_framework_file("quang-ngai-1211-2022")
    found = find_item(db, number, 3, 4)
    assert found is not None
    assert found.text == file.criteria[2].items[3].text
    assert find_item(db, number, 3, 99) is None
