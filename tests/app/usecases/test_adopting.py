"""A database of the web application is taken over in place, and its own client works as before."""

import pytest
from sqlalchemy import text

from app.errors import WrongSchema
from app.gateways import migrations, schema
from app.gateways.database import Database
from app.gateways.revision import HEAD
from app.usecases import reporting
from app.usecases.upgrading import Upgrading
from models.values.maintenance import Work
from models.values.upgrading import DatabaseState
from tests.fakes.histories import at_revision, existing_rows, old_rows, paths_in, rows_by_key, web_database

# How databases that grew by the web application's own migrations differ (legacy-schema.md, 3.3).
KNOWN_DRIFT = (
    'ALTER TABLE "ExerciseAlias" ALTER id SET DEFAULT gen_random_uuid()::text',
    'ALTER TABLE "SessionCheckIn" ALTER id SET DEFAULT gen_random_uuid()::text',
    (
        'ALTER TABLE "ExerciseAlias" DROP CONSTRAINT "ExerciseAlias_exerciseId_fkey", ADD CONSTRAINT '
        '"ExerciseAlias_exerciseId_fkey" FOREIGN KEY ("exerciseId") REFERENCES "Exercise" (id) ON DELETE CASCADE'
    ),
    (
        'ALTER TABLE "SessionCheckIn" DROP CONSTRAINT "SessionCheckIn_userId_fkey", ADD CONSTRAINT '
        '"SessionCheckIn_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" (id) ON DELETE CASCADE'
    ),
    (
        'ALTER TABLE "SessionCheckIn" DROP CONSTRAINT "SessionCheckIn_workoutId_fkey", ADD CONSTRAINT '
        '"SessionCheckIn_workoutId_fkey" FOREIGN KEY ("workoutId") REFERENCES "Workout" (id) ON DELETE SET NULL'
    ),
    (
        'ALTER TABLE "Baseline" DROP CONSTRAINT "Baseline_exerciseId_fkey", ADD CONSTRAINT '
        '"Baseline_exerciseId_fkey" FOREIGN KEY ("exerciseId") REFERENCES "Exercise" (id) ON DELETE SET NULL'
    ),
    'ALTER TABLE "SessionCheckIn" ALTER date TYPE timestamp, ALTER "createdAt" TYPE timestamp',
    'DROP INDEX "Baseline_userId_exerciseId_context_key"',
    (
        'ALTER TABLE "Baseline" ADD CONSTRAINT "Baseline_userId_exerciseId_context_key" '
        'UNIQUE ("userId", "exerciseId", context)'
    ),
    'DROP INDEX "ExerciseAlias_alias_key"',
    'ALTER TABLE "ExerciseAlias" ADD CONSTRAINT "ExerciseAlias_alias_key" UNIQUE (alias)',
    'DROP INDEX "WorkoutTemplateExercise_templateId_orderIndex_key"',
    (
        'ALTER TABLE "WorkoutTemplateExercise" ADD CONSTRAINT "WorkoutTemplateExercise_templateId_orderIndex_key" '
        'UNIQUE ("templateId", "orderIndex")'
    ),
    'CREATE TABLE "_prisma_migrations" (id VARCHAR(36) PRIMARY KEY, checksum VARCHAR(64) NOT NULL)',
    "INSERT INTO _prisma_migrations VALUES ('1', 'abc')",
)
REORDERED_ENUM = (
    'ALTER TYPE "EquipmentType" RENAME TO "EquipmentType_old"',
    (
        "CREATE TYPE \"EquipmentType\" AS ENUM ('BARBELL', 'DUMBBELL', 'MACHINE', 'CABLE', 'BODYWEIGHT', 'KETTLEBELL', "
        "'BAND', 'CARDIO', 'SLED', 'BENCH', 'RACK', 'OTHER', 'EZ_BAR', 'TRAP_BAR')"
    ),
    'ALTER TABLE "Equipment" ALTER type TYPE "EquipmentType" USING type::text::"EquipmentType"',
    (
        'ALTER TABLE "Constraints" ALTER "availableEquipment" DROP DEFAULT, ALTER "availableEquipment" '
        'TYPE "EquipmentType"[] USING "availableEquipment"::text[]::"EquipmentType"[], '
        'ALTER "availableEquipment" SET DEFAULT ARRAY[]::"EquipmentType"[]'
    ),
    'DROP TYPE "EquipmentType_old"',
)

