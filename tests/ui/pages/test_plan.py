import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from app.settings import Settings, Theme
from app.usecases.glossary import glossary
from models.values.athletes import Athlete
from models.values.plan import Adaptation, AdaptationType, BlockType
from tests.fakes.looks import wear
from tests.fakes.proposals import FakeAdapting, deload, lines, volume
from tests.fakes.seasons import TODAY, season
from ui.kit import theme
from ui.kit.background import Background
from ui.kit.page import Desk
from ui.pages.plan import PlanPage
from ui.widgets.season_facts import Kind, Spot, facts
from ui.widgets.timeline_hits import _marks, spot_at, spot_box, stepped


class Planning:
    def __init__(self, found=None):
        self.found = found

    def season(self, athlete_id, today):
        assert (athlete_id, today) == ("mara", TODAY)
        return self.found


@pytest.fixture
def desk(qapp):
    wear(qapp)
    made = Desk(Background(), Settings())
    made.today = lambda: TODAY
    yield made
    made.background.close()


@pytest.fixture
def planning(desk):
    made = Planning(season())
    desk.open(SimpleNamespace(planning=made, adapting=FakeAdapting()))
    desk.show_athletes([Athlete("mara", "mara@example.org", "Mara Lindqvist")])
    return made


@pytest.fixture
def page(qtbot, desk, planning):
    made = PlanPage(desk)
    qtbot.addWidget(made)
    made.resize(1260, 780)
    with qtbot.waitExposed(made):
        made.show()
    with qtbot.waitSignal(made.loaded):
        made.reload()
    QApplication.processEvents()
    return made


def test_the_present_week_and_its_block_are_in_hand_first(page):
    assert page.timeline.column == page.view.current_column
    assert page.table.currentIndex().row() == page.view.current_column
    assert "Accumulation · block 5 of 10" in page.inspector.title.text()
    assert page.facts.facts.title.startswith("Week 12 of 26")


def test_the_header_names_the_season_and_offers_what_to_do(page):
    assert page.subtitle.startswith("Strength season · 26 weeks · 29 Dec 2025 – 28 Jun 2026")
    assert "Event in 13 weeks" in page.subtitle
    assert [action.text() for action in page.header_actions()] == ["&New Season…", "&Export Timeline…"]
    assert page.strip.place.text() == "Week 12 of 26"
    assert "19 months" in page.strip.age.toolTip()


def test_table_and_timeline_show_the_same_weeks(page):
    rows = page.table.rows.rows
    assert [row.week for row in rows] == list(page.view.weeks)
    assert str(page.table.rows.index(8, 0).data()) == "1"
    assert str(page.table.rows.index(0, 0).data()) == "–"
    assert str(page.table.rows.index(11, 5).data()) == "55 % ▼ missed"


def test_a_week_chosen_in_the_table_is_chosen_on_the_timeline(page, qtbot):
    page.timeline.fit_month()
    with qtbot.waitSignal(page.timeline.week_selected):
        page.table.selectRow(31)
    grid = page.timeline.grid()
    assert page.timeline.column == 31
    assert grid.first <= 31 < grid.end
    assert "Realization" in page.inspector.title.text()
    assert page.facts.facts.title.startswith("Week 24")


def test_a_week_chosen_on_the_timeline_is_chosen_in_the_table(page):
    page.timeline.setFocus()
    QTest.keyClick(page.timeline, Qt.Key.Key_Home)
    for _ in range(14):
        QTest.keyClick(page.timeline, Qt.Key.Key_Right)
    row = page.table.currentIndex().row()
    assert row == page.view.current_column + 14
    top, bottom = page.table.shown_weeks()
    assert top <= row < bottom


def test_a_block_chosen_alone_lets_the_week_go(page):
    page.timeline.select_block(0)
    assert page.timeline.column is None
    assert not page.table.selectionModel().hasSelection()
    assert "block 1 of 10" in page.inspector.title.text()


def test_scrolling_the_table_brings_the_timeline_along_and_back(page):
    page.timeline.fit_month()
    page.table.verticalScrollBar().setValue(0)
    grid = page.timeline.grid()
    top, bottom = page.table.shown_weeks()
    assert grid.first < bottom
    assert grid.end > top
    page.timeline.pan(100_000)
    grid = page.timeline.grid()
    top, bottom = page.table.shown_weeks()
    assert top < grid.end
    assert bottom > grid.first


def test_choosing_does_not_echo(page):
    told = []
    page.table.week_selected.connect(told.append)
    page.timeline.select_week(20)
    assert told == []


