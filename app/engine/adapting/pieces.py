"""A season taken apart into blocks of weeks and put together again, week for week, so that it stays covered exactly."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from app.engine.allocation import fractional
from models.values.days import monday
from models.values.exercises import Exercise
from models.values.kinds import BlockType
from models.values.plan import Block, Macrocycle, Mesocycle, WeekTarget

EASY = frozenset({BlockType.DELOAD, BlockType.RESTORATION})
WORKING = frozenset({BlockType.ACCUMULATION, BlockType.INTENSIFICATION})


@dataclass(frozen=True, slots=True)
class Piece:
    """A block with the mesocycle it belongs to (its index in the season as it was taken apart)."""

    block: Block
    weeks: tuple[WeekTarget, ...]
    meso: int

    @property
    def type(self) -> BlockType | str:
        return self.block.block_type


def taken_apart(macro: Macrocycle) -> list[Piece]:
    """The season's blocks in order, each with its weeks."""
    return [
        Piece(block, tuple(block.weeks), index) for index, meso in enumerate(macro.mesocycles) for block in meso.blocks
    ]


def put_together(macro: Macrocycle, pieces: Sequence[Piece]) -> Macrocycle:
    """The season from its pieces: indexes and days counted anew, pieces and mesocycles left without weeks gone."""
    day = monday(macro.start_date)
    mesocycles: list[Mesocycle] = []
    for index, meso in enumerate(macro.mesocycles):
        blocks: list[Block] = []
        for piece in pieces:
            if piece.meso != index or not piece.weeks:
                continue
            weeks = tuple(replace(week, week_in_block=place) for place, week in enumerate(piece.weeks))
            blocks.append(
                replace(piece.block, order_index=len(blocks), duration_weeks=len(weeks), weeks=weeks, start=day)
            )
            day += timedelta(weeks=len(weeks))
        if blocks:
            mesocycles.append(replace(meso, order_index=len(mesocycles), blocks=blocks))
    return replace(macro, mesocycles=mesocycles)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a week of the season lies: the piece's place in the list and the week inside it, 0-based."""

    piece: int
    week: int


def spot_of(pieces: Sequence[Piece], week: int) -> Spot | None:
    """The place of a week of the season, None outside it."""
    if week < 0:
        return None
    for place, piece in enumerate(pieces):
        if week < len(piece.weeks):
            return Spot(place, week)
        week -= len(piece.weeks)
    return None


def type_of(pieces: Sequence[Piece], week: int) -> BlockType | str | None:
    """What kind of week it is, None outside the season."""
    spot = spot_of(pieces, week)
    return None if spot is None else pieces[spot.piece].type


def split(pieces: Sequence[Piece], week: int) -> tuple[list[Piece], int]:
    """The pieces with a border before that week, and the place of the piece that begins with it.

    What lies before keeps its block as it is; the second half is a new block of the same make.
    """
    spot = spot_of(pieces, week)
    if spot is None:
        raise IndexError(f"the season has no such week: {week}")
    piece = pieces[spot.piece]
    if not spot.week:
        return list(pieces), spot.piece
    before, after = piece.weeks[: spot.week], piece.weeks[spot.week :]
    first = replace(piece, block=_ending(piece.block, before), weeks=before)
    second = replace(piece, block=_beginning(piece.block, after), weeks=after)
    return [*pieces[: spot.piece], first, second, *pieces[spot.piece + 1 :]], spot.piece + 1


def _ending(block: Block, weeks: Sequence[WeekTarget]) -> Block:
    """The block that is over after these weeks: its effort ends where they do."""
    return replace(block, rir_end=min(block.rir_start, weeks[-1].rir))


def _beginning(block: Block, weeks: Sequence[WeekTarget]) -> Block:
    return replace(block, id=None, rir_start=max(weeks[0].rir, weeks[-1].rir), rir_end=weeks[-1].rir)


def with_weeks(piece: Piece, weeks: Sequence[WeekTarget]) -> Piece:
    """The piece with other weeks; its effort ends where they do."""
    if not weeks:
        return replace(piece, weeks=())
    return replace(piece, weeks=tuple(weeks), block=_ending(piece.block, weeks))


def altered(pieces: Sequence[Piece], place: int, first: int, change: Callable[[WeekTarget], WeekTarget]) -> list[Piece]:
    """The pieces with every week of one of them changed from its `first` (0-based inside the piece) on."""
    piece = pieces[place]
    weeks = [*piece.weeks[:first], *(change(week) for week in piece.weeks[first:])]
    return [*pieces[:place], with_weeks(piece, weeks), *pieces[place + 1 :]]


def with_sets(week: WeekTarget, sets: dict[str, int], exercises: dict[str, Exercise]) -> WeekTarget:
    """The week with other sets by exercise; muscles and the number of hard sets follow.

    What an exercise that the catalogue no longer has gave the muscles stays counted.
    """
    known = {key: count for key, count in sets.items() if key in exercises and count > 0}
    before = fractional({k: n for k, n in week.exercises.items() if k in exercises}, exercises)
    rest = {muscle: total - before.get(muscle, 0.0) for muscle, total in week.sets.items()}
    now = fractional(known, exercises)
    muscles = {muscle: max(0.0, round(rest.get(muscle, 0.0) + now.get(muscle, 0.0), 3)) for muscle in {*rest, *now}}
    hard = week.hard_sets + sum(sets.values()) - sum(week.exercises.values())
    return replace(
        week,
        exercises={key: count for key, count in sets.items() if count > 0},
        sets={muscle: muscles[muscle] for muscle in sorted(muscles) if muscles[muscle] > 0},
        hard_sets=max(0, hard),
    )
