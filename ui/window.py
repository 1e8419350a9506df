"""The main window at work: navigation, commands, and which page shows fresh data."""

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent

from app.changes import Changes
from app.paths import Paths
from app.settings import Theme, save
from ui.kit.actions import ACTS, SEPARATOR, TRAINING, Need, needs_met
from ui.kit.away import Away
from ui.kit.keeper import Keeper
from ui.kit.notices import Notice
from ui.kit.opening import Opened
from ui.kit.page import Desk, Page
from ui.kit.remember import Memory
from ui.kit.reviews import Reviews
from ui.pages.registry import MORNING, PAGES, WORDS, entry
from ui.pages.stack import PageStack

if TYPE_CHECKING:
    from ui.dialogs.commands import Commands


class Window(Keeper):
    """Shows one page at a time and keeps them honest: what was written elsewhere is fetched again."""

    def __init__(self, desk: Desk, paths: Paths, *, keeps: bool = True) -> None:
        """`keeps` is whether place, page and choices are remembered; pictures and measurements leave no trace."""
        super().__init__([(page.word, page.title, page.hint) for page in PAGES], desk, paths, keeps=keeps)
        self._memory = Memory(paths.state)
        self._reviews = Reviews(desk, self._can_review)
        self.pages = PageStack(desk, self._memory, self._can_reload)
        self._closing = False
        self._wanted = ""
        """The action that was asked for before it could be done."""
        self.fill(self.pages)
        if keeps:
            self._memory.restore_geometry(self)

    # What others ask of the window

    def start(self, word: str) -> None:
        """Show the frame of the first page; the page itself is built after the window is on screen."""
        self.pages.word = word if word in WORDS else WORDS[0]
        self._stand_alone(on=self.pages.word == MORNING.word)
        self._rail.show_page(self.pages.word)
        self._header.show_page(entry(self.pages.word).title, "", ())
        # The keyboard begins at the window, not with a ring around the first button of the rail.
        self.setFocus()

    def show_first_page(self) -> None:
        """Put life into the frame: the menus' entries, the signals, and the page that `start` has promised."""
        self._build_menus()
        self._connect()
        self._follow_needs()
        self.show_page(self.pages.word)

    def show_page(self, word: str) -> None:
        """Go to a page; it is built on the first visit and fetches its data when it is stale."""
        self._rail.show_page(word)
        self._stand_alone(on=word == MORNING.word)
        self.pages.show_page(word)

    def show_fresh(self, word: str) -> Page:
        """Go to a page and fetch its data whether or not it is stale."""
        self.pages.make_stale(word)
        self.show_page(word)
        return self.page_now()

    def take_away(self, away: Away, again: Callable[[], None]) -> None:
        """Let the athlete of this computer check in while the server is out of reach."""
        self.desk.open(away.services)
        self.pages.make_fresh()
        self.desk.show_athletes([away.athlete], away.athlete.id)
        self.show_location("Server out of reach", "Check-ins are kept on this computer")
        self.show_fresh(MORNING.word)
        words = "You can check in: your answers are kept on this computer and sent when the server answers."
        self.bars.show_notice(Notice("The server is out of reach.", words, action_text="Try again", action=again))

    def page(self, word: str) -> Page:
        """The page of a word, built if need be."""
        return self.pages.page(word)

    def page_now(self) -> Page:
        """The page that is shown."""
        return self.pages.page(self.pages.word)

    # Build

    def _build_menus(self) -> None:
        handlers = {act.name: partial(self._command, act.name) for act in ACTS if act.name != SEPARATOR}
        self.fill_menus({**handlers, **self._handlers()}, self.desk.undo_stack)
        self.actions_.add_pages([(page.word, page.title) for page in PAGES], self.show_page)
        self._themes = self.actions_.add_themes(self.desk.settings.theme, self._choose_theme)

    def _handlers(self) -> dict[str, Callable[[], object]]:
        return {
            **{act.name: partial(self._train, act.name) for act in ACTS if act.menu == TRAINING},
            "preferences": lambda: self.show_page("settings"),
            "morning": lambda: self.show_page(MORNING.word),
            "quit": self.close,
            "find": lambda: self.page_now().begin_search(),
            "reload": self.pages.reload,
            "full_screen": lambda: self.setWindowState(self.windowState() ^ QtCore.Qt.WindowState.WindowFullScreen),
        }

    def _connect(self) -> None:
        desk = self.desk
        self._rail.chosen.connect(self.show_page)
        self.pages.header_changed.connect(self._show_header)
        self._header.athlete_wanted.connect(partial(self._command, "switch_athlete"))
        self._header.search_wanted.connect(partial(self._command, "commands"))
        desk.page_wanted.connect(self.show_page)
        desk.action_wanted.connect(self._trigger)
        desk.restore_wanted.connect(self._restore)
        desk.settings_wanted.connect(lambda changes: self.change_settings(**changes))
        desk.changed.connect(self._take_changes)
        desk.athlete_selected.connect(self._take_athlete)
        desk.athletes_changed.connect(self._follow_needs)
        desk.proposals_counted.connect(self._show_proposals)
        self.opened.connect(self._reviews.count)
        desk.offers_changed.connect(self._follow_needs)
        desk.message.connect(lambda text: self.statusBar().showMessage(text, 6000))
        desk.noticed.connect(self.bars.show_notice)
        desk.failed.connect(self.tell_error)
        desk.task_started.connect(self.bars.show_task)
        desk.task_ended.connect(self.bars.end_task)
        desk.background.failed.connect(self.tell_error)
        desk.background.busy.connect(self._show_busy)

    @cached_property
    def _commands(self) -> "Commands":
        # The dialogs behind the menus are loaded when the first of them is wanted.
        from ui.dialogs.commands import Commands  # noqa: PLC0415

        commands = Commands(self.desk, self.paths, self.actions_.by_name, self)
        commands.database_wanted.connect(self._open_address)
        commands.database_changed.connect(self._open_again)
        return commands

    # What happens

    def _stand_alone(self, *, on: bool) -> None:
        """An athlete's page has the window to itself; every other has rail and header around it."""
        self._rail.setVisible(not on)
        self._header.setVisible(not on)

    def _train(self, name: str) -> None:
        """What belongs to a week or a session is done by the page that shows them."""
        if self.pages.word != "workouts":
            self.show_page("workouts")
        self.page_now().act(name)

    def _command(self, name: str) -> None:
        self._commands.status = self.open_now.status if self.open_now is not None else None
        getattr(self._commands, name)()

    def _restore(self, file: Path) -> None:
        # A method, so that the dialogs are not loaded before the first of them is wanted.
        self._commands.restore(file)

    # A database comes, and what it needs

    def _forget_pages(self) -> None:
        self.pages.forget()

    def _show_opened(self, opened: Opened) -> None:
        # Nothing is stale while the athlete is chosen, or the page would be fetched twice.
        self.pages.make_fresh()
        self.desk.show_athletes(opened.athletes, self.desk.settings.last_athlete or "")
        self.pages.make_stale()
        self._follow_needs()
        self.statusBar().clearMessage()
        if opened.problem is None:
            self.show_page(self.pages.word)
        else:
            self.show_page("database")
            # The page says what is the matter and what to do; here it is only said that there is something.
            self.statusBar().showMessage(opened.problem.message)

    def _shows_early(self) -> bool:
        return not self.page_now().needs_services

    def _go_on(self) -> None:
        self._follow_needs()
        self.pages.freshen()
        wanted, self._wanted = self._wanted, ""
        self._trigger(wanted)

    # What is shown, and what is possible

    def _can_reload(self, page: Page) -> bool:
        if self.open_now is None:
            # Services without a database: the server is out of reach, and only a check-in goes on.
            return self.desk.is_open and page.word == MORNING.word
        if page.needs_services and not self.desk.is_open:
            return False
        return self.open_now.is_current or not page.needs_database

    def _can_review(self) -> bool:
        return self.desk.is_open and self.open_now is not None and self.open_now.is_current

    def _show_proposals(self) -> None:
        self._rail.show_count("proposals", sum(self.desk.open_proposals.values()), "open")

    def _take_changes(self, changes: Changes) -> None:
        self.pages.note(changes)
        if changes & (Changes.ATHLETES | Changes.DATABASE) and self.desk.is_open:
            self.desk.run(self.desk.roster.list, self.desk.show_athletes)
        self.pages.freshen()

    def _take_athlete(self, athlete_id: str) -> None:
        athlete = self.desk.athlete_in_hand
        name = athlete.label if athlete is not None else None
        self.desk.settings = replace(self.desk.settings, last_athlete=athlete_id or None, athlete_name=name)
        self.pages.make_stale_where(lambda page: page.follows_athlete)
        self._follow_needs()
        self.pages.freshen()

    def _follow_needs(self) -> None:
        """Enable what is possible now, and name the athlete in hand."""
        known = self.open_now if self.desk.is_open else None
        met = set(needs_met(known.status.state.value)) if known is not None else set()
        athlete = self.desk.athlete_in_hand
        if athlete is not None:
            met.add(Need.ATHLETE)
        self.actions_.enable(met, self.desk.offered_by(self.pages.word))
        has_demo = any(one.is_demo for one in self.desk.athletes)
        self.actions_.by_name["remove_demo"].setEnabled(has_demo)
        self.actions_.by_name["load_demo"].setEnabled(Need.DATABASE in met and not has_demo)
        position = self.desk.athletes.index(athlete) + 1 if athlete is not None else 0
        self._header.show_athlete(athlete.label if athlete else "", f"{position} of {len(self.desk.athletes)}")

    def _show_header(self) -> None:
        self._follow_needs()
        page = self.page_now()
        self._header.show_page(page.title, page.subtitle, page.header_actions())

    def _show_busy(self, jobs: int) -> None:
        self._busy.setText("Working…" if jobs else "")
        if self._closing and not jobs:
            QTimer.singleShot(0, self.close)

    def _trigger(self, name: str) -> None:
        action = self.actions_.by_name.get(name)
        if action is not None and action.isEnabled():
            action.trigger()
        elif self.open_now is not None and not self.desk.is_open:
            self._wanted = name

    def _choose_theme(self, choice: Theme) -> None:
        self.change_settings(theme=choice)

    # Qt's own events

    def closeEvent(self, event: QCloseEvent) -> None:
        """Wait for the work under way, without freezing; then remember where we were."""
        if self.desk.background.under_way:
            self._closing = True
            self.statusBar().showMessage("Finishing what is under way, then closing…")
            event.ignore()
            return
        if self._keeps:
            self._remember()
        event.accept()

    def _remember(self) -> None:
        self._memory.save_geometry(self)
        self.pages.remember()
        self._memory.save()
        self.desk.settings = replace(self.desk.settings, last_page=self.pages.word)
        save(self.paths.settings, self.desk.settings)
