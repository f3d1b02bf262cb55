"""Encrypted places: nothing of the office shows on the stick, three ways in, every flipped byte and cut is refused."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from db import store
from dvcq_desktop.backup.copies import look
from dvcq_desktop.backup.drill import check_place
from dvcq_desktop.backup.encryption import (
    Keys,
    WrongKey,
    keep_keys,
    keys_from_passphrase,
    keys_from_recovery,
    keys_from_typed,
    keys_of,
    recovery_lines,
    set_up,
)
from dvcq_desktop.backup.layout import Marker, Unreadable, root_of
from dvcq_desktop.backup.places import adopt, read_marker
from dvcq_desktop.backup.restore import restore_whole
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.evidence_files import known_contents, store_folder
from dvcq_desktop.exporting import write_document
from dvcq_desktop.office import Office
from dvcq_desktop.printed import recovery_sheet
from dvcq_desktop.printed.blocks import Grid
from tests.dvcq_desktop.backup_samples import add_document, flip, make_office, rows
from tests.support import content

PASSPHRASE = "Mật khẩu của xã Ba Thành"  # noqa: S105


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, Path, Keys]]:
    """An office with an encrypted stick; the passphrase takes seconds, so there is one for all."""
    folder = tmp_path_factory.mktemp("mã hóa")
    office = make_office(folder / "dữ liệu")
    keys = set_up(office.folder, PASSPHRASE)
    save(office, folder / "USB", keys)
    yield office, folder / "USB", keys
    office.close()


def save(office: Office, stick: Path, keys: Keys) -> None:
    from dvcq_desktop.backup.backup import back_up

    reader = office.reader()
    stick.mkdir(exist_ok=True)
    adopt(reader, stick, office.folder, keys=keys)
    done = back_up(reader, office.folder, stick, keys=keys)
    reader.close()
    assert done.proof.whole
    assert done.sentence == f"Đã sao lưu, đã thử khôi phục: {len(known_contents(office.db))} minh chứng, khớp"


def marker_of(stick: Path) -> Marker:
    found = read_marker(stick)
    assert found is not None
    return found


def test_the_stick_tells_a_finder_nothing(made: tuple[Office, Path, Keys]) -> None:
    office, stick, keys = made
    raw = b"".join(path.read_bytes() for path in root_of(stick).rglob("*") if path.is_file())
    for word in ("Ba Thành", "Báo cáo", "SQLite format 3", keys.secret):
        assert word.encode() not in raw
    names = {path.name for path in root_of(stick).rglob("*")}
    assert not names & set(known_contents(office.db)), "not even which files they are"


def test_only_what_is_new_is_encrypted_again(made: tuple[Office, Path, Keys]) -> None:
    office, stick, keys = made
    before = {path: path.stat().st_mtime_ns for path in (root_of(stick) / "kho").rglob("*") if path.is_file()}
    add_document(office, "thêm.pdf", b"them" * 999)
    save(office, stick, keys)
    after = {path: path.stat().st_mtime_ns for path in (root_of(stick) / "kho").rglob("*") if path.is_file()}
    assert before.items() <= after.items()
    assert len(after) == len(before) + 2


def test_passphrase_recovery_sheet_and_the_key_of_the_pc_all_open_it(
    made: tuple[Office, Path, Keys], tmp_path: Path
) -> None:
    office, stick, keys = made
    marker = marker_of(stick)
    typed = unicodedata.normalize("NFD", f" {PASSPHRASE} ")
    sheet = "\n".join(recovery_lines(keys)).lower().replace(" ", "  ")
    own = keys_of(office.folder)
    assert own is not None
    for number, opened in enumerate((keys_from_passphrase(marker, typed), keys_from_recovery(marker, sheet), own)):
        target = tmp_path / str(number)
        restore_whole(target, look(stick, keys=opened).copy())
        assert rows(target) == content(office.db)
        assert {sha256 for sha256, _size in store.listing(store_folder(target))} == set(known_contents(office.db))
        keep_keys(target, opened)
        assert keys_of(target) == keys


def test_wrong_keys_are_told(made: tuple[Office, Path, Keys]) -> None:
    _office, stick, keys = made
    marker = marker_of(stick)
    with pytest.raises(WrongKey, match="Bản sao lưu còn nguyên"):
        keys_from_passphrase(marker, "sai mật khẩu")
    with pytest.raises(WrongKey, match="Hãy nhập mật khẩu sao lưu"):
        look(stick)
    lines = recovery_lines(keys)
    wrong = lines[1][:5] + ("Q" if lines[1][5] != "Q" else "P") + lines[1][6:]
    with pytest.raises(WrongKey, match="Dòng 2"):
        keys_from_recovery(marker, "\n".join([lines[0], wrong, lines[2]]))
    with pytest.raises(WrongKey):
        keys_from_recovery(marker, "")
    with pytest.raises(WrongKey):
        look(stick, keys=replace(keys, secret="AGE-SECRET-KEY-1" + "Q" * 58))


def test_every_flipped_byte_and_every_cut_is_refused(made: tuple[Office, Path, Keys], tmp_path: Path) -> None:
    _office, stick, keys = made
    chance = random.Random(7)
    copy = look(stick, keys=keys).copy()
    assert copy.generation is not None
    assert copy.vault is not None
    newest = root_of(stick) / "ban" / f"{copy.serial:06}.age"
    evidence = store.path_of(root_of(stick) / "kho", copy.vault.name_of(copy.generation.evidence[0].sha256))
    for path in (newest, evidence):
        whole = path.read_bytes()
        path.chmod(0o644)
        for at in chance.sample(range(len(whole)), 60):
            flip(path, at)
            if path == newest:
                with pytest.raises(Unreadable):
                    copy.vault.read(copy.serial)
            else:
                proof = check_place(stick, tmp_path, keys=keys)
                assert proof is not None
                assert not proof.whole, at
            path.write_bytes(whole)
        path.write_bytes(whole[: chance.randrange(200, len(whole))])
        proof = check_place(stick, tmp_path, keys=keys)
        assert proof is not None
        assert not proof.whole
        path.write_bytes(whole)
    proof = check_place(stick, tmp_path, keys=keys)
    assert proof is not None
    assert proof.whole


def test_stopping_is_not_taken_for_damage(made: tuple[Office, Path, Keys]) -> None:
    office, stick, keys = made

    class Enough(Exception):
        pass

    def stop(done: int, total: int, sentence: str) -> None:
        if done:
            raise Enough

    with pytest.raises(Enough):
        check_place(stick, office.folder, stop, keys=keys)


def test_a_marker_lost_with_both_its_files_still_opens_with_the_key(made: tuple[Office, Path, Keys]) -> None:
    _office, stick, keys = made
    kept = {path: path.read_bytes() for path in root_of(stick).glob("nhan-dien*.json")}
    try:
        for path in kept:
            path.unlink()
        assert look(stick, keys=keys).copy().serial
    finally:
        for path, raw in kept.items():
            path.write_bytes(raw)


def test_a_short_passphrase_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="ít nhất 8 ký tự"):
        set_up(tmp_path, "ngắn")
    assert keys_of(tmp_path) is None


def test_a_damaged_key_file_is_told(made: tuple[Office, Path, Keys], tmp_path: Path) -> None:
    _office, _stick, keys = made
    keep_keys(tmp_path, keys)
    path = tmp_path / "sao-luu" / "khoa.json"
    flip(path, path.read_bytes().index(b"AGE-SECRET-KEY-1") + 30)
    with pytest.raises(Unreadable, match="khóa trên phiếu"):
        keys_of(tmp_path)


def test_the_recovery_sheet_is_one_page_with_the_key(made: tuple[Office, Path, Keys], tmp_path: Path) -> None:
    import pypdfium2

    office, _stick, keys = made
    path = tmp_path / "phiếu.pdf"
    write_document(recovery_sheet.build(office.db, keys, date(2026, 11, 5)), path)
    with pypdfium2.PdfDocument(path) as pdf:
        assert len(pdf) == 1
        text = pdf[0].get_textpage().get_text_range()
    shown = " ".join(text.replace("\xa0", " ").split())
    for number, line in enumerate(recovery_lines(keys), start=1):
        assert f"{number} {line}" in shown
    assert [f" {step}. " in shown for step in range(1, 7)] == [True] * 5 + [False]


def test_the_key_can_be_typed_from_the_paper(made: tuple[Office, Path, Keys]) -> None:
    """Copied row by row as the sheet shows it, with its check letters, into the one field that asks."""
    office, stick, keys = made
    blocks = recovery_sheet.build(office.db, keys, date(2026, 11, 5)).parts[0].blocks
    grid = next(block for block in blocks if isinstance(block, Grid))
    typed = " ".join(" ".join(row.cells[1:]) for row in grid.rows)
    assert keys_from_typed(marker_of(stick), typed).secret == keys.secret
