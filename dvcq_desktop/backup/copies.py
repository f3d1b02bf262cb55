"""What can be brought back: a generation of a stick or of the PC, a plain folder with a data file, a data file alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from db.opening import FILE
from dvcq_desktop.backup.layout import Generation, Marker
from dvcq_desktop.backup.vault import Kept, Meter, Told, Vault
from dvcq_desktop.texts import _

if TYPE_CHECKING:
    from dvcq_desktop.backup.encryption import Keys


@dataclass(frozen=True, kw_only=True)
class Copy:
    """One state of the office that can be looked into and brought back."""

    path: Path  # the stick, the folder, the file
    label: str  # "Bản số 12, 05/11/2026 16:40"
    at: str = ""  # ISO; empty: not known
    generation: Generation | None = None  # None: a plain folder or file
    vault: Vault | None = None
    evidence: Path | None = None  # a store of evidence beside it

    @property
    def serial(self) -> int:
        return self.generation.serial if self.generation else 0

    @property
    def size(self) -> int:
        return self.generation.size if self.generation else 0

    def take_data(self, folder: Path, told: Told) -> Path:
        """The data file of this state, copied into a folder of the PC, as it was. Raises OSError, WrongContent, DataTrouble."""
        target = folder / FILE
        if self.generation is not None and self.vault is not None:
            size = self.generation.data.size
            self.vault.take(
                self.generation.data.sha256, target, Meter(told, size, _("Đang lấy dữ liệu từ bản sao lưu"))
            )
            return target
        raise NotImplementedError

    def has(self, sha256s: Collection[str]) -> set[str]:
        """Which of these contents seem to be there."""
        raise NotImplementedError

    def give(self, folder: Path, sha256s: Sequence[str], meter: Meter) -> Iterator[Kept | Exception]:
        """Bring contents into the store of evidence of the PC, each proved by its hash."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Found:
    """What lies in a place, a folder or a file that was chosen to restore from."""

    path: Path
    kind: Literal["place", "folder", "file", "evidence"]
    copies: tuple[Copy, ...] = ()  # newest first; those whose manifest is damaged are left out
    damaged: tuple[str, ...] = ()  # a sentence for each manifest that is damaged
    marker: Marker | None = None
    office_name: str = ""


def look(path: Path, *, keys: Keys | None = None) -> Found:
    """What can be restored from a path: a place of backups, a folder with a data file, a data file, a folder of evidence alone.

    Changes nothing. Raises WrongKey where the place is encrypted and keys are missing or wrong (read the marker with
    places.look_at() and ask), Unreadable, FromNewerProgram, MediumTrouble, InputRefused where there is nothing of the kind.
    """
    raise NotImplementedError
