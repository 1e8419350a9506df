"""Daily signals over time: rolling means and an athlete's own normal range, with gaps kept as gaps."""

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from models.values.readiness import Trend

if TYPE_CHECKING:
    from numpy.typing import NDArray

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
    # Loaded with the first chart, which needs it too; the rest of the engine does without.
    import numpy as np  # noqa: PLC0415 - as above

    days = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    before = [first - timedelta(days=i) for i in range(RANGE_DAYS - 1, 0, -1)]
    found = np.array([values.get(day) for day in (*before, *days)], dtype=np.float64)
    if logarithmic:
        found[found <= 0] = math.nan
    moved = np.log(found) if logarithmic else found
    known = ~np.isnan(moved)
    # Sums run over distances from the middle: a running sum of squares would lose small spreads otherwise.
    middle = float(moved[known].mean()) if known.any() else 0.0
    away = np.where(known, moved - middle, 0.0)
    mean, low, high = (middle + each for each in _rolled(away, known))
    if logarithmic:
        mean, low, high = np.exp(mean), np.exp(low), np.exp(high)
    skip = len(before)
    return Trend(tuple(days), *(_sequence(each[skip:]) for each in (found, mean, low, high)))


def _rolled(away: "NDArray[Any]", known: "NDArray[Any]") -> "tuple[NDArray[Any], NDArray[Any], NDArray[Any]]":
    """Mean of the last 7, and low and high end of the normal range of the last 60, day by day; NaN where too few."""
    import numpy as np  # noqa: PLC0415 - as above

    with np.errstate(divide="ignore", invalid="ignore"):
        count = _moving(known.astype(np.float64), MEAN_DAYS)
        mean = np.where(count >= MEAN_MINIMUM, _moving(away, MEAN_DAYS) / count, math.nan)
        count = _moving(known.astype(np.float64), RANGE_DAYS)
        base = _moving(away, RANGE_DAYS) / count
        squares = _moving(away * away, RANGE_DAYS) - count * base * base
        spread = RANGE_WIDTH * np.sqrt(np.maximum(0.0, squares) / (count - 1))
    enough = count >= RANGE_MINIMUM
    return mean, np.where(enough, base - spread, math.nan), np.where(enough, base + spread, math.nan)


def _moving(values: "NDArray[Any]", days: int) -> "NDArray[Any]":
    """Sum of each day's last `days` values, by differences of running sums."""
    import numpy as np  # noqa: PLC0415 - as above

    sums = np.cumsum(values)
    moving = sums.copy()
    moving[days:] -= sums[:-days]
    return moving


def _sequence(values: "NDArray[Any]") -> Sequence[float | None]:
    """Plain numbers with None for what is not known."""
    import numpy as np  # noqa: PLC0415 - as above

    plain = values.astype(object)
    plain[np.isnan(values)] = None
    return tuple(plain.tolist())
