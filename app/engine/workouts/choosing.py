"""Chooses the exercise of a slot: hard rules first, then the factors, then what rotation allows."""

from collections.abc import Iterable, Mapping
from itertools import chain
from math import ceil
from typing import Final, NamedTuple

from app.engine.constants import SETS_LEAST
from app.engine.constants_workouts import ALTERNATIVES
from app.engine.lifts import stands_for
from app.engine.workouts.efforts import Style, style
from app.engine.workouts.factors import Scene, Scored, Scorer, is_known, scene_of
from app.engine.workouts.frame import MAIN, Frame, Rule, Slot
from app.engine.workouts.placing import SPLIT, TIME, Planner
from models.values.exercises import Exercise, MovementPattern

BLOCK, ROTATION = "block", "rotation"
PATTERNS: Final[Mapping[str, MovementPattern]] = {pattern.value: pattern for pattern in MovementPattern}


class Loser(NamedTuple):
    """An exercise that was considered."""

    scored: Scored
    barred: str | None
    """`block` or `rotation` where a policy keeps another one, whatever the score."""


class Choice(NamedTuple):
    """What a slot got and why, with everything that the record of it needs."""

    slot: Slot
    scored: Scored
    style: Style
    fixed: str | None
    """`block`: a main lift stays; `rotation`: an accessory whose cadence is not over; None: the score decided."""
    losers: tuple[Loser, ...]
    ruled_out: tuple[tuple[str, Rule], ...]
    scene: Scene
    """As it was when the choice was made."""

    @property
    def exercise(self) -> Exercise:
        return self.scored.exercise


class Chooser:
    """Goes through the slots of a week in order and remembers what is taken."""

    def __init__(self, frame: Frame, planner: Planner, slots: Iterable[Slot]) -> None:
        self.frame = frame
        self.planner = planner
        self.scorer = Scorer(frame)
        slots = list(slots)
        self.taken: set[str] = {slot.planned for slot in slots if slot.kind == MAIN}
        self.planned = {slot.planned for slot in slots}
        accessories = sum(slot.kind != MAIN for slot in slots)
        has_history = bool(frame.brief.uses or frame.brief.kept)
        # At least one: a share of few must not come out as none at all.
        self.new_left = ceil(frame.novelty_share * accessories) if has_history else accessories
        self.dropped: list[tuple[str, Rule]] = []
        """What was planned and found no room, with the rule that says why."""

    def choose(self, slot: Slot) -> Choice | None:
        """The slot's exercise; None where nothing that may be done fits into the week any more."""
        scene = scene_of(self.frame, slot, self.planner.tally)
        ruled = [(key, rule) for key in self._named(slot) if (rule := self.frame.rule(key))]
        candidates = self._candidates(slot)
        fixed, keeper = self._keeper(slot, candidates)
        known = any(is_known(self.frame, one.id) for one in candidates)
        losers: list[Loser] = []
        chosen: tuple[Scored, Style] | None = None
        ranked = self.scorer.ranked(scene, candidates)
        if keeper:
            # The one that is kept is looked at first, whatever its score.
            first = self.scorer.score(scene, self.frame.by_id[keeper])
            ranked = chain([first], (one for one in ranked if one.exercise.id != keeper))
        for one in ranked:
            barred = fixed if chosen and fixed else self._barred(slot, one.exercise, known=known)
            if chosen or barred:
                losers.append(Loser(one, barred))
                if chosen and len(losers) >= ALTERNATIVES:
                    break
                continue
            exercise_style = style(self.frame, slot, one.exercise)
            room = self.planner.best_room(slot, one.exercise, exercise_style)
            if room.sets >= min(slot.sets, 1 if self.frame.is_easy else SETS_LEAST):
                chosen = one, exercise_style
            else:
                ruled.append((one.exercise.id, _no_room(one.exercise, room.limit, self.frame)))
                if fixed == BLOCK and one.exercise.id == keeper:
                    break  # A main lift is left out rather than exchanged for something shorter.
                fixed = None if one.exercise.id == keeper else fixed
        if chosen is None:
            self.dropped.extend(ruled[-1:])
            return None
        best = sorted(losers, key=lambda loser: -loser.scored.score)[:ALTERNATIVES]
        self.taken.add(chosen[0].exercise.id)
        if slot.kind != MAIN and not is_known(self.frame, chosen[0].exercise.id):
            self.new_left -= 1
        return Choice(slot, chosen[0], chosen[1], fixed, tuple(best), tuple(ruled), scene)

    def _named(self, slot: Slot) -> list[str]:
        """Exercises the block names for the slot, the planned one first."""
        return list(dict.fromkeys([slot.planned, *self.frame.pool.get(slot.muscle or "", {})]))

    def _candidates(self, slot: Slot) -> list[Exercise]:
        frame, free = self.frame, self.taken - {slot.planned}
        if slot.kind == MAIN:
            pattern = PATTERNS.get(slot.pattern or "")
            compounds = frame.compounds.get(slot.pattern or "", ())
            found = [one for one in compounds if pattern is None or stands_for(one, pattern)]
        else:
            # What another slot is planned with stays there: two slots must not change places.
            free = free | (self.planned - {slot.planned})
            found = list(frame.trained_by.get(slot.muscle or "", ()))
        planned = frame.by_id.get(slot.planned)
        if planned is not None and planned.id in frame.allowed_ids and planned not in found:
            found.append(planned)
        return [one for one in found if one.id not in free]

    def _keeper(self, slot: Slot, candidates: Iterable[Exercise]) -> tuple[str | None, str | None]:
        """Why something is kept, and what: the block's main lift, or an accessory until its cadence is over."""
        ids = {one.id for one in candidates}
        if slot.kind == MAIN:
            return (BLOCK, slot.planned) if slot.planned in ids else (None, None)
        kept = [key for key in (slot.planned, *self.frame.brief.kept) if key in self.frame.brief.kept and key in ids]
        for key in kept:
            use = self.frame.brief.uses.get(key)
            if use is None or use.weeks_running < self.frame.cadence:
                return ROTATION, key
        return None, None

    def _barred(self, slot: Slot, exercise: Exercise, *, known: bool) -> str | None:
        """Something new where the block's share of new accessories is used up and something known would do."""
        if slot.kind == MAIN or self.new_left > 0 or not known or is_known(self.frame, exercise.id):
            return None
        return ROTATION


def _no_room(exercise: Exercise, limit: str, frame: Frame) -> Rule:
    if limit == TIME:
        return Rule(TIME, f"No session has the time left for {exercise.name}: {frame.brief.minutes} minutes are full.")
    if limit == SPLIT:
        return Rule("session_ceiling", f"No session that is left in the week is one for {exercise.name}.")
    return Rule("session_ceiling", f"{exercise.name} would take a session or a muscle over its ceiling of sets.")
