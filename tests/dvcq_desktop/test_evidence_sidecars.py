"""The JSON beside the contents: it tells all there is, follows every change, notices a flipped byte, forgets nothing foreign."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from db import store
from dvcq_desktop import evidence, evidence_files, evidence_json, evidence_sidecars, frameworks, organisation, tasks
from dvcq_desktop.errors import InputRefused
from dvcq_desktop.office import Office, open_office
from dvcq_desktop.records import update
from tests.dvcq_desktop.evidence_samples import WHO, YEAR, attach, damage, item, office_with_evidence


@pytest.fixture
def office(data_folder: Path):
    made = office_with_evidence(data_folder)
    evidence_sidecars.write_all(made.db, data_folder)
    made.sidecars.settle(made.sidecars.due())
    made.sidecars.compared()
    yield made
    made.close()


def path_of(office: Office, evidence_id: int) -> Path:
    newest = evidence_files.newest_file(office.db, evidence_id)
    assert newest is not None
    return evidence_sidecars.sidecar_path(evidence_files.store_folder(office.folder), newest.sha256)


def wrong(office: Office) -> list[str]:
    keys = evidence_sidecars.all_keys(office.db, evidence_files.store_folder(office.folder))
    return [what for _key, what, _wanted in evidence_sidecars.differences(office.db, office.folder, keys)]


def write_due(office: Office) -> int:
    due = office.sidecars.due()
    written = evidence_sidecars.write_keys(office.db, office.folder, evidence_sidecars.keys_touched(office.db, due))
    office.sidecars.settle(due)
    return written


def report(office: Office) -> int:
    return next(one.id for one in evidence.evidence_of_year(office.db, YEAR) if one.reference)


def test_a_sidecar_tells_all_of_a_document(office):
    told = evidence_sidecars.read_sidecar(path_of(office, report(office)))
    assert (told["algorithm"], told["office"]) == ("sha256", "Ủy ban nhân dân xã Ba Thành")
    assert told["size"] == len(b"%PDF-1.4 ban sua")
    document = told["documents"][0]
    assert (document["code"], document["year"], document["state"]) == ("H1.1.2.01", YEAR, "approved")
    assert (document["reference"], document["issued_on"], document["signer"]) == (
        "15/BC-UBND",
        "2025-03-05",
        "Nguyễn Văn An",
    )
    assert [one["original_name"] for one in document["versions"]] == ["Báo cáo.pdf", "Báo cáo (sửa).pdf"]
    first, second, task = document["links"]
    assert (first["criterion"], first["item"], first["pages"], first["section"], first["note"]) == (
        1,
        2,
        "3, 5-7",
        "Mục II",
        "xem kỹ",
    )
    assert second["item_text"] == frameworks.find_item(office.db, 1, 2, 1).text
    assert task["task_text"] == "Tổ chức đối thoại với Nhân dân"
    for evidence_id in (one.id for one in evidence.trash_of_year(office.db, YEAR)):
        trashed = evidence_sidecars.read_sidecar(path_of(office, evidence_id))["documents"][0]
        assert trashed["trashed_by"] == WHO


def test_a_sidecar_is_plain_json_for_other_programs(office):
    path = path_of(office, report(office))
    body = json.loads(path.read_text(encoding="utf-8"))
    seal = body.pop("self")
    assert len(seal) == 64
    assert body == evidence_sidecars.read_sidecar(path)
    assert list(body) == sorted(body)
    assert (
        dict(store.listing(evidence_files.store_folder(office.folder))).keys()
        == evidence_files.known_contents(office.db).keys()
    )


def test_a_flipped_byte_anywhere_is_noticed(office):
    data = path_of(office, report(office)).read_bytes()
    for place in range(len(data)):
        bad = bytearray(data)
        bad[place] ^= 1
        with pytest.raises(InputRefused):
            evidence_json.unsealed(bytes(bad))
    for bad in (b"", data[:-1], data + b" ", b"{}", b"[]"):
        with pytest.raises(InputRefused):
            evidence_json.unsealed(bad)
    with pytest.raises(InputRefused, match="bản chương trình khác"):
        evidence_json.unsealed(evidence_json.sealed({"format": 99, "documents": []}))


def test_every_change_is_followed(office):
    found = report(office)
    assert write_due(office) == 0
    task = tasks.tasks(office.db, YEAR)[0]
    changes = (
        lambda: office.run("Sửa", evidence.change_evidence, found, title="Tên mới"),
        lambda: office.run("Thùng rác", evidence.trash, [found], WHO),
        office.undo,
        office.redo,
        lambda: office.run("Nhiệm vụ", update, tasks.Task, task.id, text="Đối thoại"),
        lambda: office.run("Nội dung", update, frameworks.Item, item(office.db, "1.2"), number=9),
        lambda: office.run("Tiêu chí", update, frameworks.Criterion, 1, number=8),
    )
    for change in changes:
        change()
        assert "outdated" in wrong(office)
        assert write_due(office) >= 1
        assert wrong(office) == []


def test_the_first_file_of_a_paper_takes_its_record_along(office):
    paper = next(one for one in evidence.evidence_of_year(office.db, YEAR) if one.kind == "Sổ")
    folder = evidence_files.store_folder(office.folder)
    beside = evidence_sidecars.sidecar_path(folder, paper.uid)
    assert beside.exists()
    kept = store.keep_bytes(folder, b"so hop")
    office.run("Thêm tệp", evidence_files.replace, paper.id, kept, "sổ.pdf")
    write_due(office)
    assert not beside.exists()
    assert evidence_sidecars.read_sidecar(path_of(office, paper.id))["documents"][0]["title"] == "Sổ họp thôn"
    office.undo()
    write_due(office)
    assert beside.exists()
    assert wrong(office) == []


def test_missing_and_damaged_ones_are_made_again(office):
    path = path_of(office, report(office))
    damage(path)
    other = path_of(office, evidence.trash_of_year(office.db, YEAR)[0].id)
    other.unlink()
    assert sorted(wrong(office)) == ["damaged", "missing"]
    assert evidence_sidecars.write_all(office.db, office.folder) == 2
    assert wrong(office) == []
    assert evidence_sidecars.write_all(office.db, office.folder) == 0


def test_who_wrote_it_is_no_difference(office):
    path = path_of(office, report(office))
    body = evidence_sidecars.read_sidecar(path)
    path.write_bytes(evidence_json.sealed({**body, "program": "0.0.1"}))
    assert wrong(office) == []


def test_an_older_copy_of_the_data_takes_nothing_away(data_folder, tmp_path):
    office_with_evidence(data_folder).close()
    shutil.copy(data_folder / "dvcq.sqlite3", tmp_path / "bản sao")
    newer = open_office(data_folder, WHO)
    made = attach(newer, "sau.pdf", b"sau ban sao", items=("1.3",))
    path = path_of(newer, made)
    newer.close()
    shutil.copy(tmp_path / "bản sao", data_folder / "dvcq.sqlite3")
    (data_folder / "dvcq.sqlite3.sha256").unlink(missing_ok=True)
    older = open_office(data_folder, WHO)
    assert not older.sidecars.whole(), "another journal than that which the sidecars were left with"
    evidence_sidecars.write_all(older.db, data_folder)
    older.close()
    assert [one["title"] for one in evidence_sidecars.read_sidecar(path)["documents"]] == ["sau"]


def test_what_was_purged_is_told_no_more(office):
    trashed = evidence.trash_of_year(office.db, YEAR)[0]
    path = path_of(office, trashed.id)
    office.run("Xóa hẳn", evidence.purge, [trashed.id])
    write_due(office)
    assert evidence_sidecars.read_sidecar(path)["documents"] == []
    assert evidence_sidecars.write_all(office.db, office.folder) == 0
    office.undo()
    write_due(office)
    assert len(evidence_sidecars.read_sidecar(path)["documents"]) == 1


def test_the_office_of_the_head_stands_in_all_at_the_next_start(office, data_folder):
    named = organisation.current(office.db)
    office.run("Đổi tên", organisation.change, named.id, name="Ủy ban nhân dân xã Ba Vinh")
    office.close()
    again = open_office(data_folder, WHO)
    assert not again.sidecars.whole()
    assert evidence_sidecars.write_all(again.db, data_folder) == 4
    again.sidecars.compared()
    again.close()
    third = open_office(data_folder, WHO)
    assert third.sidecars.whole()
    third.close()


def test_a_folder_that_is_gone_is_not_made_again(office, data_folder, tmp_path):
    office.run("Sửa", evidence.change_evidence, report(office), title="Khác")
    data_folder.rename(tmp_path / "chuyển đi")
    office.close()
    assert not data_folder.exists()


def test_names_are_no_way_out_of_the_store(tmp_path):
    for key in ("../../x", "a", "A" * 16, "a/b" * 6, "x" * 41, "G" * 64):
        with pytest.raises(ValueError, match="no "):
            evidence_sidecars.sidecar_path(tmp_path, key)
