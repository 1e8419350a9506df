"""The roster: every athlete a row, with state, freshness and sixteen weeks of blocks around today."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from html import escape
from typing import Any, Final

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from models.values.athletes import Attention, RosterRow
from ui.kit.theme import attention_look, tones
from ui.widgets import wording
from ui.widgets.roster_delegate import BAND_WEEKS, ROW_HEIGHT, At, Axis, RosterDelegate
from ui.widgets.tables import Column, TableView
from ui.widgets.timeline_look import Face, forget, look, put_text, text_width

URGENCY: Final[Mapping[Attention, int]] = {
    Attention.HOLD_BACK: 0,
    Attention.UNKNOWN: 1,
    Attention.STEADY: 2,
    Attention.READY: 3,
}
_FAR: Final = date(9999, 1, 1)
Key = Callable[[RosterRow], Any]
SORTS: Final[Mapping[str, Key]] = {
    "state": lambda row: URGENCY[row.attention],
    "name": lambda row: row.athlete.label.casefold(),
    "goal": lambda row: wording.goal_name(row.goal),
    "age": lambda row: ("BEGINNER", "INTERMEDIATE", "ADVANCED", "").index(str(row.training_age or "")),
    "freshness": lambda row: 2.0 if row.freshness is None else row.freshness,
    "last": lambda row: row.last_workout or date(1, 1, 1),
    "missed": lambda row: row.missed_28_days,
    "event": lambda row: row.event_date or _FAR,
}
"""What each column sorts by; ties keep the order of urgency in which the rows came."""


def state_text(row: RosterRow) -> str:
    state = attention_look(row.attention)
    return f"{state.shape} {state.word}"


def _reasons(row: RosterRow) -> str:
    return "<br>".join(escape(reason) for reason in row.reasons) or state_text(row)


def _freshness(row: RosterRow) -> str:
    return wording.NOTHING if row.freshness is None else f"{round(100 * row.freshness)} of 100"


def band_text(row: RosterRow) -> str:
    """The band in words: its blocks with their dates."""
    blocks = [
        f"{wording.block_name(block.block_type)} {wording.span(block.start, _end(block.start, block.weeks))}"
        for block in row.blocks
    ]
    return ", ".join(blocks) or "No season planned"


def _end(start: date, count: int) -> date:
    return start + timedelta(weeks=count)


def _band_tip(row: RosterRow) -> str:
    blocks = "".join(
        f"<tr><td style='padding-right:12px'>{escape(wording.block_name(block.block_type))}</td>"
        f"<td>{escape(wording.span(block.start, _end(block.start, block.weeks)))}</td></tr>"
        for block in row.blocks
    )
    sets = ", ".join(str(count) for _, count in row.weekly_sets) or wording.NOTHING
    table = f"<table cellspacing='0'>{blocks}</table>" if blocks else "No season planned<br>"
    return f"<b>{escape(row.athlete.label)}</b>{table}Hard sets a week: {sets}"


def _missed(row: RosterRow) -> str:
    return str(row.missed_28_days) if row.missed_28_days or row.sessions_28_days else wording.NOTHING


def _age(row: RosterRow) -> str:
    return wording.plain(str(row.training_age)) if row.training_age else wording.NOTHING


def columns(today: Callable[[], date]) -> Sequence[Column]:
    """The columns in the order of `At`; `today` is asked when a countdown is shown."""

    def event(row: RosterRow) -> str:
        return wording.NOTHING if row.event_date is None else wording.countdown(row.event_date, today())

    def event_tip(row: RosterRow) -> str:
        return wording.day(row.event_date)

    def last(row: RosterRow) -> str:
        return wording.ago(row.last_workout, today())

    return (
        Column("State", state_text, width=110, tip=_reasons, key="state"),
        Column("Athlete", lambda row: row.athlete.label, width=172, tip=_reasons, key="name"),
        Column("Goal", lambda row: wording.goal_name(row.goal), width=106, key="goal"),
        Column("Training age", _age, width=104, key="age"),
        Column("Freshness", _freshness, width=80, tip=_freshness, key="freshness"),
        Column("", band_text, tip=_band_tip),
        Column("Last workout", last, width=98, tip=lambda row: wording.day(row.last_workout), key="last"),
        Column("Missed", _missed, width=66, tip=lambda _row: "Sessions missed in the last four weeks", key="missed"),
        Column("Event", event, width=88, tip=event_tip, key="event"),
    )


HIDING: Final = ((At.AGE, 1180), (At.MISSED, 1100), (At.LAST, 860), (At.FRESHNESS, 740))
"""Columns that give way to the band when the table is narrower than so many pixels.

