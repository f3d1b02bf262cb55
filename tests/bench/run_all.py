"""Runs every bench and prints one table of ratios and targets: python tests/bench/run_all.py.

A ratio compares two things timed in turn in the same run, so that it holds on another machine; milliseconds do not.
A bench with results() gives rows of the table; the others print what they have to say above it. A missed target makes the
exit code 1. Close other programs first: on a busy machine even ratios lie.
"""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]


def rows_of(name: str) -> list[tuple[str, float, str]]:
    """The figures of one bench, in a process of its own where it has none to hand over."""
    print(f"\n--- {name}", flush=True)
    found = importlib.import_module(name)
    if hasattr(found, "results"):
        return list(found.results())
    env = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    code = subprocess.call([sys.executable, str(HERE / f"{name}.py")], env=env)
    return [(f"{name} ended with {code}", float(code), "<= 0")]


def verdict(ratio: float, target: str) -> str:
    """A sign for a target that begins with "<= number"; nothing where it is only a remark."""
    match = re.match(r"<= ([\d.]+)", target)
    return "" if match is None else "✓" if ratio <= float(match[1]) else "▲"


def main(names: list[str]) -> int:
    """Run the benches named, or all; 1 where a target was missed."""
    rows = [row for name in names or sorted(path.stem for path in HERE.glob("bench_*.py")) for row in rows_of(name)]
    print(f"\n{'':52} {'ratio':>8}     target")
    for what, ratio, target in rows:
        print(f"{what:52} {ratio:8.2f}  {verdict(ratio, target) or ' '}  {target}")
    return int(any(verdict(ratio, target) == "▲" for _what, ratio, target in rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
