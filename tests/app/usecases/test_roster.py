"""The roster: who needs the coach, and the same answer from a file, from SQLite and from PostgreSQL."""

import dataclasses
import random
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, func, insert, select, text

from app.errors import DatabaseBusy, DatabaseUnavailable, WrongSchema
from app.gateways import local_file
from app.gateways.local_file import LocalFile, stored
from app.gateways.performed import HARD, PERFORMED_AT
from app.gateways.roster import STATEMENTS
from app.usecases.athletes import Athletes
from app.usecases.demo import Demo
from app.usecases.roster import Roster
from app.usecases.training import Training
from models.tables import metadata
from models.tables.plan import exercise_exposure
from models.tables.workouts import set_log, workout, workout_exercise, workout_set
from models.values.athletes import Attention
from models.values.days import monday
from models.values.plan import BlockType, TrainingGoal
from models.values.workouts import WorkoutStatus
from tests.fakes.logbook import BENCH, PULL_UP, SQUAT, Logbook, a_set, evening

TODAY = date(2026, 3, 18)
"""A Wednesday; long past or long ahead of the clock, so the end of the day counts as now."""


def row_of(database, athlete_id, today=TODAY, **more):
    return next(row for row in Roster(database).rows(today, **more) if row.athlete.id == athlete_id)


@pytest.mark.parametrize(
    ("hours", "score", "state"),
    [
        (10, 0.75, Attention.READY),
        (10, 0.5, Attention.STEADY),
        (10, 0.39, Attention.HOLD_BACK),
        (47, 0.8, Attention.READY),
        (49, 0.8, Attention.UNKNOWN),
    ],
)
def test_a_check_in_counts_for_48_hours(fast_database, hours, score, state):
    ada = Logbook(fast_database).athlete()
    end_of_day = datetime(2026, 3, 19).astimezone(UTC)
    Logbook(fast_database).signal(ada, end_of_day - timedelta(hours=hours), score, 1)
    row = row_of(fast_database, ada)
    assert row.attention is state
    assert row.freshness == (None if state is Attention.UNKNOWN else score)
    assert row.freshness_at is not None


def test_corrected_and_future_check_ins_do_not_count(fast_database):
    ada = Logbook(fast_database).athlete()
    morning = datetime(2026, 3, 18, 6, tzinfo=UTC)
    Logbook(fast_database).signal(ada, morning, 0.6, 1)
    Logbook(fast_database).signal(ada, morning + timedelta(hours=1), 0.2, 2, replaced_by_id="signal1")
    Logbook(fast_database).signal(ada, morning + timedelta(days=2), 0.1, 3)
    assert row_of(fast_database, ada).freshness == 0.6


def test_weeks_sessions_and_blocks(database):
    logbook = Logbook(database)
    ada = logbook.athlete()
    logbook.season(ada, "old", date(2025, 10, 6), is_active=False, end_date=date(2026, 2, 1))
    logbook.season(ada, "new", event_date=date(2026, 4, 18))
    logbook.workout(ada, evening(3), {SQUAT: [a_set(), a_set(set_type="WARMUP"), a_set(rpe=5)], BENCH: [a_set()]})
    logbook.workout(ada, evening(16), {SQUAT: [a_set(), a_set(was_skipped=True), a_set(logged=False)]})
    logbook.workout(ada, evening(17), {SQUAT: [a_set(logged=False)]}, status=WorkoutStatus.PLANNED)
    logbook.workout(ada, evening(12), {SQUAT: [a_set(logged=False)]}, status=WorkoutStatus.SKIPPED)
    logbook.workout(ada, evening(20), {SQUAT: [a_set(logged=False)]}, status=WorkoutStatus.PLANNED)
    row = row_of(database, ada, weeks_back=3, weeks_ahead=2)
    assert row.weekly_sets == [
        (date(2026, 2, 23), 0),
        (date(2026, 3, 2), 2),
        (date(2026, 3, 9), 0),
        (date(2026, 3, 16), 1),
    ]
    assert (row.sessions_28_days, row.missed_28_days) == (2, 2)
    assert row.last_workout == date(2026, 3, 16)
    assert row.event_date == date(2026, 4, 18)
    assert row.goal is TrainingGoal.STRENGTH
    assert [(b.block_type, b.start, b.weeks) for b in row.blocks] == [
        (BlockType.ACCUMULATION, date(2026, 2, 2), 7),
        (BlockType.DELOAD, date(2026, 3, 23), 1),
        (BlockType.INTENSIFICATION, date(2026, 3, 30), 3),
    ]
    assert "Deload next week." in row.reasons
    assert "Missed 2 of 4 sessions in four weeks." in row.reasons


