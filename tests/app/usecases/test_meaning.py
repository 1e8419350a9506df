"""What freshness means for today, said of today's session or of the day in general."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from app.errors import NotFound
from app.usecases.adapting import Adapting
from app.usecases.meaning import Meaning
from models.tables.workouts import workout_set
from models.values.workouts import WorkoutStatus
from tests.fakes.logbook import SQUAT, Logbook, a_set

NOW = datetime.now(UTC).replace(microsecond=0)
TODAY = NOW.astimezone().date()
WORN = {name: {"score": 0.3} for name in ("subjective", "performance", "wearable")}
GENERATED = {"status": WorkoutStatus.PLANNED, "selection_rationale": {"version": 1}, "name": "Lower A"}


@pytest.fixture
def meaning(fast_database):
    return Meaning(fast_database)


@pytest.fixture
def logbook(fast_database):
    return Logbook(fast_database)


@pytest.fixture
def ada(logbook):
    return logbook.athlete()


def answered(logbook, athlete, score, *, hours=1.0, confidence=0.8, parts=WORN):
    at = NOW - timedelta(hours=hours)
    logbook.signal(athlete, at, score, f"{athlete}-{hours}", score_parts=parts, score_confidence=confidence)


def session(logbook, athlete, **columns):
    made = logbook.workout(athlete, NOW, {SQUAT: [a_set(logged=False)] * 4}, **{**GENERATED, **columns})
    with logbook.database.write() as connection:
        connection.execute(update(workout_set).values(target_rpe=8.0))
    return made


def test_nothing_known_says_nothing(meaning, ada):
    assert meaning.of_today(ada, TODAY) == ""


def test_an_old_check_in_says_nothing(meaning, logbook, ada):
    answered(logbook, ada, 0.3, hours=49)

    assert meaning.of_today(ada, TODAY) == ""


def test_a_day_without_a_session_names_the_band(meaning, logbook, ada):
    answered(logbook, ada, 0.48)

    said = meaning.of_today(ada, TODAY)

    assert said.startswith("No session is planned for today. More in reserve: Freshness 40 to 55:")


def test_a_rule_that_limits_the_band_is_named_after_it(meaning, logbook, ada):
    answered(logbook, ada, 0.48, parts={"subjective": {"score": 0.48}})

    said = meaning.of_today(ada, TODAY)

    assert said.startswith("No session is planned for today. More in reserve: ")
    assert " But Two signals: Sets and load are cut only when " in said


def test_the_session_of_today_says_what_changes(meaning, logbook, ada):
    answered(logbook, ada, 0.48)
    session(logbook, ada)

    assert meaning.of_today(ada, TODAY).startswith(
        "For Lower A: RIR +1 in 1 exercise. More in reserve: Freshness 40 to 55"
    )


def test_a_changed_session_says_that_it_is(meaning, logbook, ada, fast_database):
    answered(logbook, ada, 0.48)
    workout = session(logbook, ada)
    Adapting(fast_database).apply_today(workout, NOW)

    assert meaning.of_today(ada, TODAY).startswith("Lower A has been changed: RIR +1")


def test_a_fresh_day_leaves_the_session_as_planned(meaning, logbook, ada):
    answered(logbook, ada, 0.65, parts={"subjective": {"score": 0.65}})
    session(logbook, ada)

    said = meaning.of_today(ada, TODAY)

    assert said == "Lower A stays as planned. As planned: Freshness 55 to 75: train as planned."


def test_a_deload_has_its_own_words(meaning, logbook, ada):
    answered(logbook, ada, 0.3)
    session(logbook, ada, block_phase="DELOAD")

    assert meaning.of_today(ada, TODAY) == "Lower A stays as planned. A deload is easy already."


def test_a_session_of_tomorrow_is_not_todays(meaning, logbook, ada):
    answered(logbook, ada, 0.48)
    logbook.workout(ada, NOW + timedelta(days=1), {SQUAT: [a_set(logged=False)]}, **GENERATED)

    assert meaning.of_today(ada, TODAY).startswith("No session is planned for today.")


def test_an_unknown_athlete_is_refused(meaning):
    with pytest.raises(NotFound):
        meaning.of_today("nobody", TODAY)
