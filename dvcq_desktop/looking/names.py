"""Names of foreign files: how they are shown, how they are kept without loss, and names that every file system takes."""

from __future__ import annotations

import re
import unicodedata

SHOWN = 90  # letters of a name in a list or a sentence
RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "clock$", "conin$", "conout$"}
    | {f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"}
)
# Marks that change the direction of what follows: "bao cao<RLO>fdp.exe" reads as "bao caoexe.pdf".
DIRECTION = {
    "\u061c": "ALM", "\u200e": "LRM", "\u200f": "RLM", "\u202a": "LRE", "\u202b": "RLE", "\u202c": "PDF",
    "\u202d": "LRO", "\u202e": "RLO", "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI", "\u2069": "PDI",
}  # fmt: skip
_ESCAPED = re.compile(r"\\(\\|u([0-9a-f]{4}))")
_NOT_SAFE = re.compile(r"[^A-Za-z0-9 ._()\[\]+,=@&-]+")
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,10}$")


def shown_name(name: str, most: int = SHOWN) -> str:
    """The name as a person may read it without being deceived, at most `most` letters.

    Direction and control marks are made visible, letters put together (NFC), a long middle becomes "…"; the ending stays.
    For the eye only: never keep or compare it.
    """
    shown = "".join(_visible(char) for char in unicodedata.normalize("NFC", name))
    shown = re.sub(r"(\w\W?)([\u0300-\u036f]{2})[\u0300-\u036f]+", r"\1\2", shown)  # piles of marks cover other rows
    if shown != shown.strip(" "):
        shown = re.sub(r"^ +| +$", lambda blanks: "␠" * len(blanks[0]), shown)
    if len(shown) <= most:
        return shown
    ending = _ending(shown)
    tail = shown[-max(len(ending) + 8, most // 3) :].lstrip("\u0300\u0301\u0303\u0309\u0323")
    return f"{shown[: max(1, most - 1 - len(tail))]}…{tail}"


def _visible(char: str) -> str:
    code = ord(char)
    if char in DIRECTION:
        return f"[{DIRECTION[char]}]"
    if code < 32:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    kind = unicodedata.category(char)
    if kind in ("Cc", "Cf", "Zl", "Zp", "Co", "Cn"):
        return f"[U+{code:04X}]"
    if kind == "Cs":
        return f"[{code & 0xFF:02X}]" if 0xDC80 <= code <= 0xDCFF else f"[U+{code:04X}]"
    return " " if kind == "Zs" else char


def stored_name(os_name: str) -> str:
    """Text that SQLite and JSON can hold for any name of an operating system, without loss (os_name gives it back).

    Bytes that are no UTF-8 (os.fsdecode's half letters) become \\udc80 … \\udcff, a backslash becomes two.
    """
    if "\\" not in os_name and not any("\ud800" <= char <= "\udfff" for char in os_name):
        return os_name
    return "".join(
        "\\\\" if char == "\\" else f"\\u{ord(char):04x}" if "\ud800" <= char <= "\udfff" else char for char in os_name
    )


def os_name(stored: str) -> str:
    """The name as the operating system gave it, from stored_name's text."""
    return _ESCAPED.sub(lambda found: "\\" if found[1] == "\\" else chr(int(found[2], 16)), stored)


def safe_name(text: str, suffix: str = "", *, most: int = 120) -> str:
    """A file name of at most `most` bytes that FAT32, NTFS and ext4 take: plain letters, never empty, never reserved.

    Given a suffix (".pdf") the name ends in it; given none, what looks like one in the text is kept. Same text, same name;
    a name made here is made again from itself. Names are not unique: two texts may give one.
    """
    bare = "".join(char for char in unicodedata.normalize("NFD", text) if unicodedata.category(char) != "Mn")
    plain = _NOT_SAFE.sub("_", re.sub(r"\s", " ", bare.replace("đ", "d").replace("Đ", "D")))
    found = _SUFFIX.search(plain)
    if suffix:
        suffix = "." + (re.sub(r"[^A-Za-z0-9]", "", suffix)[:10] or "tep")
        stem = plain[: -len(suffix)] if plain.lower().endswith(suffix.lower()) else plain
    else:
        suffix = found[0] if found and found.start() else ""
        stem = plain[: len(plain) - len(suffix)]
    stem = re.sub(r" +", " ", re.sub(r"_+", "_", stem)).strip(" .")
    if stem.split(".", maxsplit=1)[0].strip().lower() in RESERVED:
        stem = "_" + stem
    stem = stem[: most - len(suffix)].strip(" .")
    if not stem.strip("_- "):
        stem = "tep"
    return stem + suffix


def _ending(name: str) -> str:
    dot = name.rfind(".")
    return name[dot:] if dot > 0 and len(name) - dot <= 12 else ""
