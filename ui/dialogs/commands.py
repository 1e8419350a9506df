"""What the menu does: open the dialog, run the work, tell the desk what changed."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QDialog, QMainWindow

from app.changes import Changes
from app.paths import Paths
from models.values.athletes import Athlete
from ui.dialogs.about import About
from ui.dialogs.add_athlete import AddAthlete
from ui.dialogs.confirm import Confirm
from ui.dialogs.import_log import ImportLog
from ui.dialogs.new_season import NewSeason
from ui.dialogs.open_database import OpenDatabase
from ui.dialogs.palette import Choice, Palette
from ui.dialogs.shortcuts import Shortcuts
from ui.kit.bar import Notice
from ui.kit.icons import icon
from ui.kit.opening import Opened, Report, open_database
from ui.kit.page import Desk

Opener = Callable[[Report], Opened]


class Commands(QObject):
    """The window's commands that are more than a change of what is shown."""

    opened = Signal(object)
    """An `Opened` database for the window to take."""

    def __init__(self, desk: Desk, paths: Paths, window: QMainWindow) -> None:
        super().__init__(window)
        self._desk, self._paths, self._window = desk, paths, window
        self.url = ""
        """The address of the database now open."""
        self.actions: Mapping[str, QAction] = {}
        """Every action of the window by name, for the palette and the list of shortcuts."""

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What each action of `ui.kit.actions` does, as far as it is done here."""
        return {
            "new_season": self.new_season,
            "add_athlete": lambda: self._show(AddAthlete(self._desk, self._window)),
            "import_log": lambda: self._show(ImportLog(self._desk, self._window)),
            "open_database": self.ask_for_database,
            "data_folder": lambda: self._show_folder(self._paths.data),
            "log_folder": lambda: self._show_folder(self._paths.logs),
            "commands": self.palette,
            "switch_athlete": self.switch_athlete,
            "next_athlete": lambda: self._step(1),
            "previous_athlete": lambda: self._step(-1),
            "remove_athlete": self.remove_athlete,
            "upgrade": self.upgrade,
            "load_demo": self.load_demo,
            "remove_demo": self.remove_demo,
            "shortcuts": lambda: self._show(Shortcuts(self.actions, self._window)),
            "about": lambda: self._show(About(self._window)),
        }

    # Databases

    def open(
        self,
        opener: Opener,
        title: str = "Opening the database",
        failed: Callable[[BaseException], None] | None = None,
        *,
        quiet: bool = False,
    ) -> None:
        """Open a database in the worker and hand it to the window; a failure leaves the old one open.

        `quiet` shows no progress: opening a file takes no time worth speaking of.
        """
        if quiet:
            ticket = self._desk.background.ticket(title)
            self._desk.background.run(lambda: opener(ticket), self.opened.emit, failed)
        else:
            self._desk.run_long(title, opener, self.opened.emit, failed)

    def ask_for_database(self) -> None:
        dialog = OpenDatabase(self._window)
        dialog.chosen.connect(lambda url: self.open(lambda _report: open_database(self._paths, url)))
        self._show(dialog)

    def upgrade(self) -> None:
        """Bring the open database to this version's schema, then open it again."""
        services, url = self._desk.services, self.url

        def then(_status: object) -> None:
            self._desk.message.emit("The database is up to date.")
            self.open(lambda _report: open_database(self._paths, url))

        self._desk.run_long("Upgrading the database", services.upgrading.upgrade, then)

    # Athletes

    def refresh_athletes(self) -> None:
        """Fetch the list of athletes after one came or went."""
        self._desk.run(self._desk.services.athletes.list, self._desk.show_athletes)

    def new_season(self) -> None:
        athlete = self._desk.athlete_in_hand
        if athlete is not None:
            self._show(NewSeason(self._desk, athlete, self._window))

    def switch_athlete(self) -> None:
        self._show(Palette(self._window, self._athlete_choices(), "Switch to which athlete?"))

    def remove_athlete(self) -> None:
        """Ask, name what is lost, and only then remove an athlete with everything of theirs."""
        athlete = self._desk.athlete_in_hand
        if athlete is None:
            return

        def removed(changes: Changes) -> None:
            self._desk.message.emit(f"{athlete.label} was removed.")
            self._desk.changed.emit(changes)

        dialog = Confirm(
            self._window,
            title=f"Remove {athlete.label}?",
            text="Their profile, seasons, workouts, sets and readiness entries are deleted. This cannot be undone.",
            verb="Remove athlete",
        )
        services = self._desk.services
        dialog.accepted.connect(lambda: self._desk.run(lambda: services.athletes.remove(athlete.id), removed))
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

    # Finding

    def palette(self) -> None:
        """Every enabled action and every athlete, by name."""
        done = {"commands"}
        choices = [
            Choice(
                action.text().replace("&", ""),
                action.shortcut().toString(action.shortcut().SequenceFormat.NativeText),
                action.trigger,
                action.icon(),
            )
            for name, action in self.actions.items()
            if action.isEnabled() and name not in done
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

    def _show(self, dialog: QDialog) -> None:
        dialog.open()

    def _show_folder(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self._desk.noticed.emit(Notice("The folder could not be shown.", str(folder)))
