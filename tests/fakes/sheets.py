"""Working on the workouts page as people do: waiting for it, typing into it, looking at its rows."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.values.training import SetResult
from tests.fakes.training import FakeTraining
from ui.pages.workouts import WorkoutsPage
from ui.widgets.set_row import SetRow


def show(page: WorkoutsPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.loaded):
        page.reload()


def settle(page: WorkoutsPage, qtbot: QtBot) -> None:
    for _ in range(3):
        # What was written is told, and fetched again.
        QApplication.processEvents()
        qtbot.waitUntil(lambda: not page.desk.background.under_way)


def press(qtbot: QtBot, *keys: str | Qt.Key) -> None:
    """Type into whatever has the focus; text is typed, keys are pressed."""
    for key in keys:
        target = QApplication.focusWidget()
        assert target is not None
        if isinstance(key, str):
            qtbot.keyClicks(target, key)
        else:
            qtbot.keyClick(target, key)


def logged(training: FakeTraining) -> list[SetResult]:
    return [told[1] for name, told in training.calls if name == "log"]


def rows(page: WorkoutsPage) -> list[SetRow]:
    return page.week.sheet.rows
