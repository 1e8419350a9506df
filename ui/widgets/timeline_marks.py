"""What stands over the timeline: today, the event, adaptations, the selection, frozen names, the legend."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from ui.widgets import wording
from ui.widgets.timeline_frame import Frame, pixel
from ui.widgets.timeline_layout import GUTTER
from ui.widgets.timeline_look import Face, fitting, paint_fill, text_width
from ui.widgets.timeline_view import WeekState
from ui.widgets.timeline_weeks import paint_sign, rir_marks, rir_y, scale_lines, state_color

PILL: Final = 16.0
"""Height of the pills in the marks lane."""


def pill(frame: Frame, text: str, left: float, fill: QColor, ink: QColor) -> None:
    """A rounded label in the marks lane."""
    box = QRectF(left, frame.lanes.marks.middle - PILL / 2, pill_width(text), PILL)
    painter = frame.painter
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawRoundedRect(box, PILL / 2, PILL / 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    frame.text(text, left + 7, box.center().y(), Face.STRONG, ink)


def pill_width(text: str) -> float:
    return text_width(text, Face.STRONG) + 14


def _kept(frame: Frame, left: float, width: float) -> float:
    """Moved on to the canvas where it would stand out of it."""
    return max(frame.left + 1, min(frame.right - width - 1, left))


def _line(frame: Frame, column: float | None, pen: QPen) -> None:
    if column is not None and frame.left <= (x := pixel(frame.x(column)) + 0.5) <= frame.right:
        frame.painter.setPen(pen)
        lanes = frame.lanes
        frame.painter.drawLine(QLineF(x, lanes.marks.middle, x, lanes.macro.top))
        frame.painter.drawLine(QLineF(x, lanes.block.bottom, x, lanes.bottom))


def paint_lines(frame: Frame) -> None:
    """Today and the event as lines, through the lanes that hold no labels."""
    _line(frame, frame.view.event, QPen(frame.look.text, 1.4, Qt.PenStyle.DashLine))
    _line(frame, frame.view.today, QPen(frame.look.today, 1.6))


@dataclass(frozen=True, slots=True)
class Pill:
    """A label at the head of a line: its words and its left edge in pixels."""

    text: str
    left: float

    @property
    def right(self) -> float:
        return self.left + pill_width(self.text)


def pills(frame: Frame) -> tuple[Pill | None, Pill | None]:
    """Today's pill and the event's; where they are close, today makes way. None for what is off the canvas."""
    now, event = frame.x(frame.view.today), frame.x(frame.view.event or 0.0)
    today_pill = event_pill = None
    if frame.view.event is not None and frame.left <= event <= frame.right:
        text = event_text(frame, now)
        event_pill = Pill(text, _kept(frame, event - pill_width(text) / 2, pill_width(text)))
    if frame.left <= now <= frame.right:
        width = pill_width("Today")
        left = _kept(frame, _clear_of_marks(frame, now - width / 2, width), width)
        if event_pill is not None and left < event_pill.right + 3 and left + width + 3 > event_pill.left:
            left = event_pill.left - width - 3 if now <= event else event_pill.right + 3
        today_pill = Pill("Today", left)
    return today_pill, event_pill


def _clear_of_marks(frame: Frame, left: float, width: float) -> float:
    """Moved aside from diamonds that would stand on the pill, no further than to the nearest free place."""
    columns = [mark.column for mark in frame.view.marks]
    columns += [] if frame.view.proposed is None else [frame.view.proposed]
    xs = [frame.x(column) for column in columns]
    places = [left, *(x + 9 for x in xs), *(x - 9 - width for x in xs)]
    free = [place for place in places if not any(place - 8 < x < place + width + 8 for x in xs)]
    return min(free, key=lambda place: abs(place - left), default=left)


def paint_pills(frame: Frame) -> None:
    """Today and the event, named at the heads of their lines."""
    today, event = pills(frame)
    if event is not None:
        pill(frame, event.text, event.left, frame.look.text, frame.look.ground)
    if today is not None:
        pill(frame, today.text, today.left, frame.look.today, frame.look.on_today)


def event_text(frame: Frame, today: float) -> str:
    """The time that is left, in as many words as stand clear of today's line."""
    event = frame.view.season.macro.event_date
    if event is None:
        return ""
    told = wording.countdown(event, frame.view.today_date)
    texts = (f"⚑ Event {told}", f"⚑ {told}", "⚑")
    for text in texts:
        left = _kept(frame, frame.x(frame.view.event or 0.0) - pill_width(text) / 2, pill_width(text))
        if not left < today < left + pill_width(text):
            return text
    return texts[-1]


