"""The usual folders: where data of an office go when nobody says otherwise, and the demonstration office's own."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QStandardPaths

NAME = "DVCQ Desktop"


def usual_folder() -> Path:
    """ "DVCQ Desktop" in the person's documents; where a cloud program copies these, in the program's own data."""
    from dvcq_desktop.folders import synced_by

    test = os.environ.get("DVCQ_CONFIG")
    if test:
        return Path(test) / "tai-lieu" / NAME
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    folder = Path(documents or Path.home()) / NAME
    return _own_data() / "du-lieu" if synced_by(folder) else folder


def demo_folder() -> Path:
    """The demonstration office's folder, apart from anybody's real data."""
    return _own_data() / "van-phong-mau"


def view_folder() -> Path:
    """Where read-only copies lie that another program opens; emptied at each start."""
    return _own_data() / "xem-tep"


def _own_data() -> Path:
    test = os.environ.get("DVCQ_CONFIG")
    if test:
        return Path(test) / NAME
    base = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
    return Path(base or Path.home()) / NAME
