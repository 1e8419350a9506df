"""Weekly sets by muscle against MEV, MAV and MRV, as small bars; and a block's RIR ramp as steps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class MuscleRow:
    """A muscle's sets a week: planned, at another time or performed, against its landmarks."""

    name: str
    planned: float
    other: float | None
    """Performed sets, or the planned ones of the block's first week; None where there is nothing beside the plan."""
    marks: MuscleMarks | None


class MuscleBars(QWidget):
    """One row a muscle on a scale from 0 to MRV: planned beside performed, or first week to last."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[MuscleRow] = []
        self._is_done = False
        """Whether the rows hold what was performed, not the block's ramp."""
        self._head = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Weekly sets by muscle")

    def show_ramp(self, first: Mapping[str, float], last: Mapping[str, float], glossary: Glossary) -> None:
        """Planned sets of a block's first and last week, biggest first."""
        self._is_done, self._head = False, "first → last week"
        self._show(last, first, glossary)

    def show_sets(
        self, planned: Mapping[str, float], performed: Mapping[str, float] | None, glossary: Glossary, head: str = ""
    ) -> None:
        """Planned sets beside performed ones, biggest first; `performed` is None for weeks to come."""
        self._is_done = performed is not None
        self._head = head or ("done of planned" if self._is_done else "planned")
        self._show(planned, performed, glossary)

    def _show(self, planned: Mapping[str, float], other: Mapping[str, float] | None, glossary: Glossary) -> None:
        beside = other or {}
        keys = sorted({*planned, *beside}, key=lambda key: (-max(planned.get(key, 0), beside.get(key, 0)), key))
        self._rows = [
            MuscleRow(
                glossary.muscle(key),
                planned.get(key, 0.0),
                None if other is None else other.get(key, 0.0),
                glossary.marks.get(key),
            )
            for key in keys
        ]
        self.setAccessibleDescription(", ".join(self.text(row) for row in range(len(self._rows))))
        self.setVisible(bool(self._rows))
        self.updateGeometry()
        self.update()

    def text(self, row: int) -> str:
        """A row in words."""
        one = self._rows[row]
        if one.other is None:
            told = f"{one.name} {number(one.planned)} sets planned"
        elif self._is_done:
            told = f"{one.name} {number(one.other)} of {number(one.planned)} planned sets done"
        else:
            told = f"{one.name} {number(one.other)} to {number(one.planned)} sets a week"
        if one.marks is None:
            return told
        low, high = number(one.marks.mav_low), number(one.marks.mav_high)
        note = "" if one.marks.is_certain else " (landmarks uncertain)"
        return f"{told}; MEV {number(one.marks.mev)}, MAV {low} to {high}, MRV {number(one.marks.mrv)}{note}"

    def value(self, row: int) -> str:
        """The numbers at the right of a row."""
        one = self._rows[row]
        if one.other is None or (not self._is_done and one.other == one.planned):
            return number(one.planned)
        return f"{number(one.other)} {'of' if self._is_done else '→'} {number(one.planned)}"

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
        values = [max(row.planned, row.other or 0.0, row.marks.mrv if row.marks else 0.0) for row in self._rows]
        scale = width / max([4.0, *values])
        put_text(painter, self._head, self.width() - text_width(self._head, Face.NUMBER), 7, Face.NUMBER,
                 tones().muted)  # fmt: skip
        for at, row in enumerate(self._rows):
            middle = 16 + ROW * at + ROW / 2
            put_text(painter, elided(row.name, NAME - 6, Face.LABEL), 0, middle, Face.LABEL, tones().text)
            self._paint_landmarks(painter, row.marks, middle, width, scale)
            (self._paint_done if self._is_done else self._paint_ramp)(painter, row, middle, scale)
            value = self.value(at)
            put_text(painter, value, self.width() - text_width(value, Face.SMALL), middle, Face.SMALL, tones().text)

    def _paint_landmarks(
        self, painter: QPainter, marks: MuscleMarks | None, middle: float, width: float, scale: float
    ) -> None:
        shade = tones()
        painter.fillRect(QRectF(NAME, middle - 3, width, 6), shade.raised)
        if marks is not None:
            low, high = marks.mav_low * scale, marks.mav_high * scale
            painter.fillRect(QRectF(NAME + low, middle - 6, high - low, 12), shade.border_strong)
            for mark in (marks.mev, marks.mrv):
                painter.fillRect(QRectF(NAME + mark * scale - 0.5, middle - 8, 1, 16), shade.muted)

    def _paint_done(self, painter: QPainter, row: MuscleRow, middle: float, scale: float) -> None:
        """Performed as a full bar, planned as a ring at its end: the ring is filled once the plan is met."""
        shade = tones()
        done, planned = (row.other or 0.0) * scale, row.planned * scale
        painter.fillRect(QRectF(NAME, middle - 2.5, done, 5), shade.performed)
        if row.planned:
            painter.setPen(QPen(shade.performed, 1.6))
            painter.setBrush(shade.performed if done >= planned - 0.01 else shade.surface)
            painter.drawEllipse(QPointF(NAME + planned, middle), 4, 4)

    def _paint_ramp(self, painter: QPainter, row: MuscleRow, middle: float, scale: float) -> None:
        shade = tones()
        last = row.planned * scale
        painter.fillRect(QRectF(NAME, middle - 2, last, 4), shade.planned if row.other is None else shade.performed)
        painter.setPen(QPen(shade.performed, 1.6))
        painter.setBrush(shade.surface if row.other is None else shade.performed)
        painter.drawEllipse(QPointF(NAME + last, middle), 4, 4)
        if row.other is not None and row.other != row.planned:
            painter.setBrush(shade.surface)
            painter.drawEllipse(QPointF(NAME + row.other * scale, middle), 3, 3)


class MuscleLegend(QWidget):
    """What the marks of `MuscleBars` mean."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(16)
        self.setAccessibleName("Legend: MEV tick, MAV band, MRV tick, planned ring, performed bar")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, shade, middle = QPainter(self), tones(), 8.0
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x = 0.0
        for kind, words in (("tick", "MEV, MRV"), ("band", "MAV"), ("ring", "planned"), ("bar", "done")):
            if kind == "tick":
                painter.fillRect(QRectF(x + 5, middle - 6, 1, 12), shade.muted)
            elif kind == "ring":
                painter.setPen(QPen(shade.performed, 1.6))
                painter.setBrush(shade.surface)
                painter.drawEllipse(QPointF(x + 7, middle), 4, 4)
            elif kind == "bar":
                painter.fillRect(QRectF(x, middle - 2.5, 14, 5), shade.performed)
            else:
                painter.fillRect(QRectF(x, middle - 6, 14, 12), shade.border_strong)
            put_text(painter, words, x + 18, middle, Face.SMALL, shade.muted)
            x += 18 + text_width(words, Face.SMALL) + 12


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
