"""The shelf of pages; the listing is the side bar, in this order and these groups."""

from __future__ import annotations

from ui.page import Page
from ui.pages.assignments import AssignmentsPage
from ui.pages.forms import FormsPage
from ui.pages.help import HelpPage
from ui.pages.plan import PlanPage
from ui.pages.reconciliation import ReconciliationPage
from ui.pages.scores import ScoresPage
from ui.pages.settings import SettingsPage

PAGES: tuple[type[Page], ...] = (
    PlanPage,
    AssignmentsPage,
    ScoresPage,
    ReconciliationPage,
    FormsPage,
    SettingsPage,
    HelpPage,
)
