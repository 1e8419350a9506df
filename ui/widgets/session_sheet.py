"""A session to work from: what is planned of every set, with what was done entered right beside it."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from models.values.units import Unit, in_unit
from models.values.weeks import SessionState, WeekSession
from models.values.workouts import Workout
from ui.kit.header import Elided
from ui.kit.icons import dress
from ui.kit.theme import Space
from ui.widgets.autoregulation import DayBar
from ui.widgets.cards import label
from ui.widgets.exercise_card import ExerciseCard
from ui.widgets.session_marks import StateChip
from ui.widgets.set_entry import REPS, manner_of
from ui.widgets.set_row import SetRow
from ui.widgets.wording import NOTHING, day

ACTIONS: Final = {
    SessionState.PLANNED: ("start", "skip"),
    SessionState.TODAY: ("start", "skip"),
    SessionState.MISSED: ("start", "skip"),
    SessionState.IN_PROGRESS: ("finish", "skip"),
    SessionState.DONE: ("reopen",),
    SessionState.SKIPPED: ("reopen",),
}
"""What can be done with a session, the first as the likely next step."""
_WORDS: Final = {
    "start": ("Start", "check"),
    "finish": ("Finish…", "flag"),
    "skip": ("Skip", "close"),
    "reopen": ("Reopen", "undo"),
}
HELP: Final = (
    "Enter goes on  ·  Ctrl+Enter as planned  ·  Ctrl+Delete skips a set  ·  arrows up and down change the set"
)


class SessionSheet(QWidget):
    """Head, exercises and sets; says what is wanted and does nothing of it itself."""

    acted = Signal(str)
    """One of `start`, `finish`, `skip`, `reopen`."""
    reasons_wanted = Signal(str, str)
    """Entry id (empty for the session) and number."""
    effort_toggled = Signal()
    result_typed = Signal(str, object)
    skip_set_wanted = Signal(str)
    clear_set_wanted = Signal(str)
    set_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.workout: Workout | None = None
        self.session: WeekSession | None = None
        self.cards: list[ExerciseCard] = []
        self.title = label("", "heading")
        self.state = StateChip()
        self.facts = label("", "muted", wrap=True)
        self.day = DayBar()
        self.effort = QPushButton("Effort: RIR")
        self.reasons = QPushButton("Reasons")
        self.buttons = {key: QPushButton(word) for key, (word, _icon) in _WORDS.items()}
        self.area = QScrollArea()
        self._build()

    def show_session(self, workout: Workout, session: WeekSession | None, unit: Unit, *, as_rpe: bool) -> None:
        """Show a workout; the one that is shown already keeps its place and what is being typed."""
        same = self.workout is not None and self.workout.summary.id == workout.summary.id
        self.workout, self.session = workout, session
        state = session.state if session is not None else SessionState.DONE
        self._show_head(workout, session, state, unit)
        self.effort.setText("Effort: RPE" if as_rpe else "Effort: RIR")
        may_log = state is not SessionState.SKIPPED
        for number, entry in enumerate(workout.exercises):
            card = self._card(number)
            manner = manner_of(entry, unit, as_rpe=as_rpe)
            for row in card.show_entry(entry, number, manner, may_log=may_log):
                self._connect_row(row)
            card.show()
        for card in self.cards[len(workout.exercises) :]:
            card.hide()
            card.entry = None
        if not same:
            self.area.verticalScrollBar().setValue(0)
            self.mark("")

    def mark(self, entry_id: str) -> None:
        """Make the exercise stand out that the reasons tell of."""
        for card in self.cards:
            card.mark(on=card.entry is not None and card.entry.id == entry_id)

    def focus_next(self) -> None:
        """Put the cursor into the first set that is open; into the first action where none is."""
        row = next((row for row in self.rows if row.is_open), None)
        if row is not None:
            self._focus_row(row, REPS)

    @property
    def rows(self) -> list[SetRow]:
        """Rows of every exercise in the order of the sheet."""
        return [row for card in self.cards if card.entry is not None for row in card.shown_rows]

    def tab_stops(self) -> list[QWidget]:
        """What takes the keyboard, in the order of reading."""
        stops: list[QWidget] = [*self.buttons.values(), self.reasons, *self.day.buttons]
        for card in self.cards:
            if card.entry is not None:
                stops += card.tab_stops()
        return [*stops, self.effort]

    # Parts

    def _build(self) -> None:
        self.day.reasons_wanted.connect(lambda: self.reasons_wanted.emit("", ""))
        self.effort.setProperty("look", "quiet")
        self.effort.setToolTip("Write effort as repetitions in reserve or as RPE")
        self.effort.setAccessibleName("Effort scale")
        self.effort.clicked.connect(self.effort_toggled)
        self.reasons.setCheckable(True)
        self.reasons.setProperty("look", "segment")
        self.reasons.setToolTip("Why this session, its exercises and numbers (Ctrl+E)")
        dress(self.reasons, "info")
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setAccessibleName("Exercises of the session")
        inside = QWidget()
        inside.setProperty("look", "page")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, Space.XS, 0)
        self._column.setSpacing(Space.S)
        self._help = Elided()
        self._help.setProperty("look", "small")
        self._help.show_text(HELP)
        self._column.addStretch(1)
        self.area.setWidget(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self._head())
        column.addWidget(self.area, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._help, 1)
        foot.addWidget(self.effort)
        column.addLayout(foot)

    def _head(self) -> QFrame:
        head = QFrame()
        head.setProperty("look", "card")
        first = QHBoxLayout()
        first.setSpacing(Space.S)
        first.addWidget(self.title)
        first.addWidget(self.state)
        first.addStretch(1)
        for key, button in self.buttons.items():
            button.clicked.connect(lambda _=False, key=key: self.acted.emit(key))
            first.addWidget(button)
        first.addWidget(self.reasons)
        column = QVBoxLayout(head)
        column.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        column.setSpacing(Space.XS)
        column.addLayout(first)
        column.addWidget(self.facts)
        column.addWidget(self.day)
        return head

    def _show_head(self, workout: Workout, session: WeekSession | None, state: SessionState, unit: Unit) -> None:
        self.title.setText(workout.summary.name or "Workout")
        self.state.show_state(state)
        self.facts.setText("  ·  ".join(facts_of(workout, session, unit)))
        actions = ACTIONS[state]
        for key, button in self.buttons.items():
            button.setVisible(key in actions)
            look = "primary" if key == actions[0] and key != "reopen" else ""
            if button.property("look") != look or button.icon().isNull():
                button.setProperty("look", look)
                dress(button, _WORDS[key][1])
                button.style().unpolish(button)
                button.style().polish(button)
        logged = any(one.logged for entry in workout.exercises for one in entry.sets)
        self.buttons["skip"].setVisible("skip" in actions and not logged)
        self._help.show_text("" if state in (SessionState.DONE, SessionState.SKIPPED) else HELP)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus: after the last set it is the session's next step."""
        focused = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focused, QPushButton):
            focused.click()
        else:
            super().keyPressEvent(event)

    def _card(self, number: int) -> ExerciseCard:
        while len(self.cards) <= number:
            card = ExerciseCard()
            card.reasons_wanted.connect(self.reasons_wanted)
            card.set_wanted.connect(self.set_wanted)
            self._column.insertWidget(len(self.cards), card)
            self.cards.append(card)
        return self.cards[number]

    def _connect_row(self, row: SetRow) -> None:
        row.result_typed.connect(self.result_typed)
        row.skip_wanted.connect(self.skip_set_wanted)
        row.clear_wanted.connect(self.clear_set_wanted)
        row.row_stepped.connect(self._step)

    def _step(self, row: SetRow, field: str, by: int) -> None:
        rows = self.rows
        at = rows.index(row) + by if row in rows else -1
        if 0 <= at < len(rows):
            self._focus_row(rows[at], field)
        elif at >= len(rows):
            # Past the last set the next step is the session's own.
            likely = next((button for button in self.buttons.values() if button.isVisibleTo(self)), None)
            if likely is not None:
                likely.setFocus(Qt.FocusReason.TabFocusReason)

    def _focus_row(self, row: SetRow, field: str) -> None:
        row.focus(field)
        self.area.ensureWidgetVisible(row, 0, 60)


