"""The season as a table: a row a week, in step with the timeline above it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QHeaderView

from models.values.plan import SeasonWeek
from models.values.positions import shown
from ui.kit.theme import tones
from ui.widgets import wording
from ui.widgets.season_facts import share, state_text, top_muscles, week_facts
from ui.widgets.tables import RIGHT, Column, TableView
from ui.widgets.timeline_look import Face, elided, look, paint_fill, put_text, text_width
from ui.widgets.timeline_view import SeasonView, WeekState
from ui.widgets.timeline_weeks import paint_sign

ROW_HEIGHT: Final = 28


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A week as the table's columns see it."""

    view: SeasonView
    column: int

    @property
    def week(self) -> SeasonWeek:
        return self.view.weeks[self.column]

    @property
    def state(self) -> WeekState:
        return self.view.states[self.column]

    @property
    def block(self) -> int | None:
        return self.view.block_at(self.column)


def _number(row: WeekRow) -> str:
    return wording.NOTHING if row.week.index < 0 else str(shown(row.week.index))


def _dates(row: WeekRow) -> str:
    return f"{wording.short_day(row.week.start)} – {wording.short_day(row.week.start + timedelta(days=6))}"


def _block(row: WeekRow) -> str:
    if row.block is None or row.week.week_in_block is None:
        return "Before the plan"
    block = row.view.blocks[row.block]
    return f"{wording.block_name(block.block_type)} {shown(row.week.week_in_block)}/{block.duration_weeks}"


def _rir(row: WeekRow) -> str:
    if row.week.performed_rir is None:
        return wording.number(row.week.rir)
    return f"{wording.number(row.week.rir)} · {wording.number(row.week.performed_rir)}"


def _sets(row: WeekRow) -> str:
    planned, done = row.week.planned_hard_sets, row.week.performed_hard_sets
    if planned is None:
        return wording.number(done)
    return f"{wording.number(done)} / {planned}"


def _compliance(row: WeekRow) -> str:
    return f"{share(row.week)} {state_text(row.state)}" if share(row.week) != wording.NOTHING else wording.NOTHING


def _sessions(row: WeekRow) -> str:
    return wording.NOTHING if row.week.performed_hard_sets is None else str(row.week.sessions)


def _muscles(row: WeekRow) -> str:
    return top_muscles(row.week.planned_sets or row.week.performed_sets)


def _tip(row: WeekRow) -> str:
    return week_facts(row.view, row.column).html


def _paint_number(painter: QPainter, rect: QRect, row: WeekRow) -> None:
    """The week's number; the present week wears today's pill."""
    text, shade = _number(row), tones()
    middle = rect.center().y() + 0.5
    if row.column != int(row.view.today):
        put_text(painter, text, rect.left(), middle, Face.BODY, shade.text if row.week.index >= 0 else shade.muted)
        return
    width = text_width(text, Face.STRONG) + 14
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shade.today)
    painter.drawRoundedRect(QRectF(rect.left() - 5, middle - 9, width, 18), 9, 9)
    put_text(painter, text, rect.left() + 2, middle, Face.STRONG, look().on_today)


def _paint_block(painter: QPainter, rect: QRect, row: WeekRow) -> None:
    middle = rect.center().y() + 0.5
    if row.block is None:
        put_text(painter, _block(row), rect.left() + 22, middle, Face.BODY, tones().muted)
        return
    kind = row.view.block_bands[row.block].kind
    paint_fill(painter, QRectF(rect.left() + 0.5, middle - 6.5, 14, 13), look().fill(kind), 3)
    text = elided(_block(row), rect.width() - 22, Face.BODY)
    put_text(painter, text, rect.left() + 22, middle, Face.BODY, tones().text)


