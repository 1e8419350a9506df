"""The front door: what it lets in, what it turns away and in which words; and that nothing breaks it."""

import csv
import io
import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.errors import PeaklineError, UnreadableFile
from app.importers.columns import STRONG, read_header
from app.importers.registry import parse
from app.importers.table import sniff_delimiter
from models.values.units import Unit
from models.values.workouts import ParsedLog

STRONG_HEADER = (
    "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE"
)
HEVY_HEADER = (
    "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,set_type,weight_kg,"
    "reps,distance_km,duration_seconds,rpe"
)
GOOD = "2024-03-05 18:30:00,Legs,1h,Squat,1,100,5,0,0,,,"


def count(log: ParsedLog) -> int:
    return sum(workout.set_count for workout in log.workouts)


@pytest.mark.parametrize("text", ["", "\n\n \n", "\ufeff"])
def test_an_empty_file(text: str) -> None:
    with pytest.raises(UnreadableFile, match="empty"):
        parse(text, None)


@pytest.mark.parametrize("text", ['{"a": 1}', "<html>", "name,age\nx,1", "PK\x03\x04", "just a line", '"', ",,,,"])
def test_neither_format_says_what_was_seen_and_what_is_expected(text: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        parse(text, None)
    assert "line 1 begins with" in str(refused.value)
    assert "Strong" in str(refused.value)
    assert "Hevy" in str(refused.value)


def test_a_header_alone_is_an_empty_log() -> None:
    assert parse(STRONG_HEADER, None).workouts == ()


def test_byte_order_mark_blank_lines_and_every_newline() -> None:
    for newline in ("\n", "\r\n", "\r"):
        text = "\ufeff" + newline.join(("", STRONG_HEADER, "", GOOD, "   ", GOOD.replace(",1,100", ",2,100"), ""))
        log = parse(text, Unit.KG)
        assert [s.line for w in log.workouts for e in w.exercises for s in e.sets] == [4, 6]
        assert not log.skipped


def test_zero_bytes_and_lone_surrogates_are_taken_out_and_said() -> None:
    names = ("Le\0gs", "Le\ud800gs")
    log = parse("\n".join((STRONG_HEADER, *(GOOD.replace("Legs", name) for name in names))), Unit.KG)
    assert [w.name for w in log.workouts] == ["Legs", "Le\ufffdgs"]
    assert [f.line for f in log.flagged] == [2, 3]


def test_a_delimiter_inside_quotes_does_not_count() -> None:
    assert sniff_delimiter('"a,b,c,d";"e";f') == ";"
    text = f"{STRONG_HEADER}\n{GOOD.replace('Legs', chr(34) + 'Legs; a; b; c; d; e; f' + chr(34))}\n"
    assert parse(text, Unit.KG).workouts[0].name == "Legs; a; b; c; d; e; f"


def test_a_spreadsheet_s_separator_line() -> None:
    assert count(parse("sep=,\n" + STRONG_HEADER + "\n" + GOOD, Unit.KG)) == 1


def test_unknown_columns_are_named() -> None:
    log = parse(f"{STRONG_HEADER},Mood\n{GOOD},fine\n", Unit.KG)
    assert [(f.line, "Mood" in f.reason) for f in log.flagged] == [(1, True)]


def test_fields_beyond_the_header_that_are_empty_do_no_harm() -> None:
    assert count(parse(f"{STRONG_HEADER},,\n{GOOD},,\n{GOOD.replace(',1,100', ',2,100')},,,\n", Unit.KG)) == 2


def test_a_missing_quotation_mark_costs_one_line_only() -> None:
    broken = GOOD.replace("Legs", '"Legs')
    rest = [GOOD.replace(",1,100", f",{n},100") for n in range(2, 6)]
    log = parse("\n".join((STRONG_HEADER, GOOD, broken, *rest)), Unit.KG)
    assert [s.line for w in log.workouts for e in w.exercises for s in e.sets] == [2, 4, 5, 6, 7]
    assert [s.line for s in log.skipped] == [3]
    assert "quotation mark" in log.skipped[0].reason


def test_a_field_too_long_to_be_true_costs_one_record_only() -> None:
    long = GOOD.replace("Legs", "x" * 200_000)
    log = parse("\n".join((STRONG_HEADER, GOOD, long, GOOD.replace(",1,100", ",2,100"))), Unit.KG)
    assert (count(log), [s.line for s in log.skipped]) == (2, [3])


def test_header_synonyms_do_not_shadow_one_another() -> None:
    for name, synonyms in STRONG.items():
        for synonym in synonyms:
            assert read_header([synonym], STRONG).places == {name: 0}, synonym


cells = st.one_of(
    st.sampled_from(
        ["", "0", "5", "100", "1e999", "nan", "-3", "1,5", "W", "F", "Rest Timer", "Note",
         "2024-03-05 18:30:00", "9 Apr 2026, 17:18", "normal", "warmup", "99999999999999999999",
         "x\ny", 'a"b', "12h", "\u202f", "9 maj 2024, 10:00", "٣"]
    ),
    st.text(max_size=8),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.text())
@example('"' * 5)
@example("sep=;")
def test_no_text_at_all_breaks_it(text: str) -> None:
    for whole in (text, f"{STRONG_HEADER}\n{text}", f"{HEVY_HEADER}\n{text}"):
        try:
            parse(whole, Unit.LB)
        except PeaklineError:
            continue


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([STRONG_HEADER, HEVY_HEADER]), st.lists(st.lists(cells, min_size=10, max_size=15), max_size=6))
def test_no_row_breaks_it_and_none_vanishes(header: str, rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    try:
        log = parse(f"{header}\n{out.getvalue()}", Unit.KG)
    except PeaklineError:
        return
    assert all(s.line > 1 for s in log.skipped)
    pseudo = sum(any(cell.strip().lower() in ("rest timer", "note") for cell in row) for row in rows)
    blank = sum(not "".join(row).strip() for row in rows)
    assert count(log) + len(log.skipped) + pseudo + blank >= len(rows)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 60))
def test_no_set_of_a_sound_log_is_lost(seed: int, workouts: int) -> None:
    dice = random.Random(seed)
    lines, written, load = [STRONG_HEADER], 0, 0.0
    for number in range(workouts):
        at = f"2024-{number % 12 + 1:02d}-{number // 12 + 1:02d} {dice.randint(6, 20):02d}:{dice.randint(0, 59):02d}:00"
        for lift in dice.choices(("Squat", "Bench", "Row"), k=dice.randint(1, 4)):
            for order in range(1, dice.randint(2, 6)):
                kilograms = dice.randint(1, 100) * 2.5
                lines.append(f'{at},"Day, {number}",1h,{lift},{order},{kilograms},{dice.randint(1, 12)},0,0,,,')
                written, load = written + 1, load + kilograms
                if dice.random() < 0.5:
                    lines.append(f'{at},"Day, {number}",1h,{lift},Rest Timer,,,,90,,,')
    log = parse("\n".join(lines), Unit.KG)
    found = [s for w in log.workouts for e in w.exercises for s in e.sets]
    assert (len(log.workouts), len(found), sum(s.load_kg or 0 for s in found)) == (workouts, written, load)
    assert not log.skipped
