"""Whoop's records turned into days: the rules that real people's data taught, and nothing taken on trust."""

import copy
import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.gateways.whoop_mapping import WrongAccount, told_by_whoop
from models.values.devices import DayState
from tests.fakes.whoop_records import Person, written

BED = datetime(2026, 3, 1, 21, 30, tzinfo=UTC)
NIGHT = timedelta(hours=7.5)
ZONES = ("Z", "+00:00", "-05:00", "+02:00", "+05:45", "-09:30", "+14:00")


def told(*people, start=BED - timedelta(days=400), end=None, complete=True):
    return told_by_whoop(
        itertools.chain.from_iterable(person.cycles for person in people),
        itertools.chain.from_iterable(person.sleeps for person in people),
        itertools.chain.from_iterable(person.recoveries for person in people),
        account="10129",
        start=start,
        end=end,
        complete=complete,
    )


def someone(nights=1, offset="+01:00", ends=True):
    person = Person(10129)
    for n in range(nights):
        bed = BED + timedelta(days=n)
        person.night(100 + n, bed, bed + NIGHT, bed + timedelta(days=1) if ends else None, offset)
    return person


def only(person, **more):
    [reading] = told(person, **more).readings
    return reading


def test_the_numbers_of_whoops_own_example():
    """Recovery 44, strain 5.2951527, HRV in milliseconds as it comes, sleep from the stages and not from bed."""
    asleep, slept = datetime(2022, 4, 24, 2, 25, 44, tzinfo=UTC), datetime(2022, 4, 24, 10, 25, 44, tzinfo=UTC)
    person = Person(10129)
    cycle, sleep, recovery = person.night(93845, asleep, slept, slept, "-05:00")
    cycle["score"]["strain"] = 5.2951527
    recovery["score"] |= {"recovery_score": 44.0, "hrv_rmssd_milli": 31.813562, "resting_heart_rate": 64.0}
    sleep["score"]["sleep_performance_percentage"] = 98.0
    sleep["score"]["stage_summary"] |= {
        "total_in_bed_time_milli": 30272735,
        "total_awake_time_milli": 1403507,
        "total_light_sleep_time_milli": 14905851,
        "total_slow_wave_sleep_time_milli": 6630370,
        "total_rem_sleep_time_milli": 5879573,
    }
    reading = only(person, start=asleep - timedelta(days=1))
    assert reading.day == date(2022, 4, 24)
    assert reading.numbers["sleep_hours"] == pytest.approx(7.6155, abs=5e-5)
    del (numbers := dict(reading.numbers))["sleep_hours"]
    whole = {"recovery": 44.0, "hrv": 31.813562, "resting_heart_rate": 64.0, "strain": 5.2951527, "sleep_quality": 98.0}
    assert numbers == whole


def test_a_whole_day():
    reading = only(someone())
    assert (reading.record_key, reading.day, reading.state) == ("100", date(2026, 3, 2), DayState.SCORED)
    assert (reading.woke_at, reading.time_zone_offset) == (BED + NIGHT, "+01:00")
    assert (reading.is_provisional, reading.is_calibrating) == (False, False)
    assert None not in reading.numbers.values()


def test_the_open_cycle_is_provisional_and_calibrating_is_said():
    person = someone(ends=False)
    person.recoveries[0]["score"]["user_calibrating"] = True
    assert (only(person).is_provisional, only(person).is_calibrating) == (True, True)


def test_pending_says_no_numbers_and_unscorable_says_there_are_none():
    person = someone()
    person.recoveries[0] |= {"score_state": "PENDING_SCORE"}
    del person.recoveries[0]["score"]
    reading = only(person)
    assert reading.state is DayState.PENDING
    assert {"recovery", "hrv", "resting_heart_rate"}.isdisjoint(reading.numbers)
    assert reading.numbers["strain"] is not None

    person.recoveries[0]["score_state"] = "UNSCORABLE"
    person.sleeps[0]["score_state"] = "UNSCORABLE"
    reading = only(person)
    assert reading.state is DayState.UNSCORABLE
    assert (reading.numbers["hrv"], reading.numbers["sleep_hours"]) == (None, None)

    person.recoveries[0]["score_state"] = "SCORED"
    assert "recovery" not in only(person).numbers


