"""Every dialect of Strong, and every rule about its rows; all samples are made up."""

from datetime import datetime

import pytest

from app.errors import UnitNeeded, UnreadableFile
from app.importers.registry import parse
from models.values.units import Unit
from models.values.workouts import LoggedSet, ParsedLog, SetType

at = datetime.fromisoformat
S1 = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE"
AT = "2024-03-05 18:30:00"


def s1(*rows: str) -> str:
    return "\n".join((S1, *rows)) + "\n"


def row(
    order="1",
    weight="100",
    reps="5",
    *,
    exercise="Squat (Barbell)",
    at=AT,
    name="Legs",
    duration="1h 5m",
    rest=",0,0,,,",
):
    return f"{at},{name},{duration},{exercise},{order},{weight},{reps}{rest}"


def sets(log: ParsedLog) -> list[LoggedSet]:
    return [one for workout in log.workouts for exercise in workout.exercises for one in exercise.sets]


def only(log: ParsedLog) -> LoggedSet:
    (one,) = sets(log)
    return one


DIALECTS = {
    "S0": (
        "Date,Workout Name,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n"
        f"{AT},Legs,Squat (Barbell),1,100,5,0,0,,,8.5\n"
    ),
    "S1": s1(f"{AT},Legs,1h 5m,Squat (Barbell),1,100.0,5,0,0,,,8.5"),
    "S1-fr": (
        "Date,Nom de l'entraînement,Durée,Nom de l'exercice,Ordre de la série,Poids,Réps,Distance,Secondes,Notes,"
        f"Notes d'entraînement,RPE\r\n{AT},Legs,1h 5m,Squat (Barbell),1,100,5,0,0,,,8.5\r\n"
    ),
    "S2": (
        "Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;Distance Unit;Seconds;Notes;"
        f"Workout Notes;Workout Duration\n{AT};Legs;Squat (Barbell);1;100,0;kg;5;8,5;0;;0;;;1h 5m\n"
    ),
    "S3": (
        '"Workout #";"Date";"Workout Name";"Duration (sec)";"Exercise Name";"Set Order";"Weight (kg)";"Reps";"RPE";'
        '"Distance (meters)";"Seconds";"Notes";"Workout Notes"\n'
        f'"1";"{AT}";"Legs";"3900";"Squat (Barbell)";"1";"100.0";"5.0";"8.5";"";"";"";""\n'
    ),
    "S4": (
        "Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;Distance;Distance Unit;Seconds;Notes;"
        f"Workout Notes\n{AT};Legs;Squat (Barbell);1;100;kg;5;;;0;;\n"
    ),
    "S5": (
        "Date;Workout Name;Exercise Name;Set Order;kg;Reps;km;Seconds;Notes;Workout Notes\n"
        f"{AT};Legs;Squat (Barbell);1;100;5;0;0;;\n"
    ),
    "S6": f"Date,Workout Name,Exercise Name,Set Order,kg,Reps,km,Seconds\n{AT},Legs,Squat (Barbell),1,100,5,0,0\n",
    "S7": (
        "Date,Workout Name,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes\n"
        f"{AT},Legs,Squat (Barbell),1,100,5,0,0,,\n"
    ),
}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_says_the_same(dialect: str) -> None:
    log = parse(DIALECTS[dialect], Unit.KG)
    (workout,) = log.workouts
    one = only(log)
    assert (log.format, log.skipped, log.flagged) == ("strong", (), ())
    assert (workout.name, workout.start) == ("Legs", at("2024-03-05 18:30"))
    assert workout.exercises[0].name == "Squat (Barbell)"
    assert (one.load_kg, one.reps, one.line) == (100.0, 5, 2)
    assert one.rpe == (8.5 if dialect in ("S0", "S1", "S1-fr", "S2", "S3") else None)
    timed = dialect in ("S1", "S1-fr", "S2", "S3")
    assert workout.end == (at("2024-03-05 19:35") if timed else None)
    assert (one.duration_seconds, one.distance_m, one.notes) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "kilograms", "metres"),
    [
        (DIALECTS["S5"].replace("kg;", "lbs;").replace("km;", "mi.;").replace(";5;0;", ";5;1;"), 45.359237, 1609.344),
        (DIALECTS["S6"].replace("kg,", "lb,").replace("km,", "mi,").replace(",5,0,", ",5,1,"), 45.359237, 1609.344),
        (DIALECTS["S3"].replace("(kg)", "(lb)").replace('"8.5";""', '"8.5";"400"'), 45.359237, 400.0),
        (DIALECTS["S2"].replace(";kg;", ";lbs;").replace(";0;;0;", ";2;km;0;"), 45.359237, 2000.0),
    ],
)  # fmt: skip
def test_units_named_by_the_file_win_over_the_answer(text: str, kilograms: float, metres: float) -> None:
    one = only(parse(text, Unit.KG))
    assert one.load_kg == pytest.approx(kilograms, abs=1e-7)
    assert one.distance_m == pytest.approx(metres)


