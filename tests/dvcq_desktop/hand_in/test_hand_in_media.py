"""Handing in on sticks that fail: cancelled, full, pulled, FAT32; the last set stays whole until the new one is."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from db import store
from dvcq_desktop.backup.drives import LARGEST_ON_FAT, Drive
from dvcq_desktop.errors import MediumTrouble, RuleBroken
from dvcq_desktop.hand_in import target as places
from dvcq_desktop.hand_in.contents import prepare
from dvcq_desktop.hand_in.plan import Plan, crowded, too_large
from dvcq_desktop.hand_in.profiles import HandInProfile
from dvcq_desktop.hand_in.target import BEGUN, STAGING
from dvcq_desktop.troubles import exit_code
from tests.dvcq_desktop.hand_in.conftest import HandingIn
from tests.dvcq_desktop.hand_in.test_hand_in import checked
from tests.dvcq_desktop.score_samples import YEAR

PHASES = ["Đang chép", "Đang lập", "Đang đọc lại"]


class Cancelled(Exception):
    """The person pressed "Hủy"."""


def at(phase: str, happens: Callable[[], object]) -> Callable[[int, int, str], None]:
    """A report that lets something happen when the work first speaks of a phase."""
    done: list[bool] = []

    def told(_done: int, _whole: int, sentence: str) -> None:
        if sentence.startswith(phase) and not done:
            done.append(True)
            happens()

    return told


def cancel() -> None:
    raise Cancelled


@pytest.fixture
def second(given: HandingIn) -> HandingIn:
    """A set that stands, and a change since: a document more and a new version."""
    given.export()
    given.add("Thêm sau", given.items[2], b"%PDF moi")
    given.put_file(given.documents[0], b"%PDF ban hai")
    return given


@pytest.mark.parametrize("phase", PHASES)
def test_a_cancelled_first_run_leaves_nothing(given: HandingIn, phase: str) -> None:
    with pytest.raises(Cancelled):
        given.export(told=at(phase, cancel))
    assert not given.target.exists()
    assert given.export().copied == 5


@pytest.mark.parametrize("phase", PHASES)
def test_a_cancelled_second_run_leaves_the_last_set_as_it_was(second: HandingIn, phase: str) -> None:
    before = second.files()
    with pytest.raises(Cancelled):
        second.export(told=at(phase, cancel))
    assert second.files() == before
    checked(second.target)
    assert second.export().copied == 2
    checked(second.target)


@pytest.mark.parametrize("phase", PHASES)
def test_a_pulled_stick_is_said_and_not_made_again(given: HandingIn, phase: str) -> None:
    with pytest.raises(MediumTrouble, match="Không còn thấy") as found:
        given.export(told=at(phase, lambda: given.target.rename(given.target.with_name("rút ra"))))  # at one blow
    assert exit_code(found.value) == 5
    assert not given.target.exists()


def test_another_folder_in_the_place_of_the_stick_gets_nothing(given: HandingIn) -> None:
    def swap() -> None:
        given.target.rename(given.target.with_name("rút ra"))
        given.target.mkdir()
        (given.target / "của người khác.txt").write_bytes(b"x")

    with pytest.raises(MediumTrouble, match="Không còn thấy"):
        given.export(told=at("Đang đọc lại", swap))
    assert set(given.files()) == {"của người khác.txt"}


@contextlib.contextmanager
def _mounted(folder: Path, *command: str) -> Iterator[None]:
    folder.mkdir(parents=True)
    tried = subprocess.run([*command, str(folder)], capture_output=True, text=True)
    if tried.returncode:
        pytest.skip(f"{command[0]} is not allowed here: {tried.stderr.strip()[:80]}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 24 MB."""
    if shutil.which("mount") is None or not hasattr(os, "geteuid") or os.geteuid():
        pytest.skip("only an administrator of Linux may mount")
    folder = tmp_path / "USB"
    with _mounted(folder, "mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs"):
        yield folder


@pytest.mark.parametrize("phase", ["Đang chép", "Đang lập"])
def test_a_disk_that_fills_up_meanwhile_ends_in_a_sentence(given: HandingIn, small_disk: Path, phase: str) -> None:
    target = small_disk / "bộ"
    given.export(target=target)
    given.add("Thêm sau", given.items[2], os.urandom(3 << 20))
    before = given.files(target)

    def fill() -> None:
        with contextlib.suppress(OSError), (small_disk / "phim.mp4").open("wb", buffering=0) as other:
            while True:
                other.write(bytes(1 << 14))

    with pytest.raises(MediumTrouble, match="đã đầy") as found:
        given.export(target=target, told=at(phase, fill))
    assert exit_code(found.value) == 5
    assert given.files(target) == before
    checked(target)
    (small_disk / "phim.mp4").unlink()
    assert given.export(target=target).copied == 1
    checked(target)


def test_a_disk_too_small_is_known_before_anything_is_written(given: HandingIn, small_disk: Path) -> None:
    given.add("Phim", given.items[2], os.urandom(17 << 20), ".mp4")
    with pytest.raises(MediumTrouble, match="Chưa ghi gì"):
        given.export(target=small_disk / "bộ")
    assert list(small_disk.iterdir()) == []


