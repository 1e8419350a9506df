"""Writes athletes and workouts straight into a database, a line each, for tests of what reads them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select

from app.gateways.database import Database
from models.tables.athletes import user
from models.tables.exercises import exercise
from models.tables.workouts import set_log, workout, workout_exercise, workout_set
from models.values.exercises import JointStress
from models.values.ids import IdStyle, new_id
from models.values.workouts import WorkoutStatus

SQUAT, BENCH, PULL_UP, PLANK, ASSISTED = (
    "barbell_back_squat",
    "barbell_bench_press",
    "pull_up",
    "plank",
    "assisted_pull_up",
)


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
