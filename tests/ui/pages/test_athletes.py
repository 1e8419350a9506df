from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QLocale, QPoint
from PySide6.QtWidgets import QApplication, QPushButton

from app.changes import Changes
from app.errors import InvalidInput
from app.settings import Settings, Theme
from models.values.athletes import PrimaryGoal, Profile, TrainingAge
from models.values.units import Unit
from tests.fakes.looks import wear
from tests.fakes.seasons import TODAY, roster
from ui.kit import theme
from ui.kit.background import Background
from ui.kit.page import Desk
from ui.pages.athletes import AthletesPage
from ui.widgets.roster_delegate import At


class Athletes:
    def __init__(self):
        self.rows = roster(9)
        self.saved = []
        self.error = None

    def profile(self, athlete_id):
        return Profile(athlete_id, age=34, weight_kg=63.523, primary_goal=PrimaryGoal.STRENGTH)

    def save_profile(self, profile):
        if self.error is not None:
            raise self.error
        self.saved.append(profile)
        return Changes.ATHLETES


@pytest.fixture
def athletes():
    return Athletes()


@pytest.fixture
def desk(qapp, athletes):
    wear(qapp)
    made = Desk(Background(), Settings())
    made.today = lambda: TODAY
    made.open(SimpleNamespace(athletes=athletes, roster=SimpleNamespace(rows=lambda _today: athletes.rows)))
    made.show_athletes([row.athlete for row in athletes.rows])
    yield made
    made.background.close()


@pytest.fixture
def page(qtbot, desk):
    made = AthletesPage(desk)
    qtbot.addWidget(made)
    made.resize(1260, 760)
    with qtbot.waitExposed(made):
        made.show()
    with qtbot.waitSignal(made.loaded):
        made.reload()
    qtbot.waitUntil(lambda: made.card.profile is not None)
    return made


def choose(page, qtbot, row):
    page.table.selectRow(row)
    wanted = page.table.selected_row().athlete.id
    qtbot.waitUntil(lambda: page.card.profile is not None and page.card.profile.athlete_id == wanted)


def test_the_athlete_in_hand_is_selected_and_their_profile_shown(page, desk):
    assert page.table.selected_row().athlete.id == desk.athlete == "athlete-0"
    assert page.card.caption.text() == "Mara Lindqvist"
    assert page.card.numbers["age"].text() == "34"
    assert page.card.numbers["weight_kg"].text() == "63.5"
    assert page.card.numbers["height_cm"].text() == ""
    assert page.card.choices["training_age"].currentText() == "Not said"


def test_choosing_a_row_takes_that_athlete_in_hand(page, desk, qtbot):
    choose(page, qtbot, 3)
    assert desk.athlete == "athlete-3"
    assert page.card.caption.text() == "Jonas Keller"


def test_another_pages_choice_is_followed(page, desk):
    desk.select_athlete("athlete-5")
    assert page.table.selected_row().athlete.id == "athlete-5"


def test_a_double_click_opens_the_plan(page, desk, qtbot):
    with qtbot.waitSignal(desk.page_wanted) as wanted:
        page.table.row_activated.emit(page.table.rows.rows[2])
    assert wanted.args == ["plan"]
    assert desk.athlete == "athlete-2"


def test_search_counts(page):
    page.search.setText("keller")
    assert page.count.text() == "1 of 9 athletes"
    page.search.clear()
    assert page.count.text() == "9 athletes"


def test_a_profile_is_saved_with_what_changed_and_nothing_else(page, athletes, qtbot, desk):
    assert not page.card.save_button.isEnabled()
    page.card.numbers["height_cm"].setText("171.5")
    page.card.choices["training_age"].setCurrentIndex(3)
    assert page.card.save_button.isEnabled()
    with qtbot.waitSignal(desk.changed):
        page.card.save_button.click()
    (saved,) = athletes.saved
    assert saved == Profile(
        "athlete-0", age=34, height_cm=171.5, weight_kg=63.523, training_age=TrainingAge.ADVANCED,
        primary_goal=PrimaryGoal.STRENGTH,
    )  # fmt: skip


def test_a_blank_field_is_unknown_again(page, athletes, qtbot, desk):
    page.card.numbers["age"].clear()
    with qtbot.waitSignal(desk.changed):
        page.card.save_button.click()
    assert athletes.saved[0].age is None


@pytest.mark.parametrize("text", ["abc", "3.5", "1e", "--"])
def test_what_is_no_number_is_marked_and_cannot_be_saved(page, text):
    page.card.numbers["age"].setText(text)
    assert page.card.numbers["age"].property("wrong") is True
    assert not page.card.error.isHidden()
    assert "Age" in page.card.error.text()
    assert not page.card.save_button.isEnabled()
    page.card.numbers["age"].setText("35")
    assert page.card.numbers["age"].property("wrong") is False
    assert page.card.error.isHidden()


