"""What tests of the workouts page share: four sessions in memory, a desk, and the page over them."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.settings import Settings
from models.values.athletes import Athlete
from tests.fakes.looks import wear
from tests.fakes.sheets import show
from tests.fakes.training import TODAY, FakeTraining
from ui.kit.background import Background
from ui.kit.page import Desk
from ui.pages.workouts import WorkoutsPage


@pytest.fixture
def training() -> FakeTraining:
    return FakeTraining().fill()


@pytest.fixture
def training_desk(qapp: QApplication, training: FakeTraining) -> Iterator[Desk]:
    wear(qapp)
    made = Desk(Background(), Settings())
    made.today = lambda: TODAY
    knowledge = SimpleNamespace(claims=lambda _ids: [])
    roles = ("weeks", "training", "generating", "completing")
    made.open(SimpleNamespace(knowledge=knowledge, adapting=training.adapting, **dict.fromkeys(roles, training)))
    made.show_athletes([Athlete("mara", "mara@example.org", "Mara Lindqvist")])
    yield made
    made.background.close()


@pytest.fixture
def workouts_page(qtbot: QtBot, training_desk: Desk) -> WorkoutsPage:
    made = WorkoutsPage(training_desk)
    qtbot.addWidget(made)
    made.resize(1200, 760)
    with qtbot.waitExposed(made):
        made.show()
    # In the window the page stack does this.
    training_desk.changed.connect(lambda _changes: made.reload())
    show(made, qtbot)
    return made
