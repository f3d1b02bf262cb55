#!/usr/bin/env python3
"""Sets the program up from nothing and starts it; needs only Python's standard library.

python3 run.py            sets up .venv once, then opens the program (first time: in the demonstration office)
python3 run.py test       sets up the test tools once, then checks everything (lint, types, tests)
python3 run.py doctor     says what is missing and changes nothing
python3 run.py COMMAND …  any command of main.py, for example: python3 run.py print ke-hoach --out kh.pdf
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import io
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST, NEWEST = (3, 11), (3, 14)
LINUX = sys.platform.startswith("linux")

# What Qt 6.11 loads from a bare Linux: shared library -> package of Debian and Ubuntu.
FOR_QT = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libbrotlidec.so.1": "libbrotli1",
}
FOR_A_WINDOW = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libX11-xcb.so.1": "libx11-xcb1",
}
RENAMED_SINCE_2024 = {"libglib2.0-0": "libglib2.0-0t64"}  # Debian 13, Ubuntu 24.04 and newer
NO_DISPLAY = """Không thấy màn hình (DISPLAY trống), nên chưa mở được cửa sổ.
 - Hãy chạy lại trong phiên đồ họa của máy; hoặc
 - in không cần cửa sổ:
     python3 run.py demo --data du-lieu
     python3 run.py print ke-hoach --data du-lieu --out ke-hoach.pdf
(No display found: run this in a graphical session, or print without a window as above.)"""


def stop(sentence: str) -> None:
    print("\n" + sentence, file=sys.stderr)
    raise SystemExit(2)


def missing_packages(*, qt: bool, window: bool) -> list[str]:
    """Names of the system packages that are needed for this command and that this Linux lacks."""
    if not LINUX:
        return []
    lacking = []
    for library, package in {**(FOR_QT if qt else {}), **(FOR_A_WINDOW if window else {})}.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            lacking.append(package)
    if not PYTHON.exists() and not shutil.which("uv") and importlib.util.find_spec("ensurepip") is None:
        lacking.append("python3-venv")
    return lacking


def apt_line(packages: list[str]) -> str:
    names = sorted(RENAMED_SINCE_2024.get(p, p) if _since_2024() else p for p in packages)
    return (
        "Máy còn thiếu vài gói hệ thống. Cài một lần rồi chạy lại lệnh vừa rồi\n"
        "(Some system packages are missing; install them once, then run the same command again):\n\n"
        "    sudo apt-get update && sudo apt-get install -y --no-install-recommends " + " ".join(names)
    )


def _since_2024() -> bool:
    try:
        text = Path("/etc/os-release").read_text(encoding="utf-8")
    except OSError:
        return False
    fields = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    try:
        version = float(fields.get("VERSION_ID", "0").strip('"'))
    except ValueError:
        return False
    return version >= (24.04 if "ubuntu" in fields.get("ID", "") else 13) and version < 1000


def set_up(lock: Path) -> None:
    """Install exactly what the lock file lists into .venv, once per lock and Python version."""
    stamp = VENV / f".stamp-{lock.stem}"
    wanted = hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()
    if PYTHON.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    start = time.monotonic()
    uv = shutil.which("uv")
    if not PYTHON.exists():
        make = [uv, "venv", "-q", "--python", sys.executable] if uv else [sys.executable, "-m", "venv"]
        subprocess.run([*make, str(VENV)], check=True)
    print(f"Đang cài thư viện theo {lock.name} (chỉ lần đầu) …", flush=True)
    pip = (
        [uv, "pip", "install", "-q", "--python", str(PYTHON)]
        if uv
        else [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    )
    if subprocess.run([*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(lock)], check=False).returncode:
        stop(
            "Không cài được thư viện. Lần đầu cần mạng, hoặc một thư mục chứa sẵn các gói "
            "(đặt biến PIP_FIND_LINKS và PIP_NO_INDEX=1). Chưa có gì bị thay đổi ngoài thư mục .venv."
        )
    subprocess.run(
        [str(PYTHON), "-m", "compileall", "-q", "main.py", "db", "dvcq_desktop", "ui"], cwd=ROOT, check=False
    )
    stamp.write_text(wanted, encoding="utf-8")
    print(f"Xong sau {time.monotonic() - start:.0f} giây.", flush=True)


def check_everything(env: dict[str, str], arguments: list[str]) -> int:
    """Lint, types and tests, in this order; with arguments, only pytest with them."""
    env.setdefault("QT_QPA_PLATFORM", "offscreen")
    steps = (
        [["pytest", *arguments]]
        if arguments
        else [["ruff", "check", "."], ["mypy"], ["mypy", "--platform", "win32"], ["pytest"]]
    )
    for step in steps:
        print("$", " ".join(step), flush=True)
        code = subprocess.call([str(PYTHON), "-m", *step], cwd=ROOT, env=env)
        if code:
            return code
    return 0


def main(arguments: list[str]) -> int:
    for stream in (
        sys.stdout,
        sys.stderr,
    ):  # into a pipe or a file Windows would write a code page that lacks the letters
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        stop(
            f"Cần Python từ {OLDEST[0]}.{OLDEST[1]} đến {NEWEST[0]}.{NEWEST[1]}; máy này chạy {sys.version.split()[0]}."
        )
    command = arguments[0] if arguments else ""
    env = dict(os.environ, PYTHONUTF8="1")
    display = not LINUX or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    offscreen = bool(os.environ.get("QT_QPA_PLATFORM"))
    opens_window = command in {"", "--data"}
    lacking = missing_packages(
        qt=opens_window or command in {"test", "doctor"}, window=opens_window and display and not offscreen
    )
    if command == "doctor":
        print(
            f"Python {sys.version.split()[0]} · màn hình: {'có' if display else 'không'} · "
            f"gói hệ thống còn thiếu: {' '.join(lacking) or 'không'}"
        )
        return 1 if lacking else 0
    if opens_window and not display and not offscreen:
        stop(NO_DISPLAY)
    if lacking:
        stop(apt_line(lacking))
    set_up(ROOT / ("requirements-dev.lock" if command == "test" else "requirements.lock"))
    if command == "test":
        return check_everything(env, arguments[1:])
    return subprocess.call([str(PYTHON), str(ROOT / "main.py"), *arguments], env=env)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
