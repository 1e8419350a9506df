"""The timeline's ruler and stacked bands: months, weeks, macrocycle, mesocycles, blocks."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from models.values.positions import shown
from ui.widgets import wording
from ui.widgets.timeline_frame import Frame, pixel
from ui.widgets.timeline_layout import Lane
from ui.widgets.timeline_look import Face, Pattern, fill_pattern, fitting, paint_fill, text_width
from ui.widgets.timeline_view import Band, visible

PAD: Final = 7.0
"""Air between a band's edge and its label."""


def paint_columns(frame: Frame) -> None:
    """Month lines, the veil over the weeks before the plan, and the deload weeks' hatched columns."""
    painter, lanes, view = frame.painter, frame.lanes, frame.view
    top, height = lanes.weeks.top, lanes.bottom - lanes.weeks.top
    painter.setPen(Qt.PenStyle.NoPen)
    if frame.first < view.plan_first:
        painter.fillRect(QRectF(frame.x(0), top, frame.x(view.plan_first) - frame.x(0), height), frame.look.veil)
    fill = frame.look.fill("DELOAD")
    trace = QColor(fill.trace)
    trace.setAlpha(70)
    for band in visible(view.block_bands, frame.first, frame.end):
        if band.kind == "DELOAD":
            box = QRectF(frame.x(band.first), lanes.sets.top - 8, band.count * frame.scale.week, 0)
            box.setBottom(lanes.bottom)
            fill_pattern(painter, box, fill.pattern, trace, box.topLeft())
    painter.setPen(QPen(frame.look.grid, 1))
    painter.drawLines(
        [
            QLineF(pixel(frame.x(column)) + 0.5, lanes.months.top, pixel(frame.x(column)) + 0.5, lanes.bottom)
            for column, _ in view.months
            if frame.first - 1 <= column <= frame.end
        ]
    )


def week_step(week: float) -> int:
    """Every how many weeks a number has room at this zoom."""
    return next(step for step in (1, 2, 4, 8, 13, 26, 52, 104) if week * step >= 21 or step == 104)


def paint_week_numbers(frame: Frame) -> None:
    """The week in the plan, counted from 1, over the Monday it begins on."""
    step = week_step(frame.scale.week)
    for column in range(frame.first, frame.end):
        index = frame.view.weeks[column].index
        if index % step == 0:
            _paint_week(frame, column, str(shown(index)) if index >= 0 else "")


def _paint_week(frame: Frame, column: int, number: str) -> None:
    week, lane, look = frame.scale.week, frame.lanes.weeks, frame.look
    day = frame.view.date_of(column)
    room = max(24.0, week - 4)
    top = fitting((f"Week {number}", number), room, Face.LABEL) if number else ""
    below = wording.short_day(day) if week >= 46 else str(day.day)
    current = column == int(frame.view.today)
    middle = frame.x(column) + week / 2
    frame.text(top, middle - text_width(top, Face.LABEL) / 2, lane.top + 8, Face.LABEL, look.text)
    color = look.text if current else look.muted
    frame.text(below, middle - text_width(below, Face.NUMBER) / 2, lane.top + 21, Face.NUMBER, color)


def _months(frame: Frame) -> list[tuple[float, float, date]]:
    """(left, right, month) in pixels for every month that is touched, unclipped."""
    months = frame.view.months
    ends = [column for column, _ in months[1:]] + [float(frame.view.columns)]
    found = [(frame.x(column), frame.x(end), month) for (column, month), end in zip(months, ends, strict=True)]
    return [one for one in found if one[1] > frame.left and one[0] < frame.right]


def paint_months(frame: Frame) -> None:
    """Month names where their months begin."""
    for left, right, month in _months(frame):
        _paint_month(frame, left, right, month)


def _paint_month(frame: Frame, left: float, right: float, month: date) -> None:
    labels = (wording.month(month), wording.month(month, short=True))
    text = fitting(labels, right - left - 8, Face.STRONG)
    frame.text(text, left + 5, frame.lanes.months.middle, Face.STRONG, frame.look.text)


def paint_held_month(frame: Frame) -> None:
    """The name of the month that is cut by the left edge, held on screen."""
    for left, right, month in _months(frame)[:1]:
        if left < frame.left:
            lane = frame.lanes.months
            frame.painter.fillRect(QRectF(frame.left, lane.top, right - frame.left, lane.height), frame.look.ground)
            _paint_month(frame, frame.left, right, month)


def _lanes_of_bands(frame: Frame) -> tuple[tuple[Lane, Sequence[Band]], ...]:
    view, lanes = frame.view, frame.lanes
    return ((lanes.macro, view.macro_bands), (lanes.meso, view.meso_bands), (lanes.block, view.block_bands))


def paint_bands(frame: Frame) -> None:
    """The boxes of all three lanes with their labels where the bands begin."""
    _paint_history_label(frame)
    for lane, bands in _lanes_of_bands(frame):
        for band in visible(bands, frame.first, frame.end):
            _paint_box(frame, lane, band)
            _paint_label(frame, lane, band)


