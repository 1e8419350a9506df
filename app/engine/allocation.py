"""Spreads weekly muscle targets over main lifts and accessories in whole sets, inside the time there is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.engine.constants import (
    ACCESSORY_SETS_MOST,
    MAIN_SETS,
    MAIN_TIME_SHARE,
    PRIMARY,
    SECONDARY_SHARE,
    SETS_LEAST,
    SUPPORT_PRIORITY,
)
from app.engine.lifts import MainLift
from models.values.exercises import Exercise

Sets = dict[str, int]
"""Exercise id to sets in a week."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What a week asks for, in fractional sets by muscle."""

    targets: Mapping[str, float]
    caps: Mapping[str, float]
    """Never passed, targets or not."""
    focus: frozenset[str]
    seconds: float
    """Training time of the week without warming up."""
    most: int
    """Hard sets of the week, whatever the time."""


@dataclass(frozen=True, slots=True)
class Menu:
    """The exercises a block may use: main lifts, and accessories by muscle in order of preference."""

    lifts: Sequence[MainLift]
    accessories: Sequence[Exercise]
    primary_share: float
    """Share of its direct muscles' largest target that a primary lift covers itself."""
    exercises: Mapping[str, Exercise]
    """Every exercise by id, those of an earlier menu too."""

    @property
    def main_ids(self) -> list[str]:
        return [lift.exercise.id for lift in self.lifts]

    def rank(self, key: str) -> int:
        """What goes first when volume is cut to the bone: 2 accessories, 1 secondary lifts, 0 primary lifts."""
        roles = {lift.exercise.id: lift.role for lift in self.lifts}
        if key not in roles:
            return 2
        return 0 if roles[key] == PRIMARY else 1


def fractional(sets: Mapping[str, int], exercises: Mapping[str, Exercise]) -> dict[str, float]:
    """Fractional sets by muscle of an allocation, muscles in alphabetical order."""
    totals: dict[str, float] = {}
    for key, count in sets.items():
        for muscle, share in exercises[key].muscles.items():
            totals[muscle] = totals.get(muscle, 0.0) + share * count
    return {muscle: totals[muscle] for muscle in sorted(totals) if totals[muscle] > 0}


class _Week:
    """An allocation under construction."""

    def __init__(self, menu: Menu, demand: Demand) -> None:
        self.exercises = menu.exercises
        self.demand = demand
        self.sets: Sets = {}
        self.have: dict[str, float] = {}
        self.seconds = 0.0
        self.total = 0

    def add(self, key: str, count: int) -> None:
        self.sets[key] = self.sets.get(key, 0) + count
        self.total += count
        self.seconds += count * self.exercises[key].seconds_per_set
        for muscle, share in self.exercises[key].muscles.items():
            self.have[muscle] = self.have.get(muscle, 0.0) + share * count

    def step(self, key: str) -> int:
        """Sets that one addition brings: the fewest worth having, then one at a time."""
        return 1 if key in self.sets else SETS_LEAST

    def has_room(self, key: str, count: int | None = None) -> bool:
        """Whether total and time leave room for the sets, or for the next step."""
        count = self.step(key) if count is None else count
        if self.total + count > self.demand.most:
            return False
        return self.seconds + count * self.exercises[key].seconds_per_set <= self.demand.seconds

    def worth(self, key: str, most: int) -> float:
        """The gain of the next step, 0 where it must not be taken."""
        count = self.step(key)
        if self.sets.get(key, 0) + count > most or not self.fits(key, count):
            return 0.0
        return self.gain(key, count)

    def fits(self, key: str, count: int) -> bool:
        if not self.has_room(key, count):
            return False
        exercise, caps = self.exercises[key], self.demand.caps
        return all(
            self.have.get(muscle, 0.0) + share * count <= caps.get(muscle, float("inf"))
            for muscle, share in exercise.muscles.items()
        )

    def gain(self, key: str, count: int) -> float:
        """How much of what is missing the sets would fill, per second; 0 where no direct muscle needs them."""
        exercise = self.exercises[key]
        filled, direct = 0.0, False
        for muscle, share in exercise.muscles.items():
            target = self.demand.targets.get(muscle, 0.0)
            missing = target - self.have.get(muscle, 0.0)
            if target <= 0 or missing < share * count / 2:
                continue
            direct = direct or share == 1
            priority = 1.0 if muscle in self.demand.focus else SUPPORT_PRIORITY
            filled += priority * share * count * missing / target
        return filled / (count * exercise.seconds_per_set) if direct else 0.0


