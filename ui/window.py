"""The main window: navigation, header, menus, messages, and which page shows fresh data."""

from collections.abc import Callable
from dataclasses import replace

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
from app.errors import WrongSchema
from app.paths import RESOURCES, Paths
from app.settings import Theme, save
from models.values.upgrading import DatabaseState
from ui.dialogs.commands import Commands
from ui.kit import theme
from ui.kit.actions import Actions, Need
from ui.kit.bar import MessageBar, Notice, TaskBar
from ui.kit.header import Header
from ui.kit.icons import redress
from ui.kit.opening import Opened
from ui.kit.page import Desk, Page
from ui.kit.rail import Rail
from ui.kit.remember import Memory
from ui.kit.theme import Space
from ui.pages.registry import PAGES, WORDS, build, entry

MINIMUM = (1024, 640)


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
        self.commands = Commands(desk, paths, self)
        self._build()
        self._connect()
        if keeps:
            self._memory.restore_geometry(self)
        self._follow_needs()

    # What others ask of the window

    def start(self, word: str) -> None:
        """Show the first page's skeleton, before anything is open."""
        self.show_page(word if word in WORDS else WORDS[0])

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
        self.commands.url = opened.url
        self.desk.open(opened.services)
        self._location.setText(opened.status.location)
        self._location.setToolTip(f"{opened.status.engine} {opened.status.engine_version}")
        self.desk.show_athletes(opened.athletes, self.desk.settings.last_athlete or "")
        self._stale = set(WORDS)
        self._follow_needs()
        if opened.is_current:
            self.show_page(self._word or WORDS[0])
        else:
            self.show_page("database")
            self._messages.show_error(WrongSchema("This database cannot be used as it is.", advice=opened.advice))
        self.opened.emit()

    def wear(self, choice: Theme) -> None:
        """Put a palette on, everywhere, now."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, choice)
        redress(self)
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

    def page_now(self) -> Page:
        """The page that is shown."""
        return self.page(self._word)

    def tell_error(self, error: BaseException) -> None:
        """Show an error where the user is looking."""
        self._messages.show_error(error)

    # Build

    def _build(self) -> None:
        self.setWindowTitle("Peakline")
        self.setWindowIcon(QIcon(str(RESOURCES / "icons" / "peakline.svg")))
        self.setMinimumSize(*MINIMUM)
        self._rail = Rail([(page.word, page.title, page.hint) for page in PAGES])
        self._header = Header()
        self._messages = MessageBar()
        self._tasks = TaskBar()
        self._stack = QStackedWidget()
        bars = QVBoxLayout()
        bars.setContentsMargins(Space.L, 0, Space.L, 0)
        bars.setSpacing(Space.S)
        bars.addWidget(self._messages)
        bars.addWidget(self._tasks)
        right = QVBoxLayout()
        right.setSpacing(Space.S)
        right.addWidget(self._header)
        right.addLayout(bars)
        right.addWidget(self._stack, 1)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        row.addLayout(right, 1)
        self.setCentralWidget(middle)
        self._build_status_bar()
        self._build_menus()

    def _build_status_bar(self) -> None:
        self._location = QLabel("Opening…")
        self._location.setAccessibleName("Database")
        self._busy = QLabel("")
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.addPermanentWidget(self._busy)
        bar.addPermanentWidget(self._location)

    def _build_menus(self) -> None:
        self.actions_ = Actions(self, {**self.commands.handlers(), **self._handlers()})
        self.commands.actions = self.actions_.by_name
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
        self._header.athlete_wanted.connect(self.commands.switch_athlete)
        self._header.search_wanted.connect(self.commands.palette)
        self.commands.opened.connect(self.take)
        desk.page_wanted.connect(self.show_page)
        desk.action_wanted.connect(self._trigger)
        desk.settings_wanted.connect(lambda changes: self.change_settings(**changes))
        desk.changed.connect(self._take_changes)
        desk.athlete_selected.connect(self._take_athlete)
        desk.athletes_changed.connect(self._follow_needs)
        desk.message.connect(lambda text: self.statusBar().showMessage(text, 6000))
        desk.noticed.connect(self._notice)
        desk.failed.connect(self.tell_error)
        desk.task_started.connect(self._tasks.follow)
        desk.task_ended.connect(self._tasks.end)
        desk.background.failed.connect(self.tell_error)
        desk.background.busy.connect(self._show_busy)

    # What happens

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
            self.commands.refresh_athletes()
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
            if self.open_now.status.state in (DatabaseState.BEHIND, DatabaseState.EMPTY, DatabaseState.ADOPTABLE):
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
