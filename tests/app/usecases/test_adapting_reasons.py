"""What a review rests on: effort above plan, time away and missed sessions, as the log really tells them."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import update

from app.gateways.performance import read_performance
from app.gateways.review import read_review
from app.usecases.adapting import Adapting
from models.tables.plan import proposal
from models.tables.workouts import workout_set
from models.values.kinds import AdaptationType
from tests.app.usecases.test_adapting import START, TODAY, athlete, check_ins, train
from tests.fakes.logbook import BENCH, SQUAT, Logbook, a_set

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def logbook(database):
    return Logbook(database)


def triggers(found):
    return {one["name"]: one for one in found.evidence["triggers"]}


def test_a_review_and_a_check_in_see_the_same_effort(database, logbook):
    """Repetitions that fail at the planned load are effort above plan, in a deload as anywhere."""
    ada = athlete(logbook)
    check_ins(logbook, ada)
    with database.write() as connection:
        connection.execute(update(workout_set).values(target_rpe=7.0, target_reps=7))
    (found,) = Adapting(database).review(ada, TODAY)
    assert found.kind is AdaptationType.EARLY_DELOAD
    effort = triggers(found)["rpe_drift"]
    assert (effort["state"], effort["numbers"]["sessions"]) == (True, 3)
    now = datetime.combine(TODAY, time(6), UTC)
    with database.read() as connection:
        review = read_review(connection, ada, TODAY)
        said = read_performance(connection, ada, now, now)
    assert review is not None
    last = [drift for _, drift in review.drifts][-3:]
    assert last == pytest.approx([8.25 - 7 + 2] * 3)
    assert said.rpe_drift == pytest.approx(sum(last) / 3)


def test_who_hardly_trained_gets_no_deload(logbook, database):
    """Low answers and a plan hardly done, because two weeks brought one session each: no deload, a gentle return."""
    ada = athlete(logbook)
    day = TODAY + timedelta(weeks=2)
    train(logbook, ada, day - timedelta(days=7))
    for back in range(7):
        logbook.signal(ada, datetime.combine(day - timedelta(days=back), time(6), UTC), 0.3, f"late{back}")
    (found,) = Adapting(database).review(ada, day)
    assert (found.kind, found.title) == (AdaptationType.VOLUME_REDUCTION, "Fewer sets after time away")
    assert "sessions" in triggers(found)["compliance"]["sentence"]
    assert triggers(found)["compliance"]["state"] is False


def stalled(logbook, day, left=SQUAT, pause=0):
    """An athlete with two stalled lifts, of which one is left alone from the season's third week on."""
    ada = athlete(logbook)
    for week in range(1, 16):
        train(logbook, ada, START - timedelta(weeks=week), load=100.0 + 0.2 * (week % 2))
    begun = TODAY + timedelta(days=pause)
    for late in range(0, (day - begun).days, 3):
        sets = [a_set(5, 50.0, rpe) for rpe in (8.0, 8.5) * 8]
        lifts = {name: sets for name in (SQUAT, BENCH) if name != left}
        logbook.workout(ada, datetime.combine(begun + timedelta(days=late), time(17), UTC), lifts)
    return ada


@pytest.mark.parametrize(("days", "spoken"), [(14, True), (26, False)])
def test_a_lift_left_alone_is_not_judged(database, logbook, days, spoken):
    day = TODAY + timedelta(days=days)
    ada = stalled(logbook, day)
    found = [one.topic for one in Adapting(database).review(ada, day)]
    assert any(f"stall:{SQUAT}" in topic for topic in found) is spoken


@pytest.mark.parametrize(("days", "spoken"), [(20, False), (30, False), (44, True)])
def test_after_time_away_no_lift_is_spoken_of_at_once(database, logbook, days, spoken):
    day = TODAY + timedelta(days=20 + days)
    ada = stalled(logbook, day, left=None, pause=20)
    found = [one.topic for one in Adapting(database).review(ada, day)]
    assert any("stall:" in topic for topic in found) is spoken


def test_sets_cut_in_one_block_are_not_cut_again_in_the_next(database, logbook):
    ada = athlete(logbook)
    check_ins(logbook, ada, 0.7)
    adapting = Adapting(database)
    (found,) = adapting.review(ada, TODAY)
    assert found.topic.startswith("volume:")
    adapting.accept(found.id, TODAY)
    with database.write() as connection:
        connection.execute(update(proposal).values(topic="volume:the block before"))
    assert adapting.review(ada, TODAY) == []
