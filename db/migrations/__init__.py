"""The schema's history: one module a step, listed here in order; a step that has been released is never edited."""

from __future__ import annotations

from db.migrations import m0001_plan, m0002_scores, m0003_people, m0004_evidence

STEPS = (m0001_plan, m0002_scores, m0003_people, m0004_evidence)
SCHEMA = len(STEPS)  # PRAGMA user_version of a file that is up to date
