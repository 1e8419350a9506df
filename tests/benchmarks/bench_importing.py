"""Importing a training log of 14,000 sets, against the bare sqlite3 insert of the same rows."""

import random
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sqlalchemy import insert

from app.gateways.database import Database
from app.usecases.importing import Importing
from app.usecases.upgrading import Upgrading
from models.tables.athletes import user

SETS = 14_000
ROUNDS = 5
LIMIT = 5.0
ATHLETE = "bench-athlete"
TABLES = ("LogImport", "Exercise", "Workout", "WorkoutExercise", "WorkoutSet", "SetLog", "ExerciseExposure")
HEADER = (
    '"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes",'
    '"set_index","set_type","weight_kg","reps","distance_km","duration_seconds","rpe"'
)
LIFTS = [
    f"{lift} ({tool})"
    for lift in ("Bench Press", "Squat", "Deadlift", "Row", "Curl", "Lateral Raise", "Pulldown", "Lunge")
    for tool in ("Barbell", "Dumbbell", "Machine", "Cable")
]


def log(sets: int) -> str:
    """A Hevy export of that many sets: six exercises of three or four sets, four times a week."""
    dice = random.Random(7)
    lines, written, start = [HEADER], 0, datetime.fromisoformat("2019-01-01 17:30")
    while written < sets:
        start += timedelta(days=dice.choice((1, 2, 2)), minutes=dice.randint(-30, 30))
        begun, ended = (f"{t.day} {t:%b %Y, %H:%M}" for t in (start, start + timedelta(minutes=dice.randint(50, 95))))
        for position, lift in enumerate(dice.sample(LIFTS, 6)):
            superset = position // 2 if dice.random() < 0.2 else ""
            load = dice.randrange(20, 160, 5) / 2
            for index in range(min(dice.choice((3, 4)), sets - written)):
                kind = "warmup" if index == 0 and position < 2 else "normal"
                rpe = dice.choice(("", "7", "8", "8.5", "9"))
                lines.append(
                    f'"Day {position % 4}","{begun}","{ended}","","{lift}",{superset},"",{index},"{kind}",'
                    f"{load:g},{dice.randint(4, 15)},,,{rpe}".replace(f"Day {position % 4}", "Training", 1)
                )
                written += 1
    return "\n".join(lines) + "\n"


def template(folder: Path) -> Path:
    """An empty database at head with its catalogue and one athlete."""
    file = folder / "template.db"
    database = Database(f"sqlite:///{file}")
    Upgrading(database).upgrade()
    with database.write() as connection:
        connection.execute(insert(user), [{"id": ATHLETE, "email": "bench@example.org", "time_zone": "Europe/Vienna"}])
    database.close()
    return file


def imported(file: Path, text: str) -> float:
    """Seconds for one import of the text into the file: reading, writing, exposures."""
    database = Database(f"sqlite:///{file}")
    importing = Importing(database)
    importing.imports(ATHLETE)  # the connection stands, as it does in a running program
    begun = time.perf_counter()
    report = importing.run(text, ATHLETE, file_name="log.csv")
    seconds = time.perf_counter() - begun
    assert report.sets == SETS, report
    database.close()
    return seconds


def new_rows(before: Path, after: Path) -> list[tuple[str, list[tuple[object, ...]]]]:
    """The insert statement and the tuples of every table that the import added to."""
    old, new = sqlite3.connect(before), sqlite3.connect(after)
    found = []
    for table in TABLES:
        there = set(old.execute(f'SELECT id FROM "{table}"'))
        rows = [row for row in new.execute(f'SELECT * FROM "{table}" ORDER BY rowid') if (row[0],) not in there]
        if rows:
            found.append((f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(rows[0]))})', rows))
    old.close()
    new.close()
    return found


def bare(file: Path, statements: list[tuple[str, list[tuple[object, ...]]]]) -> float:
    """Seconds for the same rows through sqlite3 alone, in one transaction."""
    connection = sqlite3.connect(file, isolation_level=None)
    begun = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    for statement, rows in statements:
        connection.executemany(statement, rows)
    connection.execute("COMMIT")
    seconds = time.perf_counter() - begun
    connection.close()
    return seconds


def run(rounds: int = ROUNDS) -> float:
    """Print both medians and return how many times as long as the bare insert the import takes."""
    text = log(SETS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start = template(folder)
        ours, theirs, statements = [], [], None
        for index in range(rounds + 1):
            copy, plain = folder / f"{index}.db", folder / f"{index}-bare.db"
            shutil.copyfile(start, copy)
            shutil.copyfile(start, plain)
            seconds = imported(copy, text)
            statements = statements or new_rows(start, copy)
            reference = bare(plain, statements)
            if index:  # the first round pays for imports and warms the caches
                ours.append(seconds)
                theirs.append(reference)
    ratio = statistics.median(ours) / statistics.median(theirs)
    count = sum(len(rows) for _, rows in statements or ())
    print(f"{SETS} sets, {count} rows: import {statistics.median(ours):.3f} s,", end=" ")
    print(f"bare sqlite3 {statistics.median(theirs):.3f} s, ratio {ratio:.2f} (at most {LIMIT:g})")
    return ratio


if __name__ == "__main__":
    run()
