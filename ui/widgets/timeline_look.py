"""What the timeline is painted with: colours, patterns, fonts, and text laid out once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap, QStaticText

from models.values.kinds import BlockType
from ui.kit.theme import block_look, is_dark
from ui.kit.tones import DARK, LIGHT


class Pattern(Enum):
    """How a block type's fill differs from the others' without colour."""

    PLAIN = "plain"
    DIAGONAL = "diagonal"
    DOTS = "dots"
    HATCH = "hatch"
    RULES = "rules"


@dataclass(frozen=True, slots=True)
class Fill:
    """One block type: its fill, the pattern over it, its outline and what is legible on it."""

    fill: QColor
    pattern: Pattern
    trace: QColor
    """The pattern's colour."""
    edge: QColor
    ink: QColor
    bar: QColor
    """The performed part of a week's bar."""

    pale: QColor
    """The planned part."""

    @property
    def is_hatched(self) -> bool:
        """Whether a label on it needs plain ground; the other patterns are faint enough to write on."""
        return self.pattern is Pattern.HATCH


PATTERNS: Final[Mapping[str, Pattern]] = {
    BlockType.ACCUMULATION: Pattern.PLAIN,
    BlockType.INTENSIFICATION: Pattern.DIAGONAL,
    BlockType.REALIZATION: Pattern.DOTS,
    BlockType.DELOAD: Pattern.HATCH,
    BlockType.RESTORATION: Pattern.RULES,
}


@dataclass(frozen=True)
class Look:
    """Colours by role, for one theme."""

    dark: bool
    ground: QColor
    band: QColor
    """Macro and mesocycle bands."""
    band_edge: QColor
    text: QColor
    muted: QColor
    grid: QColor
    line: QColor
    """The RIR line."""
    focus: QColor
    today: QColor
    on_today: QColor
    warning: QColor
    performed: QColor
    """Hard sets where no block gives them a colour."""
    history: QColor
    """Bars of weeks before the plan."""
    veil: QColor
    """Laid over the weeks before the plan."""
    fills: Mapping[str, Fill]

    def fill(self, kind: str) -> Fill:
        """The fill of a block type; a type unknown to us looks like none of ours, and is drawn."""
        found = self.fills.get(kind)
        if found is None:
            found = Fill(self.band, Pattern.PLAIN, self.band_edge, self.muted, self.text, self.history, self.band)
        return found


class Face(IntEnum):
    """The few text styles of what we paint ourselves."""

    SMALL = 0
    NUMBER = 1
    LABEL = 2
    STRONG = 3
    BODY = 4
    NAME = 5


_FACES: Final[Sequence[tuple[int, QFont.Weight]]] = (
    (11, QFont.Weight.Normal),
    (10, QFont.Weight.Normal),
    (12, QFont.Weight.Medium),
    (12, QFont.Weight.DemiBold),
    (13, QFont.Weight.Normal),
    (13, QFont.Weight.DemiBold),
)
"""Pixel size and weight by `Face`."""


@lru_cache(maxsize=32)
def font(face: Face) -> QFont:
    size, weight = _FACES[face]
    made = QFont()
    made.setPixelSize(size)
    made.setWeight(weight)
    return made


@lru_cache(maxsize=4096)
def static_text(text: str, face: Face) -> tuple[QStaticText, float, float]:
    """Text laid out once, its width and height: painting it again costs a tenth of `drawText`."""
    made = QStaticText(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    made.prepare(font=font(face))
    size = made.size()
    return made, size.width(), size.height()


def text_width(text: str, face: Face) -> float:
    return static_text(text, face)[1]


@lru_cache(maxsize=2048)
def fitting(labels: Sequence[str], room: float, face: Face) -> str:
    """The longest of the labels that fits into `room` pixels, empty when none does."""
    return next((label for label in labels if text_width(label, face) <= room), "")


@lru_cache(maxsize=2048)
def elided(text: str, room: float, face: Face) -> str:
    return QFontMetricsF(font(face)).elidedText(text, Qt.TextElideMode.ElideRight, room)


def put_text(painter: QPainter, text: str, x: float, middle: float, face: Face, color: QColor) -> None:
    """Text whose left edge is at `x` and whose middle is at `middle`."""
    made, _, height = static_text(text, face)
    painter.setFont(font(face))
    painter.setPen(color)
    painter.drawStaticText(QPointF(x, middle - height / 2), made)


def _diagonal(painter: QPainter, size: int) -> None:
    for start in (-size, 0, size):
        painter.drawLine(QPointF(start, size), QPointF(start + size, 0))


def _hatch(painter: QPainter, size: int) -> None:
    for start in (-size, 0, size):
        painter.drawLine(QPointF(start, 0), QPointF(start + size, size))


def _dots(painter: QPainter, size: int) -> None:
    painter.setBrush(painter.pen().color())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(QRectF(size / 4 - 1, size / 4 - 1, 2, 2))
    painter.drawEllipse(QRectF(3 * size / 4 - 1, 3 * size / 4 - 1, 2, 2))


def _rules(painter: QPainter, size: int) -> None:
    painter.drawLine(QPointF(0, size / 2 + 0.5), QPointF(size, size / 2 + 0.5))


_STROKES: Final[Mapping[Pattern, tuple[int, Callable[[QPainter, int], None]]]] = {
    Pattern.DIAGONAL: (7, _diagonal),
    Pattern.HATCH: (6, _hatch),
    Pattern.DOTS: (8, _dots),
    Pattern.RULES: (5, _rules),
}


@lru_cache(maxsize=64)
def _texture(pattern: Pattern, color: int, width: float) -> QBrush:
    size, stroke = _STROKES[pattern]
    # Twice the size, so that a print or a scaled screen does not show the pixels.
    tile = QPixmap(size * 2, size * 2)
    tile.setDevicePixelRatio(2)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor.fromRgba(color), width))
    stroke(painter, size)
    painter.end()
    return QBrush(tile)