def test_newest_first_files_come_out_oldest_first() -> None:
    later = row(at="2024-03-07 18:30:00")
    log = parse(s1(later, row()), Unit.KG)
    assert [w.start.day for w in log.workouts] == [5, 7]


def test_two_workouts_of_one_day_stay_two_even_when_their_rows_are_mixed() -> None:
    evening = "2024-03-05 20:00:00"
    log = parse(s1(row(), row(at=evening), row("2"), row("2", at=evening)), Unit.KG)
    assert [w.set_count for w in log.workouts] == [2, 2]


def test_tags_are_sets_and_pseudo_rows_are_not() -> None:
    log = parse(
        s1(
            f"{AT},Legs,1h,Squat (Barbell),Note,,,,,belt,,",
            row("W", "60", "8"),
            row("1"),
            f"{AT},Legs,1h,Squat (Barbell),Rest Timer,,,,120,,,",
            row("2"),
            row("F", "100", "3"),
            row("D", "80", "6"),
            row("5"),
        ),
        Unit.KG,
    )
    (exercise,) = log.workouts[0].exercises
    assert [one.set_type for one in exercise.sets] == [
        SetType.WARMUP, SetType.NORMAL, SetType.NORMAL, SetType.FAILURE, SetType.DROP, SetType.NORMAL,
    ]  # fmt: skip
    assert (exercise.rest_seconds, exercise.notes, log.skipped) == (120, "belt", ())
    assert [one.rest_seconds for one in exercise.sets] == [None, 120, None, None, None, None]


def test_an_exercise_done_twice_in_a_row_is_two_and_its_warm_ups_go_with_the_second() -> None:
    log = parse(s1(row("W", "40"), row("1"), row("2"), row("W", "50"), row("1"), row("2")), Unit.KG)
    assert [[s.load_kg for s in e.sets] for e in log.workouts[0].exercises] == [[40, 100, 100], [50, 100, 100]]


def test_a_failure_in_place_of_the_first_number_opens_the_next_run() -> None:
    log = parse(s1(row("1"), row("2"), row("F", "90"), row("2"), row("3")), Unit.KG)
    assert [len(e.sets) for e in log.workouts[0].exercises] == [2, 3]


def test_an_exercise_met_again_after_another_is_two() -> None:
    log = parse(s1(row("1"), row("1", exercise="Row"), row("1")), Unit.KG)
    assert [e.name for e in log.workouts[0].exercises] == ["Squat (Barbell)", "Row", "Squat (Barbell)"]


def test_notes_of_two_runs_find_their_own() -> None:
    note = f"{AT},Legs,1h,Squat (Barbell),Note,,,,,%s,,"
    log = parse(s1(note % "first", row("1"), row("2"), note % "second", row("1")), Unit.KG)
    assert [e.notes for e in log.workouts[0].exercises] == ["first", "second"]


def test_body_weight_and_timed_sets_keep_their_blanks() -> None:
    log = parse(
        s1(
            row("1", "0.0", "12", exercise="Pull Up"),
            row("1", "", "", exercise="Plank", rest=",0,90,,,"),
            row("2", "0", "0", exercise="Plank", rest=",0,60,,,"),
            row("1", "100", "0", exercise="Squat (Barbell)"),
        ),
        Unit.KG,
    )
    assert [(s.load_kg, s.reps, s.duration_seconds) for s in sets(log)] == [
        (None, 12, None),
        (None, None, 90.0),
        (None, None, 60.0),
        (100.0, 0, None),
    ]


