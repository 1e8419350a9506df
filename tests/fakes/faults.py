"""Faults seeded into a good database; each returns the check that must find it and the ids it must name."""

from datetime import timedelta

from sqlalchemy import delete, func, insert, select, text, update

from models.tables.athletes import user
from models.tables.integrations import user_integration
from models.tables.plan import exercise_exposure, macro_cycle, mesocycle, training_block
from models.tables.readiness import readiness_signal
from models.tables.workouts import workout


def do(database, *statements):
    """Run them, whatever rules of the engine they break."""
    if database.dialect == "sqlite":
        with database._engine.connect() as connection:
            # Inside a transaction the first of these does nothing.
            connection.connection.dbapi_connection.execute("PRAGMA foreign_keys = OFF")
            connection.connection.dbapi_connection.execute("PRAGMA ignore_check_constraints = ON")
            for each in statements:
                connection.execute(each)
            connection.commit()
        database.close()
        return
    with database.write() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for each in statements:
            connection.execute(each)


def pick(database, statement):
    with database.read() as connection:
        return connection.execute(statement).scalars().first()


def an_exposure(database):
    with database.read() as connection:
        return connection.execute(
            select(exercise_exposure).where(exercise_exposure.c.usage_count > 1).order_by(exercise_exposure.c.id)
        ).first()


def key(row):
    return f"{row.user_id}/{row.exercise_id}"


def usage_is_always_one(database):
    row = an_exposure(database)
    do(database, update(exercise_exposure).where(exercise_exposure.c.id == row.id).values(usage_count=1))
    return "exposures", [key(row)]


def crash_before_the_exposures(database):
    owner = an_exposure(database).user_id
    with database.read() as connection:
        rows = connection.execute(select(exercise_exposure).where(exercise_exposure.c.user_id == owner)).all()
    do(database, delete(exercise_exposure).where(exercise_exposure.c.user_id == owner))
    return "exposures", [key(row) for row in rows]


def exposure_of_somebody_else(database):
    """What one athlete lacks another has: the totals agree, and every exercise is exposed somewhere."""
    row = an_exposure(database)
    other = pick(
        database,
        select(user.c.id)
        .where(
            user.c.id.not_in(
                select(exercise_exposure.c.user_id).where(exercise_exposure.c.exercise_id == row.exercise_id)
            )
        )
        .order_by(user.c.id),
    )
    do(database, update(exercise_exposure).where(exercise_exposure.c.id == row.id).values(user_id=other))
    return "exposures", [key(row), f"{other}/{row.exercise_id}"]


def last_use_is_a_day_off(database):
    row = an_exposure(database)
    late = row.last_used + timedelta(days=1)
    do(database, update(exercise_exposure).where(exercise_exposure.c.id == row.id).values(last_used=late))
    return "exposures", [key(row)]


def one_has_two_seasons_and_another_none(database):
    do(
        database,
        text('DROP INDEX "MacroCycle_userId_isActive_key"'),
        update(macro_cycle).where(macro_cycle.c.user_id == "a1").values(user_id="a2"),
    )
    return "active season", ["a1", "a2"]


def plain_unique_on_active(database):
    """The index of the specification's model: one archived season an athlete."""
    do(
        database,
        text('DROP INDEX "MacroCycle_userId_isActive_key"'),
        text('CREATE UNIQUE INDEX "MacroCycle_userId_isActive_key" ON "MacroCycle"("userId", "isActive")'),
    )
    return "schema", ["MacroCycle unique index MacroCycle_userId_isActive_key"]


def nobody_has_a_season(database):
    """ "Every" over nothing is true: the specification's checks pass here."""
    do(database, *(delete(table) for table in (training_block, mesocycle, macro_cycle)))
    with database.read() as connection:
        known = connection.execute(
            text('SELECT DISTINCT "userId" FROM "Workout" WHERE status = \'COMPLETED\'')
        ).scalars()
        return "active season", sorted(known)


