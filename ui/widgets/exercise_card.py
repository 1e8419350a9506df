"""One exercise of a session: its targets as chips that lead to their reasons, and its sets."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from models.values.kinds import LoadConvention, SetType
from models.values.positions import shown
from models.values.units import load_text
from models.values.workouts import ExerciseEntry, SetEntry
from ui.kit.icons import dress
from ui.kit.theme import Space, restyle, tones
from ui.widgets.cards import label
from ui.widgets.flow import FlowLayout
from ui.widgets.rationale_reading import read_prescription
from ui.widgets.rationale_words import clock
from ui.widgets.set_cell import WIDTHS
from ui.widgets.set_entry import Manner, hints, is_planned, range_text
from ui.widgets.set_row import GAP, NUMBER, TARGET, SetRow
from ui.widgets.timeline_look import Face, put_text, text_width

_EACH: Final = {
    LoadConvention.PER_IMPLEMENT: "each",
    LoadConvention.ADDED: "added",
    LoadConvention.ASSISTED: "assistance",
}
"""What a load means where it is not simply all that is lifted."""


class ExerciseCard(QFrame):
    """Shows an exercise; used again for the next session, because making fields costs more than filling them."""

    reasons_wanted = Signal(str, str)
    """Id of the exercise's entry, and which of its numbers, empty for the exercise itself."""
    set_wanted = Signal(str)
    """Another set of this entry is to be logged."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.entry: ExerciseEntry | None = None
        self.rows: list[SetRow] = []
        self.title = QPushButton()
        self.title.setProperty("look", "title")
        self.title.clicked.connect(lambda: self._want(""))
        self.marks = label("", "small")
        self.more = QPushButton("Add set")
        self.more.setProperty("look", "quiet")
        dress(self.more, "add")
        self.more.clicked.connect(lambda: self.set_wanted.emit(self.entry.id if self.entry else ""))
        self.chips: dict[str, QPushButton] = {}
        self.notes = label("", "small", wrap=True, selectable=True)
        self.heads = Heads()
        self._column = QVBoxLayout(self)
        self._build()

    def show_entry(self, entry: ExerciseEntry, number: int, manner: Manner, *, may_log: bool) -> list[SetRow]:
        """Show an exercise; returns the rows that were made for it and have to be connected."""
        self.entry = entry
        self.title.setText(f"{shown(number)}  {entry.name}")
        self.title.setAccessibleName(f"{entry.name}: why it is here")
        marks = ["main lift"] if entry.is_main_lift else []
        marks += [f"superset {entry.superset}"] if entry.superset else []
        self.marks.setText("  ·  ".join(marks))
        self._show_chips(entry, manner)
        self._say_notes(entry, manner)
        self.heads.show_heads(manner.heads)
        self.more.setVisible(may_log)
        self.more.setAccessibleName(f"Add a set of {entry.name}")
        made = [self._add_row() for _ in range(len(entry.sets) - len(self.rows))]
        for row, one, name in zip(self.rows, entry.sets, numbers(entry.sets), strict=False):
            row.show_set(one, manner, entry.name, name, entry.load_convention)
            row.setEnabled(may_log)
            row.show()
        for row in self.rows[len(entry.sets) :]:
            row.hide()
            row.entry = None
        return made

    def mark(self, *, on: bool) -> None:
        """Stand out as the exercise the reasons tell of."""
        if self.property("chosen") != on:
            self.setProperty("chosen", on)
            restyle(self)

    @property
    def shown_rows(self) -> list[SetRow]:
        return [row for row in self.rows if row.entry is not None]

    def tab_stops(self) -> list[QWidget]:
        """What takes the keyboard, in the order of reading."""
        stops: list[QWidget] = [self.title, self.more, *self.chips.values()]
        for row in self.shown_rows:
            stops += row.cells.values()
        return stops

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(self.title)
        head.addWidget(self.marks, 1)
        head.addWidget(self.more)
        chips = QWidget()
        flow = FlowLayout(chips, spacing=int(Space.XS))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        chips.setSizePolicy(policy)
        for key in ("sets", "reps", "load", "rir", "rest"):
            chip = QPushButton()
            chip.setProperty("look", "target")
            chip.setCursor(Qt.CursorShape.PointingHandCursor)
            chip.clicked.connect(lambda _=False, key=key: self._want(key))
            flow.addWidget(chip)
            self.chips[key] = chip
        self._column.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        self._column.setSpacing(2)
        self._column.addLayout(head)
        self._column.addWidget(chips)
        self._column.addWidget(self.notes)
        self._column.addWidget(self.heads)

    def _add_row(self) -> SetRow:
        row = SetRow()
        self.rows.append(row)
        self._column.addWidget(row)
        return row

    def _want(self, key: str) -> None:
        if self.entry is not None:
            self.reasons_wanted.emit(self.entry.id, key)

    def _show_chips(self, entry: ExerciseEntry, manner: Manner) -> None:
        texts = target_texts(entry, manner)
        for key, chip in self.chips.items():
            text = texts.get(key, "")
            chip.setVisible(bool(text))
            chip.setText(text)
            chip.setToolTip(f"Why {text}?")
            chip.setAccessibleName(f"{entry.name}, {text}: why")

    def _say_notes(self, entry: ExerciseEntry, manner: Manner) -> None:
        asked = read_prescription(entry.prescription_rationale)
        lines = [entry.notes] if entry.notes else []
        if asked is not None and asked.steps:
            lines.append("Find the load: " + " ".join(asked.steps))
        has_warm_ups = any(one.set_type == SetType.WARMUP for one in entry.sets)
        if asked is not None and asked.warm_ups and not has_warm_ups:
            told = [f"{load_text(kg, manner.unit)} × {reps or '–'}" for kg, reps in asked.warm_ups]
            lines.append(f"Warm up with {', '.join(told)}.")
        self.notes.setText("\n".join(lines))
        self.notes.setVisible(bool(lines))


class Heads(QWidget):
    """The titles over the columns of sets."""

    def __init__(self) -> None:
        super().__init__()
        self._heads: Sequence[str] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(200, 18)

    def show_heads(self, heads: Sequence[str]) -> None:
        self._heads = heads
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, shade, middle = QPainter(self), tones(), self.height() / 2
        put_text(painter, "Set", 2, middle, Face.SMALL, shade.muted)
        put_text(painter, "Planned", NUMBER, middle, Face.SMALL, shade.muted)
        right = float(NUMBER + TARGET)
        for head, width in zip(self._heads, WIDTHS.values(), strict=False):
            right += width
            put_text(painter, head, right - text_width(head, Face.SMALL) - 8, middle, Face.SMALL, shade.muted)
            right += GAP
        painter.end()


def numbers(sets: Sequence[SetEntry]) -> list[str]:
    """`W1`, `W2` for warm-ups, then `1`, `2`, `3` for what counts."""
    warm = [one.set_type == SetType.WARMUP for one in sets]
    return [f"W{sum(warm[: at + 1])}" if is_warm else str(at + 1 - sum(warm[:at])) for at, is_warm in enumerate(warm)]


def target_texts(entry: ExerciseEntry, manner: Manner) -> dict[str, str]:
    """What is asked of an exercise, by key; a part that nobody planned is missing."""
    sets = [one for one in entry.sets if one.set_type != SetType.WARMUP]
    if not sets or not any(is_planned(one) for one in sets):
        return {}
    texts = {"sets": f"{len(sets)} set{'' if len(sets) == 1 else 's'}"}
    asked = [hints(one, manner) for one in sets]
    if reps := _both_ends([one.reps for one in asked]):
        ends = next((text for one in sets if (text := range_text(one))), "")
        unit = "s" if manner.is_timed else "rep" if reps == "1" else "reps"
        texts["reps"] = f"{reps} {unit}" + (f" ({ends})" if ends and ends != reps else "")
    loads = [one.target_load_kg for one in sets if one.target_load_kg is not None]
    if loads:
        low_high = sorted({min(loads), max(loads)})
        each = (
            _EACH.get(LoadConvention(entry.load_convention)) if entry.load_convention in set(LoadConvention) else None
        )
        texts["load"] = " to ".join(load_text(load, manner.unit) for load in low_high) + (f" {each}" if each else "")
    else:
        texts["load"] = _without_load(entry)
    if effort := _both_ends([one.effort for one in asked]):
        texts["rir"] = f"{manner.heads[2]} {effort}"
    rests = [one.rest_seconds for one in sets if one.rest_seconds]
    if rests:
        texts["rest"] = f"rest {clock(max(rests))}"
    return texts


def _without_load(entry: ExerciseEntry) -> str:
    asked = read_prescription(entry.prescription_rationale)
    load = None if asked is None else asked.value("load")
    method = "" if load is None else load.raw.text("method")
    return {"bodyweight": "body weight", "find": "load to find"}.get(method, "")


def _both_ends(texts: Sequence[str]) -> str:
    known = list(dict.fromkeys(text for text in texts if text))
    return known[0] if len(known) == 1 else f"{known[0]} to {known[-1]}" if known else ""