def paint_adaptations(frame: Frame) -> None:
    """A full diamond for each change of the plan, with its name where the weeks are wide; proposals are hollow."""
    for number, mark in enumerate(frame.view.marks):
        x = frame.x(mark.column)
        if frame.left <= x <= frame.right:
            _diamond(frame, x, is_proposed=False)
            _name_diamond(frame, x, (wording.adaptation_name(mark.adaptation.type),), number)
    column, count = frame.view.proposed, len(frame.view.proposals)
    if column is not None and frame.left <= (x := frame.x(column)) <= frame.right:
        _diamond(frame, x, is_proposed=True)
        words = "1 proposal" if count == 1 else f"{count} proposals"
        _name_diamond(frame, x, (words, str(count)), len(frame.view.marks))


def _diamond(frame: Frame, x: float, *, is_proposed: bool) -> None:
    painter, middle = frame.painter, frame.lanes.marks.middle
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    corners = ((x, middle - 6), (x + 6, middle), (x, middle + 6), (x - 6, middle))
    diamond = QPolygonF([QPointF(*corner) for corner in corners])
    painter.setPen(QPen(frame.look.ground, 5))
    painter.drawPolygon(diamond)
    painter.setPen(_proposed_pen(frame) if is_proposed else QPen(frame.look.text, 1.4))
    painter.setBrush(frame.look.ground if is_proposed else frame.look.text)
    painter.drawPolygon(diamond)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _proposed_pen(frame: Frame) -> QPen:
    return QPen(frame.look.focus, 1.8)


def _name_diamond(frame: Frame, x: float, names: tuple[str, ...], number: int) -> None:
    text = fitting(names, _room(frame, number, x), Face.SMALL)
    if text:
        frame.text(text, x + 10, frame.lanes.marks.middle, Face.SMALL, frame.look.text)


def _room(frame: Frame, number: int, x: float) -> float:
    """Pixels to the right of a diamond up to the next thing in the lane."""
    stops = [one.left - 6 for one in pills(frame) if one is not None and one.right > x]
    stops += [frame.x(mark.column) - 8 for mark in frame.view.marks[number + 1 : number + 2]]
    if number < len(frame.view.marks) and frame.view.proposed is not None:
        stops += [left for left in (frame.x(frame.view.proposed) - 8,) if left > x]
    return min([frame.right, *stops]) - x - 12


def paint_selection(frame: Frame, block: int | None, column: int | None) -> None:
    """The selected block's outline and the selected week's column."""
    painter, lanes, look = frame.painter, frame.lanes, frame.look
    if column is not None:
        tint, edges = QColor(look.focus), QColor(look.focus)
        tint.setAlpha(34)
        edges.setAlpha(150)
        x = frame.x(column)
        painter.fillRect(QRectF(x, lanes.weeks.top, frame.scale.week, lanes.bottom - lanes.weeks.top), tint)
        painter.setPen(QPen(edges, 1))
        for edge in (x, x + frame.scale.week):
            painter.drawLine(QLineF(pixel(edge) + 0.5, lanes.weeks.top, pixel(edge) + 0.5, lanes.bottom))
    if block is not None:
        band = frame.view.block_bands[block]
        box = frame.box(lanes.block, band.first, band.end).adjusted(-1, -1, 1, 1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.ground, 4.5))
        painter.drawRoundedRect(box, 5, 5)
        painter.setPen(QPen(look.text, 1.8))
        painter.drawRoundedRect(box, 5, 5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def paint_cursor(frame: Frame, box: QRectF) -> None:
    """Where the keyboard is: a frame in the colour of focus."""
    frame.painter.setBrush(Qt.BrushStyle.NoBrush)
    frame.painter.setPen(QPen(frame.look.focus, 2))
    frame.painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))