def test_a_read_only_disk_is_refused_before_anything_is_written(given: HandingIn, small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(RuleBroken, match="chỉ đọc"):
        given.export(target=small_disk / "bộ")


def test_a_run_that_was_cut_off_while_it_named_files_is_finished_by_the_next(second: HandingIn, tmp_path: Path) -> None:
    """As the power leaves it: some files named, the checksums still those of the last set, the list of what is ours."""
    reference = tmp_path / "x"
    second.export(target=reference)
    new = sorted(set(second.files(reference)) - set(second.files()))
    assert new
    staging = second.target / STAGING
    (staging / "0" / "ab").mkdir(parents=True)
    (staging / "0" / "ab" / ("ab" * 32)).write_bytes(b"nua chung")
    (staging / BEGUN).write_bytes((reference / "SHA256SUMS").read_bytes())
    moved = second.target / new[0]
    moved.parent.mkdir(parents=True, exist_ok=True)
    moved.write_bytes((reference / new[0]).read_bytes())
    outcome = second.export()
    assert outcome.unchanged == 5  # the one that was named already, and the four that did not change
    assert set(second.files()) == set(second.files(reference))  # papers bear the second they were made in
    assert all(second.files()[path] == second.files(reference)[path] for path in second.evidence())
    checked(second.target)


def planned(given: HandingIn, sizes: list[int]) -> Plan:
    """The plan of the office with files of these sizes, which nobody wants to store for a test."""
    made = prepare(given.office.db, YEAR, HandInProfile(name="x", folders="flat"), given.target).plan
    files = tuple(replace(one, size=size) for one, size in zip(made.files, sizes, strict=False))
    return replace(made, files=files)


def test_fat32_takes_no_file_of_four_gigabytes(given: HandingIn, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = planned(given, [LARGEST_ON_FAT, LARGEST_ON_FAT + 1])
    assert [one.size for one in too_large(plan.files, LARGEST_ON_FAT)] == [LARGEST_ON_FAT + 1]
    stick = Drive(path=given.target, file_system="vfat", removable=True, read_only=False)
    monkeypatch.setattr(places, "drive_of", lambda _path: stick)
    with pytest.raises(MediumTrouble, match="FAT32, không nhận tệp"):
        places.check_room(plan, list(plan.files))


def test_fat32_takes_only_so_many_names_in_one_folder(given: HandingIn) -> None:
    plan = planned(given, [1])
    one = plan.files[0]
    many = tuple(replace(one, path=f"Minh chung/{n:05d} {'x' * 59}.pdf") for n in range(9_400))
    assert crowded(replace(plan, files=many)) == "Minh chung"
    assert crowded(replace(plan, files=many[:9_300])) == ""


@pytest.fixture
def fat32(tmp_path: Path) -> Iterator[Path]:
    """A FAT32 file system of 48 MB: by the kernel, else by fusefat."""
    image, folder = tmp_path / "usb.img", tmp_path / "USB"
    if shutil.which("mkfs.vfat") is None:
        pytest.skip("mkfs.vfat is not on this machine")
    with image.open("wb") as made:
        made.truncate(48 << 20)
    subprocess.run(["mkfs.vfat", "-F", "32", str(image)], check=True, capture_output=True)
    folder.mkdir()
    by_kernel = subprocess.run(["mount", "-o", "loop,utf8", str(image), str(folder)], capture_output=True)
    if by_kernel.returncode and (
        shutil.which("fusefat") is None
        or subprocess.run(["fusefat", "-o", "rw+", str(image), str(folder)], capture_output=True).returncode
    ):
        pytest.skip("neither the kernel nor fusefat mounts FAT32 here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)
        found = subprocess.run(["fsck.vfat", "-n", str(image)], capture_output=True, text=True)
        assert found.returncode == 0, found.stdout


def test_a_set_stands_on_a_real_fat32_file_system(given: HandingIn, fat32: Path) -> None:
    target = fat32 / "bo 2025"
    assert given.export(target=target).copied == 5
    checked(target)
    again = given.export(target=target)
    assert (again.copied, again.unchanged, again.papers) == (0, 5, 0)
    given.add("Thêm sau", given.items[2], b"%PDF moi")
    assert given.export(target=target).copied == 1
    checked(target)


def test_a_stick_that_writes_wrong_is_found_by_reading_back(given: HandingIn) -> None:
    def lie() -> None:
        staged = next((given.target / STAGING / "0").rglob("[0-9a-f]" * 64))
        staged.chmod(0o600)
        staged.write_bytes(b"?" * staged.stat().st_size)

    with pytest.raises(MediumTrouble, match="Đọc lại thấy"):
        given.export(told=at("Đang lập", lie))
    assert not given.target.exists()


def test_nothing_of_the_store_is_touched(given: HandingIn) -> None:
    before = dict(store.listing(given.store))
    given.export()
    assert dict(store.listing(given.store)) == before
