"""What a review makes of an athlete's season: the situation, what it proposes, and how each change reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import Any, Final

from app.engine.adapting.changes import Change, changed, lines
from app.engine.adapting.doubts import doubts_of, gaps_of
from app.engine.adapting.findings import Finding, Situation, findings
from app.engine.adapting.ladder import LiftFacts, Recovery, Taken
from app.engine.adapting.pieces import WORKING, taken_apart, type_of
from app.engine.adapting.triggers import read_triggers
from app.engine.constants import GOALS
from app.engine.constants_adapting import LEFT_ALONE_DAYS
from app.engine.lift_log import LiftSession, session_estimate
from app.engine.lifts import Means, choose_main_lifts, usable
from app.engine.progress import EVALUATIONS, EXPECTED, FEWEST_SESSIONS, Progress, evaluations, misses_targets
from app.engine.standing import place
from app.engine.targets import scaled
from app.errors import InvalidInput
from app.gateways.catalogue import Catalogue
from app.gateways.limits import joints
from app.gateways.review import Review, mean_of
from models.values.athletes import TrainingAge
from models.values.days import monday
from models.values.exercises import Exercise
from models.values.kinds import MovementPattern, TrainingGoal
from models.values.plan import Macrocycle, WeekTarget

_DOUBT_SESSIONS: Final = 10
PRIMARY: Final = "primary"


@dataclass(frozen=True, slots=True)
class Planned:
    """A change worked out: the season after it, and how both sides read."""

    season: Macrocycle
    before: dict[str, Any]
    after: dict[str, Any]


class Reviewer:
    """One athlete's review."""

    def __init__(self, review: Review, catalogue: Catalogue) -> None:
        self.review = review
        self.catalogue = catalogue
        self.macro = review.macro
        self.age = _age(self.macro.training_age)
        self.names = {key: one.name for key, one in catalogue.by_id.items()}
        self.block, _ = place(self.macro.blocks, review.first - 1)
        self.coming, inside = place(self.macro.blocks, review.first)
        self.week: WeekTarget = self.coming.weeks[inside]

    def findings(self, taken: Sequence[Taken], open_stall: str | None) -> list[Finding]:
        """What to propose, most pressing first."""
        return findings(self._situation(taken, open_stall), self.fits)

    def fits(self, change: Change) -> bool:
        try:
            self.changed(change)
        except InvalidInput:
            return False
        return True

    def changed(self, change: Change) -> Macrocycle:
        """The season after a change; `InvalidInput` where it does not fit."""
        return changed(self.macro, change, self.review.first, self.catalogue.by_id, self.age)

    def planned(self, change: Change) -> Planned:
        """The season after a change, and the lines of both sides."""
        season = self.changed(change)
        # Athletes who have fallen behind train these weeks later than the plan's calendar says.
        late = timedelta(weeks=self.review.late_weeks)
        shown = [replace(one, start_date=one.start_date + late) for one in (self.macro, season)]
        before, after = lines(shown[0], shown[1], change, self.review.first, self.names)
        return Planned(season, {"version": 1, "lines": before}, {"version": 1, "lines": after, "change": dict(change)})

    def _situation(self, taken: Sequence[Taken], open_stall: str | None) -> Situation:
        review = self.review
        lifts = self._lifts()
        trends = {lift.name: [one.trend for one in lift.judged] for lift in lifts}
        missed = [lift.name for lift in lifts if not lift.judged and lift.misses_targets]
        reading = read_triggers(self.block.deload_triggers, review.trigger_facts(trends, missed))
        shares = [one.share for one in review.compliance()[-2:]]
        pieces = taken_apart(self.macro)
        worked = 0
        while type_of(pieces, review.first - 1 - worked) in WORKING:
            worked += 1
        return Situation(
            today=review.today,
            block_id=str(self.block.id),
            age=self.age,
            reading=reading,
            lifts=lifts,
            recovery=Recovery(
                compliance=mean_of(shares),
                freshness=mean_of([one.freshness for one in review.mornings.values()]),
                sleep_hours=mean_of([one.sleep_hours for one in review.mornings.values()]),
            ),
            taken=taken,
            open_stall=open_stall,
            ends_before_deload=self.coming is not self.block,
            weeks_of_work=worked,
            absence=review.absence(),
        )

    def _lifts(self) -> list[LiftFacts]:
        """The block's main lifts, primary ones first."""
        stored = self.coming.main_lifts.get("lifts", {})
        ranked = sorted(stored.items(), key=lambda pair: pair[1].get("role") != PRIMARY)
        by_catalogue = {facts.catalogue_id: key for key, facts in self.review.log.facts.items() if facts.catalogue_id}
        return [self._lift(pattern, lift, by_catalogue.get(lift["exercise"])) for pattern, lift in ranked]

    def _lift(self, pattern: str, lift: Mapping[str, Any], exercise_id: str | None) -> LiftFacts:
        key = lift["exercise"]
        sessions = self.review.lifts.get(exercise_id or "", ())
        estimated = _estimates(sessions)
        recent = [one for one in estimated if one[0] <= self.review.today][-_DOUBT_SESSIONS:]
        muscle, sets, most = self._muscle(key)
        return LiftFacts(
            exercise=key,
            name=self.names.get(key, key),
            judged=self._judged(estimated),
            sessions=[one.day for one in sessions],
            muscle=muscle,
            sets=sets,
            mav_high=most,
            reps=(int(lift["repRange"][0]), int(lift["repRange"][1])),
            accessory=self._accessory(muscle),
            instead=self._instead(pattern, key),
            doubts=doubts_of(recent, self._efforts(exercise_id)),
            gaps=gaps_of(recent),
            misses_targets=misses_targets(self.review.shortfalls.get(exercise_id or "", ())),
        )

    def _judged(self, estimated: Sequence[tuple[Any, float]]) -> list[Progress]:
        today = self.review.today
        known = [(day, kg) for day, kg in estimated if day <= today]
        if len(known) < FEWEST_SESSIONS or (today - known[-1][0]).days > LEFT_ALONE_DAYS:
            return []
        # A week that says nothing yet, because what rest took is still coming back, makes no verdict either.
        weeks = sorted({monday(day) for day, _ in known})[-EVALUATIONS:]
        if any(self.review.is_returning(min(today, week + timedelta(days=6))) for week in weeks):
            return []
        return evaluations(known, today, EXPECTED[self.age])

    def _efforts(self, exercise_id: str | None) -> list[float | None]:
        recent = [one.exercises[exercise_id] for one in self.review.log.ledger if exercise_id in one.exercises]
        return [done.rpe for sets in recent[-_DOUBT_SESSIONS:] for done in sets if done.working]

    def _muscle(self, key: str) -> tuple[str | None, float | None, float | None]:
        """The lift's direct muscle with the most sets in the coming week, those sets, and the upper end of MAV."""
        known = self.catalogue.by_id.get(key)
        direct = [] if known is None else [muscle for muscle, share in known.muscles.items() if share == 1]
        planned = [(self.week.sets.get(muscle, 0.0), muscle) for muscle in direct if muscle in self.week.sets]
        if not planned or key not in self.week.exercises:
            return (direct[0] if direct else None), None, None
        sets, muscle = max(planned)
        return muscle, sets, self._mav_high[muscle]

    @cached_property
    def _mav_high(self) -> dict[str, float]:
        return {one.key: scaled(one, self.age).mav_high for one in self.catalogue.muscles}

    @cached_property
    def _usable(self) -> list[Exercise]:
        return usable(self.catalogue.exercises, self.age, self._means)

    def _accessory(self, muscle: str | None) -> tuple[str, str] | None:
        """An accessory of the coming week for the muscle, and the next of the pool that is not in it yet."""
        muscles = self.coming.accessory_pool.get("muscles", {})
        keys = [one["exercise"] for one in muscles.get(muscle, ())] if isinstance(muscles, Mapping) else []
        allowed = {one.id for one in self._usable}
        active = [key for key in keys if key in self.week.exercises]
        waiting = [key for key in keys if key not in self.week.exercises and key in allowed]
        return (active[0], waiting[0]) if active and waiting else None

    def _instead(self, pattern: str, key: str) -> str | None:
        """What the planner would choose for the movement if the lift were avoided."""
        goal = self.macro.primary_goal
        if not isinstance(goal, TrainingGoal) or pattern not in set(MovementPattern):
            return None
        taken = {lift["exercise"] for lift in self.coming.main_lifts["lifts"].values()}
        others = [one for one in self._usable if one.id not in taken]
        lifts = choose_main_lifts(others, self.age, GOALS[goal], self._means)
        found = next((lift.exercise.id for lift in lifts if lift.pattern == pattern), None)
        return None if found == key else found

    @cached_property
    def _means(self) -> Means:
        limits = self.review.limits
        own: dict[str, int] = {}
        for done in self.review.log.weeks.values():
            for key, count in done.exercises.items():
                own[key] = own.get(key, 0) + count
        return Means(limits.equipment, limits.avoided, joints(limits.injured), own)


def _estimates(sessions: Sequence[LiftSession]) -> list[tuple[Any, float]]:
    """(day, e1RM) of the sessions that say something of strength: no deload, not begun tired."""
    found = []
    for one in sessions:
        estimate = None if one.deload or one.tired else session_estimate(one.estimates)
        if estimate is not None:
            found.append((one.day, estimate.kg))
    return found


def _age(stored: str) -> TrainingAge:
    return TrainingAge(stored) if stored in set(TrainingAge) else TrainingAge.INTERMEDIATE
