"""Step 4 on a file of step 3 with evidence: every record and link stays, each gets its code, undo and search still work."""

from __future__ import annotations

from pathlib import Path

import pytest

import db.migrations
from db import journal
from db.opening import open_data
from db.row_check import row_check
from dvcq_desktop import evidence, evidence_files, evidence_links
from dvcq_desktop.evidence_codes import code, places
from dvcq_desktop.finding import find
from dvcq_desktop.office import open_office
from tests.support import WHO


@pytest.fixture
def upgraded(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office of step 3: three documents for two items, one of them for both with pages and a note, one for none."""
    with monkeypatch.context() as older:
        older.setattr("db.migrations.STEPS", db.migrations.STEPS[:3])
        older.setattr("db.opening.SCHEMA", 3)
        data = open_data(data_folder, WHO, create=True)
        with journal.operation(data.connection, "Nhập minh chứng", WHO):
            for statement in (
                "INSERT INTO framework (uid, code, title) VALUES ('f', 'thu', 'Bộ thử')",
                "INSERT INTO criterion (uid, framework_id, number, title, position) VALUES ('k', 1, 2, 'Tiêu chí', 1)",
                "INSERT INTO item (uid, criterion_id, number, text, position) VALUES ('i3', 1, 3, 'Ba', 1), ('i4', 1, 4, 'Bốn', 2)",
                "INSERT INTO cycle (uid, year, framework_id) VALUES ('c', 2025, 1)",
                (
                    "INSERT INTO evidence (uid, cycle_id, kind, reference, issued_on, title) VALUES"
                    " ('e1', 1, 'Báo cáo', '15/BC-UBND', '2025-03-05', 'Kết quả quý I'), ('e2', 1, '', '', '', 'Ảnh hội nghị'),"
                    " ('e3', 1, '', '', '', 'Chưa gắn')"
                ),
                (
                    "INSERT INTO evidence_link (uid, evidence_id, item_id, pages, note) VALUES ('l1', 1, 1, '3', 'xem'),"
                    " ('l2', 1, 2, '', ''), ('l3', 2, 1, '', '')"
                ),
            ):
                data.connection.execute(statement)
        data.close()
    return data_folder


def test_every_record_and_link_stays(upgraded):
    office = open_office(upgraded, WHO)
    found = {one.uid: one for one in evidence.evidence_of_year(office.db, 2025)}
    assert set(found) == {"e1", "e2", "e3"}
    assert (found["e1"].reference, found["e1"].issued_on, found["e1"].state, found["e1"].box) == (
        "15/BC-UBND",
        "2025-03-05",
        "new",
        1,
    )
    links = evidence_links.links_of(office.db, found["e1"].id)
    assert [(one.uid, one.item_id, one.task_id, one.pages, one.note) for one in links] == [
        ("l1", 1, None, "3", "xem"),
        ("l2", 2, None, "", ""),
    ]
    where = places(office.db, 2025)
    assert {uid: code(one, where.get(one.id)) for uid, one in found.items()} == {
        "e1": "H1.2.3.01",
        "e2": "H1.2.3.02",
        "e3": "",
    }
    assert evidence_files.newest_files(office.db, 2025) == {}
    assert row_check(office.db) == []
    office.close()


def test_work_goes_on_where_it_was(upgraded):
    office = open_office(upgraded, WHO)
    made = office.run("Thêm", evidence.add_evidence, 2025, 1, "Biên bản")
    where = places(office.db, 2025)
    numbers = [code(one, where[one.id]) for one in evidence.evidence_of_year(office.db, 2025) if one.id == made]
    assert numbers == ["H1.2.3.03"]
    assert office.undo() == "Thêm"
    office.run("Bỏ", evidence_links.unlink_evidence, 1, 1)
    assert "Kết quả quý I" in str(find(office.db, "ket qua quy"))
    office.close()


def test_links_name_an_item_or_a_task_never_both(upgraded):
    office = open_office(upgraded, WHO)
    for values in ("(1, NULL, NULL)", "(3, 1, 1)"):
        with pytest.raises(Exception, match="CHECK"):
            office.run(
                "Sai",
                lambda found, values=values: found.execute(
                    f"INSERT INTO evidence_link (uid, evidence_id, item_id, task_id) VALUES ('x', {values[1:]}"
                ),
            )
    office.close()
