"""The two programs a person starts, run as Windows would run them into a pipe or a file: with a code page that lacks Vietnamese."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WESTERN = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}


def _run(program: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, str(ROOT / program), *arguments], capture_output=True, env=WESTERN, check=False
    )


def test_help_is_vietnamese_whatever_the_code_page() -> None:
    done = _run("main.py", "--help")
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    assert "kế hoạch, phân công, chấm điểm dân vận" in done.stdout.decode("utf-8")


def test_json_and_sentences_are_utf8_whatever_the_code_page(tmp_path: Path) -> None:
    listed = _run("main.py", "forms", "--json")
    assert "Phụ lục phân công nhiệm vụ" in [form["title"] for form in json.loads(listed.stdout.decode("utf-8"))]
    refused = _run("main.py", "today", "--data", str(tmp_path / "không có"))
    assert refused.returncode == 3
    assert "không có" in refused.stderr.decode("utf-8")


def test_the_doctor_of_the_setting_up_speaks_whatever_the_code_page() -> None:
    done = _run("run.py", "doctor")
    assert "màn hình" in done.stdout.decode("utf-8"), done.stderr.decode("utf-8", "replace")
