"""How the program looks now: text size, light or dark; applies both to the whole program and remembers them."""

from __future__ import annotations

from PySide6 import QtCore
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from ui import style
from ui.user_settings import LARGEST_TEXT, SMALLEST_TEXT, UserSettings

STEPS = (90, 100, 110, 125, 150, 175)
_SCHEMES = {"system": 0, "light": 1, "dark": 2}  # Qt.ColorScheme; the first touch of "Qt" builds 93 enums, 28 ms


class Look(QObject):
    """The one place that sets font, palette and style sheet of the application; before the first paint it leaves "Qt" alone."""

    changed = Signal()  # icons are to be drawn anew, sizes measured anew

    def __init__(self, settings: UserSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._base = _base_font()
        self._applying = False
        self._dark = False
        self._ground: tuple[str, bool, bool] | None = None
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_scheme)
        self.apply()

    @property
    def percent(self) -> int:
        return self._settings.text_percent

    @property
    def theme(self) -> str:
        return self._settings.theme

    @property
    def dark(self) -> bool:
        """Whether what is on the screen is dark now."""
        return self._dark

    def set_percent(self, percent: int) -> None:
        self._settings.text_percent = min(max(percent, SMALLEST_TEXT), LARGEST_TEXT)
        self.apply()

    def larger(self) -> None:
        self.set_percent(next((step for step in STEPS if step > self.percent), LARGEST_TEXT))

    def smaller(self) -> None:
        self.set_percent(next((step for step in reversed(STEPS) if step < self.percent), SMALLEST_TEXT))

    def usual_size(self) -> None:
        self.set_percent(100)

    def set_theme(self, theme: str) -> None:
        self._settings.theme = theme
        self.apply()

    def apply(self) -> None:
        """Set scheme, palette, font and style sheet as chosen; what is so already is left, each walks over every widget."""
        self._applying = True
        QGuiApplication.styleHints().setProperty("colorScheme", _SCHEMES[self.theme])
        self._dark = self.theme == "dark" or (self.theme == "system" and _system_is_dark())
        ground = (self.theme, self.dark, self._settings.high_contrast)
        if ground != self._ground:
            QApplication.setPalette(_palette(dark=self.dark, high_contrast=self._settings.high_contrast))
            self._ground = ground
        font = QFont(self._base)
        font.setPointSizeF(self._base.pointSizeF() * self.percent / 100)
        if font != QApplication.font():
            QApplication.setFont(font)
        application = QApplication.instance()
        words = style.sheet(QApplication.palette(), dark=self.dark, percent=self.percent)
        if isinstance(application, QApplication) and application.styleSheet() != words:
            application.setStyleSheet(words)
        self._applying = False
        self.changed.emit()

    def look_again(self) -> None:
        """After the first paint: whether high contrast was turned on or off since it was asked last."""
        hints = QGuiApplication.styleHints()  # named: what it hands out dies with it
        high = hints.accessibility().contrastPreference() == QtCore.Qt.ContrastPreference.HighContrast
        if high != self._settings.high_contrast:
            self._settings.high_contrast = high
            self.apply()

    def _on_scheme(self) -> None:
        if not self._applying:
            self.apply()


def _base_font() -> QFont:
    """The system's font at no less than 10 points; kept, so that scaling never adds up."""
    application = QApplication.instance()
    kept = application.property("baseFont") if application else None
    if isinstance(kept, QFont):
        return kept
    font = QApplication.font()
    if font.pointSizeF() < 10:
        font.setPointSizeF(10)
    if application:
        application.setProperty("baseFont", font)
    return font


def _system_is_dark() -> bool:
    """Whether the system asks for dark; at start its palette, which nothing of ours covers yet, tells the same sooner."""
    application = QApplication.instance()
    if isinstance(application, QApplication) and not application.styleSheet():
        plain = QApplication.palette()
        return plain.window().color().lightness() < plain.windowText().color().lightness()
    return QGuiApplication.styleHints().colorScheme() == QtCore.Qt.ColorScheme.Dark


def _palette(*, dark: bool, high_contrast: bool) -> QPalette:
    """Fusion takes our calm palette (bare Linux has no dark one); a native style, and a high contrast, keep the system's."""
    if _style_name() == "fusion" and not high_contrast:
        return style.palette(dark=dark)
    own = QPalette()  # what is not set here stays the system's
    own.setColor(QPalette.ColorRole.Accent, style.accent(dark=dark))
    own.setColor(QPalette.ColorRole.BrightText, style.on_accent(dark=dark))
    return own


def _style_name() -> str:
    """The style's name, kept: under a style sheet Qt no longer tells it."""
    application = QApplication.instance()
    if application is None:
        return ""
    kept = application.property("styleName")
    if not kept:
        kept = QApplication.style().objectName().lower()
        application.setProperty("styleName", kept)
    return str(kept)
