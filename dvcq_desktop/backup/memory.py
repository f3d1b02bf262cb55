"""What this PC remembers about each place of backups: the last generation, when it was proved, what the proof said."""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from db.files import write_file
from dvcq_desktop.texts import _

HERE = "sao-luu"  # inside the data folder: copies made at each close, keys, this memory
BACKUP = "_backup"  # told by Desk.changed as if it were a table: what is remembered here is another
_FILE = "so.json"


@dataclass(frozen=True, kw_only=True)
class Remembered:
    """The last backup in one place, and its proof."""

    place: str  # Marker.place
    path: str  # where it was seen last
    serial: int = 0
    at: str = ""  # ISO, when the generation was made
    evidence: int = 0
    encrypted: bool = False
    proved_at: str = ""  # ISO, when it was read back last; empty: never with success
    proved_serial: int = 0
    whole: bool = False
    sentence: str = ""


def all_remembered(data_folder: Path) -> list[Remembered]:
    """Every place backups went to, the newest backup first; what cannot be read is forgotten, it is only a memory."""
    try:
        raw = json.loads((data_folder / HERE / _FILE).read_text(encoding="utf-8"))
        found = [Remembered(**one) for one in raw["places"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return sorted(found, key=_newest, reverse=True)


def _newest(one: Remembered) -> tuple[str, int]:
    return (one.at, one.serial)


def of_place(data_folder: Path, place: str) -> Remembered | None:
    return next((one for one in all_remembered(data_folder) if one.place == place), None)


def known_paths(data_folder: Path) -> list[Path]:
    """Where places were seen last, for places.look_for_places()."""
    return list(dict.fromkeys(Path(one.path) for one in all_remembered(data_folder)))  # a stick may have been formatted


def remember(data_folder: Path, found: Remembered) -> None:
    """Keep what is known about a place in the stead of what was; a full disk forgets, and nothing else."""
    others = [one for one in all_remembered(data_folder) if one.place != found.place]
    _keep(data_folder, [found, *others])


def forget(data_folder: Path, place: str) -> None:
    """A place is no longer used; nothing on it is touched."""
    _keep(data_folder, [one for one in all_remembered(data_folder) if one.place != place])


def seen(data_folder: Path, place: str, path: Path) -> None:
    """A place is plugged in under this path now."""
    known = of_place(data_folder, place)
    if known is not None and known.path != str(path):
        remember(data_folder, replace(known, path=str(path)))


def last_words(data_folder: Path, today: date) -> str:
    """ "Bản gần nhất 2 ngày trước, đã thử khôi phục", for the window; empty where there never was a backup."""
    places = [one for one in all_remembered(data_folder) if one.serial]
    if not places:
        return ""
    newest = places[0]
    when = ago(newest.at, today)
    if newest.whole and newest.proved_serial == newest.serial:
        return _("Bản gần nhất {when}, đã thử khôi phục", when=when)
    if newest.proved_at:
        return _("Bản gần nhất {when}, thử khôi phục không khớp: hãy sao lưu lại", when=when)
    return _("Bản gần nhất {when}, chưa thử khôi phục", when=when)


def ago(at: str, today: date) -> str:
    """ "hôm nay", "2 ngày trước"; the date itself where the clock was set back since."""
    try:
        day = date.fromisoformat(at[:10])
    except ValueError:
        return _("không rõ ngày")
    days = (today - day).days
    if days < 0:
        return _("ngày {day}", day=f"{day:%d/%m/%Y}")
    return _("hôm nay") if days == 0 else _("hôm qua") if days == 1 else _("{n} ngày trước", n=days)


def _keep(data_folder: Path, places: list[Remembered]) -> None:
    with contextlib.suppress(OSError):
        (data_folder / HERE).mkdir(exist_ok=True)
        raw = json.dumps({"places": [asdict(one) for one in places]}, ensure_ascii=False, indent=1)
        write_file(data_folder / HERE / _FILE, raw.encode())
