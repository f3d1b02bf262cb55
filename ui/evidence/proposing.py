"""Reads the words of a document's file again and proposes the fields of its record; a person takes them, one or all."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from dvcq_desktop import troubles
from dvcq_desktop.dates import short_date
from dvcq_desktop.evidence_content import checked_path
from dvcq_desktop.evidence_files import EvidenceFile
from dvcq_desktop.looking.looker import Looker
from dvcq_desktop.looking.proposals import propose_from
from dvcq_desktop.office import Connection
from ui.desk import Desk
from ui.jobs import Progress, run_in_background

_LETTERS = 200_000  # the first page says what a paper is, the last who signed it
_NONE = "Không tìm thấy chữ nào trong tệp để đề xuất (có thể là bản quét hoặc ảnh). Hãy nhìn ảnh trang và gõ vào các ô."


class Proposing(QObject):
    """The answer for the newest question counts; each reading has a looking process of its own, ended with it."""

    proposed = Signal(int, dict)  # id of the document; field: value as a person would type it
    failed = Signal(int, str)  # id of the document, why nothing is proposed

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._newest = 0  # id of the version asked for last

    def read(self, found: EvidenceFile) -> None:
        """Read a version beside the window."""
        self._newest = found.id
        folder = self._desk.office.folder

        def work(_db: Connection, _progress: Progress) -> dict[str, str]:
            return values_from(folder, found)

        run_in_background(self._desk, work, partial(self._on_read, found), partial(self._on_failed, found))

    def _on_read(self, found: EvidenceFile, values: dict[str, str]) -> None:
        if found.id != self._newest:
            return
        if values:
            self.proposed.emit(found.evidence_id, values)
        else:
            self.failed.emit(found.evidence_id, _NONE)

    def _on_failed(self, found: EvidenceFile, trouble: BaseException) -> None:
        sentence = troubles.sentence(trouble)
        if sentence is None:
            raise trouble
        if found.id == self._newest:
            self.failed.emit(found.evidence_id, sentence)


def values_from(data_folder: Path, found: EvidenceFile) -> dict[str, str]:
    """What a version says of itself, by field; nothing where it has no words. Raises RuleBroken with a sentence, OSError."""
    path = checked_path(data_folder, found)
    looker = Looker()
    try:
        text = looker.text(path, _LETTERS)
    finally:
        looker.close()
    made = propose_from(text)
    values = {
        "kind": made.kind,
        "reference": made.reference,
        "issued_on": short_date(made.issued_on),
        "issuer": made.issuer,
        "title": made.title,
        "signer": made.signer,
        "page_count": str(made.page_count or ""),
    }
    return {name: value for name, value in values.items() if value}
