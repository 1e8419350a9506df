"""The week on the workouts page: its sessions, the sheet of one of them, and the reasons beside it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.changes import Changes
from models.values.days import monday
from models.values.training import SetResult
from models.values.weeks import SessionState, TrainingWeek, WeekSession
from ui.kit.page import Desk
from ui.kit.theme import Space
from ui.pages.workouts_fetch import Loaded, fetch, told_day
from ui.widgets.autoregulation import as_adjusted
from ui.widgets.cards import label
from ui.widgets.citation import CitationRow
from ui.widgets.empty import Empty, Way
from ui.widgets.rationale import RationaleInspector
from ui.widgets.session_sheet import SessionSheet
from ui.widgets.week_sessions import SessionCards, WeekNavigator

if TYPE_CHECKING:
    from models.values.knowledge import Claim

_ROOM_FOR_REASONS = 900
"""Pixels of width below which the reasons are hidden until they are asked for."""


class WeekView(QWidget):
    """Shows a week and hands every wish to the use cases; what they changed comes back through the desk."""

    loaded = Signal()
    acted = Signal(str)
    """What the coach wants done with the session in hand: start, finish, skip, reopen."""
    session_changed = Signal()
    """Another session is in hand, or it stands otherwise."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.week: TrainingWeek | None = None
        self._monday: date | None = None
        self._wanted = ""
        self._as_rpe = desk.settings.effort_as_rpe
        self._stops: list[QWidget] = []
        self._asked_for_reasons: bool | None = None
        self._claims: Mapping[str, Claim] = {}
        self.navigator = WeekNavigator()
        self.cards = SessionCards()
        self.sheet = SessionSheet()
        self.inspector = RationaleInspector()
        self.inspector.cite_with(self._cite)
        self.board = QWidget()
        self.layers = QStackedWidget()
        self._build()
        self._connect()

    @property
    def session(self) -> WeekSession | None:
        """The session in hand."""
        if self.week is None:
            return None
        return next((one for one in self.week.sessions if one.id == self._wanted), None)

    @property
    def monday(self) -> date:
        return self._monday or monday(self.desk.today())

    def show_session(self, workout_id: str) -> None:
        """Go to the week of a workout and take it in hand."""
        weeks = self.desk.services.weeks

        def then(found: date) -> None:
            self._monday, self._wanted = found, workout_id
            self.reload()

        self.desk.run(lambda: weeks.monday_of(workout_id), then)

    def step(self, weeks: int) -> None:
        """Go some weeks on, or with 0 back to this one."""
        self._monday = None if weeks == 0 else self.monday + timedelta(weeks=weeks)
        self._wanted = ""
        self.reload()

    def go_to(self, day: date, workout_id: str = "") -> None:
        """Show the week of a day."""
        self._monday, self._wanted = monday(day), workout_id
        self.reload()

    def reload(self) -> None:
        """Fetch the week and the session in hand."""
        athlete, services, today = self.desk.athlete, self.desk.services, self.desk.today()
        first, wanted = self.monday, self._wanted

        self.desk.run(lambda: fetch(services, athlete, first, wanted, today), self._show)

    def toggle_reasons(self) -> None:
        """Show or hide the reasons beside the sheet."""
        self._show_reasons(on=self.inspector.isHidden())

    def log(self, set_id: str, result: SetResult) -> None:
        """Write down what was done in a set."""
        completing, now = self.desk.services.completing, datetime.now(UTC)
        self._do(lambda: completing.log_set(set_id, result, now))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the sheet needs it more than the reasons."""
        super().resizeEvent(event)
        if self._asked_for_reasons is None:
            self._show_reasons(on=self.width() >= _ROOM_FOR_REASONS, asked=False)

    # What is shown

    def _show(self, found: Loaded) -> None:
        if found.athlete != self.desk.athlete:
            # Another athlete was taken in hand meanwhile; their week is on its way.
            return
        week, workout = found.week, found.workout
        if self._monday is not None and week.monday != self._monday:
            return
        self.week, self._claims = week, found.claims
        self._wanted = "" if workout is None else workout.summary.id
        self.navigator.show_week(week, self.desk.today())
        self.cards.show_sessions(week.sessions, self._wanted)
        if workout is None:
            self._show_nothing(week)
        else:
            self.layers.setCurrentWidget(self.board)
            self.sheet.show_session(workout, self.session, self.desk.unit, as_rpe=self._as_rpe)
            self.sheet.day.show_day(found.day or told_day(workout), may_change=found.day is not None)
        suggested = as_adjusted(found.day) if found.day is not None and found.day.changes else None
        self.inspector.show_workout(workout, self.desk.unit, suggested)
        self._order()
        self.session_changed.emit()
        self.loaded.emit()

    def _show_nothing(self, week: TrainingWeek) -> None:
        if not week.has_season:
            self.layers.setCurrentWidget(self.no_season)
        elif week.why_not:
            self.outside.sentence.setText(week.why_not)
            self.layers.setCurrentWidget(self.outside)
        else:
            self.layers.setCurrentWidget(self.no_sessions)

    def _order(self) -> None:
        """Tab goes as one reads: the week's sessions, the sheet, the reasons."""
        stops = [*self.cards.cards, *self.sheet.tab_stops(), *self.inspector.tab_stops()]
        if stops != self._stops:
            self._stops = stops
            for one, following in pairwise(stops):
                QWidget.setTabOrder(one, following)

    def focus_session(self) -> None:
        """Put the keyboard on the session in hand."""
        card = next((card for card in self.cards.cards if card.isChecked()), None)
        if card is not None:
            card.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, workout_id: str) -> None:
        if workout_id != self._wanted:
            self._wanted = workout_id
            self.reload()

    def _open(self, workout_id: str) -> None:
        self._choose(workout_id)
        self.sheet.focus_next()

    def _tell_reasons(self, entry_id: str, value: str) -> None:
        self._show_reasons(on=True)
        if entry_id:
            self.inspector.show_exercise(entry_id, value)
        else:
            self.inspector.show_tab("session")
        self.sheet.mark(entry_id)

    def _show_reasons(self, *, on: bool, asked: bool = True) -> None:
        if asked:
            self._asked_for_reasons = on
        self.inspector.setVisible(on)
        self.sheet.reasons.setChecked(on)
        if not on:
            self.sheet.mark("")

    def _toggle_effort(self) -> None:
        self._as_rpe = not self._as_rpe
        self.desk.settings_wanted.emit({"effort_as_rpe": self._as_rpe})
        if self.sheet.workout is not None:
            self.sheet.show_session(self.sheet.workout, self.session, self.desk.unit, as_rpe=self._as_rpe)

    def _cite(self, ids: Sequence[str]) -> QWidget | None:
        known = [self._claims[one] for one in ids if one in self._claims]
        if not known:
            return label(f"Not in this version's knowledge base: {', '.join(ids)}", "small", wrap=True) if ids else None
        return CitationRow(known, lambda claim_id: self.desk.open_claim(claim_id, "workouts"))

    # What is done

    def _skip_set(self, set_id: str) -> None:
        completing, now = self.desk.services.completing, datetime.now(UTC)
        self._do(lambda: completing.skip_set(set_id, now))

    def _clear_set(self, set_id: str) -> None:
        completing = self.desk.services.completing
        self._do(lambda: completing.clear_set(set_id))

    def _apply_day(self) -> None:
        session, adapting, now = self.session, self.desk.services.adapting, datetime.now(UTC)
        if session is not None:
            self.desk.run(lambda: adapting.apply_today(session.id, now), lambda _found: self.desk.changed.emit(CHANGED))

    def _restore_day(self) -> None:
        session, adapting = self.session, self.desk.services.adapting
        if session is not None:
            self._do(lambda: adapting.restore_today(session.id))

    def _add_set(self, entry_id: str) -> None:
        from ui.dialogs.log_set import LogSet  # noqa: PLC0415 - a dialog is loaded when it is first wanted

        workout = self.sheet.workout
        entry = next((one for one in workout.exercises if one.id == entry_id), None) if workout else None
        if entry is not None:
            LogSet(self.desk, entry, self, as_rpe=self._as_rpe).open()

    def _do(self, work: Callable[[], Changes]) -> None:
        self.desk.background.run(work, self.desk.changed.emit, self._refused)

    def _refused(self, error: BaseException) -> None:
        """Nothing was written; what was typed stays and can be handed over again."""
        for row in self.sheet.rows:
            row.release()
        self.desk.failed.emit(error)

    # Parts; what is shown where there is nothing to show is made when it is first needed

    @cached_property
    def no_season(self) -> Empty:
        sentence = "Plan a season first; its weeks are then filled with sessions, each with its reasons."
        ways = (Way("new_season", "Plan a season", "plan"), Way("import_log", "Import a log", "import"))
        return self._layer(Empty("plan", "No season yet", sentence, ways))

    @cached_property
    def no_sessions(self) -> Empty:
        sentence = (
            "Peakline proposes them from the season, what was trained so far, and the days and equipment there are. "
            "Every exercise, set and load comes with its reason."
        )
        ways = (Way("generate_week", "Generate this week", "demo"),)
        return self._layer(Empty("calendar", "No sessions in this week yet", sentence, ways))

    @cached_property
    def outside(self) -> Empty:
        # Two lines of room for whatever the reason will be.
        return self._layer(Empty("calendar", "Nothing in this week", "\n"))

    def _layer(self, empty: Empty) -> Empty:
        empty.chosen.connect(self.desk.action_wanted)
        self.desk.theme_changed.connect(empty.redress)
        self.layers.addWidget(empty)
        return empty

    def _build(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("week-splitter")
        split.setChildrenCollapsible(False)
        split.setHandleWidth(Space.M)
        split.addWidget(self.sheet)
        split.addWidget(self.inspector)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setSizes([720, 400])
        column = QVBoxLayout(self.board)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(self.cards)
        column.addWidget(split, 1)
        self.layers.addWidget(self.board)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.layers)

    def _connect(self) -> None:
        self.navigator.stepped.connect(self.step)
        self.cards.chosen.connect(self._choose)
        self.cards.opened.connect(self._open)
        self.sheet.acted.connect(self.acted)
        self.sheet.reasons_wanted.connect(self._tell_reasons)
        self.sheet.reasons.clicked.connect(self.toggle_reasons)
        self.sheet.effort_toggled.connect(self._toggle_effort)
        self.sheet.result_typed.connect(self.log)
        self.sheet.skip_set_wanted.connect(self._skip_set)
        self.sheet.clear_set_wanted.connect(self._clear_set)
        self.sheet.set_wanted.connect(self._add_set)
        self.sheet.day.apply_wanted.connect(self._apply_day)
        self.sheet.day.restore_wanted.connect(self._restore_day)
        self.inspector.closed.connect(self.toggle_reasons)
        self.desk.athlete_selected.connect(self._forget)
        self.desk.theme_changed.connect(self.inspector.redress)

    def _forget(self) -> None:
        """Another athlete: the week stays, the session was the former's."""
        self._wanted = ""


def is_open(session: WeekSession | None) -> bool:
    """Whether a session can still be done."""
    return session is not None and session.state not in (SessionState.DONE, SessionState.SKIPPED)


CHANGED = Changes.WORKOUTS | Changes.PLAN
"""What generating, completing and leaving out touch."""
