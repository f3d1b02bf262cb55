"""The recovery sheet of encrypted backups, to be printed and put into the safe: the key in groups, how to use it."""

from __future__ import annotations

from datetime import date

from db.connection import Connection
from dvcq_desktop.backup.encryption import Keys, recovery_lines
from dvcq_desktop.dates import decree_date
from dvcq_desktop.printed.blocks import (
    Document,
    Grid,
    GridColumn,
    GridRow,
    Part,
    SignatureCell,
    Signatures,
    Title,
    paragraphs,
)
from dvcq_desktop.printed.letter_parts import head, labelled, office_of
from dvcq_desktop.texts import _

COLUMNS = (
    GridColumn(title="Dòng", share=14, align="center"),
    GridColumn(title="Khóa (hai chữ cuối mỗi dòng để kiểm tra)", share=120, align="center"),
)


def build(db: Connection, keys: Keys, day: date) -> Document:
    """The sheet of an office's key. It is no form of the print menu: who holds the paper can read every backup."""
    office = office_of(db, day)
    rows = tuple(GridRow(cells=(str(n), line)) for n, line in enumerate(recovery_lines(keys), start=1))
    return Document(
        title=_("Phiếu khôi phục bản sao lưu"),
        parts=(
            Part(
                blocks=(
                    head(office, day),
                    Title(
                        kind=_("PHIẾU KHÔI PHỤC"),
                        abstract=_("Khóa mở bản sao lưu đã mã hóa của chương trình DVCQ Desktop"),
                    ),
                    labelled(_("Cơ quan: "), f"{office.name}."),
                    labelled(_("Ngày in: "), f"{decree_date(day.isoformat())}."),
                    *paragraphs(
                        _(
                            "Phiếu này mở được mọi bản sao lưu đã mã hóa của cơ quan. Hãy cất vào két, không chụp ảnh, không gửi đi."
                        )
                    ),
                    Grid(columns=COLUMNS, rows=rows),
                    *paragraphs(
                        _(
                            "Khi máy hỏng hoặc quên mật khẩu sao lưu:\n"
                            "1. Cài chương trình trên máy khác, cắm USB sao lưu.\n"
                            "2. Vào Sao lưu, chọn Khôi phục, chọn “Dùng khóa trên phiếu”.\n"
                            "3. Gõ lại từng dòng ở bảng trên; không cần phân biệt chữ hoa, chữ thường và khoảng trống. Gõ sai dòng nào, "
                            "chương trình báo đúng dòng đó.\n"
                            "4. Đặt mật khẩu sao lưu mới sau khi khôi phục xong.\n"
                            "Khóa là khóa chuẩn của age (age-encryption.org): thêm AGE-SECRET-KEY-1 vào trước, bỏ khoảng trống và hai chữ "
                            "kiểm tra cuối mỗi dòng, thì mở được cả khi không còn chương trình này."
                        )
                    ),
                    Signatures(
                        right=SignatureCell(lines=(_("NGƯỜI IN"),), note=_("(Ký, ghi rõ họ tên)")),
                        left=SignatureCell(lines=(_("NGƯỜI GIỮ"),), note=_("(Ký, ghi rõ họ tên)")),
                    ),
                )
            ),
        ),
    )
