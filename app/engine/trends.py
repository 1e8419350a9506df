"""Daily signals over time: rolling means and an athlete's own normal range, with gaps kept as gaps."""

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate
from operator import sub
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
    means, lows, highs = _rolled(away)
    skip = len(before)
    return Trend(
        tuple(days),
        tuple(known.get(day) for day in days),
        *(
            tuple(None if value is None else back(middle + value) for value in some[skip:])
            for some in (means, lows, highs)
        ),
    )


Numbers = list[float | None]


def _rolled(values: Sequence[float | None]) -> tuple[Numbers, Numbers, Numbers]:
    """Mean of the last 7, and low and high end of the normal range of the last 60, day by day."""
    known = [0.0 if value is None else value for value in values]
    # Differences of running sums: a walk with a window for each day takes ten times as long.
    sums = [0.0, *accumulate(known)]
    squares = [0.0, *accumulate(value * value for value in known)]
    counts = [0, *accumulate(value is not None for value in values)]
    means: Numbers = [
        total / count if count >= MEAN_MINIMUM else None
        for total, count in zip(_moving(sums, MEAN_DAYS), _moving(counts, MEAN_DAYS), strict=True)
    ]
    lows: Numbers = []
    highs: Numbers = []
    for total, square, count in zip(*(_moving(each, RANGE_DAYS) for each in (sums, squares, counts)), strict=True):
        low, high = _range(total, square, count) if count >= RANGE_MINIMUM else (None, None)
        lows.append(low)
        highs.append(high)
    return means, lows, highs


def _moving(sums: Sequence[float], days: int) -> list[float]:
    """What each day's last `days` add to running sums that begin with 0."""
    return [*sums[1:days], *map(sub, sums[days:], sums)]


def _range(total: float, squares: float, count: float) -> tuple[float, float]:
    mean = total / count
    spread = RANGE_WIDTH * math.sqrt(max(0.0, squares - count * mean * mean) / (count - 1))
    return mean - spread, mean + spread
