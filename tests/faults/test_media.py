"""The way to real sticks and back: FAT, exFAT and NTFS, locked, full, pulled in mid-copy, with too small a limit of a file."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from db import store
from dvcq_desktop import evidence_files
from dvcq_desktop.backup.copies import look
from dvcq_desktop.backup.drill import check_place
from dvcq_desktop.backup.drives import LARGEST_ON_FAT, plugged_in
from dvcq_desktop.backup.restore import restore_whole
from dvcq_desktop.errors import MediumTrouble, RuleBroken
from dvcq_desktop.hand_in.contents import prepare
from dvcq_desktop.hand_in.profiles import profile_named
from dvcq_desktop.hand_in.writing import Outcome, hand_in
from dvcq_desktop.office import Office, open_office
from dvcq_desktop.troubles import exit_code
from tests.dvcq_desktop.backup_samples import manifest, rows, save
from tests.dvcq_desktop.hand_in.conftest import HandingIn
from tests.dvcq_desktop.hand_in.test_hand_in import checked
from tests.dvcq_desktop.score_samples import YEAR
from tests.faults.sticks import EXFAT, FAT32, NTFS, Format, Stick

resource = pytest.importorskip("resource", reason="Windows has no limits of this kind")
ROOT = Path(__file__).resolve().parents[2]
SET = "Minh chung 2025"
EACH = pytest.mark.parametrize("kind", [FAT32, EXFAT, NTFS], ids=lambda kind: kind.name)
Told = Callable[[int, int, str], None]


def silent(_done: int, _whole: int, _sentence: str) -> None:
    """Nobody wants to hear how far the work is."""


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an office with five documents of one file each."""
    folder = tmp_path_factory.mktemp("mẫu")
    (folder / "nguồn").mkdir()
    made = HandingIn(folder / "Dữ liệu xã", folder / "nguồn")
    made.office.close()
    return folder / "Dữ liệu xã"


@pytest.fixture
def office(given: Path, tmp_path: Path) -> Iterator[Office]:
    shutil.copytree(given, tmp_path / "Dữ liệu xã")
    opened = open_office(tmp_path / "Dữ liệu xã", "Lê Thị Hoa")
    yield opened
    opened.close()


def export(office: Office, stick: Path, told: Told = silent) -> Outcome:
    prepared = prepare(office.db, YEAR, profile_named(office.db, ""), stick / SET)
    return hand_in(prepared, office.folder, told)


def add(office: Office, name: str, content: bytes) -> None:
    kept = store.keep_bytes(evidence_files.store_folder(office.folder), content)
    office.run("Nhập", evidence_files.attach, YEAR, kept, name)


def proved(office: Office, stick: Path, serial: int) -> None:
    """The newest generation is this one, and all of it comes off the medium whole."""
    proof = check_place(stick, office.folder, everything=True)
    assert proof is not None
    assert (proof.serial, proof.whole) == (serial, True), proof.sentence


@EACH
def test_an_office_goes_to_a_stick_and_comes_back(office: Office, tmp_path: Path, kind: Format) -> None:
    stick = Stick(kind, tmp_path / "usb.img", tmp_path / "USB")
    with stick.plugged() as usb:
        assert plugged_in(usb)
        assert save(office, usb).proof.whole
        assert export(office, usb).copied == 5
    with stick.plugged() as usb:  # what is read now was on the medium
        proved(office, usb, 1)
        checked(usb / SET)
        restored = restore_whole(tmp_path / "về", look(usb).copy())
        assert (restored.evidence, restored.missing) == (4, ())
        assert rows(tmp_path / "về") == rows(office.folder)
        assert export(office, usb).copied == 0, "only what is new is copied"
        assert save(office, usb).new_evidence == 0
        add(office, "Thêm sau.pdf", b"%PDF moi" * 900)
        assert save(office, usb).new_evidence == 1
    with stick.plugged() as usb:
        proved(office, usb, 3)
        checked(usb / SET)


@EACH
def test_a_locked_stick_is_read_and_never_written(office: Office, tmp_path: Path, kind: Format) -> None:
    stick = Stick(kind, tmp_path / "usb.img", tmp_path / "USB")
    with stick.plugged() as usb:
        save(office, usb)
    before = stick.image.read_bytes()
    with stick.plugged(locked=True) as usb:
        with pytest.raises(MediumTrouble, match="không cho ghi") as told:
            save(office, usb)
        assert exit_code(told.value) == 5
        with pytest.raises(RuleBroken, match="Không được phép ghi"):
            export(office, usb)
        proved(office, usb, 1)
        restore_whole(tmp_path / "về", look(usb).copy())
    assert rows(tmp_path / "về") == rows(office.folder)
    assert stick.image.read_bytes() == before


@EACH
def test_a_small_stick_is_full_and_keeps_what_it_had(office: Office, tmp_path: Path, kind: Format) -> None:
    stick = Stick(kind, tmp_path / "usb.img", tmp_path / "USB")
    with stick.plugged() as usb:
        save(office, usb)
        export(office, usb)
        add(office, "Băng hình.mp4", os.urandom(40 << 20))
        office.run("Xếp", place_last)
        with pytest.raises(MediumTrouble, match=r"cần|đã đầy|không cho ghi"):
            save(office, usb)
        with pytest.raises(MediumTrouble, match=r"cần|đã đầy|không cho ghi"):
            export(office, usb)
    with stick.plugged() as usb:
        proved(office, usb, 1)
        checked(usb / SET)


