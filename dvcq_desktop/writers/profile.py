"""The page of Decree 30/2020/NĐ-CP as versioned data: margins, sizes, gaps and their legal ranges, read from a file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dvcq_desktop.texts import _

_PROFILES = Path(__file__).resolve().parents[2] / "resources" / "profiles"
CURRENT = "ND30-2020"
POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True, kw_only=True)
class Paper:
    """The sheet, upright, and where the page number stands, in millimetres."""

    width: float
    height: float
    number_from_top: float


@dataclass(frozen=True, kw_only=True)
class Margins:
    """The four margins in millimetres (annex I, I.3)."""

    top: float
    bottom: float
    left: float
    right: float


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """The size of letters of each component, in points (annex I, V)."""

    nation: float
    motto: float
    parent: float
    organ: float
    number: float
    place_and_date: float
    subject: float
    kind: float
    abstract: float
    body: float
    authority: float
    signer: float
    signature_note: float
    recipients_title: float
    recipients: float
    page_number: float
    appendix_label: float
    appendix_name: float
    appendix_reference: float
    table: float
    table_header: float


@dataclass(frozen=True, kw_only=True)
class Body:
    """Paragraphs of the text (annex I, II.6): indent in mm, gap in points, spacing in lines."""

    first_line_indent: float
    gap_before: float
    line_spacing: float
    word_stretch: float
    word_shrink: float


@dataclass(frozen=True, kw_only=True)
class HeadSplit:
    """How the head shares the width between the organ and the nation's name."""

    left: float
    right: float
    after: float


@dataclass(frozen=True, kw_only=True)
class SignatureSplit:
    """How the foot of the text shares the width, in mm of a 165 mm line, and the room to sign in."""

    recipients: float
    signer: float
    first: float
    gap: float
    second: float
    room: float
    before: float


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The solid lines of the components: width and gap in points, length as a share of the text above."""

    width: float
    share: float
    gap: float


@dataclass(frozen=True, kw_only=True)
class TableLook:
    """Borders in points, padding of cells in mm."""

    border: float
    padding: float
    padding_top: float
    line_spacing: float


@dataclass(frozen=True, kw_only=True)
class LabelLook:
    """Labels of boxes: how many side by side, their height in mm, the size of their number in points."""

    across: int
    height: float
    number: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Profile:
    """One version of the rules of presentation."""

    key: str
    title: str
    effective_from: str
    effective_to: str
    page: Paper
    portrait: Margins
    landscape: Margins
    sizes: Sizes
    body: Body
    head: HeadSplit
    signatures: SignatureSplit
    rules: Rules
    table: TableLook
    labels: LabelLook
    legal: tuple[tuple[str, float, float], ...]

    def margins(self, landscape: bool) -> Margins:
        return self.landscape if landscape else self.portrait

    def paper(self, landscape: bool) -> tuple[float, float]:
        """Width and height in millimetres as the sheet lies."""
        size = (self.page.width, self.page.height)
        return (size[1], size[0]) if landscape else size

    def text_width(self, landscape: bool) -> float:
        """The width between the margins, in millimetres."""
        margins = self.margins(landscape)
        return self.paper(landscape)[0] - margins.left - margins.right

    def value(self, path: str) -> float:
        """The value a legal range speaks of: value("portrait.left")."""
        group, name = path.split(".")
        return float(getattr(getattr(self, group), name))


def read_profile(path: Path) -> Profile:
    """The profile written in a TOML file."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return Profile(
        key=data["key"],
        title=data["title"],
        effective_from=data["effective_from"],
        effective_to=data["effective_to"],
        page=Paper(**data["page"]),
        portrait=Margins(**data["portrait"]),
        landscape=Margins(**data["landscape"]),
        sizes=Sizes(**data["sizes"]),
        body=Body(**data["body"]),
        head=HeadSplit(**data["head"]),
        signatures=SignatureSplit(**data["signatures"]),
        rules=Rules(**data["rules"]),
        table=TableLook(**data["table"]),
        labels=LabelLook(**data["labels"]),
        legal=tuple((path, low, high) for path, (low, high) in data["legal"].items()),
    )


@lru_cache(maxsize=8)
def profile(key: str = CURRENT) -> Profile:
    """A shipped profile by its key."""
    return read_profile(_PROFILES / f"{key.lower()}.toml")


def outside_law(page: Profile) -> list[str]:
    """A sentence for each value outside the decree's range; empty when all is within."""
    return [
        _(
            "{path} = {value:g} nằm ngoài khoảng {low:g} đến {high:g} của {title}.",
            path=path,
            value=page.value(path),
            low=low,
            high=high,
            title=page.title,
        )
        for path, low, high in page.legal
        if not low - 1e-6 <= page.value(path) <= high + 1e-6
    ]
