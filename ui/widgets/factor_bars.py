"""Scores as bars: each factor's value times weight, and the chosen exercise beside those that lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.kit.theme import Space, tones
from ui.widgets.rationale_parts import Candidate, Factor, Selection
from ui.widgets.rationale_words import decimals, factor_name
from ui.widgets.timeline_look import Face, elided, font, put_text, text_width

HEAD: Final = 30
"""Pixels of a bar with its name above it."""
GAP: Final = 8
_BEHIND: Final = 3
"""How many differences are told of one that lost."""
_LEAST: Final = 0.005
"""Points below which two scores are the same to whoever reads two decimals."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar under its name: a track for what was possible, the filled part for what it got, lines to say why."""

    name: str
    told: str
    track: float
    filled: float
    """Shares of the whole width."""
    lines: Sequence[str] = ()
    is_chosen: bool = False
    is_faint: bool = False

    @property
    def text(self) -> str:
        return ". ".join([f"{self.name}: {self.told}", *self.lines])


def product(factor: Factor) -> str:
    """`0.9 × 0.3 = 0.27`."""
    return f"{decimals(factor.value)} × {decimals(factor.weight)} = {decimals(factor.points)}"


def behind(candidate: Candidate, chosen: Selection) -> str:
    """Where a candidate lost and won most, in points; empty where its factors are not stored."""
    own = {factor.id: factor.points for factor in candidate.factors}
    if not own:
        return ""
    gaps = [(own.get(factor.id, 0.0) - factor.points, factor.id) for factor in chosen.factors]
    gaps += [(points, key) for key, points in own.items() if key not in {factor.id for factor in chosen.factors}]
    told = sorted((gap for gap in gaps if abs(gap[0]) >= _LEAST), key=lambda gap: -abs(gap[0]))[:_BEHIND]
    return ", ".join(f"{factor_name(key).lower()} {'+' if gap > 0 else ''}{decimals(gap)}" for gap, key in told)


def factor_bars(factors: Sequence[Factor]) -> list[Bar]:
    """A bar a factor, the weightiest first; the track is the weight, the filled part the points."""
    most = max((abs(factor.weight) for factor in factors), default=0.0) or 1.0
    ordered = sorted(factors, key=lambda each: -abs(each.weight))
    return [
        Bar(
            factor_name(each.id),
            product(each),
            abs(each.weight) / most,
            each.points / most,
            [each.sentence] if each.sentence else [],
        )
        for each in ordered
    ]


def candidate_bars(chosen: Selection) -> list[Bar]:
    """The chosen exercise and those that lost, on one scale, each with what it lost by."""
    score = chosen.score or 0.0
    most = max([score, *(each.score for each in chosen.alternatives)], default=0.0) or 1.0
    bars = [Bar(f"● {chosen.name}", f"{decimals(score)} chosen", 1.0, score / most, is_chosen=True)]
    for each in chosen.alternatives:
        told = f"{decimals(each.score)}  ({decimals(each.score - score)})"
        lines = [line for line in (each.lost, behind(each, chosen)) if line]
        bars.append(Bar(each.name, told, 1.0, each.score / most, lines, is_faint=True))
    return bars


class BarList(QWidget):
    """Bars under one another, painted in one go; as high as its lines need at its width."""

    def __init__(self, name: str, bars: Sequence[Bar]) -> None:
        super().__init__()
        self.bars = bars
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(name)
        self.setAccessibleDescription(". ".join(bar.text for bar in bars))

    def heightForWidth(self, width: int) -> int:
        return round(sum(self._height(bar, width) for bar in self.bars))

    def sizeHint(self) -> QSize:
        return QSize(260, self.heightForWidth(max(self.width(), 260)))

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._text_at(event.pos().y()), self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = 0.0
        for bar in self.bars:
            self._paint(painter, bar, top)
            top += self._height(bar, self.width())
        painter.end()

    def _paint(self, painter: QPainter, bar: Bar, top: float) -> None:
        shade, width = tones(), float(self.width())
        room = width - text_width(bar.told, Face.SMALL) - Space.S
        face = Face.STRONG if bar.is_chosen else Face.LABEL
        put_text(painter, elided(bar.name, room, face), 0, top + 9, face, shade.text)
        put_text(painter, bar.told, width - text_width(bar.told, Face.SMALL), top + 9, Face.SMALL, shade.muted)
        painter.setPen(QPen(shade.border_strong, 1))
        painter.setBrush(shade.raised)
        painter.drawRoundedRect(QRectF(0.5, top + 20.5, max(4.0, width * _share(bar.track) - 1), 6), 3, 3)
        if bar.filled > 0:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shade.faint if bar.is_faint else shade.performed)
            painter.drawRoundedRect(QRectF(0.5, top + 20.5, max(4.0, width * _share(bar.filled) - 1), 6), 3, 3)
        painter.setFont(font(Face.SMALL))
        painter.setPen(shade.muted)
        top += HEAD
        for line in bar.lines:
            height = _line_height(line, width)
            painter.drawText(QRectF(0, top, width, height), Qt.TextFlag.TextWordWrap, line)
            top += height

    def _height(self, bar: Bar, width: int) -> float:
        return HEAD + sum(_line_height(line, width) for line in bar.lines) + GAP

    def _text_at(self, y: int) -> str:
        top = 0.0
        for bar in self.bars:
            top += self._height(bar, self.width())
            if y < top:
                return bar.text
        return ""


def _share(value: float) -> float:
    return max(0.0, min(1.0, value))


@lru_cache(maxsize=512)
def _line_height(line: str, width: float) -> float:
    metrics = QFontMetricsF(font(Face.SMALL))
    return metrics.boundingRect(QRectF(0, 0, width, 1000), int(Qt.TextFlag.TextWordWrap), line).height() + 1
