"""Trợ giúp → Lưu gói hỗ trợ: gathers beside the window what a technician needs and writes it where the person says."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, qVersion
from PySide6.QtWidgets import QWidget

from dvcq_desktop import support, troubles
from dvcq_desktop.office import Connection
from ui import ask, jobs
from ui.desk import Desk
from ui.jobs import Progress, Stopped


def save_support_bundle(desk: Desk, window: QWidget) -> None:
    """Ask where, gather, write, say so."""
    proposal = Path.home() / f"dvcq-ho-tro-{desk.today:%Y%m%d}.zip"
    path = ask.save_file(window, "Lưu gói hỗ trợ", str(proposal), "Gói hỗ trợ (*.zip)")
    if path is not None:
        _Bundling(desk, path.with_suffix(".zip")).start()


class _Bundling(QObject):
    """One bundle on its way."""

    def __init__(self, desk: Desk, path: Path) -> None:
        super().__init__(desk)
        self._desk, self._path = desk, path

    def start(self) -> None:
        self._desk.told.emit("Đang gom gói hỗ trợ…", False)
        work = partial(_gather, folder=self._desk.office.folder, qt=qVersion() or "")
        jobs.run_in_background(self._desk, work, self._on_done, self._on_failed)

    def _on_done(self, bundle: bytes) -> None:
        try:
            support.save_bundle(self._path, bundle)
        except OSError as trouble:
            self._desk.refused.emit(troubles.sentence(trouble) or str(trouble))
        else:
            self._desk.told.emit(
                f"Đã lưu {self._path.name}. Gói này không có nội dung hay tên người của văn phòng; hãy gửi cho người hỗ trợ.",
                False,
            )
        self.deleteLater()

    def _on_failed(self, trouble: BaseException) -> None:
        self.deleteLater()
        said = troubles.sentence(trouble)
        if said is not None:
            self._desk.refused.emit(said)
        elif not isinstance(trouble, Stopped):
            raise trouble


def _gather(db: Connection, progress: Progress, *, folder: Path, qt: str) -> bytes:
    return support.make_bundle(folder, db, progress.report, qt=qt)
