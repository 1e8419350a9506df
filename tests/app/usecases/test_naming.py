"""Own exercises: listed, found in the catalogue by likeness, linked with all their history, and taken back."""

import pytest
from sqlalchemy import insert, select

from app.errors import Conflict, NotFound
from app.usecases.importing import Importing
from app.usecases.naming import Naming
from models.tables.exercises import exercise, exercise_alias
from models.tables.plan import exercise_exposure
from models.tables.workouts import baseline, workout_exercise
from models.values.exercises import JointStress
from models.values.ids import new_id
from models.values.kinds import BaselineCategory
from models.values.units import Unit
from tests.fakes.logbook import SQUAT, Logbook, evening

HEAD = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n"
NAME = "Kniebeuge tief"


def log(days, name=NAME, load=100.0):
    lines = [
        f'2026-03-{day:02} 18:00:00,"Legs",1h,"{name}",{place},{load},5,0,0,"","",8' for day in days for place in (1, 2)
    ]
    return HEAD + "\n".join(lines) + "\n"


@pytest.fixture
def ada(database):
    key = Logbook(database).athlete()
    Importing(database).run(log((2, 4, 9)), key, unit=Unit.KG)
    return key


def uses(database, athlete_id):
    with database.read() as connection:
        rows = connection.execute(
            select(exercise.c.name, exercise_exposure.c.usage_count, exercise_exposure.c.performance)
            .join(exercise, exercise.c.id == exercise_exposure.c.exercise_id)
            .where(exercise_exposure.c.user_id == athlete_id)
        )
        return {name: (count, performance["bestE1rmKg"]) for name, count, performance in rows}


def entries(database):
    with database.read() as connection:
        rows = connection.execute(
            select(workout_exercise.c.is_main_lift, workout_exercise.c.section, workout_exercise.c.movement_patterns)
        )
        return {(row[0], str(row[1]), tuple(map(str, row[2]))) for row in rows}


def test_what_matched_nothing_is_listed(database, ada):
    [own] = Naming(database).unlinked(ada)
    assert (own.name, own.workouts, own.sets, own.last_used.isoformat()) == (NAME, 3, 6, "2026-03-09")
    with pytest.raises(NotFound):
        Naming(database).unlinked("nobody")


def test_linking_moves_the_whole_history(database, ada):
    naming = Naming(database)
    [own] = naming.unlinked(ada)
    link = naming.link(own.id, SQUAT)
    assert naming.unlinked(ada) == []
    assert uses(database, ada) == {"Barbell Back Squat": (3, 123.3)}
    assert entries(database) == {(True, "MAIN", ("SQUAT",))}
    assert "Barbell Back Squat from now on: 3 entries" in link.sentence
    report = Importing(database).run(log((11,), load=105.0), ada, unit=Unit.KG)
    assert (report.workouts, list(report.unmatched)) == (1, [])
    assert uses(database, ada)["Barbell Back Squat"][0] == 4


def test_a_link_can_be_taken_back(database, ada):
    naming = Naming(database)
    [own] = naming.unlinked(ada)
    before = uses(database, ada), entries(database)
    link = naming.link(own.id, SQUAT)
    naming.unlink(link)
    assert naming.unlinked(ada) == [own]
    assert (uses(database, ada), entries(database)) == before
    with database.read() as connection:
        assert connection.execute(select(exercise_alias.c.id).where(exercise_alias.c.alias == NAME)).all() == []
    with pytest.raises(Conflict, match="means something else"):
        naming.unlink(link)
    naming.link(own.id, SQUAT)


def test_squats_done_before_stay_squats(database, ada):
    Logbook(database).workout(ada, evening(1), {SQUAT: [{"actual_reps": 5, "actual_load": 90.0, "actual_rpe": 8.0}]})
    naming = Naming(database)
    [own] = naming.unlinked(ada)
    link = naming.link(own.id, SQUAT)
    assert uses(database, ada)["Barbell Back Squat"][0] == 4
    naming.unlink(link)
    assert {name: count for name, (count, _) in uses(database, ada).items()} == {"Barbell Back Squat": 1, NAME: 3}


def test_a_shared_name_moves_for_everybody(database, ada):
    bob = Logbook(database).athlete("bob@example.org")
    Importing(database).run(log((3,)), bob, unit=Unit.KG)
    naming = Naming(database)
    [own] = naming.unlinked(bob)
    assert "of 2 athletes" in naming.link(own.id, SQUAT).sentence
    assert uses(database, bob).keys() == uses(database, ada).keys() == {"Barbell Back Squat"}


def test_what_is_gone_or_known_cannot_be_linked(database, ada):
    naming = Naming(database)
    [own] = naming.unlinked(ada)
    with pytest.raises(NotFound, match="catalogue has no such"):
        naming.link(own.id, "no_such_lift")
    assert naming.unlinked(ada) == [own]
    with pytest.raises(NotFound, match="no longer there"):
        naming.link(Logbook(database).exercise(SQUAT), "barbell_front_squat")
    naming.link(own.id, SQUAT)
    with pytest.raises(NotFound, match="linked already"):
        naming.link(own.id, SQUAT)


def test_a_baseline_in_the_way_keeps_its_exercise(database, ada):
    naming = Naming(database)
    [own] = naming.unlinked(ada)
    squat = Logbook(database).exercise(SQUAT)
    with database.write() as connection:
        for key in (own.id, squat):
            row = {"id": new_id(), "user_id": ada, "exercise_id": key, "exercise_name": "x"}
            connection.execute(insert(baseline), [{**row, "category": BaselineCategory.OTHER}])
    naming.link(own.id, SQUAT)
    assert naming.unlinked(ada) == []
    assert list(Importing(database).run(log((11,)), ada, unit=Unit.KG).unmatched) == []
    with database.read() as connection:
        assert connection.execute(select(baseline.c.exercise_id).order_by(baseline.c.exercise_id)).scalars().all() == (
            sorted([own.id, squat])
        )


def test_an_import_can_still_be_undone(database, ada):
    naming = Naming(database)
    [own] = naming.unlinked(ada)
    naming.link(own.id, SQUAT)
    [past] = Importing(database).imports(ada)
    Importing(database).undo(past.id)
    assert uses(database, ada) == {}


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Deep squats with barbell", "barbell_back_squat"),
        ("Bench pres barbell", "barbell_bench_press"),
        ("lat pull-down wide", "lat_pulldown"),
        ("romanian deadlifts", "romanian_deadlift"),
        ("Facepulls", "face_pull"),
    ],
)
def test_candidates_come_by_likeness(fast_database, name, wanted):
    assert wanted in [one.id for one in Naming(fast_database).candidates(name)]


def test_candidates_without_a_name_are_the_list(fast_database):
    found = Naming(fast_database).candidates(" ", 5)
    assert [one.name for one in found] == sorted(one.name for one in found)
    assert Naming(fast_database).candidates("日本") == []


def test_an_own_exercise_of_nobody_is_nobodys(fast_database):
    with fast_database.write() as connection:
        row = {"id": new_id(), "name": "Unused", "joint_stress": JointStress.LOW}
        connection.execute(insert(exercise), [row])
    key = Logbook(fast_database).athlete()
    assert Naming(fast_database).unlinked(key) == []
