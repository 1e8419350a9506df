"""The workouts page: what was planned and what was done, a long list beside one workout in full."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.changes import Changes
from models.values.positions import shown
from models.values.units import Unit, in_unit
from models.values.workouts import Workout, WorkoutPage, WorkoutStatus, WorkoutSummary
from ui.kit.page import Desk, Page
from ui.kit.theme import Space
from ui.widgets.cards import label
from ui.widgets.empty import Empty, Way
from ui.widgets.tables import RIGHT, Column, TableView
from ui.widgets.wording import NOTHING, block_name
from ui.widgets.workout import WorkoutView

PAGE_ROWS: Final = 200
_TYPING_MS: Final = 200
"""How long to wait after a key before the database is asked."""

STATUSES: Final = (
    ("All workouts", None),
    ("Done", WorkoutStatus.COMPLETED),
    ("Planned", WorkoutStatus.PLANNED),
    ("In progress", WorkoutStatus.IN_PROGRESS),
    ("Skipped", WorkoutStatus.SKIPPED),
)
_WORDS: Final = {status: word for word, status in STATUSES}


@dataclass(frozen=True, slots=True)
class Query:
    """What the list shows; the database filters, sorts and cuts."""

    search: str = ""
    status: WorkoutStatus | None = None
    sort: str = "scheduled"
    descending: bool = True
    offset: int = 0


def _volume(row: WorkoutSummary, unit: Unit) -> str:
    return f"{in_unit(row.volume_load_kg, unit):,.0f} {unit.value}" if row.volume_load_kg else "–"


class WorkoutsPage(Page):
    word = "workouts"
    title = "Workouts"
    cares_about = Changes.WORKOUTS | Changes.ATHLETES | Changes.SETTINGS

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._query = Query()
        self._wanted = ""
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(self._search)
        self._build_controls()
        self._table = TableView(self._columns(), "Workouts")
        self._detail = WorkoutView()
        self._detail.setMinimumWidth(340)
        self._stack = QStackedWidget()
        self._assemble()
        self._connect()

    def begin_search(self) -> None:
        self._field.setFocus()
        self._field.selectAll()

    def reload(self) -> None:
        athlete, query = self.desk.athlete, self._query
        if not athlete:
            self._stack.setCurrentWidget(self._empty)
            self.loaded.emit()
            return
        training = self.desk.services.training

        def fetch() -> WorkoutPage:
            return training.page(
                athlete,
                search=query.search,
                status=query.status,
                sort=query.sort,
                descending=query.descending,
                offset=query.offset,
                limit=PAGE_ROWS,
            )

        self.desk.run(fetch, self._show)

    def _columns(self) -> Sequence[Column]:
        def day(row: WorkoutSummary) -> str:
            when = (row.completed or row.scheduled).astimezone()
            return f"{when:%a %d %b}" if when.year == self.desk.today().year else f"{when:%d %b %Y}"

        def block(row: WorkoutSummary) -> str:
            if row.block_type is None:
                return NOTHING
            week = "" if row.week_in_block is None else f" {shown(row.week_in_block)}"
            return f"{block_name(str(row.block_type))}{week}"

        return (
            Column("Day", day, width=104, key="scheduled"),
            Column("Workout", lambda row: row.name or "Workout", key="name"),
            Column("Status", lambda row: _WORDS.get(row.status, str(row.status).capitalize()), width=78, key="status"),
            Column("Block", block, width=126),
            Column("Sets", lambda row: str(row.hard_sets or "–"), RIGHT, 52, key="hard_sets"),
            Column("Volume load", lambda row: _volume(row, self.desk.unit), RIGHT, 100, key="volume_load"),
        )

    def _build_controls(self) -> None:
        self._field = QLineEdit()
        self._field.setPlaceholderText("Search by name or exercise")
        self._field.setAccessibleName("Search workouts")
        self._field.setClearButtonEnabled(True)
        self._status = QComboBox()
        self._status.setAccessibleName("Which workouts")
        for word, status in STATUSES:
            self._status.addItem(word, status)
        self._count = label("", "small")
        self._back = QPushButton("Newer")
        self._forward = QPushButton("Older")

    def _list_column(self) -> QWidget:
        controls = QHBoxLayout()
        controls.setSpacing(Space.S)
        controls.addWidget(self._field, 1)
        controls.addWidget(self._status)
        footer = QHBoxLayout()
        footer.addWidget(self._count, 1)
        footer.addWidget(self._back)
        footer.addWidget(self._forward)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(controls)
        column.addWidget(self._table, 1)
        column.addLayout(footer)
        return left

    def _assemble(self) -> None:
        self._empty = Empty(
            "workouts",
            "No workouts yet",
            "Import a training log to see everything that was done, or plan a season and log the first session.",
            (Way("import_log", "Import a log", "import"), Way("load_demo", "Load the demo", "demo")),
        )
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setObjectName("workouts-splitter")
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(Space.M)
        splitter.addWidget(self._list_column())
        splitter.addWidget(self._detail)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        splitter.setSizes([660, 440])
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(Space.L, Space.S, Space.L, Space.L)
        row.addWidget(splitter)
        self._body = body
        self._stack.addWidget(self._empty)
        self._stack.addWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def _connect(self) -> None:
        self._empty.chosen.connect(self.desk.action_wanted)
        self._field.textChanged.connect(self._type)
        self._status.activated.connect(lambda: self._ask(replace(self._query, status=self._status.currentData())))
        self._table.sort_wanted.connect(lambda key, down: self._ask(replace(self._query, sort=key, descending=down)))
        self._table.row_selected.connect(self._select)
        self._back.clicked.connect(lambda: self._turn(-PAGE_ROWS))
        self._forward.clicked.connect(lambda: self._turn(PAGE_ROWS))
        self.desk.athlete_selected.connect(self._forget)
        self.desk.theme_changed.connect(self._detail.redress)

    def _forget(self) -> None:
        """Another athlete: what was searched and where one stood meant the former."""
        self._query, self._wanted = replace(self._query, offset=0), ""

    def _type(self) -> None:
        self._typing.start()

    def _search(self) -> None:
        self._ask(replace(self._query, search=self._field.text().strip()))

    def _ask(self, query: Query) -> None:
        self._query = replace(query, offset=0)
        self.reload()

    def _turn(self, by: int) -> None:
        self._query = replace(self._query, offset=max(0, self._query.offset + by))
        self.reload()

    def _show(self, page: WorkoutPage) -> None:
        filtered = bool(self._query.search or self._query.status)
        if page.total == 0 and not filtered:
            self._stack.setCurrentWidget(self._empty)
            self.loaded.emit()
            return
        self._stack.setCurrentWidget(self._body)
        wanted = self._wanted or self._nearest(page.rows)
        self._table.show_rows(page.rows, lambda row: row.id == wanted)
        last = page.offset + len(page.rows)
        found = f"{page.offset + 1} to {last} of {page.total} workouts" if page.rows else "Nothing matches."
        self._count.setText(found)
        self._back.setEnabled(page.offset > 0)
        self._forward.setEnabled(last < page.total)
        chosen = self._table.selected_row()
        if chosen is None:
            self._detail.clear()
            self.loaded.emit()
        else:
            self._fetch(chosen.id)

    def _nearest(self, rows: Sequence[WorkoutSummary]) -> str:
        """The workout to begin with: today's or the last one before, else the first of the list."""
        tomorrow = self.desk.today() + timedelta(days=1)
        past = [row for row in rows if row.scheduled.astimezone().date() < tomorrow]
        return max(past, key=lambda row: row.scheduled).id if past else rows[0].id if rows else ""

    def _select(self, row: WorkoutSummary) -> None:
        self._wanted = row.id
        self._fetch(row.id)

    def _fetch(self, workout_id: str) -> None:
        training = self.desk.services.training
        self.desk.run(lambda: training.workout(workout_id), self._show_workout)

    def _show_workout(self, workout: Workout) -> None:
        if self._wanted in ("", workout.summary.id):
            self._detail.show_workout(workout, self.desk.unit)
        self.loaded.emit()
