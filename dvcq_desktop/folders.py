"""Where data may live: the PC's own disk, not a network drive, a stick or a folder that a cloud program copies."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import fold

EVIDENCE = "minh-chung"  # the store of evidence files, inside the data folder
LONGEST = 100  # letters of the path: names of files below it must still fit what Windows allows
_SYNCED = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "icloud": "iCloud",
    "iclouddrive": "iCloud",  # as iCloud for Windows calls it
    "icloudphotos": "iCloud",
    "my drive": "Google Drive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "mega": "MEGA",
    "megasync": "MEGA",
    "pcloud drive": "pCloud",
    "pclouddrive": "pCloud",
    "seafile": "Seafile",
    "synologydrive": "Synology Drive",
    "mobile documents": "iCloud",
}
# What these programs leave at the root of a folder they copy, whatever its name: files (a folder ~/.dropbox is but settings).
_MARKERS = {
    ".stfolder": "Syncthing",
    ".dropbox": "Dropbox",
    ".sync/ID": "Resilio Sync",
    ".owncloudsync.log": "ownCloud",
    ".nextcloudsync.log": "Nextcloud",
    ".849C9593-D756-4E56-8D6E-42412F2A707B": "OneDrive",
}
_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")  # set by Windows: where OneDrive's folders are
_NETWORK_TYPES = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "sshfs", "fuse.sshfs", "9p", "davfs", "fuse.gvfsd-fuse"}
_STICK_TYPES = {"vfat", "exfat", "msdos", "iso9660", "udf"}
_STICK_PLACES = ("/media/", "/run/media/", "/mnt/usb")


def trouble_with(folder: Path) -> str | None:
    """Why live data should not lie there, as a sentence with what to do; None where all is well. Changes nothing."""
    path = Path(os.path.abspath(folder.expanduser()))  # noqa: PTH100  # resolve() would ask a dead network drive
    if len(str(path)) > LONGEST:
        return _(
            "Đường dẫn dài {n} ký tự, quá {most} ký tự cho phép. Hãy chọn thư mục có tên ngắn hơn.",
            n=len(str(path)),
            most=LONGEST,
        )
    refused = refused_place(path)
    if refused:
        return refused
    if path.exists() and not path.is_dir():
        return _("{path} là một tệp, không phải thư mục. Hãy chọn thư mục khác.", path=path)
    if not os.access(_nearest(path), os.W_OK):
        return _("Không được phép ghi vào {path}. Hãy chọn thư mục khác, ví dụ trong Tài liệu của bạn.", path=path)
    return None


def refused_place(folder: Path) -> str | None:
    """Why data must not be in use where they lie: synced, on a network drive, on a stick; None where they may."""
    path = Path(os.path.abspath(folder.expanduser()))  # noqa: PTH100  # resolve() would ask a dead network drive
    kind = drive_kind(path)
    if kind == "network":
        return _(
            "Thư mục này nằm trên ổ mạng, dữ liệu có thể hỏng khi mất kết nối. Hãy chọn thư mục trên ổ đĩa của máy."
        )
    service = synced_by(path)
    if service:
        return _(
            "Thư mục này do {service} đồng bộ nên dữ liệu có thể bị ghi đè. Hãy chọn thư mục khác trên ổ đĩa của máy; "
            "bản sao lưu thì để ở {service} được.",
            service=service,
        )
    if kind == "removable":
        return _(
            "Thư mục này nằm trên USB hoặc ổ tháo rời được. Hãy chọn thư mục trên ổ đĩa của máy; USB dùng để sao lưu."
        )
    real = path.resolve()  # a shortcut of the file system into such a place is that place
    return refused_place(real) if real != path else None


def synced_by(path: Path) -> str | None:
    """The cloud program that copies this folder: by names, by what Windows says, by what it leaves there; None for none."""
    for part in path.parts:
        folded = fold(part)
        for start, service in _SYNCED.items():
            if folded == start or folded.startswith((start + " ", start + "-", start + "_")):
                return service
    if any(os.environ.get(name) and path.is_relative_to(os.environ[name]) for name in _VARIABLES):
        return "OneDrive"
    for above in (path, *path.parents):
        for marker, service in _MARKERS.items():
            if (above / marker).is_file() or (marker == ".stfolder" and (above / marker).is_dir()):
                return service
    return None


def drive_kind(path: Path) -> str:
    """ "fixed", "network" or "removable"; "fixed" where the system does not tell."""
    text = str(path)
    if text.startswith(("\\\\", "//")):
        return "network"
    if sys.platform == "win32":
        return _windows_kind(path)
    if text.startswith(_STICK_PLACES):
        return "removable"
    kind = _mount_type(path)
    return "network" if kind in _NETWORK_TYPES else "removable" if kind in _STICK_TYPES else "fixed"


def file_system(path: Path) -> str:
    """What the system calls the file system of a path ("ext4"); empty where it does not tell."""
    return _mount_type(path)


def _mount_type(path: Path) -> str:
    """The file system of the mount a Linux path lies on."""
    try:
        lines = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    best, kind = "", ""
    for line in lines:
        fields = line.split()
        if len(fields) < 3:
            continue
        place = fields[1].replace("\\040", " ")
        inside = str(path) == place or str(path).startswith(place.rstrip("/") + "/")
        if inside and len(place) >= len(best):
            best, kind = place, fields[2]
    return kind


def _windows_kind(path: Path) -> str:
    import ctypes

    answer = ctypes.windll.kernel32.GetDriveTypeW(path.anchor)  # type: ignore[attr-defined,unused-ignore]
    return {2: "removable", 4: "network", 5: "removable"}.get(int(answer), "fixed")


def _nearest(path: Path) -> Path:
    while not path.exists() and path != path.parent:
        path = path.parent
    return path
