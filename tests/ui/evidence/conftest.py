"""What the tests of the evidence panel share: a way to attach a real file."""

from __future__ import annotations

from pathlib import Path

import pytest

from dvcq_desktop import evidence_files
from dvcq_desktop.evidence_content import keep_file
from tests.ui.evidence.papers import Attach
from ui.desk import Desk


@pytest.fixture
def attach(desk: Desk) -> Attach:
    """attach(path, item_ids=…, **fields): take a real file in as a document of the year in hand; its id."""

    def make(path: Path, **fields: object) -> int:
        taken = keep_file(desk.office.folder, path)
        return desk.run(  # type: ignore[call-arg]
            "Thêm minh chứng", evidence_files.attach, desk.year, taken.kept, taken.name, kind=taken.kind.key, **fields
        )

    return make
