"""Where generations lie: reads and writes the contents and manifests of one place, each proved by its hash."""

from __future__ import annotations

import errno
import os
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from db import store
from db.files import flush_folder, make_folder, write_file
from db.forgetting import forget
from db.store import Changed, Kept, WrongContent
from dvcq_desktop.backup.layout import (
    CONTENTS,
    MANIFESTS,
    Content,
    Generation,
    Unreadable,
    generation_from,
    to_json,
)
from dvcq_desktop.errors import MediumTrouble
from dvcq_desktop.texts import _

Told = Callable[[int, int, str], None]  # done, total (0: not known), sentence; may raise to stop the work


def silent(done: int, total: int, sentence: str) -> None:
    """Nobody wants to hear how far the work is."""


class Meter:
    """Adds up bytes from several threads and tells them, at most two hundred times in all."""

    def __init__(self, told: Told, total: int, sentence: str) -> None:
        self._told = told
        self._sentence = sentence
        self._done = self._next = 0
        self._lock = threading.Lock()
        self.begin(total)

    def begin(self, total: int, sentence: str = "") -> None:
        """Start again at nothing."""
        self._done = self._next = 0
        self._total, self._sentence = total, sentence or self._sentence
        self._told(0, total, self._sentence)

    def add(self, count: int) -> None:
        with self._lock:
            self._done += count
            if self._done < self._next:
                return
            self._next = self._done + max(1 << 18, self._total // 200)
            done = self._done
        self._told(min(done, self._total) if self._total else done, self._total, self._sentence)


class Vault:
    """A place in the clear. What goes wrong on the medium comes as OSError; the caller knows what to call the medium."""

    SUFFIX = ".json"

    def __init__(self, root: Path) -> None:
        self.root = root
        self.contents = root / CONTENTS
        self.manifests = root / MANIFESTS

    def serials(self) -> list[int]:
        """The numbers of all generations, also those that cannot be read, newest first.

        Raises OSError: a folder a stick fails for a moment to show is not an empty one.
        """
        pattern = re.compile(rf"(\d{{6}}){re.escape(self.SUFFIX)}")
        within = _names(self.manifests) if self.root.name in _names(self.root.parent) else []
        names = (pattern.fullmatch(name) for name in within)
        return sorted((int(found[1]) for found in names if found), reverse=True)

    def manifest_path(self, serial: int) -> Path:
        return self.manifests / f"{serial:06}{self.SUFFIX}"

    def read(self, serial: int) -> Generation:
        """Raises Unreadable, FromNewerProgram, OSError."""
        path = self.manifest_path(serial)
        return generation_from(self._opened(path.read_bytes(), path), path, serial)

    def generations(self) -> list[Generation | Unreadable]:
        """Every generation, newest first; one whose manifest is damaged answers why. Raises OSError, FromNewerProgram."""
        found: list[Generation | Unreadable] = []
        for serial in self.serials():
            try:
                found.append(self.read(serial))
            except Unreadable as trouble:
                found.append(trouble)
        return found

    def newest(self) -> Generation | None:
        """The newest generation whose manifest is whole; None where there is none. Raises OSError, FromNewerProgram."""
        for serial in self.serials():
            try:
                return self.read(serial)
            except Unreadable:
                continue
        return None

    def write(self, generation: Generation) -> None:
        """Put the manifest there, as the last of a generation, and read it back from the medium.

        Raises OSError; MediumTrouble where the medium gives back something else.
        """
        make_folder(self.manifests, within=self.manifests.parent)
        path = self.manifest_path(generation.serial)
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
        raw = self._closed(to_json(generation))
        write_file(path, raw)
        forget(path)
        if path.read_bytes() != raw:
            raise falsified(path)
        self.read(generation.serial)

    def remove(self, generations: Sequence[Generation]) -> None:
        """Take manifests away, durable when this returns; their contents stay."""
        for generation in generations:
            self.manifest_path(generation.serial).unlink(missing_ok=True)
        if generations:
            flush_folder(self.manifests)

    def name_of(self, sha256: str) -> str:
        """The name a content has in this place."""
        return sha256

    def size_there(self, size: int) -> int:
        """How many bytes a content of this size takes here, at most."""
        return size

    def listing(self) -> dict[str, int]:
        """Name and bytes of everything that lies here."""
        return dict(store.listing(self.contents))

    def seems_there(self, listing: dict[str, int], sha256: str, size: int) -> bool:
        """Whether a content is there by its name and size alone; check() proves it."""
        return listing.get(self.name_of(sha256)) == size

    def put(self, sources: Sequence[tuple[Path, str]], meter: Meter) -> Iterator[Kept | Exception]:
        """Bring files here, each durable and with the SHA-256 it must have when it is answered."""
        paths, expected = [path for path, _sha256 in sources], [sha256 for _path, sha256 in sources]
        return store.keep_many(self.contents, paths, meter.add, expected=expected)

    def check(self, contents: Sequence[Content], meter: Meter) -> Iterator[str]:
        """Read contents back from the medium: "" whole, "missing", "damaged". Raises OSError where the medium is gone."""
        paths = [store.path_of(self.contents, content.sha256) for content in contents]
        for content, found in zip(contents, store.digests(paths, meter.add, from_medium=True), strict=True):
            if isinstance(found, FileNotFoundError) and self.contents.is_dir():
                yield "missing"
            elif isinstance(found, OSError):
                raise found
            else:
                yield "" if found == content.sha256 else "damaged"

    def take(self, sha256: str, target: Path, meter: Meter) -> None:
        """Copy a content out to a file. Raises OSError, WrongContent; target is then as before."""
        forget(store.path_of(self.contents, sha256))
        store.copy_out(self.contents, sha256, target, meter.add)

    def give(self, folder: Path, sha256s: Sequence[str], meter: Meter) -> Iterator[Kept | Exception]:
        """Bring contents from here into another store (the evidence beside the data)."""
        paths = [store.path_of(self.contents, sha256) for sha256 in sha256s]
        return store.keep_many(folder, paths, meter.add, expected=sha256s)

    def discard(self, names: Sequence[str]) -> int:
        """Delete contents by their names here; answers the bytes freed. Raises OSError."""
        return store.discard(self.contents, names)

    def tidy(self) -> None:
        """Delete what a pulled stick left half copied. Raises OSError."""
        store.clear_unfinished(self.contents)

    def _closed(self, raw: bytes) -> bytes:
        """A manifest as it lies here."""
        return raw

    def _opened(self, raw: bytes, path: Path) -> bytes:
        """A manifest as it was given to write(). Raises Unreadable."""
        return raw


def _names(folder: Path) -> list[str]:
    """What lies in a folder; nothing where its own folder does not list it either. Raises OSError."""
    try:
        return [path.name for path in folder.iterdir()]
    except FileNotFoundError:
        if folder.name in [path.name for path in folder.parent.iterdir()]:
            raise
        return []


def falsified(path: Path, kept_as: str = "") -> MediumTrouble:
    """What was written reads back as something else. kept_as: where the state before lies, behind a restore."""
    if kept_as:
        return MediumTrouble(
            _(
                "Đọc lại {path} thì nội dung khác với lúc ghi: ổ đĩa của máy hỏng. Dữ liệu trước khi khôi phục còn giữ: {kept}. "
                "Hãy khôi phục lại vào thư mục ở ổ đĩa khác.",
                path=path,
                kept=kept_as,
            )
        )
    return MediumTrouble(
        _(
            "Đọc lại {path} thì nội dung khác với lúc ghi: USB hoặc ổ đĩa này hỏng. Dữ liệu trên máy còn nguyên, lần sao lưu "
            "này không được tính. Hãy dùng USB khác.",
            path=path,
        )
    )


__all__ = ["Changed", "Kept", "Meter", "Told", "Vault", "WrongContent", "falsified", "silent"]
