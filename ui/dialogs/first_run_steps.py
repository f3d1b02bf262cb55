"""The steps of the first-run wizard: welcome, office, year, framework, data folder; each says what is still wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from dvcq_desktop.dates import decree_date, parse_date
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.folders import trouble_with
from dvcq_desktop.framework_files import FRAMEWORK_FILES, read_framework_file
from dvcq_desktop.office import has_data
from dvcq_desktop.organisation import head_lines_of
from dvcq_desktop.setting_up import place_of
from ui import ask

NAME_START = "Ủy ban nhân dân "


class Step(QWidget):
    """One page of the wizard."""

    TITLE = ""
    SUMMARY = ""
    CAN_WAIT = True

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 8, 24, 16)
        self.column.setSpacing(8)

    def trouble(self) -> str | None:
        """Why one cannot go on from here."""
        return None

    def put_off(self) -> None:
        """ "Để sau": leave this step empty."""

    def start(self) -> None:
        """The step comes to the front: put the cursor where one begins."""

    def field(self, label: str, widget: QWidget, hint: str = "") -> None:
        """A labelled field with a line of help below it."""
        words = QLabel(label)
        words.setBuddy(widget)
        self.column.addWidget(words)
        self.column.addWidget(widget)
        if hint:
            self.column.addWidget(note(hint))


def note(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("muted", True)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


class Welcome(Step):
    """Three cards: try with the demonstration office, begin with one's own, or bring it back from a backup."""

    TITLE = "Chào mừng đến với DVCQ Desktop"
    SUMMARY = "Lập kế hoạch, phân công và theo dõi công tác dân vận chính quyền. Bạn muốn bắt đầu thế nào?"
    CAN_WAIT = False
    demo_chosen = Signal()
    own_chosen = Signal()
    back_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.demo = ChoiceCard(
            "Xem văn phòng mẫu",
            "Xã Ba Thành với kế hoạch năm 2025 có sẵn. Sửa thử thoải mái, không ảnh hưởng đến dữ liệu thật.",
        )
        self.own = ChoiceCard(
            "Lập dữ liệu của cơ quan tôi",
            "Nhập tên cơ quan, năm và bộ tiêu chí trong vài phút. Phần nào chưa có thì để sau.",
        )
        self.bring_back = ChoiceCard(
            "Tôi đã có bản sao lưu",
            "Máy mới, máy cài lại hoặc mất dữ liệu: lấy lại toàn bộ từ USB sao lưu, thư mục dữ liệu cũ hoặc thư mục minh chứng.",
        )
        cards = (
            (self.demo, self.demo_chosen),
            (self.own, self.own_chosen),
            (self.bring_back, self.back_chosen),
        )
        for card, signal in cards:
            card.clicked.connect(signal)
            self.column.addWidget(card)
        self.column.addStretch(1)

    def start(self) -> None:
        self.own.setFocus()


