"""Where the timeline's lanes lie: from a height to rows of pixels."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

GUTTER: Final = 92.0
"""Width of the frozen names on the left."""


@dataclass(frozen=True, slots=True)
class Lane:
    """A horizontal strip."""

    top: float
    height: float

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def middle(self) -> float:
        return self.top + self.height / 2

    def holds(self, y: float) -> bool:
        return self.top <= y < self.bottom


@dataclass(frozen=True, slots=True)
class Lanes:
    """Every lane, from top to bottom."""

    months: Lane
    weeks: Lane
    marks: Lane
    macro: Lane
    meso: Lane
    block: Lane
    sets: Lane
    rir: Lane
    legend: Lane

    @property
    def bottom(self) -> float:
        """Where the columns end: above the legend."""
        return self.rir.bottom


_ROWS: Final = (  # name, gap above, least height
    ("months", 4, 18),
    ("weeks", 0, 28),
    ("marks", 2, 20),
    ("macro", 3, 20),
    ("meso", 3, 20),
    ("block", 3, 36),
    ("sets", 10, 48),
    ("rir", 11, 26),
    ("legend", 6, 18),
)
BLOCK_GROWTH: Final = 10.0
LEAST_HEIGHT: Final = sum(gap + height for _, gap, height in _ROWS) + 4
"""Below this the lanes would be too small to read."""


@lru_cache(maxsize=16)
def lanes(top: float, height: float) -> Lanes:
    """Share out `height` pixels from `top` down."""
    spare = max(0.0, height - LEAST_HEIGHT)
    # Blocks hold two lines of text and need no more; the bars take what they leave.
    block = min(BLOCK_GROWTH, spare * 0.1)
    extra = {"block": block, "sets": (spare - block) * 0.74, "rir": (spare - block) * 0.26}
    rows: dict[str, Lane] = {}
    for name, gap, least in _ROWS:
        size = round(least + extra.get(name, 0.0))
        rows[name] = Lane(top + gap, size)
        top += gap + size
    return Lanes(**rows)
