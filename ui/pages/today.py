"""Who needs you today: the roster by urgency, and what this week asks of everybody."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QAction, QFont, QPainter
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.changes import Changes
from models.values.athletes import Attention, RosterRow
from ui.kit.icons import dress
from ui.kit.page import Desk, Page
from ui.kit.theme import Space, TextSize, attention_look, font, tones
from ui.widgets.empty import Welcome
from ui.widgets.skeleton import Skeleton
from ui.widgets.tables import LEFT, RIGHT, Column, TableView
from ui.widgets.week import WeekPanel
from ui.widgets.wording import NOTHING, countdown, short_day

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_URGENCY = (Attention.HOLD_BACK, Attention.UNKNOWN, Attention.STEADY, Attention.READY)


class TodayPage(Page):
    """The first page: one glance says where to begin."""

    word = "today"
    title = "Today"
    cares_about = Changes.ATHLETES | Changes.PLAN | Changes.WORKOUTS | Changes.READINESS
    follows_athlete = False

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._table = TableView(_columns(desk), "Athletes by urgency", row_height=58)
        self._week = WeekPanel()
        self._board = QWidget()
        self._welcome: Welcome | None = None
        self._layers = QStackedWidget()
        self._add = QAction("&Add Athlete", self)
        dress(self._add, "add-person")
        self._build()
        self._add.triggered.connect(lambda: desk.action_wanted.emit("add_athlete"))
        self._table.row_selected.connect(lambda row: desk.select_athlete(row.athlete.id))
        self._table.row_activated.connect(self._open_plan)
        desk.athlete_selected.connect(self._follow_athlete)
        desk.theme_changed.connect(self._table.viewport().update)

    def header_actions(self) -> Sequence[QAction]:
        return () if self._layers.currentWidget() is self._welcome else (self._add,)

    def reload(self) -> None:
        athletes, today = self.desk.services.athletes, self.desk.today()
        self.desk.run(lambda: athletes.roster(today), self._show)

    def _build(self) -> None:
        row = QHBoxLayout(self._board)
        row.setContentsMargins(Space.L, Space.S, Space.L, Space.L)
        row.setSpacing(Space.L)
        row.addWidget(self._table, 1)
        row.addWidget(self._week)
        self._layers.addWidget(Skeleton())
        self._layers.addWidget(self._board)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._layers)

    def _show(self, roster: Sequence[RosterRow]) -> None:
        if roster:
            rows = by_urgency(roster)
            self._table.show_rows(rows, select=lambda row: row.athlete.id == self.desk.athlete)
            self._week.show_roster(rows, self.desk.today())
            self._layers.setCurrentWidget(self._board)
            self.subtitle = summary(rows)
        else:
            self._layers.setCurrentWidget(self._welcome_layer())
            self.subtitle = ""
        self.header_changed.emit()
        self.loaded.emit()

    def _welcome_layer(self) -> Welcome:
        if self._welcome is None:
            self._welcome = Welcome()
            self._welcome.chosen.connect(self.desk.action_wanted)
            self.desk.theme_changed.connect(self._welcome.redress)
            self._layers.addWidget(self._welcome)
        return self._welcome

    def _follow_athlete(self, athlete_id: str) -> None:
        rows: Sequence[RosterRow] = self._table.rows.rows
        self._table.show_rows(rows, select=lambda row: row.athlete.id == athlete_id)

    def _open_plan(self, row: RosterRow) -> None:
        self.desk.select_athlete(row.athlete.id)
        self.desk.page_wanted.emit("plan")


def by_urgency(roster: Sequence[RosterRow]) -> list[RosterRow]:
    """Those who should hold back first, then those nobody has heard of, the ready ones last."""
    return sorted(
        roster,
        key=lambda row: (_URGENCY.index(row.attention), row.freshness if row.freshness is not None else 2.0),
    )


def summary(rows: Sequence[RosterRow]) -> str:
    """The roster in a sentence: `8 athletes: 2 hold back, 1 no check-in, 5 ready`."""
    counts = [(state, sum(row.attention is state for row in rows)) for state in _URGENCY]
    parts = ", ".join(f"{count} {state.value}" for state, count in counts if count)
    return f"{len(rows)} athlete{'' if len(rows) == 1 else 's'}: {parts}"


def _columns(desk: Desk) -> tuple[Column, ...]:
    return (
        Column("State", lambda row: row.attention.value, width=132, paint=_paint_state),
        Column("Athlete", _athlete_text, paint=_paint_athlete, tip=lambda row: "\n".join(row.reasons)),
        Column("Freshness", _freshness_text, width=120, paint=_paint_freshness),
        Column("Last workout", lambda row: _ago(row.last_workout, desk.today()), align=LEFT, width=104),
        Column("Sessions", _sessions, align=LEFT, width=92, tip=_sessions_tip),
        Column("Event", lambda row: _event(row, desk.today()), align=RIGHT, width=104),
    )


def _paint_state(painter: QPainter, rect: QRect, row: RosterRow) -> None:
    look = attention_look(row.attention)
    painter.setPen(look.colour)
    painter.setFont(font(TextSize.BODY, QFont.Weight.DemiBold))
    painter.drawText(QRect(rect.left(), rect.top(), 16, rect.height()), _LEFT, look.shape)
    painter.drawText(rect.adjusted(20, 0, 0, 0), _LEFT, look.word)


def _paint_athlete(painter: QPainter, rect: QRect, row: RosterRow) -> None:
    upper = QRect(rect.left(), rect.center().y() - 18, rect.width(), 18)
    lower = QRect(rect.left(), rect.center().y() + 2, rect.width(), 16)
    painter.setFont(font(TextSize.BODY, QFont.Weight.DemiBold))
    name = painter.fontMetrics().elidedText(row.athlete.label, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(upper, _LEFT, name)
    painter.setFont(font(TextSize.SMALL))
    painter.setPen(tones().muted)
    reasons = " · ".join(row.reasons) or "Nothing stands out."
    painter.drawText(lower, _LEFT, painter.fontMetrics().elidedText(reasons, Qt.TextElideMode.ElideRight, rect.width()))


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


def _athlete_text(row: RosterRow) -> str:
    return f"{row.athlete.label}. {' '.join(row.reasons)}".strip()


def _freshness_text(row: RosterRow) -> str:
    return NOTHING if row.freshness is None else f"{round(row.freshness * 100)} of 100"


def _ago(day: date | None, today: date) -> str:
    if day is None:
        return NOTHING
    days = (today - day).days
    if days <= 0:
        return "today"
    return "yesterday" if days == 1 else f"{days} days ago" if days < 60 else short_day(day)


def _sessions(row: RosterRow) -> str:
    done, missed = row.sessions_28_days, row.missed_28_days
    return f"{done} done" if not missed else f"{done} of {done + missed}"


def _sessions_tip(row: RosterRow) -> str:
    return f"{row.sessions_28_days} sessions done and {row.missed_28_days} missed in the last 28 days"


def _event(row: RosterRow, today: date) -> str:
    if row.event_date is None or row.event_date < today:
        return NOTHING
    return countdown(row.event_date, today)
