"""Keeps the SHA-256 of a data file that was closed cleanly beside it, so that damage at rest is seen before anyone reads it."""

from __future__ import annotations

from pathlib import Path

from db.errors import ChangedOutside
from db.files import empty_file, replace_file, write_file

ALGORITHM = "sha256"  # its name stands beside the digest: another one may follow, and must not be taken for damage
LARGEST = 32 << 20  # bytes; read at 1.5 GB/s it delays the first window by 20 ms; larger files are checked beside it
_PART = 1 << 20


def seal_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.{ALGORITHM}")


def holds(path: Path) -> bool:
    """Whether the file is byte for byte as it was closed; False where it was not closed cleanly or is too large to say.

    To be asked before any connection is open: to close a file that SQLite has open drops SQLite's locks. Raises
    ChangedOutside where the file is another than the one that was closed, OSError.
    """
    kept = _read(path)
    if kept is None:
        return False
    expected, size = kept
    found = path.stat().st_size
    if found != size:
        raise ChangedOutside(path, f"{found} / {size} byte")
    if digest(path) != expected:
        raise ChangedOutside(path, ALGORITHM)
    _put_aside_foreign_journal(path)
    return True


def vouches(path: Path) -> bool:
    """Whether the file was closed cleanly, so that what it holds by itself is true and nothing waits to be rolled back."""
    return _read(path) is not None


def break_seal(path: Path) -> None:
    """The file is about to be written: from here on only close() can vouch for it. Durable when this returns; raises OSError."""
    seal = seal_of(path)
    if seal.exists() and seal.stat().st_size:
        empty_file(seal)


def make_seal(path: Path) -> None:
    """Vouch for a file that was closed with nothing left to roll back; raises OSError, the file is then without a seal."""
    if path.stat().st_size <= LARGEST and not _has_journal(path):
        write_file(seal_of(path), f"{ALGORITHM} {digest(path)} {path.stat().st_size}\n".encode())


def digest(path: Path) -> str:
    """SHA-256 of a file nobody has open, in hexadecimal; raises OSError."""
    import hashlib

    hashed = hashlib.new(ALGORITHM)
    with path.open("rb") as handle:
        while part := handle.read(_PART):
            hashed.update(part)
    return hashed.hexdigest()


def _read(path: Path) -> tuple[str, int] | None:
    try:
        words = seal_of(path).read_text(encoding="ascii").split()
        return (words[1], int(words[2])) if len(words) == 3 and words[0] == ALGORITHM else None
    except (FileNotFoundError, ValueError):  # a torn seal vouches for nothing; the file is checked instead
        return None


def _journal(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


def _has_journal(path: Path) -> bool:
    return _journal(path).exists() and _journal(path).stat().st_size > 0


def _put_aside_foreign_journal(path: Path) -> None:
    """A journal beside a file that was closed cleanly belongs to another file: SQLite would play it into this one."""
    if not _has_journal(path):
        return
    number = 1
    while (aside := path.with_name(f"{path.name}-journal.la-{number}")).exists():
        number += 1
    replace_file(_journal(path), aside)
