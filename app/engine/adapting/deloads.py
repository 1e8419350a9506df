"""An earlier deload, or a block that goes on a week longer, in a season that stays exactly as long as it was."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.engine.adapting.pieces import EASY, WORKING, Piece, split, spot_of, type_of, with_sets, with_weeks
from app.engine.allocation import proportional
from app.engine.constants import DELOAD_LOAD, DELOAD_SHARE, EASY_RIR, SCHEDULED_DELOAD_WEEKS
from app.engine.constants_adapting import EASY_WEEKS_AHEAD, SHORT_STRETCH_COST, WORK_STRETCH_LEAST
from app.errors import InvalidInput
from models.values.athletes import TrainingAge
from models.values.exercises import Exercise
from models.values.kinds import BlockType, VolumeTarget
from models.values.plan import Block, WeekTarget

_LIGHT = "percentRange"


def early_deload(
    pieces: Sequence[Piece], week: int, age: TrainingAge, exercises: Mapping[str, Exercise]
) -> list[Piece]:
    """The season with a deload in that week (0-based).

    The next scheduled deload is pulled forward and the weeks between move back by one, unless the
    work left before it makes a block of its own: then it stays, and one week of work makes room. Either
    way the season is as long as before and an event keeps its day. Raises `InvalidInput` with the
    reason where a deload there makes no sense.
    """
    _check_deload(pieces, week)
    after = _next_deload(pieces, week)
    cut, place = split(pieces, week)
    source = _week_before(cut, place)
    deload = _deload_piece(cut[place - 1], source, dict(exercises))
    if after is not None and _costs(pieces, week, after, age):
        # Splitting may have moved it one place on.
        there = next(i for i in range(place, len(cut)) if cut[i].type == BlockType.DELOAD)
        kept = replace(deload, block=replace(deload.block, id=cut[there].block.id))
        return [*cut[:place], kept, *cut[place:there], *cut[there + 1 :]]
    shorter = with_weeks(cut[place], _one_less(cut[place]))
    return [*cut[:place], deload, shorter, *cut[place + 1 :]]


def _check_deload(pieces: Sequence[Piece], week: int) -> None:
    here = type_of(pieces, week)
    if here is None:
        raise InvalidInput("The season is over by then.")
    if type_of(pieces, week - 1) is None:
        raise InvalidInput("The season has only begun.")
    if here not in WORKING:
        raise InvalidInput(f"That week is no week of work: {str(here).lower()}.")
    if type_of(pieces, week - 1) in EASY:
        raise InvalidInput("An easy week has only just been.")
    for ahead in range(1, EASY_WEEKS_AHEAD + 1):
        coming = type_of(pieces, week + ahead)
        if coming is None:
            raise InvalidInput("The season ends with that week.")
        if coming not in WORKING:
            raise InvalidInput(f"The {str(coming).lower()} planned for the week after comes soon enough.")


def _next_deload(pieces: Sequence[Piece], week: int) -> int | None:
    """The season's week of the next planned deload of one week, None where a taper or the end comes first."""
    at = week + 1
    while (kind := type_of(pieces, at)) is not None:
        if kind not in WORKING:
            spot = spot_of(pieces, at)
            is_deload = kind == BlockType.DELOAD and spot is not None and len(pieces[spot.piece].weeks) == 1
            return at if is_deload else None
        at += 1
    return None


def _costs(pieces: Sequence[Piece], week: int, after: int, age: TrainingAge) -> bool:
    """Whether pulling the deload at `after` forward to `week` costs less than leaving it where it is."""
    stretch = 0
    while type_of(pieces, after + 1 + stretch) in WORKING:
        stretch += 1
    too_long = max(0, after - week + stretch - SCHEDULED_DELOAD_WEEKS[age][1])
    too_short = max(0, WORK_STRETCH_LEAST - (after - week - 1))
    return too_long < SHORT_STRETCH_COST * too_short


def _week_before(pieces: Sequence[Piece], place: int) -> WeekTarget:
    return pieces[place - 1].weeks[-1]


def _one_less(piece: Piece) -> Sequence[WeekTarget]:
    """An accumulation goes on where it stopped and ends a week sooner; a sharpening keeps its last, heaviest week."""
    return piece.weeks[:-1] if piece.type == BlockType.ACCUMULATION else piece.weeks[1:]


def _deload_piece(worked: Piece, source: WeekTarget, exercises: dict[str, Exercise]) -> Piece:
    """Half of the sets of the last week of work, every exercise kept, far from failure, loads a little lighter."""
    sets = proportional(source.exercises, DELOAD_SHARE) if source.exercises else {}
    week = with_sets(replace(source, week_in_block=0, rir=EASY_RIR), sets, exercises)
    if not source.exercises:
        halves = {muscle: round(count * DELOAD_SHARE, 2) for muscle, count in source.sets.items()}
        week = replace(week, sets=halves, hard_sets=round(source.hard_sets * DELOAD_SHARE))
    block = worked.block
    return Piece(
        Block(
            order_index=0,
            block_type=BlockType.DELOAD,
            duration_weeks=1,
            volume_target=VolumeTarget.DELOAD_VOLUME,
            intensity_bias=block.intensity_bias,
            weekly_volume_ramp=1.0,
            rir_start=EASY_RIR,
            rir_end=EASY_RIR,
            main_lifts=_lighter(block.main_lifts),
            accessory_pool=block.accessory_pool,
            rotation_policy=block.rotation_policy,
            deload_triggers=block.deload_triggers,
            allow_auto_scale=block.allow_auto_scale,
        ),
        (week,),
        worked.meso,
    )


def _lighter(main_lifts: Mapping[str, Any]) -> dict[str, Any]:
    lifts = main_lifts.get("lifts")
    if not isinstance(lifts, Mapping):
        return dict(main_lifts)
    lighter = {
        pattern: {**lift, _LIGHT: [round(p * share) for p, share in zip(lift[_LIGHT], DELOAD_LOAD, strict=True)]}
        for pattern, lift in lifts.items()
    }
    return {**main_lifts, "lifts": lighter}


def extended(pieces: Sequence[Piece], week: int) -> list[Piece]:
    """The season whose block before that week goes on for it, a week of a later block making room.

    The longest later block before a taper gives a week, as long as three are left to it. Raises
    `InvalidInput` where that week begins no deload or no later block can spare one.
    """
    spot = spot_of(pieces, week)
    before = spot_of(pieces, week - 1)
    if spot is None or before is None or spot.week or pieces[before.piece].type not in WORKING:
        raise InvalidInput("No block of work ends there.")
    if pieces[spot.piece].type != BlockType.DELOAD:
        raise InvalidInput("No deload follows the block.")
    giver = _giver(pieces, spot.piece)
    if giver is None:
        raise InvalidInput("No later block has a week to spare, and the season stays as long as it is.")
    longer = with_weeks(pieces[before.piece], [*pieces[before.piece].weeks, pieces[before.piece].weeks[-1]])
    shorter = with_weeks(pieces[giver], _one_less(pieces[giver]))
    swapped = {before.piece: longer, giver: shorter}
    return [swapped.get(place, piece) for place, piece in enumerate(pieces)]


def _giver(pieces: Sequence[Piece], after: int) -> int | None:
    best: int | None = None
    for place in range(after + 1, len(pieces)):
        if pieces[place].type == BlockType.REALIZATION:
            break
        spare = pieces[place].type in WORKING and len(pieces[place].weeks) > WORK_STRETCH_LEAST
        if spare and (best is None or len(pieces[place].weeks) > len(pieces[best].weeks)):
            best = place
    return best