def test_a_value_outside_its_limits_is_told_beside_the_fields_and_kept(page, athletes, qtbot):
    athletes.error = InvalidInput("Age must be between 5 and 120 years, not 400.")
    page.card.numbers["age"].setText("400")
    page.card.save_button.click()
    qtbot.waitUntil(lambda: "between 5 and 120" in page.card.error.text())
    assert page.card.numbers["age"].text() == "400"


def test_going_to_the_next_athlete_loses_nothing(page, athletes, qtbot):
    page.card.numbers["age"].setText("36")
    choose(page, qtbot, 1)
    qtbot.waitUntil(lambda: bool(athletes.saved))
    assert (athletes.saved[0].athlete_id, athletes.saved[0].age) == ("athlete-0", 36)


def test_pounds_are_shown_and_stored_as_kilograms(page):
    profile = Profile("athlete-0", weight_kg=100.0)
    page.card.show_profile(page.table.selected_row().athlete, profile, Unit.LB)
    assert page.card.numbers["weight_kg"].text() == "220.5"
    assert page.card.edited() == profile
    page.card.numbers["weight_kg"].setText("225")
    assert page.card.edited().weight_kg == pytest.approx(102.0583, abs=1e-3)


def test_a_comma_is_a_decimal_sign_where_it_is_one(page):
    QLocale.setDefault(QLocale("de_DE"))
    try:
        page.card.show_profile(page.table.selected_row().athlete, Profile("athlete-0", height_cm=171.5), Unit.KG)
        assert page.card.numbers["height_cm"].text() == "171,5"
        page.card.numbers["height_cm"].setText("172,5")
        assert page.card.edited().height_cm == 172.5
    finally:
        QLocale.setDefault(QLocale("en_GB"))


def test_a_value_another_program_stored_survives(page):
    profile = Profile("athlete-0", sex="non_binary")
    page.card.show_profile(page.table.selected_row().athlete, profile, Unit.KG)
    assert page.card.choices["sex"].currentText() == "Non binary"
    assert page.card.edited() == profile


def test_the_menu_offers_what_the_buttons_do(page, qtbot):
    menu = page.menu_at(QPoint(200, 110))
    texts = {action.text() for action in menu.actions() if action.text()}
    assert {action.text() for action in page.header_actions()} < texts
    assert page.table.selected_row().athlete.id == "athlete-2"
    assert page.menu_at(QPoint(200, 700)) is None


@pytest.mark.parametrize(("index", "name"), [(0, "add_athlete"), (1, "import_log"), (2, "remove_athlete")])
def test_actions_are_the_windows_own(page, desk, qtbot, index, name):
    with qtbot.waitSignal(desk.action_wanted) as wanted:
        page.header_actions()[index].trigger()
    assert wanted.args == [name]


def test_without_anybody_the_ways_to_begin_are_shown(page, athletes, qtbot, desk):
    athletes.rows = []
    with qtbot.waitSignal(page.loaded):
        page.reload()
    assert page.layers.currentWidget() is page.welcome
    assert page.header_actions() == ()
    with qtbot.waitSignal(desk.action_wanted) as wanted:
        page.welcome.findChildren(QPushButton)[0].click()
    assert wanted.args == ["load_demo"]


def test_the_profile_stands_aside_on_a_narrow_page(page):
    page.resize(900, 600)
    QApplication.processEvents()
    assert page.card.isHidden()
    page.profile_button.click()
    assert not page.card.isHidden()
    assert page.table.columnWidth(At.BAND) > 0


def test_a_reload_keeps_search_order_and_athlete(page, athletes, qtbot):
    choose(page, qtbot, 4)
    page.table.sort_by("name", True)
    page.search.setText("e")
    before = [row.athlete.id for row in page.table.rows.rows]
    athletes.rows = [replace(row) for row in athletes.rows]
    with qtbot.waitSignal(page.loaded):
        page.reload()
    assert [row.athlete.id for row in page.table.rows.rows] == before
    assert page.table.selected_row().athlete.id == "athlete-4"


def test_a_new_theme_is_worn(page, desk, qapp):
    light = page.table.grab().toImage()
    theme.apply(qapp, Theme.DARK)
    desk.theme_changed.emit()
    assert page.table.grab().toImage() != light


def test_a_page_that_begins_narrow_shows_the_roster_alone(qtbot, desk):
    page = AthletesPage(desk)
    qtbot.addWidget(page)
    page.resize(852, 524)
    with qtbot.waitExposed(page):
        page.show()
    with qtbot.waitSignal(page.loaded):
        page.reload()
    QApplication.processEvents()
    assert page.card.isHidden()
    assert not page.profile_button.isChecked()
    assert page.table.columnWidth(At.BAND) > 200


def test_the_readiness_rules_are_one_press_away(qtbot, page):
    with qtbot.waitSignal(page.desk.action_wanted) as wanted:
        page.card.rules_button.click()
    assert wanted.args == ["readiness_rules"]
