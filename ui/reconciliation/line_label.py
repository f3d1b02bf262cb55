"""THE reconciliation line: 94,00 − 78,50 = 15,50 = Σ 6,00 + còn 9,50 chưa giải thích, red until nothing is left."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

from dvcq_desktop.points import format_points
from dvcq_desktop.reconciliation import Line
from ui.widgets.tables import mark_colour


def line_parts(line: Line) -> list[tuple[str, str]]:
    """The line in parts, each with its mark ("", "bad", "good"); the sign and the word say what the colour says."""
    if line.difference is None:
        known = " ".join(
            words
            for words in (
                f"tự chấm {format_points(line.self_points)};" if line.self_points is not None else "",
                f"thẩm định {format_points(line.appraised_points)};" if line.appraised_points is not None else "",
            )
            if words
        )
        return [(f"● {known} chưa đủ hai bên điểm để đối chiếu".replace("  ", " "), "warn")]
    both = f"{format_points(line.self_points)} − {format_points(line.appraised_points)}"
    parts = [(f"{both} = {format_points(line.difference)} = Σ {format_points(line.explained)}", "")]
    if line.converted:
        parts.append((f" + {format_points(line.converted)} do quy đổi, làm tròn", ""))
    rest = line.unexplained or 0
    if rest > 0:
        parts.append((f" + ▲ còn {format_points(rest)} chưa giải thích", "bad"))
    elif rest < 0:
        parts.append((f" − ▲ giải thích thừa {format_points(-rest)}", "bad"))
    else:
        parts.append(("  ✓ đã giải thích hết", "good"))
    if line.pending:
        parts.append((f" · ● {line.pending} nội dung chưa có đủ hai bên điểm", "warn"))
    if line.without_points:
        parts.append((f" · ● {line.without_points} khoản trừ chưa rõ điểm", "warn"))
    return parts


class LineLabel(QLabel):
    """One line, with the colours of the palette in use."""

    def __init__(self) -> None:
        super().__init__()
        self._line: Line | None = None
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_line(self, line: Line) -> None:
        self._line = line
        self._draw()

    def words(self) -> str:
        """What it says, without colours."""
        return "".join(text for text, _mark in line_parts(self._line)) if self._line else ""

    def minimumSizeHint(self) -> QSize:
        return QSize(120, super().minimumSizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange) and self._line is not None:
            self._draw()

    def _draw(self) -> None:
        if self._line is None:
            return
        html = ""
        for text, mark in line_parts(self._line):
            shown = text.replace(" ", "&nbsp;")
            html += f'<span style="color: {mark_colour(mark, self.palette()).name()}">{shown}</span>' if mark else shown
        if html != self.text():
            self.setText(html)
        self.setToolTip(self.words())
        self.setAccessibleName(self.words())