def paint_gutter(frame: Frame) -> None:
    """The frozen names of the lanes and the two scales, on their own ground."""
    painter, lanes, look = frame.painter, frame.lanes, frame.look
    left = frame.left - GUTTER
    top = lanes.months.top - 4
    painter.fillRect(QRectF(left, top, GUTTER, lanes.bottom + 2 - top), look.ground)
    names = (
        (lanes.weeks.top + 8, "Week"), (lanes.weeks.top + 21, "Monday"),
        (lanes.marks.middle, "Events"), (lanes.macro.middle, "Season"),
        (lanes.meso.middle, "Mesocycle"), (lanes.block.middle, "Block"), (lanes.sets.top + 6, "Hard sets"),
        (lanes.rir.middle, "RIR"),
    )  # fmt: skip
    for middle, name in names:
        frame.text(name, left + 12, middle, Face.SMALL, look.muted)
    ticks = [(str(sets), y) for sets, y in scale_lines(frame) if sets]
    ticks += [(str(value), rir_y(frame, value)) for value in rir_marks(frame)]
    for text, y in ticks:
        if y < lanes.sets.top + 12:
            continue
        x = frame.left - 7 - text_width(text, Face.NUMBER)
        frame.text(text, x, y, Face.NUMBER, look.muted)
    painter.setPen(QPen(look.grid, 1))
    painter.drawLine(QLineF(frame.left - 0.5, lanes.weeks.top, frame.left - 0.5, lanes.bottom))


def _legend_swatch(frame: Frame, kind: str, x: float, middle: float) -> None:
    frame.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_fill(frame.painter, QRectF(x + 0.5, middle - 5.5, 15, 11), frame.look.fill(kind), 3)
    frame.painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _legend_sign(frame: Frame, kind: str, x: float, middle: float) -> None:
    painter = frame.painter
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if kind == "planned":
        painter.setPen(QPen(frame.look.line, 1.8))
        painter.drawLine(QLineF(x, middle, x + 15, middle))
    elif kind == "logged":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(frame.look.text)
        painter.drawEllipse(QPointF(x + 8, middle), 3.2, 3.2)
    elif kind in ("change", "proposed"):
        painter.setPen(QPen(frame.look.text, 1.4) if kind == "change" else _proposed_pen(frame))
        painter.setBrush(frame.look.text if kind == "change" else frame.look.ground)
        corners = ((8, -5), (13, 0), (8, 5), (3, 0))
        painter.drawPolygon(QPolygonF([QPointF(x + dx, middle + dy) for dx, dy in corners]))
    else:
        state = WeekState(kind)
        paint_sign(painter, state, x + 8, middle + 3.5, state_color(frame, state))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def legend_items(frame: Frame) -> list[tuple[str, str]]:
    """(key, words) of what this season shows, the block types first."""
    kinds = dict.fromkeys(band.kind for band in frame.view.block_bands)
    items = [(kind, wording.block_name(kind)) for kind in kinds]
    items += [("missed", "missed (< 80 %)"), ("hit", "hit"), ("overshot", "overshot (> 120 %)")]
    items += [("planned", "planned RIR"), ("logged", "logged RIR")]
    items += [("change", "plan changed")] if frame.view.marks else []
    return [*items, ("proposed", "change proposed")] if frame.view.proposed is not None else items


def paint_legend(frame: Frame) -> None:
    """Signs and words under the lanes; what does not fit is left out whole, never cut."""
    lane, look = frame.lanes.legend, frame.look
    x = frame.left - GUTTER + 12
    kinds = {band.kind for band in frame.view.block_bands}
    for key, words in legend_items(frame):
        text = words
        width = text_width(text, Face.SMALL)
        if x + 21 + width > frame.right:
            return
        (_legend_swatch if key in kinds else _legend_sign)(frame, key, x, lane.middle)
        frame.text(text, x + 21, lane.middle, Face.SMALL, look.muted)
        x += 21 + width + 16
