"""The workouts page: sums, sorting, filtering and paging in the database; and one workout in full."""

from datetime import date

import pytest
from sqlalchemy import event, update

from app.errors import InvalidInput, NotFound
from app.usecases.training import Training
from models.tables.exercises import exercise
from models.values.exercises import LoadConvention
from models.values.units import kg_from_lb
from models.values.workouts import SetType, WorkoutStatus
from tests.fakes.logbook import ASSISTED, BENCH, PLANK, SQUAT, Logbook, a_set, evening


@pytest.fixture
def logbook(database):
    return Logbook(database)


@pytest.fixture
def training(database):
    return Training(database)


def test_sums_of_a_workout(database, logbook, training):
    ada = logbook.athlete()
    logbook.workout(
        ada,
        evening(2),
        [
            (
                SQUAT,
                [a_set(8, 60, None, set_type="WARMUP"), a_set(5, 100), a_set(5, 100, 5.5), a_set(was_skipped=True)],
            ),
            (BENCH, [a_set(8, 82.5, None), a_set(logged=False), a_set(0, 90, 10)]),
            (PLANK, [a_set(None, 20, None, duration_seconds=60), a_set(1, 20, None, duration_seconds=60)]),
            (ASSISTED, [a_set(8, 30, 8)]),
        ],
        actual_minutes=72,
    )
    wanted = exercise.c.id == logbook.exercise(ASSISTED)
    with database.write() as connection:
        connection.execute(update(exercise).where(wanted).values(load_convention=LoadConvention.ASSISTED.value))
    (row,) = training.page(ada).rows
    assert row.exercises == 4
    # 100 kg for five at RPE 8, the bench without an RPE, the assisted and the counted plank; RPE 5.5 is no hard set.
    assert row.hard_sets == 4
    assert row.volume_load_kg == pytest.approx(5 * 100 + 5 * 100 + 8 * 82.5)
    assert row.minutes == 72
    assert row.status is WorkoutStatus.COMPLETED


def test_warm_up_section_is_no_work(logbook, training):
    ada = logbook.athlete()
    logbook.workout(ada, evening(2), {SQUAT: [a_set()]}, section="WARMUP")
    logbook.workout(ada, evening(3), {SQUAT: [a_set()]}, section=None)
    assert [row.hard_sets for row in training.page(ada).rows] == [1, 0]


def test_a_workout_without_exercises_is_shown(logbook, training):
    ada = logbook.athlete()
    workout_id = logbook.workout(ada, evening(2), {}, status=WorkoutStatus.PLANNED, estimated_minutes=60)
    (row,) = training.page(ada).rows
    assert (row.exercises, row.hard_sets, row.volume_load_kg, row.minutes) == (0, 0, 0, 60)
    assert training.workout(workout_id).exercises == []


@pytest.fixture
def three(logbook):
    ada = logbook.athlete()
    logbook.workout(ada, evening(2), {SQUAT: [a_set(5, 100)] * 3}, name="Legs", actual_minutes=50)
    logbook.workout(ada, evening(4), {BENCH: [a_set(5, 60)] * 2, SQUAT: [a_set(3, 50)]}, name="arms", notes="50 % done")
    logbook.workout(ada, evening(6), {BENCH: [a_set(logged=False)]}, status=WorkoutStatus.PLANNED, name="Bench day")
    return ada


def days(page):
    return [row.scheduled.day for row in page.rows]


@pytest.mark.parametrize(
    ("sort", "ascending"),
    [
        ("scheduled", [2, 4, 6]),
        ("completed", [2, 4, 6]),
        ("name", [4, 6, 2]),
        ("status", [6, 2, 4]),
        ("exercises", [2, 6, 4]),
        ("hard_sets", [6, 2, 4]),
        ("volume_load", [6, 4, 2]),
        ("minutes", [2, 4, 6]),
        ("block", [2, 4, 6]),
    ],
)
def test_sorting(three, training, sort, ascending):
    assert days(training.page(three, sort=sort, descending=False)) == ascending
    down = days(training.page(three, sort=sort))
    assert sorted(down) == [2, 4, 6]
    if sort not in {"minutes", "block", "completed", "exercises", "hard_sets", "status"}:
        assert down == ascending[::-1]


