"""Importing into a database: all or nothing, once only, and back out without a trace."""

import gc
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update

from app.changes import Changes
from app.errors import Cancelled, NotFound, PeaklineError, UnitNeeded, UnreadableFile
from app.gateways.database import Database
from app.usecases.importing import Importing
from models.tables import metadata
from models.tables.athletes import user
from models.tables.exercises import exercise
from models.tables.importing import log_import
from models.tables.plan import exercise_exposure
from models.tables.workouts import session_check_in, set_log, workout, workout_exercise, workout_set
from models.values.units import Unit
from models.values.workouts import SetType, WorkoutExerciseSection, WorkoutStatus

HEADER = (
    "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,set_type,weight_kg,"
    "reps,distance_km,duration_seconds,rpe"
)
ANNA, BEN = "anna", "ben"


def hevy(*rows: str) -> str:
    return "\n".join((HEADER, *rows)) + "\n"


def row(day=9, index=0, load="80", reps="6", *, exercise="Squat (Barbell)", kind="normal", superset="", rpe="",
        title="Lower", clock=("17:18", "18:05"), month="Apr"):  # fmt: skip
    begun, ended = (f'"{day} {month} 2026, {time}"' for time in clock)
    return f"{title},{begun},{ended},,{exercise},{superset},,{index},{kind},{load},{reps},,,{rpe}"


LOG = hevy(
    row(9, 0, "60", kind="warmup"),
    row(9, 1, "102.5", rpe="8"),
    row(9, 0, "30", "12", exercise="Odd Machine of Ours", superset="0"),
    row(11, 0, "100"),
)


@pytest.fixture
def importing(database: Database) -> Importing:
    with database.write() as connection:
        connection.execute(
            insert(user),
            [
                {"id": ANNA, "email": "anna@example.org", "time_zone": "Europe/Vienna"},
                {"id": BEN, "email": "ben@example.org", "time_zone": None},
            ],
        )
    return Importing(database)


def counts(database: Database) -> dict[str, int]:
    with database.read() as connection:
        return {
            t.name: connection.execute(select(func.count()).select_from(t)).scalar_one() for t in metadata.sorted_tables
        }


def rows_of(database: Database, *columns: Any, **where: Any) -> list[tuple[Any, ...]]:
    query = (
        select(*columns)
        .select_from(workout)
        .join(workout_exercise, workout_exercise.c.workout_id == workout.c.id)
        .join(exercise, exercise.c.id == workout_exercise.c.exercise_id)
        .join(workout_set, workout_set.c.workout_exercise_id == workout_exercise.c.id)
        .join(set_log, set_log.c.workout_set_id == workout_set.c.id)
        .order_by(workout.c.scheduled_date, workout_exercise.c.order_index, workout_set.c.set_index)
    )
    with database.read() as connection:
        return [tuple(found) for found in connection.execute(query)]


def test_everything_the_log_says_reaches_its_column(database: Database, importing: Importing) -> None:
    report = importing.run(LOG, ANNA, file_name="log.csv")
    assert (report.format, report.workouts, report.sets, report.already_there) == ("hevy", 2, 4, 0)
    assert (report.unmatched, report.dry_run) == (("Odd Machine of Ours",), False)
    found = rows_of(
        database, workout.c.scheduled_date, workout.c.completed_at, workout.c.status, workout.c.name, workout.c.source,
        workout.c.actual_minutes, workout_exercise.c.order_index, workout_exercise.c.superset_group,
        workout_set.c.set_index, workout_set.c.target_reps, workout_set.c.target_load, set_log.c.actual_reps,
        set_log.c.actual_rpe, set_log.c.actual_load, set_log.c.set_type, set_log.c.was_skipped, set_log.c.completed_at,
    )  # fmt: skip
    start, end = datetime(2026, 4, 9, 15, 18, tzinfo=UTC), datetime(2026, 4, 9, 16, 5, tzinfo=UTC)
    day = (start, end, WorkoutStatus.COMPLETED, "Lower", "hevy", 47)
    assert found[:3] == [
        (*day, 0, None, 0, 6, None, 6, None, 60.0, "WARMUP", False, end),
        (*day, 0, None, 1, 6, None, 6, 8.0, 102.5, "NORMAL", False, end),
        (*day, 1, "0", 0, 12, None, 12, None, 30.0, "NORMAL", False, end),
    ]
    assert len(found) == 4


