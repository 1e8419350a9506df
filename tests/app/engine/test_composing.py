"""Every season is covered exactly, by the blocks a template names."""

from itertools import pairwise

import pytest

from app.engine.composing import compose, compose_for_event, usual_weeks
from app.engine.constants import CYCLES
from models.values.athletes import TrainingAge
from models.values.plan import BlockType, IntensityBias

LETTERS = {
    BlockType.ACCUMULATION: "A",
    BlockType.INTENSIFICATION: "I",
    BlockType.REALIZATION: "P",
    BlockType.DELOAD: "D",
    BlockType.RESTORATION: "R",
}
EVERY = [(age, bias) for age in TrainingAge for bias in IntensityBias]
B, I, A = TrainingAge  # noqa: E741


def text(shape):
    return " | ".join(" ".join(f"{LETTERS[p.type]}{p.weeks}" for p in mesocycle) for mesocycle in shape)


def pieces(shape):
    return [piece for mesocycle in shape for piece in mesocycle]


@pytest.mark.parametrize(("age", "bias"), EVERY)
def test_every_length_is_covered_exactly(age, bias):
    for weeks in range(4, 53):
        shape = compose(age, bias, weeks)
        assert sum(piece.weeks for piece in pieces(shape)) == weeks
        assert all(piece.weeks >= 1 for piece in pieces(shape))
        _is_sensible(pieces(shape))


@pytest.mark.parametrize(("age", "bias"), EVERY)
def test_every_event_is_met_exactly(age, bias):
    for before in range(1, 50):
        for taper in (2, 3):
            for after in (0, 1, 2, 3, 4, 7):
                if not 4 <= before + taper + after <= 52:
                    continue
                found = pieces(compose_for_event(age, bias, before, taper, after))
                assert sum(piece.weeks for piece in found) == before + taper + after
                ends = before + taper
                position = 0
                for piece in found:
                    position += piece.weeks
                    if piece.type is BlockType.REALIZATION:
                        assert (piece.weeks, position) == (taper, ends)
                        break
                else:
                    pytest.fail("no realization")
                _is_sensible(found)


def _is_sensible(found):
    """No easy block follows another (a deload before the closing test apart), rest follows every peak."""
    for one, other in pairwise(found):
        if one.type is BlockType.REALIZATION:
            assert other.type is BlockType.RESTORATION
        if one.type in (BlockType.DELOAD, BlockType.RESTORATION):
            assert other.type not in (BlockType.DELOAD, BlockType.RESTORATION)
    assert found[0].type in (BlockType.ACCUMULATION, BlockType.INTENSIFICATION)


@pytest.mark.parametrize(
    ("age", "bias", "weeks", "shape"),
    [
        (B, IntensityBias.STRENGTH, 8, "A7 D1"),
        (B, IntensityBias.HYPERTROPHY, 16, "A7 D1 | A7 D1"),
        (I, IntensityBias.HYPERTROPHY, 16, "A5 D1 | A5 D1 | I3 D1"),
        (I, IntensityBias.STRENGTH, 9, "A4 I4 D1"),
        (I, IntensityBias.STRENGTH, 12, "A4 I4 D1 P2 R1"),
        (I, IntensityBias.POWER, 9, "A3 I3 P2 R1"),
        (I, IntensityBias.MUSCULAR_ENDURANCE, 12, "A5 D1 | A5 D1"),
        (A, IntensityBias.HYPERTROPHY, 19, "A4 D1 | A4 D1 | A4 D1 | I3 R1"),
        (A, IntensityBias.STRENGTH, 10, "A4 I3 P2 R1"),
        (I, IntensityBias.STRENGTH, 4, "A3 D1"),
        (A, IntensityBias.STRENGTH, 4, "A3 D1"),
    ],
)
def test_templates(age, bias, weeks, shape):
    assert text(compose(age, bias, weeks)) == shape


@pytest.mark.parametrize(("age", "bias"), EVERY)
def test_the_usual_length_is_whole_templates(age, bias):
    weeks = usual_weeks(age, bias)
    cycle = CYCLES[age, bias]
    usual = {span.type: span.weeks for unit in (cycle.work, cycle.close or (), cycle.finale or ()) for span in unit}
    assert all(piece.weeks == usual[piece.type] for piece in pieces(compose(age, bias, weeks)))


def test_an_event_has_a_build_up_a_rest_and_goes_on():
    assert text(compose_for_event(I, IntensityBias.STRENGTH, 16, 2, 1)) == "A4 I4 D1 | A4 I3 P2 R1"
    assert text(compose_for_event(A, IntensityBias.STRENGTH, 7, 2, 2)) == "A4 I3 P2 R2"
    assert text(compose_for_event(I, IntensityBias.HYPERTROPHY, 2, 2, 0)) == "I2 P2"
    assert text(compose_for_event(I, IntensityBias.HYPERTROPHY, 7, 2, 7)) == "A4 I3 P2 R1 | A5 D1"
    assert text(compose_for_event(I, IntensityBias.HYPERTROPHY, 7, 2, 3)) == "A4 I3 P2 R1 | A2"
