"""Small offices for the tests of scores, risk and reconciliation, made from values a test chooses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db.connection import Connection
from dvcq_desktop import cycles, evidence, frameworks
from dvcq_desktop.records import insert
from dvcq_desktop.scores import Score

YEAR = 2025


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One item with what both sides gave it, in hundredths."""

    maximum: int | None = 400
    own: int | None = None
    theirs: int | None = None
    proofs: int = 0
    explanation: str = ""
    not_applicable: str = "no"
    bonus: int = 0
    self_scored: int = 1


def framework(db: Connection, samples: Sequence[Sample], *, code: str = "thử", **head: object) -> int:
    """A framework of two criteria that share the items out in turn; answers its id."""
    made = insert(db, frameworks.Framework(code=code, title="Bộ thử", **head))  # type: ignore[arg-type]
    criteria = [
        insert(db, frameworks.Criterion(framework_id=made, number=n, title=f"Tiêu chí {n}", position=n)) for n in (1, 2)
    ]
    for place, sample in enumerate(samples):
        insert(
            db,
            frameworks.Item(
                criterion_id=criteria[place % 2],
                number=place // 2 + 1,
                text=f"Nội dung {place}",
                max_points=sample.maximum,
                bonus=sample.bonus,
                self_scored=sample.self_scored,
                position=place,
            ),
        )
    for position, (label, threshold) in enumerate((("Tốt", 9000), ("Khá", 5000), ("Yếu", 0)), start=1):
        insert(db, frameworks.Classification(framework_id=made, label=label, threshold=threshold, position=position))
    return made


def score_year(db: Connection, samples: Sequence[Sample], year: int = YEAR, *, framework_id: int | None = None) -> int:
    """A year with these items scored on both sides; answers the framework's id."""
    used = framework(db, samples) if framework_id is None else framework_id
    cycle = cycles.open_year(db, year, framework_id=used)
    items = sorted(frameworks.items(db, used), key=lambda item: item.position)
    for item, sample in zip(items, samples, strict=True):
        insert(
            db,
            Score(
                cycle_id=cycle,
                item_id=item.id,
                self_points=sample.own,
                appraised_points=sample.theirs,
                explanation=sample.explanation,
                not_applicable=sample.not_applicable,
                not_applicable_reason="không có" if sample.not_applicable != "no" else "",
            ),
        )
        for n in range(sample.proofs):
            evidence.add_evidence(db, year, item.id, f"Báo cáo {n}")
    return used


def item_ids(db: Connection, framework_id: int) -> list[int]:
    """The items in the order of the samples."""
    return [item.id for item in sorted(frameworks.items(db, framework_id), key=lambda item: item.position)]
