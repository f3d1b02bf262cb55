"""Everything an office could be brought back from: sticks that are plugged in, known folders, the data folder itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dvcq_desktop import troubles
from dvcq_desktop.backup import encryption, memory
from dvcq_desktop.backup.copies import Copy, holds_evidence, look
from dvcq_desktop.backup.encryption import Keys, WrongKey
from dvcq_desktop.backup.places import Place, look_at, look_for_places
from dvcq_desktop.backup.vault import Told, silent
from dvcq_desktop.errors import InputRefused
from dvcq_desktop.office import has_data
from dvcq_desktop.texts import _

_EACH = 5  # newest copies of a place that are shown: the rest is for the page


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way back: a copy, a folder of evidence alone, or a place that asks for its passphrase first."""

    path: Path
    copy: Copy | None = None
    evidence: bool = False
    locked: Place | None = None
    office: str = ""  # its name, where the place tells
    keys: Keys | None = None  # what opened the place

    @property
    def label(self) -> str:
        if self.copy is not None:
            return self.copy.label
        return _("Các bản có mã hóa") if self.locked else _("Riêng tệp minh chứng, không có dữ liệu")


@dataclass(frozen=True, kw_only=True)
class Ways:
    """What was found, and a sentence for each place that could not be read."""

    ways: tuple[Way, ...]
    troubles: tuple[str, ...] = ()


def ways_back(data_folder: Path, chosen: Sequence[Path], keys: Mapping[Path, Keys], told: Told = silent) -> Ways:
    """Look everywhere: what a person chose comes first, then sticks and known folders, then the data folder itself.

    keys: what opened the encrypted places. A stick with nothing of ours on it is passed over, a chosen folder is told of.
    """
    told(0, 0, _("Đang tìm bản sao lưu"))
    paths = [*reversed(chosen), *(place.path for place in look_for_places(memory.known_paths(data_folder)))]
    found: list[Way] = []
    wrong: list[str] = []
    for path in dict.fromkeys([*paths, data_folder]):
        try:
            found += _ways(path, data_folder, keys.get(path))
        except InputRefused as trouble:
            if path in chosen:
                wrong.append(str(trouble))
        except Exception as trouble:
            said = troubles.sentence(trouble)
            if said is None:
                raise
            if path != data_folder:
                wrong.append(said)
    return Ways(ways=tuple(found), troubles=tuple(wrong))


def _ways(path: Path, data_folder: Path, keys: Keys | None) -> Iterator[Way]:
    own = keys or _own_keys(data_folder)
    try:
        found = look(path, keys=own)
    except WrongKey:
        yield Way(path=path, locked=look_at(path))
        return
    if found.kind == "evidence":
        yield Way(path=path, evidence=True)
    copies = [one for one in found.copies if one.file is None or path != data_folder or not has_data(data_folder)]
    for copy in copies[:_EACH]:
        office = copy.generation.office_name if copy.generation else found.office_name
        yield Way(path=path, copy=copy, office=office, keys=own)
    if path == data_folder and found.kind != "evidence" and holds_evidence(path):
        yield Way(path=path, evidence=True)


def _own_keys(data_folder: Path) -> Keys | None:
    try:
        return encryption.keys_of(data_folder)
    except InputRefused:
        return None  # its file is damaged: the passphrase is asked for
