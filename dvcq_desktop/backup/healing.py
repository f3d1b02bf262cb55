"""Heals the store of evidence from the backups that are there: missing and damaged files come back, each proved by its hash."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dvcq_desktop import troubles
from dvcq_desktop.backup import encryption
from dvcq_desktop.backup.copies import Copy, look
from dvcq_desktop.backup.media import FULL
from dvcq_desktop.backup.restore import bring_each
from dvcq_desktop.backup.vault import Told, silent
from dvcq_desktop.looking.names import shown_name
from dvcq_desktop.texts import _


@dataclass(frozen=True, kw_only=True)
class Healed:
    """What came back, by SHA-256; the names of what no backup that is there holds whole; why a place could not be read."""

    back: frozenset[str]
    missing: tuple[str, ...]
    troubles: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        told = []
        if self.back:
            told.append(_("Đã lấy lại {n} tệp từ bản sao lưu; nội dung đúng như lúc nhận.", n=len(self.back)))
        if self.missing:
            names = ", ".join(self.missing[:3]) + ("…" if len(self.missing) > 3 else "")
            told.append(
                _(
                    "{n} tệp không có bản tốt ở nơi sao lưu nào đang cắm: {names}. Hãy cắm USB sao lưu khác rồi thử lại, hoặc tìm "
                    "lại từ một tệp giống hệt.",
                    n=len(self.missing),
                    names=names,
                )
            )
        return " ".join([*told, *self.troubles])


def heal_evidence(
    data_folder: Path, lost: Mapping[str, tuple[int, str]], places: Sequence[Path], told: Told = silent
) -> Healed:
    """Bring contents (bytes and name by SHA-256) back from the places that are there; the office may be open.

    Asked of each place until all are back. What is wrong with one place is told and the next one asked. Raises OSError where
    this PC's own disk is full, and what told raises to stop; what came back until then stays.
    """
    left = dict(lost)
    wrong: list[str] = []
    for place in dict.fromkeys(places):
        if not left:
            break
        try:
            copy = _newest(data_folder, place)
            lacking = bring_each(data_folder, copy, left, told)[1] if copy is not None else list(left)
        except Exception as trouble:
            said = troubles.sentence(trouble)
            if said is None or (isinstance(trouble, OSError) and trouble.errno in FULL):
                raise
            wrong.append(said)
            continue
        left = {sha256: left[sha256] for sha256 in lacking}
    return Healed(
        back=frozenset(lost.keys() - left.keys()),
        missing=tuple(shown_name(name) for _size, name in left.values()),
        troubles=tuple(wrong),
    )


def _newest(data_folder: Path, place: Path) -> Copy | None:
    """Contents lie once a place, whatever generation brought them: its newest copy gives them all."""
    if not place.is_dir():
        return None
    return next(iter(look(place, keys=encryption.keys_of(data_folder)).copies), None)
