"""Files taken in: folders walked, each judged and copied whole or named with its reason; what is there already is seen."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from db import store
from dvcq_desktop import cycles, evidence, evidence_files, intake
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.intake import Intake, Source
from dvcq_desktop.pace import Pace, left_words, size_words
from dvcq_desktop.years import close_year_anyway
from tests.dvcq_desktop.score_samples import YEAR, Sample, item_ids, score_year
from tests.support import operator

PDF = b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\n%%EOF\n"


class Stop(Exception):
    """The person pressed "Hủy"."""


def quiet(_done: int, _whole: int, _sentence: str) -> None:
    """Nobody listens."""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "Dữ liệu"
    folder.mkdir()
    return folder


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "USB"
    folder.mkdir()
    return folder


@pytest.fixture
def run(db):
    made = operator(db)
    made(score_year, [Sample(own=400), Sample(own=400)])
    return made


def write(folder: Path, **contents: bytes) -> list[Path]:
    paths = []
    for name, content in contents.items():
        path = folder / f"{name}.pdf"
        path.write_bytes(content)
        paths.append(path)
    return paths


def take(office: Path, paths: list[Path], *, insist: bool = False, report=quiet) -> Intake:
    found = Intake()
    sources = intake.gather(paths, office, found, lambda _count: None)
    intake.take_in(office, found, sources, report, insist=insist)
    return found


def test_a_folder_is_walked_and_what_is_no_document_is_named(office, papers):
    deep = papers / "Quý I" / "Ảnh"
    deep.mkdir(parents=True)
    write(papers, b=PDF + b"b", a=PDF + b"a")
    write(deep, c=PDF + b"c")
    for name in (".an", "Thumbs.db", "~$bao cao.docx"):
        (papers / name).write_bytes(b"x")
    (papers / "rong.pdf").write_bytes(b"")
    found = take(office, [papers])
    assert [one.name for one in found.taken] == ["a.pdf", "b.pdf", "c.pdf"]
    assert sorted(one.name for one in found.left_out) == [".an", "Thumbs.db", "~$bao cao.docx"]
    assert [(one.name, one.why[:8]) for one in found.refused] == [("rong.pdf", "Tệp rỗng")]
    for one in found.taken:
        assert store.path_of(evidence_files.store_folder(office), one.kept.sha256).read_bytes() == one.path.read_bytes()


def test_pages_come_in_the_order_of_their_numbers(office, papers):
    names = ("Trang 2.pdf", "trang 10.pdf", "Trang 1.pdf", "10.pdf", "9.pdf", "²3.pdf", "٣.pdf")
    for number, name in enumerate(names):
        (papers / name).write_bytes(PDF + bytes([number]))
    taken = [one.name for one in take(office, [papers]).taken]
    assert taken[:2] == ["٣.pdf", "9.pdf"]
    assert taken[2] == "10.pdf"
    assert taken[3:6] == ["Trang 1.pdf", "Trang 2.pdf", "trang 10.pdf"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs links and pipes of Unix")
def test_links_pipes_and_circles_do_not_hold_it_up(office, papers):
    (papers / "vòng").symlink_to(papers)
    os.mkfifo(papers / "ống")
    write(papers, a=PDF)
    found = take(office, [papers, papers / "a.pdf", papers / "mất.pdf"])
    assert [one.name for one in found.taken] == ["a.pdf"]
    assert [one.name for one in found.left_out] == ["vòng"]
    told = {one.name: one.why for one in found.refused}
    assert told["ống"] == "Không phải là tệp."
    assert "Không còn thấy tệp" in told["mất.pdf"]


def test_a_file_whose_place_the_system_does_not_tell_is_named_and_the_rest_goes_on(office, papers, monkeypatch):
    """Windows fails where Linux answers: at a damaged sector of a stick, at a share that just went."""
    write(papers, a=PDF, b=PDF + b"b", c=PDF + b"c")
    whole = os.path.realpath

    def torn(path, **more):
        if Path(path).name == "b.pdf":
            raise OSError(errno.EIO, "damaged")
        return whole(path, **more)

    monkeypatch.setattr(os.path, "realpath", torn)
    found = take(office, [papers])
    assert [one.name for one in found.taken] == ["a.pdf", "c.pdf"]
    assert [(one.name, bool(one.why)) for one in found.refused] == [("b.pdf", True)]


def test_nothing_of_the_data_folder_is_opened(office, papers):
    (office / "dvcq.sqlite3").write_bytes(b"SQLite format 3\0")
    inside = office / "dvcq.sqlite3"
    for dropped in (office, inside, office.parent):
        found = take(office, [dropped])
        assert not found.taken
        assert any("thư mục dữ liệu" in one.why for one in found.refused)
    if sys.platform != "win32":
        (papers / "vòng vào").symlink_to(office)
        assert not take(office, [papers / "vòng vào"]).taken


@pytest.mark.parametrize(
    "name",
    ["báo cáo\u202efdp.exe", "a" * 240 + ".pdf", "con.pdf", "hai\ndòng.pdf", "Ảnh hội nghị.pdf", " trống .pdf"],
)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_hostile_names_are_kept_in_full_and_shown_safely(db, run, office, papers, name):
    (papers / name).write_bytes(PDF)
    found = take(office, [papers], insist=True)
    assert [one.name for one in found.taken] == [name]
    made = run(intake.record, YEAR, found.taken)
    kept = evidence_files.newest_file(db, made[0])
    assert kept is not None
    assert kept.original_name == name
    title = evidence.evidence_of_year(db, YEAR)[0].title
    assert title
    assert "\u202e" not in title
    assert "\n" not in title


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_a_name_that_is_no_text_is_kept_without_loss(db, run, office, papers):
    raw = os.fsencode(papers) + b"/b\xe1o c\xe1o.pdf"
    Path(os.fsdecode(raw)).write_bytes(PDF)
    found = take(office, [papers])
    made = run(intake.record, YEAR, found.taken)
    kept = evidence_files.newest_file(db, made[0])
    assert kept is not None
    from dvcq_desktop.looking.names import os_name

    assert os.fsencode(os_name(kept.original_name)) == b"b\xe1o c\xe1o.pdf"


def test_what_can_do_harm_waits_until_somebody_insists(office, papers):
    program = papers / "xem ngay.pdf.exe"
    program.write_bytes(b"MZ" + bytes(100))
    found = take(office, [program])
    assert not found.taken
    assert [(source.name, kind.risk) for source, kind in found.risky] == [("xem ngay.pdf.exe", "danger")]
    again = take(office, [program], insist=True)
    assert [one.kind.key for one in again.taken] == ["danger"]


def test_no_room_is_said_before_anything_is_copied(office, papers, monkeypatch):
    paths = write(papers, a=PDF)
    usage = type("Usage", (), {"free": 1000})
    monkeypatch.setattr(intake.shutil, "disk_usage", lambda _path: usage)
    with pytest.raises(RuleBroken, match="chỉ còn 1 KB"):
        take(office, paths)
    assert not evidence_files.store_folder(office).exists()


def test_a_stop_keeps_what_was_taken_and_leaves_nothing_half(office, papers, monkeypatch):
    paths = write(papers, **{f"t{number:03}": PDF + bytes([number]) * 9_000 for number in range(200)})

    def stop(_done: int, _whole: int, sentence: str) -> None:
        if "64/200" in sentence:
            raise Stop

    monkeypatch.setattr("dvcq_desktop.pace._EVERY", 0.0)
    found = Intake()
    sources = intake.gather(paths, office, found, lambda _count: None)
    with pytest.raises(Stop):
        intake.take_in(office, found, sources, stop)
    assert 64 <= len(found.taken) < 200
    folder = evidence_files.store_folder(office)
    assert {sha for sha, _size in store.listing(folder)} == {one.kept.sha256 for one in found.taken}
    assert not list((folder / "_moi").iterdir())


def test_a_large_file_is_stopped_in_its_middle(office, papers, monkeypatch):
    monkeypatch.setattr(intake, "_ALONE", 1 << 20)
    path = papers / "phim.mp4"
    path.write_bytes(b"\0\0\0\x18ftypmp42" + bytes(6 << 20))
    heard: list[int] = []

    def stop(done: int, whole: int, _sentence: str) -> None:
        heard.append(done)
        if done:
            raise Stop

    monkeypatch.setattr("dvcq_desktop.pace._EVERY", 0.0)
    found = Intake()
    with pytest.raises(Stop):
        intake.take_in(office, found, intake.gather([path], office, found, lambda _count: None), stop)
    assert not found.taken
    assert 0 < max(heard) < 6 << 10
    assert list(store.listing(evidence_files.store_folder(office))) == []
    assert not list((evidence_files.store_folder(office) / "_moi").iterdir())


def test_a_pasted_picture_is_a_file_with_a_name(db, run, office):
    found = Intake()
    pasted = Source(name="ảnh dán 2026-11-23 10.42.00.png", size=10, made=lambda: b"\x89PNG\r\n\x1a\n" + bytes(40))
    intake.take_in(office, found, [pasted], quiet)
    made = run(intake.record, YEAR, found.taken)
    kept = evidence_files.newest_file(db, made[0])
    assert kept is not None
    assert (kept.kind, kept.original_name) == ("png", "ảnh dán 2026-11-23 10.42.00.png")


def test_what_is_there_already_is_seen_used_and_taken_out_of_the_trash(db, run, office, papers):
    items = item_ids(db, cycles.cycle_of_year(db, YEAR).framework_id or 0)
    paths = write(papers, a=PDF + b"1", b=PDF + b"2", c=PDF + b"2")
    found = take(office, paths)
    new, same = intake.sort_same(db, YEAR, found.taken)
    assert [one.shown for one in new] == ["a.pdf", "b.pdf"]
    assert [(one.taken.shown, one.earlier) for one in same] == [("c.pdf", "b.pdf")]
    made = run(intake.record, YEAR, new)
    run(evidence.trash, made[:1], "x")
    new, same = intake.sort_same(db, YEAR, found.taken)
    assert not new
    assert [one.evidence.id for one in same if one.evidence] == [made[0], made[1], made[1]]
    run(intake.record, YEAR, [], item_ids=items[:1], known=made)
    assert [one.id for one in evidence.evidence_of_item(db, YEAR, items[0])] == made
    run(cycles.open_year, YEAR + 1)
    assert len(intake.sort_same(db, YEAR + 1, found.taken)[0]) == 2  # another year has its own records


def test_a_closed_year_takes_nothing(db, run, office, papers):
    found = take(office, write(papers, a=PDF))
    run(close_year_anyway, YEAR, "Đã nộp")
    with pytest.raises(RuleBroken, match="đã khóa"):
        run(intake.record, YEAR, found.taken)


def test_the_pace_is_told_in_words():
    now = [0.0]
    told: list[str] = []
    pace = Pace(lambda _d, _w, words: told.append(words), "Đang nhận", 40, 400 << 20, clock=lambda: now[0])
    pace.tell()
    now[0] = 10.0
    pace.file_done()
    pace.count(100 << 20)
    assert told == ["Đang nhận 0/40 tệp", "Đang nhận 1/40 tệp, 10 MB/giây, còn khoảng 30 giây"]
    assert left_words(200) == "còn khoảng 3 phút"
    assert [size_words(n) for n in (0, 999, 2048, 1_300_000, 5 << 30)] == [
        "0 byte",
        "999 byte",
        "2 KB",
        "1,2 MB",
        "5,0 GB",
    ]
