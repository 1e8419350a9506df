"""A window's frame with a desk in it: it keeps the user's choices, and one database open."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication

from app.changes import Changes
from app.paths import Paths
from app.settings import Theme, save
from ui.kit import theme
from ui.kit.frame import Frame
from ui.kit.icons import redress
from ui.kit.opening import Opened, Report, open_database
from ui.kit.page import Desk

Opener = Callable[[Report], Opened]
"""Opens a database in the worker, reporting how far it is."""


class Keeper(Frame):
    """Takes a database in place of the one before, and loads what it needs behind the page that is shown."""

    opened = Signal()
    """A database is open, whatever its state, and everything can be asked of it."""

    def __init__(self, entries: list[tuple[str, str, str]], desk: Desk, paths: Paths, *, keeps: bool) -> None:
        """`keeps` is whether databases are held and choices remembered; for `entries` see `Frame`."""
        super().__init__(entries)
        self._keeps = keeps
        self.desk = desk
        self.paths = paths
        self.open_now: Opened | None = None

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

    def take(self, opened: Opened) -> None:
        """Put an opened database on the desk, in place of the one before; what is not loaded yet follows."""
        if self.open_now is not None:
            # In the worker, behind what it still does there: the last one to close a file folds its log into it.
            self.desk.background.run(self.open_now.services.close, lambda _: None)
            self.desk.shut()
            self._forget_pages()
        self.open_now = opened
        if opened.services.is_loaded:
            self.desk.open(opened.services)
        else:
            self.desk.begin(opened.services.roster)
        status = opened.status
        self.show_location(opened.label or status.location, f"{status.engine} {status.engine_version}")
        self._show_opened(opened)
        if opened.keep and opened.url != self.desk.settings.database:
            self.change_settings(database=opened.url)
        if self.desk.is_open:
            self.opened.emit()
        else:
            self._load(opened)

    def wear(self, choice: Theme) -> None:
        """Put a palette on, everywhere, now."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, choice)
        redress(self)
        self.bars.redress()
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

    def is_busy(self) -> bool:
        """Whether the worker has something to do."""
        return self.desk.background.under_way > 0

    # What the window makes of it

    def _forget_pages(self) -> None:
        """Let go of what shows the database before."""
        raise NotImplementedError

    def _show_opened(self, opened: Opened) -> None:
        """Show the page for a database that was just taken."""
        raise NotImplementedError

    def _shows_early(self) -> bool:
        """Whether the page that is shown can do without the services."""
        raise NotImplementedError

    def _go_on(self) -> None:
        """The services are there: do what waited for them."""
        raise NotImplementedError

    # Steps

    def _load(self, opened: Opened) -> None:
        """Load what is missing of the services, behind the page that can do without them."""

        def load(_: object = None) -> None:
            # Painting would have to share the interpreter with the loading.
            self.repaint()
            self.desk.background.run(opened.services.load_all, lambda _: self._loaded(opened))

        if self._shows_early():
            # When this empty job comes back, the page's own before it has shown its data, or failed.
            self.desk.background.run(lambda: None, load)
        else:
            load()

    def _loaded(self, opened: Opened) -> None:
        if self.open_now is opened:
            self.desk.open(opened.services)
            self._go_on()
            self.opened.emit()

    def _open_address(self, url: str) -> None:
        self.open(lambda _report: replace(open_database(self.paths, url, hold=self._keeps), keep=True))

    def _open_again(self) -> None:
        """Open the database anew that work has made another one; what is kept of it stays as it was."""
        before = self.open_now
        if before is not None:
            paths, hold = self.paths, self._keeps
            again = lambda _report: replace(open_database(paths, before.url, hold=hold), label=before.label)  # noqa: E731
            self.open(again, "Opening the database", quiet=True)
