"""The look: spacing, type sizes, two palettes, and the colours that carry meaning.

Colour never speaks alone: states have a shape and a word, block types a pattern and a word.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from PySide6 import QtCore
from PySide6.QtCore import QLocale
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from app.paths import RESOURCES
from app.settings import Theme
from ui.kit.style import stylesheet
from ui.kit.tones import DARK, LIGHT, Tones

if TYPE_CHECKING:
    # Only names in annotations; the window is painted before the values are loaded.
    from models.values.athletes import Attention
    from models.values.kinds import BlockType

ARGUMENTS: Final = ["peakline", "-style", "Fusion"]
"""For `QApplication`: naming the style there spares loading its Python class, a tenth of the first paint."""

_MIDDLE: Final = 128
"""Lightness below which a window's ground is dark."""

RADIUS: Final = 6
"""Corners of buttons, fields and bars, in pixels."""
CARD_RADIUS: Final = 10


class Space(IntEnum):
    """Distances in pixels; nothing else stands between two things."""

    XS = 4
    S = 8
    M = 12
    L = 16
    XL = 24


class TextSize(IntEnum):
    """Type sizes in pixels."""

    SMALL = 11
    BODY = 13
    HEADING = 15
    TITLE = 20


@dataclass(frozen=True, slots=True, eq=False)
class BlockLook:
    """How a block type is named and coloured; `timeline_look` has its patterns."""

    word: str
    short: str
    """Two letters, for bars too narrow for the word."""
    fill: QColor
    ink: QColor
    outline: QColor


@dataclass(frozen=True, slots=True, eq=False)
class AttentionLook:
    """How an athlete's state is shown: a shape, a word and a colour, in that order of importance."""

    shape: str
    word: str
    colour: QColor


_BLOCKS: Final[Mapping[str, tuple[str, str, str, str]]] = {
    # Okabe and Ito's palette: told apart under every common colour deficiency. Only the blue is
    # dark enough for white letters; deload is hatched because grey and green meet under deuteranopia.
    "ACCUMULATION": ("Accumulation", "Ac", "#0072b2", "#ffffff"),
    "INTENSIFICATION": ("Intensification", "In", "#e69f00", "#14181f"),
    "REALIZATION": ("Realization", "Re", "#d9692a", "#14181f"),
    "DELOAD": ("Deload", "De", "#c3cad5", "#14181f"),
    "RESTORATION": ("Restoration", "Rs", "#35a784", "#14181f"),
}

_tones: Tones = LIGHT


def tones() -> Tones:
    """The colours of the palette now in force."""
    return _tones


def is_dark() -> bool:
    return _tones is DARK


def block_look(block_type: "BlockType | str") -> BlockLook:
    """How to paint a block type; one we do not know is shown by its own name on neutral ground."""
    name = str(block_type)
    if name in _BLOCKS:
        word, short, fill, ink = _BLOCKS[name]
    else:
        fill, ink = "#9aa3b0", "#14181f"
        word, short = name.capitalize(), name[:2].capitalize()
    colour = QColor(fill)
    return BlockLook(word, short, colour, QColor(ink), colour.darker(140))


def attention_look(attention: "Attention") -> AttentionLook:
    """Shape, word and colour of an athlete's state in the palette now in force."""
    shape, colour = {
        "ready": ("▲", _tones.good),
        "steady": ("●", _tones.steady),
        "hold back": ("▼", _tones.warn),
        "no check-in": ("–", _tones.muted),
    }[attention.value]
    return AttentionLook(shape, attention.value.capitalize(), colour)


def font(size: TextSize = TextSize.BODY, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The program's font at one of its sizes."""
    made = QFont(QApplication.font())
    made.setPixelSize(int(size))
    made.setWeight(weight)
    return made


def prepare(app: QApplication) -> None:
    """Fonts and locale, once; `apply` then gives the colours. The style is Fusion by `ARGUMENTS`."""
    for weight in ("Regular", "Medium", "SemiBold"):
        QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / f"Inter-{weight}.otf"))
    text = QFont("Inter")
    text.setPixelSize(int(TextSize.BODY))
    app.setFont(text)
    # The C locale of a bare system writes dates nobody reads ("22 11 2026").
    if QLocale.system().language() is QLocale.Language.C:
        QLocale.setDefault(QLocale("en_GB"))


def apply(app: QApplication, choice: Theme) -> None:
    """Put a palette in force: the chosen one, or the system's where it tells."""
    global _tones  # noqa: PLW0603 - painters ask for the colours in force; there is one palette a program
    hints = app.styleHints()
    if choice is Theme.SYSTEM:
        hints.unsetColorScheme()
        # Fusion's own palette follows the system, and tells without `Qt` (see ui/kit/early.py).
        _tones = DARK if app.style().standardPalette().window().color().lightness() < _MIDDLE else LIGHT
    else:
        _tones = DARK if choice is Theme.DARK else LIGHT
        # Native title bars follow this where the platform listens; our palette does not rely on it.
        scheme = QtCore.Qt.ColorScheme
        hints.setColorScheme(scheme.Dark if choice is Theme.DARK else scheme.Light)
    app.setPalette(_palette(_tones))
    app.setStyleSheet(stylesheet(_tones))


def _palette(shade: Tones) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for group_role, colour in {
        role.Window: shade.window,
        role.WindowText: shade.text,
        role.Base: shade.surface,
        role.AlternateBase: shade.raised,
        role.Text: shade.text,
        role.Button: shade.surface,
        role.ButtonText: shade.text,
        role.BrightText: shade.danger,
        role.ToolTipBase: shade.tip,
        role.ToolTipText: shade.tip_text,
        role.PlaceholderText: shade.faint,
        role.Highlight: shade.accent,
        role.HighlightedText: shade.on_accent,
        role.Link: shade.accent,
        role.LinkVisited: shade.accent,
        role.Accent: shade.accent,
        role.Light: shade.surface,
        role.Midlight: shade.raised,
        role.Mid: shade.border,
        role.Dark: shade.border_strong,
        role.Shadow: shade.border_strong,
    }.items():
        palette.setColor(group_role, colour)
    for faded in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, faded, shade.disabled)
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, shade.border_strong)
    return palette


def restyle(widget: QWidget) -> None:
    """Have the style sheet read a widget's changed properties."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