def season_without_mesocycles(database):
    season = pick(database, select(macro_cycle.c.id).order_by(macro_cycle.c.id))
    inside = select(mesocycle.c.id).where(mesocycle.c.macro_cycle_id == season)
    do(
        database,
        delete(training_block).where(training_block.c.mesocycle_id.in_(inside)),
        delete(mesocycle).where(mesocycle.c.macro_cycle_id == season),
    )
    return "mesocycles", [season]


def mesocycle_without_blocks(database):
    meso = pick(database, select(mesocycle.c.id).order_by(mesocycle.c.id))
    do(database, delete(training_block).where(training_block.c.mesocycle_id == meso))
    return "blocks", [meso]


def gap_between_mesocycles(database):
    season = pick(database, select(mesocycle.c.macro_cycle_id).where(mesocycle.c.order_index == 1))
    last = select(func.max(mesocycle.c.order_index)).where(mesocycle.c.macro_cycle_id == season).scalar_subquery()
    do(
        database,
        update(mesocycle)
        .where(mesocycle.c.macro_cycle_id == season, mesocycle.c.order_index == last)
        .values(order_index=9),
    )
    return "mesocycle order", [season]


def blocks_begin_at_one(database):
    meso = pick(database, select(mesocycle.c.id).order_by(mesocycle.c.id))
    for index in (7, 6, 5, 4, 3, 2, 1, 0):
        do(
            database,
            update(training_block)
            .where(training_block.c.mesocycle_id == meso, training_block.c.order_index == index)
            .values(order_index=index + 1),
        )
    return "block order", [meso]


def weeks_do_not_add_up(database):
    meso = pick(database, select(mesocycle.c.id).order_by(mesocycle.c.id))
    do(database, update(mesocycle).where(mesocycle.c.id == meso).values(total_weeks=mesocycle.c.total_weeks + 1))
    return "total weeks", [meso]


def season_is_past_its_last_mesocycle(database):
    season = pick(database, select(macro_cycle.c.id).order_by(macro_cycle.c.id))
    do(database, update(macro_cycle).where(macro_cycle.c.id == season).values(current_meso=12))
    return "cursors", [season]


def more_weeks_done_than_planned(database):
    season = pick(database, select(macro_cycle.c.id).order_by(macro_cycle.c.id))
    do(database, update(macro_cycle).where(macro_cycle.c.id == season).values(completed_weeks=99))
    return "cursors", [season]


def week_is_past_its_block(database):
    meso = pick(database, select(mesocycle.c.id).order_by(mesocycle.c.id))
    do(database, update(mesocycle).where(mesocycle.c.id == meso).values(current_week_in_block=20))
    return "cursors", [meso]


def strategy_in_the_wrong_column(database):
    block = pick(database, select(training_block.c.id).order_by(training_block.c.id))
    do(
        database,
        update(training_block).where(training_block.c.id == block).values(rotation_policy={"version": 1, "lifts": {}}),
    )
    return "block shapes", [block]


def shape_is_a_text(database):
    block = pick(database, select(training_block.c.id).order_by(training_block.c.id))
    do(database, update(training_block).where(training_block.c.id == block).values(main_lifts="squat"))
    return "block shapes", [block]


def doubled_secondary_goal(database):
    season = pick(database, select(macro_cycle.c.id).order_by(macro_cycle.c.id))
    do(
        database,
        update(macro_cycle).where(macro_cycle.c.id == season).values(secondary_goals=["POSTURE", "POSTURE"]),
    )
    return "secondary goals", [season]


def workout_in_a_block_of_somebody_else(database):
    block = pick(
        database,
        select(training_block.c.id)
        .join(mesocycle, mesocycle.c.id == training_block.c.mesocycle_id)
        .join(macro_cycle, macro_cycle.c.id == mesocycle.c.macro_cycle_id)
        .where(macro_cycle.c.user_id == "a0"),
    )
    strange = pick(database, select(workout.c.id).where(workout.c.user_id != "a0").order_by(workout.c.id))
    do(database, update(workout).where(workout.c.id == strange).values(training_block_id=block, week_in_block=0))
    return "own blocks", [strange]


