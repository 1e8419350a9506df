"""The intervention ladder: what to try next for a lift that is stalled, one step at a time, with time to work."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from app.engine.adapting.alterations import next_zone
from app.engine.adapting.changes import Change
from app.engine.adapting.rules import of_100
from app.engine.constants_adapting import (
    LADDER_FORGET_DAYS,
    LADDER_FRESH,
    LADDER_LEAST_SESSIONS,
    LADDER_LOW_COMPLIANCE,
    LADDER_MORE_SETS,
    LADDER_SHORT_SLEEP,
    LADDER_TIRED,
    LADDER_WAIT_DAYS,
    LADDER_WAIT_SESSIONS,
)
from app.engine.progress import Progress
from models.values.kinds import AdaptationType

LAST: Final = 6
RECOVER: Final = 1
SWAP: Final = 5


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was accepted or rejected before."""

    lift: str
    step: int
    variant: str
    day: date


@dataclass(frozen=True, slots=True)
class LiftFacts:
    """A main lift as the ladder looks at it."""

    exercise: str
    """Catalogue id."""
    name: str
    judged: Sequence[Progress]
    """Weekly evaluations, the newest last."""
    sessions: Sequence[date]
    muscle: str | None = None
    """The direct muscle that gets most sets in the coming week."""
    sets: float | None = None
    """Its fractional sets then."""
    mav_high: float | None = None
    reps: tuple[int, int] | None = None
    accessory: tuple[str, str] | None = None
    """An accessory for the same muscle and what could stand in its place, catalogue ids."""
    instead: str | None = None
    """Another main lift for the same movement, catalogue id."""
    doubts: Sequence[str] = ()
    """What makes the log of the lift doubtful."""
    gaps: Sequence[str] = ()
    """What says that it is trained too seldom to be judged."""
    misses_targets: bool = False
    """Its last two sessions fell short of their repetitions; a hint where there are too few to judge."""


@dataclass(frozen=True, slots=True)
class Recovery:
    """How the last two weeks went; None where nobody knows."""

    compliance: float | None = None
    freshness: float | None = None
    sleep_hours: float | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """The next thing to try."""

    number: int
    variant: str
    kind: AdaptationType
    title: str
    sentence: str
    change: Change
    skipped: Sequence[str] = ()
    numbers: Mapping[str, Any] = field(default_factory=dict)


def next_step(
    lift: LiftFacts, recovery: Recovery, taken: Sequence[Taken], today: date, fits: Callable[[Change], bool]
) -> Step | None:
    """The step for a stalled lift, None while the last one still needs time.

    A step whose condition does not hold, or whose change does not fit the plan, is passed over with
    a sentence. After three weeks or four sessions the next one follows; after twelve weeks the
    ladder begins anew. Recovery is the athlete's and not a lift's: once advised, all lifts wait for it,
    and it is not advised again for another one. A doubt is spoken of whenever it comes up; a lift that
    is trained too seldom to be judged climbs no further until that is better.
    """
    recent = sorted((one for one in taken if (today - one.day).days <= LADDER_FORGET_DAYS), key=lambda one: one.day)
    mine = [one for one in recent if one.lift == lift.exercise]
    shared = [one for one in recent if one.step == RECOVER and one.lift != lift.exercise]
    if any(_waits(last[-1], lift, today) for last in (mine, shared) if last):
        return None
    done = {(one.step, one.variant) for one in (*mine, *shared)}
    first = _first(lift, mine, done)
    if first is None:
        return None
    skipped: list[str] = []
    for number in range(min(first, LAST), LAST + 1):
        for step in _STEPS[number](lift, recovery):
            if isinstance(step, str):
                skipped.append(f"Step {number} passed over: {step}")
            elif (number, step.variant) not in done or number == LAST:
                if fits(step.change):
                    return Step(
                        step.number, step.variant, step.kind, step.title, step.sentence, step.change, tuple(skipped),
                        step.numbers,
                    )  # fmt: skip
                skipped.append(f"Step {number} passed over: the plan leaves no room for it.")
            elif number == RECOVER:
                skipped.append(f"Step {number} passed over: it was advised already, for another lift.")
    return None


def _first(lift: LiftFacts, mine: Sequence[Taken], done: Collection[tuple[int, str]]) -> int | None:
    """The step to look at first; None where the lift has to be trained before any other says something."""
    if (lift.doubts or lift.gaps) and not any(number == 0 for number, _ in done):
        return 0
    if lift.gaps:
        return None
    if not mine:
        return 0
    half_done = mine[-1].step == SWAP and mine[-1].variant == "accessory"
    return mine[-1].step if half_done else mine[-1].step + 1


def _waits(last: Taken, lift: LiftFacts, today: date) -> bool:
    since = sum(day > last.day for day in lift.sessions)
    early = (today - last.day).days < LADDER_WAIT_DAYS and since < LADDER_WAIT_SESSIONS
    return early or since < LADDER_LEAST_SESSIONS


Found = Sequence[Step | str]


def _verify(lift: LiftFacts, _: Recovery) -> Found:
    if not lift.doubts and not lift.gaps:
        return ["nothing in the log is doubtful."]
    title = f"Check the log of {lift.name} first"
    advice = "Check efforts, equipment and missing sessions before anything is changed."
    if not lift.doubts:
        title, advice = f"Train {lift.name} regularly first", "Train it week by week for a while; then its trend tells."
    said = " ".join((*lift.doubts, *lift.gaps))
    change: Change = {"kind": "none", "advice": advice}
    return [Step(0, "verify", AdaptationType.STALL_INTERVENTION, title, said, change)]


