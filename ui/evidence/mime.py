"""What is dragged or pasted onto the page of evidence: files, a picture, or documents of the list itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData

PROMISED = (
    "Tệp này còn nằm trong chương trình thư, Zalo hoặc trang web, chưa có trên máy nên chưa nhận được. "
    "Hãy lưu tệp vào một thư mục (ví dụ Tải về) rồi kéo tệp từ thư mục đó vào đây."
)
DOCUMENTS = "application/x-dvcq-minh-chung"  # ids of documents, parted by blanks


def files_in(mime: QMimeData) -> list[Path]:
    """Files and folders of this PC; an address of the network is none and is never opened."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()] if mime.hasUrls() else []


def brings_files(mime: QMimeData) -> bool:
    """Whether dropping it could bring files, asked at every step of the mouse."""
    return mime.hasUrls() and any(url.isLocalFile() for url in mime.urls()[:20])


def promised(mime: QMimeData) -> bool:
    """Whether it is something the mouse brings that is no file of this PC yet: an attachment still inside the mail
    program (Outlook tells only FileGroupDescriptor), a file still in Zalo, a link or picture of a web page."""
    if mime.hasFormat(DOCUMENTS) or brings_files(mime):
        return False
    return mime.hasUrls() or any("FileGroupDescriptor" in one or "file-promise" in one for one in mime.formats())


def documents_in(mime: QMimeData) -> list[int]:
    """Ids of documents that were dragged from the list."""
    if not mime.hasFormat(DOCUMENTS):
        return []
    return [int(word) for word in bytes(mime.data(DOCUMENTS).data()).decode().split()]


def of_documents(ids: Sequence[int]) -> QMimeData:
    """Documents of the list, to be dropped on the tree."""
    mime = QMimeData()
    mime.setData(DOCUMENTS, " ".join(map(str, ids)).encode())
    return mime
