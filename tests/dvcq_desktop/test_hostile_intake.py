"""A folder of hostile files is taken in whole: every file kept byte for byte and recorded, or named with its reason."""

from __future__ import annotations

from pathlib import Path

from db import store
from dvcq_desktop import document_texts, evidence, evidence_files, intake
from dvcq_desktop.intake import Intake
from dvcq_desktop.looking.looker import Looker
from tests.dvcq_desktop.score_samples import YEAR, Sample, score_year
from tests.hostile import make_hostile_folder
from tests.support import operator


def quiet(_done: int, _whole: int, _sentence: str) -> None:
    """Nobody listens."""


def test_every_hostile_file_is_kept_or_named(db, tmp_path: Path) -> None:
    run = operator(db)
    run(score_year, [Sample(own=400)])
    office, hostile = tmp_path / "office", tmp_path / "hostile"
    office.mkdir()
    hostile.mkdir()
    files = make_hostile_folder(hostile, mutated=5)
    found = Intake()
    sources = intake.gather([hostile], office, found, lambda _count: None)
    intake.take_in(office, found, sources, quiet, insist=True)
    fresh, same = intake.sort_same(db, YEAR, found.taken)
    run(intake.record, YEAR, [*fresh, *(one.taken for one in same)])
    assert len(found.taken) + len(found.refused) + len(found.left_out) >= len(
        {file for file in files if file.is_file()}
    )
    assert all(one.why for one in (*found.refused, *found.left_out))
    assert len(evidence.evidence_of_year(db, YEAR)) == len(found.taken)
    folder = evidence_files.store_folder(office)
    for taken in found.taken:
        kept = store.path_of(folder, taken.kept.sha256)
        assert store.digest(kept) == taken.kept.sha256 == store.digest(taken.path)
    looker = Looker(seconds=3)
    try:
        for sha256 in document_texts.unread(db)[:25]:
            document_texts.read_text(looker, office, sha256)  # a text, none, or a sentence; never anything else
    finally:
        looker.close()
