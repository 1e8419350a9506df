"""Numbers of going on with a plan: when a week counts as done, what a log still says, when somebody usually trains.

Grades and sources as in constants.py; its VERSION covers these too.
"""

from typing import Final

# --- Weeks of a plan ------------------------------------------------------------------------------

WEEK_DONE_SHARE: Final = 0.5
"""Sessions of a week that make it a done one, once none of the others can still be done in it. E: one session of
four is no week of training, and one left out of four is no reason to repeat it."""

# --- What the log says of a lift ------------------------------------------------------------------

TOP_SETS: Final = 2
"""Best sets of a session its estimate is the weighted mean of: the best alone is biased upwards. E."""
LAST_SESSIONS: Final = 3
"""Sessions an estimated maximum rests on; more would drag it behind a lifter who gains. E."""
SESSION_WINDOW_DAYS: Final = 42
"""Older than that before the last session, another one says nothing of today's strength. E."""
DRIFT_PERCENT_PER_WEEK: Final = 0.5
"""What a week adds to the deviation of an estimate, in percent: lifters change meanwhile. E, the order of
`steele2022` for the first year."""
DAY_PERCENT: Final = 2.0
"""Day-to-day deviation of strength that no number of sets of one day takes away, percent. C, `grgic2020`, E value."""
TIRED: Final = 0.40
"""Sessions begun less fresh than this say nothing of strength. E, as the bands of readiness have it."""
CHECK_IN_HOURS: Final = 48
"""A check-in speaks for the sessions of so many hours after it. E, as for today's session."""

# --- Habits ---------------------------------------------------------------------------------------

HABIT_WEEKS: Final = 8
"""Weeks of the log that usual weekdays and the usual hour are read from. E."""
HABIT_SHARE: Final = 1 / 3
"""Of those weeks with a session, how many a weekday needs to be a usual one. E."""
USUAL_HOUR: Final = 18
"""Where no log tells the hour of training. E."""
HOUR_STEP_MINUTES: Final = 5
ROTATION_DAYS: Final = 56
"""Sessions counted as recent use of an exercise. E, as `kassiano2022` looks at programmes of 8 to 12 weeks."""

# --- Sessions as they were done -------------------------------------------------------------------

RECORD_LEAST_KG: Final = 0.1
"""An estimated maximum that is higher by less is the same one, as it is read. E."""
CREDIBLE_MINUTES: Final = (10, 300)
"""Shorter or longer from the first to the last logged set, and the log was written up afterwards. E."""
REPS_MOST: Final = 1000
LOAD_MOST_KG: Final = 1500.0
RPE_BAND: Final = (1.0, 10.0)
RPE_STEP: Final = 0.5
SECONDS_MOST: Final = 86_400.0
METRES_MOST: Final = 500_000.0
MINUTES_MOST: Final = 1440
"""What can be typed for a set or a session; beyond is a slip of the hand. E."""
