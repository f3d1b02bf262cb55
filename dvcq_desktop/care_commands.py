"""Commands that care for the data file: salvage of a damaged one, the bundle for the technician."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Callable
from pathlib import Path

from dvcq_desktop.office import open_office
from dvcq_desktop.texts import _
from dvcq_desktop.troubles import BLOCKED, sentence

Command = Callable[[str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]


def add_commands(command: Command) -> None:
    """Put the commands on the command line."""
    made = command("salvage", "cứu những gì còn đọc được của tệp dữ liệu hỏng sang thư mục khác", _salvage)
    made.add_argument("--out", type=Path, required=True, metavar="DIR2", help="thư mục trống để chứa bản cứu được")
    made.add_argument("--json", action="store_true", help="in báo cáo dưới dạng JSON")
    made = command(
        "support-bundle", "lưu gói hỗ trợ: phiên bản, kết quả kiểm tra, nhật ký lỗi, không có nội dung", _bundle
    )
    made.add_argument("--out", type=Path, required=True, metavar="FILE.zip")


def _salvage(options: argparse.Namespace) -> int:
    from dataclasses import asdict

    from dvcq_desktop.rescue import salvage_office, salvage_sentences

    report = salvage_office(options.data, options.out, getpass.getuser())
    if options.json:
        print(json.dumps(asdict(report), ensure_ascii=False, indent=2, default=str))
    for told in salvage_sentences(report):
        print(told, file=sys.stderr)
    print(
        _(
            "Đã ghi {path}. Tệp hỏng còn nguyên chỗ cũ. Hãy chép thêm thư mục minh chứng sang cạnh tệp này rồi mở bằng chương trình.",
            path=report.target,
        ),
        file=sys.stderr,
    )
    return BLOCKED if report.lost or report.cut or report.doubtful else 0


def _bundle(options: argparse.Namespace) -> int:
    from dvcq_desktop.support import make_bundle, save_bundle

    try:
        office = open_office(options.data, getpass.getuser())
    except Exception as trouble:  # whatever keeps the office shut is what the technician wants to know
        if sentence(trouble) is None or not options.data.is_dir():
            raise
        save_bundle(options.out, make_bundle(options.data, None, trouble=trouble))
    else:
        try:
            save_bundle(options.out, make_bundle(options.data, office.db))
        finally:
            office.close()
    print(_("Đã ghi {path}. Gói này không có nội dung hay tên người của văn phòng.", path=options.out), file=sys.stderr)
    return 0
