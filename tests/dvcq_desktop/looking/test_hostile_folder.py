"""Everything hostile is thrown at the looking process: an answer or a sentence, soon, and the program lives on.

DVCQ_LONG=1 throws 5,000 mutated PDFs and 20,000 mutated docx and xlsx instead of some hundreds.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import hostile
import pytest

from dvcq_desktop.looking.answers import CannotLook
from dvcq_desktop.looking.kinds import kind_by_name, kind_of
from dvcq_desktop.looking.looker import Looker
from dvcq_desktop.looking.names import os_name, safe_name, shown_name, stored_name

LONG = bool(os.environ.get("DVCQ_LONG"))
PDFS, OFFICE_FILES = (5000, 20_000) if LONG else (200, 500)
SECONDS = 4.0  # less than what a person is made to wait: the slowest files are stopped, and the tests stay short
MOST = 10.0  # ten seconds a file, the start of a fresh process on a busy machine included


@pytest.fixture(scope="module")
def looker() -> Iterator[Looker]:
    looker = Looker(seconds=SECONDS)
    yield looker
    looker.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return hostile.make_hostile_folder(tmp_path_factory.mktemp("hostile"), mutated=0)


def asked(looks: Iterable[tuple[Callable[..., Any], tuple[Any, ...]]]) -> Counter[str]:
    """How each question ended; anything but an answer or CannotLook, or a late one, fails."""
    ends: Counter[str] = Counter()
    for look, arguments in looks:
        began = time.monotonic()
        try:
            look(*arguments)
            ends["answer"] += 1
        except CannotLook as trouble:
            ends[trouble.why] += 1
        assert time.monotonic() - began < MOST, (look.__name__, arguments[0])
    return ends


def test_every_hostile_file_is_shown_or_refused(looker: Looker, folder: list[Path]) -> None:
    ends = asked(
        (look, (path, *more))
        for path in folder
        for look, more in ((looker.page, (1, 700)), (looker.lines, ()), (looker.text, ()))
    )
    assert set(ends) <= {
        "answer",
        "damaged",
        "crashed",
        "unsafe",
        "password",
        "too-large",
        "too-slow",
        "too-greedy",
        "not-shown",
        "missing",
    }
    assert ends["unsafe"] > 10
    assert ends["answer"] > 40
    good = next(path for path in folder if path.name == "KHÔNG DẤU.PDF")
    assert looker.page(good, 1, 300).page_count == 2, "after all of that it still works"


def test_what_is_refused_is_refused_for_its_reason(looker: Looker, folder: list[Path]) -> None:
    paths = {path.name: path for path in folder}
    wanted = {
        ("page", "mat khau.pdf"): "password", ("page", "vong trang.pdf"): "damaged", ("page", "12000.png"): "too-large",
        ("page", "30000.png"): "too-large", ("page", "cut JPEG.jpeg"): "damaged", ("page", "cut.heic"): "damaged",
        ("page", "gia pdf.pdf"): "not-shown", ("lines", "bom nen.docx"): "unsafe", ("lines", "ty tieng cuoi.docx"): "unsafe",
        ("lines", "phan mat khau.docx"): "password", ("lines", "ole mat khau.docx"): "password", ("lines", "cut.docx"): "damaged",
        ("lines", "rong.docx"): "damaged", ("lines", "ole.docx"): "not-shown", ("lines", "thu muc.pdf"): "missing",
    }  # fmt: skip
    found = {}
    for how, name in wanted:
        with pytest.raises(CannotLook) as refused:
            looker.page(paths[name], 1, 700) if how == "page" else looker.lines(paths[name])
        found[how, name] = refused.value.why
    assert found == wanted


def test_mutated_pdfs(looker: Looker, tmp_path: Path) -> None:
    def looks() -> Iterator[tuple[Callable[..., Any], tuple[Any, ...]]]:
        for number, data in enumerate(hostile.mutated_pdfs(PDFS)):
            path = tmp_path / f"{number}.pdf"
            path.write_bytes(data)
            yield looker.page, (path, 1, 400)
            yield looker.text, (path,)

    ends = asked(looks())
    print(ends)  # noqa: T201
    assert ends.total() == 2 * PDFS
    assert ends["answer"] > PDFS / 2
    assert not set(ends) & {"stopped", "not-shown", "missing"} - {"not-shown"}


def test_mutated_office_files(looker: Looker, tmp_path: Path) -> None:
    def looks() -> Iterator[tuple[Callable[..., Any], tuple[Any, ...]]]:
        for number, (suffix, data) in enumerate(hostile.mutated_office(OFFICE_FILES)):
            path = tmp_path / f"{number}{suffix}"
            path.write_bytes(data)
            yield looker.lines, (path,)

    ends = asked(looks())
    print(ends)  # noqa: T201
    assert ends.total() == OFFICE_FILES
    assert ends["answer"] > OFFICE_FILES / 10
    assert not ends["crashed"]


def test_every_kind_is_told(folder: list[Path]) -> None:
    for path in folder:
        assert kind_by_name(path.name).name
        try:
            kind = kind_of(stored_name(path.name), path)
        except OSError:
            assert not path.is_file(), "only what is no file cannot be read"
            continue
        assert (kind.reason == "") == (kind.risk == "open"), path.name
    risks = {path.name: kind_of(path.name, path).risk for path in folder if path.is_file()}
    assert (
        risks["macro.docx"]
        == risks["mau o noi khac.docx"]
        == risks["gia pdf.pdf"]
        == risks["bao cao.pdf.exe"]
        == "danger"
    )
    assert risks["thuong.docx"] == risks["thuong.xlsx"] == risks["KHÔNG DẤU.PDF"] == "open"
    assert risks["ole mat khau.docx"] == risks["tu chay.pdf"] == "ask"


def test_every_name_is_kept_shown_and_made_safe(folder: list[Path], tmp_path: Path) -> None:
    for path in folder:
        assert os_name(stored_name(path.name)) == path.name
        stored_name(path.name).encode("utf-8")
        assert shown_name(path.name).isprintable()
        (tmp_path / safe_name(path.name)).write_bytes(b"x")
