"""Some documents of the demonstration office have real files, in which the program itself finds what their records say."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import store
from dvcq_desktop import demo, evidence, evidence_files
from dvcq_desktop.looking.looker import Looker
from dvcq_desktop.looking.proposals import propose_from
from tests.support import operator


@pytest.fixture(scope="module")
def filled(fresh, tmp_path_factory):
    folder = tmp_path_factory.mktemp("van-phong-mau")
    db = fresh()
    year = operator(db)(demo.fill_demo, folder)
    yield db, folder, year
    db.close()


def test_the_demonstration_office_has_papers_to_look_at(filled):
    db, folder, year = filled
    files = evidence_files.newest_files(db, year)
    assert len(files) == 12
    assert {one.kind for one in files.values()} == {"pdf"}
    for one in files.values():
        path = evidence_files.file_path(folder, one)
        assert store.digest(path) == one.sha256
        assert path.stat().st_size == one.size < 200_000


def test_a_paper_says_of_itself_what_its_record_says(filled):
    db, folder, year = filled
    files = evidence_files.newest_files(db, year)
    looker = Looker()
    try:
        for found in evidence.evidence_of_year(db, year):
            if found.id in files and files[found.id].kind == "pdf":
                said = propose_from(looker.text(evidence_files.file_path(Path(folder), files[found.id])))
                assert (said.kind, said.reference, said.issued_on) == (found.kind, found.reference, found.issued_on)
    finally:
        looker.close()
