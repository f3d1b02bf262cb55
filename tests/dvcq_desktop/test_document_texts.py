"""Words inside files are found by search, with or without marks, whatever the file is; what cannot be read says why."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from db import store
from dvcq_desktop import document_texts, evidence_files
from dvcq_desktop.document_texts import DocumentText, keep_texts, read_text, text_of, unread
from dvcq_desktop.finding import find
from dvcq_desktop.looking.looker import Looker
from dvcq_desktop.printed.blocks import Document, Part, Run, Text
from dvcq_desktop.writers.pdf import write_pdf
from tests.dvcq_desktop.score_samples import YEAR, Sample, score_year
from tests.support import operator


@pytest.fixture
def run(db):
    made = operator(db)
    made(score_year, [Sample(own=400)])
    return made


@pytest.fixture(scope="module")
def looker():
    made = Looker()
    yield made
    made.close()


def attached(run, folder: Path, source: Path) -> tuple[int, str]:
    kept = store.keep(evidence_files.store_folder(folder), source)
    return run(evidence_files.attach, YEAR, kept, source.name), kept.sha256


def paper(folder: Path) -> Path:
    path = folder / "bao-cao.pdf"
    path.write_bytes(
        write_pdf(
            Document(
                title="Thử",
                parts=(Part(blocks=(Text(runs=(Run(text="Đường liên thôn đã được bê tông hóa 3,2 km."),)),)),),
            )
        )
    )
    return path


def test_words_of_a_pdf_are_found_with_and_without_marks(db, run, looker, tmp_path):
    made, sha256 = attached(run, tmp_path, paper(tmp_path))
    assert unread(db) == [sha256]
    text = read_text(looker, tmp_path, sha256)
    run(keep_texts, [text])
    assert unread(db) == []
    assert text_of(db, sha256).pages == 1
    for typed in ("be tong hoa", "Đường liên", "duong lien thon"):
        found = find(db, typed)
        assert [one.anchor for one in found] == [f"evidence:{made}"], typed
        assert "bê tông hóa" in found[0].title
        assert found[0].where == f"Trong tệp của bao-cao · năm {YEAR}"
    assert [one.exact for one in (find(db, "đường liên thôn") + find(db, "duong lien thon"))] == [True, False]


def test_a_document_found_by_its_record_and_its_words_stands_once(db, run, looker, tmp_path):
    made, sha256 = attached(run, tmp_path, paper(tmp_path))
    run(keep_texts, [DocumentText(sha256=sha256, state="read", body="bao-cao đường thôn")])
    assert [one.anchor for one in find(db, "bao cao")] == [f"evidence:{made}"]


def test_what_cannot_be_read_keeps_its_sentence_and_is_not_asked_again(db, run, looker, tmp_path):
    broken = tmp_path / "hỏng.docx"
    with zipfile.ZipFile(broken, "w") as package:
        package.writestr("word/document.xml", "<w:document")
    _made, sha256 = attached(run, tmp_path, broken)
    text = read_text(looker, tmp_path, sha256)
    run(keep_texts, [text])
    assert text.state == "refused"
    assert text.why.endswith(".")
    assert unread(db) == []


def test_a_file_that_is_away_for_the_moment_is_asked_again(db, run, looker, tmp_path):
    _made, sha256 = attached(run, tmp_path, paper(tmp_path))
    store.discard(evidence_files.store_folder(tmp_path), [sha256])
    assert read_text(looker, tmp_path, sha256) is None


def test_a_forgotten_text_is_no_longer_found(db, run, tmp_path):
    _made, sha256 = attached(run, tmp_path, paper(tmp_path))
    run(keep_texts, [DocumentText(sha256=sha256, state="read", body="khánh thành cầu")])
    assert find(db, "khánh thành")
    run(document_texts.forget_texts, [sha256])
    assert not find(db, "khánh thành")


def test_words_far_inside_a_long_document_are_shown(db, run, tmp_path):
    made, sha256 = attached(run, tmp_path, paper(tmp_path))
    body = "nội dung khác " * 6_000 + "khánh thành cầu treo Suối Tía " + "nội dung khác " * 100
    run(keep_texts, [DocumentText(sha256=sha256, state="read", body=body)])
    found = find(db, "cau treo suoi tia")
    assert [one.anchor for one in found] == [f"evidence:{made}"]
    assert "cầu treo Suối Tía" in found[0].title
