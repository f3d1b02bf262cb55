"""What letters, notices and reports share: the head by the day of the paper, who signs, who receives, clipped texts."""

from __future__ import annotations

from datetime import date, datetime

from db.connection import Connection
from dvcq_desktop import organisation
from dvcq_desktop.dates import decree_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.organisation import Organisation
from dvcq_desktop.plans import AUTHORITIES, find_plan
from dvcq_desktop.printed.blocks import FormOptions, Head, Run, SignatureCell, Signatures, Text, plain
from dvcq_desktop.texts import _

DOTS = 33  # "…" across a line of 165 mm at 14 pt, for what is filled in by hand
HEAD_OF_OFFICE = "CHỦ TỊCH"


def day_of(options: FormOptions) -> date:
    """The day the paper is made."""
    return date.fromisoformat(options.day) if options.day else datetime.now().astimezone().date()


def office_of(db: Connection, day: date) -> Organisation:
    """The office as a paper of that day names it. RuleBroken before the first set-up."""
    office = organisation.current(db, day.isoformat())
    if office is None:
        raise RuleBroken(_("Chưa có tên cơ quan. Hãy nhập ở trang Cài đặt trước khi in."))
    return office


def head(office: Organisation, day: date, kind: str = "", *, subject: str = "") -> Head:
    """Cells 1 to 4 with number and day left for the registry (Điều 15); kind "BC" gives "BC-UBND", "" no number at all.

    A công văn (subject) has the organ first and no kind: "UBND-VP" (annex I, II.3.c).
    """
    symbol = f"{kind}-{office.symbol}" if kind else ""
    if subject:
        symbol = f"{office.symbol}-VP"
    month = f"{day.year:04d}-{day.month:02d}"
    return Head(
        organ=tuple(line for line in office.head_lines.split("\n") if line.strip()),
        parent=office.parent_head,
        symbol=symbol,
        place_and_date=f"{office.place_name}, {decree_date(month, blank='     ')}",
        subject=subject,
    )


def signer(db: Connection, year: int) -> SignatureCell:
    """Who signs for the office: as the plan of the year says, else the chairman."""
    plan = find_plan(db, year)
    lines = (plan.signer_lines if plan else "") or AUTHORITIES["TM. … CHỦ TỊCH"]
    return SignatureCell(lines=tuple(lines.split("\n")), name=plan.signer_name if plan else "")


def signed(db: Connection, year: int, recipients: tuple[str, ...]) -> Signatures:
    """Nơi nhận at the left, who signs at the right."""
    return Signatures(right=signer(db, year), recipients=recipients)


def plan_reference(db: Connection, year: int) -> str:
    """ "Kế hoạch số 05/KH-UBND ngày … của …"; empty where the year has no plan."""
    plan = find_plan(db, year)
    if plan is None:
        return ""
    number = plan.number.zfill(2) if plan.number else "     "
    when = decree_date(plan.issued_on, blank="     ")
    return _(
        "{kind} số {number}/{symbol} {day}", kind=plan.kind.capitalize(), number=number, symbol=plan.symbol, day=when
    )


def dotted(count: int = 1) -> tuple[Text, ...]:
    """Lines of dots to write on by hand."""
    return tuple(Text(runs=plain("…" * DOTS), align="left", indent=False) for _n in range(count))


def labelled(label: str, text: str, *, anchor: str = "") -> Text:
    """A paragraph that begins with a bold word."""
    return Text(runs=(Run(text=label, bold=True), Run(text=text)), anchor=anchor)


def clipped(text: str, letters: int) -> str:
    """The first line of a text, cut at a word."""
    line = text.split("\n", maxsplit=1)[0].strip()
    return line if len(line) <= letters else line[:letters].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def shortened(text: str, letters: int = 150) -> str:
    """A task's contents each cut at a word: its whole wording stands in the plan and on the slip."""
    return listed("\n".join(clipped(line, letters) for line in text.split("\n")))


def listed(text: str) -> str:
    """A task's contents one below the other, with dashes where there are several."""
    return text if "\n" not in text else "\n".join(f"- {line}" for line in text.split("\n"))


def two_digits(count: int) -> str:
    """Counts below ten with a leading zero, as administrative prose writes them (domain.md §1.5)."""
    return f"{count:02d}"
