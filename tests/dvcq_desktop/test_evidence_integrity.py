"""verify-evidence: what is missing, damaged, left over is named so that it is found; healed, repaired, cleared for good."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from db import journal_parts, store
from db.errors import UndoBlocked
from db.row_check import row_check
from dvcq_desktop import commands, evidence, evidence_check, evidence_files, evidence_sidecars, evidence_unused
from dvcq_desktop.backup import local
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.office import Office, open_office
from tests.dvcq_desktop.evidence_samples import WHO, YEAR, attach, damage, lose, office_with_evidence


@pytest.fixture
def office(data_folder: Path):
    made = office_with_evidence(data_folder)
    evidence_sidecars.write_all(made.db, data_folder)
    yield made
    made.close()


@pytest.fixture
def folder(data_folder: Path) -> Path:
    return evidence_files.store_folder(data_folder)


def kinds(office: Office, **how: bool) -> list[str]:
    return [one.kind for one in evidence_check.check(office.db, office.folder, **how).findings]


def newest(office: Office) -> tuple[int, str]:
    found = next(one for one in evidence.evidence_of_year(office.db, YEAR) if one.reference)
    file = evidence_files.newest_file(office.db, found.id)
    assert file is not None
    return found.id, file.sha256


def test_a_whole_store_is_clean(office):
    found = evidence_check.check(office.db, office.folder)
    assert found.findings == ()
    assert found.contents == 3
    assert "đủ và nguyên vẹn" in found.summary()


def test_a_flipped_byte_is_named(office, folder):
    evidence_id, sha = newest(office)
    damage(store.path_of(folder, sha))
    found = evidence_check.check(office.db, office.folder)
    assert [one.kind for one in found.findings] == ["damaged"]
    named = found.findings[0].documents[0]
    assert (named.evidence_id, named.code, named.original_name) == (evidence_id, "H1.1.2.01", "Báo cáo (sửa).pdf")
    assert sha in "\n".join(evidence_check.lines(found))
    assert kinds(office, quick=True) == [], "the size is the same: only reading tells"


@pytest.mark.parametrize("quick", [True, False])
def test_missing_and_cut_files_are_named(office, folder, quick):
    _id, sha = newest(office)
    lose(store.path_of(folder, sha))
    trashed = evidence_files.newest_file(office.db, evidence.trash_of_year(office.db, YEAR)[0].id)
    path = store.path_of(folder, trashed.sha256)
    path.chmod(0o600)
    os.truncate(path, 2)
    found = evidence_check.check(office.db, office.folder, quick=quick)
    assert [one.kind for one in found.findings] == ["missing", "damaged"]
    assert "trong thùng rác" in evidence_check.lines(found)[-3]


def test_an_older_version_counts_too(office, folder):
    evidence_id, _sha = newest(office)
    first = evidence_files.versions_of(office.db, evidence_id)[-1]
    lose(store.path_of(folder, first.sha256))
    assert evidence_check.check(office.db, office.folder).lost[0].documents[0].original_name == "Báo cáo.pdf"


def test_only_the_same_content_heals(office, folder, tmp_path):
    _id, sha = newest(office)
    damage(store.path_of(folder, sha))
    (tmp_path / "khác").write_bytes(b"khac")
    with pytest.raises(RuleBroken, match="nội dung khác"):
        evidence_check.heal(office.folder, sha, tmp_path / "khác")
    assert kinds(office) == ["damaged"]
    (tmp_path / "đúng").write_bytes(b"%PDF-1.4 ban sua")
    evidence_check.heal(office.folder, sha, tmp_path / "đúng")
    assert kinds(office) == []


def test_a_content_in_the_folder_of_another_is_missed_and_what_is_not_ours_is_named(office, folder):
    _id, sha = newest(office)
    there = store.path_of(folder, sha)
    other = folder / ("00" if sha[:2] != "00" else "01")
    other.mkdir(exist_ok=True)
    (other / "ghi chú.txt").write_text("x")
    there.rename(other / sha)
    assert kinds(office) == ["missing", "stranger", "stranger"]
    evidence_check.heal(office.folder, sha, other / sha)
    assert kinds(office) == ["stranger", "stranger"]
    assert (other / "ghi chú.txt").exists()


def test_what_can_be_made_again_is_made(office, folder):
    _id, sha = newest(office)
    sidecar = evidence_sidecars.sidecar_path(folder, sha)
    damage(sidecar)
    (folder / "_moi").mkdir(exist_ok=True)
    (folder / "_moi" / "dở").write_bytes(b"x")
    (sidecar.parent / ".ab.json.1234.tmp").write_bytes(b"x")
    assert kinds(office) == ["sidecar", "unfinished", "unfinished"]
    assert kinds(office, alone=False) == ["sidecar", "unfinished"], "somebody may be copying"
    assert evidence_check.check(office.db, office.folder, repair=True).findings == ()


def test_a_check_can_be_stopped(office):
    class Enough(Exception):
        pass

    def report(_done: int, _total: int, _said: str) -> None:
        raise Enough

    with pytest.raises(Enough):
        evidence_check.check(office.db, office.folder, report)


def purged(office: Office) -> str:
    """Attached, thrown away, deleted for good: the content is left over."""
    made = attach(office, "thừa.pdf", b"thua", items=("1.3",))
    sha = evidence_files.newest_file(office.db, made).sha256
    office.run("Bỏ", evidence.trash, [made], WHO)
    office.run("Xóa hẳn", evidence.purge, [made])
    evidence_sidecars.write_all(office.db, office.folder)
    return sha


def clear(office: Office) -> int:
    wanted = [one.sha256 for one in evidence_unused.unused(office.db, office.folder)]
    released = office.run("Dọn", evidence_unused.release, office.folder, wanted)
    return evidence_unused.delete(office.folder, released)


def test_undo_of_a_purge_finds_its_file_as_long_as_nothing_was_cleared(office, folder):
    sha = purged(office)
    assert kinds(office) == ["unused"]
    office.undo()
    assert [one for one in kinds(office) if one in evidence_check.LOST] == []
    assert store.path_of(folder, sha).exists()
    assert evidence_unused.unused(office.db, office.folder) == []


def test_after_clearing_no_undo_brings_back_a_row_without_its_file(office, folder):
    sha = purged(office)
    assert [one.names for one in evidence_unused.unused(office.db, office.folder)] == [("thừa.pdf",)]
    assert clear(office) == 4
    assert not store.path_of(folder, sha).exists()
    assert not evidence_sidecars.sidecar_path(folder, sha).exists()
    before = journal_parts.position(office.db)
    with pytest.raises(UndoBlocked):
        office.undo()
    assert journal_parts.position(office.db) == before
    assert sha not in evidence_files.known_contents(office.db)
    assert kinds(office) == []
    assert row_check(office.db) == []
    later = attach(office, "sau.pdf", b"sau")
    office.undo()
    assert later not in [one.id for one in evidence.evidence_of_year(office.db, YEAR)], (
        "what was done since can be undone"
    )


def test_after_clearing_no_redo_brings_it_back_either(office, folder):
    made = attach(office, "nhầm.pdf", b"nham")
    sha = evidence_files.newest_file(office.db, made).sha256
    office.undo()
    clear(office)
    assert not store.path_of(folder, sha).exists()
    with pytest.raises(UndoBlocked):
        office.redo()


def test_the_same_file_may_come_again_after_clearing(office, folder):
    sha = purged(office)
    clear(office)
    made = attach(office, "lại.pdf", b"thua")
    assert evidence_files.newest_file(office.db, made).sha256 == sha
    office.undo()
    office.redo()
    assert kinds(office, quick=True) in ([], ["sidecar"])
    assert store.path_of(folder, sha).exists()


def test_what_other_data_recorded_is_not_unused(office, folder, tmp_path):
    """An older copy of the data was taken back: what was recorded since is told, and never cleared."""
    other = office_with_evidence(tmp_path / "nơi khác")
    made = attach(other, "sau.pdf", b"sau ban sao")
    sha = evidence_files.newest_file(other.db, made).sha256
    evidence_sidecars.write_all(other.db, other.folder)
    theirs = evidence_files.store_folder(other.folder)
    store.keep(folder, store.path_of(theirs, sha))
    evidence_sidecars.sidecar_path(folder, sha).write_bytes(evidence_sidecars.sidecar_path(theirs, sha).read_bytes())
    other.close()
    assert kinds(office) == ["unlisted"]
    assert clear(office) == 0
    assert store.path_of(folder, sha).exists()


def test_the_command_names_what_is_lost(data_folder, folder, capsys):
    office = office_with_evidence(data_folder)
    _id, sha = newest(office)
    office.close()
    run = ["verify-evidence", "--data", str(data_folder)]
    assert commands.run(run) == 0
    damage(store.path_of(folder, sha))
    assert commands.run([*run, "--quick"]) == 0
    capsys.readouterr()
    assert commands.run([*run, "--json"]) == 3
    told = capsys.readouterr()
    found = json.loads(told.out)["findings"][0]
    assert (found["kind"], found["sha256"]) == ("damaged", sha)
    assert found["documents"][0]["code"] == "H1.1.2.01"
    assert "Tệp hỏng" in told.err
    assert found["path"].endswith(sha)


def test_the_command_repairs_and_clears_only_when_told(data_folder, folder, capsys):
    office = office_with_evidence(data_folder)
    sha = purged(office)
    office.close()
    evidence_sidecars.sidecar_path(folder, sha).unlink()
    run = ["verify-evidence", "--data", str(data_folder)]
    assert commands.run(run) == 1
    assert commands.run([*run, "--repair"]) == 1, "an unused file is told, never repaired away"
    assert commands.run([*run, "--clear-unused"]) == 2
    assert "không lấy lại được" in capsys.readouterr().err
    assert store.path_of(folder, sha).exists()
    assert commands.run([*run, "--clear-unused", "--yes-delete"]) == 0
    assert not store.path_of(folder, sha).exists()
    assert commands.run(run) == 0


def test_half_copies_of_a_crash_are_gone_at_the_next_start(data_folder, folder):
    office_with_evidence(data_folder).close()
    (folder / "_moi").mkdir(exist_ok=True)
    (folder / "_moi" / "dở").write_bytes(b"x")
    open_office(data_folder, WHO).close()
    assert store.half_copies(folder) == []


def test_what_a_copy_on_this_pc_needs_is_not_unused_and_the_copy_comes_back_whole(office, data_folder, folder):
    """Deleted for good and cleared: the copy made before still brings the document back with its file."""
    made = attach(office, "cần.pdf", b"can cho ban sao", items=("1.3",))
    sha = evidence_files.newest_file(office.db, made).sha256
    kept = local.copy_here(office.db, data_folder, "close")
    office.run("Bỏ", evidence.trash, [made], WHO)
    office.run("Xóa hẳn", evidence.purge, [made])
    evidence_sidecars.write_all(office.db, office.folder)
    assert evidence_unused.unused(office.db, data_folder) == []
    assert clear(office) == 0
    assert store.path_of(folder, sha).exists()
    copy = next(one for one in local.copies_here(data_folder) if one.serial == kept.serial)
    assert copy.has({sha: 15}) == {sha}
    store.discard(data_folder / "sao-luu" / "kho", [kept.data.sha256])  # such a copy cannot be restored any more
    assert [one.sha256 for one in evidence_unused.unused(office.db, data_folder)] == [sha]
