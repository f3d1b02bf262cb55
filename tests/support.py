"""Small helpers for tests that are no fixtures: operations on a database of one's own, the wall against the network."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from db import journal
from db.connection import Connection, table_names

WHO = "Lê Thị Hoa"
_LOCAL = ("127.", "::1", "localhost")


class NetworkUsed(Exception):
    """Something tried to reach another machine; this program works without any network."""


def wall(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: every connection, datagram and name look-up but local ones fails."""
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1] if len(arguments) > 1 else None
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        address = (arguments[0],)
    else:
        return
    if isinstance(address, tuple) and not str(address[0] or "localhost").startswith(_LOCAL):
        raise NetworkUsed(f"{event} {address}")


def operator(db: Connection) -> Callable[..., Any]:
    """run(use_case, *arguments): carry a use case out on db as one journal operation, answer what it answers."""

    def run(use_case: Callable[..., Any], *arguments: Any, label: str = "Thử", merge: str = "", **named: Any) -> Any:
        with journal.operation(db, label, WHO, merge=merge):
            return use_case(db, *arguments, **named)

    return run


def content(db: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of the office: what undo must bring back exactly."""
    return {
        table: [tuple(row) for row in db.execute(f"SELECT * FROM {table} ORDER BY id")] for table in table_names(db)
    }


def remove_tree(folder: Path) -> None:
    """Delete a folder with what is read-only in it, which Windows refuses to delete as it is."""
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(0o600)
    shutil.rmtree(folder)
