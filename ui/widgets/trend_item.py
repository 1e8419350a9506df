"""What a chart of days is made of: one item that paints mean, dots and normal range, and an axis of days.

pyqtgraph's own curves and date axis redraw everything for every frame; these paint only the days in
view, thinned to what the pixels can show, so that ten years pan as lightly as a month.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any, Final

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap, QPolygonF, QTransform

from models.values.readiness import Trend
from ui.kit.theme import TextSize, font

DAY_SECONDS: Final = 86_400
POINTS_MOST: Final = 450
"""Days drawn at once; more than there are pixels would not be seen."""
DOTS_MOST: Final = 400
"""With more days in view the dots would be a smear, and the mean says more."""
Numbers = NDArray[np.float64]


def stamp(day: date) -> float:
    """A day's place on the axis: its noon, so that a day is centred on its mark."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp()


class TrendItem(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph comes without types
    """Days with their mean and range; gaps stay gaps."""

    def __init__(self, trend: Trend, accent: QColor, bands: Sequence[tuple[float, str]], faint: QColor) -> None:
        """`bands` are levels to mark with their words, in `faint`."""
        super().__init__()
        self._bands, self._faint = bands, faint
        self._first = stamp(trend.days[0]) if trend.days else 0.0
        self._daily, self._mean = _numbers(trend.daily), _numbers(trend.mean)
        self._low, self._high = _numbers(trend.low), _numbers(trend.high)
        self._accent = accent
        known = np.concatenate([self._daily, self._low, self._high]) if trend.days else np.empty(0)
        known = known[~np.isnan(known)]
        self._bottom, self._top = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)

    def boundingRect(self) -> QRectF:
        width = DAY_SECONDS * max(1, len(self._daily))
        return QRectF(self._first - DAY_SECONDS, self._bottom, width + DAY_SECONDS, max(1e-9, self._top - self._bottom))

    def paint(self, painter: QPainter, *_: Any) -> None:
        start, stop, step = self._shown()
        if stop <= start:
            return
        place = painter.transform()
        painter.resetTransform()
        self._paint_bands(painter, place)

        def mapped(values: Numbers, first: int, last: int) -> list[QPointF]:
            days = np.arange(first, last, step)
            across = place.m11() * (self._first + days * DAY_SECONDS) + place.dx()
            down = place.m22() * values[first:last:step] + place.dy()
            return list(map(QPointF, across.tolist(), down.tolist()))

        self._paint_range(painter, mapped, start, stop)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if stop - start <= DOTS_MOST:
            self._paint_dots(painter, place, start, stop)
        line = QPen(self._accent, 2)
        line.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(line)
        for first, last in _runs(self._mean, start, stop):
            points = mapped(self._mean, first, last)
            # Line by line: joining the corners of a wide smooth polyline costs ten times as much a frame.
            painter.drawLines([QLineF(*pair) for pair in pairwise(points)])

    def _shown(self) -> tuple[int, int, int]:
        """First and last day in view, one beyond each edge, and how many are skipped."""
        view = self.viewRect()
        start = max(0, int((view.left() - self._first) // DAY_SECONDS) - 1)
        stop = min(len(self._daily), int((view.right() - self._first) // DAY_SECONDS) + 3)
        return start, stop, max(1, (stop - start) // POINTS_MOST)

    def _paint_range(self, painter: QPainter, mapped: Any, start: int, stop: int) -> None:
        fill = QColor(self._accent)
        fill.setAlpha(34)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(fill))
        for first, last in _runs(self._low, start, stop):
            upper, lower = mapped(self._high, first, last), mapped(self._low, first, last)
            painter.drawPolygon(QPolygonF([*upper, *reversed(lower)]))

    def _paint_dots(self, painter: QPainter, place: QTransform, start: int, stop: int) -> None:
        faint = QColor(self._accent)
        faint.setAlpha(130)
        pen = QPen(faint, 5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        shown = start + np.flatnonzero(~np.isnan(self._daily[start:stop]))
        across = place.m11() * (self._first + shown * DAY_SECONDS) + place.dx()
        down = place.m22() * self._daily[shown] + place.dy()
        painter.drawPoints(list(map(QPointF, across.tolist(), down.tolist())))

    def _paint_bands(self, painter: QPainter, place: QTransform) -> None:
        view = place.mapRect(self.viewRect())
        painter.setFont(font(TextSize.SMALL))
        for level, word in self._bands:
            y = round(place.m22() * level + place.dy()) + 0.5
            painter.setPen(QPen(self._faint, 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(view.left(), y), QPointF(view.right(), y))
            room = QRectF(view.right() - 124, y - 15, 120, 14)
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, word)


class DayAxis(pg.AxisItem):  # type: ignore[misc]  # as above
    """Days, months or years along the bottom, whichever fit; painted straight, as often as days are panned."""

    HEIGHT: Final = 22

    def __init__(self) -> None:
        super().__init__("bottom")
        self.setHeight(self.HEIGHT)

    def paint(self, painter: QPainter, *_: Any) -> None:
        low, high = self.range
        if high <= low:
            return
        box = self.mapRectFromParent(self.geometry())
        painter.setPen(self.pen())
        painter.drawLine(box.topLeft(), box.topRight())
        painter.setPen(self.textPen())
        painter.setFont(font(TextSize.SMALL))
        for day in _marks(_day(low), _day(high), most=max(2, int(box.width() // 84))):
            x = box.left() + (stamp(day) - low) / (high - low) * box.width()
            if box.left() <= x <= box.right():
                left = min(max(x - 42, box.left() - 12), box.right() - 72)
                painter.drawText(QRectF(left, box.top() + 3, 84, 16), Qt.AlignmentFlag.AlignCenter, _name(day))


class StillAxis(pg.AxisItem):  # type: ignore[misc]  # as above
    """An axis that is painted once and then copied: it does not move while the days are panned."""

    _copy: QPixmap | None = None
    _copied: Any = None

    def paint(self, painter: QPainter, option: Any, widget: Any) -> None:
        area = self.boundingRect()
        colours = (self.pen().color().rgba(), self.textPen().color().rgba())
        seen = (tuple(self.range), area.getRect(), colours, self.grid)
        if self._copy is None or self._copied != seen:
            ratio = painter.device().devicePixelRatioF()
            self._copy = QPixmap(area.size().toSize() * ratio)
            self._copy.setDevicePixelRatio(ratio)
            self._copy.fill(Qt.GlobalColor.transparent)
            inside = QPainter(self._copy)
            inside.translate(-area.topLeft())
            super().paint(inside, option, widget)
            inside.end()
            self._copied = seen
        painter.drawPixmap(area.topLeft(), self._copy)


def _day(seconds: float) -> date:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).date()


def _name(day: date) -> str:
    return f"{day.day} {day:%b}" if day.day > 1 else f"{day:%b %Y}"


def _marks(first: date, last: date, most: int) -> list[date]:
    """At most about `most` round days between two days: Mondays, firsts of months, or of years."""
    span = (last - first).days + 1
    for step in (1, 2, 7, 14):
        if span / step <= most:
            start = first - timedelta(days=first.toordinal() % step if step < 7 else first.weekday())
            return [start + timedelta(days=step * i) for i in range(span // step + 2)]
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next((each for each in (1, 2, 3, 6) if months / each <= most), 12 * -(-months // (12 * most)))
    begun = (first.year * 12 + first.month - 1) // step * step
    return [date(each // 12, each % 12 + 1, 1) for each in range(begun, begun + months + step, step)]


def _numbers(values: Sequence[float | None]) -> Numbers:
    # NumPy reads None as NaN.
    return np.array(values, dtype=np.float64)


def _runs(values: Numbers, start: int, stop: int) -> list[tuple[int, int]]:
    """Half-open index ranges between `start` and `stop` in which values are known."""
    known = np.concatenate(([False], ~np.isnan(values[start:stop]), [False]))
    edges = np.flatnonzero(known[1:] != known[:-1]) + start
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
