"""Data that were refused at a start, and the ways on: restore, check and open, salvage, move to a sound place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from dvcq_desktop import rescue, troubles
from ui import ask
from ui.backup import restoring
from ui.jobs import Stopped
from ui.places import usual_folder
from ui.widgets.parts import button
from ui.without_office import Told, carry_out

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class OtherWay:
    """A way on that another part of the program offers (the last good generation of the backups)."""

    title: str  # of its button
    fits: Callable[[Path], bool]  # whether it is offered for a data folder
    take: Callable[[Path, QWidget], bool]  # carry it out; whether the folder is to be opened again


# The first is the one the dialog recommends.
OTHER_WAYS: tuple[OtherWay, ...] = (
    OtherWay(title="Khôi &phục từ bản sao lưu…", fits=restoring.always, take=restoring.take_copy),
)


class DataRefused(QDialog):
    """One sentence and the ways that fit; answers which folder to open now, None where the person left it."""

    def __init__(self, folder: Path, trouble: BaseException, who: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Chưa mở được dữ liệu")
        self.folder, self.who = folder, who
        self.answer: Path | None = None
        self.words = QLabel(troubles.sentence(trouble) or "")
        self.words.setWordWrap(True)
        self.words.setMinimumWidth(self.fontMetrics().averageCharWidth() * 76)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(self.words)
        column.addSpacing(8)
        self.ways: dict[str, QPushButton] = {}
        for title, slot in self._offered(rescue.kind_of(trouble)):
            one = button(title, slot, primary=not self.ways)
            one.setDefault(not self.ways)
            one.setAutoDefault(True)
            self.ways[title.replace("&", "")] = one
            column.addWidget(one)

    def _offered(self, kind: str) -> list[tuple[str, Callable[[], object]]]:
        ways: list[tuple[str, Callable[[], object]]] = []
        if kind == rescue.PLACE:
            ways.append(("&Chép dữ liệu sang ổ đĩa của máy này…", self.move_data))
        elif kind != rescue.CLOSED:
            ways += [(way.title, _Taken(self, way)) for way in OTHER_WAYS if way.fits(self.folder)]
            if kind == rescue.CHANGED:
                ways.append(("&Kiểm tra kỹ rồi mở tệp này", self.accept_file))
            if kind != rescue.LOST:
                ways.append(("Cứu những gì &còn đọc được…", self.salvage))
        ways += [
            ("Mở dữ liệu ở thư mục kh&ác…", self.choose_other),
            ("Mở &thư mục này để xem", self.show_folder),
            ("Đó&ng", self.reject),
        ]
        return ways

    def accept_file(self) -> None:
        """Check the file that is not as it was closed; where nothing is wrong with it, open it."""
        if self._try("Đang kiểm tra tệp dữ liệu…", partial(rescue.accept_changed, self.folder, self.who)):
            self._end(self.folder)

    def salvage(self) -> None:
        """Salvage beside the damaged file, show what came of it, and put it in place where the person wants it."""
        salvaged = self._try("Đang đọc những gì còn đọc được…", partial(rescue.salvage_in_place, self.folder, self.who))
        if not salvaged:
            return
        told = rescue.salvage_sentences(salvaged[0])
        detail = "\n".join([*told[:14], *(["…"] if len(told) > 14 else [])])
        sentence = "Đã cứu được dữ liệu sang một tệp mới. Tệp hỏng vẫn được giữ lại bên cạnh."
        if (
            ask.choose(self, "Kết quả cứu dữ liệu", sentence, ["&Dùng bản cứu được"], detail=detail, stay="&Chưa dùng")
            == 0
        ):
            rescue.use_salvaged(self.folder, self.who)
            self._end(self.folder)
            return
        self.words.setText(
            f"Bản cứu được nằm ở {self.folder / rescue.SALVAGED}, chưa thay vào chỗ tệp hỏng; tệp hỏng còn nguyên. Nếu có bản sao "
            "lưu, hãy khôi phục từ đó trước. Muốn dùng bản cứu được, bấm “Cứu những gì còn đọc được…” lần nữa."
        )
        self.adjustSize()

    def move_data(self) -> None:
        """Copy the office to this PC's disk and open it there; the old folder stays."""
        chosen = ask.choose_folder(self, "Chọn thư mục trống trên ổ đĩa của máy này", str(usual_folder().parent))
        if chosen is None:
            return
        target = chosen / self.folder.name if chosen.exists() and any(chosen.iterdir()) else chosen
        if self._try("Đang chép dữ liệu…", partial(rescue.move_office, self.folder, target, self.who)):
            self._end(target)

    def choose_other(self) -> None:
        chosen = ask.choose_folder(self, "Chọn thư mục dữ liệu", str(self.folder.parent))
        if chosen is not None:
            self._end(chosen)

    def show_folder(self) -> None:
        ask.open_folder(self.folder)

    def take(self, way: OtherWay) -> None:
        if way.take(self.folder, self):
            self._end(self.folder)

    def _end(self, folder: Path) -> None:
        self.answer = folder
        self.accept()

    def _try(self, sentence: str, work: Callable[[Told], T]) -> list[T]:
        """What the work answers, alone in a list; trouble becomes the sentence of the dialog, and the list empty."""
        try:
            return [carry_out(self, self.windowTitle(), sentence, work)]
        except Stopped:
            return []
        except Exception as trouble:
            said = troubles.sentence(trouble)
            if said is None:
                raise
            self.words.setText(said)
            self.adjustSize()
            return []


class _Taken:
    """Calls one of the other ways."""

    def __init__(self, dialog: DataRefused, way: OtherWay) -> None:
        self._dialog, self._way = dialog, way

    def __call__(self) -> None:
        self._dialog.take(self._way)


def offer_ways(folder: Path, trouble: BaseException, who: str, parent: QWidget | None) -> Path | None:
    """Ask how to go on; which folder to open now."""
    dialog = DataRefused(folder, trouble, who, parent)
    ask.show_dialog(dialog)
    answer = dialog.answer
    dialog.deleteLater()
    return answer
