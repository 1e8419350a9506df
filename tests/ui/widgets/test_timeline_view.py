import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.fakes.seasons import START, TODAY, season
from ui.widgets.season_facts import Facts, Kind, Spot, facts, summary, week_facts
from ui.widgets.timeline_view import SeasonView, WeekState, visible


def test_columns_start_with_the_history_and_weeks_count_from_one(view):
    assert view.plan_first == 8
    assert view.date_of(8) == START
    assert week_facts(view, 8).title.startswith("Week 1 of 26")
    assert week_facts(view, 0).title.startswith("Before the plan")


def test_bands_cover_the_plan_without_gaps(view):
    for bands in (view.block_bands, view.meso_bands, view.macro_bands):
        assert bands[0].first == view.plan_first
        assert bands[-1].end == view.columns
        assert all(left.end == right.first for left, right in itertools.pairwise(bands))


@pytest.mark.parametrize(("first", "end"), [(0, 5), (8, 9), (10, 20), (0, 99), (33, 34), (14, 14)])
def test_bisection_finds_every_band_that_is_touched_and_no_far_one(view, first, end):
    found = visible(view.block_bands, first, end)
    touched = [band for band in view.block_bands if band.first <= end and band.end > first]
    assert set(touched) <= set(found)
    assert len(found) <= len(touched) + 1


def test_states_are_missed_hit_overshot_and_not_judged_before_their_end(view):
    by_week = {week.index: view.states[column] for column, week in enumerate(view.weeks)}
    assert by_week[-1] is WeekState.NONE
    assert by_week[0] is WeekState.HIT
    assert by_week[3] is WeekState.MISSED
    assert by_week[6] is WeekState.OVERSHOT
    assert by_week[11] is WeekState.UNDER_WAY
    assert by_week[12] is WeekState.AHEAD


def test_today_and_event_lie_in_their_weeks(view):
    assert view.date_of(int(view.today)) <= TODAY < view.date_of(int(view.today) + 1)
    event = view.season.macro.event_date
    assert view.date_of(int(view.event)) <= event < view.date_of(int(view.event) + 1)


def test_a_season_that_begins_later_or_is_over_still_has_a_place_for_today():
    before, after = START - timedelta(weeks=30), date(2027, 1, 1)
    assert SeasonView(season(), before).current_column == 0
    assert SeasonView(season(), after).current_column == 33


def test_no_data_is_a_dash_and_not_a_zero(view):
    rows = dict(week_facts(view, view.columns - 1).rows)
    assert rows["RIR"] == "4 planned · – logged"
    assert "Performed" not in rows


def test_a_week_names_phase_plan_performance_rir_muscles_and_changes(view):
    rows = dict(week_facts(view, 11).rows)
    assert rows["Phase"] == "Accumulation, week 4 of 5"
    assert rows["Performed"].endswith("▼ missed")
    assert rows["Changed"].startswith("Volume reduced: Freshness below 0.40")
    assert "sets" in rows["Planned"]
    assert "Chest" in rows["Most sets"]


def test_facts_escape_what_people_wrote():
    assert "<script>" not in Facts("<script>", [("a & b", "<b>")]).html


def test_no_stored_key_reaches_the_reader(view):
    spots = [Spot(Kind.WEEK, 12), Spot(Kind.BLOCK, 0), Spot(Kind.MESO, 1), Spot(Kind.MACRO), Spot(Kind.CHANGE, 0)]
    for spot in [*spots, Spot(Kind.EVENT)]:
        text = facts(view, spot).text
        assert "_" not in text
        assert "DELOAD" not in text
        assert "{" not in text


def test_an_unknown_block_type_is_shown_by_its_name(view):
    macro = view.season.macro
    odd = replace(macro.mesocycles[0].blocks[0], block_type="SHOCK_WEEK")
    meso = replace(macro.mesocycles[0], blocks=[odd, *macro.mesocycles[0].blocks[1:]])
    other = replace(view.season, macro=replace(macro, mesocycles=[meso, *macro.mesocycles[1:]]))
    shown = SeasonView(other, TODAY)
    assert shown.block_bands[0].labels[0] == "Shock week"


def test_the_summary_tells_the_whole_season(view):
    text = summary(view)
    assert "Strength season of 26 weeks" in text
    assert "Now in week 12" in text
    assert "Event in 13 weeks" in text
    assert text.count("Deload") == 3
