"""The program without a window: JSON to stdout, sentences to stderr, exit codes as in docs/design.md."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from dvcq_desktop import VERSION, backup_commands, care_commands, cycles, evidence_commands, hand_in_commands
from dvcq_desktop.dates import parse_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.office import Office, has_data, open_office
from dvcq_desktop.periods import PERIODS
from dvcq_desktop.texts import _
from dvcq_desktop.troubles import exit_code, sentence


def run(arguments: list[str]) -> int:
    """Carry out a command line; answers the exit code."""
    options = parser().parse_args(arguments)
    try:
        return int(options.act(options))
    except Exception as trouble:  # the one place where a command's trouble becomes a sentence and a code
        said = sentence(trouble)
        if said is None:
            raise
        print(said, file=sys.stderr)
        return exit_code(trouble)


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="main.py", description="DVCQ Desktop: kế hoạch, phân công, chấm điểm dân vận chính quyền"
    )
    top.add_argument("--version", action="version", version=VERSION)
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--data", type=Path, default=Path("du-lieu"), metavar="DIR", help="thư mục dữ liệu (mặc định: du-lieu)"
    )
    commands = top.add_subparsers(metavar="LỆNH", required=True)

    def command(name: str, help_text: str, act: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=help_text, description=help_text, parents=[shared])
        made.set_defaults(act=act)
        return made

    command("demo", "nạp văn phòng mẫu vào một thư mục dữ liệu trống", _demo)
    made = command("import", "nạp kế hoạch .docx hoặc .txt", _import)
    made.add_argument("file", type=Path, metavar="FILE")
    made.add_argument("--year", type=int, help="năm của kế hoạch, khi tệp không ghi")
    made.add_argument("--dry-run", action="store_true", help="chỉ đọc, không ghi vào dữ liệu")
    made.add_argument("--json", action="store_true", help="in những gì đã hiểu dưới dạng JSON")
    made = command("forms", "liệt kê các biểu mẫu in được", _forms)
    made.add_argument("--json", action="store_true")
    made = command("print", "in một biểu mẫu ra tệp", _print)
    made.add_argument("form", metavar="FORM")
    made.add_argument("--out", type=Path, required=True, metavar="FILE.pdf|.docx|.xlsx")
    made.add_argument("--year", type=int)
    made.add_argument("--period", choices=tuple(PERIODS), default="nam")
    made.add_argument("--unit", default="", help="chỉ nhiệm vụ của bộ phận này")
    made.add_argument("--place", default="", metavar="SỐ", help="chỉ tiêu chí này (2) hoặc nội dung này (2.3)")
    made.add_argument("--date", default="", metavar="NGÀY", help="lập văn bản theo tình hình của ngày này")
    made.add_argument("--no-appendix", action="store_true", help="không in phụ lục kèm theo")
    made.add_argument("--numbered-columns", action="store_true", help="thêm hàng (1) (2) (3) dưới tiêu đề bảng")
    made = command("today", "việc cần làm trong ngày", _today)
    made.add_argument("--date", default="", metavar="NGÀY", help="một ngày khác, như 2025-10-20 hoặc 20/10/2025")
    made.add_argument("--year", type=int, help="năm công tác (mặc định: năm của ngày ấy nếu đã mở)")
    made.add_argument("--json", action="store_true", help="in ra dưới dạng JSON")
    evidence_commands.add_commands(command)
    hand_in_commands.add_commands(command)
    care_commands.add_commands(command)
    backup_commands.add_commands(command)
    return top


def _open(options: argparse.Namespace, *, create: bool) -> Office:
    return open_office(options.data, getpass.getuser(), create=create)


def _demo(options: argparse.Namespace) -> int:
    from dvcq_desktop.demo import fill_demo

    if has_data(options.data):
        raise RuleBroken(
            _(
                "Thư mục {folder} đã có dữ liệu nên không nạp văn phòng mẫu vào. Hãy chọn thư mục trống.",
                folder=options.data,
            )
        )
    office = _open(options, create=True)
    try:
        year = office.run(_("Nạp văn phòng mẫu"), fill_demo, office.folder)
    finally:
        office.close()
    print(
        _("Đã nạp văn phòng mẫu xã Ba Thành, năm {year}, vào {folder}.", year=year, folder=options.data),
        file=sys.stderr,
    )
    return 0


def _import(options: argparse.Namespace) -> int:
    from dvcq_desktop.importing import import_plan
    from dvcq_desktop.readers import as_json, read_plan

    read = read_plan(options.file)
    if options.json:
        print(json.dumps(as_json(read), ensure_ascii=False, indent=2))
    if options.dry_run:
        print(_("Đã đọc {file}; chưa ghi gì vào dữ liệu.", file=options.file.name), file=sys.stderr)
        return 0
    office = _open(options, create=True)
    try:
        done = office.run(_("Nạp kế hoạch {file}", file=options.file.name), import_plan, read, options.year)
    finally:
        office.close()
    counts = done.counts
    print(
        _(
            "Đã nạp kế hoạch năm {year}: {criteria} tiêu chí, {items} nội dung, {tasks} nhóm phân công, "
            "{deductions} khoản trừ, {documents} văn bản viện dẫn, {sections} mục.",
            year=done.year,
            **counts,
        ),
        file=sys.stderr,
    )
    for doubt in read.doubts:
        print(_("Cần xem (dòng {line}): {what}", line=doubt.line, what=doubt.sentence), file=sys.stderr)
    return 0


def _forms(options: argparse.Namespace) -> int:
    from dvcq_desktop.printed import FORMS

    if options.json:
        rows = [
            {"key": f.key, "title": f.title, "code": f.code, "landscape": f.landscape, "options": f.options}
            for f in FORMS
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for form in FORMS:
            print(f"{form.key:14} {form.code:4} {form.title}")
    return 0


def _print(options: argparse.Namespace) -> int:
    from dvcq_desktop.exporting import export_form
    from dvcq_desktop.printed.blocks import FormOptions

    office = _open(options, create=False)
    try:
        year = options.year or cycles.working_year(office.db)
        if year is None:
            raise RuleBroken(_("Dữ liệu chưa có năm nào. Hãy nạp kế hoạch hoặc văn phòng mẫu trước."))
        choice = FormOptions(
            year=year,
            period=options.period,
            unit=options.unit,
            place=options.place,
            day=_day(options.date).isoformat() if options.date else "",
            with_appendix=not options.no_appendix,
            numbered_columns=options.numbered_columns,
        )
        export_form(office.db, options.form, choice, options.out)
    finally:
        office.close()
    print(_("Đã ghi {path}.", path=options.out), file=sys.stderr)
    return 0


def _today(options: argparse.Namespace) -> int:
    from dvcq_desktop import today

    day = _day(options.date)
    office = _open(options, create=False)
    try:
        opened = cycles.find_cycle(office.db, day.year) is not None
        year = options.year or (day.year if opened else cycles.working_year(office.db))
        found = today.today(office.db, year, day)
    finally:
        office.close()
    if options.json:
        print(json.dumps(today.as_json(found), ensure_ascii=False, indent=2))
        return 0
    for step in found.path:
        print(f"{step.sign} {step.number}. {step.title}: {step.detail}")
    if found.countdown:
        print(found.countdown)
    for number, action in enumerate(found.actions, start=1):
        notes = ", ".join(words for words in (action.left_words, action.points_words) if words)
        print(f"{number}. {action.sentence}" + (f" ({notes})" if notes else ""))
        print(f"   {action.why}")
    if not found.actions:
        print(found.next_words)
    return 0


def _day(typed: str) -> date:
    """The day asked for, today where none is."""
    if not typed:
        return datetime.now().astimezone().date()
    iso = parse_date(typed)
    if len(iso) != 10:
        raise RuleBroken(_("Hãy ghi đủ ngày, tháng, năm, ví dụ 2025-10-20."))
    return date.fromisoformat(iso)