def test_gaps_are_gaps():
    person = someone(3)
    del person.recoveries[0]
    del person.sleeps[1]["score"]["sleep_performance_percentage"]
    person.sleeps[2]["nap"] = True
    first, second, third = told(person).readings
    assert (first.numbers["recovery"], first.state) == (None, DayState.SCORED)
    assert (second.numbers["sleep_quality"], second.numbers["sleep_hours"] is None) == (None, False)
    # Only a nap: no night, so the day is that of the cycle's end.
    assert (third.numbers["sleep_hours"], third.woke_at, third.day) == (None, None, date(2026, 3, 4))

    bare = someone()
    bare.sleeps.clear()
    bare.recoveries.clear()
    assert (only(bare).day, only(bare).numbers["strain"] is None) == (date(2026, 3, 2), False)
    bare.cycles[0].pop("end")
    assert only(bare).day == date(2026, 3, 1)


def test_a_recovery_alone_has_no_day_and_touches_only_its_own_numbers():
    person = someone()
    person.cycles.clear()
    person.sleeps.clear()
    reading = only(person)
    assert reading.day is None
    assert set(reading.numbers) == {"recovery", "hrv", "resting_heart_rate"}


def test_a_night_counts_by_the_sleep_that_the_recovery_names_else_by_the_longest():
    person = someone()
    late = person.sleep(100, BED + timedelta(hours=10), BED + timedelta(hours=11), "+01:00", hours=1)
    assert only(person).woke_at == BED + NIGHT
    person.recoveries[0]["sleep_id"] = late["id"]
    assert only(person).numbers["sleep_hours"] == pytest.approx(1)


@pytest.mark.parametrize(
    ("woke", "offset", "day"),
    [
        ("2026-03-02T04:00:00Z", "-05:00", date(2026, 3, 1)),
        ("2026-03-01T23:10:00Z", "+01:00", date(2026, 3, 2)),
        ("2026-03-01T23:10:00Z", "Z", date(2026, 3, 1)),
        # The night of a flight from New York to Helsinki, and the one in which clocks jump.
        ("2026-03-29T00:59:00Z", "+02:00", date(2026, 3, 29)),
        ("2026-03-28T22:30:00Z", "+02:00", date(2026, 3, 29)),
        ("2026-03-01T18:20:00Z", "+05:45", date(2026, 3, 2)),
        ("2026-03-01T10:00:00Z", "+14:00", date(2026, 3, 2)),
        ("2026-03-02T09:00:00Z", "-09:30", date(2026, 3, 1)),
    ],
)
def test_the_day_is_the_one_on_the_wall_where_one_woke(woke, offset, day):
    person = someone(offset="+01:00")
    person.sleeps[0] |= {"end": woke, "timezone_offset": offset}
    assert only(person).day == day
    assert only(person).time_zone_offset == offset


BROKEN = [
    ("cycles", ("id",), None),
    ("cycles", ("id",), "93845"),
    ("cycles", ("score", "strain"), 22),
    ("cycles", ("score", "strain"), "5.3"),
    ("cycles", ("score", "strain"), float("nan")),
    ("cycles", ("score", "strain"), True),
    ("cycles", ("score_state",), "GUESSED"),
    ("cycles", ("start",), "yesterday"),
    ("cycles", ("start",), "2026-03-01T21:30:00"),
    ("cycles", ("start",), "0001-01-01T00:00:00Z"),
    ("cycles", ("score", "strain"), 10**400),
    ("cycles", ("score",), [1]),
    ("cycles", ("timezone_offset",), "+25:00"),
    ("sleeps", ("timezone_offset",), "Europe/Berlin"),
    ("sleeps", ("timezone_offset",), "+٠١:٠٠"),
    ("sleeps", ("end",), "9999-12-31T23:59:59Z"),
    ("sleeps", ("nap",), "no"),
    ("sleeps", ("id",), 7),
    ("sleeps", ("score", "sleep_performance_percentage"), 101),
    ("sleeps", ("score", "stage_summary", "total_rem_sleep_time_milli"), -1),
    ("sleeps", ("score", "stage_summary"), None),
    ("recoveries", ("score", "recovery_score"), 101),
    ("recoveries", ("score", "hrv_rmssd_milli"), 0),
    ("recoveries", ("score", "hrv_rmssd_milli"), float("inf")),
    ("recoveries", ("score", "resting_heart_rate"), None),
    ("recoveries", ("cycle_id",), True),
    ("recoveries", ("user_id",), "10129"),
    ("recoveries", ("updated_at",), 5),
]


