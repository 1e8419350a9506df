"""A simulated athlete lives through a year of the engine's plans; what happened is written down week by week."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.engine.adapting.rules import default_rules
from app.engine.adapting.session import autoregulate
from app.engine.constants_training import TIRED
from app.engine.lift_log import LiftSession, TopSet, session_estimate, set_estimate, strength
from app.engine.lifts import Means
from app.engine.progress import EXPECTED, Progress, evaluations, is_stall, progress
from app.engine.readiness import freshness
from app.engine.seasons import SeasonBrief, make_season
from app.engine.targets import cap, scaled
from app.engine.workouts.brief import Use, WeekBrief
from app.engine.workouts.week import make_week
from app.gateways.catalogue import Catalogue, load_catalogue
from models.values.adapting import TodayExercise
from models.values.exercises import Exercise, LoadConvention
from models.values.plan import Block, BlockType, VolumeTarget
from models.values.planned import PlannedExercise, PlannedWorkout
from models.values.readiness import Freshness
from models.values.workouts import SetType
from tests.simulation.people import MISJUDGED, MISSED, WEEKS, Person

START = date(2025, 1, 6)
RULES = default_rules()


@dataclass(slots=True)
class Lift:
    """One main lift of the year."""

    name: str
    sessions: list[LiftSession] = field(default_factory=list)
    truth: list[tuple[int, float]] = field(default_factory=list)
    """(week, true e1RM)"""
    judged: list[tuple[int, Progress, bool]] = field(default_factory=list)
    """(week, judgement, three weekly ones in a row stalled or declining)"""


@dataclass(slots=True)
class Life:
    """What a year brought."""

    person: Person
    lifts: dict[str, Lift] = field(default_factory=dict)
    planned: list[dict[str, float]] = field(default_factory=list)
    performed: list[dict[str, float]] = field(default_factory=list)
    over: list[str] = field(default_factory=list)
    """Weeks whose sets pass a landmark, or sessions that pass their time, in words."""
    sessions: int = 0
    missed: int = 0
    adjusted: int = 0
    crash: str = ""


def live(person: Person, weeks: int = WEEKS) -> Life:
    """Live through a season; whatever breaks is written down, never raised."""
    life = Life(person)
    try:
        _Year(person, life, load_catalogue()).run(weeks)
    except Exception as error:  # noqa: BLE001 - a crash is a finding here
        life.crash = f"{type(error).__name__}: {error}"
    return life


class _Year:
    def __init__(self, person: Person, life: Life, catalogue: Catalogue) -> None:
        self.person, self.life, self.catalogue = person, life, catalogue
        self.means = Means(equipment=person.equipment)
        self.sessions: dict[str, list[LiftSession]] = defaultdict(list)
        self.last: dict[str, TopSet] = {}
        """The heaviest set of each exercise's last session outside a deload."""
        self.marks = {muscle.key: scaled(muscle, person.age) for muscle in catalogue.muscles}

    def run(self, weeks: int) -> None:
        person = self.person
        season = make_season(
            SeasonBrief(
                goal=person.goal, age=person.age, start=START, weeks=weeks, exercises=self.catalogue.exercises,
                muscles=self.catalogue.muscles, means=self.means, days=person.days, minutes=person.minutes,
            )
        )  # fmt: skip
        places = [(block, week) for block in season.blocks for week in range(block.duration_weeks)]
        assert len(places) == weeks
        kept: dict[int, set[str]] = defaultdict(set)
        for index, (block, week) in enumerate(places):
            self._check_volume(index, block, week)
            workouts = make_week(self._brief(index, block, week, sorted(kept[block.order_index])))
            done: dict[str, float] = defaultdict(float)
            for workout in workouts:
                kept[block.order_index].update(each.exercise_id for each in workout.exercises if not each.is_main_lift)
                self._session(index, block, workout, done)
            self.life.performed.append(dict(done))
            self._judge(index)

    def _brief(self, index: int, block: Block, week: int, kept: Sequence[str]) -> WeekBrief:
        person, monday = self.person, START + timedelta(weeks=index)
        strengths = {}
        for key, sessions in self.sessions.items():
            lift = self.life.lifts.get(key)
            trend = lift.judged[-1][1].trend if lift is not None and lift.judged else None
            found = strength(sessions, self.last.get(key), monday, trend)
            if found is not None:
                strengths[key] = found
        uses = {key: Use(some[-1].day, 1, min(16, len(some))) for key, some in self.sessions.items()}
        return WeekBrief(
            today=monday, monday=monday, block=block, week_in_block=week, age=person.age, goal=person.goal,
            exercises=self.catalogue.exercises, muscles=self.catalogue.muscles, means=self.means, days=person.days,
            minutes=person.minutes, strengths=strengths, uses=uses, kept=kept, bodyweight_kg=person.bodyweight_kg,
            unit=person.unit, sessions_logged=self.life.sessions,
        )  # fmt: skip

    def _check_volume(self, index: int, block: Block, week: int) -> None:
        target = block.weeks[week]
        self.life.planned.append(dict(target.sets))
        for muscle, sets in target.sets.items():
            most = cap(VolumeTarget.APPROACHING_MRV, self.marks[muscle], self.person.days)
            if sets > most + 1e-9:
                self.life.over.append(f"week {index + 1}: {muscle} {sets:g} sets, at most {most:g}")

    def _session(self, index: int, block: Block, workout: PlannedWorkout, done: dict[str, float]) -> None:
        person, life = self.person, self.life
        if workout.minutes > person.minutes:
            life.over.append(f"{workout.day}: {workout.minutes} of {person.minutes} minutes")
        ill = index in person.ill_weeks
        if ill or person.random.random() < MISSED:
            life.missed += 1
            return
        after_illness = index - 1 in person.ill_weeks
        person.week = index + workout.day.weekday() / 7
        person.wake(ill=after_illness and person.random.random() < 0.5)
        fresh = self._morning(worn=after_illness)
        counts = {each.exercise_id: each.working_sets for each in workout.exercises}
        today = [self._today(each) for each in workout.exercises]
        answer = autoregulate(today, fresh, RULES, is_deload=block.block_type is BlockType.DELOAD)
        life.adjusted += bool(answer.changes)
        loads: dict[str, float] = {}
        for change in answer.changes:
            if change.field == "sets":
                counts[change.exercise] = int(change.adjusted)
                assert 1 <= change.adjusted <= change.original + 1
            elif change.field == "load":
                loads[change.exercise] = change.adjusted
        life.sessions += 1
        tired = fresh is not None and fresh.score < TIRED
        for each in workout.exercises:
            self._perform(index, block, workout.day, each, counts[each.exercise_id], loads, done, tired=tired)

    def _morning(self, *, worn: bool) -> Freshness | None:
        """A check-in that follows the day's form, with noise; None where nobody checked in."""
        random = self.person.random
        if random.random() >= self.person.checks_in:
            return None
        mood = 4 + self.person.form / 0.03 - (1.5 if worn else 0.0) + random.gauss(0, 0.7)
        level = max(1, min(5, round(mood)))
        scored = freshness(
            readiness=level, soreness=[random.choice((1, 1, 2))], motivation=max(1, level - random.choice((0, 0, 1))),
            stress=random.choice((1, 2, 2, 3)), rpe_drift=None, compliance=None, stalled=None, tracked=None,
            recovery=None, hrv_z=None, sleep_hours=None, days=60,
        )  # fmt: skip
        groups = {name: part["score"] for name, part in scored.parts.items()}
        return Freshness(scored.score or 0.0, scored.confidence, 1.0, groups)

    def _today(self, each: PlannedExercise) -> TodayExercise:
        exercise = self.catalogue.by_id[each.exercise_id]
        working = [one for one in each.sets if one.set_type is not SetType.WARMUP]
        loads = [one.load_kg for one in working if one.load_kg is not None]
        return TodayExercise(
            exercise.id, exercise.name, len(working), working[0].rir, max(loads, default=None), 2.5, exercise.muscles,
            each.is_main_lift, exercise.seconds_per_set,
        )  # fmt: skip

    def _perform(
        self, index: int, block: Block, day: date, each: PlannedExercise, count: int, loads: dict[str, float],
        done: dict[str, float], *, tired: bool,
    ) -> None:  # fmt: skip
        exercise = self.catalogue.by_id[each.exercise_id]
        working = [one for one in each.sets if one.set_type is not SetType.WARMUP][:count]
        estimates, tops, top = [], {}, None
        for number, one in enumerate(working):
            rir = 2.0 if one.rir is None else one.rir
            load = loads.get(exercise.id, one.load_kg)
            if load is None:
                load = self._found(exercise, one.reps, rir, number)
            counted = -load if exercise.load_convention is LoadConvention.ASSISTED else load
            possible = self.person.possible(exercise, counted, number)
            reps = max(1, min(one.reps, math.floor(possible)))
            left = max(0.0, possible - reps)
            said = max(0.0, round(2 * (left + self.person.random.gauss(0, MISJUDGED))) / 2)
            lifted = counted + exercise.bodyweight_share * self.person.bodyweight_kg
            if (found := set_estimate(reps, lifted, 10 - said)) is not None:
                estimates.append(found)
            tops[load] = max(reps, tops.get(load, 0))
            if top is None or load > (top.load_kg or 0.0):
                top = TopSet(load, reps, said)
            for muscle, share in exercise.muscles.items():
                done[muscle] += share
        deload = block.block_type in (BlockType.DELOAD, BlockType.RESTORATION)
        session = LiftSession(day=day, estimates=estimates, tops=tops, deload=deload, tired=tired)
        if top is not None and not deload:
            self.last[exercise.id] = top
        self.sessions[exercise.id].append(session)
        if each.is_main_lift:
            lift = self.life.lifts.setdefault(exercise.id, Lift(exercise.name))
            lift.sessions.append(session)
            lift.truth.append((index, self.person.strength(exercise)))

    def _found(self, exercise: Exercise, reps: int, rir: float, number: int) -> float:
        """The load an athlete finds who ramps up to the asked effort, a little off."""
        strength_kg = self.person.strength(exercise) * (1 - 0.012 * number)
        lifted = strength_kg / (1 + 0.04 * (reps + rir - 1)) * self.person.random.uniform(0.92, 1.02)
        step = 1.0 if exercise.load_convention is LoadConvention.PER_IMPLEMENT else 2.5
        return max(0.0, step * math.floor((lifted - exercise.bodyweight_share * self.person.bodyweight_kg) / step))

    def _judge(self, index: int) -> None:
        expected = EXPECTED[self.person.age.value]
        last = START + timedelta(weeks=index, days=6)
        for lift in self.life.lifts.values():
            spoken = [
                (one.day, found.kg)
                for one in lift.sessions
                if not one.deload and not one.tired and (found := session_estimate(one.estimates)) is not None
            ]
            if spoken and (last - spoken[-1][0]).days < 7:
                three = is_stall(evaluations(spoken, last, expected))
                lift.judged.append((index, progress(spoken, expected), three))
