"""The changes of a session in words."""

from app.engine.adapting.told import changes_said
from models.values.adapting import SessionChange


def change(exercise, field, original, adjusted):
    return SessionChange(exercise, exercise.title(), field, original, adjusted, "")


def test_sets_before_load_before_effort_and_each_exercise_once():
    changes = [
        change("squat", "rir", 2, 3),
        change("squat", "sets", 4, 3),
        change("squat", "load", 100.0, 97.5),
        change("bench", "rir", 2, 3),
        change("bench", "load", 80.0, 76.0),
    ]

    said = changes_said(changes)

    assert said == "1 set fewer in 1 exercise, 2.5 to 5 % less load in 2 exercises, RIR +1 in 2 exercises"


def test_more_is_told_apart_from_less():
    changes = [change("squat", "sets", 3, 4), change("bench", "sets", 4, 2), change("row", "load", 100.0, 102.5)]

    assert changes_said(changes) == (
        "2 sets fewer in 1 exercise, 1 set more in 1 exercise, 2.5 % more load in 1 exercise"
    )


def test_different_amounts_are_a_span():
    changes = [change("squat", "rir", 3.5, 4), change("bench", "rir", 2, 3)]

    assert changes_said(changes) == "RIR +0.5 to 1 in 2 exercises"


def test_nothing_changed_says_nothing():
    assert changes_said(()) == ""
