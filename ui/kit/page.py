"""What every page shares: the desk it works at, and when it reloads."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QUndoStack
from PySide6.QtWidgets import QWidget

from app.changes import Changes
from app.settings import Settings
from ui.kit.background import Background, Ticket
from ui.kit.errands import Errands

if TYPE_CHECKING:
    # bootstrap imports SQLAlchemy; pages are built, and the window painted, before that is paid for.
    from app.bootstrap import Services
    from app.usecases.roster import Roster
    from models.values.athletes import Athlete
    from models.values.units import Unit

T = TypeVar("T")


class Desk(QObject):
    """What pages and dialogs have in common: services, worker, settings, the athlete in hand."""

    athlete_selected = Signal(str)
    """The id of the athlete every page now shows; empty where there is none."""
    changed = Signal(Changes)
    """Something was written."""
    settings_changed = Signal()
    settings_wanted = Signal(object)
    """A page asks to keep choices: a mapping of fields of `Settings` to their new values.

    Not `Signal(dict)`: Qt would turn an enumeration into its text on the way.
    """
    theme_changed = Signal()
    """Palette and icons are new; custom painters drop their caches."""
    page_wanted = Signal(str)
    """A page asks the window to show another one, by its word."""
    action_wanted = Signal(str)
    """A page asks for one of the window's actions by its name, for example `add_athlete`."""
    offers_changed = Signal()
    """A page offers other commands than before; see `offer`."""
    opened = Signal()
    """The services are there."""
    session_opened = Signal()
    """`session` is another workout, to be shown in its week."""
    claim_opened = Signal()
    """`claim` is another entry of the knowledge base, to be shown there."""
    message = Signal(str)
    """A sentence for the status bar."""
    noticed = Signal(object)
    """A `Notice` for the window's message bar."""
    failed = Signal(object)
    """An exception for the window's message bar."""
    broke = Signal(object)
    """An exception that is told where it happened, and still belongs into the log."""
    refused = Signal(object)
    """No database is open, and this exception says why the one that was asked for is not."""
    restore_wanted = Signal(object)
    """A page asks to restore this backup: a `Path`."""
    task_started = Signal(object)
    """The `Ticket` of a long job whose progress belongs on screen."""
    task_ended = Signal()
    athletes_changed = Signal()
    """`athletes` is new."""
    review_wanted = Signal(object)
    """A page asks to look for proposals for these athletes: their ids."""
    proposals_counted = Signal()
    """`open_proposals` is new."""

    def __init__(self, background: Background, settings: Settings) -> None:
        super().__init__()
        self.background = background
        self.settings = settings
        self.undo_stack = QUndoStack(self)
        self.athletes: Sequence[Athlete] = ()
        self.today: Callable[[], date] = date.today
        self._offers: dict[str, frozenset[str]] = {}
        self.session = ""
        """The id of the workout that was asked for last."""
        self.claim = ""
        """The id of the entry of the knowledge base that was asked for last."""
        self.claim_from = ""
        """The word of the page it was asked for from; empty where there is no way back to offer."""
        self.open_proposals: Mapping[str, int] = {}
        """How many proposals wait for a decision, by athlete."""
        self._services: Services | None = None
        self._roster: Roster | None = None
        self._athlete = ""
        self.errands = Errands(self)

    @property
    def services(self) -> "Services":
        if self._services is None:
            raise RuntimeError("the services are not open yet")
        return self._services

    @property
    def roster(self) -> "Roster":
        """Who is coached and who needs the coach; there earlier than all other services."""
        if self._services is not None:
            return self._services.roster
        if self._roster is None:
            raise RuntimeError("no database is open yet")
        return self._roster

    @property
    def is_open(self) -> bool:
        """Whether the services are there; the roster may be so before them."""
        return self._services is not None

    def begin(self, roster: "Roster") -> None:
        """A database is at hand, of which only the roster can be read so far."""
        self._roster = roster

    def open(self, services: "Services") -> None:
        self._services = services
        self.opened.emit()

    def shut(self) -> None:
        """Let go of the services, before another database is opened."""
        self.errands.cancel()
        self._services = self._roster = None
        self.athletes = ()
        self.open_proposals = {}
        self._athlete = ""
        self.undo_stack.clear()

    def show_athletes(self, athletes: "Sequence[Athlete]", wanted: str = "") -> None:
        """Take a new list of athletes; keep the one in hand, else `wanted`, else the first."""
        self.athletes = athletes
        known = [athlete.id for athlete in athletes]
        choice = next((one for one in (self._athlete, wanted, *known) if one in known), "")
        self.athletes_changed.emit()
        self.select_athlete(choice)

    @property
    def athlete_in_hand(self) -> "Athlete | None":
        return next((athlete for athlete in self.athletes if athlete.id == self._athlete), None)

    @property
    def athlete(self) -> str:
        return self._athlete

    def select_athlete(self, athlete_id: str) -> None:
        if athlete_id != self._athlete:
            self._athlete = athlete_id
            self.athlete_selected.emit(athlete_id)

    def offer(self, page: str, commands: Iterable[str]) -> None:
        """A page says which of the window's commands it can carry out now; they are enabled while it is shown."""
        offered = frozenset(commands)
        if self.offered_by(page) != offered:
            self._offers[page] = offered
            self.offers_changed.emit()

    def offered_by(self, page: str) -> frozenset[str]:
        """The commands a page offered last, by its word."""
        return self._offers.get(page, frozenset())

    def open_session(self, workout_id: str) -> None:
        """Show a workout of the athlete in hand in its week."""
        self.session = workout_id
        self.page_wanted.emit("workouts")
        self.session_opened.emit()

    def open_claim(self, claim_id: str, came_from: str = "") -> None:
        """Show an entry of the knowledge base; `came_from` is the word of the page to offer a way back to."""
        self.claim, self.claim_from = claim_id, came_from
        self.page_wanted.emit("knowledge")
        self.claim_opened.emit()

    @property
    def unit(self) -> "Unit":
        return self.settings.unit

    def run(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        """Work off the GUI thread, the result in it; errors reach the window's message bar."""
        self.background.run(work, then)

    def run_long(
        self,
        title: str,
        work: Callable[[Ticket], T],
        then: Callable[[T], None],
        failed: Callable[[BaseException], None] | None = None,
    ) -> Ticket:
        """Work that takes seconds: `work` reports to its ticket, the window shows it with a way to cancel."""
        ticket = self.background.ticket(title)

        def done(result: T) -> None:
            self.task_ended.emit()
            then(result)

        def broke(error: BaseException) -> None:
            self.task_ended.emit()
            (failed or self.failed.emit)(error)

        self.task_started.emit(ticket)
        self.background.run(lambda: work(ticket), done, broke)
        return ticket


class Page(QWidget):
    """One page of the window, named by one word.

    A subclass builds its widgets in `__init__`, fetches in `reload` through `self.desk.run`,
    and emits `loaded` when its data is on screen. The window reloads the visible page when the
    athlete in hand changes and `follows_athlete` is set, or when something it cares about was written.
    """

    loaded = Signal()
    header_changed = Signal()
    """`subtitle` or `header_actions` are new."""
    word: ClassVar[str] = ""
    title: ClassVar[str] = ""
    cares_about: ClassVar[Changes] = Changes.NOTHING
    follows_athlete: ClassVar[bool] = True
    needs_database: ClassVar[bool] = True
    """False for pages that have something to show before a fitting database is open."""
    needs_services: ClassVar[bool] = True
    """False for the page that shows the roster and nothing else, which can be read before the rest is loaded."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.subtitle = ""
        self.setObjectName(f"page-{self.word}")

    def header_actions(self) -> Sequence[QAction]:
        """What the page's header offers as buttons; the first is the primary one."""
        return ()

    def begin_search(self) -> None:
        """Put the cursor into the page's search field, where it has one."""

    def act(self, command: str) -> None:
        """Carry out one of the window's commands that this page has offered."""

    def reload(self) -> None:
        """Fetch what the page shows and show it; called only when the services, or the roster, are there."""
        raise NotImplementedError
