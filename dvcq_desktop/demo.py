"""Fills an empty data folder with the demonstration office: xã Ba Thành, 2023 and 2024 by totals, 2025 with plan and scores."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from db.connection import Connection
from dvcq_desktop import assignments, cycles, deductions, frameworks, legal_documents, officials, sections, tasks, units
from dvcq_desktop.demo_progress import fill_progress
from dvcq_desktop.demo_scores import close_years, fill_scores, read_sample
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.organisation import Organisation
from dvcq_desktop.periods import join_periods
from dvcq_desktop.plans import LegalBaseLine, Plan
from dvcq_desktop.points import parse_points
from dvcq_desktop.records import insert, update
from dvcq_desktop.texts import _

SAMPLE = Path(__file__).resolve().parent.parent / "resources" / "demo" / "ba-thanh-2025.toml"


def fill_demo(db: Connection, data_folder: Path | None = None) -> int:
    """Store the demonstration office; answers its working year. Raises RuleBroken where there is an office already.

    data_folder: where its documents get files; none where the data have no folder (in memory).
    """
    if db.execute("SELECT 1 FROM organisation UNION ALL SELECT 1 FROM cycle LIMIT 1").fetchone():
        raise RuleBroken(_("Thư mục này đã có dữ liệu nên không nạp văn phòng mẫu vào. Hãy chọn một thư mục trống."))
    sample = tomllib.loads(SAMPLE.read_text(encoding="utf-8"))
    _organisation(db, sample["organisation"])
    unit_ids = _units(db, sample["unit"])
    names = _officials(db, sample["official"], unit_ids)
    document_ids = _documents(db, sample["document"])
    scored = read_sample()
    cycle_ids = _cycles(db, [*scored["cycle"], *sample["cycle"]])
    year = int(sample["plan"]["year"])
    task_ids = _tasks(db, sample["task"], cycle_ids[year], unit_ids)
    _deductions(db, [*scored["deduction"], *sample["deduction"]], cycle_ids, unit_ids, task_ids)
    _plan(db, sample, cycle_ids[year], document_ids, names)
    fill_scores(db, scored, year, sample["organisation"]["short"])
    fill_progress(db, year, task_ids)
    close_years(db, scored["cycle"])
    if data_folder is not None:
        from dvcq_desktop.demo_files import fill_files  # loads the writers

        fill_files(db, year, data_folder)
    return year


def _organisation(db: Connection, data: dict[str, Any]) -> None:
    insert(
        db,
        Organisation(
            name=data["name"],
            short_name=data["short"],
            head_lines="\n".join(data["head_lines"]),
            superior=data["superior_short"],
            appraiser=data["appraiser"],
            place_name=data["place"],
            symbol=data["symbol"],
            valid_to=data.get("valid_to", ""),
        ),
    )


def _units(db: Connection, rows: list[dict[str, Any]]) -> dict[str, int]:
    ids: dict[str, int] = {}
    for row in rows:
        parent = ids.get(row.get("parent", ""))
        ids[row["key"]] = units.add_unit(
            db, row["name"], short_name=row.get("short", ""), collective=row.get("collective", False), parent_id=parent
        )
        for alias in row.get("aliases", []):
            units.add_alias(db, ids[row["key"]], alias)
    return ids


def _officials(db: Connection, rows: list[dict[str, Any]], unit_ids: dict[str, int]) -> dict[str, str]:
    for row in rows:
        officials.add_official(db, row["name"], title=row["title"], unit_id=unit_ids.get(row.get("unit", "")))
    return {row["key"]: row["name"] for row in rows}


def _documents(db: Connection, rows: list[dict[str, Any]]) -> dict[str, int]:
    return {
        row["key"]: legal_documents.document_known(
            db, row["kind"], row["reference"], issued_on=row["issued_on"], issuer=row["issuer"], subject=row["subject"]
        )
        for row in rows
    }


def _cycles(db: Connection, rows: list[dict[str, Any]]) -> dict[int, int]:
    ids: dict[int, int] = {}
    for row in rows:
        framework_id = frameworks.load_framework(db, row["framework"]) if row.get("framework") else None
        ids[row["year"]] = cycle_id = cycles.open_year(db, row["year"], framework_id=framework_id)
        totals = {name: parse_points(row[name]) for name in ("self_total", "appraised_total") if row.get(name)}
        update(
            db,
            cycles.Cycle,
            cycle_id,
            class_label=row.get("class_label", ""),
            evidence_due_on=row.get("evidence_due_on", ""),
            evidence_due_inclusive=int(row.get("evidence_due_inclusive", False)),
            **totals,
        )
    return ids


def _tasks(db: Connection, rows: list[dict[str, Any]], cycle_id: int, unit_ids: dict[str, int]) -> dict[int, int]:
    framework_id = db.execute("SELECT framework_id FROM cycle WHERE id = ?", (cycle_id,)).fetchone()[0]
    ids: dict[int, int] = {}
    for row in rows:
        carried = [frameworks.find_item(db, framework_id, row["criterion"], number) for number in row["items"]]
        items = [item for item in carried if item is not None]
        ids[row["number"]] = task_id = tasks.add_task(
            db,
            cycle_id,
            "\n".join(item.text for item in items),
            criterion_id=items[0].criterion_id,
            item_ids=tuple(item.id for item in items),
            timing=row["timing"],
            due_on=row["due_on"],
            due_inclusive=row["due_inclusive"],
            product=row["product"],
        )
        roles: tuple[assignments.Role, ...] = ("lead", "support")
        for role in roles:
            for actor in row.get(role, []):
                periods = join_periods(actor.get("periods", []))
                assignments.assign(db, task_id, unit_ids[actor["unit"]], role, periods=periods)
    return ids


def _deductions(
    db: Connection,
    rows: list[dict[str, Any]],
    cycle_ids: dict[int, int],
    unit_ids: dict[str, int],
    task_ids: dict[int, int],
) -> None:
    unit_names = {row["id"]: row["name"] for row in db.execute("SELECT id, name FROM unit")}
    for row in rows:
        cycle_id = cycle_ids[row["year"]]
        framework_id = db.execute("SELECT framework_id FROM cycle WHERE id = ?", (cycle_id,)).fetchone()[0]
        item = frameworks.find_item(db, framework_id, row["criterion"], row["item"]) if framework_id else None
        owners = [unit_ids[key] for key in row.get("responsible", [])]
        deduction_id = deductions.add_deduction(
            db,
            cycle_id,
            item_id=item.id if item else None,
            place=_("Nội dung {item}, tiêu chí {criterion}", item=row["item"], criterion=row["criterion"]),
            text=item.text if item else "",
            points=parse_points(row["points"]) if row.get("points") else None,
            reason=row.get("reason", ""),
            responsible=", ".join(unit_names[owner] for owner in owners),
            remedy=row.get("remedy", ""),
            task_id=task_ids.get(row.get("task", 0)),
        )
        for owner in owners:
            insert(db, deductions.DeductionUnit(deduction_id=deduction_id, unit_id=owner))


def _plan(
    db: Connection, sample: dict[str, Any], cycle_id: int, document_ids: dict[str, int], names: dict[str, str]
) -> None:
    plan, office = sample["plan"], sample["organisation"]
    plan_id = insert(
        db,
        Plan(
            cycle_id=cycle_id,
            organ="\n".join(office["head_lines"]),
            number=plan["number"],
            symbol=plan["symbol"],
            place=plan["place"],
            issued_on=plan["issued_on"],
            kind=plan["kind"],
            abstract=plan["abstract"],
            opening=plan["opening"],
            closing=plan["closing"],
            recipients="\n".join(plan["recipients"]),
            signer_lines="\n".join(plan["authority_lines"]),
            signer_name=names[plan["signer"]],
        ),
    )
    for position, base in enumerate(sample["legal_base"], start=1):
        known = [document_ids[key] for key in base["documents"]]
        line = LegalBaseLine(
            plan_id=plan_id, text=base["text"], position=position, legal_document_id=known[0] if known else None
        )
        insert(db, line)
    above: dict[int, int | None] = {0: None}
    for section in sample["section"]:
        depth = section["depth"]
        above[depth] = sections.add_section(
            db,
            plan_id,
            inside_id=above[depth - 1],
            heading=section["heading"],
            body=section["body"].strip(),
            kind=section["kind"],
        )
