"""The plan page: one athlete's season on a timeline, week by week, and the block in hand."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QFrame, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.changes import Changes
from models.values.adapting import Proposal
from models.values.exercises import Glossary
from models.values.plan import Season
from ui.kit.icons import dress
from ui.kit.page import Desk, Page
from ui.kit.theme import Space
from ui.widgets import timeline_export
from ui.widgets.change_card import ChangeCard
from ui.widgets.empty import Empty, Way
from ui.widgets.fact_line import FactLine
from ui.widgets.inspector import Inspector
from ui.widgets.season_facts import Kind, Spot
from ui.widgets.season_strip import SeasonStrip, event_words
from ui.widgets.season_table import SeasonTable
from ui.widgets.skeleton import Skeleton
from ui.widgets.timeline import Timeline
from ui.widgets.timeline_look import forget
from ui.widgets.timeline_view import SeasonView

Loaded = tuple[str, Season | None, Glossary | None, Sequence[Proposal]]


class PlanPage(Page):
    """Timeline on top; below it the week table and the inspector of the block, all three in step."""

    word = "plan"
    title = "Plan"
    cares_about = Changes.PLAN | Changes.WORKOUTS | Changes.ATHLETES | Changes.PROPOSALS

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.view: SeasonView | None = None
        self._glossary: Glossary | None = None
        self.timeline = Timeline()
        self.table = SeasonTable()
        self.inspector = Inspector()
        self.change = ChangeCard()
        self.side = QStackedWidget()
        self.strip = SeasonStrip(self.timeline)
        self.facts = FactLine()
        self.layers = QStackedWidget()
        self._new = QAction("&New Season…", self)
        self._export = QAction("&Export Timeline…", self)
        self._build()
        self._connect()

    def header_actions(self) -> Sequence[QAction]:
        if self.layers.currentWidget() is self.board:
            return (self._new, self._export)
        return ()

    def reload(self) -> None:
        athlete = self.desk.athlete
        if not athlete:
            self._show_layer(self.no_athlete, "")
            self.loaded.emit()
            return
        services, today = self.desk.services, self.desk.today()

        def fetch() -> Loaded:
            # Read here and not with the page: the catalogue is a second's reading on a slow disk.
            from app.usecases.glossary import glossary  # noqa: PLC0415

            season = services.planning.season(athlete, today)
            if season is None:
                return athlete, None, None, ()
            return athlete, season, glossary(season.macro.training_age), services.adapting.inbox(athlete)

        self.desk.run(fetch, self._show)

    def begin_search(self) -> None:
        self.timeline.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # What is shown

    def _show(self, found: Loaded) -> None:
        athlete, season, words, proposals = found
        if athlete != self.desk.athlete:
            # Another athlete was taken in hand meanwhile; their season is on its way.
            return
        if season is None or words is None:
            self.view = None
            name = self.desk.athlete_in_hand
            who = "This athlete" if name is None else name.label
            self.no_plan.title.setText(f"{who} has no season yet")
            self._show_layer(self.no_plan, "")
        else:
            self.show_season(season, words, proposals)
        self.loaded.emit()

    def show_season(self, season: Season, words: Glossary, proposals: Sequence[Proposal] = ()) -> None:
        """Show a season; a reload of the same one keeps zoom and selection."""
        same = self.view is not None and self.view.season.macro.id == season.macro.id
        self.side.setCurrentWidget(self.inspector)
        self.view, self._glossary = SeasonView(season, self.desk.today(), proposals), words
        self.strip.show_season(self.view)
        self.table.show_season(self.view)
        self._show_layer(self.board, self._summary(self.view))
        kept = self.timeline.column if same else None
        self.timeline.show_season(self.view)
        self.timeline.select_week(None)
        self.timeline.select_week(self.view.current_column if kept is None else kept)
        if self.timeline.block is None and self.view.blocks:
            self.timeline.select_block(0)
        self._show_block(-1 if self.timeline.block is None else self.timeline.block)

    def _summary(self, view: SeasonView) -> str:
        return " · ".join([view.macro_bands[0].labels[0], *filter(None, [event_words(view)])])

    def _show_layer(self, layer: QWidget, subtitle: str) -> None:
        self.layers.setCurrentWidget(layer)
        self.subtitle = subtitle
        self.header_changed.emit()

    def _show_block(self, index: int) -> None:
        if self.view is not None and self._glossary is not None and 0 <= index < len(self.view.blocks):
            self.inspector.show_block(self.view, index, self._glossary, self.timeline.column)

    def _show_spot(self, spot: Spot) -> None:
        """A change or a proposal is told beside the timeline; another week or block brings the block back."""
        if self.view is not None and spot.kind is Kind.CHANGE:
            self.change.show_change(self.view.marks[spot.index].adaptation)
            self.side.setCurrentWidget(self.change)
        elif self.view is not None and spot.kind is Kind.PROPOSAL:
            self.change.show_proposals(self.view.proposals)
            self.side.setCurrentWidget(self.change)
        elif spot.kind in (Kind.WEEK, Kind.BLOCK):
            self.side.setCurrentWidget(self.inspector)

    # In step

    def _connect(self) -> None:
        self._new.triggered.connect(lambda: self.desk.action_wanted.emit("new_season"))
        self._export.triggered.connect(self._ask_for_file)
        self.timeline.week_selected.connect(self.table.select_week)
        self.timeline.block_selected.connect(self._show_block)
        self.timeline.scale_changed.connect(self._table_follows)
        self.timeline.pointed.connect(self.facts.show_facts)
        self.timeline.spot_taken.connect(self._show_spot)
        self.timeline.activated.connect(self._open_spot)
        self.timeline.week_selected.connect(self._show_week)
        self.change.closed.connect(lambda: self.side.setCurrentWidget(self.inspector))
        self.change.decision_wanted.connect(lambda: self.desk.page_wanted.emit("proposals"))
        self.table.week_selected.connect(self._timeline_follows)
        self.table.weeks_shown.connect(self._timeline_pans)
        self.desk.theme_changed.connect(self._retheme)

    def _show_week(self, column: int) -> None:
        self.inspector.show_week(None if column < 0 else column)

    def _open_spot(self, spot: Spot) -> None:
        if spot.kind is Kind.PROPOSAL:
            self.desk.page_wanted.emit("proposals")

    def _table_follows(self) -> None:
        grid = self.timeline.grid()
        if grid is not None:
            self.table.show_weeks(grid.first, grid.end)

    def _timeline_follows(self, column: int) -> None:
        self.timeline.select_week(column)
        self.timeline.show_weeks(column, column + 1)

    def _timeline_pans(self, first: int, end: int) -> None:
        """The table was scrolled: pan only where none of its weeks would be in sight."""
        grid = self.timeline.grid()
        if grid is not None and (end <= grid.first or first >= grid.end):
            self.timeline.show_weeks(first, end)

    def _retheme(self) -> None:
        forget()
        self.timeline.retheme()
        if self.timeline.block is not None:
            self._show_block(self.timeline.block)
        self.no_plan.redress()
        self.no_athlete.redress()

    # On paper

    def _ask_for_file(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "Export the timeline", "season.pdf", "PDF document (*.pdf);;PNG picture (*.png)"
        )
        if name:
            self.export(Path(name))

    def export(self, file: Path) -> None:
        """Write the whole season to a PDF or PNG file."""
        if self.view is None:
            return
        athlete = self.desk.athlete_in_hand
        try:
            timeline_export.write(file, self.view, "Season" if athlete is None else athlete.label, self.subtitle)
        except OSError as error:
            self.desk.failed.emit(error)
        else:
            self.desk.message.emit(f"The timeline was written to {file}.")

    # Widgets

    def _build(self) -> None:
        dress(self._new, "plan")
        dress(self._export, "export")
        self.board = self._board()
        self.no_athlete = Empty(
            "person",
            "No athlete yet",
            "A season belongs to an athlete. Add one, or load the demo and look around first.",
            (Way("add_athlete", "Add an athlete", "add-person"), Way("load_demo", "Load the demo", "demo")),
        )
        self.no_plan = Empty(
            "plan",
            "No season yet",
            "A season is a run of training blocks towards a goal, with weekly sets and effort for each. It is planned "
            "from what the log says, every week of it can be looked at here, and it names what it had to assume.",
            (Way("new_season", "Plan a season", "plan"), Way("import_log", "Import a log first", "import")),
        )
        for empty in (self.no_athlete, self.no_plan):
            empty.chosen.connect(self.desk.action_wanted)
        for layer in (Skeleton(), self.board, self.no_plan, self.no_athlete):
            self.layers.addWidget(layer)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.layers)

    def _board(self) -> QWidget:
        season = QFrame()
        season.setProperty("look", "card")
        column = QVBoxLayout(season)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addWidget(self.timeline, 1)
        column.addWidget(self.facts)
        below = QSplitter(Qt.Orientation.Horizontal)
        below.setObjectName("plan-below")
        below.addWidget(self.table)
        for panel in (self.inspector, self.change):
            self.side.addWidget(panel)
        below.addWidget(self.side)
        below.setStretchFactor(0, 1)
        below.setStretchFactor(1, 0)
        below.setSizes([760, 380])
        both = QSplitter(Qt.Orientation.Vertical)
        both.setObjectName("plan")
        both.addWidget(season)
        both.addWidget(below)
        both.setStretchFactor(0, 1)
        both.setStretchFactor(1, 1)
        both.setSizes([470, 300])
        for splitter in (below, both):
            splitter.setHandleWidth(Space.M)
            splitter.setChildrenCollapsible(False)
        board = QWidget()
        outer = QVBoxLayout(board)
        outer.setContentsMargins(Space.L, Space.S, Space.L, Space.L)
        outer.addWidget(both)
        return board
