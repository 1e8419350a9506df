"""Deletes athletes with every row of theirs, children first: the older tables refuse to lose a parent."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, select

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


def remove_athletes(connection: Connection, athlete_ids: Sequence[str]) -> int:
    """Delete the athletes and all that belongs to them; returns how many athletes there were."""
    workouts = select(workout.c.id).where(workout.c.user_id.in_(athlete_ids))
    exercises = select(workout_exercise.c.id).where(workout_exercise.c.workout_id.in_(workouts))
    sets = select(workout_set.c.id).where(workout_set.c.workout_exercise_id.in_(exercises))
    macros = select(macro_cycle.c.id).where(macro_cycle.c.user_id.in_(athlete_ids))
    mesos = select(mesocycle.c.id).where(mesocycle.c.macro_cycle_id.in_(macros))
    programs = select(program.c.id).where(program.c.user_id.in_(athlete_ids))
    templates = select(workout_template.c.id).where(workout_template.c.user_id.in_(athlete_ids))
    for table, condition in (
        (set_log, set_log.c.workout_set_id.in_(sets)),
        (workout_set, workout_set.c.workout_exercise_id.in_(exercises)),
        (workout_exercise, workout_exercise.c.workout_id.in_(workouts)),
        (session_check_in, session_check_in.c.user_id.in_(athlete_ids)),
        (proposal, proposal.c.user_id.in_(athlete_ids)),
        (workout, workout.c.user_id.in_(athlete_ids)),
        (macro_adaptation, macro_adaptation.c.macro_cycle_id.in_(macros)),
        (training_block, training_block.c.mesocycle_id.in_(mesos)),
        (mesocycle, mesocycle.c.macro_cycle_id.in_(macros)),
        (program_block, program_block.c.program_id.in_(programs)),
        (workout_template_exercise, workout_template_exercise.c.template_id.in_(templates)),
    ):
        connection.execute(delete(table).where(condition))
    for table in (
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
    ):
        connection.execute(delete(table).where(table.c.user_id.in_(athlete_ids)))
    return connection.execute(delete(user).where(user.c.id.in_(athlete_ids))).rowcount
