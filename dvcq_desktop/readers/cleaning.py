"""Cleans the lines of a file once and says what was cleaned: blanks, marks of Word, decomposed letters, old fonts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from dvcq_desktop.errors import InputRefused
from dvcq_desktop.readers.head import title_line
from dvcq_desktop.readers.understood import Artefact, PlanText
from dvcq_desktop.texts import _

MAX_CHARACTERS = 4_000_000  # a plan has 40,000; a hundred of them still pass
MAX_LINES = 60_000

_INVISIBLE = ("\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
              "\x00-\x08\x0b-\x1f\x7f-\x9f\ue000-\uf8ff\ufff9-\ufffb\ud800-\udfff")
_DROP = re.compile(rf"[{_INVISIBLE}]")
_SYMBOL_BULLET = re.compile("^[\ue000-\uf8ff]+[ \t\u00a0]*")  # dashes of the fonts Symbol and Wingdings
_FIXED = re.compile("[\u00a0\u202f\u2007]")
_BLANKS = re.compile("[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_DOUBLE = re.compile(r"\S[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]{2,}\S")
# Common words as the old fonts and wrong code pages show them; none of them is written so in any Unicode text.
_OLD = (("TCVN3 (.VnTime)", ("cña", " vµ ", "c¸c", "c«ng", "nh©n d©n", "thùc hiÖn", "kÕ ho¹ch")),
        ("VNI (VNI-Times)", ("cuûa", " vaø ", "caùc", "coâng", "nhaân daân", "thöïc hieän", "keá hoaïch")),
        ("UTF-8 đọc sai", ("cá»§a", " vÃ", "cÃ¡c", "cÃ´ng", "nhÃ¢n dÃ¢n", "thá»±c", "káº¿")))

_SENTENCES = {
    "nbsp": "Dấu cách không ngắt (NBSP) đã được đổi thành dấu cách thường: {count} chỗ.",
    "nfd": "Chữ có dấu viết tách rời (NFD) đã được ghép lại: {count} dòng.",
    "blanks": "Dấu cách thừa và dấu tab giữa câu đã được gộp thành một dấu cách: {count} chỗ.",
    "invisible": "Ký tự ẩn (dấu nối mềm, dấu định hướng, ký tự điều khiển) đã được bỏ: {count} ký tự.",
    "bookmark": "Dấu trang (bookmark) của Word đã được bỏ: {count} dấu.",
    "field": "Mã trường của Word đã được thay bằng chữ nó hiện ra: {count} trường.",
    "head-table": "Phần đầu văn bản nằm trong bảng hai cột; đã đọc từng ô: {count} ô có chữ.",
    "table": "Bảng trong văn bản đã được đọc từng ô, theo từng hàng: {count} bảng.",
    "number": "Số thứ tự và gạch đầu dòng tự động của Word đã được viết thành chữ: {count} dòng.",
    "deleted": "Chữ đã bị xóa trong chế độ theo dõi sửa đổi không được lấy: {count} chỗ.",
    "inserted": "Chữ thêm vào trong chế độ theo dõi sửa đổi được lấy như chữ thường: {count} chỗ.",
    "comment": "Ghi chú (comment) bên lề không được lấy: {count} ghi chú.",
    "picture": "Hình, con dấu hoặc biểu đồ không được lấy: {count} hình.",
    "text-box": "Khung chữ đã được đọc như đoạn văn ngay sau chỗ nó đứng: {count} khung.",
    "symbol": "Ký hiệu của phông chữ đặc biệt đã được thay bằng dấu •: {count} ký hiệu.",
    "hidden": "Chữ ẩn trong Word được lấy như chữ thường: {count} đoạn.",
    "code-page": "Tệp dùng bảng mã cũ Windows 1258, đã được đổi sang Unicode.",
}


@dataclass(kw_only=True)
class RawText:
    """Lines as read from a file, with what the reader of that kind of file noticed."""

    lines: list[str] = field(default_factory=list)
    bold: set[int] = field(default_factory=set)
    cells: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    notes: list[tuple[str, int]] = field(default_factory=list)  # (kind of artefact, line)
    beside: list[str] = field(default_factory=list)  # words of footnotes
    name: str = ""


def too_long(name: str) -> InputRefused:
    """The answer to a file with more text than any plan has."""
    return InputRefused(_(
        "Tệp “{name}” có quá nhiều chữ so với một kế hoạch. Dữ liệu trong máy chưa thay đổi. "
        "Hãy chỉ giữ phần kế hoạch trong tệp, lưu lại rồi nhập lại.", name=name))


def plan_text(raw: RawText) -> PlanText:
    """The cleaned lines with a report of what was cleaned."""
    if len(raw.lines) > MAX_LINES:
        raise too_long(raw.name)
    found: dict[str, list[int]] = {}
    for kind, line in raw.notes:
        found.setdefault(kind, []).append(line)
    lines = _clean(raw.lines, found)
    _refuse_old_fonts(raw.name, lines)
    title = title_line(lines)
    head = tuple(line for line in lines[:title - 1] if line) if title else ()
    head_cells = [n for n in raw.cells if title and n < title]
    if head_cells:
        found["head-table"] = head_cells
    tables = {cell[0]: n for n, cell in sorted(raw.cells.items(), reverse=True) if not title or n > title}
    if tables:
        found["table"] = sorted(tables.values())
    artefacts = [Artefact(kind=kind, sentence=_(_SENTENCES[kind], count=len(found[kind])), count=len(found[kind]),
                          lines=tuple(sorted(set(found[kind])))) for kind in _SENTENCES if kind in found]
    if "footnote" in found:
        artefacts.append(_footnotes(found["footnote"], raw.beside))
    return PlanText(lines=tuple(lines), head_lines=head, artefacts=tuple(artefacts), bold=frozenset(raw.bold),
                    cells={n: cell for n, cell in raw.cells.items() if n not in head_cells})


def _footnotes(lines: list[int], words: list[str]) -> Artefact:
    text = "; ".join(f"“{' '.join(w.split())}”" for w in words)
    sentence = _("Chú thích cuối trang không được đưa vào nội dung: {count} chú thích.", count=len(lines))
    return Artefact(kind="footnote", sentence=f"{sentence} {text}".strip(), count=len(lines), lines=tuple(lines))


def _clean(lines: list[str], found: dict[str, list[int]]) -> list[str]:
    """Most lines need nothing: they are only looked at."""
    out: list[str] = []
    whole = "\n".join(lines)
    composed, fixed = unicodedata.is_normalized("NFC", whole), bool(_FIXED.search(whole))
    for number, written in enumerate(lines, start=1):
        line = written
        if not composed and not unicodedata.is_normalized("NFC", line):
            line = unicodedata.normalize("NFC", line)
            found.setdefault("nfd", []).append(number)
        if fixed:  # also those at the end of a line, which strip() would take away unseen
            _count(found, "nbsp", number, _FIXED.findall(line))
        line = line.strip()
        # No plain blank, tab, control or invisible mark is "printable" to Python but the one space.
        if "  " in line or not line.isprintable():
            line = _SYMBOL_BULLET.sub("- ", line)
            _count(found, "invisible", number, _DROP.findall(line))
            line = _DROP.sub("", line)
            _count(found, "blanks", number, _DOUBLE.findall(line))
            line = _BLANKS.sub(" ", line).strip()
        out.append(line)
    return out


def _count(found: dict[str, list[int]], kind: str, number: int, seen: Iterable[str]) -> None:
    times = [number for _one in seen]
    if times:
        found.setdefault(kind, []).extend(times)


def _refuse_old_fonts(name: str, lines: list[str]) -> None:
    """Text of the fonts before Unicode looks like other letters everywhere: it must be converted outside first."""
    text = "\n".join(lines[:400])
    if any(letter in text for letter in "ạảấầệộờ"):
        return  # letters that only Unicode has
    for font, words in _OLD:
        if sum(word in text for word in words) >= 3:
            raise InputRefused(_(
                "Tệp “{name}” dùng bảng mã cũ {font} nên chữ không đọc được. Dữ liệu trong máy chưa thay đổi. "
                "Hãy dùng Unikey Toolkit (Ctrl+Shift+F6) chuyển văn bản sang Unicode, lưu lại rồi nhập lại.", name=name, font=font))
