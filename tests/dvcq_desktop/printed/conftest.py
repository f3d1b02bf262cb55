"""What the tests of the forms share: the demonstration office in memory, filled once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from db.connection import Connection
from dvcq_desktop import demo
from tests.support import operator


@pytest.fixture(scope="session")
def demo_office(fresh: Callable[[], Connection]) -> Iterator[Connection]:
    """The demonstration office; tests that use it only read."""
    db = fresh()
    operator(db)(demo.fill_demo)
    yield db
    db.close()
