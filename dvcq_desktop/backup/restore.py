"""Brings a whole state of the office back: what is there now is kept first, the data file is replaced in one step, then verified."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dvcq_desktop.backup.copies import Copy
from dvcq_desktop.backup.vault import Told, silent
from dvcq_desktop.errors import RuleBroken

WORD = "KHÔI PHỤC"  # typed before much is replaced by little; marks and capitals do not matter


class NeedsWord(RuleBroken):
    """The copy is empty or holds less than half of what is here: nothing is done before WORD was typed."""

    def __init__(self, sentence: str, word: str) -> None:
        super().__init__(sentence)
        self.word = word


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What a restore came to."""

    sentence: str
    evidence: int  # contents of evidence brought back
    missing: tuple[str, ...] = ()  # names of evidence that neither the copy nor this PC holds whole
    kept_as: str = ""  # where the state before lies: label of the copy on the PC, or the folder "hong-…"


def restore_whole(
    data_folder: Path,
    copy: Copy,
    told: Told = silent,
    *,
    word: str = "",
    who: str = "",
    settings_to: Path | None = None,
) -> Restored:
    """Put a copy in the place of the data. The office must be closed; it is opened again afterwards by open_office().

    The state before is kept as a copy of its own on the PC (local.py); a data file too damaged for that, and its journal, are
    kept in "hong-…". Evidence is only added. settings_to: where the settings of the person go, where the copy holds them and
    the file is not there. An older copy is upgraded when it is opened.

    Raises NeedsWord, FromNewerProgram, OpenElsewhere, MediumTrouble, DataTrouble, OSError; the data are then as they were,
    except behind a failed read-back at the very end, which its sentence says.
    """
    raise NotImplementedError


def restore_contents(data_folder: Path, copy: Copy, sha256s: list[str], told: Told = silent) -> Restored:
    """Bring files of evidence back whose records are here and whose contents are missing or damaged; the office may be open."""
    raise NotImplementedError
