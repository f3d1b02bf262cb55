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
    GridColumn(title="Khóa", share=110, align="center"),
    GridColumn(title="Chữ kiểm tra", share=30, align="center"),
)

_APART = "\xa0" * 3  # between two groups of letters, to be read without losing one's place


def build(db: Connection, keys: Keys, day: date) -> Document:
    """The sheet of an office's key. It is no form of the print menu: who holds the paper can read every backup."""
    office = office_of(db, day)
    rows = tuple(_row(n, line) for n, line in enumerate(recovery_lines(keys), start=1))
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
                            "Khi máy hỏng, mất máy hoặc quên mật khẩu sao lưu:\n"
                            "1. Cài chương trình trên máy khác, cắm USB sao lưu.\n"
                            "2. Mở chương trình, chọn “Tôi đã có bản sao lưu”. Nếu chương trình đang có dữ liệu thì vào trang Sao lưu, "
                            "chọn “Khôi phục từ thư mục hoặc USB khác”.\n"
                            "3. Ở ô hỏi mật khẩu sao lưu, gõ lần lượt các dòng ở bảng trên, cả chữ kiểm tra; viết hoa hay viết thường, có "
                            "khoảng trống hay không đều được. Gõ sai dòng nào, chương trình báo đúng dòng đó.\n"
                            "4. Xem những gì sẽ được lấy lại, bấm Khôi phục, chờ chương trình báo đã xong.\n"
                            "5. Vào trang Sao lưu đặt mật khẩu sao lưu mới, rồi cất phiếu này lại vào két: khóa trên phiếu vẫn dùng được.\n"
                            "Không còn chương trình này vẫn mở được bằng công cụ age (age-encryption.org): viết liền AGE-SECRET-KEY-1 và "
                            "các chữ ở cột Khóa, bỏ khoảng trống."
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


def _row(number: int, line: str) -> GridRow:
    *groups, check = line.split()
    return GridRow(cells=(str(number), _APART.join(groups), check), kind="total")
