"""Planning: a season from a log, stored whole, one at a time, shown beside what was done."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import func, insert, select, update

from app.engine.constants import VERSION
from app.errors import Conflict, InvalidInput, NotFound
from app.gateways import seasons as season_rows
from app.gateways.seeding import seed_catalogue
from app.usecases.planning import Planning
from models.tables.athletes import constraints, goals, injury, profile, user, user_preference
from models.tables.exercises import exercise
from models.tables.plan import macro_adaptation, macro_cycle, mesocycle, training_block
from models.tables.workouts import set_log, workout, workout_exercise, workout_set
from models.values.athletes import PrimaryGoal, SecondaryGoal, SplitType, TrainingAge
from models.values.exercises import EquipmentType
from models.values.ids import IdStyle, new_id
from models.values.plan import BlockType, PlanRequest, TrainingGoal
from models.values.workouts import WorkoutStatus

TODAY = date(2026, 3, 4)
"""A Wednesday."""
MONDAY = date(2026, 3, 9)


@pytest.fixture
def stocked(database):
    with database.write() as connection:
        seed_catalogue(connection)
    return database


@pytest.fixture
def planning(stocked):
    return Planning(stocked)


def add_athlete(database, **columns):
    athlete_id = new_id(IdStyle.UUID)
    row = {"id": athlete_id, "email": f"{athlete_id}@example.com", "time_zone": "Europe/Berlin", **columns}
    with database.write() as connection:
        connection.execute(insert(user), [row])
    return athlete_id


@pytest.fixture
def athlete(stocked):
    return add_athlete(stocked)


def log(database, athlete_id, days, lifts, *, minutes=70, status=WorkoutStatus.COMPLETED):
    """Completed workouts at 18:00 UTC: `lifts` maps a catalogue id to sets of (reps, kg, rpe) for the given day."""
    workouts, rows, sets, logs = [], [], [], []
    with database.write() as connection:
        ids = {row.catalogue_id: row.id for row in connection.execute(select(exercise.c.catalogue_id, exercise.c.id))}
        for day in days:
            at = datetime.combine(day, time(18), UTC)
            key = new_id(IdStyle.UUID)
            workouts.append(
                {"id": key, "user_id": athlete_id, "scheduled_date": at, "completed_at": at, "status": status,
                 "actual_minutes": minutes}
            )  # fmt: skip
            for order, (name, done) in enumerate(lifts(day).items()):
                row = new_id(IdStyle.UUID)
                rows.append(
                    {"id": row, "workout_id": key, "exercise_id": ids[name], "order_index": order, "is_main_lift": True}
                )
                for index, (reps, kg, rpe) in enumerate(done):
                    one = new_id(IdStyle.UUID)
                    sets.append({"id": one, "workout_exercise_id": row, "set_index": index, "target_reps": reps})
                    logs.append(
                        {"id": new_id(IdStyle.UUID), "workout_set_id": one, "actual_reps": reps, "actual_load": kg,
                         "actual_rpe": rpe}
                    )  # fmt: skip
        for table, values in ((workout, workouts), (workout_exercise, rows), (workout_set, sets), (set_log, logs)):
            connection.execute(insert(table), values)


def a_year(database, athlete_id, until=TODAY, weeks=60):
    """Three sessions a week: low-bar squats, bench presses and rows, gaining 0.2 % a week."""
    days = [until - timedelta(days=1 + 7 * w + 2 * s) for w in range(weeks) for s in range(3)]
    first = min(days)

    def lifts(day):
        grown = 1.002 ** ((day - first).days / 7)
        return {
            "low_bar_squat": [(5, 110 * grown, 8.0)] * 4,
            "barbell_bench_press": [(5, 85 * grown, 8.0)] * 5,
            "barbell_row": [(8, 70 * grown, None)] * 4,
        }

    log(database, athlete_id, sorted(days), lifts)


def ask(athlete_id, **more):
    return PlanRequest(athlete_id, **{"goal": TrainingGoal.STRENGTH, "weeks": 12, **more})


def test_a_season_from_a_log(stocked, planning, athlete):
    a_year(stocked, athlete)
    with stocked.write() as connection:
        connection.execute(insert(profile), [{"user_id": athlete, "sex": "Male", "weight_kg": 82.0}])
    macro = planning.create(ask(athlete), TODAY)
    assert macro.start_date == MONDAY
    assert macro.training_age is TrainingAge.INTERMEDIATE
    assert macro.total_weeks == 12
    lifts = macro.blocks[0].main_lifts["lifts"]
    assert lifts["SQUAT"]["exercise"] == "low_bar_squat"
    assert lifts["HORIZONTAL_PUSH"]["exercise"] == "barbell_bench_press"
    assert "Nobody has said how many days a week: 3, as the log has it." in macro.assumptions
    assert "Nobody has said how long a session may be: 70 minutes, as the log has it." in macro.assumptions
    assert not any("weekly sets" in sentence for sentence in macro.assumptions)
    # Own volume: 15 bench sets a week stay about 15.
    assert macro.blocks[0].weeks[0].sets["chest"] == pytest.approx(15, abs=3)


def test_the_assessment_is_stored_with_its_votes(stocked, planning, athlete):
    a_year(stocked, athlete)
    with stocked.write() as connection:
        connection.execute(insert(profile), [{"user_id": athlete, "sex": "female", "weight_kg": 70.0}])
    planning.create(ask(athlete), TODAY)
    season = planning.season(athlete, TODAY)
    assert season.assessment["version"] == VERSION
    levels = {vote["name"]: vote["level"] for vote in season.assessment["votes"]}
    assert set(levels) == {"months", "strength", "rate"}
    assert levels["strength"] == 2
    assert season.assessment["votes"][1]["inputs"]["lift"] == "bench"
    assert planning.assess(athlete, TODAY)["votes"] == season.assessment["votes"]


def test_what_is_stored_is_what_was_made(stocked, planning, athlete):
    macro = planning.create(ask(athlete, secondary_goals=[TrainingGoal.POSTURE]), TODAY)
    again = planning.current(athlete, TODAY)
    assert again.id == macro.id
    assert list(again.secondary_goals) == [TrainingGoal.POSTURE]
    assert list(again.assumptions) == list(macro.assumptions)
    for one, other in zip(macro.blocks, again.blocks, strict=True):
        assert one.id == other.id
        assert one.start == other.start
        assert (one.block_type, one.volume_target, one.intensity_bias) == (
            other.block_type, other.volume_target, other.intensity_bias,
        )  # fmt: skip
        assert (one.main_lifts, one.accessory_pool) == (other.main_lifts, other.accessory_pool)
        assert (one.rotation_policy, one.deload_triggers) == (other.rotation_policy, other.deload_triggers)
        assert list(one.weeks) == list(other.weeks)


def test_an_athlete_has_one_active_season(stocked, planning, athlete):
    first = planning.create(ask(athlete), TODAY)
    second = planning.create(ask(athlete, goal=TrainingGoal.POWER), TODAY + timedelta(weeks=3))
    other = add_athlete(stocked)
    planning.create(ask(other), TODAY)
    with stocked.read() as connection:
        rows = connection.execute(
            select(macro_cycle.c.id, macro_cycle.c.is_active, macro_cycle.c.end_date)
            .where(macro_cycle.c.user_id == athlete)
            .order_by(macro_cycle.c.start_date)
        ).all()
    assert [tuple(row) for row in rows] == [
        (first.id, False, TODAY + timedelta(weeks=3)),
        (second.id, True, None),
    ]
    assert planning.current(athlete, TODAY).id == second.id


def test_replacing_a_season_that_has_not_begun_ends_it_on_its_first_day(stocked, planning, athlete):
    first = planning.create(ask(athlete), TODAY)
    planning.create(ask(athlete), TODAY)
    with stocked.read() as connection:
        end = connection.execute(select(macro_cycle.c.end_date).where(macro_cycle.c.id == first.id)).scalar_one()
    assert end == MONDAY


def test_a_season_begun_by_somebody_else_at_the_same_moment_stays(stocked, planning, athlete, monkeypatch):
    theirs = planning.create(ask(athlete), TODAY)
    # As if the other transaction had not been seen when ours looked for an active season.
    monkeypatch.setattr("app.usecases.planning.archive_active", lambda *_: None)
    with pytest.raises(Conflict, match="2026-03-09 was planned for this athlete at the same moment"):
        planning.create(ask(athlete), TODAY)
    assert planning.current(athlete, TODAY).id == theirs.id
    with stocked.read() as connection:
        assert connection.execute(select(func.count()).select_from(macro_cycle)).scalar_one() == 1


def test_a_failure_changes_nothing(stocked, planning, athlete, monkeypatch):
    first = planning.create(ask(athlete), TODAY)

    def broken(schema, document):
        raise InvalidInput("no")

    monkeypatch.setattr(season_rows, "checked", broken)
    with pytest.raises(InvalidInput):
        planning.create(ask(athlete), TODAY)
    assert planning.current(athlete, TODAY).id == first.id


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"weeks": 3}, "weeks must be 4 to 52, not 3"),
        ({"weeks": 53}, "weeks must be 4 to 52, not 53"),
        ({"event": TODAY - timedelta(1)}, "event must lie ahead, 2026-03-03 is past"),
        ({"weeks": None, "event": MONDAY + timedelta(days=20)}, "event must lie from 2026-03-30"),
        ({"weeks": None, "event": MONDAY + timedelta(weeks=52)}, "event must lie from .* to 2027-03-07"),
        ({"weeks": 8, "event": MONDAY + timedelta(weeks=8)}, "event must lie from .* to 2026-05-03"),
        ({"start": TODAY + timedelta(weeks=53)}, "start must be at most 52 weeks ahead"),
        ({"start": date.min}, "start must be .* not before 2000"),
        ({"secondary_goals": [TrainingGoal.STRENGTH]}, "secondary goals must differ"),
    ],
)
def test_impossible_wishes_name_the_field_and_its_limit(planning, athlete, more, says):
    with pytest.raises(InvalidInput, match=says):
        planning.create(ask(athlete, **more), TODAY)


def test_unknown_athletes_and_missing_seasons(planning, athlete):
    for door in (planning.assess, planning.show):
        with pytest.raises(NotFound, match="no such athlete"):
            door("nobody", TODAY)
    with pytest.raises(NotFound, match="no such athlete"):
        planning.create(ask("nobody"), TODAY)
    with pytest.raises(NotFound, match="no season yet"):
        planning.show(athlete, TODAY)
    assert planning.season(athlete, TODAY) is None
    assert planning.current(athlete, TODAY) is None


def test_without_anything_said_every_assumption_is(planning, athlete):
    macro = planning.create(PlanRequest(athlete), TODAY)
    assert macro.primary_goal is TrainingGoal.HYPERTROPHY
    assert macro.training_age is TrainingAge.BEGINNER
    text = " ".join(macro.assumptions)
    for part in ("Training age beginner", "Nobody has named a goal", "16 weeks", "3, a common number", "60 minutes",
                 "No weeks are logged", "fully equipped gym"):  # fmt: skip
        assert part in text


def test_the_profile_speaks_where_the_request_does_not(stocked, planning, athlete):
    with stocked.write() as connection:
        connection.execute(insert(profile), [{"user_id": athlete, "training_age": TrainingAge.ADVANCED}])
        connection.execute(
            insert(goals),
            [{"user_id": athlete, "primary_goal": PrimaryGoal.FAT_LOSS, "secondary_goal": SecondaryGoal.POSTURE}],
        )
        connection.execute(
            insert(constraints),
            [{"user_id": athlete, "days_per_week": 5, "session_minutes": 90, "split_type": SplitType.CUSTOM,
              "available_equipment": [EquipmentType.DUMBBELL, EquipmentType.BENCH]}],
        )  # fmt: skip
        names = connection.execute(
            select(exercise.c.id, exercise.c.name).where(
                exercise.c.catalogue_id.in_(["dumbbell_bench_press", "goblet_squat"])
            ).order_by(exercise.c.catalogue_id)
        ).all()  # fmt: skip
        connection.execute(
            insert(user_preference),
            [{"user_id": athlete, "avoid_exercise_ids": [names[0].id], "avoid_exercises": [names[1].name.upper()]}],
        )
        connection.execute(insert(injury), [{"id": "i", "user_id": athlete, "body_part": "Left wrist", "severity": 3}])
    macro = planning.create(PlanRequest(athlete), TODAY)
    assert macro.primary_goal is TrainingGoal.FAT_LOSS
    assert list(macro.secondary_goals) == [TrainingGoal.POSTURE]
    assert macro.training_age is TrainingAge.ADVANCED
    text = " ".join(macro.assumptions)
    assert "Nobody has said" not in text
    assert "equipped gym" not in text
    used = {key for block in macro.blocks for week in block.weeks for key in week.exercises}
    assert used
    assert not used & {"dumbbell_bench_press", "goblet_squat", "barbell_back_squat"}


def test_weeks_begin_on_mondays(planning, athlete):
    macro = planning.create(ask(athlete, start=date(2026, 3, 12)), TODAY)
    assert macro.start_date == MONDAY
    assert any("the season starts on 2026-03-09" in sentence for sentence in macro.assumptions)
    assert planning.create(ask(athlete), MONDAY).start_date == MONDAY


def test_an_event_ends_the_build_up(planning, athlete):
    event = date(2026, 6, 27)
    macro = planning.create(ask(athlete, weeks=None, event=event), TODAY)
    peak = next(block for block in macro.blocks if block.block_type is BlockType.REALIZATION)
    assert peak.end - timedelta(weeks=1) <= event < peak.end
    assert macro.blocks[-1].block_type is BlockType.RESTORATION
    assert planning.current(athlete, TODAY).event_date == event


def test_after_a_break_the_season_begins_low(stocked, planning, athlete):
    a_year(stocked, athlete, until=TODAY - timedelta(weeks=6))
    macro = planning.create(ask(athlete, goal=TrainingGoal.HYPERTROPHY), TODAY)
    assert any("as after a break" in sentence for sentence in macro.assumptions)
    assert macro.blocks[0].weeks[0].sets["chest"] == pytest.approx(8, abs=1)


def test_the_season_shows_planned_beside_performed(stocked, planning, athlete):
    a_year(stocked, athlete, weeks=8)
    planning.create(ask(athlete), TODAY)
    log(stocked, athlete, [MONDAY, MONDAY + timedelta(2)], lambda _: {"barbell_bench_press": [(5, 90, 9.0)] * 4})
    season = planning.season(athlete, MONDAY + timedelta(days=10))
    starts = [week.start for week in season.weeks]
    assert starts == [starts[0] + timedelta(weeks=i) for i in range(len(starts))]
    assert starts[0].weekday() == 0
    assert season.weeks[0].index in (-9, -8)
    by_index = {week.index: week for week in season.weeks}
    first = by_index[0]
    assert (first.start, first.performed_hard_sets, first.sessions) == (MONDAY, 8, 2)
    assert first.performed_sets == {"chest": 8, "front_delts": 4, "triceps": 4}
    assert first.performed_rir == 1
    assert first.planned_hard_sets == season.blocks[0].weeks[0].hard_sets
    assert by_index[1].performed_hard_sets == 0
    assert by_index[2].performed_hard_sets is None
    history = by_index[-3]
    assert (history.block_index, history.planned_hard_sets, history.performed_hard_sets) == (None, None, 39)
    # Rows carry no effort, so they are no part of the mean.
    assert history.performed_rir == 2
    assert by_index[11].block_index == len(season.blocks) - 1


def test_a_season_without_history_shows_four_weeks_before_it(planning, athlete):
    planning.create(ask(athlete), TODAY)
    weeks = planning.season(athlete, TODAY).weeks
    assert [week.index for week in weeks] == list(range(-4, 12))
    assert weeks[0].performed_hard_sets == 0


def test_local_days_decide_the_week(stocked, planning):
    late = datetime(2026, 3, 8, 23, 30, tzinfo=UTC)
    for zone_name, index in (("Europe/Berlin", 0), ("America/New_York", -1)):
        athlete = add_athlete(stocked, time_zone=zone_name)
        planning.create(ask(athlete), TODAY)
        log(stocked, athlete, [late.date()], lambda _: {"barbell_bench_press": [(5, 90, None)]})
        with stocked.write() as connection:
            connection.execute(
                update(workout).where(workout.c.user_id == athlete).values(completed_at=late, scheduled_date=late)
            )
        done = {week.index: week.performed_hard_sets for week in planning.season(athlete, MONDAY).weeks}
        assert done[index] == 1


def test_planned_and_skipped_workouts_are_not_performed(stocked, planning, athlete):
    planning.create(ask(athlete), TODAY)
    for status in (WorkoutStatus.PLANNED, WorkoutStatus.SKIPPED):
        log(stocked, athlete, [MONDAY], lambda _: {"barbell_bench_press": [(5, 90, 9.0)]}, status=status)
    assert {week.performed_hard_sets for week in planning.season(athlete, MONDAY).weeks} <= {0, None}


def test_show_uses_the_specifications_names(stocked, planning, athlete):
    event = date(2026, 5, 30)
    planning.create(ask(athlete, event=event), TODAY)
    macro = planning.show(athlete, TODAY)["macro"]
    assert {
        "id", "userId", "startDate", "endDate", "trainingAge", "primaryGoal", "secondaryGoals", "isActive",
        "currentMeso", "completedWeeks", "createdAt", "updatedAt", "eventDate", "assessment", "assumptions",
    } <= macro.keys()  # fmt: skip
    assert (macro["userId"], macro["startDate"], macro["eventDate"]) == (athlete, "2026-03-09", "2026-05-30")
    assert (macro["isActive"], macro["endDate"], macro["primaryGoal"]) == (True, None, "STRENGTH")
    meso = macro["mesocycles"][0]
    assert {"id", "macroCycleId", "orderIndex", "totalWeeks", "currentBlock", "currentWeekInBlock", "primaryGoal"} <= (
        meso.keys()
    )
    assert sum(meso["totalWeeks"] for meso in macro["mesocycles"]) == 12
    day = MONDAY
    for block in (block for meso in macro["mesocycles"] for block in meso["blocks"]):
        assert {
            "id", "mesocycleId", "orderIndex", "blockType", "durationWeeks", "volumeTarget", "intensityBias",
            "weeklyVolumeRamp", "rirStart", "rirEnd", "mainLifts", "accessoryPool", "rotationPolicy",
            "allowAutoScale", "deloadTriggers",
        } <= block.keys()  # fmt: skip
        assert len(block["weeks"]) == block["durationWeeks"]
        for number, week in enumerate(block["weeks"], 1):
            assert (week["week"], week["start"]) == (number, day.isoformat())
            assert {"rir", "sets", "hardSets"} <= week.keys()
            day += timedelta(weeks=1)


def test_blocks_of_other_programs_are_shown_as_they_are(stocked, planning, athlete):
    """The specification's own looser shapes, without weekly targets: read, not lost, no crash."""
    with stocked.write() as connection:
        connection.execute(
            insert(macro_cycle),
            [{"id": "m", "user_id": athlete, "start_date": MONDAY, "training_age": TrainingAge.BEGINNER,
              "primary_goal": TrainingGoal.STRENGTH}],
        )  # fmt: skip
        connection.execute(
            insert(mesocycle),
            [{"id": "c", "macro_cycle_id": "m", "order_index": 0, "total_weeks": 3, "primary_goal": "STRENGTH"}],
        )
        connection.execute(
            insert(training_block),
            [{"id": "b", "mesocycle_id": "c", "order_index": 0, "block_type": "ACCUMULATION", "duration_weeks": 3,
              "volume_target": "MAV", "intensity_bias": "STRENGTH", "rir_start": 3, "rir_end": 1,
              "main_lifts": {"squat": "barbell_back_squat"}, "accessory_pool": {}, "rotation_policy": {},
              "deload_triggers": {"performanceStall": 3}}],
        )  # fmt: skip
        connection.execute(
            insert(macro_adaptation),
            [{"id": "a", "macro_cycle_id": "m", "type": "EARLY_DELOAD", "reason": "Tired.", "auto_triggered": True}],
        )
    season = planning.season(athlete, MONDAY)
    assert season.blocks[0].main_lifts == {"squat": "barbell_back_squat"}
    assert [(week.rir, week.planned_hard_sets) for week in season.weeks if week.index >= 0] == [(3, 0), (2, 0), (1, 0)]
    assert season.adaptations[0].reason == "Tired."
    shown = planning.show(athlete, MONDAY)["macro"]["mesocycles"][0]["blocks"][0]
    assert shown["mainLifts"] == {"squat": "barbell_back_squat"}


def test_a_level_settles_before_it_changes(stocked, planning, athlete):
    planning.create(ask(athlete), TODAY)
    assert planning.current(athlete, TODAY).training_age is TrainingAge.BEGINNER
    # Nine sessions in one fortnight: for two weeks only, the log says what the profile never said.
    with stocked.write() as connection:
        connection.execute(update(macro_cycle).values(training_age=TrainingAge.ADVANCED))
    a_year(stocked, athlete, weeks=3)
    macro = planning.create(ask(athlete), TODAY)
    assert macro.training_age is TrainingAge.BEGINNER  # four weeks agree: nothing was ever logged before
    with stocked.write() as connection:
        connection.execute(insert(profile), [{"user_id": athlete, "training_age": TrainingAge.INTERMEDIATE}])
    macro = planning.create(ask(athlete), TODAY)
    assert macro.training_age is TrainingAge.BEGINNER  # the log's beginner and the profile's intermediate take turns
