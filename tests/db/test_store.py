"""The store of contents: one copy by SHA-256, whole or not at all, many at once, nothing half kept whatever happens."""

from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import sys
import textwrap
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from db import store

ROOT = Path(__file__).resolve().parents[2]
LARGE = 9 << 20  # beyond it a second thread hashes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "kho"


def source(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def files(folder: Path) -> list[str]:
    """Everything in a store but empty folders."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("data", [b"", b"bien ban", os.urandom((1 << 20) + 7), os.urandom(LARGE)])
def test_a_file_is_kept_under_its_content(tmp_path, folder, data):
    original = source(tmp_path, "báo cáo.pdf", data)
    counted: list[int] = []
    kept = store.keep(folder, original, counted.append)
    assert kept == store.Kept(sha256=sha(data), size=len(data), new=True)
    assert store.path_of(folder, kept.sha256).read_bytes() == data
    assert sum(counted) == len(data)
    assert original.read_bytes() == data
    assert files(folder) == [f"{sha(data)[:2]}/{sha(data)}"]
    again = store.keep(folder, original)
    assert not again.new
    assert list(store.listing(folder)) == [(sha(data), len(data))]


def test_what_is_kept_cannot_be_written_to(tmp_path, folder):
    kept = store.keep(folder, source(tmp_path, "a", b"1"))
    assert store.path_of(folder, kept.sha256).stat().st_mode & 0o222 == 0


def test_a_damaged_content_is_healed_by_the_same_file(tmp_path, folder):
    original = source(tmp_path, "a", b"dung")
    path = store.path_of(folder, store.keep(folder, original).sha256)
    for bad in (b"sai?", b"du", b""):  # a flipped byte, cut off, empty
        path.chmod(0o600)
        path.write_bytes(bad)
        assert store.keep(folder, original).new
        assert path.read_bytes() == b"dung"


def test_many_at_once_answer_in_order(tmp_path, folder):
    data = [os.urandom(1000 + n) if n % 3 else b"cung mot noi dung" for n in range(200)]
    paths = [source(tmp_path, f"t{n}", one) for n, one in enumerate(data)]
    paths.insert(50, tmp_path / "không có")
    answers = list(store.keep_many(folder, paths))
    assert isinstance(answers.pop(50), FileNotFoundError)
    assert [one.sha256 for one in answers if isinstance(one, store.Kept)] == [sha(one) for one in data]
    assert dict(store.listing(folder)) == {sha(one): len(one) for one in data}
    assert not list((folder / "_moi").iterdir())


def test_the_same_content_from_many_threads_is_one(tmp_path, folder):
    original = source(tmp_path, "a", os.urandom(300_000))
    with ThreadPoolExecutor(16) as pool:
        kept = list(pool.map(lambda _n: store.keep(folder, original), range(64)))
    assert {one.sha256 for one in kept} == {sha(original.read_bytes())}
    assert len(files(folder)) == 1
    assert store.digest(store.path_of(folder, kept[0].sha256)) == kept[0].sha256


@pytest.mark.parametrize("size", [1 << 20, LARGE])
@pytest.mark.parametrize("grow", [True, False])
def test_a_file_that_changes_while_it_is_read_is_not_kept(tmp_path, folder, size, grow):
    original = source(tmp_path, "đang quét.pdf", os.urandom(size))
    touched = threading.Event()

    def told(_count: int) -> None:
        if not touched.is_set():
            touched.set()
            os.truncate(original, size + 5 if grow else size - 300_000)

    with pytest.raises(store.Changed):
        store.keep(folder, original, told)
    assert files(folder) == []


def test_a_content_of_another_store_must_be_what_its_name_says(tmp_path, folder):
    good, bad = source(tmp_path, "a", b"dung"), source(tmp_path, "b", b"hong")
    answers = list(store.keep_many(folder, [good, bad], expected=[sha(b"dung"), sha(b"tot")]))
    assert isinstance(answers[0], store.Kept)
    assert isinstance(answers[1], store.WrongContent)
    assert answers[1].found == sha(b"hong")
    assert len(files(folder)) == 1


class Enough(Exception):
    """The person stopped it."""


@pytest.mark.parametrize("size", [1 << 20, LARGE])
def test_copying_can_be_stopped(tmp_path, folder, size):
    def told(_count: int) -> None:
        raise Enough

    paths = [source(tmp_path, f"t{n}", os.urandom(size)) for n in range(3)]
    with pytest.raises(Enough):
        store.keep(folder, paths[0], told)
    with pytest.raises(Enough):
        list(store.keep_many(folder, paths, told))
    assert files(folder) == []
    assert not [thread for thread in threading.enumerate() if thread.name == "hash"]


def test_a_pasted_picture_is_kept(folder):
    assert store.keep_bytes(folder, b"\x89PNG").new
    assert not store.keep_bytes(folder, b"\x89PNG").new
    assert list(store.listing(folder)) == [(sha(b"\x89PNG"), 4)]


def test_a_file_beyond_four_gigabytes_is_refused(tmp_path, folder):
    large = tmp_path / "phim.mp4"
    large.touch()
    os.truncate(large, store.LARGEST + 1)
    with pytest.raises(OSError, match=os.strerror(errno.EFBIG)):
        store.keep(folder, large)
    os.truncate(large, 0)
    assert not folder.exists() or files(folder) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="limits of a process are those of Unix")
@pytest.mark.parametrize("size", [3 << 20, LARGE + (3 << 20)])
def test_a_full_disk_leaves_nothing_half(tmp_path, folder, size):
    """The system refuses to let a file of that process grow, as a full disk does."""
    original = source(tmp_path, "lớn", os.urandom(size))
    small = source(tmp_path, "nhỏ", b"nho")
    run = f"""
        import resource, signal, sys
        sys.path.insert(0, {str(ROOT)!r})
        from pathlib import Path
        from db import store
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2 << 20, 2 << 20))
        answers = list(store.keep_many(Path({str(folder)!r}), [Path({str(original)!r}), Path({str(small)!r})]))
        print([type(one).__name__ for one in answers], answers[0].errno)
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(run)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"['OSError', 'Kept'] {errno.EFBIG}"
    assert files(folder) == [f"{sha(b'nho')[:2]}/{sha(b'nho')}"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 is that of Unix")
def test_what_a_kill_left_half_is_found_and_cleared(tmp_path, folder):
    original = source(tmp_path, "lớn", os.urandom(LARGE))
    run = f"""
        import os, signal, sys
        sys.path.insert(0, {str(ROOT)!r})
        from pathlib import Path
        from db import store
        store.keep(Path({str(folder)!r}), Path({str(original)!r}), lambda _n: os.kill(os.getpid(), signal.SIGKILL))
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(run)], check=False)
    assert [path.parent.name for path in store.half_copies(folder)] == ["_moi"]
    assert list(store.listing(folder)) == []
    store.clear_unfinished(folder)
    assert files(folder) == []
    store.clear_unfinished(folder)
    assert store.keep(folder, original).new


def test_names_are_no_way_out_of_the_folder(folder):
    for name in ("../../etc/passwd", "ab", "A" * 64, "g" * 64, "a" * 63 + "/", "a" * 65):
        with pytest.raises(ValueError, match="no SHA-256"):
            store.path_of(folder, name)


def test_the_listing_passes_over_what_is_no_content(tmp_path, folder):
    kept = store.keep(folder, source(tmp_path, "a", b"1"))
    part = folder / kept.sha256[:2]
    (part / f"{kept.sha256}.json").write_text("{}")
    (part / ("f" * 64)).symlink_to(part / kept.sha256)
    (folder / "README").write_text("x")
    (folder / "0z").mkdir()
    (folder / "0z" / ("e" * 64)).write_text("in the folder of another")
    assert list(store.listing(folder)) == [(kept.sha256, 1)]


def test_contents_are_discarded_for_good(tmp_path, folder):
    kept = store.keep(folder, source(tmp_path, "a", b"12345"))
    assert store.discard(folder, [kept.sha256, "0" * 64]) == 5
    assert files(folder) == []


def test_digests_tell_what_cannot_be_read(tmp_path):
    paths = [source(tmp_path, f"t{n}", bytes([n])) for n in range(3)]
    found = list(store.digests([*paths, tmp_path / "mất"], from_medium=True))
    assert found[:3] == [sha(bytes([n])) for n in range(3)]
    assert isinstance(found[3], FileNotFoundError)


def test_a_content_is_copied_out_whole_or_not_at_all(tmp_path, folder):
    kept = store.keep(folder, source(tmp_path, "a", b"noi dung"))
    target = tmp_path / "ra.pdf"
    store.copy_out(folder, kept.sha256, target)
    assert target.read_bytes() == b"noi dung"
    path = store.path_of(folder, kept.sha256)
    path.chmod(0o600)
    path.write_bytes(b"noi dunG")
    with pytest.raises(store.WrongContent):
        store.copy_out(folder, kept.sha256, target)
    assert target.read_bytes() == b"noi dung"
    assert sorted(one.name for one in tmp_path.iterdir() if one.is_file()) == ["a", "ra.pdf"]
