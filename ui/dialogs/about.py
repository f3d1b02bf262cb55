"""Giới thiệu: what this program is, its version, and under which licences its parts stand."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QTextBrowser, QVBoxLayout, QWidget

from dvcq_desktop import VERSION

LIBRARIES = (
    ("PySide6_Essentials", "Qt for Python", "LGPL-3.0", "giao diện"),
    ("sqlite-utils", "sqlite-utils", "Apache-2.0", "cấu trúc tệp dữ liệu"),
    ("reportlab", "ReportLab", "BSD-3-Clause", "văn bản PDF"),
    ("rl_accel", "rl_accel", "BSD-3-Clause", "văn bản PDF"),
    ("pypdfium2", "pypdfium2, PDFium", "Apache-2.0, BSD-3-Clause", "xem trước và in"),
    ("python-docx", "python-docx", "MIT", "văn bản Word"),
    ("XlsxWriter", "XlsxWriter", "BSD-2-Clause", "bảng Excel"),
)


class AboutDialog(QDialog):
    """Words of the program about itself."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Giới thiệu")
        title = QLabel(f"DVCQ Desktop {VERSION}")
        title.setObjectName("pageTitle")
        line = QLabel(
            "Lập kế hoạch, phân công và theo dõi công tác dân vận chính quyền của UBND cấp xã, không cần mạng."
        )
        line.setWordWrap(True)
        text = QTextBrowser()
        text.setOpenExternalLinks(False)
        text.setMarkdown(about_text())
        text.setAccessibleName("Phiên bản và giấy phép")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(8)
        for widget in (title, line):
            column.addWidget(widget)
        column.addWidget(text, 1)
        column.addWidget(buttons)
        self.resize(620, min(480, max(window.height() - 40, 320)))


def about_text() -> str:
    """Versions and licences in Markdown."""
    rows = [f"| {name} | {_version(package)} | {licence} | {use} |" for package, name, licence, use in LIBRARIES]
    qt = (
        f"Qt {qVersion()} được dùng theo giấy phép **LGPL phiên bản 3**: thư viện nằm riêng, không bị sửa đổi, và người "
        "dùng được quyền thay bằng bản Qt khác tương thích."
    )
    return "\n".join(
        [
            "Chương trình theo giấy phép Apache-2.0; toàn văn nằm trong tệp LICENSE đi kèm.",
            "",
            qt,
            "",
            "| Thành phần | Phiên bản | Giấy phép | Dùng cho |",
            "|---|---|---|---|",
            *rows,
            f"| Python | {platform.python_version()} | PSF-2.0 | chạy chương trình |",
            "| Liberation Serif | 2.1.5 | OFL-1.1 | phông chữ văn bản in |",
            "| Tabler Icons | | MIT | biểu tượng |",
            "",
            "Chương trình không gửi dữ liệu ra ngoài máy.",
        ]
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
