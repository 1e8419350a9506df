"""What a proposal rests on: each signal with its state, its count against what is needed, and the other numbers."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.kit.theme import Space, tones
from ui.widgets.cards import clear_layout, label
from ui.widgets.proposal_words import TRIGGERS, meter_of, numbers_of, skipped_of
from ui.widgets.wording import plain

STATES: Final[Mapping[bool | None, tuple[str, str]]] = {
    True: ("▲", "yes"),
    False: ("–", "no"),
    None: ("?", "not known"),
}
_BOX: Final = 9
_STEP: Final = 11
"""Pixels of a meter's box, and from one to the next."""


class Meter(QWidget):
    """As many boxes as were looked at; the ones found are filled, a line stands after as many as are needed."""

    def __init__(self, found: int, needed: int, most: int) -> None:
        super().__init__()
        self._found, self._needed, self._most = found, needed, most
        self.setFixedSize(self.sizeHint())
        self.setToolTip(f"{found} of {most} found, {needed} needed")
        self.setAccessibleName(self.toolTip())

    def sizeHint(self) -> QSize:
        return QSize(_STEP * self._most + 4, 18)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, shade = QPainter(self), tones()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_met = self._found >= self._needed
        for number in range(self._most):
            # A gap of a pixel more behind the last one needed, for the line.
            left = number * _STEP + (3 if number >= self._needed else 0) + 0.5
            is_found = number < self._found
            painter.setPen(QPen(shade.warn if is_met and is_found else shade.muted, 1))
            painter.setBrush((shade.warn if is_met else shade.muted) if is_found else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(left, 4.5, _BOX - 1, _BOX - 1), 2, 2)
        x = self._needed * _STEP + 0.5
        painter.setPen(QPen(shade.text, 1.4))
        painter.drawLine(QLineF(x, 1, x, 17))


class Evidence(QWidget):
    """Signals first, the ones that are met on top; then numbers, then what was passed over."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.S)
        self.words = ""
        """Everything that is shown, for tests and the clipboard."""

    def show_evidence(self, evidence: Mapping[str, Any]) -> None:
        """Show what a proposal or an adaptation stored; anything missing is left out."""
        clear_layout(self._column)
        told: list[str] = []
        numbers = numbers_of(evidence)
        if numbers:
            self._column.addWidget(_pairs(numbers))
            told += [f"{name} {value}" for name, value in numbers]
        found = evidence.get("triggers")
        triggers = [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []
        if triggers:
            title = _signals_title(triggers, evidence)
            self._column.addWidget(label(title, "caption"))
            self._column.addWidget(_signals(triggers))
            told.append(title)
            told += [f"{_name(one)}: {STATES.get(one.get('state'), STATES[None])[1]}" for one in triggers]
        for sentence in skipped_of(evidence):
            self._column.addWidget(label(sentence, "small", wrap=True))
            told.append(sentence)
        self.words = "; ".join(told)
        self.setVisible(bool(told))


def _signals_title(triggers: Sequence[Mapping[str, Any]], evidence: Mapping[str, Any]) -> str:
    met = sum(one.get("state") is True for one in triggers)
    needed = evidence.get("signalsNeeded")
    end = f", {needed} together ask for a deload" if isinstance(needed, int) else ""
    return f"Signals of the block: {met} of {len(triggers)} met{end}"


def _name(trigger: Mapping[str, Any]) -> str:
    name = str(trigger.get("name", ""))
    return TRIGGERS.get(name, plain(name))


def _signals(triggers: Sequence[Mapping[str, Any]]) -> QWidget:
    made = QWidget()
    grid = _grid(made)
    grid.setColumnStretch(2, 1)
    order = {True: 0, None: 1, False: 2}
    for row, trigger in enumerate(sorted(triggers, key=lambda one: order.get(one.get("state"), 1))):
        shape, word = STATES.get(trigger.get("state"), STATES[None])
        is_met = trigger.get("state") is True
        state = label(f"{shape} {word}", "strong" if is_met else "muted")
        state.setMinimumWidth(76)
        column = QVBoxLayout()
        column.setSpacing(1)
        column.addWidget(label(_name(trigger), "strong" if is_met else "muted"))
        column.addWidget(label(str(trigger.get("sentence", "")), "small", wrap=True))
        grid.addWidget(state, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(column, row, 2)
        meter = meter_of(trigger)
        if meter is not None:
            grid.addWidget(Meter(*meter), row, 3, Qt.AlignmentFlag.AlignTop)
    return made


def _pairs(rows: Sequence[tuple[str, str]]) -> QWidget:
    """Names and values, two pairs beside each other."""
    made = QWidget()
    grid = _grid(made)
    for number, (name, value) in enumerate(rows):
        row, column = divmod(number, 2)
        grid.addWidget(label(name, "muted"), row, 2 * column, Qt.AlignmentFlag.AlignTop)
        shown = label(value, wrap=True, selectable=True)
        shown.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        shown.setAlignment(Qt.AlignmentFlag.AlignTop)
        grid.addWidget(shown, row, 2 * column + 1)
    return made


def _grid(parent: QWidget) -> QGridLayout:
    grid = QGridLayout(parent)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(Space.M)
    grid.setVerticalSpacing(Space.S)
    return grid
