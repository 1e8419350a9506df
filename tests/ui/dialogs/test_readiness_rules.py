"""The readiness rules as sentences with numbers: edited, refused, saved, taken back."""

from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.changes import Changes
from app.engine.adapting.rules import default_rules
from app.errors import Conflict
from tests.fakes.proposals import FakeAdapting
from ui.dialogs.readiness_rules import ReadinessRules
from ui.kit.page import Desk


@pytest.fixture
def adapting(desk: Desk) -> FakeAdapting:
    made = FakeAdapting()
    desk.services.adapting = made
    return made


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """A dialog deletes itself when it closes, so its parent is what the test keeps."""
    made = QWidget()
    qtbot.addWidget(made)
    return made


def opened(desk: Desk, window: QWidget, qtbot: QtBot) -> ReadinessRules:
    athlete = desk.athlete_in_hand
    assert athlete is not None
    made = ReadinessRules(desk, athlete, window)
    made.show()
    qtbot.waitUntil(lambda: all(card.isEnabled() for card in made.cards.values()))
    return made


@pytest.fixture
def dialog(desk: Desk, adapting: FakeAdapting, window: QWidget, qtbot: QtBot) -> ReadinessRules:
    desk.services.adapting = adapting
    return opened(desk, window, qtbot)


def test_every_rule_is_a_sentence(dialog: ReadinessRules) -> None:
    assert {rule.id for rule in default_rules().rules} == set(dialog.cards)
    assert dialog.cards["signal_age"].sentence.text() == "A check-in older than 48 hours says nothing about today."
    assert not dialog.save.isEnabled()
    assert not dialog.usual.isEnabled()


def test_a_number_changes_its_sentence_and_says_what_is_usual(dialog: ReadinessRules) -> None:
    card = dialog.cards["signal_age"]
    card.boxes["hours"].setValue(24)

    assert card.sentence.text() == "A check-in older than 24 hours says nothing about today."
    assert card._marks["hours"].text() == "● usually 48 h"
    assert "usually 48 h" in card.boxes["hours"].accessibleDescription()
    assert dialog.state.text() == "1 number differs from the usual rules."
    assert dialog.save.isEnabled()
    card.boxes["hours"].setValue(48)
    assert card._marks["hours"].text() == ""
    assert not dialog.save.isEnabled()


def test_shares_are_shown_of_a_hundred_and_kept_as_shares(dialog: ReadinessRules) -> None:
    box = dialog.cards["rir_up"].boxes["atLeast"]
    assert (box.text(), box.singleStep(), box.minimum(), box.maximum()) == ("40 of 100", 5, 25, 60)
    box.setValue(45)

    assert dialog.rules.number("rir_up", "atLeast") == 0.45
    assert dialog.cards["rir_up"].sentence.text().startswith("Freshness 45 to 55:")


def test_bands_that_meet_are_refused_by_rule_field_and_limit(dialog: ReadinessRules) -> None:
    dialog.cards["sets_down"].boxes["atLeast"].setValue(45)

    assert "Fewer sets: freshness at least must lie 5 or more below More in reserve (40), not at 45." in (
        dialog.error.text()
    )
    assert dialog.cards["sets_down"].error.isVisible()
    assert not dialog.cards["rir_up"].error.isVisible()
    assert not dialog.save.isEnabled()
    dialog.cards["sets_down"].boxes["atLeast"].setValue(30)
    assert not dialog.error.isVisible()
    assert dialog.save.isEnabled()


def test_saved_for_this_athlete_and_taken_back(
    desk: Desk, dialog: ReadinessRules, adapting: FakeAdapting, qtbot: QtBot
) -> None:
    notices: list[Any] = []
    desk.noticed.connect(notices.append)
    dialog.cards["wearable_only"].boxes["rir"].setValue(2)
    with qtbot.waitSignal(desk.changed) as heard:
        dialog.save.click()

    assert heard.args == [Changes.READINESS]
    assert adapting.own["athlete-0"].number("wearable_only", "rir") == 2
    assert notices[0].title == "Readiness rules of Anna Vogel saved"
    with qtbot.waitSignal(desk.changed):
        notices[0].action()
    assert adapting.own == {}


def test_the_usual_values_come_back_and_are_stored_as_none_of_ones_own(
    desk: Desk, adapting: FakeAdapting, window: QWidget, qtbot: QtBot
) -> None:
    adapting.save_rules("athlete-0", default_rules().edited("signal_age", "hours", 24))
    dialog = opened(desk, window, qtbot)
    assert dialog.cards["signal_age"].boxes["hours"].value() == 24
    dialog.usual.click()
    assert dialog.cards["signal_age"].boxes["hours"].value() == 48
    assert adapting.own
    with qtbot.waitSignal(desk.changed):
        dialog.save.click()

    assert adapting.own == {}


def test_what_the_database_refuses_is_said_and_the_numbers_stay(
    desk: Desk, dialog: ReadinessRules, adapting: FakeAdapting, qtbot: QtBot
) -> None:
    def refused(*_: Any) -> Any:
        raise Conflict("This athlete is no longer there.")

    adapting.save_rules = refused  # type: ignore[method-assign]
    dialog.cards["signal_age"].boxes["hours"].setValue(24)
    dialog.save.click()
    qtbot.waitUntil(dialog.error.isVisible)

    assert "no longer there" in dialog.error.text()
    assert dialog.cards["signal_age"].boxes["hours"].value() == 24
    assert dialog.save.isEnabled()


def test_every_number_has_a_name_and_its_limits_for_screen_readers(dialog: ReadinessRules) -> None:
    for card in dialog.cards.values():
        for box in card.boxes.values():
            assert ": " in box.accessibleName()
            assert " to " in box.accessibleDescription()


def test_closed_while_the_rules_are_read_or_saved_it_is_left_alone(
    desk: Desk, adapting: FakeAdapting, window: QWidget, qtbot: QtBot
) -> None:
    athlete = desk.athlete_in_hand
    assert athlete is not None
    ReadinessRules(desk, athlete, window).close()
    dialog = opened(desk, window, qtbot)
    dialog.cards["signal_age"].boxes["hours"].setValue(24)
    with qtbot.waitSignal(desk.changed):
        dialog.save.click()
        dialog.close()

    assert adapting.own["athlete-0"].number("signal_age", "hours") == 24
