"""What the tests of the window share: settings of their own, a small office on a real data folder, a desk, a window."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from dvcq_desktop import assignments, cycles, deductions, frameworks, officials, organisation, plans, tasks, units
from dvcq_desktop.office import Connection, Office, open_office

WHO = "Lê Thị Hoa"

gc.disable()  # as ui/garbage.py does: widgets may only be freed by the thread they live in


@pytest.fixture(scope="session", autouse=True)
def clipboard_at_the_end(qapp: object) -> Iterator[None]:
    """As ui/clipboard.py does before the program ends; here the clipboard is not the system's, so it is emptied."""
    from PySide6.QtGui import QGuiApplication

    yield
    QGuiApplication.clipboard().setText("")


@pytest.fixture(autouse=True)
def garbage() -> Iterator[None]:
    """What a test leaves behind is freed here, on the window's thread, while the program still stands; its look too."""
    yield
    application = QApplication.instance()
    if isinstance(application, QApplication) and application.styleSheet():
        application.setStyleSheet("")
        application.setPalette(QPalette())
    gc.collect()
    gc.freeze()  # what lives on is not looked at again: else each test pays for all before it


@pytest.fixture(autouse=True)
def config(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings of the user and default folders point into a folder of this test."""
    folder = tmp_path_factory.mktemp("config")
    monkeypatch.setenv("DVCQ_CONFIG", str(folder))
    return folder


def fill_small(db: Connection) -> None:
    """Xã Ba Thành with 2024 (totals, a deduction) and 2025 (framework, plan, three tasks with actors)."""
    organisation.set_up(
        db,
        "Ủy ban nhân dân xã Ba Thành",
        "Ba Thành",
        superior="Ủy ban nhân dân huyện Ba Tơ",
        appraiser="Phòng Nội vụ huyện Ba Tơ",
    )
    framework = frameworks.load_framework(db, "minh-hoa-100-diem")
    last = cycles.open_year(db, 2024, framework_id=framework)
    cycles.change(db, last, self_total=9400, appraised_total=7850, class_label="Hoàn thành nhiệm vụ")
    this = cycles.open_year(db, 2025, framework_id=framework)
    cycles.change(db, this, evidence_due_on="2025-10-24")
    first = frameworks.find_item(db, framework, 1, 1)
    deductions.add_deduction(
        db,
        last,
        item_id=first.id if first else None,
        place="Nội dung 1, tiêu chí 1",
        text="Chưa đánh giá kết quả thực hiện quy chế dân chủ",
        points=50,
        reason="Không có minh chứng",
    )
    plans.start_plan(db, this)
    for name in ("Văn phòng – Thống kê", "Tài chính – Kế toán", "Tư pháp – Hộ tịch"):
        units.unit_named(db, name)
    officials.add_official(db, "Nguyễn Văn An", title="Công chức Văn phòng – Thống kê")
    for number, leads, supports in (
        (1, "Văn phòng – Thống kê (hàng tháng)", "Tài chính – Kế toán"),
        (2, "Tư pháp – Hộ tịch", "Văn phòng – Thống kê"),
        (3, "Tài chính – Kế toán (quý I, năm)", ""),
    ):
        item = frameworks.find_item(db, framework, number, 1)
        assert item is not None
        task = tasks.add_task(
            db,
            this,
            item.text,
            criterion_id=item.criterion_id,
            item_ids=(item.id,),
            timing="Thường xuyên",
            due_on="2025-10-24",
        )
        assignments.set_actors(db, task, "lead", leads)
        if supports:
            assignments.set_actors(db, task, "support", supports)


@pytest.fixture(scope="session")
def office_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled data folder that every test copies: filling one takes longer than copying."""
    folder = tmp_path_factory.mktemp("mau") / "du-lieu"
    office = open_office(folder, WHO, create=True)
    office.run("Thiết lập văn phòng", fill_small)
    office.close()
    return folder


@pytest.fixture
def data_folder(office_template: Path, tmp_path: Path) -> Path:
    """A filled data folder that nobody has open."""
    return Path(shutil.copytree(office_template, tmp_path / "du-lieu", ignore=shutil.ignore_patterns("*.lock")))


@pytest.fixture
def office(data_folder: Path) -> Iterator[Office]:
    """The small office, open."""
    opened = open_office(data_folder, WHO)
    yield opened
    opened.close()


@pytest.fixture
def empty_office(tmp_path: Path) -> Iterator[Office]:
    """An office without anything: no name, no year."""
    opened = open_office(tmp_path / "trong", WHO, create=True)
    yield opened
    opened.close()


@pytest.fixture
def desk(qapp: object, office: Office) -> object:
    from ui.desk import Desk

    return Desk(office)


@pytest.fixture
def empty_desk(qapp: object, empty_office: Office) -> object:
    from ui.desk import Desk

    return Desk(empty_office)


@pytest.fixture
def window(qtbot: object, desk: object) -> Iterator[object]:
    """The main window on the small office, shown at the smallest screen it must fit."""
    yield from _shown(qtbot, desk)


@pytest.fixture
def empty_window(qtbot: object, empty_desk: object) -> Iterator[object]:
    """The main window on an office without anything."""
    yield from _shown(qtbot, empty_desk)


def _shown(qtbot, desk):
    from ui.look import Look
    from ui.main_window import MainWindow
    from ui.user_settings import UserSettings

    settings = UserSettings()
    made = MainWindow(desk, settings, Look(settings))
    made.resize(1092, 614)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    delete(made)  # now: every window left alive is restyled by the next test's look
