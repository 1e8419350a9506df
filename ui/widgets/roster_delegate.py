"""Paints the roster's cells: state, name, freshness, and the band of blocks with the timeline's own painter."""

from collections import OrderedDict
from datetime import date, timedelta
from enum import IntEnum
from typing import Final

from PySide6.QtCore import QLineF, QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from models.values.athletes import RosterBlock, RosterRow
from ui.kit.theme import attention_look, tones
from ui.widgets import wording
from ui.widgets.tables import RowsTable
from ui.widgets.timeline_look import Face, elided, fitting, look, paint_fill, put_text, text_width

ROW_HEIGHT: Final = 50
WEEKS_BACK: Final = 8
BAND_WEEKS: Final = 16
"""Weeks on the roster's time axis, half of them behind today."""
PAD: Final = 9
BANDS_KEPT: Final = 96
"""Rendered bands to keep: a screenful and what was just scrolled away."""


class At(IntEnum):
    """The roster's columns, left to right."""

    STATE = 0
    NAME = 1
    GOAL = 2
    AGE = 3
    FRESHNESS = 4
    BAND = 5
    LAST = 6
    MISSED = 7
    EVENT = 8


class Axis:
    """The roster's time axis: weeks around today."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.start = today - timedelta(days=today.weekday(), weeks=WEEKS_BACK)

    def x(self, rect: QRect, day: date) -> float:
        return rect.left() + (day - self.start).days / 7 * rect.width() / BAND_WEEKS


class RosterDelegate(QStyledItemDelegate):
    """One painter for all cells; the style is not asked, which quarters a frame."""

    def __init__(self, rows: RowsTable, parent: QWidget) -> None:
        super().__init__(parent)
        self.axis = Axis(date(2000, 1, 3))
        self.hovered = -1
        self.shows_age = self.shows_missed = True
        """Whether training age and missed sessions have columns of their own."""
        self._rows = rows
        self._bands: OrderedDict[tuple[int, int, float, bool], QPixmap] = OrderedDict()

    def forget(self) -> None:
        """Drop the rendered bands: rows, theme or fonts are new."""
        self._bands.clear()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect
        painter.fillRect(rect, tones().surface)
        self.paint_cell(painter, rect, self._rows.rows[index.row()], index.column())

    def paint_row(self, painter: QPainter, rect: QRect, number: int, *, selected: bool) -> None:
        """The ground of a row: hovered or selected, which also shows as a bar at its left edge."""
        shade = tones()
        ground = shade.accent_soft if selected else shade.raised if number == self.hovered else shade.surface
        painter.fillRect(rect, ground)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, shade.grid)
        if selected:
            painter.fillRect(rect.left(), rect.top(), 3, rect.height() - 1, shade.accent)

    def paint_cell(self, painter: QPainter, rect: QRect, row: RosterRow, column: int) -> None:
        """A cell over its row's ground."""
        if column == At.BAND:
            self._paint_band(painter, rect.adjusted(6, 0, -6, -1), row)
        elif column == At.STATE:
            _paint_state(painter, rect, row)
        elif column == At.NAME:
            _paint_name(painter, rect, row)
        elif column == At.FRESHNESS:
            _paint_freshness(painter, rect, row)
        else:
            text = self._rows.columns[column].text
            self._paint_text(painter, rect, text(row), self._below(row, column))

    def _below(self, row: RosterRow, column: int) -> str:
        """The second line of a cell that speaks for a hidden column."""
        if column == At.GOAL and not self.shows_age and row.training_age:
            return self._rows.columns[At.AGE].text(row)
        if column == At.LAST and not self.shows_missed and row.missed_28_days:
            return f"{row.missed_28_days} missed"
        return ""

    def _paint_text(self, painter: QPainter, rect: QRect, text: str, below: str) -> None:
        room, left, middle = rect.width() - 2 * PAD, rect.left() + PAD, rect.center().y()
        put_text(painter, elided(text, room, Face.BODY), left, middle - (9 if below else 0), Face.BODY, tones().text)
        if below:
            put_text(painter, elided(below, room, Face.SMALL), left, middle + 9, Face.SMALL, tones().muted)

    def _paint_band(self, painter: QPainter, rect: QRect, row: RosterRow) -> None:
        """The band from its rendered picture; transparent, so that it serves selected rows too."""
        device = painter.device()
        ratio = device.devicePixelRatio() if device is not None else 1.0
        key = (id(row), rect.width(), ratio, look().dark)
        made = self._bands.get(key)
        if made is None:
            made = QPixmap(round(rect.width() * ratio), round(rect.height() * ratio))
            made.setDevicePixelRatio(ratio)
            made.fill(Qt.GlobalColor.transparent)
            inner = QPainter(made)
            paint_band(inner, QRect(0, 0, rect.width(), rect.height()), row, self.axis)
            inner.end()
            self._bands[key] = made
            if len(self._bands) > BANDS_KEPT:
                self._bands.popitem(last=False)
        painter.drawPixmap(rect.topLeft(), made)


