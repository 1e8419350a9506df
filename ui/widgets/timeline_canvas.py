"""The season timeline's picture and state: what is shown, how far it is zoomed, what is in hand."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.widgets.season_facts import Kind, Spot, facts, summary
from ui.widgets.timeline_frame import Frame, Grid, canvas_of, grid_of
from ui.widgets.timeline_hits import columns_of, spot_at
from ui.widgets.timeline_layout import LEAST_HEIGHT
from ui.widgets.timeline_look import look
from ui.widgets.timeline_marks import paint_gutter, paint_legend
from ui.widgets.timeline_painter import Selection, paint_moving
from ui.widgets.timeline_scale import Scale
from ui.widgets.timeline_strip import Strip
from ui.widgets.timeline_view import SeasonView


class TimelineCanvas(QWidget):
    """One athlete's season, painted; `Timeline` adds mouse and keyboard."""

    week_selected = Signal(int)
    """Column of the week in hand, -1 for none."""
    block_selected = Signal(int)
    """Index of the block in hand, -1 for none."""
    activated = Signal(object)
    """Enter or a double click on a `Spot`."""
    pointed = Signal(object)
    """`Facts` of what the pointer or the keyboard is on, None for nothing."""
    scale_changed = Signal()
    spot_taken = Signal(object)
    """The `Spot` that was clicked on or stepped to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view: SeasonView | None = None
        self.scale = Scale()
        self.strip = Strip()
        self.column: int | None = None
        self.block: int | None = None
        self.cursor_spot: Spot | None = None
        self.is_fitted = True
        """Whether the whole season is shown, and is to stay so when the widget is resized."""
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
        self.cursor_spot = None
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
        self.is_fitted = False
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
            self.is_fitted = True

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
        self.tell_cursor()
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
        self.spot_taken.emit(spot)
        self.update()

    def tell_cursor(self) -> None:
        """Without a pointer on anything, the facts are those of the keyboard's spot or the week in hand."""
        spot = self.cursor_spot
        if spot is None and self.column is not None:
            spot = Spot(Kind.WEEK, self.column)
        self.pointed.emit(None if self.view is None or spot is None else facts(self.view, spot))

    # Painting

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
        if self.is_fitted:
            self.fit_season()
        else:
            self.set_scale(self.scale)

    def spot_under(self, point: QPointF) -> Spot | None:
        grid = self.grid()
        return None if grid is None else spot_at(grid, point)

    def tip(self, point: QPointF) -> str:
        """The tooltip at a point, empty where there is none."""
        spot = self.spot_under(point)
        return facts(self.view, spot).html if self.view is not None and spot is not None else ""

    def sizeHint(self) -> QSize:
        return QSize(900, 340)
