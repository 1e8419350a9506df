"""What every page shares: the desk it works at, and when it reloads."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.changes import Changes
from app.settings import Settings
from models.values.units import Unit
from ui.kit.background import Background

if TYPE_CHECKING:
    # bootstrap imports SQLAlchemy; pages are built, and the window painted, before that is paid for.
    from app.bootstrap import Services

T = TypeVar("T")


class Desk(QObject):
    """What pages and dialogs have in common: services, worker, settings, the athlete in hand."""

    athlete_selected = Signal(str)
    """The id of the athlete every page now shows; empty where there is none."""
    changed = Signal(Changes)
    """Something was written."""
    settings_changed = Signal()
    theme_changed = Signal()
    """Palette and icons are new; custom painters drop their caches."""
    page_wanted = Signal(str)
    """A page asks the window to show another one, by its word."""
    message = Signal(str)
    """A sentence for the status bar."""

    def __init__(self, background: Background, settings: Settings) -> None:
        super().__init__()
        self.background = background
        self.settings = settings
        self._services: Services | None = None
        self._athlete = ""

    @property
    def services(self) -> "Services":
        if self._services is None:
            raise RuntimeError("the services are not open yet")
        return self._services

    @property
    def is_open(self) -> bool:
        return self._services is not None

    def open(self, services: "Services") -> None:
        self._services = services

    @property
    def athlete(self) -> str:
        return self._athlete

    def select_athlete(self, athlete_id: str) -> None:
        if athlete_id != self._athlete:
            self._athlete = athlete_id
            self.athlete_selected.emit(athlete_id)

    @property
    def unit(self) -> Unit:
        return self.settings.unit

    def run(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        """Work off the GUI thread, the result in it; errors reach the window's message bar."""
        self.background.run(work, then)


class Page(QWidget):
    """One page of the window, named by one word.

    A subclass builds its widgets in `__init__`, fetches in `reload` through `self.desk.run`,
    and emits `loaded` when its data is on screen.
    """

    loaded = Signal()
    word: ClassVar[str] = ""
    title: ClassVar[str] = ""
    cares_about: ClassVar[Changes] = Changes.NOTHING

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setObjectName(f"page-{self.word}")

    def reload(self) -> None:
        """Fetch what the page shows and show it; called only when the services are open."""
        raise NotImplementedError
