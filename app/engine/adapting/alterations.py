"""Smaller changes of the weeks to come: other volume, other effort, another zone, another exercise."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.engine.adapting.pieces import WORKING, Piece, Spot, altered, split, spot_of, with_sets
from app.engine.allocation import proportional
from app.engine.constants import E1RM_MOST_REPS
from app.engine.constants_adapting import LADDER_REPS_SHIFT
from app.engine.strength import percent_of_1rm
from app.engine.zones import half_step
from app.errors import InvalidInput
from models.values.exercises import Exercise
from models.values.plan import WeekTarget

RIR_MOST = 4.0


def other_volume(
    pieces: Sequence[Piece],
    week: int,
    factor: float,
    exercises: Mapping[str, Exercise],
    *,
    muscles: Sequence[str] = (),
    lift: str | None = None,
    most: float | None = None,
    weeks: int | None = None,
) -> list[Piece]:
    """Multiply the sets of the block's weeks from that week on: all, those of some muscles, or those of one lift.

    `weeks` is for how many of them, None to the end of the block.

    More sets of a lift never bring one of its direct muscles above `most` fractional sets. Every
    exercise keeps a set. Raises `InvalidInput` where the weeks stay as they are, or are easy or a taper.
    """
    spot = _working_spot(pieces, week)
    known = dict(exercises)
    end = None if weeks is None else spot.week + weeks

    def change(target: WeekTarget) -> WeekTarget:
        if end is not None and target.week_in_block >= end:
            return target
        if lift is not None:
            return _other_lift(target, lift, factor, known, most)
        chosen = {
            key: count
            for key, count in target.exercises.items()
            if not muscles or any(known[key].muscles.get(muscle) == 1 for muscle in muscles if key in known)
        }
        return with_sets(target, {**target.exercises, **proportional(chosen, factor)}, known)

    return _checked(pieces, altered(pieces, spot.piece, spot.week, change))


def _other_lift(
    target: WeekTarget, lift: str, factor: float, exercises: dict[str, Exercise], most: float | None
) -> WeekTarget:
    count = target.exercises.get(lift, 0)
    if not count or lift not in exercises:
        return target
    wanted = max(count + 1, round(count * factor)) if factor > 1 else max(1, round(count * factor))
    while wanted > count and most is not None:
        direct = [muscle for muscle, share in exercises[lift].muscles.items() if share == 1]
        if all(target.sets.get(muscle, 0.0) + wanted - count <= most for muscle in direct):
            break
        wanted -= 1
    return with_sets(target, {**target.exercises, lift: wanted}, exercises)


def more_in_reserve(pieces: Sequence[Piece], week: int, by: float) -> list[Piece]:
    """Move the block's weeks from that week on away from failure, up to 4 in reserve; refused as above."""
    spot = _working_spot(pieces, week)

    def change(target: WeekTarget) -> WeekTarget:
        return replace(target, rir=max(target.rir, min(RIR_MOST, half_step(target.rir + by))))

    return _checked(pieces, altered(pieces, spot.piece, spot.week, change))


def other_zone(pieces: Sequence[Piece], week: int, lift: str, reps: tuple[int, int]) -> list[Piece]:
    """Train a main lift in another range of repetitions from that week on, to the end of the block.

    Percent of 1RM follow the repetitions and the block's effort. Raises `InvalidInput` where the
    lift is none of the block's main lifts or stands in that range already.
    """
    cut, place = split(pieces, week)
    piece = cut[place]
    lifts = _lifts(piece)
    pattern = _pattern_of(lifts, lift)
    ends = [percent_of_1rm(reps[1], piece.block.rir_start), percent_of_1rm(reps[0], piece.block.rir_end)]
    before = lifts[pattern]["percentRange"]
    percent = [old if new is None else round(new) for old, new in zip(before, ends, strict=True)]
    changed = {**lifts[pattern], "repRange": list(reps), "percentRange": sorted(percent)}
    return _checked(pieces, _with_lift(cut, place, pattern, changed))


def next_zone(reps: Sequence[int]) -> tuple[int, int]:
    """Fewer, heavier repetitions; where a lift is heavy already, more."""
    low, high = int(reps[0]), int(reps[1])
    if low - LADDER_REPS_SHIFT >= LADDER_REPS_SHIFT + 1:
        return low - LADDER_REPS_SHIFT, max(low, high - 2 * LADDER_REPS_SHIFT)
    most = int(E1RM_MOST_REPS) - 2
    return min(high + 1, most), min(high + 1 + LADDER_REPS_SHIFT + 1, int(E1RM_MOST_REPS))


