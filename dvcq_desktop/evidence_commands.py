"""The commands attach, verify-evidence and rebuild: evidence files without a window."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from db.connection import Connection
from dvcq_desktop import cycles, evidence_check, evidence_folder, evidence_unused, frameworks, intake
from dvcq_desktop.dates import parse_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.evidence import Evidence, change_evidence
from dvcq_desktop.evidence_codes import code, places
from dvcq_desktop.evidence_links import link_task
from dvcq_desktop.evidence_rebuild import Rebuilt, bring_in, loose_year, tried
from dvcq_desktop.looking.names import shown_name
from dvcq_desktop.office import Office, has_data, open_office
from dvcq_desktop.pace import size_words
from dvcq_desktop.records import get
from dvcq_desktop.tasks import tasks
from dvcq_desktop.texts import _
from dvcq_desktop.troubles import BLOCKED, REFUSED
from dvcq_desktop.vietnamese import clean_line, fold

Command = Callable[[str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]
_FIELDS = {
    "number": "reference",
    "date": "issued_on",
    "title": "title",
    "kind": "kind",
    "issuer": "issuer",
    "signer": "signer",
}


def add_commands(command: Command) -> None:
    """Put the commands of evidence into the parser."""
    _add_attach(command)
    _add_verify(command)
    _add_rebuild(command)


def _add_attach(command: Command) -> None:
    made = command("attach", "đưa tệp vào kho minh chứng", _attach)
    made.add_argument("files", type=Path, nargs="+", metavar="FILE")
    made.add_argument(
        "--item",
        action="append",
        default=[],
        metavar="SỐ",
        help="nội dung được chứng minh, như 1.2 (ghi nhiều lần được)",
    )
    made.add_argument(
        "--task",
        action="append",
        default=[],
        metavar="NHIỆM VỤ",
        help="nhiệm vụ: một phần nội dung, đủ để chỉ ra một nhiệm vụ",
    )
    made.add_argument("--number", default="", metavar="SỐ", help="số, ký hiệu văn bản, như 15/BC-UBND")
    made.add_argument("--date", default="", metavar="NGÀY", help="ngày văn bản, như 05/03/2025")
    made.add_argument("--title", default="", help="tên, trích yếu (mặc định: tên tệp)")
    made.add_argument("--kind", default="", help="loại văn bản, như Báo cáo")
    made.add_argument("--issuer", default="", help="cơ quan ban hành")
    made.add_argument("--signer", default="", help="người ký")
    made.add_argument("--year", type=int)
    made.add_argument(
        "--even-if-dangerous", action="store_true", help="nhận cả tệp chương trình, tập lệnh, tệp có macro"
    )
    made.add_argument("--json", action="store_true")


def _add_verify(command: Command) -> None:
    made = command("verify-evidence", "kiểm tra tệp minh chứng: mất, hỏng, thừa", _verify)
    made.add_argument("--quick", action="store_true", help="chỉ so tên và dung lượng, không đọc nội dung")
    made.add_argument(
        "--repair", action="store_true", help="ghi lại tệp mô tả, xóa tệp chép dở (không xóa tệp minh chứng)"
    )
    made.add_argument(
        "--clear-unused", action="store_true", help="xóa hẳn tệp không hồ sơ nào dùng (cần thêm --yes-delete)"
    )
    made.add_argument("--yes-delete", action="store_true", help="đồng ý xóa hẳn, sau đó không hoàn tác được")
    made.add_argument("--json", action="store_true")


def _add_rebuild(command: Command) -> None:
    made = command("rebuild", "dựng lại danh mục minh chứng từ một thư mục minh chứng", rebuild)
    made.add_argument(
        "--from",
        dest="source",
        type=Path,
        required=True,
        metavar="DIR",
        help="thư mục dữ liệu cũ, thư mục minh-chung hoặc thư mục đã xuất",
    )
    made.add_argument("--year", type=int, help="năm của những tệp không rõ hồ sơ")
    made.add_argument("--dry-run", action="store_true", help="chỉ đọc và kiểm tra, không ghi gì")
    made.add_argument("--json", action="store_true")


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def _attach(options: argparse.Namespace) -> int:
    office = open_office(options.data, getpass.getuser())
    try:
        year = options.year or cycles.working_year(office.db)
        if year is None:
            raise RuleBroken(_("Dữ liệu chưa có năm nào. Hãy nạp kế hoạch hoặc thêm năm trước."))
        item_ids = [_item(office.db, year, typed) for typed in options.item]
        task_ids = [_task(office.db, year, typed) for typed in options.task]
        fields = {name: getattr(options, option) for option, name in _FIELDS.items() if getattr(options, option)}
        cycles.must_be_open(office.db, cycles.cycle_of_year(office.db, year).id)
        parse_date(options.date)  # what is typed wrong is told before anything is copied
        found = intake.Intake()
        sources = intake.gather(options.files, office.folder, found, _nothing)
        intake.take_in(office.folder, found, sources, _no_report, insist=options.even_if_dangerous)
        label = _("Thêm {n} minh chứng bằng lệnh", n=len(found.taken))
        rows = office.run(label, _record, year, found.taken, item_ids, task_ids, fields, office.who)
    finally:
        office.close()
    refused = [(one.name, one.why) for one in found.refused]
    refused += [
        (shown_name(source.name), _("{why} Muốn nhận vẫn được: thêm --even-if-dangerous.", why=kind.reason))
        for source, kind in found.risky
    ]
    if options.json:
        told = {"year": year, "documents": rows, "refused": [{"file": name, "why": why} for name, why in refused]}
        print(json.dumps(told, ensure_ascii=False, indent=2))
    for row in rows:
        words = {"file": row["file"], "code": row["code"] or _("hồ sơ chờ xếp"), "title": row["title"]}
        if row["known"]:
            _say(_("{file}: đã có sẵn là {code} “{title}”, đã gắn thêm.", **words))
        else:
            _say(_("{file}: đã nhận là {code} “{title}”.", **words))
    for name, why in refused:
        _say(_("{file}: không nhận. {why}", file=name, why=why))
    return REFUSED if refused or not rows else 0


def _record(
    db: Connection,
    year: int,
    taken: Sequence[intake.Taken],
    item_ids: Sequence[int],
    task_ids: Sequence[int],
    fields: dict[str, str],
    who: str,
) -> list[dict[str, Any]]:
    """Record what was taken; a file the year has already is linked, not recorded twice."""
    new, same = intake.sort_same(db, year, taken)
    known = [(one.taken, one.evidence.id) for one in same if one.evidence is not None]
    made = intake.record(db, year, new, item_ids=item_ids, who=who)
    intake.record(db, year, [], item_ids=item_ids, known=[evidence_id for _taken, evidence_id in known], who=who)
    rows = []
    for one, evidence_id, is_known in (
        *((one, evidence_id, False) for one, evidence_id in zip(new, made, strict=True)),
        *((one, evidence_id, True) for one, evidence_id in known),
    ):
        if fields and not is_known:
            change_evidence(db, evidence_id, **fields)
        for task_id in task_ids:
            link_task(db, evidence_id, task_id)
        document = get(db, Evidence, evidence_id)
        rows.append(
            {
                "file": one.shown,
                "uid": document.uid,
                "code": code(document, places(db, year).get(evidence_id)),
                "title": document.title,
                "sha256": one.kept.sha256,
                "bytes": one.kept.size,
                "known": is_known,
            }
        )
    return rows


def _item(db: Connection, year: int, typed: str) -> int:
    """The item of a number like "1.2" in the year's framework. Raises RuleBroken where there is none."""
    criterion, dot, item = typed.strip().partition(".")
    framework = cycles.cycle_of_year(db, year).framework_id
    if dot and criterion.isdecimal() and item.isdecimal() and framework is not None:
        found = frameworks.find_item(db, framework, int(criterion), int(item))
        if found is not None:
            return found.id
    raise RuleBroken(
        _(
            "Năm {year} không có nội dung “{typed}”. Hãy ghi số tiêu chí và số nội dung, như 1.2.",
            year=year,
            typed=typed,
        )
    )


