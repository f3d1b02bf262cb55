"""Where backups go: sticks and folders, known by the marker file in them and not by their letter."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from db.connection import Connection
from db.files import make_folder, write_file
from dvcq_desktop import organisation
from dvcq_desktop.backup import memory
from dvcq_desktop.backup.drives import Drive, drive_of, drives, free_bytes, same_disk
from dvcq_desktop.backup.layout import (
    FOLDER,
    MARKERS,
    FromNewerProgram,
    Marker,
    Unreadable,
    marker_from,
    root_of,
    to_json,
)
from dvcq_desktop.backup.media import medium
from dvcq_desktop.backup.vault import Vault
from dvcq_desktop.errors import MediumTrouble, RuleBroken
from dvcq_desktop.records import fetch
from dvcq_desktop.texts import _

if TYPE_CHECKING:
    from dvcq_desktop.backup.encryption import Keys


@dataclass(frozen=True, kw_only=True)
class Place:
    """A stick or folder that may take backups; marker None: not yet adopted."""

    path: Path
    marker: Marker | None
    trouble: str = ""  # why its marker cannot be used, a sentence
    free: int = 0  # bytes; 0 also where the system does not tell
    file_system: str = ""
    removable: bool = False
    read_only: bool = False

    @property
    def name(self) -> str:
        """What a person calls it: the name of the stick or folder."""
        return self.path.name or str(self.path)


def look_for_places(known: Sequence[Path] = ()) -> list[Place]:
    """Every stick that is plugged in, and the known folders that are there (memory.py); those with a marker first.

    Quick enough for a thread that asks every three seconds; never raises.
    """
    plugged = drives()
    paths = [drive.path for drive in plugged]
    found = [_place(drive.path, drive) for drive in plugged]
    found += [look_at(path) for path in known if path not in paths and root_of(path).is_dir()]
    return sorted(found, key=_order)


def _order(place: Place) -> tuple[bool, str]:
    return (place.marker is None, str(place.path))


def look_at(path: Path) -> Place:
    """What a stick or folder is; changes nothing, never raises."""
    path = path.parent if path.name == FOLDER else path
    return _place(path, drive_of(path))


def _place(path: Path, drive: Drive) -> Place:
    marker, trouble = None, ""
    try:
        marker = read_marker(path)
    except (Unreadable, FromNewerProgram) as why:
        trouble = str(why)
    except OSError:
        pass  # nothing that can be read: not adopted
    return Place(
        path=path,
        marker=marker,
        trouble=trouble,
        free=free_bytes(path) or 0,
        file_system=drive.file_system,
        removable=drive.removable,
        read_only=drive.read_only or not os.access(path, os.W_OK),
    )


def read_marker(path: Path) -> Marker | None:
    """The marker of a place, from whichever of its two files is whole; None where there is none.

    Raises Unreadable where both are damaged, FromNewerProgram, OSError.
    """
    trouble: Unreadable | None = None
    for name in MARKERS:
        file = root_of(path) / name
        try:
            return marker_from(file.read_bytes(), file)
        except FileNotFoundError:
            continue
        except Unreadable as why:
            trouble = why
    if trouble is not None:
        raise trouble
    return None


def office_of(db: Connection) -> tuple[str, str]:
    """The uid an office keeps through every renaming, and its name today. RuleBroken before it has a name."""
    entries = fetch(db, organisation.Organisation, "ORDER BY id LIMIT 1")
    now = organisation.current(db)
    if not entries or now is None:
        raise RuleBroken(_("Hãy điền tên cơ quan (Cài đặt) trước khi nhận nơi sao lưu."))
    return entries[0].uid, now.name


def adopt(db: Connection, path: Path, data_folder: Path, *, keys: Keys | None = None) -> Place:
    """Make a stick or folder a place of backups of this office; with keys, everything in it is encrypted.

    One that is already ours stays as it is (in the clear or encrypted); a damaged marker of ours is written anew. Raises RuleBroken (another
    office's, inside the data), FromNewerProgram, MediumTrouble (read-only, full, gone).
    """
    path = path.absolute()
    _refuse_inside(path, data_folder)
    uid, name = office_of(db)
    with medium(path):
        if not path.is_dir():
            raise FileNotFoundError(str(path))
        try:
            found = read_marker(path)
        except Unreadable:
            found = None
            _refuse_foreign_contents(path, uid, keys)
        if found is not None:
            refuse_foreign(found, uid, path)
            _heal(path, found)
            return look_at(path)
        marker = Marker(
            place=os.urandom(8).hex(),
            office=uid,
            office_name="" if keys else name,
            made_at=datetime.now().astimezone().isoformat(timespec="seconds"),
        )
        if keys is not None:
            marker = replace(marker, encrypted=True, public_key=keys.public, wrapped_key=keys.wrapped)
        make_folder(root_of(path), within=root_of(path).parent)
        write_marker(path, marker)
    return look_at(path)


def write_marker(path: Path, marker: Marker) -> None:
    """Both files of a marker. Raises OSError."""
    for name in MARKERS:
        write_file(root_of(path) / name, to_json(marker))


def renew_passphrase(path: Path, marker: Marker, keys: Keys | None) -> Marker:
    """Let an encrypted place open with the passphrase of today; its contents stay as they are. Raises OSError.

    Each of the two files of the marker is replaced whole, so that at every moment one of the two passphrases opens it.
    """
    if keys is None or not marker.encrypted or keys.public != marker.public_key:
        return marker
    if not keys.wrapped or keys.wrapped == marker.wrapped_key:
        return marker
    renewed = replace(marker, wrapped_key=keys.wrapped)
    write_marker(path, renewed)
    return renewed


@dataclass(frozen=True, kw_only=True)
class Passphrases:
    """Which places know the passphrase of today, by name."""

    renewed: tuple[str, ...]
    later: tuple[str, ...]  # not there, or not to be written: at their next backup
    open: tuple[str, ...]  # not encrypted, and stay so


def renew_all(keys: Keys, data_folder: Path) -> Passphrases:
    """Tell the passphrase of today to every place of backups that is there."""
    renewed: list[str] = []
    later: list[str] = []
    plain: list[str] = []
    for known in memory.all_remembered(data_folder):
        place = look_at(Path(known.path))
        if not known.encrypted:
            plain.append(place.name)
            continue
        try:
            there = place.marker if place.marker is not None and place.marker.place == known.place else None
            done = there is not None and renew_passphrase(place.path, there, keys).wrapped_key == keys.wrapped
        except OSError:
            done = False
        (renewed if done else later).append(place.name)
    return Passphrases(renewed=tuple(renewed), later=tuple(later), open=tuple(plain))


def refuse_foreign(marker: Marker, office: str, path: Path) -> None:
    """Raise RuleBroken where a place holds backups of another office."""
    if marker.office == office:
        return
    whose = marker.office_name or _("cơ quan khác")
    raise RuleBroken(
        _(
            "{path} đang giữ bản sao lưu của {whose}, không phải của cơ quan này. Chương trình không ghi gì vào đó; các bản "
            "trong đó còn nguyên. Hãy dùng USB hoặc thư mục khác.",
            path=path,
            whose=whose,
        )
    )


def vault_of(path: Path, marker: Marker, keys: Keys | None = None) -> Vault:
    """What reads and writes a place. RuleBroken where it is encrypted and no key that fits was given."""
    if not marker.encrypted:
        return Vault(root_of(path))
    from dvcq_desktop.backup.encryption import SealedVault

    return SealedVault(root_of(path), marker, keys)


def warning(place: Place, data_folder: Path) -> str:
    """Why a place is less safe than it could be, as a sentence; empty where there is nothing to say."""
    if same_disk(place.path, data_folder):
        return _(
            "{path} nằm cùng ổ đĩa với dữ liệu: hỏng ổ là mất cả hai. Hãy sao lưu thêm vào USB hoặc ổ khác.",
            path=place.path,
        )
    return ""


def _heal(path: Path, marker: Marker) -> None:
    """Write again whichever of the two files is missing or damaged."""
    raw = to_json(marker)
    for name in MARKERS:
        file = root_of(path) / name
        if not file.exists() or file.read_bytes() != raw:
            write_file(file, raw)


def _refuse_inside(path: Path, data_folder: Path) -> None:
    data = Path(os.path.realpath(data_folder))
    place = Path(os.path.realpath(path))
    if place == data or data in place.parents:
        raise RuleBroken(
            _(
                "{path} nằm trong chính thư mục dữ liệu, hỏng hay mất thư mục là mất cả bản sao lưu. Hãy chọn USB hoặc thư mục "
                "ở ổ khác.",
                path=path,
            )
        )


def _refuse_foreign_contents(path: Path, office: str, keys: Keys | None) -> None:
    """A marker both of whose files are damaged: what generations can be read tell whose place it is."""
    from dvcq_desktop.backup.encryption import SealedVault

    vault: Vault = Vault(root_of(path))
    if not vault.serials() and keys is not None:
        vault = SealedVault(
            root_of(path), Marker(place="", office=office, encrypted=True, public_key=keys.public), keys
        )
    newest = vault.newest()
    if newest is None and _anything(path):
        raise MediumTrouble(
            _(
                "Tệp nhận diện và các bản sao lưu trên {path} đều hỏng nên chưa dùng làm nơi sao lưu. Chương trình không ghi gì "
                "vào đó. Dữ liệu trên máy còn nguyên. Hãy dùng USB khác; muốn cứu USB này, hãy báo cho người hỗ trợ.",
                path=path,
            )
        )
    if newest is not None and newest.office != office:
        refuse_foreign(Marker(place="", office=newest.office, office_name=newest.office_name), office, path)


def _anything(path: Path) -> bool:
    folder = root_of(path) / "ban"
    return folder.is_dir() and any(folder.iterdir())
