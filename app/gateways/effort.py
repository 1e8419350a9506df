"""What a planned set cost beside what it was to cost, in SQL: one meaning for check-ins and for reviews."""

from typing import Final

from sqlalchemy import ColumnElement, Double, and_, func, or_, type_coerce

from app.engine.constants_adapting import MATCH_LOAD_SHARE
from app.gateways.performed import WORKING
from models.tables.workouts import set_log, workout_set

_DONE: Final = type_coerce(set_log.c.actual_load, Double)
_ASKED: Final = type_coerce(workout_set.c.target_load, Double)

DRIFT: Final[ColumnElement[float]] = (
    set_log.c.actual_rpe - workout_set.c.target_rpe + workout_set.c.target_reps - set_log.c.actual_reps
)
"""RPE above the plan at equal repetitions: one that was not done is one more in effort, one done beyond is one less.

Without that, whoever fails their repetitions would look as if all went to plan.
"""

COMPARABLE: Final[ColumnElement[bool]] = and_(
    WORKING,
    set_log.c.actual_rpe.is_not(None),
    set_log.c.actual_reps.is_not(None),
    workout_set.c.target_rpe.is_not(None),
    or_(_ASKED.is_(None), func.abs(_DONE - _ASKED) <= MATCH_LOAD_SHARE * _ASKED),
)
"""Rated sets with a planned effort, done at the planned load; another load was a choice, and costs what it costs."""
