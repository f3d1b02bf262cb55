"""The check of evidence files from the menu: what is lost is named and found again, what nobody uses goes after a typed word."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import store
from dvcq_desktop import evidence, evidence_files
from ui import ask
from ui.dialogs.evidence_check import EvidenceCheck, check_evidence


@pytest.fixture
def folder(desk) -> Path:
    return evidence_files.store_folder(desk.office.folder)


def attach(desk, folder: Path, words: str) -> tuple[int, str]:
    kept = store.keep_bytes(folder, words.encode())
    made = desk.run("Thêm minh chứng", evidence_files.attach, 2025, kept, f"{words}.txt")
    return made, kept.sha256


def damage(path: Path) -> None:
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1] + b"?")


def checked(qtbot, desk, parent) -> EvidenceCheck:
    dialog = check_evidence(desk, parent)
    qtbot.waitUntil(lambda: dialog.found is not None)
    return dialog


def texts(dialog: EvidenceCheck, column: int = 0) -> list[str]:
    return [str(dialog.table.index(row, column).data()) for row in range(dialog.table.rowCount())]


def test_all_whole_is_said_so(qtbot, desk, window):
    attach(desk, evidence_files.store_folder(desk.office.folder), "biên bản")
    dialog = checked(qtbot, desk, window)
    assert dialog.words.text().startswith("✓ Đã đọc và kiểm tra 1 tệp")
    assert not texts(dialog)
    assert not dialog.isModal(), "somebody goes on working while gigabytes are read"
    dialog.close()


def test_a_damaged_file_is_named_opened_and_found_again(qtbot, desk, window, folder, tmp_path, monkeypatch):
    made, sha = attach(desk, folder, "báo cáo quý I")
    damage(store.path_of(folder, sha))
    dialog = checked(qtbot, desk, window)
    assert texts(dialog) == ["✗ Tệp hỏng"]
    assert "báo cáo quý I" in texts(dialog, 1)[0]
    gone_to: list[tuple[str, str]] = []
    desk.go.connect(lambda page, anchor: gone_to.append((page, anchor)))
    dialog.view.selectRow(0)
    dialog.go.click()
    assert gone_to == [("evidence", f"evidence:{made}")]
    other = tmp_path / "khác.txt"
    other.write_text("tệp khác")
    monkeypatch.setattr(ask, "open_file", lambda *_told: other)
    dialog.heal.click()
    qtbot.waitUntil(lambda: "nội dung khác" in dialog.words.text())
    assert texts(dialog) == ["✗ Tệp hỏng"]
    same = tmp_path / "bản của chị Hoa.txt"
    same.write_text("báo cáo quý I")
    monkeypatch.setattr(ask, "open_file", lambda *_told: same)
    dialog.heal.click()
    qtbot.waitUntil(lambda: not texts(dialog))
    assert store.digest(store.path_of(folder, sha)) == sha
    dialog.close()


def test_unused_files_go_only_after_the_typed_word(qtbot, desk, window, folder, monkeypatch):
    made, sha = attach(desk, folder, "bỏ đi")
    desk.run("Bỏ vào thùng rác", evidence.trash, [made], "Lê Thị Hoa")
    desk.run("Xóa hẳn", evidence.purge, [made])
    dialog = checked(qtbot, desk, window)
    assert texts(dialog) == ["○ Tệp không hồ sơ nào dùng"]
    assert "bỏ đi.txt" in texts(dialog, 2)[0]
    monkeypatch.setattr(ask, "typed", lambda *_told: False)
    dialog.clear.click()
    assert store.path_of(folder, sha).exists()
    monkeypatch.setattr(ask, "typed", lambda *_told: True)
    dialog.clear.click()
    assert not store.path_of(folder, sha).exists()
    assert not texts(dialog)
    dialog.close()


@pytest.mark.parametrize(
    ("answer", "meant"), [("XÓA", True), ("xoá", True), ("xoa ", True), ("", False), ("có", False)]
)
def test_the_word_must_be_typed(qtbot, window, monkeypatch, answer, meant):
    from PySide6.QtWidgets import QDialog, QLineEdit

    def type_it(dialog: QDialog) -> bool:
        dialog.findChild(QLineEdit).setText(answer)
        return True

    monkeypatch.setattr(ask, "show_dialog", type_it)
    assert ask.typed(window, "Xóa hẳn", "Xóa hẳn 3 tệp?", "XÓA", "Xóa hẳn") is meant


def test_the_list_can_be_kept_and_closing_stops_the_check(qtbot, desk, window, folder, tmp_path, monkeypatch):
    _made, sha = attach(desk, folder, "thông báo")
    path = store.path_of(folder, sha)
    path.chmod(0o600)
    path.unlink()
    dialog = checked(qtbot, desk, window)
    monkeypatch.setattr(ask, "save_file", lambda *_told: tmp_path / "ket-qua.txt")
    dialog.keep.click()
    told = (tmp_path / "ket-qua.txt").read_text(encoding="utf-8-sig")
    assert "mất tệp 1" in told
    assert sha in told
    dialog.begin()
    job = dialog._job
    dialog.reject()
    assert job is not None
    assert job._progress.stopped
