"""Reads a plan from a file into what was understood of it; nothing is written anywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dvcq_desktop.errors import InputRefused
from dvcq_desktop.points import format_points
from dvcq_desktop.readers.docx import read_docx
from dvcq_desktop.readers.guard import damaged
from dvcq_desktop.readers.plan import understand
from dvcq_desktop.readers.txt import read_txt
from dvcq_desktop.readers.understood import PlanRead, PlanText
from dvcq_desktop.texts import _

READERS: dict[str, Callable[[Path], PlanText]] = {
    ".docx": read_docx,
    ".txt": read_txt,
}


def read_plan(path: Path) -> PlanRead:
    """What is understood of a plan file. InputRefused, with what is wrong and what to do, where it cannot be read."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise InputRefused(_(
            "Không nhập được tệp kiểu “{suffix}” ({name}). Dữ liệu trong máy chưa thay đổi. "
            "Hãy mở tệp bằng Word hoặc LibreOffice, lưu thành .docx rồi nhập lại.",
            suffix=path.suffix or "?", name=path.name))
    try:
        return understand(path.name, reader(path))
    except (InputRefused, MemoryError):
        raise
    except Exception as trouble:  # the parser's boundary: a damaged file makes zipfile and expat raise almost anything
        raise damaged(path.name) from trouble


def as_json(plan: PlanRead) -> dict[str, Any]:
    """The same as plain values for json.dumps, with a summary of counts."""
    values = asdict(plan)
    values["text"]["bold"] = sorted(plan.text.bold)
    values["text"]["cells"] = [[line, *cell] for line, cell in sorted(plan.text.cells.items())]
    values["summary"] = {
        "criteria": len(plan.criteria),
        "items": sum(len(criterion.items) for criterion in plan.criteria),
        "groups": len(plan.tasks),
        "deductions": len(plan.deductions),
        "deductions_without_points": sum(one.points is None for one in plan.deductions),
        "documents": len(plan.documents),
        "self_total": format_points(plan.results.self_total),
        "appraised_total": format_points(plan.results.appraised_total),
    }
    return values
