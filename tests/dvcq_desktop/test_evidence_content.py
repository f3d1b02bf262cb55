"""The content of a file of evidence: taken in, found whole or not, copied out whole or not at all under a safe name."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from db import store
from dvcq_desktop.evidence_content import (
    ContentTrouble,
    checked_path,
    clear_views,
    keep_file,
    kind_of_file,
    proposed_name,
    save_copy,
    trouble_words,
    view_copy,
)
from dvcq_desktop.evidence_files import EvidenceFile, file_path
from dvcq_desktop.looking.names import stored_name

PDF = b"%PDF-1.4\n" + b"x" * 2000


def taken(folder: Path, name: str, content: bytes = PDF) -> EvidenceFile:
    """A version whose content lies in the store of a data folder; its name may be one that only another system takes."""
    source = folder / "nguon" / "a.pdf"
    source.parent.mkdir(exist_ok=True)
    source.write_bytes(content)
    kept = keep_file(folder, source).kept
    return EvidenceFile(evidence_id=1, sha256=kept.sha256, size=kept.size, original_name=stored_name(name))


def spoil(folder: Path, found: EvidenceFile) -> None:
    path = file_path(folder, found)
    path.chmod(0o600)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def test_a_file_is_taken_in_with_its_name_and_kind(tmp_path: Path) -> None:
    name = "báo cáo.pdf" if sys.platform == "win32" else "báo cáo \\ \udcff.pdf"
    source = tmp_path / name
    source.write_bytes(PDF)
    found = keep_file(tmp_path, source)
    assert found.name == stored_name(name)
    assert found.kind.key == "pdf"
    assert store.digest(store.path_of(tmp_path / "minh-chung", found.kept.sha256)) == found.kept.sha256


def test_a_whole_file_is_found_and_a_flipped_bit_or_a_missing_one_is_told(tmp_path: Path) -> None:
    found = taken(tmp_path, "a.pdf")
    assert checked_path(tmp_path, found) == file_path(tmp_path, found)
    spoil(tmp_path, found)
    with pytest.raises(ContentTrouble, match="khác với lúc nhận") as told:
        checked_path(tmp_path, found)
    assert told.value.why == "changed"
    file_path(tmp_path, found).unlink()
    for ask in (checked_path, kind_of_file):
        with pytest.raises(ContentTrouble, match="Không thấy tệp") as told:
            ask(tmp_path, found)
        assert told.value.why == "missing"


def test_a_copy_is_whole_or_there_is_none(tmp_path: Path) -> None:
    found = taken(tmp_path, "a.pdf")
    target = tmp_path / "ra" / "b.pdf"
    target.parent.mkdir()
    target.write_bytes(b"older")
    save_copy(tmp_path, found, target)
    assert target.read_bytes() == PDF
    spoil(tmp_path, found)
    with pytest.raises(ContentTrouble, match="khác với lúc nhận"):
        save_copy(tmp_path, found, target)
    file_path(tmp_path, found).unlink()
    with pytest.raises(ContentTrouble, match="Không thấy tệp"):
        save_copy(tmp_path, found, target)
    assert target.read_bytes() == PDF
    assert [path.name for path in target.parent.iterdir()] == ["b.pdf"]


def test_who_is_told_of_bytes_may_stop_the_copy_and_nothing_half_is_left(tmp_path: Path) -> None:
    found = taken(tmp_path, "a.pdf", b"%PDF-1.4\n" + b"x" * (1 << 20))

    def stop(_count: int) -> None:
        raise KeyboardInterrupt

    views = tmp_path / "xem"
    with pytest.raises(KeyboardInterrupt):
        view_copy(tmp_path, found, views, stop)
    assert list(views.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Báo cáo quý I.PDF", "Bao cao quy I.pdf"),
        ("con.pdf", "_con.pdf"),
        ("bao cao\u202efdp.exe", "bao cao_fdp.exe"),
        ("a\nb.pdf", "a b.pdf"),
        ("\u0300" * 60 + ".pdf", "tep.pdf"),
    ],
)
def test_a_view_is_read_only_under_a_safe_fresh_name(tmp_path: Path, name: str, expected: str) -> None:
    found = taken(tmp_path, name)
    views = tmp_path / "xem"
    first, second = view_copy(tmp_path, found, views), view_copy(tmp_path, found, views)
    assert proposed_name(found) == expected
    assert first.name == second.name == expected
    assert first != second
    assert first.is_relative_to(views)
    assert not first.stat().st_mode & stat.S_IWUSR
    assert first.read_bytes() == PDF
    clear_views(views)
    assert not views.exists()
    clear_views(views)


def test_a_damaged_file_leaves_no_view(tmp_path: Path) -> None:
    found = taken(tmp_path, "a.pdf")
    spoil(tmp_path, found)
    views = tmp_path / "xem"
    with pytest.raises(ContentTrouble):
        view_copy(tmp_path, found, views)
    assert list(views.iterdir()) == []


def test_a_growing_file_is_told_in_a_sentence(tmp_path: Path) -> None:
    told = trouble_words(store.Changed(tmp_path / "quét.pdf"))
    assert told
    assert "quét.pdf" in told
    assert trouble_words(OSError(28, "full")) is None
