import threading
import time

import pytest
from sqlalchemy import delete, insert, select, update

from app.gateways.catalogue import load_catalogue
from app.gateways.database import Database
from app.gateways.seeding import EQUIPMENT_NAMES, database_id, exercise_ids, seed_catalogue
from models.tables.base import metadata
from models.tables.exercises import equipment, exercise, exercise_alias, exercise_equipment, exercise_muscle, muscle
from models.values.exercises import Difficulty, EquipmentType, JointStress, MovementPattern, MuscleRole

TABLES = (muscle, equipment, exercise, exercise_alias, exercise_muscle, exercise_equipment)


@pytest.fixture
def bare(database_url):
    """The tables of today without a row, once on each engine."""
    database = Database(database_url)
    with database.write() as connection:
        metadata.create_all(connection)
    yield database
    database.close()


def seed(database):
    with database.write() as connection:
        return seed_catalogue(connection)


def contents(database):
    with database.read() as connection:
        return {table.name: sorted(map(repr, connection.execute(select(table)).all())) for table in TABLES}


def add(database, table, **values):
    with database.write() as connection:
        connection.execute(insert(table).values(**values))


def one(database, table, **by):
    with database.read() as connection:
        found = connection.execute(select(table).filter_by(**by)).one_or_none()
        return None if found is None else dict(zip(table.c.keys(), found, strict=True))


def test_everything_arrives_as_the_catalogue_says(bare):
    assert seed(bare) > 4000
    catalogue = load_catalogue()
    with bare.read() as connection:
        ids = exercise_ids(connection)
    assert ids == {each.id: database_id(each.id) for each in catalogue.exercises}

    squat = one(bare, exercise, catalogue_id="barbell_back_squat")
    told = catalogue.by_id["barbell_back_squat"]
    assert squat["name"] == "Barbell Back Squat"
    assert squat["movement_patterns"] == [MovementPattern.SQUAT]
    assert squat["is_main_lift_eligible"] is True
    assert squat["is_unilateral"] is False
    assert (squat["rep_range_min"], squat["rep_range_max"]) == told.rep_range
    assert squat["contraindications"] == list(told.contraindications)
    assert squat["time_per_set_sec"] == told.seconds_per_set
    assert squat["min_training_age"].value == told.min_training_age
    assert (squat["load_convention"], squat["measurement"]) == ("BARBELL_TOTAL", "LOAD_REPS")
    assert one(bare, exercise_alias, alias="Squat (Barbell)")["exercise_id"] == squat["id"]

    chest = one(bare, muscle, key="chest")
    assert (chest["mv"], chest["mev"], chest["mav"], chest["mrv"]) == (4, 8, 16, 22)
    assert (chest["mav_low"], chest["mav_high"]) == (12, 20)


def test_shares_become_roles_and_every_link_is_there(bare):
    seed(bare)
    catalogue = load_catalogue()
    roles = (
        select(exercise.c.catalogue_id, muscle.c.key, exercise_muscle.c.role)
        .select_from(exercise_muscle)
        .join(exercise, exercise.c.id == exercise_muscle.c.exercise_id)
        .join(muscle, muscle.c.id == exercise_muscle.c.muscle_id)
    )
    kinds = (
        select(exercise.c.catalogue_id, equipment.c.type)
        .select_from(exercise_equipment)
        .join(exercise, exercise.c.id == exercise_equipment.c.exercise_id)
        .join(equipment, equipment.c.id == exercise_equipment.c.equipment_id)
    )
    with bare.read() as connection:
        shares = {
            (key, name): {MuscleRole.PRIMARY: 1.0, MuscleRole.SECONDARY: 0.5}[role]
            for key, name, role in connection.execute(roles)
        }
        held = set(connection.execute(kinds))
    assert shares == {(each.id, key): share for each in catalogue.exercises for key, share in each.muscles.items()}
    assert held == {(each.id, kind) for each in catalogue.exercises for kind in each.equipment}


def test_a_second_time_writes_nothing(bare):
    seed(bare)
    before = contents(bare)
    assert seed(bare) == 0
    assert contents(bare) == before


