"""The defects C1 to C18 of the specification's backfill, one by one, each shown to be absent."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, insert, select

from app.engine.progress import LiftTrend
from app.engine.seasons import GOALS, SECONDARY
from app.usecases import backfilling
from app.usecases.backfilling import Backfilling
from models.tables.athletes import constraints, goals, profile
from models.tables.plan import exercise_exposure, macro_cycle, mesocycle, training_block
from models.tables.workouts import workout
from models.values.athletes import PrimaryGoal, SecondaryGoal, SplitType, TrainingAge
from models.values.plan import BlockType, IntensityBias, TrainingGoal, VolumeTarget
from models.values.workouts import WorkoutStatus
from tests.fakes.hashes import table_hashes
from tests.fakes.logbook import BENCH, PULL_UP, SQUAT, Logbook, a_set, evening

TODAY = date(2026, 3, 31)
"""A Tuesday."""


@pytest.fixture
def logbook(fast_database):
    return Logbook(fast_database)


def run(logbook, **more):
    return Backfilling(logbook.database).run(today=TODAY, **more)


def all_rows(logbook, table):
    with logbook.database.read() as connection:
        return connection.execute(select(table)).all()


def exposure(logbook, catalogue_id):
    exercise_id = logbook.exercise(catalogue_id)
    return next(row for row in all_rows(logbook, exercise_exposure) if row.exercise_id == exercise_id)


def test_c01_a_workout_is_as_old_as_its_completion_or_else_its_schedule(logbook):
    ada = logbook.athlete()
    logbook.workout(ada, evening(2), {SQUAT: [a_set()]})
    logbook.workout(ada, evening(9), {SQUAT: [a_set()], BENCH: [a_set()]}, completed=False)
    logbook.workout(ada, evening(3), {BENCH: [a_set()]})
    run(logbook)
    assert exposure(logbook, SQUAT).last_used == evening(9)
    logbook.workout(ada, evening(9), {SQUAT: [a_set()]})
    run(logbook)
    assert exposure(logbook, SQUAT).last_used == evening(9) + timedelta(hours=1)


@pytest.mark.parametrize("days", [range(1, 11), range(10, 0, -1), [5] * 10], ids=["oldest", "newest", "together"])
def test_c02_ten_sessions_count_ten_in_any_order(logbook, days):
    ada = logbook.athlete()
    for day in days:
        logbook.workout(ada, evening(day), {SQUAT: [a_set()]})
    run(logbook)
    assert exposure(logbook, SQUAT).usage_count == 10


def test_c03_all_history_counts_not_the_newest_fifty(logbook):
    ada = logbook.athlete()
    for day in range(53):
        logbook.workout(ada, evening(1) - timedelta(days=day), {SQUAT: [a_set()]})
    run(logbook)
    assert exposure(logbook, SQUAT).usage_count == 53


def test_c04_only_performed_exercises_count_and_once_a_workout(logbook):
    ada = logbook.athlete()
    skipped, unlogged = [a_set(was_skipped=True)], [a_set(logged=False)]
    logbook.workout(ada, evening(2), [(SQUAT, [a_set()]), (BENCH, skipped), (PULL_UP, unlogged), (SQUAT, [a_set()])])
    run(logbook)
    (row,) = all_rows(logbook, exercise_exposure)
    assert (row.exercise_id, row.usage_count) == (logbook.exercise(SQUAT), 1)


def test_c05_exposures_are_repaired_beside_an_active_season(logbook):
    ada = logbook.athlete()
    logbook.workout(ada, evening(2), {SQUAT: [a_set()]})
    run(logbook)
    with logbook.database.write() as connection:
        connection.execute(exercise_exposure.delete())
    report = run(logbook)
    assert (report.created, report.skipped, report.exposures) == (0, 1, 1)
    assert exposure(logbook, SQUAT).usage_count == 1


def test_c06_an_athlete_gets_season_and_exposures_or_neither(logbook, monkeypatch):
    logbook.workout(logbook.athlete(), evening(2), {SQUAT: [a_set()]})

    def broken(*_):
        raise RuntimeError

    monkeypatch.setattr(backfilling, "write_exposures", broken)
    report = run(logbook)
    assert report.failed == 1
    for table in (macro_cycle, mesocycle, training_block, exercise_exposure):
        assert all_rows(logbook, table) == []


def test_c07_goals_ages_and_block_values_are_members_of_their_enums(logbook):
    ada = logbook.athlete()
    with logbook.database.write() as connection:
        connection.execute(insert(profile), [{"user_id": ada, "training_age": TrainingAge.ADVANCED}])
        connection.execute(
            insert(goals),
            [{"user_id": ada, "primary_goal": PrimaryGoal.STRENGTH, "secondary_goal": SecondaryGoal.POSTURE}],
        )
    run(logbook)
    (macro,) = all_rows(logbook, macro_cycle)
    assert (macro.training_age, macro.primary_goal) == (TrainingAge.ADVANCED, TrainingGoal.STRENGTH)
    assert macro.secondary_goals == [TrainingGoal.POSTURE]
    for block in all_rows(logbook, training_block):
        assert isinstance(block.block_type, BlockType)
        assert isinstance(block.volume_target, VolumeTarget)
        assert isinstance(block.intensity_bias, IntensityBias)


def test_c08_every_older_goal_has_a_place_among_the_new_ones():
    assert {TrainingGoal(goal.value) for goal in PrimaryGoal} <= GOALS.keys()
    kept = {goal for goal in SecondaryGoal if goal is not SecondaryGoal.NONE}
    assert {TrainingGoal(goal.value) for goal in kept} <= SECONDARY.keys()


def test_c09_the_parts_of_a_block_have_shapes_of_their_own(logbook):
    logbook.athlete()
    run(logbook)
    for block in all_rows(logbook, training_block):
        assert block.main_lifts["lifts"]
        assert block.accessory_pool["muscles"]
        assert block.rotation_policy["mainLifts"] == "maintain"
        assert block.deload_triggers["triggers"]
        assert block.main_lifts != block.rotation_policy


def test_c10_the_trend_is_computed_and_refreshed(logbook):
    ada = logbook.athlete()
    for week in range(12):
        logbook.workout(ada, evening(1) - timedelta(days=100 - 7 * week), {SQUAT: [a_set(load=140.0 - 3 * week)]})
    logbook.workout(ada, evening(2), {BENCH: [a_set()]})
    run(logbook)
    assert exposure(logbook, SQUAT).performance["trend"] == LiftTrend.DECLINING
    assert exposure(logbook, BENCH).performance["trend"] == LiftTrend.TOO_LITTLE
    for week in range(12):
        logbook.workout(ada, evening(2) + timedelta(days=7 * week), {SQUAT: [a_set(load=100.0 + 3 * week)]})
    run(logbook)
    assert exposure(logbook, SQUAT).performance["trend"] == LiftTrend.IMPROVING


def test_c11_what_nobody_has_said_is_reported_as_assumed(logbook):
    silent, told = logbook.athlete("silent@example.org"), logbook.athlete("told@example.org")
    with logbook.database.write() as connection:
        connection.execute(
            insert(goals),
            [{"user_id": told, "primary_goal": PrimaryGoal.STRENGTH, "secondary_goal": SecondaryGoal.NONE}],
        )
        connection.execute(
            insert(constraints),
            [{"user_id": told, "days_per_week": 4, "session_minutes": 75, "split_type": SplitType.CUSTOM}],
        )
    assumed = {one.athlete: " ".join(one.assumed) for one in run(logbook).assumptions}
    for words in ("named a goal", "how many days a week: 3", "how long a session may be: 60", "Nothing is logged"):
        assert words in assumed["silent@example.org"]
        assert words == "Nothing is logged" or words not in assumed.get("told@example.org", "")
    # And what was said is used: four days are planned otherwise than three.
    with logbook.database.read() as connection:
        kept = connection.execute(select(macro_cycle.c.assumptions).where(macro_cycle.c.user_id == silent)).scalar()
    assert any("named a goal" in sentence for sentence in kept)


def test_c12_older_workouts_stay_unlinked_and_the_season_begins_next_monday(logbook):
    ada = logbook.athlete()
    for day in range(1, 15):
        logbook.workout(ada, evening(day), {SQUAT: [a_set()]})
    run(logbook)
    assert {(row.training_block_id, row.week_in_block) for row in all_rows(logbook, workout)} == {(None, None)}
    (macro,) = all_rows(logbook, macro_cycle)
    assert macro.start_date == date(2026, 4, 6)
    assert (macro.current_meso, macro.completed_weeks) == (0, 0)


def test_c13_the_loser_of_a_race_reads_again_and_counts_as_skipped(logbook, monkeypatch):
    logbook.athlete()
    other = Backfilling(logbook.database)
    real = Backfilling._write

    def write(self, athlete_id, work, *, again):
        if self is not other:
            other.run(today=TODAY)
        real(self, athlete_id, work, again=again)

    monkeypatch.setattr(Backfilling, "_write", write)
    report = run(logbook)
    assert (report.created, report.skipped, report.failed) == (0, 1, 0)
    assert len(all_rows(logbook, macro_cycle)) == 1


def test_c14_failures_are_counted_named_and_not_called_a_success(logbook, monkeypatch):
    logbook.athlete("one@example.org")
    logbook.athlete("two@example.org")

    def broken(*_):
        raise RuntimeError

    monkeypatch.setattr(backfilling, "proposed", broken)
    report = run(logbook)
    assert (report.created, report.failed, report.ok) == (0, 2, False)
    assert {failure.athlete for failure in report.failures} == {"one@example.org", "two@example.org"}


def test_c15_athletes_are_read_in_batches(logbook, monkeypatch):
    for number in range(7):
        logbook.athlete(f"{number}@example.org")
    monkeypatch.setattr("app.gateways.backfill_rows.ATHLETES_AT_ONCE", 3)
    sizes = []
    real = backfilling.read_athletes
    monkeypatch.setattr(backfilling, "read_athletes", lambda c, ids: sizes.append(len(ids)) or real(c, ids))
    assert run(logbook).created == 7
    assert sizes == [3, 3, 1]


def test_c15_an_athlete_with_a_long_log_is_read_with_few_others():
    athletes = [backfilling.Candidate(str(n), "", workouts) for n, workouts in enumerate((10, 4_995, 6_000, 1, 1))]
    assert [[one.id for one in batch] for batch in backfilling.batches(athletes)] == [["0"], ["1"], ["2"], ["3", "4"]]


def test_c16_a_second_run_changes_no_row(logbook):
    ada = logbook.athlete()
    for day in range(1, 29):
        logbook.workout(ada, evening(day), {SQUAT: [a_set(load=100.0 + day)], BENCH: [a_set()]})
    run(logbook)
    with logbook.database.read() as connection:
        before = table_hashes(connection)
    run(logbook)
    with logbook.database.read() as connection:
        assert table_hashes(connection) == before


def test_c17_a_dry_run_tells_all_and_writes_nothing(logbook):
    ada = logbook.athlete()
    logbook.workout(ada, evening(2), {SQUAT: [a_set()]})
    with logbook.database.read() as connection:
        before = table_hashes(connection)
    dry = run(logbook, dry_run=True)
    with logbook.database.read() as connection:
        assert table_hashes(connection) == before
    wet = run(logbook)
    assert dry.dry_run
    assert (dry.created, dry.exposures, list(dry.assumptions)) == (wet.created, wet.exposures, list(wet.assumptions))
    assert wet.created == wet.exposures == 1


def test_c18_order_and_effort_come_from_one_description(logbook):
    logbook.athlete()
    run(logbook)
    mesos = {row.id: row.order_index for row in all_rows(logbook, mesocycle)}
    assert sorted(mesos.values()) == list(range(len(mesos)))
    for block in all_rows(logbook, training_block):
        ramp = [week["rir"] for week in block.weekly_targets["weeks"]]
        assert (ramp[0], len(ramp)) == (block.rir_start, block.duration_weeks)
        assert block.rir_end in (ramp[-1], block.rir_end)
        assert ramp == sorted(ramp, reverse=True)
    with logbook.database.read() as connection:
        weeks = connection.execute(select(func.sum(training_block.c.duration_weeks))).scalar()
        assert weeks == connection.execute(select(func.sum(mesocycle.c.total_weeks))).scalar()


def test_only_completed_workouts_are_evidence(logbook):
    ada = logbook.athlete()
    for status in WorkoutStatus:
        if status is not WorkoutStatus.COMPLETED:
            logbook.workout(ada, evening(2), {SQUAT: [a_set()]}, status=status)
    assert run(logbook).exposures == 0