@pytest.mark.parametrize(
    ("text", "rpe"), [("", None), ("0", None), ("0.0", None), ("6.5", 6.5), ("10", 10.0), ("1", 1.0)]
)
def test_rpe(text: str, rpe: float | None) -> None:
    log = parse(s1(row(rest=f",0,0,,,{text}")), Unit.KG)
    assert only(log).rpe == rpe
    assert not log.flagged


@pytest.mark.parametrize("text", ["11", "0.5", "-8"])
def test_an_impossible_rpe_is_said_and_not_invented(text: str) -> None:
    log = parse(s1(row(rest=f",0,0,,,{text}")), Unit.KG)
    assert only(log).rpe is None
    assert log.flagged[0].line == 2
    assert "RPE" in log.flagged[0].reason
    assert text in (only(log).notes or "")


def test_the_unit_is_asked_with_telling_examples() -> None:
    lifts = ("Squat", "Bench", "Row", "Curl", "Dip", "Press")
    rows = [
        row(str(n), str(weight), "5", exercise=lift)
        for lift, weight in zip(lifts, range(60, 360, 50), strict=True)
        for n in (1, 2)
    ]
    with pytest.raises(UnitNeeded) as asked:
        parse(s1(*rows, row("3", "315", "3", exercise="Squat")), None)
    assert 3 <= len(asked.value.examples) <= 5
    assert asked.value.examples[0] == "Squat 315 x 3"
    assert "kg or lb" in str(asked.value)


def test_few_lifts_still_give_three_examples() -> None:
    with pytest.raises(UnitNeeded) as asked:
        parse(s1(row("1", "100"), row("2", "110"), row("3", "120")), None)
    assert asked.value.examples == ("Squat (Barbell) 120 x 5", "Squat (Barbell) 110 x 5", "Squat (Barbell) 100 x 5")


def test_no_unit_is_needed_where_nothing_was_loaded() -> None:
    assert only(parse(s1(row(weight="0")), None)).load_kg is None


def test_a_blank_unit_beside_a_load_is_that_of_the_rest_of_the_file() -> None:
    text = DIALECTS["S2"] + f"{AT};Legs;Squat (Barbell);2;50;;5;;0;;0;;;1h 5m\n"
    log = parse(text, None)
    assert [s.load_kg for s in sets(log)] == [100.0, 50.0]
    assert [f.line for f in log.flagged] == [3]


def test_distances_without_a_unit_follow_the_answer_and_say_so() -> None:
    text = s1(row(weight="", reps="", rest=",2,600,,,"))
    assert only(parse(text, Unit.LB)).distance_m == pytest.approx(3218.688)
    assert "kilometres" in parse(text, Unit.KG).flagged[0].reason
    with pytest.raises(UnitNeeded):
        parse(text, None)


@pytest.mark.parametrize(
    ("duration", "minutes"),
    [
        ("1h 43m", 103), ("59m", 59), ("38min", 38), ("1h 2min", 62), ("20s", 1 / 3), ("2700", 45), ("1:02:00", 62),
        ("1 h 5 min", 65),
    ],
)  # fmt: skip
def test_durations(duration: str, minutes: float) -> None:
    (workout,) = parse(s1(row(duration=duration)), Unit.KG).workouts
    assert workout.end is not None
    assert (workout.end - workout.start).total_seconds() == pytest.approx(minutes * 60)
    assert workout.notes is None


@pytest.mark.parametrize("duration", ["264h 3m", "7h", "soon"])
def test_a_forgotten_timer_is_flagged_and_kept_as_text(duration: str) -> None:
    log = parse(s1(row(duration=duration), row("2", duration=duration)), Unit.KG)
    (workout,) = log.workouts
    assert workout.end is None
    assert duration in (workout.notes or "")
    assert [flag.line for flag in log.flagged] == [2]
    assert workout.set_count == 2


def test_outliers_are_flagged_and_kept() -> None:
    rows = [row(weight="100", at=f"2024-03-{day:02d} 18:00:00") for day in range(1, 8)]
    log = parse(s1(*rows, row(weight="1000", at="2024-03-20 18:00:00"), row(weight="2956", exercise="Sled")), Unit.KG)
    assert {s.load_kg for s in sets(log)} == {100.0, 1000.0, 2956.0}
    assert {f.line for f in log.flagged} == {9, 10}


