from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.matching import NameIndex, normalise
from app.gateways.catalogue import load_catalogue
from models.values.exercises import EquipmentType


@pytest.fixture(scope="module")
def index():
    return NameIndex((each.id, [each.name, *each.aliases], each.equipment) for each in load_catalogue().exercises)


@pytest.mark.parametrize(
    "names",
    [
        [
            "Bench Press (Barbell)",
            "Barbell Bench Press",
            "bench press [barbell]",
            "BB Bench-Press",
            "Barbell bench presses",
        ],
        ["Seated Cable Row - V Grip (Cable)", "V-Grip Seated Row (Cable)", "Seated row (V Grip - cable)"],
        ["Pull Up", "Pull-Up", "pullup", "Pull-ups", "PULL UPS"],
        ["One-Arm Dumbbell Row", "Single Arm DB Row", "1-arm dumbell rows"],
        ["Farmer's Walk", "Farmers Walk", "Farmer’s walks"],
        ["Dumbbell Fly", "Dumbbell Flyes", "DB flies", "Fly (Dumbbell)"],
        ["Développé couché (Haltères)", "developpe couche (haltere)"],
        ["Curl (EZ Bar)", "EZ-bar curls", "Curl (ez)"],
        ["Smith Machine Squat", "Squat (Smith)", "Squat (Smith Machine)"],
    ],
)
def test_spellings_of_one_name_are_one(names):
    assert len({normalise(name) for name in names}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bench Press (Barbell)", "Bench Press (Dumbbell)"),
        ("Squat (Machine)", "Squat (Smith Machine)"),
        ("Low to High Cable Fly", "High to Low Cable Fly"),
        ("Leg Press", "Leg Press Calf Raise"),
        ("Biceps Curl", "Triceps Curl"),
        ("Pull Up", "Push Up"),
        ("Seated Leg Curl", "Lying Leg Curl"),
    ],
)
def test_different_lifts_stay_different(one, other):
    assert normalise(one) != normalise(other)


@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing(name):
    assert normalise(normalise(name)) == normalise(name)


@given(st.text(max_size=40))
def test_no_text_breaks_the_index_and_none_is_invented(index, name):
    found = index.match(name)
    assert found is None or found in load_catalogue().by_id


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Bench Press (Barbell)", "barbell_bench_press"),
        ("Squat (Barbell)", "barbell_back_squat"),
        ("Lat Pulldown (Cable)", "lat_pulldown"),
        ("Incline Bench Press (Dumbbell)", "incline_dumbbell_bench_press"),
        ("Seated Leg Curl (Machine)", "seated_leg_curl"),
        ("Romanian Deadlift (Barbell)", "romanian_deadlift"),
        ("Triceps Rope Pushdown", "triceps_rope_pushdown"),
        ("Bench Press - Close Grip (Barbell)", "close_grip_bench_press"),
        ("Deadlift (Trap bar)", "trap_bar_deadlift"),
        ("Shoulder Press (Machine Plates)", "machine_shoulder_press"),
        ("Chest Dip (Assisted)", "assisted_dip"),
        ("Pull Up (Weighted)", "weighted_pull_up"),
        ("RDL", "romanian_deadlift"),
        ("OHP", "overhead_press"),
        ("BSS", "bulgarian_split_squat"),
        ("Kniebeuge (Langhantel)", "barbell_back_squat"),
        ("Soulevé de terre", "barbell_deadlift"),
        ("Press de banca (Barra)", "barbell_bench_press"),
        ("Supino reto (Halteres)", "dumbbell_bench_press"),
        ("Triceps Extension", "generic_triceps_extension"),
        ("  Face Pull  ", "face_pull"),
    ],
)
def test_names_as_the_logging_applications_write_them(index, name, key):
    assert index.match(name) == key


@pytest.mark.parametrize(
    "name",
    [
        "Bench Press (Kettlebell)",
        "Squat (Machine)",
        "Pendlay Row (Dumbbell)",
        "Single Leg Romanian Deadlift (Barbell)",
        "Front Squat (Smith Machine)",
        "Bench",
        "Leg Press Downstairs",
        "",
        "  ",
        "!!!",
        "the with",
    ],
)
def test_what_could_be_another_lift_matches_nothing(index, name):
    assert index.match(name) is None


def test_an_implement_in_the_name_must_be_the_exercises_own():
    rows = NameIndex([("row", ["Pendlay Row"], [EquipmentType.BARBELL, EquipmentType.BENCH])])
    assert rows.match("Pendlay Row (Barbell)") == "row"
    assert rows.match("Barbell Pendlay Row") == "row"
    assert rows.match("Pendlay Row (Dumbbell)") is None
    assert rows.match("Pendlay Row (Smith Machine)") is None
    assert rows.match("Pendlay Row (Barbell Cable)") is None


@pytest.mark.parametrize("own", ["💪", "🏋️‍♀️", "!!!", "the with"])
def test_a_name_without_words_is_nobody_elses(own):
    index = NameIndex([("own", [own], [EquipmentType.BARBELL]), ("row", ["Row"], [EquipmentType.BARBELL])])
    assert index.match(own) == "own"
    for other in ("Barbell", "BB", "🔥", "🔥 barbell", "", "?"):
        assert index.match(other) is None


def test_a_name_of_two_exercises_is_nobodys_unless_written_exactly():
    shared = NameIndex(
        [("a", ["Hip Hinge"], ()), ("b", ["hip hinges"], ()), ("c", ["Twice"], ()), ("d", ["Twice"], ())]
    )
    assert shared.match("Hip Hinge") == "a"
    assert shared.match("hip hinges") == "b"
    assert shared.match("HIP HINGE") is None
    assert shared.match("Twice") is None


def test_no_two_catalogue_exercises_share_a_name_in_any_spelling():
    owners = defaultdict(set)
    for each in load_catalogue().exercises:
        for name in (each.name, *each.aliases):
            owners[normalise(name)].add(each.id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1 or not name} == {}


def test_every_catalogue_name_finds_its_exercise(index):
    for each in load_catalogue().exercises:
        for name in (each.name, *each.aliases):
            assert index.match(name) == each.id
            assert index.match(name.upper()) == each.id