def test_main_lifts_open_the_workout_and_warm_ups_have_their_section(database: Database, importing: Importing) -> None:
    text = hevy(
        row(exercise="Rowing Warm-Up", kind="warmup"),
        row(exercise="Squat (Barbell)"),
        row(exercise="Lateral Raise (Dumbbell)"),
        row(exercise="Bench Press (Barbell)"),
    )
    importing.run(text, ANNA)
    with database.read() as connection:
        query = select(workout_exercise.c.section, workout_exercise.c.is_main_lift, exercise.c.movement_patterns,
                       workout_exercise.c.movement_patterns.label("own"))  # fmt: skip
        found = connection.execute(
            query.join(exercise, exercise.c.id == workout_exercise.c.exercise_id).order_by(
                workout_exercise.c.order_index
            )
        ).all()
    sections = WorkoutExerciseSection
    assert [f.section for f in found] == [sections.WARMUP, sections.MAIN, sections.ACCESSORY, sections.ACCESSORY]
    assert [f.is_main_lift for f in found] == [False, True, False, False]
    assert all(f.own == f.movement_patterns for f in found)


def test_known_exercises_are_found_by_alias_and_by_words(database: Database, importing: Importing) -> None:
    report = importing.run(hevy(row(), row(exercise="barbell squats"), row(exercise="💪"), row(exercise="🔥")), ANNA)
    assert report.unmatched == ("💪", "🔥")
    assert len({r[0] for r in rows_of(database, exercise.c.catalogue_id) if r[0]}) == 1


def test_an_assisted_lift_of_our_own_says_that_its_load_is_help(database: Database, importing: Importing) -> None:
    importing.run(hevy(row(exercise="Odd Dip (Assisted)"), row(exercise="Odd Dip")), ANNA)
    assert [r[0] for r in rows_of(database, exercise.c.load_convention)] == ["ASSISTED", None]


def test_a_second_import_of_the_same_file_adds_nothing(database: Database, importing: Importing) -> None:
    importing.run(LOG, ANNA)
    before = counts(database)
    report = importing.run(LOG, ANNA)
    assert (report.workouts, report.sets, report.already_there, report.import_id) == (0, 0, 2, None)
    assert counts(database) == before


def test_an_extended_export_adds_only_what_is_new(importing: Importing) -> None:
    importing.run(LOG, ANNA)
    report = importing.run(LOG + row(12, 0, exercise="Row") + "\n", ANNA)
    assert (report.workouts, report.sets, report.already_there) == (1, 1, 2)


def test_a_changed_time_zone_does_not_make_known_workouts_new(database: Database, importing: Importing) -> None:
    importing.run(LOG, ANNA)
    with database.write() as connection:
        connection.execute(update(user).where(user.c.id == ANNA).values(time_zone="Pacific/Auckland"))
    assert importing.run(LOG, ANNA).workouts == 0


@pytest.mark.parametrize(("status", "known"), [(WorkoutStatus.COMPLETED, 1), (WorkoutStatus.PLANNED, 0)])
def test_workouts_done_without_a_file_are_known_and_plans_are_not(
    database: Database, importing: Importing, status: WorkoutStatus, known: int
) -> None:
    at = datetime(2026, 4, 9, 15, 18, 42, tzinfo=UTC)
    with database.write() as connection:
        done = {"id": "w", "user_id": ANNA, "scheduled_date": at, "name": "Lower", "status": status}
        connection.execute(insert(workout), [done])
    assert importing.run(LOG, ANNA).already_there == known


def test_two_workouts_of_one_minute_and_name_both_come_in_once(importing: Importing) -> None:
    text = hevy(row(), row(clock=("17:18", "18:30")))
    assert importing.run(text, ANNA).workouts == 2
    assert importing.run(text, ANNA).workouts == 0


def test_a_second_workout_of_one_minute_and_name_is_new_to_a_database_that_has_one(importing: Importing) -> None:
    importing.run(hevy(row()), ANNA)
    report = importing.run(hevy(row(), row(clock=("17:18", "18:30"))), ANNA)
    assert (report.workouts, report.already_there) == (1, 1)


def test_a_second_athlete_may_import_the_same_file(database: Database, importing: Importing) -> None:
    importing.run(LOG, ANNA)
    report = importing.run(LOG, BEN)
    assert (report.workouts, report.unmatched) == (2, ("Odd Machine of Ours",))
    assert counts(database)["Workout"] == 4


