"""Windows and desks for tests: our own theme, folders of their own, and services in memory."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.paths import Paths
from app.settings import Settings, Theme
from models.values.upgrading import DatabaseState
from tests.fakes import services as fakes
from tests.fakes.windows import Opening, fake_opened, settle
from ui.kit import theme
from ui.kit.background import Background
from ui.kit.opening import Opened, file_url
from ui.kit.page import Desk
from ui.window import Window


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return theme.ARGUMENTS


@pytest.fixture(scope="session")
def themed(qapp: QApplication) -> QApplication:
    """The application with our style, fonts and the light palette."""
    theme.prepare(qapp)
    theme.apply(qapp, Theme.LIGHT)
    return qapp


@pytest.fixture
def folders(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "data", tmp_path / "config", tmp_path / "cache", tmp_path / "logs")


@pytest.fixture
def make_desk(themed: QApplication) -> Iterator[Callable[[], Desk]]:
    """Desks whose worker has ended before the test does; today is a fixed day."""
    made: list[Desk] = []

    def make() -> Desk:
        desk = Desk(Background(), Settings(theme=Theme.LIGHT))
        desk.today = lambda: fakes.TODAY
        made.append(desk)
        return desk

    yield make
    for desk in made:
        desk.background.close()


@pytest.fixture
def desk(make_desk: Callable[[], Desk]) -> Desk:
    """A desk with a roster of six, the first of them in hand."""
    made = make_desk()
    services = fakes.services()
    made.open(services)
    made.show_athletes(services.athletes.list())
    return made


@pytest.fixture
def open_window(make_desk: Callable[[], Desk], folders: Paths, qtbot: QtBot, themed: QApplication) -> Iterator[Opening]:
    """Open a window over services in memory, or over the real ones that are given."""
    made: list[Window] = []

    def make(
        *, people: bool = True, state: DatabaseState = DatabaseState.CURRENT, opened: Opened | None = None, **more: Any
    ) -> Window:
        window = Window(make_desk(), folders, **more)
        qtbot.addWidget(window)
        made.append(window)
        window.start("today")
        window.resize(1280, 800)
        window.show()
        window.show_first_page()
        # An upgrade opens the address anew, and that must not leave a file where the tests are run from.
        window.take(opened or replace(fake_opened(people=people, state=state), url=file_url(folders.database)))
        settle(qtbot, window)
        return window

    yield make
    for window in made:
        settle(qtbot, window)
    theme.apply(themed, Theme.LIGHT)
