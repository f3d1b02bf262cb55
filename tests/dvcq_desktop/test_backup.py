"""Backups: what lies on the stick, what is copied again, what is read back, what is said, what a bad stick leads to."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from db import store
from dvcq_desktop import troubles
from dvcq_desktop.backup import memory
from dvcq_desktop.backup.backup import back_up
from dvcq_desktop.backup.drill import check_place
from dvcq_desktop.backup.layout import FOLDER, MARKERS, Unreadable, root_of, to_json
from dvcq_desktop.backup.places import adopt, look_at, look_for_places, read_marker, warning, write_marker
from dvcq_desktop.backup.vault import Vault
from dvcq_desktop.errors import InputRefused, MediumTrouble, RuleBroken
from dvcq_desktop.evidence_files import known_contents, store_folder
from dvcq_desktop.office import Office
from tests.dvcq_desktop.backup_samples import add_document, content_path, flip, make_office, manifest, save

TODAY = datetime.now().astimezone().date()
NEED_ROOT = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may mount a small disk"
)


@pytest.fixture
def office(data_folder: Path) -> Iterator[Office]:
    made = make_office(data_folder)
    yield made
    made.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return tmp_path / "USB"


def test_the_first_backup_holds_everything_and_says_so(office: Office, stick: Path) -> None:
    done = save(office, stick)
    assert done.sentence == "Đã sao lưu, đã thử khôi phục: 3 minh chứng, khớp"
    assert (done.generation.serial, done.new_evidence, done.removed) == (1, 3, ())
    for content in done.generation.contents:
        assert store.digest(content_path(stick, content.sha256)) == content.sha256
    assert {content.sha256 for content in done.generation.evidence} == set(known_contents(office.db))
    assert done.generation.counts["task"] == office.db.execute("SELECT count(*) FROM task").fetchone()[0]
    assert done.generation.totals["score.self_points"] > 0
    assert [path.name for path in root_of(stick).glob("**/*.tmp")] == []


def test_only_what_is_new_is_copied(office: Office, stick: Path) -> None:
    first = save(office, stick)
    again = save(office, stick)
    assert (again.new_bytes, again.generation.serial, again.sentence) == (0, 2, first.sentence)
    sha256 = add_document(office, "mới.pdf", b"moi" * 700)
    third = save(office, stick)
    assert (third.new_evidence, third.proof.evidence) == (1, 4)
    assert third.new_bytes == 2100 + third.generation.data.size
    assert {c.since for c in third.generation.evidence if c.sha256 == sha256} == {3}


def test_settings_of_the_person_come_along(office: Office, stick: Path, tmp_path: Path) -> None:
    settings = tmp_path / "dvcq.ini"
    settings.write_text("[look]\ntext=125\n", encoding="utf-8")
    kept = [c for c in save(office, stick, settings=settings).generation.contents if c.kind == "settings"]
    assert content_path(stick, kept[0].sha256).read_text(encoding="utf-8") == "[look]\ntext=125\n"


def test_a_file_lost_on_the_pc_is_named_and_never_called_whole(office: Office, stick: Path) -> None:
    lost = next(iter(known_contents(office.db)))
    store.discard(store_folder(office.folder), [lost])
    done = save(office, stick)
    assert [missing.sha256 for missing in done.generation.missing] == [lost]
    assert not done.proof.whole
    assert "1 tệp minh chứng không có bản tốt: Báo cáo" in done.sentence
    assert "khớp" not in done.sentence


def test_a_damaged_file_is_not_backed_up_over_its_good_copy(office: Office, stick: Path) -> None:
    save(office, stick)
    sha256 = next(iter(known_contents(office.db)))
    flip(store.path_of(store_folder(office.folder), sha256))
    done = save(office, stick)
    assert done.proof.whole, "the stick still holds it whole"
    assert store.digest(content_path(stick, sha256)) == sha256


def test_what_rotted_on_the_stick_is_renewed_from_the_pc(office: Office, stick: Path) -> None:
    first = save(office, stick)
    rotten = first.generation.evidence[0].sha256
    flip(content_path(stick, rotten))
    found = check_place(stick, office.folder)
    assert found is not None
    assert (found.whole, len(found.bad)) == (False, 1)
    assert "có 1 chỗ hỏng hoặc thiếu: Báo cáo" in found.sentence
    assert save(office, stick).proof.whole
    assert store.digest(content_path(stick, rotten)) == rotten


def test_what_rotted_on_both_sides_is_named(office: Office, stick: Path) -> None:
    sha256 = save(office, stick).generation.evidence[0].sha256
    flip(content_path(stick, sha256))
    flip(store.path_of(store_folder(office.folder), sha256))
    done = save(office, stick)
    assert [missing.why for missing in done.generation.missing] == ["damaged"]
    assert not done.proof.whole


@pytest.mark.parametrize("part", ["manifest", "database", "evidence"])
def test_one_flipped_byte_is_noticed_when_the_stick_is_seen_again(office: Office, stick: Path, part: str) -> None:
    save(office, stick)
    add_document(office, "hai.pdf", b"hai" * 999)
    second = save(office, stick)
    paths = {
        "manifest": manifest(stick, 2),
        "database": content_path(stick, second.generation.data.sha256),
        "evidence": content_path(stick, second.generation.evidence[0].sha256),
    }
    size = paths[part].stat().st_size
    for at in range(3, size, max(1, size // 6)):
        flip(paths[part], at)
        proof = check_place(stick, office.folder, everything=True)
        assert proof is not None
        assert not proof.whole, at
        assert memory.last_words(office.folder, TODAY).endswith("không khớp: hãy sao lưu lại")
        flip(paths[part], at)
    healed = check_place(stick, office.folder)
    assert healed is not None
    assert healed.whole
    assert memory.last_words(office.folder, TODAY) == "Bản gần nhất hôm nay, đã thử khôi phục"


def test_a_damaged_manifest_stops_rotation_and_nothing_else(office: Office, stick: Path) -> None:
    for number in range(9):
        add_document(office, f"{number}.txt", b"x" * (number + 1))
        save(office, stick)
    assert len(Vault(root_of(stick)).serials()) < 9
    flip(manifest(stick, Vault(root_of(stick)).serials()[-1]))
    before = Vault(root_of(stick)).serials()
    contents = set(Vault(root_of(stick)).listing())
    assert save(office, stick).proof.whole
    assert set(before) < set(Vault(root_of(stick)).serials())
    assert contents <= set(Vault(root_of(stick)).listing())


def test_either_file_of_the_marker_will_do(office: Office, stick: Path) -> None:
    save(office, stick)
    known = read_marker(stick)
    for name in MARKERS:
        flip(root_of(stick) / name)
        assert read_marker(stick) == known
        save(office, stick)
    for name in MARKERS:
        flip(root_of(stick) / name)
    assert "bị hỏng" in look_at(stick).trouble
    with pytest.raises(Unreadable):
        read_marker(stick)
    done = save(office, stick)
    assert done.generation.serial == 4
    assert look_at(stick).marker is not None


def test_places_that_are_refused(office: Office, stick: Path, tmp_path: Path) -> None:
    reader = office.reader()
    with pytest.raises(RuleBroken, match="nằm trong chính thư mục dữ liệu"):
        adopt(reader, office.folder, office.folder)
    (office.folder / "x").mkdir()
    with pytest.raises(RuleBroken, match="nằm trong chính thư mục dữ liệu"):
        adopt(reader, office.folder / "x", office.folder)
    with pytest.raises(MediumTrouble, match="Không còn thấy"):
        adopt(reader, tmp_path / "không có", office.folder)
    with pytest.raises(RuleBroken, match="chưa được nhận"):
        back_up(reader, office.folder, tmp_path)
    reader.close()
    other = make_office(tmp_path / "xã khác", documents=0)
    save(other, stick)
    other.close()
    before = sorted(path.name for path in root_of(stick).rglob("*"))
    with pytest.raises(RuleBroken, match="của Ủy ban nhân dân xã Ba Thành, không phải của cơ quan này"):
        save(office, stick)
    assert before == sorted(path.name for path in root_of(stick).rglob("*"))


def test_a_place_of_a_newer_program_is_left_alone(office: Office, stick: Path) -> None:
    save(office, stick)
    marker = read_marker(stick)
    assert marker is not None
    write_marker(stick, type(marker)(**{**vars(marker), "format": 2}))
    with pytest.raises(InputRefused, match="bản chương trình mới hơn"):
        save(office, stick)
    assert "mới hơn" in look_at(stick).trouble
    assert len(Vault(root_of(stick)).serials()) == 1


def test_a_folder_on_the_same_disk_is_taken_and_told(office: Office, stick: Path) -> None:
    save(office, stick)
    assert "cùng ổ đĩa" in warning(look_at(stick), office.folder)
    assert [place.path for place in look_for_places(memory.known_paths(office.folder)) if place.marker] == [stick]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root writes everywhere, Windows has other rights")
def test_a_read_only_folder_is_refused(office: Office, stick: Path) -> None:
    stick.mkdir(mode=0o555)
    with pytest.raises(MediumTrouble, match="không cho ghi"):
        save(office, stick)


@NEED_ROOT
def test_a_full_stick_and_a_read_only_one(office: Office, tmp_path: Path) -> None:
    small = tmp_path / "usb nhỏ"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", small], check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        save(office, small)
        add_document(office, "lớn.bin", os.urandom(7 << 20))
        with pytest.raises(MediumTrouble, match=r"còn .* MB, cần") as told:
            save(office, small)
        assert troubles.exit_code(told.value) == troubles.NO_ROOM
        proof = check_place(small, office.folder)
        assert proof is not None
        assert proof.whole
        assert proof.serial == 1
        subprocess.run(["mount", "-o", "remount,ro", small], check=True)
        with pytest.raises(MediumTrouble, match="không cho ghi"):
            save(office, small)
        assert look_at(small).read_only
        proof = check_place(small, office.folder)
        assert proof is not None
        assert proof.whole
    finally:
        subprocess.run(["umount", "-l", small], check=True)


def test_a_stick_pulled_in_the_middle_leaves_no_generation(office: Office, stick: Path, tmp_path: Path) -> None:
    save(office, stick)
    add_document(office, "lớn.pdf", os.urandom(3 << 20))
    away = tmp_path / "rút"

    def pull(done: int, total: int, sentence: str) -> None:
        if "chép" in sentence and done:
            stick.rename(away)

    with pytest.raises(MediumTrouble, match=r"bị rút.*vẫn dùng được"):
        save(office, stick, told=pull)
    assert not stick.exists(), "nothing takes the place of a pulled stick on the disk of the PC"
    away.rename(stick)
    assert Vault(root_of(stick)).serials() == [1]
    assert save(office, stick).proof.whole


class Enough(Exception):
    """The person pressed Dừng."""


def test_a_backup_that_is_stopped_changes_nothing(office: Office, stick: Path) -> None:
    save(office, stick)
    add_document(office, "thêm.pdf", os.urandom(1 << 20))

    def stop(done: int, total: int, sentence: str) -> None:
        if "chép" in sentence and done:
            raise Enough

    with pytest.raises(Enough):
        save(office, stick, told=stop)
    assert Vault(root_of(stick)).serials() == [1]
    assert not list((office.folder / "sao-luu").glob("_tam/*"))


def test_far_fewer_rows_are_told_and_nothing_old_is_deleted(office: Office, stick: Path) -> None:
    for _number in range(9):
        save(office, stick)
    before = Vault(root_of(stick)).serials()
    office.run("Xóa", _empty)
    done = save(office, stick)
    assert done.generation.shrunk
    assert "Đã giữ cả hai" in done.warning
    again = save(office, stick)
    assert "Đã giữ cả hai" in again.warning, "the small one is no measure for the next"
    assert set(before) < set(Vault(root_of(stick)).serials())
    assert save(office, stick, accept_fewer=True).warning == ""
    assert save(office, stick).warning == ""
    assert set(before) - set(Vault(root_of(stick)).serials()), "rotation goes on"
    assert min(before) in Vault(root_of(stick)).serials(), "the first to hold the years that were closed stays for ever"


def _empty(db: object) -> None:
    db.execute("UPDATE cycle SET closed = 0")  # type: ignore[attr-defined]
    for table in ("evidence", "assignment", "task_item", "progress", "task", "score", "deduction", "section", "plan"):
        db.execute(f"DELETE FROM {table}")  # type: ignore[attr-defined]


def test_a_folder_that_is_there_is_never_taken_for_empty(office: Office, stick: Path) -> None:
    save(office, stick)
    done = save(office, stick)
    with pytest.raises(FileExistsError):
        Vault(root_of(stick)).write(done.generation)
    assert Vault(stick / "khác").serials() == []
    with pytest.raises(MediumTrouble, match="bị rút"):
        check_place(stick / "khác", office.folder)


def test_numbers_go_on_where_manifests_were_lost(office: Office, stick: Path) -> None:
    for _number in range(3):
        save(office, stick)
    shutil.rmtree(root_of(stick) / "ban")
    assert save(office, stick).generation.serial == 4, "the PC remembers the place"


def test_a_stick_known_under_another_letter(office: Office, stick: Path, tmp_path: Path) -> None:
    save(office, stick)
    moved = tmp_path / "E"
    stick.rename(moved)
    done = save(office, moved)
    assert done.generation.serial == 2
    assert [one.path for one in memory.all_remembered(office.folder)] == [str(moved)]


def test_words_about_the_last_backup(office: Office, stick: Path) -> None:
    assert memory.last_words(office.folder, TODAY) == ""
    save(office, stick)
    found = memory.all_remembered(office.folder)[0]
    day = date.fromisoformat(found.at[:10])
    later = date.fromordinal(day.toordinal() + 2)
    assert memory.last_words(office.folder, later) == "Bản gần nhất 2 ngày trước, đã thử khôi phục"
    assert memory.ago(found.at, date.fromordinal(day.toordinal() - 400)).startswith("ngày ")
    (office.folder / "sao-luu" / "so.json").write_text("{", encoding="utf-8")
    assert memory.last_words(office.folder, later) == ""


def test_an_office_without_a_name_has_no_place(data_folder: Path, stick: Path) -> None:
    from dvcq_desktop.office import open_office

    empty = open_office(data_folder, "x", create=True)
    with pytest.raises(RuleBroken, match="tên cơ quan"):
        save(empty, stick)
    empty.close()


def test_a_manifest_of_another_number_is_damaged(office: Office, stick: Path) -> None:
    done = save(office, stick)
    manifest(stick, 7).write_bytes(to_json(done.generation))
    with pytest.raises(Unreadable):
        Vault(root_of(stick)).read(7)
    newest = Vault(root_of(stick)).newest()
    assert newest is not None
    assert newest.serial == 1
    raw = json.loads(manifest(stick, 1).read_text(encoding="utf-8"))
    assert raw["digest"].startswith("sha256:")
    assert raw["algorithm"] == "sha256"


def test_trouble_of_the_pc_is_not_blamed_on_the_stick(office: Office, stick: Path) -> None:
    save(office, stick)
    (office.folder / "sao-luu" / "_tam").write_bytes(b"in the way")
    with pytest.raises(OSError, match="_tam") as told:
        save(office, stick)
    assert told.value.errno in (errno.EEXIST, errno.ENOTDIR)
    assert (stick / FOLDER).is_dir()
