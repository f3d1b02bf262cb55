"""The ways files come onto the page: chosen, dropped, pasted, scanned; each ends in Taking."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QObject
from PySide6.QtGui import QAction, QImage, QImageWriter
from PySide6.QtWidgets import QMenu, QPushButton

from dvcq_desktop.evidence import evidence_name
from dvcq_desktop.intake import Source
from ui import ask, clipboard
from ui.desk import Desk
from ui.evidence.commands import item_code
from ui.evidence.mime import PROMISED, files_in, promised
from ui.evidence.scan_watch import ScanWatch, files_of, scan_watch_of
from ui.evidence.taking import Taking, Wanted, taking_of
from ui.evidence.tree_model import Node
from ui.user_settings import UserSettings
from ui.widgets.actions import add_actions
from ui.widgets.parts import set_icon

if TYPE_CHECKING:
    from ui.pages.evidence import EvidencePage

_FILTERS = "Mọi tệp (*)"


class _Png:
    """A pasted picture, drawn into a file's bytes when its turn comes, beside the window."""

    def __init__(self, picture: QImage) -> None:
        self._picture = picture

    def __call__(self) -> bytes:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, b"png").write(self._picture)
        return bytes(buffer.data().data())


class Bringing(QObject):
    """Its actions stand in the page's menu."""

    def __init__(self, desk: Desk, page: EvidencePage, settings: UserSettings) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self.taking: Taking = taking_of(desk)
        self.watch: ScanWatch = scan_watch_of(desk, settings)
        self.actions_by_key: dict[str, QAction] = add_actions(
            page,
            (
                ("files", "Thêm tệp…", "Ctrl+N", self.choose_files),
                ("folder", "Thêm thư mục…", "", self.choose_folder),
                ("paste", "Dán tệp hoặc ảnh", "Ctrl+V", self.paste),
                ("scan", "Thư mục quét…", "", self.choose_scan_folder),
                ("scan_stop", "Thôi theo dõi thư mục quét", "", self.stop_scanning),
            ),
        )

    def folders_button(self) -> QPushButton:
        """A button whose menu has the ways to bring many files at once."""
        made = QPushButton("Thư mục")
        made.setToolTip("Thêm cả thư mục, hoặc theo dõi thư mục máy quét ghi vào")
        set_icon(made, "action-open-folder")
        menu = QMenu(made)
        for key in ("folder", "scan", "scan_stop"):
            menu.addAction(self.actions_by_key[key])
        made.setMenu(menu)
        return made

    def show_state(self, *, locked: bool) -> None:
        """Offer what can be done now."""
        self.actions_by_key["scan_stop"].setEnabled(self.watch.folder is not None)
        for key in ("files", "folder", "paste"):
            self.actions_by_key[key].setEnabled(not locked)

    def menu(self) -> QMenu:
        """For the line of the tree in hand."""
        menu = QMenu(self._page)
        for key in ("files", "folder", "paste"):
            menu.addAction(self.actions_by_key[key])
        if self._page.node is not None and self._page.node.item_id:
            menu.addSeparator()
            menu.addAction("Đến phần tự chấm của nội dung này", self._page.to_scores)
        return menu

    def choose_files(self) -> None:
        if self._ready():
            self.take(ask.open_files(self._page, "Thêm tệp làm minh chứng", _FILTERS), self._page.node)

    def choose_folder(self) -> None:
        """Everything inside a folder, whatever its depth; hidden and system files are left out and named."""
        folder = ask.choose_folder(self._page, "Thêm mọi tệp trong thư mục") if self._ready() else None
        if folder is not None:
            self.take([folder], self._page.node)

    def paste(self) -> None:
        """Files or a picture; words, addresses and names of files are only words and open nothing."""
        if not self._ready():
            return
        if files := files_in(clipboard.offered()):
            self.take(files, self._page.node)
            return
        picture = clipboard.picture()
        if picture.isNull():
            self._desk.refused.emit(
                PROMISED
                if promised(clipboard.offered())
                else "Không có tệp hay ảnh nào để dán. Hãy chép tệp ở cửa sổ thư mục, hoặc chụp màn hình, rồi dán lại."
            )
            return
        name = f"ảnh dán {datetime.now().astimezone():%Y-%m-%d %H.%M.%S}.png"
        pasted = Source(name=name, size=picture.sizeInBytes() // 4, made=_Png(picture))
        self._start(self._page.node, pasted=(pasted,))

    def take(self, paths: Sequence[Path], node: Node | None) -> None:
        """Take files and folders in; on an item of the tree they prove it, elsewhere they wait to be sorted."""
        if paths and self._ready():
            self._start(node, paths=tuple(paths))

    def drop_on_line(self, key: str, paths: list[Path]) -> None:
        self.take(paths, self._page.tree.named(key))

    def drop_on_document(self, evidence_id: int, paths: Sequence[Path]) -> None:
        """Files on a row: one file may be a new version of it, which is asked; several are new documents."""
        row = self._page.model.row_of(evidence_id) if evidence_id else None
        if row is None or len(paths) != 1 or paths[0].is_dir() or row.evidence.trashed_at:
            self.take(paths, self._page.node)
            return
        way = ask.choose(
            self._page,
            "Thêm tệp",
            f"Tệp “{paths[0].name}” là gì?",
            ("Bản mới của văn bản này", "Văn bản mới"),
            detail=f"Văn bản đang chỉ vào: {evidence_name(row.evidence)}. Bản cũ luôn được giữ lại.",
        )
        if way == 0:
            self.replace(evidence_id, paths[0])
        elif way == 1:
            self.take(paths, self._page.node)

    def replace(self, evidence_id: int, path: Path) -> None:
        """A new version of a document's file."""
        year = self._desk.year
        if year is not None:
            self.taking.start(Wanted(year=year, paths=(path,), replaces=evidence_id))

    def choose_scan_folder(self) -> None:
        """Watch the folder a scanner writes to; what lies there already is taken only if wanted."""
        folder = ask.choose_folder(self._page, "Thư mục máy quét ghi vào", str(self.watch.folder or ""))
        if folder is None:
            return
        if _inside(folder, self._desk.office.folder):
            self._desk.refused.emit(
                "Thư mục này nằm trong thư mục dữ liệu của chương trình. Hãy chọn thư mục máy quét ghi vào."
            )
            return
        try:
            there = files_of(folder)
        except OSError:
            self._desk.refused.emit(f"Không đọc được thư mục {folder}. Chưa có gì thay đổi. Hãy chọn thư mục khác.")
            return
        way: int | None = 0
        if there:
            way = ask.choose(
                self._page,
                "Thư mục quét",
                f"Trong thư mục này đã có {len(there)} tệp.",
                ("Nhận cả các tệp đã có", "Chỉ nhận tệp mới từ bây giờ"),
                detail="Tệp gốc luôn ở nguyên chỗ cũ.",
            )
        if way is None:
            return
        self.watch.watch(folder, passed_over=there if way == 1 else frozenset())
        self._desk.told.emit(f"Từ nay tệp quét vào {folder} sẽ tự vào Chờ xếp.", False)

    def stop_scanning(self) -> None:
        self.watch.watch(None)
        self._desk.told.emit("Đã thôi theo dõi thư mục quét.", False)

    def scan_words(self) -> str:
        """What stands at the foot of the page about the scan folder."""
        if self.watch.folder is None:
            return ""
        return f"▲ {self.watch.trouble}" if self.watch.trouble else f"Đang theo dõi thư mục quét {self.watch.folder}"

    def _start(self, node: Node | None, *, paths: tuple[Path, ...] = (), pasted: tuple[Source, ...] = ()) -> None:
        proof = node.proof if node else None
        year = self._desk.year
        if year is not None:
            self.taking.start(
                Wanted(
                    year=year,
                    paths=paths,
                    pasted=pasted,
                    item_ids=(proof.item.id,) if proof else (),
                    place=f"nội dung {item_code(proof)}" if proof else "",
                )
            )

    def _ready(self) -> bool:
        if self._desk.year is None:
            self._desk.refused.emit("Chưa có năm nào. Hãy mở năm ở trang Kế hoạch trước khi thêm minh chứng.")
        elif self._page.locked:
            self._desk.refused.emit(f"Năm {self._desk.year} đã khóa nên không thêm minh chứng được.")
        else:
            return True
        return False


def _inside(folder: Path, office: Path) -> bool:
    return folder.resolve() == office.resolve() or office.resolve() in folder.resolve().parents
