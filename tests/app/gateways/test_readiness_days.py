"""Years of daily signals read quickly say the same as the slow and careful reads."""

import random
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import insert

from app.gateways.device_days import device_days
from app.gateways.readiness_days import measured_days, signal_days
from app.usecases.readiness import Readiness
from models.tables.readiness import device_day
from models.values.days import zone
from models.values.devices import DayState
from tests.fakes.logbook import Logbook

FIRST = date(2026, 1, 1)
NUMBERS = ("recovery", "hrv", "strain", "sleep_hours")
LAST = FIRST + timedelta(days=59)


def test_each_day_has_the_record_that_device_days_chooses(database):
    who, chance = Logbook(database).athlete(), random.Random(7)
    rows = []
    for number in range(140):
        day = FIRST + timedelta(days=chance.randrange(60))
        woke = None if chance.random() < 0.2 else datetime(2026, 1, 1, chance.randrange(24), tzinfo=UTC)
        rows.append({
            "id": f"d{number}", "user_id": who, "provider": chance.choice(("oura", "whoop")), "record_key": str(number),
            "day": day, "state": chance.choice(list(DayState)).value, "woke_at": woke,
            "time_zone_offset": chance.choice((None, "+02:00", "-05:00", "Z")),
            **{name: chance.choice((None, chance.uniform(1, 20))) for name in NUMBERS},
        })  # fmt: skip
    with database.write() as connection:
        connection.execute(insert(device_day), rows)
    with database.read() as connection:
        quick, slow = measured_days(connection, who, FIRST, LAST), device_days(connection, who, FIRST, LAST)
    assert len(quick) < len(rows)
    assert {day: tuple(one) for day, one in quick.items()} == {
        day: (one.recovery, one.strain, one.hrv, one.sleep_hours) for day, one in slow.items()
    }


def test_each_day_has_the_numbers_of_its_last_check_in(database):
    logbook = Logbook(database)
    who, chance = logbook.athlete(time_zone="America/New_York"), random.Random(11)
    for number in range(90):
        at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=chance.randrange(24 * 60))
        logbook.signal(
            who, at, chance.random(), number, subjective_soreness={"quads": chance.randrange(1, 4)},
            whoop_hrv=chance.choice((None, 55.5)), whoop_sleep_hours=chance.choice((None, 7.25)),
            score_parts=chance.choice((None, {"inputs": {"sleepHours": 6.5, "sleepSource": "athlete"}})),
        )  # fmt: skip
    entries = Readiness(database).history(who, FIRST, LAST).entries
    with database.read() as connection:
        quick = signal_days(connection, who, FIRST, LAST, zone("America/New_York"))
    assert list(quick) == [entry.day for entry in entries]
    for entry in entries:
        one = quick[entry.day]
        remembered = (entry.parts or {}).get("inputs", {}).get("sleepHours")
        assert (one.freshness, one.hrv, one.soreness) == (entry.freshness, entry.whoop_hrv, entry.soreness)
        assert one.sleep_hours == (entry.whoop_sleep_hours if entry.whoop_sleep_hours is not None else remembered)
