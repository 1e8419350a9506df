"""Where things lie on a painted timeline, and what every part of its painter is handed."""

from dataclasses import dataclass
from math import floor

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from ui.widgets.timeline_layout import GUTTER, Lane, Lanes, lanes
from ui.widgets.timeline_look import Face, Look, put_text
from ui.widgets.timeline_scale import Scale
from ui.widgets.timeline_view import SeasonView


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns and lanes of one timeline: the canvas is `width` pixels from `left`, it shows `first` to `end`."""

    view: SeasonView
    scale: Scale
    lanes: Lanes
    left: float
    width: float
    first: int
    end: int

    @property
    def right(self) -> float:
        return self.left + self.width

    def x(self, column: float) -> float:
        return self.left + self.scale.x(column)

    def box(self, lane: Lane, first: float, end: float, inset: float = 1.0) -> QRectF:
        """The lane between two columns, with air on both sides."""
        x = self.x(first) + inset
        return QRectF(x, lane.top, max(1.0, self.x(end) - inset - x), lane.height)


def pixel(value: float) -> int:
    """The nearest whole pixel, halves always up: Python's rounding to even would make bars jump while panning."""
    return floor(value + 0.5)


def canvas_of(rect: QRectF) -> QRectF:
    """The part of `rect` that the columns have: right of the frozen names."""
    return rect.adjusted(GUTTER, 0, -10, 0)


def grid_of(rect: QRectF, view: SeasonView, scale: Scale) -> Grid:
    """The grid of a whole timeline in `rect`; `scale` counts from the canvas' left edge."""
    canvas = canvas_of(rect)
    first, end = scale.columns(canvas.width(), view.columns)
    return Grid(view, scale, lanes(rect.top(), rect.height()), canvas.left(), canvas.width(), first, end)


@dataclass(frozen=True, slots=True)
class Frame(Grid):
    """A grid, and the painter and colours to paint it with."""

    painter: QPainter
    look: Look

    @classmethod
    def on(cls, grid: Grid, painter: QPainter, look: Look) -> "Frame":
        return cls(grid.view, grid.scale, grid.lanes, grid.left, grid.width, grid.first, grid.end, painter, look)

    def text(self, text: str, x: float, middle: float, face: Face, color: QColor) -> None:
        if text:
            put_text(self.painter, text, x, middle, face, color)
