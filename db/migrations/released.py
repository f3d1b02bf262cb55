"""The hash of the source of each step that was released: a test compares, since a step that ran somewhere is never edited.

Constants, so that a frozen program needs no source. A step is added here with the version that brings it to an office.
"""

from __future__ import annotations

RELEASED: dict[str, str] = {
    "m0001_plan": "ef8be8247e531257d598d1a901a9d176",
    "m0002_scores": "73d1031b0a3b9028dca353ae670aa00a",
    "m0003_people": "110561d3b078c0a183ce2f475c8e2d70",
    "m0004_evidence": "80c45c77a6bc3b149fb0a7f062faa00b",
}


def hash_of(source: str) -> str:
    """SHA-256 (16 bytes in hexadecimal) of a step's source; empty lines, comments on a line of their own and ends of lines aside."""
    import hashlib

    lines = (line.rstrip() for line in source.splitlines())
    kept = [line for line in lines if line and not line.lstrip().startswith("#")]
    return hashlib.sha256("\n".join(kept).encode()).hexdigest()[:32]
