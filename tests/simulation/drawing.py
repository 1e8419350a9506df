"""Plots as SVG text: lines, dots, bands and bars on two axes, enough for a report that opens anywhere."""

from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 560, 240, 46, 30, 26
Points = Sequence[tuple[float, float]]


class Plot:
    """One plot; x and y run over the given ranges."""

    def __init__(self, title: str, x: tuple[float, float], y: tuple[float, float], x_name: str, y_name: str) -> None:
        self._x, self._y = x, y
        self._parts = [
            f'<text x="{LEFT}" y="15" class="title">{escape(title)}</text>',
            f'<text x="{WIDTH - 8}" y="{HEIGHT - 4}" text-anchor="end">{escape(x_name)}</text>',
            f'<text x="{LEFT}" y="{TOP - 2}" class="small">{escape(y_name)}</text>',
        ]
        self._grid()

    def line(self, points: Points, colour: str, *, dashed: bool = False) -> None:
        path = " ".join(f"{self._across(x):.1f},{self._down(y):.1f}" for x, y in points)
        dash = ' stroke-dasharray="5 4"' if dashed else ""
        self._parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>')

    def dots(self, points: Points, colour: str) -> None:
        self._parts += [
            f'<circle cx="{self._across(x):.1f}" cy="{self._down(y):.1f}" r="2.5" fill="{colour}"/>' for x, y in points
        ]

    def band(self, low: float, high: float, colour: str) -> None:
        top, height = self._down(high), self._down(low) - self._down(high)
        self._parts.append(
            f'<rect x="{LEFT}" y="{top:.1f}" width="{WIDTH - LEFT - 8}" height="{height:.1f}" fill="{colour}" '
            'opacity="0.15"/>'
        )

    def bars(self, heights: Sequence[float], colour: str) -> None:
        step = (self._across(1) - self._across(0)) * 0.8
        for index, height in enumerate(heights):
            left, top = self._across(index) - step / 2, self._down(height)
            size = f'width="{step:.1f}" height="{self._down(0) - top:.1f}"'
            self._parts.append(f'<rect x="{left:.1f}" y="{top:.1f}" {size} fill="{colour}"/>')

    def text(self) -> str:
        """The plot as an element of a page."""
        inside = "".join(self._parts)
        return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" role="img">{inside}</svg>'

    def _grid(self) -> None:
        for share in (0, 0.25, 0.5, 0.75, 1):
            value = self._y[0] + share * (self._y[1] - self._y[0])
            y = self._down(value)
            self._parts.append(f'<line x1="{LEFT}" x2="{WIDTH - 8}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>')
            self._parts.append(
                f'<text x="{LEFT - 5}" y="{y + 4:.1f}" text-anchor="end" class="small">{value:.3g}</text>'
            )
            value = self._x[0] + share * (self._x[1] - self._x[0])
            x = self._across(value)
            self._parts.append(
                f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 13}" text-anchor="middle" class="small">{value:.3g}</text>'
            )

    def _across(self, x: float) -> float:
        return LEFT + (x - self._x[0]) / (self._x[1] - self._x[0]) * (WIDTH - LEFT - 8)

    def _down(self, y: float) -> float:
        return TOP + (self._y[1] - y) / (self._y[1] - self._y[0]) * (HEIGHT - TOP - BOTTOM)
