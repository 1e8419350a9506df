"""Fills the blocks of a season: zones, effort, weekly sets by muscle and how exercises share them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.engine import shapes
from app.engine.allocation import Demand, Menu, Sets, allocate, fractional, proportional, shrink, taper_to
from app.engine.composing import Piece, Shape
from app.engine.constants import (
    ACTIVE_ACCESSORIES,
    BEGINNER_MAIN_SHARE,
    DELOAD_BAND,
    DELOAD_SHARE,
    FOCUS,
    HEADROOM,
    INTENSIFICATION_SHARE,
    MAIN_SHARE,
    POOL_SPREAD,
    SESSION_HARD_SETS_MOST,
    SQUEEZED_SHARE,
    TAPER_REDUCTION,
    Goal,
    Rule,
)
from app.engine.lifts import Means, choose_main_lifts, choose_pool, rotated, usable
from app.engine.targets import Start, cap, counted_muscles, first_start, least, next_start, number, scaled
from app.engine.volume import taper
from app.engine.zones import Zone, rir_ramp, rule_for
from models.values.athletes import TrainingAge
from models.values.exercises import Exercise, Muscle
from models.values.plan import Block, BlockType, IntensityBias, VolumeTarget, WeekTarget

WORKING = (BlockType.ACCUMULATION, BlockType.INTENSIFICATION)


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything the filling of blocks depends on."""

    age: TrainingAge
    goal: Goal
    """The primary goal with what the secondary ones change."""
    exercises: Sequence[Exercise]
    muscles: Sequence[Muscle]
    means: Means
    start: Start
    days: int
    seconds: float
    """Training time per week without warming up."""
    event: date | None = None


