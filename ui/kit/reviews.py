"""Looks for proposals: when it is asked to, and quietly after a session was finished or a check-in logged."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from app.changes import Changes
from app.errors import Cancelled
from ui.kit.background import Ticket
from ui.kit.notices import Notice
from ui.kit.page import Desk

if TYPE_CHECKING:
    from app.usecases.adapting import Adapting
    from models.values.adapting import Proposal

QUIET_MILLISECONDS: Final = 1500
"""How long after the last change a quiet review waits: whoever logs one thing often logs another."""
_FINISHED: Final = Changes.WORKOUTS | Changes.PLAN
"""What finishing a session touches; a single set touches workouts only."""

_COUNTED: Final = Changes.PROPOSALS | Changes.ATHLETES | Changes.DATABASE
"""What may change how many proposals are open; whoever leaves takes theirs along."""


class Reviews(QObject):
    """Reviews one athlete after the other, so that pages get their turn between two of them."""

    def __init__(self, desk: Desk, may_review: Callable[[], bool]) -> None:
        """`may_review` is whether a database is open whose proposals can be read and written."""
        super().__init__(desk)
        self._desk, self._may_review = desk, may_review
        self._ticket: Ticket | None = None
        self._adapting: Adapting | None = None
        """Of the database that the review under way began with."""
        self._waiting: list[str] = []
        self._of_all = 0
        self._found = 0
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MILLISECONDS)
        self._quiet.timeout.connect(self._review_quietly)
        desk.changed.connect(self._follow)
        desk.review_wanted.connect(self.review)

    def count(self) -> None:
        """Find out how many proposals are open, for the rail and the pages."""
        if self._may_review():
            adapting = self._desk.services.adapting
            self._desk.run(adapting.inbox, self._counted)

    def review(self, athletes: Sequence[str]) -> None:
        """Review these athletes, with progress and a way to stop; nothing happens while a review is under way."""
        if self._ticket is not None or not athletes or not self._may_review():
            return
        kept = "what was found so far is kept"
        self._ticket = self._desk.background.ticket("Reviewing", kept)
        self._adapting = self._desk.services.adapting
        self._waiting, self._of_all, self._found = list(athletes), len(athletes), 0
        self._desk.task_started.emit(self._ticket)
        self._next()

    def _next(self) -> None:
        ticket, desk = self._ticket, self._desk
        if ticket is None or self._adapting is None:
            return
        if not self._may_review() or desk.services.adapting is not self._adapting:
            # Another database was opened meanwhile, whose athletes are others.
            self._ticket = None
            desk.task_ended.emit()
            return
        if not self._waiting:
            self._end()
            return
        athlete = self._waiting.pop(0)
        done = self._of_all - len(self._waiting) - 1
        name = next((one.label for one in desk.athletes if one.id == athlete), "")
        adapting, today = self._adapting, desk.today()
        known = desk.open_proposals.get(athlete, 0)

        def work() -> int:
            ticket(done / self._of_all, f"{name} ({done + 1} of {self._of_all})")
            return len(adapting.review(athlete, today)) - known

        desk.background.run(work, self._took, self._broke)

    def _took(self, more: int) -> None:
        self._found += max(0, more)
        self._next()

    def _broke(self, error: BaseException) -> None:
        self._ticket = None
        self._desk.task_ended.emit()
        if isinstance(error, Cancelled):
            self._desk.message.emit(str(error))
        else:
            self._desk.failed.emit(error)
        self._desk.changed.emit(Changes.PROPOSALS)

    def _end(self) -> None:
        self._ticket = None
        self._desk.task_ended.emit()
        who = "1 athlete" if self._of_all == 1 else f"{self._of_all} athletes"
        said = "nothing new to propose" if not self._found else _proposals(self._found)
        self._desk.message.emit(f"{who} reviewed: {said}.")
        self._desk.changed.emit(Changes.PROPOSALS)

    # Quietly

    def _follow(self, changes: Changes) -> None:
        if changes & _COUNTED:
            self.count()
        is_news = Changes.READINESS in changes or changes & _FINISHED == _FINISHED
        if is_news and Changes.PROPOSALS not in changes:
            self._quiet.start()

    def _review_quietly(self) -> None:
        athlete = self._desk.athlete_in_hand
        if athlete is None or self._ticket is not None or not self._may_review():
            return
        adapting, today = self._desk.services.adapting, self._desk.today()

        def work() -> "tuple[Sequence[Proposal], Sequence[Proposal]]":
            return adapting.inbox(athlete.id), adapting.review(athlete.id, today)

        self._desk.run(work, lambda found: self._reviewed(athlete.label, *found))

    def _reviewed(self, name: str, before: "Sequence[Proposal]", after: "Sequence[Proposal]") -> None:
        known = {one.id for one in before}
        new = [one for one in after if one.id not in known]
        if new:
            go = lambda: self._desk.page_wanted.emit("proposals")  # noqa: E731
            told = "; ".join(one.title for one in new)
            self._desk.noticed.emit(Notice(f"A proposal for {name}", f"{told}.", action_text="Look at it", action=go))
        if {(one.id, one.reason) for one in before} != {(one.id, one.reason) for one in after}:
            self._desk.changed.emit(Changes.PROPOSALS)

    def _counted(self, found: "Sequence[Proposal]") -> None:
        self._desk.open_proposals = Counter(one.athlete_id for one in found)
        self._desk.proposals_counted.emit()


def _proposals(count: int) -> str:
    return "1 new proposal" if count == 1 else f"{count} new proposals"
