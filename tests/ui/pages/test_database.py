"""The database page: what it says of every state, what it offers, and what it asks the window for."""

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.errors import Cancelled, DatabaseBusy, UnreadableFile
from app.gateways.revision import REVISIONS
from app.settings import Theme
from models.values.upgrading import Backup, DatabaseState, Session
from tests.fakes.maintenance import BACKUPS, HEAD
from tests.fakes.windows import Opening, settle
from ui.dialogs.work import WorkDialog
from ui.kit.page import Desk
from ui.pages.database import DatabasePage
from ui.widgets.tables import TableView
from ui.window import Window


def shown(window: Window, qtbot: QtBot) -> DatabasePage:
    window.show_fresh("database")
    settle(qtbot, window)
    page = window.page_now()
    assert isinstance(page, DatabasePage)
    return page


def cells(table: TableView, row: int) -> list[str]:
    rows = table.rows
    return [rows.data(rows.index(row, column), Qt.ItemDataRole.DisplayRole) for column in range(rows.columnCount())]


def test_shows_where_how_far_and_how_it_fares(open_window: Opening, qtbot: QtBot) -> None:
    page = shown(open_window(), qtbot)
    assert page.card.value("Location") == "/home/coach/peakline.db"
    assert page.card.value("Engine") == "SQLite 3.40.1"
    assert page.card.value("Revision") == f"{HEAD[:4]}, the newest"
    assert page.card.value("Size").startswith("4.59")
    assert "17 Mar 2026" in page.card.value("Last backup")
    assert page.card.value("Last validation").startswith("✓ all held")
    assert page.card.value("Connected") == "this window only"
    assert page.card.word.text() == "Up to date"


