"""A readiness rule to read and to edit: its sentence, and its numbers with unit, limits and usual value."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout

from models.values.adapting import ReadinessRule, RuleNumber
from ui.kit.theme import Space, restyle
from ui.widgets.cards import label

_OF_100: Final = frozenset({"freshness", "confidence"})
"""Units that are stored as a share and shown of 100."""
_SUFFIXES: Final[Mapping[str, str]] = {
    "freshness": " of 100",
    "confidence": " %",
    "percent": " %",
    "hours": " h",
    "rir": " RIR",
    "groups": " of 3",
    "soreness": " of 3",
}


class NumberBox(QDoubleSpinBox):
    """One number of a rule in the unit people read it in; never outside its limits."""

    def __init__(self, rule: ReadinessRule, number: RuleNumber) -> None:
        super().__init__()
        self._scale = 100.0 if number.unit in _OF_100 else 1.0
        step = number.step * self._scale
        self.setDecimals(0 if step == round(step) else 1)
        self.setRange(number.low * self._scale, number.high * self._scale)
        self.setSingleStep(step)
        self.setSuffix(_SUFFIXES.get(number.unit, ""))
        self.setKeyboardTracking(False)
        self.setFixedWidth(118)
        # The style sheet's padding does not reach the editor inside.
        self.lineEdit().setTextMargins(6, 0, 0, 0)
        low, high = self.textFromValue(self.minimum()), self.textFromValue(self.maximum())
        self.setToolTip(f"{low} to {high}{self.suffix()}")
        self.setAccessibleName(f"{rule.name}: {number.label}")
        self.setAccessibleDescription(self.toolTip())
        # A wheel turned over a list of numbers is meant for the list.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the list scroll."""
        event.ignore()

    @property
    def number(self) -> float:
        """The value as it is stored."""
        return round(self.value() / self._scale, 6)

    def show_number(self, value: float) -> None:
        self.setValue(value * self._scale)

    def words(self, value: float) -> str:
        """A stored value as this box would show it."""
        return f"{self.textFromValue(value * self._scale)}{self.suffix()}"


class RuleCard(QFrame):
    """Name and sentence on the left, the numbers on the right; what differs from usual says so."""

    edited = Signal(str, str, float)
    """Rule, key and the new value."""

    def __init__(self, rule: ReadinessRule, usual: ReadinessRule) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.rule_id = rule.id
        self._usual = usual
        self.boxes: dict[str, NumberBox] = {}
        self._marks: dict[str, QLabel] = {}
        self.name = label(rule.name, "strong")
        self.sentence = label("", wrap=True)
        self.error = label("", "error", wrap=True)
        self._build(rule)
        self.show_rule(rule)

    def show_rule(self, rule: ReadinessRule) -> None:
        """Show the numbers and the sentence they make."""
        for number in rule.numbers:
            box = self.boxes[number.key]
            blocked = box.blockSignals(True)
            box.show_number(number.value)
            box.blockSignals(blocked)
            self._mark(number)
        self.sentence.setText(rule.sentence)

    def show_error(self, text: str) -> None:
        """Say what is wrong with the rule; empty where all is well."""
        self.error.setText(text)
        self.error.setVisible(bool(text))
        for box in self.boxes.values():
            box.setProperty("wrong", bool(text))
            restyle(box)

    def _mark(self, number: RuleNumber) -> None:
        usual = self._usual.number(number.key)
        differs = abs(usual - number.value) > 1e-9
        box, mark = self.boxes[number.key], self._marks[number.key]
        mark.setText(f"● usually {box.words(usual)}" if differs else "")
        box.setAccessibleDescription(f"{box.toolTip()}{'; ' + mark.text()[2:] if differs else ''}")

    def _build(self, rule: ReadinessRule) -> None:
        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        words.addWidget(self.name)
        words.addWidget(self.sentence)
        words.addWidget(self.error)
        words.addStretch(1)
        self.error.hide()
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.S)
        grid.setVerticalSpacing(Space.XS)
        for place, number in enumerate(rule.numbers):
            box = NumberBox(rule, number)
            box.valueChanged.connect(lambda _=0.0, key=number.key, box=box: self.edited.emit(rule.id, key, box.number))
            mark = label("", "small")
            mark.setFixedWidth(128)
            name = label(number.label, "muted", wrap=True)
            name.setFixedWidth(148)
            name.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            for column, widget in enumerate((name, box, mark)):
                grid.addWidget(widget, place, column)
            self.boxes[number.key], self._marks[number.key] = box, mark
        grid.setRowStretch(len(rule.numbers), 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, Space.M, Space.M, Space.M)
        row.setSpacing(Space.L)
        row.addLayout(words, 1)
        row.addLayout(grid)
