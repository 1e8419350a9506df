"""Weekly sets by muscle against MEV, MAV and MRV, as small bars; and a block's RIR ramp as steps."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from models.values.exercises import Glossary, MuscleMarks
from models.values.plan import WeekTarget
from models.values.positions import shown
from ui.kit.theme import tones
from ui.widgets.timeline_look import Face, Fill, elided, paint_fill, put_text, text_width
from ui.widgets.wording import number

ROW: Final = 22
NAME: Final = 92
VALUE: Final = 58
"""Pixels of a row, of the muscle's name, and of the numbers on the right."""


class MuscleBars(QWidget):
    """One row a muscle: first and last week of the block on a scale from 0 to MRV."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[tuple[str, float, float, MuscleMarks | None]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Weekly sets by muscle")

    def show_sets(self, first: Mapping[str, float], last: Mapping[str, float], glossary: Glossary) -> None:
        """Sets of the block's first and last week, biggest first."""
        keys = sorted({*first, *last}, key=lambda key: (-max(first.get(key, 0), last.get(key, 0)), key))
        self._rows = [
            (glossary.muscle(key), first.get(key, 0.0), last.get(key, 0.0), glossary.marks.get(key)) for key in keys
        ]
        self.setAccessibleDescription(", ".join(self.text(row) for row in range(len(self._rows))))
        self.setVisible(bool(self._rows))
        self.updateGeometry()
        self.update()

    def text(self, row: int) -> str:
        """A row in words."""
        name, first, last, marks = self._rows[row]
        told = f"{name} {number(first)} to {number(last)} sets a week"
        if marks is None:
            return told
        low, high = number(marks.mav_low), number(marks.mav_high)
        note = "" if marks.is_certain else " (landmarks uncertain)"
        return f"{told}; MEV {number(marks.mev)}, MAV {low} to {high}, MRV {number(marks.mrv)}{note}"

    def sizeHint(self) -> QSize:
        return QSize(300, 16 + ROW * len(self._rows))

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row = (event.pos().y() - 16) // ROW
            QToolTip.showText(event.globalPos(), self.text(row) if 0 <= row < len(self._rows) else "", self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self.width() - NAME - VALUE - 8
        most = max([4.0, *(max(row[2], row[1], row[3].mrv if row[3] else 0.0) for row in self._rows)])
        put_text(painter, "first → last week", self.width() - text_width("first → last week", Face.NUMBER), 7,
                 Face.NUMBER, tones().muted)  # fmt: skip
        for row, (name, first, last, marks) in enumerate(self._rows):
            middle = 16 + ROW * row + ROW / 2
            put_text(painter, elided(name, NAME - 6, Face.LABEL), 0, middle, Face.LABEL, tones().text)
            self._paint_bar(painter, NAME, width, middle, (first, last, marks, most))
            value = number(last) if first == last else f"{number(first)} → {number(last)}"
            put_text(painter, value, self.width() - text_width(value, Face.SMALL), middle, Face.SMALL, tones().text)

    def _paint_bar(
        self, painter: QPainter, left: float, width: float, middle: float,
        row: tuple[float, float, MuscleMarks | None, float],
    ) -> None:  # fmt: skip
        first, last, marks, most = row
        shade = tones()

        def x(sets: float) -> float:
            return left + sets / most * width

        painter.fillRect(QRectF(left, middle - 3, width, 6), shade.raised)
        if marks is not None:
            low, high = x(marks.mav_low), x(marks.mav_high)
            painter.fillRect(QRectF(low, middle - 5, high - low, 10), shade.border_strong)
            for mark in (marks.mev, marks.mrv):
                painter.fillRect(QRectF(x(mark) - 0.5, middle - 6, 1, 12), shade.muted)
        painter.fillRect(QRectF(left, middle - 2, x(last) - left, 4), shade.performed)
        painter.setPen(QPen(shade.surface, 1))
        painter.setBrush(shade.performed)
        painter.drawEllipse(QPointF(x(last), middle), 4.5, 4.5)
        if first != last:
            painter.setBrush(shade.surface)
            painter.setPen(QPen(shade.performed, 1.5))
            painter.drawEllipse(QPointF(x(first), middle), 3, 3)


class MuscleLegend(QWidget):
    """What the marks of `MuscleBars` mean."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(16)
        self.setAccessibleName("Legend: MEV tick, MAV band, MRV tick")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, shade, middle = QPainter(self), tones(), 8.0
        x = 0.0
        for kind, words in (("tick", "MEV"), ("band", "MAV range"), ("tick", "MRV")):
            if kind == "tick":
                painter.fillRect(QRectF(x + 5, middle - 6, 1, 12), shade.muted)
            else:
                painter.fillRect(QRectF(x, middle - 5, 14, 10), shade.border_strong)
            put_text(painter, words, x + 18, middle, Face.SMALL, shade.muted)
            x += 18 + text_width(words, Face.SMALL) + 14


class RirRamp(QWidget):
    """The weeks of a block as steps down to its lowest RIR, with hard sets under them."""

    def __init__(self) -> None:
        super().__init__()
        self._weeks: Sequence[WeekTarget] = ()
        self._first = 0
        self._current: int | None = None
        self._fill: Fill | None = None
        self.setFixedHeight(76)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("RIR week by week")

    def show_weeks(self, weeks: Sequence[WeekTarget], first: int, current: int | None, fill: Fill) -> None:
        """`first` is the block's first week in the plan, 0-based; `current` the week of today within the block."""
        self._weeks, self._first, self._current, self._fill = weeks, first, current, fill
        told = [f"week {shown(first + at)}: RIR {number(week.rir)}, {week.hard_sets} hard sets" for at, week in
                enumerate(weeks)]  # fmt: skip
        self.setAccessibleDescription("; ".join(told))
        self.setVisible(bool(weeks))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._fill is None or not self._weeks:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cell = min(74.0, self.width() / len(self._weeks))
        for at, week in enumerate(self._weeks):
            self._paint_week(painter, at, week, cell)

    def _paint_week(self, painter: QPainter, at: int, week: WeekTarget, cell: float) -> None:
        shade, left = tones(), at * cell
        height = 12 + 5.5 * min(week.rir, 5.0)
        box = QRectF(left + 0.5, 46 - height, cell - 4, height)
        if self._fill is not None:
            paint_fill(painter, box, self._fill, 3)
            plate = QRectF(box.center().x() - 13, box.center().y() - 7, 26, 14)
            if self._fill.is_hatched:
                painter.fillRect(plate, self._fill.fill)
            value = number(week.rir)
            x = box.center().x() - text_width(value, Face.STRONG) / 2
            put_text(painter, value, x, box.center().y(), Face.STRONG, self._fill.ink)
        name = f"W{shown(self._first + at)}"
        middle = box.center().x()
        color = shade.today if at == self._current else shade.text
        put_text(painter, name, middle - text_width(name, Face.SMALL) / 2, 55, Face.SMALL, color)
        sets = f"{week.hard_sets} sets" if cell > 46 else str(week.hard_sets)
        put_text(painter, sets, middle - text_width(sets, Face.NUMBER) / 2, 68, Face.NUMBER, shade.muted)
        if at == self._current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shade.today)
            top = 46 - height - 2
            painter.drawPolygon(
                QPolygonF([QPointF(middle - 4, top - 5), QPointF(middle + 4, top - 5), QPointF(middle, top)])
            )
