"""What is this exercise? The names of a log that the catalogue does not know, and what each may mean."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.changes import Changes
from app.errors import PeaklineError
from models.values.exercises import Exercise
from models.values.training import Link, OwnExercise
from ui.dialogs.form import Form
from ui.kit.notices import Notice
from ui.kit.page import Desk
from ui.kit.theme import Space
from ui.widgets.cards import label
from ui.widgets.tables import RIGHT, Column, TableView
from ui.widgets.wording import day

_PAUSE_MS = 120
"""After the last letter, before the catalogue is searched."""
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
_SENTENCE = (
    "The catalogue does not know these names, so their sets count for no muscle. "
    "Say what each of them is: everything logged under the name moves along, and the next import knows it."
)


class LinkExercises(Form):
    """Names at the left, what they may mean at the right; Enter in the search links the two.

    Answers of the worker may come after the dialog has been closed and deleted.
    """

    def __init__(self, desk: Desk, athlete_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, "Link exercises", _SENTENCE, "Link", width=780)
        self._desk, self._athlete = desk, athlete_id
        self.cancel.setText("Close")
        self.names = TableView(
            (
                Column("Name in the log", lambda one: one.name, tip=lambda one: one.name),
                Column("Sessions", lambda one: str(one.workouts), align=RIGHT, width=76),
                Column("Last", lambda one: "–" if one.last_used is None else day(one.last_used), width=104),
            ),
            "Names the catalogue does not know",
            row_height=28,
        )
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search the catalogue")
        self.search.setAccessibleName("Search the catalogue")
        self.search.setClearButtonEnabled(True)
        self.found = TableView(
            (
                Column("Exercise", lambda one: one.name, tip=lambda one: one.name),
                Column("Trains", _trains, tip=_trains, width=140),
            ),
            "What it may be",
            row_height=28,
        )
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        self._later = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._lay_out()
        self._connect()
        self.load()

    def load(self) -> None:
        """Read the names anew; the one in hand is kept, else the first."""
        naming, athlete = self._desk.services.naming, self._athlete
        self.verb.setEnabled(False)
        self._desk.background.run(lambda: naming.unlinked(athlete), self.show_names, self._refused)

    def show_names(self, names: Sequence[OwnExercise]) -> None:
        if not isValid(self):
            return
        kept = self.names.selected_row()
        self.names.show_rows(names)
        if not names:
            self.sentence.setText("Every exercise in this athlete's log is known to the catalogue.")
            self.found.show_rows(())
            self.search.setEnabled(False)
            self.cancel.setFocus()
            return
        self.names.select(lambda one: kept is not None and one.id == kept.id)
        if self.names.selected_row() is None:
            self.names.selectRow(0)
        self._ask_for_name()
        self.search.setFocus()

    def show_found(self, asked: str, found: Sequence[Exercise]) -> None:
        """Candidates for what was asked; an answer to an earlier question is dropped."""
        if not isValid(self) or asked != self._asked():
            return
        self.found.show_rows(found)
        if found:
            self.found.selectRow(0)
        self.verb.setEnabled(bool(found))

    def go(self) -> None:
        own, exercise = self.names.selected_row(), self.found.selected_row()
        if own is None or exercise is None:
            return
        naming = self._desk.services.naming
        self.working(on=True)
        self._desk.background.run(lambda: naming.link(own.id, exercise.id), self._linked, self._refused)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The search keeps the cursor while the arrows go through what was found."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None and self.found.rows.rows:
                last = len(self.found.rows.rows) - 1
                self.found.selectRow(max(0, min(last, self.found.currentIndex().row() + step)))
                return True
        return super().eventFilter(watched, event)

    def _linked(self, link: Link) -> None:
        desk = self._desk
        said = Notice("Linked.", link.sentence, action_text="Undo", action=lambda: _take_back(desk, link))
        desk.noticed.emit(said)
        desk.changed.emit(Changes.WORKOUTS | Changes.PLAN | Changes.ATHLETES)
        if isValid(self):
            self.search.clear()
            self.load()

    def _refused(self, error: BaseException) -> None:
        if not isValid(self):
            self._desk.failed.emit(error)
            return
        self.working(on=False)
        if isinstance(error, PeaklineError):
            self.problem.setText(str(error))
            self.problem.show()
        else:
            self.reject()
            self._desk.failed.emit(error)

    # What it may be

    def _asked(self) -> str:
        """What is searched for: the typed words, else the name itself."""
        own = self.names.selected_row()
        return self.search.text().strip() or ("" if own is None else own.name)

    def _ask_for_name(self) -> None:
        self.problem.hide()
        asked, naming = self._asked(), self._desk.services.naming
        self._desk.background.run(
            lambda: naming.candidates(asked, 30), lambda found: self.show_found(asked, found), self._refused
        )

    def _connect(self) -> None:
        self._later.timeout.connect(self._ask_for_name)
        self.search.textChanged.connect(lambda _text: self._later.start())
        self.search.installEventFilter(self)
        self.names.row_selected.connect(lambda _one: self._chosen())
        self.found.row_activated.connect(lambda _one: self.confirm())

    def _chosen(self) -> None:
        self.search.clear()
        self._ask_for_name()

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(Space.S)
        right.addWidget(self.search)
        right.addWidget(self.found, 1)
        row = QHBoxLayout()
        row.setSpacing(Space.L)
        row.addWidget(self.names, 1)
        row.addLayout(right, 1)
        for table in (self.names, self.found):
            table.setMinimumHeight(250)
        self.body.addLayout(row, 1)
        self.body.addWidget(self.problem)
        self.finish_layout()


def _trains(exercise: Exercise) -> str:
    direct = [muscle.replace("_", " ") for muscle, share in exercise.muscles.items() if share == 1]
    return ", ".join(direct).capitalize() or "–"


def _take_back(desk: Desk, link: Link) -> None:
    def back(_nothing: None) -> None:
        desk.message.emit(f"{link.name} is the athlete's own exercise again.")
        desk.changed.emit(Changes.WORKOUTS | Changes.PLAN | Changes.ATHLETES)

    desk.run(lambda: desk.services.naming.unlink(link), back)
