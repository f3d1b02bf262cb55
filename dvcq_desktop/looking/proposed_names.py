"""Names in a paper: the organ that issued it, written as names are, and the person who signed it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dvcq_desktop.vietnamese import fold

# A first line that is only half a name: "ỦY BAN NHÂN DÂN" goes on below with "XÃ BA THÀNH".
_HALF = frozenset((
    "uy ban nhan dan", "hoi dong nhan dan", "uy ban", "ubnd", "hdnd", "van phong", "uy ban mat tran to quoc viet nam", "ban chap hanh",
    "uy ban mttq viet nam", "ban thuong vu", "ban chi dao", "ban chi huy", "ban chi huy quan su", "hoi dong", "trung tam", "truong",
    "ban thuong truc", "cong an", "dang uy", "hoi nong dan", "hoi lien hiep phu nu", "hoi cuu chien binh", "doan thanh nien",
))  # fmt: skip
_LEVEL = re.compile(r"(?:xa|phuong|thi tran|huyen|quan|thi xa|thanh pho|tinh|dac khu|thon|to dan pho)\b")
# How the parts of names of organs are written (Decree 30, annex II): the first letter of what the organ is and does.
_PARTS = (
    "Ủy ban nhân dân", "Hội đồng nhân dân", "Ủy ban Mặt trận Tổ quốc Việt Nam", "Ủy ban MTTQ Việt Nam", "Hội Liên hiệp Phụ nữ",
    "Hội Nông dân", "Hội Cựu chiến binh", "Đoàn Thanh niên Cộng sản Hồ Chí Minh", "Ban Chấp hành", "Ban Thường vụ", "Ban Chỉ đạo",
    "Ban Chỉ huy Quân sự", "Ban Dân vận", "Ban Tuyên giáo", "Ban Tổ chức", "Khối vận", "Đảng bộ", "Đảng ủy", "Huyện ủy", "Tỉnh ủy",
    "Phòng Nội vụ", "Sở Nội vụ", "Bộ Nội vụ", "Văn phòng", "Công an", "Trạm Y tế", "Trường Tiểu học", "Trường Mầm non", "Chính phủ",
    "Trường Trung học cơ sở", "Trung tâm Phục vụ hành chính công", "Thủ tướng", "Quốc hội", "Công đoàn", "Phòng", "Sở", "Trung tâm",
    "Trường", "Trạm", "Ban", "Hội", "Đoàn", "Chi cục", "Cục", "Tổng cục", "Bộ", "UBND", "HĐND", "Hội đồng", "Ủy ban", "xã", "phường", "thị trấn", "huyện", "quận", "thị xã", "thành phố", "tỉnh", "thôn", "đặc khu",
)  # fmt: skip
_FOLDED_PARTS = tuple(sorted(((fold(part).split(), part) for part in _PARTS), key=lambda pair: -len(pair[0])))
_FOLDED_NAMES = frozenset(" ".join(words) for words, _part in _FOLDED_PARTS)
_SHORT = frozenset(("ubnd", "hdnd", "mttq", "vn", "tw", "tthc", "thcs", "thpt", "dvc"))

_POSITION = re.compile(
    r"\b(?:pho |quyen )?(?:chu tich|bi thu|truong phong|truong ban|truong khoi|giam doc|hieu truong|chanh van phong|truong cong an|cong chuc"
    r"|chi huy truong|truong tram|thu truong|to truong|truong thon|chu toa|thu ky|chanh thanh tra|cuc truong|bo truong|nguoi lap|doi truong)$"
)
_BEFORE_NAME = re.compile(r"noi nhan\b|\b(?:tm|kt|tl|tuq|q)\s?\.")
_WORD = r"[A-ZÀ-ỸĐ][a-zà-ỹđ]{0,6}"
_NAME = re.compile(rf"(?:^|(?<=[\s;:.,]))((?:{_WORD}\s){{1,4}}{_WORD})$")
_NO_NAMES = re.compile(
    r"(?:noi|nhu|luu|luu vt|da ky|ky ten|kinh|thuong|uy ban|hoi dong|phong|ban|van phong|cong an|dang uy|ngay|xa|huyen|tinh|truong|hoi|doan|cac"
    r"|mat tran|so|bo|trung tam|chu tich|pho)\b"
)


def issuer_name(lines: Sequence[str]) -> str:
    """ "Ủy ban nhân dân xã Ba Thành" from the lines in capitals on the left of the head; "" from none."""
    lines = [line.strip(" -–—_*.") for line in lines if line.strip(" -–—_*.")]
    if not lines:
        return ""
    if not _is_organ(fold(lines[0])):
        return ""
    if len(lines) > 1 and fold(lines[0]) not in _HALF and _is_organ(fold(lines[1])):
        lines = lines[1:]  # the organ above stands first
    whole = [lines[0]]
    for line in lines[1:]:
        before = fold(whole[-1])
        if before not in _HALF and not is_level(fold(line)) and before not in _FOLDED_NAMES:
            break
        whole.append(line)
    return _as_name(" ".join(whole))


def is_level(folded: str) -> bool:
    """Whether a line goes on with the place of an organ: "xã Ba Thành"."""
    return _LEVEL.match(folded) is not None


def _is_organ(folded: str) -> bool:
    """Whether a line begins with what an organ is."""
    return not is_level(folded) and any(folded.split()[: len(words)] == words for words, _part in _FOLDED_PARTS)


def _as_name(text: str) -> str:
    """A name in capitals as it is written inside a text; one that is not in capitals stays as it is."""
    if not text.isupper():
        return text
    words = text.split()
    folded = [fold(word) for word in words]
    made: list[str] = []
    at = 0
    while at < len(words):
        count, part = next(((len(f), p) for f, p in _FOLDED_PARTS if folded[at : at + len(f)] == f), (0, ""))
        if count:
            # The marks are those of the paper; only the size of the letters is ours.
            made += [_like(word, model) for word, model in zip(words[at : at + count], part.split(), strict=True)]
            at += count
        else:
            made.append(words[at] if folded[at] in _SHORT else words[at].capitalize())
            at += 1
    name = " ".join(made)
    return name[:1].upper() + name[1:]


def _like(word: str, model: str) -> str:
    """ "NHÂN" as "nhân", "MTTQ" as "MTTQ", by how the model is written."""
    if model.isupper() and len(model) > 1:
        return word
    return word.capitalize() if model[0].isupper() else word.lower()


def signer_of(lines: Sequence[str]) -> str:
    """The name below the position of who signed; the first signature after "Nơi nhận" or "TM.", else the last one."""
    starts = [at for at, line in enumerate(lines) if _BEFORE_NAME.search(fold(line))]
    positions = [at for at, line in enumerate(lines) if _is_position(line)]
    after = [at for at in positions if starts and starts[0] <= at <= starts[0] + 25]
    for at in (*after[-1:], *after[-2::-1], *positions[-1:]):
        for line in lines[at + 1 : at + 9]:
            if name := _name_in(line):
                return name
    return ""


def _is_position(line: str) -> bool:
    """CHỦ TỊCH, KT. CHỦ TỊCH, PHÓ CHỦ TỊCH; the words stand in capitals, perhaps behind a line of "Nơi nhận"."""
    found = _POSITION.search(fold(line))
    if found is None or len(line) > 90:
        return False
    return line[-len(found[0]) :].isupper()


def _name_in(line: str) -> str:
    found = _NAME.search(line.strip())
    if found is None or _NO_NAMES.match(fold(found[1])):
        return ""
    return found[1]
