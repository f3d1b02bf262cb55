"""Codes and file names of evidence: numbers that stay, names that every disk takes, never two alike, paths of 200 at most."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dvcq_desktop import cycles, evidence, evidence_codes, evidence_links
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.evidence import Evidence
from dvcq_desktop.evidence_codes import Place, apart, check_template, code, file_name, keep_template, places, template
from dvcq_desktop.looking.names import RESERVED
from tests.dvcq_desktop.score_samples import YEAR, Sample, item_ids, score_year
from tests.support import content, operator


@pytest.fixture
def run(db):
    made = operator(db)
    made(score_year, [Sample(), Sample(), Sample()])
    return made


@pytest.fixture
def items(db, run) -> list[int]:
    return item_ids(db, cycles.cycle_of_year(db, YEAR).framework_id or 0)


def codes(db) -> dict[str, str]:
    """The code of every document by its title, the trash too."""
    found, where = [*evidence.evidence_of_year(db, YEAR), *evidence.trash_of_year(db, YEAR)], places(db, YEAR)
    return {one.title: code(one, where.get(one.id)) for one in found}


def test_the_first_item_gives_the_code_and_it_stays(db, run, items):
    first = run(evidence.add_evidence, YEAR, items[0], "A")
    run(evidence.add_evidence, YEAR, items[0], "B")
    run(evidence.add_evidence, YEAR, items[1], "C")
    waiting = run(evidence.add_record, YEAR, "D")
    assert codes(db) == {"A": "H1.1.1.01", "B": "H1.1.1.02", "C": "H1.2.1.01", "D": ""}
    run(evidence_links.link_evidence, first, items[1])
    run(evidence_links.unlink_evidence, first, items[0])
    run(evidence_links.link_evidence, waiting, items[2])
    assert codes(db) == {"A": "H1.1.1.01", "B": "H1.1.1.02", "C": "H1.2.1.01", "D": "H1.1.2.01"}
    run(evidence.change_many, [first], box="3")
    assert codes(db)["A"] == "H3.1.1.01"


def test_numbers_of_the_trash_are_not_given_again(db, run, items):
    first = run(evidence.add_evidence, YEAR, items[0], "A")
    run(evidence.trash, [first], "Hoa")
    run(evidence.add_evidence, YEAR, items[0], "B")
    assert codes(db) == {"A": "H1.1.1.01", "B": "H1.1.1.02"}
    run(evidence.restore, [first])
    assert len(set(codes(db).values())) == 2


def test_years_count_apart(db, run, items):
    run(cycles.open_year, 2026, framework_id=cycles.cycle_of_year(db, YEAR).framework_id)
    run(evidence.add_evidence, YEAR, items[0], "A")
    run(evidence.add_evidence, 2026, items[0], "B")
    other = evidence.evidence_of_year(db, 2026)[0]
    assert code(other, places(db, 2026)[other.id]) == "H1.1.1.01"


def test_many_documents_moved_at_once_have_codes_of_their_own(db, run, items):
    made = [run(evidence.add_record, YEAR, f"T{n}") for n in range(12)]
    run(evidence_links.link_many, made, items[0])
    found = sorted(codes(db).values())
    assert found == [f"H1.1.1.{n:02d}" for n in range(1, 13)]
    run(evidence_links.move_many, made[:3], items[0], items[1])
    assert sorted(codes(db).values()) == found, "a code written on paper does not change"


RECORD = Evidence(cycle_id=1, title="Kết quả thực hiện quy chế dân chủ ở cơ sở", kind="Báo cáo", reference="15/BC-UBND",
                  issued_on="2025-03-05", issuer="Ủy ban nhân dân xã", code_number=4, box=2)  # fmt: skip


def test_a_name_is_made_from_the_template():
    name = file_name(RECORD, Place(criterion=2, item=3), ".pdf", evidence_codes.TEMPLATE)
    assert name == "H2.2.3.04 Bao cao 15-BC-UBND 2025-03-05 Ket qua thuc hien quy che dan chu o co so.pdf"
    assert file_name(RECORD, None, ".pdf", "{ten}") == "Ket qua thuc hien quy che dan chu o co so.pdf"
    assert file_name(
        RECORD, Place(criterion=2, item=3), ".PDF", "{hop}-{tieuchi}-{noidung}-{stt} {nam} {coquan}"
    ).startswith("2-2-3-04 2025 Uy ban")


@pytest.mark.parametrize("typed", ["", "   ", "khong co phan nao", "{la}", "{ten", "ten}", "{ten} {", "{{ten}}"])
def test_a_template_that_cannot_work_is_refused(db, run, typed):
    before = content(db)
    with pytest.raises(RuleBroken, match="ten"):
        run(keep_template, typed)
    assert content(db) == before
    run(keep_template, " {ma} {ten} ")
    assert template(db) == "{ma} {ten}"
    for part in evidence_codes.PARTS:
        check_template("{" + part + "}")


@given(
    title=st.text(max_size=300),
    reference=st.text(max_size=60),
    issuer=st.text(max_size=80),
    longest=st.integers(20, 160),
)
def test_a_name_fits_every_disk_whatever_the_record_says(title, reference, issuer, longest):
    record = Evidence(cycle_id=1, title=title or "?", reference=reference, issuer=issuer, kind=issuer, code_number=1)
    name = file_name(record, Place(criterion=1, item=1), ".pdf", "{ten} {so} {coquan} {loai}", longest=longest)
    assert len(name) <= longest
    assert name.endswith(".pdf")
    stem = name.removesuffix(".pdf")
    assert stem == stem.strip(" .")
    assert stem
    assert set(name) <= set(string.ascii_letters + string.digits + " ._()[]+,=@&-")
    assert stem.split(".")[0].strip().lower() not in RESERVED
    assert file_name(record, Place(criterion=1, item=1), ".pdf", "{ten} {so} {coquan} {loai}", longest=longest) == name


@given(st.lists(st.sampled_from(["a.pdf", "A.pdf", "a (2).pdf", "b", "B", ".pdf", "a.PDF", "a.pdf.pdf"]), max_size=30))
def test_names_never_collide(names):
    made = apart(names)
    assert len({name.casefold() for name in made}) == len(names) == len(made)
    for before, after in zip(names, made, strict=True):
        assert after == before or after.rpartition(".")[2] == before.rpartition(".")[2] or "(" in after