def test_an_archived_season_is_cut_where_it_ended(fast_database):
    logbook = Logbook(fast_database)
    ada = logbook.athlete()
    logbook.season(ada, "old", date(2026, 1, 19), is_active=False, end_date=date(2026, 3, 8))
    blocks = row_of(fast_database, ada).blocks
    assert [(b.block_type, b.start, b.weeks) for b in blocks] == [(BlockType.ACCUMULATION, date(2026, 1, 19), 7)]


def test_weeks_are_the_athletes_own(fast_database):
    logbook = Logbook(fast_database)
    east = logbook.athlete("east@example.org", time_zone="Pacific/Auckland")
    west = logbook.athlete("west@example.org", time_zone="America/Los_Angeles")
    for who in (east, west):
        logbook.workout(who, datetime(2026, 3, 16, 3, tzinfo=UTC), {SQUAT: [a_set()]})
    assert row_of(fast_database, east).weekly_sets[-1] == (date(2026, 3, 16), 1)
    assert row_of(fast_database, west).weekly_sets[-1] == (date(2026, 3, 16), 0)
    assert row_of(fast_database, west).last_workout == date(2026, 3, 15)


def test_new_athletes_have_an_empty_row(database):
    ada = Athletes(database).add("ada@example.org")
    row = row_of(database, ada.id)
    assert row.attention is Attention.UNKNOWN
    assert row.reasons == ["No training logged yet.", "No plan yet."]
    assert (row.blocks, row.weekly_sets, row.last_workout, row.goal) == ([], [], None, None)


def test_most_urgent_first(fast_database):
    logbook = Logbook(fast_database)
    morning = datetime(2026, 3, 18, 6, tzinfo=UTC)
    for tag, score in (("fine", 0.9), ("tired", 0.2), ("steady", 0.6)):
        who = logbook.athlete(f"{tag}@example.org")
        logbook.workout(who, evening(16), {SQUAT: [a_set()]})
        Logbook(fast_database).signal(who, morning, score, tag)
    emails = [row.athlete.email.split("@")[0] for row in Roster(fast_database).rows(TODAY)]
    assert emails == ["tired", "steady", "fine"]


def test_the_number_of_queries_does_not_grow(fast_database):
    roster, logbook = Roster(fast_database), Logbook(fast_database)

    def queries():
        seen = []
        engine = fast_database._engine
        listener = lambda *call: seen.append(call[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listener)
        roster.rows(TODAY)
        event.remove(engine, "before_cursor_execute", listener)
        return [statement for statement in seen if statement.startswith("SELECT")]

    few = len(queries())
    for number in range(20):
        logbook.workout(logbook.athlete(f"{number}@example.org"), evening(16), {SQUAT: [a_set()]})
    assert len(queries()) == few <= 6


# The same text everywhere


def copied(source, target):
    """Every row of one database, in the tables of another."""
    with source.read() as connection:
        rows = {t: [dict(zip(t.c.keys(), row, strict=True)) for row in connection.execute(select(t))] for t in TABLES}
    with target.write() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for table in reversed(TABLES):
            connection.execute(table.delete())
        for table in TABLES:
            if rows[table]:
                connection.execute(insert(table), rows[table])


TABLES = metadata.sorted_tables


def random_log(database, seed):
    """Athletes of three time zones with seasons, check-ins and sets of every kind, scattered over three months."""
    chance, logbook = random.Random(seed), Logbook(database)
    for number, time_zone in enumerate(("Pacific/Auckland", None, "America/Los_Angeles", "nowhere/at all", None)):
        who = logbook.athlete(f"{number}@example.org", name=chance.choice([None, "Åsa", "Bo"]), time_zone=time_zone)
        if number == 4:
            continue
        ended = {"is_active": False, "end_date": date(2026, 2, 1)} if chance.random() < 0.5 else {}
        logbook.season(who, f"{number}", date(2025, 12, 1) + timedelta(days=chance.randrange(60)), **ended)
        for index in range(12):
            at = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(40_000))
            logbook.signal(who, at, chance.random(), f"{number}-{index}", replaced_by_id=None)
        for _ in range(30):
            at = datetime(2025, 12, 25, tzinfo=UTC) + timedelta(minutes=chance.randrange(130_000))
            sets = {lift: [random_set(chance) for _ in range(6)] for lift in chance.sample([SQUAT, BENCH, PULL_UP], 2)}
            section = chance.choice([None, "MAIN", "WARMUP"])
            logbook.workout(who, at, sets, status=chance.choice(list(WorkoutStatus)), section=section,
                            completed=chance.random() < 0.8)  # fmt: skip
        Training(database).refresh_exposures(who)


