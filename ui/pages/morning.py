"""An athlete's own page: this morning's check-in and today's session, and nothing else."""

from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.changes import Changes
from models.values.readiness import LoggedCheckIn
from models.values.weeks import NextSession
from ui.dialogs.check_in_card import CheckInCard
from ui.kit.page import Desk, Page
from ui.kit.theme import Space
from ui.widgets.cards import Card, label
from ui.widgets.empty import Empty, Way
from ui.widgets.wording import day as day_text

if TYPE_CHECKING:
    from ui.pages.workouts import WorkoutsPage

_WIDEST: Final = 1040
TURNED_MS: Final = 60_000
"""How often it is looked whether a new day has begun under an open window."""


class MorningPage(Page):
    word = "morning"
    title = "Morning"
    cares_about = Changes.READINESS | Changes.WORKOUTS | Changes.PLAN | Changes.ATHLETES

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.card = CheckInCard(desk)
        self.hello = label("", "title")
        self.next = label("", "muted", wrap=True)
        self.meaning = label("", wrap=True)
        self.open_session = QPushButton("Today's session")
        self.back = QPushButton("All of Peakline")
        self._training: WorkoutsPage | None = None
        self._shown: tuple[str, date] | None = None
        self._session: NextSession | None = None
        self._layers = QStackedWidget()
        self._turned = QTimer(self, interval=TURNED_MS)
        self._build()
        self._turned.timeout.connect(self._follow_day)
        self._turned.start()

    def reload(self) -> None:
        athlete = self.desk.athlete
        if not athlete:
            self._layers.setCurrentWidget(self._nobody)
            self.loaded.emit()
            return
        if self._layers.currentWidget() is self._nobody:
            self._layers.setCurrentWidget(self._morning)
        self._greet()
        today = self.desk.today()
        if self._shown != (athlete, today):
            self._shown = (athlete, today)
            self.card.show_day(athlete, today)
        else:
            self.card.refresh()
        services = self.desk.services

        def fetch() -> tuple[NextSession | None, str]:
            return services.weeks.next_session(athlete, today), services.meaning.of_today(athlete, today)

        self.desk.background.run(fetch, self._show_session, self._show_unknown)

    def _build(self) -> None:
        self._nobody = Empty(
            "person",
            "Whose morning is it?",
            "This page belongs to one athlete. Choose who uses this computer, or add yourself.",
            (
                Way("switch_athlete", "Choose an athlete", "person"),
                Way("add_athlete", "Add an athlete", "add-person"),
            ),
        )
        self._nobody.chosen.connect(self.desk.action_wanted)
        self._morning = self._morning_side()
        for layer in (self._morning, self._nobody):
            self._layers.addWidget(layer)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addLayout(self._head())
        column.addWidget(self._layers, 1)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.hello)
        row.addStretch(1)
        group = QButtonGroup(self)
        self.views = {"morning": QPushButton("Check-in"), "session": QPushButton("Today's session")}
        for name, button in self.views.items():
            button.setCheckable(True)
            button.setProperty("look", "segment")
            button.clicked.connect(lambda _=False, name=name: self.show_view(name))
            group.addButton(button)
            row.addWidget(button)
        self.views["morning"].setChecked(True)
        row.addStretch(1)
        self.back.setProperty("look", "quiet")
        self.back.setToolTip("Every page and every athlete")
        self.back.clicked.connect(lambda: self.desk.page_wanted.emit("today"))
        row.addWidget(self.back)
        return row

    def _morning_side(self) -> QScrollArea:
        asked = Card()
        asked.body.addWidget(self.card)
        after = Card("Next session")
        after.body.addWidget(self.next)
        after.body.addWidget(self.meaning)
        self.meaning.hide()
        self.open_session.clicked.connect(lambda: self.show_view("session"))
        after.body.addWidget(self.open_session, 0, Qt.AlignmentFlag.AlignLeft)
        inside = QWidget()
        inside.setProperty("look", "page")
        inside.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.L)
        column.addWidget(asked, 1)
        column.addWidget(after)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        area.setWidget(inside)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.card.logged.connect(self._logged)
        return area

    def show_view(self, name: str) -> None:
        """Show the check-in (`morning`) or today's session (`session`)."""
        self.views[name].setChecked(True)
        if name == "morning" or not self.desk.athlete:
            self._layers.setCurrentWidget(self._morning if self.desk.athlete else self._nobody)
            return
        training = self._training_page()
        self._layers.setCurrentWidget(training)
        training.reload()
        if self._session is not None:
            training.show_session(self._session.workout_id)

    def act(self, name: str) -> None:
        """Do what the menu asks of the session in hand."""
        self._training_page().act(name)

    def _training_page(self) -> "WorkoutsPage":
        if self._training is None:
            # Loaded with the first look at a session: the check-in should not wait for it.
            from ui.pages.workouts import WorkoutsPage  # noqa: PLC0415 - as above

            self._training = WorkoutsPage(self.desk)
            self._layers.addWidget(self._training)
        return self._training

    def _greet(self) -> None:
        athlete = self.desk.athlete_in_hand
        name = "" if athlete is None else athlete.label.split()[0]
        self.hello.setText(f"Good morning, {name}" if name else "Good morning")

    def _show_session(self, found: tuple[NextSession | None, str]) -> None:
        session, meaning = found
        self._session = session
        self.meaning.setText(meaning)
        self.meaning.setVisible(bool(meaning) and session is not None)
        self.open_session.setEnabled(session is not None)
        if session is None:
            self.next.setText("Nothing is planned. Your coach can propose a week on the workouts page.")
        else:
            when = "Today" if session.day == self.desk.today() else day_text(session.day)
            minutes = "" if session.minutes is None else f", about {session.minutes} minutes"
            self.next.setText(
                f"{when}: {session.name}, {session.exercises} exercises, {session.planned_sets} sets{minutes}."
            )
        self.loaded.emit()

    def _show_unknown(self, _: BaseException) -> None:
        """The server is out of reach: nothing is known of sessions, which is not the same as none being planned."""
        self._session = None
        self.meaning.hide()
        self.open_session.setEnabled(False)
        self.next.setText("Not known while the database cannot be reached.")
        self.loaded.emit()

    def _logged(self, _: LoggedCheckIn) -> None:
        self.reload()

    def _follow_day(self) -> None:
        """Ask about the new day when midnight passes under an open window."""
        if self._shown is not None and self.desk.is_open and self._shown[1] != self.desk.today():
            self.reload()
