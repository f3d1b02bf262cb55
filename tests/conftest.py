"""What all tests share: a migrated database in memory, operations on it, a data folder, and a wall against the network."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from db import journal
from db.connection import Connection, connect
from db.opening import open_in_memory
from tests.support import operator, wall

# The same examples on every run, as many random ones as wanted with DVCQ_LONG=1; a busy machine is no failure.
settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", deadline=None, max_examples=2000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("long" if os.environ.get("DVCQ_LONG") else "ci")

sys.addaudithook(wall)  # cannot be taken away again, so it stands for the whole suite


@pytest.fixture(scope="session")
def fresh() -> Iterator[Callable[[], Connection]]:
    """fresh(): an empty migrated database in memory, copied from one that was migrated once; the caller closes it."""
    migrated = open_in_memory()

    def make() -> Connection:
        db = connect(":memory:")
        migrated.backup(db)
        journal.install(db)
        return db

    yield make
    migrated.close()


@pytest.fixture
def db(fresh: Callable[[], Connection]) -> Iterator[Connection]:
    """An empty office in memory; changes go through operate()."""
    made = fresh()
    yield made
    made.close()


@pytest.fixture
def operate(db: Connection) -> Callable[..., Any]:
    """operate(use_case, *arguments): carry a use case out on db as one journal operation, answer what it answers."""
    return operator(db)


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """A folder for an office's data that is not there yet; its name has marks and a blank."""
    return tmp_path / "Dữ liệu xã"
