"""How large a picture of a page or photograph is made, and what is too large to be unpacked at all."""

from __future__ import annotations

import math

MOST_DECODED = 40_000_000  # pixels of a photograph that are unpacked (reliability.md, rule 14)
MOST_DRAWN = 16_000_000
MOST_SIDE = 16_000


def fitting(wide: float, high: float, width: int) -> tuple[int, int]:
    """Pixels of a picture `width` wide, less where it would be too high or too large."""
    scale = min(max(width, 16) / wide, math.sqrt(MOST_DRAWN / (wide * high)), MOST_SIDE / max(wide, high))
    return max(1, round(wide * scale)), max(1, round(high * scale))
