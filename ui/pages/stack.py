"""The pages that were visited, and which of them no longer show what the database holds."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget

from app.changes import Changes
from ui.kit.page import Desk, Page
from ui.kit.remember import Memory
from ui.pages.registry import WORDS, build
from ui.widgets.skeleton import Skeleton


class PageStack(QStackedWidget):
    """Builds a page on its first visit and reloads it when it is visited stale."""

    header_changed = Signal()

    def __init__(self, desk: Desk, memory: Memory, can_reload: Callable[[Page], bool]) -> None:
        """`can_reload` says whether what a page needs is there yet."""
        super().__init__()
        self._desk, self._memory, self._can_reload = desk, memory, can_reload
        self._pages: dict[str, Page] = {}
        self._stale: set[str] = set()
        self.word = ""
        """The page that is shown, or will be the first."""
        self.addWidget(Skeleton())

    def page(self, word: str) -> Page:
        """The page of a word, built if need be."""
        if word not in self._pages:
            page = build(word, self._desk)
            page.header_changed.connect(self.header_changed)
            self._pages[word] = page
            self._stale.add(word)
            self.addWidget(page)
            self._memory.restore_splitters(page.findChildren(QSplitter))
        return self._pages[word]

    def show_page(self, word: str) -> Page:
        """Go to a page and reload it if it is stale."""
        page = self.page(word)
        self.word = word
        self.setCurrentWidget(page)
        self.header_changed.emit()
        self.freshen()
        return page

    def freshen(self) -> None:
        """Reload the page that is shown, if it is stale."""
        if self.word in self._stale:
            self.reload()

    def reload(self) -> None:
        """Reload the page that is shown."""
        page = self.page(self.word)
        if self._can_reload(page):
            self._stale.discard(self.word)
            page.reload()

    def make_stale(self, *words: str) -> None:
        """These pages, or all where none is named, show what may no longer be so."""
        self._stale.update(words or WORDS)

    def make_fresh(self) -> None:
        """Reload nothing until something new is known."""
        self._stale.clear()

    def note(self, changes: Changes) -> None:
        """Something was written: the pages that care are stale."""
        self.make_stale_where(lambda page: bool(page.cares_about & changes))

    def make_stale_where(self, touched: Callable[[Page], bool]) -> None:
        self._stale.update(word for word, page in self._pages.items() if touched(page))

    def forget(self) -> None:
        """Let every page of a database go, with what it shows.

        Those that need none show what is asked for next in any case, and building one anew is felt.
        """
        self.remember()
        for word, page in list(self._pages.items()):
            if page.needs_database:
                self.removeWidget(page)
                page.deleteLater()
                del self._pages[word]

    def remember(self) -> None:
        """Keep the places of the splitters."""
        for page in self._pages.values():
            self._memory.save_splitters(page.findChildren(QSplitter))