def other_main_lift(
    pieces: Sequence[Piece], week: int, lift: str, instead: str, exercises: Mapping[str, Exercise]
) -> list[Piece]:
    """Replace a main lift from that week on, in this block and all that follow."""
    cut, first = split(pieces, week)
    found = list(cut)
    for place in range(first, len(cut)):
        lifts = _lifts(cut[place])
        for pattern, stored in lifts.items():
            if stored["exercise"] == lift and all(one["exercise"] != instead for one in lifts.values()):
                found = _with_lift(found, place, pattern, {**stored, "exercise": instead})
        found[place] = _swapped_weeks(found[place], lift, instead, exercises)
    return _checked(pieces, found)


def other_accessory(
    pieces: Sequence[Piece], week: int, old: str, instead: str, exercises: Mapping[str, Exercise]
) -> list[Piece]:
    """Replace an accessory from that week to the end of the block, in its pool and in its weeks."""
    cut, place = split(pieces, week)
    pool = cut[place].block.accessory_pool
    muscles = pool.get("muscles")
    if not isinstance(muscles, Mapping):
        raise InvalidInput("The block's accessories were written by another program.")
    turned = {muscle: _promoted(entries, old, instead) for muscle, entries in muscles.items()}
    block = replace(cut[place].block, accessory_pool={**pool, "muscles": turned})
    piece = _swapped_weeks(replace(cut[place], block=block), old, instead, exercises)
    return _checked(pieces, [*cut[:place], piece, *cut[place + 1 :]])


def _promoted(entries: Sequence[Mapping[str, Any]], old: str, instead: str) -> list[dict[str, Any]]:
    """The pool with the new exercise in the old one's place, the old one in its."""
    keys = [each["exercise"] for each in entries]
    if old not in keys or instead not in keys:
        return [dict(each) for each in entries]
    swap = {old: instead, instead: old}
    return [{"exercise": swap.get(key, key), "weight": each["weight"]} for key, each in zip(keys, entries, strict=True)]


def _swapped_weeks(piece: Piece, old: str, instead: str, exercises: Mapping[str, Exercise]) -> Piece:
    def change(week: WeekTarget) -> WeekTarget:
        if old not in week.exercises:
            return week
        sets = {key: count for key, count in week.exercises.items() if key != old}
        sets[instead] = sets.get(instead, 0) + week.exercises[old]
        return with_sets(week, sets, dict(exercises))

    return replace(piece, weeks=tuple(change(week) for week in piece.weeks))


def _working_spot(pieces: Sequence[Piece], week: int) -> Spot:
    spot = spot_of(pieces, week)
    if spot is None:
        raise InvalidInput("The season is over by then.")
    kind = pieces[spot.piece].type
    if kind not in WORKING:
        # A taper keeps its intensity and has its own volume; a deload is easy already.
        raise InvalidInput(f"The {str(kind).lower()} of the coming week stays as it is planned.")
    return spot


def _lifts(piece: Piece) -> Mapping[str, Any]:
    lifts = piece.block.main_lifts.get("lifts")
    return lifts if isinstance(lifts, Mapping) else {}


def _pattern_of(lifts: Mapping[str, Any], lift: str) -> str:
    for pattern, stored in lifts.items():
        if stored["exercise"] == lift:
            return pattern
    raise InvalidInput("The lift is none of the block's main lifts.")


def _with_lift(pieces: Sequence[Piece], place: int, pattern: str, lift: Mapping[str, Any]) -> list[Piece]:
    block = pieces[place].block
    lifts = {**_lifts(pieces[place]), pattern: dict(lift)}
    changed = replace(pieces[place], block=replace(block, main_lifts={**block.main_lifts, "lifts": lifts}))
    return [*pieces[:place], changed, *pieces[place + 1 :]]


def _checked(before: Sequence[Piece], after: list[Piece]) -> list[Piece]:
    if _content(before) == _content(after):
        raise InvalidInput("Nothing would change in the weeks to come.")
    return after


def _content(pieces: Sequence[Piece]) -> list[Any]:
    return [
        (
            dict(week.exercises),
            dict(week.sets),
            week.rir,
            week.hard_sets,
            piece.block.main_lifts,
            piece.block.accessory_pool,
        )
        for piece in pieces
        for week in piece.weeks
    ]