def _task(db: Connection, year: int, typed: str) -> int:
    """The one task of the year in whose text these words stand. Raises RuleBroken where it is none or several."""
    words = fold(clean_line(typed))
    found = [task for task in tasks(db, year) if words and (words in fold(task.text) or typed == task.uid)]
    if len(found) == 1:
        return found[0].id
    if not found:
        raise RuleBroken(_("Năm {year} không có nhiệm vụ nào có chữ “{typed}”.", year=year, typed=typed))
    names = "; ".join(shown_name(task.text.replace("\n", " "), 50) for task in found[:5])
    raise RuleBroken(
        _("“{typed}” có trong {n} nhiệm vụ ({names}…). Hãy ghi rõ hơn.", typed=typed, n=len(found), names=names)
    )


def _verify(options: argparse.Namespace) -> int:
    if options.clear_unused and not options.yes_delete:
        raise RuleBroken(
            _(
                "Xóa tệp không dùng thì không lấy lại được, cũng không hoàn tác được việc xóa hồ sơ của chúng. Nếu chắc chắn, hãy thêm --yes-delete."
            )
        )
    office = open_office(options.data, getpass.getuser())
    try:
        found = evidence_check.check(office.db, office.folder, quick=options.quick, repair=options.repair)
        if options.repair:
            office.sidecars.compared()
        released = _clear(office) if options.clear_unused else []
    finally:
        office.close()
    if options.json:
        told = {**evidence_check.as_json(found), "deleted": [one.sha256 for one in released]}
        print(json.dumps(told, ensure_ascii=False, indent=2))
    _say(found.summary())
    for line in evidence_check.lines(found):
        _say(line)
    if options.clear_unused:
        _say(
            _(
                "Đã xóa hẳn {n} tệp không dùng ({size}).",
                n=len(released),
                size=size_words(sum(one.size for one in released)),
            )
        )
    left = [finding for finding in found.findings if not (options.clear_unused and finding.kind == "unused")]
    return REFUSED if found.lost else BLOCKED if left else 0


