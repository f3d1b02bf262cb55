"""The demonstration office's scores: 2025 item by item with its evidence, and the years that are shown closed."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from db.connection import Connection
from dvcq_desktop import cycles, evidence, evidence_links, frameworks, scores
from dvcq_desktop.points import parse_points
from dvcq_desktop.records import update

SAMPLE = Path(__file__).resolve().parent.parent / "resources" / "demo" / "ba-thanh-scores.toml"


def read_sample() -> dict[str, Any]:
    """Years, deductions, scores and evidence of the sample file."""
    return tomllib.loads(SAMPLE.read_text(encoding="utf-8"))


def fill_scores(db: Connection, sample: dict[str, Any], year: int, office: str) -> None:
    """Store the self scores of the year and what proves them; office issues what names no issuer."""
    framework_id = cycles.cycle_of_year(db, year).framework_id or 0
    item_ids = {
        f"{criterion.number}.{item.number}": item.id
        for criterion in frameworks.criteria(db, framework_id)
        for item in frameworks.items(db, framework_id)
        if item.criterion_id == criterion.id
    }
    for row in sample["score"]:
        _score(db, row, year, item_ids[f"{row['criterion']}.{row['item']}"])
    for row in sample["evidence"]:
        first, *others = (item_ids[code] for code in row["items"])
        stored = evidence.add_evidence(
            db,
            year,
            first,
            row["title"],
            kind=row["kind"],
            reference=row.get("reference", ""),
            issued_on=row["issued_on"],
            issuer=row.get("issuer", office),
            signer=row.get("signer", ""),
        )
        for item_id in others:
            evidence_links.link_evidence(db, stored, item_id)


def close_years(db: Connection, rows: list[dict[str, Any]]) -> None:
    """Close the years that say so, with their note; last of all, since nothing of a closed year changes."""
    for row in rows:
        if row.get("closed") and row.get("note"):
            update(
                db,
                cycles.Cycle,
                cycles.cycle_of_year(db, row["year"]).id,
                closed=1,
                scores_locked=1,
                lock_note=row["note"],
            )


def _score(db: Connection, row: dict[str, Any], year: int, item_id: int) -> None:
    if "not_applicable" in row:
        scores.set_not_applicable(db, year, item_id, row["not_applicable"], row["reason"])
        return
    scores.set_entered(db, year, item_id, _entered(row))
    texts = {name: row[name] for name in ("basis", "explanation") if row.get(name)}
    scores.set_text(db, year, item_id, **texts)


def _entered(row: dict[str, Any]) -> dict[str, Any]:
    """What the rule of the item needs, as the score page stores it."""
    if "points" in row:
        return {"points": parse_points(row["points"])}
    if "share" in row:
        return dict(row["share"])
    return {name: row[name] for name in ("done", "level", "ticked", "events") if name in row}
