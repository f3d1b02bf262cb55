"""Says in Vietnamese what the operating system or SQLite reports in English: one table for every sentence that names a cause."""

from __future__ import annotations

import errno
import sqlite3

from dvcq_desktop.texts import _

_CAUSES: dict[str, str] = {  # by name: not every system has every code
    "ENOSPC": "ổ đĩa đã đầy",
    "EDQUOT": "đã hết phần ổ đĩa được cấp",
    "EFBIG": "ổ đĩa không nhận tệp lớn như vậy",
    "EIO": "ổ đĩa báo lỗi đọc hoặc ghi",
    "EACCES": "không có quyền, hoặc tệp đang mở trong chương trình khác",
    "EPERM": "hệ điều hành không cho phép",
    "EROFS": "ổ đĩa chỉ cho đọc",
    "ENOENT": "không thấy tệp hoặc thư mục",
    "ENOTDIR": "không phải là thư mục",
    "EISDIR": "là thư mục, không phải tệp",
    "ENOTEMPTY": "thư mục không trống",
    "EEXIST": "đã có tệp cùng tên",
    "ENAMETOOLONG": "tên hoặc đường dẫn quá dài",
    "EILSEQ": "tên tệp có chữ mà ổ đĩa này không ghi được",
    "EINVAL": "hệ điều hành không nhận yêu cầu này",
    "EBUSY": "đang bị chương trình khác giữ",
    "ETXTBSY": "đang bị chương trình khác giữ",
    "EXDEV": "không chuyển được sang ổ đĩa khác",
    "EMFILE": "chương trình đang mở quá nhiều tệp",
    "ENFILE": "máy đang mở quá nhiều tệp",
    "ENOMEM": "máy không đủ bộ nhớ",
    "ELOOP": "lối tắt dẫn vòng",
    "ENODEV": "không còn thấy thiết bị",
    "ENXIO": "không còn thấy thiết bị",
    "ENOMEDIUM": "không còn thấy thiết bị",
    "EREMOTEIO": "thiết bị báo lỗi đọc hoặc ghi",
    "EUCLEAN": "hệ thống tệp trên ổ đĩa bị hỏng",
    "EBADMSG": "dữ liệu đọc lên bị hỏng",
    "EOPNOTSUPP": "ổ đĩa này không làm được việc đó",
    "ENOSYS": "ổ đĩa này không làm được việc đó",
    "ETIMEDOUT": "chờ quá lâu không thấy trả lời",
    "ESTALE": "thư mục mạng đã thay đổi hoặc đã ngắt",
    "ENOTCONN": "đã mất kết nối",
    "ENETUNREACH": "không tới được mạng",
    "EHOSTDOWN": "máy kia không trả lời",
    "EHOSTUNREACH": "không tới được máy kia",
    "ECONNRESET": "kết nối bị ngắt",
    "ECONNABORTED": "kết nối bị ngắt",
    "ECONNREFUSED": "máy kia không nhận kết nối",
    "EPIPE": "kết nối bị ngắt",
}
_BY_CODE = {getattr(errno, name): words for name, words in _CAUSES.items() if hasattr(errno, name)}
_BY_KIND: tuple[tuple[type[OSError], str], ...] = (  # raised without a code
    (FileNotFoundError, "ENOENT"),
    (PermissionError, "EACCES"),
    (FileExistsError, "EEXIST"),
    (IsADirectoryError, "EISDIR"),
    (NotADirectoryError, "ENOTDIR"),
    (TimeoutError, "ETIMEDOUT"),
    (ConnectionError, "ECONNRESET"),
)
_SQLITE: dict[int, str] = {  # primary result codes, https://www.sqlite.org/rescode.html
    sqlite3.SQLITE_CORRUPT: "cấu trúc bên trong tệp không còn đúng",
    sqlite3.SQLITE_NOTADB: "nội dung tệp không phải là dữ liệu của chương trình",
    sqlite3.SQLITE_FORMAT: "nội dung tệp không phải là dữ liệu của chương trình",
    sqlite3.SQLITE_IOERR: "ổ đĩa báo lỗi đọc hoặc ghi",
    sqlite3.SQLITE_FULL: "ổ đĩa đã đầy",
    sqlite3.SQLITE_BUSY: "đang bị chương trình khác giữ",
    sqlite3.SQLITE_LOCKED: "đang bị chương trình khác giữ",
    sqlite3.SQLITE_READONLY: "tệp chỉ cho đọc",
    sqlite3.SQLITE_CANTOPEN: "không mở được tệp",
    sqlite3.SQLITE_NOMEM: "máy không đủ bộ nhớ",
    sqlite3.SQLITE_PERM: "không có quyền",
    sqlite3.SQLITE_PROTOCOL: "đang bị chương trình khác giữ",
}


def cause(trouble: BaseException) -> str:
    """The cause in a few words, to stand inside a sentence; "mã lỗi N" where no words are known, never English."""
    if isinstance(trouble, sqlite3.Error):
        code = getattr(trouble, "sqlite_errorcode", None)  # absent where Python itself raised it
        words = _SQLITE.get(code & 0xFF) if code is not None else None
        return _(words) if words else _number(code)
    if not isinstance(trouble, OSError):
        return _("nội dung không đúng kiểu")
    if trouble.errno in _BY_CODE:
        return _(_BY_CODE[trouble.errno])
    if trouble.errno is None:
        name = next((name for kind, name in _BY_KIND if isinstance(trouble, kind)), "")
        return _(_CAUSES[name]) if name else _number(None)
    return _number(getattr(trouble, "winerror", None) or trouble.errno)


def _number(code: int | None) -> str:
    return _("không rõ vì sao") if code is None else _("mã lỗi {n}", n=code)
