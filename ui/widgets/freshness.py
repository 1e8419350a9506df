"""Freshness as a picture: three groups side by side, each as wide as its share, filled as far as it scored."""

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit.theme import Space, TextSize, font, tones

GROUPS: Final = (
    ("subjective", "How they feel"),
    ("performance", "How they train"),
    ("wearable", "How they recover"),
)
"""Group keys in the order they are drawn, with the words a person reads."""

ITEMS: Final[Mapping[str, str]] = {
    "readiness": "readiness",
    "soreness": "soreness",
    "motivation": "motivation",
    "stress": "stress",
    "rpe_drift": "effort against plan",
    "compliance": "sets done",
    "stalls": "stalled lifts",
    "recovery": "recovery",
    "hrv": "HRV against normal",
    "sleep": "sleep",
}

_BAR: Final = 16
_ROW: Final = 50
"""A group's name and up to two lines of its parts."""


def freshness_word(score: float) -> str:
    """The band of a freshness score in a word (bands of coaching practice, see docs/planning.md)."""
    if score >= 0.75:
        return "fresh"
    if score >= 0.55:
        return "ready as planned"
    if score >= 0.40:
        return "a little tired"
    return "tired" if score >= 0.25 else "exhausted"


def confidence_word(confidence: float | None) -> str:
    """How sure a score is, in words."""
    if confidence is None:
        return "confidence unknown"
    if confidence >= 0.75:
        return "high confidence"
    return "medium confidence" if confidence >= 0.5 else "low confidence: shown, not acted on"


class FreshnessBar(QWidget):
    """The stacked bar with its legend; `show_parts` takes the stored parts of a `ReadinessEntry`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: Mapping[str, Any] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Parts of the freshness score")

    def show_parts(self, parts: Mapping[str, Any] | None) -> None:
        self._parts = parts or {}
        self.setAccessibleDescription("; ".join(f"{word}: {text}" for word, text, _ in self._rows()))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, _BAR + Space.S + _ROW * len(GROUPS))

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_bar(painter)
        top = _BAR + Space.S
        for word, text, colour in self._rows():
            self._paint_row(painter, top, word, text, colour)
            top += _ROW

    def _colours(self) -> tuple[QColor, QColor, QColor]:
        shade = tones()
        return shade.accent, shade.good, shade.warn

    def _rows(self) -> list[tuple[str, str, QColor]]:
        rows = []
        for (key, word), colour in zip(GROUPS, self._colours(), strict=True):
            group = self._parts.get(key) or {}
            score = group.get("score")
            if score is None:
                rows.append((word, "unknown, left out of the score", QColor(Qt.GlobalColor.transparent)))
                continue
            items = group.get("items") or {}
            said = ", ".join(f"{ITEMS.get(name, name)} {round(100 * item['score'])}" for name, item in items.items())
            rows.append((f"{word}  {round(100 * score)}", said, colour))
        return rows

    def _paint_bar(self, painter: QPainter) -> None:
        whole = QRectF(0, 0, self.width(), _BAR)
        clip = QPainterPath()
        clip.addRoundedRect(whole, _BAR / 2, _BAR / 2)
        painter.save()
        painter.setClipPath(clip)
        painter.fillRect(whole, tones().raised)
        left = 0.0
        for (key, _), colour in zip(GROUPS, self._colours(), strict=True):
            group = self._parts.get(key) or {}
            if group.get("score") is None:
                continue
            width = whole.width() * float(group["weight"])
            pale = QColor(colour)
            pale.setAlpha(50)
            painter.fillRect(QRectF(left, 0, width, _BAR), pale)
            painter.fillRect(QRectF(left, 0, width * float(group["score"]), _BAR), colour)
            left += width
            painter.fillRect(QRectF(left - 1, 0, 2, _BAR), tones().surface)
        painter.restore()

    def _paint_row(self, painter: QPainter, top: float, word: str, text: str, colour: QColor) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(0, top + 4, 8, 8), 2, 2)
        painter.setFont(font(TextSize.BODY, QFont.Weight.Medium))
        painter.setPen(tones().text)
        painter.drawText(QRectF(16, top, self.width() - 16, 17), Qt.AlignmentFlag.AlignVCenter, word)
        painter.setFont(font(TextSize.SMALL))
        painter.setPen(tones().muted)
        room = QRectF(16, top + 17, self.width() - 16, _ROW - 20)
        painter.drawText(room, Qt.TextFlag.TextWordWrap, text)
