"""A set of evidence as other programs see it: sha256sum, a browser, a second run, somebody who changed it meanwhile."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from dvcq_desktop import commands, evidence
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.evidence_codes import LONGEST_PATH
from dvcq_desktop.evidence_json import unsealed
from dvcq_desktop.hand_in import compare, sums
from dvcq_desktop.hand_in.profiles import (
    HandInProfile,
    add_profile,
    change_profile,
    profile_named,
    profiles,
    remove_profile,
)
from tests.dvcq_desktop.hand_in.conftest import HandingIn, spoil, touch_back
from tests.support import content

PAPERS = {
    "DOC-TRUOC.txt", "SHA256SUMS", "danh-muc-minh-chung.docx", "danh-muc-minh-chung.pdf", "danh-muc-minh-chung.xlsx",
    "index.html", "muc-luc.json", "nhan-hop.pdf",
}  # fmt: skip
SHA256SUM = shutil.which("sha256sum")


def checked(folder: Path) -> None:
    """sha256sum itself finds every file of the set as it is listed, and nothing lies there unlisted."""
    if SHA256SUM is None:
        pytest.skip("sha256sum is not on this machine")
    ran = subprocess.run([SHA256SUM, "-c", "--strict", "SHA256SUMS"], cwd=folder, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert there == {*sums.read(folder), "SHA256SUMS"}


class Links(HTMLParser):
    """Every link and tag of a page, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attributes if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.words += data


def test_a_set_is_whole_and_sha256sum_says_so(given: HandingIn) -> None:
    outcome = given.export()
    assert (outcome.files, outcome.copied, outcome.unchanged, outcome.lost) == (5, 5, 0, ())
    assert {path for path in given.files() if "/" not in path} == PAPERS
    checked(given.target)
    contents = {given.content(one).read_bytes() for one in given.documents}
    found = [given.files()[path] for path in given.evidence()]
    assert set(found) == contents
    assert len(found) == 5  # two documents of one content have a file each; a document of two items has one


def test_files_lie_by_criterion_and_item_and_are_called_by_their_code(given: HandingIn) -> None:
    given.export()
    assert given.evidence() == [
        "TC01 Tieu chi 1/ND01 Noi dung 0/H1.1.1.01 Cong van 2025-03-05 Ke hoach dan van.pdf",
        "TC01 Tieu chi 1/ND01 Noi dung 0/H1.1.1.02 Cong van 2025-03-05 Anh _hoi nghi_ _1 100_.pdf",
        "TC01 Tieu chi 1/ND01 Noi dung 0/H1.1.1.03 Cong van 2025-03-05 Bien ban.pdf",
        "TC02 Tieu chi 2/ND01 Noi dung 1/H1.2.1.01 Cong van 2025-03-05 Bao cao _b_quy_b_ & 6 thang.pdf",
        "TC02 Tieu chi 2/ND01 Noi dung 1/H1.2.1.02 Cong van 2025-03-05 Quyet dinh CON.pdf",
    ]


def test_the_index_links_every_file_and_escapes_what_was_typed(given: HandingIn) -> None:
    given.export()
    page = Links((given.target / "index.html").read_text(encoding="utf-8"))
    files = [unquote(link) for link in page.links if not link.startswith("#")]
    assert sorted(set(files)) == given.evidence()
    assert all((given.target / path).is_file() for path in files)
    assert len(files) == 6  # the document of two items is linked from both
    anchors = {link[1:] for link in page.links if link.startswith("#")}
    html = (given.target / "index.html").read_text(encoding="utf-8")
    assert anchors
    assert '<span class="m">H1.1.1.01</span>' in html  # a code is never broken, nor a date (the third column)
    assert ".m,td:nth-child(3){white-space:nowrap}" in html
    assert all(f'id="{anchor}"' in html for anchor in anchors)
    assert not page.tags & {"script", "b", "img", "link", "iframe"}
    assert "Báo cáo <b>quý</b> & 6 tháng" in page.words
    assert "Tệp để ở nội dung 1.1" in page.words
    assert "Năm nay không có <việc> này" in page.words  # the gap is explained


