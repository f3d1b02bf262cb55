"""main.py attach: each file its own sentence, nothing recorded twice, exit codes; every name comes back as it was."""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from pathlib import Path

import pytest

from dvcq_desktop import commands, evidence, evidence_files, evidence_links
from dvcq_desktop.evidence_codes import TEMPLATE, file_name
from dvcq_desktop.looking.names import os_name, shown_name, stored_name
from dvcq_desktop.office import open_office
from dvcq_desktop.years import close_year_anyway
from tests.dvcq_desktop.evidence_samples import WHO, YEAR, set_up


@pytest.fixture
def office_folder(data_folder: Path) -> Path:
    office = open_office(data_folder, WHO, create=True)
    office.run("Thiết lập", set_up)
    office.close()
    return data_folder


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "Báo cáo 15.pdf"
    path.write_bytes(b"%PDF-1.4 bao cao")
    return path


def attach(folder: Path, *more: object) -> int:
    return commands.run(["attach", "--data", str(folder), *map(str, more)])


def recorded(
    folder: Path,
) -> list[tuple[evidence.Evidence, evidence_files.EvidenceFile, list[evidence_links.EvidenceLink]]]:
    office = open_office(folder, WHO)
    try:
        files = evidence_files.newest_files(office.db, YEAR)
        found = sorted(evidence.evidence_of_year(office.db, YEAR), key=lambda one: one.id)
        return [(one, files[one.id], evidence_links.links_of(office.db, one.id)) for one in found]
    finally:
        office.close()


def test_a_file_is_attached_with_its_record(office_folder, paper, capsys):
    more = ["--item", "1.2", "--item", "2.1", "--task", "doi thoai", "--number", "15/BC-UBND", "--date", "5/3/2025"]
    more += ["--title", "Báo cáo quý I", "--kind", "Báo cáo", "--issuer", "UBND xã", "--signer", "Nguyễn Văn An"]
    assert attach(office_folder, paper, *more) == 0
    assert "Báo cáo 15.pdf: đã nhận là H1.1.2.01 “Báo cáo quý I”" in capsys.readouterr().err
    ((found, file, links),) = recorded(office_folder)
    assert (found.reference, found.issued_on, found.kind) == ("15/BC-UBND", "2025-03-05", "Báo cáo")
    assert (found.title, found.issuer, found.signer) == ("Báo cáo quý I", "UBND xã", "Nguyễn Văn An")
    assert (file.original_name, file.kind) == ("Báo cáo 15.pdf", "pdf")
    assert [link.task_id is None for link in links] == [True, True, False]
    assert paper.read_bytes() == b"%PDF-1.4 bao cao"


def test_every_file_has_its_own_sentence(office_folder, paper, tmp_path, capsys):
    (tmp_path / "rỗng.pdf").touch()
    (tmp_path / "x.exe").write_bytes(b"MZ")
    files = [paper, tmp_path / "rỗng.pdf", tmp_path / "không có.pdf", tmp_path / "x.exe"]
    assert attach(office_folder, *files, "--json") == 3
    told = capsys.readouterr()
    found = json.loads(told.out)
    assert [one["file"] for one in found["documents"]] == ["Báo cáo 15.pdf"]
    assert sorted(one["file"] for one in found["refused"]) == ["không có.pdf", "rỗng.pdf", "x.exe"]
    assert "--even-if-dangerous" in told.err
    assert attach(office_folder, tmp_path / "x.exe", "--even-if-dangerous") == 0
    assert len(recorded(office_folder)) == 2


