"""A new year's plan made from an earlier one: the same head, bases and sections, the years in its titles moved on."""

from __future__ import annotations

import re

from db.connection import Connection
from dvcq_desktop import organisation
from dvcq_desktop.cycles import open_year
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.plans import LegalBaseLine, Plan, find_plan, legal_bases, plan_of_year, start_plan
from dvcq_desktop.records import fetch, insert
from dvcq_desktop.sections import Section
from dvcq_desktop.texts import _

_YEAR = re.compile(r"(?<![\d/.\-])(20\d{2})(?![\d/])")


def earlier_year(db: Connection, year: int) -> int | None:
    """The nearest year before with a plan; None where there is none."""
    row = db.execute(
        "SELECT max(year) FROM cycle JOIN plan ON plan.cycle_id = cycle.id WHERE year < ?", (year,)
    ).fetchone()
    return None if row[0] is None else int(row[0])


def copy_plan(db: Connection, from_year: int, to_year: int) -> int:
    """Start the plan of a year from an earlier one; its number and day are left for the registry."""
    old = plan_of_year(db, from_year)
    cycle_id = open_year(db, to_year)
    if find_plan(db, to_year) is not None:
        raise RuleBroken(_("Năm {year} đã có kế hoạch.", year=to_year))
    step = to_year - from_year
    office = organisation.current(db, f"{to_year}-12-31")
    plan_id = insert(
        db,
        Plan(
            cycle_id=cycle_id,
            organ=office.head_lines if office else old.organ,
            parent_organ=office.parent_head if office else old.parent_organ,
            symbol=old.symbol,
            place=office.place_name if office else old.place,
            issued_on=str(to_year),
            kind=old.kind,
            abstract=years_moved(old.abstract, step),
            opening=old.opening,
            closing=old.closing,
            recipients=old.recipients,
            signer_lines=old.signer_lines,
            signer_name=old.signer_name,
        ),
    )
    for base in legal_bases(db, old.id):
        insert(
            db,
            LegalBaseLine(
                plan_id=plan_id, legal_document_id=base.legal_document_id, text=base.text, position=base.position
            ),
        )
    _copy_sections(db, old.id, plan_id, step)
    return plan_id


def years_moved(text: str, step: int) -> str:
    """A title with its years moved on: "năm 2025" becomes "năm 2026"; dates and symbols stay."""
    return _YEAR.sub(lambda match: str(int(match[1]) + step), text)


def _copy_sections(db: Connection, from_id: int, to_id: int, step: int) -> None:
    """Titles with their years moved on; the text as it stands, to be gone through by the person who writes the plan."""
    new_ids: dict[int | None, int | None] = {None: None}
    waiting = fetch(db, Section, "WHERE plan_id = ? ORDER BY position, id", (from_id,))
    while ready := [s for s in waiting if s.parent_id in new_ids]:
        for s in ready:
            new_ids[s.id] = insert(
                db,
                Section(
                    plan_id=to_id,
                    parent_id=new_ids[s.parent_id],
                    position=s.position,
                    kind=s.kind,
                    numbered=s.numbered,
                    heading=years_moved(s.heading, step),
                    body=s.body,
                ),
            )
        waiting = [s for s in waiting if s.id not in new_ids]


def begin_plan(db: Connection, year: int) -> int:
    """Start the plan of a year from the usual headings; the year is opened where it is not."""
    return start_plan(db, open_year(db, year))
