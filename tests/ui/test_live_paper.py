"""The builder of the paper: soon after a change, not at each key, the newest wish wins, a fault is a sentence."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from dvcq_desktop import plans
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.office import Connection
from dvcq_desktop.plans import plan_of_year
from dvcq_desktop.printed.blocks import Document, FormOptions, Part, paragraphs
from ui.desk import Desk
from ui.live_paper import LONGEST, QUIET, LivePaper


class Builds:
    """A stand-in for the form that counts, and waits where a test says so."""

    def __init__(self) -> None:
        self.openings: list[str] = []
        self.go_on = threading.Event()
        self.go_on.set()
        self.begun = threading.Event()

    def __call__(self, db: Connection, options: FormOptions) -> Document:
        opening = plan_of_year(db, options.year).opening
        self.openings.append(opening)
        self.begun.set()
        assert self.go_on.wait(5)
        if opening == "hỏng":
            raise ZeroDivisionError
        if opening == "trái quy tắc":
            raise RuleBroken("Chưa có người ký.")
        return Document(title="x", parts=(Part(blocks=paragraphs(opening or "trống")),))


@pytest.fixture
def builds() -> Builds:
    return Builds()


@pytest.fixture
def live(desk: Desk, builds: Builds) -> Iterator[LivePaper]:
    made = LivePaper(desk, builds)
    yield made
    builds.go_on.set()
    made.stop()


def opening(desk: Desk, text: str) -> None:
    desk.run("Sửa", plans.change_plan, plan_of_year(desk.db, 2025).id, opening=text)


def test_many_changes_in_a_row_are_one_build(qtbot: QtBot, live: LivePaper, builds: Builds, desk: Desk) -> None:
    for number in range(20):
        opening(desk, f"lần {number}")
        live.request()
    with qtbot.waitSignal(live.ready, timeout=5000):
        pass
    assert builds.openings == ["lần 19"]
    assert live.up_to_date


def test_typing_without_a_pause_is_followed_too(qtbot: QtBot, live: LivePaper, builds: Builds) -> None:
    keys = QTimer()
    keys.timeout.connect(live.request)
    keys.start(QUIET // 2)  # never a pause long enough
    qtbot.waitUntil(lambda: bool(builds.openings), timeout=LONGEST * 4)
    keys.stop()


def test_the_newest_wish_replaces_those_that_wait(qtbot: QtBot, live: LivePaper, builds: Builds, desk: Desk) -> None:
    builds.go_on.clear()
    opening(desk, "một")
    live.request_now()
    qtbot.waitUntil(builds.begun.is_set, timeout=3000)
    for text in ("hai", "ba", "bốn"):
        opening(desk, text)
        live.request_now()
    builds.go_on.set()
    qtbot.waitUntil(lambda: live.up_to_date, timeout=5000)
    assert builds.openings == ["một", "bốn"]


def test_the_office_is_written_to_while_a_paper_is_built(
    qtbot: QtBot, live: LivePaper, builds: Builds, desk: Desk
) -> None:
    builds.go_on.clear()
    live.request_now()
    qtbot.waitUntil(builds.begun.is_set, timeout=3000)
    opening(desk, "không phải chờ")
    assert plan_of_year(desk.db, 2025).opening == "không phải chờ"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("trái quy tắc", "Chưa có người ký."), ("hỏng", "Chưa dựng được bản in mới; chữ đã gõ vẫn được lưu.")],
)
def test_a_fault_is_a_sentence_and_the_next_paper_comes(
    qtbot: QtBot, live: LivePaper, desk: Desk, text: str, sentence: str
) -> None:
    opening(desk, text)
    with qtbot.waitSignal(live.failed, timeout=5000) as failed:
        live.request()
    assert failed.args[0].startswith(sentence)
    opening(desk, "lành")
    with qtbot.waitSignal(live.ready, timeout=5000):
        live.request()


def test_what_is_typed_is_built_before_it_is_stored(qtbot: QtBot, live: LivePaper, builds: Builds, desk: Desk) -> None:
    plan_id = plan_of_year(desk.db, 2025).id
    live.watch_typing(lambda: {("plan", plan_id, "opening"): "đang gõ"})
    with qtbot.waitSignal(live.ready, timeout=5000):
        live.request()
    assert builds.openings == ["đang gõ"]
    assert plan_of_year(desk.db, 2025).opening == ""


def test_a_paper_that_is_no_longer_wanted_is_thrown_away(
    qtbot: QtBot, live: LivePaper, builds: Builds, desk: Desk
) -> None:
    papers: list[bytes] = []
    live.ready.connect(lambda data, _places: papers.append(data))
    builds.go_on.clear()
    live.request_now()
    qtbot.waitUntil(builds.begun.is_set, timeout=3000)
    live.rest()
    builds.go_on.set()
    live.stop()
    opening(desk, "mới")
    with qtbot.waitSignal(live.ready, timeout=5000):
        live.request_now()
    assert len(papers) == 1


def test_without_a_year_nothing_is_built(empty_desk: Desk, builds: Builds, qtbot: Callable[..., object]) -> None:
    live = LivePaper(empty_desk, builds)
    live.request_now()
    assert live.up_to_date
    live.stop()
    assert builds.openings == []