def _clear(office: Office) -> list[evidence_unused.Unused]:
    """Delete for good what no document names."""
    wanted = {one.sha256 for one in evidence_unused.unused(office.db, office.folder)}
    released = office.run(_("Xóa hẳn tệp không dùng"), evidence_unused.release, office.folder, wanted)
    evidence_unused.delete(office.folder, released)
    return released


def rebuild(options: argparse.Namespace) -> int:
    """Make the catalogue again from options.source; restore does the same with a folder of evidence alone."""
    found = evidence_folder.look(options.source)
    if options.dry_run:
        done = _try_rebuild(options, found)
    else:
        office = open_office(options.data, getpass.getuser(), create=True)
        try:
            missing = evidence_folder.copy(found, office.folder)
            year = loose_year(office.db, found, options.year)
            label = _("Dựng lại danh mục minh chứng từ {folder}", folder=options.source.name)
            done = office.run(label, bring_in, found, missing, year)
        finally:
            office.close()
    if options.json:
        print(json.dumps(vars(done), ensure_ascii=False, indent=2))
    if options.dry_run:
        _say(_("Chỉ đọc thử, chưa ghi gì. Nếu làm thật:"))
    for line in done.sentences():
        _say(line)
    return REFUSED if done.left_out else 0


def _try_rebuild(options: argparse.Namespace, found: evidence_folder.Found) -> Rebuilt:
    """What rebuild would do, rolled back; an office that is not there yet is tried in memory."""
    missing = evidence_folder.verify(found)
    if not has_data(options.data):
        from db.opening import open_in_memory

        with open_in_memory() as db:
            return tried(db, found, missing, loose_year(db, found, options.year))
    office = open_office(options.data, getpass.getuser())
    try:
        return tried(office.db, found, missing, loose_year(office.db, found, options.year))
    finally:
        office.close()


def _nothing(_count: int) -> None:
    """Nobody is told how many files were found."""


def _no_report(_done: int, _total: int, _sentence: str) -> None:
    """A command that is waited for tells its result only."""
