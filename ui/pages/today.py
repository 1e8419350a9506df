"""Who needs you today: the roster by urgency, and what this week asks of everybody."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QAction, QFont, QPainter, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.changes import Changes
from models.values.athletes import Attention, RosterRow
from ui.kit.icons import dress
from ui.kit.page import Desk, Page
from ui.kit.theme import Space, TextSize, attention_look, font, tones
from ui.widgets.skeleton import Skeleton
from ui.widgets.tables import RIGHT, Column, TableView
from ui.widgets.week import WeekPanel
from ui.widgets.wording import NOTHING, countdown, short_day

if TYPE_CHECKING:
    from models.values.weeks import NextSession
    from ui.widgets.empty import Welcome
    from ui.widgets.next_session import NextSessionBar

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_ROOM_FOR_WEEK = 900
_URGENCY = (Attention.HOLD_BACK, Attention.UNKNOWN, Attention.STEADY, Attention.READY)


class TodayPage(Page):
    """The first page: one glance says where to begin."""

    word = "today"
    title = "Today"
    cares_about = Changes.ATHLETES | Changes.PLAN | Changes.WORKOUTS | Changes.READINESS
    follows_athlete = False
    needs_services = False

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._table = TableView(_columns(desk), "Athletes by urgency", row_height=58)
        self._left = QVBoxLayout()
        self._next: NextSessionBar | None = None
        self._week = WeekPanel()
        self._board = QWidget()
        self._welcome: Welcome | None = None
        self._layers = QStackedWidget()
        self._plan = QAction("Open &Plan", self)
        dress(self._plan, "plan")
        self._add = QAction("&Add Athlete…", self)
        dress(self._add, "add-person")
        self._build()
        self._plan.triggered.connect(lambda: desk.page_wanted.emit("plan"))
        self._add.triggered.connect(lambda: desk.action_wanted.emit("add_athlete"))
        self._table.row_selected.connect(lambda row: desk.select_athlete(row.athlete.id))
        self._table.row_activated.connect(self._open_plan)
        desk.opened.connect(self._ask_for_next)
        desk.athlete_selected.connect(self._follow_athlete)
        desk.theme_changed.connect(self._table.viewport().update)
        desk.proposals_counted.connect(self._table.viewport().update)

    def header_actions(self) -> Sequence[QAction]:
        return () if self._layers.currentWidget() is self._welcome else (self._plan, self._add)

    def reload(self) -> None:
        roster, today = self.desk.roster, self.desk.today()
        self.desk.run(lambda: roster.today(today), self._show)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the roster needs it more than the week beside it."""
        super().resizeEvent(event)
        self._week.setVisible(self.width() >= _ROOM_FOR_WEEK)

    def _build(self) -> None:
        row = QHBoxLayout(self._board)
        row.setContentsMargins(Space.L, Space.S, Space.L, Space.L)
        row.setSpacing(Space.L)
        self._left.setSpacing(Space.M)
        self._left.addWidget(self._table, 1)
        row.addLayout(self._left, 1)
        row.addWidget(self._week)
        self._layers.addWidget(Skeleton())
        self._layers.addWidget(self._board)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._layers)

    def _show(self, roster: Sequence[RosterRow]) -> None:
        if roster:
            self._table.show_rows(roster, select=lambda row: row.athlete.id == self.desk.athlete)
            self._week.show_roster(roster, self.desk.today())
            self._layers.setCurrentWidget(self._board)
            self.subtitle = summary(roster)
            self._ask_for_next()
        else:
            self._layers.setCurrentWidget(self._welcome_layer())
            self.subtitle = ""
        self.header_changed.emit()
        self.loaded.emit()

    def _welcome_layer(self) -> "Welcome":
        if self._welcome is None:
            from ui.widgets.empty import Welcome  # noqa: PLC0415 - seen once in the program's life

            self._welcome = Welcome()
            self._welcome.chosen.connect(self.desk.action_wanted)
            self.desk.theme_changed.connect(self._welcome.redress)
            self._layers.addWidget(self._welcome)
        return self._welcome

    def _follow_athlete(self, athlete_id: str) -> None:
        # Not by showing the rows anew: the second half of a double click would find the first half's row gone.
        self._table.select(lambda row: row.athlete.id == athlete_id)
        self._ask_for_next()

    def _ask_for_next(self) -> None:
        """Name the next session of the athlete in hand; the roster is there before what knows of sessions."""
        desk, athlete = self.desk, self.desk.athlete_in_hand
        if athlete is None or not desk.is_open or not self.isVisible():
            return
        weeks, today = desk.services.weeks, desk.today()

        def then(found: "NextSession | None") -> None:
            if desk.athlete == athlete.id:
                self._next_bar().show_session(found, athlete.label, today)

        desk.run(lambda: weeks.next_session(athlete.id, today), then)

    def _next_bar(self) -> "NextSessionBar":
        if self._next is None:
            from ui.widgets.next_session import NextSessionBar  # noqa: PLC0415 - seen when the roster has long been

            self._next = NextSessionBar()
            self._next.session_wanted.connect(self.desk.open_session)
            self._left.addWidget(self._next)
        return self._next

    def _open_plan(self, row: RosterRow) -> None:
        self.desk.select_athlete(row.athlete.id)
        self.desk.page_wanted.emit("plan")


