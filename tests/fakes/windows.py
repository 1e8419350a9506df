"""What tests of the window share: a database in memory as the worker would hand it over, and patience."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.errors import WrongSchema
from models.values.upgrading import DatabaseState
from tests.fakes import services as fakes
from ui.kit.opening import Opened
from ui.window import Window

Opening = Callable[..., Window]


def fake_opened(*, people: bool = True, state: DatabaseState = DatabaseState.CURRENT) -> Opened:
    """A database in memory, as the worker would hand it over."""
    services = fakes.services(people=people, state=state)
    current = state is DatabaseState.CURRENT
    problem = None if current else WrongSchema("The database is behind.", advice="Upgrade it.")
    athletes = services.athletes.list() if current else ()
    return Opened(services, services.upgrading.status(), athletes, "sqlite:///:memory:", problem)


def settle(qtbot: QtBot, window: Window) -> None:
    """Wait until the worker has nothing to do and its results are on screen."""
    qtbot.waitUntil(lambda: not window.is_busy(), timeout=20_000)
    QApplication.processEvents()
