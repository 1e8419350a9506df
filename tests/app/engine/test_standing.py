"""Where a season stands: sessions move it, the calendar does not."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.standing import Done, Session, monday_of, position_of, week_of, weeks_done
from models.values.kinds import WorkoutStatus
from models.values.plan import Block, Macrocycle, Mesocycle

START = date(2026, 3, 2)
DONE, PLANNED, SKIPPED, BEGUN = (
    WorkoutStatus.COMPLETED,
    WorkoutStatus.PLANNED,
    WorkoutStatus.SKIPPED,
    WorkoutStatus.IN_PROGRESS,
)


def week(number, *statuses, at=None, of=None):
    monday = START + timedelta(weeks=number if at is None else at)
    of = of or len(statuses)
    return [Session(monday + timedelta(days=2 * place), status, number, of) for place, status in enumerate(statuses)]


def later(weeks):
    return START + timedelta(weeks=weeks)


def done(sessions, today, total=8, days=4):
    return weeks_done(sessions, total, today, days).weeks


def test_a_week_is_done_with_its_last_session():
    assert done(week(0, DONE, DONE, PLANNED), START) == 0
    assert done(week(0, DONE, DONE, DONE), START) == 1
    assert done(week(0, DONE, DONE, BEGUN), START) == 0


def test_a_week_that_is_still_to_be_filled_is_not_done():
    half = week(0, DONE, DONE, of=4)
    assert done(half, START + timedelta(days=2)) == 0
    assert done([*half, Session(START, DONE), Session(START, DONE)], START + timedelta(days=2)) == 1
    assert done(half, later(1)) == 1
    unsaid = [Session(one.day, one.status, one.week) for one in half]
    assert done(unsaid, START + timedelta(days=2), days=4) == 0
    assert done(unsaid, START + timedelta(days=2), days=2) == 1


def test_one_session_left_out_is_no_reason_to_repeat_the_week():
    assert done(week(0, DONE, DONE, SKIPPED), START) == 1
    assert done(week(0, DONE, SKIPPED, SKIPPED, SKIPPED), START) == 0


def test_missed_sessions_are_over_with_their_calendar_week():
    sessions = week(0, DONE, DONE, PLANNED, PLANNED)
    assert done(sessions, START + timedelta(days=6)) == 0
    assert done(sessions, later(1)) == 1
    assert done(week(0, DONE, PLANNED, PLANNED, PLANNED), later(1)) == 0


def test_the_calendar_alone_moves_nothing():
    assert done([], later(5)) == 0
    assert done(week(0, PLANNED, PLANNED, PLANNED), later(5)) == 0
    assert done(week(0, SKIPPED, SKIPPED), START) == 0


def test_a_second_attempt_counts_for_itself():
    sessions = [*week(0, DONE, PLANNED, PLANNED, PLANNED), *week(0, DONE, DONE, DONE, at=1)]
    assert weeks_done(sessions, 8, later(1), 4) == Done(1, later(1))


def test_a_later_week_that_is_done_takes_the_others_with_it():
    assert done([*week(0, DONE, PLANNED, PLANNED), *week(1, DONE, DONE)], later(1)) == 2


def test_weeks_trained_without_a_plan_count():
    free = [Session(START + timedelta(days=day), DONE) for day in (0, 2)]
    assert done(free, later(1)) == 1
    assert done(free, START + timedelta(days=3)) == 0
    assert done([*free, *[Session(START + timedelta(days=day), DONE) for day in (3, 4)]], START + timedelta(4)) == 1
    assert done(free[:1], later(1)) == 0


def test_a_session_beside_the_plan_does_not_count_twice():
    assert done([*week(0, DONE, DONE), Session(START, DONE), Session(START, DONE)], later(1)) == 1


def test_never_beyond_the_season():
    sessions = [one for number in range(9) for one in week(number, DONE)]
    assert done(sessions, later(9), total=8) == 8


statuses = st.lists(st.sampled_from([DONE, PLANNED, SKIPPED, BEGUN]), max_size=5)


@given(st.lists(statuses, max_size=8), st.integers(0, 9))
def test_one_more_session_done_never_takes_the_season_back(weeks, today):
    sessions = [one for number, those in enumerate(weeks) for one in week(number, *those)]
    for place, one in enumerate(sessions):
        if one.status is not DONE:
            more = [*sessions[:place], Session(one.day, DONE, one.week, one.of), *sessions[place + 1 :]]
            assert done(more, later(today)) >= done(sessions, later(today))


@given(st.lists(statuses, max_size=8), st.integers(0, 9))
def test_time_alone_takes_nothing_back(weeks, today):
    sessions = [one for number, those in enumerate(weeks) for one in week(number, *those)]
    assert done(sessions, later(today + 1)) >= done(sessions, later(today))


def test_mondays_follow_the_plan_and_then_the_athlete():
    start = later(0)
    assert monday_of(start, 3, Done(3, later(2)), later(3) + timedelta(2)) == later(3)
    # Ahead of the calendar: the next week has its own place.
    assert monday_of(start, 4, Done(4, later(3)), later(3) + timedelta(4)) == later(4)
    # Two weeks behind: the week they stand in is now, or next where this one was used already.
    assert monday_of(start, 3, Done(3, later(2)), later(5)) == later(5)
    assert monday_of(start, 3, Done(3, later(5)), later(5) + timedelta(4)) == later(6)
    assert monday_of(start, 5, Done(3, later(2)), later(5)) == later(7)
    # A season that has not begun waits for its start.
    assert monday_of(start, 0, Done(0, None), START - timedelta(days=10)) == later(0)


def season(*mesocycles):
    number, mesos = 0, []
    for order, lengths in enumerate(mesocycles):
        blocks = []
        for place, weeks in enumerate(lengths):
            blocks.append(
                Block(place, "ACCUMULATION", weeks, "MAV", "STRENGTH", 1.1, 3, 1, {}, {}, {}, {}, id=f"b{number}")
            )
            number += 1
        mesos.append(Mesocycle(order, "STRENGTH", blocks, f"m{order}"))
    return Macrocycle(START, "INTERMEDIATE", "STRENGTH", [], mesos)


@pytest.mark.parametrize(
    ("completed", "place"),
    [(0, (0, 0, 0, "b0")), (3, (0, 1, 0, "b1")), (4, (1, 0, 0, "b2")), (6, (1, 0, 2, "b2")), (7, (1, 0, 2, "b2"))],
)
def test_positions_count_through_mesocycles(completed, place):
    found = position_of(season([3, 1], [3]), completed)
    assert (found.mesocycle, found.block, found.week_in_block, found.block_id) == place
    assert found.is_over == (completed == 7)


def test_weeks_are_found_by_their_block():
    blocks = season([3, 1], [3]).blocks
    assert week_of(blocks, "b2", 1) == 5
    assert week_of(blocks, "elsewhere", 0) is None
