"""Starts the window: application, language, look, data folder, office; one session may change from office to office."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTimer, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from dvcq_desktop import organisation, troubles
from dvcq_desktop.office import Connection, Office, has_data, open_office
from ui import clipboard
from ui.crash import Crash
from ui.desk import Desk
from ui.garbage import Garbage
from ui.look import Look
from ui.main_window import MainWindow
from ui.places import demo_folder, view_folder
from ui.sign_in import sign_in
from ui.user_settings import UserSettings

if TYPE_CHECKING:
    from ui.backup.restoring import Wish

RESOURCES = Path(__file__).resolve().parent.parent / "resources"


def run_window(folder: Path | None) -> int:
    """Open the program on a data folder (None: the one used last, at first the demonstration office); answers the exit code."""
    application = make_application()
    application.aboutToQuit.connect(clipboard.let_go)
    session = Session()
    code = session.start(folder)
    return code if code is not None else application.exec()


def make_application() -> QApplication:
    """The application in Vietnamese, in the style of Windows 11; elsewhere Fusion, as the one of Windows 10 cannot go dark."""
    existing = QApplication.instance()
    fusion = [] if os.name == "nt" else ["-style", "Fusion"]  # setStyle would build all enums of QStyle: 12 ms
    application = existing if isinstance(existing, QApplication) else QApplication([*sys.argv[:1], *fusion])
    application.setApplicationName("DVCQ Desktop")
    application.setDesktopFileName("dvcq-desktop")
    if fusion and application is not existing:
        application.setProperty("styleName", "fusion")
    elif application.style().objectName().lower() != "windows11":
        application.setStyle("Fusion")
    QLocale.setDefault(QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam))
    translator = QTranslator(application)
    own = RESOURCES / "translations" / "qtbase_vi.qm"
    if translator.load(str(own)) or translator.load(
        "qtbase_vi", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    ):
        application.installTranslator(translator)
    seal = RESOURCES / "icons" / "app-256.png"
    if seal.is_file():
        application.setWindowIcon(QIcon(str(seal)))
    return application


def fill_demo_office(db: Connection, folder: Path) -> None:
    """The demonstration office, marked as such."""
    from dvcq_desktop import demo, settings

    demo.fill_demo(db, folder)
    settings.keep_setting(db, settings.DEMO, "1")


class Session(QObject):
    """The window in use and what it takes to change to another office."""

    def __init__(self) -> None:
        super().__init__()
        self.settings = UserSettings()
        self.look = Look(self.settings)
        self.crash = Crash()
        self.garbage = Garbage(self)
        self.window: MainWindow | None = None

    def start(self, folder: Path | None) -> int | None:
        """Open the first window; an exit code where there is none to wait for."""
        remembered = self.settings.last_folder
        if folder is None and remembered is None:
            return self.open_demo(demo_folder())
        wanted = folder or remembered
        assert wanted is not None  # noqa: S101  # one of the two is there, told to the type checker
        if folder is not None and not has_data(wanted):
            return self.first_run(wanted)
        return self.open(wanted)

    def open(self, folder: Path, *, create: bool = False, remember: bool = True) -> int | None:
        """Open the office of a folder in a window of its own and close the window before it."""
        folder = folder.absolute()
        if self.window is not None and self.window.desk.office.folder == folder:
            return None
        try:
            office = open_office(folder, self.settings.who, create=create)
        except Exception as trouble:  # noqa: BLE001  # told to the person, or handed to the crash dialog
            return self._told(folder, trouble)
        who = sign_in(office, self.settings.who)
        if who is None:
            office.close()
            return None if self.window else 0
        office.who = who
        if self._show(office) and remember:
            self.settings.last_folder = folder
        return None

    def open_demo(self, folder: Path) -> int | None:
        """Open the demonstration office, filled on its first use."""
        if self.window is not None and self.window.desk.office.folder == folder.absolute():
            return None
        try:
            office = open_office(folder.absolute(), self.settings.who, create=not has_data(folder))
        except Exception as trouble:  # noqa: BLE001  # told to the person, or handed to the crash dialog
            return self._told(folder, trouble)
        try:
            if organisation.current(office.db) is None:  # new, or the power failed before it was filled
                office.run("Nạp văn phòng mẫu", fill_demo_office, office.folder)
        except BaseException:
            office.close()
            raise
        self._show(office)
        return None

    def first_run(self, folder: Path | None = None) -> int | None:
        """Ask for the office to be set up; 0 where the person changed their mind and no window is open."""
        from ui import ask
        from ui.dialogs.first_run import FirstRun

        wizard = FirstRun(folder, parent=self.window)
        if not ask.show_dialog(wizard) or wizard.answer is None:
            return None if self.window else 0
        answer = wizard.answer
        if answer.demo:
            return self.open_demo(answer.folder)
        if answer.wish is not None:
            return self.bring_back(answer.folder, answer.wish)
        code = self.open(answer.folder, create=True)
        if self.window is None or self.window.desk.office.folder != answer.folder.absolute():
            return code
        wizard.fill(self.window.desk)
        if answer.then_import:
            QTimer.singleShot(0, self.window.import_plan)
        return None

    def bring_back(self, folder: Path, wish: Wish) -> int | None:
        """Put a copy into a folder that holds no office yet and open it; an exit code where that failed and no window is open."""
        from ui import ask
        from ui.backup.restoring import put_in_place

        sentence, done = put_in_place(folder, wish, self.settings.who, self.settings.path, self.window)
        if not done:
            ask.tell(self.window, "Chưa khôi phục", sentence)
            return None if self.window else 0
        code = self.open(folder)
        if self.window is not None and self.window.desk.office.folder == folder.absolute():
            self.window.desk.told.emit(sentence, False)
        return code

    def _show(self, office: Office) -> bool:
        """A window for an office, in the place of the one before; False where the person would rather stay in that one."""
        before = self.window
        if before is not None and not before.close():
            office.close(keep_copy=False)
            return False
        window = MainWindow(Desk(office), self.settings, self.look, page_later=before is None)
        window.office_chosen.connect(self._on_office_chosen)
        window.first_run_wanted.connect(self._on_first_run)
        window.demo_wanted.connect(self._on_demo)
        window.desk.restoring.connect(self._on_restore)
        self.window = window
        self.crash.attach(window)
        window.first_painted.connect(self._after_first_paint)
        window.show()
        if before is not None:
            before.deleteLater()
        return True

    def _after_first_paint(self) -> None:
        """What may wait until the window is there."""
        from dvcq_desktop.evidence_content import clear_views
        from ui.instance import FirstInstance

        if self.window is not None:
            self.look.look_again()
            if self.window.page is None:
                self.window.show_page(self.window.shelf[0].KEY)
            self.window.desk.sign(self.window.desk.office.who)
            FirstInstance(self.window.desk.office.folder, self.window)
            clear_views(view_folder())
            self._remind(self.window)
            self._care(self.window)
            self.crash.tell_fall()
            self._read(self.window)
            self._watch_scans(self.window)
            self.window.lock.start()

    def _care(self, window: MainWindow) -> None:
        """What is to be known and kept of the data folder, and what could not be checked before the window."""
        from ui.backup.care import BackupCare
        from ui.data_watch import DataWatch
        from ui.sidecars import SidecarKeeper

        DataWatch(window).start()
        SidecarKeeper(window.desk, window).start()
        BackupCare(window).start()

    def _remind(self, window: MainWindow) -> None:
        """Count what is to be done and say it once a day."""
        from ui.today.reminder import Reminder

        reminder = Reminder(window.desk, self.settings, window)
        reminder.counted.connect(window.top.show_count)
        reminder.start()

    def _watch_scans(self, window: MainWindow) -> None:
        """Files scanned while nobody looks at the page of evidence come in, too."""
        if self.settings.scan(window.desk.office.folder)[0] is not None:
            from ui.evidence.scan_watch import scan_watch_of

            scan_watch_of(window.desk, self.settings)

    def _read(self, window: MainWindow) -> None:
        """Make the words inside new files searchable."""
        from ui.reading import Reading

        Reading(window.desk, window).start()

    def _on_office_chosen(self, folder: str) -> None:
        if has_data(Path(folder)):
            self.open(Path(folder))
        elif self.window is not None:
            self.window.desk.refused.emit(
                f"Thư mục {folder} chưa có dữ liệu của chương trình. Muốn tạo mới, hãy chọn Tệp – Tạo dữ liệu mới."
            )

    def _on_restore(self, wish: Wish) -> None:
        """Close the office, put the copy in its place, open it again and say what became of it."""
        from ui.backup.restoring import put_in_place

        before = self.window
        if before is None:
            return
        folder, who = before.desk.office.folder, before.desk.office.who
        QApplication.setQuitOnLastWindowClosed(False)
        try:
            if not before.close():
                return
            sentence, done = put_in_place(folder, wish, who, self.settings.path)
            self.window = None
            self.open(folder, remember=False)
        finally:
            QApplication.setQuitOnLastWindowClosed(True)
        before.deleteLater()
        if self.window is not None:
            (self.window.desk.told.emit(sentence, False) if done else self.window.desk.refused.emit(sentence))
        else:
            QApplication.quit()

    def _on_first_run(self) -> None:
        self.first_run(None)

    def _on_demo(self) -> None:
        self.open_demo(demo_folder())

    def _told(self, folder: Path, trouble: Exception) -> int | None:
        """Raise the first window, or say the trouble; the exit code, None where another window stays open."""
        code = troubles.exit_code(trouble)
        if code == troubles.ELSEWHERE:
            from ui.instance import raise_first

            if raise_first(folder):
                return None if self.window else 0
        sentence = troubles.sentence(trouble)
        if sentence is None:
            raise trouble
        from dvcq_desktop import rescue

        if rescue.kind_of(trouble):
            from ui.dialogs.data_refused import offer_ways

            print(sentence, file=sys.stderr)  # noqa: T201  # as below
            other = offer_ways(folder, trouble, self.settings.who, self.window)
            return self.open(other) if other is not None else None if self.window else code
        if self.window is not None:
            self.window.desk.refused.emit(sentence)
            return None
        from ui import ask

        ask.tell(None, "Chưa mở được dữ liệu", sentence)
        print(sentence, file=sys.stderr)  # noqa: T201  # whoever started it from a terminal reads it there
        return code
