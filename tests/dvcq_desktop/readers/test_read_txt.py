"""Plain text comes in several codes; what cannot be told for certain is refused with a sentence."""

from __future__ import annotations

import codecs
import unicodedata
from pathlib import Path

import plan_samples
import pytest

from dvcq_desktop.errors import InputRefused
from dvcq_desktop.readers import read_plan
from dvcq_desktop.readers.txt import read_txt

OLD = ("Kế hoạch công tác dân vận của xã: thực hiện nhiệm vụ của các đơn vị và nhân dân.\n"
       "Tiêu chí 1: Một\n- Hai\n+ Chủ trì: Văn phòng")


def saved(folder: Path, data: bytes) -> Path:
    path = folder / "a.TXT"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("data", [
    plan_samples.PLAN.encode(), plan_samples.PLAN.encode("utf-8-sig"), codecs.BOM_UTF16_LE + plan_samples.PLAN.encode("utf-16-le"),
    codecs.BOM_UTF16_BE + plan_samples.PLAN.encode("utf-16-be"), plan_samples.PLAN.encode("utf-16-le"),
    plan_samples.PLAN.replace("\n", "\r\n").encode(), unicodedata.normalize("NFD", plan_samples.PLAN).encode()])
def test_codes_of_unicode(tmp_path: Path, data: bytes) -> None:
    plan = read_plan(saved(tmp_path, data))
    assert "\n".join(plan.text.lines).replace("  ", " ") == " ".join(plan_samples.PLAN.split(" ")).replace("  ", " ")
    assert len(plan.tasks) == 4


def test_windows_1258_is_certain_by_its_words(tmp_path: Path) -> None:
    data = unicodedata.normalize("NFD", OLD)
    # The code page has â, ê, ô, ă, ơ, ư as letters and the tones as marks behind them.
    for letters, letter in (("a\u0302", "â"), ("e\u0302", "ê"), ("o\u0302", "ô"), ("a\u0306", "ă"), ("o\u031b", "ơ"), ("u\u031b", "ư"),
                            ("a\u0323\u0302", "â\u0323"), ("e\u0323\u0302", "ê\u0323"), ("o\u0323\u0302", "ô\u0323")):
        data = data.replace(letters, letter)
    plan = read_plan(saved(tmp_path, data.encode("cp1258")))
    assert plan.text.lines[0].startswith("Kế hoạch công tác dân vận của xã")
    assert plan.text.artefacts[-1].kind == "code-page"


@pytest.mark.parametrize(("data", "piece"), [
    ("kÕ ho¹ch c«ng t¸c d©n vËn cña x·".encode("cp1252"), "TCVN3"), (bytes(range(256)) * 9, "không phải là tệp chữ"),
    (b"%PDF-1.4 \xff\xff", "không phải là tệp chữ"), (codecs.BOM_UTF16_LE + b"a\0b\0c", "hỏng"), (b"", "rỗng"),
    ("Keá hoaïch coâng taùc cuûa xaõ vaø caùc ngaønh thöïc hieän nhaân daân".encode(), "VNI"),
    ("káº¿ hoáº¡ch cÃ´ng tÃ¡c cá»§a xÃ£ vÃ  cÃ¡c ngÃ nh".encode(), "UTF-8 đọc sai")])
def test_what_is_not_certain_is_refused(tmp_path: Path, data: bytes, piece: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_plan(saved(tmp_path, data))
    assert piece in str(refused.value)
    assert "Dữ liệu trong máy chưa thay đổi" in str(refused.value)


def test_lines_keep_the_numbers_of_the_file_and_marks_are_counted(tmp_path: Path) -> None:
    text = read_txt(saved(tmp_path, "một\n\n[bookmark: a_1]hai[bookmark: b]\n\tba\tbốn\n\uf0b7 năm\n".encode()))
    assert text.lines == ("một", "", "hai", "ba bốn", "- năm")
    assert {a.kind: (a.count, a.lines) for a in text.artefacts}["bookmark"] == (2, (3,))
