"""Colours and the small style sheet: hierarchy and spacing only, so that dark mode and high contrast follow."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

_LIGHT = {
    "Window": "#f6f4f1",
    "WindowText": "#22201e",
    "Base": "#ffffff",
    "AlternateBase": "#f9f8f6",
    "Text": "#22201e",
    "Button": "#f1eeea",
    "ButtonText": "#22201e",
    "ToolTipBase": "#fffdf8",
    "ToolTipText": "#22201e",
    "PlaceholderText": "#77706a",
    "Highlight": "#ecd9d2",
    "HighlightedText": "#22201e",
    "Link": "#7a2a18",
    "LinkVisited": "#5b4038",
    "Light": "#ffffff",
    "Midlight": "#ebe7e2",
    "Mid": "#c9c3bc",
    "Dark": "#a8a19a",
    "Shadow": "#6e6862",
}
_DARK = {
    "Window": "#24211f",
    "WindowText": "#ece7e2",
    "Base": "#1b1917",
    "AlternateBase": "#211e1c",
    "Text": "#ece7e2",
    "Button": "#34302d",
    "ButtonText": "#ece7e2",
    "ToolTipBase": "#34302d",
    "ToolTipText": "#ece7e2",
    "PlaceholderText": "#a39b94",
    "Highlight": "#5a372d",
    "HighlightedText": "#f6f1ec",
    "Link": "#e59a84",
    "LinkVisited": "#c9a99f",
    "Light": "#4a4541",
    "Midlight": "#3b3733",
    "Mid": "#4d4742",
    "Dark": "#151311",
    "Shadow": "#0d0c0b",
}


def accent(*, dark: bool) -> QColor:
    """A quiet red-brown, as of an official seal: for the one thing to do next."""
    return QColor("#dd8d76" if dark else "#8c2f1b")


def on_accent(*, dark: bool) -> QColor:
    """Words and icons on the accent."""
    return QColor("#22100b" if dark else "#ffffff")


def palette(*, dark: bool) -> QPalette:
    """The calm palette, light or dark."""
    made = QPalette()
    for name, colour in (_DARK if dark else _LIGHT).items():
        made.setColor(QPalette.ColorRole[name], QColor(colour))
    made.setColor(QPalette.ColorRole.Accent, accent(dark=dark))
    made.setColor(QPalette.ColorRole.BrightText, on_accent(dark=dark))
    faint = QColor("#7d756e" if dark else "#9b948d")
    for role in ("WindowText", "Text", "ButtonText", "HighlightedText"):
        made.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole[role], faint)
    return made


def muted(palette_: QPalette) -> QColor:
    """Text of second rank: between text and ground, still 4.5 : 1 against it."""
    return mixed(palette_.windowText().color(), palette_.window().color(), 0.34)


def hair(palette_: QPalette) -> QColor:
    """Hair lines between rows and round cards."""
    return mixed(palette_.windowText().color(), palette_.window().color(), 0.84)


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """A colour this share of the way from one to the other."""
    return QColor.fromRgbF(
        *(
            a + (b - a) * share
            for a, b in zip(one.getRgbF()[:3], other.getRgbF()[:3], strict=True)  # type: ignore[index]  # a tuple of four
        )
    )


def sheet(colours: QPalette, *, dark: bool, percent: int) -> str:
    """The style sheet for a palette and a text size."""
    own = accent(dark=dark)
    values = {
        "accent": own.name(),
        "accent_hover": mixed(own, colours.windowText().color(), 0.15).name(),
        "on_accent": on_accent(dark=dark).name(),
        "tint": mixed(own, colours.window().color(), 0.84).name(),
        "muted": muted(colours).name(),
        "hair": hair(colours).name(),
        "line": mixed(colours.windowText().color(), colours.window().color(), 0.7).name(),
        "hover": mixed(colours.windowText().color(), colours.window().color(), 0.93).name(),
        "side": mixed(colours.windowText().color(), colours.window().color(), 0.96).name(),
        "amber": "#4a3a12" if dark else "#fdf1cf",
        "amber_line": "#a9832a" if dark else "#d9a520",
        "amber_text": "#fbe9bd" if dark else "#4d3800",
        "calm": mixed(own, colours.base().color(), 0.9).name(),
        "title": f"{20 * percent / 100:g}pt",
        "large": f"{13 * percent / 100:g}pt",
        "small": f"{max(9, 9 * percent / 100):g}pt",
        "pad": f"{max(4, round(5 * percent / 100))}px",
        "slim": f"{max(3, round(3 * percent / 100))}px",
        "wide": f"{round(16 * percent / 100)}px",
    }
    text = _SHEET
    for name, value in values.items():
        text = text.replace(f"@{name};", f"{value};").replace(f"@{name} ", f"{value} ")
    return text


_SHEET = """
QLabel#pageTitle { font-size: @title; font-weight: 600; }
QLabel#pageSummary, QLabel[muted="true"] { color: @muted; }
QLabel#emptySentence { font-size: @large; }
QLabel[strong="true"] { font-weight: 600; }
QLineEdit, QPlainTextEdit, QTextEdit { border: 1px solid @line; border-radius: 3px; background: palette(base); }
QLineEdit { padding: 3px 4px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus { border: 1px solid @accent; }
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled { background: transparent; border-color: @hair; }
QAbstractItemView QLineEdit, QComboBox QLineEdit, QAbstractSpinBox QLineEdit { border: none; padding: 0px 2px; }
QLabel#groupName { color: @muted; font-size: @small; font-weight: 600; padding: 8px 12px 4px 12px; }
QLabel#cardTitle { font-size: @large; font-weight: 600; }

QPushButton[primary="true"] { background: @accent; color: @on_accent; border: 1px solid @accent;
    border-radius: 4px; padding: @slim @wide; font-weight: 600; }
QPushButton[primary="true"]:hover { background: @accent_hover; }
QPushButton[primary="true"]:focus { border: 2px solid palette(window-text); }
QPushButton[primary="true"]:disabled { background: @hair; border-color: @hair; color: @muted; }

QPushButton:checked { color: @accent; }
QRadioButton::indicator { width: 12px; height: 12px; border: 1px solid @muted; border-radius: 7px; background: palette(base); }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 4px solid @accent; }
QRadioButton::indicator:disabled { border-color: @hair; }
QPushButton#card { background: palette(base); border: 1px solid @hair; border-radius: 8px; padding: 16px; text-align: left; }
QFrame#card { background: palette(base); border: 1px solid @hair; border-radius: 8px; }
QFrame#dropArea { border: 2px dashed @line; border-radius: 8px; }
QPushButton#card:hover { border-color: @accent; }
QPushButton#card:focus, QPushButton#card:checked { border: 2px solid @accent; }

