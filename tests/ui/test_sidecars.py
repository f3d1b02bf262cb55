"""The JSON beside the evidence follows the window: shortly after a change, whole after an unclean end, at the latest at its close."""

from __future__ import annotations

from pathlib import Path

from db import store
from dvcq_desktop import evidence, evidence_files, evidence_sidecars
from dvcq_desktop.office import open_office
from ui.app import Session
from ui.desk import Desk
from ui.sidecars import SidecarKeeper


def attach(desk: Desk, words: str) -> tuple[int, Path]:
    folder = evidence_files.store_folder(desk.office.folder)
    kept = store.keep_bytes(folder, words.encode())
    made = desk.run("Thêm minh chứng", evidence_files.attach, 2025, kept, f"{words}.txt")
    return made, evidence_sidecars.sidecar_path(folder, kept.sha256)


def told_of(path: Path) -> list[str]:
    return [one["title"] for one in evidence_sidecars.read_sidecar(path)["documents"]]


def test_a_change_is_followed_beside_the_window(qtbot, desk):
    keeper = SidecarKeeper(desk, desk)
    keeper.start()
    qtbot.waitUntil(desk.office.sidecars.whole)
    made, path = attach(desk, "biên bản")
    assert keeper._timer.isActive()
    assert not path.exists(), "nothing is written on the window's way"
    keeper.write()
    qtbot.waitUntil(lambda: not desk.office.sidecars.due())
    assert told_of(path) == ["biên bản"]
    desk.run("Sửa tên", evidence.change_evidence, made, title="Biên bản họp")
    desk.undo()
    desk.redo()
    keeper.write()
    qtbot.waitUntil(lambda: not desk.office.sidecars.due())
    assert told_of(path) == ["Biên bản họp"]


def test_after_an_unclean_end_everything_is_compared(qtbot, data_folder):
    killed = open_office(data_folder, "Lê Thị Hoa")
    _made, path = attach(Desk(killed), "báo cáo")
    folder = data_folder
    killed._data.close()  # as a kill would leave it: nothing was written beside the content
    again = open_office(folder, "Lê Thị Hoa")
    assert not again.sidecars.whole()
    assert not path.exists()
    other = Desk(again)
    SidecarKeeper(other, other).start()
    qtbot.waitUntil(again.sidecars.whole)
    assert told_of(path) == ["báo cáo"]
    again.close()
    third = open_office(folder, "Lê Thị Hoa")
    assert third.sidecars.whole(), "so left at the last close: nothing is compared again"
    third.close()


def test_what_is_still_due_is_written_at_the_close(qapp, data_folder):
    office = open_office(data_folder, "Lê Thị Hoa")
    _made, path = attach(Desk(office), "quyết định")
    office.close()
    assert told_of(path) == ["quyết định"]


def test_the_window_as_it_is_started_follows_every_change(qtbot, data_folder):
    session = Session()
    session.open(data_folder)
    window = session.window
    assert window is not None
    qtbot.waitExposed(window)
    qtbot.waitUntil(window.desk.office.sidecars.whole, timeout=20_000)
    _made, path = attach(window.desk, "tờ trình")
    qtbot.waitUntil(path.exists, timeout=20_000)
    assert told_of(path) == ["tờ trình"]
    window.close()
    window.deleteLater()
    session.crash.release()
