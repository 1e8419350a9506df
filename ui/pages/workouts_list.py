"""The long list on the workouts page: every workout there is, searched and sorted by the database."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QSplitter, QVBoxLayout, QWidget

from models.values.positions import shown
from models.values.units import Unit, in_unit
from models.values.workouts import Workout, WorkoutPage, WorkoutStatus, WorkoutSummary
from ui.kit.page import Desk
from ui.kit.theme import Space
from ui.widgets.cards import label
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


class WorkoutsList(QWidget):
    """The list beside one workout in full; `is_empty` where there is nothing to list at all."""

    loaded = Signal()
    week_wanted = Signal(str)
    """A workout is to be shown in its week."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.is_empty = False
        self._query = Query()
        self._wanted = ""
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(self._search)
        self._build_controls()
        self._table = TableView(self._columns(), "Workouts")
        self._detail = WorkoutView()
        self._detail.setMinimumWidth(340)
        self._assemble()
        self._connect()

    def begin_search(self) -> None:
        self._field.setFocus()
        self._field.selectAll()

    def reload(self) -> None:
        athlete, query = self.desk.athlete, self._query
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

        self.desk.run(fetch, lambda page: self._show(page, athlete))

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
        self._in_week = QPushButton("Show in its week")
        self._back = QPushButton("Newer")
        self._forward = QPushButton("Older")

    def _list_column(self) -> QWidget:
        controls = QHBoxLayout()
        controls.setSpacing(Space.S)
        controls.addWidget(self._field, 1)
        controls.addWidget(self._status)
        footer = QHBoxLayout()
        footer.addWidget(self._count, 1)
        footer.addWidget(self._in_week)
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
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setObjectName("workouts-splitter")
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(Space.M)
        splitter.addWidget(self._list_column())
        splitter.addWidget(self._detail)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        splitter.setSizes([660, 440])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(splitter)

    def _connect(self) -> None:
        self._field.textChanged.connect(self._type)
        self._status.activated.connect(lambda: self._ask(replace(self._query, status=self._status.currentData())))
        self._table.sort_wanted.connect(lambda key, down: self._ask(replace(self._query, sort=key, descending=down)))
        self._table.row_selected.connect(self._select)
        self._table.row_activated.connect(lambda row: self.week_wanted.emit(row.id))
        self._in_week.clicked.connect(self._want_week)
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

    def _show(self, page: WorkoutPage, athlete: str) -> None:
        if athlete != self.desk.athlete:
            # Another athlete was taken in hand meanwhile; their list is on its way.
            return
        self.is_empty = page.total == 0 and not (self._query.search or self._query.status)
        wanted = self._wanted or self._nearest(page.rows)
        self._table.show_rows(page.rows, lambda row: row.id == wanted)
        last = page.offset + len(page.rows)
        found = f"{page.offset + 1} to {last} of {page.total} workouts" if page.rows else "Nothing matches."
        self._count.setText(found)
        self._back.setEnabled(page.offset > 0)
        self._forward.setEnabled(last < page.total)
        chosen = self._table.selected_row()
        self._in_week.setEnabled(chosen is not None)
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

    def _want_week(self) -> None:
        chosen = self._table.selected_row()
        if chosen is not None:
            self.week_wanted.emit(chosen.id)

    def _select(self, row: WorkoutSummary) -> None:
        self._wanted = row.id
        self._in_week.setEnabled(True)
        self._fetch(row.id)

    def _fetch(self, workout_id: str) -> None:
        training = self.desk.services.training
        self.desk.run(lambda: training.workout(workout_id), self._show_workout)

    def _show_workout(self, workout: Workout) -> None:
        if self._wanted in ("", workout.summary.id):
            self._detail.show_workout(workout, self.desk.unit)
        self.loaded.emit()
