"""First opening, editing and printing with each fault at each file call: the old state or the new one, and a sentence."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import pypdfium2
import pytest
import sqlite_utils  # noqa: F401 - not once more in each child: importing it takes ten times as long as an opening

from db.opening import FILE
from db.snapshot import verify
from dvcq_desktop import organisation, units
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.exporting import export_form
from dvcq_desktop.office import has_data, open_office
from dvcq_desktop.printed.blocks import FormOptions
from tests.faults import at_work
from tests.faults.inject import HONEST, LONG, Outcome, each_fault, injected
from tests.faults.offices import WHO, make_office, rows_of, sound

pytestmark = injected


def most(number: int) -> int:
    """So many faults, all of them in the long run."""
    return 0 if LONG else number


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """du-lieu: the demonstration office; ban-in: a paper of each kind, printed before."""
    folder = tmp_path_factory.mktemp("mẫu")
    make_office(folder / "du-lieu")
    (folder / "ban-in").mkdir()
    for suffix in ("pdf", "docx", "xlsx"):
        (folder / "ban-in" / f"giấy.{suffix}").write_bytes(b"old")
        export(folder, f"khác.{suffix}")
    return folder


def make_first(folder: Path) -> None:
    open_office(folder / "mới", WHO, create=True).close()


def test_a_first_opening_under_faults_can_be_repeated() -> None:
    def check(folder: Path, outcome: Outcome) -> None:
        place = folder / "mới"
        if outcome.ended == "done":
            assert has_data(place)
        office = open_office(place, WHO, create=not has_data(place))
        try:
            verify(office.db, place / FILE)
            office.run("Đặt tên", organisation.set_up, "Ủy ban nhân dân xã Ba Thành", "Ba Thành")
        finally:
            office.close()
        assert not list(place.glob("*.moi*"))

    report = each_fault(make_first, check, most=most(40), faults=HONEST)
    assert min(report.ended[how] for how in ("done", "told", "killed")) > 2


def test_an_office_the_disk_fails_to_see_is_not_made_anew(start: Path) -> None:
    """A momentary "no such file" must not be taken for an empty folder, not even by an opening that may make one."""
    before = rows_of(start / "du-lieu" / FILE)

    def open_or_make(folder: Path) -> None:
        open_office(folder / "du-lieu", WHO, create=True).close()

    def check(folder: Path, outcome: Outcome) -> None:
        if outcome.ended == "told":
            assert outcome.sentence
        open_office(folder / "du-lieu", WHO).close()
        assert rows_of(folder / "du-lieu" / FILE) == before

    report = each_fault(open_or_make, check, start=start, under="du-lieu", most=most(40), faults=HONEST)
    assert report.runs >= 40


def edit(folder: Path) -> None:
    """Five edits; what each was is told beside the disk that fails once it was saved."""
    office = open_office(folder / "du-lieu", WHO)
    tell(folder, at_work.digest(office.db))
    dice = random.Random(3)
    for _number in range(4):
        try:
            at_work.one_edit(office, dice)
        except RuleBroken:
            continue
        tell(folder, at_work.digest(office.db))
    office.run("Thêm tổ", units.add_unit, "Tổ mới " + "x" * 9000)
    tell(folder, at_work.digest(office.db))
    office.close()


def tell(folder: Path, digest: str) -> None:
    with (folder / "told").open("a") as told:
        told.write(f"{digest}\n")


def test_edits_under_faults_are_saved_or_refused_whole(start: Path) -> None:
    before = rows_of(start / "du-lieu" / FILE)

    def check(folder: Path, outcome: Outcome) -> None:
        told = (folder / "told").read_text().split() if (folder / "told").exists() else []
        office = open_office(folder / "du-lieu", WHO)
        try:
            sound(office)
            now = at_work.digest(office.db)
            if told and now != told[-1]:  # struck between the commit and its being told: the edit is there, and whole
                assert outcome.ended != "done"
                office.undo()
                back = at_work.digest(office.db)
                office.redo()
                office.redo()
                assert told[-1] in (back, at_work.digest(office.db)), "an edit said to be saved is gone, or half there"
            office.run("Thêm", units.add_unit, "Sau sự cố")
        finally:
            office.close()
        assert told or rows_of(folder / "du-lieu" / FILE)["section"] == before["section"]

    report = each_fault(edit, check, start=start, under="du-lieu", most=most(60), faults=HONEST)
    assert min(report.ended[how] for how in ("done", "told", "killed")) > 1


def export(folder: Path, name: str) -> None:
    office = open_office(folder / "du-lieu", WHO)
    try:
        export_form(office.db, "trang-chu-tich", FormOptions(year=2025), folder / "ban-in" / name)
    finally:
        office.close()


@pytest.mark.parametrize("suffix", ["pdf", "docx", "xlsx"])
def test_a_paper_printed_under_faults_is_the_old_one_or_whole(start: Path, suffix: str) -> None:
    def work(folder: Path) -> None:
        export(folder, f"giấy.{suffix}")

    def check(folder: Path, outcome: Outcome) -> None:
        path = folder / "ban-in" / f"giấy.{suffix}"
        if path.read_bytes() == b"old":
            assert outcome.ended != "done", "said to be written, and is not"
        elif suffix == "pdf":
            paper = pypdfium2.PdfDocument(path)
            assert len(paper) > 0
            paper.close()
        else:
            with zipfile.ZipFile(path) as parts:
                assert parts.testzip() is None
        litter = {one.name for one in path.parent.iterdir()} - {
            f"{name}.{end}" for name in ("giấy", "khác") for end in ("pdf", "docx", "xlsx")
        }
        assert outcome.ended == "killed" or outcome.fault.lasting or not litter, litter

    each_fault(work, check, start=start, under="ban-in", most=most(16), faults=HONEST)