def facts_of(workout: Workout, session: WeekSession | None, unit: Unit) -> Sequence[str]:
    """The session in a line: day, sets and minutes planned beside done, volume load, effort of the session."""
    summary = workout.summary
    when = session.day if session is not None else (summary.completed or summary.scheduled).astimezone().date()
    facts = [day(when)]
    if session is not None:
        asked = NOTHING if session.planned_sets is None else str(session.planned_sets)
        facts.append(f"{session.done_sets} of {asked} sets" if session.planned_sets else f"{session.done_sets} sets")
        facts.append(minutes_text(session))
        if session.done_sets:
            facts.append(f"{session.hard_sets} hard")
    if summary.volume_load_kg:
        facts.append(f"{in_unit(summary.volume_load_kg, unit):,.0f} {unit.value} volume load")
    if workout.session_rpe is not None:
        facts.append(f"session RPE {workout.session_rpe:g}")
    if workout.notes:
        facts.append(workout.notes)
    return [fact for fact in facts if fact]


def minutes_text(session: WeekSession) -> str:
    """`58 of 65 min`; the half that is known where only one is."""
    planned, done = session.planned_minutes, session.done_minutes
    if done is not None and planned is not None:
        return f"{done} of {planned} min"
    known = done if done is not None else planned
    return "" if known is None else f"{known} min"
