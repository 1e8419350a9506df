"""The timeline's still parts rendered once, wider than the screen, so that panning only moves pixels."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QImage, QPainter

from ui.widgets.timeline_frame import Frame, Grid
from ui.widgets.timeline_look import Look
from ui.widgets.timeline_painter import paint_still
from ui.widgets.timeline_scale import MARGIN, Scale

AHEAD: Final = 0.75
"""Canvas widths rendered on either side once panning begins."""


class Strip:
    """A picture of the lanes from pixel `begin` to `end`, counted from column 0 at the present zoom."""

    def __init__(self) -> None:
        self._picture = QImage()
        self._key: tuple[object, ...] = ()
        self._begin = self._end = 0.0
        self.rendered = 0
        """How often it was rendered; a test and the benchmark look at it."""

    def drop(self) -> None:
        """Forget what was rendered: data, theme or fonts are new."""
        self._key = ()

    def paint(self, painter: QPainter, grid: Grid, look: Look, ratio: float) -> None:
        """Put the visible part on the painter, rendering what is missing."""
        key = (id(grid.view), grid.scale.week, grid.lanes, grid.width, id(look), ratio)
        left = round(grid.scale.left * grid.scale.week)
        if key != self._key:
            self._render(grid, look, ratio, left, 0)
            self._key = key
        elif left < self._begin or left + grid.width > self._end:
            self._render(grid, look, ratio, left, round(AHEAD * grid.width))
        shift = left - self._begin
        # Copying instead of blending: half the time, and nothing shines through.
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        source = QRectF(shift * ratio, 0, grid.width * ratio, (grid.lanes.bottom + 1) * ratio)
        painter.drawImage(QPointF(grid.left, 0), self._picture, source)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)

    def _render(self, grid: Grid, look: Look, ratio: float, left: int, ahead: int) -> None:
        week = grid.scale.week
        first, last = -MARGIN * week, (grid.view.columns + MARGIN) * week
        # What panning can never reach need not be rendered; what is on screen must be.
        self._begin = min(left, max(left - ahead, round(first) - 1))
        self._end = max(left + grid.width, min(left + grid.width + ahead, round(last) + 1))
        width, height = self._end - self._begin, grid.lanes.bottom + 1
        size = QSize(round(width * ratio), round(height * ratio))
        if self._picture.size() != size:
            self._picture = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
            self._picture.setDevicePixelRatio(ratio)
        self._picture.fill(look.ground)
        scale = Scale(self._begin / week, week)
        begin, end = scale.columns(width, grid.view.columns)
        painter = QPainter(self._picture)
        paint_still(Frame.on(replace(grid, scale=scale, left=0.0, width=width, first=begin, end=end), painter, look))
        painter.end()
        self.rendered += 1