def summary(rows: Sequence[RosterRow]) -> str:
    """The roster in a sentence: `8 athletes: 2 hold back, 1 no check-in, 5 ready`."""
    counts = [(state, sum(row.attention is state for row in rows)) for state in _URGENCY]
    parts = ", ".join(f"{count} {state.value}" for state, count in counts if count)
    made_up = "Demo · " if all(row.athlete.is_demo for row in rows) else ""
    return f"{made_up}{len(rows)} athlete{'' if len(rows) == 1 else 's'}: {parts}"


def _columns(desk: Desk) -> tuple[Column, ...]:
    def paint_athlete(painter: QPainter, rect: QRect, row: RosterRow) -> None:
        _two_lines(painter, rect, row.athlete.label, _reasons(row, desk), QFont.Weight.DemiBold)

    def paint_training(painter: QPainter, rect: QRect, row: RosterRow) -> None:
        _two_lines(painter, rect, _ago(row.last_workout, desk.today()), _sessions(row), QFont.Weight.Normal)

    return (
        Column("State", lambda row: row.attention.value, width=128, paint=_paint_state),
        Column(
            "Athlete",
            lambda row: " ".join(filter(None, (f"{row.athlete.label}.", _proposals(row, desk), *row.reasons))),
            paint=paint_athlete,
            tip=lambda row: "\n".join(filter(None, (_proposals(row, desk), *row.reasons))),
        ),
        Column("Freshness", _freshness_text, width=116, paint=_paint_freshness),
        Column(
            "Last workout",
            lambda row: _training_text(row, desk.today()),
            width=136,
            paint=paint_training,
            tip=_sessions_tip,
        ),
        Column("Event", lambda row: _event(row, desk.today()), align=RIGHT, width=92),
    )


def _paint_state(painter: QPainter, rect: QRect, row: RosterRow) -> None:
    look = attention_look(row.attention)
    painter.setPen(look.colour)
    painter.setFont(font(TextSize.BODY, QFont.Weight.DemiBold))
    painter.drawText(QRect(rect.left(), rect.top(), 16, rect.height()), _LEFT, look.shape)
    painter.drawText(rect.adjusted(20, 0, 0, 0), _LEFT, look.word)


def _two_lines(painter: QPainter, rect: QRect, upper: str, lower: str, weight: QFont.Weight) -> None:
    above = QRect(rect.left(), rect.center().y() - 18, rect.width(), 18)
    below = QRect(rect.left(), rect.center().y() + 2, rect.width(), 16)
    painter.setFont(font(TextSize.BODY, weight))
    elide = Qt.TextElideMode.ElideRight
    painter.drawText(above, _LEFT, painter.fontMetrics().elidedText(upper, elide, rect.width()))
    painter.setFont(font(TextSize.SMALL))
    painter.setPen(tones().muted)
    painter.drawText(below, _LEFT, painter.fontMetrics().elidedText(lower, elide, rect.width()))


def _paint_freshness(painter: QPainter, rect: QRect, row: RosterRow) -> None:
    shade = tones()
    if row.freshness is None:
        painter.setPen(shade.muted)
        painter.drawText(rect, _LEFT, NOTHING)
        return
    painter.setFont(font(TextSize.BODY, QFont.Weight.Medium))
    painter.drawText(rect, _LEFT, f"{round(row.freshness * 100)}")
    bar = QRectF(rect.left() + 32, rect.center().y() - 2, max(20, rect.width() - 40), 6)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shade.border)
    painter.drawRoundedRect(bar, 3, 3)
    painter.setBrush(attention_look(row.attention).colour)
    painter.drawRoundedRect(QRectF(bar.left(), bar.top(), max(6.0, bar.width() * row.freshness), 6), 3, 3)


def _reasons(row: RosterRow, desk: Desk) -> str:
    """What stands out, what waits for a decision first."""
    count = desk.open_proposals.get(row.athlete.id, 0)
    waiting = [f"◇ {count} proposal{'' if count == 1 else 's'}"] if count else []
    return "  ·  ".join([*waiting, *(reason.rstrip(".") for reason in row.reasons)]) or "Nothing stands out"


def _proposals(row: RosterRow, desk: Desk) -> str:
    count = desk.open_proposals.get(row.athlete.id, 0)
    return f"{count} open proposal{'' if count == 1 else 's'}." if count else ""


def _freshness_text(row: RosterRow) -> str:
    return NOTHING if row.freshness is None else f"{round(row.freshness * 100)} of 100"


def _ago(day: date | None, today: date) -> str:
    if day is None:
        return NOTHING
    days = (today - day).days
    if days <= 0:
        return "today"
    return "yesterday" if days == 1 else f"{days} days ago" if days < 60 else short_day(day)


def _training_text(row: RosterRow, today: date) -> str:
    return f"{_ago(row.last_workout, today)}, {_sessions(row)}"


def _sessions(row: RosterRow) -> str:
    done, missed = row.sessions_28_days, row.missed_28_days
    if not done + missed:
        return "nothing logged yet"
    return f"{done} sessions in 4 wk" if not missed else f"{done} of {done + missed} in 4 wk"


def _sessions_tip(row: RosterRow) -> str:
    return f"{row.sessions_28_days} sessions done and {row.missed_28_days} missed in the last 28 days"


def _event(row: RosterRow, today: date) -> str:
    if row.event_date is None or row.event_date < today:
        return NOTHING
    return countdown(row.event_date, today)
