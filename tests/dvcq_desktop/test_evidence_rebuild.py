"""rebuild: the catalogue from a folder alone is the catalogue that was; what cannot be placed or read is told, nothing guessed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from db import store
from dvcq_desktop import (
    commands,
    cycles,
    evidence,
    evidence_check,
    evidence_files,
    evidence_folder,
    evidence_json,
    evidence_sidecars,
    organisation,
)
from dvcq_desktop.errors import InputRefused, RuleBroken
from dvcq_desktop.office import open_office
from dvcq_desktop.years import close_year_anyway
from tests.dvcq_desktop.evidence_samples import OFFICE, WHO, YEAR, damage, lose, office_with_evidence, set_up


@pytest.fixture
def old(data_folder: Path) -> Path:
    """A closed office with evidence; of its data file nothing is used any more."""
    office_with_evidence(data_folder).close()
    return data_folder


def catalogue(folder: Path) -> list[dict[str, Any]]:
    office = open_office(folder, WHO)
    try:
        rows = office.db.execute("SELECT id FROM evidence ORDER BY uid").fetchall()
        return [evidence_json.document_as_json(office.db, row["id"]) for row in rows]
    finally:
        office.close()


def rebuild(source: Path, target: Path, *more: str) -> int:
    return commands.run(["rebuild", "--from", str(source), "--data", str(target), *more])


def without_tasks(documents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """As it can be told without the plan: links to tasks, and what they add to the note, left out."""
    return [{**one, "note": "", "links": [link for link in one["links"] if "item" in link]} for one in documents]


def test_the_folder_alone_gives_the_catalogue_back(old, tmp_path, capsys):
    before = catalogue(old)
    (tmp_path / "cũ").mkdir()
    shutil.move(old / "minh-chung", tmp_path / "cũ" / "minh-chung")
    new = tmp_path / "mới"
    assert rebuild(tmp_path / "cũ", new) == 0
    told = capsys.readouterr().err
    assert "Đã lấy lại 3 hồ sơ" in told
    assert "Tổ chức đối thoại" in told, "the task is not there: the old place is told"
    after = catalogue(new)
    assert without_tasks(after) == without_tasks(before)
    assert [one["note"] for one in after if one["reference"]] == ["chỗ cũ: nhiệm vụ “Tổ chức đối thoại với Nhân dân”"]
    office = open_office(new, WHO)
    assert organisation.current(office.db).name == OFFICE
    assert cycles.find_cycle(office.db, YEAR).framework_id is not None
    assert evidence_check.check(office.db, new).findings == ()
    office.undo()
    assert cycles.all_cycles(office.db) == []
    assert office.db.execute("SELECT count(*) FROM evidence").fetchone()[0] == 0
    assert office.undo_label() is None, "one step"
    office.close()


def test_the_store_of_a_lost_data_file_is_taken_in_place(old):
    before = catalogue(old)
    for path in old.glob("dvcq.sqlite3*"):
        path.unlink()
    assert rebuild(old, old) == 0
    assert without_tasks(catalogue(old)) == without_tasks(before)
    assert commands.run(["verify-evidence", "--data", str(old)]) == 0


def test_documents_that_are_there_are_not_doubled(old, tmp_path, capsys):
    before = catalogue(old)
    assert rebuild(old, old) == 0
    assert "3 hồ sơ đã có sẵn" in capsys.readouterr().err
    assert catalogue(old) == before
    new = tmp_path / "mới"
    assert rebuild(old, new) == 0
    assert rebuild(old / "minh-chung", new) == 0
    assert len(catalogue(new)) == 3


def test_tasks_of_an_office_that_has_them_are_linked(old, tmp_path):
    new = tmp_path / "mới"
    office = open_office(new, WHO, create=True)
    office.run("Thiết lập", set_up)
    office.close()
    assert rebuild(old, new) == 0
    report = next(one for one in catalogue(new) if one["reference"])
    assert [link["task_text"] for link in report["links"] if "task_text" in link] == ["Tổ chức đối thoại với Nhân dân"]
    assert report["note"] == ""


def test_a_place_that_is_not_the_same_is_never_guessed(old, tmp_path, capsys):
    new = tmp_path / "mới"
    office = open_office(new, WHO, create=True)
    office.run("Thiết lập", set_up)
    office.run("Sửa", lambda db: db.execute("UPDATE item SET text = 'Nội dung khác hẳn' WHERE number = 2"))
    office.close()
    assert rebuild(old, new) == 0
    report = next(one for one in catalogue(new) if one["reference"])
    assert [(link["criterion"], link["item"]) for link in report["links"] if "item" in link] == [(2, 1)]
    assert report["note"] == "chỗ cũ: nội dung 1.2"
    assert report["code"] == "H1.2.1.01", "the code follows the place it has now"
    assert "không xếp lại được" in capsys.readouterr().err


def test_contents_without_any_sidecar_wait_to_be_sorted(old, tmp_path):
    for path in list((old / "minh-chung").rglob("*.json")):
        path.unlink()
    new = tmp_path / "mới"
    assert rebuild(old, new, "--year", "2024") == 0
    found = catalogue(new)
    assert [one["year"] for one in found] == [2024] * 3
    assert all(one["title"].startswith("Tệp chưa rõ tên") and not one["links"] for one in found)
    assert sorted(Path(one["versions"][0]["original_name"]).suffix for one in found) == [".jpg", ".pdf", ".pdf"]
    assert rebuild(old, new, "--year", "2024") == 0
    assert len(catalogue(new)) == 3


def test_damaged_files_and_sidecars_are_named_and_left_out(old, tmp_path, capsys):
    folder = old / "minh-chung"
    report = next(one for one in catalogue(old) if one["reference"])
    newest, picture = report["versions"][-1]["sha256"], next(one for one in catalogue(old) if one["trashed_at"])
    damage(store.path_of(folder, newest))
    damage(evidence_sidecars.sidecar_path(folder, picture["versions"][0]["sha256"]))
    new = tmp_path / "mới"
    assert rebuild(old, new, "--dry-run") == 3
    assert not new.exists(), "only tried"
    assert rebuild(old, new) == 3
    told = capsys.readouterr().err
    assert "H1.1.2.01 Báo cáo" in told
    assert picture["versions"][0]["sha256"] in told
    after = catalogue(new)
    assert [one["uid"] for one in after if one["reference"]] == [report["uid"]], (
        "its record is whole; only the file is not"
    )
    assert not store.path_of(new / "minh-chung", newest).exists()
    assert commands.run(["verify-evidence", "--data", str(new)]) == 3


def test_a_trial_in_an_office_changes_nothing(old, tmp_path, capsys):
    new = tmp_path / "mới"
    office = open_office(new, WHO, create=True)
    office.run("Thiết lập", set_up)
    office.close()
    assert rebuild(old, new, "--dry-run", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["documents"], told["existing"]) == (3, 0)
    assert catalogue(new) == []


def test_a_closed_year_stays_as_it_is(old, tmp_path, capsys):
    new = tmp_path / "mới"
    office = open_office(new, WHO, create=True)
    office.run("Thiết lập", set_up)
    office.run("Khóa", close_year_anyway, YEAR, "Đã nộp")
    office.close()
    assert rebuild(old, new) == 3
    assert "Năm 2025 đã khóa" in capsys.readouterr().err
    assert catalogue(new) == []


def test_what_was_deleted_for_good_does_not_come_back(old, tmp_path):
    office = open_office(old, WHO)
    gone = evidence.trash_of_year(office.db, YEAR)[0]
    office.run("Xóa hẳn", evidence.purge, [gone.id])
    office.close()
    new = tmp_path / "mới"
    assert rebuild(old, new) == 0
    assert len(catalogue(new)) == 2
    assert len(evidence_folder.look(old).contents) == 2


def test_what_was_recorded_after_an_older_copy_comes_back(old, tmp_path):
    shutil.copy(old / "dvcq.sqlite3", tmp_path / "bản sao")
    office = open_office(old, WHO)
    kept = store.keep_bytes(evidence_files.store_folder(old), b"sau")
    office.run("Thêm", evidence_files.attach, YEAR, kept, "sau.txt", who=WHO)
    office.close()
    shutil.copy(tmp_path / "bản sao", old / "dvcq.sqlite3")
    (old / "dvcq.sqlite3.sha256").unlink(missing_ok=True)
    assert commands.run(["verify-evidence", "--data", str(old)]) == 1
    assert rebuild(old, old) == 0
    assert "sau" in [one["title"] for one in catalogue(old)]
    assert commands.run(["verify-evidence", "--data", str(old)]) == 0


def test_a_handed_in_folder_gives_its_documents_back(old, tmp_path, capsys):
    assert commands.run(["export-evidence", "--data", str(old), "--out", str(tmp_path / "nộp")]) == 0
    new = tmp_path / "mới"
    assert rebuild(tmp_path / "nộp", new) == 0
    told = {one["uid"]: one for one in catalogue(old) if not one["trashed_at"]}
    for one in catalogue(new):
        before = told.pop(one["uid"])
        assert [v["sha256"] for v in one["versions"]] == [v["sha256"] for v in before["versions"][-1:]]
        assert (one["title"], one["code"]) == (before["title"], before["code"])
    assert told == {}
    assert commands.run(["verify-evidence", "--data", str(new)]) == 0


def hostile(change: dict[str, Any]) -> dict[str, Any]:
    document = {
        **dict.fromkeys(evidence_json.RECORD, ""),
        "uid": "0123456789abcdef",
        "page_count": 0,
        "box": 1,
        "code_number": 0,
        "state": "new",
        "title": "Lạ",
        "year": YEAR,
        "code": "",
        "code_place": None,
        "versions": [],
        "links": [],
    }
    return {**document, **change, "file": "ok.pdf"}


@pytest.mark.parametrize(
    "change",
    [
        {"uid": "../../../etc/x"}, {"uid": 5}, {"title": ""}, {"title": None}, {"title": "\ud800"}, {"year": "2025"},
        {"year": 1}, {"year": 10**9}, {"box": -1}, {"box": True}, {"state": "owned"}, {"issued_on": "31/02/2025"},
        {"versions": [{"sha256": "../x"}]}, {"versions": "x"}, {"links": [{"item": 1}]}, {"links": [[]]},
        {"code_place": [1]}, {"code_place": ["1", "2"]}, {"trashed_at": "<script>"}, {"note": "x" * 30_000},
    ],
)  # fmt: skip
def test_values_of_the_wrong_kind_are_left_out(tmp_path, change):
    body = {
        "documents": [hostile(change), hostile({"title": "Tốt", "uid": "a" * 16})],
        "format": 1,
        "office": "X",
        "program": "",
    }
    try:
        data = evidence_json.sealed(body)
    except UnicodeEncodeError:
        data = b""
    (tmp_path / "muc-luc.json").write_bytes(data)
    if not data:
        with pytest.raises(InputRefused):
            evidence_folder.look(tmp_path)
        return
    found = evidence_folder.look(tmp_path)
    assert [one["title"] for one in found.documents.values()] == ["Tốt"]
    assert "ghi sai kiểu" in found.troubles[0]
    assert rebuild(tmp_path, tmp_path / "mới") == 3


@pytest.mark.parametrize("name", ["../bí mật", "/etc/passwd", "a/../../x", "C:\\x", "\\\\máy\\x", "", None, 7, "có\0"])
def test_no_name_leads_out_of_the_folder(tmp_path, name):
    secret = tmp_path / "bí mật"
    secret.write_bytes(b"mat")
    folder = tmp_path / "nộp"
    folder.mkdir()
    sha = "ab" * 32
    version = {"uid": "b" * 16, "version": 1, "sha256": sha, "size": 3, "original_name": "x", "kind": "", "pages": 0,
               "added_at": "", "added_by": "", "note": ""}  # fmt: skip
    document = {**hostile({"versions": [version]}), "file": name}
    body = {"documents": [document], "format": 1, "office": "X", "program": ""}
    (folder / "muc-luc.json").write_bytes(evidence_json.sealed(body))
    found = evidence_folder.look(folder)
    assert found.contents == {}
    assert "Không thấy tệp" in found.troubles[0]


def test_another_folder_is_refused_with_a_sentence(tmp_path, capsys):
    with pytest.raises(RuleBroken, match="không có kho minh chứng"):
        evidence_folder.look(tmp_path)
    assert rebuild(tmp_path, tmp_path / "mới") == 2
    assert not (tmp_path / "mới").exists()
    (tmp_path / "muc-luc.json").write_text('{"documents": []}')
    assert rebuild(tmp_path, tmp_path / "mới") == 3


def test_a_missing_content_keeps_its_record(old, tmp_path, capsys):
    report = next(one for one in catalogue(old) if one["reference"])
    lose(store.path_of(old / "minh-chung", report["versions"][-1]["sha256"]))
    new = tmp_path / "mới"
    assert rebuild(old, new) == 3
    assert "Không thấy tệp “Báo cáo (sửa).pdf”" in capsys.readouterr().err
    assert [one["uid"] for one in catalogue(new) if one["reference"]] == [report["uid"]]
    assert commands.run(["verify-evidence", "--data", str(new)]) == 3
