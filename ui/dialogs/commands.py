"""What the menu does: open the dialog, run the work, tell the desk what changed."""

from collections.abc import Mapping

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow

from app.changes import Changes
from app.paths import Paths
from models.values.athletes import Athlete
from ui.dialogs.about import About
from ui.dialogs.add_athlete import AddAthlete
from ui.dialogs.check_in import CheckInDialog
from ui.dialogs.confirm import Confirm
from ui.dialogs.database_commands import DatabaseCommands
from ui.dialogs.import_log import ImportLog
from ui.dialogs.link_exercises import LinkExercises
from ui.dialogs.new_season import NewSeason
from ui.dialogs.palette import Choice, Palette
from ui.dialogs.readiness_rules import ReadinessRules
from ui.dialogs.shortcuts import Shortcuts
from ui.kit.icons import icon, icon_of
from ui.kit.notices import Notice
from ui.kit.page import Desk


class Commands(DatabaseCommands):
    """The window's commands that are more than a change of what is shown: a method for each action's name."""

    def __init__(self, desk: Desk, paths: Paths, actions: Mapping[str, QAction], window: QMainWindow) -> None:
        """`actions` are all of the window's by name, for the palette and the list of shortcuts."""
        super().__init__(desk, paths, window)
        self._actions = actions

    def data_folder(self) -> None:
        self._show_folder(self._paths.data)

    def log_folder(self) -> None:
        self._show_folder(self._paths.logs)

    # Athletes

    def add_athlete(self) -> None:
        self._show(AddAthlete(self._desk, self._window))

    def import_log(self) -> None:
        self._show(ImportLog(self._desk, self._window))

    def next_athlete(self) -> None:
        self._step(1)

    def previous_athlete(self) -> None:
        self._step(-1)

    def new_season(self) -> None:
        athlete = self._desk.athlete_in_hand
        if athlete is not None:
            self._show(NewSeason(self._desk, athlete, self._window))

    def check_in(self) -> None:
        athlete = self._desk.athlete_in_hand
        if athlete is not None:
            self._show(CheckInDialog(self._desk, athlete.id, self._desk.today(), self._window))

    def link_exercises(self) -> None:
        athlete = self._desk.athlete_in_hand
        if athlete is not None:
            self._show(LinkExercises(self._desk, athlete.id, self._window))

    def review(self) -> None:
        """Look for proposals for the athlete in hand."""
        self._desk.review_wanted.emit([self._desk.athlete])

    def readiness_rules(self) -> None:
        athlete = self._desk.athlete_in_hand
        if athlete is not None:
            self._show(ReadinessRules(self._desk, athlete, self._window))

    def switch_athlete(self) -> None:
        self._show(Palette(self._window, self._athlete_choices(), "Switch to which athlete?"))

    def remove_athlete(self) -> None:
        """Ask, name what is lost, and only then remove an athlete with everything of theirs."""
        athlete = self._desk.athlete_in_hand
        if athlete is None:
            return

        def work() -> tuple[Changes, str]:
            # The link is cut first: afterwards nobody would know whose tokens those are.
            linked = services.whoop.status(athlete.id).is_connected
            told = services.whoop.disconnect(athlete.id).sentence if linked else ""
            return services.athletes.remove(athlete.id), told

        def removed(done: tuple[Changes, str]) -> None:
            changes, told = done
            self._desk.message.emit(f"{athlete.label} was removed. {told}".strip())
            self._desk.changed.emit(changes)

        dialog = Confirm(
            self._window,
            title=f"Remove {athlete.label}?",
            text="Their profile, seasons, workouts, sets and readiness entries are deleted, and a connected device is "
            "disconnected. This cannot be undone.",
            verb="Remove athlete",
        )
        services = self._desk.services
        dialog.accepted.connect(lambda: self._desk.run(work, removed))
        self._show(dialog)

    # The demo

    def load_demo(self) -> None:
        services, today = self._desk.services, self._desk.today()

        def then(changes: Changes) -> None:
            self._desk.noticed.emit(Notice("The demo is loaded.", "Remove it any time from the Database menu."))
            self._desk.changed.emit(changes)

        self._desk.run_long("Loading the demo", lambda ticket: services.demo.load(today, ticket), then)

    def remove_demo(self) -> None:
        def then(changes: Changes) -> None:
            said = Notice("The demo was removed.", "", action_text="Undo", action=self.load_demo)
            self._desk.noticed.emit(said)
            self._desk.changed.emit(changes)

        services = self._desk.services
        self._desk.run_long("Removing the demo", lambda _ticket: services.demo.remove(), then)

    # Finding and reading

    def shortcuts(self) -> None:
        self._show(Shortcuts(self._actions, self._window))

    def about(self) -> None:
        self._show(About(self._window))

    def commands(self) -> None:
        """Every enabled action and every athlete, by name."""
        choices = [
            Choice(
                _words(name, action),
                action.shortcut().toString(action.shortcut().SequenceFormat.NativeText),
                action.trigger,
                icon_of(action),
            )
            for name, action in self._actions.items()
            if action.isEnabled() and name != "commands"
        ]
        self._show(Palette(self._window, [*choices, *self._athlete_choices()], "Go to or do…"))

    def _athlete_choices(self) -> list[Choice]:
        return [self._athlete_choice(athlete) for athlete in self._desk.athletes]

    def _athlete_choice(self, athlete: Athlete) -> Choice:
        hint = "Demo athlete" if athlete.is_demo else "Athlete"
        return Choice(athlete.label, hint, lambda: self._desk.select_athlete(athlete.id), icon("person"))

    def _step(self, by: int) -> None:
        athletes = list(self._desk.athletes)
        if (athlete := self._desk.athlete_in_hand) is not None:
            following = athletes[(athletes.index(athlete) + by) % len(athletes)]
            self._desk.select_athlete(following.id)


def _words(name: str, action: QAction) -> str:
    """What an action is called where its menu is not around it."""
    text = action.text().replace("&", "")
    return f"Theme: {text}" if name.startswith("theme_") else text
