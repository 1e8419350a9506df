"""From a point on the timeline to what lies there, and back to its box; and the keyboard's way around."""

from PySide6.QtCore import QPointF, QRectF, Qt

from ui.widgets.season_facts import Kind, Spot
from ui.widgets.timeline_frame import Grid
from ui.widgets.timeline_view import SeasonView, visible

REACH = 8.0
"""Pixels around a diamond or a flag that still count as on it."""
LEVELS = (Kind.CHANGE, Kind.MACRO, Kind.MESO, Kind.BLOCK, Kind.WEEK)
"""The lanes, top to bottom, as Up and Down walk them."""


def spot_at(grid: Grid, point: QPointF) -> Spot | None:
    """What lies under a point; None outside the columns."""
    if not grid.left <= point.x() < grid.right:
        return None
    lanes, view = grid.lanes, grid.view
    column = grid.scale.column(point.x() - grid.left)
    if lanes.marks.holds(point.y()):
        return _mark_at(grid, point.x())
    for lane, kind, bands in (
        (lanes.macro, Kind.MACRO, view.macro_bands),
        (lanes.meso, Kind.MESO, view.meso_bands),
        (lanes.block, Kind.BLOCK, view.block_bands),
    ):
        if lane.holds(point.y()):
            found = [band for band in visible(bands, int(column), int(column)) if band.first <= column < band.end]
            return Spot(kind, bands.index(found[0])) if found else None
    inside = 0 <= column < view.columns and lanes.months.top <= point.y() < lanes.bottom
    return Spot(Kind.WEEK, int(column)) if inside else None


def _mark_at(grid: Grid, x: float) -> Spot | None:
    for index, mark in enumerate(grid.view.marks):
        if abs(grid.x(mark.column) - x) <= REACH:
            return Spot(Kind.CHANGE, index)
    if grid.view.proposed is not None and abs(grid.x(grid.view.proposed) - x) <= REACH:
        return Spot(Kind.PROPOSAL)
    event = grid.view.event
    # The event's pill is wider than its line, and kept on the canvas.
    if event is not None and abs(min(grid.x(event), grid.right - 60) - x) <= 60:
        return Spot(Kind.EVENT)
    return None


def spot_box(grid: Grid, spot: Spot) -> QRectF:
    """Where a spot is painted."""
    lanes, view = grid.lanes, grid.view
    match spot.kind:
        case Kind.WEEK:
            box = grid.box(lanes.weeks, spot.index, spot.index + 1, 0)
            box.setBottom(lanes.bottom)
            return box
        case Kind.BLOCK:
            band = view.block_bands[spot.index]
            return grid.box(lanes.block, band.first, band.end, -1)
        case Kind.MESO:
            band = view.meso_bands[spot.index]
            return grid.box(lanes.meso, band.first, band.end, 0)
        case Kind.MACRO:
            band = view.macro_bands[0]
            return grid.box(lanes.macro, band.first, band.end, 0)
        case Kind.CHANGE:
            x = grid.x(view.marks[spot.index].column)
        case Kind.PROPOSAL:
            x = grid.x(view.proposed or 0.0)
        case _:
            x = grid.x(view.event or 0.0)
    return QRectF(x - REACH, lanes.marks.top, 2 * REACH, lanes.marks.height)


def columns_of(view: SeasonView, spot: Spot) -> tuple[float, float]:
    """The columns a spot covers."""
    match spot.kind:
        case Kind.WEEK:
            return spot.index, spot.index + 1
        case Kind.BLOCK:
            band = view.block_bands[spot.index]
        case Kind.MESO:
            band = view.meso_bands[spot.index]
        case Kind.MACRO:
            band = view.macro_bands[0]
        case Kind.CHANGE:
            return view.marks[spot.index].column, view.marks[spot.index].column + 0.2
        case Kind.PROPOSAL:
            return view.proposed or 0.0, (view.proposed or 0.0) + 0.2
        case _:
            return view.event or 0.0, (view.event or 0.0) + 0.2
    return band.first, band.end


def _marks(view: SeasonView) -> list[tuple[float, Spot]]:
    found = [(mark.column, Spot(Kind.CHANGE, index)) for index, mark in enumerate(view.marks)]
    if view.proposed is not None:
        found.append((view.proposed, Spot(Kind.PROPOSAL)))
    if view.event is not None:
        found.append((view.event, Spot(Kind.EVENT)))
    return sorted(found, key=lambda one: one[0])


def _on_level(view: SeasonView, kind: Kind, column: float) -> Spot | None:
    """The spot of a lane at a column, the nearest one where there is none."""
    if kind is Kind.WEEK:
        return Spot(kind, max(0, min(view.columns - 1, int(column))))
    if kind is Kind.CHANGE:
        marks = _marks(view)
        return min(marks, key=lambda one: abs(one[0] - column))[1] if marks else None
    bands = {Kind.MACRO: view.macro_bands, Kind.MESO: view.meso_bands, Kind.BLOCK: view.block_bands}[kind]
    if not bands:
        return None
    distances = [max(band.first - column, column - band.end + 0.01, 0.0) for band in bands]
    return Spot(kind, distances.index(min(distances)))


def stepped(view: SeasonView, spot: Spot, key: int) -> Spot:
    """Where an arrow key leads from a spot."""
    first, end = columns_of(view, spot)
    middle = (first + end) / 2 if spot.kind is not Kind.MACRO else view.today
    level = LEVELS.index(Kind.CHANGE if spot.kind in (Kind.EVENT, Kind.PROPOSAL) else spot.kind)
    step = 1 if key in (Qt.Key.Key_Right, Qt.Key.Key_Down) else -1
    if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
        for kind in LEVELS[level + step :] if step > 0 else reversed(LEVELS[:level]):
            if (found := _on_level(view, kind, middle)) is not None:
                return found
        return spot
    if LEVELS[level] is Kind.CHANGE:
        marks = [one for _, one in _marks(view)]
        return marks[max(0, min(len(marks) - 1, marks.index(spot) + step))]
    count = {
        Kind.WEEK: view.columns,
        Kind.BLOCK: len(view.block_bands),
        Kind.MESO: len(view.meso_bands),
        Kind.MACRO: 1,
    }[spot.kind]
    return Spot(spot.kind, max(0, min(count - 1, spot.index + step)))