# What a client generated from the older schema sends: no column of ours, enums and lists by their types.
OLD_CLIENT = (
    "INSERT INTO \"User\" (id, email, \"createdAt\") VALUES ('u{n}', 'u{n}@example.org', CURRENT_TIMESTAMP)",
    (
        'INSERT INTO "UserPreference" ("userId", "favoriteExercises", "optionalConditioning", "updatedAt") '
        "VALUES ('u{n}', ARRAY['squat','bench']::text[], true, CURRENT_TIMESTAMP)"
    ),
    (
        'INSERT INTO "Constraints" ("userId", "daysPerWeek", "sessionMinutes", "splitType", "availableEquipment") '
        "VALUES ('u{n}', 3, 60, CAST('PPL' AS \"SplitType\"), ARRAY['BARBELL','OTHER']::\"EquipmentType\"[])"
    ),
    (
        'UPDATE "Constraints" SET "splitType" = CAST(\'FULL_BODY\' AS "SplitType"), '
        '"availableEquipment" = ARRAY[\'TRAP_BAR\']::"EquipmentType"[] WHERE "userId" = \'u{n}\''
    ),
    (
        'INSERT INTO "Exercise" (id, name, "movementPatterns", "splitTags", "jointStress", difficulty) VALUES '
        "('x{n}', 'Press {n}', ARRAY['SQUAT']::\"MovementPatternV2\"[], ARRAY[]::\"SplitTag\"[], "
        "CAST('LOW' AS \"JointStress\"), CAST('BEGINNER' AS \"Difficulty\"))"
    ),
    (
        'INSERT INTO "Workout" (id, "userId", "scheduledDate", status, "selectionMode", "advancesSplit") VALUES '
        "('w{n}', 'u{n}', '2026-01-02 10:00:00', CAST('PLANNED' AS \"WorkoutStatus\"), "
        "CAST('AUTO' AS \"WorkoutSelectionMode\"), true)"
    ),
    (
        'INSERT INTO "WorkoutExercise" (id, "workoutId", "exerciseId", "orderIndex", "isMainLift", "movementPatterns") '
        "VALUES ('e{n}', 'w{n}', 'x{n}', 0, true, ARRAY['SQUAT']::\"MovementPatternV2\"[])"
    ),
    'INSERT INTO "WorkoutSet" (id, "workoutExerciseId", "setIndex", "targetReps") VALUES (\'s{n}\', \'e{n}\', 0, 5)',
    (
        'INSERT INTO "SetLog" (id, "workoutSetId", "actualReps", "actualLoad", "completedAt", "wasSkipped") '
        "VALUES ('l{n}', 's{n}', 5, 225, CURRENT_TIMESTAMP, false) ON CONFLICT (\"workoutSetId\") DO UPDATE "
        'SET "actualReps" = 6'
    ),
    (
        'UPDATE "Workout" SET status = CAST(\'COMPLETED\' AS "WorkoutStatus"), "completedAt" = CURRENT_TIMESTAMP '
        "WHERE id = 'w{n}'"
    ),
    "DELETE FROM \"SetLog\" WHERE id = 'l{n}'",
)
OLD_READS = (
    'SELECT w.id, w.status::text, w."selectionMetadata" FROM "Workout" w WHERE w."userId" = \'u{n}\' ORDER BY 1',
    'SELECT "userId", "splitType"::text, "availableEquipment"::text[] FROM "Constraints" ORDER BY "userId" LIMIT 1',
    'SELECT id, name, "movementPatterns"::text[], difficulty::text FROM "Exercise" WHERE id = \'x{n}\'',
)
# And one generated from the specification's schema: its new tables and columns by its names, none of ours.
SPECIFIED_CLIENT = (
    (
        'INSERT INTO "MacroCycle" (id, "userId", "startDate", "trainingAge", "primaryGoal", "secondaryGoals", '
        '"isActive", "currentMeso", "completedWeeks", "createdAt", "updatedAt") VALUES (\'m\', \'u2\', '
        "CURRENT_TIMESTAMP, CAST('BEGINNER' AS \"TrainingAge\"), CAST('STRENGTH' AS \"TrainingGoal\"), "
        "ARRAY['POSTURE']::\"TrainingGoal\"[]"
        ", true, 0, 0, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)"
    ),
    (
        'INSERT INTO "Mesocycle" (id, "macroCycleId", "orderIndex", "totalWeeks", "primaryGoal", "updatedAt") '
        "VALUES ('o', 'm', 0, 4, CAST('STRENGTH' AS \"TrainingGoal\"), CURRENT_TIMESTAMP)"
    ),
    (
        'INSERT INTO "TrainingBlock" (id, "mesocycleId", "orderIndex", "blockType", "durationWeeks", "volumeTarget", '
        '"intensityBias", "rirStart", "rirEnd", "mainLifts", "accessoryPool", "rotationPolicy", "deloadTriggers", '
        "\"updatedAt\") VALUES ('b', 'o', 0, CAST('DELOAD' AS \"BlockType\"), 1, CAST('MEV' AS \"VolumeTarget\"), "
        "CAST('POWER' AS \"IntensityBias\"), 4, 3, '{{}}', '{{}}', '{{}}', '{{}}', CURRENT_TIMESTAMP)"
    ),
    (
        'UPDATE "Workout" SET "trainingBlockId" = \'b\', "weekInBlock" = 0, "blockPhase" = \'Week 1\', '
        '"selectionRationale" = \'{{"a": 1}}\', "wasAutoregulated" = true WHERE id = \'w2\''
    ),
    (
        'INSERT INTO "ExerciseExposure" (id, "userId", "exerciseId", "lastUsed", "usageCount", performance, '
        "\"updatedAt\") VALUES ('p', 'u2', 'x2', CURRENT_TIMESTAMP, 1, '{{}}', CURRENT_TIMESTAMP) ON CONFLICT "
        '("userId", "exerciseId") DO UPDATE SET "usageCount" = 2'
    ),
    (
        'INSERT INTO "ReadinessSignal" (id, "userId", "subjectiveReadiness", "subjectiveSoreness", '
        '"subjectiveMotivation", "performanceRpe", "performanceStalls", "performanceCompliance", "fatigueScore") '
        "VALUES ('r', 'u2', 3, '{{\"chest\": 2}}', 4, 0, 0, 1, 0.5)"
    ),
    (
        'INSERT INTO "MacroAdaptation" (id, "macroCycleId", type, reason, "autoTriggered") '
        "VALUES ('a', 'm', CAST('GOAL_SHIFT' AS \"AdaptationType\"), 'because', false)"
    ),
    "DELETE FROM \"MacroCycle\" WHERE id = 'm'",
)


