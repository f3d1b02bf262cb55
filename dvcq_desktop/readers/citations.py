"""Finds the documents a plan cites: kind, number, symbol, date, issuer, subject, once each with every place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from dvcq_desktop.dates import parse_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.readers.understood import BaseRead, DocumentRead
from dvcq_desktop.readers.words import key

# Decree 30/2020/NĐ-CP, annex III, I, with the Party's kinds and the laws beside it.
ABBREVIATIONS = {
    "NQ": "Nghị quyết", "QĐ": "Quyết định", "CT": "Chỉ thị", "QC": "Quy chế", "QyĐ": "Quy định", "TC": "Thông cáo",
    "TB": "Thông báo", "HD": "Hướng dẫn", "CTr": "Chương trình", "KH": "Kế hoạch", "PA": "Phương án", "ĐA": "Đề án",
    "DA": "Dự án", "BC": "Báo cáo", "BB": "Biên bản", "TTr": "Tờ trình", "CĐ": "Công điện", "KL": "Kết luận",
    "NĐ": "Nghị định", "TT": "Thông tư", "TTLT": "Thông tư liên tịch", "CV": "Công văn",
}
_KINDS = {name.lower(): name for name in (*ABBREVIATIONS.values(), "Luật", "Bộ luật", "Pháp lệnh", "Thông tri", "Lệnh",
                                          "Văn bản", "Quy định", "Hợp đồng", "Bản thỏa thuận")}
_KIND = "|".join(sorted(map(re.escape, _KINDS), key=len, reverse=True))
_BEFORE = re.compile(rf"(?i:({_KIND}))\s*(?i:số)?\s*:?\s*$")
_LAW_BEFORE = re.compile(r"(Bộ luật|Luật|Pháp lệnh)\s+([^;:.,()]{2,90}?)\s*(?i:số)?\s*:?\s*$")
_SYMBOL = re.compile(
    r"(\d\d{0,4}[a-zđ]?)\s*([/-])\s*(?:((?:19|20)\d{2})\s*/\s*)?"
    r"([A-ZĐ][A-Za-zĐđ]*\d{0,2}(?:\s*[-–/]\s*[A-ZĐ][A-Za-zĐđ0-9]*){0,4})(?!\w)")
_DATE = re.compile(
    r"[\s,(]*(?:(?i:ban hành)\s+)?(?:(?i:ngày)\s*)?"
    r"(\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|\d{1,2}\s+(?i:tháng)\s+\d{1,2}\s+(?i:năm)\s+\d{4}|(?i:tháng)\s+\d{1,2}\s*[/.-]\s*\d{4})")
_ISSUER = re.compile(r"[\s,)]*(?i:của)\s+[-–]?\s*")
_ISSUER_END = re.compile(
    r"[;,.:()]|\s(?:(?:về|v/v|ban hành|phê duyệt|quy định|hướng dẫn|sửa đổi|công bố|triển khai)\b|Kế hoạch|Chương trình|Báo cáo)")
_SUBJECT = re.compile(
    r"[\s,)–-]*(?:(?:(?i:về việc|v/v|về)\s+)|(?=(?:ban hành|phê duyệt|quy định|hướng dẫn|sửa đổi|công bố|triển khai)\b)"
    r"|(?:Kế hoạch|Chương trình|Báo cáo)\s+)")
_SUBJECT_END = re.compile(r";|\.\.\.|…|\.\s|\.$")
_LONGEST_ISSUER, _LONGEST_SUBJECT = 100, 600
_LAW = re.compile(
    r"(?<!\w)((?:Bộ luật|Luật|Pháp lệnh)) ([A-ZĐÀ-Ỹ][^;,.():\d]{3,90}?)"
    r"(?=\s+(?:số\s+\d|ngày\s+\d|năm\s+\d{4}|được|và các)|\s*[;,.():]|$)")
_JOINTS = re.compile(r"\s*([-–/])\s*")
_UPPER = re.compile(r"[A-ZĐ][A-Za-zĐđ]*")


def cited_documents(lines: Sequence[str], start: int, bases: list[BaseRead]) -> list[DocumentRead]:
    """Every cited document once, in the order of first mention; the bases learn which of them they name."""
    found: dict[str, DocumentRead] = {}
    dates: dict[str, Counter[str]] = {}
    base_of = {base.line: base for base in bases}
    for number in range(start, len(lines) + 1):
        line = lines[number - 1]
        if not line:
            continue
        mentions = _laws(line, number in base_of) if "uật " in line or "Pháp lệnh" in line else []
        if "/" in line or "-" in line:
            mentions += _numbered(line)
        for mention in mentions:
            _merge(found, dates, mention, number, base_of.get(number))
    for name, document in found.items():
        ranked = [iso for iso, _times in dates[name].most_common()]
        document.issued_on = ranked[0] if ranked else ""
        document.other_dates = ranked[1:]
    return list(found.values())


def _merge(found: dict[str, DocumentRead], dates: dict[str, Counter[str]], mention: DocumentRead, line: int,
           base: BaseRead | None) -> None:
    """Add one mention to what is known of its document."""
    name = key(f"{mention.kind} {mention.reference}", 300)
    document = found.setdefault(name, mention)
    counted = dates.setdefault(name, Counter())
    if mention.issued_on:
        counted[mention.issued_on] += 1
        places = document.date_lines.setdefault(mention.issued_on, [])
        if line not in places:
            places.append(line)
    if document is not mention:
        document.issuer = document.issuer or mention.issuer
        document.subject = document.subject or mention.subject
    if line not in document.lines:
        document.lines.append(line)
    if base is not None:
        document.is_base = True
        if document.reference not in base.references:
            base.references.append(document.reference)


def _numbered(line: str) -> list[DocumentRead]:
    """Documents with number and symbol; a symbol without a kind before it tells its kind by its letters."""
    found: list[DocumentRead] = []
    for match in _SYMBOL.finditer(line):
        at = match.start()
        if at and (line[at - 1].isalnum() or line[at - 1] in "/.,-"):
            continue
        symbol = _JOINTS.sub(r"\1", match[4]).replace("–", "-")
        kind, subject = _kind(line, at, symbol)
        if not kind:
            continue
        year = f"{match[3]}/" if match[3] else ""
        document = DocumentRead(kind=kind, number=match[1], symbol=symbol, subject=subject,
                                reference=f"{match[1]}{match[2]}{year}{symbol}")
        _after(document, line, match.end())
        found.append(document)
    return found


def _kind(line: str, at: int, symbol: str) -> tuple[str, str]:
    """Kind of the document whose number stands at `at`, and the title of a law, which stands before its number."""
    before = _BEFORE.search(line, max(0, at - 40), at)
    if before:
        return _KINDS[before[1].lower()], ""
    if "QH" in symbol:
        law = _LAW_BEFORE.search(line, max(0, at - 130), at)
        if law:
            return law[1], law[2].strip()
    first = _UPPER.match(symbol)
    return ABBREVIATIONS.get(first[0] if first else "", ""), ""


def _after(document: DocumentRead, line: str, at: int) -> None:
    """Date, issuer and subject, which follow the symbol in this order where they are given."""
    date = _DATE.match(line, at)
    if date:
        document.issued_on, at = _iso(date[1]), date.end()
    issuer = _ISSUER.match(line, at)
    if issuer:
        end = _ISSUER_END.search(line, issuer.end(), issuer.end() + _LONGEST_ISSUER)
        at = end.start() if end else min(len(line), issuer.end() + _LONGEST_ISSUER)
        document.issuer = line[issuer.end():at].strip()
    subject = _SUBJECT.match(line, at)
    if subject and not document.subject:
        stop = _SUBJECT_END.search(line, subject.end(), subject.end() + _LONGEST_SUBJECT)
        document.subject = line[subject.end():stop.start() if stop else subject.end() + _LONGEST_SUBJECT].strip()


@lru_cache(maxsize=512)
def _iso(written: str) -> str:
    """ISO date; empty where the calendar has no such day."""
    try:
        return parse_date(_JOINTS.sub(r"\1", written))
    except RuleBroken:
        return ""


def _laws(line: str, in_base: bool) -> list[DocumentRead]:
    """Laws and ordinances, which are cited without number, symbol and organ (Decree 30/2020/NĐ-CP, annex I, II.6.a)."""
    found: list[DocumentRead] = []
    for match in _LAW.finditer(line):
        following = line[match.end():match.end() + 40]
        if _SYMBOL.match(following.lstrip().removeprefix("số").lstrip()):
            continue  # it has a number here: _numbered takes it
        dated = _DATE.match(line, match.end())
        year = re.match(r"\s+năm\s+(\d{4})", following)
        if not (in_base or dated or year):
            continue  # a law named in passing
        document = DocumentRead(kind=match[1], number="", symbol="", reference=f"{match[1]} {match[2]}", subject=match[2])
        if dated:
            _after(document, line, match.end())
        elif year:
            document.issued_on = year[1]
        found.append(document)
    return found
