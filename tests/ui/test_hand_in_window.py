"""Handing in from the window: what will be in the set, what is lacking, profiles, the work, its end, stopping it."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from db import store
from dvcq_desktop import evidence_files, evidence_gaps
from dvcq_desktop.catalogue import RETENTION
from dvcq_desktop.hand_in.profiles import profiles
from dvcq_desktop.settings import setting
from ui import ask
from ui.dialogs.hand_in import HandInDialog, hand_in
from ui.dialogs.hand_in_profile import HandInProfileDialog
from ui.user_settings import UserSettings


@pytest.fixture
def documents(desk) -> list[int]:
    """Two documents with files for the first two items, one that waits to be sorted."""
    items = [proof.item.id for proof in evidence_gaps.item_proofs(desk.db, 2025)]
    made = []
    for number, item_ids in enumerate(((items[0],), (items[1],), ())):
        kept = store.keep_bytes(evidence_files.store_folder(desk.office.folder), b"%PDF" + bytes([number]) * 5000)
        made.append(
            desk.run(
                "Thêm minh chứng",
                evidence_files.attach,
                2025,
                kept,
                f"van ban {number}.pdf",
                item_ids=item_ids,
                kind="pdf",
            )
        )
    return made


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "USB"
    folder.mkdir()
    return folder


def opened(qtbot, desk, window, stick: Path | None = None) -> HandInDialog:
    if stick is not None:
        UserSettings().hand_in_folder = stick
    dialog = hand_in(desk, window)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.table.rowCount() > 0)
    return dialog


def rows(dialog: HandInDialog) -> list[tuple[str, ...]]:
    return [
        tuple(str(dialog.table.index(row, column).data()).strip() for column in range(3))
        for row in range(dialog.table.rowCount())
    ]


def test_it_is_seen_what_will_be_in_it_and_what_is_lacking(qtbot, desk, window, documents, stick):
    dialog = opened(qtbot, desk, window)
    assert not dialog.do.isEnabled()
    assert dialog.told.text().startswith("Hãy chọn nơi ghi.")
    assert rows(dialog)[0] == ("Minh chung 2025/", "2", "10 KB")
    assert [row[1] for row in rows(dialog)[1:]] == ["1", "1"]
    assert "1 minh chứng chưa xếp vào nội dung nào" in dialog.told.text()
    assert "còn thiếu minh chứng" in dialog.told.text()
    assert not dialog.isModal()
    dialog.close()


def test_the_set_is_written_and_the_folder_opened(qtbot, desk, window, documents, stick, monkeypatch):
    dialog = opened(qtbot, desk, window)
    monkeypatch.setattr(ask, "choose_folder", lambda *_arguments: stick)
    dialog.choose_button.click()
    qtbot.waitUntil(dialog.do.isEnabled)
    dialog.retention.setText("10 năm")
    dialog.do.click()
    qtbot.waitUntil(lambda: dialog.told.text().startswith("✓ Đã xuất bộ minh chứng"))
    target = stick / "Minh chung 2025"
    assert (target / "SHA256SUMS").is_file()
    assert len(list(target.rglob("H1*.pdf"))) == 2
    assert setting(desk.db, RETENTION) == "10 năm"
    shown: list[Path] = []
    monkeypatch.setattr(ask, "open_folder", shown.append)
    dialog.folder_button.click()
    assert shown == [target]
    dialog.close()
    again = opened(qtbot, desk, window)  # the place is remembered, the last set is known
    assert "chỉ những gì mới" in again.told.text()
    again.do.click()
    qtbot.waitUntil(lambda: "không phải chép gì thêm" in again.told.text())
    again.close()


def test_a_place_that_must_not_be_written_to_is_refused(qtbot, desk, window, documents):
    dialog = hand_in(desk, window)
    qtbot.waitUntil(lambda: dialog.table.rowCount() > 0)
    dialog.place.setText(str(desk.office.folder))
    dialog.place.editingFinished.emit()
    qtbot.waitUntil(lambda: dialog.told.text().startswith("▲"))
    assert "nơi để dữ liệu" in dialog.told.text()
    assert not dialog.do.isEnabled()
    dialog.close()


def test_a_place_too_small_is_told_before_anybody_presses(qtbot, desk, window, documents, stick, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(total=1 << 30, free=3 << 20))
    dialog = opened(qtbot, desk, window, stick)
    qtbot.waitUntil(lambda: "▲" in dialog.told.text())
    assert "còn 3 MB, cần" in dialog.told.text()
    assert list(stick.iterdir()) == []
    dialog.close()


def test_the_button_of_the_last_set_goes_with_another_place(qtbot, desk, window, documents, stick, tmp_path):
    dialog = opened(qtbot, desk, window, stick)
    qtbot.waitUntil(dialog.do.isEnabled)
    dialog.do.click()
    qtbot.waitUntil(dialog.folder_button.isVisible, timeout=20_000)
    dialog.place.setText(str(tmp_path / "USB khác"))
    dialog.place.editingFinished.emit()
    assert not dialog.folder_button.isVisible()
    qtbot.waitUntil(lambda: dialog._looking is None)
    dialog.close()


def test_stopping_leaves_nothing_behind(qtbot, desk, window, documents, stick):
    dialog = opened(qtbot, desk, window, stick)
    qtbot.waitUntil(dialog.do.isEnabled)
    dialog.do.click()
    dialog.reject()  # Esc, at once
    qtbot.waitUntil(lambda: dialog.told.text().startswith("Đã dừng"))
    assert dialog.isVisible()
    assert list(stick.iterdir()) == []
    assert dialog.do.isEnabled()
    dialog.reject()
    assert not dialog.isVisible()


def test_a_profile_is_added_changed_used_and_removed(qtbot, desk, window, documents, stick, monkeypatch):
    dialog = opened(qtbot, desk, window, stick)

    def fill(form: HandInProfileDialog) -> bool:
        assert form.focusWidget() is form.name_edit  # one may type at once
        form.name_edit.setText("")
        form.accept()
        assert "Chưa đặt tên" in form.complaint.text()
        form.name_edit.setText("Sở Nội vụ")
        form.folders_box.setCurrentIndex(form.folders_box.findData("flat"))
        form.kinds["docx"].setChecked(False)
        form.labels.setChecked(False)
        form.accept()
        return bool(form.result())

    monkeypatch.setattr(ask, "show_dialog", fill)
    dialog.edit_buttons[1].click()
    assert [(one.name, one.folders, one.kinds) for one in profiles(desk.db)] == [
        ("Sở Nội vụ", "flat", ("pdf", "xlsx", "html"))
    ]
    qtbot.waitUntil(lambda: "Minh chung" in [row[0] for row in rows(dialog)])
    qtbot.waitUntil(dialog.do.isEnabled)
    dialog.do.click()
    qtbot.waitUntil(lambda: dialog.told.text().startswith("✓"))
    names = {path.name for path in (stick / "Minh chung 2025").iterdir()}
    assert names == {
        "Minh chung", "DOC-TRUOC.txt", "SHA256SUMS", "danh-muc-minh-chung.pdf", "danh-muc-minh-chung.xlsx", "index.html",
        "muc-luc.json",
    }  # fmt: skip
    dialog.edit_buttons[2].click()
    assert [one.name for one in profiles(desk.db)] == ["Mẫu chung"]
    desk.undo()
    assert [one.name for one in profiles(desk.db)] == ["Sở Nội vụ"]
    dialog.close()


def test_it_is_reached_from_menu_page_and_forms(qtbot, desk, window, documents):
    def dialogs() -> int:
        return sum(one.isVisible() for one in window.findChildren(HandInDialog))

    menu = next(one for one in window.menuBar().actions() if one.text() == "&Tệp").menu()
    next(action for action in menu.actions() if action.text() == "Xuất &bộ minh chứng…").trigger()
    assert dialogs() == 1
    for key, words in (("evidence", "Xuất bộ minh chứng…"), ("forms", "Xuất bộ minh chứng…")):
        window.show_page(key)
        before = dialogs()
        next(action for action in window.page_actions() if action.text() == words).trigger()
        assert dialogs() == before + 1
    for dialog in window.findChildren(HandInDialog):
        qtbot.waitUntil(lambda dialog=dialog: dialog.table.rowCount() > 0)
        dialog.close()
