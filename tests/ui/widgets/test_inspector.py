from dataclasses import replace

import pytest

from app.usecases.glossary import glossary
from tests.fakes.seasons import TODAY, season
from ui.widgets import block_words
from ui.widgets.inspector import Inspector
from ui.widgets.season_strip import votes_html
from ui.widgets.timeline_view import SeasonView

COMING = 6
"""A block of which nothing is done yet."""


@pytest.fixture
def words():
    return glossary("INTERMEDIATE")


@pytest.fixture
def inspector(qtbot, view, words):
    made = Inspector()
    qtbot.addWidget(made)
    made.resize(400, 800)
    made.show_block(view, 0, words)
    return made


def test_a_block_is_told_in_words_a_coach_reads(inspector):
    told = inspector.words()
    assert "Accumulation · block 1 of 10" in told
    assert "Barbell Back Squat" in told
    assert "4–6 reps · 75–85 % of 1RM" in told
    assert "Main lifts stay for the whole block." in told
    assert "Accessories change every 4 weeks." in told
    assert "At most 30 % of them are new at a time." in told
    assert "Planned after 5–6 weeks of work; earlier when 2 of these agree:" in told
    assert "Freshness below 40 on 5 of 7 days" in told
    assert "four, as in the last eight weeks, is assumed" in told


def test_no_json_key_is_shown(inspector, view, words):
    for index in range(len(view.blocks)):
        inspector.show_block(view, index, words)
        told = inspector.words()
        for raw in ("barbell_", "noveltyShare", "low_freshness", "ACCUMULATION", "APPROACHING_MRV", "{", "version"):
            assert raw not in told


def test_sets_stand_against_the_landmarks_of_the_training_age(inspector, view, words):
    row = inspector.muscles.text(0)
    assert "planned sets done; MEV 8, MAV 12 to 20, MRV 22" in row
    inspector.show_block(view, COMING, words)
    assert " sets a week; MEV 8, MAV 12 to 20, MRV 22" in inspector.muscles.text(0)
    assert glossary("BEGINNER").marks["chest"].mev < words.marks["chest"].mev < glossary("ADVANCED").marks["chest"].mev
    assert glossary("OLYMPIAN").marks["chest"] == words.marks["chest"]


def test_muscle_bars_and_ramp_read_aloud(inspector, view, words):
    assert "Chest " in inspector.muscles.accessibleDescription()
    assert inspector.ramp.accessibleDescription().startswith("week 1: RIR 3, 52 hard sets")


def test_the_older_shapes_of_the_documents_are_read_too(view, words):
    block = replace(
        view.blocks[0],
        main_lifts={"squat": "barbell_back_squat"},
        accessory_pool={"chest": ["cable_fly"]},
        rotation_policy={"mainLifts": "maintain", "accessories": {"cadence": 2, "novelty": 0.3}},
        deload_triggers={"performanceStall": 3, "lowRecoveryDays": 5},
    )
    assert block_words.main_lifts(block, words) == [("Barbell Back Squat", "Squat")]
    assert block_words.accessories(block, words)[0][0] == "Chest"
    assert block_words.rotation(block)[1] == "Accessories change every 2 weeks."
    assert block_words.triggers(block)[1] == ["No progress for 3 weeks", "Low recovery on 5 days"]


def test_what_another_program_wrote_is_shown_and_never_a_crash(view, words):
    block = replace(
        view.blocks[0],
        main_lifts={"lifts": {"SQUAT": {"exercise": "sled_drag_backwards"}, "HINGE": 7}},
        accessory_pool={"muscles": {"neck_flexors": ["neck_bridge"], "chest": "all"}},
        rotation_policy={},
        deload_triggers={"triggers": [{"name": "full_moon", "thresholds": {"nights": 2}}, {"name": "compliance"}]},
    )
    assert block_words.main_lifts(block, words) == [("Sled drag backwards", "Squat")]
    assert block_words.accessories(block, words) == [("Neck flexors", "Neck bridge")]
    assert block_words.rotation(block) == ["Nothing was said about rotation."]
    assert block_words.triggers(block)[1] == ["Full moon: nights 2", "Compliance"]


def test_a_block_without_documents_says_so(inspector, view, words):
    macro = view.season.macro
    bare = replace(
        macro.mesocycles[0].blocks[0],
        main_lifts={}, accessory_pool={}, rotation_policy={}, deload_triggers={}, weeks=(),
    )  # fmt: skip
    meso = replace(macro.mesocycles[0], blocks=[bare, *macro.mesocycles[0].blocks[1:]])
    other = replace(season(), macro=replace(macro, mesocycles=[meso, *macro.mesocycles[1:]], assumptions=()))
    inspector.show_block(SeasonView(other, TODAY), 0, words)
    assert "Nothing is planned here." in inspector.words()
    assert inspector.texts["assumed"].isHidden()
    assert inspector.ramp.isHidden()


def test_votes_are_told_in_their_own_sentences():
    told = votes_html({"sentences": ["Three votes: intermediate.", "19 months of <training>."], "confidence": "high"})
    assert "Three votes: intermediate." in told
    assert "&lt;training&gt;" in told
    assert "Confidence: high" in told
    assert votes_html({}) == "No votes are stored for this season."
