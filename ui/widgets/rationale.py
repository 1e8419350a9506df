"""The inspector of reasons beside a session: why this session, why this exercise, why these numbers."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from models.values.units import Unit
from models.values.workouts import ExerciseEntry, Workout
from ui.kit.icons import dress
from ui.kit.theme import Space
from ui.widgets.cards import label
from ui.widgets.rationale_exercise import ValueCard, tell_prescription, tell_selection
from ui.widgets.rationale_parts import Adjusted
from ui.widgets.rationale_reading import read_adjusted, read_prescription, read_selection, read_session
from ui.widgets.rationale_session import tell_session
from ui.widgets.rationale_story import Citing, Story

TABS: Final[Mapping[str, str]] = {"session": "Session", "exercise": "Exercise", "targets": "Numbers"}


class RationaleInspector(QFrame):
    """Follows what is chosen on the sheet; a tab is put together when it is looked at."""

    closed = Signal()
    """The coach wants the room for the sheet."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.setAccessibleName("Reasons")
        self.setMinimumWidth(300)
        self._workout: Workout | None = None
        self._entry: ExerciseEntry | None = None
        self._suggested: Adjusted | None = None
        self._told: object = None
        self._value = ""
        self._stale = set(TABS)
        self._cards: Mapping[str, QWidget] = {}
        self.title = label("", "heading")
        self.title.setWordWrap(True)
        self.about = label("", "small")
        self.stories = {key: Story(f"Reasons: {word}") for key, word in TABS.items()}
        self._close = QToolButton()
        self._group = QButtonGroup(self)
        self._layers = QStackedWidget()
        self._tabs: dict[str, QPushButton] = {}
        self._build()

    @property
    def tab(self) -> str:
        """The tab that is looked at."""
        return list(TABS)[self._layers.currentIndex()]

    def cite_with(self, citing: Citing) -> None:
        """How the ids of claims become chips."""
        for story in self.stories.values():
            story.citing = citing

    def show_workout(self, workout: Workout | None, unit: Unit, suggested: Adjusted | None = None) -> None:
        """Take a workout's reasons; an exercise that is in it still stays chosen.

        `suggested` is what readiness would change, where nothing was changed yet.
        """
        before, self._workout = self._workout, workout
        told = None if workout is None else (_documents(workout), unit, suggested)
        is_new, self._told, self._suggested = told != self._told, told, suggested
        for story in self.stories.values():
            story.unit = unit
        same = before is not None and workout is not None and before.summary.id == workout.summary.id
        wanted = self._entry.id if same and self._entry is not None else ""
        entries = [] if workout is None else workout.exercises
        self._entry = next((entry for entry in entries if entry.id == wanted), None)
        if is_new:
            # Logging a set fetches the workout anew; its reasons are the same ones.
            self._stale = set(TABS)
        self.show_tab(self.tab if same else "session")

    def show_exercise(self, entry_id: str, value: str = "") -> None:
        """Tell of an exercise of the sheet, or of one of its numbers: sets, reps, load, rir, rest."""
        entries = [] if self._workout is None else self._workout.exercises
        found = next((entry for entry in entries if entry.id == entry_id), None)
        if found is None:
            return
        if found is not self._entry:
            self._stale |= {"exercise", "targets"}
        self._entry, self._value = found, value
        if value:
            self._stale.add("targets")
        self.show_tab("targets" if value else "exercise")

    def show_tab(self, key: str) -> None:
        """Look at a tab."""
        self._layers.setCurrentIndex(list(TABS).index(key))
        self._tabs[key].setChecked(True)
        self._refresh()

    def redress(self) -> None:
        """Take the colours in force."""
        self._stale = set(TABS)
        self._refresh()

    def words(self) -> str:
        """What the tab in sight says, for tests and the clipboard."""
        return f"{self.title.text()}\n{self.about.text()}\n{self.stories[self.tab].words()}"

    def tab_stops(self) -> list[QWidget]:
        """What takes the keyboard, in the order of reading."""
        return [self._close, *self._tabs.values(), *self.stories.values()]

    # Parts

    def _build(self) -> None:
        close = self._close
        dress(close, "close")
        close.setAccessibleName("Hide the reasons")
        close.setToolTip("Hide the reasons")
        close.clicked.connect(self.closed)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.about)
        head = QHBoxLayout()
        head.setContentsMargins(Space.L, Space.M, Space.S, 0)
        head.addLayout(words, 1)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(Space.L, 0, Space.L, 0)
        tabs.setSpacing(Space.XS)
        for key, word in TABS.items():
            button = QPushButton(word)
            button.setProperty("look", "segment")
            button.setCheckable(True)
            button.setAccessibleName(f"Reasons: {word}")
            button.clicked.connect(lambda _=False, key=key: self.show_tab(key))
            self._group.addButton(button)
            self._tabs[key] = button
            self._layers.addWidget(self.stories[key])
            tabs.addWidget(button, 1)
        self._tabs["session"].setChecked(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(Space.S)
        column.addLayout(head)
        column.addLayout(tabs)
        column.addWidget(self._layers, 1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    def _refresh(self) -> None:
        """Put together the tab in sight, where what it tells is out of date."""
        self._name()
        key = self.tab
        if self.isHidden() or key not in self._stale:
            self._mark()
            return
        self._stale.discard(key)
        if self._workout is None:
            self._tell_nothing(key, "Choose a session to see why it looks as it does.")
        elif key == "session":
            tell_session(self.stories[key], read_session(self._workout.selection_rationale), self._adjusted())
        elif self._entry is None:
            self._tell_nothing(key, "Choose an exercise of the session, or one of its numbers.")
        elif key == "exercise":
            tell_selection(self.stories[key], read_selection(self._entry.selection_reason), self._changes_of_entry())
        else:
            self._cards = tell_prescription(self.stories[key], read_prescription(self._entry.prescription_rationale))
        self._mark()

    def _tell_nothing(self, key: str, sentence: str) -> None:
        story = self.stories[key]
        story.begin()
        story.say(sentence, "muted")
        story.end()
        if key == "targets":
            self._cards = {}

    def _name(self) -> None:
        for key in ("exercise", "targets"):
            self._tabs[key].setEnabled(self._workout is not None and bool(self._workout.exercises))
        if self.tab != "session" and self._entry is not None:
            what = f"Why {self._entry.name}?" if self.tab == "exercise" else "Why these numbers?"
            about = self._entry.name if self.tab == "targets" else ""
        else:
            what, about = "Why this session?", "" if self._workout is None else self._workout.summary.name or ""
        self.title.setText(what)
        self.about.setText(about)
        self.about.setVisible(bool(about))

    def _mark(self) -> None:
        """Make the number that was asked about stand out, and bring it into sight."""
        for key, card in self._cards.items():
            if isinstance(card, ValueCard):
                card.mark(on=key == self._value)
        if self.tab == "targets" and self._value in self._cards:
            story, card = self.stories["targets"], self._cards[self._value]
            story.ensureWidgetVisible(card, 0, Space.L)

    def _adjusted(self) -> Adjusted | None:
        """What readiness changed, or would change."""
        stored = None if self._workout is None else read_adjusted(self._workout.autoregulation_log)
        return stored if stored is not None else self._suggested

    def _changes_of_entry(self) -> Adjusted | None:
        """What readiness changed of the chosen exercise alone."""
        if self._workout is None or self._entry is None:
            return None
        adjusted = self._adjusted()
        if adjusted is None:
            return None
        names = {self._entry.catalogue_id, self._entry.name, self._entry.exercise_id}
        own = [change for change in adjusted.changes if {change.exercise, change.name} & names]
        return replace(adjusted, changes=own) if own else None


def _documents(workout: Workout) -> list[object]:
    """Everything of a workout that its reasons are told from."""
    documents: list[object] = [workout.summary.id, workout.selection_rationale, workout.autoregulation_log]
    for entry in workout.exercises:
        documents += [entry.id, entry.selection_reason, entry.prescription_rationale]
    return documents
