"""What goes where when evidence is handed in: folders, names and sizes, worked out before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from pathlib import Path

from dvcq_desktop.catalogue import Catalogue, ItemLines, Line
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.evidence_codes import LONGEST_PATH, apart, file_name
from dvcq_desktop.hand_in.profiles import HandInProfile
from dvcq_desktop.looking.kinds import ending_of, kind_by_name
from dvcq_desktop.looking.kinds_known import KNOWN
from dvcq_desktop.looking.names import os_name, safe_name
from dvcq_desktop.texts import _

FLAT = "Minh chung"
_FOLDER = 40  # letters of the name of a folder; where the path has no room for them, its number alone
_ROOMY, _LEAST = 60, 32  # letters a file name should have, and must have
_AGAIN = 6  # letters kept free for " (12)"
_ENTRIES = 65_534  # of a folder on FAT32; a long name takes one for each 13 letters and one more
_ENDINGS = {known.key: known.endings[0] for known in KNOWN if known.endings}


@dataclass(frozen=True, kw_only=True)
class PlannedFile:
    """A file of the set: its path in the folder with "/", the content it must have, its size in bytes."""

    path: str
    sha256: str
    size: int
    line: Line

    @property
    def folder(self) -> str:
        return self.path.rpartition("/")[0]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a set will hold. paths: of each document's file, by evidence id."""

    target: Path
    profile: HandInProfile
    catalogue: Catalogue
    files: tuple[PlannedFile, ...]
    without_file: tuple[Line, ...]  # documents that are only recorded: on paper, or not yet scanned

    @property
    def size(self) -> int:
        """Bytes of all files of evidence."""
        return sum(one.size for one in self.files)

    @cached_property
    def paths(self) -> Mapping[int, str]:
        return {one.line.found.id: one.path for one in self.files}

    @property
    def folders(self) -> dict[str, tuple[int, int]]:
        """Each folder with how many files and bytes it will hold, in order."""
        counted: dict[str, tuple[int, int]] = {}
        for one in self.files:
            count, size = counted.get(one.folder, (0, 0))
            counted[one.folder] = (count + 1, size + one.size)
        return counted


def plan(found: Catalogue, profile: HandInProfile, template: str, target: Path) -> Plan:
    """The plan for a target folder, absolute as it is on this machine: the whole path of a file stays within LONGEST_PATH.

    template: of file names, where the profile has none of its own. Raises RuleBroken where the target's path leaves no room.
    """
    room = LONGEST_PATH - len(str(target)) - 1
    if room - len("TC00/ND000/") < _LEAST:
        raise RuleBroken(
            _(
                "Đường dẫn {target} dài {n} ký tự nên tên tệp minh chứng không đủ chỗ (cả đường dẫn không quá {most} ký tự). "
                "Hãy chọn thư mục có đường dẫn ngắn hơn.",
                target=target,
                n=len(str(target)),
                most=LONGEST_PATH,
            )
        )
    documents: list[tuple[str, Line]] = []
    without: list[tuple[str, Line]] = []
    inside = _folders(found.items, profile, words=True)
    if max((len(folder) for folder in inside.values()), default=0) + 1 + _ROOMY > room:
        inside = _folders(found.items, profile, words=False)
    for item in found.items:
        for line in item.lines:
            if not line.guest:
                (documents if line.file is not None else without).append((inside[item.number], line))
    wanted = profile.name_template or template
    paths = _named([(folder, line, room - len(folder) - 1) for folder, line in documents], wanted)
    files = (
        PlannedFile(path=path, sha256=line.file.sha256, size=line.file.size, line=line)
        for path, (_folder, line) in zip(paths, documents, strict=True)
        if line.file is not None
    )
    return Plan(
        target=target,
        profile=profile,
        catalogue=found,
        files=tuple(sorted(files, key=lambda one: one.path)),
        without_file=tuple(line for _folder, line in without),
    )