Training age then stands under the goal and missed sessions under the last workout.
"""


class RosterTable(TableView):
    """The roster as a table: sort by header, search, keyboard; cells are painted by `RosterDelegate`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._today = date(2000, 1, 3)
        super().__init__(columns(lambda: self._today), "Roster", ROW_HEIGHT)
        if parent is not None:
            self.setParent(parent)
        self._all: Sequence[RosterRow] = ()
        self._search = ""
        self._sorted: tuple[str, bool] = ("", False)
        self.cells = RosterDelegate(self.rows, self)
        self.setItemDelegate(self.cells)
        self._put_header()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.sort_wanted.connect(self.sort_by)

    def _put_header(self) -> None:
        header = RosterHeader(self)
        self.setHorizontalHeader(header)
        self._shape_header(self.rows.columns)
        header.setSectionsClickable(True)
        header.setSortIndicatorClearable(True)

    def show_roster(self, rows: Sequence[RosterRow], today: date) -> None:
        """Show the athletes; search and order stay, and so does the athlete in hand where they still are."""
        self._all, self._today = rows, today
        axis = Axis(today)
        self.cells.axis = axis
        self.cells.forget()
        header = self.horizontalHeader()
        if isinstance(header, RosterHeader):
            header.axis = axis
        self._refill()

    @property
    def total(self) -> int:
        """How many athletes there are, found or not."""
        return len(self._all)

    def retheme(self) -> None:
        """Paint again with the colours now in force."""
        forget()
        self.cells.forget()
        self.viewport().update()
        self.horizontalHeader().viewport().update()

    def search(self, text: str) -> None:
        """Keep the athletes whose name, address or goal has the text in it."""
        self._search = text.strip().casefold()
        self._refill()

    def sort_by(self, key: str, descending: bool) -> None:
        """Order by one of `SORTS`; an empty key is the order of urgency."""
        self._sorted = (key, descending)
        self._refill()

    def select_athlete(self, athlete_id: str) -> None:
        """Put the cursor on an athlete, where they are shown."""
        for number, row in enumerate(self.rows.rows):
            if row.athlete.id == athlete_id and number != self.currentIndex().row():
                self.selectRow(number)

    def _refill(self) -> None:
        current = self.selected_row()
        key, descending = self._sorted
        rows = [row for row in self._all if self._matches(row)]
        if key in SORTS:
            rows.sort(key=SORTS[key], reverse=descending)
        kept = None if current is None else current.athlete.id
        self.show_rows(rows, lambda row: row.athlete.id == kept)

    def _matches(self, row: RosterRow) -> bool:
        told = f"{row.athlete.label} {row.athlete.email} {wording.goal_name(row.goal)} {row.attention.value}"
        return self._search in told.casefold()

    def resizeEvent(self, event: QResizeEvent) -> None:
        for column, width in HIDING:
            self.setColumnHidden(column, self.width() < width)
        self.cells.shows_age = not self.isColumnHidden(At.AGE)
        self.cells.shows_missed = not self.isColumnHidden(At.MISSED)
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Visible rows only, straight to the delegate: the view's own loop asks the style at every cell."""
        painter = QPainter(self.viewport())
        dirty = event.rect()
        first, last = self.rowAt(dirty.top()), self.rowAt(dirty.bottom())
        count = len(self.rows.rows)
        sections = [
            (column, self.columnViewportPosition(column), self.columnWidth(column))
            for column in range(len(self.rows.columns))
            if not self.isColumnHidden(column)
        ]
        selected = self.currentIndex().row()
        for number in range(max(first, 0), (count if last < 0 else last + 1) if first >= 0 else 0):
            top, row = self.rowViewportPosition(number), self.rows.rows[number]
            rect = QRect(0, top, self.viewport().width(), ROW_HEIGHT)
            self.cells.paint_row(painter, rect, number, selected=number == selected)
            for column, left, width in sections:
                if left <= dirty.right() and left + width >= dirty.left():
                    self.cells.paint_cell(painter, QRect(left, top, width, ROW_HEIGHT), row, column)
        below = self.rowViewportPosition(count - 1) + ROW_HEIGHT if count else 0
        if below <= dirty.bottom():
            painter.fillRect(dirty.left(), below, dirty.width(), dirty.bottom() - below + 1, tones().surface)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        for number in {row, self.cells.hovered} if row != self.cells.hovered else ():
            if number >= 0:
                top = self.rowViewportPosition(number)
                self.viewport().update(0, top, self.viewport().width(), ROW_HEIGHT)
        self.cells.hovered = row


class RosterHeader(QHeaderView):
    """A header whose band section is the time axis: months, and where today is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.axis = Axis(date(2000, 1, 3))
        self.setAccessibleName("Roster columns")

    def paintSection(self, painter: QPainter, rect: QRect, index: int) -> None:
        super().paintSection(painter, rect, index)
        if index != At.BAND:
            return
        inner, colors = rect.adjusted(6, 0, -6, 0), look()
        today = self.axis.x(inner, self.axis.today)
        width = text_width("Today", Face.SMALL)
        month = self.axis.start.replace(day=1)
        while month < _end(self.axis.start, BAND_WEEKS):
            following = (month + timedelta(days=32)).replace(day=1)
            left = max(float(inner.left()), self.axis.x(inner, month))
            text = wording.month(month, short=True)
            right = left + text_width(text, Face.SMALL) + 6
            fits = right <= min(inner.right(), self.axis.x(inner, following))
            if fits and (right < today - width / 2 or left > today + width / 2 + 4):
                put_text(painter, text, left, rect.center().y(), Face.SMALL, colors.muted)
            month = following
        put_text(painter, "Today", today - width / 2, rect.center().y(), Face.SMALL, tones().today)
