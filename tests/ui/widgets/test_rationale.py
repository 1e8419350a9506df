"""Reasons as they are told: every number that was used, and nothing that breaks on what is not understood."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from models.values.units import Unit
from tests.fakes import rationales
from tests.fakes.training import MONDAY, sheet
from ui.widgets.factor_bars import BarList, behind, candidate_bars, factor_bars
from ui.widgets.rationale import RationaleInspector
from ui.widgets.rationale_reading import read_adjusted, read_prescription, read_selection, read_session
from ui.widgets.rationale_story import Story
from ui.widgets.rationale_volume import VolumeBars
from ui.widgets.rationale_words import decimals, input_texts


@pytest.fixture
def inspector(qtbot):
    made = RationaleInspector()
    qtbot.addWidget(made)
    made.resize(380, 760)
    with qtbot.waitExposed(made):
        made.show()
    made.show_workout(sheet("Lower A", MONDAY), Unit.KG)
    return made


def test_the_session_is_told_with_its_context(inspector):
    told = inspector.words()
    assert told.startswith("Why this session?\nLower A")
    for words in (
        "A heavy lower day",
        "Week 2 of 5 in an accumulation block",
        "17 hard sets fit into 68 of your 75 minutes",
        "● As planned  ·  freshness 62  ·  80 % sure  ·  6 h old",
        "▲ Barbell Back Squat  ·  improving  ·  e1RM 142.5 kg",
        "■ Barbell Deadlift  ·  stalled",
        "75 minutes a session",
        "Good Morning injury. Loads the lower back, which is injured.",
        "Decided with version 4.0.0 of the constants.",
    ):
        assert words in told
    assert "Quads: 4 sets done this week, 7 in this session, 13 planned, productive" in told


def test_every_factor_shows_value_times_weight(inspector):
    inspector.show_exercise("lower-a-2")
    told = inspector.words()
    assert "Score: 0.79 points" in told
    assert "0.9 × 0.3 = 0.27. Hamstrings have had 3.5 of 9 sets." in told
    assert "Considered, and why they lost" in told
    assert "Lying Leg Curl: 0.66  (−0.13). Loads the hamstrings at shorter length." in told
    assert "Nordic Curl too advanced. Asks for two years of training." in told


def test_bars_are_points_of_the_heaviest_weight():
    chosen = read_selection(rationales.SELECTION_REASON)
    first, *_, last = factor_bars(chosen.factors)
    assert (first.track, first.filled) == (1.0, pytest.approx(0.9))
    assert (last.track, last.filled) == (pytest.approx(0.05 / 0.3), pytest.approx(0.025 / 0.3))
    own, *others = candidate_bars(chosen)
    assert own.told == "0.79 chosen"
    assert [bar.filled for bar in [own, *others]] == pytest.approx([1.0, 0.66 / 0.79, 0.61 / 0.79, 0.48 / 0.79])


def test_a_loser_says_where_the_points_went():
    chosen = read_selection(rationales.SELECTION_REASON)
    told = behind(chosen.alternatives[0], chosen)
    assert told.startswith("load at long muscle length −0.09, fit to the block −0.07, ")
    assert told.endswith(" −0.06")


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("sets", "The week asks for 13 sets of quads"),
        ("reps", "5 (4 to 6)"),
        ("load", "Estimated 1RM 142.5 kg  ·  Uncertainty ± 2.1 %  ·  Share of 1RM 79.4 %  ·  Smallest step 2.5 kg"),
        ("rir", "Second week of five"),
        ("rest", "3:00 min"),
    ],
)
def test_each_number_has_value_sentence_and_inputs(inspector, key, words):
    inspector.show_exercise("lower-a-0", key)
    assert words in inspector.words()
    assert [name for name, card in inspector._cards.items() if card.property("chosen")] == [key]


def test_loads_are_told_in_the_athletes_unit(inspector):
    inspector.show_workout(sheet("Lower A", MONDAY), Unit.LB)
    inspector.show_exercise("lower-a-0", "load")
    assert "248.02 lb" in inspector.words()
    assert "Estimated 1RM 314.16 lb" in inspector.words()


def test_where_no_load_is_known_the_way_to_it_is_told(inspector):
    inspector.show_exercise("lower-a-2", "load")
    told = inspector.words()
    assert "to be found" in told
    assert "Begin with a load you could do twenty times." in told


def test_a_changed_day_stands_first_before_and_after(inspector):
    one = sheet("Lower A", MONDAY)
    inspector.show_workout(replace(one, was_autoregulated=True, autoregulation_log=rationales.AUTOREGULATION), Unit.KG)
    told = inspector.words()
    assert told.index("Changed on the day") < told.index("A heavy lower day")
    assert "Barbell Back Squat, sets 4 → 3. Freshness 41" in told
    assert "Below 50 with two groups that agree" in told
    assert "Wearable –" in told
    inspector.show_exercise("lower-a-0")
    told = inspector.words()
    assert "sets 4 → 3" in told
    assert "RIR 2 → 3" not in told


def test_no_reasons_are_an_empty_state_and_not_an_empty_page(inspector):
    inspector.show_workout(sheet("Lower A", MONDAY, reasons=False), Unit.KG)
    assert "No reasons are stored for this session" in inspector.words()
    inspector.show_exercise("lower-a-0")
    assert "No reasons are stored for this exercise" in inspector.words()
    inspector.show_exercise("lower-a-0", "load")
    assert "No reasons are stored for this exercise" in inspector.words()
    inspector.show_workout(None, Unit.KG)
    assert "Choose a session" in inspector.words()


NEWER = {"version": 3, "sentence": "Because.", "moonPhase": "waxing", "tideHours": 2.5, "score": "high", "slot": 7}


def test_a_newer_version_is_shown_as_far_as_it_is_understood(inspector):
    one = sheet("Lower A", MONDAY)
    entry = replace(one.exercises[0], selection_reason=NEWER, prescription_rationale={"version": 3, "load": {"a": 1}})
    inspector.show_workout(
        replace(one, exercises=[entry], selection_rationale={"version": 3, "summary": "So."}), Unit.KG
    )
    assert "A newer version wrote these reasons (shape 3)" in inspector.words()
    inspector.show_exercise(entry.id)
    told = inspector.words()
    for words in ("Because.", "Also stored", "Moon phase waxing", "Tide hours 2.5 hours"):
        assert words in told
    inspector.show_exercise(entry.id, "load")
    assert "Load" in inspector.words()


# ruff: noqa: E501 - what is stored is written as it is stored
JUNK = [None, 7, "text", [], [1], {}, {"version": "x"}, {"factors": 3, "alternatives": [4], "volume": {"a": 1}, "slot": []},
        {"sets": {"value": "many"}, "reps": {"range": ["a", None]}, "load": {"valueKg": "heavy", "inputs": [1]},
         "find": [], "warmUps": [{"loadKg": None}], "changes": [{"original": {"a": [1]}, "adjusted": None}],
         "signals": {"groups": 5}, "readiness": {"freshness": "good"}, "progression": [], "excluded": [{"rule": 4}],
         "citations": "x", "assumptions": 3, "factors": [{"id": 3, "value": None}], "alternatives": [{"factors": {}}]}]  # fmt: skip


@pytest.mark.parametrize("junk", JUNK)
def test_nothing_that_is_stored_can_break_the_inspector(inspector, junk):
    one = sheet("Lower A", MONDAY)
    entry = replace(one.exercises[0], selection_reason=junk, prescription_rationale=junk)
    broken = replace(one, exercises=[entry], selection_rationale=junk, was_autoregulated=True, autoregulation_log=junk)
    inspector.show_workout(broken, Unit.KG)
    inspector.show_tab("session")
    inspector.show_exercise(entry.id)
    inspector.show_exercise(entry.id, "load")
    QApplication.processEvents()
    inspector.grab()


def test_reading_nothing_gives_nothing():
    for read in (read_session, read_selection, read_prescription, read_adjusted):
        assert read(None) is None
        assert read({}) is None
        assert read(["version"]) is None


def test_citations_are_asked_for_by_id_in_their_place(qtbot):
    asked = []

    def citing(ids):
        asked.append(list(ids))
        return QLabel("chip")

    inspector = RationaleInspector()
    qtbot.addWidget(inspector)
    inspector.cite_with(citing)
    inspector.show()
    inspector.show_workout(sheet("Lower A", MONDAY), Unit.KG)
    assert asked == [rationales.SELECTION_RATIONALE["citations"]]


def test_muscles_are_chosen_by_arrow_keys(qtbot):
    bars = VolumeBars()
    qtbot.addWidget(bars)
    bars.show_muscles(read_session(rationales.SELECTION_RATIONALE).volume)
    bars.resize(360, 200)
    bars.show()
    assert bars.sentence.text().startswith("Quads: 4 of 13 sets done")
    qtbot.keyClick(bars.bars, Qt.Key.Key_Down)
    assert bars.sentence.text() == "Glutes reach the top of the productive range."
    assert (
        "Calves: 13 sets done this week, 3 in this session, 16 planned, at limit" in bars.bars.accessibleDescription()
    )


def test_bars_grow_with_what_they_say(qtbot):
    bars = factor_bars(read_selection(rationales.SELECTION_REASON).factors)
    made = BarList("Factors", bars)
    qtbot.addWidget(made)
    assert made.heightForWidth(150) > made.heightForWidth(400)
    assert "0.9 × 0.3 = 0.27" in made.accessibleDescription()


@pytest.mark.parametrize(
    ("value", "text"), [(0.875, "0.875"), (1.0, "1"), (0.0, "0"), (-0.0004, "0"), (-0.05, "−0.05")]
)
def test_scores_are_told_as_they_were_used(value, text):
    assert decimals(value) == text


def test_inputs_that_say_nothing_are_left_out():
    inputs = [("assisted", False), ("factor", 1.0), ("basis", "last"), ("lastKg", 100.0), ("range", [5, 8])]
    assert input_texts(inputs, Unit.KG) == [("Based on", "the last session"), ("Last load", "100 kg")]


def test_a_story_can_be_told_again(qtbot):
    story = Story("Reasons")
    qtbot.addWidget(story)
    for text in ("One", "Two"):
        story.begin()
        story.caption("Why")
        story.say(text)
        story.end()
    assert story.words() == "Why\nTwo"