def test_what_is_empty_comes_last_both_ways(three, training):
    assert days(training.page(three, sort="completed")) == [4, 2, 6]
    assert days(training.page(three, sort="minutes"))[0] == 2


def test_an_unknown_order_is_refused(three, training):
    with pytest.raises(InvalidInput, match="cannot be sorted"):
        training.page(three, sort='"; DROP TABLE')


@pytest.mark.parametrize(
    ("search", "found"),
    [("LEGS", [2]), ("squat", [4, 2]), ("bench", [6, 4]), ("50 %", [4]), ("%", [4]), ("_", []), ("nothing", [])],
)
def test_searching(three, training, search, found, database, logbook):
    # Names without wildcard signs, so that only a literal one can match.
    names = {logbook.exercise(SQUAT): "A squat", logbook.exercise(BENCH): "A bench press"}
    with database.write() as connection:
        for exercise_id, name in names.items():
            connection.execute(update(exercise).where(exercise.c.id == exercise_id).values(name=name))
    page = training.page(three, search=search)
    assert days(page) == found
    assert page.total == len(found)


def test_filtering_by_status_and_athlete(three, logbook, training):
    bob = logbook.athlete("bob@example.org")
    logbook.workout(bob, evening(8), {SQUAT: [a_set()]})
    assert days(training.page(three, status=WorkoutStatus.PLANNED)) == [6]
    assert days(training.page(bob)) == [8]
    assert days(training.page(None)) == [8, 6, 4, 2]


@pytest.mark.parametrize("sort", ["scheduled", "name", "hard_sets"])
def test_pages_cover_everything_once(logbook, training, sort):
    ada = logbook.athlete()
    for number in range(23):
        logbook.workout(ada, evening(1 + number % 3), {SQUAT: [a_set()] * (number % 2)}, name="same")
    seen = []
    for offset in range(0, 30, 5):
        page = training.page(ada, sort=sort, offset=offset, limit=5)
        assert page.total == 23
        seen += [row.id for row in page.rows]
    assert len(seen) == len(set(seen)) == 23


def test_a_page_takes_two_queries(three, training, database):
    seen = []
    engine = database._engine
    event.listen(engine, "before_cursor_execute", lambda *call: seen.append(call[2]))
    training.page(three)
    assert len([statement for statement in seen if statement.startswith("SELECT")]) == 2


def test_one_workout_in_full(logbook, training):
    ada = logbook.athlete()
    workout_id = logbook.workout(
        ada,
        evening(2),
        [
            (BENCH, [a_set(8, kg_from_lb(225), 8.5, notes="easy"), a_set(logged=False)]),
            (SQUAT, [a_set(was_skipped=True, reps=None, load=None, rpe=None), a_set(set_type="MYO")]),
        ],
        notes="good",
        was_autoregulated=True,
        autoregulation_log={"version": 1, "reason": "tired"},
    )
    found = training.workout(workout_id)
    assert found.notes == "good"
    assert found.was_autoregulated
    assert found.autoregulation_log == {"version": 1, "reason": "tired"}
    bench, squat = found.exercises
    assert bench.name in {"Barbell Bench Press", BENCH}
    first, second = bench.sets
    assert (first.actual_reps, first.actual_rpe, first.notes, first.logged) == (8, 8.5, "easy", True)
    assert first.actual_load_kg == kg_from_lb(225)
    assert first.set_type is SetType.NORMAL
    assert (second.logged, second.actual_reps, second.target_reps, second.was_skipped) == (False, None, 5, False)
    assert squat.sets[0].was_skipped
    assert squat.sets[1].set_type == "MYO"
    assert found.summary.hard_sets == 2


def test_an_unknown_workout_is_not_found(training):
    with pytest.raises(NotFound):
        training.workout("nothing")


def test_refreshing_exposures(logbook, training):
    ada = logbook.athlete()
    logbook.workout(ada, evening(2), {SQUAT: [a_set()]})
    assert training.refresh_exposures(ada) == 1
    assert training.refresh_exposures(ada) == 0
    assert date(2026, 3, 2) == training.page(ada).rows[0].scheduled.date()
