"""Logging a check-in: the form for one athlete and day, its draft, and what came of it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from PySide6.QtCore import QDate, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.changes import Changes
from app.errors import DatabaseUnavailable, InvalidInput
from models.values.readiness import LoggedCheckIn, ReadinessEntry, remembered_sleep
from ui.kit.page import Desk
from ui.kit.theme import Space
from ui.widgets.cards import label
from ui.widgets.check_in_form import CheckInForm
from ui.widgets.wording import day as day_text

DRAFT_MS: Final = 250
"""A pause this long after an answer keeps the draft."""
NOON: Final = time(12)
"""When an answer for a past day is taken to have been given: that day in every time zone near it."""


class CheckInCard(QWidget):
    """The form with its day and its verb. `athlete_id` and `day` are set by `show_day`."""

    logged = Signal(object)
    """A `LoggedCheckIn`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._athlete = ""
        self._day = desk.today()
        self.form = CheckInForm()
        self.day = QDateEdit()
        self.verb = QPushButton("Log check-in")
        self.told = label("", "muted", wrap=True)
        self.is_shown = False
        """Whether the day's draft or entry has been read."""
        self._draft = QTimer(self, singleShot=True, interval=DRAFT_MS)
        self._build()

    def show_day(self, athlete_id: str, day: date) -> None:
        """Ask about a day: its draft, else its entry, else nothing is shown."""
        self.keep_draft()
        self._athlete, self._day = athlete_id, day
        self.day.blockSignals(True)
        self.day.setMaximumDate(_qdate(self._desk.today()))
        self.day.setDate(_qdate(day))
        self.day.blockSignals(False)
        self.told.clear()
        self.is_shown = False
        services = self._desk.services

        def fetch() -> tuple[dict[str, Any], ReadinessEntry | None, float | None]:
            draft = dict(services.checking_in.draft(athlete_id, day))
            try:
                found = services.readiness.history(athlete_id, day, day).entries
                return draft, (found[-1] if found else None), services.readiness.measured_sleep(athlete_id, day)
            except DatabaseUnavailable:
                # Out of reach: the questions can be answered all the same.
                return draft, None, None

        self._desk.run(fetch, lambda found: self._show(athlete_id, day, *found))

    def refresh(self) -> None:
        """Look again for what is known of the day, unless somebody is answering."""
        if self.is_shown and not self.form.draft():
            self.show_day(self._athlete, self._day)

    def keep_draft(self) -> None:
        """Keep half-given answers now; nothing waits for the timer when a window closes."""
        if self._draft.isActive():
            self._draft.stop()
            self._write_draft()

    def log(self) -> None:
        """Log the answers, or say which one is missing."""
        answers = self.form.answers()
        if answers is None:
            self.told.setText("Readiness and motivation are needed; everything else may stay open.")
            self.form.begin()
            return
        now = datetime.now(UTC)
        past = datetime.combine(self._day, NOON).astimezone(UTC)
        at = None if self._day == now.astimezone().date() else min(past, now)
        checking_in, athlete = self._desk.services.checking_in, self._athlete
        self._draft.stop()
        self.verb.setEnabled(False)
        self._desk.background.run(lambda: checking_in.log(athlete, answers, now, at=at), self._done, self._refused)

    def _build(self) -> None:
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("ddd d MMM yyyy")
        self.day.setAccessibleName("Day")
        self.day.dateChanged.connect(self._choose_day)
        self.verb.setProperty("look", "primary")
        self.verb.setToolTip("Ctrl+Return")
        self.verb.clicked.connect(self.log)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.log)
        self.form.changed.connect(self._draft.start)
        self._draft.timeout.connect(self._write_draft)
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(label("Day", "muted"))
        head.addWidget(self.day)
        for word, back in (("Today", 0), ("Yesterday", 1)):
            button = QPushButton(word)
            button.setAutoDefault(False)
            button.setProperty("look", "quiet")
            button.clicked.connect(lambda _=False, days=back: self._go_back(days))
            head.addWidget(button)
        head.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(Space.M)
        foot.addWidget(self.told, 1)
        foot.addWidget(self.verb)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(head)
        column.addWidget(self.form, 1)
        column.addLayout(foot)

    def _go_back(self, days: int) -> None:
        self.show_day(self._athlete, self._desk.today() - timedelta(days=days))

    def _choose_day(self, chosen: QDate) -> None:
        self.show_day(self._athlete, date(chosen.year(), chosen.month(), chosen.day()))

    def _show(
        self,
        athlete_id: str,
        day: date,
        draft: dict[str, Any],
        earlier: ReadinessEntry | None,
        measured: float | None,
    ) -> None:
        if (athlete_id, day) != (self._athlete, self._day):
            return
        self.is_shown = True
        self.form.show_measured(measured)
        self.form.show_answers(draft or _answers_of(earlier))
        if draft:
            self.told.setText("Your unfinished answers are still here.")
        elif earlier is not None:
            self.told.setText(
                f"Logged for {day_text(day)} already. Logging again keeps the earlier entry and replaces it."
            )
        self.form.begin()
        self.verb.setText("Log check-in" if earlier is None else "Correct check-in")
        self.verb.setEnabled(True)

    def _write_draft(self) -> None:
        checking_in, athlete, day, draft = (
            self._desk.services.checking_in,
            self._athlete,
            self._day,
            self.form.draft(),
        )
        if athlete and self._desk.is_open:
            self._desk.run(lambda: checking_in.keep_draft(athlete, day, draft), lambda _: None)

    def _done(self, logged: LoggedCheckIn) -> None:
        self.verb.setEnabled(True)
        self.verb.setText("Correct check-in")
        self.told.setText(" ".join(logged.sentences))
        self.logged.emit(logged)
        self._desk.changed.emit(Changes.READINESS)

    def _refused(self, error: BaseException) -> None:
        self.verb.setEnabled(True)
        # The answers stay in the form and in the draft.
        self._write_draft()
        if isinstance(error, InvalidInput):
            self.told.setText(str(error))
        else:
            self._desk.failed.emit(error)


def _answers_of(entry: ReadinessEntry | None) -> dict[str, Any]:
    if entry is None:
        return {}
    return {
        "readiness": entry.readiness,
        "motivation": entry.motivation,
        "stress": entry.stress,
        "soreness": dict(entry.soreness) or None,
        "sleep_hours": remembered_sleep(entry.parts),
        "note": entry.note,
    }


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
