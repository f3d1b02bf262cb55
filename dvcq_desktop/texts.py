"""Looks up the sentence a person reads: the Vietnamese sentence is the key, translations are data files."""

from __future__ import annotations

import json
from pathlib import Path

_TRANSLATIONS = Path(__file__).resolve().parent.parent / "resources" / "translations"
_current: dict[str, str] = {}


def _(sentence: str, /, **values: object) -> str:
    """The sentence in the language in use, its {names} filled from values."""
    found = _current.get(sentence, sentence)
    return found.format(**values) if values else found


def use_language(code: str) -> None:
    """Speak "vi" (the sentences as written) or another language with a file resources/translations/CODE.json."""
    _current.clear()
    path = _TRANSLATIONS / f"{code}.json"
    if code != "vi" and path.is_file():
        _current.update(json.loads(path.read_text(encoding="utf-8")))
