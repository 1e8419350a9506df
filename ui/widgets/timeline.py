"""The season timeline as a widget: zoom, pan, selection, hover; the painting is `timeline_painter`'s."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QToolTip, QWidget

from ui.widgets.season_facts import Kind, Spot, facts, summary
from ui.widgets.timeline_frame import Frame, Grid, canvas_of, grid_of
from ui.widgets.timeline_hits import columns_of, spot_at, spot_box, stepped
from ui.widgets.timeline_layout import LEAST_HEIGHT
from ui.widgets.timeline_look import look
from ui.widgets.timeline_marks import paint_gutter, paint_legend
from ui.widgets.timeline_painter import Selection, paint_moving
from ui.widgets.timeline_scale import Scale
from ui.widgets.timeline_strip import Strip
from ui.widgets.timeline_view import SeasonView

ZOOM_STEP: Final = 1.25
ARROWS: Final = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class Timeline(QWidget):
    """One athlete's season. Ctrl+wheel and +/- zoom, wheel and drag pan, arrows select, Home is today."""

    week_selected = Signal(int)
    """Column of the week in hand, -1 for none."""
    block_selected = Signal(int)
    """Index of the block in hand, -1 for none."""
    activated = Signal(object)
    """Enter or a double click on a `Spot`."""
    pointed = Signal(object)
    """`Facts` of what the pointer or the keyboard is on, None for nothing."""
    scale_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view: SeasonView | None = None
        self.scale = Scale()
        self.strip = Strip()
        self.column: int | None = None
        self.block: int | None = None
        self.cursor_spot: Spot | None = None
        self._hovered: Spot | None = None
        self._pressed: QPointF | None = None
        self._panning = False
        self._fitted = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(int(LEAST_HEIGHT))
        self.setAccessibleName("Season timeline")

    # What is shown

    def show_season(self, view: SeasonView | None) -> None:
        """Show another season, whole; the selection goes to the present week."""
        keep = view is not None and self.view is not None and view.season.macro.id == self.view.season.macro.id
        self.view = view
        self.strip.drop()
        self.cursor_spot = self._hovered = None
        if view is None:
            self.column = self.block = None
        elif not keep:
            self.column = self.block = None
            self.fit_season()
        self.setAccessibleDescription("" if view is None else summary(view))
        self.update()

    def retheme(self) -> None:
        """Paint again with the colours now in force."""
        self.strip.drop()
        self.update()

    def grid(self) -> Grid | None:
        """Where everything lies at present."""
        return None if self.view is None else grid_of(QRectF(self.rect()), self.view, self.scale)

    @property
    def canvas_width(self) -> float:
        return canvas_of(QRectF(self.rect())).width()

    # Zoom and pan

    def set_scale(self, scale: Scale) -> None:
        """Zoom and pan in one; kept on the content."""
        if self.view is None:
            return
        scale = scale.clamped(self.canvas_width, self.view.columns)
        if scale == self.scale:
            return
        zoomed = scale.week != self.scale.week
        self.scale = scale
        self._fitted = False
        self._refresh(whole=zoomed)
        self.scale_changed.emit()

    def _refresh(self, *, whole: bool) -> None:
        """Paint again: everything, or only the canvas; the frozen names and the legend do not move."""
        grid = self.grid()
        if whole or grid is None:
            self.update()
        else:
            self.update(QRect(int(grid.left), 0, int(grid.width), int(grid.lanes.bottom) + 1))

    def pan(self, pixels: float) -> None:
        self.set_scale(self.scale.panned(pixels))

    def zoom(self, factor: float, x: float | None = None) -> None:
        """Zoom about the pixel `x` of the canvas, by default about its middle."""
        self.set_scale(self.scale.zoomed(factor, self.canvas_width / 2 if x is None else x))

    def fit_season(self) -> None:
        if self.view is not None:
            self.set_scale(Scale.fitting(0, self.view.columns, self.canvas_width))
            self._fitted = True

    def fit_block(self) -> None:
        """The selected block, else the present one, with a week to either side."""
        if self.view is None or not self.view.blocks:
            return
        block = self.block if self.block is not None else self.view.block_at(self.view.today)
        band = self.view.block_bands[block or 0]
        self.set_scale(Scale.fitting(band.first - 1, band.end + 1, self.canvas_width))

    def fit_month(self) -> None:
        """Five weeks around the week in hand, or around today."""
        if self.view is not None:
            middle = self.view.current_column if self.column is None else self.column
            self.set_scale(Scale.fitting(middle - 2, middle + 3, self.canvas_width))

    def go_today(self) -> None:
        """Today in the middle, at the present zoom, and the present week in hand."""
        if self.view is not None:
            middle = self.canvas_width / self.scale.week / 2
            self.set_scale(Scale(self.view.today - middle, self.scale.week))
            self.select_week(self.view.current_column)

    def show_weeks(self, first: float, end: float) -> None:
        """Pan as little as needed to show these columns."""
        self.set_scale(self.scale.showing(first, end, self.canvas_width))

    # Selection

    def select_week(self, column: int | None) -> None:
        """Take a week in hand, and with it its block."""
        if self.view is None or column == self.column:
            return
        self.column = column
        if column is not None and self.cursor_spot is not None and self.cursor_spot.kind is Kind.WEEK:
            self.cursor_spot = Spot(Kind.WEEK, column)
        self.update()
        self.week_selected.emit(-1 if column is None else column)
        self._tell_cursor()
        if column is not None:
            self._take_block(self.view.block_at(column))

    def select_block(self, block: int | None) -> None:
        """Take a block in hand; a week outside it is let go."""
        if self.view is None:
            return
        self._take_block(block)
        if self.column is not None and self.view.block_at(self.column) != block:
            self.column = None
            self.week_selected.emit(-1)
        self.update()

    def _take_block(self, block: int | None) -> None:
        if block != self.block:
            self.block = block
            self.block_selected.emit(-1 if block is None else block)
            self.update()

    def move_cursor(self, spot: Spot) -> None:
        """Put the keyboard on a spot: it is shown, its facts are told, a week or block is taken in hand."""
        if self.view is None:
            return
        self.cursor_spot = spot
        if spot.kind is Kind.WEEK:
            self.select_week(spot.index)
        elif spot.kind is Kind.BLOCK:
            self.select_block(spot.index)
        if spot.kind is not Kind.MACRO:
            self.show_weeks(*columns_of(self.view, spot))
        told = facts(self.view, spot)
        self.pointed.emit(told)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, told.text))
        self.update()

    # Events

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colors, grid = look(), self.grid()
        if grid is None:
            painter.fillRect(event.rect(), colors.ground)
            return
        frame = Frame.on(grid, painter, colors)
        dirty = QRectF(event.rect())
        self.strip.paint(painter, grid, colors, self.devicePixelRatioF())
        cursor = self.cursor_spot if self.hasFocus() else None
        paint_moving(frame, Selection(self.block, self.column, cursor))
        if dirty.left() < grid.left or dirty.right() > grid.right:
            paint_gutter(frame)
            painter.fillRect(QRectF(grid.right, 0, self.width() - grid.right, self.height()), colors.ground)
        if dirty.bottom() > grid.lanes.bottom + 1:
            below = QRectF(0, grid.lanes.bottom + 1, self.width(), self.height() - grid.lanes.bottom)
            painter.fillRect(below, colors.ground)
            paint_legend(frame)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitted:
            self.fit_season()
        else:
            self.set_scale(self.scale)

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
            spot = self._spot_at(event.position())
            if spot is not None:
                self.move_cursor(spot)
        self._pressed, self._panning = None, False
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        spot = self._spot_at(event.position())
        if spot is not None:
            self.open_spot(spot)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hovered = None
        self._tell_cursor()

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
        elif key == Qt.Key.Key_Escape and not self._fitted:
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
        elif spot.kind is Kind.MACRO:
            self.fit_season()
        self.activated.emit(spot)

    def _spot_at(self, point: QPointF) -> Spot | None:
        grid = self.grid()
        return None if grid is None else spot_at(grid, point)

    def _hover(self, point: QPointF) -> None:
        spot = self._spot_at(point)
        if spot != self._hovered:
            self._hovered = spot
            if spot is not None and self.view is not None:
                self.pointed.emit(facts(self.view, spot))
            else:
                self._tell_cursor()

    def _tell_cursor(self) -> None:
        """Without a pointer on anything, the facts are those of the keyboard's spot or the week in hand."""
        spot = self.cursor_spot
        if spot is None and self.column is not None:
            spot = Spot(Kind.WEEK, self.column)
        self.pointed.emit(None if self.view is None or spot is None else facts(self.view, spot))

    def tip(self, point: QPointF) -> str:
        """The tooltip at a point, empty where there is none."""
        spot = self._spot_at(point)
        return facts(self.view, spot).html if self.view is not None and spot is not None else ""

    def _show_tip(self, event: QHelpEvent) -> None:
        point = QPointF(event.pos())
        spot, grid = self._spot_at(point), self.grid()
        if spot is None or grid is None:
            QToolTip.hideText()
            return
        QToolTip.showText(event.globalPos(), self.tip(point), self, spot_box(grid, spot).toAlignedRect())

    def sizeHint(self) -> QSize:
        return QSize(900, 340)
