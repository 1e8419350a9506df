"""Seasons lived through at random: done, left out, missed, opened again; what is stored always follows the log."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.engine.standing import weeks_done
from app.engine.workouts.recomputing import recomputed, recomputed_load
from app.errors import Conflict
from app.gateways.cursors import read_sessions
from app.gateways.exposures import refresh_exposures
from app.gateways.seasons import as_value, read_active
from app.usecases.completing import Completing
from app.usecases.generating import Generating
from app.usecases.training import Training
from models.tables.workouts import workout
from models.values.days import zone
from models.values.kinds import WorkoutStatus
from models.values.training import SetResult
from tests.fakes.lifters import MONDAY, VIENNA, Lifters, evening_of

DAYS = 3


class Life:
    """One athlete through some weeks of a season; the same seed gives the same life."""

    def __init__(self, database, seed):
        self.database = database
        self.dice = random.Random(seed)
        lifters = Lifters(database)
        self.athlete = lifters.athlete(f"a{seed}@example.org", days=DAYS, weeks_logged=self.dice.choice([0, 3]))
        self.weeks = self.dice.randint(4, 6)
        lifters.season(self.athlete, weeks=self.weeks)
        self.before = {}

    def live(self, weeks):
        for number in range(weeks):
            monday = MONDAY + timedelta(weeks=number)
            try:
                week = Generating(self.database).generate(self.athlete, monday, replace=self.dice.random() < 0.3)
            except Conflict:
                assert self.is_over()
                return number
            self.check_reasons(week)
            mood = self.dice.choice(["keen", "keen", "lazy", "ill"])
            for key, planned in zip(week.workouts, week.planned, strict=True):
                self.session(key, planned.day, mood)
            self.check(monday + timedelta(days=6), passed=True)
        return weeks

    def is_over(self):
        with self.database.read() as connection:
            stored = read_active(connection, self.athlete)
        return stored.macro["completed_weeks"] == as_value(stored).total_weeks

    def session(self, key, day, mood):
        now, completing = evening_of(day), Completing(self.database)
        act = self.dice.random() + {"keen": 0.35, "lazy": 0.0, "ill": -0.6}[mood]
        if act < 0.1:
            return
        if act < 0.3:
            completing.skip(key, now)
        else:
            self.perform(key, now)
            completing.complete(key, now)
            completing.complete(key, now + timedelta(hours=1))
            if self.dice.random() < 0.15:
                completing.reopen(key, now)
                self.check(day)
                completing.complete(key, now)
        self.check(day)

    def perform(self, key, now):
        for entry in Training(self.database).workout(key).exercises:
            one = self.dice.choice(entry.sets)
            if self.dice.random() < 0.15:
                Completing(self.database).skip_set(one.id, now)
            else:
                load = one.target_load_kg or 20.0
                rpe = self.dice.choice([None, 7.0, 8.0, 9.5])
                Completing(self.database).log_set(one.id, SetResult(self.dice.randint(1, 12), load, rpe), now)
        first = Training(self.database).workout(key).exercises[0].sets[-1]
        Completing(self.database).log_set(first.id, SetResult(5, 60.0, 8.0), now)

    def check(self, day, *, passed=False):
        """Cursors as the sessions give them, exposures as the log gives them, the past as it was."""
        with self.database.read() as connection:
            stored = read_active(connection, self.athlete)
            macro = as_value(stored)
            sessions = read_sessions(connection, self.athlete, macro, zone(VIENNA))
            rows = connection.execute(
                select(workout.c.id, workout.c.status, workout.c.completed_at, workout.c.selection_rationale).where(
                    workout.c.user_id == self.athlete, workout.c.status == WorkoutStatus.COMPLETED
                )
            )
            finished = {row.id: tuple(row) for row in rows}
        found = weeks_done(sessions, macro.total_weeks, day, DAYS).weeks
        # Days that only passed may add to what the last thing done had stored.
        assert stored.macro["completed_weeks"] == found or (passed and stored.macro["completed_weeks"] < found)
        assert self.place(stored) == min(stored.macro["completed_weeks"], macro.total_weeks - 1)
        assert {key: finished.get(key, row) for key, row in self.before.items()} == self.before
        self.before = finished
        with self.database.write() as connection:
            assert refresh_exposures(connection, self.athlete) == 0 or not finished

    def place(self, stored):
        """The week that the cursors name, counted through mesocycles and blocks."""
        week = 0
        for meso in stored.mesocycles:
            for block in stored.blocks[meso["id"]]:
                here = meso["order_index"] == stored.macro["current_meso"]
                if here and block["order_index"] == meso["current_block"]:
                    return week + meso["current_week_in_block"]
                week += block["duration_weeks"]
        raise AssertionError("the cursors name no week")

    def check_reasons(self, week):
        """Every choice and load comes out again from what the database holds of its reason."""
        for key in week.workouts:
            for entry in Training(self.database).workout(key).exercises:
                assert recomputed(entry.selection_reason) == entry.catalogue_id
                load = recomputed_load(entry.prescription_rationale)
                for one in entry.sets:
                    if one.target_rpe is not None:
                        assert one.target_load_kg == (load if load is None else pytest.approx(load))


@pytest.mark.parametrize("seed", range(4))
def test_what_is_stored_follows_the_log(fast_database, seed):
    life = Life(fast_database, seed)
    assert life.live(6) > 0


def test_what_is_stored_follows_the_log_on_a_server(server_database):
    assert Life(server_database, 11).live(3) > 0


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(100, 130))
def test_many_lives(fast_database, seed):
    assert Life(fast_database, seed).live(12) > 0
