"""Reads a plan from a plain text file: Unicode in any of its usual forms, old code pages only where they are certain."""

from __future__ import annotations

import codecs
import re
import unicodedata
from pathlib import Path

from dvcq_desktop.errors import InputRefused
from dvcq_desktop.readers import guard
from dvcq_desktop.readers.cleaning import MAX_CHARACTERS, RawText, plan_text, too_long
from dvcq_desktop.readers.understood import PlanText
from dvcq_desktop.texts import _

_BOOKMARK = re.compile(r"\[bookmark: ?[^\]\n]{0,80}\]")
_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
# Vietnamese words no other language and no wrong code page gives: three different ones prove the code page.
_SURE = ("của", "các", "thực hiện", "kế hoạch", "nhân dân", "công tác", "nhiệm vụ", "đơn vị", "và")


def read_txt(path: Path) -> PlanText:
    """The cleaned lines of a .txt, one for one (empty ones too), so that line numbers are those of any editor."""
    guard.check_file(path)
    try:
        data = path.read_bytes()
    except OSError:
        raise guard.damaged(path.name) from None
    text, old = _decode(path.name, data)
    if len(text) > MAX_CHARACTERS:
        raise too_long(path.name)
    text = _BREAKS.sub("\n", text)
    if len(_CONTROLS.findall(text[:4_000])) > 4:
        raise _no_text(path.name)
    raw = RawText(name=path.name)
    if old:
        raw.notes.append(("code-page", 1))
    raw.lines = text.rstrip("\n").split("\n")
    if "[bookmark" in text:
        for at, line in enumerate(raw.lines):
            raw.lines[at], count = _BOOKMARK.subn("", line)
            raw.notes += [("bookmark", at + 1)] * count
    return plan_text(raw)


def _decode(name: str, data: bytes) -> tuple[str, bool]:
    """The text, and whether it was in an old code page."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strictly(name, data, "utf-16"), False
    if b"\0" in data[:200]:
        # Unicode text without its mark: letters of a plan are mostly Latin, so every second byte is zero.
        even, odd = data[:400:2].count(0), data[1:400:2].count(0)
        if max(even, odd) < 40 or min(even, odd) > 4:
            raise _no_text(name)
        return _strictly(name, data, "utf-16-be" if even > odd else "utf-16-le"), False
    for magic in (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"GIF8"):
        if data.startswith(magic):
            raise _no_text(name)
    try:
        return data.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        return _old_code_page(name, data), True


def _strictly(name: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise guard.damaged(name) from None


def _old_code_page(name: str, data: bytes) -> str:
    """Windows 1258 where certain Vietnamese words come out of it; everything else is refused."""
    text = unicodedata.normalize("NFC", data.decode("cp1258", "replace"))
    sample = text[:20_000].lower()
    if "\ufffd" not in text and sum(word in sample for word in _SURE) >= 3:
        return text
    raise InputRefused(_(
        "Tệp “{name}” không dùng bảng mã Unicode (có thể là TCVN3, VNI hoặc một phần tệp bị mất). "
        "Dữ liệu trong máy chưa thay đổi. Hãy mở tệp bằng Unikey Toolkit hoặc Word, chuyển sang Unicode, lưu lại dạng UTF-8 "
        "rồi nhập lại.", name=name))


def _no_text(name: str) -> InputRefused:
    return InputRefused(_(
        "Tệp “{name}” không phải là tệp chữ (.txt). Dữ liệu trong máy chưa thay đổi. "
        "Hãy chọn đúng tệp kế hoạch dạng .docx hoặc .txt.", name=name))
