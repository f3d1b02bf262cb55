"""Real files of many kinds, real drops and the page of evidence shown: what the tests of that page share."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from dvcq_desktop import evidence, evidence_rows
from dvcq_desktop.evidence_rows import EvidenceRow
from ui.pages.evidence import EvidencePage

PDF = b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)
JPEG = b"\xff\xd8\xff\xe0" + bytes(60)


def zipped(path: Path, part: str) -> Path:
    whole = "application/vnd.openxmlformats-officedocument."
    kind = {".docx": "wordprocessingml.document.main+xml", ".xlsx": "spreadsheetml.sheet.main+xml"}[path.suffix]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "[Content_Types].xml", f'<Types><Override PartName="/{part}" ContentType="{whole}{kind}"/></Types>'
        )
        archive.writestr(part, f"<x>{path.name}</x>")
    return path


def many_kinds(folder: Path) -> list[Path]:
    """40 files as they come by Zalo and USB, none of them dangerous, no two alike."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for number in range(10):
        made.append(folder / f"Báo cáo số {number}.pdf")
        made[-1].write_bytes(PDF + str(number).encode())
        made.append(folder / f"IMG_{number:04}.JPG")
        made[-1].write_bytes(JPEG + str(number).encode())
        made.append(folder / f"ảnh {number}.png")
        made[-1].write_bytes(PNG + str(number).encode())
    made += [zipped(folder / f"van ban {n}.docx", "word/document.xml") for n in range(3)]
    made += [zipped(folder / f"bang {n}.xlsx", "xl/workbook.xml") for n in range(2)]
    for name, content in (
        ("ghi chú.txt", "Họp thôn".encode()),
        ("cu.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("nen.rar", b"Rar!\x1a\x07\x00" + bytes(30)),
        ("phim.mp4", b"\0\0\0\x18ftypmp42" + bytes(200)),
        ("iPhone.HEIC", b"\0\0\0\x18ftypheic" + bytes(200)),
    ):
        made.append(folder / name)
        made[-1].write_bytes(content)
    assert len(made) == 40
    return made


def files_mime(paths: Sequence[Path]) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def drop(target: QWidget, mime: QMimeData, at: QPoint | None = None) -> bool:
    """Drag onto a widget and let go; whether it took the drop."""
    place = at or target.rect().center()
    actions = Qt.DropAction.CopyAction | Qt.DropAction.LinkAction
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    view = target.parentWidget()
    receiver = view if isinstance(view, QAbstractItemView) and view.viewport() is target else target
    enter = QDragEnterEvent(place, actions, mime, buttons, keys)
    receiver.dragEnterEvent(enter)
    if isinstance(receiver, QAbstractItemView):
        move = QDragMoveEvent(place, actions, mime, buttons, keys)
        receiver.dragMoveEvent(move)
        if not move.isAccepted():
            return False
    elif not enter.isAccepted():
        return False
    done = QDropEvent(QPointF(place), actions, mime, buttons, keys)
    receiver.dropEvent(done)
    return done.isAccepted()


def drop_on_line(page: EvidencePage, key: str, mime: QMimeData) -> bool:
    index = page.tree.index_of(key)
    assert index.isValid(), key
    page.tree_view.scrollTo(index)
    return drop(page.tree_view.viewport(), mime, page.tree_view.visualRect(index).center())


def drop_on_row(page: EvidencePage, place: int, mime: QMimeData) -> bool:
    index = page.model.index(place, 0)
    page.view.scrollTo(index)
    return drop(page.view.viewport(), mime, page.view.visualRect(index).center())


def settle(qtbot, page: EvidencePage) -> None:
    """Wait until nothing is taken in any more."""
    qtbot.waitUntil(lambda: not page.bringing.taking.busy, timeout=20_000)


def rows_of(page: EvidencePage) -> list[EvidenceRow]:
    assert page.desk.year is not None
    return evidence_rows.evidence_rows(page.desk.db, page.desk.year)


def titles(page: EvidencePage) -> list[str]:
    return [page.model.row(place).evidence.title for place in range(page.model.rowCount())]


def item_key(page: EvidencePage, code: str) -> str:
    proof = next(p for p in page.proofs if f"{p.criterion.number}.{p.item.number}" == code)
    return f"item:{proof.item.id}"


def add_documents(page: EvidencePage, count: int, code: str = "1.1") -> list[int]:
    """Records without files that prove an item."""
    item_id = int(item_key(page, code).partition(":")[2])
    return [
        page.desk.run("Thêm", evidence.add_evidence, page.desk.year, item_id, f"Biên bản {number}")
        for number in range(count)
    ]
