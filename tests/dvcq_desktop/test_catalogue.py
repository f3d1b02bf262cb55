"""The year's evidence as it is handed in: where a document is kept, what is left out, what is missing, boxes and labels."""

from __future__ import annotations

import pytest

from dvcq_desktop import catalogue as catalogues
from dvcq_desktop import cycles, evidence, evidence_links, organisation
from dvcq_desktop.catalogue import catalogue, pages_of
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.printed import box_labels, file_index
from dvcq_desktop.printed.blocks import FormOptions, Grid, Labels
from dvcq_desktop.settings import keep_setting
from dvcq_desktop.writers import write
from tests.dvcq_desktop.score_samples import YEAR, Sample, item_ids, score_year
from tests.dvcq_desktop.writers.paper import read
from tests.support import operator


@pytest.fixture
def run(db):
    made = operator(db)
    made(organisation.set_up, "Ủy ban nhân dân xã Ba Thành", "Ba Thành")
    made(score_year, [Sample(own=400)] * 4)
    return made


@pytest.fixture
def items(db, run) -> list[int]:
    """1.1, 2.1, 1.2, 2.2."""
    return item_ids(db, cycles.cycle_of_year(db, YEAR).framework_id or 0)


def told(found: catalogues.Catalogue) -> list[tuple[str, list[str]]]:
    return [
        (item.number, [f"({line.code})" if line.guest else line.code for line in item.lines])
        for item in found.items
        if item.lines
    ]


def test_a_document_is_kept_once_and_named_wherever_it_proves(db, run, items):
    made = run(evidence.add_evidence, YEAR, items[1], "Báo cáo")
    run(evidence_links.link_evidence, made, items[0])
    run(evidence.add_evidence, YEAR, items[0], "Kế hoạch")
    found = catalogue(db, YEAR)
    assert told(found) == [("1.1", ["H1.1.1.01", "(H1.2.1.01)"]), ("2.1", ["H1.2.1.01"])]
    assert len(found.documents) == 2
    run(evidence_links.unlink_evidence, made, items[1])  # its code stays, its place is where it still proves something
    assert told(catalogue(db, YEAR)) == [("1.1", ["H1.1.1.01", "H1.2.1.01"])]


def test_what_proves_nothing_or_is_not_approved_stays_out_and_is_counted(db, run, items):
    first = run(evidence.add_evidence, YEAR, items[0], "Báo cáo")
    run(evidence.add_evidence, YEAR, items[1], "Kế hoạch")
    run(evidence.add_record, YEAR, "Chờ xếp")
    run(evidence.send_back, [run(evidence.add_evidence, YEAR, items[1], "Hỏng")], "mờ", "Hoa")
    run(evidence.approve, [first], "Chủ tịch")
    found = catalogue(db, YEAR)
    assert [one.title for one in found.unplaced] == ["Chờ xếp"]
    assert [item.number for item in found.gaps] == ["1.2", "2.2"]
    approved = catalogue(db, YEAR, only_approved=True)
    assert (told(approved), approved.unapproved) == ([("1.1", ["H1.1.1.01"])], 2)
    assert [item.number for item in approved.gaps] == ["1.2", "2.1", "2.2"]  # an item whose proof is left out lacks it


def test_one_criterion_or_item_can_be_listed(db, run, items):
    for item_id in items:
        run(evidence.add_evidence, YEAR, item_id, "Báo cáo")
    assert [number for number, _lines in told(catalogue(db, YEAR, "2"))] == ["2.1", "2.2"]
    assert [number for number, _lines in told(catalogue(db, YEAR, "1.2"))] == ["1.2"]
    with pytest.raises(RuleBroken, match="“7”"):
        catalogue(db, YEAR, "7")


def test_a_sum_of_pages_is_told_only_when_all_are_known(db, run, items):
    first = run(evidence.add_evidence, YEAR, items[0], "Báo cáo")
    run(evidence.change_evidence, first, page_count="12")
    assert pages_of(catalogue(db, YEAR).documents) == 12
    run(evidence.add_evidence, YEAR, items[0], "Kế hoạch")
    assert pages_of(catalogue(db, YEAR).documents) == 0


def test_boxes_have_a_label_each_and_files_of_papers_a_row(db, run, items):
    for number in range(5):
        made = run(
            evidence.add_evidence, YEAR, items[number % 4], f"Văn bản {number}", issued_on=f"2025-0{number + 1}-02"
        )
        run(evidence.change_evidence, made, box=str(number + 1))
    run(keep_setting, catalogues.RETENTION, "10 năm")
    document = box_labels.build(db, FormOptions(year=YEAR))
    block = next(block for block in document.parts[0].blocks if isinstance(block, Labels))
    assert [label.number for label in block.labels] == [f"HỘP SỐ 0{n}" for n in range(1, 6)]
    assert "Thời hạn bảo quản: 10 năm" in block.labels[0].lines
    pages = [page.text for page in read(write(document, ".pdf"))]
    assert [page.count("HỘP SỐ") for page in pages] == [4, 1]
    index = file_index.build(db, FormOptions(year=YEAR))
    rows = next(block for block in index.parts[0].blocks if isinstance(block, Grid)).rows
    assert [(row.cells[1], row.cells[3], row.cells[4]) for row in rows] == [
        (f"H{box}.{2 - box % 2}", f"02/0{box}/2025", "10 năm") for box in range(1, 6)
    ]
