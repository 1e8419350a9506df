"""When somebody usually trains: weekdays, hour, days a week and minutes a session, or what is assumed instead."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import NamedTuple

from app.engine.constants import ASSUMED_DAYS, ASSUMED_MINUTES, SESSION_MINUTES_BAND, USUAL_DAYS_MOST
from app.engine.constants_training import HABIT_SHARE, HOUR_STEP_MINUTES, USUAL_HOUR
from models.values.days import monday

_MIDNIGHT = time()


def usual_weekdays(days: Sequence[date], count: int) -> tuple[int, ...]:
    """The weekdays (0 Monday .. 6) trained in at least a third of the weeks, at most `count`, in order of the week."""
    weeks = len({monday(day) for day in days})
    often = Counter(weekday for weekday, _ in {(day.weekday(), monday(day)) for day in days})
    usual = [day for day, times in sorted(often.items(), key=lambda pair: -pair[1]) if times >= HABIT_SHARE * weeks]
    return tuple(sorted(usual[:count]))


def usual_time(starts: Sequence[datetime]) -> time:
    """The middle of the local hours sessions began at; programs that know the day only write midnight."""
    minutes = sorted(60 * one.hour + one.minute for one in starts if one.time().replace(microsecond=0) != _MIDNIGHT)
    if not minutes:
        return time(USUAL_HOUR)
    step = HOUR_STEP_MINUTES * round(median(minutes) / HOUR_STEP_MINUTES)
    return (datetime.combine(date.min, _MIDNIGHT) + timedelta(minutes=min(step, 24 * 60 - HOUR_STEP_MINUTES))).time()


class TimeFrame(NamedTuple):
    """Days a week and minutes a session, and in sentences what nobody has said."""

    days: int
    minutes: int
    sentences: tuple[str, ...]


def time_frame(days: int | None, minutes: int | None, usual_days: int | None, usual_minutes: int | None) -> TimeFrame:
    """What was said, else what was usual in the log, else a common number."""
    sentences = []
    if days is None:
        days = min(usual_days, USUAL_DAYS_MOST) if usual_days else ASSUMED_DAYS
        source = "as the log has it" if usual_days else "a common number"
        sentences.append(f"Nobody has said how many days a week: {days}, {source}.")
    if minutes is None:
        low, high = SESSION_MINUTES_BAND
        minutes = min(max(usual_minutes, low), high) if usual_minutes else ASSUMED_MINUTES
        source = "as the log has it" if usual_minutes else "a common length"
        sentences.append(f"Nobody has said how long a session may be: {minutes} minutes, {source}.")
    return TimeFrame(days, minutes, tuple(sentences))