def test_without_an_athlete_the_page_says_what_to_do(qtbot, desk):
    page = PlanPage(desk)
    qtbot.addWidget(page)
    desk.open(SimpleNamespace(planning=Planning(), adapting=FakeAdapting()))
    page.reload()
    assert page.layers.currentWidget() is page.no_athlete
    assert page.header_actions() == ()
    with qtbot.waitSignal(desk.action_wanted) as wanted:
        page.no_athlete.findChildren(QPushButton)[0].click()
    assert wanted.args == ["add_athlete"]


def test_without_a_season_the_page_explains_and_offers_one(qtbot, desk, planning):
    planning.found = None
    page = PlanPage(desk)
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.loaded):
        page.reload()
    assert page.layers.currentWidget() is page.no_plan
    assert page.no_plan.title.text() == "Mara Lindqvist has no season yet"
    with qtbot.waitSignal(desk.action_wanted) as wanted:
        page.no_plan.findChildren(QPushButton)[0].click()
    assert wanted.args == ["new_season"]


def test_new_season_is_the_windows_own_action(page, desk, qtbot):
    with qtbot.waitSignal(desk.action_wanted) as wanted:
        page.header_actions()[0].trigger()
    assert wanted.args == ["new_season"]


def test_a_reload_keeps_zoom_and_week(page, qtbot):
    page.timeline.select_week(20)
    page.timeline.fit_month()
    scale = page.timeline.scale
    with qtbot.waitSignal(page.loaded):
        page.reload()
    assert page.timeline.column == 20
    assert page.timeline.scale == scale


def test_another_season_is_shown_whole_again(page, qtbot, planning):
    page.timeline.fit_month()
    found = season()
    planning.found = replace(found, macro=replace(found.macro, id="macro-2"))
    with qtbot.waitSignal(page.loaded):
        page.reload()
    assert page.timeline.grid().end == page.view.columns
    assert page.timeline.grid().first == 0


def test_a_late_answer_about_another_athlete_is_dropped(page):
    shown = page.view
    page._show(("somebody else", None, None, ()))
    assert page.view is shown
    assert page.layers.currentWidget() is page.board


def test_both_themes_are_worn_without_a_restart(page, desk, qapp):
    light = page.timeline.grab().toImage()
    theme.apply(qapp, Theme.DARK)
    desk.theme_changed.emit()
    dark = page.timeline.grab().toImage()
    assert dark.pixelColor(4, 4).lightness() < 60 < light.pixelColor(4, 4).lightness()


def test_export_writes_what_the_file_name_asks_for(page, desk, tmp_path, qtbot):
    with qtbot.waitSignal(desk.message) as told:
        page.export(tmp_path / "mara.pdf")
    assert "mara.pdf" in told.args[0]
    assert (tmp_path / "mara.pdf").read_bytes().count(b"/Type /Page\n") == 1
    page.export(tmp_path / "mara.png")
    assert (tmp_path / "mara.png").read_bytes().startswith(b"\x89PNG")


def test_an_export_that_fails_is_told(page, desk, tmp_path, qtbot):
    with qtbot.waitSignal(desk.failed):
        page.export(tmp_path / "nowhere" / "mara.png")


def test_zoom_buttons_work_and_are_named(page):
    buttons = {button.text(): button for button in page.strip.findChildren(QPushButton)}
    buttons["Month"].click()
    assert page.timeline.grid().end - page.timeline.grid().first < 9
    week = page.timeline.scale.week
    buttons["−"].click()
    assert page.timeline.scale.week < week
    buttons["Season"].click()
    assert page.timeline.grid().end == page.view.columns
    assert all(button.accessibleName() for button in buttons.values())


@pytest.mark.parametrize("size", [(852, 524), (1108, 604), (1268, 784)])
def test_nothing_is_cut_at_any_supported_size(page, size):
    page.resize(*size)
    QApplication.processEvents()
    assert page.minimumSizeHint().width() <= size[0]
    assert page.minimumSizeHint().height() <= size[1]
    assert page.table.height() >= 90
    assert page.table.horizontalScrollBar().maximum() == 0


def test_a_season_with_an_unknown_block_type_is_shown(page, qtbot, planning):
    found = season()
    odd = replace(found.macro.mesocycles[0].blocks[0], block_type="SHOCK_WEEK")
    meso = replace(found.macro.mesocycles[0], blocks=[odd, *found.macro.mesocycles[0].blocks[1:]])
    planning.found = replace(found, macro=replace(found.macro, mesocycles=[meso, *found.macro.mesocycles[1:]]))
    with qtbot.waitSignal(page.loaded):
        page.reload()
    page.timeline.select_block(0)
    assert "Shock week" in page.inspector.title.text()
    assert page.timeline.grab().width() > 0


def test_every_block_type_has_a_name():
    words = glossary("ADVANCED")
    assert words.exercise("no_such_thing") == "No such thing"
    assert words.muscle("chest") == "Chest"
    assert len(set(BlockType)) == 5


