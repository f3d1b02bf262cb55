"""The way back from a copy: the whole office, a year or a document; what would change is shown before anything does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from dvcq_desktop import troubles
from dvcq_desktop.backup import from_evidence
from dvcq_desktop.backup.bring_in import Fetched, bring_in, fetch_documents, fetch_year
from dvcq_desktop.backup.copies import Copy
from dvcq_desktop.backup.encryption import Keys
from dvcq_desktop.backup.places import Passphrases
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

    copy: Copy | None = None
    evidence: Path | None = None  # no copy: a folder of evidence alone
    keys: Keys | None = None  # what opened the place of the copy
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
    elif dialog.documents:
        fetching = partial(fetch_documents, folder, copy, dialog.documents)
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
    desk.told.emit(
        done.sentence, bool(done.added or done.changed or done.removed)
    )  # else Ctrl+Z means what was done before


def rebuild(desk: Desk, work: BackupWork, source: Path, parent: QWidget) -> None:
    """Show what a folder of evidence alone would give, and bring it in as one operation."""
    from ui.dialogs.rebuild import RebuildDialog

    desk.flush.emit()
    if not ask.show_dialog(RebuildDialog(desk, source, parent)):
        return
    folder = desk.office.folder

    def fetch(db: Connection, progress: Progress) -> from_evidence.Fetched:
        return from_evidence.fetch_evidence(db, folder, source, progress.report)

    work.start("Đang chép minh chứng…", fetch, partial(_bring_evidence, desk))


def _bring_evidence(desk: Desk, fetched: from_evidence.Fetched) -> None:
    try:
        done = desk.run(fetched.label, from_evidence.bring_fetched, fetched)
    except RuleBroken as broken:
        desk.refused.emit(str(broken))
        return
    changed = bool(done.documents or done.loose or done.years)
    desk.told.emit(" ".join(line.strip() for line in done.sentences()[:2]), changed)


def renewed_words(done: Passphrases, *, another: bool) -> str:
    """What became of a new passphrase, for the person."""
    if not another:
        said = (
            "Đã tạo khóa mã hóa. Nơi sao lưu nhận từ nay sẽ hỏi có mã hóa không. Hãy in phiếu khôi phục và cất vào két."
        )
        if done.open:
            said += (
                f" {', '.join(done.open)} đã nhận từ trước nên vẫn không mã hóa; muốn mã hóa, hãy nhận một USB khác hoặc đổi tên thư "
                "mục DVCQ-SAO-LUU trên đó rồi nhận lại."
            )
        return said
    said = "Đã đổi mật khẩu sao lưu."
    if done.renewed:
        said += f" {', '.join(done.renewed)} mở bằng mật khẩu mới."
    if done.later:
        said += f" {', '.join(done.later)} vẫn mở bằng mật khẩu cũ cho đến lần sao lưu tới."
    return said


def put_in_place(folder: Path, wish: Wish, who: str, settings: Path, parent: QWidget | None = None) -> tuple[str, bool]:
    """Restore a whole state into a folder no office is open in; a sentence, and whether it was done.

    Where much would be replaced by little the word is asked for first.
    """

    work = partial(_put_in_place, folder, wish, who, settings)
    try:
        return carry_out(parent, "Khôi phục", "Đang khôi phục…", work).sentence, True
    except NeedsWord as needs:
        verb = "Khôi phục"
        if ask.typed(parent, "Bản này ít dữ liệu hơn hẳn", str(needs), needs.word, verb):
            return put_in_place(folder, replace(wish, word=needs.word), who, settings, parent)
        return "Không khôi phục. Dữ liệu trên máy còn nguyên như trước.", False
    except Stopped:
        return "Đã dừng khôi phục. Dữ liệu trên máy còn nguyên như trước.", False
    except Exception as trouble:
        said = troubles.sentence(trouble)
        if said is None:
            raise
        return said, False


def _put_in_place(folder: Path, wish: Wish, who: str, settings: Path, told: Told) -> Restored:
    if wish.evidence is not None:
        return from_evidence.rebuild_whole(folder, wish.evidence, told, word=wish.word, who=who)
    assert wish.copy is not None  # noqa: S101  # a wish is for one of the two
    return restore_whole(folder, wish.copy, told, word=wish.word, who=who, settings_to=settings, keys=wish.keys)


def always(_folder: Path) -> bool:
    """A way that is never in vain: the stick may be plugged in while one looks."""
    return True


def take_copy(folder: Path, parent: QWidget) -> bool:
    """Choose what to bring back in the place of lost or refused data; whether the folder can be opened now."""
    from ui.dialogs.bring_back import BringBack

    dialog = BringBack(folder, parent=parent)
    if not ask.show_dialog(dialog) or dialog.wish is None:
        return False
    settings = UserSettings()
    said, done = put_in_place(folder, dialog.wish, settings.who, settings.path, parent)
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