def test_what_another_program_put_there_keeps_every_value(bare):
    theirs = {
        "id": "legacy-1", "name": "Barbell Back Squat", "joint_stress": JointStress.LOW, "fatigue_cost": 1,
        "difficulty": Difficulty.ADVANCED, "rep_range_min": 2, "rep_range_max": 4, "split_tags": [],
        "movement_patterns": [MovementPattern.LUNGE], "stimulus_bias": [], "contraindications": {"note": "theirs"},
    }  # fmt: skip
    add(bare, exercise, **theirs)
    add(bare, exercise, id="legacy-2", name="Bench Press (Barbell)", joint_stress=JointStress.LOW)
    add(bare, exercise, id="legacy-3", name="Grandfather's Lift", joint_stress=JointStress.LOW)
    add(bare, muscle, id="m-1", name="Quadriceps", mv=1, mev=2, mav=3, mrv=4)
    add(bare, equipment, id="e-1", name="Flat Bench", type=EquipmentType.BENCH)
    add(bare, exercise_muscle, exercise_id="legacy-1", muscle_id="m-1", role=MuscleRole.SECONDARY)
    before = {name: one(bare, exercise, name=name) for name in ("Barbell Back Squat", "Grandfather's Lift")}
    seed(bare)

    after = one(bare, exercise, id="legacy-1")
    ours = {"catalogue_id", "load_convention", "measurement", "bodyweight_share"}
    assert {key for key, value in after.items() if value != before["Barbell Back Squat"][key]} == ours
    assert after["catalogue_id"] == "barbell_back_squat"
    assert one(bare, exercise, id="legacy-2")["catalogue_id"] == "barbell_bench_press"
    assert one(bare, exercise, name="Barbell Bench Press") is None
    assert one(bare, exercise, id="legacy-3") == before["Grandfather's Lift"]

    quads = one(bare, muscle, key="quads")
    assert (quads["id"], quads["name"], quads["mv"], quads["mav"], quads["mrv"]) == ("m-1", "Quadriceps", 1, 3, 4)
    assert (quads["mav_low"], quads["mav_high"]) == (12, 18)
    with bare.read() as connection:
        links = select(exercise_muscle.c.muscle_id, exercise_muscle.c.role).filter_by(exercise_id="legacy-1")
        assert connection.execute(links).all() == [("m-1", MuscleRole.SECONDARY)]
        assert connection.execute(select(exercise_equipment).filter_by(exercise_id="legacy-1")).all() == []
        benches = connection.execute(select(equipment.c.id).filter_by(type=EquipmentType.BENCH)).scalars().all()
    assert benches == ["e-1"]
    # The names people use must lead to their row, too.
    assert one(bare, exercise_alias, alias="Back Squat")["exercise_id"] == "legacy-1"
    assert seed(bare) == 0


def test_the_very_name_goes_before_an_alias_and_no_alias_shadows_an_exercise(bare):
    add(bare, exercise, id="a", name="Bench Press", joint_stress=JointStress.LOW)
    add(bare, exercise, id="b", name="Barbell Bench Press", joint_stress=JointStress.LOW)
    seed(bare)
    assert one(bare, exercise, id="b")["catalogue_id"] == "barbell_bench_press"
    assert one(bare, exercise, id="a")["catalogue_id"] is None
    assert one(bare, exercise_alias, alias="Bench Press") is None


def test_a_column_of_ours_that_is_filled_stays_filled(bare):
    own = {"joint_stress": JointStress.LOW, "load_convention": "ASSISTED"}
    add(bare, exercise, id="a", name="Dips (Weighted)", **own)
    seed(bare)
    found = one(bare, exercise, id="a")
    assert (found["catalogue_id"], found["load_convention"]) == ("weighted_dip", "ASSISTED")
    assert (found["measurement"], found["bodyweight_share"]) == ("LOAD_REPS", 1.0)


def test_an_alias_another_program_gave_stays_where_it_is(bare):
    add(bare, exercise, id="a", name="My Own Press", joint_stress=JointStress.LOW)
    add(bare, exercise_alias, id="alias-1", exercise_id="a", alias="OHP")
    seed(bare)
    assert one(bare, exercise_alias, alias="OHP")["exercise_id"] == "a"