@pytest.mark.parametrize(("where", "path", "value"), BROKEN)
def test_a_record_that_is_not_what_it_claims_is_refused_alone(where, path, value):
    person = someone(2)
    target = getattr(person, where)[0]
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value

    found = told(person)
    assert found.refused == 1
    [good] = [reading for reading in found.readings if reading.record_key == "101"]
    assert None not in good.numbers.values()
    names = {"cycles": "strain", "sleeps": "sleep_hours", "recoveries": "hrv"}
    spoilt = [reading for reading in found.readings if reading.record_key == "100"]
    # What was refused says nothing: neither a number, nor that there is none.
    assert all(names[where] not in reading.numbers for reading in spoilt if "100" in found.seen and found.complete)


@pytest.mark.parametrize("record", [None, 7, "text", [], {}, {"user_id": 10129}])
def test_what_is_no_record_is_counted_and_nothing_is_taken_as_deleted(record):
    person = someone()
    person.cycles.append(record)
    found = told(person)
    assert (found.refused, found.complete, len(found.readings)) == (1, False, 1)


def test_fields_that_whoop_may_add_are_welcome():
    person = someone()
    for record in (*person.cycles, *person.sleeps, *person.recoveries):
        record["brand_new"] = {"anything": [1]}
        record["score"]["also_new"] = None
    assert told(person).refused == 0


@pytest.mark.parametrize("where", ["cycles", "sleeps", "recoveries"])
def test_another_account_stops_everything(where):
    person = someone(2)
    getattr(person, where)[1]["user_id"] = 4711
    with pytest.raises(WrongAccount):
        told(person)


def test_times_are_as_exact_as_they_are_stored():
    """Otherwise every sync would find that every record has changed."""
    person = someone()
    person.sleeps[0]["end"] = person.sleeps[0]["updated_at"] = "2026-03-02T05:00:00.123999Z"
    assert only(person).woke_at.microsecond == 123_000


def test_what_reaches_in_from_outside_is_left_to_the_span_it_belongs_to():
    person = someone(3)
    start, end = BED + timedelta(hours=12), BED + timedelta(hours=40)
    found = told(person, start=start, end=end)
    assert [reading.record_key for reading in found.readings] == ["101"]
    assert set(found.seen) == {"100", "101", "102"}


def test_pages_that_led_in_circles_delete_nothing():
    person = someone()
    person.recoveries.clear()
    found = told(person, complete=False)
    assert (found.complete, "recovery" in found.readings[0].numbers) == (False, False)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_neither_order_nor_repetition_matters(data):
    person = Person(10129)
    count = data.draw(st.integers(1, 8))
    for n in range(count):
        bed = BED + timedelta(hours=20 * n)
        offset = data.draw(st.sampled_from(ZONES))
        records = person.night(100 + n, bed, bed + NIGHT, bed + timedelta(hours=20), offset)
        for record in records:
            if (state := data.draw(st.sampled_from(("SCORED", "PENDING_SCORE", "UNSCORABLE")))) != "SCORED":
                record["score_state"] = state
                del record["score"]
    expected = told(person)

    other = Person(10129)
    for name in ("cycles", "sleeps", "recoveries"):
        whole = getattr(person, name)
        doubled = [*whole, *data.draw(st.lists(st.sampled_from(whole)))]
        older = [copy.deepcopy(record) | {"updated_at": written(BED - timedelta(days=9))} for record in whole]
        setattr(other, name, data.draw(st.permutations([*doubled, *older])))
    assert told(other) == expected