def _paint_state(painter: QPainter, rect: QRect, row: RosterRow) -> None:
    state = attention_look(row.attention)
    put_text(painter, state.shape, rect.left() + PAD, rect.center().y(), Face.BODY, state.colour)
    put_text(painter, state.word, rect.left() + PAD + 18, rect.center().y(), Face.STRONG, state.colour)


def _paint_name(painter: QPainter, rect: QRect, row: RosterRow) -> None:
    """The name, under it the most urgent reason for the state."""
    room, middle, left = rect.width() - 2 * PAD, rect.center().y(), rect.left() + PAD
    reason = row.reasons[0] if row.reasons else row.athlete.email
    put_text(painter, elided(row.athlete.label, room, Face.NAME), left, middle - 9, Face.NAME, tones().text)
    put_text(painter, elided(reason, room, Face.SMALL), left, middle + 9, Face.SMALL, tones().muted)


def _paint_freshness(painter: QPainter, rect: QRect, row: RosterRow) -> None:
    """The number, and a bar filled as far."""
    shade, middle = tones(), rect.center().y()
    if row.freshness is None:
        put_text(painter, wording.NOTHING, rect.left() + PAD, middle, Face.BODY, shade.muted)
        return
    put_text(painter, str(round(100 * row.freshness)), rect.left() + PAD, middle - 6, Face.BODY, shade.text)
    track = QRectF(rect.left() + PAD, middle + 6, rect.width() - 2 * PAD, 4)
    painter.fillRect(track, shade.border)
    track.setWidth(track.width() * row.freshness)
    painter.fillRect(track, attention_look(row.attention).colour)


def paint_band(painter: QPainter, rect: QRect, row: RosterRow, axis: Axis) -> None:
    """Sixteen weeks: blocks above, performed hard sets as small bars below, today through both."""
    colors = look()
    x = axis.x(rect, axis.today) + 0.5 * rect.width() / BAND_WEEKS / 7
    lane = QRectF(rect.left(), rect.top() + 7, rect.width(), 19)
    if row.blocks:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for block in row.blocks:
            _paint_block(painter, rect, lane, block, axis)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    else:
        put_text(painter, "No season planned", lane.left() + 2, lane.center().y(), Face.SMALL, colors.muted)
    base, week = rect.bottom() - 5.0, rect.width() / BAND_WEEKS
    painter.setPen(colors.grid)
    painter.drawLine(QLineF(rect.left(), base + 0.5, rect.right(), base + 0.5))
    # Each athlete has a scale of their own: the bars tell how their weeks ran, the tooltip how many sets.
    most = max((sets for _, sets in row.weekly_sets), default=1)
    for monday, sets in row.weekly_sets:
        if sets:
            height = max(1.0, round(14.0 * sets / most))
            width = max(2, round(week * 0.6))
            left = round(axis.x(rect, monday) + (week - width) / 2)
            painter.fillRect(QRectF(left, base - height, width, height), colors.performed)
    painter.setPen(QPen(colors.today, 1.4))
    painter.drawLine(QLineF(round(x) + 0.5, rect.top() + 2, round(x) + 0.5, rect.bottom() - 2))
    if row.event_date is not None and axis.today <= row.event_date < axis.start + timedelta(weeks=BAND_WEEKS):
        put_text(painter, "⚑", axis.x(rect, row.event_date) - 2, base - 7, Face.SMALL, colors.text)


def _paint_block(painter: QPainter, rect: QRect, lane: QRectF, block: RosterBlock, axis: Axis) -> None:
    left = max(lane.left(), axis.x(rect, block.start) + 1)
    right = min(lane.right(), axis.x(rect, block.start + timedelta(weeks=block.weeks)) - 1)
    if right <= left:
        return
    box = QRectF(round(left) + 0.5, lane.top() + 0.5, round(right) - round(left) - 1, lane.height() - 1)
    fill = look().fill(str(block.block_type))
    paint_fill(painter, box, fill, 3.5)
    text = fitting(wording.block_labels(block.block_type), box.width() - 8, Face.SMALL)
    if not text:
        return
    width = text_width(text, Face.SMALL)
    x = box.center().x() - width / 2 if len(text) < 4 else box.left() + 5
    if fill.is_hatched:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill.fill)
        painter.drawRoundedRect(QRectF(x - 2, box.top() + 2, width + 4, box.height() - 4), 3, 3)
    put_text(painter, text, x, box.center().y() + 0.5, Face.SMALL, fill.ink)
