import pytest
from PySide6.QtWidgets import QApplication

from tests.fakes.looks import wear
from tests.fakes.seasons import TODAY, season
from ui.widgets.timeline import Timeline
from ui.widgets.timeline_view import SeasonView


@pytest.fixture(autouse=True)
def _light(qapp):
    wear(qapp)


@pytest.fixture
def view():
    return SeasonView(season(), TODAY)


@pytest.fixture
def timeline(qtbot, view):
    made = Timeline()
    qtbot.addWidget(made)
    made.resize(1200, 400)
    with qtbot.waitExposed(made):
        made.show()
    made.show_season(view)
    QApplication.processEvents()
    return made
