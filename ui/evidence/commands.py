"""What can be done with documents from the window: each is one operation with a label a person can read in the undo menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from dvcq_desktop import evidence, evidence_links, tasks
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.evidence_gaps import ItemProof
from dvcq_desktop.evidence_rows import EvidenceRow
from ui import ask
from ui.desk import Desk
from ui.dialogs.pick import PickDialog

_SHORT = 40


def named(rows: Sequence[EvidenceRow]) -> str:
    """Documents in a label: "“Báo cáo quý I”", "3 minh chứng"."""
    if len(rows) != 1:
        return f"{len(rows)} minh chứng"
    title = rows[0].evidence.title
    return f"“{title if len(title) <= _SHORT else title[: _SHORT - 1].rstrip() + '…'}”"


def ids_of(rows: Sequence[EvidenceRow]) -> list[int]:
    return [row.id for row in rows]


def item_code(proof: ItemProof) -> str:
    """ "1.2"."""
    return f"{proof.criterion.number}.{proof.item.number}"


def pick_items(proofs: Sequence[ItemProof], title: str, do: str, parent: QWidget, *, several: bool) -> list[ItemProof]:
    """Ask for items of the framework; what lacks proof says so."""
    names = [
        f"{item_code(proof)}  {proof.item.text}" + (f"  (▲ {proof.told} còn thiếu)" if proof.gap else "")
        for proof in proofs
    ]
    dialog = PickDialog(title, names, do=do, several=several, parent=parent)
    return [proofs[place] for place in dialog.places] if ask.show_dialog(dialog) else []


def link(desk: Desk, rows: Sequence[EvidenceRow], proofs: Sequence[ItemProof]) -> None:
    """Let documents prove items."""
    codes = ", ".join(item_code(proof) for proof in proofs)
    item_ids = [proof.item.id for proof in proofs]
    label = f"Liên kết {named(rows)} với nội dung {codes}"
    if desk.attempt(label, evidence_links.link_all, ids_of(rows), item_ids=item_ids):
        desk.told.emit(f"Đã liên kết {named(rows)} với nội dung {codes}.", True)


def link_tasks(desk: Desk, rows: Sequence[EvidenceRow], parent: QWidget) -> None:
    """Ask for tasks and let documents show that they were done."""
    found = tasks.tasks(desk.db, desk.year) if desk.year is not None else []
    if not found:
        desk.refused.emit("Năm này chưa có nhiệm vụ. Hãy tạo nhiệm vụ ở trang Phân công & tiến độ trước.")
        return
    names = [f"{number}. {task.text}" for number, task in enumerate(found, start=1)]
    dialog = PickDialog("Liên kết với nhiệm vụ", names, do="Liên kết", several=True, parent=parent)
    if ask.show_dialog(dialog) and dialog.places:
        task_ids = [found[place].id for place in dialog.places]
        label = f"Liên kết {named(rows)} với {len(task_ids)} nhiệm vụ"
        if desk.attempt(label, evidence_links.link_all, ids_of(rows), task_ids=task_ids):
            desk.told.emit(f"Đã liên kết {named(rows)} với {len(task_ids)} nhiệm vụ.", True)


def unlink(desk: Desk, rows: Sequence[EvidenceRow], proof: ItemProof) -> None:
    """Take documents from an item; nothing is asked, undo brings the link back with its pages and notes."""
    code = item_code(proof)
    if desk.attempt(f"Bỏ {named(rows)} khỏi nội dung {code}", evidence_links.unlink_many, ids_of(rows), proof.item.id):
        desk.told.emit(f"Đã bỏ {named(rows)} khỏi nội dung {code}; văn bản vẫn còn.", True)


def move(desk: Desk, rows: Sequence[EvidenceRow], proof: ItemProof, to: ItemProof) -> None:
    """Let documents prove another item instead."""
    label = f"Chuyển {named(rows)} từ nội dung {item_code(proof)} sang {item_code(to)}"
    if desk.attempt(label, evidence_links.move_many, ids_of(rows), proof.item.id, to.item.id):
        desk.told.emit(f"Đã chuyển {named(rows)} sang nội dung {item_code(to)}.", True)


def approve(desk: Desk, rows: Sequence[EvidenceRow]) -> None:
    if desk.attempt(f"Duyệt {named(rows)}", evidence.approve, ids_of(rows), desk.office.who):
        desk.told.emit(f"Đã duyệt {named(rows)}.", True)


def send_back(desk: Desk, rows: Sequence[EvidenceRow], parent: QWidget) -> None:
    """Return documents with a reason, asked again with what was wrong with it."""

    def use(typed: str) -> None:
        desk.run(f"Trả lại {named(rows)}", evidence.send_back, ids_of(rows), typed, desk.office.who)

    if ask_and_do("Trả lại", f"Lý do trả lại {named(rows)} (người nộp sẽ đọc):", "", use, parent):
        desk.told.emit(f"Đã trả lại {named(rows)}; không còn được tính là minh chứng.", True)


def submit_again(desk: Desk, rows: Sequence[EvidenceRow]) -> None:
    if desk.attempt(f"Trình duyệt lại {named(rows)}", evidence.submit_again, ids_of(rows)):
        desk.told.emit(f"Đã trình duyệt lại {named(rows)}.", True)


def set_box(desk: Desk, rows: Sequence[EvidenceRow], parent: QWidget) -> None:
    """Ask for the box the papers lie in."""

    def use(typed: str) -> None:
        desk.run(f"Xếp {named(rows)} vào hộp {typed}", evidence.change_many, ids_of(rows), box=typed)

    if ask_and_do(
        "Số hộp", f"Hộp đựng {named(rows)} (số đứng sau chữ H của mã):", str(rows[0].evidence.box), use, parent
    ):
        desk.told.emit(f"Đã đổi số hộp của {named(rows)}.", True)


def trash(desk: Desk, rows: Sequence[EvidenceRow]) -> None:
    """Nothing is asked: undo and the trash both bring it back."""
    if desk.attempt(f"Bỏ {named(rows)} vào thùng rác", evidence.trash, ids_of(rows), desk.office.who):
        desk.told.emit(f"Đã bỏ {named(rows)} vào thùng rác.", True)


def restore(desk: Desk, rows: Sequence[EvidenceRow]) -> None:
    if desk.attempt(f"Lấy lại {named(rows)} từ thùng rác", evidence.restore, ids_of(rows)):
        desk.told.emit(f"Đã lấy lại {named(rows)} cùng mọi liên kết.", True)


def purge(desk: Desk, rows: Sequence[EvidenceRow], parent: QWidget) -> None:
    """Delete for good what is in the trash; the count stands on the button, the safe way is the usual one."""
    way = ask.choose(
        parent,
        "Xóa hẳn",
        f"Xóa hẳn {named(rows)} khỏi danh sách?",
        (f"Xóa {len(rows)} minh chứng", "Giữ lại"),
        detail="Liên kết, số trang, ghi chú của các văn bản này mất theo. Tệp trong kho chỉ mất khi dọn kho.",
    )
    if way == 0 and desk.attempt(f"Xóa hẳn {named(rows)}", evidence.purge, ids_of(rows)):
        desk.told.emit(f"Đã xóa {named(rows)}.", True)


def ask_and_do(title: str, question: str, typed: str, use: Callable[[str], object], parent: QWidget) -> bool:
    """Ask for a line and use it; a broken rule asks again with the reason. Whether it was done."""
    why = ""
    answer: str | None = typed
    while True:
        answer = ask.line(parent, title, f"▲ {why}\n\n{question}" if why else question, answer or "")
        if answer is None:
            return False
        try:
            use(answer)
        except RuleBroken as broken:
            why = str(broken)
            continue
        return True
