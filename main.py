#!/usr/bin/env python3
"""Arguments in, window or command out."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

NO_DISPLAY = """Không thấy màn hình nên không mở được cửa sổ. Hãy chạy trong phiên đồ họa, hoặc dùng lệnh không cần cửa sổ:
  main.py demo --data du-lieu                            nạp văn phòng mẫu
  main.py print ke-hoach --data du-lieu --out kh.pdf     in kế hoạch
  main.py --help                                         mọi lệnh"""


def main(arguments: list[str] | None = None) -> int:
    """Run a command where one is named, else open the window (with --data DIR: on that folder)."""
    arguments = sys.argv[1:] if arguments is None else arguments
    _write_utf8()
    if sys.platform == "win32":
        import msvcrt

        msvcrt.SetErrorMode(msvcrt.SEM_FAILCRITICALERRORS)  # no box "there is no disk in the drive" for a pulled stick
    if arguments == ["_look"]:  # the program asks itself, in a process that a foreign file may take down
        from dvcq_desktop.looking.child import serve

        return serve()
    if arguments and not (len(arguments) == 2 and arguments[0] == "--data"):
        from dvcq_desktop.commands import run

        return run(arguments)
    if not _has_display():
        print(NO_DISPLAY, file=sys.stderr)
        return 2
    from ui.app import run_window

    return run_window(Path(arguments[1]) if arguments else None)


def _write_utf8() -> None:
    """Vietnamese through pipes and into files on Windows too, where they would take a code page that lacks its letters."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # neither is there in a program without a console
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


if __name__ == "__main__":
    sys.exit(main())
