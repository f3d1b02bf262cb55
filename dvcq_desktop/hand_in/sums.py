"""SHA256SUMS as sha256sum writes and checks it, and which paths in it may be trusted to lie inside its folder."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

NAME = "SHA256SUMS"
_LARGEST = 64 << 20  # bytes of such a file that are read
_LINE = re.compile(r"(\\?)([0-9a-f]{64})[ ][ *](.+)")
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}


def written(sums: Mapping[str, str]) -> bytes:
    """The file for paths and their SHA-256, by path; a name with a backslash or a new line is escaped as coreutils does it."""
    return "".join(_line(path, sums[path]) for path in sorted(sums)).encode()


def read(folder: Path) -> dict[str, str]:
    """Paths and SHA-256 of the SHA256SUMS of a folder; empty where there is none. Lines that are none are passed over."""
    path = folder / NAME
    try:
        if path.stat().st_size > _LARGEST:
            return {}
        text = path.read_bytes().decode("utf-8", "replace")
    except FileNotFoundError:
        return {}
    return parsed(text)


def parsed(text: str) -> dict[str, str]:
    """The same of the text of such a file; paths that lead out of the folder are passed over."""
    found = {}
    for line in text.split("\n"):
        match = _LINE.fullmatch(line)
        if match is None:
            continue
        name = (
            re.sub(r"\\([\\nr])", lambda part: {"\\": "\\", "n": "\n", "r": "\r"}[part[1]], match[3])
            if match[1]
            else match[3]
        )
        if inside(name):
            found[name] = match[2]
    return found


def inside(name: str) -> bool:
    """Whether a path stays in the folder it is listed in, on every system."""
    path = PurePosixPath(name)
    return (
        not path.is_absolute() and ".." not in path.parts and "\\" not in name and ":" not in name and bool(path.parts)
    )


def _line(path: str, sha256: str) -> str:
    escaped = "".join(_ESCAPES.get(char, char) for char in path)
    mark = "\\" if escaped != path else ""
    return f"{mark}{sha256}  {escaped}\n"