def pattern_brush(pattern: Pattern, color: QColor, width: float = 1.3) -> QBrush:
    """A brush that draws the pattern; an empty brush for the plain one."""
    return QBrush() if pattern is Pattern.PLAIN else _texture(pattern, color.rgba(), width)


def paint_fill(painter: QPainter, rect: QRectF, fill: Fill, radius: float = 4.0) -> None:
    """A block's box: fill, pattern, outline. Shared by the timeline, the roster and the week table."""
    painter.setPen(QPen(fill.edge, 1))
    painter.setBrush(fill.fill)
    painter.drawRoundedRect(rect, radius, radius)
    if fill.pattern is not Pattern.PLAIN:
        # Saved and restored whole: after a texture brush Qt moves static text by the widget's own offset.
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrushOrigin(rect.topLeft())
        painter.setBrush(pattern_brush(fill.pattern, fill.trace))
        painter.drawRoundedRect(rect, radius, radius)
        painter.restore()


def fill_pattern(painter: QPainter, rect: QRectF, pattern: Pattern, color: QColor, origin: QPointF) -> None:
    """A pattern over a plain rectangle, aligned with `origin`."""
    painter.save()
    painter.setBrushOrigin(origin)
    painter.fillRect(rect, pattern_brush(pattern, color))
    painter.restore()


def forget() -> None:
    """Drop what was laid out with the old fonts and colours."""
    for cache in (_look, font, static_text, fitting, elided, _texture):
        cache.cache_clear()


def _pale(color: QColor) -> QColor:
    thin = QColor(color)
    thin.setAlpha(52)
    return thin


def _block_fill(kind: BlockType, *, dark: bool) -> Fill:
    shade, pattern = DARK if dark else LIGHT, PATTERNS[kind]
    if pattern is Pattern.HATCH:
        # The one fill that is almost none: grey meets green under deuteranopia, a hatch meets nothing.
        return Fill(shade.raised, pattern, shade.faint, shade.muted, shade.text, shade.faint, _pale(shade.faint))
    of_theme = block_look(kind)
    fill = of_theme.fill
    trace = QColor(of_theme.ink)
    trace.setAlpha(64)
    edge = fill.lighter(125) if dark else of_theme.outline
    return Fill(fill, pattern, trace, edge, of_theme.ink, fill, _pale(fill))


@lru_cache(maxsize=2)
def _look(*, dark: bool) -> Look:
    shade = DARK if dark else LIGHT
    veil = QColor(shade.text)
    veil.setAlpha(9)
    return Look(
        dark=dark,
        ground=shade.surface,
        band=shade.raised,
        band_edge=shade.border_strong,
        text=shade.text,
        muted=shade.muted,
        grid=shade.grid,
        line=shade.rir,
        focus=shade.accent,
        today=shade.today,
        on_today=shade.on_accent,
        warning=shade.danger,
        performed=shade.performed,
        history=shade.planned,
        veil=veil,
        fills={kind: _block_fill(kind, dark=dark) for kind in BlockType},
    )


def look() -> Look:
    """The colours of the theme in force."""
    return _look(dark=is_dark())


def paper_look() -> Look:
    """The light colours, whatever the screen shows: what goes on paper."""
    return _look(dark=False)