def random_set(chance):
    kinds, efforts = ["NORMAL", "WARMUP", "DROP"], [None, 5.5, 6.0, 9.0]
    more = {"set_type": chance.choice(kinds), "was_skipped": chance.random() < 0.2, "logged": chance.random() < 0.9}
    return a_set(chance.choice([None, 0, 1, 8, 8, 8]), rpe=chance.choice(efforts), **more)


def answers(source):
    """Rosters of several days, by athlete: names sort differently on the two engines."""
    roster = Roster(source)
    days = [TODAY - timedelta(days=back) for back in (0, 3, 40)] + [DEMO_DAY]
    return {day: {row.athlete.id: row for row in roster.rows(day)} for day in days}, Counter(map(str, roster.list()))


DEMO_DAY = date(2026, 11, 25)


@pytest.mark.parametrize("fill", ["random", pytest.param("demo", marks=pytest.mark.nightly)])
def test_the_same_from_a_file_and_on_both_engines(fast_database, server_database, fill):
    if fill == "demo":
        Demo(fast_database).load(DEMO_DAY)
    else:
        random_log(fast_database, 7)
    copied(fast_database, server_database)
    expected = answers(fast_database)
    assert any(row.weekly_sets and row.reasons for row in expected[0][TODAY if fill == "random" else DEMO_DAY].values())
    assert answers(LocalFile(fast_database.path)) == expected
    assert answers(server_database) == expected


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_weekly_sets_are_the_hard_sets_of_every_other_page(fast_database, seed):
    random_log(fast_database, seed)
    with fast_database.read() as connection:
        rows = connection.execute(
            select(workout.c.user_id, PERFORMED_AT, func.count())
            .join(workout_exercise, workout_exercise.c.workout_id == workout.c.id)
            .join(workout_set, workout_set.c.workout_exercise_id == workout_exercise.c.id)
            .join(set_log, set_log.c.workout_set_id == workout_set.c.id)
            .where(HARD, datetime(2026, 3, 19, tzinfo=UTC) > PERFORMED_AT)
            .group_by(workout.c.id)
        ).all()
    assert sum(count for *_, count in rows) > 100
    for row in Roster(fast_database).rows(TODAY, weeks_back=14):
        assert sum(sets for _, sets in row.weekly_sets) == sum(n for who, _, n in rows if who == row.athlete.id)


@pytest.mark.parametrize("day", [TODAY, TODAY - timedelta(days=2), TODAY - timedelta(days=50)])
def test_today_gives_what_rows_gives_and_of_the_weeks_the_current_one(fast_database, day):
    random_log(fast_database, 5)
    whole = Roster(fast_database).rows(day)
    now = monday(day)
    expected = [dataclasses.replace(row, weekly_sets=[w for w in row.weekly_sets if w[0] == now]) for row in whole]
    assert Roster(fast_database).today(day) == expected
    assert any(sets for row in expected for _, sets in row.weekly_sets)


