"""A lift's trend in words: the numbers that decided it, and no others."""

import math

from app.engine.progress import CUSUM_LIMIT, CUSUM_SESSIONS, MIDDLE, Progress
from models.values.kinds import LiftTrend


def trend_sentence(name: str, latest: Progress, weeks: int) -> str:
    """How long the lift has been held back, how it stands now, and what says so."""
    said = f"{name} was stalled or declining in {weeks} weekly evaluations running and is {latest.trend.value} now"
    return f"{said}, over {latest.sessions} sessions{_decided(latest)}."


def _decided(latest: Progress) -> str:
    """The interval where it decided; a lift may fall at once, or from its best, while its slope says nothing."""
    percent = percent_of(latest)
    if percent is None:
        return ""
    slope, low, high = (f"{value:+.2f}" for value in percent)
    interval = f"{slope} % a week, 90 % interval {low} to {high}"
    if latest.trend is LiftTrend.STALLED:
        return f" ({interval}; {100 * latest.expected:+.2f} can be expected)"
    if latest.trend is not LiftTrend.DECLINING or (latest.high is not None and latest.high < 0):
        return f" ({interval})"
    if latest.fell_from_best:
        below = 100 * (1 - math.exp(-latest.below_best))
        return f": the last {MIDDLE} lie {below:.1f} % below the best {MIDDLE}, more than noise explains"
    if latest.fell_at_once:
        return (
            f": the last {CUSUM_SESSIONS} fell below those before them by a sum of {latest.falling:.1f} standard "
            f"deviations, more than {CUSUM_LIMIT:g}"
        )
    return f" ({interval})"


def percent_of(latest: Progress) -> list[float] | None:
    """Slope and interval in percent a week."""
    if latest.slope is None or latest.low is None or latest.high is None:
        return None
    return [round(100 * value, 2) for value in (latest.slope, latest.low, latest.high)]
