"""A week of sessions in memory, with sheets and reasons, for tests and pictures of the workouts page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from app.changes import Changes
from app.errors import Conflict, NotFound
from models.values.adapting import Autoregulation, SessionChange
from models.values.kinds import BlockType, Measurement, SetType, TrainingGoal, WorkoutStatus
from models.values.training import (
    Completion,
    Compliance,
    GeneratedWeek,
    Record,
    RecordKind,
    SetResult,
    Skipped,
    StrengthChange,
)
from models.values.weeks import NextSession, SeasonPlace, SessionState, TrainingWeek, WeekSession
from models.values.workouts import ExerciseEntry, SetEntry, Workout, WorkoutPage, WorkoutSummary
from tests.fakes import rationales

TODAY = date(2026, 3, 18)
MONDAY = date(2026, 3, 16)

_SHEETS: Mapping[str, Sequence[tuple[str, str, int, tuple[int, int], float | None, float, int]]] = {
    "Lower A": (
        ("Barbell Back Squat", "barbell_back_squat", 4, (5, 5), 112.5, 7.5, 180),
        ("Romanian Deadlift", "romanian_deadlift", 3, (6, 8), 100.0, 8, 150),
        ("Seated Leg Curl", "seated_leg_curl", 3, (8, 15), None, 7, 90),
        ("Standing Calf Raise", "standing_calf_raise", 3, (10, 15), 80.0, 8, 90),
        ("Plank", "plank", 3, (60, 60), None, 7, 60),
    ),
    "Upper A": (
        ("Barbell Bench Press", "barbell_bench_press", 4, (5, 5), 82.5, 7.5, 180),
        ("Chest-Supported Row", "chest_supported_row", 4, (8, 10), 60.0, 8, 120),
        ("Lateral Raise", "lateral_raise", 3, (12, 15), 10.0, 8, 75),
    ),
    "Lower B": (
        ("Barbell Deadlift", "barbell_deadlift", 3, (4, 4), 140.0, 7.5, 210),
        ("Front Squat", "front_squat", 3, (6, 8), 80.0, 8, 150),
    ),
    "Upper B": (
        ("Overhead Press", "overhead_press", 4, (6, 6), 52.5, 7.5, 150),
        ("Pull-Up", "pull_up", 4, (6, 10), None, 8, 150),
    ),
}

EASED = Autoregulation(
    "sets_down",
    "Below 50 with two groups that agree: one set fewer on every exercise, loads stay.",
    [SessionChange("barbell_bench_press", "Barbell Bench Press", "sets", 4, 3, "Freshness 41: a set fewer.")],
    "Today is a little easier: two signals agree that recovery lags behind.",
    "sets_down",
    signals={"freshness": 0.41, "confidence": 0.72, "groups": {"subjective": 0.38, "performance": 0.45}},
)


def sheet(name: str, day: date, status: WorkoutStatus = WorkoutStatus.PLANNED, *, reasons: bool = True) -> Workout:
    """A workout as it is planned, nothing logged."""
    key = name.lower().replace(" ", "-")
    at = datetime(day.year, day.month, day.day, 17, tzinfo=UTC)
    entries = []
    for order, (title, catalogue_id, count, reps, load, rpe, rest) in enumerate(_SHEETS[name]):
        sets = [
            SetEntry(number, SetType.NORMAL, reps[0], reps, rpe, load, rest, None, None, None, False, False,
                     id=f"{key}-{order}-{number}")
            for number in range(count)
        ]  # fmt: skip
        asked = rationales.FIND_PRESCRIPTION if catalogue_id == "seated_leg_curl" else rationales.PRESCRIPTION
        why = {**rationales.SELECTION_REASON, "exercise": catalogue_id, "name": title}
        measured = Measurement.DURATION if catalogue_id == "plank" else Measurement.LOAD_REPS
        entries.append(
            ExerciseEntry(f"{key}-{order}", catalogue_id, title, order, None, order == 0, None, None, sets,
                          why if reasons else None, asked if reasons else None, catalogue_id, "BARBELL_TOTAL", measured)
        )  # fmt: skip
    summary = WorkoutSummary(key, "mara", name, at, None, status, len(entries), 0, 0.0, None, BlockType.ACCUMULATION, 1)
    context = rationales.SELECTION_RATIONALE if reasons else None
    return Workout(summary, None, entries, context, False, None, estimated_minutes=68)


@dataclass
class FakeTraining:
    """Weeks, training, generating and completing over the same sheets."""

    sheets: dict[str, Workout] = field(default_factory=dict)
    today: date = TODAY
    has_season: bool = True
    calls: list[tuple[str, Any]] = field(default_factory=list)
    days: dict[str, Autoregulation] = field(default_factory=dict)
    """What readiness makes of a workout, by its id."""

    def fill(self) -> "FakeTraining":
        for offset, name in ((0, "Lower A"), (2, "Upper A"), (3, "Lower B"), (5, "Upper B")):
            made = sheet(name, MONDAY + timedelta(days=offset))
            self.sheets[made.summary.id] = made
        return self

    # What services.weeks offers

    def week(self, athlete_id: str, day: date, today: date) -> TrainingWeek:
        first = day - timedelta(days=day.weekday())
        place = SeasonPlace(11 + (first - MONDAY).days // 7, 26, TrainingGoal.STRENGTH, BlockType.ACCUMULATION,
                            1, 5, 2.5, 62) if self.has_season else None  # fmt: skip
        sessions = [self._session(one, today) for one in self.sheets.values()]
        of_week = [one for one in sessions if first <= one.day < first + timedelta(days=7)]
        why = "" if self.has_season and first >= MONDAY else "This week is over." if self.has_season else "No season."
        return TrainingWeek(athlete_id, first, of_week, place, self.has_season, why)

    def monday_of(self, workout_id: str) -> date:
        day = self.workout(workout_id).summary.scheduled.date()
        return day - timedelta(days=day.weekday())

    def next_session(self, _athlete_id: str, _today: date) -> NextSession | None:
        return None

    # What services.training offers

    def workout(self, workout_id: str) -> Workout:
        if workout_id not in self.sheets:
            raise NotFound("This workout is no longer there.")
        return self.sheets[workout_id]

    def page(self, *_args: Any, **_more: Any) -> WorkoutPage:
        rows = [one.summary for one in self.sheets.values()]
        return WorkoutPage(rows, len(rows), 0)

    # What services.adapting offers

    def day(self, workout_id: str, _today: date) -> Autoregulation | None:
        status = self.workout(workout_id).summary.status
        return self.days.get(workout_id) if status == WorkoutStatus.PLANNED else None

    def apply_today(self, workout_id: str, _now: datetime) -> Autoregulation:
        self.calls.append(("apply_today", workout_id))
        self.days[workout_id] = replace(self.days[workout_id], is_applied=True)
        self.sheets[workout_id] = replace(
            self.workout(workout_id), was_autoregulated=True, autoregulation_log=rationales.AUTOREGULATION
        )
        return self.days[workout_id]

    def restore_today(self, workout_id: str) -> Changes:
        self.calls.append(("restore_today", workout_id))
        self.days[workout_id] = replace(self.days[workout_id], is_applied=False)
        self.sheets[workout_id] = replace(self.workout(workout_id), was_autoregulated=False, autoregulation_log=None)
        return Changes.WORKOUTS

    @property
    def adapting(self) -> SimpleNamespace:
        return SimpleNamespace(today=self.day, apply_today=self.apply_today, restore_today=self.restore_today)

    # What services.generating offers

    def generate(
        self, athlete_id: str, today: date, week: int | None = None, *, replace: bool = False
    ) -> GeneratedWeek:
        self.calls.append(("generate", (week, replace)))
        self.fill()
        monday = today - timedelta(days=today.weekday())
        return GeneratedWeek(athlete_id, week or 0, monday, [], list(self.sheets), sentences=["Four sessions."])

    # What services.completing offers

    def start(self, workout_id: str, _now: datetime) -> Changes:
        self._stand(workout_id, WorkoutStatus.IN_PROGRESS)
        return Changes.WORKOUTS

    def log_set(self, set_id: str, result: SetResult, _now: datetime) -> Changes:
        self.calls.append(("log", (set_id, result)))
        self._change(set_id, logged=True, was_skipped=False, actual_reps=result.reps, actual_load_kg=result.load_kg,
                     actual_rpe=result.rpe, duration_seconds=result.duration_seconds)  # fmt: skip
        return Changes.WORKOUTS

    def skip_set(self, set_id: str, _now: datetime) -> Changes:
        self.calls.append(("skip_set", set_id))
        self._change(set_id, logged=True, was_skipped=True)
        return Changes.WORKOUTS

    def clear_set(self, set_id: str) -> Changes:
        self.calls.append(("clear_set", set_id))
        self._change(set_id, logged=False, was_skipped=False, actual_reps=None, actual_load_kg=None, actual_rpe=None)
        return Changes.WORKOUTS

    def add_set(self, entry_id: str, result: SetResult, _now: datetime) -> str:
        self.calls.append(("add_set", (entry_id, result)))
        return "new"

    def complete(self, workout_id: str, now: datetime, **told: Any) -> Completion:
        self.calls.append(("complete", told))
        if not any(one.logged for entry in self.workout(workout_id).exercises for one in entry.sets):
            raise Conflict("No set of this workout is logged yet.", advice="Log one, or skip the workout.")
        self._stand(workout_id, WorkoutStatus.COMPLETED, session_rpe=told.get("session_rpe"), notes=told.get("notes"))
        return Completion(
            workout_id, now, False, Compliance(16, 15, 1),
            [Record("squat", "Barbell Back Squat", RecordKind.LOAD, 115.0, 112.5, 115.0, "115 kg, 2.5 kg more.")],
            [StrengthChange("squat", "Barbell Back Squat", 142.5, 144.0, "Estimated from four sets.")],
            sentences=["The season stands in week 12 of 26; two sessions of this week are open."],
        )  # fmt: skip

    def skip(self, workout_id: str, _now: datetime, notes: str | None = None) -> Skipped:  # noqa: ARG002
        self._stand(workout_id, WorkoutStatus.SKIPPED)
        return Skipped(workout_id, None, False, ["The season does not move on with it."])

    def reopen(self, workout_id: str, _now: datetime) -> Changes:
        self.calls.append(("reopen", workout_id))
        logged = any(one.logged for entry in self.workout(workout_id).exercises for one in entry.sets)
        self._stand(workout_id, WorkoutStatus.IN_PROGRESS if logged else WorkoutStatus.PLANNED)
        return Changes.WORKOUTS

    # Inside

    def _stand(self, workout_id: str, status: WorkoutStatus, **more: Any) -> None:
        one = self.workout(workout_id)
        self.sheets[workout_id] = replace(one, summary=replace(one.summary, status=status), **more)

    def _change(self, set_id: str, **told: Any) -> None:
        for key, one in self.sheets.items():
            entries = []
            for entry in one.exercises:
                sets = [replace(each, **told) if each.id == set_id else each for each in entry.sets]
                entries.append(replace(entry, sets=sets))
            self.sheets[key] = replace(one, exercises=entries)

    def _session(self, one: Workout, today: date) -> WeekSession:
        sets = [each for entry in one.exercises for each in entry.sets]
        done = sum(each.logged and not each.was_skipped for each in sets)
        day, status = one.summary.scheduled.date(), one.summary.status
        known = {WorkoutStatus.COMPLETED: SessionState.DONE, WorkoutStatus.SKIPPED: SessionState.SKIPPED,
                 WorkoutStatus.IN_PROGRESS: SessionState.IN_PROGRESS}  # fmt: skip
        state = known.get(WorkoutStatus(status))
        if state is None:
            state = SessionState.IN_PROGRESS if done else SessionState.TODAY if day == today else (
                SessionState.MISSED if day < today else SessionState.PLANNED)  # fmt: skip
        minutes = 64 if state is SessionState.DONE else None
        return WeekSession(one.summary.id, one.summary.name or "", day, str(status), state, len(sets), done, done, 68,
                           minutes, 0.0, [entry.name for entry in one.exercises], one.selection_rationale is not None,
                           one.was_autoregulated)  # fmt: skip