def test_the_same_file_again_is_linked_not_doubled(office_folder, paper, tmp_path, capsys):
    copy = tmp_path / "bản khác.pdf"
    copy.write_bytes(paper.read_bytes())
    assert attach(office_folder, paper, "--item", "1.2") == 0
    assert attach(office_folder, copy, "--item", "1.3") == 0
    assert "đã có sẵn là H1.1.2.01" in capsys.readouterr().err
    ((_found, file, links),) = recorded(office_folder)
    assert len(links) == 2
    assert file.original_name == "Báo cáo 15.pdf"


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (["--item", "9.9"], "9.9"),
        (["--item", "hai"], "hai"),
        (["--task", "không có việc này"], "không có nhiệm vụ"),
        (["--date", "31/02/2025"], "31/02"),
        (["--year", "2031"], "2031"),
    ],
)
def test_what_is_asked_wrong_is_told_before_anything_is_copied(office_folder, paper, more, why, capsys):
    assert attach(office_folder, paper, *more) == 2
    assert why in capsys.readouterr().err
    assert not list((office_folder / "minh-chung").rglob("*"))


def test_a_closed_year_takes_nothing(office_folder, paper, capsys):
    office = open_office(office_folder, WHO)
    office.run("Khóa", close_year_anyway, YEAR, "Đã nộp")
    office.close()
    assert attach(office_folder, paper) == 2
    assert "đã khóa" in capsys.readouterr().err
    assert not list((office_folder / "minh-chung").rglob("*"))


def test_it_is_one_step_of_undo(office_folder, paper, tmp_path):
    other = tmp_path / "biên bản.txt"
    other.write_text("họp thôn")
    assert attach(office_folder, paper, other) == 0
    office = open_office(office_folder, WHO)
    assert office.undo() == "Thêm 2 minh chứng bằng lệnh"
    assert evidence.evidence_of_year(office.db, YEAR) == []
    contents = [path for path in (office_folder / "minh-chung").glob("??/*") if not path.suffix]
    assert len(contents) == 2, "undo changes rows only"
    office.redo()
    assert len(evidence.evidence_of_year(office.db, YEAR)) == 2
    office.close()


LONG = "Báo cáo kết quả thực hiện quy chế dân chủ ở cơ sở " * 6
NAMES = [
    unicodedata.normalize("NFD", "Báo cáo tổng kết năm.pdf"),
    unicodedata.normalize("NFC", "Báo cáo tổng kết năm.pdf"),
    "bao cao\u202efdp.exe.pdf",
    "tab\tvà\x07chuông.pdf",
    "dòng\nmới.pdf",
    "CON.pdf",
    "aux",
    "..pdf",
    " dấu cách đầu.pdf",
    "dấu chấm cuối.pdf.",
    "a\\b.pdf",
    "a\\udc80.pdf",
    'a:b*c?d"e<f>g|h.pdf',
    "𝔅áo cáo 😀.pdf",
    "\u200b\ufeff.pdf",
    "'; DROP TABLE evidence; --.pdf",
    "-rf.pdf",
    "~$bao cao.docx.pdf",
]


@pytest.mark.skipif(sys.platform != "linux", reason="only there may a name be anything but a slash")
@pytest.mark.parametrize(
    "name", [os.fsencode(name) for name in NAMES] + [b"\xff\xfe b\xe1o c\xe1o.pdf", ("x" * 251 + ".pdf").encode()]
)
def test_every_name_is_kept_in_full_and_shown_safely(office_folder, tmp_path, name):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    path.write_bytes(b"%PDF-1.4 " + name)
    assert attach(office_folder, "--even-if-dangerous", "--", path) == 0
    ((found, file, _links),) = recorded(office_folder)
    assert os.fsencode(os_name(file.original_name)) == name
    assert found.title.strip()
    assert not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in found.title)
    shown = shown_name(file.original_name)
    assert len(shown) <= 90
    assert not any(unicodedata.category(letter) in ("Cc", "Cf", "Cs") for letter in shown)
    given = file_name(found, None, ".pdf", TEMPLATE)
    assert given.isascii()
    assert given.endswith(".pdf")
    assert len(given) <= 120


def test_a_name_of_300_letters_comes_back(office_folder):
    """No Linux disk has such a name; one of Windows or of a mail may."""
    name = (LONG[:296] + ".pdf").ljust(300, "x")
    assert os_name(stored_name(name)) == name
    assert len(shown_name(name)) <= 90
