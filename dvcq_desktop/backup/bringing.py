"""Brings the contents of a generation to its place: only what is new, read back from the medium, what rotted there renewed."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from db import store
from db.store import Changed, Kept, WrongContent
from dvcq_desktop.backup.drill import due_now
from dvcq_desktop.backup.drives import LARGEST_ON_FAT, drive_of, free_bytes
from dvcq_desktop.backup.layout import Content, Generation, Kind, Missing
from dvcq_desktop.backup.media import no_room, too_large
from dvcq_desktop.backup.vault import Meter, Told, Vault, falsified
from dvcq_desktop.looking.names import shown_name
from dvcq_desktop.texts import _

_MARGIN = 2 << 20  # bytes for the manifest and for what the file system itself needs
_OF_THE_MEDIUM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A content a generation needs, and where on this PC it lies."""

    kind: Kind
    sha256: str
    size: int
    source: Path
    name: str


@dataclass(kw_only=True)
class Brought:
    """What lies in the place now, proved, and what could be had from nowhere."""

    contents: list[Content] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    proved: set[str] = field(default_factory=set)  # read back from the medium just now
    new_bytes: int = 0


def bring(
    vault: Vault,
    wanted: Sequence[Wanted],
    before: Generation | None,
    serial: int,
    told: Told,
    *,
    everything: bool,
) -> Brought:
    """Bring what is wanted, read back what is new and a part of the old. Raises OSError, MediumTrouble, what told raises."""
    listing = vault.listing()
    since = {content.sha256: content.since for content in before.contents} if before else {}
    there = [one for one in wanted if vault.seems_there(listing, one.sha256, one.size)]
    known = {one.sha256 for one in there}
    new = [one for one in wanted if one.sha256 not in known]
    brought = Brought()
    _need_room(vault, new)
    _put(vault, new, brought, serial, told)
    old = [_content(one, since.get(one.sha256, serial)) for one in there]
    brought.contents += old
    _read_back(vault, wanted, brought, old if everything else due_now(old, serial), serial, told)
    brought.contents.sort(key=_order)
    return brought


def _put(vault: Vault, new: Sequence[Wanted], brought: Brought, serial: int, told: Told) -> None:
    if not new:
        return
    meter = Meter(told, sum(one.size for one in new), _("Đang chép sang nơi sao lưu"))
    for one, answer in zip(new, vault.put([(one.source, one.sha256) for one in new], meter), strict=True):
        if isinstance(answer, Kept):
            brought.contents.append(_content(one, serial))
            brought.new_bytes += answer.size if answer.new else 0
        elif one.kind == "evidence" and (why := _fault_of_source(one, answer)):
            brought.missing.append(Missing(sha256=one.sha256, name=one.name, why=why))
        else:
            raise answer if isinstance(answer, OSError) else falsified(one.source)


def _fault_of_source(one: Wanted, answer: Exception) -> Literal["", "missing", "damaged"]:
    """ "missing" or "damaged" where this PC's own file is to blame; "" where the medium is."""
    if isinstance(answer, (Changed, WrongContent)) or _grown(one):
        return "damaged"
    if isinstance(answer, OSError) and answer.errno in _OF_THE_MEDIUM:
        return ""
    try:
        return "" if store.digest(one.source) == one.sha256 else "damaged"
    except FileNotFoundError:
        return "missing"
    except OSError:
        return "damaged"


def _grown(one: Wanted) -> bool:
    """Whether this PC's file is larger than it was taken in: then no medium is to blame that it is too large."""
    try:
        return one.source.stat().st_size > one.size
    except OSError:
        return False


def _read_back(
    vault: Vault,
    wanted: Sequence[Wanted],
    brought: Brought,
    old: Sequence[Content],
    serial: int,
    told: Told,
) -> None:
    """Read from the medium what was brought and the given part of the old; what rotted is brought again from this PC."""
    fresh = [content for content in brought.contents if content.since == serial and content not in old]
    asked = [*fresh, *old]
    meter = Meter(told, sum(content.size for content in asked), _("Đang đọc lại từ nơi sao lưu"))
    faults = {c.sha256: fault for c, fault in zip(asked, vault.check(asked, meter), strict=True) if fault}
    brought.proved = {content.sha256 for content in asked} - set(faults)
    if not faults:
        return
    if liar := next((content for content in fresh if content.sha256 in faults), None):
        raise falsified(store.path_of(vault.contents, vault.name_of(liar.sha256)))
    rotten = [one for one in wanted if one.sha256 in faults]
    brought.contents = [content for content in brought.contents if content.sha256 not in faults]
    vault.discard([vault.name_of(one.sha256) for one in rotten])
    _put(vault, rotten, brought, serial, told)
    again = [content for content in brought.contents if content.sha256 in faults]
    meter.begin(sum(content.size for content in again))
    for content, fault in zip(again, vault.check(again, meter), strict=True):
        if fault:
            raise falsified(store.path_of(vault.contents, vault.name_of(content.sha256)))
        brought.proved.add(content.sha256)


def _need_room(vault: Vault, new: Sequence[Wanted]) -> None:
    """Raise MediumTrouble before anything is written, where the place cannot take what is new."""
    place = vault.root.parent
    if drive_of(place).is_fat and (large := [one for one in new if vault.size_there(one.size) > LARGEST_ON_FAT]):
        raise too_large(place, shown_name(large[0].name))
    needed, free = sum(vault.size_there(one.size) for one in new) + _MARGIN, free_bytes(vault.root)
    if free is not None and free < needed:
        raise no_room(place, needed, free)


def _content(one: Wanted, since: int) -> Content:
    return Content(kind=one.kind, sha256=one.sha256, size=one.size, since=since, name=one.name)


def _order(content: Content) -> tuple[str, str]:
    return (content.kind, content.sha256)
