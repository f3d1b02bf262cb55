"""A bundle for the technician: versions, form of the file, counts, checks, logs, disk; never a text or a name of the office."""

from __future__ import annotations

import getpass
import io
import json
import os
import platform
import sys
import zipfile
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from db import ballast, seal
from db.connection import Connection, column_names, table_names
from db.files import write_file
from db.opening import COPIES, FILE
from db.shape import shape_file
from db.summary import file_summary
from dvcq_desktop import VERSION
from dvcq_desktop.data_care import Told, check_data
from dvcq_desktop.folders import EVIDENCE, drive_kind, file_system, synced_by

LOGS = "nhat-ky"
_LOG_SIZE = 1 << 20  # bytes of each log, from its end
_SHORTEST = (
    4  # letters: a text of the office so short is no secret, and taking it out would take out words of the program
)


def make_bundle(
    folder: Path, db: Connection | None, told: Told | None = None, *, trouble: BaseException | None = None, qt: str = ""
) -> bytes:
    """The bundle as a ZIP. db: the open office, None where it cannot be opened, with the trouble that says why.

    Raises sqlite3.OperationalError where the medium fails, and whatever told raises to stop.
    """
    now = datetime.now().astimezone()
    facts: dict[str, Any] = {
        "made_at": now.isoformat(timespec="seconds"),
        "program": VERSION,
        "python": platform.python_version(),
        "qt": qt,
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "frozen": bool(getattr(sys, "frozen", False)),
        "folder": _place(folder),
        "files": _files(folder),
        "trouble": type(trouble).__name__ if trouble is not None else "",
    }
    texts: set[str] = set()
    if db is not None:
        facts["data"] = file_summary(db)
        facts["check"] = asdict(check_data(db, told))
        texts = _texts(db)
    hidden = _Hidden(folder, texts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("thong-tin.json", hidden.clean(json.dumps(facts, ensure_ascii=False, indent=1)))
        for log in _logs(folder / LOGS):
            bundle.writestr(f"{LOGS}/{log.name}", hidden.without_texts(_tail(log)))
    return out.getvalue()


def _logs(folder: Path) -> list[Path]:
    """Reports of errors, and of a fall that no window could tell any more."""
    return [path for pattern in ("*.log", "sap.txt") for path in sorted(folder.glob(pattern)) if path.stat().st_size]


def save_bundle(path: Path, bundle: bytes) -> None:
    """Write the bundle whole; raises OSError."""
    write_file(path, bundle)


class _Hidden:
    """Takes out what could tell a person or an office."""

    def __init__(self, folder: Path, texts: set[str]) -> None:
        self._texts = texts
        who = {getpass.getuser(), Path.home().name, platform.node()}
        self._words = sorted(
            {str(folder), str(Path.home()), *(w for w in who if len(w) >= _SHORTEST)}, key=len, reverse=True
        )

    def clean(self, text: str) -> str:
        for word in self._words:
            text = text.replace(word, "…").replace(json.dumps(word)[1:-1], "…")
        return text

    def without_texts(self, text: str) -> str:
        """Lines that hold a text of the office go as a whole."""
        lines = [
            "(dòng có nội dung của văn phòng đã được bỏ)" if any(found in line for found in self._texts) else line
            for line in text.splitlines()
        ]
        return self.clean("\n".join(lines))


def _texts(db: Connection) -> set[str]:
    """Every text of the office that a log could repeat: each line of it with a blank or a mark of Vietnamese."""
    found: set[str] = set()
    for table in table_names(db):
        names = ", ".join(column_names(db, table))
        for row in db.execute(f"SELECT {names} FROM {table}"):
            for value in row:
                if isinstance(value, str):
                    found.update(line.strip() for line in value.splitlines())
    return {text for text in found if len(text) >= _SHORTEST and (" " in text or not text.isascii())}


def _place(folder: Path) -> dict[str, object]:
    path = Path(os.path.abspath(folder))  # noqa: PTH100  # resolve() would ask a dead network drive
    try:
        free: int | None = ballast.free_room(folder)
    except OSError:
        free = None
    return {
        "letters": len(str(path)),
        "depth": len(path.parts),
        "kind": drive_kind(path),
        "file_system": file_system(path),
        "synced_by": synced_by(path) or "",
        "free": free,
    }


def _files(folder: Path) -> dict[str, object]:
    """Sizes of what the program itself put there; of everything else only how many there are."""
    found: dict[str, object] = {}
    own = {
        FILE,
        f"{FILE}-journal",
        seal.seal_of(Path(FILE)).name,
        shape_file(Path(FILE)).name,
        ballast.FILE,
        "dvcq.lock",
    }
    for name in sorted(own):
        path = folder / name
        found[name] = path.stat().st_size if path.is_file() else None
    for part in (EVIDENCE, COPIES, LOGS):
        inside = [path.stat().st_size for path in (folder / part).rglob("*") if path.is_file()]
        found[f"{part}/"] = {"files": len(inside), "bytes": sum(inside)}
    others = [p for p in folder.iterdir() if p.name not in {*own, EVIDENCE, COPIES, LOGS}] if folder.is_dir() else []
    found["others"] = len(others)
    return found


def _tail(path: Path) -> str:
    data = path.read_bytes()
    return data[-_LOG_SIZE:].decode("utf-8", "replace")
