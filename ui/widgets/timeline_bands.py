"""The timeline's ruler and stacked bands: months, weeks, macrocycle, mesocycles, blocks."""

from typing import Final

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from models.values.positions import shown
from ui.widgets import wording
from ui.widgets.timeline_frame import Frame
from ui.widgets.timeline_layout import Lane
from ui.widgets.timeline_look import Face, Pattern, fitting, paint_fill, pattern_brush, text_width
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
            painter.setBrush(pattern_brush(fill.pattern, trace))
            painter.setBrushOrigin(box.topLeft())
            painter.drawRect(box)
    painter.setPen(QPen(frame.look.grid, 1))
    painter.drawLines(
        [
            QLineF(round(frame.x(column)) + 0.5, lanes.months.top, round(frame.x(column)) + 0.5, lanes.bottom)
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


def paint_month_labels(frame: Frame) -> None:
    """Month names, held at the left edge while their month is shown."""
    months, lane = frame.view.months, frame.lanes.months
    for number, (column, month) in enumerate(months):
        end = months[number + 1][0] if number + 1 < len(months) else frame.view.columns
        left, right = max(frame.x(column), frame.left), min(frame.x(end), frame.right)
        labels = (wording.month(month), wording.month(month, short=True))
        text = fitting(labels, right - left - 8, Face.STRONG) if right > left else ""
        if text:
            frame.text(text, left + 5, lane.middle, Face.STRONG, frame.look.text)


def paint_band_boxes(frame: Frame) -> None:
    """The boxes of all three lanes; their labels come later, over what moves."""
    painter, view, look, lanes = frame.painter, frame.view, frame.look, frame.lanes
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.band_edge, 1))
    painter.setBrush(look.band)
    for lane, bands in ((lanes.macro, view.macro_bands), (lanes.meso, view.meso_bands)):
        for band in visible(bands, frame.first, frame.end):
            painter.drawRoundedRect(frame.box(lane, band.first, band.end).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    for band in visible(view.block_bands, frame.first, frame.end):
        box = frame.box(lanes.block, band.first, band.end).adjusted(0.5, 0.5, -0.5, -0.5)
        paint_fill(painter, box, look.fill(band.kind), min(4.0, box.width() / 3))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _room(frame: Frame, band: Band) -> tuple[float, float]:
    """The part of the band that is on the canvas: where a label may stand."""
    left = max(frame.x(band.first) + 1, frame.left)
    return left, min(frame.x(band.end) - 1, frame.right) - left


def _paint_label(frame: Frame, lane: Lane, band: Band, color: QColor, face: Face) -> None:
    left, room = _room(frame, band)
    text = fitting(band.labels, room - 2 * PAD, face)
    if text:
        frame.text(text, left + PAD, lane.middle, face, color)


def _plate(frame: Frame, box: QRectF, kind: str) -> None:
    """Plain ground under a label that stands on a hatch; the other patterns are faint enough to write on."""
    fill = frame.look.fill(kind)
    if fill.pattern is Pattern.HATCH:
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


def paint_band_labels(frame: Frame) -> None:
    """Labels of the bands, held inside the part of the band that is on screen."""
    view, look, lanes = frame.view, frame.look, frame.lanes
    _paint_history_label(frame)
    for band in visible(view.macro_bands, frame.first, frame.end):
        _paint_label(frame, lanes.macro, band, look.text, Face.STRONG)
    for band in visible(view.meso_bands, frame.first, frame.end):
        _paint_label(frame, lanes.meso, band, look.text, Face.LABEL)
    for band in visible(view.block_bands, frame.first, frame.end):
        _paint_block_label(frame, band)