TENANT = (
    'ALTER TABLE "User" ADD COLUMN tenant TEXT DEFAULT 1; '
    'ALTER TABLE "User" ALTER tenant DROP DEFAULT, ALTER tenant SET NOT NULL'
)


@pytest.fixture
def web(postgres_url):
    database = Database(postgres_url)
    web_database(database)
    yield database
    database.close()


def run(database, *statements, n=0):
    with database.write() as connection:
        return [connection.execute(text(each.format(n=n).replace(":", r"\:"))) for each in statements]


def read(database, n):
    with database.read() as connection:
        return [connection.execute(text(each.format(n=n).replace(":", r"\:"))).all() for each in OLD_READS]


def test_it_is_taken_over_drift_and_all_and_its_client_goes_on(web, tmp_path):
    run(web, *KNOWN_DRIFT, *REORDERED_ENUM)
    run(web, *OLD_CLIENT, n=1)
    before, rows, shown = rows_by_key(web), existing_rows(web), read(web, 1)
    shape = snapshot(web)
    upgrading = Upgrading(web, paths_in(tmp_path))
    plan = upgrading.plan_adoption()
    assert plan.work is Work.ADOPT
    assert plan.can_run
    assert [each.sentence for each in plan.differences if not each.harmless] == []
    known = [each.sentence for each in plan.differences if each.known]
    assert len(known) == 12
    assert "Table _prisma_migrations belongs to another program and is left alone." in reporting.plan_text(plan)
    assert snapshot(web) == shape
    assert existing_rows(web) == rows
    upgrading.adopt(plan)
    assert upgrading.status().state is DatabaseState.CURRENT
    assert old_rows(web, before) == before
    assert read(web, 1) == shown
    run(web, *OLD_CLIENT, n=2)
    assert [len(each) for each in read(web, 2)] == [1, 1, 1]
    run(web, *SPECIFIED_CLIENT)
    with web.read() as connection:
        assert connection.exec_driver_sql("SELECT checksum FROM _prisma_migrations").scalar() == "abc"


