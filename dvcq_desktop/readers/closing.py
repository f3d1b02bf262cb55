"""Understands the end of a plan: the clauses of "Tổ chức thực hiện", the last paragraph, recipients and signature."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dvcq_desktop.readers.outline import Outline
from dvcq_desktop.readers.understood import ClauseRead, PlanRead, PlanText, SectionRead
from dvcq_desktop.readers.words import key

_ORGANISATION = re.compile(r"(?:[ivx\d]+\. )?to chuc thuc hien|phan cong (?:trach nhiem|thuc hien)$")
_CLOSES = re.compile(r"tren day la|tren day")
_ASKS = re.compile(r"trong qua trinh|yeu cau (?:cac|thu truong|can bo)|de nghi (?:cac|thu truong)|can cu (?:ke hoach|noi dung)")
_ORDER = re.compile(r"(?i:giao|đề nghị|yêu cầu|phân công)(?:\s+cho)?\s+(?=[A-ZĐÀ-Ỹ]|các|công chức|cán bộ)")
_NUMBERED = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ][.)]|[-–+•])\s*")
_VERB = re.compile(
    r"\s*(?::|,?\s(?:chịu trách nhiệm|có trách nhiệm|chủ trì|phối hợp|tham mưu|căn cứ|theo dõi|tổng hợp|tổ chức|xây dựng"
    r"|hướng dẫn|thực hiện|tiếp tục|tăng cường|đôn đốc|kiểm tra|triển khai)\b)")
_RECIPIENTS = re.compile(r"(?i:nơi nhận)\s*:?\s*")
_SIGNS = re.compile(r"(?<=[:;])\s(?=(?:TM|KT|TL|TUQ|Q)\.\s*[A-ZĐÀ-Ỹ]|(?:PHÓ )?CHỦ TỊCH$|CHÁNH VĂN PHÒNG$|(?:PHÓ )?TRƯỞNG PHÒNG$|GIÁM ĐỐC$)")
_NAME = re.compile(r"(?:[A-ZĐÀ-Ỹ][a-zà-ỹđ]*\s+){1,5}[A-ZĐÀ-Ỹ][a-zà-ỹđ]*$")
_DUTY = re.compile(r"^(?:[-–+•]\s*)+")


def read_clauses(sections: Sequence[SectionRead]) -> list[ClauseRead]:
    """Who does what after the plan is issued."""
    clauses: list[ClauseRead] = []
    for section in sections:
        if not _ORGANISATION.match(key(section.heading)):
            continue
        for child in section.children:
            actor = _ORDER.sub("", child.heading).rstrip(" :.;")
            duties = [_DUTY.sub("", line) for line in child.body]
            clauses += [ClauseRead(actor=actor, duties=duties, lines=[child.line, *child.body_lines])]
        if not section.children:
            _from_paragraphs(section, clauses)
    return clauses


def _from_paragraphs(section: SectionRead, clauses: list[ClauseRead]) -> None:
    """Clauses without headings: "1. Giao Văn phòng theo dõi …", the lines after it being its duties."""
    for line, number in zip(section.body, section.body_lines, strict=True):
        sign = _NUMBERED.match(line)
        bare = line[sign.end():] if sign else line
        order = _ORDER.match(bare)
        rest = bare[order.end():] if order else bare
        verb = _VERB.search(rest, 0, 160)
        opens = verb and verb.start() > 2 and rest[:1].isupper() and (order or (sign and sign[0][0] not in "-–+•"))
        if opens and verb:
            duty = rest[verb.start():].lstrip(" :,")
            clauses.append(ClauseRead(actor=rest[:verb.start()].strip(" ,"), duties=[duty] if duty else [], lines=[number]))
        elif clauses and clauses[-1].lines[-1] in section.body_lines:
            clauses[-1].duties.append(_DUTY.sub("", line))
            clauses[-1].lines.append(number)


def take_closing(plan: PlanRead, found: Outline) -> None:
    """Move the last paragraph ("Trên đây là …") out of the last section that is not an appendix."""
    first_tail = found.tail[0] if found.tail else len(plan.text.lines) + 1
    before = [section for section in found.flat if section.body_lines and section.body_lines[0] < first_tail]
    if not before:
        return
    section = before[-1]
    for at in range(len(section.body) - 1, max(-1, len(section.body) - 6), -1):
        folded = key(section.body[at])
        if _CLOSES.match(folded) or (_ASKS.match(folded) and at == len(section.body) - 1 and section.body[at].endswith("./.")):
            begin = at - 1 if at > 1 and _ASKS.match(key(section.body[at - 1])) else at
            plan.closing = "\n".join(section.body[begin:])
            del section.body[begin:], section.body_lines[begin:]
            return


def read_tail(plan: PlanRead, text: PlanText, tail: Sequence[int]) -> None:
    """Recipients and signature; whatever is neither stays among the signature lines."""
    receiving = False
    for number in tail:
        line = text.lines[number - 1]
        match = _RECIPIENTS.match(line)
        if match:
            receiving = True
            line = line[match.end():]
        pieces = _SIGNS.split(" " + line) if line else []
        for piece in (p.strip() for p in pieces):
            if not piece:
                continue
            if receiving and piece[0] in "-–+•":
                plan.recipients.append(_DUTY.sub("", piece).rstrip(" ;."))
            elif receiving and plan.recipients and piece[0].islower():
                plan.recipients[-1] += " " + piece.rstrip(" ;.")
            else:
                plan.signer_lines.append(piece)
    if plan.signer_lines and _NAME.match(plan.signer_lines[-1]) and any(s.isupper() for s in plan.signer_lines):
        plan.signer_name = plan.signer_lines.pop()
