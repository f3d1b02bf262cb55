"""Paths too long for the system, and a disk that tells neither capitals nor ways of writing an accent apart."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from db.errors import DataTrouble
from db.files import write_file
from dvcq_desktop import evidence
from dvcq_desktop.backup.backup import back_up
from dvcq_desktop.backup.copies import look
from dvcq_desktop.backup.places import adopt
from dvcq_desktop.backup.restore import restore_whole
from dvcq_desktop.errors import MediumTrouble, RuleBroken
from dvcq_desktop.evidence_codes import LONGEST_PATH, apart
from dvcq_desktop.evidence_content import keep_file
from dvcq_desktop.hand_in.contents import prepare
from dvcq_desktop.hand_in.profiles import HandInProfile
from dvcq_desktop.hand_in.writing import hand_in
from dvcq_desktop.office import Office, open_office
from dvcq_desktop.troubles import sentence
from tests.dvcq_desktop.backup_samples import rows, save
from tests.dvcq_desktop.hand_in.conftest import HandingIn
from tests.dvcq_desktop.hand_in.test_hand_in import checked
from tests.dvcq_desktop.score_samples import YEAR
from tests.faults.offices import WHO
from tests.faults.sticks import EXFAT, Stick

PATH_MAX = 4095  # bytes of a path on Linux, where Windows takes 260 letters
NAMES = (
    "Biên bản",
    "BIÊN BẢN",
    "biên bản",
    "Biên bản (2)",
    "Bien ban",
    "bien Ban (2)",
    "Biên bản ",
    "Đề án",
    "đề án",
    "De an",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with documents under one item whose titles are one name to a disk blind to capitals or accents."""
    folder = tmp_path_factory.mktemp("mẫu")
    (folder / "nguồn").mkdir()
    given = HandingIn(folder / "pc", folder / "nguồn")
    with closing(given.office):
        for number, title in enumerate((*NAMES, *(unicodedata.normalize("NFD", name) for name in NAMES))):
            given.add(title, given.items[2], b"%PDF " + title.encode() * 50 + bytes([number]))
    return folder / "pc"


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Iterator[Office]:
    shutil.copytree(made, tmp_path / "pc")
    with closing(open_office(tmp_path / "pc", WHO)) as opened:
        yield opened


def long_folder(tmp_path: Path, left: int) -> Path:
    """A folder there is, below which a path may have so many more bytes."""
    folder = tmp_path / "sâu"
    while (room := PATH_MAX - left - len(bytes(folder)) - 1) > 200:
        folder /= "d" * min(200, room - 20)
    folder /= "d" * room
    folder.mkdir(parents=True)
    return folder


def paper(_office: Office, folder: Path) -> None:
    write_file(folder / "giấy.pdf", b"%PDF new")


def backup(office: Office, folder: Path) -> None:
    with closing(office.reader()) as reader:
        adopt(reader, folder, office.folder)
        back_up(reader, office.folder, folder)


def set_of_evidence(office: Office, folder: Path) -> None:
    prepared = prepare(office.db, YEAR, HandInProfile(name="x"), folder / "bộ")
    hand_in(prepared, office.folder, _silent)


def office_anew(office: Office, folder: Path) -> None:
    restore_whole(folder, look(office.folder.parent / "usb").copy())


def new_office(_office: Office, folder: Path) -> None:
    open_office(folder, WHO, create=True).close()


def _silent(_done: int, _whole: int, _sentence: str) -> None:
    """Nobody wants to hear how far the work is."""


