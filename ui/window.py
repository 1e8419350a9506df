"""The main window: navigation, header, menus, messages, and which page shows fresh data."""

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QIcon, QKeySequence, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.changes import Changes
from app.paths import RESOURCES, Paths
from app.settings import Theme, save
from ui.kit import theme
from ui.kit.actions import ACTS, SEPARATOR, Actions, Need, add_menus
from ui.kit.background import Ticket
from ui.kit.header import Header
from ui.kit.icons import redress
from ui.kit.notices import Notice, notice_of
from ui.kit.opening import Opened, Report, open_database, sqlite_file
from ui.kit.page import Desk, Page
from ui.kit.rail import Rail
from ui.kit.remember import Memory
from ui.kit.theme import Space
from ui.pages.registry import PAGES, WORDS, build, entry
from ui.widgets.skeleton import Skeleton

if TYPE_CHECKING:
    from ui.dialogs.commands import Commands
    from ui.kit.bar import MessageBar, TaskBar

MINIMUM = (1024, 640)

Opener = Callable[[Report], Opened]
"""Opens a database in the worker, reporting how far it is."""


class Window(QMainWindow):
    """Shows one page at a time and keeps them honest: what was written elsewhere is fetched again."""

    painted = Signal()
    """The window has been on screen once."""
    opened = Signal()
    """A database is open, whatever its state."""

    def __init__(self, desk: Desk, paths: Paths, *, keeps: bool = True) -> None:
        """`keeps` is whether place, page and choices are remembered; pictures and measurements leave no trace."""
        super().__init__()
        self._keeps = keeps
        self.desk = desk
        self.paths = paths
        self.open_now: Opened | None = None
        self._memory = Memory(paths.state)
        self._pages: dict[str, Page] = {}
        self._stale: set[str] = set()
        self._word = ""
        self._was_painted = False
        self._closing = False
        self._build()
        if keeps:
            self._memory.restore_geometry(self)

    # What others ask of the window

    def start(self, word: str) -> None:
        """Show the frame of the first page; the page itself is built after the window is on screen."""
        self._word = word if word in WORDS else WORDS[0]
        self._rail.show_page(self._word)
        self._header.show_page(entry(self._word).title, "", ())
        # The keyboard begins at the window, not with a ring around the first button of the rail.
        self.setFocus()

    def show_first_page(self) -> None:
        """Put life into the frame: the menus' entries, the signals, and the page that `start` has promised."""
        self._build_menus()
        self._connect()
        self._follow_needs()
        self.show_page(self._word)

    def open(
        self,
        opener: Opener,
        title: str = "Opening the database",
        failed: Callable[[BaseException], None] | None = None,
        *,
        quiet: bool = False,
    ) -> None:
        """Open a database in the worker and take it; a failure leaves the one before open.

        `quiet` shows no progress: opening a file takes no time worth speaking of.
        """
        if quiet:
            ticket = self.desk.background.ticket(title)
            self.desk.background.run(lambda: opener(ticket), self.take, failed)
        else:
            self.desk.run_long(title, opener, self.take, failed)

    def show_page(self, word: str) -> None:
        """Go to a page; it is built on the first visit and fetches its data when it is stale."""
        page = self.page(word)
        self._word = word
        self._stack.setCurrentWidget(page)
        self._rail.show_page(word)
        self._show_header()
        if word in self._stale:
            self._reload(word)

    def show_fresh(self, word: str) -> Page:
        """Go to a page and fetch its data whether or not it is stale."""
        page = self.page(word)
        self._stale.add(word)
        self.show_page(word)
        return page

    def take(self, opened: Opened) -> None:
        """Put an opened database on the desk, in place of the one before."""
        if self.open_now is not None:
            self.open_now.services.close()
            self._forget_pages()
        self.open_now = opened
        self.desk.open(opened.services)
        self.desk.file = sqlite_file(opened.url)
        self._location.setText(opened.label or opened.status.location)
        self._location.setToolTip(f"{opened.status.engine} {opened.status.engine_version}")
        # Nothing is stale while the athlete is chosen, or the page would be fetched twice.
        self._stale.clear()
        self.desk.show_athletes(opened.athletes, self.desk.settings.last_athlete or "")
        self._stale.update(WORDS)
        self._follow_needs()
        if opened.problem is None:
            self.show_page(self._word or WORDS[0])
        else:
            self.show_page("database")
            self.tell_error(opened.problem)
        self.opened.emit()

    def wear(self, choice: Theme) -> None:
        """Put a palette on, everywhere, now."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, choice)
        redress(self)
        if "_messages" in self.__dict__:
            self._messages.redress()
        self.desk.theme_changed.emit()

    def change_settings(self, **changes: object) -> None:
        """Keep a choice of the user's and tell everyone."""
        before = self.desk.settings
        self.desk.settings = replace(before, **changes)  # type: ignore[arg-type]
        save(self.paths.settings, self.desk.settings)
        if self.desk.settings.theme is not before.theme:
            self.wear(self.desk.settings.theme)
        self.desk.settings_changed.emit()
        self.desk.changed.emit(Changes.SETTINGS)

    def fresh_page(self, word: str) -> Page | None:
        """A page that shows what the database holds now; None where it is not built or waits to be reloaded."""
        return None if word in self._stale else self._pages.get(word)

    def page_now(self) -> Page:
        """The page that is shown."""
        return self.page(self._word)

    def is_busy(self) -> bool:
        """Whether the worker has something to do."""
        return self.desk.background.under_way > 0

    def tell_error(self, error: BaseException) -> None:
        """Show an error where the user is looking."""
        self._messages.show_notice(notice_of(error))

    # Build

    def _build(self) -> None:
        self.setWindowTitle("Peakline")
        self.setWindowIcon(QIcon(str(RESOURCES / "icons" / "peakline.svg")))
        self.setMinimumSize(*MINIMUM)
        self._rail = Rail([(page.word, page.title, page.hint) for page in PAGES])
        self._header = Header()
        self._bars = QVBoxLayout()
        self._bars.setContentsMargins(Space.L, 0, Space.L, 0)
        self._bars.setSpacing(Space.S)
        self._stack = QStackedWidget()
        self._stack.addWidget(Skeleton())
        right = QVBoxLayout()
        right.setSpacing(Space.S)
        right.addWidget(self._header)
        right.addLayout(self._bars)
        right.addWidget(self._stack, 1)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        row.addLayout(right, 1)
        self.setCentralWidget(middle)
        self._build_status_bar()
        self._menus = add_menus(self)

    def _build_status_bar(self) -> None:
        self._location = QLabel("Opening…")
        self._location.setAccessibleName("Database")
        self._busy = QLabel("")
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.addPermanentWidget(self._busy)
        bar.addPermanentWidget(self._location)

    def _build_menus(self) -> None:
        handlers = {act.name: partial(self._command, act.name) for act in ACTS if act.name != SEPARATOR}
        self.actions_ = Actions(self, self._menus, {**handlers, **self._handlers()})
        self.actions_.add_pages([(page.word, page.title) for page in PAGES], self.show_page)
        self._themes = self.actions_.add_themes(self.desk.settings.theme, self._choose_theme)
        redo = self.desk.undo_stack.createRedoAction(self, "&Redo")
        redo.setShortcut(QKeySequence.StandardKey.Redo)
        undo = self.desk.undo_stack.createUndoAction(self, "&Undo")
        undo.setShortcut(QKeySequence.StandardKey.Undo)
        self.actions_.adopt("&Edit", redo, "redo", first=True)
        self.actions_.adopt("&Edit", undo, "undo", first=True)

    def _handlers(self) -> dict[str, Callable[[], object]]:
        return {
            "preferences": lambda: self.show_page("settings"),
            "quit": self.close,
            "find": lambda: self.page_now().begin_search(),
            "reload": lambda: self._reload(self._word),
            "full_screen": lambda: self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen),
        }

    def _connect(self) -> None:
        desk = self.desk
        self._rail.chosen.connect(self.show_page)
        self._header.athlete_wanted.connect(partial(self._command, "switch_athlete"))
        self._header.search_wanted.connect(partial(self._command, "commands"))
        desk.page_wanted.connect(self.show_page)
        desk.action_wanted.connect(self._trigger)
        desk.settings_wanted.connect(lambda changes: self.change_settings(**changes))
        desk.changed.connect(self._take_changes)
        desk.athlete_selected.connect(self._take_athlete)
        desk.athletes_changed.connect(self._follow_needs)
        desk.message.connect(lambda text: self.statusBar().showMessage(text, 6000))
        desk.noticed.connect(self._notice)
        desk.failed.connect(self.tell_error)
        desk.task_started.connect(self._show_task)
        desk.task_ended.connect(self._hide_task)
        desk.background.failed.connect(self.tell_error)
        desk.background.busy.connect(self._show_busy)

    @cached_property
    def _commands(self) -> "Commands":
        # The dialogs behind the menus are loaded when the first of them is wanted.
        from ui.dialogs.commands import Commands  # noqa: PLC0415

        commands = Commands(self.desk, self.paths, self.actions_.by_name, self)
        commands.database_wanted.connect(self._open_address)
        return commands

    @cached_property
    def _messages(self) -> "MessageBar":
        from ui.kit.bar import MessageBar  # noqa: PLC0415 - loaded when there is something to say

        bar = MessageBar()
        self._bars.insertWidget(0, bar)
        return bar

    @cached_property
    def _tasks(self) -> "TaskBar":
        from ui.kit.bar import TaskBar  # noqa: PLC0415 - loaded with the first long job

        bar = TaskBar()
        self._bars.addWidget(bar)
        return bar

    # What happens

    def _command(self, name: str) -> None:
        self._commands.url = self.open_now.url if self.open_now is not None else ""
        getattr(self._commands, name)()

    def _open_address(self, url: str) -> None:
        self.open(lambda _report: open_database(self.paths, url))

    def _show_task(self, ticket: Ticket) -> None:
        self._tasks.follow(ticket)

    def _hide_task(self) -> None:
        self._tasks.end()

    def page(self, word: str) -> Page:
        """The page of a word, built if need be."""
        if word not in self._pages:
            page = build(word, self.desk)
            page.header_changed.connect(self._show_header)
            self._pages[word] = page
            self._stack.addWidget(page)
            self._stale.add(word)
            self._memory.restore_splitters(page.findChildren(QSplitter))
        return self._pages[word]

    def _reload(self, word: str) -> None:
        page = self._pages[word]
        if self.open_now is None or (page.needs_database and not self.open_now.is_current):
            return
        self._stale.discard(word)
        page.reload()

    def _forget_pages(self) -> None:
        self.desk.shut()
        for page in self._pages.values():
            self._stack.removeWidget(page)
            page.deleteLater()
        self._pages.clear()

    def _take_changes(self, changes: Changes) -> None:
        for word, page in self._pages.items():
            if page.cares_about & changes:
                self._stale.add(word)
        if changes & (Changes.ATHLETES | Changes.DATABASE) and self.desk.is_open:
            self.desk.run(self.desk.services.athletes.list, self.desk.show_athletes)
        if self._word in self._stale:
            self._reload(self._word)

    def _take_athlete(self, athlete_id: str) -> None:
        self.desk.settings = replace(self.desk.settings, last_athlete=athlete_id or None)
        self._stale.update(word for word, page in self._pages.items() if page.follows_athlete)
        self._follow_needs()
        if self._word in self._stale:
            self._reload(self._word)

    def _follow_needs(self) -> None:
        """Enable what is possible now, and name the athlete in hand."""
        met: set[Need] = set()
        if self.open_now is not None:
            met.add(Need.DATABASE if self.open_now.is_current else Need.NOTHING)
            if self.open_now.can_upgrade:
                met.add(Need.UPGRADE)
        athlete = self.desk.athlete_in_hand
        if athlete is not None:
            met.add(Need.ATHLETE)
        self.actions_.enable(met)
        has_demo = any(one.is_demo for one in self.desk.athletes)
        self.actions_.by_name["remove_demo"].setEnabled(has_demo)
        self.actions_.by_name["load_demo"].setEnabled(Need.DATABASE in met and not has_demo)
        position = self.desk.athletes.index(athlete) + 1 if athlete is not None else 0
        self._header.show_athlete(athlete.label if athlete else "", f"{position} of {len(self.desk.athletes)}")

    def _show_header(self) -> None:
        page = self.page(self._word)
        self._header.show_page(page.title or entry(self._word).title, page.subtitle, page.header_actions())

    def _show_busy(self, jobs: int) -> None:
        self._busy.setText("Working…" if jobs else "")
        if self._closing and not jobs:
            QTimer.singleShot(0, self.close)

    def _trigger(self, name: str) -> None:
        action = self.actions_.by_name.get(name)
        if action is not None and action.isEnabled():
            action.trigger()

    def _choose_theme(self, choice: Theme) -> None:
        self.change_settings(theme=choice)

    def _notice(self, notice: Notice) -> None:
        self._messages.show_notice(notice)

    # Qt's own events

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            # The children are painted in the same pass, after this returns.
            QTimer.singleShot(0, self.painted.emit)

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
        for page in self._pages.values():
            self._memory.save_splitters(page.findChildren(QSplitter))
        self._memory.save()
        self.desk.settings = replace(self.desk.settings, last_page=self._word)
        save(self.paths.settings, self.desk.settings)
