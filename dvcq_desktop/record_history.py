"""History of a record in sentences, from the journal: which field went from what to what, who did it and when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db import journal
from db.connection import Connection
from dvcq_desktop.assignments import ROLE_WORDS, Assignment
from dvcq_desktop.dates import short_date
from dvcq_desktop.deadlines import Extension, period_words_of
from dvcq_desktop.evidence import STATES as EVIDENCE_STATES
from dvcq_desktop.evidence import Evidence
from dvcq_desktop.evidence_files import EvidenceFile
from dvcq_desktop.evidence_links import EvidenceLink
from dvcq_desktop.looking.names import shown_name
from dvcq_desktop.periods import period_words
from dvcq_desktop.points import format_points
from dvcq_desktop.progress import STATES, Progress
from dvcq_desktop.records import Record, columns
from dvcq_desktop.tasks import Task
from dvcq_desktop.texts import _

LONGEST = 120  # letters of a value shown; the record itself holds the rest


@dataclass(frozen=True, kw_only=True)
class HistoryLine:
    """One change told: when, by whom, in which operation, and its sentences."""

    at: str  # "16/09/2025 10:42"
    who: str
    label: str
    sentences: tuple[str, ...]
    taken_back: bool = False

    @property
    def text(self) -> str:
        said = "; ".join(self.sentences)
        line = _("{at}, {who}: {said}", at=self.at, who=self.who, said=said)
        return line + _(" (đã hoàn tác)") if self.taken_back else line


def history_of(db: Connection, record: type[Record], row_id: int) -> list[HistoryLine]:
    """Every change of one record, newest first, its fields under the titles they have on screen."""
    return [_line(db, change, record) for change in journal.history(db, record.TABLE, row_id)]


def task_history(db: Connection, task_id: int) -> list[HistoryLine]:
    """A task's own changes with those of its assignments, progress and extensions, newest first."""
    parts: tuple[type[Record], ...] = (Assignment, Progress, Extension)
    told: list[tuple[journal.Change, type[Record]]] = [
        (change, Task) for change in journal.history(db, Task.TABLE, task_id)
    ]
    for part in parts:
        told += [(change, part) for change in journal.history_of_parts(db, part.TABLE, "task_id", task_id)]
    return [_line(db, change, record) for change, record in sorted(told, key=lambda pair: -pair[0].id)]


def evidence_history(db: Connection, evidence_id: int) -> list[HistoryLine]:
    """A document's own changes with those of its files and of what it proves, newest first."""
    told: list[tuple[journal.Change, type[Record]]] = [
        (change, Evidence) for change in journal.history(db, Evidence.TABLE, evidence_id)
    ]
    parts: tuple[type[Record], ...] = (EvidenceFile, EvidenceLink)
    for part in parts:
        told += [(change, part) for change in journal.history_of_parts(db, part.TABLE, "evidence_id", evidence_id)]
    return [_line(db, change, record) for change, record in sorted(told, key=lambda pair: -pair[0].id)]


def _line(db: Connection, change: journal.Change, record: type[Record]) -> HistoryLine:
    return HistoryLine(
        at=moment(change.at),
        who=change.who,
        label=change.label,
        sentences=tuple(sentences(db, record, change.before, change.after)) or (change.label,),
        taken_back=change.state != "done",
    )


def moment(iso: str) -> str:
    """ "16/09/2025 10:42" of a moment of the journal."""
    return f"{datetime.fromisoformat(iso):%d/%m/%Y %H:%M}"


