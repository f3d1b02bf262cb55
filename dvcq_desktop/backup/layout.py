"""What lies on a stick or in a folder of backups: the marker, the contents by hash, one manifest a generation, written last.

    DVCQ-SAO-LUU/nhan-dien.json, nhan-dien-2.json     whose backups these are (twice: it is what everything begins with)
    DVCQ-SAO-LUU/kho/ab/ab12…                          every content under its SHA-256 (db/store.py)
    DVCQ-SAO-LUU/ban/000012.json                       generation 12: what belongs to it; a generation is there once this is

Names are ASCII, so that FAT32, exFAT and NTFS take them. Generations are ordered by their number, never by a clock.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from dvcq_desktop.errors import InputRefused
from dvcq_desktop.texts import _

FOLDER = "DVCQ-SAO-LUU"
CONTENTS = "kho"
MANIFESTS = "ban"
MARKERS = ("nhan-dien.json", "nhan-dien-2.json")
FORMAT = 1
ALGORITHM = "sha256"  # its name stands beside every digest: a later program must not take another one for damage

_SHA256 = re.compile("[0-9a-f]{64}")
_T = TypeVar("_T")
Kind = Literal["data", "evidence", "settings"]
Reason = Literal["stick", "close", "before-restore"]


class Unreadable(InputRefused):
    """A marker or manifest that cannot be relied on; the message is a sentence for the person."""


class FromNewerProgram(InputRefused):
    """Written by a newer version of the program; nothing was changed."""


@dataclass(frozen=True, kw_only=True)
class Marker:
    """Whose place this is. office_name is empty in an encrypted place, which tells a finder nothing."""

    place: str  # a random name of the place itself, by which this PC remembers it
    office: str  # uid of the office (places.office_of)
    office_name: str = ""
    made_at: str = ""  # ISO, local time with offset
    format: int = FORMAT
    encrypted: bool = False
    public_key: str = ""  # what new contents are encrypted to
    wrapped_key: str = ""  # the secret key, itself encrypted with the passphrase (age, armoured as base64)


@dataclass(frozen=True, kw_only=True)
class Content:
    """One file of a generation."""

    kind: Kind
    sha256: str
    size: int  # bytes
    since: int  # the generation that brought it to this place
    name: str = ""  # as the office calls it


@dataclass(frozen=True, kw_only=True)
class Missing:
    """A content that belonged to a generation and could be had from nowhere."""

    sha256: str
    name: str
    why: Literal["missing", "damaged"]


@dataclass(frozen=True, kw_only=True)
class Generation:
    """One backup: what was backed up, when, and every content that belongs to it."""

    serial: int
    at: str  # ISO, local time with offset, of this PC's clock: to be shown, never to order by
    reason: Reason
    program: str
    schema: int
    office: str
    office_name: str
    counts: dict[str, int]  # rows by table
    totals: dict[str, int]  # sums of points (hundredths) and of bytes, by what they are
    state: str  # what the journal had come to: the same state is the same data
    contents: tuple[Content, ...]
    missing: tuple[Missing, ...] = ()
    papers: tuple[str, ...] = ()  # issued papers and frozen figures it holds, for generations.py
    doubted: bool = False  # its rows were not as the journal says: it never pushes out one that was whole
    shrunk: bool = False  # far fewer rows than the one before, and nobody has said that this is right
    algorithm: str = ALGORITHM
    format: int = FORMAT

    @property
    def whole(self) -> bool:
        """Whether nothing that belonged to it was missing when it was made."""
        return not self.missing

    @property
    def day(self) -> str:
        return self.at[:10]

    @property
    def data(self) -> Content:
        """The database."""
        return next(content for content in self.contents if content.kind == "data")

    @property
    def evidence(self) -> tuple[Content, ...]:
        return tuple(content for content in self.contents if content.kind == "evidence")

    @property
    def size(self) -> int:
        """Bytes of all its contents, those it shares with others included."""
        return sum(content.size for content in self.contents)


def root_of(path: Path) -> Path:
    """The folder of backups at a path: a stick, a folder, or the folder of backups itself."""
    return path if path.name == FOLDER else path / FOLDER


def to_json(found: Marker | Generation) -> bytes:
    """The bytes of a marker or manifest, with the digest of all the rest in it."""
    fields: dict[str, Any] = asdict(found)
    return json.dumps({**fields, "digest": _digest(fields)}, ensure_ascii=False, indent=1).encode()


def marker_from(raw: bytes, path: Path) -> Marker:
    """Raises Unreadable, FromNewerProgram."""
    fields = _checked(raw, path)
    try:
        if int(fields["format"]) > FORMAT:
            raise newer(path)
        return _made(Marker, fields)
    except (TypeError, ValueError, KeyError) as trouble:
        raise _unreadable(path) from trouble


def generation_from(raw: bytes, path: Path, serial: int) -> Generation:
    """Raises Unreadable where a byte is wrong or the manifest is that of another number."""
    fields = _checked(raw, path)
    try:
        if int(fields["format"]) > FORMAT:
            raise newer(path)
        for name, kind in (("contents", Content), ("missing", Missing)):
            fields[name] = tuple(_made(kind, one) for one in fields[name])
        fields["papers"] = tuple(fields["papers"])
        found = _made(Generation, fields)
        datetime.fromisoformat(found.at)
        if found.serial != serial or found.algorithm != ALGORITHM or not found.data.sha256:
            raise _unreadable(path)
    except (TypeError, ValueError, KeyError, StopIteration) as trouble:
        raise _unreadable(path) from trouble
    return found


def newer(path: Path) -> FromNewerProgram:
    return FromNewerProgram(
        _(
            "Bản sao lưu ở {path} do bản chương trình mới hơn ghi. Các bản sao lưu trong đó còn nguyên, chương trình này "
            "không ghi gì vào. Hãy cập nhật chương trình trên máy này rồi làm lại.",
            path=path,
        )
    )


def _checked(raw: bytes, path: Path) -> dict[str, Any]:
    try:
        fields = json.loads(raw)
        said = fields.pop("digest")
        right = said == _digest(fields)  # ValueError for letters that no program of ours writes
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError) as trouble:
        raise _unreadable(path) from trouble
    if not right:
        raise _unreadable(path)
    return dict(fields)


def _made(kind: type[_T], fields: dict[str, Any]) -> _T:
    """A record of values of its types: a digest that fits says that nothing rotted, not who wrote it. TypeError, ValueError."""
    for name, hint in _hints(kind).items():  # type: ignore[arg-type] # mypy takes no type[T] for hashable
        if name in fields and not _fits(fields[name], hint):
            raise TypeError(name)
        if name == "sha256" and not _SHA256.fullmatch(fields[name]):
            raise ValueError(name)
    return kind(**fields)


@cache
def _hints(kind: type) -> dict[str, Any]:
    """A manifest has thousands of these records, and Python works them out of their text anew each time."""
    return get_type_hints(kind)


def _fits(value: object, hint: Any) -> bool:
    held = get_args(hint)
    if get_origin(hint) is Literal:
        return value in held
    if isinstance(value, tuple | dict) and get_origin(hint) is type(value):
        values = value.values() if isinstance(value, dict) else value
        return all(_fits(one, held[1] if isinstance(value, dict) else held[0]) for one in values)
    return type(value) is hint and (not isinstance(value, int) or abs(value) < 1 << 63)


def _digest(fields: dict[str, Any]) -> str:
    canonical = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return f"{ALGORITHM}:{hashlib.sha256(canonical).hexdigest()}"


def _unreadable(path: Path) -> Unreadable:
    return Unreadable(
        _(
            "Tệp {path} của bản sao lưu bị hỏng nên không dùng được. Dữ liệu trên máy và các bản sao lưu khác không bị "
            "ảnh hưởng. Hãy dùng bản khác và sao lưu lại.",
            path=path,
        )
    )