def allocate(menu: Menu, demand: Demand) -> Sets:
    """Whole sets per exercise for a week: main lifts to their share first, then whatever fills the most per minute."""
    week = _Week(menu, demand)
    _give_main_lifts(week, menu)
    mains = set(menu.main_ids)
    accessories = [exercise.id for exercise in menu.accessories if exercise.id not in mains]
    # Worth only ever falls as sets are added, and only where a muscle is shared with what was added:
    # the rest need no second look, and who is worth nothing needs none at all.
    worth = dict.fromkeys([*accessories, *menu.main_ids], 0.0)
    stale: Iterable[str] = list(worth)
    while True:
        for key in stale:
            worth[key] = week.worth(key, MAIN_SETS[1] if key in mains else ACCESSORY_SETS_MOST)
        worth = {key: value for key, value in worth.items() if value > 0 and week.has_room(key)}
        if not worth:
            return week.sets
        best = max(worth, key=worth.__getitem__)
        week.add(best, week.step(best))
        touched = week.exercises[best].muscles.keys()
        stale = [key for key in worth if not touched.isdisjoint(week.exercises[key].muscles)]


def _give_main_lifts(week: _Week, menu: Menu) -> None:
    """Each main lift gets its share of its direct muscles' target: the fewest sets for all, then primary lifts first.

    Lifts of a role grow in turns, so that time runs out evenly among them.
    """
    wanted = {lift.exercise.id: _main_sets(lift, week.demand, menu.primary_share) for lift in menu.lifts}
    for key in wanted:
        if week.fits(key, MAIN_SETS[0]):
            week.add(key, MAIN_SETS[0])
    for primary in (True, False):
        growing = [key for key in week.sets if (menu.rank(key) == 0) is primary]
        while growing:
            for key in list(growing):
                full = week.seconds > MAIN_TIME_SHARE * week.demand.seconds
                if full or week.sets[key] >= wanted[key] or not week.fits(key, 1):
                    growing.remove(key)
                else:
                    week.add(key, 1)


def _main_sets(lift: MainLift, demand: Demand, primary_share: float) -> int:
    direct = [demand.targets.get(muscle, 0.0) for muscle, share in lift.exercise.muscles.items() if share == 1]
    share = primary_share if lift.role == PRIMARY else SECONDARY_SHARE
    wanted = round(share * max(direct, default=0.0))
    return min(max(wanted, MAIN_SETS[0]), MAIN_SETS[1])


def shrink(sets: Mapping[str, int], total: int, menu: Menu, floors: Mapping[str, float]) -> Sets:
    """Take sets away one at a time until `total` are left, so that the exercises keep their proportions.

    Every exercise keeps at least two sets and every muscle its floor; where nothing more can go the
    result keeps more than `total`.
    """
    week, ideal = _Shrinking(sets, menu), _ideal(sets, total)
    while week.total > total:
        candidates = [key for key in week.sets if week.may_lose(key, floors)]
        if not candidates:
            break
        week.take(max(candidates, key=lambda key: week.sets[key] - ideal[key]))
    return week.sets


def taper_to(sets: Mapping[str, int], total: int, menu: Menu) -> Sets:
    """Cut a week to `total` sets for a taper: accessories go first, then secondary lifts; primary lifts keep one."""
    week, ideal = _Shrinking(sets, menu), _ideal(sets, total)
    while week.total > total:
        candidates = [key for key, count in week.sets.items() if count > 1 or menu.rank(key) or not total]
        if not candidates:
            break
        week.take(max(candidates, key=lambda key: (menu.rank(key), week.sets[key] - ideal[key])))
    return week.sets


def _ideal(sets: Mapping[str, int], total: int) -> dict[str, float]:
    share = total / sum(sets.values()) if sets else 0.0
    return {key: count * share for key, count in sets.items()}


class _Shrinking:
    """A week that only loses sets."""

    def __init__(self, sets: Mapping[str, int], menu: Menu) -> None:
        self.exercises = menu.exercises
        self.sets = dict(sets)
        self.have = fractional(sets, menu.exercises)
        self.total = sum(sets.values())

    def may_lose(self, key: str, floors: Mapping[str, float]) -> bool:
        muscles = self.exercises[key].muscles.items()
        return self.sets[key] > SETS_LEAST and all(
            self.have[muscle] - share >= floors.get(muscle, 0.0) for muscle, share in muscles
        )

    def take(self, key: str) -> None:
        self.total -= 1
        self.sets[key] -= 1
        for muscle, share in self.exercises[key].muscles.items():
            self.have[muscle] -= share
        if not self.sets[key]:
            del self.sets[key]


def proportional(sets: Mapping[str, int], share: float) -> Sets:
    """Every exercise cut by the same share, the total exact to half a set, each with at least one set left."""
    total = max(round(share * sum(sets.values())), len(sets))
    cut = {key: max(1, int(count * share)) for key, count in sets.items()}
    by_loss = sorted(sets, key=lambda key: cut[key] - sets[key] * share)
    for key in by_loss:
        if sum(cut.values()) >= total:
            break
        cut[key] += 1
    return cut
