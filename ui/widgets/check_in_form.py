"""The morning's questions: three scales, where it is sore, the night where nothing measured it, a note."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from models.values.readiness import CheckIn
from ui.kit.theme import Space
from ui.widgets.body_map import BodyMap, SorenessLegend
from ui.widgets.body_shapes import VIEWS, muscles
from ui.widgets.cards import label

QUESTIONS: Final[Mapping[str, tuple[str, Sequence[str]]]] = {
    "readiness": ("How ready are you to train?", ("exhausted", "tired", "so-so", "good", "ready")),
    "motivation": ("How much do you want to train?", ("not at all", "little", "some", "keen", "eager")),
    "stress": ("How stressful are your days?", ("calm", "little", "some", "high", "extreme")),
}
"""Scale to its question and its words from 1 to 5. Of stress, 5 is the most."""
MUSCLES: Final = tuple(dict.fromkeys(key for view in VIEWS for key in muscles(view)))
_UNSAID: Final = 0.0
_ASK_MAP: Final = "Click what is sore, or say that nothing is."


class Scale(QWidget):
    """Five buttons, of which one may be chosen; 1 to 5 on the keyboard choose and go on."""

    chosen = Signal(int)
    answered = Signal()
    """Chosen on the keyboard: the next question may have the cursor."""

    def __init__(self, name: str, question: str, words: Sequence[str]) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self.setAccessibleName(question)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        for level, word in enumerate(words, 1):
            button = QPushButton(f"{level}  {word}")
            button.setObjectName(f"{name}-{level}")
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setProperty("look", "segment")
            button.setAccessibleName(f"{question} {level}: {word}")
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(partial(self._choose, level))
            self._group.addButton(button, level)
            row.addWidget(button)
        self.setFocusProxy(self._group.button(1))

    def value(self) -> int | None:
        """The chosen level, None while nothing is."""
        level = self._group.checkedId()
        return level if level > 0 else None

    def show_value(self, value: int | None) -> None:
        self._group.setExclusive(False)
        for button in self._group.buttons():
            button.setChecked(self._group.id(button) == value)
        self._group.setExclusive(True)

    def button(self, level: int) -> QPushButton:
        """The button of a level."""
        found = self._group.button(level)
        assert isinstance(found, QPushButton)  # noqa: S101 - the group holds nothing else
        return found

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() in {"1", "2", "3", "4", "5"}:
            level = int(event.text())
            self.button(level).setChecked(True)
            self._choose(level)
            self.answered.emit()
            return
        super().keyPressEvent(event)

    def _choose(self, level: int) -> None:
        self.chosen.emit(level)


class CheckInForm(QWidget):
    """The questions with their answers so far; nothing is answered until somebody does."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.scales = {name: Scale(name, *asked) for name, asked in QUESTIONS.items()}
        self.map = BodyMap()
        self.nothing = QPushButton("Nothing is sore")
        self.sleep = QDoubleSpinBox()
        self.note = QLineEdit()
        self._sore_words = label(_ASK_MAP, "small", wrap=True)
        self._sleep_name = label("How long did you sleep?", "strong")
        self._measured = label("", "muted", wrap=True)
        self._said_soreness = False
        self._build()

    def answers(self) -> CheckIn | None:
        """The answers; None while readiness or motivation is missing."""
        readiness, motivation = self.scales["readiness"].value(), self.scales["motivation"].value()
        if readiness is None or motivation is None:
            return None
        levels = self.map.levels()
        return CheckIn(
            readiness=readiness,
            motivation=motivation,
            stress=self.scales["stress"].value(),
            soreness={key: levels.get(key, 1) for key in MUSCLES} if self._said_soreness else None,
            sleep_hours=self.sleep.value() if self.sleep.isEnabled() and self.sleep.value() > _UNSAID else None,
            note=self.note.text().strip() or None,
        )

    def draft(self) -> dict[str, Any]:
        """What has been answered so far, to be kept; empty where nothing has."""
        kept: dict[str, Any] = {name: scale.value() for name, scale in self.scales.items()}
        kept["soreness"] = self.map.levels() if self._said_soreness else None
        kept["sleep_hours"] = self.sleep.value() or None
        kept["note"] = self.note.text() or None
        return {name: value for name, value in kept.items() if value is not None}

    def show_answers(self, answers: Mapping[str, Any]) -> None:
        """Show a draft or an earlier entry; what cannot be understood stays unanswered."""
        self.blockSignals(True)
        for name, scale in self.scales.items():
            level = answers.get(name)
            scale.show_value(level if isinstance(level, int) and 1 <= level <= len(QUESTIONS[name][1]) else None)
        soreness = answers.get("soreness")
        self._said_soreness = isinstance(soreness, dict)
        known = soreness if isinstance(soreness, dict) else {}
        self.map.show_levels({key: level for key, level in known.items() if isinstance(level, int)})
        hours = answers.get("sleep_hours")
        self.sleep.setValue(hours if isinstance(hours, int | float) else _UNSAID)
        self.note.setText(str(answers.get("note") or ""))
        self._say_soreness()
        self.blockSignals(False)

    def show_measured(self, hours: float | None) -> None:
        """Say that a device measured the night, or ask for it where none did."""
        known = hours is not None
        self._measured.setText("" if hours is None else f"{hours:.1f} h, measured by the device")
        self._measured.setVisible(known)
        self.sleep.setVisible(not known)
        self.sleep.setEnabled(not known)

    def begin(self) -> None:
        """Put the cursor on the first question that has no answer."""
        unanswered = (scale for scale in self.scales.values() if scale.value() is None)
        next(unanswered, self.scales["readiness"]).setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XL)
        row.addLayout(self._questions(), 3)
        row.addLayout(self._soreness(), 2)
        after = [*list(self.scales.values())[1:], self.map]
        for scale, following in zip(self.scales.values(), after, strict=True):
            scale.chosen.connect(self.changed)
            scale.answered.connect(partial(following.setFocus, Qt.FocusReason.TabFocusReason))
        self.sleep.valueChanged.connect(self.changed)
        self.note.textEdited.connect(self.changed)
        self.map.changed.connect(self._touched)
        self.map.pointed.connect(self._point)
        self.nothing.clicked.connect(self._nothing)

    def _questions(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(Space.XS)
        for name, scale in self.scales.items():
            column.addWidget(label(QUESTIONS[name][0], "strong"))
            column.addWidget(scale)
            column.addSpacing(Space.M)
        self.sleep.setRange(_UNSAID, 24)
        self.sleep.setSingleStep(0.25)
        self.sleep.setDecimals(2)
        self.sleep.setSuffix(" h")
        self.sleep.setSpecialValueText("not said")
        self.sleep.lineEdit().setTextMargins(6, 0, 0, 0)
        self.sleep.setAccessibleName("Hours of sleep")
        self.note.setPlaceholderText("Optional: pain, illness, travel")
        self.note.setMaxLength(2000)
        self.note.setAccessibleName("Note")
        rest = QGridLayout()
        rest.setHorizontalSpacing(Space.L)
        rest.setVerticalSpacing(Space.XS)
        rest.setColumnStretch(1, 1)
        rest.addWidget(self._sleep_name, 0, 0)
        rest.addWidget(label("Anything else?", "strong"), 0, 1)
        rest.addWidget(self.sleep, 1, 0)
        rest.addWidget(self._measured, 1, 0)
        rest.addWidget(self.note, 1, 1)
        self._measured.hide()
        column.addLayout(rest)
        column.addStretch(1)
        return column

    def _soreness(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(Space.XS)
        head = QHBoxLayout()
        head.addWidget(label("Where is it sore?", "strong"))
        head.addStretch(1)
        self.nothing.setCheckable(True)
        self.nothing.setAutoDefault(False)
        self.nothing.setProperty("look", "segment")
        head.addWidget(self.nothing)
        column.addLayout(head)
        column.addWidget(self.map, 1)
        column.addWidget(self._sore_words)
        column.addWidget(SorenessLegend())
        return column

    def _touched(self) -> None:
        self._said_soreness = True
        self._say_soreness()
        self.changed.emit()

    def _nothing(self) -> None:
        self._said_soreness = self.nothing.isChecked()
        self.map.show_levels({})
        self._say_soreness()
        self.changed.emit()

    def _point(self, key: str) -> None:
        if key:
            self._sore_words.setText(self.map.words(key))
        else:
            self._say_soreness()

    def _say_soreness(self) -> None:
        sore = [self.map.words(key) for key in self.map.levels()]
        self.nothing.setChecked(self._said_soreness and not sore)
        self._sore_words.setText(", ".join(sore) or ("Nothing is sore." if self._said_soreness else _ASK_MAP))

    @property
    def sore_words(self) -> QLabel:
        """The line below the map."""
        return self._sore_words
