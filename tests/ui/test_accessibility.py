"""Everything that takes the focus has a name a screen reader can say."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QMainWindow, QTableView, QWidget
from pytestqt.qtbot import QtBot

from tests.fakes.windows import Opening, settle
from ui.pages.registry import WORDS

DIALOGS = [
    "add_athlete",
    "new_season",
    "import_log",
    "open_database",
    "connect_server",
    "back_up",
    "restore",
    "roll_back",
    "validate",
    "backfill",
    "switch_athlete",
    "remove_athlete",
    "readiness_rules",
    "commands",
    "shortcuts",
    "about",
]


def nameless(root: QWidget) -> list[str]:
    """Focusable widgets below `root` whose accessible name and text are both empty."""
    QAccessible.setActive(True)
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isVisibleTo(root):
            continue
        if isinstance(widget, QMainWindow) or isinstance(widget.parent(), QAbstractScrollArea):
            continue
        # The editor inside a spin box or combo box is read out under its owner's name.
        if widget.objectName().startswith("qt_"):
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is not None and not interface.text(QAccessible.Text.Name).strip():
            found.append(f"{type(widget).__name__} {widget.objectName()}")
    return found


@pytest.mark.parametrize("word", WORDS)
def test_every_page_names_what_takes_the_focus(open_window: Opening, qtbot: QtBot, word: str) -> None:
    window = open_window()
    window.show_page(word)
    settle(qtbot, window)
    assert nameless(window) == []


@pytest.mark.parametrize("word", WORDS)
def test_every_empty_page_too(open_window: Opening, qtbot: QtBot, word: str) -> None:
    window = open_window(people=False)
    window.show_page(word)
    settle(qtbot, window)
    assert nameless(window) == []


@pytest.mark.parametrize("name", DIALOGS)
def test_every_dialog_names_what_takes_the_focus(open_window: Opening, qtbot: QtBot, name: str) -> None:
    window = open_window()
    window.actions_.by_name[name].trigger()
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert dialog.windowTitle()
    assert nameless(dialog) == []
    dialog.reject()
    settle(qtbot, window)


def test_a_nameless_button_would_be_found(open_window: Opening) -> None:
    window = open_window()
    window._header.search.setAccessibleName("")
    window._header.search.setText("")
    assert nameless(window) == ["QPushButton "]


def test_tables_have_headers(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window()
    for word in WORDS:
        window.show_page(word)
        settle(qtbot, window)
        for table in window.page(word).findChildren(QTableView):
            assert table.accessibleName(), word
            model = table.model()
            titles = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
            assert any(titles), word


def test_tab_reaches_what_is_shown_and_comes_back(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window()
    with qtbot.waitActive(window):
        window.activateWindow()
    window._header.search.setFocus()
    seen = []
    for _ in range(60):
        qtbot.keyClick(window, Qt.Key.Key_Tab)
        seen.append(window.focusWidget())
        if seen[-1] is window._header.search:
            break
    assert seen[-1] is window._header.search, "the focus is caught somewhere"
    assert window.page("today")._table in seen
