"""Logging a check-in through the dialog: with a real database, a draft that outlives it, and a correction."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.errors import InvalidInput
from app.paths import Paths
from tests.fakes.logbook import Logbook
from ui.dialogs.check_in import CheckInDialog
from ui.kit.page import Desk


@pytest.fixture
def athlete(desk: Desk, fast_database, tmp_path) -> str:
    # bootstrap imports SQLAlchemy, which most tests of widgets do without.
    from app.bootstrap import build  # noqa: PLC0415 - as above

    who = Logbook(fast_database).athlete()
    paths = Paths(tmp_path, tmp_path, tmp_path, tmp_path)
    desk.open(build(paths, fast_database.url))
    return who


def opened(desk: Desk, athlete: str, qtbot: QtBot, back: int = 0) -> CheckInDialog:
    dialog = CheckInDialog(desk, athlete, desk.today() - timedelta(days=back))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.card.is_shown, timeout=10_000)
    return dialog


def answer(dialog: CheckInDialog, readiness: int, motivation: int, qtbot: QtBot) -> None:
    for name, level in (("readiness", readiness), ("motivation", motivation)):
        qtbot.mouseClick(dialog.card.form.scales[name].button(level), Qt.MouseButton.LeftButton)


def entries(desk: Desk, athlete: str) -> list[tuple[int, int]]:
    today = desk.today()
    history = desk.services.readiness.history(athlete, today - timedelta(days=30), today)
    return [((today - one.day).days, one.readiness) for one in history.entries]


def test_three_mornings_are_logged_and_one_corrected(desk: Desk, athlete: str, qtbot: QtBot) -> None:
    for back, level in ((2, 3), (1, 4), (0, 5), (1, 2)):
        dialog = opened(desk, athlete, qtbot, back)
        assert dialog.card.verb.text() == ("Correct check-in" if level == 2 else "Log check-in")
        answer(dialog, level, 3, qtbot)
        with qtbot.waitSignal(dialog.card.logged, timeout=10_000):
            qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert entries(desk, athlete) == [(2, 3), (1, 2), (0, 5)]


def test_what_is_missing_is_said_and_nothing_is_logged(desk: Desk, athlete: str, qtbot: QtBot) -> None:
    dialog = opened(desk, athlete, qtbot)
    qtbot.mouseClick(dialog.card.form.scales["readiness"].button(4), Qt.MouseButton.LeftButton)
    dialog.card.log()
    assert "Readiness and motivation are needed" in dialog.card.told.text()
    assert entries(desk, athlete) == []


def test_a_draft_outlives_the_dialog(desk: Desk, athlete: str, qtbot: QtBot) -> None:
    dialog = opened(desk, athlete, qtbot)
    qtbot.mouseClick(dialog.card.form.scales["readiness"].button(2), Qt.MouseButton.LeftButton)
    dialog.card.form.map.set_level("chest", 3)
    dialog.close()
    qtbot.waitUntil(lambda: desk.services.checking_in.draft(athlete, desk.today()) != {}, timeout=5_000)
    again = opened(desk, athlete, qtbot)
    assert again.card.form.draft() == {"readiness": 2, "soreness": {"chest": 3}}
    assert "still here" in again.card.told.text()


def test_what_the_use_case_refuses_keeps_the_answers(desk: Desk, athlete: str, qtbot: QtBot, monkeypatch) -> None:
    dialog = opened(desk, athlete, qtbot)

    def refuse(*_: object, **__: object) -> None:
        raise InvalidInput("Readiness is 1 to 5, not 9.")

    monkeypatch.setattr(desk.services.checking_in, "log", refuse)
    answer(dialog, 4, 4, qtbot)
    dialog.card.log()
    qtbot.waitUntil(lambda: "not 9" in dialog.card.told.text(), timeout=5_000)
    assert dialog.card.form.draft() == {"readiness": 4, "motivation": 4}
