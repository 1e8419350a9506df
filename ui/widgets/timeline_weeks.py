"""The timeline's weeks: planned bars filled with what was performed, and the RIR line under them."""

from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from models.values.plan import SeasonWeek
from ui.widgets.timeline_frame import Frame, pixel
from ui.widgets.timeline_look import Face, Fill, Pattern, fill_pattern, text_width
from ui.widgets.timeline_view import WeekState

MOST_RIR: Final = 5.0
"""Top of the RIR scale."""
SIGN: Final = 9.0
"""Height kept above the bars for the signs of missed, hit and overshot."""


def top_sets(most: int) -> int:
    """The top of the scale: the next round number above the biggest week."""
    return max(20, -(-most * 21 // 20 // 10) * 10 + (10 if most % 10 == 0 and most else 0)) if most else 20


def _height(frame: Frame, sets: float) -> float:
    return sets / top_sets(frame.view.most_sets) * (frame.lanes.sets.height - SIGN)


def bar_width(week: float) -> float:
    return max(1.0, min(56.0, week * 0.66 if week > 8 else week - 1))


def scale_lines(frame: Frame) -> list[tuple[int, float]]:
    """(hard sets, y) of the lines behind the bars."""
    top = top_sets(frame.view.most_sets)
    most = max(1.0, min(4.0, frame.lanes.sets.height / 18))
    step = next(step for step in (10, 20, 25, 50, 100, 200, 500) if top / step <= most or step == 500)
    base = frame.lanes.sets.bottom
    return [(sets, base - _height(frame, sets)) for sets in range(0, top + 1, step)]


def paint_scales(frame: Frame) -> None:
    """Horizontal lines of both scales."""
    painter = frame.painter
    left, right = max(frame.left, frame.x(0)), min(frame.right, frame.x(frame.view.columns))
    painter.setPen(QPen(frame.look.grid, 1))
    ys = [y for _, y in scale_lines(frame)] + [rir_y(frame, float(value)) for value in rir_marks(frame)]
    painter.drawLines([QLineF(left, round(y) + 0.5, right, round(y) + 0.5) for y in ys])


def _outline(frame: Frame, box: QRectF, color: QColor, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> None:
    frame.painter.setBrush(Qt.BrushStyle.NoBrush)
    frame.painter.setPen(QPen(color, 1, style))
    frame.painter.drawRect(box.adjusted(0, 0, -1, -1))


def _paint_planned(frame: Frame, box: QRectF, fill: Fill) -> None:
    frame.painter.fillRect(box, fill.pale)
    _outline(frame, box, fill.edge)


def _paint_gap(frame: Frame, box: QRectF) -> None:
    """The part of a past week's plan that was not done."""
    frame.painter.fillRect(box, frame.look.ground)
    # Thin enough that a run of missed weeks reads as absence, not as an alarm over everything else.
    thin = QColor(frame.look.warning)
    thin.setAlpha(120)
    fill_pattern(frame.painter, box, Pattern.DIAGONAL, thin, box.topLeft())
    _outline(frame, box, frame.look.warning)


def _paint_cap(frame: Frame, box: QRectF, fill: Fill) -> None:
    """The part that was done beyond the plan: a lighter box on top, the plan a line through the bar."""
    frame.painter.fillRect(box, fill.bar.darker(130) if frame.look.dark else fill.bar.lighter(130))
    _outline(frame, box, fill.edge)
    frame.painter.fillRect(QRectF(box.left() - 3, box.bottom() - 1, box.width() + 6, 2), frame.look.text)


def _sign(state: WeekState, x: float, bottom: float) -> QPainterPath:
    """A shape for each state: down triangle missed, tick hit, up triangle overshot; 8 by 7 pixels."""
    path = QPainterPath()
    left, right, top = x - 4, x + 4, bottom - 7
    if state is WeekState.MISSED:
        path.addPolygon(QPolygonF([QPointF(left, top), QPointF(right, top), QPointF(x, bottom)]))
    elif state is WeekState.OVERSHOT:
        path.addPolygon(QPolygonF([QPointF(left, bottom), QPointF(right, bottom), QPointF(x, top)]))
    elif state is WeekState.HIT:
        path.addPolygon(QPolygonF([QPointF(left, bottom - 3.5), QPointF(x - 1.2, bottom - 0.8), QPointF(right, top)]))
    return path


def paint_sign(painter: QPainter, state: WeekState, x: float, bottom: float, color: QColor) -> None:
    """The state's sign, centred on `x`; nothing for weeks that have none."""
    path = _sign(state, x, bottom)
    if state is WeekState.HIT:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(color, 1.6))
        painter.drawPath(path)
    elif not path.isEmpty():
        path.closeSubpath()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawPath(path)


def state_color(frame: Frame, state: WeekState) -> QColor:
    return frame.look.warning if state is WeekState.MISSED else frame.look.text


def _paint_bar(frame: Frame, column: int, week: SeasonWeek) -> None:
    """One week: the plan as an outlined box, filled from below with what was performed; on whole pixels."""
    width, base = float(round(bar_width(frame.scale.week))), frame.lanes.sets.bottom
    x = pixel(frame.x(column) + (frame.scale.week - width) / 2)
    planned, done = week.planned_hard_sets or 0, week.performed_hard_sets or 0
    block = frame.view.block_at(column)
    plan_top, done_top = base - round(_height(frame, planned)), base - round(_height(frame, done))
    if block is None:
        frame.painter.fillRect(QRectF(x, done_top, width, base - done_top), frame.look.history)
        return
    fill = frame.look.fill(frame.view.block_bands[block].kind)
    if planned:
        _paint_planned(frame, QRectF(x, plan_top, width, base - plan_top), fill)
    if frame.view.states[column] is WeekState.MISSED:
        _paint_gap(frame, QRectF(x, plan_top, width, min(done_top, base) - plan_top))
    solid = max(plan_top, done_top)
    frame.painter.fillRect(QRectF(x, solid, width, base - solid), fill.bar)
    if done > planned > 0:
        _paint_cap(frame, QRectF(x, done_top, width, plan_top - done_top), fill)


def paint_bars(frame: Frame) -> None:
    """The bars of the visible weeks, their signs and, where a week is wide enough, their numbers."""
    for column in range(frame.first, frame.end):
        _paint_bar(frame, column, frame.view.weeks[column])
    if frame.scale.week >= 11:
        _paint_signs(frame)
    if frame.scale.week >= 56:
        _paint_numbers(frame)


def _top(frame: Frame, week: SeasonWeek) -> float:
    most = max(week.planned_hard_sets or 0, week.performed_hard_sets or 0)
    return frame.lanes.sets.bottom - _height(frame, most)


def _paint_signs(frame: Frame) -> None:
    painter = frame.painter
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for column in range(frame.first, frame.end):
        state = frame.view.states[column]
        top = _top(frame, frame.view.weeks[column]) - 2.5
        paint_sign(painter, state, pixel(frame.x(column + 0.5)), top, state_color(frame, state))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _paint_numbers(frame: Frame) -> None:
    """`58 of 62` under the bar's top, where a week is wide enough."""
    for column in range(frame.first, frame.end):
        week = frame.view.weeks[column]
        planned, done = week.planned_hard_sets, week.performed_hard_sets
        text = "" if planned is None and done is None else str(planned if done is None else done)
        if done is not None and planned:
            text = f"{done} / {planned}"
        if text:
            x = frame.x(column) + (frame.scale.week - text_width(text, Face.SMALL)) / 2
            frame.text(
                text, x, max(frame.lanes.sets.top - 6, _top(frame, week) - SIGN - 8), Face.SMALL, frame.look.text
            )


def rir_marks(frame: Frame) -> tuple[int, ...]:
    """The RIR values that have room for a line and a number."""
    return (0, 2, 4) if frame.lanes.rir.height >= 34 else (0, 4)


def rir_y(frame: Frame, value: float) -> float:
    lane = frame.lanes.rir
    return lane.bottom - 2 - min(value, MOST_RIR) / MOST_RIR * (lane.height - 4)


def paint_rir(frame: Frame) -> None:
    """Planned RIR as a stepped line, broken where there is no plan; the logged mean as a dot a week."""
    painter = frame.painter
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = QPainterPath()
    drawing = False
    for column in range(frame.first, frame.end):
        rir = frame.view.weeks[column].rir
        if rir is None:
            drawing = False
            continue
        y = rir_y(frame, rir)
        if drawing:
            path.lineTo(frame.x(column), y)
        else:
            path.moveTo(frame.x(column), y)
        path.lineTo(frame.x(column + 1), y)
        drawing = True
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(frame.look.line, 1.8))
    painter.drawPath(path)
    _paint_dots(frame)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _paint_dots(frame: Frame) -> None:
    painter, radius = frame.painter, 3.2 if frame.scale.week >= 10 else 2.0
    painter.setPen(QPen(frame.look.ground, 1.2))
    painter.setBrush(frame.look.text)
    for column in range(frame.first, frame.end):
        logged = frame.view.weeks[column].performed_rir
        if logged is not None:
            painter.drawEllipse(QPointF(frame.x(column + 0.5), rir_y(frame, logged)), radius, radius)
