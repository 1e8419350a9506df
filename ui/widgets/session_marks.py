"""How a session stands, as a painted shape and a word; colour comes last."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from models.values.weeks import SessionState
from ui.kit.theme import tones
from ui.widgets.timeline_look import Face, put_text, text_width

MARK: Final = 12
"""Pixels of a shape's box."""


def state_colour(state: SessionState) -> QColor:
    """The colour beside shape and word."""
    shade = tones()
    return {
        SessionState.DONE: shade.good,
        SessionState.IN_PROGRESS: shade.accent,
        SessionState.TODAY: shade.accent,
        SessionState.MISSED: shade.warn,
    }.get(state, shade.muted)


def paint_state(painter: QPainter, state: SessionState, left: float, middle: float) -> None:
    """Ring, dot, half ring, tick, stroke or falling triangle."""
    colour, box = state_colour(state), QRectF(left + 1.5, middle - 4.5, 9, 9)
    painter.save()
    painter.setPen(QPen(colour, 1.6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if state is SessionState.DONE:
        painter.drawPolyline(
            QPolygonF(
                [box.topLeft() + QPointF(0, 4.5), box.topLeft() + QPointF(3.2, 8), box.topRight() + QPointF(0, 1)]
            )
        )
    elif state is SessionState.SKIPPED:
        painter.drawLine(QPointF(box.left(), middle), QPointF(box.right(), middle))
    elif state is SessionState.MISSED:
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF([box.topLeft(), box.topRight(), QPointF(box.center().x(), box.bottom())]))
    else:
        painter.drawEllipse(box)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        if state is SessionState.IN_PROGRESS:
            painter.drawPie(box, 90 * 16, 180 * 16)
        elif state is SessionState.TODAY:
            painter.drawEllipse(box.adjusted(2.5, 2.5, -2.5, -2.5))
    painter.restore()


class StateChip(QWidget):
    """Shape and word."""

    def __init__(self) -> None:
        super().__init__()
        self._state = SessionState.PLANNED
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_state(self, state: SessionState) -> None:
        self._state = state
        self.setAccessibleName(state.value)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(text_width(self._state.value.capitalize(), Face.STRONG)) + MARK + 8, 18)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        paint_state(painter, self._state, 0, middle)
        put_text(painter, self._state.value.capitalize(), MARK + 4, middle, Face.STRONG, state_colour(self._state))
        painter.end()
