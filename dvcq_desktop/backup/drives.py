"""Asks the system which sticks and drives are plugged in, what file system they have, whether they can be written."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

LARGEST_ON_FAT = (4 << 30) - 1  # bytes of one file
_FAT = ("vfat", "msdos", "fat32", "fat", "fuse.fusefat")
PULLED = {errno.ENODEV, errno.ENXIO, errno.ENOTCONN}  # what a disk that is no longer there answers
_PLACES = ("/media/", "/run/media/", "/mnt/")
_PSEUDO = {"proc", "sysfs", "tmpfs", "devtmpfs", "cgroup", "cgroup2", "overlay", "squashfs", "autofs", "fuse.portal"}


@dataclass(frozen=True, kw_only=True)
class Drive:
    """A mounted file system that may be a stick."""

    path: Path
    file_system: str  # "vfat", "exfat", "ntfs", "FAT32" …
    removable: bool
    read_only: bool

    @property
    def is_fat(self) -> bool:
        return self.file_system.lower() in _FAT


def drives() -> list[Drive]:
    """Every drive that may be a stick, quick enough to be asked every few seconds; never raises."""
    return _windows_drives() if sys.platform == "win32" else _mounts()


def drive_of(path: Path) -> Drive:
    """The drive a path lies on, as far as the system tells."""
    if sys.platform == "win32":
        return _windows_drive(path.anchor)
    best = Drive(path=Path("/"), file_system="", removable=False, read_only=False)
    text = str(path.absolute())
    for drive in _all_mounts():
        place = str(drive.path)
        inside = text == place or text.startswith(place.rstrip("/") + "/")
        if inside and len(place) >= len(str(best.path)):
            best = drive
    return best


def free_bytes(path: Path) -> int | None:
    """Bytes free where a path lies; None where the system does not tell, as the drivers of some sticks do not."""
    try:
        usage = shutil.disk_usage(path)
    except OSError:
        return None
    return usage.free if usage.total else None


def plugged_in(path: Path) -> bool:
    """Whether the disk a folder lies on is still there: Linux shows the folder of a pulled stick until it is unmounted."""
    try:
        device = path.stat().st_dev
    except OSError:
        return False
    blocks = Path("/sys/dev/block")
    if not sys.platform.startswith("linux") or not os.major(device) or not blocks.is_dir():
        return True
    return (blocks / f"{os.major(device)}:{os.minor(device)}").exists()


def same_disk(one: Path, other: Path) -> bool:
    """Whether two folders lie on one disk, so that one failure takes both; False where the system does not tell."""
    try:
        return _existing(one).stat().st_dev == _existing(other).stat().st_dev
    except OSError:
        return False


def _existing(path: Path) -> Path:
    while not path.exists() and path != path.parent:
        path = path.parent
    return path


def _mounts() -> list[Drive]:
    return [
        drive
        for drive in _all_mounts()
        if f"{drive.path}/".startswith(_PLACES) and drive.file_system not in _PSEUDO and drive.path.is_dir()
    ]


def _all_mounts() -> list[Drive]:
    try:
        lines = Path("/proc/mounts").read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return []
    found = []
    for line in lines:
        fields = line.split()
        if len(fields) >= 4:
            place = fields[1].encode("utf-8", "surrogateescape").decode("unicode_escape", "replace")
            place = place.encode("latin-1", "replace").decode("utf-8", "surrogateescape")
            found.append(
                Drive(
                    path=Path(place),
                    file_system=fields[2],
                    removable=_is_removable(fields[0]) or f"{place}/".startswith(_PLACES[:2]),
                    read_only="ro" in fields[3].split(","),
                )
            )
    return found


def _is_removable(device: str) -> bool:
    name = os.path.basename(device).rstrip("0123456789")  # noqa: PTH119  # sdb1 → sdb; a device, not a path to walk
    try:
        return Path(f"/sys/block/{name}/removable").read_text(encoding="ascii").strip() == "1"
    except OSError:
        return False


def _windows_drives() -> list[Drive]:
    import ctypes

    letters = ctypes.windll.kernel32.GetLogicalDrives()  # type: ignore[attr-defined,unused-ignore]
    system = os.environ.get("SYSTEMDRIVE", "C:").upper()
    names = [f"{chr(65 + number)}:" for number in range(26) if letters >> number & 1]
    found = [_windows_drive(f"{name}\\") for name in names if name != system]
    return [drive for drive in found if drive.file_system]  # an empty card reader has none


def _windows_drive(anchor: str) -> Drive:
    import ctypes

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    kind = int(kernel.GetDriveTypeW(anchor))
    name = ctypes.create_unicode_buffer(64)
    flags = ctypes.c_uint32(0)
    known = kind in (2, 3) and kernel.GetVolumeInformationW(
        anchor, None, 0, None, None, ctypes.byref(flags), name, len(name)
    )
    return Drive(
        path=Path(anchor),
        file_system=name.value if known else "",
        removable=kind == 2,
        read_only=bool(flags.value & 0x80000),  # FILE_READ_ONLY_VOLUME
    )