def changed_season():
    """With a change that says before and after, and one of another program that does not."""
    at = datetime(2026, 3, 9, 12, tzinfo=UTC)
    sides = lines(("Week of 16 March", "Accumulation 4 of 5 · 80 sets", "Deload 1 of 1 · 34 sets"))
    told = Adaptation("new", at, AdaptationType.EARLY_DELOAD, "Freshness stayed low.", None, True, **sides)
    untold = Adaptation("old", at + timedelta(weeks=1), "MOON_PHASE", "Full moon.", None, False, before={"lines": "?"})
    return replace(season(), adaptations=(told, untold))


def test_a_change_is_told_beside_the_timeline_with_before_and_after(qtbot, page, planning):
    planning.found = changed_season()
    with qtbot.waitSignal(page.loaded):
        page.reload()
    page.timeline.move_cursor(Spot(Kind.CHANGE, 0))

    assert page.side.currentWidget() is page.change
    assert page.change.words.startswith("Early deload\n9 Mar 2026, by the program, accepted by the coach")
    assert "Week of 16 March: Accumulation 4 of 5 · 80 sets becomes Deload 1 of 1 · 34 sets" in page.change.words
    tip = facts(page.view, Spot(Kind.CHANGE, 0)).text
    assert "Week of 16 March Accumulation 4 of 5 · 80 sets → Deload 1 of 1 · 34 sets" in tip
    page.timeline.move_cursor(Spot(Kind.WEEK, page.view.current_column))
    assert page.side.currentWidget() is page.inspector


def test_a_change_without_before_and_after_says_so(qtbot, page, planning):
    planning.found = changed_season()
    with qtbot.waitSignal(page.loaded):
        page.reload()
    page.timeline.move_cursor(Spot(Kind.CHANGE, 1))

    assert "Moon phase" in page.change.words
    assert "by the coach" in page.change.words
    assert "Nobody wrote down what was before." in page.change.words
    page.change.closed.emit()
    assert page.side.currentWidget() is page.inspector


def test_open_proposals_stand_on_the_week_they_would_begin_with(qtbot, page, desk):
    desk.services.adapting.proposals = [deload("mara", "Mara"), volume("mara", "Mara"), volume("other", "Other")]
    with qtbot.waitSignal(page.loaded):
        page.reload()

    assert int(page.view.proposed) == page.view.current_column + 1
    assert facts(page.view, Spot(Kind.PROPOSAL)).title == "2 open proposals"
    grid = page.timeline.grid()
    assert spot_at(grid, spot_box(grid, Spot(Kind.PROPOSAL)).center()) == Spot(Kind.PROPOSAL)
    page.timeline.move_cursor(Spot(Kind.PROPOSAL))
    assert "An earlier deload" in page.change.words
    assert "Fewer sets to the end of the block" in page.change.words
    with qtbot.waitSignal(desk.page_wanted) as wanted:
        page.timeline.open_spot(Spot(Kind.PROPOSAL))
    assert wanted.args == ["proposals"]


def test_arrow_keys_reach_a_proposal_between_today_and_the_event(qtbot, page, desk):
    desk.services.adapting.proposals = [deload("mara", "Mara")]
    with qtbot.waitSignal(page.loaded):
        page.reload()
    order = [one for _, one in _marks(page.view)]

    assert Spot(Kind.PROPOSAL) in order
    for before, after in itertools.pairwise(order):
        assert stepped(page.view, before, Qt.Key.Key_Right) == after


def test_without_proposals_nothing_stands_there(page):
    assert page.view.proposed is None
    assert Spot(Kind.PROPOSAL) not in [one for _, one in _marks(page.view)]


def test_the_week_in_hand_shows_its_sets_done_and_planned(page):
    column = page.view.current_column - 1
    page.timeline.select_week(column)
    week = page.view.weeks[column]

    assert page.inspector.of_week.text() == f"Week {column - page.view.plan_first + 1}"
    chest = next(row for row in page.inspector.muscles._rows if row.name == "Chest")
    assert (chest.planned, chest.other) == (week.planned_sets["chest"], week.performed_sets["chest"])
    assert "planned sets done; MEV" in page.inspector.muscles.accessibleDescription()
    page.inspector.of_block.click()
    assert "mean of" in page.inspector.muscles._head


def test_a_week_to_come_shows_what_is_planned_and_nothing_done(page):
    page.timeline.select_week(page.view.columns - 1)
    rows = page.inspector.muscles._rows

    assert rows
    assert all(row.other is None for row in rows)
    assert "sets planned; MEV" in page.inspector.muscles.accessibleDescription()
