"""Evidence as records: one document for many items, counted where it proves, kept when it proves nothing any more."""

from __future__ import annotations

import pytest

from dvcq_desktop import cycles, evidence, evidence_links, scores
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.years import close_year_anyway
from tests.dvcq_desktop.score_samples import YEAR, Sample, item_ids, score_year
from tests.support import content, operator


@pytest.fixture
def run(db):
    made = operator(db)
    made(score_year, [Sample(own=400), Sample(own=400)])
    return made


@pytest.fixture
def items(db, run) -> list[int]:
    return item_ids(db, cycles.cycle_of_year(db, YEAR).framework_id or 0)


def counts(db) -> list[int]:
    return [row.evidence for row in scores.score_rows(db, YEAR)]


def test_one_document_proves_many_items(db, run, items):
    made = run(
        evidence.add_evidence,
        YEAR,
        items[0],
        " Kết quả  quý I ",
        kind="Báo cáo",
        reference="15/BC-UBND",
        issued_on="5/3/2025",
    )
    run(evidence_links.link_evidence, made, items[1])
    run(evidence_links.link_evidence, made, items[1])
    assert counts(db) == [1, 1]
    found = evidence.evidence_of_item(db, YEAR, items[1])
    assert evidence.evidence_name(found[0]) == "Báo cáo 15/BC-UBND ngày 05/03/2025 – Kết quả quý I"
    assert evidence.evidence_words(found) == "Báo cáo 15/BC-UBND ngày 05/03/2025"
    run(evidence_links.unlink_evidence, made, items[0])
    assert counts(db) == [0, 1]
    assert len(evidence.evidence_of_year(db, YEAR)) == 1
    run(evidence_links.unlink_evidence, made, items[1])
    assert counts(db) == [0, 0]
    assert [one.id for one in evidence.evidence_of_year(db, YEAR)] == [made]  # it waits in "Chờ xếp": nothing is lost


def test_many_are_linked_and_taken_away_at_once(db, run, items):
    made = [run(evidence.add_evidence, YEAR, items[0], f"Biên bản {n}") for n in range(3)]
    run(evidence_links.link_many, made, items[1])
    assert counts(db) == [3, 3]
    run(evidence_links.unlink_many, made[:2], items[0])
    assert counts(db) == [1, 3]


@pytest.mark.parametrize(("typed", "why"), [({"title": "  "}, "Chưa có tên"), ({"issued_on": "31/02/2025"}, "31/02")])
def test_what_cannot_be_a_document_is_refused(db, run, items, typed, why):
    with pytest.raises(RuleBroken, match=why):
        run(evidence.add_evidence, YEAR, items[0], **{"title": "Báo cáo", **typed})
    made = run(evidence.add_evidence, YEAR, items[0], "Báo cáo")
    with pytest.raises(RuleBroken, match=why):
        run(evidence.change_evidence, made, **typed)


def test_a_document_is_changed(db, run, items):
    made = run(evidence.add_evidence, YEAR, items[0], "Báo cáo")
    run(evidence.change_evidence, made, title="Ảnh hội nghị", issued_on="01/02/2025", kind="Ảnh")
    found = evidence.evidence_of_item(db, YEAR, items[0])[0]
    assert (found.title, found.issued_on, found.kind) == ("Ảnh hội nghị", "2025-02-01", "Ảnh")


def test_the_proof_of_a_closed_year_stays(db, run, items):
    made = run(evidence.add_evidence, YEAR, items[0], "Báo cáo")
    run(close_year_anyway, YEAR, "Đã nộp")
    before = content(db)
    for use_case, arguments, named in (
        (evidence.add_evidence, (YEAR, items[0], "Khác"), {}),
        (evidence_links.link_evidence, (made, items[1]), {}),
        (evidence_links.unlink_evidence, (made, items[0]), {}),
        (evidence.change_evidence, (made,), {"title": "Khác"}),
    ):
        with pytest.raises(RuleBroken, match="đã khóa"):
            run(use_case, *arguments, **named)
    assert content(db) == before
