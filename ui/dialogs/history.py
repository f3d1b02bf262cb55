"""Lịch sử của bản ghi: who changed what and when, from the journal, newest first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.record_history import HistoryLine
from ui.people.row_table import Col, Row, RowTable, RowView
from ui.screens import room_for

COLS = (
    Col(key="at", title="Lúc", width=22, kind="read"),
    Col(key="who", title="Người làm", width=20, kind="read"),
    Col(key="what", title="Thay đổi", width=70, kind="read"),
)


class HistoryDialog(QDialog):
    """Only read; Ctrl+C copies rows."""

    def __init__(self, title: str, lines: Sequence[HistoryLine], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Lịch sử của bản ghi")
        room = room_for(parent or self)
        self.resize(min(960, room.width() - 60), min(520, room.height() - 80))
        name = QLabel(title)
        name.setWordWrap(True)
        name.setProperty("strong", True)
        self.table = RowTable(COLS, _refuse, self)
        self.view = RowView(self.table, "Lịch sử của bản ghi", "history", _nothing)
        self.table.load([_row(line, place) for place, line in enumerate(lines)])
        self.foot = QLabel(f"{len(lines)} lần thay đổi." if lines else "Chưa có thay đổi nào được ghi lại.")
        self.foot.setProperty("muted", True)
        buttons = QDialogButtonBox()
        buttons.addButton("Đóng", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for widget, stretch in ((name, 0), (self.view, 1), (self.foot, 0), (buttons, 0)):
            column.addWidget(widget, stretch)


def _row(line: HistoryLine, place: int) -> Row:
    said = "; ".join(line.sentences)
    what = f"{said} (đã hoàn tác)" if line.taken_back else said
    tip = f"{line.label}\n" + "\n".join(line.sentences)
    return Row(id=place, texts={"at": line.at, "who": line.who, "what": what}, sorts={"at": (-place,)}, tip=tip)


def _refuse(_row: Row, _key: str, _typed: str) -> None:
    raise RuleBroken("Lịch sử chỉ để xem.")


def _nothing(_key: str) -> list[str]:
    return []
