"""Where is it sore? A body from the front and the back, answered with the pointer or the keyboard."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QTransform,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.kit.theme import TextSize, font, tones
from ui.widgets.body_shapes import HEIGHT, VIEWS, WIDTH, muscles, outline
from ui.widgets.wording import plain

LEVELS: Final[Mapping[int, str]] = {1: "not sore", 2: "sore", 3: "very sore"}
_FOOT: Final = 20
"""Room for the views' names."""
_ORDER: Final = tuple(dict.fromkeys(key for view in VIEWS for key in muscles(view)))


class BodyMap(QWidget):
    """Muscles of the front and the back; a click or Space goes from not sore to sore to very sore and back.

    Left and Right (or Up and Down) go from muscle to muscle, 1 to 3 answer for the one in hand.
    """

    changed = Signal()
    pointed = Signal(str)
    """The muscle under the pointer or in hand, empty where there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._levels: dict[str, int] = {}
        self._hovered = ""
        self._hand = _ORDER[0]
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Where it is sore")
        self._describe()

    def levels(self) -> dict[str, int]:
        """Muscle key to 2 (sore) or 3 (very sore); the others are not sore."""
        return dict(self._levels)

    def show_levels(self, levels: Mapping[str, int]) -> None:
        """Show answers; muscles that the map does not draw are left out."""
        self._levels = {key: min(3, level) for key, level in levels.items() if level > 1 and key in _ORDER}
        self._describe()
        self.update()

    def set_level(self, key: str, level: int) -> None:
        """Answer for one muscle: 1 not sore, 2 sore, 3 very sore."""
        if level > 1:
            self._levels[key] = level
        else:
            self._levels.pop(key, None)
        self._hand = key
        self._describe()
        self.update()
        self.pointed.emit(key)
        self.changed.emit()

    def level(self, key: str) -> int:
        return self._levels.get(key, 1)

    @property
    def hand(self) -> str:
        """The muscle that keys answer for."""
        return self._hand

    def sizeHint(self) -> QSize:
        return QSize(300, 320)

    def minimumSizeHint(self) -> QSize:
        return QSize(220, 232)

    def at(self, key: str, view: str) -> QPointF:
        """A point inside a muscle of a view, in the widget's coordinates."""
        shape = self._placed(view).map(muscles(view)[key])
        box = shape.boundingRect()
        for share in (0.08, 0.12, 0.16, 0.2, 0.24, 0.3):
            point = QPointF(box.left() + share * box.width(), box.center().y())
            if shape.contains(point):
                return point
        return box.center()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for view in VIEWS:
            self._paint_view(painter, view)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        key = self._under(event.position())
        if key != self._hovered:
            self._hovered = key
            self.setCursor(Qt.CursorShape.PointingHandCursor if key else Qt.CursorShape.ArrowCursor)
            self.pointed.emit(key or (self._hand if self.hasFocus() else ""))
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = ""
        self.pointed.emit("")
        self.update()
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        key = self._under(event.position())
        if key and event.button() is Qt.MouseButton.LeftButton:
            self.set_level(key, self.level(key) % 3 + 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}.get(
            Qt.Key(event.key()), 0
        )
        if step:
            self._hand = _ORDER[(_ORDER.index(self._hand) + step) % len(_ORDER)]
            self.pointed.emit(self._hand)
            self._describe()
            self.update()
        elif event.key() == Qt.Key.Key_Space:
            self.set_level(self._hand, self.level(self._hand) % 3 + 1)
        elif event.text() in {"1", "2", "3"}:
            self.set_level(self._hand, int(event.text()))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: object) -> None:
        self.pointed.emit(self._hand)
        self.update()
        super().focusInEvent(event)  # type: ignore[arg-type]  # PySide's own event class, not worth an import

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            key = self._under(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.words(key) if key else "", self)
            return True
        return super().event(event)

    def words(self, key: str) -> str:
        """A muscle and its answer."""
        return f"{plain(key)}: {LEVELS[self.level(key)]}"

    def _describe(self) -> None:
        sore = [self.words(key) for key in _ORDER if self.level(key) > 1]
        self.setAccessibleDescription(f"In hand {self.words(self._hand)}. {'; '.join(sore) or 'Nothing is sore'}")

    def _placed(self, view: str) -> QTransform:
        room = QRectF(0, 0, self.width(), self.height() - _FOOT)
        scale = min(room.width() / (2 * WIDTH), room.height() / HEIGHT)
        middle = room.width() / 2 + (-1 if view == "front" else 1) * scale * WIDTH / 2
        top = (room.height() - scale * HEIGHT) / 2
        return QTransform().translate(middle, top).scale(scale, scale)

    def _under(self, position: QPointF) -> str:
        for view in VIEWS:
            back, _ = self._placed(view).inverted()
            point = back.map(position)
            for key, shape in muscles(view).items():
                if shape.contains(point):
                    return key
        return ""

    def _paint_view(self, painter: QPainter, view: str) -> None:
        placed = self._placed(view)
        shade = tones()
        body = placed.map(outline())
        painter.setPen(QPen(shade.border_strong, 1))
        painter.setBrush(shade.raised)
        painter.drawPath(body)
        for key, shape in muscles(view).items():
            self._paint_muscle(painter, key, placed.map(shape))
        painter.setPen(shade.muted)
        painter.setFont(font(TextSize.SMALL))
        box = body.boundingRect()
        foot = QRectF(box.left(), self.height() - _FOOT, box.width(), _FOOT)
        painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, view.capitalize())

    def _paint_muscle(self, painter: QPainter, key: str, shape: QPainterPath) -> None:
        shade, level = tones(), self.level(key)
        fill = _fill(level)
        chosen = key == self._hovered or (self.hasFocus() and key == self._hand)
        painter.setBrush(fill)
        painter.setPen(QPen(shade.accent if chosen else shade.border_strong, 2 if chosen else 1))
        painter.drawPath(shape)
        if level == 3:
            # Very sore is hatched as well: two warm colours are one to some eyes.
            painter.setPen(Qt.PenStyle.NoPen)
            hatch = QColor(shade.surface)
            hatch.setAlpha(150)
            painter.setBrush(QBrush(hatch, Qt.BrushStyle.BDiagPattern))
            painter.drawPath(shape)


def _fill(level: int) -> QColor:
    shade = tones()
    fill = QColor(shade.surface if level == 1 else shade.warn if level == 2 else shade.danger)
    if level == 2:
        fill.setAlpha(150)
    return fill


class SorenessLegend(QWidget):
    """What the fills of the body map mean."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Plain is not sore, orange is sore, hatched red is very sore")

    def sizeHint(self) -> QSize:
        return QSize(230, 18)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(font(TextSize.SMALL, QFont.Weight.Normal))
        metrics = QFontMetricsF(painter.font())
        shade, left = tones(), 0.5
        for level, word in LEVELS.items():
            box = QRectF(left, 3.5, 12, 11)
            painter.setPen(QPen(shade.border_strong, 1))
            painter.setBrush(_fill(level))
            painter.drawRect(box)
            if level == 3:
                painter.fillRect(box, QBrush(shade.surface, Qt.BrushStyle.BDiagPattern))
            painter.setPen(shade.muted)
            width = metrics.horizontalAdvance(word)
            painter.drawText(QRectF(left + 17, 0, width + 2, 18), Qt.AlignmentFlag.AlignVCenter, word)
            left += 17 + width + 16
