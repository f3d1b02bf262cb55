"""Documents and their files: versions, review, trash, move, closed years; undo changes rows only."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import store
from dvcq_desktop import cycles, evidence, evidence_files, evidence_gaps, evidence_links, frameworks, tasks
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.records import update
from dvcq_desktop.years import close_year_anyway
from tests.dvcq_desktop.evidence_samples import YEAR, attach, item, office_with_evidence
from tests.dvcq_desktop.score_samples import Sample, item_ids, score_year
from tests.support import content, operator


@pytest.fixture
def office(data_folder: Path):
    made = office_with_evidence(data_folder)
    yield made
    made.close()


def contents(office) -> dict[str, tuple[int, bytes]]:
    """Every content with when it was last changed."""
    folder = evidence_files.store_folder(office.folder)
    paths = {sha: store.path_of(folder, sha) for sha, _size in store.listing(folder)}
    return {sha: (path.stat().st_mtime_ns, path.read_bytes()) for sha, path in paths.items()}


def report(office) -> evidence.Evidence:
    return next(one for one in evidence.evidence_of_year(office.db, YEAR) if one.reference)


def test_undo_and_redo_never_touch_a_file(office):
    before, rows = contents(office), content(office.db)
    steps = 0
    while office.undo() is not None:
        steps += 1
        assert contents(office) == before
    assert steps > 8
    assert evidence_files.known_contents(office.db) == {}
    while office.redo() is not None:
        assert contents(office) == before
    assert content(office.db) == rows


def test_replacing_makes_a_version_and_asks_for_review_again(office):
    found = report(office)
    assert found.state == "approved"
    folder = evidence_files.store_folder(office.folder)
    again = store.keep_bytes(folder, b"%PDF-1.4 ban sua")
    assert office.run("Như cũ", evidence_files.replace, found.id, again, "x.pdf") == 2, "the same content is no version"
    assert report(office).state == "approved"
    third = store.keep_bytes(folder, b"%PDF-1.4 lan ba")
    assert office.run("Bản ba", evidence_files.replace, found.id, third, "Báo cáo 3.pdf") == 3
    assert report(office).state == "new"
    versions = evidence_files.versions_of(office.db, found.id)
    assert [one.version for one in versions] == [3, 2, 1]
    for one in versions:
        assert evidence_files.file_path(office.folder, one).is_file(), "older versions stay"


def test_one_content_of_many_documents_lies_once(office):
    first = attach(office, "ảnh 1.jpg", b"cung mot anh", items=("1.1",))
    second = attach(office, "ảnh 2.jpg", b"cung mot anh", items=("1.2",))
    sha = evidence_files.newest_file(office.db, first).sha256
    assert [one.id for one in evidence_files.with_content(office.db, sha)] == [first, second]
    assert len([one for one in contents(office) if one == sha]) == 1


def test_only_the_trash_is_deleted_for_good(office):
    found = report(office)
    with pytest.raises(RuleBroken, match="thùng rác"):
        office.run("Xóa", evidence.purge, [found.id])
    office.run("Bỏ", evidence.trash, [found.id], "Hoa")
    office.run("Xóa", evidence.purge, [found.id])
    assert evidence_files.versions_of(office.db, found.id) == []
    assert evidence_links.links_of(office.db, found.id) == []
    assert len(contents(office)) == 3
    office.undo()
    assert len(evidence_files.versions_of(office.db, found.id)) == 2
    assert len(evidence_links.links_of(office.db, found.id)) == 3


def test_returned_and_trashed_prove_nothing(office):
    place = item(office.db, "1.2")
    assert [one.reference for one in evidence.evidence_of_item(office.db, YEAR, place)] == ["15/BC-UBND"]
    with pytest.raises(RuleBroken, match="lý do"):
        office.run("Trả", evidence.send_back, [report(office).id], "  ", "Hoa")
    office.run("Trả", evidence.send_back, [report(office).id], "Thiếu chữ ký", "Hoa")
    assert evidence.evidence_of_item(office.db, YEAR, place) == []
    office.run("Trình lại", evidence.submit_again, [report(office).id])
    assert len(evidence.evidence_of_item(office.db, YEAR, place)) == 1
    trashed = evidence.trash_of_year(office.db, YEAR)
    office.run("Lấy lại", evidence.restore, [one.id for one in trashed])
    assert len(evidence.evidence_of_item(office.db, YEAR, place)) == 2


def test_moving_takes_pages_and_section_along(office):
    found, here, there = report(office), item(office.db, "1.2"), item(office.db, "1.3")
    office.run("Chuyển", evidence_links.move_many, [found.id], here, there)
    moved = next(one for one in evidence_links.links_of(office.db, found.id) if one.item_id == there)
    assert (moved.pages, moved.section, moved.note) == ("3, 5-7", "Mục II", "xem kỹ")
    office.run("Chuyển tiếp", evidence_links.move_many, [found.id], there, item(office.db, "2.1"))
    assert [one.item_id for one in evidence_links.links_of(office.db, found.id) if one.item_id] == [
        item(office.db, "2.1")
    ]


@pytest.mark.parametrize(
    ("typed", "why"),
    [("0", "không phải số trang"), ("7-3", "không phải số trang"), ("a", "không phải"), ("21", "vượt quá")],
)
def test_pages_that_are_none_are_refused(office, typed, why):
    found = report(office)
    sha = evidence_files.newest_file(office.db, found.id).sha256
    office.run("Số trang", evidence_files.set_pages, sha, 20)
    link = evidence_links.links_of(office.db, found.id)[0]
    with pytest.raises(RuleBroken, match=why):
        office.run("Trang", evidence_links.change_link, link.id, pages=typed)
    office.run("Trang", evidence_links.change_link, link.id, pages=" 1; 5–7, 20 ")
    assert evidence_links.page_ranges(evidence_links.links_of(office.db, found.id)[0].pages) == [
        (1, 1),
        (5, 7),
        (20, 20),
    ]


def test_a_closed_year_keeps_its_evidence_as_it_is(office):
    found, trashed = report(office), evidence.trash_of_year(office.db, YEAR)[0]
    kept = store.keep_bytes(evidence_files.store_folder(office.folder), b"moi")
    link = evidence_links.links_of(office.db, found.id)[0]
    task = tasks.tasks(office.db, YEAR)[0].id
    office.run("Khóa", close_year_anyway, YEAR, "Đã nộp")
    before = content(office.db)
    for use_case, arguments in (
        (evidence_files.attach, (YEAR, kept, "x.pdf")),
        (evidence_files.replace, (found.id, kept, "x.pdf")),
        (evidence_files.set_pages, (evidence_files.newest_file(office.db, found.id).sha256, 4)),
        (evidence.approve, ([found.id], "Hoa")),
        (evidence.send_back, ([found.id], "Sai", "Hoa")),
        (evidence.submit_again, ([found.id],)),
        (evidence.trash, ([found.id], "Hoa")),
        (evidence.restore, ([trashed.id],)),
        (evidence.purge, ([trashed.id],)),
        (evidence_links.link_many, ([found.id], item(office.db, "1.3"))),
        (evidence_links.link_task, (found.id, task)),
        (evidence_links.unlink_task, (found.id, task)),
        (evidence_links.unlink, ([link.id],)),
        (evidence_links.move_many, ([found.id], item(office.db, "1.2"), item(office.db, "1.3"))),
        (evidence_links.change_link, (link.id,)),
    ):
        named = {"pages": "1"} if use_case is evidence_links.change_link else {}
        with pytest.raises(RuleBroken, match="đã khóa"):
            office.run("Thử", use_case, *arguments, **named)
        assert content(office.db) == before, use_case.__name__


def test_what_is_missing_of_expected_papers(db):
    run = operator(db)
    run(score_year, [Sample(), Sample(not_applicable="full")])
    first, second = item_ids(db, cycles.cycle_of_year(db, YEAR).framework_id or 0)
    run(update, frameworks.Item, first, expected_evidence="Kế hoạch năm\nBáo cáo tổng kết\n\n Biên bản họp ")

    def proof():
        return {one.item.id: one for one in evidence_gaps.item_proofs(db, YEAR)}

    assert (proof()[first].have, proof()[first].wanted, proof()[first].gap) == (0, 3, True)
    assert not proof()[second].gap, "what does not apply needs no proof"
    report_id = run(evidence.add_evidence, YEAR, first, "Báo cáo tổng kết năm 2025")
    other = run(evidence.add_evidence, YEAR, first, "Ảnh")
    assert proof()[first].have == 2
    assert (
        evidence_gaps.likely_line("Báo cáo tổng kết năm 2025", evidence_gaps.lines_of(proof()[first].item))
        == "Báo cáo tổng kết"
    )
    link = evidence_links.links_of(db, report_id)[0]
    run(evidence_links.change_link, link.id, expected="Báo cáo tổng kết")
    assert "Báo cáo tổng kết" not in proof()[first].missing
    run(evidence.send_back, [other], "Mờ", "Hoa")
    assert (proof()[first].have, proof()[first].returned) == (1, 1)
    run(evidence.trash, [report_id], "Hoa")
    assert proof()[first].have == 0
