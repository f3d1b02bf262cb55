"""The shelf of pages; the listing is the side bar, in this order and these groups."""

from __future__ import annotations

from ui.page import Page
from ui.pages.assignments import AssignmentsPage
from ui.pages.forms import FormsPage
from ui.pages.framework import FrameworkPage
from ui.pages.help import HelpPage
from ui.pages.plan import PlanPage
from ui.pages.reconciliation import ReconciliationPage
from ui.pages.scores import ScoresPage
from ui.pages.settings import SettingsPage
from ui.pages.statistics import StatisticsPage

PAGES: tuple[type[Page], ...] = (
    PlanPage,
    AssignmentsPage,
    FrameworkPage,
    ScoresPage,
    ReconciliationPage,
    StatisticsPage,
    FormsPage,
    SettingsPage,
    HelpPage,
)