def test_the_inventory_can_be_read_back(given: HandingIn) -> None:
    given.export()
    read = unsealed((given.target / "muc-luc.json").read_bytes())
    assert [given.target.joinpath(one["file"]).is_file() for one in read["documents"]] == [True] * 5
    for one in read["documents"]:
        data = (given.target / one["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == one["versions"][-1]["sha256"]
    assert [gap["code"] for gap in read["gaps"]] == ["1.2", "2.2"]
    assert read["gaps"][0]["explanation"] == "Năm nay không có <việc> này"


def test_a_second_run_copies_nothing_and_touches_nothing(given: HandingIn) -> None:
    given.export()
    before = {path: path.stat() for path in [given.target, *given.target.rglob("*")]}
    again = given.export()
    assert (again.copied, again.unchanged, again.papers, again.removed) == (0, 5, 0, ())
    after = {path: path.stat() for path in [given.target, *given.target.rglob("*")]}
    assert {p: (s.st_ino, s.st_mtime_ns) for p, s in after.items() if p != given.target} == {
        p: (s.st_ino, s.st_mtime_ns) for p, s in before.items() if p != given.target
    }


def test_only_what_is_new_is_copied(given: HandingIn) -> None:
    given.export()
    given.add("Thêm sau", given.items[2], b"%PDF moi")
    outcome = given.export()
    assert (outcome.copied, outcome.copied_size, outcome.unchanged) == (1, 8, 5)
    checked(given.target)


@pytest.mark.parametrize("large", [False, True])
def test_a_file_altered_in_the_set_is_noticed_and_renewed(
    given: HandingIn, monkeypatch: pytest.MonkeyPatch, large: bool
) -> None:
    if large:
        monkeypatch.setattr(compare, "CHEAP", 0)  # as in a set too large to be read at every run
    given.export()
    victim = given.target / given.evidence()[0]
    good = victim.read_bytes()
    victim.write_bytes(good[:-1] + b"?")
    outcome = given.export()
    assert outcome.altered == (given.evidence()[0],)
    assert (outcome.copied, victim.read_bytes()) == (1, good)
    checked(given.target)


def test_damage_that_kept_size_and_time_is_found_by_reading_back(
    given: HandingIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compare, "CHEAP", 0)
    given.export()
    victim = given.target / given.evidence()[0]
    good = victim.read_bytes()
    touch_back(victim, good[:-1] + b"?")
    assert given.export().copied == 0
    assert given.export(read_back=True).altered == (given.evidence()[0],)
    assert victim.read_bytes() == good


def test_a_paper_altered_in_the_set_is_made_again(given: HandingIn) -> None:
    given.export()
    for name in sorted(PAPERS - {"SHA256SUMS"}):
        (given.target / name).write_bytes(b"khac")
    outcome = given.export()
    assert (outcome.copied, outcome.papers) == (0, 7)
    checked(given.target)


def test_what_no_longer_belongs_goes_unless_somebody_changed_it(given: HandingIn) -> None:
    given.export()
    (given.target / "Ghi chú của tôi.txt").write_text("giữ", encoding="utf-8")
    gone, changed = given.evidence()[3:5]
    given.run("Bỏ", evidence.trash, [given.documents[1], given.documents[3]], "Hoa")
    (given.target / changed).write_bytes(b"da sua")
    outcome = given.export()
    assert (outcome.removed, outcome.left) == ((gone,), (changed,))
    assert not (given.target / gone).exists()
    assert (given.target / changed).read_bytes() == b"da sua"
    assert (given.target / "Ghi chú của tôi.txt").exists()


def test_a_folder_that_became_empty_goes_too(given: HandingIn) -> None:
    given.export()
    given.run("Bỏ", evidence.trash, [given.documents[1], given.documents[3]], "Hoa")
    given.export()
    assert not list(given.target.glob("TC02*"))
    checked(given.target)


def test_a_new_version_takes_the_place_of_the_old(given: HandingIn) -> None:
    given.export()
    given.put_file(given.documents[0], b"%PDF ban hai", ".docx")
    outcome = given.export()
    assert [path.rpartition(".")[2] for path in outcome.removed] == ["pdf"]
    assert given.evidence()[0].endswith("Ke hoach dan van.docx")
    checked(given.target)


def test_what_lies_in_the_way_is_never_written_over(given: HandingIn) -> None:
    given.target.mkdir(parents=True)
    (given.target / "ảnh cưới.jpg").write_bytes(b"x")
    with pytest.raises(RuleBroken, match="đã có thứ khác"):
        given.export()
    assert set(given.files()) == {"ảnh cưới.jpg"}
    (given.target / "ảnh cưới.jpg").unlink()
    given.export()
    given.add("Thêm sau", given.items[2], b"%PDF moi")
    mine = given.target / "TC01 Tieu chi 1/ND02 Noi dung 2/H1.1.2.01 Cong van 2025-03-05 Them sau.pdf"
    mine.parent.mkdir()
    mine.write_bytes(b"cua toi!")
    with pytest.raises(RuleBroken, match="không phải do chương trình ghi"):
        given.export()
    assert mine.read_bytes() == b"cua toi!"


@pytest.mark.parametrize("place", ["Dữ liệu xã/nộp", "Dữ liệu xã", "."])
def test_the_data_folder_is_no_place_to_hand_in(given: HandingIn, tmp_path: Path, place: str) -> None:
    before = set(tmp_path.rglob("*"))
    with pytest.raises(RuleBroken, match="nơi để dữ liệu"):
        given.export(target=tmp_path / place)
    assert set(tmp_path.rglob("*")) == before


def test_damaged_and_missing_contents_are_named_and_the_rest_goes_on(
    given: HandingIn, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(given.content(given.documents[0]))
    lost = given.content(given.documents[1])
    lost.chmod(0o600)  # Windows does not delete what is read-only
    lost.unlink()
    given.office.close()
    arguments = ["--data", str(given.office.folder), "--out", str(given.target), "--json"]
    assert commands.run(["export-evidence", *arguments]) == 3
    out, err = capsys.readouterr()
    told = json.loads(out)
    assert [(one["code"], one["why"][:20]) for one in told["lost"]] == [
        ("H1.1.1.01", "tệp trong kho bị hỏn"),
        ("H1.2.1.01", "không còn tệp trong "),
    ]
    assert (told["files"], told["copied"]) == (3, 3)
    assert "Thiếu 2 tệp" in err
    checked(given.target)
    page = (given.target / "index.html").read_text(encoding="utf-8")
    assert "bị hỏng" in page
    assert all((given.target / unquote(link)).is_file() for link in Links(page).links if link[0] != "#")
    assert commands.run(["export-evidence", *arguments]) == 3  # still missing, and still said


def test_whole_paths_stay_short_and_a_place_too_deep_is_refused(given: HandingIn, tmp_path: Path) -> None:
    given.run("Sửa", evidence.change_evidence, given.documents[0], title="Rất dài " * 60)
    for length in (90, 120, 150):
        target = tmp_path / ("x" * max(1, length - len(str(tmp_path)) - 1))
        given.export(target=target)
        paths = [str(target / path) for path in given.files(target)]
        assert max(map(len, paths)) <= LONGEST_PATH
        checked(target)
    with pytest.raises(RuleBroken, match="đường dẫn ngắn hơn"):
        given.export(target=tmp_path / ("y" * 150))


def test_profiles_say_how_it_is_wanted(given: HandingIn) -> None:
    given.run("Duyệt", evidence.approve, [given.documents[0]], "Chủ tịch")
    profile = HandInProfile(
        name="Huyện", folders="flat", name_template="{stt} {loai}", catalogues="xlsx", only_approved=1, with_labels=0
    )
    outcome = given.export(profile)
    assert set(given.files()) == {
        "Minh chung/01 Cong van.pdf", "DOC-TRUOC.txt", "SHA256SUMS", "danh-muc-minh-chung.xlsx", "muc-luc.json",
    }  # fmt: skip
    assert any("4 minh chứng chưa duyệt" in note for note in outcome.notes)
    checked(given.target)
    wider = HandInProfile(name="Huyện", folders="criterion", catalogues="")
    assert given.export(wider).removed == ("Minh chung/01 Cong van.pdf", "danh-muc-minh-chung.xlsx")
    assert {path.split("/")[0] for path in given.evidence()} == {"TC01 Tieu chi 1", "TC02 Tieu chi 2"}
    assert {path.count("/") for path in given.evidence()} == {1}
    checked(given.target)


def test_profiles_are_kept_and_checked(given: HandingIn) -> None:
    db = given.office.db
    assert [one.name for one in profiles(db)] == ["Mẫu chung"]
    first = given.run("Mẫu", add_profile, " Sở Nội vụ ", superior="Sở", folders="flat", catalogues="html pdf")
    given.run("Mẫu", add_profile, "Tỉnh ủy")
    assert next((one.name, one.kinds) for one in profiles(db)) == ("Sở Nội vụ", ("pdf", "html"))
    assert profile_named(db, "tỉnh ủy").name == "Tỉnh ủy"
    for values, why in (
        ({"name": "Tỉnh ủy"}, "Đã có"),
        ({"name": " "}, "Chưa đặt tên"),
        ({"name_template": "{la}"}, "chưa đúng"),
        ({"folders": "x"}, "chia thư mục"),
        ({"catalogues": "pdf exe"}, "exe"),
    ):
        with pytest.raises(RuleBroken, match=why):
            given.run("Sửa", change_profile, first, **values)
    given.run("Xóa", remove_profile, first)
    assert [one.name for one in profiles(db)] == ["Tỉnh ủy"]
    with pytest.raises(RuleBroken, match="“Tỉnh ủy”"):
        profile_named(db, "Sở Nội vụ")


def test_handing_in_changes_nothing_in_the_data(given: HandingIn) -> None:
    before, label = content(given.office.db), given.office.undo_label()
    given.export()
    assert content(given.office.db) == before
    assert given.office.undo_label() == label


def test_the_catalogue_changes_with_the_data_and_with_nothing_else(given: HandingIn) -> None:
    given.export()
    before = {path: data for path, data in given.files().items() if path.startswith("danh-muc")}
    given.run("Sửa", evidence.change_evidence, given.documents[0], note="đã đối chiếu bản chính")
    assert given.export().papers == 5  # three catalogues, the index and the inventory; the labels stay
    assert all(given.files()[path] != data for path, data in before.items())


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_odd_names_are_escaped_as_sha256sum_does(tmp_path: Path) -> None:
    names = ["thường.txt", " cách", "a\\b", "hai\ndòng", "về\rđầu"]
    for name in names:
        (tmp_path / name).write_bytes(name.encode())
    told = sums.written({name: hashlib.sha256(name.encode()).hexdigest() for name in names})
    (tmp_path / sums.NAME).write_bytes(told)
    if SHA256SUM is None:
        pytest.skip("sha256sum is not on this machine")
    ran = subprocess.run([SHA256SUM, "-c", "--strict", sums.NAME], cwd=tmp_path, capture_output=True)
    assert ran.returncode == 0, ran.stderr


def test_listed_paths_never_lead_out_of_the_folder() -> None:
    digest = "0" * 64
    listed = "".join(f"{digest}  {name}\n" for name in ("../a", "/etc/passwd", "a/../../b", "C:x", "trong/ra.txt"))
    assert sums.parsed(listed) == {"trong/ra.txt": digest}
