"""Hevy's export in all its languages and units; all samples are made up."""

from datetime import datetime

import pytest

from app.errors import UnreadableFile
from app.importers.registry import parse
from models.values.workouts import LoggedSet, ParsedLog, SetType

HEADER = (
    '"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes",'
    '"set_index","set_type","weight_kg","reps","distance_km","duration_seconds","rpe"'
)
at = datetime.fromisoformat
START, END = "9 Apr 2026, 17:18", "9 Apr 2026, 18:05"


def hevy(*rows: str, header: str = HEADER) -> str:
    return "\n".join((header, *rows)) + "\n"


def row(index=0, load="80", reps="6", *, exercise="Hack Squat (Machine)", kind="normal", superset="", rpe="",
        title="Lower", start=START, end=END, notes="", description="", distance="", seconds=""):  # fmt: skip
    return (
        f'"{title}","{start}","{end}","{description}","{exercise}",{superset},"{notes}",{index},"{kind}",'
        f"{load},{reps},{distance},{seconds},{rpe}"
    )


def sets(log: ParsedLog) -> list[LoggedSet]:
    return [one for workout in log.workouts for exercise in workout.exercises for one in exercise.sets]


def test_a_set_with_everything() -> None:
    log = parse(hevy(row(0, "102.5", "6", rpe="7.5", superset="0", notes="belt", description="good day")), None)
    (workout,) = log.workouts
    (exercise,) = workout.exercises
    assert (log.format, workout.name, workout.notes) == ("hevy", "Lower", "good day")
    assert (workout.start, workout.end) == (at("2026-04-09 17:18"), at("2026-04-09 18:05"))
    assert (exercise.name, exercise.superset, exercise.notes) == ("Hack Squat (Machine)", "0", "belt")
    assert exercise.sets == (LoggedSet(2, SetType.NORMAL, 6, 102.5, 7.5),)


def test_set_types() -> None:
    kinds = ("warmup", "normal", "dropset", "failure")
    log = parse(hevy(*(row(i, kind=kind) for i, kind in enumerate(kinds))), None)
    assert [s.set_type for s in sets(log)] == [SetType.WARMUP, SetType.NORMAL, SetType.DROP, SetType.FAILURE]


def test_an_unknown_set_type_is_a_normal_set_worth_a_look() -> None:
    log = parse(hevy(row(kind="myoreps")), None)
    assert sets(log)[0].set_type is SetType.NORMAL
    assert [f.line for f in log.flagged] == [2]


def test_newest_first_becomes_oldest_first_with_the_sets_in_order() -> None:
    log = parse(hevy(row(0), row(1), row(0, start="7 Apr 2026, 9:00", end="7 Apr 2026, 10:00")), None)
    assert [(w.start.day, [s.line for e in w.exercises for s in e.sets]) for w in log.workouts] == [
        (7, [4]),
        (9, [2, 3]),
    ]


def test_the_same_exercise_twice_is_two_runs() -> None:
    log = parse(hevy(row(0), row(1), row(0), row(0, exercise="Row"), row(0)), None)
    assert [len(e.sets) for e in log.workouts[0].exercises] == [2, 1, 1, 1]


def test_supersets_belong_to_their_workout() -> None:
    log = parse(
        hevy(row(0, superset="0"), row(0, exercise="Curl", superset="0"), row(0, exercise="Row", superset="1")), None
    )
    assert [e.superset for e in log.workouts[0].exercises] == ["0", "0", "1"]


def test_blank_is_blank() -> None:
    log = parse(
        hevy(
            row(0, "", "12", exercise="Pull Up"),
            row(0, "", "", exercise="Plank", seconds="90"),
            row(0, "", "", exercise="Run", distance="5", seconds="1500"),
        ),
        None,
    )
    assert [(s.load_kg, s.reps, s.duration_seconds, s.distance_m) for s in sets(log)] == [
        (None, 12, None, None),
        (None, None, 90.0, None),
        (None, None, 1500.0, 5000.0),
    ]


