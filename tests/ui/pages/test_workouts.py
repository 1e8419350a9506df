"""The week on screen: proposing it, working through a session by keyboard, and finishing it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from models.values.training import SetResult
from models.values.units import Unit
from tests.fakes.sheets import logged, press, rows, settle, show
from tests.fakes.training import FakeTraining
from ui.dialogs.finish_session import FinishSession
from ui.pages.workouts import WorkoutsPage


@pytest.fixture
def page(workouts_page: WorkoutsPage) -> WorkoutsPage:
    return workouts_page


# The week


def test_the_week_of_today_and_its_next_session_are_in_hand(page: WorkoutsPage) -> None:
    assert page.week.navigator.dates.text() == "16 Mar – 22 Mar 2026"
    assert page.week.navigator.place.accessibleName().startswith(
        "Week 12 of 26  ·  Accumulation, week 2 of 5  ·  RIR 2.5"
    )
    assert page.subtitle == "Strength season  ·  4 sessions, 0 done"
    assert page.week.session.name == "Upper A"
    assert [card.isChecked() for card in page.week.cards.cards] == [False, True, False, False]


def test_cards_say_day_state_sets_and_minutes_in_words(page: WorkoutsPage) -> None:
    assert page.week.cards.cards[0].accessibleName() == "Monday 16 March, Lower A, missed, 16 sets, 68 min"


def test_weeks_are_stepped_through(page: WorkoutsPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.loaded):
        page.act("next_week")
    assert page.week.navigator.dates.text() == "23 Mar – 29 Mar 2026"
    assert page.week.layers.currentWidget() is page.week.no_sessions
    with qtbot.waitSignal(page.loaded):
        page.act("this_week")
    assert page.week.session is not None


def test_a_week_that_is_over_says_so(page: WorkoutsPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.loaded):
        page.act("previous_week")
    assert page.week.layers.currentWidget() is page.week.outside
    assert page.week.outside.sentence.text() == "This week is over."
    with qtbot.waitSignal(page.desk.noticed) as told:
        page.generate()
    assert told.args[0].text == "This week is over."


def test_another_session_by_click(page: WorkoutsPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.loaded):
        qtbot.mouseClick(page.week.cards.cards[2], Qt.MouseButton.LeftButton)
    assert page.week.sheet.title.text() == "Lower B"
    assert [card.entry.name for card in page.week.sheet.cards if card.entry] == ["Barbell Deadlift", "Front Squat"]


def test_a_week_is_generated_and_shown(page: WorkoutsPage, training: FakeTraining, qtbot: QtBot) -> None:
    training.sheets.clear()
    show(page, qtbot)
    assert [action.text() for action in page.header_actions()] == ["&Generate Week"]
    with qtbot.waitSignal(page.desk.noticed) as told:
        page.act("generate_week")
    settle(page, qtbot)
    assert told.args[0].text == "Four sessions."
    assert training.calls == [("generate", (12, False))]
    assert len(page.week.cards.cards) == 4
    assert page.header_actions() == ()


def test_sessions_that_are_there_are_made_again_where_nobody_touched_them(page, training, qtbot) -> None:
    qtbot.mouseClick(page.week.navigator.again, Qt.MouseButton.LeftButton)
    settle(page, qtbot)
    assert training.calls == [("generate", (12, True))]


def test_generating_waits_for_the_week_to_arrive(page, training, qtbot) -> None:
    page.week.week = None
    page.generate()
    settle(page, qtbot)
    assert [name for name, _ in training.calls] == ["generate"]


# Logging by keyboard


def test_targets_are_placeholders_and_never_values(page: WorkoutsPage) -> None:
    first = rows(page)[0]
    assert [cell.placeholderText() for cell in first.cells.values()] == ["5", "82.5", "2.5"]
    assert [cell.text() for cell in first.cells.values()] == ["", "", ""]


def test_enter_goes_from_field_to_field_and_on_to_the_next_set(page, training, qtbot) -> None:
    page.week.sheet.focus_next()
    press(qtbot, "5", Qt.Key.Key_Return, "82,5", Qt.Key.Key_Return, "2", Qt.Key.Key_Return)
    settle(page, qtbot)
    assert logged(training) == [SetResult(reps=5, load_kg=82.5, rpe=8.0)]
    assert QApplication.focusWidget() is rows(page)[1].cells["reps"]
    assert rows(page)[0].accessibleName().endswith("logged")


def test_after_the_last_set_enter_goes_on_to_the_session(page, training, qtbot) -> None:
    training.start("upper-a", None)
    show(page, qtbot)
    rows(page)[-1].focus("effort")
    press(qtbot, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.week.sheet.buttons["finish"]
    press(qtbot, Qt.Key.Key_Return)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FinishSession)
    dialog.reject()


def test_leaving_a_set_with_tab_logs_it_too(page, training, qtbot) -> None:
    page.week.sheet.focus_next()
    press(qtbot, "4", Qt.Key.Key_Tab, "85", Qt.Key.Key_Tab, Qt.Key.Key_Tab)
    settle(page, qtbot)
    assert logged(training) == [SetResult(reps=4, load_kg=85.0)]
    row = rows(page)[0]
    assert row._remark(row.entry, row._manner)[0] == "▼ 1 rep short  ▲ +2.5 kg"


def test_nothing_typed_logs_nothing(page, training, qtbot) -> None:
    page.week.sheet.focus_next()
    press(qtbot, Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Return)
    settle(page, qtbot)
    assert logged(training) == []
    assert QApplication.focusWidget() is rows(page)[1].cells["reps"]


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (("300", Qt.Key.Key_Return), "Reps: 0 to 200"),
        (("5", Qt.Key.Key_Return, "5000", Qt.Key.Key_Return), "Load: 0 to 1000 kg"),
        (("5", Qt.Key.Key_Return, "x", Qt.Key.Key_Return), "Load: a number, please"),
        (("5", Qt.Key.Key_Return, "80", Qt.Key.Key_Return, "11", Qt.Key.Key_Return), "RIR: 0 to 10"),
        (("5", Qt.Key.Key_Return, "80", Qt.Key.Key_Return, "1.3", Qt.Key.Key_Return), "RIR: in half steps"),
        (("4.5", Qt.Key.Key_Return), "Reps: whole, 0 to 200"),
    ],
)
def test_what_cannot_be_is_said_beside_it(page, training, qtbot, keys, words) -> None:
    page.week.sheet.focus_next()
    press(qtbot, *keys)
    settle(page, qtbot)
    assert rows(page)[0].error == words
    assert logged(training) == []
    wrong = QApplication.focusWidget()
    assert wrong in rows(page)[0].cells.values()
    assert wrong.accessibleDescription() == words
    press(qtbot, Qt.Key.Key_Backspace)
    assert rows(page)[0].error == ""


def test_a_load_without_repetitions_is_not_logged(page, training, qtbot) -> None:
    rows(page)[0].focus("load")
    press(qtbot, "80")
    rows(page)[1].focus()
    QApplication.processEvents()
    assert rows(page)[0].error == "Reps are missing"
    assert logged(training) == []


def test_control_enter_logs_the_plan(page, training, qtbot) -> None:
    page.week.sheet.focus_next()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(page, qtbot)
    assert logged(training) == [SetResult(reps=5, load_kg=82.5, rpe=7.5)]


def test_a_set_is_skipped_and_taken_back(page, training, qtbot) -> None:
    page.week.sheet.focus_next()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    settle(page, qtbot)
    assert rows(page)[0].accessibleName().endswith("skipped")
    qtbot.mouseClick(rows(page)[0].skip, Qt.MouseButton.LeftButton)
    settle(page, qtbot)
    assert [name for name, _ in training.calls] == ["skip_set", "clear_set"]
    assert rows(page)[0].is_open


def test_a_logged_set_is_corrected_in_place(page, training, qtbot) -> None:
    training.log_set("upper-a-0-0", SetResult(5, 82.5, 8.0), None)
    show(page, qtbot)
    row = rows(page)[0]
    assert [cell.text() for cell in row.cells.values()] == ["5", "82.5", "2"]
    row.focus()
    press(qtbot, "6", Qt.Key.Key_Down)
    settle(page, qtbot)
    assert logged(training)[-1] == SetResult(reps=6, load_kg=82.5, rpe=8.0)


def test_what_is_being_typed_survives_a_reload(page, qtbot) -> None:
    page.week.sheet.focus_next()
    press(qtbot, "5")
    show(page, qtbot)
    assert rows(page)[0].cells["reps"].text() == "5"


def test_effort_can_be_written_as_rpe(page, training, qtbot) -> None:
    with qtbot.waitSignal(page.desk.settings_wanted) as kept:
        qtbot.mouseClick(page.week.sheet.effort, Qt.MouseButton.LeftButton)
    assert kept.args == [{"effort_as_rpe": True}]
    assert rows(page)[0].cells["effort"].placeholderText() == "7.5"
    page.week.sheet.focus_next()
    press(qtbot, "5", Qt.Key.Key_Return, "80", Qt.Key.Key_Return, "9", Qt.Key.Key_Return)
    settle(page, qtbot)
    assert logged(training)[0].rpe == 9.0


def test_pounds_are_typed_where_pounds_are_read(page, training, qtbot) -> None:
    page.desk.settings = replace(page.desk.settings, unit=Unit.LB)
    show(page, qtbot)
    assert rows(page)[0].cells["load"].placeholderText() == "181.88"
    page.week.sheet.focus_next()
    press(qtbot, "5", Qt.Key.Key_Return, "185", Qt.Key.Key_Return, Qt.Key.Key_Return)
    settle(page, qtbot)
    assert logged(training)[0].load_kg == pytest.approx(83.9146, abs=1e-4)


def test_a_timed_exercise_takes_seconds(page, training, qtbot) -> None:
    with qtbot.waitSignal(page.loaded):
        qtbot.mouseClick(page.week.cards.cards[0], Qt.MouseButton.LeftButton)
    plank = next(card for card in page.week.sheet.cards if card.entry.name == "Plank")
    plank.rows[0].focus()
    press(qtbot, "55", Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Return)
    settle(page, qtbot)
    assert logged(training) == [SetResult(duration_seconds=55.0)]


# The whole session


def test_commands_follow_the_session(page: WorkoutsPage, qtbot: QtBot) -> None:
    always = {"previous_week", "next_week", "this_week", "show_reasons"}
    assert page.desk.offered_by("workouts") - always == {"start_session", "skip_session"}
    page.act("start_session")
    settle(page, qtbot)
    assert page.desk.offered_by("workouts") - always == {"finish_session"}
    assert QApplication.focusWidget() is rows(page)[0].cells["reps"]


def test_a_skipped_session_can_be_taken_back(page, training, qtbot) -> None:
    with qtbot.waitSignal(page.desk.noticed) as told:
        page.act("skip_session")
    settle(page, qtbot)
    assert page.week.session.status == "SKIPPED"
    assert not rows(page)[0].isEnabled()
    told.args[0].action()
    settle(page, qtbot)
    assert page.week.session.status == "PLANNED"


def finish(page: WorkoutsPage, training: FakeTraining, qtbot: QtBot) -> FinishSession:
    training.start("upper-a", None)
    training.log_set("upper-a-0-0", SetResult(5, 82.5, 8.0), None)
    show(page, qtbot)
    page.act("finish_session")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FinishSession)
    return dialog


def test_finishing_asks_and_then_says_what_came_out(page, training, qtbot) -> None:
    dialog = finish(page, training, qtbot)
    assert dialog.sentence.text() == "10 of 11 planned sets are still open; they stay as not done."
    dialog.rpe.setText("7,5")
    dialog.minutes.setText("61")
    dialog.notes.setPlainText("Moved well.")
    dialog.verb.click()
    settle(page, qtbot)
    assert training.calls[-1] == ("complete", {"session_rpe": 7.5, "notes": "Moved well.", "minutes": 61})
    told = "\n".join(each.text() for each in dialog.findChildren(QLabel))
    for words in (
        "Upper A is done",
        "115 kg, 2.5 kg more.",
        "▲ Barbell Back Squat  142.5 kg → 144 kg",
        "week 12 of 26",
    ):
        assert words in told
    dialog.verb.click()
    assert page.week.session.status == "COMPLETED"


def test_finishing_can_be_taken_back_at_once_but_not_by_escape(page, training, qtbot) -> None:
    dialog = finish(page, training, qtbot)
    dialog.verb.click()
    settle(page, qtbot)
    dialog.cancel.click()
    settle(page, qtbot)
    assert training.calls[-1] == ("reopen", "upper-a")
    dialog = finish(page, training, qtbot)
    dialog.verb.click()
    settle(page, qtbot)
    dialog.reject()
    assert training.calls[-1][0] == "complete"


def test_wrong_effort_and_minutes_are_told_beside_the_fields(page, training, qtbot) -> None:
    dialog = finish(page, training, qtbot)
    dialog.rpe.setText("12")
    dialog.minutes.setText("soon")
    assert list(dialog.problems().values()) == [
        "Session RPE: 0 to 10.",
        "Minutes: a number from 0 to 600, please, or nothing.",
    ]
    dialog.reject()


def test_finishing_without_a_set_is_refused_in_the_dialog(page, training, qtbot) -> None:
    training.start("upper-a", None)
    show(page, qtbot)
    page.act("finish_session")
    dialog = QApplication.activeModalWidget()
    dialog.verb.click()
    settle(page, qtbot)
    assert "No set of this workout is logged yet." in dialog.rpe.accessibleDescription()
    dialog.reject()


def test_a_set_beyond_the_plan(page, training, qtbot) -> None:
    qtbot.mouseClick(page.week.sheet.cards[0].more, Qt.MouseButton.LeftButton)
    dialog = QApplication.activeModalWidget()
    dialog.verb.click()
    assert "are needed" in dialog.fields_by_key["reps"].accessibleDescription()
    dialog.fields_by_key["reps"].setText("8")
    dialog.fields_by_key["load"].setText("70")
    dialog.verb.click()
    settle(page, qtbot)
    name, (entry, result) = training.calls[-1]
    assert (name, entry, result.reps, result.load_kg) == ("add_set", "upper-a-0", 8, 70.0)
