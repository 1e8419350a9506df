"""Turns the exercises of a filled session into sets: repetitions, load, effort, rest and warming up."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import NamedTuple

from app.engine.constants_workouts import (
    GENERAL_WARM_UP_SECONDS,
    WARM_UP_GAP,
    WARM_UP_HEAVY_KG,
    WARM_UP_LATER,
    WARM_UP_RAMP,
)
from app.engine.strength import percent_of_1rm
from app.engine.workouts.efforts import exercise_seconds, planned_reps
from app.engine.workouts.frame import MAIN, Frame
from app.engine.workouts.loadable import step_at, steps_of
from app.engine.workouts.loads import Ask, Load, is_near, load_of
from app.engine.workouts.placing import Item, Session
from models.values.exercises import LoadConvention, SplitTag
from models.values.kinds import BlockType, WorkoutSessionIntent
from models.values.units import in_unit, to_kg


class WarmUp(NamedTuple):
    load_kg: float
    reps: int


@dataclass(slots=True)
class Prescribed:
    """An exercise of a session with everything its sets need."""

    item: Item
    load: Load
    rir: float
    warm_ups: Sequence[WarmUp]
    rest_seconds: int
    intent: WorkoutSessionIntent

    @property
    def seconds(self) -> float:
        style = self.item.style
        return exercise_seconds(self.load.reps, style.sides, self.item.sets, self.rest_seconds, len(self.warm_ups))


def prescribe(frame: Frame, session: Session) -> list[Prescribed]:
    """The session in its order: leading main lifts, other main lifts, compounds, isolation, trunk and calves."""
    items = sorted(session.items, key=_order)
    near = is_near((session.place.day - frame.brief.today).days)
    done: list[Prescribed] = []
    for item in items:
        effort = _last_before_event(frame, session, item)
        reps = planned_reps(frame, item.slot, item.style, is_heavy=item.is_heavy)
        load = load_of(Ask(frame, item.slot, item.exercise, item.style._replace(rir=effort), reps, near))
        load = _within_reach(item, load, effort)
        if load.method == "find" and item.slot.kind == MAIN:
            most = item.style.reps[1]  # A load is found with the lighter sets of the zone.
            load = load._replace(reps=most, inputs=load.inputs | {"reps": most})
        is_first = not any(one.warm_ups for one in done)
        warm_ups = _warm_ups(frame, item, load, is_first=is_first and (not done or item.slot.kind == MAIN))
        done.append(Prescribed(item, load, effort, warm_ups, item.style.rest.full, session.place.intent))
    return _in_time(frame, done)


def minutes(prescribed: Sequence[Prescribed]) -> int:
    """Estimated length of a session, warming up included."""
    return ceil((GENERAL_WARM_UP_SECONDS + sum(one.seconds for one in prescribed)) / 60)


def _in_time(frame: Frame, prescribed: list[Prescribed]) -> list[Prescribed]:
    """Rests as they should be; where the session is too long the last accessories rest shorter first."""
    last_first = list(reversed(prescribed))
    for one in sorted(last_first, key=lambda one: (one.item.slot.kind == MAIN, one.item.exercise.is_compound)):
        if minutes(prescribed) <= frame.brief.minutes:
            break
        one.rest_seconds = one.item.style.rest.short
    return prescribed


def _order(item: Item) -> tuple[int, int]:
    exercise = item.exercise
    if item.slot.kind == MAIN:
        return (0 if item.is_heavy else 1), -exercise.fatigue_cost
    tags = set(exercise.split_tags)
    is_trunk = tags <= {SplitTag.CORE, SplitTag.PREHAB, SplitTag.MOBILITY, SplitTag.CONDITIONING}
    if is_trunk or exercise.muscles.get("calves") == 1:
        return 4, 0
    return (2 if exercise.is_compound else 3), -exercise.fatigue_cost


def _last_before_event(frame: Frame, session: Session, item: Item) -> float:
    """RIR; the last session before an event leaves two, so that nothing is spent that the day needs."""
    rir, event = item.style.rir, frame.brief.event
    is_peak = frame.block_type is BlockType.REALIZATION and event is not None
    if not is_peak or event is None or not 0 < (event - session.place.day).days <= 5:
        return rir
    return max(rir, 2.0)


def _within_reach(item: Item, load: Load, rir: float) -> Load:
    """Where even the least that can be loaded is more than the chart allows, fewer repetitions."""
    inputs = load.inputs
    is_help = item.exercise.load_convention is LoadConvention.ASSISTED
    if load.value_kg is None or inputs.get("basis") != "e1rm" or "least" not in load.notes or is_help:
        return load
    lifted = load.value_kg + (inputs.get("bodyweightShare") or 0.0) * (inputs.get("bodyweightKg") or 0.0)
    percent = 100 * lifted / inputs["e1rmKg"]
    reps = [n for n in range(1, load.reps) if (percent_of_1rm(n, rir) or 0.0) >= percent]
    fewer = max(reps, default=1)
    return load._replace(reps=fewer, inputs=inputs | {"reps": fewer})


def _warm_ups(frame: Frame, item: Item, load: Load, *, is_first: bool) -> list[WarmUp]:
    """Rising sets before main lifts and before the first loaded compound; none of body weight or of an unknown load."""
    exercise = item.exercise
    needs = item.slot.kind == MAIN or (is_first and exercise.is_compound)
    if load.value_kg is None or not needs or exercise.load_convention is LoadConvention.ASSISTED:
        return []
    unit = frame.brief.unit
    steps = steps_of(exercise, unit)
    work = in_unit(load.value_kg, unit)
    is_heavy = exercise.load_convention is LoadConvention.BARBELL_TOTAL or load.value_kg >= WARM_UP_HEAVY_KG
    ramp = WARM_UP_RAMP if is_first and is_heavy else WARM_UP_LATER
    found: list[WarmUp] = []
    for share, reps in ramp:
        step = step_at(steps, work * share)
        value = max(floor(work * share / step + 1e-6) * step, steps.least)
        before = in_unit(found[-1].load_kg, unit) if found else 0.0
        if value >= work - 1e-6 or (found and value - before < WARM_UP_GAP * work):
            continue
        if value <= 0 and exercise.bodyweight_share == 0:
            continue
        found.append(WarmUp(to_kg(value, unit), min(reps, load.reps + 3)))
    return found
