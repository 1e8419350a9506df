"""Why a session is as it is, what readiness makes of it, and what is shown where there is nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.values.kinds import WorkoutStatus
from tests.fakes import rationales
from tests.fakes.sheets import press, rows, settle, show
from tests.fakes.training import EASED, MONDAY, sheet
from tests.ui.test_accessibility import nameless
from ui.pages.workouts import WorkoutsPage
from ui.widgets.set_entry import is_planned


@pytest.fixture
def page(workouts_page: WorkoutsPage) -> WorkoutsPage:
    return workouts_page


# Reasons


def test_a_number_leads_to_its_reason(page: WorkoutsPage, qtbot: QtBot) -> None:
    chip = page.week.sheet.cards[0].chips["load"]
    assert chip.text() == "82.5 kg"
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    words = page.week.inspector.words()
    assert "79 % of the estimated 142.5 kg" in words
    assert "Estimated 1RM 142.5 kg" in words
    assert page.week.inspector._cards["load"].property("chosen") is True
    assert page.week.sheet.cards[0].property("chosen") is True


def test_an_exercise_leads_to_its_score(page: WorkoutsPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.week.sheet.cards[1].title, Qt.MouseButton.LeftButton)
    words = page.week.inspector.words()
    assert words.startswith("Why Chest-Supported Row?")
    assert "0.9 × 0.3 = 0.27" in words


def test_the_reasons_give_way_where_there_is_little_room(page: WorkoutsPage, qtbot: QtBot) -> None:
    page.resize(850, 500)
    QApplication.processEvents()
    assert page.week.inspector.isHidden()
    page.act("show_reasons")
    assert not page.week.inspector.isHidden()
    page.resize(840, 500)
    QApplication.processEvents()
    assert not page.week.inspector.isHidden()


def test_what_readiness_suggests_is_applied_and_taken_back(page, training, qtbot) -> None:
    bar = page.week.sheet.day
    assert bar.isHidden()
    training.days["upper-a"] = EASED
    show(page, qtbot)
    assert bar.words.text().startswith("▼ Readiness suggests a change. Today is a little easier")
    assert "Readiness suggests for today" in page.week.inspector.words()
    assert "Barbell Bench Press, sets 4 → 3" in page.week.inspector.words()
    qtbot.mouseClick(bar.apply, Qt.MouseButton.LeftButton)
    settle(page, qtbot)
    assert bar.words.text().startswith("▼ Changed today.")
    assert bar.apply.isHidden()
    assert "Changed on the day" in page.week.inspector.words()
    qtbot.mouseClick(bar.restore, Qt.MouseButton.LeftButton)
    settle(page, qtbot)
    assert [name for name, _ in training.calls] == ["apply_today", "restore_today"]
    assert not bar.apply.isHidden()


def test_a_day_with_nothing_to_change_is_said_in_a_line(page, training, qtbot) -> None:
    training.days["upper-a"] = replace(EASED, rule="as_planned", band="as_planned", changes=[], sentence="As planned.")
    show(page, qtbot)
    bar = page.week.sheet.day
    assert (bar.words.text(), bar.apply.isHidden(), bar.why.isHidden()) == ("● As planned.", True, True)


def test_a_changed_day_is_said_once_the_session_is_under_way(page, training, qtbot) -> None:
    one = training.sheets["upper-a"]
    training.sheets["upper-a"] = replace(one, was_autoregulated=True, autoregulation_log=rationales.AUTOREGULATION)
    training.start("upper-a", None)
    show(page, qtbot)
    bar = page.week.sheet.day
    assert bar.words.text().startswith("▼ Changed today. Today is a little easier")
    assert bar.restore.isHidden()


# Nothing to show


def test_nobody_in_hand_is_an_empty_state_with_a_way_out(page: WorkoutsPage, qtbot: QtBot) -> None:
    page.desk.select_athlete("")
    with qtbot.waitSignal(page.loaded):
        page.reload()
    assert page._layers.currentWidget() is page._empty
    assert page.header_actions() == ()
    with qtbot.waitSignal(page.desk.action_wanted) as asked:
        page._empty.chosen.emit("load_demo")
    assert asked.args == ["load_demo"]


def test_without_a_season_the_log_is_what_there_is(page, training, qtbot) -> None:
    training.has_season = False
    with qtbot.waitSignal(page.loaded):
        page.week.go_to(MONDAY + timedelta(weeks=9))
    assert page.view == "all"
    assert page.header_actions() == ()
    qtbot.mouseClick(page._toggles["week"], Qt.MouseButton.LeftButton)
    settle(page, qtbot)
    assert page.week.layers.currentWidget() is page.week.no_season


def test_without_season_and_log_both_are_offered(page, training, qtbot) -> None:
    training.sheets.clear()
    training.has_season = False
    show(page, qtbot)
    assert page._layers.currentWidget() is page._no_workouts


def test_another_athlete_begins_with_the_week(page, training, qtbot) -> None:
    training.has_season = False
    with qtbot.waitSignal(page.loaded):
        page.week.go_to(MONDAY + timedelta(weeks=9))
    page.desk.athlete_selected.emit("other")
    assert page.view == "week"


def test_a_log_has_no_plan_beside_it(page, training, qtbot) -> None:
    one = rows(page)[0].entry
    assert is_planned(one)
    done = replace(one, target_rpe=None, target_load_kg=None, target_rep_range=None, logged=True, actual_reps=5)
    assert not is_planned(done)


def test_what_was_imported_has_no_reasons_and_says_so(page, training, qtbot) -> None:
    made = sheet("Upper A", MONDAY, WorkoutStatus.COMPLETED, reasons=False)
    training.sheets = {made.summary.id: made}
    page.week.inspector.show()
    show(page, qtbot)
    assert "No reasons are stored for this session" in page.week.inspector.words()


def test_search_goes_to_the_list_and_a_row_back_to_its_week(page: WorkoutsPage, qtbot: QtBot) -> None:
    page.begin_search()
    settle(page, qtbot)
    assert page.view == "all"
    page.list.week_wanted.emit("lower-b")
    settle(page, qtbot)
    assert page.view == "week"
    assert page.week.session.name == "Lower B"


# For everybody


def test_everything_that_takes_the_focus_has_a_name(page: WorkoutsPage) -> None:
    page.week.inspector.show()
    page.week.inspector.show_exercise("upper-a-0", "load")
    assert nameless(page) == []


def test_tab_goes_through_the_page_and_comes_back(page: WorkoutsPage, qtbot: QtBot) -> None:
    page.week.navigator.back.setFocus()
    seen = []
    for _ in range(120):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
        if seen[-1] is page.week.navigator.back:
            break
    assert seen[-1] is page.week.navigator.back, "the focus is caught somewhere"
    sheet, cells = page.week.sheet, [rows(page)[0].cells["reps"], rows(page)[1].cells["load"]]
    order = [page.week.cards.cards[1], sheet.buttons["start"], *cells, page.week.inspector.stories["session"]]
    places = [seen.index(widget) for widget in order]
    assert places == sorted(places), "not in the order of reading"


def test_arrow_keys_go_through_the_sessions_and_enter_into_one(page: WorkoutsPage, qtbot: QtBot) -> None:
    page.week.focus_session()
    press(qtbot, Qt.Key.Key_Right)
    settle(page, qtbot)
    assert page.week.sheet.title.text() == "Lower B"
    press(qtbot, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left)
    settle(page, qtbot)
    assert page.week.sheet.title.text() == "Lower A"
    press(qtbot, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is rows(page)[0].cells["reps"]
