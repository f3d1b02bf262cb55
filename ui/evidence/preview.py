"""Shows a file of evidence without opening it in any other program: pages, pictures, lines of text, or why it is not shown."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QFont, QHideEvent, QKeySequence, QShortcut, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QLabel, QStackedWidget, QTextEdit, QVBoxLayout, QWidget

from dvcq_desktop.evidence_files import EvidenceFile
from dvcq_desktop.looking.answers import Lines
from dvcq_desktop.looking.kinds import FileKind
from ui.evidence.look_thread import Look, LookThread
from ui.widgets.paper import PaperView
from ui.widgets.paper_sheets import GAP
from ui.widgets.parts import button

_OPENING = "Đang mở…"
_CUT = "… Tệp còn dài. Hãy mở bằng chương trình của máy để xem hết."
_NOTHING = "Chọn một minh chứng trong danh sách để xem."
_NO_FILE = "Minh chứng này chưa có tệp. Hãy bấm “Thêm tệp…” ở thẻ Tệp bên dưới, hoặc để trống nếu chỉ có bản giấy."


class Preview(QWidget):
    """The newest wish wins; what comes late for an older one is dropped."""

    kind_known = Signal(object)  # FileKind of the file shown
    settled = Signal()  # something stands there now: pages, lines or a sentence

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.looker = LookThread(self)
        self.paper = PaperView(self, self.looker)
        self.paper.sheets.setAccessibleName("Xem trước minh chứng")
        self.text = QTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName("Xem trước minh chứng dạng chữ")
        self.sentence = QLabel(_NOTHING)
        self.sentence.setWordWrap(True)
        self.sentence.setMargin(8)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.sentence.setMinimumSize(40, 40)
        self._number, self._begin = 0, 0
        self._last: Look | None = None
        self._kind: FileKind | None = None
        self._shown: tuple[str, int, str] | None = None
        self.again_button = button("Xem lại", self.again, tip="Mở lại tệp, ví dụ sau khi đã khôi phục")
        self.again_button.hide()
        self.message = QWidget()
        middle = QVBoxLayout(self.message)
        middle.addStretch(1)
        middle.addWidget(self.sentence)
        middle.addWidget(self.again_button, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(1)
        self.stack = QStackedWidget()
        for widget in (self.message, self.paper, self.text):
            self.stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self._connect()

    def _connect(self) -> None:
        post = self.looker.post
        post.begins.connect(self._on_begins)
        post.lined.connect(self._on_lines)
        post.refused.connect(self._on_refused)
        post.known.connect(self._on_known)
        self.paper.shown.connect(self._on_shown)
        self.paper.failed.connect(self._on_failed)
        for keys, slot in (("PgDown", self.next_page), ("PgUp", self.page_before)):
            turn = QShortcut(QKeySequence(keys), self.paper)
            turn.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            turn.activated.connect(slot)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.stop)

    # What is shown

    def show_file(self, data_folder: Path, found: EvidenceFile, page: int = 1) -> None:
        """Look into a version, from a page on; the file that is shown already stays as it is."""
        wanted = (found.sha256, page, found.original_name)
        before, self._shown = self._shown, wanted
        if before is not None and before[::2] == wanted[::2]:  # by another name it may be another danger
            if self._kind is not None:
                self.kind_known.emit(self._kind)
            if before != wanted:
                self._begin = page - 1
                self.paper.sheets.look_at(self._begin)
            return
        self._last = Look(data_folder=data_folder, file=found, page=max(1, page), width=self._pixels())
        self._open(self._last)

    def again(self) -> None:
        """Look anew, whatever was found before (a file was put back)."""
        if self._last is not None:
            self._open(self._last)

    def _open(self, look: Look) -> None:
        self._kind = None
        self._say(_OPENING)
        self._number = self.paper.sheets.show_paper(look, {})

    def _pixels(self) -> int:
        """How wide a page will be drawn where it fits the width."""
        bar = self.paper.sheets.verticalScrollBar().sizeHint().width()
        return max(200, round((self.width() - bar - 2 * GAP) * self.devicePixelRatioF()))

    def show_nothing(self, *, chosen: bool = False) -> None:
        """No file; chosen: there is a record, which has none."""
        self._shown = None
        self.looker.forget()
        self._number, self._last = -1, None
        self.paper.clear()
        self._say(_NO_FILE if chosen else _NOTHING)

    def waiting(self) -> bool:
        """Whether a file is still being opened."""
        return self.stack.currentWidget() is self.message and self.sentence.text() == _OPENING

    def page_count(self) -> int:
        """Pages of what is shown; 0 where it has none."""
        return self.paper.page_count() if self.stack.currentWidget() is self.paper else 0

    def next_page(self) -> None:
        """PgDn: the top of the next page."""
        self._turn(1)

    def page_before(self) -> None:
        self._turn(-1)

    def _turn(self, step: int) -> None:
        sheets = self.paper.sheets
        sheets.look_at(min(max(0, sheets.page_in_sight() + step), max(0, sheets.page_count() - 1)))

    def stop(self) -> None:
        """End the thread and its process (the program is about to end)."""
        self.looker.stop()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.looker.rest()

    def _say(self, sentence: str) -> None:
        self.sentence.setText(sentence)
        self.again_button.hide()
        self.stack.setCurrentWidget(self.message)

    # What was found

    def _on_known(self, number: int, kind: FileKind) -> None:
        if number == self._number:
            self._kind = kind
            self.kind_known.emit(kind)

    def _on_begins(self, number: int, page: int) -> None:
        if number == self._number:
            self._begin = page

    def _on_shown(self) -> None:
        """The new sheets lie there: until now no sheet of the file before was in sight."""
        if self._number > 0 and self.waiting():
            self.stack.setCurrentWidget(self.paper)
            self.paper.sheets.look_at(self._begin)
            self.settled.emit()

    def _on_lines(self, number: int, lines: Lines) -> None:
        if number != self._number:
            return
        self.text.clear()
        self._write(lines)
        self.stack.setCurrentWidget(self.text)
        self.settled.emit()

    def _on_refused(self, number: int, sentence: str, may_go_better: bool) -> None:
        if number == self._number:
            self._say(sentence)
            self.again_button.setVisible(may_go_better)
            self.settled.emit()

    def _on_failed(self, sentence: str) -> None:
        if self.waiting():
            self._say(sentence)
            self.settled.emit()

    def _write(self, lines: Lines) -> None:
        """Lines as plain words: nothing of a foreign file is read as HTML."""
        plain, strong = QTextCharFormat(), QTextCharFormat()
        strong.setFontWeight(QFont.Weight.DemiBold)
        cursor = QTextCursor(self.text.document())
        cursor.beginEditBlock()
        for place, line in enumerate(lines.lines):
            if place:
                cursor.insertBlock()
            words = "  │  ".join(line.cells) if line.kind == "row" else line.text
            cursor.insertText(
                f"▪ {words}" if line.kind == "part" else words, plain if line.kind in ("text", "row") else strong
            )
        if lines.cut:
            cursor.insertBlock()
            cursor.insertText(_CUT, strong)
        cursor.endEditBlock()
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
