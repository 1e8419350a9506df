"""Deletes athletes with every row of theirs, children first: the older tables refuse to lose a parent."""

from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import ColumnElement, Connection, Table, delete, select

from models.tables.athletes import constraints, goals, injury, profile, user, user_preference
from models.tables.importing import log_import
from models.tables.integrations import user_integration
from models.tables.plan import exercise_exposure, macro_adaptation, macro_cycle, mesocycle, proposal, training_block
from models.tables.readiness import device_day, readiness_policy, readiness_signal
from models.tables.workouts import (
    baseline,
    program,
    program_block,
    session_check_in,
    set_log,
    workout,
    workout_exercise,
    workout_set,
    workout_template,
    workout_template_exercise,
)

_OF_A_PERSON: Final = (
    macro_cycle,
    exercise_exposure,
    readiness_signal,
    device_day,
    readiness_policy,
    user_integration,
    log_import,
    program,
    workout_template,
    baseline,
    injury,
    goals,
    constraints,
    profile,
    user_preference,
)
"""Tables whose rows name their athlete, in the order in which they can go once their children have."""


def remove_athletes(connection: Connection, athlete_ids: Sequence[str]) -> int:
    """Delete the athletes and all that belongs to them; returns how many athletes there were."""
    for table, condition in (*_logs(athlete_ids), *_plans(athlete_ids)):
        connection.execute(delete(table).where(condition))
    for table in _OF_A_PERSON:
        connection.execute(delete(table).where(table.c.user_id.in_(athlete_ids)))
    return connection.execute(delete(user).where(user.c.id.in_(athlete_ids))).rowcount


def _logs(athlete_ids: Sequence[str]) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """The workouts with everything in them and about them, children first."""
    workouts = select(workout.c.id).where(workout.c.user_id.in_(athlete_ids))
    exercises = select(workout_exercise.c.id).where(workout_exercise.c.workout_id.in_(workouts))
    sets = select(workout_set.c.id).where(workout_set.c.workout_exercise_id.in_(exercises))
    yield set_log, set_log.c.workout_set_id.in_(sets)
    yield workout_set, workout_set.c.workout_exercise_id.in_(exercises)
    yield workout_exercise, workout_exercise.c.workout_id.in_(workouts)
    yield session_check_in, session_check_in.c.user_id.in_(athlete_ids)
    yield proposal, proposal.c.user_id.in_(athlete_ids)
    yield workout, workout.c.user_id.in_(athlete_ids)


def _plans(athlete_ids: Sequence[str]) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """What hangs below seasons, programs and templates, children first."""
    macros = select(macro_cycle.c.id).where(macro_cycle.c.user_id.in_(athlete_ids))
    mesos = select(mesocycle.c.id).where(mesocycle.c.macro_cycle_id.in_(macros))
    programs = select(program.c.id).where(program.c.user_id.in_(athlete_ids))
    templates = select(workout_template.c.id).where(workout_template.c.user_id.in_(athlete_ids))
    yield macro_adaptation, macro_adaptation.c.macro_cycle_id.in_(macros)
    yield training_block, training_block.c.mesocycle_id.in_(mesos)
    yield mesocycle, mesocycle.c.macro_cycle_id.in_(macros)
    yield program_block, program_block.c.program_id.in_(programs)
    yield workout_template_exercise, workout_template_exercise.c.template_id.in_(templates)