QPushButton#step { background: palette(base); border: 1px solid @hair; border-radius: 6px; text-align: left; }
QPushButton#step[step="doing"] { border-color: @accent; }
QPushButton#step[step="done"] { background: @calm; }
QPushButton#step:hover { border-color: @accent; }
QPushButton#step:focus { border: 2px solid @accent; }

QFrame#sideBar { background: @side; border: none; border-right: 1px solid @hair; }
QFrame#topStrip { border: none; border-bottom: 1px solid @hair; }
QPushButton[nav="true"] { border: 1px solid transparent; border-radius: 6px; padding: @pad 10px; text-align: left; }
QPushButton[nav="true"]:hover { background: @hover; }
QPushButton[nav="true"]:checked { background: @tint; color: @accent; font-weight: 600; }
QPushButton[nav="true"]:focus { border: 1px solid @accent; }

QFrame#refusal { background: @amber; border: 1px solid @amber_line; border-radius: 6px; }
QFrame#refusal QLabel { color: @amber_text; }
QFrame#demoBanner { background: @calm; border: none; border-bottom: 1px solid @hair; }
QFrame#toast { background: palette(window-text); border-radius: 6px; }
QFrame#toast QLabel { color: palette(window); }
QFrame#toast QPushButton { color: palette(window); background: transparent; border: 1px solid palette(window);
    border-radius: 4px; padding: 4px 12px; font-weight: 600; }
QFrame#toast QPushButton:focus, QFrame#toast QPushButton:hover { background: palette(window); color: palette(window-text); }
QFrame#found { background: palette(base); border: 1px solid @hair; border-radius: 6px; }

QTableView, QTreeView, QListView { border: 1px solid @hair; gridline-color: transparent; }
QListWidget#chapters::item { padding: 6px 8px; }
QListWidget#chapters::item:selected { background: @tint; color: @accent; }
QFrame#found QListView { border: none; background: palette(base); }
QTableView::item { border: none; border-bottom: 1px solid @hair; padding: 0px 8px; }
QTableView::item:selected { background: palette(highlight); color: palette(highlighted-text); }
QHeaderView::section { background: palette(window); border: none; border-bottom: 1px solid @hair;
    padding: @pad 8px; font-weight: 600; }
QStatusBar { border-top: 1px solid @hair; }
QStatusBar::item { border: none; }
QStatusBar QToolButton { border: 1px solid transparent; padding: 1px 4px; }
QStatusBar QToolButton:hover { text-decoration: underline; }
QStatusBar QToolButton:focus { border: 1px solid @accent; }
QScrollArea#pageScroll { border: none; background: transparent; }
QToolTip { background: palette(base); color: palette(text); border: 1px solid @hair; padding: 4px; }
"""