def test_a_preview_tells_the_same_and_writes_nothing(database: Database, importing: Importing) -> None:
    before = counts(database)
    looked = importing.preview(LOG, ANNA)
    assert counts(database) == before
    done = importing.run(LOG, ANNA)
    assert looked.dry_run
    assert (looked.workouts, looked.sets, looked.unmatched) == (done.workouts, done.sets, done.unmatched)
    assert importing.run(LOG, ANNA, dry_run=True).already_there == 2


def test_undo_leaves_no_trace(database: Database, importing: Importing) -> None:
    before = counts(database)
    report = importing.run(LOG, ANNA, file_name="log.csv")
    assert counts(database)["ExerciseExposure"] == 2
    assert report.import_id is not None
    assert importing.undo(report.import_id) == Changes.WORKOUTS
    assert counts(database) == before
    with pytest.raises(NotFound):
        importing.undo(report.import_id)


def test_undo_takes_only_its_own(database: Database, importing: Importing) -> None:
    first = importing.run(LOG, ANNA)
    importing.run(LOG, BEN)
    second = importing.run(hevy(row(20, exercise="Another of Ours")), ANNA)
    with database.write() as connection:
        connection.execute(insert(exercise), [{"id": "mine", "name": "Older, unused", "joint_stress": "LOW"}])
        anna = connection.execute(select(workout.c.id).where(workout.c.import_id == first.import_id)).scalars().first()
        at = datetime(2026, 4, 9, tzinfo=UTC)
        check_in = {"id": "c", "user_id": ANNA, "workout_id": anna, "date": at, "readiness": 3}
        connection.execute(insert(session_check_in), [check_in])
    assert first.import_id is not None
    importing.undo(first.import_id)
    with database.read() as connection:
        names = set(connection.execute(select(exercise.c.name)).scalars())
        assert {"Odd Machine of Ours", "Another of Ours", "Older, unused"} <= names
        assert connection.execute(select(session_check_in.c.workout_id)).scalar_one() is None
        left = connection.execute(select(workout.c.user_id).order_by(workout.c.user_id)).scalars().all()
        used = connection.execute(select(exercise_exposure.c.usage_count).where(exercise_exposure.c.user_id == ANNA))
        assert used.scalars().all() == [1]
    assert left == [ANNA, BEN, BEN]
    assert [past.id for past in importing.imports(ANNA)] == [second.import_id]


def test_past_imports_are_listed_latest_first(importing: Importing) -> None:
    importing.run(LOG, ANNA, file_name="one\udcff.csv")
    importing.run(LOG + row(13), ANNA, file_name="two.csv")
    past = importing.imports(ANNA)
    assert {(p.file_name, p.workouts, p.sets, p.format) for p in past} == {
        ("one?.csv", 2, 4, "hevy"),
        ("two.csv", 1, 1, "hevy"),
    }
    assert past[0].at >= past[1].at
    assert importing.imports(BEN) == []


def test_exposures_are_counted_from_the_log(database: Database, importing: Importing) -> None:
    importing.run(LOG, ANNA)
    with database.read() as connection:
        query = select(exercise_exposure.c.usage_count, exercise_exposure.c.last_used)
        found = sorted(connection.execute(query.where(exercise_exposure.c.user_id == ANNA)).all())
    assert [f.usage_count for f in found] == [1, 2]
    assert found[1].last_used == datetime(2026, 4, 11, 16, 5, tzinfo=UTC)


@pytest.mark.parametrize("at", ["Read", "Wrote", "Added"])
def test_cancelling_at_any_point_keeps_the_database_as_it_was(
    database: Database, importing: Importing, at: str
) -> None:
    before = counts(database)

    def stop(_fraction: float, sentence: str) -> None:
        if sentence.startswith(at):
            raise Cancelled("Stopped.")

    with pytest.raises(Cancelled):
        importing.run(LOG, ANNA, progress=stop)
    assert counts(database) == before
    assert importing.run(LOG, ANNA).workouts == 2


def test_progress_rises_to_one(importing: Importing) -> None:
    seen: list[float] = []
    text = hevy(*(row(day, month=month) for month in ("Jan", "Mar", "May", "Jul") for day in range(1, 31)))
    importing.run(text, ANNA, progress=lambda fraction, _: seen.append(fraction))
    assert seen == sorted(seen)
    assert (seen[0], seen[-1]) == (0.0, 1.0)
    assert len(seen) > 4