def test_a_slipped_digit_sticks_out_from_the_rest() -> None:
    rows = [row(weight="22.5", exercise="Curl", at=f"2024-03-{day:02d} 18:00:00") for day in range(1, 8)]
    log = parse(s1(*rows, row(weight="225", exercise="Curl", at="2024-03-20 18:00:00")), Unit.KG)
    assert [f.line for f in log.flagged] == [9]
    assert "Curl" in log.flagged[0].reason


def test_broken_lines_are_reported_and_the_good_rest_is_read() -> None:
    log = parse(
        s1(
            row("1"),
            "2024-03-05 18:30:00,Legs,1h",
            row("2", "heavy"),
            row("2", at="2024-13-45 18:30:00"),
            row("2", at="yesterday"),
            row("2", "nan"),
            row("2", exercise="  "),
            row("2", "1_00"),
            row("Set", "0", "0"),
            row("2"),
        ),
        Unit.KG,
    )
    assert [s.line for s in sets(log)] == [2, 11]
    assert [s.line for s in log.skipped] == [3, 4, 5, 6, 7, 8, 9, 10]
    assert "3 fields where the header has 12" in log.skipped[0].reason
    assert "“heavy” is not a number" in log.skipped[1].reason


def test_numbers_no_column_holds_are_left_out_said_and_noted() -> None:
    log = parse(s1(row("1", "-20"), row("2", reps="99999999999"), row("3", reps="7.5")), Unit.KG)
    assert [(s.load_kg, s.reps) for s in sets(log)] == [(None, 5), (100.0, None), (100.0, 7)]
    assert [f.line for f in log.flagged] == [2, 3, 4]
    assert all(s.notes for s in sets(log))


def test_lines_wrapped_in_one_pair_of_quotes_are_refused_with_the_line() -> None:
    text = "Date;Workout Name;Exercise Name;Set Order;lbs;Reps;mi.;Seconds\n" + f'"{AT};A;Squat;1;225;5;0;0"\n' * 2
    with pytest.raises(UnreadableFile, match=r"Line 2: the whole line is wrapped"):
        parse(text, None)


def test_an_unknown_set_order_with_work_in_it_is_a_set_worth_a_look() -> None:
    log = parse(s1(row("X"), row("Temporizador", "", "", rest=",0,90,,,")), Unit.KG)
    assert [s.set_type for s in sets(log)] == [SetType.NORMAL]
    assert [f.line for f in log.flagged] == [2]
    assert [s.line for s in log.skipped] == [3]


def test_pseudo_rows_that_belong_to_no_set_are_reported() -> None:
    log = parse(s1(row("1"), f"{AT},Legs,1h,Lunge,Rest Timer,,,,120,,,"), Unit.KG)
    assert [(s.line, "Lunge" in s.reason) for s in log.skipped] == [(3, True)]


def test_names_are_trimmed_and_workouts_matched_by_the_file_s_own_text() -> None:
    log = parse(s1(row("1", exercise="Squat (Barbell)  ", name="Legs "), row("2", name="Legs ")), Unit.KG)
    (workout,) = log.workouts
    assert (workout.name, [len(e.sets) for e in workout.exercises]) == ("Legs", [2])


def test_twelve_hour_times_with_the_narrow_space_of_phones() -> None:
    log = parse(s1(row(at="2024-03-05 6:30:00\u202fPM"), row("2", at="2024-03-06 12:05:00\u202fAM")), Unit.KG)
    assert [w.start for w in log.workouts] == [at("2024-03-05 18:30"), at("2024-03-06 00:05")]


def test_assistance_stays_the_number_the_file_gives() -> None:
    assert only(parse(s1(row(weight="35", exercise="Chest Dip (Assisted)")), Unit.KG)).load_kg == 35.0


def test_set_notes_beside_the_first_set_are_the_exercise_s() -> None:
    log = parse(
        s1(row("1", rest=",0,0,deep,hot day,"), row("2", rest=",0,0,deep,hot day,"), row("3", rest=",0,0,slow,,")),
        Unit.KG,
    )
    (workout,) = log.workouts
    assert (workout.notes, workout.exercises[0].notes) == ("hot day", "deep")
    assert [s.notes for s in workout.exercises[0].sets] == [None, None, "slow"]
