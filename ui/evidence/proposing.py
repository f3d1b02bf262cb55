"""Reads the words of a document's file again and proposes the fields of its record; a person takes them, one or all."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from dvcq_desktop import troubles
from dvcq_desktop.dates import short_date
from dvcq_desktop.evidence import change_evidence
from dvcq_desktop.evidence_content import checked_path
from dvcq_desktop.evidence_files import EvidenceFile
from dvcq_desktop.looking.looker import Looker
from dvcq_desktop.looking.proposals import propose_from
from dvcq_desktop.office import Connection
from ui.desk import Desk
from ui.evidence.record_form import RecordForm
from ui.jobs import Progress, Stopped, run_in_background

_LETTERS = 200_000  # the first page says what a paper is, the last who signed it
_NONE = "Không tìm thấy chữ nào trong tệp để đề xuất (có thể là bản quét hoặc ảnh). Hãy nhìn ảnh trang và gõ vào các ô."


class Proposing(QObject):
    """Fills the proposals of a form; the newest reading counts, each has a looking process of its own, ended with it."""

    ended = Signal()  # a reading is over: proposals stand in the form, or a sentence why there are none

    def __init__(self, desk: Desk, form: RecordForm) -> None:
        super().__init__(form)
        self._desk, self._form = desk, form
        self._file: EvidenceFile | None = None
        self._reading = 0  # id of the version read last
        form.wanted.connect(self.read)
        form.taken.connect(self.take)
        form.all_taken.connect(self.take_all)

    def show_file(self, found: EvidenceFile | None) -> None:
        """The version whose words are read when they are wanted."""
        self._file = found

    def read(self) -> None:
        """Read the version in hand beside the window."""
        found = self._file
        if found is None:
            return
        self._form.flush()
        self._form.say("Đang đọc…")
        self._reading = found.id
        folder = self._desk.office.folder

        def work(_db: Connection, _progress: Progress) -> dict[str, str]:
            return values_from(folder, found)

        run_in_background(self._desk, work, partial(self._on_read, found), partial(self._on_failed, found))

    def take(self, field: str) -> None:
        """Accept the proposal of one field."""
        values = self._form.proposed()
        self._take({field: values[field]} if field in values else {})

    def take_all(self) -> None:
        self._take(self._form.proposed())

    def _take(self, values: dict[str, str]) -> None:
        if self._file is not None and values:
            label = f"Nhận {len(values)} đề xuất từ nội dung tệp"
            rest = {name: value for name, value in self._form.proposed().items() if name not in values}
            if self._desk.attempt(label, change_evidence, self._file.evidence_id, **values):
                self._form.propose(rest)

    def _on_read(self, found: EvidenceFile, values: dict[str, str]) -> None:
        if self._still(found):
            self._form.propose(values) if values else self._form.say(_NONE)
            self.ended.emit()

    def _on_failed(self, found: EvidenceFile, trouble: BaseException) -> None:
        if isinstance(trouble, Stopped):
            return
        sentence = troubles.sentence(trouble)
        if sentence is None:
            raise trouble
        if self._still(found):
            self._form.say(sentence)
            self.ended.emit()

    def _still(self, found: EvidenceFile) -> bool:
        """Whether the answer is for the document in hand and the newest question."""
        here = self._file is not None and self._file.evidence_id == found.evidence_id
        return here and found.id == self._reading


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
