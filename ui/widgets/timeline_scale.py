"""The timeline's zoom and position: weeks to pixels and back."""

from dataclasses import dataclass, replace
from typing import Final

MIN_WEEK: Final = 3.0
MAX_WEEK: Final = 240.0
"""Pixels a week may take."""
MARGIN: Final = 0.35
"""Weeks of air on both sides of what is fitted."""


@dataclass(frozen=True, slots=True)
class Scale:
    """`left` is the column at the left edge, `week` the pixels one column takes."""

    left: float = 0.0
    week: float = 24.0

    def x(self, column: float) -> float:
        """Pixels from the left edge."""
        return (column - self.left) * self.week

    def column(self, x: float) -> float:
        return self.left + x / self.week

    def columns(self, width: float, count: int) -> tuple[int, int]:
        """First and one-past-last of the `count` columns that a strip of `width` pixels shows."""
        first = min(count, max(0, int(self.left)))
        end = min(count, int(self.column(width)) + 1)
        return first, max(first, end)

    def panned(self, pixels: float) -> "Scale":
        """Moved so that the content goes `pixels` to the left."""
        return replace(self, left=self.left + pixels / self.week)

    def zoomed(self, factor: float, x: float) -> "Scale":
        """Zoomed about the column under pixel `x`, which stays where it is."""
        week = max(MIN_WEEK, min(MAX_WEEK, self.week * factor))
        return Scale(self.column(x) - x / week, week)

    def clamped(self, width: float, count: int) -> "Scale":
        """Kept on the content: centred when it fits, else without empty space beyond a margin."""
        shown = width / self.week
        if shown >= count + 2 * MARGIN:
            left = (count - shown) / 2
        else:
            left = max(-MARGIN, min(count + MARGIN - shown, self.left))
        # Whole pixels: text and hairlines stay sharp, and a rendered strip can be moved under them.
        return replace(self, left=round(left * self.week) / self.week)

    def showing(self, first: float, end: float, width: float) -> "Scale":
        """Moved as little as needed to show the columns `first` to `end`, the first one for sure."""
        left = max(self.left, end + MARGIN - width / self.week)
        return replace(self, left=min(left, first - MARGIN))

    @staticmethod
    def fitting(first: float, end: float, width: float) -> "Scale":
        """The scale at which the columns `first` to `end` fill `width` pixels."""
        week = width / max(1.0, end - first + 2 * MARGIN)
        week = max(MIN_WEEK, min(MAX_WEEK, week))
        return Scale((first + end) / 2 - width / week / 2, week)
