"""Where the data is kept, in words."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from models.values.upgrading import DatabaseState
from tests.fakes.windows import Opening, settle


def test_shows_location_state_history_and_counts(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window()
    window.show_page("database")
    settle(qtbot, window)
    page = window.page_now()
    facts = {name: label.text() for name, label in page._facts._values.items()}
    assert facts["Location"] == "/home/coach/peakline.db"
    assert facts["Engine"] == "SQLite 3.40.1"
    assert facts["Revision"] == "0005"
    assert facts["Size"].startswith("4.59")
    assert page._state_word.text() == "Up to date"
    ticks = [page._revisions.rows.data(page._revisions.rows.index(row, 0)) for row in range(5)]
    assert ticks == ["✓"] * 5
    assert page._counts.rows.data(page._counts.rows.index(2, 1), Qt.ItemDataRole.DisplayRole) == "28,114"


@pytest.mark.parametrize("state", [DatabaseState.BEHIND, DatabaseState.ADOPTABLE])
def test_an_upgrade_is_offered_done_and_then_gone(open_window: Opening, qtbot: QtBot, state: DatabaseState) -> None:
    window = open_window(state=state)
    page = window.page_now()
    assert page.header_actions()[0].text() == "&Upgrade Database"
    services = window.desk.services
    page._upgrade.trigger()
    settle(qtbot, window)
    assert services.upgrading.state is DatabaseState.CURRENT


@pytest.mark.parametrize("state", [DatabaseState.NEWER, DatabaseState.FOREIGN])
def test_what_cannot_be_upgraded_is_refused_in_words(open_window: Opening, qtbot: QtBot, state: DatabaseState) -> None:
    window = open_window(state=state)
    page = window.page_now()
    assert [action.text() for action in page.header_actions()] == ["&Open Another…"]
    assert page._state_text.text()