def _own_block(database, name):
    return pick(
        database,
        select(training_block.c.id)
        .join(mesocycle, mesocycle.c.id == training_block.c.mesocycle_id)
        .join(macro_cycle, macro_cycle.c.id == mesocycle.c.macro_cycle_id)
        .where(macro_cycle.c.user_id == name),
    )


def week_outside_the_block(database):
    with database.read() as connection:
        row = connection.execute(select(workout.c.id, workout.c.user_id).order_by(workout.c.id)).first()
    place = {"training_block_id": _own_block(database, row.user_id), "week_in_block": 30}
    do(database, update(workout).where(workout.c.id == row.id).values(place))
    return "week in block", [row.id]


def week_without_any_block(database):
    strange = pick(database, select(workout.c.id).order_by(workout.c.id))
    do(database, update(workout).where(workout.c.id == strange).values(week_in_block=1))
    return "week in block", [strange]


def soreness_of_a_muscle_nobody_has(database):
    signal = pick(database, select(readiness_signal.c.id).order_by(readiness_signal.c.id))
    do(
        database,
        update(readiness_signal)
        .where(readiness_signal.c.id == signal)
        .values(subjective_soreness={"quads": 1, "wings": 2}),
    )
    return "soreness", [signal]


def soreness_beyond_its_grades(database):
    signal = pick(database, select(readiness_signal.c.id).order_by(readiness_signal.c.id))
    do(
        database,
        update(readiness_signal).where(readiness_signal.c.id == signal).values(subjective_soreness={"quads": 7}),
    )
    return "soreness", [signal]


def enum_value_of_another_program(database):
    strange = pick(database, select(workout.c.id).order_by(workout.c.id))
    if database.dialect == "postgresql":
        do(database, text("ALTER TYPE \"WorkoutStatus\" ADD VALUE 'PAUSED'"))
    do(database, update(workout).where(workout.c.id == strange).values(status="PAUSED"))
    return "enum values", [strange]


def plain_token(database):
    row = {"id": "whoop-1", "user_id": "a1", "provider": "whoop", "access_token": "TOKEN_abc123"}
    do(database, insert(user_integration).values(row))
    return "tokens", ["whoop-1"]


def plain_refresh_token(database):
    row = {"id": "whoop-1", "user_id": "a1", "provider": "whoop", "access_token": "keyring:x", "refresh_token": "abc"}
    do(database, insert(user_integration).values(row))
    return "tokens", ["whoop-1"]


def index_is_gone(database):
    do(database, text('DROP INDEX "Workout_trainingBlockId_idx"'))
    return "schema", ["Workout index Workout_trainingBlockId_idx"]


def revision_is_another(database):
    do(database, text("UPDATE alembic_version SET version_num = '0003_extend_workout'"))
    return "revision", ["0003_extend_workout"]


FAULTS = [
    usage_is_always_one,
    crash_before_the_exposures,
    exposure_of_somebody_else,
    one_has_two_seasons_and_another_none,
    plain_unique_on_active,
    nobody_has_a_season,
    gap_between_mesocycles,
    weeks_do_not_add_up,
    week_is_past_its_block,
    strategy_in_the_wrong_column,
    doubled_secondary_goal,
    workout_in_a_block_of_somebody_else,
    week_outside_the_block,
    soreness_of_a_muscle_nobody_has,
    enum_value_of_another_program,
    plain_token,
    last_use_is_a_day_off,
    season_without_mesocycles,
    mesocycle_without_blocks,
    blocks_begin_at_one,
    season_is_past_its_last_mesocycle,
    more_weeks_done_than_planned,
    shape_is_a_text,
    week_without_any_block,
    soreness_beyond_its_grades,
    plain_refresh_token,
    index_is_gone,
    revision_is_another,
]