def paint_held_bands(frame: Frame) -> None:
    """The labels of bands cut by the left edge, held on screen over a piece of the band's own fill."""
    column = frame.scale.left
    for lane, bands in _lanes_of_bands(frame):
        for band in visible(bands, max(0, int(column)), max(0, int(column))):
            if band.first < column < band.end:
                _cover_label(frame, lane, band)
                _paint_label(frame, lane, band)


@lru_cache(maxsize=256)
def _reach(band: Band) -> float:
    """The room that the longest label of a band may take."""
    return max(text_width(text, Face.STRONG) for text in (*band.labels, *band.details)) + 2 * PAD


def _cover_label(frame: Frame, lane: Lane, band: Band) -> None:
    """Take away the label where the band begins, of which the left edge shows a part."""
    left, room = _room(frame, band)
    piece = QRectF(left - 1, lane.top + 2, min(room - 3, _reach(band)), lane.height - 4)
    if piece.width() <= 0:
        return
    fill = frame.look.fill(band.kind)
    frame.painter.fillRect(piece, fill.fill if band.kind else frame.look.band)
    if band.kind and fill.pattern is not Pattern.PLAIN:
        origin = QPointF(frame.x(band.first) + 1.5, lane.top + 0.5)
        fill_pattern(frame.painter, piece, fill.pattern, fill.trace, origin)


def _paint_box(frame: Frame, lane: Lane, band: Band) -> None:
    painter, look = frame.painter, frame.look
    box = frame.box(lane, band.first, band.end).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if band.kind:
        paint_fill(painter, box, look.fill(band.kind), min(4.0, box.width() / 3))
    else:
        painter.setPen(QPen(look.band_edge, 1))
        painter.setBrush(look.band)
        painter.drawRoundedRect(box, 4, 4)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _paint_label(frame: Frame, lane: Lane, band: Band) -> None:
    if band.kind:
        _paint_block_label(frame, band)
        return
    left, room = _room(frame, band)
    face = Face.STRONG if lane is frame.lanes.macro else Face.LABEL
    frame.text(fitting(band.labels, room - 2 * PAD, face), left + PAD, lane.middle, face, frame.look.text)


def _room(frame: Frame, band: Band) -> tuple[float, float]:
    """Where a label may begin, and the pixels it has: from the left edge of what is shown of the band."""
    left = max(frame.x(band.first) + 1, frame.left)
    return left, frame.x(band.end) - 1 - left


def _plate(frame: Frame, box: QRectF, kind: str) -> None:
    """Plain ground under a label that stands on a hatch."""
    fill = frame.look.fill(kind)
    if fill.is_hatched:
        frame.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame.painter.setPen(Qt.PenStyle.NoPen)
        frame.painter.setBrush(fill.fill)
        frame.painter.drawRoundedRect(box, 3, 3)
        frame.painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _paint_upright(frame: Frame, band: Band, text: str) -> None:
    """A label that runs up a narrow block."""
    box = frame.box(frame.lanes.block, band.first, band.end)
    width = text_width(text, Face.NUMBER)
    _plate(frame, QRectF(box.center().x() - 7, box.center().y() - width / 2 - 2, 14, width + 4), band.kind)
    painter = frame.painter
    painter.save()
    painter.translate(box.center())
    painter.rotate(-90)
    frame.text(text, -width / 2, 0, Face.NUMBER, frame.look.fill(band.kind).ink)
    painter.restore()


def _paint_block_label(frame: Frame, band: Band) -> None:
    """A block's name, its weeks and RIR under it where there is room, upright where it is narrow."""
    lane = frame.lanes.block
    left, room = _room(frame, band)
    full = band.labels[0]
    text = fitting(band.labels[:2], room - 2 * PAD, Face.STRONG)
    whole = frame.box(lane, band.first, band.end).width() <= room + 2
    if not text and whole and room >= 15 and text_width(full, Face.NUMBER) <= lane.height - 4:
        _paint_upright(frame, band, full)
        return
    pad = PAD if text else 3.0
    text = text or fitting(band.labels, room - 4, Face.STRONG)
    if not text:
        return
    detail = fitting(band.details, room - 2 * PAD, Face.SMALL) if lane.height >= 34 and pad == PAD else ""
    width = max(text_width(text, Face.STRONG), text_width(detail, Face.SMALL))
    if pad < PAD:
        left += (room - width) / 2 - pad
    height, rise = (31.0, 7.5) if detail else (17.0, 0.0)
    _plate(frame, QRectF(left + pad - 4, lane.middle - height / 2, width + 8, height), band.kind)
    ink = frame.look.fill(band.kind).ink
    frame.text(text, left + pad, lane.middle - rise, Face.STRONG, ink)
    frame.text(detail, left + pad, lane.middle + rise, Face.SMALL, ink)


def _paint_history_label(frame: Frame) -> None:
    view = frame.view
    left, right = max(frame.left, frame.x(0)), min(frame.right, frame.x(view.plan_first))
    text = fitting(("Before this plan", "Before", "…"), right - left - 2 * PAD, Face.SMALL) if right > left else ""
    frame.text(text, left + PAD, frame.lanes.macro.middle, Face.SMALL, frame.look.muted)
