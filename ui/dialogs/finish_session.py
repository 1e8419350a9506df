"""How was the session? Effort, minutes and notes; then what came out of it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.changes import Changes
from app.errors import PeaklineError
from models.values.training import Completion, StrengthChange
from models.values.units import Unit, load_text
from models.values.weeks import WeekSession
from ui.dialogs.form import Form
from ui.kit.page import Desk
from ui.kit.theme import Space
from ui.widgets.cards import clear_layout, label
from ui.widgets.set_entry import read_number
from ui.widgets.wording import number

MOST_MINUTES: Final = 600
WIDTH: Final = 500


class FinishSession(Form):
    """Completes a session; afterwards the same window says what that changed."""

    reopen_wanted = Signal()

    def __init__(self, desk: Desk, session: WeekSession, parent: QWidget | None = None) -> None:
        super().__init__(parent, f"Finish {session.name}", _open_sets(session), "Finish session", width=WIDTH)
        self._desk, self._session = desk, session
        self.completion: Completion | None = None
        self.rpe, self.minutes, self.notes = QLineEdit(), QLineEdit(), QPlainTextEdit()
        self.rpe.setPlaceholderText("0 rest to 10 nothing left; may stay blank")
        self.minutes.setPlaceholderText("Blank: from the first to the last set")
        self.notes.setPlaceholderText("Optional")
        self.notes.setFixedHeight(64)
        self.notes.setTabChangesFocus(True)
        self.add_field("Session &RPE", self.rpe)
        self.add_field("&Minutes", self.minutes)
        self.add_field("&Notes", self.notes)
        self.outcome = QVBoxLayout()
        self.outcome.setSpacing(Space.XS)
        self.body.addLayout(self.outcome)
        self.finish_layout()

    def problems(self) -> Mapping[QWidget, str]:
        found: dict[QWidget, str] = {}
        for field, most, name in ((self.rpe, 10.0, "Session RPE"), (self.minutes, float(MOST_MINUTES), "Minutes")):
            try:
                value = _value(field)
            except ValueError:
                found[field] = f"{name}: a number from 0 to {most:g}, please, or nothing."
                continue
            if value is not None and not 0 <= value <= most:
                found[field] = f"{name}: 0 to {most:g}."
        return found

    def go(self) -> None:
        completing, workout_id, now = self._desk.services.completing, self._session.id, datetime.now(UTC)
        rpe, minutes = _value(self.rpe), _value(self.minutes)
        notes = self.notes.toPlainText().strip() or None
        self.working(on=True)

        def complete() -> Completion:
            whole = None if minutes is None else round(minutes)
            return completing.complete(workout_id, now, session_rpe=rpe, notes=notes, minutes=whole)

        self._desk.background.run(complete, self._completed, self._refused)

    def show_outcome(self, completion: Completion, unit: Unit) -> None:
        """Say what completing changed, in place of the question."""
        self.completion = completion
        for row in range(self.fields.rowCount()):
            self.fields.setRowVisible(row, False)
        self.sentence.setVisible(False)
        self.heading.setText(f"{self._session.name} is done")
        clear_layout(self.outcome)
        told = {each.sentence for each in completion.records} | {each.sentence for each in completion.strength}
        for sentence in completion.sentences:
            if sentence not in told:
                self._say(sentence)
        if completion.records:
            self._say("Records", "caption")
            for record in completion.records:
                self._say(f"▲ {record.sentence}")
        if completion.strength:
            self._say("Estimated maxima", "caption")
            for change in completion.strength:
                self._say(strength_text(change, unit))
        self.verb.setText("Done")
        self.verb.setEnabled(True)
        self.verb.setFocus()
        self.cancel.setText("Reopen")
        self.cancel.clicked.disconnect()
        self.cancel.clicked.connect(self._reopen)
        self.cancel.setToolTip("Take this back; the logged sets stay")
        self.adjustSize()

    def confirm(self) -> None:
        """The verb finishes the session, and afterwards closes the window."""
        if self.completion is None:
            super().confirm()
        else:
            self.accept()

    def reject(self) -> None:
        """Esc and the window's cross change nothing, before or after."""
        if self.completion is None:
            super().reject()
        else:
            self.accept()

    def _reopen(self) -> None:
        self.reopen_wanted.emit()
        self.accept()

    def _say(self, text: str, look: str = "") -> None:
        made = label(text, look, wrap=True, selectable=True)
        # A dialog's layout asks for one line of wrapped words, however many they take.
        made.setMinimumHeight(made.heightForWidth(WIDTH - 2 * Space.XL))
        if look == "caption":
            self.outcome.addSpacing(Space.S)
        self.outcome.addWidget(made)

    def _completed(self, completion: Completion) -> None:
        self.show_outcome(completion, self._desk.unit)
        self._desk.changed.emit(Changes.WORKOUTS | Changes.PLAN)

    def _refused(self, error: BaseException) -> None:
        self.working(on=False)
        if isinstance(error, PeaklineError):
            self.show_problems({self.rpe: str(error)})
        else:
            self.reject()
            self._desk.failed.emit(error)


def strength_text(change: StrengthChange, unit: Unit) -> str:
    """`▲ Bench press  82.5 kg → 84 kg`, the shape first."""
    after = load_text(round(change.after_kg, 1), unit)
    if change.before_kg is None:
        return f"○ {change.name}  {after}, the first estimate"
    shape = "▲" if change.after_kg > change.before_kg else "▼" if change.after_kg < change.before_kg else "■"
    return f"{shape} {change.name}  {load_text(round(change.before_kg, 1), unit)} → {after}"


def _value(field: QLineEdit) -> float | None:
    text = field.text().strip()
    return None if not text else read_number(text)


def _open_sets(session: WeekSession) -> str:
    asked = session.planned_sets
    if not asked or session.done_sets >= asked:
        return "Every planned set is logged."
    left = asked - session.done_sets
    plural = "set is" if left == 1 else "sets are"
    return f"{number(left)} of {asked} planned {plural} still open; they stay as not done."
