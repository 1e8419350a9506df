"""Which blocks, how many weeks each: mesocycles of a template stretched to cover a season exactly."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from app.engine.constants import (
    BUILD_UP,
    CYCLES,
    EXTRA_COST,
    LONG_REST,
    NO_FINALE_COST,
    OPENING_COST,
    OTHER_RUN_COST,
    WEEKS,
    Cycle,
    Span,
    Unit,
)
from models.values.athletes import TrainingAge
from models.values.plan import BlockType, IntensityBias


class Piece(NamedTuple):
    """A block's type and length."""

    type: BlockType
    weeks: int


Shape = tuple[tuple[Piece, ...], ...]
"""The blocks of each mesocycle, in order."""


def compose(age: TrainingAge, bias: IntensityBias, weeks: int) -> Shape:
    """Mesocycles that cover `weeks` exactly, as close to the template's usual lengths as can be."""
    return _compose(CYCLES[age, bias], weeks)


def compose_for_event(age: TrainingAge, bias: IntensityBias, before: int, taper: int, after: int) -> Shape:
    """Mesocycles with `before` weeks of training, a realization of `taper` weeks, and `after` weeks behind it.

    The last mesocycle before the event builds up to it; a restoration follows, then the template again.
    """
    cycle = CYCLES[age, bias]
    long_rest = age is TrainingAge.ADVANCED and (after == LONG_REST or after >= LONG_REST + WEEKS[0])
    rest = min(after, LONG_REST if long_rest else 1)
    peak = [Piece(BlockType.REALIZATION, taper), *([Piece(BlockType.RESTORATION, rest)] if rest else [])]
    return (*_before_event(cycle, before, peak), *_after_event(cycle, after - rest))


def usual_weeks(age: TrainingAge, bias: IntensityBias) -> int:
    """Weeks of a season when nobody says: whole templates."""
    return CYCLES[age, bias].usual


def _before_event(cycle: Cycle, before: int, peak: Sequence[Piece]) -> Shape:
    intensification = BUILD_UP[1]
    if before <= intensification.most - 1:
        return ((Piece(intensification.type, before), *peak),)
    # An ending with a deload of its own has no place before a build-up.
    ending = cycle.ending if cycle.ending and len(cycle.ending) == 1 else None
    base = Cycle(work=cycle.base or cycle.work, opening=cycle.opening, ending=ending)
    best: tuple[float, Shape] | None = None
    for ahead in range(before + 1):
        build = _stretch(BUILD_UP, before - ahead)
        if build is None or (0 < ahead < _fewest(base)):
            continue
        first, cost = _cheapest(base, ahead) if ahead else ((), 0.0)
        total = cost + build[0]
        if first is not None and (best is None or total < best[0]):
            best = (total, (*first, (*build[1], *peak)))
    if best is None:
        raise ValueError(f"no build-up covers {before} weeks")
    return best[1]


def _after_event(cycle: Cycle, weeks: int) -> Shape:
    if not weeks:
        return ()
    if weeks < WEEKS[0]:
        return ((Piece(BlockType.ACCUMULATION, weeks),),)
    return _compose(cycle, weeks)


@cache
def _compose(cycle: Cycle, weeks: int) -> Shape:
    shape, _ = _cheapest(cycle, weeks)
    if shape is None:
        raise ValueError(f"no sequence of blocks covers {weeks} weeks")
    return shape


@cache
def _fewest(cycle: Cycle) -> int:
    return next(weeks for weeks in range(1, 53) if _cheapest(cycle, weeks)[0] is not None)


@cache
def _cheapest(cycle: Cycle, weeks: int) -> tuple[Shape | None, float]:
    """The sequence of mesocycles whose blocks need the least stretching; ties go to the first, shortest one."""
    best: Shape | None = None
    best_cost = float("inf")
    for units, extra in _sequences(cycle, weeks):
        spans = [span for unit in units for span in unit]
        fitted = _stretch(spans, weeks)
        if fitted is not None and fitted[0] + extra < best_cost - 1e-9:
            best, best_cost = _regroup(fitted[1], units), fitted[0] + extra
    return best, best_cost


def _sequences(cycle: Cycle, weeks: int) -> Iterator[tuple[list[Unit], float]]:
    """Every admissible sequence of units that can be short enough, with the cost of its optional ones."""
    for works, penalty in _works(cycle, weeks):
        for opening in (False, True):
            for ending in (False, True):
                units = [*([cycle.opening] if opening else []), *works, *([cycle.ending] if ending else [])]
                kept = [unit for unit in units if unit]
                if len(kept) != len(units) or not kept:
                    continue
                extra = penalty + OPENING_COST * opening + EXTRA_COST * ending
                if cycle.finale and works:
                    # The finale belongs to the mesocycle it crowns.
                    yield [*kept[:-1], kept[-1] + cycle.finale], extra
                    extra += NO_FINALE_COST
                yield kept, extra


def _works(cycle: Cycle, weeks: int) -> Iterator[tuple[list[Unit], float]]:
    """Runs of work with their closes; the cost rises with the distance from the preferred run."""
    most = weeks // sum(span.least for span in cycle.work) + 1
    if cycle.close is None:
        for count in range(most + 1):
            yield [cycle.work] * count, 0.0
        return
    for rank, run in enumerate(cycle.runs):
        for groups in range(most // run + 1):
            for loose in range(run + 1):
                yield [*([*[cycle.work] * run, cycle.close] * groups), *[cycle.work] * loose], rank * OTHER_RUN_COST


def _stretch(spans: Sequence[Span], weeks: int) -> tuple[float, tuple[Piece, ...]] | None:
    """Lengths inside every span's limits that add up to `weeks`, with their cost; None where there are none.

    The cost is the sum of squared relative distances from the usual lengths; adding week by week
    where it costs least finds its minimum, because each term is convex.
    """
    lengths = [span.least for span in spans]
    missing = weeks - sum(lengths)
    if missing < 0 or weeks > sum(span.most for span in spans):
        return None
    for _ in range(missing):
        open_spans = [i for i, span in enumerate(spans) if lengths[i] < span.most]
        cheapest = min(open_spans, key=lambda i: _distance(spans[i], lengths[i] + 1) - _distance(spans[i], lengths[i]))
        lengths[cheapest] += 1
    cost = sum(_distance(span, length) for span, length in zip(spans, lengths, strict=True))
    return cost, tuple(Piece(span.type, length) for span, length in zip(spans, lengths, strict=True))


def _distance(span: Span, length: int) -> float:
    return ((length - span.weeks) ** 2) / span.weeks


def _regroup(pieces: Sequence[Piece], units: Sequence[Unit]) -> Shape:
    grouped: list[tuple[Piece, ...]] = []
    position = 0
    for unit in units:
        grouped.append(tuple(pieces[position : position + len(unit)]))
        position += len(unit)
    return tuple(grouped)
