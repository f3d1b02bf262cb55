"""How alike two texts are, whatever their marks, case and the order of their words; for matching tables and versions."""

from __future__ import annotations

import re
from functools import lru_cache

from dvcq_desktop.vietnamese import fold

_WORD = re.compile(r"\w+")
ALIKE = 0.6  # from here on two texts are taken for the same content, written a little differently


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(fold(text)))


def likeness(one: str, other: str) -> float:
    """1.0 for the same words, 0.0 for none in common; a text that is a shortened form of the other counts as alike."""
    first, second = _words(one), _words(other)
    if not first or not second:
        return 0.0
    common, shorter = len(first & second), min(len(first), len(second))
    within = 0.9 * common / shorter if shorter >= 5 else 0.0
    return max(2 * common / (len(first) + len(second)), within)