def _recover(lift: LiftFacts, recovery: Recovery) -> Found:
    reasons = []
    if recovery.compliance is not None and recovery.compliance < LADDER_LOW_COMPLIANCE:
        reasons.append(
            f"Only {round(100 * recovery.compliance)} % of the planned sets were done in the last two weeks."
        )
    if recovery.freshness is not None and recovery.freshness < LADDER_FRESH:
        reasons.append(f"Freshness was {of_100(round(recovery.freshness, 2))} on average in the last two weeks.")
    if recovery.sleep_hours is not None and recovery.sleep_hours < LADDER_SHORT_SLEEP:
        reasons.append(f"Sleep was {recovery.sleep_hours:.1f} hours on average.")
    if not reasons:
        return ["recovery and attendance are in order, as far as anything is known of them."]
    return [
        Step(
            RECOVER,
            "recover",
            AdaptationType.STALL_INTERVENTION,
            f"Recovery before load: {lift.name}",
            " ".join(reasons),
            {
                "kind": "none",
                "advice": f"Hold the loads of {lift.name} and other stalled lifts until it is better.",
            },
        )
    ]


def _micro_step(lift: LiftFacts, _: Recovery) -> Found:
    if lift.reps is None:
        return ["the block names no repetitions for the lift."]
    low, high = lift.reps[0] + 1, lift.reps[1] + 1
    return [
        Step(
            2,
            "reps_first",
            AdaptationType.STALL_INTERVENTION,
            f"Repetitions first, load after: {lift.name}",
            f"{low} to {high} repetitions instead of {lift.reps[0]} to {lift.reps[1]}: the load rises once the top is "
            "reached, by the smallest step there is.",
            {"kind": "zone", "lift": lift.exercise, "reps": [low, high]},
        )
    ]


def _volume(lift: LiftFacts, recovery: Recovery) -> Found:
    fresh, sets, most = recovery.freshness, lift.sets, lift.mav_high
    if sets is None or most is None:
        return ["the coming week names no sets for the lift."]
    numbers = {"sets": round(sets, 1), "mavHigh": round(most, 1), "freshness": fresh}
    muscle = (lift.muscle or "").replace("_", " ")
    if sets >= most or (fresh is not None and fresh < LADDER_TIRED):
        why = (
            f"Its {muscle} sets ({sets:g}) have reached the upper end of what is productive ({most:g})."
            if sets >= most
            else f"Freshness was {of_100(round(fresh or 0.0, 2))} on average, below {of_100(LADDER_TIRED)}."
        )
        change: Change = {"kind": "deload"}
        title = f"A deload before more of {lift.name}"
        return [Step(3, "deload", AdaptationType.EARLY_DELOAD, title, why, change, (), numbers)]
    if fresh is not None and fresh < LADDER_FRESH:
        return [f"freshness ({of_100(round(fresh, 2))}) is too low for more sets and too high for a deload."]
    if fresh is None and (recovery.compliance is None or recovery.compliance < LADDER_LOW_COMPLIANCE):
        return ["nothing is known of how the athlete copes with the sets there are."]
    known = "" if fresh is None else f" Freshness was {of_100(round(fresh, 2))} on average."
    change = {"kind": "volume", "factor": LADDER_MORE_SETS, "lift": lift.exercise, "most": most}
    return [
        Step(
            3,
            "sets",
            AdaptationType.STALL_INTERVENTION,
            f"A fifth more sets of {lift.name}",
            f"{sets:g} {muscle} sets a week leave room below {most:g}.{known}",
            change,
            (),
            numbers,
        )
    ]


def _zone(lift: LiftFacts, _: Recovery) -> Found:
    if lift.reps is None:
        return ["the block names no repetitions for the lift."]
    low, high = next_zone(lift.reps)
    return [
        Step(
            4,
            "zone",
            AdaptationType.STALL_INTERVENTION,
            f"Another repetition zone for {lift.name}",
            f"{low} to {high} repetitions instead of {lift.reps[0]} to {lift.reps[1]}; the lift stays, so that it can "
            "be compared later.",
            {"kind": "zone", "lift": lift.exercise, "reps": [low, high]},
        )
    ]


def _swap(lift: LiftFacts, _: Recovery) -> Found:
    found: list[Step | str] = []
    if lift.accessory is None:
        found.append("no other accessory stands in the block's pool.")
    else:
        old, new = lift.accessory
        found.append(
            Step(
                SWAP,
                "accessory",
                AdaptationType.EXERCISE_SWAP,
                f"Another accessory behind {lift.name}",
                "The accessory for its muscle has had its time; the lift itself stays.",
                {"kind": "accessory", "old": old, "instead": new},
            )
        )
    if lift.instead is None:
        found.append("no other exercise can stand for the lift.")
    else:
        found.append(
            Step(
                SWAP,
                "exercise",
                AdaptationType.EXERCISE_SWAP,
                f"Another lift in place of {lift.name}",
                "Everything milder has been tried. The new lift keeps the movement; its own trend begins from nothing.",
                {"kind": "main_lift", "lift": lift.exercise, "instead": lift.instead},
            )
        )
    return found


def _emphasis(lift: LiftFacts, _: Recovery) -> Found:
    return [
        Step(
            LAST,
            "ask",
            AdaptationType.GOAL_SHIFT,
            f"Talk about the goal: {lift.name}",
            "Every step of the ladder has been tried or passed over. A season with another emphasis is worth a talk.",
            {"kind": "none", "advice": "Agree on another emphasis with the athlete, then plan a new season."},
        )
    ]


_STEPS: Final[Sequence[Callable[[LiftFacts, Recovery], Found]]] = (
    _verify,
    _recover,
    _micro_step,
    _volume,
    _zone,
    _swap,
    _emphasis,
)
