"""The season timeline as one uses it: wheel, drag, keys, hover and tooltips over the painted season."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from ui.widgets.season_facts import Kind, Spot, facts
from ui.widgets.timeline_canvas import TimelineCanvas
from ui.widgets.timeline_frame import canvas_of
from ui.widgets.timeline_hits import columns_of, spot_box, stepped
from ui.widgets.timeline_scale import Scale

ZOOM_STEP: Final = 1.25
ARROWS: Final = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class Timeline(TimelineCanvas):
    """Ctrl+wheel and +/- zoom, wheel and drag pan, arrows select, Enter opens, Home is today, 0 the whole season."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hovered: Spot | None = None
        self._pressed: QPointF | None = None
        self._panning = False

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            x = event.position().x() - canvas_of(QRectF(self.rect())).left()
            self.zoom(ZOOM_STEP ** (turn.y() / 120), x)
        else:
            fine = event.pixelDelta()
            moved = -(fine.x() or fine.y()) if not fine.isNull() else -(turn.x() or turn.y()) * 0.8
            self.pan(moved)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = event.position()
            self._panning = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            moved = self._pressed.x() - event.position().x()
            if self._panning or abs(moved) >= QApplication.startDragDistance():
                self._panning = True
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                self.pan(moved)
                self._pressed = event.position()
            return
        self._hover(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None and not self._panning:
            spot = self.spot_under(event.position())
            if spot is not None:
                self.move_cursor(spot)
        self._pressed, self._panning = None, False
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        spot = self.spot_under(event.position())
        if spot is not None:
            self.open_spot(spot)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hovered = None
        self.tell_cursor()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.view is not None and self.cursor_spot is None and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.move_cursor(Spot(Kind.WEEK, self.view.current_column if self.column is None else self.column))

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tip(event)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.view is None or not self._key(event.key(), event.modifiers()):
            super().keyPressEvent(event)

    def _key(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        """Act on a key; False when it is not ours."""
        page = self.canvas_width * 0.8
        acts: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Plus: lambda: self.zoom(ZOOM_STEP),
            Qt.Key.Key_Equal: lambda: self.zoom(ZOOM_STEP),
            Qt.Key.Key_Minus: lambda: self.zoom(1 / ZOOM_STEP),
            Qt.Key.Key_0: self.fit_season,
            Qt.Key.Key_Home: self._home,
            Qt.Key.Key_PageUp: lambda: self.pan(-page),
            Qt.Key.Key_PageDown: lambda: self.pan(page),
        }
        if key in ARROWS:
            if modifiers & Qt.KeyboardModifier.ShiftModifier and key in ARROWS[:2]:
                self.pan(self.scale.week if key == Qt.Key.Key_Right else -self.scale.week)
            else:
                self._step(key)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.cursor_spot is not None:
            self.open_spot(self.cursor_spot)
        elif key == Qt.Key.Key_Escape and not self.is_fitted:
            self.fit_season()
        elif key in acts:
            acts[key]()
        else:
            return False
        return True

    def _home(self) -> None:
        self.go_today()
        if self.view is not None:
            self.move_cursor(Spot(Kind.WEEK, self.view.current_column))

    def _step(self, key: int) -> None:
        if self.view is not None and self.view.columns:
            here = self.cursor_spot or Spot(Kind.WEEK, self.view.current_column)
            self.move_cursor(stepped(self.view, here, key))

    def open_spot(self, spot: Spot) -> None:
        """Enter or a double click: look at it closely."""
        self.move_cursor(spot)
        if self.view is not None and spot.kind in (Kind.BLOCK, Kind.MESO):
            first, end = columns_of(self.view, spot)
            self.set_scale(Scale.fitting(first - 0.5, end + 0.5, self.canvas_width))
        elif spot.kind is Kind.WEEK:
            self.fit_month()
        elif spot.kind is Kind.MACRO:
            self.fit_season()
        self.activated.emit(spot)

    def _hover(self, point: QPointF) -> None:
        spot = self.spot_under(point)
        if spot != self._hovered:
            self._hovered = spot
            if spot is not None and self.view is not None:
                self.pointed.emit(facts(self.view, spot))
            else:
                self.tell_cursor()

    def _show_tip(self, event: QHelpEvent) -> None:
        point = QPointF(event.pos())
        spot, grid = self.spot_under(point), self.grid()
        if spot is None or grid is None:
            QToolTip.hideText()
            return
        QToolTip.showText(event.globalPos(), self.tip(point), self, spot_box(grid, spot).toAlignedRect())
