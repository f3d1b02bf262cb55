"""The commands backup, verify, restore, recovery-sheet and self-check: the way to the stick and back without a window."""

from __future__ import annotations

import argparse
import getpass
import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import DataTrouble, OpenElsewhere
from dvcq_desktop.errors import InputRefused, RuleBroken
from dvcq_desktop.office import has_data, open_office
from dvcq_desktop.texts import _
from dvcq_desktop.troubles import BLOCKED, REFUSED

if TYPE_CHECKING:
    from dvcq_desktop.backup.copies import Copy
    from dvcq_desktop.backup.encryption import Keys

Command = Callable[[str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]


def add_commands(command: Command) -> None:
    """Put the commands of backups into the parser."""
    made = command("backup", "sao lưu vào USB hoặc thư mục rồi thử khôi phục ngay", _backup)
    made.add_argument(
        "place", type=Path, metavar="DEST", help="USB hoặc thư mục; lần đầu thì được nhận làm nơi sao lưu"
    )
    made.add_argument("--encrypt", action="store_true", help="mã hóa nơi sao lưu mới bằng mật khẩu sao lưu")
    made.add_argument("--all", action="store_true", help="đọc lại mọi minh chứng, không chỉ phần mới và một phần cũ")
    made.add_argument("--accept-fewer", action="store_true", help="đúng là dữ liệu đã giảm hơn một nửa")
    _common(made)
    made = command("verify", "thử khôi phục bản mới nhất trên USB hoặc thư mục", _verify)
    made.add_argument("place", type=Path, metavar="DEST")
    made.add_argument("--all", action="store_true", help="đọc lại mọi minh chứng")
    _common(made)
    made = command("restore", "khôi phục từ USB, thư mục, tệp dữ liệu hoặc thư mục minh chứng", _restore)
    made.add_argument("source", type=Path, metavar="SRC")
    made.add_argument("--dry-run", action="store_true", help="chỉ cho biết sẽ thay đổi gì")
    made.add_argument("--generation", type=int, default=0, metavar="N", help="bản số mấy (mặc định: bản mới nhất)")
    made.add_argument("--year", type=int, help="chỉ đưa lại một năm")
    made.add_argument("--file", default="", metavar="MÃ", help="chỉ đưa lại một minh chứng: mã H1.2.3.04 hoặc tên tệp")
    made.add_argument("--yes", default="", metavar="TỪ", help="từ xác nhận, khi bản sao ít hơn hẳn dữ liệu đang có")
    _common(made)
    made = command("recovery-sheet", "in phiếu khôi phục của bản sao lưu mã hóa để cất vào két", _recovery_sheet)
    made.add_argument("--out", type=Path, required=True, metavar="FILE.pdf|.docx")
    made = command(
        "self-check", "tự kiểm tra: in mọi biểu mẫu, đính kèm, sao lưu, khôi phục trên văn phòng mẫu", _self_check
    )
    made.add_argument("--json", action="store_true")


def _common(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--passphrase-file", type=Path, metavar="FILE", help="tệp chứa mật khẩu sao lưu hoặc khóa trên phiếu"
    )
    made.add_argument("--json", action="store_true")


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def _backup(options: argparse.Namespace) -> int:
    from dvcq_desktop.backup import encryption, places
    from dvcq_desktop.backup.backup import back_up

    office = open_office(options.data, getpass.getuser())
    try:
        keys = encryption.keys_of(office.folder)
        known = places.look_at(options.place).marker
        if options.encrypt and known is not None and not known.encrypted:
            raise RuleBroken(
                _(
                    "{path} đang giữ bản sao lưu không mã hóa. Hãy chọn USB hoặc thư mục khác để mã hóa.",
                    path=options.place,
                )
            )
        if known is not None and known.encrypted:
            keys = _keys(options, options.place, office.folder)
        elif options.encrypt and keys is None:
            keys = encryption.set_up(office.folder, _passphrase(options))
        if known is None:
            options.place.mkdir(parents=True, exist_ok=True)
        db = office.reader()
        try:
            place = places.adopt(db, options.place, office.folder, keys=keys if options.encrypt else None)
            done = back_up(
                db, office.folder, options.place, keys=keys, everything=options.all, accept_fewer=options.accept_fewer
            )
        finally:
            db.close()
    finally:
        office.close()
    if options.json:
        told = {
            "generation": done.generation.serial,
            "place": str(place.path),
            "encrypted": bool(place.marker and place.marker.encrypted),
            "whole": done.proof.whole,
            "sentence": done.sentence,
            "new_bytes": done.new_bytes,
            "new_evidence": done.new_evidence,
            "removed": done.removed,
            "warning": done.warning,
            "missing": [asdict(one) for one in done.generation.missing],
        }
        print(json.dumps(told, ensure_ascii=False, indent=2))
    for line in (done.sentence + ("." if done.proof.whole else ""), done.warning, places.warning(place, options.data)):
        if line:
            _say(line)
    return 0 if done.proof.whole else BLOCKED if done.proof.sound else REFUSED


def _verify(options: argparse.Namespace) -> int:
    from dvcq_desktop.backup.drill import check_place

    with _folder_of(options) as folder:
        proof = check_place(options.place, folder, keys=_keys(options, options.place, folder), everything=options.all)
    if proof is None:
        raise InputRefused(_("{path} chưa có bản sao lưu nào đọc được.", path=options.place))
    if options.json:
        print(
            json.dumps(
                {**asdict(proof), "whole": proof.whole, "sentence": proof.sentence}, ensure_ascii=False, indent=2
            )
        )
    _say(proof.sentence)
    return 0 if proof.whole else REFUSED


def _restore(options: argparse.Namespace) -> int:
    from dvcq_desktop.backup.copies import look
    from dvcq_desktop.backup.restore import restore_whole

    keys = _keys(options, options.source, options.data)
    found = look(options.source, keys=keys)
    if found.kind == "evidence":
        from dvcq_desktop.evidence_commands import rebuild

        return rebuild(options)
    for line in found.damaged:
        _say(line)
    copy = found.copy(options.generation)
    if options.dry_run:
        return _compare(options, copy)
    if options.year or options.file:
        return _bring_in(options, copy)
    done = restore_whole(options.data, copy, word=options.yes, who=getpass.getuser(), keys=keys)
    if options.json:
        print(json.dumps(asdict(done), ensure_ascii=False, indent=2))
    _say(done.sentence)
    return BLOCKED if done.missing else 0


def _compare(options: argparse.Namespace, copy: Copy) -> int:
    from dvcq_desktop.backup.compare import compare
    from dvcq_desktop.backup.restore import WORD

    with _folder_of(options) as folder:
        try:
            office = open_office(folder, getpass.getuser()) if has_data(folder) else None
        except OpenElsewhere:
            raise
        except DataTrouble:
            office = None  # damaged: what is there cannot be compared
        try:
            found = compare(office.db if office else None, folder, copy)
        finally:
            if office is not None:
                office.close()
    if options.json:
        print(json.dumps(asdict(found), ensure_ascii=False, indent=2))
    _say(
        _(
            "{copy}: đang có {here} dòng, trong bản này {there} dòng.",
            copy=copy.label,
            here=found.rows_here,
            there=found.rows_there,
        )
    )
    for one in found.tables:
        counts = {"added": one.added, "changed": one.changed, "removed": one.removed}
        _say(_("  {title}: thêm {added}, đổi {changed}, bỏ {removed}", title=one.title, **counts))
    for name in found.missing_there:
        _say(_("  Bản này không có tệp {name}", name=name))
    if found.nothing:
        _say(_("Không có gì khác."))
    if found.needs_word:
        _say(_("Bản này ít hơn hẳn dữ liệu đang có; muốn thay phải thêm --yes “{word}”.", word=WORD))
    return 0


def _bring_in(options: argparse.Namespace, copy: Copy) -> int:
    from dvcq_desktop.backup.bring_in import bring_in, fetch_document, fetch_year

    office = open_office(options.data, getpass.getuser())
    try:
        if options.year:
            fetched = fetch_year(office.folder, copy, options.year)
        else:
            fetched = fetch_document(office.folder, copy, options.file)
        done = office.run(fetched.label, bring_in, fetched)
    finally:
        office.close()
    if options.json:
        print(json.dumps({**asdict(done), "missing": fetched.missing}, ensure_ascii=False, indent=2))
    _say(done.sentence)
    for name in fetched.missing:
        _say(_("  Không có bản tốt của tệp {name}", name=name))
    return BLOCKED if fetched.missing else 0


def _recovery_sheet(options: argparse.Namespace) -> int:
    from dvcq_desktop.backup import encryption
    from dvcq_desktop.exporting import write_document
    from dvcq_desktop.printed import recovery_sheet

    office = open_office(options.data, getpass.getuser())
    try:
        keys = encryption.keys_of(office.folder)
        if keys is None:
            raise RuleBroken(_("Chưa đặt mã hóa bản sao lưu nên chưa có phiếu khôi phục."))
        write_document(recovery_sheet.build(office.db, keys, datetime.now().astimezone().date()), options.out)
    finally:
        office.close()
    _say(_("Đã ghi {path}. Hãy in ra, cất vào két rồi xóa tệp này.", path=options.out))
    return 0


def _self_check(options: argparse.Namespace) -> int:
    from dvcq_desktop.backup.self_check import check_all

    steps = check_all()
    if options.json:
        print(json.dumps([asdict(step) for step in steps], ensure_ascii=False, indent=2))
    for step in steps:
        _say(
            f"{'✓' if step.good else '✗'} {step.what} ({step.seconds:.1f} s){': ' + step.detail if step.detail else ''}"
        )
    good = all(step.good for step in steps)
    _say(
        _("Tự kiểm tra: mọi bước đều đúng.")
        if good
        else _("Tự kiểm tra: có bước không đúng, hãy báo cho người hỗ trợ.")
    )
    return 0 if good else REFUSED


@contextmanager
def _folder_of(options: argparse.Namespace) -> Iterator[Path]:
    """The data folder, or one for the moment where this PC has no data yet."""
    if has_data(options.data):
        yield options.data
    else:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder)


def _keys(options: argparse.Namespace, path: Path, data_folder: Path) -> Keys | None:
    """What opens an encrypted place: the PC's own key, else what is typed; None for a place in the clear."""
    from dvcq_desktop.backup import encryption, places

    marker = places.look_at(path).marker
    if marker is None or not marker.encrypted:
        return None
    own = encryption.keys_of(data_folder)
    if own is not None and own.public == marker.public_key:
        return own
    typed = _passphrase(options)
    if re.fullmatch(r"[a-z0-9\s]{60,}", typed.lower()):
        return encryption.keys_from_recovery(marker, typed)
    return encryption.keys_from_passphrase(marker, typed)


def _passphrase(options: argparse.Namespace) -> str:
    if options.passphrase_file is not None:
        return str(options.passphrase_file.read_text(encoding="utf-8-sig")).strip()  # as Notepad saves it
    if not sys.stdin.isatty():
        raise RuleBroken(_("Bản sao lưu mã hóa cần mật khẩu. Hãy thêm --passphrase-file TỆP."))
    return getpass.getpass(_("Mật khẩu sao lưu: "))
