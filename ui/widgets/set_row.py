"""One set of a session: what was asked, three fields for what was done, and how the two differ."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from models.values.kinds import LoadConvention, SetType
from models.values.workouts import SetEntry
from ui.kit.icons import dress
from ui.kit.theme import restyle, tones
from ui.widgets.set_cell import WIDTHS, Cell
from ui.widgets.set_entry import (
    EFFORT,
    FIELDS,
    REPS,
    Manner,
    Typed,
    WrongEntry,
    as_done,
    as_planned,
    check,
    difference,
    hints,
    is_planned,
    read,
    target_text,
)
from ui.widgets.timeline_look import Face, elided, put_text

HEIGHT: Final = 32
NUMBER: Final = 42
TARGET: Final = 112
BUTTON: Final = 26
GAP: Final = 6
REMARK: Final = 16
"""Pixels of the row's parts: mark and number, target, a button, between the fields, the least for a remark."""

KINDS: Final = {SetType.WARMUP: "warm-up", SetType.DROP: "drop set", SetType.FAILURE: "to failure"}


class SetRow(QWidget):
    """Nothing is logged before repetitions were typed, or the tick was pressed."""

    result_typed = Signal(str, object)
    """Set id and its `SetResult`."""
    skip_wanted = Signal(str)
    clear_wanted = Signal(str)
    row_stepped = Signal(object, str, int)
    """This row, the field, and by how many rows."""

    def __init__(self) -> None:
        super().__init__()
        self.entry: SetEntry | None = None
        self._manner: Manner | None = None
        self._convention: LoadConvention | str | None = None
        self._error = ""
        self._name = self.number = ""
        self._handed: Typed | None = None
        self.cells = {field: Cell(field) for field in FIELDS}
        self.tick, self.skip = QToolButton(), QToolButton()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(NUMBER + TARGET, 2, 0, 2)
        row.setSpacing(GAP)
        for cell in self.cells.values():
            row.addWidget(cell)
            cell.stepped.connect(self._step)
            cell.asked.connect(self._asked)
            cell.left.connect(self._left)
            cell.textEdited.connect(self._edited)
        for button, icon in ((self.tick, "check"), (self.skip, "close")):
            dress(button, icon)
            button.setFixedSize(BUTTON, BUTTON)
            # Tab goes from set to set; the keyboard has keys of its own for what the two buttons do.
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(button)
        row.addStretch(1)
        self.tick.clicked.connect(lambda: self._asked("plan"))
        self.skip.clicked.connect(lambda: self._asked("skip"))

    def sizeHint(self) -> QSize:
        return QSize(self.minimumSizeHint().width() + 60, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        fields = sum(WIDTHS.values()) + 2 * GAP
        return QSize(NUMBER + TARGET + fields + REMARK + 2 * (BUTTON + GAP), HEIGHT)

    def show_set(
        self,
        entry: SetEntry,
        manner: Manner,
        exercise: str,
        number: str,
        convention: LoadConvention | str | None = None,
    ) -> None:
        """Show a set, numbered among its like; what is being typed into it stays."""
        typing = self.entry is not None and self.entry.id == entry.id and self.is_dirty
        self._handed = None
        self.entry, self._manner, self._convention = entry, manner, convention
        self.number, self._name = number, f"{exercise}, {_kind(entry)} {number.lstrip('W')}".rstrip()
        if not typing:
            self._fill(as_done(entry, manner))
        planned = hints(entry, manner)
        name = self._name
        for (field, cell), head in zip(self.cells.items(), manner.heads, strict=True):
            cell.setPlaceholderText(getattr(planned, field))
            cell.setAccessibleName(f"{name}, {head}")
            cell.setToolTip("")
        said = "skipped" if entry.was_skipped else "logged" if entry.logged else "open"
        self.setAccessibleName(f"{name}: planned {target_text(entry, manner)}, {said}")
        self._dress_buttons(entry)
        self.update()

    @property
    def is_open(self) -> bool:
        return self.entry is not None and not self.entry.logged

    @property
    def is_dirty(self) -> bool:
        """Whether the fields say something else than the log, and than what was handed over for it."""
        if self.entry is None or self._manner is None:
            return False
        return self.typed not in (as_done(self.entry, self._manner), self._handed)

    def release(self) -> None:
        """What was handed over could not be written: it may be handed over again."""
        self._handed = None

    @property
    def typed(self) -> Typed:
        return Typed(*(cell.text().strip() for cell in self.cells.values()))

    @property
    def error(self) -> str:
        """What is wrong with the fields, empty where nothing is."""
        return self._error

    def focus(self, field: str = REPS) -> None:
        self.cells[field].setFocus(Qt.FocusReason.TabFocusReason)

    def commit(self) -> bool:
        """Hand over what was typed; False where it cannot be read, which is then said beside it."""
        if self.entry is None or self._manner is None or not self.is_dirty:
            self._say_wrong(None)
            return True
        if self.typed.is_blank:
            if self.entry.logged:
                self.clear_wanted.emit(self.entry.id)
            self._say_wrong(None)
            return True
        try:
            result = read(self.typed, self._manner)
        except WrongEntry as wrong:
            self._say_wrong(wrong)
            return False
        self._say_wrong(None)
        self._handed = self.typed
        self.result_typed.emit(self.entry.id, result)
        return True

    # What happens in the fields

    def _step(self, field: str, what: str, by: int) -> None:
        if what == "row":
            if self.commit():
                self.row_stepped.emit(self, field, by)
        elif not self._is_readable(field):
            return
        elif field != EFFORT:
            self.focus(FIELDS[FIELDS.index(field) + by])
        elif self.commit():
            self.row_stepped.emit(self, REPS, 1)
        else:
            self._focus_wrong()

    def _asked(self, what: str) -> None:
        entry, manner = self.entry, self._manner
        if entry is None or manner is None:
            return
        if what == "restore":
            self._fill(as_done(entry, manner))
            self._say_wrong(None)
        elif what == "skip":
            (self.clear_wanted if entry.logged else self.skip_wanted).emit(entry.id)
        elif entry.logged and not self.is_dirty:
            self.row_stepped.emit(self, REPS, 1)
        else:
            self._take_plan(entry, manner)

    def _take_plan(self, entry: SetEntry, manner: Manner) -> None:
        """Log what was typed, the plan's own numbers where nothing was."""
        plan, typed = as_planned(entry, manner), self.typed
        self._fill(Typed(typed.reps or plan.reps, typed.load or plan.load, typed.effort or plan.effort))
        if self.commit():
            self.row_stepped.emit(self, REPS, 1)
        else:
            self._focus_wrong()

    def _edited(self) -> None:
        if self._error:
            self._say_wrong(None)

    def _left(self) -> None:
        # After the focus has arrived where it goes.
        QTimer.singleShot(0, self, self._commit_if_left)

    def _commit_if_left(self) -> None:
        if not any(cell.hasFocus() for cell in self.cells.values()):
            self.commit()

    def _is_readable(self, field: str) -> bool:
        if self._manner is None:
            return False
        try:
            check(field, self.cells[field].text(), self._manner)
        except WrongEntry as wrong:
            self._say_wrong(wrong)
            return False
        return True

    def _focus_wrong(self) -> None:
        wrong = next((cell for cell in self.cells.values() if cell.property("wrong")), None)
        if wrong is not None:
            wrong.setFocus()

    def _fill(self, typed: Typed) -> None:
        for field, cell in self.cells.items():
            text = getattr(typed, field)
            if cell.text() != text:
                cell.setText(text)

    def _say_wrong(self, wrong: WrongEntry | None) -> None:
        text = "" if wrong is None else str(wrong)
        if text == self._error:
            return
        self._error = text
        for field, cell in self.cells.items():
            bad = wrong is not None and wrong.field == field
            cell.setProperty("wrong", bad)
            cell.setAccessibleDescription(text if bad else "")
            cell.setToolTip(text if bad else "")
            restyle(cell)
        self.update()

    def _dress_buttons(self, entry: SetEntry) -> None:
        name = self._name
        self.tick.setVisible(not entry.logged)
        self.tick.setToolTip("Done as planned (Ctrl+Enter)")
        self.tick.setAccessibleName(f"{name}: done as planned")
        icon = "undo" if entry.logged else "close"
        if self.skip.property("iconName") != icon:
            dress(self.skip, icon)
        self.skip.setToolTip("Take this entry back (Ctrl+Delete)" if entry.logged else "Skip this set (Ctrl+Delete)")
        self.skip.setAccessibleName(f"{name}: {'take back' if entry.logged else 'skip'}")

    # What is painted

    def paintEvent(self, _event: QPaintEvent) -> None:
        entry, manner = self.entry, self._manner
        if entry is None or manner is None:
            return
        painter, shade, middle = QPainter(self), tones(), self.height() / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_mark(painter, entry, middle)
        put_text(painter, self.number, 18, middle, Face.LABEL, shade.muted)
        target = elided(target_text(entry, manner), TARGET - 8, Face.LABEL) if is_planned(entry) else ""
        put_text(painter, target, NUMBER, middle, Face.LABEL, shade.muted if entry.was_skipped else shade.text)
        left = NUMBER + TARGET + sum(WIDTHS.values()) + 2 * BUTTON + 5 * GAP
        text, colour = self._remark(entry, manner)
        if text and self.width() - left > 20:
            put_text(painter, elided(text, self.width() - left, Face.SMALL), left, middle, Face.SMALL, colour)
        painter.end()

    def _remark(self, entry: SetEntry, manner: Manner) -> tuple[str, QColor]:
        shade = tones()
        if self._error:
            return self._error, shade.danger
        if entry.was_skipped:
            return "skipped", shade.muted
        kind = [KINDS[SetType(entry.set_type)]] if entry.set_type in KINDS else []
        gap = difference(entry, manner, self._convention)
        return "  ".join([*([gap] if gap else []), *kind, *([entry.notes] if entry.notes else [])]), shade.muted

    def _paint_mark(self, painter: QPainter, entry: SetEntry, middle: float) -> None:
        """A ring for an open set, a tick for a logged one, a stroke for one that was left out."""
        shade = tones()
        if not entry.logged:
            painter.setPen(QPen(shade.faint, 1.4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QRectF(2.5, middle - 4.5, 9, 9))
        elif entry.was_skipped:
            painter.setPen(QPen(shade.muted, 1.8))
            painter.drawLine(2, round(middle), 11, round(middle))
        else:
            put_text(painter, "✓", 1, middle, Face.STRONG, shade.good)


def _kind(entry: SetEntry) -> str:
    return "warm-up" if entry.set_type == SetType.WARMUP else "set"
