"""Evidence under faults of the disk: what was told as kept is whole, nothing half has a content's name, sidecars follow later."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from db import store
from dvcq_desktop import evidence_check, evidence_files, evidence_sidecars
from dvcq_desktop.office import open_office
from tests.faults.inject import Outcome, each_fault, injected

pytestmark = injected

SMALL, LARGE = b"bien ban hop thon " * 2000, bytes(range(256)) * (9 << 12)
WHO = "Lê Thị Hoa"


@pytest.fixture
def start(tmp_path: Path) -> Path:
    """A small and a large file, and a store that holds another content already."""
    folder = tmp_path / "mẫu"
    folder.mkdir()
    (folder / "nhỏ.pdf").write_bytes(SMALL)
    (folder / "lớn.pdf").write_bytes(LARGE)
    store.keep_bytes(folder / "kho", b"co san")
    return folder


def keep(folder: Path) -> list[str]:
    """Both files one by one, so that the order of calls is the same each time."""
    return [store.keep(folder / "kho", folder / name).sha256 for name in ("nhỏ.pdf", "lớn.pdf")]


def whole_or_not_there(folder: Path, outcome: Outcome) -> None:
    assert (folder / "nhỏ.pdf").read_bytes() == SMALL
    there = dict(store.listing(folder / "kho"))
    if outcome.fault.lies:  # a disk that lies is found out by verify-evidence, which reads everything again
        return
    for sha in there:
        assert store.digest(store.path_of(folder / "kho", sha)) == sha, "half kept under the name of a content"
    assert len(there) >= 1, "what was there is gone"
    if outcome.ended == "done":
        assert set(outcome.answer) <= set(there), "told as kept, and is not there"
    halves = store.half_copies(folder / "kho")
    assert outcome.ended == "killed" or outcome.fault.lasting or not halves, halves
    store.clear_unfinished(folder / "kho")
    assert len(keep(folder)) == 2, "the disk is well again and nothing can be kept"


def test_files_are_kept_whole_or_not_at_all(start: Path) -> None:
    report = each_fault(keep, whole_or_not_there, start=start, under="kho", every=10, most=140)
    assert {"done", "told", "killed"} <= set(report.ended)


@pytest.fixture
def office(start: Path) -> Path:
    """An office, closed, to take the files into."""
    with closing(open_office(start / "dữ liệu xã", WHO, create=True)) as made:
        made.run("Năm", _open_year)
    return start


def _open_year(db: object) -> None:
    from dvcq_desktop import cycles

    cycles.open_year(db, 2025)  # type: ignore[arg-type]


def attach(folder: Path) -> int:
    data = folder / "dữ liệu xã"
    with closing(open_office(data, WHO)) as made:
        kept = store.keep(evidence_files.store_folder(data), folder / "nhỏ.pdf")
        return made.run("Thêm", evidence_files.attach, 2025, kept, "nhỏ.pdf")


def catalogue_and_store_agree(folder: Path, outcome: Outcome) -> None:
    if outcome.fault.lies:
        return
    data = folder / "dữ liệu xã"
    with closing(open_office(data, WHO)) as found:
        known = evidence_files.known_contents(found.db)
        assert outcome.ended != "done" or len(known) == 1, "told as recorded, and is not"
        if found.sidecars.whole():
            keys = evidence_sidecars.all_keys(found.db, evidence_files.store_folder(data))
            assert list(evidence_sidecars.differences(found.db, data, keys)) == [], "said to be as they should be"
        evidence_sidecars.write_all(found.db, data)
        left = evidence_check.check(found.db, data, repair=True).findings
        assert {one.kind for one in left} <= {"unused"}, left


def test_no_row_without_its_file_and_sidecars_catch_up(office: Path) -> None:
    report = each_fault(attach, catalogue_and_store_agree, start=office, under="dữ liệu xã", every=7, most=140)
    assert {"done", "told", "killed"} <= set(report.ended)
