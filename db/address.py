"""Names a file to SQLite as an address, which alone can say that a file must be there already or must not be written."""

from __future__ import annotations

from pathlib import Path, PurePath


def address(path: Path, mode: str) -> str:
    """The address of a file; mode "ro", "rw" or "rwc" as SQLite has them."""
    return f"{of_path(path.resolve())}?mode={mode}"


def of_path(path: PurePath) -> str:
    """An absolute path as an address; on a share the server's name stays part of the path, as SQLite wants it."""
    found = path.as_uri()
    return found if found.startswith("file:///") else found.replace("file://", "file:////", 1)