def test_values_changed_since_stay_and_what_was_lost_comes_back(bare):
    seed(bare)
    ours = database_id("leg_press")
    with bare.write() as connection:
        connection.execute(update(exercise).where(exercise.c.id == ours).values(name="Sled", fatigue_cost=5))
        connection.execute(update(muscle).where(muscle.c.key == "chest").values(mrv=40, name="Brust"))
        connection.execute(delete(exercise_muscle).where(exercise_muscle.c.exercise_id == ours))
        connection.execute(delete(exercise_alias).where(exercise_alias.c.alias == "Squat (Barbell)"))
    assert seed(bare) > 0
    assert (one(bare, exercise, id=ours)["name"], one(bare, exercise, id=ours)["fatigue_cost"]) == ("Sled", 5)
    assert one(bare, muscle, key="chest")["mrv"] == 40
    assert one(bare, exercise_alias, alias="Squat (Barbell)") is not None
    with bare.read() as connection:
        links = connection.execute(select(exercise_muscle).filter_by(exercise_id=ours)).all()
    assert len(links) == len(load_catalogue().by_id["leg_press"].muscles)


def test_rows_that_lost_our_columns_are_recognised_by_their_id(bare):
    seed(bare)
    with bare.write() as connection:
        connection.execute(update(exercise).values(catalogue_id=None, load_convention=None))
        connection.execute(update(exercise).filter_by(id=database_id("leg_press")).values(name="Renamed"))
        connection.execute(update(muscle).values(key=None, mav_low=None))
    seed(bare)
    assert one(bare, exercise, id=database_id("leg_press"))["catalogue_id"] == "leg_press"
    assert one(bare, muscle, key="chest")["mav_low"] == 12
    with bare.read() as connection:
        assert len(exercise_ids(connection)) == len(load_catalogue().exercises)
        assert len(connection.execute(select(exercise.c.id)).all()) == len(load_catalogue().exercises)


def test_a_catalogue_name_that_is_taken_by_another_lift_costs_that_exercise_only(bare):
    seed(bare)
    with bare.write() as connection:
        squat = database_id("barbell_back_squat")
        for table in (exercise_muscle, exercise_equipment, exercise_alias):
            connection.execute(delete(table).where(table.c.exercise_id == squat))
        connection.execute(delete(exercise).where(exercise.c.id == squat))
        connection.execute(update(exercise).filter_by(id=database_id("plank")).values(name="Barbell Back Squat"))
    seed(bare)
    assert one(bare, exercise, catalogue_id="barbell_back_squat") is None
    assert one(bare, exercise, catalogue_id="plank")["name"] == "Barbell Back Squat"


def test_two_programs_at_once_seed_once(bare):
    failures = []
    start = threading.Barrier(2)

    def run():
        database = Database(bare.url)
        try:
            start.wait(10)
            seed(database)
        except Exception as error:  # noqa: BLE001  (a thread must hand its failure over)
            failures.append(error)
        finally:
            database.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    with bare.read() as connection:
        assert len(connection.execute(select(exercise.c.id)).all()) == len(load_catalogue().exercises)
        assert len(connection.execute(select(muscle.c.id)).all()) == len(load_catalogue().muscles)
    assert seed(bare) == 0


def test_it_is_quick_and_nearly_free_when_nothing_is_missing(sqlite_url):
    database = Database(sqlite_url)
    with database.write() as connection:
        metadata.create_all(connection)
    load_catalogue()
    spent = []
    for _ in range(4):
        started = time.process_time()
        seed(database)
        spent.append(time.process_time() - started)
    database.close()
    # Measured 100 ms, then 9 ms; the limits leave room for a slower machine.
    assert spent[0] < 0.6
    assert min(spent[1:]) < 0.06


def test_every_kind_of_equipment_has_a_name():
    assert set(EQUIPMENT_NAMES) == set(EquipmentType)


def test_an_upgraded_database_has_the_catalogue(database):
    with database.read() as connection:
        assert len(exercise_ids(connection)) == len(load_catalogue().exercises)
