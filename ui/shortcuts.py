"""Every shortcut of the frame, once: menus take their keys here and the help dialog lists them.

Plain letters belong to typing, and Ctrl+Shift switches the Vietnamese keyboard (UniKey, EVKey): neither is used.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Shortcut:
    """What a key does; several keys for one thing part at a blank."""

    keys: tuple[str, ...]
    title: str
    group: str


SHORTCUTS: dict[str, Shortcut] = {
    "undo": Shortcut(keys=("Ctrl+Z",), title="Hoàn tác việc vừa làm", group="Sửa"),
    "redo": Shortcut(keys=("Ctrl+Y",), title="Làm lại việc vừa hoàn tác", group="Sửa"),
    "filter": Shortcut(keys=("Ctrl+F",), title="Tìm, lọc trong trang đang mở", group="Tìm"),
    "find": Shortcut(keys=("Ctrl+K",), title="Tìm nhanh trong toàn bộ dữ liệu", group="Tìm"),
    "refresh": Shortcut(keys=("F5",), title="Làm mới trang đang mở", group="Trang"),
    "version": Shortcut(keys=("Ctrl+S",), title="Tạo phiên bản văn bản đang soạn", group="Văn bản"),
    "print": Shortcut(keys=("Ctrl+P",), title="Xem và in biểu mẫu", group="Văn bản"),
    "export": Shortcut(keys=("Ctrl+E",), title="Xuất ra Word, Excel, PDF", group="Văn bản"),
    "larger": Shortcut(keys=("Ctrl++", "Ctrl+="), title="Chữ lớn hơn", group="Xem"),
    "smaller": Shortcut(keys=("Ctrl+-",), title="Chữ nhỏ hơn", group="Xem"),
    "usual_size": Shortcut(keys=("Ctrl+0",), title="Cỡ chữ 100 %", group="Xem"),
    "guide": Shortcut(keys=("F1",), title="Hướng dẫn của trang đang mở", group="Trợ giúp"),
    "page_keys": Shortcut(keys=("Shift+F1",), title="Các phím của trang đang mở", group="Trợ giúp"),
    "backup": Shortcut(keys=("Ctrl+B",), title="Sao lưu ngay", group="Chương trình"),
    "lock": Shortcut(keys=("Ctrl+Alt+L",), title="Khóa chương trình (hỏi mã PIN)", group="Chương trình"),
    "quit": Shortcut(keys=("Ctrl+Q",), title="Đóng chương trình", group="Chương trình"),
}
COMMON_KEYS: tuple[tuple[str, str], ...] = (
    ("Alt + chữ gạch chân", "Mở trình đơn"),
    ("Tab, Shift+Tab", "Sang ô sau, về ô trước"),
    ("Enter", "Nhận ô đang gõ, mở dòng đang chọn"),
    ("Esc", "Bỏ ô đang gõ, đóng thông báo hoặc hộp thoại"),
    ("F2", "Sửa ô đang chọn trong bảng"),
    ("Del", "Xóa dòng đang chọn (hoàn tác được)"),
    ("Ctrl+C", "Chép các dòng đang chọn, dán được vào Excel"),
)


def page_keys(number: int) -> str:
    """Ctrl+1 … Ctrl+9 for the pages of the side bar; none beyond."""
    return f"Ctrl+{number}" if 1 <= number <= 9 else ""


def shown(keys: str) -> str:
    """How a key is written for the person."""
    return keys.replace("Ctrl++", "Ctrl và dấu +").replace("Ctrl+-", "Ctrl và dấu −").replace("Ctrl+=", "Ctrl và dấu =")
