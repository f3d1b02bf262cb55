"""Checks the evidence files: missing, damaged, named by nobody, half copied, sidecars that do not fit; each named so that it is found.

Only missing and damaged files are losses. A file is healed from any other that has the same content (heal).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from db import store
from db.connection import Connection
from db.files import write_file
from dvcq_desktop import evidence_sidecars
from dvcq_desktop.cycles import Cycle
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.evidence import Evidence
from dvcq_desktop.evidence_codes import Place, code, places
from dvcq_desktop.evidence_files import known_contents, store_folder, versions_of, with_content
from dvcq_desktop.evidence_unused import unlisted, unused
from dvcq_desktop.looking.names import shown_name
from dvcq_desktop.pace import Pace, Report, size_words
from dvcq_desktop.records import get
from dvcq_desktop.system_words import cause
from dvcq_desktop.texts import _

Kind = Literal["missing", "damaged", "unlisted", "unused", "sidecar", "unfinished", "stranger"]
KINDS: dict[str, str] = {
    "missing": "Mất tệp",
    "damaged": "Tệp hỏng",
    "unlisted": "Hồ sơ chưa có trong dữ liệu",
    "unused": "Tệp không hồ sơ nào dùng",
    "sidecar": "Tệp mô tả không khớp",
    "unfinished": "Tệp chép dở",
    "stranger": "Tệp lạ trong kho",
}
LOST = frozenset({"missing", "damaged"})
_OURS = re.compile(r"[0-9a-f]{64}(?:\.json)?")
_NOTHING: AbstractContextManager[object] = nullcontext()


def _nobody(_done: int, _total: int, _sentence: str) -> None:
    """Nobody is told how far it is."""


@dataclass(frozen=True, kw_only=True)
class Named:
    """A document that names a content, as a person finds it."""

    evidence_id: int
    year: int
    code: str
    title: str
    original_name: str
    trashed: bool


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that is not as it should be."""

    kind: Kind
    path: Path
    sentence: str
    sha256: str = ""
    size: int = 0  # bytes it should have
    documents: tuple[Named, ...] = ()

    @property
    def lost(self) -> bool:
        """Whether a document is without its file."""
        return self.kind in LOST


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What a check found; contents and bytes that were looked at; sidecars that were brought up to date."""

    findings: tuple[Finding, ...]
    contents: int
    size: int
    quick: bool
    repaired: int = 0

    @property
    def lost(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.lost)

    def summary(self) -> str:
        """The result in one or two sentences."""
        looked = (
            _("Đã so tên và dung lượng {n} tệp", n=self.contents)
            if self.quick
            else _("Đã đọc và kiểm tra {n} tệp ({size})", n=self.contents, size=size_words(self.size))
        )
        if not self.findings:
            return _("{looked}: đủ và nguyên vẹn.", looked=looked)
        counts = [
            f"{_(name).lower()} {n}"
            for kind, name in KINDS.items()
            if (n := sum(finding.kind == kind for finding in self.findings))
        ]
        return _("{looked}: {counts}.", looked=looked, counts=", ".join(counts))


def check(
    db: Connection,
    data_folder: Path,
    report: Report = _nobody,
    *,
    quick: bool = False,
    repair: bool = False,
    alone: bool = True,
    writing: AbstractContextManager[object] = _NOTHING,
) -> Checked:
    """Look at every content of the store and everything that names one. Raises OSError for a folder that cannot be read.

    report may be called in any thread and may raise to stop. quick: names and sizes only. repair: what can be made again is
    made (sidecars, half copies); contents are never deleted. alone: nobody else is copying into the store, so that what is
    half copied was left by a crash. writing: held while sidecars are looked at, so that nobody else writes them then.
    """
    folder = store_folder(data_folder)
    known, there = known_contents(db), dict(store.listing(folder))
    whole = sorted(sha for sha in known if there.get(sha) == known[sha])
    naming = _Naming(db, folder)
    findings = [naming.lost(sha, known[sha], there.get(sha)) for sha in sorted(set(known) - set(whole))]
    if not quick:
        findings += _read(naming, known, whole, report)
    with writing:
        repaired = _repair(db, data_folder, alone=alone) if repair else 0
        findings += _beside(db, data_folder, alone=alone)
    order = list(KINDS)
    findings.sort(key=lambda finding: order.index(finding.kind))
    return Checked(
        findings=tuple(findings),
        contents=len(known) if quick else len(whole),
        size=sum(known[sha] for sha in whole),
        quick=quick,
        repaired=repaired,
    )


def heal(data_folder: Path, sha256: str, source: Path, told: store.Told = lambda _bytes: None) -> None:
    """Put a missing or damaged content back from a file that has the same. Raises OSError, RuleBroken for another content."""
    try:
        store.keep(store_folder(data_folder), source, told, expected=sha256)
    except store.WrongContent as wrong:
        raise RuleBroken(
            _(
                "“{name}” có nội dung khác với tệp đã mất nên không dùng được. Chưa có gì thay đổi. Hãy chọn đúng bản của tệp ấy.",
                name=shown_name(source.name),
            )
        ) from wrong


def as_json(checked: Checked) -> dict[str, Any]:
    """For main.py verify-evidence --json."""
    return {
        "contents": checked.contents,
        "bytes": checked.size,
        "quick": checked.quick,
        "sidecars_written": checked.repaired,
        "findings": [
            {
                "kind": finding.kind,
                "sentence": finding.sentence,
                "sha256": finding.sha256,
                "path": str(finding.path),
                "bytes": finding.size,
                "documents": [
                    {
                        "year": named.year,
                        "code": named.code,
                        "title": named.title,
                        "original_name": named.original_name,
                        "trashed": named.trashed,
                    }
                    for named in finding.documents
                ],
            }
            for finding in checked.findings
        ],
    }


def lines(checked: Checked) -> list[str]:
    """Every finding as a line of text, for a list that is saved and for the command line."""
    told = []
    for finding in checked.findings:
        told.append(f"{_(KINDS[finding.kind])}: {finding.sentence}")
        told += [f"  {name_of(named)}" for named in finding.documents]
        if finding.sha256:
            told.append(f"  SHA-256 {finding.sha256}")
        told.append(f"  {finding.path}")
    return told


def write_list(checked: Checked, path: Path) -> None:
    """Write the result as text. Raises OSError with an old file intact."""
    write_file(path, ("\ufeff" + "\r\n".join([checked.summary(), "", *lines(checked), ""])).encode())


def name_of(named: Named) -> str:
    """ "H1.2.3.01 – Báo cáo … (bc 15.pdf), năm 2025": a document that names a content."""
    words = " – ".join(part for part in (named.code or _("Chờ xếp"), named.title) if part)
    told = _("{words} ({name}), năm {year}", words=words, name=named.original_name, year=named.year)
    return _("{told}, trong thùng rác", told=told) if named.trashed else told


class _Naming:
    """Finds who names a content; the codes of a year are read once."""

    def __init__(self, db: Connection, folder: Path) -> None:
        self._db = db
        self.folder = folder
        self._places: dict[int, dict[int, Place]] = {}

    def lost(self, sha256: str, size: int, found: int | None) -> Finding:
        """A content that is not there, or not of its size."""
        if found is None:
            return self.finding("missing", sha256, size, _("Không thấy tệp {size} trong kho.", size=size_words(size)))
        said = _("Tệp có {found} byte, lẽ ra phải có {size} byte.", found=found, size=size)
        return self.finding("damaged", sha256, size, said)

    def finding(self, kind: Kind, sha256: str, size: int, said: str) -> Finding:
        documents = tuple(self._named(found, sha256) for found in with_content(self._db, sha256))
        path = store.path_of(self.folder, sha256)
        return Finding(kind=kind, path=path, sentence=said, sha256=sha256, size=size, documents=documents)

    def _named(self, found: Evidence, sha256: str) -> Named:
        year = get(self._db, Cycle, found.cycle_id).year
        if year not in self._places:
            self._places[year] = places(self._db, year)
        versions = [one for one in versions_of(self._db, found.id) if one.sha256 == sha256]
        return Named(
            evidence_id=found.id,
            year=year,
            code=code(found, self._places[year].get(found.id)),
            title=found.title,
            original_name=shown_name(versions[0].original_name),
            trashed=bool(found.trashed_at),
        )


def _read(naming: _Naming, known: Mapping[str, int], whole: Sequence[str], report: Report) -> Iterator[Finding]:
    """Read every content from the disk itself and compare it with its name."""
    pace = Pace(report, _("Đang kiểm tra"), len(whole), sum(known[sha] for sha in whole))
    paths = [store.path_of(naming.folder, sha) for sha in whole]
    for sha, answer in zip(whole, store.digests(paths, pace.count, from_medium=True), strict=True):
        pace.file_done()
        if isinstance(answer, OSError):
            said = _("Không đọc được tệp ({why}).", why=cause(answer))
            yield naming.finding("damaged", sha, known[sha], said)
        elif answer != sha:
            said = _("Nội dung tệp đã khác lúc nhận: SHA-256 nay là {found}…", found=answer[:16])
            yield naming.finding("damaged", sha, known[sha], said)


def _beside(db: Connection, data_folder: Path, *, alone: bool) -> Iterator[Finding]:
    """What no document names, what does not fit the documents, what was half copied."""
    folder = store_folder(data_folder)
    for key, documents in sorted(unlisted(db, data_folder).items()):
        said = _(
            "Hồ sơ “{title}” có trong tệp mô tả mà không có trong dữ liệu (có thể do dùng lại bản sao lưu cũ). "
            "Lệnh main.py rebuild lấy lại được.",
            title=shown_name(str(documents[0].get("title", ""))),
        )
        sha256 = key if len(key) == 64 else ""
        yield Finding(kind="unlisted", path=evidence_sidecars.sidecar_path(folder, key), sentence=said, sha256=sha256)
    for one in unused(db, data_folder):
        names = ", ".join(one.names) or _("không rõ tên")
        said = _("{size}, {names}: không hồ sơ nào dùng.", size=size_words(one.size), names=names)
        path = store.path_of(folder, one.sha256)
        yield Finding(kind="unused", path=path, sentence=said, sha256=one.sha256, size=one.size)
    keys = evidence_sidecars.all_keys(db, folder)
    for key, wrong, _wanted in evidence_sidecars.differences(db, data_folder, keys):
        said = {
            "missing": _("Thiếu tệp mô tả."),
            "damaged": _("Tệp mô tả bị hỏng."),
            "outdated": _("Tệp mô tả chưa theo kịp dữ liệu."),
        }[wrong]
        yield Finding(kind="sidecar", path=evidence_sidecars.sidecar_path(folder, key), sentence=said)
    for path in _half_copies(folder, alone=alone):
        yield Finding(kind="unfinished", path=path, sentence=_("Tệp chép dở, không thuộc hồ sơ nào; xóa được."))
    for path in _strangers(folder):
        said = _("Không do chương trình đặt vào đây, hoặc đã bị chuyển nhầm thư mục. Chương trình để yên tệp này.")
        yield Finding(kind="stranger", path=path, sentence=said)


def _strangers(folder: Path) -> list[Path]:
    """What lies among the contents and is neither one, nor what stands beside one, nor a half copy of either."""
    found = (path for path in folder.glob("[!_.]*/*") if not path.name.startswith("."))
    return sorted(path for path in found if not (_OURS.fullmatch(path.name) and path.name[:2] == path.parent.name))


def _half_copies(folder: Path, *, alone: bool) -> list[Path]:
    return [path for path in store.half_copies(folder) if alone or path.name.endswith(".tmp")]


def _repair(db: Connection, data_folder: Path, *, alone: bool) -> int:
    written = evidence_sidecars.write_all(db, data_folder)
    for path in _half_copies(store_folder(data_folder), alone=alone):
        path.unlink(missing_ok=True)
    return written
