"""The shelf of pages; the listing is the side bar, in this order and these groups.

A page's module is imported when the page is first opened: the window must not wait for what nobody looks at yet. The imports
stand in functions, not in strings, so that a frozen build finds them.
"""

from __future__ import annotations

from ui.page import OnShelf, Page


def _today() -> type[Page]:
    from ui.pages.today import TodayPage

    return TodayPage


def _plan() -> type[Page]:
    from ui.pages.plan import PlanPage

    return PlanPage


def _assignments() -> type[Page]:
    from ui.pages.assignments import AssignmentsPage

    return AssignmentsPage


def _evidence() -> type[Page]:
    from ui.pages.evidence import EvidencePage

    return EvidencePage


def _framework() -> type[Page]:
    from ui.pages.framework import FrameworkPage

    return FrameworkPage


def _scores() -> type[Page]:
    from ui.pages.scores import ScoresPage

    return ScoresPage


def _reconciliation() -> type[Page]:
    from ui.pages.reconciliation import ReconciliationPage

    return ReconciliationPage


def _statistics() -> type[Page]:
    from ui.pages.statistics import StatisticsPage

    return StatisticsPage


def _forms() -> type[Page]:
    from ui.pages.forms import FormsPage

    return FormsPage


def _people() -> type[Page]:
    from ui.pages.people import PeoplePage

    return PeoplePage


def _backup() -> type[Page]:
    from ui.pages.backup import BackupPage

    return BackupPage


def _settings() -> type[Page]:
    from ui.pages.settings import SettingsPage

    return SettingsPage


def _help() -> type[Page]:
    from ui.pages.help import HelpPage

    return HelpPage


PAGES: tuple[OnShelf, ...] = (
    OnShelf(KEY="today", TITLE="Hôm nay", GROUP="Công việc", ICON="page-today", load=_today),
    OnShelf(KEY="plan", TITLE="Kế hoạch", GROUP="Công việc", ICON="page-plan", load=_plan),
    OnShelf(
        KEY="assignments", TITLE="Phân công & tiến độ", GROUP="Công việc", ICON="page-assignments", load=_assignments
    ),
    OnShelf(KEY="evidence", TITLE="Minh chứng", GROUP="Công việc", ICON="page-evidence", load=_evidence),
    OnShelf(KEY="framework", TITLE="Bộ tiêu chí", GROUP="Đánh giá", ICON="page-framework", load=_framework),
    OnShelf(KEY="scores", TITLE="Tự chấm điểm", GROUP="Đánh giá", ICON="page-scores", load=_scores),
    OnShelf(
        KEY="reconciliation",
        TITLE="Đối chiếu & trừ điểm",
        GROUP="Đánh giá",
        ICON="page-reconciliation",
        load=_reconciliation,
    ),
    OnShelf(KEY="statistics", TITLE="Thống kê", GROUP="Đánh giá", ICON="page-statistics", load=_statistics),
    OnShelf(KEY="forms", TITLE="Báo cáo & biểu mẫu", GROUP="Văn bản", ICON="page-forms", load=_forms),
    OnShelf(KEY="people", TITLE="Bộ phận & cán bộ", ICON="official", load=_people),
    OnShelf(KEY="backup", TITLE="Sao lưu", ICON="page-backup", load=_backup),
    OnShelf(KEY="settings", TITLE="Cài đặt", ICON="page-settings", load=_settings),
    OnShelf(KEY="help", TITLE="Trợ giúp", ICON="page-help", load=_help),
)
