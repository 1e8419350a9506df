"""An athlete's own page: check-in and session, alone in the window, and useful while the server is away."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.bootstrap import build
from app.errors import Conflict, DatabaseUnavailable
from app.paths import Paths
from app.settings import Settings, Start
from models.values.readiness import CheckIn
from models.values.workouts import WorkoutStatus
from tests.fakes.logbook import SQUAT, Logbook, a_set
from tests.fakes.windows import Opening
from ui.kit.away import go_away, may_check_in
from ui.kit.page import Desk
from ui.pages.morning import MorningPage
from ui.window import Window

SERVER = "postgresql://coach@127.0.0.1:1/peakline"


@pytest.fixture
def athlete(make_desk: Callable[[], Desk], fast_database, folders: Paths) -> tuple[Desk, str]:
    who = Logbook(fast_database).athlete(name="Ada Berg")
    desk = make_desk()
    desk.open(build(folders, fast_database.url))
    desk.show_athletes(desk.services.athletes.list())
    return desk, who


def shown(desk: Desk, qtbot: QtBot) -> MorningPage:
    page = MorningPage(desk)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    with qtbot.waitSignal(page.loaded, timeout=10_000):
        page.reload()
    return page


def test_it_greets_asks_and_tells_the_next_session(athlete: tuple[Desk, str], qtbot: QtBot) -> None:
    desk, _ = athlete
    page = shown(desk, qtbot)
    assert page.hello.text() == "Good morning, Ada"
    assert "Nothing is planned" in page.next.text()
    assert not page.open_session.isEnabled()
    qtbot.waitUntil(lambda: page.card.is_shown, timeout=10_000)
    for name in ("readiness", "motivation"):
        qtbot.mouseClick(page.card.form.scales[name].button(4), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(page.card.logged, timeout=10_000):
        page.card.log()
    assert "Freshness 75 of 100" in page.card.told.text()


def test_it_says_what_the_check_in_means_for_todays_session(
    athlete: tuple[Desk, str], fast_database, qtbot: QtBot
) -> None:
    desk, who = athlete
    at = datetime(2026, 3, 18, 18, tzinfo=UTC)
    planned = {"status": WorkoutStatus.PLANNED, "selection_rationale": {"version": 1}, "name": "Lower A"}
    logbook = Logbook(fast_database)
    logbook.workout(who, at, {SQUAT: [a_set(logged=False)] * 3}, **planned)
    page = shown(desk, qtbot)
    assert page.meaning.isHidden()
    logbook.signal(who, at - timedelta(hours=11), 0.65, "s", score_confidence=0.8, score_parts={})
    with qtbot.waitSignal(page.loaded, timeout=10_000):
        page.reload()
    assert page.meaning.text().startswith("Lower A stays as planned. As planned: Freshness 55 to 75")
    assert not page.meaning.isHidden()


def test_answers_stay_while_the_page_reloads(athlete: tuple[Desk, str], qtbot: QtBot) -> None:
    page = shown(athlete[0], qtbot)
    qtbot.waitUntil(lambda: page.card.is_shown, timeout=10_000)
    qtbot.mouseClick(page.card.form.scales["stress"].button(2), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(page.loaded, timeout=10_000):
        page.reload()
    assert page.card.form.scales["stress"].value() == 2


def test_a_check_in_that_arrives_meanwhile_is_shown(athlete: tuple[Desk, str], qtbot: QtBot) -> None:
    desk, who = athlete
    desk.today = date.today
    page = shown(desk, qtbot)
    qtbot.waitUntil(lambda: page.card.is_shown, timeout=10_000)
    desk.services.checking_in.log(who, CheckIn(5, 4), datetime.now(UTC))
    with qtbot.waitSignal(page.loaded, timeout=10_000):
        page.reload()
    qtbot.waitUntil(lambda: page.card.form.scales["readiness"].value() == 5, timeout=10_000)
    assert page.card.verb.text() == "Correct check-in"


def test_nobody_is_asked_who_they_are(
    make_desk: Callable[[], Desk], fast_database, folders: Paths, qtbot: QtBot
) -> None:
    desk = make_desk()
    desk.open(build(folders, fast_database.url))
    page = shown(desk, qtbot)
    assert page._layers.currentWidget() is page._nobody


def test_it_has_the_window_to_itself(open_window: Opening) -> None:
    window = open_window()
    window.show_page("morning")
    assert window._rail.isHidden()
    assert window._header.isHidden()
    window.show_page("settings")
    assert not window._rail.isHidden()
    assert not window._header.isHidden()


def test_an_athletes_computer_begins_with_it() -> None:
    assert Settings(last_page="plan").first_page == "plan"
    assert Settings(last_page="plan", start=Start.MORNING).first_page == "morning"


def test_only_an_athletes_computer_goes_on_without_its_server() -> None:
    own = Settings(start=Start.MORNING, last_athlete="a")
    gone = DatabaseUnavailable("The server does not answer.")
    assert may_check_in(gone, own, SERVER)
    assert not may_check_in(gone, own, "sqlite:///file.db")
    assert not may_check_in(Conflict("x"), own, SERVER)
    assert not may_check_in(gone, replace(own, start=Start.LAST), SERVER)
    assert not may_check_in(gone, replace(own, last_athlete=None), SERVER)


def test_a_check_in_without_its_server_waits_on_this_computer(
    make_desk: Callable[[], Desk], folders: Paths, qtbot: QtBot, tmp_path: Path
) -> None:
    settings = Settings(start=Start.MORNING, last_athlete="a", athlete_name="Ada Berg")
    window = Window(make_desk(), folders, keeps=False)
    qtbot.addWidget(window)
    window.start("morning")
    window.show()
    window.show_first_page()
    away = go_away(folders, settings, SERVER)
    asked: list[bool] = []
    window.take_away(away, lambda: asked.append(True))
    page = window.page_now()
    assert isinstance(page, MorningPage)
    qtbot.waitUntil(lambda: page.card.is_shown, timeout=20_000)
    assert page.hello.text() == "Good morning, Ada"
    qtbot.waitUntil(lambda: "Not known" in page.next.text(), timeout=20_000)
    for name in ("readiness", "motivation"):
        qtbot.mouseClick(page.card.form.scales[name].button(3), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(page.card.logged, timeout=20_000):
        page.card.log()
    assert "kept on this computer" in page.card.told.text()
    assert len(away.services.checking_in.waiting_days("a")) == 1
    qtbot.waitUntil(lambda: not window.is_busy(), timeout=20_000)
