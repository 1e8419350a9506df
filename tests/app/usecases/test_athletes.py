"""Athletes: added, found, described and removed, and the roster that says who needs the coach."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event, func, insert, select

from app.changes import Changes
from app.errors import Conflict, InvalidInput, NotFound
from app.usecases.athletes import Athletes
from app.usecases.training import Training
from models.tables import metadata
from models.tables.athletes import injury, user_preference
from models.tables.importing import log_import
from models.tables.integrations import user_integration
from models.tables.plan import macro_adaptation, macro_cycle, mesocycle, proposal, training_block
from models.tables.readiness import device_day, readiness_policy, readiness_signal
from models.tables.types import utc_now
from models.tables.workouts import (
    baseline,
    program,
    program_block,
    session_check_in,
    workout_template,
    workout_template_exercise,
)
from models.values.athletes import Attention, PrimaryGoal, Profile, SecondaryGoal, TrainingAge
from models.values.exercises import BaselineCategory
from models.values.plan import AdaptationType, BlockType, IntensityBias, TrainingGoal, VolumeTarget
from models.values.units import Unit
from models.values.workouts import WorkoutStatus
from tests.fakes.logbook import BENCH, SQUAT, Logbook, a_set, evening

TODAY = date(2026, 3, 18)
"""A Wednesday; long past or long ahead of the clock, so the end of the day counts as now."""


@pytest.fixture
def athletes(fast_database):
    return Athletes(fast_database)


def test_add_find_and_list(database):
    athletes = Athletes(database)
    zoe = athletes.add(" zoe@example.org ", "Zoe", unit=Unit.LB)
    ada = athletes.add("Ada@Example.org")
    assert zoe.email == "zoe@example.org"
    assert zoe.unit is Unit.LB
    assert ada.unit is Unit.KG
    assert athletes.find("ADA@example.org") == ada
    assert athletes.get(zoe.id) == zoe
    assert athletes.list() == [ada, zoe]


@pytest.mark.parametrize(
    "email", ["", "ada", "ada@", "@example.org", "a b@example.org", "a@b@c", "a@x\n.org", "a" * 250 + "@x.org"]
)
def test_bad_addresses_are_refused(athletes, email):
    with pytest.raises(InvalidInput, match="not an e-mail address"):
        athletes.add(email)
    assert athletes.list() == []


def test_an_address_is_taken_whatever_its_capitals(athletes):
    athletes.add("ada@example.org")
    with pytest.raises(Conflict, match="already"):
        athletes.add("Ada@example.org")


def test_unknown_athletes_are_not_found(athletes):
    for ask in (athletes.get, athletes.profile, athletes.remove, athletes.find):
        with pytest.raises(NotFound):
            ask("nobody")
    with pytest.raises(NotFound):
        athletes.save_profile(Profile("nobody", age=30))


FULL = Profile("", 34, "female", 170.0, 61.5, TrainingAge.ADVANCED, PrimaryGoal.STRENGTH, SecondaryGoal.POSTURE, 4, 75)


def test_a_profile_comes_back_as_it_was_said(database):
    athletes = Athletes(database)
    ada = athletes.add("ada@example.org", profile=FULL)
    assert athletes.profile(ada.id) == replace(FULL, athlete_id=ada.id)
    less = Profile(ada.id, weight_kg=70.0, training_age=TrainingAge.BEGINNER)
    assert athletes.save_profile(less) == Changes.ATHLETES
    assert athletes.profile(ada.id) == less


def test_who_has_said_nothing_has_an_empty_profile(athletes):
    ada = athletes.add("ada@example.org")
    assert athletes.profile(ada.id) == Profile(ada.id)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"age": 3}, "Age must be between 5 and 120 years, not 3"),
        ({"height_cm": 18.0}, "Height must be between 90 and 260 cm"),
        ({"weight_kg": 900.0}, "Body weight must be between 20 and 400 kg"),
        ({"days_per_week": 0, "session_minutes": 60}, "Sessions a week must be between 1 and 14"),
        ({"days_per_week": 4}, "belong together"),
        ({"secondary_goal": SecondaryGoal.POSTURE}, "secondary goal needs"),
    ],
)
def test_impossible_profiles_are_refused(athletes, said, message):
    ada = athletes.add("ada@example.org", profile=FULL)
    with pytest.raises(InvalidInput, match=message):
        athletes.save_profile(Profile(ada.id, **said))
    assert athletes.profile(ada.id) == replace(FULL, athlete_id=ada.id)
    with pytest.raises(InvalidInput):
        athletes.add("bob@example.org", profile=Profile("", **said))
    assert len(athletes.list()) == 1


def counts(database):
    with database.read() as connection:
        return {
            t.name: connection.execute(select(func.count()).select_from(t)).scalar() for t in metadata.sorted_tables
        }


def _season(connection, athlete_id, tag, start=date(2026, 2, 2), **columns):
    row = {"id": f"macro{tag}", "user_id": athlete_id, "start_date": start, "training_age": TrainingAge.BEGINNER}
    goal = {"primary_goal": TrainingGoal.STRENGTH}
    connection.execute(insert(macro_cycle), [{**row, **goal, "secondary_goals": [], **columns}])
    connection.execute(
        insert(mesocycle),
        [{"id": f"meso{tag}", "macro_cycle_id": f"macro{tag}", "order_index": 0, "total_weeks": 9, **goal}],
    )
    for index, (kind, weeks) in enumerate(
        ((BlockType.ACCUMULATION, 7), (BlockType.DELOAD, 1), (BlockType.INTENSIFICATION, 3))
    ):
        block = {"id": f"block{tag}{index}", "mesocycle_id": f"meso{tag}", "order_index": index, "block_type": kind}
        rest = {
            "volume_target": VolumeTarget.MAV,
            "intensity_bias": IntensityBias.STRENGTH,
            "rir_start": 3,
            "rir_end": 1,
        }
        connection.execute(insert(training_block), [{**block, **rest, "duration_weeks": weeks}])


def _everything(database, tag):
    """An athlete with a row in every table that can hold one."""
    logbook = Logbook(database)
    who = logbook.athlete(f"{tag}@example.org")
    workout = logbook.workout(who, evening(2), {SQUAT: [a_set()]})
    Training(database).refresh_exposures(who)
    squat, mine = logbook.exercise(SQUAT), {"user_id": who}
    with database.write() as connection:
        _season(connection, who, tag)
        for table, row in (
            (macro_adaptation, {"macro_cycle_id": f"macro{tag}", "type": AdaptationType.EARLY_DELOAD, "reason": "tired",
                                "block_affected": f"block{tag}0", "auto_triggered": True}),
            (readiness_signal, {**mine, **SIGNAL}),
            (user_integration, {**mine, "provider": "whoop"}),
            (device_day, {**mine, "provider": "whoop", "record_key": "1", "day": date(2026, 3, 17), "state": "SCORED"}),
            (readiness_policy, {**mine, "rules": {}}),
            (proposal, {**mine, "workout_id": workout, "macro_cycle_id": f"macro{tag}", "kind": "EARLY_DELOAD",
                        "topic": "deload", "title": "Rest", "reason": "tired", "evidence": {}, "before": {}, "after": {},
                        "adaptation_id": f"MacroAdaptation{tag}"}),
            (log_import, {**mine, "format": "strong", "file_name": "a.csv", "workouts": 0, "sets": 0}),
            (session_check_in, {**mine, "workout_id": workout, "date": utc_now(), "readiness": 3}),
            (injury, {**mine, "body_part": "knee", "severity": 2}),
            (baseline, {**mine, "exercise_id": squat, "exercise_name": "Squat", "category": LIFT}),
            (program, {**mine, "name": "Old"}),
            (workout_template, {**mine, "name": "Mine"}),
        ):  # fmt: skip
            connection.execute(insert(table), [{"id": f"{table.name}{tag}", **row}])
        block = {"id": f"pb{tag}", "program_id": f"Program{tag}", "block_index": 0, "weeks": 4}
        slot = {"id": f"te{tag}", "template_id": f"WorkoutTemplate{tag}", "exercise_id": squat, "order_index": 0}
        connection.execute(insert(program_block), [block])
        connection.execute(insert(workout_template_exercise), [slot])
        connection.execute(insert(user_preference), [mine])
    Athletes(database).save_profile(replace(FULL, athlete_id=who))
    return who


LIFT = BaselineCategory.MAIN_LIFT
SIGNAL = {
    "timestamp": datetime(2026, 3, 17, 6, tzinfo=UTC),
    "subjective_readiness": 4,
    "subjective_soreness": {},
    "subjective_motivation": 4,
    "fatigue_score": 0.8,
}


def test_removing_takes_every_row_of_the_athlete_and_no_other(database):
    _everything(database, "kept")
    before = counts(database)
    gone = _everything(database, "gone")
    full = counts(database)
    catalogue = {"Exercise", "ExerciseAlias", "ExerciseMuscle", "ExerciseEquipment", "Muscle", "Equipment",
                 "ExerciseVariation", "SubstitutionRule"}  # fmt: skip
    assert [name for name in full if full[name] == before[name] and name not in catalogue] == []
    changes = Athletes(database).remove(gone)
    assert changes == Changes.ATHLETES | Changes.PLAN | Changes.WORKOUTS | Changes.READINESS
    assert counts(database) == before


def _signal(database, athlete_id, at, score, tag, **more):
    row = {**SIGNAL, "id": f"signal{tag}", "user_id": athlete_id, "timestamp": at, "fatigue_score": score, **more}
    with database.write() as connection:
        connection.execute(insert(readiness_signal), [row])


def row_of(database, athlete_id, today=TODAY, **more):
    return next(row for row in Athletes(database).roster(today, **more) if row.athlete.id == athlete_id)


@pytest.mark.parametrize(
    ("hours", "score", "state"),
    [
        (10, 0.75, Attention.READY),
        (10, 0.5, Attention.STEADY),
        (10, 0.39, Attention.HOLD_BACK),
        (47, 0.8, Attention.READY),
        (49, 0.8, Attention.UNKNOWN),
    ],
)
def test_a_check_in_counts_for_48_hours(fast_database, hours, score, state):
    ada = Logbook(fast_database).athlete()
    end_of_day = datetime(2026, 3, 19).astimezone(UTC)
    _signal(fast_database, ada, end_of_day - timedelta(hours=hours), score, 1)
    row = row_of(fast_database, ada)
    assert row.attention is state
    assert row.freshness == (None if state is Attention.UNKNOWN else score)
    assert row.freshness_at is not None


def test_corrected_and_future_check_ins_do_not_count(fast_database):
    ada = Logbook(fast_database).athlete()
    morning = datetime(2026, 3, 18, 6, tzinfo=UTC)
    _signal(fast_database, ada, morning, 0.6, 1)
    _signal(fast_database, ada, morning + timedelta(hours=1), 0.2, 2, replaced_by_id="signal1")
    _signal(fast_database, ada, morning + timedelta(days=2), 0.1, 3)
    assert row_of(fast_database, ada).freshness == 0.6


def test_weeks_sessions_and_blocks(database):
    logbook = Logbook(database)
    ada = logbook.athlete()
    with database.write() as connection:
        _season(connection, ada, "old", date(2025, 10, 6), is_active=False, end_date=date(2026, 2, 1))
        _season(connection, ada, "new", event_date=date(2026, 4, 18))
    logbook.workout(ada, evening(3), {SQUAT: [a_set(), a_set(set_type="WARMUP"), a_set(rpe=5)], BENCH: [a_set()]})
    logbook.workout(ada, evening(16), {SQUAT: [a_set(), a_set(was_skipped=True), a_set(logged=False)]})
    logbook.workout(ada, evening(17), {SQUAT: [a_set(logged=False)]}, status=WorkoutStatus.PLANNED)
    logbook.workout(ada, evening(12), {SQUAT: [a_set(logged=False)]}, status=WorkoutStatus.SKIPPED)
    logbook.workout(ada, evening(20), {SQUAT: [a_set(logged=False)]}, status=WorkoutStatus.PLANNED)
    row = row_of(database, ada, weeks_back=3, weeks_ahead=2)
    assert row.weekly_sets == [
        (date(2026, 2, 23), 0),
        (date(2026, 3, 2), 2),
        (date(2026, 3, 9), 0),
        (date(2026, 3, 16), 1),
    ]
    assert (row.sessions_28_days, row.missed_28_days) == (2, 2)
    assert row.last_workout == date(2026, 3, 16)
    assert row.event_date == date(2026, 4, 18)
    assert row.goal is TrainingGoal.STRENGTH
    assert [(b.block_type, b.start, b.weeks) for b in row.blocks] == [
        (BlockType.ACCUMULATION, date(2026, 2, 2), 7),
        (BlockType.DELOAD, date(2026, 3, 23), 1),
        (BlockType.INTENSIFICATION, date(2026, 3, 30), 3),
    ]
    assert "Deload next week." in row.reasons
    assert "Missed 2 of 4 sessions in four weeks." in row.reasons


def test_an_archived_season_is_cut_where_it_ended(fast_database):
    ada = Logbook(fast_database).athlete()
    with fast_database.write() as connection:
        _season(connection, ada, "old", date(2026, 1, 19), is_active=False, end_date=date(2026, 3, 8))
    blocks = row_of(fast_database, ada).blocks
    assert [(b.block_type, b.start, b.weeks) for b in blocks] == [(BlockType.ACCUMULATION, date(2026, 1, 19), 7)]


def test_weeks_are_the_athletes_own(fast_database):
    logbook = Logbook(fast_database)
    east = logbook.athlete("east@example.org", time_zone="Pacific/Auckland")
    west = logbook.athlete("west@example.org", time_zone="America/Los_Angeles")
    for who in (east, west):
        logbook.workout(who, datetime(2026, 3, 16, 3, tzinfo=UTC), {SQUAT: [a_set()]})
    assert row_of(fast_database, east).weekly_sets[-1] == (date(2026, 3, 16), 1)
    assert row_of(fast_database, west).weekly_sets[-1] == (date(2026, 3, 16), 0)
    assert row_of(fast_database, west).last_workout == date(2026, 3, 15)


def test_new_athletes_have_an_empty_row(database):
    ada = Athletes(database).add("ada@example.org")
    row = row_of(database, ada.id)
    assert row.attention is Attention.UNKNOWN
    assert row.reasons == ["No training logged yet.", "No plan yet."]
    assert (row.blocks, row.weekly_sets, row.last_workout, row.goal) == ([], [], None, None)


def test_most_urgent_first(fast_database):
    logbook = Logbook(fast_database)
    morning = datetime(2026, 3, 18, 6, tzinfo=UTC)
    for tag, score in (("fine", 0.9), ("tired", 0.2), ("steady", 0.6)):
        who = logbook.athlete(f"{tag}@example.org")
        logbook.workout(who, evening(16), {SQUAT: [a_set()]})
        _signal(fast_database, who, morning, score, tag)
    emails = [row.athlete.email.split("@")[0] for row in Athletes(fast_database).roster(TODAY)]
    assert emails == ["tired", "steady", "fine"]


def test_the_number_of_queries_does_not_grow(fast_database):
    athletes, logbook = Athletes(fast_database), Logbook(fast_database)

    def queries():
        seen = []
        engine = fast_database._engine
        listener = lambda *call: seen.append(call[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listener)
        athletes.roster(TODAY)
        event.remove(engine, "before_cursor_execute", listener)
        return [statement for statement in seen if statement.startswith("SELECT")]

    few = len(queries())
    for number in range(20):
        logbook.workout(logbook.athlete(f"{number}@example.org"), evening(16), {SQUAT: [a_set()]})
    assert len(queries()) == few <= 6
