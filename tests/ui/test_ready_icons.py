"""The icons drawn beforehand are the SVGs of the shelf, in every colour."""

from __future__ import annotations

from PySide6.QtGui import QColor

from ui.pages import PAGES
from ui.widgets import ready_icons
from ui.widgets.parts import ICONS, drawn


def test_the_file_holds_what_the_svgs_say_today(qapp) -> None:
    names, _, alphas = ready_icons.FILE.read_bytes().partition(b"\n")
    wanted_names, _, wanted = ready_icons.drawn_anew().partition(b"\n")
    assert names == wanted_names
    assert len(alphas) == len(wanted)
    assert (
        max(abs(one - other) for one, other in zip(alphas, wanted, strict=True)) <= 8
    )  # another Qt may round otherwise


def test_a_tinted_icon_is_the_svg_in_that_colour(qapp) -> None:
    for page in PAGES:
        for colour in ("#22201e", "#ece7e2", "#8c2f1b"):
            svg = (ICONS / f"{page.ICON}.svg").read_bytes().replace(b"currentColor", colour.encode())
            wanted = drawn(svg, ready_icons.SIDE).toImage()
            made = ready_icons.tinted(ready_icons.covers()[page.ICON], QColor(colour)).toImage()
            for x in range(ready_icons.SIDE):
                for y in range(ready_icons.SIDE):
                    there, here = wanted.pixelColor(x, y), made.pixelColor(x, y)
                    assert abs(there.alpha() - here.alpha()) <= 8, (page.KEY, x, y)
                    if here.alpha() > 200:
                        apart = (abs(a - b) for a, b in zip(there.getRgb()[:3], here.getRgb()[:3], strict=True))
                        assert max(apart) <= 4, (page.KEY, x, y)
