"""Databases full of athletes for tests of backfill and validation: random by seed, written in bulk."""

import random
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, select

from app.gateways.database import Database
from models.tables.athletes import constraints, goals, injury, profile, user, user_preference
from models.tables.exercises import exercise
from models.tables.readiness import readiness_signal
from models.tables.workouts import set_log, workout, workout_exercise, workout_set
from models.values.athletes import PrimaryGoal, SecondaryGoal, SplitType, TrainingAge
from models.values.exercises import EquipmentType
from models.values.workouts import WorkoutStatus

LAST = datetime(2026, 3, 3, 17, tzinfo=UTC)
"""No workout is later."""


class Coached:
    """Athletes with ids `a0`, `a1`, ... and workouts `a0-w0`, ...; the same seed gives the same rows."""

    def __init__(self, database: Database, seed: int = 1) -> None:
        self.database = database
        self.dice = random.Random(seed)
        self.rows: dict = {}
        with database.read() as connection:
            found = connection.execute(
                select(exercise.c.id)
                .where(exercise.c.is_main_lift_eligible, exercise.c.catalogue_id.is_not(None))
                .order_by(exercise.c.catalogue_id)
            )
            self.exercises = list(found.scalars())

    def fill(self, athletes: int, workouts: int = 12) -> list[str]:
        """Athletes of every kind: with and without profile, goals, constraints, wishes, injuries and logs."""
        names = [f"a{number}" for number in range(athletes)]
        for number, name in enumerate(names):
            zone = self.dice.choice([None, "Europe/Vienna", "Pacific/Auckland"])
            self._add(user, id=name, email=f"{name}@example.org", time_zone=zone)
            self._about(name)
            for index in range(self.dice.randint(0, workouts) if number % 4 else 0):
                self._workout(name, index)
            if self.dice.random() < 0.5:
                self._signal(name)
        self.write()
        return names

    def _about(self, name: str) -> None:
        dice = self.dice
        if dice.random() < 0.7:
            self._add(profile, user_id=name, sex=dice.choice(["male", "Female", None]), weight_kg=dice.uniform(50, 110),
                      training_age=dice.choice(list(TrainingAge)))  # fmt: skip
        if dice.random() < 0.7:
            self._add(goals, user_id=name, primary_goal=dice.choice(list(PrimaryGoal)),
                      secondary_goal=dice.choice(list(SecondaryGoal)))  # fmt: skip
        if dice.random() < 0.7:
            has = [EquipmentType.BARBELL, EquipmentType.DUMBBELL, EquipmentType.MACHINE, EquipmentType.RACK,
                   EquipmentType.BENCH, EquipmentType.CABLE]  # fmt: skip
            days = dice.randint(2, 6)
            self._add(constraints, user_id=name, days_per_week=days, split_type=SplitType.CUSTOM,
                      session_minutes=dice.choice([45, 60]), available_equipment=dice.choice(([], has)))  # fmt: skip
        if dice.random() < 0.3:
            self._add(user_preference, user_id=name, avoid_exercise_ids=[dice.choice(self.exercises)])
        if dice.random() < 0.3:
            self._add(injury, id=f"{name}-i", user_id=name, body_part="left knee", severity=3)

    def _workout(self, name: str, index: int) -> None:
        dice = self.dice
        key, at = f"{name}-w{index}", LAST - timedelta(days=3 * index, minutes=dice.randint(0, 600))
        status = dice.choices(list(WorkoutStatus), [9 if s is WorkoutStatus.COMPLETED else 1 for s in WorkoutStatus])[0]
        done = at + timedelta(hours=1) if dice.random() < 0.8 else None
        minutes = dice.choice([None, 60])
        self._add(workout, id=key, user_id=name, scheduled_date=at, status=status, actual_minutes=minutes,
                  completed_at=done if status is WorkoutStatus.COMPLETED else None)  # fmt: skip
        for order in range(dice.randint(1, 4)):
            entry = f"{key}-{order}"
            self._add(workout_exercise, id=entry, workout_id=key, exercise_id=dice.choice(self.exercises[:8]),
                      order_index=order, is_main_lift=order == 0)  # fmt: skip
            for number in range(3):
                one = f"{entry}-{number}"
                self._add(workout_set, id=one, workout_exercise_id=entry, set_index=number, target_reps=5)
                if dice.random() < 0.9:
                    self._add(set_log, id=one, workout_set_id=one, actual_reps=dice.choice([None, 3, 5, 8, 15]),
                              actual_rpe=dice.choice([None, 5.0, 7.5, 9.0]), was_skipped=dice.random() < 0.1,
                              actual_load=dice.choice([None, 60.0, 100.0]),
                              set_type=dice.choice(["NORMAL", "NORMAL", "WARMUP"]))  # fmt: skip

    def _signal(self, name: str) -> None:
        self._add(readiness_signal, id=f"{name}-r", user_id=name, subjective_readiness=4, subjective_motivation=3,
                  subjective_soreness={"quads": 2, "chest": 1}, fatigue_score=0.6)  # fmt: skip

    def _add(self, table, **values) -> None:
        self.rows.setdefault((table, tuple(sorted(values))), []).append(values)

    def write(self) -> None:
        """Write what was added, parents first."""
        order = [user, profile, goals, constraints, user_preference, injury, workout, workout_exercise, workout_set,
                 set_log, readiness_signal]  # fmt: skip
        with self.database.write() as connection:
            for (table, _), rows in sorted(self.rows.items(), key=lambda item: order.index(item[0][0])):
                connection.execute(insert(table), rows)
        self.rows.clear()