def notes(planned: Plan) -> list[str]:
    """What the person should know before handing in, a sentence each: what is left out, what is missing, what is risky."""
    found = planned.catalogue
    gaps, silent = len(found.gaps), sum(not item.proof.explanation for item in found.gaps)
    risky = [one for one in planned.files if kind_by_name(os_name(_original(one.line))).risk == "danger"]
    told = [
        (
            gaps,
            _(
                "{n} nội dung chưa có hoặc còn thiếu minh chứng, trong đó {silent} nội dung chưa giải trình.",
                n=gaps,
                silent=silent,
            ),
        ),
        (
            len(planned.without_file),
            _("{n} minh chứng chưa có tệp: chỉ có tên trong danh mục.", n=len(planned.without_file)),
        ),
        (
            len(found.unplaced),
            _("{n} minh chứng chưa xếp vào nội dung nào nên không có trong bộ.", n=len(found.unplaced)),
        ),
        (found.unapproved, _("{n} minh chứng chưa duyệt nên không có trong bộ.", n=found.unapproved)),
        (
            len(risky),
            _(
                "{n} tệp là chương trình hoặc có thể chứa lệnh: {names}.",
                n=len(risky),
                names=_few(one.line.code for one in risky),
            ),
        ),
    ]
    return [sentence for count, sentence in told if count]


def too_large(files: Iterable[PlannedFile], largest: int) -> list[PlannedFile]:
    """The files a file system with this limit (bytes) does not take."""
    return [one for one in files if one.size > largest]


def crowded(planned: Plan) -> str:
    """A folder with more names than FAT32 takes; "" where there is none."""
    entries: Counter[str] = Counter()
    for one in planned.files:
        entries[one.folder] += 1 + ceil(len(one.path.rpartition("/")[2]) / 13)
    return next((folder for folder, count in entries.items() if count > _ENTRIES), "")


def folder_name(prefix: str, text: str) -> str:
    """ "TC01 Cong tac trien khai": safe, without accents, cut at a word."""
    whole = safe_name(f"{prefix} {text}", most=200)
    if len(whole) > _FOLDER:
        whole = whole[: _FOLDER + 1].rsplit(" ", 1)[0]
    return safe_name(whole.rstrip(" .,;:_-"), most=_FOLDER)


def _folders(items: Iterable[ItemLines], profile: HandInProfile, *, words: bool) -> dict[str, str]:
    """The folder of each item, by its number."""
    found = {}
    for item in items:
        criterion, content = item.proof.criterion, item.proof.item
        names = (
            folder_name(f"TC{criterion.number:02d}", criterion.title if words else ""),
            folder_name(f"ND{content.number:02d}", content.text if words else ""),
        )
        depth = {"criterion_item": 2, "criterion": 1}.get(profile.folders, 0)
        found[item.number] = "/".join(names[:depth]) or FLAT
    return found


def _named(documents: list[tuple[str, Line, int]], template: str) -> list[str]:
    """The path of each document, no two alike in a folder even where case does not count."""
    inside: dict[str, list[int]] = {}
    for number, (folder, _line, _room) in enumerate(documents):
        inside.setdefault(folder, []).append(number)
    paths = [""] * len(documents)
    for folder, numbers in inside.items():
        names = (
            file_name(line.found, line.place, _ending(line), template, longest=min(120, room) - _AGAIN)
            for _folder, line, room in (documents[number] for number in numbers)
        )
        for number, name in zip(numbers, apart(names), strict=True):
            paths[number] = f"{folder}/{name}"
    return paths


def _ending(line: Line) -> str:
    kind = line.file.kind if line.file else ""
    return ending_of(os_name(_original(line))) or _ENDINGS.get(kind, ".tep")


def _original(line: Line) -> str:
    return line.file.original_name if line.file else ""


def _few(names: Iterable[str], most: int = 5) -> str:
    listed = [name for name in names if name]
    return ", ".join(listed[:most]) + (_(" và {n} tệp khác", n=len(listed) - most) if len(listed) > most else "")