def place_last(db: object) -> None:
    """Put the newest document under the first item, so that it is handed in."""
    from dvcq_desktop.evidence_links import link_evidence

    newest = db.execute("SELECT max(id) FROM evidence").fetchone()[0]  # type: ignore[attr-defined]
    first = db.execute("SELECT min(item_id) FROM evidence_link").fetchone()[0]  # type: ignore[attr-defined]
    link_evidence(db, newest, first)  # type: ignore[arg-type]


@EACH
def test_a_stick_pulled_in_mid_copy_keeps_what_it_had(office: Office, tmp_path: Path, kind: Format) -> None:
    stick = Stick(kind, tmp_path / "usb.img", tmp_path / "USB")
    with stick.plugged() as usb:
        save(office, usb)
        export(office, usb)
    add(office, "Mới.pdf", os.urandom(3 << 20))
    office.run("Xếp", place_last)
    for phase in ("Đang chép sang", "Đang đọc lại từ", "Đang thử khôi phục"):
        with stick.plugged() as usb, pytest.raises(MediumTrouble, match="Không còn thấy") as told:
            save(office, usb, told=pulling(stick, phase))
        assert exit_code(told.value) == 5
    for phase in ("Đang chép", "Đang đọc lại"):
        with stick.plugged() as usb, pytest.raises(MediumTrouble, match="Không còn thấy"):
            export(office, usb, pulling(stick, phase))
    with stick.plugged() as usb:
        assert 1 in [copy.serial for copy in look(usb).copies]
        done = save(office, usb)
        assert done.proof.whole
        export(office, usb)
    with stick.plugged() as usb:
        proved(office, usb, done.generation.serial)
        checked(usb / SET)
        restore_whole(tmp_path / "về", look(usb).copy(1))
    assert len(rows(tmp_path / "về")["evidence"]) == 5


def pulling(stick: Stick, phase: str) -> Told:
    """A report that pulls the stick when the work first speaks of a phase."""
    seen: list[str] = []

    def told(_done: int, _whole: int, sentence: str) -> None:
        if sentence.startswith(phase) and not seen:
            seen.append(sentence)
            stick.pull()

    return told


@contextmanager
def recorded(office: Office, size: int) -> Iterator[Path]:
    """A document whose file has this many bytes and takes no room."""
    path = store.path_of(evidence_files.store_folder(office.folder), "ab" * 32)
    path.parent.mkdir(exist_ok=True)
    with path.open("xb") as made:
        made.truncate(size)
    kept = store.Kept(sha256="ab" * 32, size=size, new=True)
    office.run("Nhập", evidence_files.attach, YEAR, kept, "Băng hình.mp4")
    office.run("Xếp", place_last)
    try:
        yield path
    finally:
        path.unlink()


def test_the_limit_of_fat32_is_known_before_the_copy(office: Office, tmp_path: Path) -> None:
    stick = Stick(FAT32, tmp_path / "usb.img", tmp_path / "USB")
    with stick.plugged() as usb, recorded(office, LARGEST_ON_FAT + 1):
        with pytest.raises(MediumTrouble, match=r"FAT32.*Băng hình\.mp4.*Chưa ghi gì"):
            save(office, usb)
        with pytest.raises(MediumTrouble, match=r"FAT32.*Chưa ghi gì"):
            export(office, usb)
        assert not (usb / SET).exists()
        assert not list(store.listing(usb / "DVCQ-SAO-LUU" / "kho"))


def test_a_file_that_has_grown_on_the_pc_does_not_stop_the_rest(office: Office, tmp_path: Path) -> None:
    with recorded(office, 1000) as path:
        os.truncate(path, 5 << 30)
        done = save(office, tmp_path / "USB")
        assert not done.proof.whole
        assert [(one.name, one.why) for one in done.generation.missing] == [("Băng hình.mp4", "damaged")]
        outcome = export(office, tmp_path / "USB")
        assert outcome.files == 5
        assert "hỏng" in outcome.lost[0].why


def test_a_medium_with_a_small_limit_of_a_file_says_so(office: Office, tmp_path: Path) -> None:
    usb = tmp_path / "USB"
    save(office, usb)
    export(office, usb)
    add(office, "Băng hình.mp4", os.urandom(9 << 20))
    office.run("Xếp", place_last)
    office.close()
    limited = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (8 << 20, 8 << 20))  # 8 MB stand for 4 GB
    for command in (["backup", str(usb)], ["export-evidence", "--out", str(usb / SET)]):
        arguments = [sys.executable, "-X", "utf8", "main.py", *command, "--data", str(office.folder)]
        run = subprocess.run(
            arguments, cwd=ROOT, preexec_fn=limited, capture_output=True, encoding="utf-8", check=False
        )
        assert run.returncode == 5, run.stderr
        assert "exFAT hoặc NTFS" in run.stderr
        assert "Traceback" not in run.stderr
    assert not manifest(usb, 2).exists()
    proved(office, usb, 1)
    checked(usb / SET)