class ChoiceCard(QPushButton):
    """A large button with a title and a line of words below it."""

    def __init__(self, title: str, words: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(4)
        head = QLabel(title)
        head.setObjectName("cardTitle")
        for label in (head, note(words)):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(label)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        return layout.minimumSize() if layout else super().minimumSizeHint()


class OfficeStep(Step):
    """Name, place, superior, appraiser, with the head of a document beside them."""

    TITLE = "Cơ quan của bạn"
    SUMMARY = "Các tên này đứng trên đầu văn bản và ở phần nơi nhận."
    CAN_WAIT = False

    def __init__(self) -> None:
        super().__init__()
        self.name = QLineEdit(NAME_START)
        self.place = QLineEdit()
        self.place.setPlaceholderText("ví dụ: Ba Thành")
        self.superior = QLineEdit()
        self.superior.setPlaceholderText("ví dụ: Ủy ban nhân dân tỉnh Quảng Ngãi")
        self.appraiser = QLineEdit()
        self.appraiser.setPlaceholderText("cơ quan chấm điểm, ví dụ: Sở Nội vụ tỉnh Quảng Ngãi")
        self.field("&Tên cơ quan (bắt buộc)", self.name)
        self.field("Đị&a danh ghi trước ngày tháng (bắt buộc)", self.place)
        self.field("Cấ&p trên trực tiếp", self.superior)
        self.field("Cơ quan t&hẩm định", self.appraiser)
        self.column.addWidget(note("Đầu văn bản sẽ in như sau:"))
        self.head = Head()
        self.column.addWidget(self.head)
        self.column.addStretch(1)
        self.name.textEdited.connect(self._on_name)
        self.place.textEdited.connect(self._show_head)
        self._show_head()

    def trouble(self) -> str | None:
        if len(self.name.text().strip()) <= len(NAME_START.strip()):
            self.name.setFocus()
            return "Chưa có tên cơ quan. Ví dụ: Ủy ban nhân dân xã Ba Thành."
        if not self.place.text().strip():
            self.place.setFocus()
            return "Chưa có địa danh. Ví dụ: Ba Thành."
        return None

    def start(self) -> None:
        self.name.setFocus()
        self.name.end(False)

    def _on_name(self) -> None:
        if not self.place.isModified():
            self.place.setText(place_of(self.name.text()))
        self._show_head()

    def _show_head(self) -> None:
        self.head.show_office(self.name.text(), self.place.text())


class Head(QFrame):
    """The first lines of a document as Decree 30 sets them, in small."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setVerticalSpacing(2)
        self.organ, self.motto, self.dated = QLabel(), QLabel(), QLabel()
        self.motto.setText("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc")
        for label in (self.organ, self.motto, self.dated):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.organ.setProperty("strong", True)
        self.motto.setProperty("strong", True)
        grid.addWidget(self.organ, 0, 0)
        grid.addWidget(self.motto, 0, 1)
        grid.addWidget(self.dated, 1, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)

    def show_office(self, name: str, place: str) -> None:
        self.organ.setText(head_lines_of(name) or "TÊN CƠ QUAN")
        self.dated.setText(f"{place.strip() or '…'}, {decree_date('', blank='…')}")


class YearStep(Step):
    """The year and the day its evidence is due."""

    TITLE = "Năm công tác"
    SUMMARY = "Năm bạn đang lập kế hoạch và hạn gửi minh chứng lên cấp trên."

    def __init__(self) -> None:
        super().__init__()
        self.year = QSpinBox()
        self.year.setRange(2000, 2100)
        self.year.setValue(date.today().year)  # noqa: DTZ011  # the year on this PC's calendar is what is meant
        self.words = QComboBox()
        self.words.addItems(["trước ngày", "chậm nhất ngày"])
        self.words.setAccessibleName("Cách tính hạn")
        self.due = QLineEdit()
        self.due.setPlaceholderText("ví dụ: 24/10/" + str(self.year.value()))
        self.due.setAccessibleName("Ngày hết hạn")
        self.field("&Năm", self.year)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.words)
        row.addWidget(self.due, 1)
        both.setFocusProxy(self.due)
        self.field(
            "&Hạn gửi minh chứng",
            both,
            "“Trước ngày 24/10” là ngày 24 đã trễ; “chậm nhất ngày 24/10” là ngày 24 vẫn kịp. "
            "Chưa có văn bản của cấp trên thì để trống.",
        )
        self.column.addStretch(1)

    def trouble(self) -> str | None:
        try:
            parse_date(self.due.text())
        except RuleBroken as broken:
            self.due.setFocus()
            return str(broken)
        return None

    def put_off(self) -> None:
        self.due.clear()

    def start(self) -> None:
        self.year.setFocus()
        self.year.selectAll()


class FrameworkStep(Step):
    """Which criteria the year is scored by."""

    TITLE = "Bộ tiêu chí chấm điểm"
    SUMMARY = "Bộ tiêu chí cho biết các nội dung phải làm trong năm; chọn bây giờ hoặc sau này ở trang Cài đặt."

    def __init__(self) -> None:
        super().__init__()
        self._choice = QButtonGroup(self)
        self._names: list[str] = []
        for name in FRAMEWORK_FILES:
            file = read_framework_file(name)
            mark = "Số liệu minh họa, chỉ để dùng thử. " if file.illustrative else ""
            count = sum(len(criterion.items) for criterion in file.criteria)
            self._add(name, file.short, f"{len(file.criteria)} tiêu chí, {count} nội dung. {mark}{file.note}")
        self._add("", "Để sau", "Vẫn lập kế hoạch và phân công được; bộ tiêu chí chọn sau ở trang Cài đặt.")
        self.column.addStretch(1)
        self._choice.buttons()[0].setChecked(True)

    @property
    def framework(self) -> str:
        return self._names[self._choice.checkedId()]

    def put_off(self) -> None:
        self._choice.buttons()[-1].setChecked(True)

    def start(self) -> None:
        self._choice.button(self._choice.checkedId()).setFocus()

    def _add(self, name: str, title: str, words: str) -> None:
        button = QRadioButton(title.replace("&", "&&"))
        button.setAccessibleDescription(words)
        self._choice.addButton(button, len(self._names))
        self._names.append(name)
        self.column.addWidget(button)
        line = note(words)
        line.setContentsMargins(28, 0, 0, 8)
        self.column.addWidget(line)


class FolderStep(Step):
    """Where the data lie; a place that endangers them is refused with the reason."""

    TITLE = "Nơi chứa dữ liệu"
    SUMMARY = "Mọi thứ bạn nhập nằm trong một thư mục trên ổ đĩa của máy này, không gửi đi đâu."
    CAN_WAIT = False

    def __init__(self, proposal: Path) -> None:
        super().__init__()
        self.path = QLineEdit(str(proposal))
        choose = QPushButton("C&họn thư mục khác…")
        choose.clicked.connect(self._on_choose)
        self.field("Thư mục &dữ liệu", self.path)
        row = QHBoxLayout()
        row.addWidget(choose)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addWidget(
            note(
                "Không đặt trên USB, ổ mạng hoặc thư mục OneDrive, Google Drive, Dropbox: dữ liệu đang dùng có thể hỏng."
            )
        )
        self.column.addStretch(1)

    @property
    def folder(self) -> Path:
        return Path(self.path.text().strip()).expanduser()

    def trouble(self) -> str | None:
        if not self.path.text().strip():
            return "Chưa chọn thư mục dữ liệu."
        if has_data(self.folder):
            return "Thư mục này đã có dữ liệu. Hãy chọn thư mục khác, hoặc đóng cửa sổ này và dùng Tệp – Mở dữ liệu."
        return trouble_with(self.folder)

    def start(self) -> None:
        self.path.setFocus()

    def _on_choose(self) -> None:
        chosen = ask.choose_folder(self, "Chọn thư mục dữ liệu", str(self.folder.parent))
        if chosen is not None:
            self.path.setText(str(chosen))
