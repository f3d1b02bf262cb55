"""The restore drill: a backup is taken from its medium, opened, checked, counted, and its evidence read back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import DataTrouble
from dvcq_desktop.backup import memory
from dvcq_desktop.backup.facts import facts_of
from dvcq_desktop.backup.layout import Content, Generation, Unreadable
from dvcq_desktop.backup.media import medium
from dvcq_desktop.backup.places import read_marker, vault_of
from dvcq_desktop.backup.scratch import FILE, need_room, opened, scratch
from dvcq_desktop.backup.vault import Meter, Told, Vault, WrongContent, silent
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.looking.names import shown_name
from dvcq_desktop.texts import _

if TYPE_CHECKING:
    from dvcq_desktop.backup.encryption import Keys

PARTS = 8  # of the old evidence one part is read back at each backup: after eight backups everything was
_AT_ONCE = 64 << 20  # bytes: as little as this is read back wholly every time


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What a drill found. sentence speaks of success only where whole is true."""

    serial: int
    at: str  # ISO
    evidence: int  # contents of evidence that belong to the generation
    checked: int  # of these, read back from the medium this time
    bad: tuple[str, ...]  # names of evidence that is missing or damaged in the backup
    never_had: tuple[str, ...]  # names of evidence that was missing or damaged on the PC already
    data_good: bool  # the database opens, passes both checks and counts the same
    why: str = ""  # what is wrong with the database

    @property
    def sound(self) -> bool:
        """Whether all that was backed up can be had back."""
        return self.data_good and not self.bad

    @property
    def whole(self) -> bool:
        return self.sound and not self.never_had

    @property
    def sentence(self) -> str:
        if self.whole:
            part = "" if self.checked == self.evidence else _(" (lần này đọc lại {n})", n=self.checked)
            return _("Đã sao lưu, đã thử khôi phục: {n} minh chứng, khớp", n=self.evidence) + part
        if not self.data_good:
            return _(
                "Bản sao lưu số {serial} không dùng được: {why}. Dữ liệu trên máy còn nguyên. Hãy sao lưu lại, tốt nhất vào USB khác.",
                serial=self.serial,
                why=self.why,
            )
        if self.bad:
            return _(
                "Bản sao lưu số {serial} có {n} chỗ hỏng hoặc thiếu: {names}. Dữ liệu trên máy còn nguyên. Hãy sao lưu lại để chép bù; "
                "nếu vẫn vậy, hãy thay USB.",
                serial=self.serial,
                n=len(self.bad),
                names=some(self.bad),
            )
        return _(
            "Đã sao lưu, nhưng {n} tệp minh chứng không có bản tốt: {names}. Phần còn lại dùng được. Hãy nhập lại các tệp ấy rồi "
            "sao lưu lại.",
            n=len(self.never_had),
            names=some(self.never_had),
        )


def some(names: Sequence[str]) -> str:
    """A few of many names, for a sentence."""
    return ", ".join(names[:5]) + ("…" if len(names) > 5 else "")


def prove(
    vault: Vault,
    generation: Generation,
    data_folder: Path,
    told: Told = silent,
    *,
    everything: bool = False,
    proved: Collection[str] = (),
) -> Proof:
    """Carry the drill out on a generation. proved: SHA-256 of contents that were read back from the medium just now.

    Raises OSError where the medium is gone, and whatever told raises.
    """
    data_good, why = _prove_data(vault, generation, data_folder, told)
    listing = vault.listing()
    lost = [c for c in generation.evidence if not vault.seems_there(listing, c.sha256, c.size)]
    gone = {content.sha256 for content in lost}
    due = generation.evidence if everything else due_now(generation.evidence, generation.serial)
    asked = [content for content in due if content.sha256 not in gone and content.sha256 not in proved]
    meter = Meter(told, sum(content.size for content in asked), _("Đang thử khôi phục: đọc lại minh chứng"))
    bad = [c.name for c, fault in zip(asked, vault.check(asked, meter), strict=True) if fault]
    checked = len(asked) + sum(1 for content in generation.evidence if content.sha256 in proved)
    return Proof(
        serial=generation.serial,
        at=datetime.now().astimezone().isoformat(timespec="seconds"),
        evidence=len(generation.evidence),
        checked=checked,
        bad=tuple(shown_name(name) for name in (*(content.name for content in lost), *bad)),
        never_had=tuple(shown_name(missing.name) for missing in generation.missing),
        data_good=data_good,
        why=why,
    )


def due_now(contents: Collection[Content], serial: int) -> list[Content]:
    """What is read back at a generation: all it brought, and a part of the old that moves on from one to the next."""
    if sum(content.size for content in contents) <= _AT_ONCE:
        return list(contents)
    return [c for c in contents if c.since == serial or int(c.sha256[:8], 16) % PARTS == serial % PARTS]


def check_place(
    path: Path, data_folder: Path, told: Told = silent, *, keys: Keys | None = None, everything: bool = False
) -> Proof | None:
    """Prove the newest readable generation of a place (at least each time a stick is seen again) and remember it.

    None where there is none yet. A damaged newer manifest is told in Proof.bad. Raises MediumTrouble, RuleBroken (no place
    of backups, no key), Unreadable, FromNewerProgram.
    """
    with medium(path):
        path.stat()
        marker = read_marker(path)
        if marker is None:
            raise RuleBroken(_("{path} chưa được nhận làm nơi sao lưu.", path=path))
        vault = vault_of(path, marker, keys)
        generation = vault.newest()
        if generation is None:
            return None
        proof = prove(vault, generation, data_folder, told, everything=everything)
        damaged = tuple(vault.manifest_path(n).name for n in vault.serials() if n > generation.serial)
    proof = replace(proof, bad=(*proof.bad, *damaged))
    keep_proof(data_folder, marker.place, path, generation, proof, encrypted=marker.encrypted)
    return proof


def keep_proof(
    data_folder: Path, place: str, path: Path, generation: Generation, proof: Proof, *, encrypted: bool
) -> None:
    """Remember what a drill said about the newest generation of a place."""
    memory.remember(
        data_folder,
        memory.Remembered(
            place=place,
            path=str(path),
            serial=generation.serial,
            at=generation.at,
            evidence=proof.evidence,
            encrypted=encrypted,
            proved_at=proof.at,
            proved_serial=proof.serial,
            whole=proof.whole,
            sentence=proof.sentence,
        ),
    )


def _prove_data(vault: Vault, generation: Generation, data_folder: Path, told: Told) -> tuple[bool, str]:
    meter = Meter(told, generation.data.size, _("Đang thử khôi phục: mở bản sao"))
    with scratch(data_folder) as folder:
        copy = folder / FILE
        need_room(folder, generation.data.size)
        try:
            vault.take(generation.data.sha256, copy, meter)
            with opened(copy) as db:
                found = facts_of(db)
        except (WrongContent, Unreadable):
            return False, _("tệp dữ liệu trong đó bị hỏng")
        except DataTrouble as trouble:
            return False, trouble.detail
    if (found.counts, found.totals, found.state) != (generation.counts, generation.totals, generation.state):
        return False, _("số dòng hoặc tổng điểm trong đó không khớp")
    if set(found.evidence) != {c.sha256 for c in generation.evidence} | {m.sha256 for m in generation.missing}:
        return False, _("danh sách minh chứng trong đó không khớp")
    return True, ""
