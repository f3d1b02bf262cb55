"""Says trouble with the data file in a sentence each: what happened, what is safe, what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from db import errors as data
from dvcq_desktop.texts import _


def data_sentence(trouble: data.DataTrouble) -> str:
    """The sentence of the nearest kind that has one."""
    for kind in type(trouble).__mro__:
        if kind in SENTENCES:
            return SENTENCES[kind](trouble.path, trouble.detail)
    return _damaged(trouble.path, trouble.detail)


def _elsewhere(_path: Path, detail: str) -> str:
    return _(
        "Dữ liệu này đang mở ở nơi khác: {detail}. Chưa có gì thay đổi. Hãy đóng cửa sổ kia rồi mở lại.", detail=detail
    )


def _missing(path: Path, _detail: str) -> str:
    return _(
        "Không thấy tệp dữ liệu {path}. Chương trình không tự tạo tệp mới thay vào. Hãy kiểm tra lại thư mục, "
        "hoặc khôi phục từ bản sao lưu.",
        path=path,
    )


def _newer(path: Path, detail: str) -> str:
    return _(
        "Dữ liệu {path} do bản chương trình mới hơn ghi (cấu trúc số {detail}). Dữ liệu còn nguyên. "
        "Hãy cập nhật chương trình trên máy này rồi mở lại.",
        path=path,
        detail=detail,
    )


def _not_ours(path: Path, _detail: str) -> str:
    return _(
        "{path} là cơ sở dữ liệu của chương trình khác nên không được mở. Tệp còn nguyên, không có gì thay đổi. "
        "Hãy chọn thư mục dữ liệu khác.",
        path=path,
    )


def _damaged(path: Path, _detail: str) -> str:
    return _(
        "Tệp dữ liệu {path} bị hỏng. Chương trình không ghi gì vào đó. Hãy khôi phục từ bản sao lưu gần nhất, "
        "hoặc cứu những gì còn đọc được.",
        path=path,
    )


def _changed_outside(path: Path, _detail: str) -> str:
    return _(
        "Tệp dữ liệu {path} không còn như lúc chương trình đóng lần trước: bị hỏng trên ổ đĩa, hoặc bị chương trình khác "
        "sửa hay chép đè. Chương trình không ghi gì vào đó. Hãy khôi phục từ bản sao lưu gần nhất; nếu chính bạn vừa chép "
        "tệp này vào thì cho kiểm tra kỹ rồi mở.",
        path=path,
    )


def _moved(path: Path, _detail: str) -> str:
    return _(
        "Tệp dữ liệu {path} không còn ở chỗ cũ: đã bị chuyển đi, đổi tên, xóa hoặc thay bằng tệp khác trong lúc đang mở. "
        "Thay đổi vừa rồi chưa lưu; những gì báo “Đã lưu” còn nguyên trong tệp cũ. Hãy đưa tệp về chỗ cũ rồi làm tiếp; "
        "nếu không được, đóng chương trình rồi mở lại.",
        path=path,
    )


def _steps_differ(path: Path, detail: str) -> str:
    return _(
        "Dữ liệu {path} do một bản chương trình khác nguồn tạo ra (bước {detail}) nên chưa nâng cấp được. Dữ liệu còn "
        "nguyên, không có gì thay đổi. Hãy mở bằng đúng bản chương trình đã dùng trước đây và báo cho người hỗ trợ.",
        path=path,
        detail=detail,
    )


def _no_room(path: Path, detail: str) -> str:
    return _(
        "Ổ đĩa không đủ chỗ để nâng cấp dữ liệu {path}: cần trống {detail} MB. Dữ liệu còn nguyên. "
        "Hãy xóa bớt tệp trên ổ đĩa rồi mở lại.",
        path=path,
        detail=detail,
    )


def _disk_full(path: Path, detail: str) -> str:
    return _(
        "Ổ đĩa đã đầy nên chưa lưu được thay đổi vừa rồi. Những gì báo “Đã lưu” vẫn còn nguyên. Chương trình vừa nhả "
        "{detail} MB dự phòng trong {folder} để bạn làm lại việc vừa rồi và xóa bớt dữ liệu thừa. Hãy dọn ổ đĩa ngay hôm nay.",
        folder=path.parent,
        detail=detail,
    )


def _undo_blocked(_path: Path, detail: str) -> str:
    return _(
        "Không hoàn tác được “{detail}”: dữ liệu của việc này đã đổi cấu trúc khi nâng cấp chương trình, hoặc tệp của nó đã "
        "được xóa hẳn khỏi kho minh chứng. Dữ liệu còn nguyên. Hãy sửa trực tiếp trên trang.",
        detail=detail,
    )


def _upgrade_failed(path: Path, _detail: str) -> str:
    return _(
        "Không nâng cấp được dữ liệu {path}; mọi thay đổi đã được rút lại, bản sao trước nâng cấp nằm trong thư mục "
        "“truoc-nang-cap”. Hãy dùng lại bản chương trình cũ và báo cho người hỗ trợ.",
        path=path,
    )


def _not_writable(path: Path, _detail: str) -> str:
    return _(
        "Thư mục dữ liệu {path} không cho ghi nên chưa mở. Dữ liệu còn nguyên. Hãy nhờ người quản trị máy cho phép ghi vào đó, "
        "hoặc chép cả thư mục sang nơi khác trên ổ đĩa của máy rồi mở ở đó.",
        path=path,
    )


def _pragma(path: Path, detail: str) -> str:
    return _(
        "Không bật được chế độ ghi an toàn cho {path} ({detail}) nên chưa mở. Dữ liệu còn nguyên. Hãy đóng mọi chương "
        "trình khác đang dùng thư mục này rồi mở lại; nếu vẫn vậy, báo cho người hỗ trợ.",
        path=path,
        detail=detail,
    )


SENTENCES: dict[type, Callable[[Path, str], str]] = {
    data.OpenElsewhere: _elsewhere,
    data.NoDataFile: _missing,
    data.NewerThanProgram: _newer,
    data.NotWritable: _not_writable,
    data.NotOurs: _not_ours,
    data.Damaged: _damaged,
    data.ChangedOutside: _changed_outside,
    data.MovedAway: _moved,
    data.StepsDiffer: _steps_differ,
    data.NoRoom: _no_room,
    data.DiskFull: _disk_full,
    data.UndoBlocked: _undo_blocked,
    data.UpgradeFailed: _upgrade_failed,
    data.PragmaRefused: _pragma,
}