def test_lists_backups_sessions_history_and_counts(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window()
    window.desk.services.upgrading.sessions = (Session("web", "prisma", 4711, "idle in transaction", 42.0),)
    page = shown(window, qtbot)
    assert cells(page.lists.backups.table, 0)[2:6] == ["29,368", HEAD[:4], "✗ missing", "copy"]
    assert cells(page.lists.sessions.table, 0) == ["web", "prisma", "4711", "idle in transaction", "42 s"]
    assert [cells(page.lists.revisions.table, row)[0] for row in range(len(REVISIONS))] == ["✓"] * len(REVISIONS)
    assert cells(page.lists.counts.table, 2) == ["SetLog", "28,114"]
    assert page.lists.tabText(1) == "Also connected (1)"
    assert page.card.value("Connected") == "this window and 1 other"


def test_an_empty_list_says_so(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window()
    window.desk.services.backing_up.backups = []
    page = shown(window, qtbot)
    assert page.lists.backups.currentWidget() is page.lists.backups.nothing
    assert not page.lists.restore.isEnabled()


@pytest.mark.parametrize(
    ("state", "first", "said"),
    [
        (DatabaseState.CURRENT, "&Back Up Now…", "works with"),
        (DatabaseState.BEHIND, "&Upgrade…", "0003_extend_workout"),
        (DatabaseState.EMPTY, "&Upgrade…", "no tables"),
        (DatabaseState.ADOPTABLE, "&Adopt Existing Database…", "web application"),
        (DatabaseState.NEWER, "Open F&ile…", "0009_something_new"),
        (DatabaseState.FOREIGN, "Open F&ile…", "another program"),
    ],
)
def test_offers_first_what_one_would_do(
    open_window: Opening, qtbot: QtBot, state: DatabaseState, first: str, said: str
) -> None:
    page = shown(open_window(state=state), qtbot)
    assert page.header_actions()[0].text() == first
    assert said in page.card.sentence.text()


def test_newer_names_both_versions_and_offers_nothing_on_it(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(state=DatabaseState.NEWER)
    page = shown(window, qtbot)
    assert "0009_something_new" in page.card.sentence.text()
    assert HEAD in page.card.sentence.text()
    assert not any(button.isVisible() for button in page.buttons.values())
    for name in ("upgrade", "adopt", "back_up", "restore", "roll_back", "validate", "backfill"):
        assert not window.actions_.by_name[name].isEnabled(), name
    for name in ("open_file", "connect_server"):
        assert window.actions_.by_name[name].isEnabled(), name


def test_a_backup_is_restored_from_the_list_by_keyboard(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window()
    page = shown(window, qtbot)
    table = page.lists.backups.table
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    settle(qtbot, window)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, WorkDialog)
    assert dialog.windowTitle() == "Restore a backup"
    assert dialog.chooser.value() == BACKUPS[1].file
    dialog.reject()


def test_plain_tokens_are_said_and_can_be_moved(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window()
    window.desk.services.integrations.left = 2
    page = shown(window, qtbot)
    assert "2 device links keep their tokens" in page.banner.text.text()
    page.banner.move_tokens.click()
    settle(qtbot, window)
    assert not page.banner.isVisible()
    assert window.bars.messages.isVisible()


def test_no_keyring_is_said_and_nothing_can_be_moved(desk: Desk, qtbot: QtBot) -> None:
    desk.services.keyring_problem = lambda: "There is no keyring on this computer."
    desk.services.integrations.left = 1
    page = DatabasePage(desk)
    qtbot.addWidget(page)
    page.show()
    page.reload()
    qtbot.waitUntil(lambda: desk.background.under_way == 0)
    QApplication.processEvents()
    assert "There is no keyring" in page.banner.text.text()
    assert "1 device link keeps its tokens" in page.banner.text.text()
    assert page.banner.move_tokens.isHidden()


def test_says_why_no_database_is_open(open_window: Opening) -> None:
    window = open_window()
    page = window.page("database")
    error = DatabaseBusy("Another Peakline (process 7) has this database open.", advice="Close it there.")
    window.desk.refused.emit(error)
    assert page.card.word.text() == "No database is open"
    assert "process 7" in page.card.sentence.text()


def test_wears_the_dark_theme(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(state=DatabaseState.BEHIND)
    page = shown(window, qtbot)
    before = page.card._icon.pixmap().toImage()
    window.wear(Theme.DARK)
    assert page.card._icon.pixmap().toImage() != before


def test_every_action_of_the_page_is_in_the_menu(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window()
    shown(window, qtbot)
    menu = [action.text() for action in window.actions_.menus["&Database"].actions() if not action.isSeparator()]
    for words in ("&Upgrade…", "&Back Up Now…", "Re&store…", "Back&fill…", "&Validate…", "R&oll Back…",
                  "&Adopt Existing Database…", "Open F&ile…", "&Connect to Server…"):  # fmt: skip
        assert words in menu


@pytest.fixture
def kept(open_window: Opening, qtbot: QtBot, tmp_path: Path) -> tuple[Window, Backup]:
    """A window whose only backup lies there as long as it was."""
    file = tmp_path / "kept.db"
    file.write_bytes(b"\0" * 10)
    window, manifest = open_window(), BACKUPS[0].manifest
    backup = Backup(file, replace(manifest, size_bytes=10))
    window.desk.services.backing_up.backups = [backup]
    return window, backup


def test_a_backup_of_the_right_size_is_not_called_verified(kept: tuple[Window, Backup], qtbot: QtBot) -> None:
    window, backup = kept
    assert cells(shown(window, qtbot).lists.backups.table, 0)[4] == "size matches"
    backup.file.write_bytes(b"\0" * 11)
    assert cells(shown(window, qtbot).lists.backups.table, 0)[4] == "✗ other size"


def test_verifying_reads_the_backup_and_says_so_until_the_file_changes(
    kept: tuple[Window, Backup], qtbot: QtBot
) -> None:
    window, backup = kept
    page = shown(window, qtbot)
    page.lists.verify.click()
    assert not page.lists.verify.isEnabled()
    settle(qtbot, window)
    assert window.desk.services.backing_up.verified == [backup.file]
    assert re.fullmatch(r"✓ verified \d\d:\d\d", cells(page.lists.backups.table, 0)[4])
    assert page.lists.verify.isEnabled()
    assert cells(shown(window, qtbot).lists.backups.table, 0)[4].startswith("✓ verified")
    os.utime(backup.file, ns=(0, 0))
    assert cells(shown(window, qtbot).lists.backups.table, 0)[4] == "size matches"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (UnreadableFile("kept.db is not the file that was backed up."), "✗ not usable"),
        (Cancelled("Verify kept.db was cancelled; nothing was changed."), "size matches"),
    ],
)
def test_what_is_no_good_or_unknown_is_not_called_verified(
    kept: tuple[Window, Backup], qtbot: QtBot, error: Exception, said: str
) -> None:
    window, _ = kept
    window.desk.services.backing_up.error = error
    page = shown(window, qtbot)
    page.lists.verify.click()
    settle(qtbot, window)
    assert cells(page.lists.backups.table, 0)[4] == said
    assert page.lists.verify.isEnabled()
    assert window.bars.messages.isVisible()