def snapshot(database):
    with database.read() as connection:
        return schema.snapshot(connection)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ('ALTER TABLE "Workout" DROP COLUMN notes', "Workout.notes is missing"),
        ('ALTER TABLE "SetLog" ALTER "actualReps" TYPE TEXT', "SetLog.actualReps is text"),
        (TENANT,
         "User.tenant is not expected and must be given"),
        ('ALTER TABLE "Goals" ALTER "proteinTarget" SET NOT NULL', "Goals.proteinTarget is integer, expected"),
        ('DROP INDEX "User_email_key"', "User unique index User_email_key is missing"),
        ('ALTER TABLE "Baseline" DROP CONSTRAINT "Baseline_pkey"', "Baseline primary key Baseline_pkey is missing"),
        ('CREATE TYPE "BlockType" AS ENUM (\'A\')', "Enum BlockType is there already"),
    ],
)  # fmt: skip
def test_dangerous_differences_are_named_and_nothing_is_touched(web, tmp_path, statement, said):
    with web.write() as connection:
        for each in statement.split("; "):
            connection.exec_driver_sql(each)
    shape, rows = snapshot(web), rows_by_key(web) if "COLUMN notes" not in statement else None
    upgrading = Upgrading(web, paths_in(tmp_path))
    plan = upgrading.plan_adoption()
    assert [each.kind for each in plan.blockers] == ["drift"]
    assert said in plan.blockers[0].sentence
    with pytest.raises(WrongSchema, match=said):
        upgrading.adopt(plan)
    assert snapshot(web) == shape
    assert rows is None or rows_by_key(web) == rows
    assert not list(tmp_path.rglob("*.zip"))


def specified_phase_one(database):
    """The specification's own SQL, as far as it matters here: its tables without our corrections."""
    run(
        database,
        "CREATE TYPE \"TrainingGoal\" AS ENUM ('HYPERTROPHY', 'STRENGTH')",
        "CREATE TYPE \"BlockType\" AS ENUM ('ACCUMULATION', 'DELOAD')",
        'CREATE TABLE "MacroCycle" (id TEXT NOT NULL PRIMARY KEY, "userId" TEXT NOT NULL, '
        '"primaryGoal" "TrainingGoal" NOT NULL, "secondaryGoals" "TrainingGoal"[], "isActive" BOOLEAN NOT NULL)',
        'ALTER TABLE "Workout" ADD COLUMN "trainingBlockId" TEXT',
    )


def test_a_database_on_which_the_specification_was_run_is_refused_with_what_differs(web, tmp_path):
    specified_phase_one(web)
    shape = snapshot(web)
    upgrading = Upgrading(web, paths_in(tmp_path))
    plan = upgrading.plan()
    text_of = " ".join(each.sentence for each in plan.blockers)
    for name in ("MacroCycle", "Enum TrainingGoal", "Enum BlockType", "Workout.trainingBlockId"):
        assert name in text_of
    assert "rollback script" in plan.blockers[0].advice
    with pytest.raises(WrongSchema, match="is there already"):
        upgrading.run(plan)
    assert snapshot(web) == shape


@pytest.mark.parametrize("revision", ["0003_extend_workout", HEAD])
def test_a_lost_record_of_revisions_is_found_again(database_url, tmp_path, revision):
    database = Database(database_url)
    at_revision(database, revision)
    before = rows_by_key(database)
    with database.write() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
    upgrading = Upgrading(database, paths_in(tmp_path / "home"))
    plan = upgrading.plan_adoption()
    assert plan.schema_revision == revision
    upgrading.adopt(plan, backfill=False)
    assert upgrading.status().state is DatabaseState.CURRENT
    assert old_rows(database, before) == before
    database.close()


def test_what_is_not_the_web_applications_is_not_adopted(database_url):
    database = Database(database_url)
    migrations.upgrade(database, "0002")
    with pytest.raises(WrongSchema, match="no database that the web application made"):
        Upgrading(database).plan_adoption()
    database.close()
