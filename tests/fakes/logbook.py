"""Writes athletes and workouts straight into a database, a line each, for tests of what reads them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select

from app.gateways.database import Database
from models.tables.athletes import user
from models.tables.exercises import exercise
from models.tables.plan import macro_cycle, mesocycle, training_block
from models.tables.readiness import readiness_signal
from models.tables.workouts import set_log, workout, workout_exercise, workout_set
from models.values.athletes import TrainingAge
from models.values.exercises import JointStress
from models.values.ids import IdStyle, new_id
from models.values.plan import BlockType, IntensityBias, TrainingGoal, VolumeTarget
from models.values.workouts import WorkoutStatus

SQUAT, BENCH, PULL_UP, PLANK, ASSISTED = (
    "barbell_back_squat",
    "barbell_bench_press",
    "pull_up",
    "plank",
    "assisted_pull_up",
)


SIGNAL = {
    "timestamp": datetime(2026, 3, 17, 6, tzinfo=UTC),
    "subjective_readiness": 4,
    "subjective_soreness": {},
    "subjective_motivation": 4,
    "fatigue_score": 0.8,
}
"""A check-in; id and athlete are missing."""


def a_set(reps: int | None = 5, load: float | None = 100.0, rpe: float | None = 8.0, **more: Any) -> dict[str, Any]:
    """A performed set; `logged=False` leaves it planned, other keys are columns of SetLog."""
    return {"actual_reps": reps, "actual_load": load, "actual_rpe": rpe, **more}


class Logbook:
    def __init__(self, database: Database) -> None:
        self.database = database

    def athlete(self, email: str = "ada@example.org", **columns: Any) -> str:
        athlete_id = new_id(IdStyle.UUID)
        with self.database.write() as connection:
            connection.execute(insert(user), [{"id": athlete_id, "email": email, **columns}])
        return athlete_id

    def exercise(self, catalogue_id: str) -> str:
        """The database id of a catalogue exercise."""
        with self.database.write() as connection:
            return self._exercise(connection, catalogue_id)

    def workout(
        self,
        athlete_id: str,
        at: datetime,
        exercises: Mapping[str, Sequence[dict[str, Any]]] | Sequence[tuple[str, Sequence[dict[str, Any]]]],
        *,
        status: WorkoutStatus = WorkoutStatus.COMPLETED,
        completed: bool = True,
        section: str | None = "MAIN",
        **columns: Any,
    ) -> str:
        done = at + timedelta(hours=1) if completed and status is WorkoutStatus.COMPLETED else None
        row = {"id": new_id(IdStyle.UUID), "user_id": athlete_id, "scheduled_date": at, "completed_at": done}
        with self.database.write() as connection:
            connection.execute(insert(workout), [{**row, "status": status, **columns}])
            pairs = exercises.items() if isinstance(exercises, Mapping) else exercises
            for order, (catalogue_id, sets) in enumerate(pairs):
                self._sets(connection, row["id"], order, catalogue_id, sets, section)
        return row["id"]

    def season(self, athlete_id: str, tag: str, start: date = date(2026, 2, 2), **columns: Any) -> None:
        """Seven weeks of building, a deload and three weeks of sharpening."""
        with self.database.write() as connection:
            _season(connection, athlete_id, tag, start, **columns)

    def signal(self, athlete_id: str, at: datetime, score: float, tag: object, **more: Any) -> None:
        row = {**SIGNAL, "id": f"signal{tag}", "user_id": athlete_id, "timestamp": at, "fatigue_score": score, **more}
        with self.database.write() as connection:
            connection.execute(insert(readiness_signal), [row])

    def _sets(self, connection: Connection, workout_id: str, order: int, catalogue_id: str, sets, section) -> None:
        entry = new_id(IdStyle.UUID)
        connection.execute(
            insert(workout_exercise),
            [
                {
                    "id": entry,
                    "workout_id": workout_id,
                    "exercise_id": self._exercise(connection, catalogue_id),
                    "order_index": order,
                    "section": section,
                    "is_main_lift": True,
                }
            ],
        )
        for index, values in enumerate(sets):
            one = {"id": new_id(IdStyle.UUID), "workout_exercise_id": entry, "set_index": index, "target_reps": 5}
            connection.execute(insert(workout_set), [one])
            if values.get("logged", True):
                log = {key: value for key, value in values.items() if key != "logged"}
                connection.execute(insert(set_log), [{"id": new_id(IdStyle.UUID), "workout_set_id": one["id"], **log}])

    def _exercise(self, connection: Connection, catalogue_id: str) -> str:
        found = connection.execute(select(exercise.c.id).where(exercise.c.catalogue_id == catalogue_id)).scalar()
        if found is not None:
            return str(found)
        # The catalogue has it in a seeded database; here a name of the test's own does.
        row = {"id": new_id(IdStyle.UUID), "name": catalogue_id, "catalogue_id": catalogue_id}
        connection.execute(insert(exercise), [{**row, "joint_stress": JointStress.LOW, "is_main_lift_eligible": True}])
        return row["id"]


def evening(day: int, month: int = 3, year: int = 2026, hour: int = 18) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def _season(connection: Connection, athlete_id: str, tag: str, start: date, **columns: Any) -> None:
    row = {"id": f"macro{tag}", "user_id": athlete_id, "start_date": start, "training_age": TrainingAge.BEGINNER}
    goal = {"primary_goal": TrainingGoal.STRENGTH}
    connection.execute(insert(macro_cycle), [{**row, **goal, "secondary_goals": [], **columns}])
    connection.execute(
        insert(mesocycle),
        [{"id": f"meso{tag}", "macro_cycle_id": f"macro{tag}", "order_index": 0, "total_weeks": 9, **goal}],
    )
    for index, (kind, weeks) in enumerate(
        ((BlockType.ACCUMULATION, 7), (BlockType.DELOAD, 1), (BlockType.INTENSIFICATION, 3))
    ):
        block = {"id": f"block{tag}{index}", "mesocycle_id": f"meso{tag}", "order_index": index, "block_type": kind}
        rest = {
            "volume_target": VolumeTarget.MAV,
            "intensity_bias": IntensityBias.STRENGTH,
            "rir_start": 3,
            "rir_end": 1,
        }
        connection.execute(insert(training_block), [{**block, **rest, "duration_weeks": weeks}])
