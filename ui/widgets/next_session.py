"""What the athlete in hand does next: one line with the way to it."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from models.values.weeks import NextSession, SessionState
from ui.kit.header import Elided
from ui.kit.icons import dress
from ui.kit.theme import Space
from ui.widgets.cards import label
from ui.widgets.session_marks import StateChip
from ui.widgets.wording import short_day


class NextSessionBar(QFrame):
    """Hidden where nothing is planned."""

    session_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self._session: NextSession | None = None
        self.title = label("", "strong")
        self.state = StateChip()
        self.words = Elided()
        self.words.setProperty("look", "muted")
        self.open = QPushButton("Open session")
        dress(self.open, "workouts")
        self.open.clicked.connect(self._want)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.S, Space.S, Space.S)
        row.setSpacing(Space.M)
        row.addWidget(self.title)
        row.addWidget(self.state)
        row.addWidget(self.words, 1)
        row.addWidget(self.open)
        self.hide()

    def show_session(self, session: NextSession | None, athlete: str, today: date) -> None:
        """Name the session, whose it is and when."""
        self._session = session
        self.setVisible(session is not None)
        if session is None:
            return
        self.title.setText(f"Next for {athlete}: {session.name}")
        self.state.show_state(session.state)
        self.words.show_text("  ·  ".join(next_words(session, today)))
        self.open.setAccessibleName(f"Open {session.name} of {athlete}")

    def _want(self) -> None:
        if self._session is not None:
            self.session_wanted.emit(self._session.workout_id)


def next_words(session: NextSession, today: date) -> list[str]:
    """When, how much and how long."""
    days = (session.day - today).days
    when = {0: "today", 1: "tomorrow"}.get(days, f"{session.day:%A}" if 1 < days < 7 else short_day(session.day))
    words = [f"{session.exercises} exercises", f"{session.planned_sets} sets"]
    if session.state is not SessionState.TODAY:
        words = [when, *words]
    return words if session.minutes is None else [*words, f"{session.minutes} min"]
