"""The messages between the program and its looking process: four bytes of length, JSON, then bytes where JSON says so."""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO

MOST_HEAD, MOST_BODY = 64 << 20, 256 << 20
_LENGTH = struct.Struct(">I")


class Broken(Exception):
    """The other side ended in the middle of a message, or says something that is none."""


def send(stream: BinaryIO, head: dict[str, Any], body: bytes = b"") -> None:
    """Write one message. Raises OSError where the other side is gone."""
    said = json.dumps({**head, "bytes": len(body)}).encode("ascii")
    stream.write(_LENGTH.pack(len(said)) + said)
    if body:
        stream.write(body)
    stream.flush()


def receive(stream: BinaryIO) -> tuple[dict[str, Any], bytes]:
    """Read one message. Raises EOFError where the other side has ended, Broken where it makes no sense."""
    start = stream.read(_LENGTH.size)
    if not start:
        raise EOFError
    (length,) = _LENGTH.unpack(_whole(start, _LENGTH.size))
    if length > MOST_HEAD:
        raise Broken
    try:
        head = json.loads(_whole(stream.read(length), length))
        size = int(head["bytes"])
    except (ValueError, TypeError, KeyError, RecursionError):
        raise Broken from None
    if not 0 <= size <= MOST_BODY:
        raise Broken
    return head, _whole(stream.read(size), size) if size else b""


def _whole(data: bytes, length: int) -> bytes:
    if len(data) != length:
        raise Broken
    return data
