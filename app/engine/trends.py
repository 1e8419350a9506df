"""Daily signals over time: rolling means and an athlete's own normal range, with gaps kept as gaps."""

import math
from collections.abc import Mapping
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
    moved = {day: forward(value) for day, value in known.items()}
    days = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    means: list[float | None] = []
    lows: list[float | None] = []
    highs: list[float | None] = []
    for day in days:
        week = _window(moved, day, MEAN_DAYS)
        means.append(back(sum(week) / len(week)) if len(week) >= MEAN_MINIMUM else None)
        low, high = _range(_window(moved, day, RANGE_DAYS))
        lows.append(None if low is None else back(low))
        highs.append(None if high is None else back(high))
    return Trend(tuple(days), tuple(known.get(day) for day in days), tuple(means), tuple(lows), tuple(highs))


def _window(values: Mapping[date, float], day: date, length: int) -> list[float]:
    return [values[d] for i in range(length) if (d := day - timedelta(days=i)) in values]


def _range(baseline: list[float]) -> tuple[float | None, float | None]:
    if len(baseline) < RANGE_MINIMUM:
        return None, None
    mean = sum(baseline) / len(baseline)
    spread = math.sqrt(sum((value - mean) ** 2 for value in baseline) / (len(baseline) - 1))
    return mean - RANGE_WIDTH * spread, mean + RANGE_WIDTH * spread
