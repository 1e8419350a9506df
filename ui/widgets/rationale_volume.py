"""The muscles of a session against their landmarks: what is done this week, what today adds, where the week ends."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QVBoxLayout, QWidget

from ui.kit.theme import tones
from ui.widgets.cards import label
from ui.widgets.rationale_parts import MuscleStatus
from ui.widgets.rationale_words import STATUSES, shape_and_word
from ui.widgets.timeline_look import Face, elided, put_text, text_width
from ui.widgets.wording import number, plain

ROW: Final = 24
NAME: Final = 88
VALUE: Final = 92


def told(row: MuscleStatus) -> str:
    """A row in words."""
    _, word = shape_and_word(STATUSES, row.status)
    text = (
        f"{plain(row.muscle)}: {number(row.performed)} sets done this week, {number(row.this_session)} in this session,"
        f" {number(row.planned)} planned, {word}"
    )
    marks = [
        f"{name} {number(value)}"
        for name, value in (("MEV", row.mev), ("MAV", row.mav_low), ("to", row.mav_high), ("MRV", row.mrv))
        if value is not None
    ]
    return f"{text} ({', '.join(marks).replace(', to', ' to')})" if marks else text


class VolumeBars(QWidget):
    """One row a muscle; the arrow keys or a click choose a row, whose sentence stands below."""

    def __init__(self) -> None:
        super().__init__()
        self.bars = _Bars(self)
        self.sentence = label("", "small", wrap=True, selectable=True)
        self.sentence.setMinimumHeight(30)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.bars)
        column.addWidget(VolumeLegend())
        column.addWidget(self.sentence)

    def show_muscles(self, rows: Sequence[MuscleStatus]) -> None:
        """Most sets of this session first."""
        self.bars.show_rows(sorted(rows, key=lambda row: (-row.this_session, row.muscle)))
        self.setAccessibleDescription(self.bars.accessibleDescription())

    def tell(self, row: MuscleStatus | None) -> None:
        self.sentence.setText("" if row is None else row.sentence or told(row))


class _Bars(QWidget):
    def __init__(self, owner: VolumeBars) -> None:
        super().__init__(owner)
        self._owner = owner
        self._rows: Sequence[MuscleStatus] = ()
        self._row = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Sets by muscle this week; arrow keys choose a muscle")

    def show_rows(self, rows: Sequence[MuscleStatus]) -> None:
        self._rows = rows
        self.setAccessibleDescription(". ".join(told(row) for row in rows))
        self._choose(0)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(260, ROW * len(self._rows))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._choose(self._row + step)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._choose(int(event.position().y()) // ROW)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row = event.pos().y() // ROW
            QToolTip.showText(event.globalPos(), told(self._rows[row]) if 0 <= row < len(self._rows) else "", self)
            return True
        return super().event(event)

    def _choose(self, row: int) -> None:
        self._row = max(0, min(row, len(self._rows) - 1))
        self._owner.tell(self._rows[self._row] if self._rows else None)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shade = tones()
        most = max([4.0, *(max(row.mrv or 0.0, row.planned, row.performed + row.this_session) for row in self._rows)])
        for index, row in enumerate(self._rows):
            top = index * ROW
            if index == self._row:
                painter.setPen(QPen(shade.accent, 1) if self.hasFocus() else Qt.PenStyle.NoPen)
                painter.setBrush(shade.raised)
                painter.drawRoundedRect(QRectF(0.5, top + 0.5, self.width() - 1, ROW - 1), 4, 4)
            self._paint_row(painter, row, top + ROW / 2, most)
        painter.end()

    def _paint_row(self, painter: QPainter, row: MuscleStatus, middle: float, most: float) -> None:
        shade = tones()
        left, width = float(NAME), float(self.width() - NAME - VALUE - 10)
        put_text(painter, elided(plain(row.muscle), NAME - 10, Face.LABEL), 4, middle, Face.LABEL, shade.text)

        def x(sets: float) -> float:
            return left + max(0.0, sets) / most * width

        painter.setPen(Qt.PenStyle.NoPen)
        if row.mav_low is not None and row.mav_high is not None:
            painter.fillRect(
                QRectF(x(row.mav_low), middle - 7, x(row.mav_high) - x(row.mav_low), 14), shade.border_strong
            )
        for mark in (row.mev, row.mrv):
            if mark is not None:
                painter.fillRect(QRectF(x(mark) - 0.5, middle - 8, 1.5, 16), shade.muted)
        painter.fillRect(QRectF(left, middle - 3, x(row.performed) - left, 6), shade.performed)
        today = QRectF(x(row.performed), middle - 3, x(row.performed + row.this_session) - x(row.performed), 6)
        painter.setPen(QPen(shade.performed, 1))
        painter.setBrush(shade.surface)
        painter.drawRect(today.adjusted(0.5, 0.5, -0.5, -0.5))
        end = x(row.planned)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shade.text)
        painter.drawPolygon(
            QPolygonF([QPointF(end, middle + 3), QPointF(end - 4, middle + 9), QPointF(end + 4, middle + 9)])
        )
        self._paint_status(painter, row, middle)

    def _paint_status(self, painter: QPainter, row: MuscleStatus, middle: float) -> None:
        shade = tones()
        shape, word = shape_and_word(STATUSES, row.status)
        colour = {"productive": shade.good, "limit": shade.danger, "below": shade.steady}.get(row.status, shade.warn)
        left = self.width() - VALUE
        put_text(painter, shape, left, middle, Face.SMALL, colour)
        put_text(painter, word, left + 14, middle, Face.SMALL, shade.text)


class VolumeLegend(QWidget):
    """What the parts of a row mean."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(16)
        self.setAccessibleName(
            "Legend: filled done, open this session, triangle the week's plan, band MAV, ticks MEV and MRV"
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, shade, middle = QPainter(self), tones(), 8.0
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x = 0.0
        for kind, words in (
            ("done", "done"),
            ("today", "today"),
            ("plan", "plan"),
            ("band", "MAV"),
            ("tick", "MEV, MRV"),
        ):
            if kind == "done":
                painter.fillRect(QRectF(x, middle - 3, 12, 6), shade.performed)
            elif kind == "today":
                painter.setPen(QPen(shade.performed, 1))
                painter.setBrush(shade.surface)
                painter.drawRect(QRectF(x + 0.5, middle - 2.5, 11, 5))
            elif kind == "plan":
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(shade.text)
                painter.drawPolygon(QPolygonF([QPointF(x + 6, 5), QPointF(x + 2, 11), QPointF(x + 10, 11)]))
            elif kind == "band":
                painter.fillRect(QRectF(x, middle - 6, 12, 12), shade.border_strong)
            else:
                painter.fillRect(QRectF(x + 5, middle - 6, 1.5, 12), shade.muted)
            put_text(painter, words, x + 16, middle, Face.SMALL, shade.muted)
            x += 16 + text_width(words, Face.SMALL) + 10
        painter.end()
