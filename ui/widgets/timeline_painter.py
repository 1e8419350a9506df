"""The season's painter: one for the screen, for paper and for pictures. It knows no widget."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from ui.widgets.season_facts import Spot
from ui.widgets.timeline_bands import (
    paint_bands,
    paint_columns,
    paint_held_bands,
    paint_held_month,
    paint_months,
    paint_week_numbers,
)
from ui.widgets.timeline_frame import Frame, canvas_of, grid_of
from ui.widgets.timeline_hits import spot_box
from ui.widgets.timeline_look import Look
from ui.widgets.timeline_marks import (
    paint_adaptations,
    paint_cursor,
    paint_gutter,
    paint_legend,
    paint_lines,
    paint_pills,
    paint_selection,
)
from ui.widgets.timeline_scale import Scale
from ui.widgets.timeline_view import SeasonView
from ui.widgets.timeline_weeks import paint_bars, paint_rir, paint_scales


@dataclass(frozen=True, slots=True)
class Selection:
    """What is picked out: a block, a week (its column), and where the keyboard is."""

    block: int | None = None
    column: int | None = None
    cursor: Spot | None = None


NO_SELECTION = Selection()


def paint_still(frame: Frame) -> None:
    """What only changes with zoom, theme or data: may be rendered once and moved while panning."""
    paint_columns(frame)
    paint_scales(frame)
    paint_months(frame)
    paint_week_numbers(frame)
    paint_bands(frame)
    paint_bars(frame)
    paint_rir(frame)


def paint_moving(frame: Frame, selection: Selection = NO_SELECTION) -> None:
    """What depends on the position: labels held at the left edge, today, the event, the selection."""
    painter = frame.painter
    painter.save()
    painter.setClipRect(QRectF(frame.left, frame.lanes.months.top, frame.width, frame.lanes.bottom))
    paint_held_bands(frame)
    paint_held_month(frame)
    paint_lines(frame)
    paint_selection(frame, selection.block, selection.column)
    paint_pills(frame)
    paint_adaptations(frame)
    if selection.cursor is not None:
        paint_cursor(frame, spot_box(frame, selection.cursor))
    painter.restore()


def paint_season(
    painter: QPainter,
    rect: QRectF,
    view: SeasonView,
    scale: Scale,
    look: Look,
    selection: Selection = NO_SELECTION,
) -> None:
    """Paint a season into `rect` of any paint device, in device-independent pixels."""
    frame = Frame.on(grid_of(rect, view, scale), painter, look)
    painter.fillRect(rect, look.ground)
    painter.save()
    painter.setClipRect(canvas_of(rect))
    paint_still(frame)
    painter.restore()
    paint_moving(frame, selection)
    paint_gutter(frame)
    paint_legend(frame)
