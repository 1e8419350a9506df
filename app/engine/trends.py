"""Daily signals over time: rolling means and an athlete's own normal range, with gaps kept as gaps."""

import math
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from models.values.readiness import Trend

MEAN_DAYS: Final = 7
"""Length of the rolling mean (`plews2014`: a weekly mean; three valid days suffice)."""
MEAN_MINIMUM: Final = 3
RANGE_DAYS: Final = 60
"""Length of the baseline behind the normal range (practice of HRV products, grade D)."""
RANGE_MINIMUM: Final = 14
"""Fewer baseline days than this give no range at all."""
RANGE_WIDTH: Final = 0.5
"""Half-width of the normal range in standard deviations (`javaloyes2019`)."""


def trend(values: Mapping[date, float | None], first: date, last: date, *, logarithmic: bool = False) -> Trend:
    """Daily values of `first..last` with their 7-day mean and 60-day normal range.

    `values` may reach back before `first`: the mean and the range look back there. A day without a
    value is None in `daily`; the mean needs 3 of the last 7 days, the range 14 of the last 60.
    `logarithmic` computes mean and range on ln(value) (RMSSD, `plews2013`) and returns them in the
    values' own unit.
    """
    known = {day: value for day, value in values.items() if value is not None and (value > 0 or not logarithmic)}
    forward, back = (math.log, math.exp) if logarithmic else (float, float)
    days = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    before = [first - timedelta(days=i) for i in range(RANGE_DAYS - 1, 0, -1)]
    moved = [None if (value := known.get(day)) is None else forward(value) for day in (*before, *days)]
    # Sums run over distances from the middle: a running sum of squares would lose small spreads otherwise.
    middle = math.fsum(there := [value for value in moved if value is not None]) / max(1, len(there))
    away = [None if value is None else value - middle for value in moved]
    means: list[float | None] = []
    lows: list[float | None] = []
    highs: list[float | None] = []
    for mean, (low, high) in zip(_means(away), _ranges(away), strict=True):
        means.append(None if mean is None else back(middle + mean))
        lows.append(None if low is None else back(middle + low))
        highs.append(None if high is None else back(middle + high))
    skip = len(before)
    return Trend(
        tuple(days),
        tuple(known.get(day) for day in days),
        tuple(means[skip:]),
        tuple(lows[skip:]),
        tuple(highs[skip:]),
    )


def _means(values: Sequence[float | None]) -> Iterator[float | None]:
    for total, _, count in _rolling(values, MEAN_DAYS):
        yield total / count if count >= MEAN_MINIMUM else None


def _ranges(values: Sequence[float | None]) -> Iterator[tuple[float | None, float | None]]:
    for total, squares, count in _rolling(values, RANGE_DAYS):
        if count < RANGE_MINIMUM:
            yield None, None
            continue
        mean = total / count
        spread = math.sqrt(max(0.0, squares - count * mean * mean) / (count - 1))
        yield mean - RANGE_WIDTH * spread, mean + RANGE_WIDTH * spread


def _rolling(values: Sequence[float | None], length: int) -> Iterator[tuple[float, float, int]]:
    """Sum, sum of squares and number of the known values among the last `length`, day by day."""
    window: deque[float | None] = deque()
    total = squares = 0.0
    count = 0
    for value in values:
        window.append(value)
        if value is not None:
            total, squares, count = total + value, squares + value * value, count + 1
        if len(window) > length and (old := window.popleft()) is not None:
            total, squares, count = total - old, squares - old * old, count - 1
        if count == 0:
            # Nothing is left, so nothing of the rounding may be.
            total = squares = 0.0
        yield total, squares, count
