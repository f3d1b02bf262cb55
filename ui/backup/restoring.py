"""The way back from a copy: the whole office, a year or a document; what would change is shown before anything does."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from dvcq_desktop import troubles
from dvcq_desktop.backup import encryption, memory
from dvcq_desktop.backup.bring_in import Fetched, bring_in, fetch_document, fetch_year
from dvcq_desktop.backup.copies import Copy, copies_here, look
from dvcq_desktop.backup.encryption import Keys
from dvcq_desktop.backup.restore import NeedsWord, Restored, restore_whole
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.office import Connection
from ui import ask
from ui.desk import Desk
from ui.jobs import Progress, Stopped
from ui.user_settings import UserSettings
from ui.without_office import Told, carry_out

if TYPE_CHECKING:
    from ui.backup.work import BackupWork


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A whole state somebody decided for; the session closes the office, puts it in place and opens it again."""

    copy: Copy
    word: str = ""


def restore(desk: Desk, work: BackupWork, copy: Copy, parent: QWidget) -> None:
    """Show what a copy would change and carry out what the person decides."""
    from ui.dialogs.restore import RestoreDialog

    desk.flush.emit()
    dialog = RestoreDialog(desk, copy, parent)
    if not ask.show_dialog(dialog):
        return
    folder = desk.office.folder
    if dialog.year:
        fetching = partial(fetch_year, folder, copy, dialog.year)
    elif dialog.document:
        fetching = partial(fetch_document, folder, copy, dialog.document)
    else:
        desk.restoring.emit(Wish(copy=copy))
        return

    def fetch(_db: Connection, progress: Progress) -> Fetched:
        return fetching(progress.report)

    work.start("Đang lấy lại từ bản sao lưu…", fetch, partial(_bring_in, desk))


def _bring_in(desk: Desk, fetched: Fetched) -> None:
    try:
        done = desk.run(fetched.label, bring_in, fetched)
    except RuleBroken as broken:
        desk.refused.emit(str(broken))
        return
    desk.told.emit(done.sentence, True)


def put_in_place(folder: Path, wish: Wish, who: str, settings: Path, parent: QWidget | None = None) -> tuple[str, bool]:
    """Restore a whole state into a folder no office is open in; a sentence, and whether it was done.

    Where much would be replaced by little the word is asked for first.
    """

    def work(told: Told) -> Restored:
        return restore_whole(folder, wish.copy, told, word=wish.word, who=who, settings_to=settings)

    try:
        return carry_out(parent, "Khôi phục", "Đang khôi phục…", work).sentence, True
    except NeedsWord as needs:
        verb = "Khôi phục"
        if ask.typed(parent, "Bản này ít dữ liệu hơn hẳn", str(needs), needs.word, verb):
            return put_in_place(folder, Wish(copy=wish.copy, word=needs.word), who, settings, parent)
        return "Không khôi phục. Dữ liệu trên máy còn nguyên như trước.", False
    except Stopped:
        return "Đã dừng khôi phục. Dữ liệu trên máy còn nguyên như trước.", False
    except Exception as trouble:
        said = troubles.sentence(trouble)
        if said is None:
            raise
        return said, False


def copies_for(folder: Path) -> list[Copy]:
    """The newest copies of a folder whose data were refused: of each known place that is there, then of the PC itself."""
    found: list[Copy] = []
    for path in memory.known_paths(folder):
        try:
            found += look(path, keys=encryption.keys_of(folder)).copies[:2]
        except Exception as trouble:
            if troubles.sentence(trouble) is None:
                raise
    return [*found, *copies_here(folder)[:2]]


def has_copies(folder: Path) -> bool:
    return bool(copies_for(folder))


def take_copy(folder: Path, parent: QWidget) -> bool:
    """Choose one of the newest copies and put it in the place of refused data; whether the folder can be opened now."""
    found = copies_for(folder)
    labels = [f"{copy.label} ({'máy này' if copy.path == folder else copy.path.name or copy.path})" for copy in found]
    sentence = "Khôi phục từ bản nào? Tệp đang hỏng vẫn được giữ lại bên cạnh."
    place = ask.choose(parent, "Khôi phục từ bản sao lưu", sentence, labels)
    if place is None:
        return False
    said, done = put_in_place(folder, Wish(copy=found[place]), UserSettings().who, UserSettings().path, parent)
    ask.tell(parent, "Khôi phục từ bản sao lưu", said)
    return done


def write_sheet(desk: Desk, keys: Keys, path: Path) -> None:
    """The recovery sheet into a file."""
    from dvcq_desktop.exporting import write_document
    from dvcq_desktop.printed import recovery_sheet

    try:
        write_document(recovery_sheet.build(desk.db, keys, desk.today), path)
    except (OSError, RuleBroken) as trouble:
        desk.refused.emit(troubles.sentence(trouble) or str(trouble))
        return
    desk.told.emit(f"Đã ghi {path.name}. Hãy in ra, cất vào két, rồi xóa tệp này.", False)
