"""The comparison is only worth something if it sees what somebody changed behind our back."""

import pytest

from app.gateways import schema

# (what was changed, how, what the sentence must say)
BOTH = [
    (
        "a partial index that lost its condition",
        (
            'DROP INDEX "MacroCycle_userId_isActive_key"; '
            'CREATE UNIQUE INDEX "MacroCycle_userId_isActive_key" ON "MacroCycle" ("userId")'
        ),
        "MacroCycle unique index MacroCycle_userId_isActive_key is ",
    ),
    ("a lost index", 'DROP INDEX "Workout_importId_idx"', "Workout index Workout_importId_idx is missing"),
    (
        "an index that became unique",
        (
            'DROP INDEX "WorkoutSet_workoutExerciseId_idx"; '
            'CREATE UNIQUE INDEX "WorkoutSet_workoutExerciseId_idx" ON "WorkoutSet" ("workoutExerciseId")'
        ),
        "WorkoutSet unique index WorkoutSet_workoutExerciseId_idx is not expected",
    ),
    ("one more column", 'ALTER TABLE "User" ADD COLUMN "nick" TEXT', "User column nick is not expected"),
    ("a view", 'CREATE VIEW "Everybody" AS SELECT id FROM "User"', "view Everybody is not expected"),
    ("a table", 'CREATE TABLE "Extra" (id TEXT NOT NULL)', "Extra is not expected"),
]
POSTGRESQL = [
    (
        "an enum with one more value",
        "ALTER TYPE \"BlockType\" ADD VALUE 'PIVOT' BEFORE 'DELOAD'",
        "enum BlockType is ACCUMULATION, INTENSIFICATION, REALIZATION, PIVOT, DELOAD, RESTORATION, expected",
    ),
    (
        "a foreign key that lost its action",
        (
            'ALTER TABLE "Workout" DROP CONSTRAINT "Workout_trainingBlockId_fkey", ADD CONSTRAINT '
            '"Workout_trainingBlockId_fkey" FOREIGN KEY ("trainingBlockId") REFERENCES "TrainingBlock" (id)'
        ),
        "Workout foreign key Workout_trainingBlockId_fkey is ",
    ),
    (
        "a lost check",
        'ALTER TABLE "TrainingBlock" DROP CONSTRAINT "TrainingBlock_durationWeeks_check"',
        "TrainingBlock check TrainingBlock_durationWeeks_check is missing",
    ),
    (
        "a changed type",
        'ALTER TABLE "SetLog" ALTER "actualLoad" TYPE REAL',
        "SetLog column actualLoad is real, may be NULL, expected double precision",
    ),
    (
        "a changed precision",
        'ALTER TABLE "Workout" ALTER "scheduledDate" TYPE TIMESTAMP(6)',
        "Workout column scheduledDate is timestamp(6) without time zone, expected timestamp(3)",
    ),
    (
        "a changed default",
        'ALTER TABLE "TrainingBlock" ALTER "weeklyVolumeRamp" SET DEFAULT 1.2',
        "TrainingBlock column weeklyVolumeRamp is double precision, default 1.2, expected",
    ),
    (
        "a column that may be NULL",
        'ALTER TABLE "Workout" ALTER "status" DROP NOT NULL',
        "Workout column status is ",
    ),
    (
        "a trigger",
        (
            "CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; "
            'CREATE TRIGGER watch BEFORE UPDATE ON "SetLog" FOR EACH ROW EXECUTE FUNCTION nothing()'
        ),
        "SetLog trigger watch is not expected",
    ),
]
# SQLite cannot alter a table's own rules, so another program would have rebuilt it: its text changes.
SQLITE = [
    ("a lost check", "TrainingBlock", '"durationWeeks" >= 1', "1", "check TrainingBlock_durationWeeks_check is 1"),
    ("one more value", "TrainingBlock", "'RESTORATION'", "'RESTORATION', 'PIVOT'", "check TrainingBlock_blockType_"),
    ("a lost action", "Mesocycle", "ON DELETE CASCADE ", "", "foreign key Mesocycle_macroCycleId_fkey"),
    ("a changed type", "TrainingBlock", "DOUBLE PRECISION", "REAL", "column rirEnd is REAL, expected DOUBLE PRECISION"),
    ("a changed default", "TrainingBlock", "1.10", "1.2", "column weeklyVolumeRamp is DOUBLE PRECISION, default 1.2"),
    ("a lost name", "Mesocycle", 'CONSTRAINT "Mesocycle_pkey" ', "", "primary key unnamed is not expected"),
    (
        "a column that may be NULL",
        "TrainingBlock",
        '"orderIndex" INTEGER NOT NULL',
        '"orderIndex" INTEGER',
        "column orderIndex",
    ),
]


def look(database):
    with database.read() as connection:
        return schema.snapshot(connection)


def run(database, script):
    with database.write() as connection:
        for statement in script.split("; ") if "FUNCTION" not in script else [script]:
            connection.exec_driver_sql(statement)


def seen(expected, database, sentence):
    found = schema.differences(expected, look(database))
    return any(sentence in each for each in found) and len(found) <= 4


def test_nothing_changed_is_no_difference(database):
    assert schema.differences(look(database), look(database)) == []


@pytest.mark.parametrize(("what", "script", "sentence"), BOTH, ids=lambda value: value[:30])
def test_a_drift_is_seen(database, what, script, sentence):
    expected = look(database)
    run(database, script)
    assert seen(expected, database, sentence), what


@pytest.mark.parametrize(("what", "script", "sentence"), POSTGRESQL, ids=lambda value: value[:30])
def test_a_drift_of_a_server_is_seen(server_database, what, script, sentence):
    expected = look(server_database)
    run(server_database, script)
    assert seen(expected, server_database, sentence), what


@pytest.mark.parametrize(("what", "table", "old", "new", "sentence"), SQLITE, ids=lambda value: value[:20])
def test_a_drift_of_a_file_is_seen(fast_database, what, table, old, new, sentence):
    expected = look(fast_database)
    with fast_database.write() as connection:
        connection.exec_driver_sql("PRAGMA writable_schema = ON")
        done = connection.exec_driver_sql(
            "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE name = ? AND sql LIKE '%' || ? || '%'",
            (old, new, table, old),
        )
        assert done.rowcount == 1
    fast_database.close()
    assert seen(expected, fast_database, f"{table} {sentence}"), what


def test_a_trigger_on_a_file_is_seen(fast_database):
    expected = look(fast_database)
    with fast_database.write() as connection:
        connection.exec_driver_sql('CREATE TRIGGER watch AFTER DELETE ON "SetLog" BEGIN DELETE FROM "User"; END')
    assert seen(expected, fast_database, "SetLog trigger watch is not expected")


def test_the_text_names_every_object_once(database):
    found = look(database)
    lines = found.text.splitlines()
    names = [line.partition(": ")[0] for line in lines]
    assert names == sorted(found.objects)
    assert len(lines) == len(found.objects) > 480
    assert not any("alembic_version" in line for line in lines)
