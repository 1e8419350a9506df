"""The backfill on PostgreSQL, against one INSERT ... SELECT of the exposures plus plain inserts of the same plan rows.

`--many` adds 10,000 athletes with a tenth of the workouts each.
"""

import sys
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sqlalchemy import Connection, delete, insert, select, text

from app.gateways.database import Database
from app.usecases.backfilling import Backfilling
from app.usecases.upgrading import Upgrading
from models.tables.plan import exercise_exposure, macro_cycle, mesocycle, training_block
from tests.postgres import running_server

TODAY = date(2026, 3, 4)
WORKOUTS, EXERCISES, SETS = 50, 6, 3
LIMIT = 5.0
TABLES = (macro_cycle, mesocycle, training_block)

_PEOPLE = """
INSERT INTO "User" (id, email) SELECT 'athlete-' || lpad(n::text, 6, '0'), 'a' || n || '@example.org'
FROM generate_series(1, :athletes) n;
INSERT INTO "Profile" ("userId", age, sex, "heightIn", "weightLb", "trainingAge")
SELECT 'athlete-' || lpad(n::text, 6, '0'), 20 + n % 40, CASE n % 2 WHEN 0 THEN 'male' ELSE 'female' END, 70,
       130 + n % 90, (ARRAY['BEGINNER', 'INTERMEDIATE', 'ADVANCED'])[1 + n % 3]::"TrainingAge"
FROM generate_series(1, :athletes) n;
INSERT INTO "Goals" ("userId", "primaryGoal", "secondaryGoal")
SELECT 'athlete-' || lpad(n::text, 6, '0'),
       (ARRAY['HYPERTROPHY', 'STRENGTH', 'FAT_LOSS', 'ATHLETICISM', 'GENERAL_HEALTH'])[1 + n % 5]::"PrimaryGoal",
       (ARRAY['POSTURE', 'CONDITIONING', 'NONE'])[1 + n % 3]::"SecondaryGoal"
FROM generate_series(1, :athletes) n WHERE n % 10 > 0;
INSERT INTO "Constraints" ("userId", "daysPerWeek", "sessionMinutes", "splitType")
SELECT 'athlete-' || lpad(n::text, 6, '0'), 3 + n % 3, 45 + 15 * (n % 3), 'CUSTOM'
FROM generate_series(1, :athletes) n WHERE n % 7 > 0;
"""
_LOGS = """
INSERT INTO "Workout" (id, "userId", "scheduledDate", "completedAt", status)
SELECT u.id || '-' || w, u.id, at, at + interval '1 hour', 'COMPLETED'
FROM "User" u, generate_series(1, :workouts) w,
     LATERAL (SELECT timestamp '2026-03-03 17:00' - w * interval '60 hours' AS at) t;
INSERT INTO "WorkoutExercise" (id, "workoutId", "exerciseId", "orderIndex", "isMainLift", section)
SELECT w.id || '-' || e, w.id,
       x.ids[1 + (abs(hashtext(w."userId") >> 4) + 7 * (6 * (length(w.id) + right(w.id, 1)::int) % 24 + e)) % x.count],
       e, e < 2, 'MAIN'
FROM "Workout" w, generate_series(0, :exercises - 1) e,
     (SELECT array_agg(id ORDER BY id) AS ids, count(*)::int AS count FROM "Exercise"
      WHERE "isCompound" AND "catalogueId" IS NOT NULL) x;
INSERT INTO "WorkoutSet" (id, "workoutExerciseId", "setIndex", "targetReps")
SELECT e.id || '-' || s, e.id, s, 8 FROM "WorkoutExercise" e, generate_series(0, :sets - 1) s;
INSERT INTO "SetLog" (id, "workoutSetId", "actualReps", "actualRpe", "actualLoad")
SELECT s.id, s.id, 5 + (h >> 4) % 6, 7 + (h >> 8) % 5 * 0.5, 45 + 5 * ((h >> 12) % 40)
FROM "WorkoutSet" s, LATERAL (SELECT abs(hashtext(s.id)) AS h) t;
ANALYZE;
"""
_EXPOSURES = """
INSERT INTO "ExerciseExposure" (id, "userId", "exerciseId", "lastUsed", "usageCount")
SELECT w."userId" || e."exerciseId", w."userId", e."exerciseId",
       max(coalesce(w."completedAt", w."scheduledDate")), count(DISTINCT w.id)
FROM "Workout" w
JOIN "WorkoutExercise" e ON e."workoutId" = w.id
JOIN "WorkoutSet" s ON s."workoutExerciseId" = e.id
JOIN "SetLog" l ON l."workoutSetId" = s.id
WHERE w.status = 'COMPLETED' AND NOT l."wasSkipped"
GROUP BY w."userId", e."exerciseId"
"""


