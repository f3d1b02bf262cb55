"""Twelve programs start on one folder at once: exactly one gets it, the others name it, and its death sets the folder free."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dvcq_desktop import demo
from dvcq_desktop.office import open_office
from tests.faults.at_work import WHO
from tests.faults.children import LONG, start

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of Linux")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    office = open_office(tmp_path / "Dữ liệu xã", WHO, create=True)
    office.run("Nạp", demo.fill_demo)
    office.close()
    return office.folder


@contextmanager
def programs(folder: Path, count: int) -> Iterator[list[tuple[subprocess.Popen[bytes], str]]]:
    """So many programs started at once on the folder, and what each told first."""
    children = [start("hold", folder, number) for number in range(count)]
    try:
        yield [(child, _first_line(child)) for child in children]
    finally:
        for child in children:
            child.kill()
            child.communicate()


def _first_line(child: subprocess.Popen[bytes]) -> str:
    assert child.stdout is not None
    return child.stdout.readline().decode().strip()


@pytest.mark.parametrize("round_number", range(20 if LONG else 2))
def test_one_of_twelve_gets_the_folder(folder: Path, round_number: int) -> None:
    with programs(folder, 12) as started:
        held = [(child, told) for child, told in started if told.startswith("held")]
        refused = [told for _child, told in started if told.startswith("4 ")]
        assert len(held) == 1
        assert len(refused) == 11
        holder, told = held[0]
        name = told.partition(" ")[2]
        # One that comes between the lock and the text beside it learns only that somebody is there.
        assert all(name in said or "một cửa sổ khác" in said for said in refused), (name, refused)
        with programs(folder, 1) as [(_child, said)]:
            assert name in said
            assert f"máy {os.uname().nodename}" in said
            assert "Hãy đóng" in said
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        with programs(folder, 1) as [(_child, said)]:
            assert said.startswith("held")
    open_office(folder, WHO).close()
    assert round_number >= 0
