"""What looks doubtful about a document: each rule says so where it must, is silent where it must, for one and for a year."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import thread_time
from typing import Any

import pytest

from db.connection import Connection
from db.store import Kept, keep_bytes
from dvcq_desktop import cycles, evidence, evidence_files, evidence_links, frameworks
from dvcq_desktop.evidence_warnings import warnings, warnings_of_year
from dvcq_desktop.records import update

Operate = Callable[..., Any]
GOOD = {
    "kind": "Báo cáo",
    "reference": "15/BC-UBND",
    "issued_on": "05/03/2025",
    "issuer": "UBND xã Ba Thành",
    "signer": "Phạm Văn Bình",
}


@pytest.fixture
def items(db: Connection, operate: Operate) -> list[frameworks.Item]:
    framework = operate(frameworks.load_framework, "minh-hoa-100-diem")
    for year in (2024, 2025):
        operate(cycles.open_year, year, framework_id=framework)
    return frameworks.items(db, framework)


def keys(db: Connection, evidence_id: int) -> list[str]:
    """The keys told of one document, the same for itself and inside its year."""
    alone = [one for one in warnings(db, evidence_id) if one.key != "item-gap"]
    assert alone == warnings_of_year(db, 2025).get(evidence_id, [])
    return [one.key for one in alone]


def kept(tmp_path: Path, content: bytes) -> Kept:
    return keep_bytes(tmp_path / "kho", content)


def test_a_sound_document_has_no_warning(db: Connection, operate: Operate, items: object) -> None:
    made = operate(evidence.add_record, 2025, "Kết quả thực hiện quy chế dân chủ", **GOOD)
    assert keys(db, made) == []
    assert warnings_of_year(db, 2025) == {}
    assert warnings_of_year(db, 1999) == {}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"issued_on": ""}, ["no-date"]),
        ({"issued_on": "31/12/2024"}, ["other-year"]),
        ({"issued_on": "2025"}, []),
        ({"signer": ""}, ["unsigned"]),
        ({"signer": "", "kind": "Ảnh"}, []),
        ({"issued_on": "", "signer": ""}, ["no-date", "unsigned"]),
    ],
)
def test_dates_and_signer(
    db: Connection, operate: Operate, items: object, fields: dict[str, str], expected: list[str]
) -> None:
    made = operate(evidence.add_record, 2025, "Kết quả", **{**GOOD, **fields})
    assert keys(db, made) == expected


def test_a_document_entered_before_its_date(db: Connection, operate: Operate, items: object) -> None:
    made = operate(evidence.add_record, 2025, "Kết quả", **{**GOOD, "issued_on": "20/10/2025"})
    operate(update, evidence.Evidence, made, entered_at="2025-10-19T23:59:59+07:00")
    assert keys(db, made) == ["entered-before"]
    operate(update, evidence.Evidence, made, entered_at="2025-10-20T00:00:00+07:00")
    assert keys(db, made) == []
    operate(update, evidence.Evidence, made, entered_at="2025-10-02T00:00:00+07:00", issued_on="2025-10")
    assert keys(db, made) == []


def test_the_same_number_symbol_and_issuer_is_told_with_the_other(
    db: Connection, operate: Operate, items: object
) -> None:
    first = operate(evidence.add_record, 2025, "Kết quả quý I", **GOOD)
    second = operate(
        evidence.add_record,
        2025,
        "Kết quả",
        **{**GOOD, "reference": "015/bc - ubnd", "issuer": "ubnd xã Ba Thanh", "issued_on": "06/03/2025"},
    )
    assert keys(db, first) == keys(db, second) == ["same-number"]
    told = warnings(db, second)[0]
    assert told.evidence_ids == (first,)
    assert "“Kết quả quý I”" in told.sentence
    operate(evidence.trash, [first], "Hoa")
    assert keys(db, second) == []
    assert warnings(db, first) == []


def test_numbers_begin_anew_each_year_and_with_each_issuer(db: Connection, operate: Operate, items: object) -> None:
    first = operate(evidence.add_record, 2025, "Kết quả", **GOOD)
    operate(evidence.add_record, 2024, "Kết quả", **{**GOOD, "issued_on": "05/03/2024"})
    operate(evidence.add_record, 2025, "Kết quả", **{**GOOD, "issuer": "Đảng ủy xã"})
    operate(evidence.add_record, 2025, "Kết quả", **{**GOOD, "reference": "150/BC-UBND"})
    assert keys(db, first) == []
    last_year = operate(evidence.add_record, 2024, "Ghi nhầm năm", **GOOD)
    assert warnings(db, first)[0].evidence_ids == (last_year,)


def test_the_same_content_is_told_whatever_version_has_it(
    db: Connection, operate: Operate, items: object, tmp_path: Path
) -> None:
    one, two = kept(tmp_path, b"one"), kept(tmp_path, b"two")
    first = operate(evidence_files.attach, 2025, one, "bao cao.pdf", title="Kết quả quý I", **GOOD)
    operate(evidence_files.replace, first, two, "bao cao.pdf")
    second = operate(evidence_files.attach, 2025, one, "scan.pdf", title="Khác", **{**GOOD, "reference": "16/BC-UBND"})
    assert keys(db, first) == keys(db, second) == ["same-content"]
    assert warnings(db, first)[0].evidence_ids == (second,)


def test_a_page_beyond_the_last_and_a_title_that_is_the_file_name(
    db: Connection, operate: Operate, items: list[frameworks.Item], tmp_path: Path
) -> None:
    file = kept(tmp_path, b"pdf")
    made = operate(evidence_files.attach, 2025, file, "Scan_001.PDF", item_ids=[items[0].id], **GOOD)
    assert keys(db, made) == ["file-name-title"]
    operate(evidence.change_evidence, made, title="Kết quả thực hiện quy chế dân chủ")
    link = evidence_links.links_of(db, made)[0]
    operate(evidence_links.change_link, link.id, pages="2, 5-7")
    assert keys(db, made) == []
    operate(evidence_files.set_pages, file.sha256, 6)
    assert keys(db, made) == ["beyond-last-page"]
    assert "Trang 7" in warnings(db, made)[0].sentence
    operate(evidence_files.set_pages, file.sha256, 7)
    assert keys(db, made) == []


def test_a_returned_document_until_it_is_submitted_again(db: Connection, operate: Operate, items: object) -> None:
    made = operate(evidence.add_record, 2025, "Kết quả", **GOOD)
    operate(evidence.send_back, [made], "Thiếu dấu", "Hoa")
    assert keys(db, made) == ["returned"]
    assert "Thiếu dấu" in warnings(db, made)[0].sentence
    operate(evidence.submit_again, [made])
    assert keys(db, made) == []


def test_papers_still_missing_at_its_items_are_told_for_the_document_alone(
    db: Connection, operate: Operate, items: list[frameworks.Item]
) -> None:
    item = next(one for one in items if one.needs_evidence)
    operate(update, frameworks.Item, item.id, expected_evidence="Báo cáo năm\nBiên bản họp dân")
    made = operate(evidence.add_evidence, 2025, item.id, "Báo cáo năm", **GOOD)
    operate(evidence_links.change_link, evidence_links.links_of(db, made)[0].id, expected="Báo cáo năm")
    told = warnings(db, made)
    assert [(one.key, one.item_id) for one in told] == [("item-gap", item.id)]
    assert "Biên bản họp dân" in told[0].sentence
    assert warnings_of_year(db, 2025) == {}


def test_a_year_of_five_thousand_documents_is_told_at_once(
    db: Connection, operate: Operate, items: list[frameworks.Item], tmp_path: Path
) -> None:
    def fill(db: Connection) -> None:
        for number in range(5000):
            fields = {**GOOD, "reference": f"{number % 4990}/BC-UBND"}
            sha = f"{number % 4995:064x}"
            evidence_files.attach(
                db, 2025, Kept(sha256=sha, size=1, new=True), f"{number}.pdf", title="Kết quả", **fields
            )

    operate(fill)
    begun = thread_time()
    told = warnings_of_year(db, 2025)
    took = thread_time() - begun
    assert sum(one.key == "same-number" for found in told.values() for one in found) == 20
    assert sum(one.key == "same-content" for found in told.values() for one in found) == 10
    assert took < 5  # of the processor's: about half a second; each against each would take minutes
