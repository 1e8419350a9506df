"""The inbox of proposals: what would change in a plan, why, before and after; accepted or rejected here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.changes import Changes
from ui.kit.icons import dress
from ui.kit.notices import Notice
from ui.kit.page import Desk, Page
from ui.kit.theme import Space
from ui.widgets.empty import Empty, Way
from ui.widgets.proposal_rows import ROW_HEIGHT, columns
from ui.widgets.proposal_strip import DECIDED, OPEN, ProposalStrip
from ui.widgets.proposal_view import ProposalView
from ui.widgets.proposal_words import as_of, changes_much, changes_plan
from ui.widgets.skeleton import Skeleton
from ui.widgets.tables import TableView

if TYPE_CHECKING:
    from models.values.adapting import Decision, Proposal
    from models.values.knowledge import Claim

_CHANGED: Final = Changes.PROPOSALS | Changes.PLAN | Changes.WORKOUTS


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one fetch brought."""

    view: str
    athlete: str | None
    proposals: "Sequence[Proposal]"
    claims: "dict[str, Claim]"
    open_count: int


class ProposalsPage(Page):
    """A list of proposals beside the one in hand."""

    word = "proposals"
    title = "Proposals"
    cares_about = Changes.PROPOSALS | Changes.ATHLETES

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.view_shown = OPEN
        self.of_one = False
        """Only the athlete in hand."""
        self._chosen = ""
        self._arrived = False
        """Shown since the list last took the keyboard."""
        self._found: Loaded | None = None
        self._review = QAction("&Review Now", self)
        self._rules = QAction("Readiness R&ules…", self)
        dress(self._review, "reload")
        dress(self._rules, "readiness")
        self.table = TableView(columns(lambda: as_of(desk.today())), "Proposals", ROW_HEIGHT)
        self.view = ProposalView(lambda claim: desk.open_claim(claim, self.word))
        self.strip = ProposalStrip()
        self.layers = QStackedWidget()
        self._build()
        self._connect()

    def header_actions(self) -> Sequence[QAction]:
        return (self._review, self._rules) if self.desk.athlete else ()

    def begin_search(self) -> None:
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def reload(self) -> None:
        if not self.desk.athlete:
            self._show_layer(self._nobody)
            self._name("")
            self.loaded.emit()
            return
        services, shown = self.desk.services, self.view_shown
        athlete = self.desk.athlete if self.of_one else None

        def fetch() -> Loaded:
            adapting = services.adapting
            waiting = adapting.inbox(athlete)
            found = waiting if shown == OPEN else adapting.decided(athlete)
            cited = {claim for one in found for claim in one.evidence.get("citations", ())}
            claims = {claim.id: claim for claim in services.knowledge.claims(sorted(cited))}
            return Loaded(shown, athlete, found, claims, len(waiting))

        self.desk.run(fetch, self._show)

    # What is shown

    def show_view(self, view: str) -> None:
        """Open proposals, or what was decided."""
        if view != self.view_shown:
            self.view_shown, self._chosen = view, ""
            self.strip.views[view].setChecked(True)
            self.reload()

    def show_whose(self, *, of_one: bool) -> None:
        """Proposals of the athlete in hand only, or of everybody."""
        if of_one != self.of_one:
            self.of_one = of_one
            self.strip.whose[of_one].setChecked(True)
            self.reload()

    @property
    def proposal(self) -> "Proposal | None":
        """The one in hand."""
        return self.view.proposal if self._found is not None and self._found.proposals else None

    def _show(self, found: Loaded) -> None:
        if found.view != self.view_shown or (found.athlete is not None and found.athlete != self.desk.athlete):
            # Something else was asked for meanwhile, and is on its way.
            return
        place = max(0, self.table.currentIndex().row())
        self._found = found
        self.strip.show_counts(found.open_count, keys=found.view == OPEN and bool(found.proposals))
        if not found.proposals:
            self.table.show_rows(())
            self._show_layer(self._no_open if found.view == OPEN else self._no_decided)
        else:
            known = {one.id for one in found.proposals}
            if self._chosen not in known:
                # The decided one has left: the one that moved into its place is next.
                self._chosen = found.proposals[min(place, len(found.proposals) - 1)].id
            self.table.show_rows(found.proposals, select=lambda one: one.id == self._chosen)
            self._show_layer(self._body)
            self._show_chosen()
            self._take_keys()
        self._name(_summary(found))
        self.loaded.emit()

    def _choose(self, one: "Proposal") -> None:
        self._chosen = one.id
        self._show_chosen()

    def _show_chosen(self) -> None:
        found = self._found
        one = next((each for each in found.proposals if each.id == self._chosen), None) if found else None
        if one is None or found is None:
            return
        cited = one.evidence.get("citations", ())
        claims = [found.claims[claim] for claim in cited if claim in found.claims]
        self.view.show_proposal(one, claims, as_of(self.desk.today()))

    def _show_layer(self, layer: QWidget) -> None:
        self.layers.setCurrentWidget(layer)

    def _name(self, subtitle: str) -> None:
        self.subtitle = subtitle
        self.header_changed.emit()

    # What is decided

    def accept(self, note: str = "") -> None:
        """Accept the proposal in hand; where many weeks change, ask first."""
        one = self.proposal
        if one is None or one.state != "OPEN" or not self.view.accept.isEnabled():
            return
        if not changes_much(one):
            self._accept(one, note)
            return
        from ui.dialogs.confirm import Confirm  # noqa: PLC0415 - loaded when it is first wanted

        dialog = Confirm(
            self.window(),
            title=f"{one.title}?",
            text=f"Many weeks of {one.athlete_name}'s plan change. What was trained stays as it is; generated sessions "
            "of changed weeks that nobody has touched are taken away, to be generated again.",
            verb="Change the plan",
        )
        dialog.accepted.connect(lambda: self._accept(one, note))
        dialog.open()

    def _accept(self, one: "Proposal", note: str) -> None:
        adapting, today = self.desk.services.adapting, self.desk.today()
        self._decide(lambda: adapting.accept(one.id, today, note), lambda made: self._accepted(one, made))

    def reject(self, note: str = "") -> None:
        """Leave the plan of the proposal in hand as it is."""
        one = self.proposal
        if one is not None and one.state == "OPEN" and self.view.reject.isEnabled():
            adapting = self.desk.services.adapting
            self._decide(lambda: adapting.reject(one.id, note), lambda _: self._rejected(one))

    def _decide(self, work: "Callable[[], Decision | Proposal]", then: Callable[..., None]) -> None:
        self.view.working(on=True)
        self.desk.background.run(work, then, self._refused)

    def _accepted(self, one: "Proposal", made: "Decision") -> None:
        title = f"Accepted for {one.athlete_name}" if changes_plan(one) else f"Noted for {one.athlete_name}"
        said = " ".join([f"{one.title}.", *made.sentences])
        self.desk.noticed.emit(Notice(title, said, action_text=self._next_word(made), action=lambda: self._go_on(made)))
        self.view.note.clear()
        self.desk.changed.emit(_CHANGED)

    def _next_word(self, made: "Decision") -> str:
        """What is likely wanted after a decision, empty where nothing is."""
        if made.removed_workouts:
            return "Generate again"
        return "Show plan" if changes_plan(made.proposal) else ""

    def _go_on(self, made: "Decision") -> None:
        self.desk.select_athlete(made.proposal.athlete_id)
        if made.removed_workouts:
            self.desk.action_wanted.emit("generate_week")
        else:
            self.desk.page_wanted.emit("plan")

    def _rejected(self, one: "Proposal") -> None:
        said = f"{one.title}: the plan stays as it is. It is not proposed again for three weeks."
        self.desk.noticed.emit(Notice(f"Rejected for {one.athlete_name}", said))
        self.view.note.clear()
        self.desk.changed.emit(Changes.PROPOSALS)

    def _refused(self, error: BaseException) -> None:
        self.view.working(on=False)
        self.desk.failed.emit(error)
        self.reload()

    def _show_plan(self) -> None:
        one = self.proposal
        if one is not None:
            self.desk.select_athlete(one.athlete_id)
            self.desk.page_wanted.emit("plan")

    def _review_now(self) -> None:
        everybody = [athlete.id for athlete in self.desk.athletes]
        self.desk.review_wanted.emit([self.desk.athlete] if self.of_one else everybody)

    def showEvent(self, event: QShowEvent) -> None:
        """Whoever comes here comes to decide: the keys belong to the list."""
        super().showEvent(event)
        self._arrived = True
        self._take_keys()

    def _take_keys(self) -> None:
        if self._arrived and self.layers.currentWidget() is self._body:
            self._arrived = False
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys on the list decide about the proposal in hand."""
        if watched is self.table and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            act = self._keys.get(Qt.Key(event.key()))
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if act is not None and plain and self.view_shown == OPEN:
                act()
                return True
        return super().eventFilter(watched, event)

    # Parts

    def _build(self) -> None:
        self._nobody = Empty(
            "person",
            "No athlete yet",
            "Proposals appear here once somebody trains after a plan. Add an athlete, or load the demo to look around.",
            (Way("add_athlete", "Add an athlete", "add-person"), Way("load_demo", "Load the demo", "demo")),
        )
        self._no_open = Empty(
            "check",
            "Nothing waits for you",
            "When lifts stall, freshness stays low, effort runs above plan or sets are left out, Peakline proposes a "
            "change of the plan here: what, why, before and after. Nothing changes until you accept it. Finished "
            "sessions and check-ins are looked at by themselves; a review looks at everybody now.",
            (Way("review", "Review now", "reload"),),
        )
        self._no_decided = Empty(
            "proposals",
            "Nothing was decided yet",
            "What you accept, reject, or what no longer holds is kept here with its reason and your note.",
        )
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("proposals-splitter")
        split.setChildrenCollapsible(False)
        split.setHandleWidth(Space.M)
        self.table.horizontalHeader().hide()
        self.table.setMinimumWidth(260)
        self.view.setMinimumWidth(420)
        split.addWidget(self.table)
        split.addWidget(self.view)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        split.setSizes([400, 640])
        self._body = split
        for layer in (Skeleton(), self._nobody, self._no_open, self._no_decided, split):
            self.layers.addWidget(layer)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.S, Space.L, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(self.strip)
        column.addWidget(self.layers, 1)

    def _connect(self) -> None:
        self._keys: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_A: lambda: self.accept(self.view.take_note()),
            Qt.Key.Key_Return: lambda: self.accept(self.view.take_note()),
            Qt.Key.Key_Enter: lambda: self.accept(self.view.take_note()),
            Qt.Key.Key_R: lambda: self.reject(self.view.take_note()),
            Qt.Key.Key_N: self.view.note.setFocus,
        }
        self.table.installEventFilter(self)
        self.table.row_selected.connect(self._choose)
        self.view.accepted.connect(self.accept)
        self.view.rejected.connect(self.reject)
        self.view.plan_wanted.connect(self._show_plan)
        self._review.triggered.connect(self._review_now)
        self._rules.triggered.connect(lambda: self.desk.action_wanted.emit("readiness_rules"))
        self.strip.view_chosen.connect(self.show_view)
        self.strip.whose_chosen.connect(lambda of_one: self.show_whose(of_one=of_one))
        for empty in (self._nobody, self._no_decided):
            empty.chosen.connect(self.desk.action_wanted)
        self._no_open.chosen.connect(lambda _way: self._review_now())
        self.desk.theme_changed.connect(self._redress)

    def _redress(self) -> None:
        for empty in (self._nobody, self._no_open, self._no_decided):
            empty.redress()
        self.table.viewport().update()


def _summary(found: Loaded) -> str:
    """`3 open, for 2 athletes`."""
    if found.view == DECIDED:
        return "What was decided, the newest first"
    if not found.proposals:
        return "Nothing changes in a plan until you accept it"
    people = len({one.athlete_id for one in found.proposals})
    return f"{len(found.proposals)} open, for {'1 athlete' if people == 1 else f'{people} athletes'}"
