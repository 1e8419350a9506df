"""The colours of the light and the dark palette, by what they are for."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QColor


@dataclass(frozen=True, slots=True, eq=False)
class Tones:
    """One palette. Text colours reach 4.5:1 and state colours 3:1 on `window` and `surface`."""

    window: QColor
    rail: QColor
    surface: QColor
    """Cards, tables and fields."""
    raised: QColor
    """Hovered rows, quiet buttons, skeletons."""
    border: QColor
    border_strong: QColor
    grid: QColor
    text: QColor
    muted: QColor
    faint: QColor
    """Placeholders and ornaments; never the only carrier of a fact."""
    disabled: QColor
    accent: QColor
    accent_hover: QColor
    accent_soft: QColor
    """Selected rows and the current page."""
    on_accent: QColor
    good: QColor
    steady: QColor
    warn: QColor
    danger: QColor
    danger_soft: QColor
    notice_soft: QColor
    planned: QColor
    """What a plan asks for: an outline or a pale bar."""
    performed: QColor
    """What was done."""
    rir: QColor
    """The line of repetitions in reserve."""
    today: QColor
    tip: QColor
    tip_text: QColor


def _tones(**colours: str) -> Tones:
    return Tones(**{name: QColor(value) for name, value in colours.items()})


LIGHT: Final = _tones(
    window="#f6f7f9",
    rail="#eceff3",
    surface="#ffffff",
    raised="#eff2f6",
    border="#e0e4ea",
    border_strong="#c5ccd6",
    grid="#e8ebf0",
    text="#171b22",
    muted="#566071",
    faint="#858e9c",
    disabled="#a3abb7",
    accent="#2b5bd7",
    accent_hover="#214cc0",
    accent_soft="#e4ebfc",
    on_accent="#ffffff",
    good="#0b7a5a",
    steady="#37629e",
    warn="#b54708",
    danger="#b42318",
    danger_soft="#fdeceb",
    notice_soft="#eaf0fd",
    planned="#b9c4d6",
    performed="#2b5bd7",
    rir="#b54708",
    today="#d6336c",
    tip="#1d222b",
    tip_text="#f3f5f8",
)

DARK: Final = _tones(
    window="#14171c",
    rail="#101318",
    surface="#1b1f26",
    raised="#252a33",
    border="#2a303a",
    border_strong="#414957",
    grid="#262b34",
    text="#e7eaf0",
    muted="#9ca6b5",
    faint="#737d8c",
    disabled="#5a6372",
    accent="#7ea6ff",
    accent_hover="#9bbaff",
    accent_soft="#233251",
    on_accent="#0d1526",
    good="#4cc9a0",
    steady="#8fb4e8",
    warn="#f0935a",
    danger="#ff8a80",
    danger_soft="#3a2023",
    notice_soft="#1f2b43",
    planned="#4a566b",
    performed="#7ea6ff",
    rir="#f0935a",
    today="#ff7aa8",
    tip="#e7eaf0",
    tip_text="#171b22",
)
