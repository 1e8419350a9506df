"""Choices take effect at once and are kept."""

from PySide6.QtWidgets import QRadioButton
from pytestqt.qtbot import QtBot

from app.settings import Theme, load
from models.values.units import Unit
from tests.fakes.windows import Opening, settle
from ui.kit.theme import is_dark


def radio(page: object, words: str) -> QRadioButton:
    return next(button for button in page.findChildren(QRadioButton) if button.text() == words)


def test_the_theme_is_put_on_at_once(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window()
    window.show_page("settings")
    settle(qtbot, window)
    page = window.page_now()
    assert radio(page, "Light").isChecked()
    radio(page, "Dark").click()
    assert is_dark()
    assert load(window.paths.settings).theme is Theme.DARK
    assert window.actions_.by_name["theme_dark"].isChecked()
    window.actions_.by_name["theme_light"].trigger()
    assert radio(page, "Light").isChecked()
    assert not is_dark()


def test_the_unit_is_kept(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window()
    window.show_page("settings")
    settle(qtbot, window)
    radio(window.page_now(), "Pounds").click()
    assert window.desk.unit is Unit.LB
    assert load(window.paths.settings).unit is Unit.LB


def test_about_and_folders_are_asked_of_the_window(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window()
    window.show_page("settings")
    wanted: list[str] = []
    window.desk.action_wanted.disconnect()
    window.desk.action_wanted.connect(wanted.append)
    devices = window.page_now().devices
    for button in window.page_now().findChildren(type(window._header.search)):
        if not devices.isAncestorOf(button):
            button.click()
    assert wanted == ["data_folder", "log_folder", "about"]
