"""Goes the whole way once on a demonstration office in a scratch folder: fill, print, attach, back up, drill, restore, compare."""

from __future__ import annotations

import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from db import store
from db.connection import Connection, connect, table_names
from db.opening import FILE, SCHEMA
from dvcq_desktop import evidence_files
from dvcq_desktop.backup import encryption, places
from dvcq_desktop.backup.backup import back_up
from dvcq_desktop.backup.copies import look
from dvcq_desktop.backup.restore import restore_whole
from dvcq_desktop.demo import fill_demo
from dvcq_desktop.errors import InputRefused, RuleBroken
from dvcq_desktop.exporting import build_form
from dvcq_desktop.office import Office, open_office
from dvcq_desktop.printed import FORMS
from dvcq_desktop.printed.blocks import Document, FormOptions, PrintedForm
from dvcq_desktop.texts import _
from dvcq_desktop.troubles import sentence
from dvcq_desktop.writers import WRITERS, write


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that was tried."""

    what: str
    good: bool
    seconds: float
    detail: str = ""


@dataclass(kw_only=True)
class _Way:
    """What the steps hand on."""

    folder: Path
    office: Office | None = None
    steps: list[Step] = field(default_factory=list)

    def open(self) -> Office:
        if self.office is None:
            raise RuleBroken(_("văn phòng mẫu không mở được"))
        return self.office


def check_all() -> list[Step]:
    """Every step in its order; one that fails is told with its reason and the rest is tried all the same."""
    with tempfile.TemporaryDirectory(prefix="dvcq-") as folder:
        way = _Way(folder=Path(folder))
        try:
            for what, step in (
                (_("Tạo văn phòng mẫu, nâng cấp cấu trúc dữ liệu"), _fill),
                (_("Lập và ghi mọi biểu mẫu ra PDF, Word, Excel"), _print),
                (_("Đính kèm minh chứng"), _attach),
                (_("Sao lưu và thử khôi phục"), _back_up),
                (_("Sao lưu mã hóa và thử khôi phục"), _back_up_encrypted),
                (_("Nhận ra một byte hỏng trong bản sao lưu"), _notice),
                (_("Khôi phục vào thư mục mới, so từng dòng và từng tệp"), _restore),
            ):
                _try(way, what, step)
        finally:
            if way.office is not None:
                way.office.close()
    return way.steps


def _try(way: _Way, what: str, step: Callable[[_Way], str]) -> None:
    began = time.perf_counter()
    try:
        detail, good = step(way), True
    except Exception as trouble:  # noqa: BLE001  # whatever it is, it is what the check is for
        detail, good = sentence(trouble) or traceback.format_exc(limit=-3), False
    way.steps.append(Step(what=what, good=good, seconds=round(time.perf_counter() - began, 3), detail=detail))


def _fill(way: _Way) -> str:
    way.office = open_office(way.folder / "du-lieu", "self-check", create=True)
    way.office.run(_("Nạp văn phòng mẫu"), fill_demo)
    return _("cấu trúc số {n}", n=SCHEMA)


def _print(way: _Way) -> str:
    office = way.open()
    years = [row["year"] for row in office.db.execute("SELECT year FROM cycle ORDER BY year DESC")]
    unit = office.db.execute(
        "SELECT u.name FROM unit u JOIN assignment a ON a.unit_id = u.id GROUP BY u.id ORDER BY count(*) DESC"
    ).fetchone()["name"]
    made, left = 0, []
    for form in FORMS:
        document, why = _built(office.db, form, years, unit)
        if document is None:
            left.append(f"{form.key} ({why})")
            continue
        for suffix in WRITERS:
            if not write(document, suffix):
                raise InputRefused(f"{form.key}{suffix}: 0 byte")
            made += 1
    said = _("{forms} biểu mẫu, {n} tệp", forms=len(FORMS) - len(left), n=made)
    return said + (_("; văn phòng mẫu không có gì để in: {forms}", forms=", ".join(left)) if left else "")


def _built(db: Connection, form: PrintedForm, years: list[int], unit: str) -> tuple[Document | None, str]:
    """A form of the newest year that has something for it; why there is none."""
    why = ""
    for year, named in product(years, ("", unit)):  # some forms are about one unit
        try:
            return build_form(db, form.key, FormOptions(year=year, unit=named)), ""
        except RuleBroken as broken:
            why = why or str(broken)
    return None, why


def _attach(way: _Way) -> str:
    office = way.open()
    for number in range(12):
        kept = store.keep_bytes(evidence_files.store_folder(office.folder), f"Báo cáo số {number}\n".encode() * 900)
        office.run(_("Nhập minh chứng"), _record, kept, f"Báo cáo {number}.txt")
    return ""


def _record(db: Connection, kept: store.Kept, name: str) -> int:
    return evidence_files.attach(db, 2025, kept, name)


def _back_up(way: _Way) -> str:
    return _backed_up(way, way.folder / "usb", None)


def _back_up_encrypted(way: _Way) -> str:
    keys = encryption.set_up(way.open().folder, "mật khẩu để tự kiểm tra")
    return _backed_up(way, way.folder / "usb-ma-hoa", keys)


def _backed_up(way: _Way, place: Path, keys: encryption.Keys | None) -> str:
    office = way.open()
    place.mkdir(exist_ok=True)
    db = office.reader()
    try:
        places.adopt(db, place, office.folder, keys=keys)
        done = back_up(db, office.folder, place, keys=keys, everything=True)
    finally:
        db.close()
    if not done.proof.whole:
        raise InputRefused(done.sentence)
    return done.sentence


def _notice(way: _Way) -> str:
    from dvcq_desktop.backup.drill import check_place

    place = way.folder / "usb"
    generation = look(place).copy().generation
    if generation is None:
        raise InputRefused(_("không thấy bản vừa ghi"))
    kept = store.path_of(place / "DVCQ-SAO-LUU" / "kho", generation.evidence[0].sha256)
    whole = kept.read_bytes()
    try:
        _overwrite(kept, bytes([whole[0] ^ 1]) + whole[1:])
        proof = check_place(place, way.open().folder, everything=True)
        if proof is None or proof.whole:
            raise InputRefused(_("byte hỏng không bị phát hiện"))
        return proof.sentence
    finally:
        _overwrite(kept, whole)


def _overwrite(path: Path, raw: bytes) -> None:
    from db.files import write_file

    path.chmod(0o644)
    write_file(path, raw)


def _restore(way: _Way) -> str:
    office = way.open()
    told = []
    for name in ("usb", "usb-ma-hoa"):
        keys = encryption.keys_of(office.folder)
        target = way.folder / f"{name}-khoi-phuc"
        done = restore_whole(target, look(way.folder / name, keys=keys).copy())
        back = connect(target / FILE, read_only=True)
        try:
            if _rows(back) != _rows(office.db):
                raise InputRefused(_("dữ liệu khôi phục khác dữ liệu gốc"))
        finally:
            back.close()
        for sha256 in evidence_files.known_contents(office.db):
            if store.digest(store.path_of(evidence_files.store_folder(target), sha256)) != sha256:
                raise InputRefused(_("minh chứng khôi phục khác bản gốc"))
        told.append(done.sentence)
    return told[0]


def _rows(db: Connection) -> list[tuple[object, ...]]:
    return [tuple(row) for table in table_names(db) for row in db.execute(f"SELECT * FROM {table} ORDER BY id")]
