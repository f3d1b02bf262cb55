"""A file is dropped from memory: read again it is the same; what cannot be opened is left."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from db.forgetting import forget


def test_a_forgotten_file_reads_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "ảnh quét.bin"
    content = os.urandom(300_001)
    path.write_bytes(content)
    forget(path)
    assert path.read_bytes() == content
    path.unlink()  # nothing holds it, which on Windows would refuse this


def test_what_is_not_there_is_passed_over(tmp_path: Path) -> None:
    forget(tmp_path / "không có")
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells what it asks its disks")
def test_the_next_reading_reads_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "lớn.bin"
    with path.open("wb") as handle:
        handle.write(os.urandom(4 << 20))
        handle.flush()
        os.fsync(handle.fileno())
    if not _read_from_disk(path):  # was written just now, so that without forgetting nothing is read
        forget(path)
        assert _read_from_disk(path) or _on_memory_disk(path)


def _read_from_disk(path: Path) -> int:
    """Bytes the disk was asked for while the file was read."""
    before = _asked()
    path.read_bytes()
    return _asked() - before


def _asked() -> int:
    lines = Path("/proc/self/io").read_text(encoding="ascii").splitlines()
    return int(dict(line.split(": ") for line in lines)["read_bytes"])


def _on_memory_disk(path: Path) -> bool:
    from dvcq_desktop.folders import file_system

    return file_system(path) in {"tmpfs", "overlay"}
