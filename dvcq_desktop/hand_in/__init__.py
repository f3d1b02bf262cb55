"""Handing the year's evidence in: a folder of files with catalogue, index and checksums, as a superior wants it."""

from __future__ import annotations