@pytest.mark.parametrize(
    ("weight", "distance", "kilograms", "metres"),
    [
        ("weight_kg", "distance_miles", 100.0, 1609.344),
        ("weight_lbs", "distance_km", 45.359237, 1000.0),
        ("weight_lbs", "distance_miles", 45.359237, 1609.344),
    ],
)
def test_units_stand_in_the_column_names(weight: str, distance: str, kilograms: float, metres: float) -> None:
    header = HEADER.replace("weight_kg", weight).replace("distance_km", distance)
    (one,) = sets(parse(hevy(row(0, "100", "5", distance="1"), header=header), None))
    assert one.load_kg == pytest.approx(kilograms)
    assert one.distance_m == pytest.approx(metres)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("9 Abr 2026, 17:18", 4), ("9 Fev 2026, 17:18", 2), ("9 Dez 2026, 17:18", 12), ("9 Set 2026, 17:18", 9),
        ("9 févr. 2026, 17:18", 2), ("9 août 2026, 17:18", 8), ("9 juil. 2026, 17:18", 7), ("9 juin 2026, 17:18", 6),
        ("9 Juli 2026, 17:18", 7), ("9 März 2026, 17:18", 3), ("09 Apr 2026, 17:18", 4), ("9 Ene 2026, 17:18", 1),
        ("9 мая 2026, 17:18", 5), ("9 Ιουλ 2026, 17:18", 7), ("9 Ağu 2026, 17:18", 8), ("9 4月 2026, 17:18", 4),
        ("2026-09-09 17:18:00", 9), ("9 Apr 2026, 5:18 PM", 4), ("9 Apr 2026, 5:18\u202fPM", 4),
        ("Apr 9, 2026, 17:18", 4),
    ],
)  # fmt: skip
def test_months_in_many_languages(text: str, month: int) -> None:
    (workout,) = parse(hevy(row(start=text, end=text)), None).workouts
    assert workout.start == at(f"2026-{month:02d}-09 17:18")


def test_a_month_two_languages_dispute_is_read_in_the_file_s_own() -> None:
    polish = parse(hevy(row(start="1 lis 2025, 9:00", end=""), row(start="1 sty 2025, 9:00", end="")), None)
    croatian = parse(hevy(row(start="1 lis 2025, 9:00", end=""), row(start="1 sij 2025, 9:00", end="")), None)
    assert [w.start.month for w in polish.workouts] == [1, 11]
    assert [w.start.month for w in croatian.workouts] == [1, 10]


def test_notes_with_both_kinds_of_newline_and_true_line_numbers() -> None:
    text = hevy(
        row(0, description="one\ntwo\n\nthree", notes="a\\nb"), row(1, "oops", description="one\ntwo\n\nthree"), row(2)
    )
    log = parse(text, None)
    assert log.workouts[0].notes == "one\ntwo\n\nthree"
    assert log.workouts[0].exercises[0].notes == "a\nb"
    assert [s.line for s in sets(log)] == [2, 10]
    assert [s.line for s in log.skipped] == [6]


def test_names_keep_emoji_and_every_script() -> None:
    log = parse(
        hevy(
            row(title="Evening 💪🏽", exercise="Πιέσεις στήθους"),
            row(1, title="Evening 💪🏽", exercise="Πιέσεις στήθους"),
        ),
        None,
    )
    assert log.workouts[0].name == "Evening 💪🏽"
    assert log.workouts[0].exercises[0].name == "Πιέσεις στήθους"


@pytest.mark.parametrize("end", ["10 Apr 2026, 18:05", "9 Apr 2026, 16:00", "later"])
def test_an_end_nobody_believes_is_left_open_and_kept_as_text(end: str) -> None:
    log = parse(hevy(row(end=end)), None)
    assert log.workouts[0].end is None
    assert end in (log.workouts[0].notes or "")
    assert [f.line for f in log.flagged] == [2]


def test_tabs_instead_of_commas() -> None:
    text = hevy(row(0)).replace(",17:18", ", 17:18").replace("2026, ", "2026@ ").replace(",", "\t").replace("@", ",")
    assert len(sets(parse(text, None))) == 1


def test_two_workouts_that_share_title_and_start_stay_two() -> None:
    log = parse(hevy(row(), row(end="9 Apr 2026, 18:30")), None)
    assert [w.set_count for w in log.workouts] == [1, 1]


def test_a_column_that_is_missing_is_named() -> None:
    with pytest.raises(UnreadableFile, match="exercise_title"):
        parse(hevy(row(), header=HEADER.replace("exercise_title", "lift")), None)
