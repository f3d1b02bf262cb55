"""Takes "Văn phòng – Thống kê xã (hàng tháng), Công chức Tài chính – Kế toán (quý I, 6 tháng)" apart into units and periods."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from dvcq_desktop.readers.understood import ActorRead
from dvcq_desktop.readers.words import key, number_value

ALL_OF_THEM = "Các ban, ngành có liên quan"
# Official spelling of bodies that exist in every commune, by their folded name.
_OFFICIAL = {key(name): name for name in (
    "Công đoàn", "Đoàn Thanh niên Cộng sản Hồ Chí Minh", "Hội Liên hiệp Phụ nữ", "Hội Nông dân", "Hội Cựu chiến binh",
    "Khối vận Đảng ủy", "Ủy ban Mặt trận Tổ quốc Việt Nam", "Ủy ban nhân dân", "Văn phòng – Thống kê",
    "Tài chính – Kế toán", "Tư pháp – Hộ tịch", "Văn hóa – Xã hội", "Bộ phận Tiếp nhận và Trả kết quả",
    "Các tổ chức chính trị – xã hội")}
_NOUN = r"(?:sở|ban|ngành|phòng|hội|cơ quan|đơn vị|đoàn thể|tổ chức|cán bộ|công chức|viên chức|thôn|bộ phận|ban ngành|địa phương|hội đoàn thể)"
_LISTING = re.compile(rf"(?:(?i:các|những|toàn thể)\s+)?(?i:{_NOUN})$")
_LISTED = re.compile(rf"{_NOUN}\b")
_OPENERS = re.compile(
    r"(?:các|những|toàn thể|cán bộ|công chức)\s|(?:Các|Công chức|Cán bộ|Bộ phận|Phòng|Ban|Hội|Đoàn|Ủy ban|Uỷ ban|UBND|UBMTTQ"
    r"|Mặt trận|Trưởng|Khối|Tư pháp|Tài chính|Văn hóa|Văn hoá|Văn phòng|Địa chính|Công đoàn|Công Đoàn|Công an|Quân sự"
    r"|Trung tâm|Trạm|Thôn|Đảng ủy|Đảng uỷ|Tổ|Chủ tịch|Phó)(?!\w)")
_AND = re.compile(r"\s+(?:và|cùng với|cùng)\s+")
_SELF_AND = re.compile(r"(?:hđnd|hội đồng nhân dân)$", re.IGNORECASE)
_RELATED = re.compile(r"cac\s+(?:so\s*,?\s*)?(?:(?:co quan|don vi|ban)\s*,?\s*)*nganh(?:\s+khac)?(?:\s+co)?\s+lien\s+quan(?:\s+(?:cua\s+)?(?:xa|phuong))?$")
_PREFIX = re.compile(r"(?i:(?:giao\s+)?(?:cán bộ|công chức)(?:,?\s*(?:cán bộ|công chức))?)\s+(?=[A-ZĐÀ-Ỹ])")
_SUFFIX = re.compile(r"\s+(?:(?i:của|tại)\s+)?(?:xã|phường)$")
_DASH = re.compile(r"\s*[-–—]\s*")
_PERIOD_QUARTER = re.compile(r"(?:(?:hang|dinh ky|moi)\s+)*quy\s*([ivx]+|\d)$")
_PERIOD_MONTHS = re.compile(r"(?:(?:dinh ky|so ket)\s+)*0?([69])\s*thang(?:\s+(?:dau|cuoi)\s+nam)?$")
_PERIOD_YEAR = re.compile(r"(?:(?:dinh ky|ca|hang|cuoi|moi|tong ket)\s+)*(?:0?1\s+)?nam(?:\s+\d{4})?$|12 thang$")
_QUARTERS = ["quy-1", "quy-2", "quy-3", "quy-4"]


def read_actors(value: str) -> list[ActorRead]:
    """The units named after a label, each with its periods; units in brackets follow the one they stand behind."""
    return [ActorRead(name=a.name, written=a.written, within=a.within, periods=[*a.periods]) for a in _actors(value)]


@lru_cache(maxsize=512)
def _actors(value: str) -> tuple[ActorRead, ...]:
    """A plan repeats the same few lists of units at every content, so each is taken apart once."""
    found: list[ActorRead] = []
    for part in _split(value.strip().rstrip(" .;,")):
        outside, brackets = _brackets(part)
        name = unit_name(outside)
        actor = None
        if name:
            actor = ActorRead(name=name, written=part)
            found.append(actor)
        for inner in brackets:
            _read_bracket(inner, actor, found)
    return tuple(found)


def _read_bracket(inner: str, actor: ActorRead | None, found: list[ActorRead]) -> None:
    """Periods go to the actor before the bracket; a unit becomes an actor within it; other words stay as written."""
    quarter = False
    for piece in re.split(r"[,;]|\s+và\s+", inner):
        codes = period_codes(piece, after_quarter=quarter)
        quarter = bool(codes) and codes[0].startswith("quy")
        if actor is not None:
            actor.periods += [code for code in codes if code not in actor.periods]
    for piece in _split(inner):
        if not period_codes(piece) and number_value(piece) == 0 and (piece[:1].isupper() or _OPENERS.match(piece)):
            name = unit_name(_brackets(piece)[0])
            if name:
                found.append(ActorRead(name=name, written=piece, within=actor.name if actor else ""))


def period_codes(written: str, *, after_quarter: bool = False) -> list[str]:
    """Codes of one period as written: "quý I" gives quy-1, "hằng quý" all four; empty where it is no period."""
    text = key(written.strip(" .()"), 60)
    if text in ("hang thang", "moi thang", "thang", "dinh ky hang thang"):
        return ["hang-thang"]
    if text in ("hang quy", "moi quy", "quy", "dinh ky hang quy"):
        return list(_QUARTERS)
    if match := _PERIOD_QUARTER.match(text):
        number = number_value(match[1])
        return [f"quy-{number}"] if 1 <= number <= 4 else []
    if match := _PERIOD_MONTHS.match(text):
        return [f"{match[1]}-thang"]
    if _PERIOD_YEAR.match(text):
        return ["nam"]
    if after_quarter and 1 <= number_value(text.upper()) <= 4:
        return [f"quy-{number_value(text.upper())}"]  # "quý I, II, III"
    return []


@lru_cache(maxsize=512)
def unit_name(written: str) -> str:
    """One name for all spellings of a unit: no "Công chức" before it, no "xã" behind it, one kind of dash."""
    name = written.strip(" .;,:+-–—")
    if not name:
        return ""
    if _RELATED.match(key(name)):
        return ALL_OF_THEM
    name = _SUFFIX.sub("", _PREFIX.sub("", name))
    name = _DASH.sub(" – ", name).replace(" ,", ",")
    name = name[:1].upper() + name[1:]
    return _OFFICIAL.get(key(name, 200), name)


def _split(value: str) -> list[str]:
    """Parts between commas and "và" that are not in brackets, where both sides are units."""
    pieces: list[str] = []
    depth, start = 0, 0
    for at, char in enumerate(value):
        if char == "(":
            depth += 1
        elif char == ")":
            depth = max(0, depth - 1)
        elif char in ",;" and not depth:
            pieces.append(value[start:at])
            start = at + 1
    pieces.append(value[start:])
    joined: list[str] = []
    for piece in pieces:
        # "các ban, ngành", "các cơ quan, đơn vị": the comma stands inside one name.
        if joined and _LISTING.match(joined[-1].strip().rpartition(", ")[2]) and _LISTED.match(piece.strip()):
            joined[-1] = f"{joined[-1].strip()}, {piece.strip()}"
        else:
            joined.append(piece)
    return [part for piece in joined for part in _split_and(piece) if part.strip(" .-–")]


def _split_and(piece: str) -> list[str]:
    """Split at "và" only before a new unit: "Tiếp nhận và Trả kết quả" is one name."""
    parts: list[str] = []
    start = 0
    for match in _AND.finditer(piece):
        before = piece[start:match.start()]
        if before.count("(") > before.count(")") or _SELF_AND.search(before):
            continue
        if _OPENERS.match(piece, match.end()):
            parts.append(before.strip())
            start = match.end()
    parts.append(piece[start:].strip())
    if parts[0][:3].lower() == "và ":
        parts[0] = parts[0][3:].strip()
    return parts


def _brackets(part: str) -> tuple[str, list[str]]:
    """The words outside brackets, and what each bracket holds (one left open holds the rest)."""
    inside: list[str] = []
    outside = part
    while (at := outside.find("(")) >= 0:
        end = outside.find(")", at)
        end = len(outside) if end < 0 else end
        inside.append(outside[at + 1:end].strip())
        outside = outside[:at] + " " + outside[end + 1:]
    return " ".join(outside.replace(")", " ").split()), inside


def unify(actors: Iterable[ActorRead]) -> None:
    """One spelling for names that differ only in capitals or marks: the one written most often."""
    everyone = list(actors)
    counted = Counter(actor.name for actor in everyone)
    best: dict[str, str] = {}
    for name, _times in reversed(counted.most_common()):
        best[key(name, 300)] = name
    if len(best) == len(counted):
        return
    one = {name: best[key(name, 300)] for name in counted}
    for actor in everyone:
        actor.name = one[actor.name]
        actor.within = one.get(actor.within, actor.within)