@pytest.mark.parametrize("left", [5, 30, 80])
@pytest.mark.parametrize("act", [paper, backup, set_of_evidence, office_anew, new_office])
def test_a_path_too_long_is_told_and_leaves_nothing_half(
    office: Office, tmp_path: Path, act: Callable[[Office, Path], None], left: int
) -> None:
    save(office, tmp_path / "usb")
    before, folder = rows(office.folder), long_folder(tmp_path, left)
    try:
        act(office, folder)
    except (OSError, DataTrouble, RuleBroken, MediumTrouble) as trouble:
        said = sentence(trouble)
        assert said, "no sentence for the person"
        assert "dài" in said or "ngắn" in said, said
        half = [
            path
            for path in folder.rglob("*")
            if path.suffix in (".tmp", ".sqlite3", ".pdf") or path.parent.name == "ban"
        ]
        assert half == []
    else:
        assert act is paper, "only a short name has room"
        assert left > 5
    assert rows(office.folder) == before
    assert look(tmp_path / "usb").copies


def test_a_file_with_a_path_too_long_is_not_half_taken_in(office: Office, tmp_path: Path) -> None:
    folder = long_folder(tmp_path, 5)
    with pytest.raises(OSError, match="too long") as told:
        keep_file(office.folder, folder / "quét biên bản.pdf")
    assert "dài" in (sentence(told.value) or "")
    with suppress(FileNotFoundError):
        assert list((office.folder / "minh-chung" / "_moi").iterdir()) == []


@pytest.mark.parametrize("folders", ["criterion_item", "criterion", "flat"])
@pytest.mark.parametrize("template", ["{ten}", "{loai} {ten}", "x", "{ngay}"])
def test_no_two_files_of_a_set_are_one_to_a_disk_blind_to_capitals_and_accents(
    office: Office, tmp_path: Path, folders: str, template: str
) -> None:
    profile = HandInProfile(name="x", folders=folders, name_template=template)
    planned = prepare(office.db, YEAR, profile, tmp_path / "bộ").plan
    paths = [one.path for one in planned.files]
    assert len(paths) == 5 + 2 * len(NAMES)
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert len({unicodedata.normalize(form, path).casefold() for path in paths}) == len(paths)
        assert len({unicodedata.normalize(form, path).upper() for path in paths}) == len(paths)
    assert max(len(f"{planned.target}/{path}") for path in paths) <= LONGEST_PATH


def test_names_made_apart_stay_apart_whatever_they_look_like() -> None:
    names = [
        "a.pdf",
        "A.pdf",
        "a (2).pdf",
        "A (2).PDF",
        "a (2) (2).pdf",
        ".a",
        ".A",
        "a",
        "A",
        "straße.pdf",
        "STRASSE.pdf",
    ]
    found = apart([*names, *names])
    assert len({name.casefold() for name in found}) == 2 * len(names)


def test_a_set_of_such_names_stands_whole_on_exfat(office: Office, tmp_path: Path) -> None:
    stick = Stick(EXFAT, tmp_path / "usb.img", tmp_path / "USB")
    profile = HandInProfile(name="x", folders="flat", name_template="{ten}")
    with stick.plugged() as usb:
        (usb / "a").write_bytes(b"1")
        assert (usb / "A").exists(), "this disk is blind to capitals"
        prepared = prepare(office.db, YEAR, profile, usb / "bộ")
        assert hand_in(prepared, office.folder, _silent).copied == 5 + 2 * len(NAMES)
        again = hand_in(prepare(office.db, YEAR, profile, usb / "bộ"), office.folder, _silent)
        assert (again.copied, again.removed) == (0, ())
        with closing(office.reader()) as reader:
            adopt(reader, usb, office.folder)
            assert back_up(reader, office.folder, usb, everything=True).proof.whole
    with stick.plugged() as usb:
        checked(usb / "bộ")
    newest = office.db.execute("SELECT max(id) FROM evidence").fetchone()[0]
    office.run("Đổi tên", evidence.change_evidence, newest, title="BIÊN BẢN")
    with stick.plugged() as usb:  # a name that changed in its capitals alone is still one file
        hand_in(prepare(office.db, YEAR, profile, usb / "bộ"), office.folder, _silent)
    with stick.plugged() as usb:
        checked(usb / "bộ")
