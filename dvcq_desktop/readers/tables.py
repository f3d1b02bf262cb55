"""The shelf of files that hold tables of points: each suffix and its reader."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from dvcq_desktop.errors import InputRefused
from dvcq_desktop.readers.docx_tables import read_docx_tables
from dvcq_desktop.readers.guard import damaged
from dvcq_desktop.readers.table_cells import Table
from dvcq_desktop.readers.xlsx import read_xlsx
from dvcq_desktop.texts import _

TABLE_READERS: dict[str, Callable[[Path], list[Table]]] = {".xlsx": read_xlsx, ".docx": read_docx_tables}


def read_tables(path: Path) -> list[Table]:
    """The tables of a file. InputRefused, with what is wrong and what to do, where it cannot be read or holds none."""
    reader = TABLE_READERS.get(path.suffix.lower())
    if reader is None:
        raise InputRefused(
            _(
                "Không nhập được bảng từ tệp kiểu “{suffix}” ({name}). Dữ liệu trong máy chưa thay đổi. "
                "Hãy lưu tệp thành .xlsx hoặc .docx, hoặc chép bảng rồi dán vào đây.",
                suffix=path.suffix or "?",
                name=path.name,
            )
        )
    try:
        found = reader(path)
    except (InputRefused, MemoryError):
        raise
    except Exception as trouble:  # the parser's boundary: a damaged file makes zipfile and expat raise almost anything
        raise damaged(path.name) from trouble
    if not found:
        raise InputRefused(
            _(
                "Tệp “{name}” không có bảng nào. Dữ liệu trong máy chưa thay đổi. Hãy chọn tệp có bảng điểm, "
                "hoặc chép bảng trong tệp rồi dán vào đây.",
                name=path.name,
            )
        )
    return found