def fill(database: Database, athletes: int, workouts: int) -> None:
    """Athletes with that many workouts of six exercises of three sets each."""
    counts = {"athletes": athletes, "workouts": workouts, "exercises": EXERCISES, "sets": SETS}
    with database.write() as connection:
        for statement in (_PEOPLE + _LOGS).split(";"):
            if statement.strip():
                connection.execute(text(statement), {k: v for k, v in counts.items() if f":{k}" in statement})


def plan_rows(connection: Connection) -> list[list[dict[str, object]]]:
    """The rows of every season, as they were written."""
    return [
        [{c.key: row[c] for c in table.columns} for row in connection.execute(select(table)).mappings()]
        for table in TABLES
    ]


def reference(database: Database, rows: list[list[dict[str, object]]]) -> float:
    """Seconds for one statement that computes the exposures and one insert for each table of the plan."""
    with database.write() as connection:
        for table in (*reversed(TABLES), exercise_exposure):
            connection.execute(delete(table))
    begun = time.perf_counter()
    with database.write() as connection:
        connection.exec_driver_sql(_EXPOSURES)
        for table, values in zip(TABLES, rows, strict=True):
            connection.execute(insert(table), values)
    return time.perf_counter() - begun


def measured(database: Database, athletes: int, workouts: int) -> float:
    """Fill an empty database, backfill it, and print both times; returns their ratio."""
    Upgrading(database).upgrade()
    fill(database, athletes, workouts)
    backfilling = Backfilling(database)
    begun = time.perf_counter()
    report = backfilling.run(today=TODAY)
    ours = time.perf_counter() - begun
    assert (report.created, report.failed) == (athletes, 0), report.failures[:3]
    begun = time.perf_counter()
    assert not backfilling.run(today=TODAY).wrote
    again = time.perf_counter() - begun
    with database.read() as connection:
        rows = plan_rows(connection)
    theirs = reference(database, rows)
    print(
        f"{athletes:6} athletes x {workouts} workouts: backfill {ours:.2f} s ({1000 * ours / athletes:.1f} ms each), "
        f"again {again:.2f} s, reference {theirs:.2f} s, ratio {ours / theirs:.2f}",
        flush=True,
    )
    return ours / theirs


def run(many: bool = False) -> float:
    """The ratio at 1,000 athletes; smaller and larger numbers are printed to show that time grows with the rows."""
    sizes = [(100, WORKOUTS), (1_000, WORKOUTS), *([(10_000, WORKOUTS // 10)] if many else [])]
    ratios = {}
    with running_server() as server:
        for athletes, workouts in sizes:
            database = Database(server.create(f"bench_{athletes}"))
            ratios[athletes] = measured(database, athletes, workouts)
            database.close()
            server.drop(f"bench_{athletes}")
    print(f"ratio at 1000 athletes {ratios[1_000]:.2f} (at most {LIMIT:g})")
    return ratios[1_000]


if __name__ == "__main__":
    run("--many" in sys.argv)
