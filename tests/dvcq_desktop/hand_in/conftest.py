"""What the tests of handing in share: an office on a real disk with files of evidence, and a run of the export."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from db import store
from dvcq_desktop import cycles, evidence, evidence_files, evidence_links, organisation
from dvcq_desktop.hand_in.contents import prepare
from dvcq_desktop.hand_in.profiles import HandInProfile, profile_named
from dvcq_desktop.hand_in.writing import Outcome, hand_in
from dvcq_desktop.office import Office, open_office
from tests.dvcq_desktop.score_samples import YEAR, Sample, item_ids, score_year

TITLES = ("Kế hoạch dân vận", "Báo cáo <b>quý</b> & 6 tháng", "Ảnh “hội nghị” #1 100%", "Quyết định CON", "Biên bản")
_SAMPLES = (Sample(own=400), Sample(own=400), Sample(own=0, explanation="Năm nay không có <việc> này"), Sample(own=400))


class HandingIn:
    """An office with five documents of one file each; the first proves two items, two have the same content."""

    def __init__(self, folder: Path, sources: Path) -> None:
        self.office: Office = open_office(folder, "Lê Thị Hoa", create=True)
        self.sources = sources
        self.target = sources.parent / "nộp" / "Bộ 2025"
        self.run("Lập cơ quan", organisation.set_up, "Ủy ban nhân dân xã Ba Thành", "Ba Thành")
        framework = self.run("Chấm", score_year, _SAMPLES)
        self.items = item_ids(self.office.db, framework)
        self.documents = [self.add(title, self.items[n % 2], _data(min(n, 3))) for n, title in enumerate(TITLES)]
        self.run("Gắn", evidence_links.link_evidence, self.documents[0], self.items[1])

    def run(self, label: str, use_case: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return self.office.run(label, use_case, *args, **kwargs)

    def add(self, title: str, item_id: int, data: bytes, ending: str = ".pdf") -> int:
        made = self.run("Thêm", evidence.add_evidence, YEAR, item_id, title, kind="Công văn", issued_on="2025-03-05")
        self.put_file(made, data, ending)
        return int(made)

    def put_file(self, evidence_id: int, data: bytes, ending: str = ".pdf") -> None:
        path = self.sources / f"quét ế{ending}"
        path.write_bytes(data)
        kept = store.keep(self.store, path)
        self.run("Tệp", evidence_files.replace, evidence_id, kept, path.name, who="Hoa")

    @property
    def store(self) -> Path:
        return evidence_files.store_folder(self.office.folder)

    def content(self, evidence_id: int) -> Path:
        found = evidence_files.newest_file(self.office.db, evidence_id)
        assert found is not None
        return evidence_files.file_path(self.office.folder, found)

    def export(
        self,
        profile: HandInProfile | str = "",
        target: Path | None = None,
        told: Callable[[int, int, str], None] = lambda _done, _whole, _sentence: None,
        *,
        read_back: bool = False,
    ) -> Outcome:
        chosen = profile_named(self.office.db, profile) if isinstance(profile, str) else profile
        prepared = prepare(self.office.db, YEAR, chosen, target or self.target)
        return hand_in(prepared, self.office.folder, told, read_back=read_back)

    def files(self, target: Path | None = None) -> dict[str, bytes]:
        """Every file of the set by its path."""
        root = target or self.target
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}

    def evidence(self) -> list[str]:
        """Paths of the files of evidence in the set."""
        return sorted(path for path in self.files() if "/" in path)

    @property
    def cycle_id(self) -> int:
        return cycles.cycle_of_year(self.office.db, YEAR).id


def _data(seed: int) -> bytes:
    return b"%PDF-1.7\n" + bytes((seed * 37 + n) % 256 for n in range(20_000 + seed))


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mẫu")
    (folder / "nguồn").mkdir()
    HandingIn(folder / "Dữ liệu xã", folder / "nguồn").office.close()
    return folder


@pytest.fixture
def given(_made: Path, tmp_path: Path) -> Iterator[HandingIn]:
    """A fresh copy of the office, open."""
    for name in ("Dữ liệu xã", "nguồn"):
        shutil.copytree(_made / name, tmp_path / name)
    made = HandingIn.__new__(HandingIn)
    made.office = open_office(tmp_path / "Dữ liệu xã", "Lê Thị Hoa")
    made.sources = tmp_path / "nguồn"
    made.target = tmp_path / "nộp" / "Bộ 2025"
    framework = cycles.cycle_of_year(made.office.db, YEAR).framework_id or 0
    made.items = item_ids(made.office.db, framework)
    made.documents = [row["id"] for row in made.office.db.execute("SELECT id FROM evidence ORDER BY id")]
    yield made
    made.office.close()


def spoil(path: Path) -> None:
    """Flip one byte in the middle of a content of the store."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.chmod(0o600)
    path.write_bytes(data)


def touch_back(path: Path, data: bytes) -> None:
    """Put other data of the same size into a file and give it back its time, as a failing stick does."""
    before = path.stat()
    path.write_bytes(data)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
