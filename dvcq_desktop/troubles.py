"""Says trouble with the data file or a medium in a sentence: what happened, what is safe, what to do; and its exit code."""

from __future__ import annotations

import errno
import sqlite3

from db import errors as data
from dvcq_desktop.data_troubles import data_sentence
from dvcq_desktop.errors import InputRefused, MediumTrouble, RuleBroken
from dvcq_desktop.system_words import cause
from dvcq_desktop.texts import _

BLOCKED, USAGE, REFUSED, ELSEWHERE, NO_ROOM = 1, 2, 3, 4, 5

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}
_GONE = {errno.EIO, errno.EROFS, errno.ENODEV, errno.ENXIO}  # the stick was pulled, the disk fails or is locked


def sentence(trouble: BaseException) -> str | None:
    """The sentence for the person; None where the trouble is a fault of the program."""
    if isinstance(trouble, (RuleBroken, InputRefused, MediumTrouble)):
        return str(trouble)
    if isinstance(trouble, data.DataTrouble):
        return data_sentence(trouble)
    if isinstance(trouble, sqlite3.OperationalError):
        return _sqlite_sentence(str(trouble))
    if type(trouble) is sqlite3.DatabaseError:  # not its subclasses: those are faults of the program
        return _(
            "Tệp dữ liệu bị hỏng ({detail}) nên thay đổi vừa rồi chưa lưu. Chương trình không ghi thêm gì vào đó. "
            "Hãy đóng chương trình và khôi phục từ bản sao lưu gần nhất.",
            detail=cause(trouble),
        )
    if isinstance(trouble, OSError):
        return _os_sentence(trouble)
    return None


def exit_code(trouble: BaseException) -> int:
    """Exit code of the command line for this trouble (docs/design.md, "Command line")."""
    if isinstance(trouble, data.OpenElsewhere):
        return ELSEWHERE
    if isinstance(trouble, (MediumTrouble, data.NoRoom, data.DiskFull)) or (
        isinstance(trouble, OSError) and trouble.errno in _NO_ROOM | _GONE
    ):
        return NO_ROOM
    if isinstance(trouble, sqlite3.OperationalError):
        return ELSEWHERE if _is_busy(str(trouble)) else NO_ROOM
    if isinstance(trouble, (InputRefused, data.DataTrouble)) or type(trouble) is sqlite3.DatabaseError:
        return REFUSED
    return USAGE


def _is_busy(said: str) -> bool:
    return "locked" in said or "busy" in said


def _sqlite_sentence(said: str) -> str | None:
    if "full" in said:
        return _(
            "Ổ đĩa đã đầy nên chưa lưu được thay đổi vừa rồi. Những gì báo “Đã lưu” vẫn còn nguyên. "
            "Hãy xóa bớt tệp trên ổ đĩa rồi làm lại."
        )
    if _is_busy(said):
        return _(
            "Tệp dữ liệu đang bị một chương trình khác giữ (có thể là phần mềm diệt vi-rút). Thay đổi vừa rồi chưa lưu, "
            "những gì đã lưu còn nguyên. Hãy thử lại sau ít phút."
        )
    if "readonly" in said or "unable to open" in said:
        return _(
            "Không ghi được vào thư mục dữ liệu. Những gì đã lưu còn nguyên. Hãy kiểm tra quyền ghi của thư mục và ổ đĩa."
        )
    if "disk I/O" in said:
        return _(
            "Ổ đĩa báo lỗi khi ghi. Những gì báo “Đã lưu” vẫn còn nguyên. Hãy đóng chương trình, kiểm tra ổ đĩa rồi mở lại."
        )
    return None


def _os_sentence(trouble: OSError) -> str:
    where = trouble.filename2 or trouble.filename or _("tệp")  # of a renaming: the file the person knows
    if trouble.errno in _NO_ROOM:
        return _(
            "Ổ đĩa đã đầy nên không ghi được {where}. Tệp cũ (nếu có) còn nguyên. Hãy xóa bớt tệp hoặc chọn ổ khác.",
            where=where,
        )
    if isinstance(trouble, FileNotFoundError):
        return _(
            "Không thấy {where}. Dữ liệu đã lưu còn nguyên. Hãy kiểm tra lại tên tệp, thư mục, hoặc USB đã cắm chưa.",
            where=where,
        )
    if trouble.errno in _READ_ONLY:
        return _(
            "Không được phép ghi hoặc đọc {where}; tệp có thể đang mở trong chương trình khác. Dữ liệu đã lưu còn nguyên. "
            "Hãy đóng tệp đó hoặc chọn nơi khác.",
            where=where,
        )
    return _(
        "Không đọc hoặc ghi được {where} ({why}). Dữ liệu đã lưu còn nguyên. Hãy kiểm tra ổ đĩa hoặc USB rồi thử lại.",
        where=where,
        why=cause(trouble),
    )
