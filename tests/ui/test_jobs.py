"""Work beside the window: closing waits for what reads the office, never for a drive that does not answer."""

from __future__ import annotations

import threading

import pytest

from ui import jobs
from ui.desk import Desk
from ui.jobs import Stopped


class Heard:
    """What came back from a job."""

    def __init__(self) -> None:
        self.answers: list[object] = []

    def done(self, answer: object) -> None:
        self.answers.append(answer)

    def failed(self, trouble: BaseException) -> None:
        self.answers.append(trouble)


@pytest.fixture
def held() -> object:
    """A drive that does not answer until it is let go, as it is at the latest when the test is over."""
    let_go = threading.Event()
    yield let_go
    let_go.set()


def test_closing_does_not_wait_for_a_drive_that_does_not_answer(
    qtbot: object, desk: Desk, held: threading.Event
) -> None:
    heard, begun = Heard(), threading.Event()

    def look(_progress: object) -> str:
        begun.set()
        held.wait(60)
        return "E:"

    job = jobs.look_in_background(desk, look, heard.done, heard.failed)
    assert begun.wait(30)
    jobs.stop_all(desk)  # would take a minute
    assert not held.is_set()
    assert not heard.answers
    held.set()
    qtbot.waitUntil(lambda: bool(heard.answers))  # type: ignore[attr-defined]
    assert isinstance(heard.answers[0], Stopped)  # what was looked for is of no use any more
    del job


def test_closing_waits_for_what_reads_the_office(qtbot: object, desk: Desk) -> None:
    heard, order = Heard(), []
    begun, go_on = threading.Event(), threading.Event()

    def read(db: object, _progress: object) -> int:
        begun.set()
        go_on.wait(30)
        count = db.execute("SELECT count(*) FROM unit").fetchone()[0]  # type: ignore[attr-defined]
        order.append("read")
        return int(count)

    jobs.run_in_background(desk, read, heard.done, heard.failed)
    assert begun.wait(30)
    threading.Timer(0.2, go_on.set).start()
    jobs.stop_all(desk)
    order.append("closed")
    assert order == ["read", "closed"]
    qtbot.waitUntil(lambda: bool(heard.answers))  # type: ignore[attr-defined]