def test_a_failure_halfway_leaves_nothing_behind(
    database: Database, importing: Importing, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = counts(database)

    def fail(*_: object) -> int:
        raise RuntimeError("out of order")

    monkeypatch.setattr("app.usecases.importing.refresh_exposures", fail)
    with pytest.raises(RuntimeError):
        importing.run(LOG, ANNA)
    assert counts(database) == before


def test_what_cannot_be_read_writes_nothing(database: Database, importing: Importing) -> None:
    before = counts(database)
    strong = "Date,Workout Name,Exercise Name,Set Order,Weight,Reps\n2024-03-05 18:30:00,Legs,Squat,1,100,5\n"
    for text, error in ((strong, UnitNeeded), ("nonsense", UnreadableFile)):
        with pytest.raises(error):
            importing.run(text, ANNA)
    with pytest.raises(NotFound):
        importing.run(LOG, "nobody")
    assert counts(database) == before
    assert importing.run(strong, ANNA, unit=Unit.LB).sets == 1


def test_clocks_that_change_during_the_night(database: Database, importing: Importing) -> None:
    """Vienna, 29 March 2026, 02:00 becomes 03:00; 25 October 2026, 03:00 becomes 02:00."""
    importing.run(hevy(row(29, month="Mar", clock=("1:30", "3:30"))), ANNA)
    importing.run(hevy(row(29, month="Mar", clock=("2:40", "3:10"))), ANNA)
    importing.run(hevy(row(25, month="Oct", clock=("2:50", "2:10"))), ANNA)
    strong = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps\n2025-03-30 01:30:00,N,2h,Squat,1,100,5\n"
    importing.run(strong, ANNA, unit=Unit.KG)
    with database.read() as connection:
        query = select(workout.c.scheduled_date, workout.c.completed_at).order_by(workout.c.scheduled_date)
        spans = [(begun, ended - begun) for begun, ended in connection.execute(query)]
    assert spans == [
        (datetime(2025, 3, 30, 0, 30, tzinfo=UTC), timedelta(hours=2)),
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), timedelta(hours=1)),
        (datetime(2026, 3, 29, 1, 40, tzinfo=UTC), timedelta(0)),
        (datetime(2026, 10, 25, 0, 50, tzinfo=UTC), timedelta(0)),
    ]


def test_rest_and_tags_of_strong_reach_the_tables(database: Database, importing: Importing) -> None:
    rows = ("W,40,5,0,,", "1,100,5,0,,", "Rest Timer,,,150,,", "F,100,3,0,,8", "1,35,8,0,,")
    names = ("Squat", "Squat", "Squat", "Squat", "Odd Dip (Assisted)")
    header = "Date,Workout Name,Exercise Name,Set Order,Weight,Reps,Seconds,Notes,RPE\n"
    text = header + "".join(f"2024-03-05 18:30:00,Legs,{n},{r}\n" for n, r in zip(names, rows, strict=True))
    report = importing.run(text, ANNA, unit=Unit.LB)
    assert report.sets == 4
    found = rows_of(database, set_log.c.set_type, workout_set.c.rest_seconds, set_log.c.actual_rpe)
    assert found == [
        (SetType.WARMUP, None, None),
        ("NORMAL", 150, None),
        ("FAILURE", None, 8.0),
        ("NORMAL", None, None),
    ]


def test_text_no_database_keeps_is_cleaned_before_it_gets_there(importing: Importing) -> None:
    report = importing.run(hevy(row(title="Le\0gs\ud800"), row(exercise="Odd\0 One \udfff")), ANNA)
    assert report.workouts == 2
    assert [flag.line for flag in report.flagged] == [2, 2]


def test_loads_come_back_as_they_went_in(database: Database, importing: Importing) -> None:
    loads = ("2.5", "54.43", "22.68", "6.80388555", "100", "177.5")
    importing.run(hevy(*(row(9, i, load) for i, load in enumerate(loads))), ANNA)
    found = [r[0] for r in rows_of(database, set_log.c.actual_load)]
    assert found == pytest.approx([float(load) for load in loads], abs=1e-9)


def test_the_collector_runs_again_after_a_failure(importing: Importing) -> None:
    with pytest.raises(PeaklineError):
        importing.run("nonsense", ANNA)
    assert gc.isenabled()


def test_the_import_is_on_record(database: Database, importing: Importing) -> None:
    report = importing.run(LOG, ANNA, file_name="log.csv")
    with database.read() as connection:
        found = connection.execute(select(log_import.c.id, log_import.c.user_id, log_import.c.file_name)).one()
    assert tuple(found) == (report.import_id, ANNA, "log.csv")
