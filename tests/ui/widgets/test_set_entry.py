"""What is typed into a set, and how it reads beside the plan."""

import pytest
from PySide6.QtCore import QLocale

from models.values.kinds import LoadConvention, SetType
from models.values.training import SetResult
from models.values.units import Unit
from models.values.workouts import SetEntry
from tests.fakes.training import MONDAY, sheet
from ui.widgets.exercise_card import numbers, target_texts
from ui.widgets.set_entry import Manner, Typed, WrongEntry, difference, hints, manner_of, read, read_number, target_text

KG, LB = Manner(Unit.KG, as_rpe=False), Manner(Unit.LB, as_rpe=False)


def entry(**more) -> SetEntry:
    told = {"target_reps": 6, "target_rep_range": (5, 8), "target_rpe": 8.5, "target_load_kg": 100.0, **more}
    planned = {"set_index": 0, "set_type": SetType.NORMAL, "rest_seconds": 180, "actual_reps": None, "actual_rpe": None,
               "actual_load_kg": None, "was_skipped": False, "logged": False}  # fmt: skip
    return SetEntry(**{**planned, **told})


@pytest.mark.parametrize("text", ["102.5", "102,5", " 102.5 "])
@pytest.mark.parametrize("name", ["en_GB", "de_DE", "C"])
def test_point_and_comma_are_both_read_in_every_locale(text, name):
    before = QLocale()
    QLocale.setDefault(QLocale(name))
    try:
        assert read_number(text) == 102.5
    finally:
        QLocale.setDefault(before)


def test_a_set_is_read_in_the_athletes_unit_and_scale():
    assert read(Typed("5", "225", "2"), LB) == SetResult(reps=5, load_kg=102.0582832500, rpe=8.0)
    assert read(Typed("5", "", "8.5"), Manner(Unit.KG, as_rpe=True)) == SetResult(reps=5, rpe=8.5)
    assert read(Typed("45", "", ""), Manner(Unit.KG, as_rpe=False, is_timed=True)) == SetResult(duration_seconds=45.0)


@pytest.mark.parametrize(
    ("typed", "field"),
    [(Typed("", "80"), "reps"), (Typed("-1"), "reps"), (Typed("5", "-1"), "load"), (Typed("5", "1e9"), "load"),
     (Typed("5", "nan"), "load"), (Typed("inf"), "reps"), (Typed("5", "80", "10.5"), "effort")],
)  # fmt: skip
def test_what_cannot_be_names_its_field(typed, field):
    with pytest.raises(WrongEntry) as told:
        read(typed, KG)
    assert told.value.field == field


def test_the_plan_reads_as_it_is_typed():
    assert hints(entry(), KG) == Typed("6", "100", "1.5")
    assert hints(entry(target_reps=None), KG) == Typed("5–8", "100", "1.5")
    assert target_text(entry(), LB) == "6 × 220.46 lb"
    assert target_text(entry(target_load_kg=None), KG) == "6"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"actual_reps": 6, "actual_load_kg": 100.0}, ""),
        ({"actual_reps": 8, "actual_load_kg": 100.0}, ""),
        ({"actual_reps": 4, "actual_load_kg": 100.0}, "▼ 1 rep short"),
        ({"actual_reps": 10, "actual_load_kg": 97.5}, "▲ 2 reps over  ▼ −2.5 kg"),
    ],
)
def test_what_was_done_is_told_beside_the_plan(told, words):
    assert difference(entry(logged=True, **told), KG) == words


def test_less_assistance_is_more_work():
    one = entry(logged=True, actual_reps=6, actual_load_kg=90.0)
    assert difference(one, KG, LoadConvention.ASSISTED) == "▲ −10 kg"


def test_working_sets_are_counted_without_warm_ups():
    sets = [entry(set_type=SetType.WARMUP), entry(set_type=SetType.WARMUP), entry(), entry()]
    assert numbers(sets) == ["W1", "W2", "1", "2"]


def test_targets_of_an_exercise_in_a_few_words():
    squat, _, curl, *_ = sheet("Lower A", MONDAY).exercises
    manner = manner_of(squat, Unit.KG, as_rpe=False)
    assert list(target_texts(squat, manner).values()) == ["4 sets", "5 reps", "112.5 kg", "RIR 2.5", "rest 3:00 min"]
    assert list(target_texts(curl, manner).values()) == [
        "3 sets", "8 reps (8–15)", "load to find", "RIR 3", "rest 1:30 min",
    ]  # fmt: skip
