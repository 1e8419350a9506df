"""Work that waits for the world outside, on a worker of its own, so that no page waits behind it; one at a time."""

from collections.abc import Callable
from functools import cached_property
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Signal

from ui.kit.background import Background, Ticket

T = TypeVar("T")


class Errands(QObject):
    """What is under way outside, for everybody who shows it."""

    changed = Signal()
    """One has begun or ended."""
    told = Signal(float, str)
    """How far the one under way is."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.title = ""
        self.subject = ""
        """Whose it is, an athlete's id."""
        self._ticket: Ticket | None = None

    @cached_property
    def background(self) -> Background:
        """The worker; there from the first errand on."""
        made = Background(self)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.close)
        return made

    @property
    def is_under_way(self) -> bool:
        return self._ticket is not None

    def run(
        self,
        title: str,
        work: Callable[[Ticket], T],
        then: Callable[[T], None],
        failed: Callable[[BaseException], None],
        *,
        subject: str = "",
        kept: str = "what was fetched is kept",
    ) -> None:
        """Do the work with a ticket to tell and to be cancelled by; nothing happens while another is under way."""
        if self._ticket is not None:
            return
        ticket = self.background.ticket(title, kept)
        ticket.show = self.told.emit
        self.title, self.subject, self._ticket = title, subject, ticket

        def done(result: T) -> None:
            self._end()
            then(result)

        def broke(error: BaseException) -> None:
            self._end()
            failed(error)

        self.changed.emit()
        self.background.run(lambda: work(ticket), done, broke)

    def cancel(self) -> None:
        """Have the one under way stop at its next word."""
        if self._ticket is not None:
            self._ticket.cancel()

    def close(self) -> None:
        """Stop what is under way, and do nothing more."""
        self.cancel()
        if "background" in self.__dict__:
            self.background.close()

    def _end(self) -> None:
        self._ticket = None
        self.changed.emit()
