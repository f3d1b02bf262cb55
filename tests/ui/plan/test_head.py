"""The head and the foot of the plan: stored on leaving, refusals below the field, the date as it will be spelled."""

from __future__ import annotations

import pytest
from plan_places import write
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from dvcq_desktop import plans
from dvcq_desktop.plans import AUTHORITIES, Plan
from ui.desk import Desk
from ui.pages.plan import PlanPage


def stored(desk: Desk) -> Plan:
    return plans.plan_of_year(desk.db, 2025)


def line(page: PlanPage, name: str) -> QLineEdit:
    form = page.middle.head if name in page.middle.head.fields else page.middle.signing
    page.outline.select("head" if form is page.middle.head else "signing")
    typed = form.fields[name].typed
    typed.setFocus()
    typed.selectAll()
    return typed


def leave(page: PlanPage) -> None:
    page.outline.tree.setFocus()


@pytest.mark.parametrize(
    ("typed", "iso", "spelled", "shown"),
    [
        ("5/2/2025", "2025-02-05", "In ra: Ba Thành, ngày 05 tháng 02 năm 2025", "05/02/2025"),
        ("tháng 02/2025", "2025-02", "In ra: Ba Thành, ngày …… tháng 02 năm 2025", "02/2025"),
        ("ngày 24 tháng 9 năm 2025", "2025-09-24", "In ra: Ba Thành, ngày 24 tháng 9 năm 2025", "24/09/2025"),
        ("2025", "2025", "In ra: Ba Thành, ngày …… tháng …… năm 2025", "2025"),
    ],
)
def test_a_date_typed_freely_is_shown_as_it_will_be_spelled(
    page: PlanPage, desk: Desk, typed: str, iso: str, spelled: str, shown: str
) -> None:
    field = line(page, "issued_on")
    write(field, typed)
    leave(page)
    assert stored(desk).issued_on == iso
    assert page.middle.head.spelled() == spelled
    assert field.text() == shown


def test_a_refused_date_is_told_below_and_the_text_stays(page: PlanPage, desk: Desk) -> None:
    before = stored(desk).issued_on
    field = line(page, "issued_on")
    write(field, "31/02/2025")
    leave(page)
    assert stored(desk).issued_on == before
    assert field.text() == "31/02/2025"
    assert page.middle.head.fields["issued_on"].note() == (
        "▲ Không có ngày 31/02/2025 trong lịch. Hãy gõ lại, ví dụ 24/10/2025."
    )
    page.refresh()
    assert field.text() == "31/02/2025"
    line(page, "issued_on")
    write(field, "28/02/2025")
    leave(page)
    assert stored(desk).issued_on == "2025-02-28"
    assert page.middle.head.fields["issued_on"].note() == ""


def test_a_number_may_stay_blank_and_holds_digits_only(page: PlanPage, desk: Desk) -> None:
    field = line(page, "number")
    write(field, "5/KH")
    leave(page)
    assert stored(desk).number == ""
    assert page.middle.head.fields["number"].note().startswith("▲ Số văn bản chỉ gồm chữ số")


def test_a_field_left_is_one_step_of_undo(page: PlanPage, desk: Desk) -> None:
    field = line(page, "place")
    write(field, "Ba Dong")
    leave(page)
    assert stored(desk).place == "Ba Dong"
    assert desk.office.undo_label() == "Sửa địa danh"
    desk.undo()
    assert stored(desk).place == "Ba Thành"
    assert field.text() == "Ba Thành"


def test_ctrl_z_in_a_line_that_is_stored_undoes_the_office(page: PlanPage, desk: Desk) -> None:
    field = line(page, "place")
    write(field, "Ba Dong")
    desk.flush.emit()
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert stored(desk).place == "Ba Thành"


def test_the_authority_sets_the_lines_of_the_signer(page: PlanPage, desk: Desk) -> None:
    page.outline.select("signing")
    combo = page.middle.signing.authority
    assert combo.currentText() == "TM. … CHỦ TỊCH"
    combo.setCurrentIndex(1)
    combo.activated.emit(1)
    assert stored(desk).signer_lines == "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"
    lines = page.middle.signing.fields["signer_lines"].typed
    assert lines.toPlainText() == AUTHORITIES["TM. … KT. CHỦ TỊCH – PHÓ CHỦ TỊCH"]
    lines.setFocus()
    lines.selectAll()
    write(lines, "TO TRUONG")
    leave(page)
    assert combo.currentText() == "Khác (sửa ở ô dưới)"


def test_a_signer_is_chosen_from_the_officials(page: PlanPage, desk: Desk) -> None:
    page.outline.select("signing")
    page.middle.signing.official.activated.emit(0)
    assert stored(desk).signer_name == "Nguyễn Văn An"


def test_recipients_end_with_the_archive(page: PlanPage, desk: Desk) -> None:
    page.outline.select("signing")
    field = page.middle.signing.fields["recipients"]
    assert field.note().startswith("Dấu “-”")
    desk.run("Sửa", plans.change_plan, page.plan.id, recipients="UBND huyện")
    assert "Lưu: VT" in field.note()


def test_empty_fields_are_proposed_from_the_office(page: PlanPage, desk: Desk) -> None:
    desk.run("Xóa", plans.change_plan, page.plan.id, organ="", place="", recipients="")
    page.outline.select("head")
    assert page.middle.head.propose.isVisibleTo(page)
    page.middle.head.propose.click()
    assert (stored(desk).organ, stored(desk).place) == ("ỦY BAN NHÂN DÂN\nXÃ BA THÀNH", "Ba Thành")
    assert not page.middle.head.propose.isVisibleTo(page)
    page.outline.select("signing")
    page.middle.signing.propose.click()
    assert stored(desk).recipients.split("\n")[-1] == "Lưu: VT"
