"""One workout in full: every exercise with its sets, planned beside performed."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from models.values.positions import shown
from models.values.units import Unit, in_unit, load_text
from models.values.workouts import ExerciseEntry, SetEntry, SetType, Workout, WorkoutStatus
from ui.kit.theme import Space
from ui.widgets.cards import Card, label
from ui.widgets.wording import NOTHING, block_name, day, number

_SET_WORDS: Final = {SetType.WARMUP: "warm-up", SetType.DROP: "drop set", SetType.FAILURE: "to failure"}
_STATUS_WORDS: Final = {
    WorkoutStatus.PLANNED: "planned",
    WorkoutStatus.IN_PROGRESS: "in progress",
    WorkoutStatus.COMPLETED: "done",
    WorkoutStatus.SKIPPED: "skipped",
}


class WorkoutView(QScrollArea):
    """Shows a `Workout`; `clear` leaves it blank."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("The selected workout")
        self._shown: tuple[Workout, Unit] | None = None
        self.clear()

    def clear(self) -> None:
        self._shown = None
        self._put([])

    def redress(self) -> None:
        """Take the colours in force."""
        if self._shown is not None:
            self.show_workout(*self._shown)

    def show_workout(self, workout: Workout, unit: Unit) -> None:
        self._shown = (workout, unit)
        cards: list[QWidget] = [_head(workout, unit)]
        cards += [_exercise(entry, unit) for entry in workout.exercises]
        self._put(cards)

    def _put(self, cards: Sequence[QWidget]) -> None:
        inside = QWidget()
        inside.setProperty("look", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, Space.XS, 0)
        column.setSpacing(Space.S)
        for card in cards:
            column.addWidget(card)
        column.addStretch(1)
        self.setWidget(inside)


def _head(workout: Workout, unit: Unit) -> Card:
    summary = workout.summary
    card = Card(summary.name or "Workout")
    when = (summary.completed or summary.scheduled).astimezone()
    status = (
        _STATUS_WORDS.get(WorkoutStatus(summary.status)) if summary.status in set(WorkoutStatus) else summary.status
    )
    facts = [day(when.date()), str(status), _amount(workout)]
    if summary.volume_load_kg:
        facts.append(f"{in_unit(summary.volume_load_kg, unit):,.0f} {unit.value} volume load")
    if summary.minutes:
        facts.append(f"{summary.minutes} minutes")
    card.body.addWidget(label("  ·  ".join(facts), "muted", wrap=True))
    if summary.block_type:
        week = "" if summary.week_in_block is None else f", week {shown(summary.week_in_block)}"
        card.body.addWidget(label(f"{block_name(str(summary.block_type))}{week}", "small"))
    if workout.notes:
        card.body.addWidget(label(workout.notes, "muted", wrap=True, selectable=True))
    return card


def _amount(workout: Workout) -> str:
    """Sets done, or sets asked for where nothing was logged yet."""
    sets = [entry for exercise in workout.exercises for entry in exercise.sets]
    if any(entry.logged for entry in sets):
        return f"{workout.summary.hard_sets} hard sets"
    return f"{len(sets)} sets planned"


def _exercise(entry: ExerciseEntry, unit: Unit) -> Card:
    card = Card(entry.name)
    card.body.setContentsMargins(Space.L, Space.S, Space.L, Space.M)
    card.body.setSpacing(Space.XS)
    marks = ["main lift"] if entry.is_main_lift else []
    if entry.superset:
        marks.append(f"superset {entry.superset}")
    if marks:
        card.body.addWidget(label("  ·  ".join(marks), "small"))
    if entry.notes:
        card.body.addWidget(label(entry.notes, "small", wrap=True, selectable=True))
    card.body.addLayout(_sets(entry.sets, unit))
    return card


def _sets(sets: Sequence[SetEntry], unit: Unit) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(Space.L)
    grid.setVerticalSpacing(3)
    planned = any(entry.target_load_kg is not None or entry.target_rpe is not None for entry in sets)
    heads = ("Set", "Planned", "Done", "RPE", "") if planned else ("Set", "Done", "RPE", "")
    for column, head in enumerate(heads):
        grid.addWidget(label(head, "caption"), 0, column)
    for row, entry in enumerate(sets, start=1):
        cells = [str(shown(entry.set_index)), *([_planned(entry, unit)] if planned else []), _done(entry, unit)]
        cells += [number(entry.actual_rpe), _remark(entry)]
        for column, text in enumerate(cells):
            grid.addWidget(label(text, "muted" if column in (0, len(cells) - 1) else ""), row, column)
    grid.setColumnStretch(len(heads) - 1, 1)
    return grid


def _planned(entry: SetEntry, unit: Unit) -> str:
    low, high = entry.target_rep_range or (entry.target_reps, entry.target_reps)
    reps = NOTHING if not low else str(low) if low == high else f"{low} to {high}"
    load = "" if entry.target_load_kg is None else f" × {load_text(entry.target_load_kg, unit)}"
    rpe = "" if entry.target_rpe is None else f" at RPE {number(entry.target_rpe)}"
    return f"{reps}{load}{rpe}"


def _done(entry: SetEntry, unit: Unit) -> str:
    if entry.was_skipped:
        return "skipped"
    if not entry.logged:
        return NOTHING
    parts = [] if entry.actual_reps is None else [str(entry.actual_reps)]
    if entry.actual_load_kg is not None:
        parts.append(load_text(entry.actual_load_kg, unit))
    if entry.duration_seconds:
        minutes, seconds = divmod(round(entry.duration_seconds), 60)
        parts.append(f"{minutes}:{seconds:02d} min")
    if entry.distance_m:
        parts.append(f"{entry.distance_m:,.0f} m")
    return " × ".join(parts) or NOTHING


def _remark(entry: SetEntry) -> str:
    words = [_SET_WORDS[SetType(entry.set_type)]] if entry.set_type in _SET_WORDS else []
    return ", ".join([*words, *([entry.notes] if entry.notes else [])])
