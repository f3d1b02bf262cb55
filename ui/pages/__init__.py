"""The shelf of pages; the listing is the side bar, in this order and these groups."""

from __future__ import annotations

from ui.page import Page

PAGES: tuple[type[Page], ...] = ()
