"""Athletes with a season and a log, for tests of generating and completing."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import insert

from app.usecases.planning import Planning
from models.tables.athletes import constraints, profile
from models.values.athletes import SplitType, TrainingAge
from models.values.days import moment, zone
from models.values.plan import PlanRequest, TrainingGoal
from tests.fakes.logbook import Logbook, a_set

MONDAY = date(2026, 3, 2)
"""The first day of the season; the log ends the day before."""
VIENNA = "Europe/Vienna"
LIFTS = {
    "barbell_back_squat": 120.0,
    "barbell_bench_press": 90.0,
    "barbell_row": 80.0,
    "overhead_press": 55.0,
    "romanian_deadlift": 110.0,
    "lat_pulldown": 70.0,
}


class Lifters:
    """Makes athletes; `email` tells them apart."""

    def __init__(self, database):
        self.database = database
        self.logbook = Logbook(database)

    def athlete(self, email="ada@example.org", *, days=4, weeks_logged=4, weight=82.0, **columns):
        """Trained thrice a week at a quarter to six in Vienna, squats and the like at 2 in reserve."""
        athlete_id = self.logbook.athlete(email, **{"time_zone": VIENNA, **columns})
        with self.database.write() as connection:
            about = {
                "user_id": athlete_id,
                "sex": "male",
                "weight_kg": weight,
                "training_age": TrainingAge.INTERMEDIATE,
            }
            connection.execute(insert(profile), [about])
            asked = {
                "user_id": athlete_id,
                "days_per_week": days,
                "session_minutes": 75,
                "split_type": SplitType.CUSTOM,
            }
            connection.execute(insert(constraints), [asked])
        for back in range(weeks_logged, 0, -1):
            for day in (0, 2, 4):
                self.session(athlete_id, MONDAY - timedelta(weeks=back) + timedelta(days=day))
        return athlete_id

    def session(self, athlete_id, day, loads=None, **more):
        """A session of the log on a local day."""
        at = moment(day, time(17, 45), zone(VIENNA))
        sets = {name: [a_set(5, 0.8 * load, 8.0) for _ in range(3)] for name, load in (loads or LIFTS).items()}
        return self.logbook.workout(athlete_id, at, sets, **more)

    def season(self, athlete_id, goal=TrainingGoal.HYPERTROPHY, weeks=12, start=MONDAY, **more):
        request = PlanRequest(athlete_id, goal=goal, weeks=weeks, start=start, **more)
        return Planning(self.database).create(request, start)

    def ready(self, email="ada@example.org", **more):
        athlete_id = self.athlete(email, **more)
        self.season(athlete_id)
        return athlete_id


def evening_of(day: date) -> datetime:
    return moment(day, time(19), zone(VIENNA))
