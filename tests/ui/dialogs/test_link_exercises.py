"""Linking own exercises by keyboard: names, candidates, the link, and the way back."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from app.changes import Changes
from app.usecases.importing import Importing
from app.usecases.naming import Naming
from models.values.units import Unit
from tests.fakes.logbook import Logbook
from ui.dialogs.import_report import ReportView
from ui.dialogs.link_exercises import LinkExercises

HEAD = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n"


def row(day, name):
    return f'2026-03-{day:02} 18:00:00,"Legs",1h,"{name}",1,100,5,0,0,"","",8'


@pytest.fixture
def ada(fast_database):
    key = Logbook(fast_database).athlete()
    lines = [
        row(2, "Kniebeuge tief"),
        row(4, "Kniebeuge tief"),
        row(4, "Deep squats barbell"),
        row(5, "Bench Press (Barbell)"),
    ]
    Importing(fast_database).run(HEAD + "\n".join(lines), key, unit=Unit.KG)
    return key


@pytest.fixture
def idle(qtbot, desk):
    def wait():
        qtbot.waitUntil(lambda: desk.background.under_way == 0)
        QApplication.processEvents()

    return wait


@pytest.fixture
def dialog(desk, fast_database, ada, idle, qtbot):
    desk.open(SimpleNamespace(naming=Naming(fast_database)))
    made = LinkExercises(desk, ada)
    made.show()
    idle()
    idle()
    yield made
    if isValid(made):
        made.close()
    idle()


def names(table):
    return [one.name for one in table.rows.rows]


def search(dialog, qtbot, text, idle):
    dialog.search.setText(text)
    qtbot.waitUntil(lambda: not dialog._later.isActive())
    idle()


def test_it_begins_with_the_most_used_name(dialog):
    assert names(dialog.names) == ["Kniebeuge tief", "Deep squats barbell"]
    assert dialog.names.selected_row().name == "Kniebeuge tief"
    assert dialog.search.hasFocus()


def test_typing_finds_and_the_arrows_choose(dialog, qtbot, idle):
    search(dialog, qtbot, "barbell back squat", idle)
    assert names(dialog.found)[0] == "Barbell Back Squat"
    first = dialog.found.selected_row()
    qtbot.keyClick(dialog.search, Qt.Key.Key_Down)
    assert dialog.found.selected_row() is not first
    qtbot.keyClick(dialog.search, Qt.Key.Key_Up)
    assert dialog.found.selected_row() is first


def test_enter_links_and_undo_takes_it_back(dialog, desk, qtbot, idle, ada, fast_database):
    said, changed = [], []
    desk.noticed.connect(said.append)
    desk.changed.connect(changed.append)
    search(dialog, qtbot, "barbell back squat", idle)
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    idle()
    idle()
    assert names(dialog.names) == ["Deep squats barbell"]
    assert dialog.names.selected_row().name == "Deep squats barbell"
    assert Changes.WORKOUTS in changed[0]
    [notice] = said
    assert "Barbell Back Squat from now on" in notice.text
    notice.action()
    idle()
    assert [one.name for one in Naming(fast_database).unlinked(ada)] == ["Kniebeuge tief", "Deep squats barbell"]


def test_another_name_asks_for_itself(dialog, idle):
    dialog.names.selectRow(1)
    idle()
    assert "Barbell Back Squat" in names(dialog.found)
    assert dialog.verb.isEnabled()


def test_nothing_left_is_said(dialog, qtbot, idle):
    for _ in range(2):
        search(dialog, qtbot, "squat", idle)
        qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
        idle()
        idle()
    assert "Every exercise" in dialog.sentence.text()
    assert not dialog.verb.isEnabled()


def test_a_refusal_stands_in_the_dialog(dialog, qtbot, idle, fast_database):
    search(dialog, qtbot, "barbell back squat", idle)
    Naming(fast_database).link(dialog.names.selected_row().id, "barbell_front_squat")
    dialog.verb.click()
    idle()
    assert dialog.problem.isVisible()
    assert "linked already" in dialog.problem.text()


def test_what_cannot_be_meant_cannot_be_linked(dialog, qtbot, idle):
    search(dialog, qtbot, "日本", idle)
    assert names(dialog.found) == []
    assert not dialog.verb.isEnabled()


def test_answers_after_closing_are_dropped(dialog, qtbot, idle):
    dialog.search.setText("press")
    dialog.load()
    dialog.close()
    idle()


def test_the_report_of_an_import_leads_here(themed, fast_database, ada, qtbot):
    report = Importing(fast_database).run(HEAD + row(9, "Kniebeuge tief"), ada, unit=Unit.KG, dry_run=True)
    view = ReportView()
    qtbot.addWidget(view)
    view.show_report(report)
    assert not view.link.isVisible()
    report = Importing(fast_database).run(HEAD + row(9, "Kniebeuge tief"), ada, unit=Unit.KG)
    view.show_report(report)
    assert view.link.isVisible()
    with qtbot.waitSignal(view.link_wanted):
        view.link.click()