class BlockFiller:
    """Walks through a season in order, because each block builds on the sets of the one before."""

    def __init__(self, brief: Brief) -> None:
        self.brief = brief
        self.marks = {muscle.key: scaled(muscle, brief.age) for muscle in brief.muscles}
        self.counted = sorted(counted_muscles(brief.goal) & self.marks.keys())
        self.by_id = {exercise.id: exercise for exercise in brief.exercises}
        allowed = usable(brief.exercises, brief.age, brief.means)
        self.lifts = choose_main_lifts(allowed, brief.age, brief.goal, brief.means)
        self.pool = choose_pool(allowed, self.marks, self.lifts, brief.age, brief.goal, brief.means)
        self.goes_high = brief.age is TrainingAge.ADVANCED and brief.goal.bias is IntensityBias.HYPERTROPHY
        self.starts: dict[str, float] = {}
        self.peaks: dict[str, float] = {}
        self.last: Sets = {}
        """Sets of the last working week."""
        self.zone: Zone | None = None
        self.squeezed: list[str] = []
        """Focus muscles that stay well below their target because the week has no more room."""

    def fill(self, shape: Shape, start: date) -> list[list[Block]]:
        """The blocks of every mesocycle, with dates, targets and weeks."""
        pieces = [piece for mesocycle in shape for piece in mesocycle]
        filled: list[list[Block]] = []
        position, day = 0, start
        for index, mesocycle in enumerate(shape):
            pool = rotated(self.pool, index, POOL_SPREAD[self.brief.age])
            blocks: list[Block] = []
            for order, piece in enumerate(mesocycle):
                target = self._volume_target(pieces, position)
                blocks.append(self._block(piece, order, day, pool, target))
                position += 1
                day += timedelta(weeks=piece.weeks)
            filled.append(blocks)
        return filled

    def _volume_target(self, pieces: Sequence[Piece], position: int) -> VolumeTarget | None:
        """An advanced lifter's last accumulation before the emphasis changes approaches MRV; None: the rule's own."""
        if not self.goes_high or pieces[position].type is not BlockType.ACCUMULATION:
            return None
        later = [piece.type for piece in pieces[position + 1 :] if piece.type is not BlockType.DELOAD]
        return None if later and later[0] is BlockType.ACCUMULATION else VolumeTarget.APPROACHING_MRV

    def _block(
        self, piece: Piece, order: int, day: date, pool: Mapping[str, Sequence[Exercise]], target: VolumeTarget | None
    ) -> Block:
        rule = rule_for(self.brief.age, self.brief.goal, piece.type, self.zone)
        if target is not None:
            rule = rule._replace(volume=target)
        zone = Zone(rule.reps, rule.percent)
        if piece.type in WORKING:
            self.zone = zone
        menu = self._menu(pool)
        weeks = self._weeks(piece, rule, menu, day)
        rir = rir_ramp(*rule.rir, piece.weeks)
        return Block(
            order_index=order,
            block_type=piece.type,
            duration_weeks=piece.weeks,
            volume_target=rule.volume,
            intensity_bias=self.brief.goal.bias,
            weekly_volume_ramp=rule.ramp,
            rir_start=rule.rir[0],
            rir_end=rule.rir[1],
            main_lifts=shapes.main_lifts(self.lifts, zone),
            accessory_pool=shapes.accessory_pool(pool),
            rotation_policy=shapes.rotation_policy(self.brief.age),
            deload_triggers=shapes.deload_triggers(self.brief.age),
            weeks=[
                WeekTarget(i, rir[i], fractional(sets, menu.exercises), sum(sets.values()), sets)
                for i, sets in enumerate(weeks)
            ],
            start=day,
        )

    def _menu(self, pool: Mapping[str, Sequence[Exercise]]) -> Menu:
        """Main lifts and as many accessories per counted muscle as the training age uses at once."""
        count = ACTIVE_ACCESSORIES[self.brief.age]
        active = [exercise for muscle in self.counted for exercise in pool.get(muscle, ())[:count]]
        known = {exercise.id: exercise for exercise in active}
        share = MAIN_SHARE[self.brief.goal.bias]
        if self.brief.age is TrainingAge.BEGINNER:
            share = max(share, BEGINNER_MAIN_SHARE)
        return Menu(self.lifts, list(known.values()), share, self.by_id)

    def _weeks(self, piece: Piece, rule: Rule, menu: Menu, day: date) -> list[Sets]:
        match piece.type:
            case BlockType.ACCUMULATION:
                weeks = self._accumulation(piece.weeks, rule, menu)
                self.last = weeks[-1]
            case BlockType.INTENSIFICATION:
                weeks = self._intensification(piece.weeks, rule, menu)
                self.last = weeks[-1]
            case BlockType.REALIZATION:
                weeks = self._realization(piece.weeks, menu, day)
            case BlockType.RESTORATION:
                weeks = [self._restoration(menu)] * piece.weeks
            case _:
                weeks = [self._deload(menu)] * piece.weeks
        return weeks

    def _demand(self, targets: Mapping[str, float], rule: VolumeTarget) -> Demand:
        """Muscles without a target of their own may rise to what can be recovered, the others to the target's cap."""
        caps = {
            muscle: cap(rule if muscle in targets else VolumeTarget.APPROACHING_MRV, marks, self.brief.days)
            for muscle, marks in self.marks.items()
        }
        room = HEADROOM if self.goes_high and rule is not VolumeTarget.APPROACHING_MRV else 1.0
        most = int(room * SESSION_HARD_SETS_MOST * self.brief.days)
        return Demand(targets, caps, FOCUS[self.brief.goal.bias], room * self.brief.seconds, most)

    def _accumulation(self, weeks: int, rule: Rule, menu: Menu) -> list[Sets]:
        """The last week is spread first; the weeks before it are that week with sets taken away by the ramp."""
        growth = rule.ramp ** (weeks - 1)
        self.starts = {muscle: self._start(muscle, rule, growth) for muscle in self.counted}
        self.peaks = {
            muscle: min(self.starts[muscle] * growth, cap(rule.volume, self.marks[muscle], self.brief.days))
            for muscle in self.counted
        }
        plan = [allocate(menu, self._demand(self.peaks, rule.volume))]
        if not self.squeezed and not self.last:
            self.squeezed = self._squeezed(plan[0])
        total = sum(plan[0].values())
        floors = self._floors(plan[0])
        for back in range(1, weeks):
            plan.insert(0, shrink(plan[0], round(total / rule.ramp**back), menu, floors))
        return plan

    def _squeezed(self, sets: Sets) -> list[str]:
        have = fractional(sets, self.by_id)
        focus = FOCUS[self.brief.goal.bias].difference(self.untrained)
        return [m for m in self.counted if m in focus and have.get(m, 0.0) < SQUEEZED_SHARE * self.peaks[m]]

    @property
    def untrained(self) -> list[str]:
        """Focus muscles that no exercise the athlete may do trains directly."""
        direct = {m for lift in self.lifts for m, share in lift.exercise.muscles.items() if share == 1}
        return sorted(FOCUS[self.brief.goal.bias].difference(direct, self.pool))

    def _start(self, muscle: str, rule: Rule, growth: float) -> float:
        marks = self.marks[muscle]
        brief = self.brief
        first = first_start(muscle, marks, rule.volume, growth, brief.goal, brief.age, brief.start)
        if muscle not in self.starts:
            return first
        following = next_start(self.starts[muscle], marks)
        return max(following, first) if rule.volume is VolumeTarget.APPROACHING_MRV else following

    def _floors(self, sets: Sets) -> dict[str, float]:
        """No working week falls under MEV, in half sets, for a muscle that reaches it at all."""
        have = fractional(sets, self.by_id)
        return {m: min(math.floor(2 * self._least(m)) / 2, have.get(m, 0.0)) for m in self.counted}

    def _least(self, muscle: str) -> float:
        return least(muscle, self.marks[muscle], self.brief.goal, self.brief.age)

    def _intensification(self, weeks: int, rule: Rule, menu: Menu) -> list[Sets]:
        """Fewer, heavier sets: a share of the accumulation before, not below MEV, then along the ramp."""
        share = INTENSIFICATION_SHARE[self.brief.goal.bias]
        if not self.peaks:
            self.peaks = {muscle: self._start(muscle, rule, 1.0) for muscle in self.counted}
            share = 1.0
        have = fractional(self.last, menu.exercises) if self.last else self.peaks
        targets = {
            muscle: max(share * min(peak, have.get(muscle, 0.0)), min(self._least(muscle), have.get(muscle, 0.0)))
            for muscle, peak in self.peaks.items()
        }
        first = allocate(menu, self._demand(targets, rule.volume))
        floors = self._floors(first)
        if self.last:
            first = shrink(first, max(round(share * sum(self.last.values())), 1), menu, floors)
        plan = [first]
        for week in range(1, weeks):
            plan.append(shrink(plan[-1], round(sum(first.values()) * rule.ramp**week), menu, floors))
        return plan

    def _deload(self, menu: Menu) -> Sets:
        """Half of the last working week, every exercise kept; a little more where a muscle would fall under MV."""
        for share in (DELOAD_SHARE, (DELOAD_SHARE + DELOAD_BAND[1]) / 2, DELOAD_BAND[1]):
            sets = proportional(self.last, share)
            have = fractional(sets, menu.exercises)
            last = fractional(self.last, menu.exercises)
            wanted = {m: number(VolumeTarget.DELOAD_VOLUME, self.marks[m], last.get(m, 0.0)) for m in self.counted}
            if all(have.get(muscle, 0.0) >= min(number_, self.marks[muscle].mv) for muscle, number_ in wanted.items()):
                break
        return sets

    def _realization(self, weeks: int, menu: Menu, day: date) -> list[Sets]:
        """The exponential taper from the last working week; the days after the event ask for nothing."""
        event = self.brief.event
        is_for_event = event is not None and day <= event < day + timedelta(weeks=weeks)
        days = (event - day).days if event is not None and is_for_event else 7 * weeks
        left = taper(days, TAPER_REDUCTION).days
        total = sum(self.last.values())
        plan: list[Sets] = []
        for week in range(weeks):
            share = sum(left[7 * week : 7 * week + 7]) / 7
            plan.append(taper_to(plan[-1] if plan else self.last, round(share * total), menu))
        return plan

    def _restoration(self, menu: Menu) -> Sets:
        """Maintenance volume: enough to keep what was gained."""
        targets = {muscle: self.marks[muscle].mv for muscle in self.counted}
        return allocate(menu, self._demand(targets, VolumeTarget.MAV))
