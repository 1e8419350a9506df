"""Soreness over time: a row for each muscle, a cell for each day, darker where it hurt more."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.kit.theme import TextSize, font, tones
from ui.widgets.wording import day as day_text
from ui.widgets.wording import plain

_ROW: Final = 18
_NAMES: Final = 84
_WORDS: Final = {1: "not sore", 2: "sore", 3: "very sore"}


class SorenessMap(QWidget):
    """Muscles down, days across; a day without an answer stays blank, which is not the same as not sore."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first = self._last = date.min
        self._rows: list[tuple[str, dict[date, int]]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Soreness over time")

    def show_soreness(self, soreness: Mapping[str, Sequence[tuple[date, int]]], first: date, last: date) -> None:
        """Muscle key to (day, 1..3); muscles that were never sore are left out."""
        self._first, self._last = first, last
        rows = [(muscle, dict(levels)) for muscle, levels in soreness.items()]
        self._rows = sorted((row for row in rows if max(row[1].values(), default=1) > 1), key=lambda row: row[0])
        worst = [f"{plain(muscle)} {sum(level > 1 for level in days.values())} days" for muscle, days in self._rows]
        self.setAccessibleDescription("Sore: " + (", ".join(worst) or "nothing in this span"))
        self.updateGeometry()
        self.update()

    @property
    def is_blank(self) -> bool:
        return not self._rows

    def sizeHint(self) -> QSize:
        return QSize(300, _ROW * max(1, len(self._rows)) + 4)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._facts(event.pos()), self)
            return True
        return super().event(event)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(font(TextSize.SMALL))
        for index, (muscle, days) in enumerate(self._rows):
            top = index * _ROW
            painter.setPen(tones().muted)
            align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(QRectF(0, top, _NAMES, _ROW), align, plain(muscle))
            self._paint_days(painter, top, days)

    def _paint_days(self, painter: QPainter, top: int, days: Mapping[date, int]) -> None:
        width = self._day_width()
        for left, level in self._columns(days, width).items():
            # Height tells the level as well as colour does.
            height = {1: 2.0, 2: 8.0}.get(level, 14.0)
            colour = QColor(tones().faint if level == 1 else tones().warn)
            colour.setAlpha({1: 90, 2: 130}.get(level, 255))
            painter.fillRect(QRectF(left, top + _ROW - 2 - height, max(1.0, width - 1), height), colour)

    def _columns(self, days: Mapping[date, int], width: float) -> dict[float, int]:
        """Place to the worst level there: days narrower than a pixel share one."""
        columns: dict[float, int] = {}
        for day, level in days.items():
            if self._first <= day <= self._last:
                left = _NAMES + (day - self._first).days * width
                left = left if width >= 1 else float(int(left))
                columns[left] = max(level, columns.get(left, 0))
        return columns

    def _day_width(self) -> float:
        return (self.width() - _NAMES) / max(1, (self._last - self._first).days + 1)

    def _facts(self, position: QPoint) -> str:
        row, column = position.y() // _ROW, int((position.x() - _NAMES) / self._day_width())
        if not 0 <= row < len(self._rows) or position.x() < _NAMES:
            return ""
        muscle, days = self._rows[row]
        day = self._first + timedelta(days=column)
        return f"{plain(muscle)}, {day_text(day)}: {_WORDS.get(days.get(day, 0), 'no answer')}"
