"""Athletes: added, found, described and removed."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, insert, select

from app.changes import Changes
from app.errors import Conflict, InvalidInput, NotFound
from app.usecases.athletes import Athletes
from app.usecases.training import Training
from models.tables import metadata
from models.tables.athletes import injury, user_preference
from models.tables.importing import log_import
from models.tables.integrations import user_integration
from models.tables.plan import macro_adaptation, proposal
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
from models.values.athletes import PrimaryGoal, Profile, SecondaryGoal, TrainingAge
from models.values.exercises import BaselineCategory
from models.values.plan import AdaptationType
from models.values.units import Unit
from tests.fakes.logbook import SIGNAL, SQUAT, Logbook, a_set, evening

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


def _everything(database, tag):
    """An athlete with a row in every table that can hold one."""
    logbook = Logbook(database)
    who = logbook.athlete(f"{tag}@example.org")
    workout = logbook.workout(who, evening(2), {SQUAT: [a_set()]})
    Training(database).refresh_exposures(who)
    squat, mine = logbook.exercise(SQUAT), {"user_id": who}
    logbook.season(who, tag)
    with database.write() as connection:
        for table, row in (
            (macro_adaptation, {"macro_cycle_id": f"macro{tag}", "type": AdaptationType.EARLY_DELOAD, "reason": "tired",
                                "block_affected": f"block{tag}0", "auto_triggered": True}),
            (readiness_signal, {**mine, **SIGNAL}),
            (user_integration, {**mine, "provider": "whoop"}),
            (device_day, {**mine, "provider": "whoop", "record_key": "1", "day": date(2026, 3, 17), "state": "SCORED"}),
            (readiness_policy, {**mine, "rules": {}}),
            (proposal, {**mine, "workout_id": workout, "macro_cycle_id": f"macro{tag}", "kind": "EARLY_DELOAD",
                        "topic": "deload", "title": "Rest", "reason": "tired", "evidence": {}, "before": {},
                        "after": {}, "adaptation_id": f"MacroAdaptation{tag}"}),
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
