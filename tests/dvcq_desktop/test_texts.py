"""The Vietnamese sentence is the key; another language is a data file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from dvcq_desktop import texts
from dvcq_desktop.texts import _, use_language


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(texts, "_TRANSLATIONS", tmp_path)
    yield tmp_path
    use_language("vi")


def test_the_sentence_itself_is_vietnamese() -> None:
    assert _("Đã ghi {path}.", path="{x}") == "Đã ghi {x}."
    assert _("Dấu {ngoặc} không có giá trị thì để nguyên") == "Dấu {ngoặc} không có giá trị thì để nguyên"


def test_another_language_and_back(shelf: Path) -> None:
    (shelf / "en.json").write_text(json.dumps({"Đã ghi {path}.": "Wrote {path}."}), encoding="utf-8")
    use_language("en")
    assert _("Đã ghi {path}.", path="a") == "Wrote a."
    assert _("Chưa dịch") == "Chưa dịch"
    use_language("vi")
    assert _("Đã ghi {path}.", path="a") == "Đã ghi a."


def test_a_language_without_a_file_is_vietnamese() -> None:
    use_language("fr")
    assert _("Chưa dịch") == "Chưa dịch"