def sentences(
    db: Connection, record: type[Record], before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> list[str]:
    """ "Hạn minh chứng: 24/10/2025 → 31/10/2025" for each field that changed; one sentence for a record that came or went."""
    whole = after or before or {}
    if special := _SPECIAL.get(record):
        return special(db, before, after)
    if before is None:
        return [_("thêm “{name}”", name=_name(whole))]
    if after is None:
        return [_("xóa “{name}”", name=_name(whole))]
    return changed_fields(record, before, after)


def changed_fields(record: type[Record], before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The shown fields that differ, each with its title, what it was and what it is."""
    told = []
    for name, shown in columns(record).items():
        if before.get(name) != after.get(name):
            old, new = (value_words(shown.kind, name, row.get(name)) for row in (before, after))
            told.append(_("{field}: {old} → {new}", field=shown.title, old=old, new=new))
    return told


def value_words(kind: str, name: str, value: object) -> str:
    """A stored value as it is shown; “trống” where there is none."""
    if value is None or value == "":
        return _("trống")
    if kind == "date":
        return short_date(str(value))
    if kind == "yes_no":
        return _("có") if value else _("không")
    if kind == "points":
        return format_points(int(str(value)))
    if name == "state":
        return STATES.get(str(value), str(value)).lower()
    text = str(value).replace("\n", " / ")
    return text if len(text) <= LONGEST else text[:LONGEST].rstrip() + "…"


def _name(row: Mapping[str, Any]) -> str:
    text = str(row.get("name") or row.get("text") or row.get("title") or "").split("\n")[0]
    return text if len(text) <= LONGEST else text[:LONGEST].rstrip() + "…"


def _assignment(db: Connection, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[str]:
    row = after or before or {}
    role = ROLE_WORDS.get(row.get("role", "lead"), "").lower()
    who = _actor(db, row)
    if before is None:
        periods = period_words(str(row.get("periods", "")))
        return [_("giao {who} {role}", who=who, role=role) + (f" ({periods})" if periods else "")]
    if after is None:
        return [_("bỏ {who} {role}", who=who, role=role)]
    told = []
    if _actor(db, before) != who:
        told.append(_("{role}: {old} → {new}", role=role, old=_actor(db, before), new=who))
    if before.get("periods") != after.get("periods"):
        old, new = (period_words(str(r.get("periods", ""))) or _("cả năm") for r in (before, after))
        told.append(_("kỳ của {who}: {old} → {new}", who=who, old=old, new=new))
    if after.get("valid_to") and not before.get("valid_to"):
        told.append(_("{who} thôi {role} sau ngày {day}", who=who, role=role, day=short_date(after["valid_to"])))
    return told


def _actor(db: Connection, row: Mapping[str, Any]) -> str:
    names = []
    for table, key in (("unit", row.get("unit_id")), ("official", row.get("official_id"))):
        found = db.execute(f"SELECT name FROM {table} WHERE id = ?", (key or 0,)).fetchone()
        names += [str(found["name"])] if found else []
    return " – ".join(names) or _("(đã xóa)")


def _progress(_db: Connection, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[str]:
    row = after or before or {}
    period = period_words_of(str(row.get("period", "")))
    if after is None:
        return [_("xóa tiến độ kỳ {period}", period=period)]
    told = changed_fields(
        Progress, before or {"state": "not_started", "percent": 0, "period": row.get("period")}, after
    )
    return [_("tiến độ kỳ {period}: {said}", period=period, said=", ".join(told))] if told else []


def _extension(_db: Connection, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[str]:
    row = after or before or {}
    words = _(
        "gia hạn {old} → {new}, lý do: {reason}",
        old=short_date(row.get("old_due")) or _("chưa có hạn"),
        new=short_date(row.get("new_due")),
        reason=row.get("reason", ""),
    )
    return [words if after is not None else _("xóa lần {words}", words=words)]


def _evidence(_db: Connection, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[str]:
    row = after or before or {}
    if before is None:
        return [_("thêm “{name}”", name=_name(row))]
    if after is None:
        return [_("xóa hẳn “{name}”", name=_name(row))]
    told = changed_fields(Evidence, before, after)
    if before.get("state") != after.get("state"):
        old, new = (EVIDENCE_STATES.get(str(r.get("state")), "").lower() for r in (before, after))
        told.append(_("trạng thái: {old} → {new}", old=old, new=new))
    if after.get("review_note") and before.get("review_note") != after.get("review_note"):
        told.append(_("lý do trả lại: {reason}", reason=after["review_note"]))
    if bool(before.get("trashed_at")) != bool(after.get("trashed_at")):
        told.append(_("đưa vào thùng rác") if after.get("trashed_at") else _("lấy lại từ thùng rác"))
    return told


def _evidence_file(_db: Connection, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[str]:
    row = after or before or {}
    name = _(
        "bản {version} “{name}”", version=row.get("version", ""), name=shown_name(str(row.get("original_name", "")))
    )
    if before is None:
        return [_("thêm tệp {name}", name=name)]
    if after is None:
        return [_("bỏ tệp {name}", name=name)]
    return [_("tệp {name}: {said}", name=name, said=", ".join(changed_fields(EvidenceFile, before, after)))]


def _evidence_link(db: Connection, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[str]:
    row = after or before or {}
    name = _proved(db, row)
    if before is None:
        return [_("gắn vào {name}", name=name)]
    if after is None:
        return [_("bỏ khỏi {name}", name=name)]
    if (old := _proved(db, before)) != name:
        return [_("chuyển từ {old} sang {new}", old=old, new=name)]
    return [_("ở {name}: {said}", name=name, said=", ".join(changed_fields(EvidenceLink, before, after)))]


def _proved(db: Connection, row: Mapping[str, Any]) -> str:
    """ "nội dung 1.2", "nhiệm vụ “…”": what a link leads to."""
    if row.get("item_id"):
        found = db.execute(
            "SELECT k.number AS criterion, i.number FROM item i JOIN criterion k ON k.id = i.criterion_id WHERE i.id = ?",
            (row["item_id"],),
        ).fetchone()
        return _("nội dung {code}", code=f"{found['criterion']}.{found['number']}") if found else _("nội dung (đã xóa)")
    task = db.execute("SELECT text FROM task WHERE id = ?", (row.get("task_id") or 0,)).fetchone()
    return _("nhiệm vụ “{name}”", name=_name(dict(task))) if task else _("nhiệm vụ (đã xóa)")


Tell = Callable[[Connection, Mapping[str, Any] | None, Mapping[str, Any] | None], list[str]]
_SPECIAL: dict[type[Record], Tell] = {
    Assignment: _assignment,
    Progress: _progress,
    Extension: _extension,
    Evidence: _evidence,
    EvidenceFile: _evidence_file,
    EvidenceLink: _evidence_link,
}
