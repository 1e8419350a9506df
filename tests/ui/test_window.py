import threading
from collections import Counter
from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QSplitter, QTableView
from pytestqt.qtbot import QtBot

from app.changes import Changes
from app.errors import NotFound
from app.paths import Paths
from app.settings import Theme, load
from models.values.upgrading import DatabaseState
from tests.fakes import services as fakes
from tests.fakes.windows import Opening, fake_opened, settle
from ui.kit.actions import ACTS, SEPARATOR
from ui.kit.page import Page
from ui.kit.remember import Memory, within_screens
from ui.pages.registry import WORDS
from ui.window import Window


def menu_actions(window: Window) -> list[QAction]:
    found: list[QAction] = []

    def walk(menu: QMenu) -> None:
        for action in menu.actions():
            if action.menu() is not None:
                walk(action.menu())
            elif not action.isSeparator():
                found.append(action)

    for top in window.menuBar().actions():
        walk(top.menu())
    return found


def own_reloads(page: Page) -> list[str]:
    calls: list[str] = []
    page.loaded.connect(lambda: calls.append(page.word))
    return calls


@pytest.mark.parametrize("number", range(1, 8))
def test_every_page_has_its_number(open_window: Opening, qtbot: QtBot, number: int) -> None:
    window = open_window()
    with qtbot.waitActive(window):
        window.activateWindow()
    qtbot.keyClick(window, str(number), Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    assert window.page_now().objectName() == f"page-{WORDS[number - 1]}"


def test_every_action_is_in_a_menu(open_window: Opening) -> None:
    window = open_window()
    reachable = set(menu_actions(window))
    assert {name for name, action in window.actions_.by_name.items() if action not in reachable} == set()


def test_no_two_actions_share_keys(open_window: Opening) -> None:
    window = open_window()
    keys = Counter(key.toString() for action in menu_actions(window) for key in action.shortcuts())
    assert [key for key, count in keys.items() if count > 1] == []
    assert {"Ctrl+Q", "Ctrl+K", "Ctrl+N", "Ctrl+O", "Ctrl+F", "Ctrl+Z", "F1", "F5"} <= set(keys)


def test_mnemonics_are_there_and_unique_in_their_menu(open_window: Opening) -> None:
    window = open_window()
    menus = [top.menu() for top in window.menuBar().actions()]
    menus += [action.menu() for menu in menus for action in menu.actions() if action.menu() is not None]
    texts = [[action.text() for action in menu.actions() if not action.isSeparator()] for menu in menus]
    for words in [[top.text() for top in window.menuBar().actions()], *texts]:
        letters = [word[word.index("&") + 1].lower() for word in words]
        assert len(set(letters)) == len(letters), words


def test_dots_stand_where_a_dialog_opens(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window()
    for act in ACTS:
        if act.name in (SEPARATOR, "quit", "data_folder", "log_folder", "remove_demo", "load_demo"):
            continue
        action = window.actions_.by_name[act.name]
        if not action.isEnabled():
            continue
        action.trigger()
        dialog = QApplication.activeModalWidget()
        assert (dialog is not None) == act.text.endswith("…"), act.name
        if isinstance(dialog, QDialog):
            dialog.reject()
            settle(qtbot, window)
    window.showNormal()


def test_a_page_reloads_when_something_it_cares_about_was_written(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window()
    today = window.page("today")
    calls = own_reloads(today)
    window.desk.changed.emit(Changes.SETTINGS)
    settle(qtbot, window)
    assert calls == []
    window.desk.changed.emit(Changes.READINESS)
    settle(qtbot, window)
    assert calls == ["today"]


def test_a_hidden_page_waits_until_it_is_shown(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window()
    window.show_page("settings")
    calls = own_reloads(window.page("today"))
    window.desk.changed.emit(Changes.READINESS)
    settle(qtbot, window)
    assert calls == []
    window.show_page("today")
    settle(qtbot, window)
    assert calls == ["today"]
    window.show_page("settings")
    window.show_page("today")
    settle(qtbot, window)
    assert calls == ["today"], "a fresh page is not fetched again"


def test_the_first_page_is_fetched_once(open_window: Opening, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    plain = fakes.FakeRoster.today
    monkeypatch.setattr(fakes.FakeRoster, "today", lambda self, day: asked.append(day) or plain(self, day))
    open_window()
    assert len(asked) == 1


def test_an_empty_database_invites(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(people=False)
    page = window.page_now()
    names = {button.accessibleName() for button in page._welcome.cards}
    assert names == {"Load the demo", "Add an athlete", "Import a log", "Open another database"}
    assert not window.actions_.by_name["new_season"].isEnabled()
    qtbot.mouseClick(page._welcome.cards[0], Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert len(window.desk.athletes) == 6
    assert page._layers.currentWidget() is page._board
    assert not window.actions_.by_name["load_demo"].isEnabled()


def test_the_demo_goes_and_comes_back(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window()
    window.actions_.by_name["remove_demo"].trigger()
    settle(qtbot, window)
    assert window.desk.athletes == []
    assert window.bars.messages.isVisible()
    window.bars.messages._action.click()
    settle(qtbot, window)
    assert len(window.desk.athletes) == 6


def test_a_database_that_does_not_fit_shows_where_to_upgrade(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(state=DatabaseState.BEHIND)
    assert window.page_now().word == "database"
    assert window.page_now().header_actions()[0].text() == "&Upgrade…"
    assert "0003_extend_workout" in window.page_now().card.sentence.text()
    assert window.actions_.by_name["upgrade"].isEnabled()
    assert not window.actions_.by_name["add_athlete"].isEnabled()
    window.show_page("plan")
    settle(qtbot, window)


def test_an_error_is_said_in_a_sentence_with_its_details_behind(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window()

    def work() -> None:
        raise NotFound("No such athlete.", advice="Choose another.")

    window.desk.run(work, lambda _: None)
    settle(qtbot, window)
    bar = window.bars.messages
    assert bar.isVisible()
    assert bar._title.text() == "Not found"
    assert bar._text.text() == "No such athlete. Choose another."
    assert "Traceback" not in bar._text.text()
    bar._more.click()
    assert bar._details.isVisible()
    bar._copy.click()
    assert "NotFound" in QApplication.clipboard().text()
    bar._close.click()
    assert not bar.isVisible()


def test_an_unexpected_error_shows_no_traceback_and_no_secret(open_window: Opening) -> None:
    window = open_window()
    window.tell_error(ValueError("postgresql://coach:hunter2@server/peakline"))
    bar = window.bars.messages
    assert "hunter2" not in bar._details.toPlainText()
    assert "ValueError" not in bar._text.text()


def test_the_theme_changes_at_once_everywhere(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window()
    light = window.grab().toImage()
    icon = window._header.athlete.icon().cacheKey()
    window.actions_.by_name["theme_dark"].trigger()
    settle(qtbot, window)
    dark = window.grab().toImage()
    spots = [(90, 400), (700, 60), (500, 600), (640, 13)]
    for x, y in spots:
        assert light.pixelColor(x, y).lightness() > 200, (x, y)
        assert dark.pixelColor(x, y).lightness() < 60, (x, y)
    assert window._header.athlete.icon().cacheKey() != icon
    assert load(window.paths.settings).theme is Theme.DARK


def test_place_page_and_athlete_are_remembered(open_window: Opening, qtbot: QtBot, folders: Paths) -> None:
    first = open_window()
    first.setGeometry(60, 50, 1100, 700)
    first.show_page("settings")
    first.desk.select_athlete("athlete-3")
    settle(qtbot, first)
    first.close()
    second = open_window()
    Memory(folders.state).restore_geometry(second)
    assert second.height() == 700
    settings = load(folders.settings)
    assert settings.last_page == "settings"
    assert settings.last_athlete == "athlete-3"


def test_splitters_are_remembered(qtbot: QtBot, folders: Paths) -> None:
    def splitter() -> QSplitter:
        made = QSplitter()
        qtbot.addWidget(made)
        made.setObjectName("plan")
        made.addWidget(QTableView())
        made.addWidget(QTableView())
        made.resize(600, 200)
        made.show()
        return made

    first, memory = splitter(), Memory(folders.state)
    first.setSizes([450, 150])
    memory.save_splitters([first])
    memory.save()
    second = splitter()
    Memory(folders.state).restore_splitters([second])
    assert second.sizes() == first.sizes()


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (QRect(100, 100, 800, 600), QRect(100, 100, 800, 600)),
        (QRect(5000, 100, 800, 600), QRect(560, 240, 800, 600)),
        (QRect(100, -3000, 3000, 2000), QRect(0, 0, 1920, 1080)),
        (QRect(-700, 300, 800, 600), QRect(560, 240, 800, 600)),
    ],
    ids=["seen", "beside", "above and too large", "only an edge left"],
)
def test_a_window_off_screen_comes_back(place: QRect, expected: QRect) -> None:
    assert within_screens(place, [QRect(0, 0, 1920, 1080)]) == expected


def test_a_damaged_state_file_is_as_good_as_none(open_window: Opening, folders: Paths) -> None:
    folders.state.parent.mkdir(parents=True)
    folders.state.write_bytes(b"\x00[window]\ngeometry=nonsense\n")
    window = open_window()
    assert window.width() >= 1024


def test_closing_waits_for_the_work_under_way(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window()
    finished: list[bool] = []
    gate = threading.Event()
    window.desk.run(lambda: gate.wait(10), finished.append)
    window.close()
    assert window.isVisible(), "nothing is lost by closing early"
    gate.set()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert finished == [True]


def test_another_database_replaces_everything(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window()
    old = window.page_now()
    window.take(fake_opened(people=False))
    settle(qtbot, window)
    assert window.page_now() is not old
    assert window.desk.athletes == []
    assert window.desk.athlete == ""


def test_next_and_previous_athlete_go_round(open_window: Opening) -> None:
    window = open_window()
    names = [athlete.id for athlete in window.desk.athletes]
    window.actions_.by_name["previous_athlete"].trigger()
    assert window.desk.athlete == names[-1]
    window.actions_.by_name["next_athlete"].trigger()
    assert window.desk.athlete == names[0]
    assert "Anna Vogel" in window._header.athlete.accessibleName()


def test_progress_is_shown_in_place_and_can_be_cancelled(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window()
    gate = threading.Event()

    def work(ticket: object) -> None:
        ticket(0.5, "Half")
        gate.wait(10)
        ticket(0.6, "More")

    errors: list[BaseException] = []
    window.desk.run_long("Something long", work, lambda _: None, errors.append)
    qtbot.waitUntil(lambda: window.bars.tasks._bar.value() == 500)
    assert window.bars.tasks.isVisible()
    window.bars.tasks._cancel.click()
    gate.set()
    qtbot.waitUntil(lambda: len(errors) == 1)
    assert "nothing was changed" in str(errors[0])
    assert not window.bars.tasks.isVisible()


def test_removing_an_athlete_asks_with_verbs_and_cancel_is_the_default(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window()
    window.actions_.by_name["remove_athlete"].trigger()
    dialog = QApplication.activeModalWidget()
    assert dialog.cancel.isDefault()
    assert dialog.verb.text() == "Remove athlete"
    assert "cannot be undone" in dialog.sentence.text()
    dialog.verb.click()
    settle(qtbot, window)
    assert "athlete-0" not in [athlete.id for athlete in window.desk.athletes]


def test_removing_an_athlete_cuts_the_link_to_their_device_first(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window()
    whoop = window.desk.services.whoop
    whoop.links["athlete-0"] = replace(whoop.status("athlete-0"), is_connected=True)
    window.actions_.by_name["remove_athlete"].trigger()
    QApplication.activeModalWidget().verb.click()
    settle(qtbot, window)
    assert ("disconnect", "athlete-0", False) in whoop.calls
