"""The workouts page: the week with its sessions, their sets and their reasons; and every workout as a list."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.changes import Changes
from models.values.training import GeneratedWeek, Skipped
from models.values.weeks import SessionState, TrainingWeek
from ui.kit.icons import dress
from ui.kit.notices import Notice
from ui.kit.page import Desk, Page
from ui.kit.theme import Space
from ui.pages.workouts_week import CHANGED, WeekView, is_open
from ui.widgets.empty import Empty, Way
from ui.widgets.wording import goal_name

if TYPE_CHECKING:
    from ui.pages.workouts_list import WorkoutsList

_WEEK, _ALL = "week", "all"
_OFFERS = ("previous_week", "next_week", "this_week", "show_reasons")


class WorkoutsPage(Page):
    """Two ways to look at the same workouts; the week is where one works."""

    word = "workouts"
    title = "Workouts"
    cares_about = Changes.WORKOUTS | Changes.PLAN | Changes.ATHLETES | Changes.SETTINGS

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.week = WeekView(desk)
        self._generate = QAction("&Generate Week", self)
        self._generate.setToolTip("Propose this week's sessions, each with its reasons (Ctrl+G)")
        dress(self._generate, "demo")
        self._ways = QStackedWidget()
        self._layers = QStackedWidget()
        self._toggles: dict[str, QPushButton] = {}
        self._waiting = ""
        self._is_chosen = False
        """The coach has said which view is wanted."""
        self._build()
        self._connect()

    def header_actions(self) -> Sequence[QAction]:
        week = self.week.week
        if self._layers.currentWidget() is not self._body or self.view != _WEEK:
            return ()
        # A week that has its sessions, or is over with what was done in it, is not in need of any.
        has_them = week is not None and any(one.is_proposed or week.why_not for one in week.sessions)
        return () if has_them else (self._generate,)

    def begin_search(self) -> None:
        self.show_view(_ALL)
        self.list.begin_search()

    def reload(self) -> None:
        if not self.desk.athlete:
            self._layers.setCurrentWidget(self._empty)
            self._name("")
            self.desk.offer(self.word, ())
            self.loaded.emit()
            return
        self._layers.setCurrentWidget(self._body)
        if self.view == _WEEK:
            self.week.reload()
        else:
            self.list.reload()

    @property
    def view(self) -> str:
        """`week` or `all`."""
        return _WEEK if self._ways.currentWidget() is self.week else _ALL

    def show_view(self, view: str) -> None:
        """Look at the week, or at the list of all workouts."""
        if view != self.view:
            self._ways.setCurrentWidget(self.week if view == _WEEK else self.list)
            self._toggles[view].setChecked(True)
            self.week.navigator.setVisible(view == _WEEK)
            self.reload()

    def _choose_view(self, view: str) -> None:
        self._is_chosen = True
        self.show_view(view)

    def _begin_anew(self) -> None:
        """Another athlete: the week, unless the coach is going through lists."""
        if not self._is_chosen and self.view != _WEEK:
            self._ways.setCurrentWidget(self.week)
            self._toggles[_WEEK].setChecked(True)
            self.week.navigator.setVisible(True)

    def show_session(self, workout_id: str) -> None:
        """Show a workout in its week."""
        self.show_view(_WEEK)
        self.week.show_session(workout_id)

    def act(self, name: str) -> None:
        """Do one of the window's commands that belong to this page."""
        {
            "generate_week": self.generate,
            "previous_week": lambda: self.week.step(-1),
            "next_week": lambda: self.week.step(1),
            "this_week": lambda: self.week.step(0),
            "start_session": lambda: self._act("start"),
            "finish_session": lambda: self._act("finish"),
            "skip_session": lambda: self._act("skip"),
            "reopen_session": lambda: self._act("reopen"),
            "show_reasons": self.week.toggle_reasons,
        }[name]()

    def generate(self) -> None:
        """Propose the sessions of the week that is shown; where that cannot be, say why."""
        week = self.week.week
        if self.view != _WEEK or week is None or week.athlete_id != self.desk.athlete:
            # The week is on its way; what was asked for is done when it is there.
            self._waiting = "generate"
            if self.view == _WEEK:
                self.reload()
            else:
                self.show_view(_WEEK)
            return
        if week.why_not:
            way = ("Plan a season", lambda: self.desk.action_wanted.emit("new_season"))
            text, action = ("", None) if week.has_season else way
            self.desk.noticed.emit(Notice("No sessions for this week", week.why_not, action_text=text, action=action))
            return
        generating, today, athlete = self.desk.services.generating, self.desk.today(), week.athlete_id
        number = None if week.place is None else week.place.week + 1
        again = any(session.is_proposed for session in week.sessions)
        self.desk.run(lambda: generating.generate(athlete, today, number, replace=again), self._generated)

    # What happened

    def _generated(self, made: GeneratedWeek) -> None:
        sentences = list(made.sentences) or [f"{len(made.workouts)} sessions were made."]
        self.desk.noticed.emit(Notice("The week is planned", " ".join(sentences)))
        self._waiting = "focus"
        self.week.go_to(made.monday)
        self.desk.changed.emit(CHANGED)

    def _act(self, what: str) -> None:
        session = self.week.session
        if session is None:
            return
        completing, now = self.desk.services.completing, datetime.now(UTC)
        if what == "start":
            self.desk.run(lambda: completing.start(session.id, now), self._started)
        elif what == "finish":
            self._finish()
        elif what == "skip":
            self.desk.run(lambda: completing.skip(session.id, now), self._skipped)
        else:
            self._reopen(session.id)

    def _started(self, changes: Changes) -> None:
        self.desk.changed.emit(changes)
        self.week.sheet.focus_next()

    def _skipped(self, skipped: Skipped) -> None:
        back = Notice(
            "The session was skipped",
            " ".join(skipped.sentences),
            action_text="Undo",
            action=lambda: self._reopen(skipped.workout_id),
        )
        self.desk.noticed.emit(back)
        self.desk.changed.emit(CHANGED)

    def _finish(self) -> None:
        from ui.dialogs.finish_session import FinishSession  # noqa: PLC0415 - loaded when it is first wanted

        session = self.week.session
        if session is not None:
            dialog = FinishSession(self.desk, session, self.window())
            dialog.reopen_wanted.connect(lambda: self._reopen(session.id))
            dialog.open()

    def _reopen(self, workout_id: str) -> None:
        completing, now = self.desk.services.completing, datetime.now(UTC)

        def then(changes: Changes) -> None:
            self.desk.message.emit("The session is open again; what followed from it was taken back.")
            self.desk.changed.emit(changes)

        self.desk.run(lambda: completing.reopen(workout_id, now), then)

    # What is shown

    def _week_loaded(self) -> None:
        week = self.week.week
        self._name("" if week is None else summary(week))
        if week is not None and not (week.has_season or week.sessions or self._is_chosen or self._waiting):
            # Without a season there is a log at most, and that is long past.
            self.show_view(_ALL)
            return
        waiting, self._waiting = self._waiting, ""
        if waiting == "generate":
            self.generate()
        elif waiting == "focus":
            self.week.focus_session()
        self.loaded.emit()

    def _list_loaded(self) -> None:
        if self.list.is_empty:
            self._layers.setCurrentWidget(self._no_workouts)
        self._name("")
        self.loaded.emit()

    def _name(self, subtitle: str) -> None:
        self.subtitle = subtitle
        self.header_changed.emit()

    def _offer(self) -> None:
        """Say which of the window's commands are possible now."""
        session = self.week.session
        names = list(_OFFERS)
        if session is not None:
            if is_open(session):
                begun = session.state is SessionState.IN_PROGRESS
                names += ["finish_session"] if begun else ["start_session", "skip_session"]
            else:
                names.append("reopen_session")
        self.desk.offer(self.word, names)

    # Parts; the list, and what is shown where there is nothing to show, are made when they are first needed

    @cached_property
    def list(self) -> "WorkoutsList":
        from ui.pages.workouts_list import WorkoutsList  # noqa: PLC0415 - as above

        made = WorkoutsList(self.desk)
        made.loaded.connect(self._list_loaded)
        made.week_wanted.connect(self.show_session)
        self._ways.addWidget(made)
        return made

    @cached_property
    def _empty(self) -> Empty:
        sentence = "Add an athlete, import a log to see everything that was done, or load the demo to look around."
        ways = (Way("add_athlete", "Add an athlete", "add-person"), Way("load_demo", "Load the demo", "demo"))
        return self._layer(Empty("workouts", "No athlete yet", sentence, ways))

    @cached_property
    def _no_workouts(self) -> Empty:
        sentence = (
            "Import a training log to see everything that was done, or plan a season and generate its first week."
        )
        ways = (Way("import_log", "Import a log", "import"), Way("new_season", "Plan a season", "plan"))
        return self._layer(Empty("workouts", "No workouts yet", sentence, ways))

    def _layer(self, empty: Empty) -> Empty:
        empty.chosen.connect(self.desk.action_wanted)
        self.desk.theme_changed.connect(empty.redress)
        self._layers.addWidget(empty)
        return empty

    def _build(self) -> None:
        self._ways.addWidget(self.week)
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(Space.L, Space.S, Space.L, Space.L)
        column.setSpacing(Space.M)
        column.addLayout(self._strip())
        column.addWidget(self._ways, 1)
        self._layers.addWidget(self._body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._layers)

    def _strip(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.week.navigator, 1)
        row.addStretch(0)
        self._group = QButtonGroup(self)
        for view, word in ((_WEEK, "Week"), (_ALL, "All workouts")):
            button = QPushButton(word)
            button.setProperty("look", "segment")
            button.setCheckable(True)
            button.setChecked(view == _WEEK)
            button.clicked.connect(lambda _=False, view=view: self._choose_view(view))
            self._group.addButton(button)
            self._toggles[view] = button
            row.addWidget(button)
        return row

    def _connect(self) -> None:
        self._generate.triggered.connect(self.generate)
        self.week.loaded.connect(self._week_loaded)
        self.desk.athlete_selected.connect(self._begin_anew)
        self.week.acted.connect(self._act)
        self.desk.session_opened.connect(lambda: self.show_session(self.desk.session))
        self.week.navigator.again_wanted.connect(self.generate)
        self.week.session_changed.connect(self._offer)


def summary(week: TrainingWeek) -> str:
    """`Strength season · 4 sessions this week, 2 done`."""
    parts = [] if week.place is None else [f"{goal_name(str(week.place.goal))} season"]
    if week.sessions:
        count, done = len(week.sessions), sum(one.state is SessionState.DONE for one in week.sessions)
        parts.append(f"{count} session{'' if count == 1 else 's'}, {done} done")
    return "  ·  ".join(parts)