def test_what_another_program_writes_into_a_performance_says_nothing(database):
    logbook = Logbook(database)
    ada = logbook.athlete()
    logbook.workout(ada, evening(16), {SQUAT: [a_set()]})
    Training(database).refresh_exposures(ada)
    for odd in ([1, 2], "stalled", {"trend": ["stalled"], "isMain": True}, {"trend": 3, "isMain": True}):
        with database.write() as connection:
            connection.execute(exercise_exposure.update().values(performance=odd))
        assert "No plan yet." in row_of(database, ada).reasons


# A local file


def test_another_programs_committed_rows_are_seen_at_once(fast_database):
    file = LocalFile(fast_database.path)
    with closing(sqlite3.connect(fast_database.path)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("BEGIN")
        other.execute("""INSERT INTO "User" ("id", "email") VALUES ('1', 'ada@example.org')""")
        assert Roster(file).list() == []
        other.execute("COMMIT")
        assert Path(f"{file.path}-wal").stat().st_size
        assert [one.email for one in Roster(file).list()] == ["ada@example.org"]


def test_what_a_killed_program_had_committed_is_seen(fast_database, tmp_path):
    fast_database.close()
    program = '''
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA journal_mode = WAL")
connection.execute("""INSERT INTO "User" ("id", "email") VALUES (1, 'ada@example.org')""")
os.kill(os.getpid(), 9)
'''
    subprocess.run([sys.executable, "-c", program, str(fast_database.path)], check=False)
    # As after a power cut: the log is there, its index in shared memory is not.
    Path(f"{fast_database.path}-shm").unlink()
    assert [one.email for one in Roster(LocalFile(fast_database.path)).list()] == ["ada@example.org"]


def test_reading_changes_nothing(fast_database):
    fast_database.close()
    before = fast_database.path.read_bytes()
    with (
        pytest.raises(DatabaseUnavailable, match="can only be read"),
        LocalFile(fast_database.path).selecting() as run,
    ):
        run('DELETE FROM "User"')
    Roster(LocalFile(fast_database.path)).rows(TODAY)
    assert fast_database.path.read_bytes() == before


def test_failures_are_told_as_everywhere(tmp_path, monkeypatch, fast_database):
    (tmp_path / "letter.txt").write_text("Dear coach, " * 200)
    with pytest.raises(DatabaseUnavailable, match="not a database"):
        Roster(LocalFile(tmp_path / "letter.txt")).list()
    sqlite3.connect(tmp_path / "other.db").execute("CREATE TABLE x (y)").connection.close()
    with pytest.raises(WrongSchema, match="lacks a table"):
        Roster(LocalFile(tmp_path / "other.db")).list()
    with pytest.raises(DatabaseUnavailable):
        Roster(LocalFile(tmp_path / "missing.db")).list()
    assert not (tmp_path / "missing.db").exists()
    monkeypatch.setattr(local_file, "WAIT_SECONDS", 0)
    file = Path(shutil.copy(fast_database.path, tmp_path / "busy.db"))
    with closing(sqlite3.connect(file)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DatabaseBusy):
            Roster(LocalFile(file)).list()


def test_no_statement_reads_a_whole_table_of_the_log(fast_database):
    """Whatever SQLite would choose without statistics, the log is reached by athlete and date."""
    now = datetime(2026, 3, 18, tzinfo=UTC)
    values = stored({"today": now, "since": now, "as_of": now, "counted": now, "first": TODAY})
    scanned = {}
    with closing(sqlite3.connect(fast_database.path)) as connection:
        for name, statement in STATEMENTS.items():
            given = {key: value for key, value in values.items() if f":{key}" in statement}
            plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", given)]
            scanned[name] = {step.split()[1] for step in plan if step.startswith("SCAN")}
    assert scanned == {
        "list": {"User"},
        "athletes": {"u"},
        "sessions": {"u"},
        "weeks": {"u"},
        "blocks": {"m"},
        "trends": {"u"},
    }