def _paint_compliance(painter: QPainter, rect: QRect, row: WeekRow) -> None:
    """A sign, the percentage and a bar that is full at 100 %."""
    text, shade, middle = share(row.week), tones(), rect.center().y() + 0.5
    if text == wording.NOTHING:
        put_text(painter, text, rect.left() + 16, middle, Face.BODY, shade.muted)
        return
    color = look().warning if row.state is WeekState.MISSED else shade.text
    if row.state is WeekState.UNDER_WAY:
        put_text(painter, "◐", rect.left(), middle, Face.SMALL, shade.muted)
    paint_sign(painter, row.state, rect.left() + 5, middle + 3.5, color)
    put_text(painter, text, rect.left() + 16, middle, Face.BODY, color)
    track = QRectF(rect.left() + 64, middle - 2, max(0, rect.width() - 66), 4)
    painter.fillRect(track, shade.border)
    done = (row.week.performed_hard_sets or 0) / (row.week.planned_hard_sets or 1)
    track.setWidth(track.width() * min(1.0, done))
    painter.fillRect(track, look().warning if row.state is WeekState.MISSED else shade.performed)


COLUMNS: Final = (
    Column("Week", _number, width=54, paint=_paint_number, tip=_tip),
    Column("Dates", _dates, width=134, tip=_tip),
    Column("Block", _block, width=158, paint=_paint_block, tip=_tip),
    Column("RIR", _rir, width=76, tip=lambda _row: "Planned · mean of what was logged"),
    Column("Hard sets", _sets, align=RIGHT, width=76, tip=lambda _row: "Performed / planned"),
    Column("Done", _compliance, width=112, paint=_paint_compliance, tip=_tip),
    Column("Sessions", _sessions, align=RIGHT, width=70, tip=_tip),
    Column("Most sets", _muscles, tip=_tip),
)


HIDING: Final = ((7, 800), (6, 700), (3, 630), (1, 552))
"""Columns that give way when the table is narrower than so many pixels, the least missed first."""


class SeasonTable(TableView):
    """Week by week; selection and scrolling are kept in step with the timeline by the page."""

    week_selected = Signal(int)
    """Column of the week chosen here, never one chosen by `select_week`."""
    weeks_shown = Signal(int, int)
    """First and one-past-last column in sight after scrolling here."""

    def __init__(self) -> None:
        super().__init__(COLUMNS, "Season week by week", ROW_HEIGHT)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._following = False
        self.row_selected.connect(self._tell)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def show_season(self, view: SeasonView | None) -> None:
        """Show the weeks of another season."""
        self._following = True
        self.show_rows([] if view is None else [WeekRow(view, column) for column in range(view.columns)])
        self._following = False

    def select_week(self, column: int) -> None:
        """Follow the timeline: select the row of a week, -1 for none."""
        self._following = True
        if column < 0:
            self.clearSelection()
            self.setCurrentIndex(self.rows.index(-1, -1))
        elif self.currentIndex().row() != column:
            top, bottom = self.shown_weeks()
            self.selectRow(column)
            if not top < column < bottom - 1:
                self.scrollTo(self.rows.index(column, 0), self.ScrollHint.PositionAtCenter)
        self._following = False

    def show_weeks(self, first: int, end: int) -> None:
        """Follow the timeline: bring its weeks into sight where they are not."""
        top, bottom = self.shown_weeks()
        if not self.rows.rows or (top <= first and end <= bottom) or (first <= top and bottom <= end):
            return
        self._following = True
        self.scrollTo(self.rows.index(max(0, first), 0), self.ScrollHint.PositionAtTop)
        self._following = False

    def shown_weeks(self) -> tuple[int, int]:
        """First and one-past-last row in sight."""
        first = max(0, self.rowAt(0))
        last = self.rowAt(self.viewport().height() - 1)
        return first, (len(self.rows.rows) if last < 0 else last + 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        for column, width in HIDING:
            self.setColumnHidden(column, self.width() < width)
        # Whoever is left takes the room: the muscles where they are shown, else the block.
        narrow = self.isColumnHidden(7)
        mode = QHeaderView.ResizeMode.Stretch if narrow else QHeaderView.ResizeMode.Interactive
        if self.horizontalHeader().sectionResizeMode(2) is not mode:
            self.horizontalHeader().setSectionResizeMode(2, mode)
            self.horizontalHeader().resizeSection(2, COLUMNS[2].width)
        super().resizeEvent(event)

    def _tell(self, row: WeekRow) -> None:
        if not self._following:
            self.week_selected.emit(row.column)

    def _scrolled(self) -> None:
        if not self._following:
            self.weeks_shown.emit(*self.shown_weeks())
