"""What is dragged or pasted onto the page of evidence: files, a picture, or documents of the list itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData

DOCUMENTS = "application/x-dvcq-minh-chung"  # ids of documents, parted by blanks


def files_in(mime: QMimeData) -> list[Path]:
    """Files and folders of this PC; an address of the network is none and is never opened."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()] if mime.hasUrls() else []


def brings_files(mime: QMimeData) -> bool:
    """Whether dropping it could bring files, asked at every step of the mouse."""
    return mime.hasUrls() and any(url.isLocalFile() for url in mime.urls()[:20])


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
