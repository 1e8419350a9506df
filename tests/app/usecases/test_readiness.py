"""Check-ins by the athlete's own days: corrections left out, gaps left open."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert

from app.errors import InvalidInput, NotFound
from app.usecases.readiness import Readiness
from models.tables.readiness import readiness_signal
from tests.fakes.logbook import Logbook

TODAY = date(2026, 3, 18)


def signal(athlete_id, at, tag, score=0.6, **more):
    row = {
        "id": f"s{tag}",
        "user_id": athlete_id,
        "timestamp": at,
        "subjective_readiness": 4,
        "subjective_soreness": {"quads": 2},
        "subjective_motivation": 3,
        "fatigue_score": score,
    }
    return {**row, **more}


def write(database, *rows):
    with database.write() as connection:
        for row in rows:
            connection.execute(insert(readiness_signal), [row])


@pytest.fixture
def ada(database):
    return Logbook(database).athlete(time_zone="America/New_York")


def test_days_are_local(database, ada):
    late = datetime(2026, 3, 18, 3, 30, tzinfo=UTC)
    write(database, signal(ada, late, 1))
    entry = Readiness(database).latest(ada)
    assert entry.day == date(2026, 3, 17)
    assert entry.at == late
    assert (entry.readiness, entry.soreness, entry.motivation, entry.freshness) == (4, {"quads": 2}, 3, 0.6)
    assert Readiness(database).history(ada, TODAY, TODAY).entries == []
    assert len(Readiness(database).history(ada, TODAY - timedelta(1), TODAY - timedelta(1)).entries) == 1


def test_one_a_day_oldest_first_without_inventing_days(database, ada):
    morning = datetime(2026, 3, 10, 12, tzinfo=UTC)
    write(
        database,
        signal(ada, morning + timedelta(days=4), 1, 0.4),
        signal(ada, morning, 2, 0.5),
        signal(ada, morning + timedelta(hours=3), 3, 0.7),
    )
    history = Readiness(database).history(ada, date(2026, 3, 1), TODAY)
    assert [(e.day.day, e.freshness) for e in history.entries] == [(10, 0.7), (14, 0.4)]
    assert (history.first, history.last) == (date(2026, 3, 1), TODAY)


def test_corrected_entries_are_left_out(database, ada):
    morning = datetime(2026, 3, 18, 12, tzinfo=UTC)
    write(
        database, signal(ada, morning, 1, 0.8), signal(ada, morning + timedelta(minutes=5), 2, 0.2, replaced_by_id="s1")
    )
    assert Readiness(database).latest(ada).freshness == 0.8
    assert [e.id for e in Readiness(database).history(ada, TODAY, TODAY).entries] == ["s1"]


def test_strange_soreness_is_no_crash(database, ada):
    write(database, signal(ada, datetime(2026, 3, 18, 12, tzinfo=UTC), 1, subjective_soreness={}))
    assert Readiness(database).latest(ada).soreness == {}


def test_nobody_and_nothing(database, ada):
    readiness = Readiness(database)
    assert readiness.latest(ada) is None
    with pytest.raises(NotFound):
        readiness.latest("nobody")
    with pytest.raises(NotFound):
        readiness.history("nobody", TODAY, TODAY)
    with pytest.raises(InvalidInput, match="after"):
        readiness.history(ada, TODAY, TODAY - timedelta(days=1))
    with pytest.raises(InvalidInput, match="at least one day"):
        readiness.trends(ada, 0, TODAY)


def test_trends_look_back_for_their_means_and_leave_gaps(database, ada):
    noon = datetime(2026, 3, 18, 16, tzinfo=UTC)
    write(
        database,
        *(
            signal(ada, noon - timedelta(days=back), back, 0.5, whoop_hrv=60.0 + back % 3)
            for back in range(40)
            if back != 2
        ),
    )
    found = Readiness(database).trends(ada, 7, TODAY)
    assert (found.first, found.last) == (date(2026, 3, 12), TODAY)
    assert found.freshness.daily == (0.5, 0.5, 0.5, 0.5, None, 0.5, 0.5)
    assert all(value == pytest.approx(0.5) for value in found.freshness.mean)
    assert all(low < value < high for low, value, high in zip(found.hrv.low, [61] * 7, found.hrv.high, strict=True))
    assert len(found.soreness["quads"]) == 6
    assert found.first_entry == TODAY - timedelta(days=39)
    assert found.latest.day == TODAY
    everything = Readiness(database).trends(ada, None, TODAY)
    assert everything.first == found.first_entry


def test_trends_of_nobody_s_days_are_empty(database, ada):
    found = Readiness(database).trends(ada, None, TODAY)
    assert (found.first, found.first_entry, found.latest, found.soreness) == (TODAY, None, None, {})
