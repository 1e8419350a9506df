"""Check-ins: limits named, corrections kept, nothing invented, and nothing lost while a server is away."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from app.engine.readiness import freshness
from app.errors import DatabaseUnavailable, InvalidInput, NotFound
from app.gateways.checkins import rescore
from app.gateways.device_days import store_readings
from app.gateways.outbox import Outbox
from app.usecases.checking_in import CheckingIn
from app.usecases.readiness import Readiness
from models.tables.exercises import exercise
from models.tables.readiness import readiness_signal
from models.tables.workouts import workout_exercise, workout_set
from models.values.devices import DayState, Reading
from models.values.readiness import CheckIn
from models.values.workouts import WorkoutStatus
from tests.fakes.logbook import BENCH, SQUAT, Logbook, a_set, evening

NOW = datetime(2026, 3, 18, 7, tzinfo=UTC)
GOOD = CheckIn(readiness=4, motivation=4, stress=2, soreness={"chest": 1, "quads": 2})


class Away:
    """A database whose server is out of reach."""

    location = "postgresql://away"

    def __init__(self):
        self.database = None

    @contextmanager
    def write(self):
        if self.database is None:
            raise DatabaseUnavailable("The server does not answer.")
        with self.database.write() as connection:
            yield connection


@pytest.fixture
def outbox(tmp_path):
    return Outbox(tmp_path / "outbox", "here")


@pytest.fixture
def checking_in(database, outbox):
    return CheckingIn(database, outbox)


@pytest.fixture
def ada(database):
    return Logbook(database).athlete(time_zone="Europe/Berlin")


def measured(database, athlete_id, day, **numbers):
    reading = Reading(f"cycle {day}", DayState.SCORED, day=day, numbers=numbers)
    with database.write() as connection:
        store_readings(connection, athlete_id, "whoop", [reading])


def test_a_first_morning_counts_only_what_was_said(checking_in, ada):
    logged = checking_in.log(ada, CheckIn(3, 3, soreness={"chest": 1}), NOW)
    entry = logged.entry
    assert entry.freshness == pytest.approx(0.676, abs=0.0006)
    assert entry.confidence == pytest.approx(0.348, abs=0.0006)
    assert (entry.day, entry.stress, entry.performance_assessed) == (date(2026, 3, 18), None, False)
    assert (entry.performance_rpe, entry.performance_stalls, entry.performance_compliance) == (0, 0, 1)
    assert (entry.whoop_recovery, entry.whoop_hrv, entry.whoop_sleep_hours) == (None, None, None)
    assert entry.parts["performance"]["score"] is None
    assert any("left out" in sentence for sentence in logged.sentences)


def test_a_correction_keeps_the_earlier_entry(database, checking_in, ada):
    first = checking_in.log(ada, GOOD, NOW).entry
    second = checking_in.log(ada, CheckIn(2, 2), NOW + timedelta(hours=2))
    assert second.corrected
    history = Readiness(database).history(ada, date(2026, 3, 18), date(2026, 3, 18))
    assert [entry.id for entry in history.entries] == [second.entry.id]
    with database.read() as connection:
        kept = connection.execute(
            select(readiness_signal.c.subjective_readiness, readiness_signal.c.replaced_by_id).where(
                readiness_signal.c.id == first.id
            )
        ).one()
    assert tuple(kept) == (4, second.entry.id)


def test_days_are_the_athletes_own(checking_in, ada):
    late = datetime(2026, 3, 17, 23, 30, tzinfo=UTC)
    assert checking_in.log(ada, GOOD, NOW, at=late).entry.day == date(2026, 3, 18)
    assert checking_in.log(ada, GOOD, NOW, at=late - timedelta(hours=1)).entry.day == date(2026, 3, 17)


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (CheckIn(0, 3), "Readiness is 1 to 5, not 0"),
        (CheckIn(3, 6), "Motivation is 1 to 5, not 6"),
        (CheckIn(3, 3, stress=9), "Stress is 1 to 5"),
        (CheckIn(3, 3, sleep_hours=25), "Sleep is 0 to 24 hours"),
        (CheckIn(3, 3, sleep_hours=float("nan")), "Sleep is 0 to 24 hours"),
        (CheckIn(3, 3, soreness={"chest": 4}), "Soreness of chest is 1 to 3"),
        (CheckIn(3, 3, soreness={"heart": 1}), "'heart' is no muscle"),
        (CheckIn(3, 3, note="x" * 2001), "2000 is the most"),
    ],
)
def test_an_answer_outside_its_limits_names_field_and_limit(database, checking_in, ada, answers, words):
    with pytest.raises(InvalidInput, match=words):
        checking_in.log(ada, answers, NOW)
    with database.read() as connection:
        assert connection.execute(select(func.count()).select_from(readiness_signal)).scalar_one() == 0


def test_neither_the_future_nor_the_distant_past_can_be_logged(checking_in, ada):
    for at, words in ((NOW + timedelta(days=2), "future"), (NOW + timedelta(hours=23), "has not come yet")):
        with pytest.raises(InvalidInput, match=words):
            checking_in.log(ada, GOOD, NOW, at=at)
    with pytest.raises(InvalidInput, match="20 years back"):
        checking_in.log(ada, GOOD, NOW, at=NOW - timedelta(days=366 * 20 + 2))
    assert checking_in.log(ada, GOOD, NOW, at=NOW - timedelta(days=900)).entry.day == date(2023, 9, 30)


def test_an_unknown_athlete_is_refused(checking_in):
    with pytest.raises(NotFound):
        checking_in.log("nobody", GOOD, NOW)


def test_the_log_gives_the_performance_part(database, checking_in, ada):
    logbook = Logbook(database)
    for day, rpe in ((12, 9.0), (14, 9.5), (16, 8.5)):
        logbook.workout(ada, evening(day), {SQUAT: [a_set(rpe=rpe), a_set(rpe=rpe)], BENCH: [a_set(rpe=None)]})
    logbook.workout(ada, evening(17), {SQUAT: [a_set(logged=False)] * 2}, status=WorkoutStatus.SKIPPED)
    with database.write() as connection:
        connection.execute(update(workout_set).values(target_rpe=8.0))
    entry = checking_in.log(ada, GOOD, NOW).entry
    assert entry.performance_assessed
    assert entry.performance_rpe == pytest.approx((1.0 + 1.5 + 0.5) / 3)
    # The skipped session and the two before it: 6 of 8 planned sets.
    assert entry.performance_compliance == pytest.approx(6 / 8)
    assert entry.parts["inputs"]["tracked"] is None
    again = freshness(
        readiness=4, soreness=[1, 2], motivation=4, stress=2, rpe_drift=1.0, compliance=6 / 8, stalled=None,
        tracked=None, recovery=None, hrv_z=None, sleep_hours=None, days=1,
    )  # fmt: skip
    assert entry.freshness == pytest.approx(again.score)


def test_missed_repetitions_are_effort_and_other_loads_are_not(database, checking_in, ada):
    logbook = Logbook(database)
    sets = [a_set(reps=3, rpe=9.0), a_set(rpe=8.0, load=120.0)]
    logbook.workout(ada, evening(16), {SQUAT: sets})
    with database.write() as connection:
        connection.execute(update(workout_set).values(target_rpe=8.0, target_load=100.0))
    entry = checking_in.log(ada, GOOD, NOW).entry
    # One RPE above plan and two of five repetitions missing; the heavier set was a choice.
    assert entry.performance_rpe == pytest.approx(3.0)


def test_added_sets_make_up_for_none_left_out(database, checking_in, ada):
    logbook = Logbook(database)
    logbook.workout(ada, evening(16), {SQUAT: [a_set(), a_set(logged=False)], BENCH: [a_set(), a_set()]})
    with database.write() as connection:
        mine = select(workout_exercise.c.id).join(exercise).where(exercise.c.catalogue_id == BENCH)
        connection.execute(update(workout_set).where(workout_set.c.workout_exercise_id.in_(mine)).values(target_reps=0))
    assert checking_in.log(ada, GOOD, NOW).entry.performance_compliance == pytest.approx(1 / 2)


def test_an_imported_log_has_no_plan_to_be_held_against(database, checking_in, ada):
    Logbook(database).workout(ada, evening(16), {SQUAT: [a_set(rpe=9.5)]}, source="strong")
    assert not checking_in.log(ada, GOOD, NOW).entry.performance_assessed


def test_only_muscles_of_the_days_session_count_where_it_trains_a_sore_one(database, checking_in, ada):
    Logbook(database).workout(ada, evening(18), {BENCH: [a_set(logged=False)]}, status=WorkoutStatus.PLANNED)
    answers = CheckIn(4, 4, soreness={"chest": 1, "quads": 3})
    entry = checking_in.log(ada, answers, NOW).entry
    trained = entry.parts["inputs"]["trained"]
    level = entry.parts["subjective"]["items"]["soreness"]["score"]
    # The catalogue of a seeded database knows what a bench press trains; a bare one does not.
    assert level == (1.0 if "chest" in trained else 0.25)


def test_a_measured_night_goes_before_a_remembered_one(database, checking_in, ada):
    measured(database, ada, date(2026, 3, 18), recovery=72.0, hrv=61.0, sleep_hours=7.5, strain=4.0, sleep_quality=88.0)
    entry = checking_in.log(ada, CheckIn(4, 4, sleep_hours=5.0), NOW).entry
    assert (entry.whoop_recovery, entry.whoop_hrv, entry.whoop_sleep_hours) == (72.0, 61.0, 7.5)
    assert entry.parts["inputs"]["sleepSource"] == "device"
    assert entry.parts["wearable"]["items"]["sleep"]["score"] == 1.0
    alone = checking_in.log(ada, CheckIn(4, 4, sleep_hours=5.75), NOW, at=NOW - timedelta(days=1)).entry
    assert alone.whoop_sleep_hours is None
    assert alone.parts["inputs"] == alone.parts["inputs"] | {"sleepHours": 5.75, "sleepSource": "athlete"}
    assert Readiness(database).trends(ada, 2, date(2026, 3, 18)).sleep_hours.daily == (5.75, 7.5)


def test_a_device_that_still_learns_is_shown_and_not_scored(database, checking_in, ada):
    reading = Reading("c", DayState.SCORED, day=date(2026, 3, 18), numbers={"recovery": 10.0}, is_calibrating=True)
    with database.write() as connection:
        store_readings(connection, ada, "whoop", [reading])
    entry = checking_in.log(ada, GOOD, NOW).entry
    assert entry.whoop_recovery == 10.0
    assert entry.parts["wearable"]["score"] is None


def test_a_late_sync_brings_the_score_up_to_date(database, checking_in, ada):
    before = checking_in.log(ada, GOOD, NOW).entry
    measured(database, ada, date(2026, 3, 18), recovery=20.0, sleep_hours=4.0)
    with database.write() as connection:
        assert rescore(connection, ada, date(2026, 3, 1), date(2026, 3, 18), None) == 1
        assert rescore(connection, ada, date(2026, 3, 1), date(2026, 3, 18), None) == 0
    after = Readiness(database).latest(ada)
    assert (after.id, after.readiness, after.soreness) == (before.id, 4, {"chest": 1, "quads": 2})
    assert after.freshness < before.freshness
    assert after.whoop_recovery == 20.0


def test_answers_wait_while_the_server_is_away(database, ada, outbox):
    away = Away()
    offline = CheckingIn(away, outbox)
    for hours in (0, 24, 48):
        logged = offline.log(ada, GOOD, NOW, at=NOW - timedelta(hours=hours))
        assert logged.is_waiting
        assert "kept on this computer" in logged.sentences[0]
    corrected = offline.log(ada, CheckIn(1, 1), NOW, at=NOW - timedelta(hours=23))
    assert corrected.is_waiting
    assert len(offline.waiting_days(ada)) == 4
    assert offline.send_waiting(NOW) == 0
    away.database = database
    assert offline.send_waiting(NOW) == 4
    assert offline.send_waiting(NOW) == 0
    history = Readiness(database).history(ada, date(2026, 3, 1), date(2026, 3, 18))
    assert [(entry.day.day, entry.readiness) for entry in history.entries] == [(16, 4), (17, 1), (18, 4)]


def test_what_was_sent_and_not_yet_forgotten_is_stored_once(database, ada, outbox):
    offline = CheckingIn(away := Away(), outbox)
    offline.log(ada, GOOD, NOW)
    (file, _), *_ = outbox.waiting()
    copy = file.read_text()
    away.database = database
    assert offline.send_waiting(NOW) == 1
    file.write_text(copy)
    assert offline.send_waiting(NOW) == 1
    with database.read() as connection:
        assert connection.execute(select(func.count()).select_from(readiness_signal)).scalar_one() == 1


def test_answers_of_a_removed_athlete_do_not_block_the_others(database, ada, outbox):
    offline = CheckingIn(away := Away(), outbox)
    offline.log("gone", GOOD, NOW - timedelta(minutes=1))
    offline.log(ada, GOOD, NOW)
    away.database = database
    assert offline.send_waiting(NOW) == 1
    assert offline.waiting_days("gone") == []


def test_a_draft_lives_until_it_is_logged(checking_in, ada):
    day = date(2026, 3, 18)
    assert checking_in.draft(ada, day) == {}
    checking_in.keep_draft(ada, day, {"readiness": 4, "soreness": {"chest": 2}})
    assert checking_in.draft(ada, day) == {"readiness": 4, "soreness": {"chest": 2}}
    assert checking_in.draft(ada, day - timedelta(days=1)) == {}
    checking_in.log(ada, GOOD, NOW)
    assert checking_in.draft(ada, day) == {}


def test_what_waits_is_nobody_elses_business_and_damage_is_survived(outbox, tmp_path):
    offline = CheckingIn(Away(), outbox)
    offline.log("ada", GOOD, NOW)
    offline.keep_draft("ada", date(2026, 3, 18), {"readiness": 1})
    files = [file for file in (tmp_path / "outbox").rglob("*") if file.is_file()]
    assert len(files) == 2
    assert {file.stat().st_mode & 0o077 for file in files} == {0}
    for file in files:
        file.write_text("{ half")
    assert list(outbox.waiting()) == []
    assert outbox.draft("ada", date(2026, 3, 18)) == {}
    assert len([file for file in (tmp_path / "outbox").rglob("*") if file.is_file()]) == 2


def test_a_correction_keeps_what_another_program_copied_of_a_device(database, checking_in, ada):
    Logbook(database).signal(
        ada, NOW - timedelta(minutes=5), 0.5, 1, whoop_recovery=64.0, whoop_hrv=58.0, whoop_sleep_hours=7.0
    )
    entry = checking_in.log(ada, GOOD, NOW).entry
    assert (entry.whoop_recovery, entry.whoop_hrv, entry.whoop_sleep_hours) == (64.0, 58.0, 7.0)
    assert entry.parts["wearable"]["items"]["recovery"]["score"] == 0.64
