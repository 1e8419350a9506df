"""Reviews: asked for with progress, quiet after what they rest on changed, and never in each other's way."""

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.changes import Changes
from app.errors import PeaklineError
from tests.fakes.proposals import FakeAdapting, deload, volume
from ui.kit.page import Desk
from ui.kit.reviews import Reviews

EVERYBODY = [f"athlete-{number}" for number in range(6)]


@pytest.fixture
def adapting(desk: Desk) -> FakeAdapting:
    made = FakeAdapting(finds=[deload(), volume()])
    desk.services.adapting = made
    return made


@pytest.fixture
def reviews(desk: Desk, adapting: FakeAdapting) -> Reviews:
    desk.services.adapting = adapting
    made = Reviews(desk, lambda: True)
    made._quiet.setInterval(1)
    return made


@pytest.fixture
def heard(desk: Desk) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {"messages": [], "notices": [], "tasks": [], "failed": [], "pages": []}
    desk.message.connect(found["messages"].append)
    desk.noticed.connect(found["notices"].append)
    desk.task_started.connect(found["tasks"].append)
    desk.failed.connect(found["failed"].append)
    desk.page_wanted.connect(found["pages"].append)
    return found


def test_everybody_is_reviewed_and_what_was_found_is_counted(
    desk: Desk, reviews: Reviews, adapting: FakeAdapting, heard: dict[str, list[Any]], qtbot: QtBot
) -> None:
    with qtbot.waitSignal(desk.proposals_counted):
        desk.review_wanted.emit(EVERYBODY)

    assert adapting.reviewed == EVERYBODY
    assert desk.open_proposals == {"athlete-0": 1, "athlete-1": 1}
    assert heard["messages"] == ["6 athletes reviewed: 2 new proposals."]
    with qtbot.waitSignal(desk.proposals_counted):
        desk.review_wanted.emit(EVERYBODY[:1])
    assert heard["messages"][-1] == "1 athlete reviewed: nothing new to propose."


def test_progress_names_the_athlete(desk: Desk, reviews: Reviews, heard: dict[str, list[Any]], qtbot: QtBot) -> None:
    shown: list[tuple[float, str]] = []
    desk.task_started.connect(lambda ticket: setattr(ticket, "show", lambda *told: shown.append(told)))
    with qtbot.waitSignal(desk.proposals_counted):
        reviews.review(EVERYBODY)

    assert shown[0] == (0.0, "Anna Vogel (1 of 6)")


def test_a_cancelled_review_keeps_what_was_found(
    desk: Desk, reviews: Reviews, adapting: FakeAdapting, heard: dict[str, list[Any]], qtbot: QtBot
) -> None:
    def reviewed(athlete_id: str, today: Any) -> Any:
        found = FakeAdapting.review(adapting, athlete_id, today)
        if athlete_id == "athlete-1":
            heard["tasks"][0].cancel()
        return found

    adapting.review = reviewed  # type: ignore[method-assign]
    with qtbot.waitSignal(desk.proposals_counted):
        reviews.review(EVERYBODY)

    assert adapting.reviewed == EVERYBODY[:2]
    assert heard["messages"] == ["Reviewing was cancelled; what was found so far is kept."]
    assert heard["failed"] == []
    assert desk.open_proposals == {"athlete-0": 1, "athlete-1": 1}


def test_an_error_ends_the_review_and_is_told(
    desk: Desk, reviews: Reviews, adapting: FakeAdapting, heard: dict[str, list[Any]], qtbot: QtBot
) -> None:
    def broken(*_: Any) -> Any:
        raise PeaklineError("The server went away.")

    adapting.review = broken  # type: ignore[method-assign]
    with qtbot.waitSignals([desk.task_ended, desk.proposals_counted]):
        reviews.review(EVERYBODY)

    assert [str(error) for error in heard["failed"]] == ["The server went away."]
    # The next one is not held up by it.
    with qtbot.waitSignal(desk.task_ended):
        reviews.review(EVERYBODY)


@pytest.mark.parametrize("changes", [Changes.READINESS, Changes.WORKOUTS | Changes.PLAN])
def test_a_check_in_or_a_finished_session_is_looked_at_by_itself(
    desk: Desk, reviews: Reviews, adapting: FakeAdapting, heard: dict[str, list[Any]], qtbot: QtBot, changes: Changes
) -> None:
    with qtbot.waitSignal(desk.noticed):
        desk.changed.emit(changes)
        desk.changed.emit(changes)

    qtbot.waitUntil(lambda: desk.open_proposals == {"athlete-0": 1})
    assert adapting.reviewed == ["athlete-0"]
    [notice] = heard["notices"]
    assert (notice.title, notice.text) == ("A proposal for Anna Vogel", "An earlier deload.")
    notice.action()
    assert heard["pages"] == ["proposals"]


@pytest.mark.parametrize("changes", [Changes.WORKOUTS, Changes.ATHLETES, Changes.EVERYTHING])
def test_a_single_set_or_another_database_is_not(
    desk: Desk, reviews: Reviews, adapting: FakeAdapting, qtbot: QtBot, changes: Changes
) -> None:
    desk.changed.emit(changes)
    qtbot.wait(30)

    assert adapting.reviewed == []


def test_nothing_new_says_nothing(
    desk: Desk, reviews: Reviews, adapting: FakeAdapting, heard: dict[str, list[Any]], qtbot: QtBot
) -> None:
    adapting.finds = []
    desk.changed.emit(Changes.READINESS)
    qtbot.waitUntil(lambda: adapting.reviewed == ["athlete-0"])
    qtbot.wait(20)

    assert heard["notices"] == []


def test_without_a_usable_database_nothing_is_asked(desk: Desk, adapting: FakeAdapting, qtbot: QtBot) -> None:
    made = Reviews(desk, lambda: False)
    made._quiet.setInterval(1)
    made.count()
    made.review(EVERYBODY)
    desk.changed.emit(Changes.READINESS)
    qtbot.wait(30)

    assert adapting.reviewed == []
    assert desk.background.under_way == 0


def test_a_review_ends_where_another_database_is_opened(
    desk: Desk, reviews: Reviews, adapting: FakeAdapting, heard: dict[str, list[Any]], qtbot: QtBot
) -> None:
    def reviewed(athlete_id: str, today: Any) -> Any:
        desk.services.adapting = FakeAdapting()
        return FakeAdapting.review(adapting, athlete_id, today)

    adapting.review = reviewed  # type: ignore[method-assign]
    with qtbot.waitSignal(desk.task_ended):
        reviews.review(EVERYBODY)

    assert adapting.reviewed == EVERYBODY[:1]
    assert (heard["messages"], heard["failed"]) == ([], [])


def test_whoever_leaves_takes_their_proposals_out_of_the_count(
    desk: Desk, reviews: Reviews, adapting: FakeAdapting, qtbot: QtBot
) -> None:
    adapting.proposals = [deload(), volume()]
    with qtbot.waitSignal(desk.proposals_counted):
        reviews.count()
    adapting.proposals = [volume()]
    with qtbot.waitSignal(desk.proposals_counted):
        desk.changed.emit(Changes.ATHLETES)

    assert desk.open_proposals == {"athlete-1": 1}
