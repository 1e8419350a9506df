"""Line charts over days: a mean, dots for the days, the normal range behind them, gaps where nothing is known.

Imported with the first chart, never at start-up: pyqtgraph takes longer than a frame.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.values.readiness import Trend
from ui.widgets.trend_item import DAY_SECONDS, DayAxis, StillAxis, TrendItem, stamp


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """What one chart shows: its name, unit and how a value reads."""

    title: str
    unit: str
    decimals: int = 0
    lowest: float | None = None
    highest: float | None = None
    """Fixed limits of the axis, None to fit."""
    bands: Sequence[tuple[float, str]] = ()
    """Levels to mark, each with its word."""

    def text(self, value: float | None) -> str:
        return "–" if value is None else f"{value:.{self.decimals}f} {self.unit}".strip()


class TrendChart(QWidget):
    """One signal over days. Colours come from the palette and the accent given to `show_trend`."""

    hovered = Signal(object)
    """The day under the pointer, or None."""

    def __init__(self, spec: ChartSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self._trend: Trend | None = None
        self._accent = QColor("#0072b2")
        self._plot = pg.PlotWidget(axisItems={"bottom": DayAxis(), "left": StillAxis("left")})
        self._plot.setMenuEnabled(False)
        self._plot.setMouseEnabled(x=True, y=False)
        self._plot.hideButtons()
        # A panned chart changes everywhere; piecing together what has changed costs a second painting.
        self._plot.setViewportUpdateMode(self._plot.ViewportUpdateMode.FullViewportUpdate)
        self._plot.getAxis("left").setWidth(44)
        for name in ("left", "bottom"):
            # Otherwise every move writes the axis' empty title anew.
            self._plot.getAxis(name).enableAutoSIPrefix(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._plot)
        # Axes and matrices are brought up to date with the range, not while painting, which would paint twice.
        self._plot.getViewBox().sigXRangeChanged.connect(lambda *_: self._plot.scene().prepareForPaint())
        self._items: list[Any] = []
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self._cursor.setVisible(False)
        self._plot.addItem(self._cursor)
        self._plot.scene().sigMouseMoved.connect(self._point)
        self.setAccessibleName(spec.title)

    def show_trend(self, trend: Trend, accent: QColor) -> None:
        """Draw the days of `trend`; what the picture says is also the widget's accessible description."""
        self._trend, self._accent = trend, accent
        self._draw()
        self.setAccessibleDescription(self.summary())

    def summary(self) -> str:
        """The chart in a sentence."""
        trend = self._trend
        daily = np.array([] if trend is None else trend.daily, dtype=np.float64)
        known = np.flatnonzero(~np.isnan(daily))
        if trend is None or not known.size:
            return f"{self.spec.title}: no data in this span."
        day, value = trend.days[known[-1]], float(daily[known[-1]])
        low, high = float(daily[known].min()), float(daily[known].max())
        return (
            f"{self.spec.title}: {known.size} days, {self.spec.text(low)} to {self.spec.text(high)}, "
            f"last {self.spec.text(value)} on {day:%d %B %Y}."
        )

    def link_to(self, other: "TrendChart") -> None:
        """Pan and zoom in time together with another chart."""
        self._plot.setXLink(other.plot_item)

    @property
    def plot_item(self) -> Any:
        """pyqtgraph's own item, for linking axes."""
        return self._plot.plotItem

    def changeEvent(self, event: Any) -> None:  # Qt's own name
        if event.type() == event.Type.PaletteChange and self._trend is not None:
            self._draw()
        super().changeEvent(event)

    def _draw(self) -> None:
        trend = self._trend
        if trend is None:
            return
        for item in self._items:
            self._plot.removeItem(item)
        self._items.clear()
        self._dress()
        faint = self.palette().color(QPalette.ColorRole.PlaceholderText)
        self._add(TrendItem(trend, self._accent, self.spec.bands, faint))
        self._limit(trend)

    def _limit(self, trend: Trend) -> None:
        if not trend.days:
            return
        first, last = stamp(trend.days[0]), stamp(trend.days[-1])
        known = np.array([*trend.daily, *trend.low, *trend.high], dtype=np.float64)
        known = known[~np.isnan(known)]
        low = self.spec.lowest if self.spec.lowest is not None else float(known.min(initial=math.inf))
        high = self.spec.highest if self.spec.highest is not None else float(known.max(initial=-math.inf))
        if not known.size:
            low, high = self.spec.lowest or 0.0, self.spec.highest or 1.0
        pad = 0.08 * ((high - low) or 1)
        box = self._plot.getViewBox()
        box.setLimits(xMin=first - DAY_SECONDS, xMax=last + DAY_SECONDS, minXRange=7 * DAY_SECONDS)
        box.setRange(xRange=(first, last), yRange=(low - pad, high + pad), padding=0.01)

    def _add(self, item: Any) -> None:
        self._plot.addItem(item)
        self._items.append(item)

    def _dress(self) -> None:
        palette = self.palette()
        text, base = palette.color(QPalette.ColorRole.PlaceholderText), palette.color(QPalette.ColorRole.Base)
        self._plot.setBackground(base)
        font = QFont(self.font())
        font.setPixelSize(11)
        grid = QColor(text)
        grid.setAlpha(60)
        for name in ("left", "bottom"):
            axis = self._plot.getAxis(name)
            axis.setTextPen(text)
            axis.setPen(pg.mkPen(grid))
            axis.setTickFont(font)
            axis.setStyle(tickLength=0)
        self._plot.showGrid(x=False, y=True, alpha=0.12)
        self._cursor.setPen(pg.mkPen(text, style=Qt.PenStyle.DashLine))

    def _point(self, position: QPointF) -> None:
        trend = self._trend
        if trend is None or not trend.days or not self._plot.sceneBoundingRect().contains(position):
            self._cursor.setVisible(False)
            self.hovered.emit(None)
            return
        seconds = self._plot.getViewBox().mapSceneToView(position).x()
        day = datetime.fromtimestamp(seconds, UTC).date()
        index = (day - trend.days[0]).days
        inside = 0 <= index < len(trend.days)
        self._cursor.setVisible(inside)
        if inside:
            self._cursor.setPos(stamp(day))
            self.setToolTip(self._facts(index))
        self.hovered.emit(day if inside else None)

    def _facts(self, index: int) -> str:
        trend, spec = self._trend, self.spec
        assert trend is not None  # noqa: S101 - only called with a trend shown
        low, high = trend.low[index], trend.high[index]
        band = "not enough days" if low is None else f"{spec.text(low)} to {spec.text(high)}"
        return (
            f"<b>{trend.days[index]:%a %d %b %Y}</b><table>"
            f"<tr><td>{spec.title}&nbsp;&nbsp;</td><td>{spec.text(trend.daily[index])}</td></tr>"
            f"<tr><td>7-day mean&nbsp;&nbsp;</td><td>{spec.text(trend.mean[index])}</td></tr>"
            f"<tr><td>normal range&nbsp;&nbsp;</td><td>{band}</td></tr></table>"
        )
