"""The drawn body: an outline, and the muscles of its front and back as smooth shapes.

Drawn for Peakline on a grid where the middle line is x = 0 and y runs down from 0 (crown) to 256
(soles). Only one half is written down; the other is its mirror image.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath, QTransform

Points = Sequence[tuple[float, float]]
HEIGHT: Final = 256.0
WIDTH: Final = 112.0
"""Of one figure, hands included."""

_OUTLINE: Final[Points] = (
    (5.5, 27), (7, 33), (17, 40), (28, 43), (36, 51), (39, 66), (41, 84), (45, 99), (48, 116), (49, 131), (52, 142),
    (50, 151), (45, 148), (43, 133), (38, 115), (35, 100), (31, 84), (28, 70), (27, 86), (22, 106), (24, 124),
    (29, 142), (28, 162), (23, 184), (25, 202), (21, 224), (17, 240), (21, 251), (14, 254), (8, 251), (9, 238),
    (8, 218), (7, 200), (9, 184), (6, 164), (1.5, 141), (0, 138),
)  # fmt: skip
_FRONT: Final[Mapping[str, Points]] = {
    "traps": ((5.5, 35), (15, 40), (23, 44), (10, 45)),
    "front_delts": ((22, 46), (29, 46), (32, 53), (30, 63), (24, 58)),
    "side_delts": ((30, 46), (36, 53), (38, 67), (35, 70), (33, 60)),
    "chest": ((1.5, 49), (12, 47), (21, 49), (26, 60), (22, 72), (10, 75), (1.5, 72)),
    "biceps": ((31, 66), (36, 71), (39, 84), (38, 94), (34, 92), (31, 80)),
    "forearms": ((36, 97), (43, 98), (46, 113), (47, 129), (44, 130), (40, 114)),
    "abs": ((1.2, 79), (10, 78), (12, 92), (11, 112), (6, 130), (1.2, 133)),
    "adductors": ((2.5, 141), (9, 142), (10, 154), (8, 168), (5, 158)),
    "quads": ((11, 133), (21, 129), (26, 142), (25, 162), (21, 181), (13, 183), (10, 170), (12, 152)),
}
_BACK: Final[Mapping[str, Points]] = {
    "traps": ((1.2, 32), (6, 35), (18, 42), (11, 52), (4, 66), (1.2, 70)),
    "rear_delts": ((20, 44), (29, 45), (36, 53), (36, 61), (28, 58), (22, 52)),
    "upper_back": ((12, 55), (20, 53), (27, 62), (24, 70), (12, 72), (5, 70)),
    "lats": ((5, 75), (14, 75), (26, 72), (24, 88), (18, 103), (9, 96)),
    "lower_back": ((1.2, 90), (6, 97), (15, 107), (17, 117), (8, 121), (1.2, 121)),
    "triceps": ((30, 64), (36, 65), (39, 80), (39, 93), (35, 93), (31, 80)),
    "forearms": ((36, 97), (43, 98), (46, 113), (47, 129), (44, 130), (40, 114)),
    "glutes": ((1.2, 125), (12, 121), (22, 126), (26, 139), (18, 149), (5, 147), (1.2, 140)),
    "hamstrings": ((7, 153), (17, 154), (26, 150), (25, 166), (20, 182), (12, 183), (8, 168)),
    "calves": ((10, 188), (20, 187), (23, 200), (19, 218), (14, 222), (10, 212), (8.5, 200)),
}
VIEWS: Final = ("front", "back")
_SHAPES: Final = {"front": _FRONT, "back": _BACK}


@cache
def outline() -> QPainterPath:
    """The body without its head, both halves."""
    path = _smooth((*_OUTLINE, *((-x, y) for x, y in reversed(_OUTLINE))), tension=0.8)
    head = QPainterPath()
    head.addEllipse(QPointF(0, 14.5), 10.5, 14)
    return path.united(head)


@cache
def muscles(view: str) -> Mapping[str, QPainterPath]:
    """Muscle key to its shape, left and right together, in one view (`front` or `back`)."""
    return {key: _both_sides(points) for key, points in _SHAPES[view].items()}


def _both_sides(points: Points) -> QPainterPath:
    half = _smooth(points)
    both = QPainterPath(half)
    both.addPath(QTransform.fromScale(-1, 1).map(half))
    return both


def _smooth(points: Points, tension: float = 1.0) -> QPainterPath:
    """A closed curve through all points (Catmull-Rom, written as Bezier pieces)."""
    path = QPainterPath(QPointF(*points[0]))
    count = len(points)
    for index in range(count):
        before, start, end, after = (QPointF(*points[(index + step) % count]) for step in (-1, 0, 1, 2))
        path.cubicTo(start + (end - before) * tension / 6, end - (after - start) * tension / 6, end)
    path.closeSubpath()
    return path
