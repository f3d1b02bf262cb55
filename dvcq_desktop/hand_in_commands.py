"""The command export-evidence: the year's evidence as a folder to hand in, without a window."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dvcq_desktop import cycles
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.office import open_office
from dvcq_desktop.texts import _
from dvcq_desktop.troubles import REFUSED

if TYPE_CHECKING:
    from dvcq_desktop.hand_in.contents import Prepared
    from dvcq_desktop.hand_in.writing import Outcome


Command = Callable[[str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]


def add_commands(command: Command) -> None:
    """Put the command into the parser."""
    made = command("export-evidence", "xuất bộ minh chứng của năm để nộp cấp trên", _export)
    made.add_argument("--out", type=Path, required=True, metavar="DIR", help="thư mục (trên USB) để ghi bộ minh chứng")
    made.add_argument("--year", type=int, help="năm công tác (mặc định: năm đang làm)")
    made.add_argument("--profile", default="", metavar="NAME", help="mẫu nộp (mặc định: mẫu đầu tiên)")
    made.add_argument(
        "--read-back", action="store_true", help="đọc lại mọi tệp đã có để kiểm, kể cả tệp trông như chưa đổi"
    )
    made.add_argument("--json", action="store_true", help="in kết quả dưới dạng JSON")


def _export(options: argparse.Namespace) -> int:
    """Write the set; 3 where files of the store are missing or damaged and were left out."""
    from dvcq_desktop.hand_in.contents import prepare
    from dvcq_desktop.hand_in.profiles import profile_named
    from dvcq_desktop.hand_in.words import outcome_words
    from dvcq_desktop.hand_in.writing import hand_in

    office = open_office(options.data, getpass.getuser())
    try:
        year = options.year or cycles.working_year(office.db)
        if year is None:
            raise RuleBroken(_("Dữ liệu chưa có năm nào. Hãy nạp kế hoạch hoặc văn phòng mẫu trước."))
        profile = profile_named(office.db, options.profile)
        prepared = prepare(office.db, year, profile, options.out.expanduser().absolute())
        outcome = hand_in(prepared, office.folder, _quiet, read_back=options.read_back)
    finally:
        office.close()
    if options.json:
        print(json.dumps(as_json(prepared, outcome), ensure_ascii=False, indent=2))
    for sentence in outcome_words(outcome):
        print(sentence, file=sys.stderr)
    return REFUSED if outcome.lost else 0


def as_json(prepared: Prepared, outcome: Outcome) -> dict[str, Any]:
    """The outcome for other programs; sizes in bytes."""
    found = prepared.plan.catalogue
    return {
        "folder": str(outcome.folder),
        "year": found.year,
        "profile": prepared.plan.profile.name,
        "documents": len(found.documents),
        "files": outcome.files,
        "bytes": outcome.size,
        "copied": outcome.copied,
        "copied_bytes": outcome.copied_size,
        "unchanged": outcome.unchanged,
        "papers_written": outcome.papers,
        "altered": list(outcome.altered),
        "removed": list(outcome.removed),
        "left": list(outcome.left),
        "lost": [{"code": lost.code, "title": lost.title, "why": lost.why} for lost in outcome.lost],
        "without_file": [line.code for line in prepared.plan.without_file],
        "gaps": [
            {"code": item.number, "missing": list(item.proof.missing), "explanation": item.proof.explanation}
            for item in found.gaps
        ],
        "notes": list(outcome.notes),
    }


def _quiet(_done: int, _total: int, _sentence: str) -> None:
    """Nobody watches."""
