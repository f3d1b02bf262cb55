"""The icons seen before anything else, drawn beforehand: their SVGs and Qt's plugin for them would delay the first paint by 14 ms.

resources/icons/ready.a8 holds their names on one line, then 40 × 40 bytes each: how far the colour covers the ground. It is made
from the SVGs by `python -m ui.widgets.ready_icons > resources/icons/ready.a8`; a test holds that both agree.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from PySide6.QtGui import QColor, QImage, QPixmap

FILE = Path(__file__).resolve().parent.parent.parent / "resources" / "icons" / "ready.a8"
SIDE = 40  # pixels: an icon of 20 for screens of double density


@cache
def covers() -> dict[str, bytes]:
    """The covering of each icon of the file by its name."""
    if not FILE.is_file():
        return {}
    names, _, rest = FILE.read_bytes().partition(b"\n")
    step = SIDE * SIDE
    return {name: rest[at * step : (at + 1) * step] for at, name in enumerate(names.decode("ascii").split())}


def tinted(cover: bytes, colour: QColor) -> QPixmap:
    """An icon in a colour."""
    image = QImage(cover, SIDE, SIDE, SIDE, QImage.Format.Format_Indexed8)
    plain = colour.rgb() & 0xFFFFFF
    image.setColorTable([alpha << 24 | plain for alpha in range(256)])
    return QPixmap.fromImage(image)


def drawn_anew() -> bytes:
    """What the file should hold: the icons of the side bar and of a locked year."""
    from ui.pages import PAGES
    from ui.widgets.parts import ICONS, drawn

    names = [*dict.fromkeys(page.ICON for page in PAGES), "state-locked"]
    made = [drawn((ICONS / f"{name}.svg").read_bytes(), SIDE).toImage() for name in names]
    alphas = [
        image.convertToFormat(QImage.Format.Format_Alpha8) for image in made
    ]  # kept: what they hand out dies with them
    return " ".join(names).encode("ascii") + b"\n" + b"".join(bytes(alpha.constBits()) for alpha in alphas)


if __name__ == "__main__":
    from PySide6.QtWidgets import QApplication

    application = QApplication([*sys.argv[:1], "-platform", "offscreen"])
    sys.stdout.buffer.write(drawn_anew())
