"""What devices measured: upserted by the provider's key, one record chosen for each day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert, select

from app.gateways.device_days import count_days, device_days, drop_missing, forget_days, store_readings
from models.tables.athletes import user
from models.tables.readiness import device_day
from models.values.devices import DayState, Reading

DAY = date(2026, 11, 20)
SIX = datetime(2026, 11, 20, 5, tzinfo=UTC)
FULL = {"recovery": 66.0, "hrv": 71.25, "resting_heart_rate": 48.0, "strain": 8.5, "sleep_hours": 7.5}


@pytest.fixture
def anna(database):
    with database.write() as connection:
        connection.execute(insert(user).values(id="anna", email="anna@example.org"))
    return database


def reading(key="1", state=DayState.SCORED, day=DAY, **more):
    return Reading(key, state, day, more.pop("numbers", FULL), **more)


def store(database, *readings):
    with database.write() as connection:
        return store_readings(connection, "anna", "whoop", readings)


def days(database, first=DAY, last=DAY):
    with database.read() as connection:
        return device_days(connection, "anna", first, last)


def test_a_record_is_stored_once_and_read_back(anna):
    told = reading(woke_at=SIX, time_zone_offset="+01:00", is_provisional=True, changed_at=SIX)
    assert store(anna, told).added == 1
    with anna.read() as connection:
        before = connection.execute(select(device_day.c.updated_at)).scalar_one()
    again = store(anna, told)
    with anna.read() as connection:
        assert connection.execute(select(device_day.c.updated_at)).scalar_one() == before
        assert count_days(connection, "anna", "whoop") == 1

    assert (again.added, again.changed) == (0, 0)
    found = days(anna)[DAY]
    assert (found.recovery, found.hrv, found.strain, found.sleep_hours) == (66.0, 71.25, 8.5, 7.5)
    assert (found.sleep_quality, found.is_provisional, found.is_calibrating) == (None, True, False)
    assert (found.woke_at, found.time_zone_offset, found.state) == (SIX, "+01:00", DayState.SCORED)


def test_pending_keeps_what_was_scored_and_none_empties(anna):
    store(anna, reading())
    store(anna, reading(state=DayState.PENDING, numbers={}, changed_at=SIX))
    assert (days(anna)[DAY].state, days(anna)[DAY].recovery) == (DayState.SCORED, 66.0)

    store(anna, reading(state=DayState.UNSCORABLE, numbers={"recovery": None}))
    assert (days(anna)[DAY].state, days(anna)[DAY].recovery, days(anna)[DAY].strain) == ("UNSCORABLE", None, 8.5)


def test_a_record_moves_to_another_day_and_one_without_a_day_only_changes_what_is_there(anna):
    store(anna, reading())
    assert store(anna, reading(day=DAY + timedelta(days=1))).changed == 1
    assert list(days(anna, DAY, DAY + timedelta(days=2))) == [DAY + timedelta(days=1)]
    assert store(anna, reading(day=None, numbers={"recovery": 12.0}), reading("9", day=None)).undated == 1
    assert days(anna, last=DAY + timedelta(days=1))[DAY + timedelta(days=1)].recovery == 12.0


def test_of_two_on_a_day_the_scored_and_then_the_earlier_on_the_wall_counts(anna):
    late = SIX + timedelta(hours=9)
    store(anna, reading("1", DayState.PENDING, numbers={}, woke_at=SIX), reading("2", woke_at=late))
    assert days(anna)[DAY].record_key == "2"
    store(anna, reading("1", woke_at=SIX, time_zone_offset="Z"))
    assert days(anna)[DAY].record_key == "1"
    # Nine hours later in the world, yet an hour earlier on the wall, in Honolulu.
    store(anna, reading("2", woke_at=late, time_zone_offset="-10:00"))
    assert days(anna)[DAY].record_key == "2"
    with anna.read() as connection:
        assert count_days(connection, "anna", "whoop") == 1


def test_what_the_provider_tells_no_more_is_dropped(anna):
    store(anna, *(reading(str(n), day=DAY + timedelta(days=n)) for n in range(5)))
    with anna.write() as connection:
        first, last = DAY + timedelta(days=1), DAY + timedelta(days=3)
        assert drop_missing(connection, "anna", "whoop", first, last, {"2"}) == 2
    assert [found.record_key for found in days(anna, last=DAY + timedelta(days=9)).values()] == ["0", "2", "4"]
    with anna.write() as connection:
        assert forget_days(connection, "anna", "whoop") == 3
